"""Search: folded text, the words under which a person is found, what a query asks for, the order of hits, places in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from carebook.rules.names import initials, normalise, sort_key

_WORD = re.compile(r"[^\W_]+")
_D = str.maketrans("đĐ", "dd")
_JOINING = re.compile(r"['’`]")
_LONGEST_QUERY = 200  # letters; more was pasted by mistake
_TAIL = 4  # digits at the end of a number by which people remember it


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.translate(_D))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn").casefold()


@lru_cache(maxsize=4096)
def _with_marks(letter: str) -> str:
    return unicodedata.normalize("NFD", letter).casefold()


def fold(text: str) -> str:
    """Text without marks and capitals, single spaces: "  Đặng Thị  Thuỷ " → "dang thi thuy"."""
    return " ".join(filter(None, map(_folded, text.split())))


def words_in(text: str) -> list[str]:
    """The folded words of ``text``, signs left out: "H'Hen Niê" → ["hhen", "nie"], "CB-000412" → ["cb", "000412"]."""
    return _WORD.findall(_JOINING.sub("", fold(text)))


def index_text(names: Iterable[str], codes: Iterable[str] = (), numbers: Iterable[str] = ()) -> str:
    """The folded words under which a person is found, separated by spaces, each once.

    ``names`` (also former ones and the alias) are found by their words, their initials ("tta") and, when a sign joins
    two parts, by either part; ``codes`` (CB-000412) by their parts and without leading zeros; ``numbers`` (CCCD,
    BHYT, telephone) whole and by their last four digits.
    """
    found: dict[str, None] = {}
    for name in names:
        found |= dict.fromkeys(words_in(name))
        found |= dict.fromkeys(_WORD.findall(fold(name)))
        if len(name.split()) > 1:
            found |= dict.fromkeys(words_in(initials(name)))
    for code in codes:
        pieces = words_in(code)
        found |= dict.fromkeys([*pieces, "".join(pieces), *(piece.lstrip("0") for piece in pieces)])
    for number in numbers:
        whole = "".join(words_in(number))
        found |= dict.fromkeys([whole, *([whole[-_TAIL:]] if len(whole) > _TAIL else [])])
    return " ".join(word for word in found if word)


def match_query(typed: str) -> str:
    """The FTS5 MATCH expression for what was typed: every word a prefix, all of them wanted; "" when there is no word.

    Meant for a column of ``index_text``. A number typed in groups ("0912 345 678") is also looked for as one. Nothing
    typed can break out of the quotes, because only letters and digits are left.
    """
    words = words_in(typed[:_LONGEST_QUERY])
    every = " AND ".join(f'"{word}"*' for word in dict.fromkeys(words))
    if len(words) > 1 and all(word.isdigit() for word in words):
        return f'"{"".join(words)}"* OR ({every})'
    return every


class SearchedText:
    """A text in which words are looked for, again and again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._forms: dict[bool, tuple[str, list[int]]] = {}

    def places_of(self, typed: str) -> list[tuple[int, int]]:
        """Where ``typed`` stands: (first letter, number of letters), in order, none over another.

        Capitals do not matter, marks only when some were typed; any white space, also the end of a line, is one space.
        """
        wanted = " ".join(unicodedata.normalize("NFD", typed[:_LONGEST_QUERY]).casefold().split())
        letters, origins = self._form(marked=wanted != fold(wanted))
        found = []
        at = letters.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if not unicodedata.combining(
                letters[end : end + 1] or " "
            ):  # with marks asked for, "o" is not the "o" of "ỏ"
                found.append((origins[at], origins[end - 1] - origins[at] + 1))
            at = letters.find(wanted, end)
        return found

    def _form(self, *, marked: bool) -> tuple[str, list[int]]:
        """The letters to compare, with their marks after them or without, and from which letter of the text each comes."""
        if marked not in self._forms:
            letters: list[str] = []
            origins: list[int] = []
            for n, letter in enumerate(self.text):
                if letter.isspace():
                    pieces = "" if letters and letters[-1] == " " else " "
                else:
                    pieces = _with_marks(letter) if marked else _folded(letter)
                letters += pieces
                origins += [n] * len(pieces)
            self._forms[marked] = "".join(letters), origins
        return self._forms[marked]


@dataclass(frozen=True)
class Hit:
    """What is needed to order one hit: the name, and its sort key (derived when empty)."""

    person_id: str
    full_name: str
    sort_name: str = ""


def rank(typed: str, hit: Hit) -> tuple[bool, bool, str]:
    """The place of a hit, smallest first: names that hold what was typed with its marks, then names whose given name
    begins with the last typed word, then the order of names."""
    wanted = normalise(typed[:_LONGEST_QUERY]).casefold()
    words = words_in(typed[:_LONGEST_QUERY])
    given = words_in(hit.full_name.split()[-1]) if hit.full_name.split() else []
    return (
        f" {wanted}" not in f" {normalise(hit.full_name).casefold()}",
        not (words and given and given[0].startswith(words[-1])),
        sort_key(hit.sort_name or hit.full_name),
    )


def ranked(typed: str, hits: Iterable[Hit]) -> list[Hit]:
    """The hits in the order in which they are shown."""
    return sorted(hits, key=lambda hit: rank(typed, hit))


def fit(typed: str, phrase: str) -> tuple[int, bool] | None:
    """How well a phrase such as the name of a page answers to what was typed, smallest best; None when it does not.

    It is the phrase (0) or begins it (1); begins its words in order or is its initials (2); begins some of its words (3).
    Of two that are equal the one that holds the typed marks comes first.
    """
    wanted, there = words_in(typed[:_LONGEST_QUERY]), words_in(phrase)
    if not wanted:
        return None
    whole, run = " ".join(there), " ".join(wanted)
    first_letters = "".join(word[0] for word in there)
    rest = iter(there)
    if whole == run:
        level = 0
    elif whole.startswith(run):
        level = 1
    elif all(any(word.startswith(want) for word in rest) for want in wanted) or (
        len(run) > 1 and first_letters.startswith("".join(wanted))
    ):
        level = 2
    elif all(any(word.startswith(want) for word in there) for want in wanted):
        level = 3
    else:
        return None
    return level, f" {normalise(typed).casefold().strip()}" not in f" {normalise(phrase).casefold()}"


def nearest_query(typed: str, known_words: Collection[str]) -> str:
    """What may have been meant when nothing was found: each unknown word replaced by the nearest known one.

    ``known_words`` are the distinct folded words of the index. "" when a word has no near one, or nothing would change.
    Nearness is the optimal string alignment distance, which counts swapped letters as one slip.
    """
    from rapidfuzz import process  # loaded when a name is not found, not with the window
    from rapidfuzz.distance import OSA

    words = words_in(typed[:_LONGEST_QUERY])
    corrected = []
    for word in words:
        if any(known.startswith(word) for known in known_words):
            corrected.append(word)
            continue
        near = process.extractOne(word, known_words, scorer=OSA.normalized_similarity, score_cutoff=0.6)
        if near is None:
            return ""
        corrected.append(near[0])
    return " ".join(corrected) if corrected != words else ""
