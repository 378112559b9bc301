"""How hard a password is to guess, and what would make it harder, in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from carebook.rules.problem import Problem
from carebook.words import N_, Message, message

SHORTEST_PASSWORD = 8
SHORTEST_PIN, LONGEST_PIN = 4, 8
ENOUGH = 3
"""A score from 0 to 4: 3 means more than a hundred million guesses, which at the price of one guess takes a PC months."""
_LONGEST_WEIGHED = 72  # what the library takes

# What is tried first in Vietnam, without marks; everybody's names come on top.
_COMMON = (
    *(
        "matkhau",
        "mat khau",
        "mat khau moi",
        "matkhaumoi",
        "carebook",
        "care book",
        "so mau",
        "admin",
        "quantri",
        "nhanvien",
    ),
    *(
        "khongbiet",
        "khongco",
        "bimat",
        "anhyeuem",
        "emyeuanh",
        "yeuem",
        "yeuanh",
        "toiyeuvietnam",
        "vietnam",
        "viet nam",
    ),
    *(
        "hanoi",
        "ha noi",
        "saigon",
        "sai gon",
        "hochiminh",
        "ho chi minh",
        "danang",
        "quangninh",
        "hue",
        "cantho",
        "haiphong",
    ),
    *(
        "trungtam",
        "trung tam",
        "baotro",
        "bao tro",
        "xahoi",
        "xa hoi",
        "bao tro xa hoi",
        "giamdoc",
        "giam doc",
        "dieuduong",
    ),
    *("congtacxahoi", "cong tac xa hoi", "gia dinh", "giadinh", "hanhphuc", "hanh phuc", "chucmungnammoi", "tinhyeu"),
    *(
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
    ),
    *(
        "anh",
        "hoa",
        "huong",
        "lan",
        "mai",
        "minh",
        "hung",
        "dung",
        "tuan",
        "linh",
        "trang",
        "thao",
        "van",
        "thi",
        "nam",
    ),
    *("conyeu", "con yeu", "beyeu", "congchua", "hoangtu", "songuyenvan", "mothaiba", "mot hai ba", "motnamhaiba"),
)
_SAID = (
    N_("Very easy to guess."),
    N_("Easy to guess."),
    N_("Not yet hard enough to guess."),
    N_("Hard to guess."),
    N_("Very hard to guess."),
)
# What the library says, word for word, is the source string.
ADVICE = (
    N_("Straight rows of keys are easy to guess."),
    N_("Short keyboard patterns are easy to guess."),
    N_('Repeats like "aaa" are easy to guess.'),
    N_('Repeats like "abcabcabc" are only slightly harder to guess than "abc".'),
    N_('Sequences like "abc" or "6543" are easy to guess.'),
    N_("Recent years are easy to guess."),
    N_("Dates are often easy to guess."),
    N_("This is a top-10 common password."),
    N_("This is a top-100 common password."),
    N_("This is a very common password."),
    N_("This is similar to a commonly used password."),
    N_("A word by itself is easy to guess."),
    N_("Names and surnames by themselves are easy to guess."),
    N_("Common names and surnames are easy to guess."),
    N_("Use a longer keyboard pattern with more turns."),
    N_("Avoid repeated words and characters."),
    N_("Avoid sequences."),
    N_("Avoid recent years."),
    N_("Avoid years that are associated with you."),
    N_("Avoid dates and years that are associated with you."),
    N_("Capitalization doesn't help very much."),
    N_("All-uppercase is almost as easy to guess as all-lowercase."),
    N_("Reversed words aren't much harder to guess."),
    N_("Predictable substitutions like '@' instead of 'a' don't help very much."),
    N_("Use a few words, avoid common phrases."),
    N_("No need for symbols, digits, or uppercase letters."),
    N_("Add another word or two. Uncommon words are better."),
)
KNOWN_WORDS = N_("It holds a name or a word that everybody tries first.")


@dataclass(frozen=True)
class Strength:
    """How hard a password is to guess: 0 (at once) to 4, said in words, with what would help ("" patterns never)."""

    score: int
    said: Message
    advice: tuple[Message, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Whether it may be a password."""
        return self.score >= ENOUGH


def strength(password: str, names: Iterable[str]) -> Strength:
    """Weigh a password; ``names`` are what everybody knows: of its owner, of the center.

    It is weighed without its Vietnamese marks, and without spaces and signs, which a guesser leaves out too. Loading the
    library takes 0.2 s the first time.
    """
    from zxcvbn import zxcvbn

    known = [*_words_of(names), *_COMMON]
    ways = {without_marks(password)[:_LONGEST_WEIGHED], _letters(password)[:_LONGEST_WEIGHED]} - {""} or {" "}
    found = min((zxcvbn(way, user_inputs=known) for way in sorted(ways)), key=lambda one: one["guesses_log10"])
    feedback = found["feedback"]
    told = [feedback["warning"], *feedback["suggestions"]]
    if any(match.get("dictionary_name") == "user_inputs" for match in found["sequence"]) and found["score"] < ENOUGH:
        told[0] = told[0] or KNOWN_WORDS
    score = found["score"]
    said = _SAID[score]
    return Strength(score, message(said), tuple(message(one) for one in told if one))


def problems_in_password(password: str, names: Iterable[str]) -> list[Problem]:
    """What is wrong with a new password; ``names`` are what everybody knows: the owner's names, the center's."""
    if len(password) < SHORTEST_PASSWORD:
        return [Problem("password", message("A password has at least {least} letters.", least=SHORTEST_PASSWORD))]
    names = tuple(names)
    if _letters(password) in {_letters(name) for name in names}:
        return [Problem("password", message("A name cannot be the password."))]
    if len(set(password)) < 3:
        return [Problem("password", message("A password needs at least three different letters."))]
    weighed = strength(password, names)
    if not weighed.is_enough:
        return [Problem("password", message("{said} {advice}", said=weighed.said, advice=_first(weighed.advice)))]
    return []


def without_marks(text: str) -> str:
    """Small letters without Vietnamese marks: Mật Khẩu → mat khau."""
    folded = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(c for c in folded if not unicodedata.combining(c))


def _first(advice: tuple[Message, ...]) -> Message:
    return advice[0] if advice else message("Add another word or two. Uncommon words are better.")


def _letters(text: str) -> str:
    """Without marks, spaces and signs, so that a name typed another way is still that name."""
    return "".join(c for c in without_marks(text) if c.isalnum())


def _words_of(names: Iterable[str]) -> list[str]:
    """The names whole, run together, word by word, and two words at a time."""
    found: dict[str, None] = {}
    for name in names:
        words = without_marks(name).split()
        pairs = map("".join, pairwise(words))
        for one in (" ".join(words), _letters(name), *pairs, *words):
            if len(one) > 2:
                found[one] = None
    return list(found)
