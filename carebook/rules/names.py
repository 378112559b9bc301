"""Names of persons: how they are kept, taken apart, compared, ordered and made up when nobody knows them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from carebook.dates import written
from carebook.records.people import Sex

# Letters in the order of the alphabet, then tones in the order ngang, huyền, hỏi, ngã, sắc, nặng
_LETTERS = {letter: position for position, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_TONE = "[" + "".join(_TONES) + "]"
_OLD_PLACES = re.compile(rf"(o)({_TONE})([ae])$|(?<!q)(u)({_TONE})(y)$")
_BRACKETS = re.compile(r"\s*\(.*\)$")
_CAPITALISED = re.compile(r"(^|[\s'’`\-])(\w)")


def normalise(typed: str) -> str:
    """Text as it is kept: NFC, no spaces at the ends, single ones between words. Nothing else is changed."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


@dataclass(frozen=True)
class NameParts:
    """A name apart: family (họ), middle (đệm), given (tên). A name of one word is a given name."""

    family: str
    middle: str
    given: str


def parts(full_name: str) -> NameParts:
    """The parts of a name: the first word is the family name, the last the given name."""
    words = normalise(full_name).split(" ")
    if len(words) == 1:
        return NameParts("", "", words[0])
    return NameParts(words[0], " ".join(words[1:-1]), words[-1])


def initials(full_name: str) -> str:
    """The first letters of a name, in capitals: "Trần Thị An" → "TTA"; words without a letter are left out."""
    words = normalise(full_name).split(" ")
    return "".join(next((c for c in word if c.isalpha()), "") for word in words).upper()


def is_all_capitals(name: str) -> bool:
    """Whether a name of more than one letter is written in capitals only."""
    letters = [c for c in name if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def in_name_case(name: str) -> str:
    """Capitals only at the start of each part: "ĐẶNG KIM DAO" → "Đặng Kim Dao", "H'HEN NIÊ" → "H'Hen Niê"."""
    return _CAPITALISED.sub(lambda found: found[1] + found[2].upper(), normalise(name).lower())


@lru_cache(maxsize=65_536)
def _word_key(word: str) -> str:
    """Letters of one word by the alphabet, then its tones; "!" sorts before letters, so that a shorter word is first.

    Tones are one digit a letter, read only when the letters agree. Signs such as the apostrophe are left out; a letter
    of another alphabet comes after all.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", word.lower()):
        plain, tone = char, "0"
        for mark in unicodedata.normalize("NFD", char):
            if mark in _TONES:
                tone = _TONES[mark]
                plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", char).replace(mark, ""))
        base = plain if plain in _LETTERS else unicodedata.normalize("NFD", plain)[0]
        if base in _LETTERS:
            letters.append(chr(ord("A") + _LETTERS[base]))
        elif base.isalnum():
            letters.append(base if base.isascii() else "~" + base)
        else:
            continue
        tones.append(tone)
    return "".join(letters) + "!" + "".join(tones)


def sort_key(name: str) -> str:
    """The key by which names are listed: given name, family, middle; compared byte by byte (SQLite's BINARY order).

    Each syllable by the Vietnamese alphabet, then by tone; of equal names small letters before capitals. What stands in
    brackets after a name is not looked at. Give the person's own name for sorting where there is one.
    """
    name = normalise(name)
    taken = parts(_BRACKETS.sub("", name) or name)
    words = [taken.given, *re.split(r"[\s\-]", " ".join(filter(None, (taken.family, taken.middle))))]
    capitals = "".join("1" if c.isupper() else "0" for c in name if c.isalpha())
    return " ".join(_word_key(word) for word in words if word) + "\t" + capitals


def title_key(title: str) -> str:
    """The key by which rooms and other things are listed: word after word, by the Vietnamese alphabet, capitals or not."""
    return " ".join(map(_word_key, normalise(title).split()))


@lru_cache(maxsize=65_536)
def _tone_moved(word: str) -> str:
    return unicodedata.normalize("NFC", _OLD_PLACES.sub(r"\1\3\2\4\6\5", unicodedata.normalize("NFD", word)))


def tone_normalised(text: str) -> str:
    """Small letters with tone marks in the new places, so that hòa = hoà, khỏe = khoẻ, thủy = thuỷ compare equal.

    Only open syllables oa, oe, uy (not after q) differ between the two ways. For comparing, never for keeping.
    """
    return " ".join(map(_tone_moved, unicodedata.normalize("NFC", text).lower().split()))


_SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}


def unidentified_name(sex: Sex | None, about_age: int | None, admitted_on: date) -> str:
    """The name kept for somebody nobody knows: "Không rõ (Nam, ~60 tuổi, vào 12/03/2026)".

    It is kept in the book and printed on papers, so it is Vietnamese whatever the window speaks.
    """
    known = [
        _SEXES.get(sex, "") if sex else "",
        f"~{about_age} tuổi" if about_age is not None else "",
        f"vào {written(admitted_on)}",
    ]
    return f"Không rõ ({', '.join(filter(None, known))})"
