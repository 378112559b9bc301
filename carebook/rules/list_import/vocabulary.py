"""What the headings and words of people's lists mean: data of the program, the book's code lists, and choices remembered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from carebook.records.codes import Code
from carebook.rules.names import tone_normalised
from carebook.rules.search_words import words_in
from carebook.words import N_


class Meaning(Enum):
    """What a column of a list holds; the value is its name in ``import_words.toml``."""

    NUMBER = "number"
    NAME = "name"
    BORN = "born"
    BORN_MALE = "born_male"  # lists with one column of births for men, one for women
    BORN_FEMALE = "born_female"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    IDENTITY_NUMBER = "identity_number"
    HOME_TOWN = "home_town"
    ADMITTED_ON = "admitted_on"
    DECISION_NO = "decision_no"
    DECISION_ON = "decision_on"
    CATEGORY = "category"
    DISABILITY_KIND = "disability_kind"
    DISABILITY_DEGREE = "disability_degree"
    HEALTH_CARD = "health_card"
    ROOM = "room"
    RELATIVE = "relative"
    RELATION = "relation"
    RELATIVE_PHONE = "relative_phone"
    LEFT_ON = "left_on"
    END_REASON = "end_reason"
    DESTINATION = "destination"
    NOTE = "note"


MEANING_WORDS: dict[Meaning, str] = {
    Meaning.NUMBER: N_("Row number"),
    Meaning.NAME: N_("Name"),
    Meaning.BORN: N_("Born"),
    Meaning.BORN_MALE: N_("Born (men)"),
    Meaning.BORN_FEMALE: N_("Born (women)"),
    Meaning.SEX: N_("Sex"),
    Meaning.ETHNICITY: N_("Ethnic group"),
    Meaning.IDENTITY_NUMBER: N_("National ID"),
    Meaning.HOME_TOWN: N_("Home town"),
    Meaning.ADMITTED_ON: N_("Admitted on"),
    Meaning.DECISION_NO: N_("Admission decision"),
    Meaning.DECISION_ON: N_("Date of the decision"),
    Meaning.CATEGORY: N_("Category"),
    Meaning.DISABILITY_KIND: N_("Disability"),
    Meaning.DISABILITY_DEGREE: N_("Degree of disability"),
    Meaning.HEALTH_CARD: N_("Health card"),
    Meaning.ROOM: N_("Room"),
    Meaning.RELATIVE: N_("Relative"),
    Meaning.RELATION: N_("Relation"),
    Meaning.RELATIVE_PHONE: N_("Telephone of the relative"),
    Meaning.LEFT_ON: N_("Left on"),
    Meaning.END_REASON: N_("Reason for ending"),
    Meaning.DESTINATION: N_("Destination"),
    Meaning.NOTE: N_("Note"),
}

# The columns whose words become codes, and the code list of each
CODE_LISTS: dict[Meaning, str] = {
    Meaning.SEX: "sex",
    Meaning.ETHNICITY: "ethnicity",
    Meaning.CATEGORY: "category",
    Meaning.DISABILITY_KIND: "disability_kind",
    Meaning.DISABILITY_DEGREE: "disability_degree",
    Meaning.RELATION: "relationship",
    Meaning.END_REASON: "end_reason",
    Meaning.DESTINATION: "destination",
}

_NEAR = 0.85  # of the letters: a slip of the keys, not another word


@dataclass(frozen=True)
class Suggestion:
    """The code a word probably stands for; ``sure`` when it is a known way of writing it."""

    code: str
    sure: bool


@dataclass(frozen=True)
class _Words:
    """The known words of one code list: with their marks, and without where that leaves only one code."""

    marked: Mapping[str, str]
    folded: Mapping[str, str]


@dataclass(frozen=True)
class Vocabulary:
    """How headings and words are understood; made by ``vocabulary_from``."""

    headings: Mapping[str, Meaning]
    words: Mapping[Meaning, _Words]
    abbreviations: Mapping[str, str]
    totals: tuple[str, ...]
    footers: tuple[str, ...]
    as_of: tuple[str, ...]
    code_texts: Mapping[tuple[Meaning, str], str] = field(default_factory=dict)
    confidential: frozenset[str] = frozenset()  # categories that make a record restricted
    voluntary: frozenset[str] = frozenset()  # categories of people who came by contract

    def spelled_out(self, text: str) -> str:
        """The folded words of ``text`` with abbreviations written out, none twice in a row."""
        words: list[str] = []
        for word in words_in(text):
            words += self.abbreviations.get(word, word).split(" ")
        return " ".join(word for i, word in enumerate(words) if i == 0 or word != words[i - 1])

    def meaning_of_heading(self, heading: str) -> tuple[Meaning, int] | None:
        """What a heading means and how surely, as the number of letters understood; None when not understood.

        The whole heading counts before a part of it, a longer part before a shorter.
        """
        folded = " ".join(words_in(heading))
        if found := self.headings.get(folded):
            return found, 1000 + len(folded)
        inside = [known for known in self.headings if f" {known} " in f" {folded} "]
        longest = max(inside, key=len, default=None)
        return None if longest is None or len(longest) < 3 else (self.headings[longest], len(longest))

    def _known(self, meaning: Meaning, word: str) -> str | None:
        known = self.words.get(meaning)
        if known is None:
            return None
        return known.marked.get(tone_normalised(word)) or known.folded.get(self.spelled_out(word))

    def knows(self, meaning: Meaning, word: str) -> bool:
        """Whether ``word`` as a whole is a known way of writing a code."""
        return bool(self._known(meaning, word))

    def suggestion(self, meaning: Meaning, word: str) -> Suggestion | None:
        """The code ``word`` probably stands for: known words first, then known parts, then slips of the keys."""
        if code := self._known(meaning, word):
            return Suggestion(code, sure=True)
        folded, known = self.spelled_out(word), self.words[meaning].folded if meaning in self.words else {}
        inside = [part for part in known if len(part) > 3 and f" {part} " in f" {folded} "]
        if inside:
            return Suggestion(known[max(inside, key=len)], sure=False)
        near = process.extractOne(folded, known.keys(), scorer=OSA.normalized_similarity, score_cutoff=_NEAR)
        return Suggestion(known[near[0]], sure=False) if near else None

    def text_of(self, meaning: Meaning, code: str) -> str:
        """The words of a code; the code itself when its list is not known."""
        return self.code_texts.get((meaning, code), code)


def vocabulary_from(words: Mapping[str, Any], codes: Iterable[Code]) -> Vocabulary:
    """The vocabulary of the parsed ``import_words.toml`` and the code lists in force.

    A code list's own words count as known words; words of the file for codes that are not in ``codes`` are left out.
    """
    abbreviations = {
        " ".join(words_in(short)): " ".join(words_in(full)) for short, full in words["abbreviations"].items()
    }
    bare = Vocabulary({}, {}, abbreviations, (), (), ())
    by_list: dict[str, list[Code]] = {}
    for code in codes:
        by_list.setdefault(code.list_name, []).append(code)
    known: dict[Meaning, _Words] = {}
    texts: dict[tuple[Meaning, str], str] = {}
    for meaning, list_name in CODE_LISTS.items():
        given = words["words"].get(list_name, {})
        spellings = {code.code: [code.text, *given.get(code.code, ())] for code in by_list.get(list_name, ())}
        known[meaning] = _known_words(spellings, bare)
        texts |= {(meaning, code.code): code.text for code in by_list.get(list_name, ())}
    return Vocabulary(
        headings={
            " ".join(words_in(heading)): meaning for meaning in Meaning for heading in words["columns"][meaning.value]
        },
        words=known,
        abbreviations=abbreviations,
        totals=tuple(" ".join(words_in(line)) for line in words["lines"]["totals"]),
        footers=tuple(" ".join(words_in(line)) for line in words["lines"]["footers"]),
        as_of=tuple(" ".join(words_in(line)) for line in words["lines"]["as_of"]),
        code_texts=texts,
        confidential=frozenset(c.code for c in by_list.get("category", ()) if c.extra.get("confidential")),
        voluntary=frozenset(c.code for c in by_list.get("category", ()) if c.extra.get("route") == "voluntary"),
    )


def _known_words(spellings: Mapping[str, list[str]], bare: Vocabulary) -> _Words:
    marked: dict[str, str] = {}
    folded: dict[str, set[str]] = {}
    for code, ways in spellings.items():
        for way in ways:
            marked.setdefault(tone_normalised(way), code)
            folded.setdefault(bare.spelled_out(way), set()).add(code)
    return _Words(marked, {word: next(iter(owners)) for word, owners in folded.items() if len(owners) == 1})


_JOINING = re.compile(r"\s*[;,/+&]\s*|\s+và\s+")


def pieces(text: str, meaning: Meaning, vocabulary: Vocabulary) -> list[str]:
    """The words in a cell of codes: the whole when it is known ("Nghe, nói"), else each part ("Vận động, nhìn")."""
    if not text or vocabulary.knows(meaning, text):
        return [text] if text else []
    parts = [part for part in _JOINING.split(text) if part]
    return parts if len(parts) > 1 and any(vocabulary.knows(meaning, part) for part in parts) else [text]
