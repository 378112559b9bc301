"""Numbers that identify a person: national ID (căn cước), old ID (CMND), passport, health card (BHYT), telephone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from carebook.dates import PartialDate
from carebook.records.people import Sex
from carebook.rules.names import normalise
from carebook.rules.search_words import fold
from carebook.words import Message, message

# The first three digits of a national ID: the 63 provinces until 30/06/2025, whose codes stay on the cards
PLACE_CODES = frozenset(
    re.findall(
        "[0-9]{3}",
        "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 "
        "038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 "
        "080 082 083 084 086 087 089 091 092 093 094 095 096 ",
    )
)


@dataclass(frozen=True)
class NumberReading:
    """What a typed number is: ``value`` as it is kept and its ``kind``, or why it cannot be one.

    ``suggestion`` is what was probably meant; nothing is put right without being said.
    """

    value: str
    kind: str = ""
    problem: Message | None = None
    suggestion: str = ""


def _shown(typed: str) -> str:
    text = normalise(typed)
    return text if len(text) <= 40 else text[:39] + "…"


def _bare(typed: str) -> str:
    """What was typed without the signs people put between groups, in capitals."""
    return re.sub(r"[\s.\-–_/()]", "", normalise(typed)).upper()


# Identity papers


def read_identity_number(typed: str) -> NumberReading:
    """The number of an identity paper: kind ``national_id`` (12 digits), ``old_id`` (CMND, 9) or ``passport``.

    Eleven or ten digits that begin with no zero have lost it in a spreadsheet: the number with its zeros is suggested.
    """
    bare = _bare(typed)
    if re.fullmatch(r"[0-9]{12}", bare):
        return NumberReading(bare, "national_id")
    if re.fullmatch(r"[0-9]{9}", bare):
        return NumberReading(bare, "old_id")
    if re.fullmatch(r"[A-Z][0-9]{7}", bare):
        return NumberReading(bare, "passport")
    if not re.fullmatch(r"[0-9]+", bare):
        problem = message(
            "“{typed}” is no number of an identity paper: 12 digits on a national ID, 9 on an old card.",
            typed=_shown(typed),
        )
        return NumberReading(bare, problem=problem)
    count = len(bare)
    if count > 12:
        return NumberReading(bare, problem=message("A national ID has 12 digits; there are {n}.", n=count))
    padded = bare.zfill(12)
    if count >= 10 and not bare.startswith("0") and padded[:3] in PLACE_CODES:
        problem = message(
            "A national ID has 12 digits, so far {n}. Is a zero missing in front: {suggestion}?",
            n=count,
            suggestion=padded,
        )
        return NumberReading(bare, "national_id", problem, padded)
    return NumberReading(bare, problem=message("A national ID has 12 digits, so far {n}.", n=count))


def sex_and_year_on(national_id: str) -> tuple[Sex, int]:
    """What the fourth to sixth digits of a national ID say; ValueError when it is not twelve digits."""
    if not re.fullmatch(r"[0-9]{12}", national_id):
        raise ValueError(national_id)
    century, sex = divmod(int(national_id[3]), 2)
    return (Sex.FEMALE if sex else Sex.MALE), 1900 + century * 100 + int(national_id[4:6])


@dataclass(frozen=True)
class IdentityWarning:
    """One thing on a national ID that does not fit: the ``place`` code, the ``sex`` or the ``year`` of birth."""

    about: Literal["place", "sex", "year"]
    message: Message


def national_id_warnings(national_id: str, sex: Sex | None, born: PartialDate | None) -> tuple[IdentityWarning, ...]:
    """What on a national ID does not fit the record; such a number may be kept, with a reason.

    There is no check digit. An estimated or unknown birth is not compared.
    """
    said_sex, said_year = sex_and_year_on(national_id)
    found = []
    if national_id[:3] not in PLACE_CODES:
        unknown = message(
            "Place code {code} of the national ID is not known. Compare the original.", code=national_id[:3]
        )
        found.append(IdentityWarning("place", unknown))
    if sex in (Sex.MALE, Sex.FEMALE) and sex is not said_sex:
        conflict = message(
            "The national ID says {on_card}, the record {on_record}. It can be saved; compare the original.",
            on_card=_LOWER[said_sex],
            on_record=_LOWER[sex],
        )
        found.append(IdentityWarning("sex", conflict))
    if born is not None and not born.is_unknown and not born.estimated and born.year != said_year:
        conflict = message(
            "The national ID says born in {on_card}, the record {on_record}. It can be saved; compare the original.",
            on_card=said_year,
            on_record=born.year,
        )
        found.append(IdentityWarning("year", conflict))
    return tuple(found)


_LOWER = {Sex.MALE: message("male"), Sex.FEMALE: message("female")}


@dataclass(frozen=True)
class CardFacts:
    """What the square code on a national ID holds; what is not readable is empty."""

    national_id: str
    old_id: str
    full_name: str
    born: date | None
    sex: Sex | None
    address: str
    issued_on: date | None


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[4:8]), int(digits[2:4]), int(digits[:2])) if re.fullmatch(r"[0-9]{8}", digits) else None
    except ValueError:
        return None


def read_card_code(scanned: str) -> CardFacts | None:
    """The facts in the scanned text of a national ID, "số|CMND cũ|họ tên|ddmmyyyy|giới tính|địa chỉ|ngày cấp…".

    None when the text is not of this kind. Later fields of newer cards (parents, spouse) are left out.
    """
    fields = [normalise(field) for field in scanned.strip().split("|")]
    if len(fields) < 5 or not re.fullmatch(r"[0-9]{12}", fields[0]):
        return None
    fields += [""] * 7
    return CardFacts(
        national_id=fields[0],
        old_id=fields[1],
        full_name=fields[2],
        born=_day(fields[3]),
        sex={"nam": Sex.MALE, "nu": Sex.FEMALE}.get(fold(fields[4])),
        address=fields[5],
        issued_on=_day(fields[6]),
    )


# Health cards


def read_health_card(typed: str) -> NumberReading:
    """The number on a health card: kind ``card`` (15 signs), ``insurance`` (10 digits) or ``personal`` (12 digits)."""
    bare = _bare(typed)
    if re.fullmatch(r"[A-Z]{2}[1-5][0-9]{12}", bare):
        return NumberReading(bare, "card")
    if re.fullmatch(r"[0-9]{10}", bare):
        return NumberReading(bare, "insurance")
    if re.fullmatch(r"[0-9]{12}", bare):
        return NumberReading(bare, "personal")
    problem = message(
        "A health card has 15 signs (like BT 2 22 2145999012), or 10 or 12 digits; “{typed}” has {n}.",
        typed=_shown(typed),
        n=len(bare),
    )
    return NumberReading(bare, problem=problem)


def health_card_words(number: str) -> str:
    """A health card's number in its groups: "BT 2 22 2145999012"; other kinds as they are."""
    if re.fullmatch(r"[A-Z]{2}[1-5][0-9]{12}", number):
        return f"{number[:2]} {number[2]} {number[3:5]} {number[5:]}"
    return number


# Telephones

_NEW_MOBILES = {  # eleven-digit mobiles became ten-digit ones in 2018
    **{f"016{n}": f"03{n}" for n in range(2, 10)},
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}


def read_phone(typed: str) -> NumberReading:
    """One telephone number: kind ``mobile``, ``landline``, ``service`` (1800, 1900), ``short`` (111 …) or ``foreign``.

    Spaces, dots and +84 are accepted; nine digits of a mobile have lost their zero and get it back. An old mobile of
    eleven digits is a problem with the new number as suggestion.
    """
    bare = _bare(typed)
    if re.fullmatch(r"\+(?!84)[0-9]{7,15}", bare):
        return NumberReading(bare, "foreign")
    number = re.sub(r"^(\+84|0084|84(?=[0-9]{9,10}$))0?", "0", bare)
    if re.fullmatch(r"[35789][0-9]{8}", number):
        number = "0" + number
    for kind, pattern in (
        ("mobile", r"0[35789][0-9]{8}"),
        ("landline", r"02[0-9]{9}"),
        ("service", r"1[89]00[0-9]{4,6}"),
        ("short", r"1[0-9]{2}"),
    ):
        if re.fullmatch(pattern, number):
            return NumberReading(number, kind)
    if len(number) == 11 and number.isdecimal() and number[:4] in _NEW_MOBILES:
        renewed = _NEW_MOBILES[number[:4]] + number[4:]
        problem = message(
            "“{typed}” is an old 11-digit mobile number; it is {suggestion} now.",
            typed=_shown(typed),
            suggestion=phone_words(renewed),
        )
        return NumberReading(number, "mobile", problem, renewed)
    problem = message("“{typed}” is no telephone number: mobiles have 10 digits, landlines 11.", typed=_shown(typed))
    return NumberReading(number, problem=problem)


def phone_words(number: str) -> str:
    """A telephone number in the groups in which it is read out: "0912 345 678", "0203 3 825 123", "024 3825 1234"."""
    if re.fullmatch(r"0[35789][0-9]{8}", number):
        return f"{number[:4]} {number[4:7]} {number[7:]}"
    if re.fullmatch(r"02[48][0-9]{8}", number):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    if re.fullmatch(r"02[0-9]{9}", number):
        return f"{number[:4]} {number[4]} {number[5:8]} {number[8:]}"
    if re.fullmatch(r"1[89]00[0-9]{4,6}", number):
        return f"{number[:4]} {number[4:]}"
    return number


_PHONE_IN_TEXT = re.compile(r"(?<![0-9])\+?[0-9](?:[ .\-]?[0-9]){7,13}(?![0-9])")


def phones_in(text: str) -> list[str]:
    """The telephone numbers found in a text, as typed, in their order."""
    return [found[0] for found in _PHONE_IN_TEXT.finditer(text)]
