"""What a paper says about itself: who issues it, its number and date, who signs it, to whom it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.dates import long_form

GAP = "\u00a0"  # a space that neither breaks nor collapses
BLANK_NUMBER = GAP * 6  # room for the pen of the office clerk
BLANK_DATE = f"ngày{GAP * 5}tháng{GAP * 5}năm{GAP * 8}"
DOTTED = "." * 20


@dataclass(frozen=True)
class Letterhead:
    """The issuing facility as its papers name it.

    ``superior`` is the managing agency ("" when there is none), ``symbol`` the facility's own ("TTBTXH"), ``place`` the
    official name of the commune or province of its seat.
    """

    superior: str
    issuer: str
    symbol: str
    place: str
    is_sample: bool = False


@dataclass(frozen=True)
class Numbering:
    """The number and date from the office's own register; None is left blank for the pen.

    ``kind`` is the abbreviation of the type ("BC", "QĐ", "BB"; "" for letters).
    """

    kind: str
    number: str | None = None
    dated_on: date | None = None


def number_line(numbering: Numbering, symbol: str) -> str:
    """ "Số: 05/BC-TTBTXH" (numbers below 10 take a zero), or "Số:      /BC-TTBTXH" for the pen."""
    number = (numbering.number or "").strip()
    if number.isdecimal():
        number = number.zfill(2)
    tail = "-".join(part for part in (numbering.kind, symbol) if part)
    return f"Số: {number}/{tail}" if number else f"Số:{BLANK_NUMBER}/{tail}"


def date_words(day: date | None) -> str:
    """ "ngày 05 tháng 11 năm 2026", or the words with room for the pen."""
    return BLANK_DATE if day is None else long_form(day)


def place_and_date(place: str, day: date | None) -> str:
    """ "Hạ Long, ngày 05 tháng 01 năm 2026"; dots where the place is not known."""
    return f"{place or DOTTED}, {date_words(day)}"


class Way(Enum):
    """How a signature place is filled."""

    DIGITAL = "digital"
    INK = "ink"
    EMPTY = "empty"  # a heading and a name, nothing to sign


@dataclass(frozen=True)
class Signer:
    """Who signs: the real person's post and name, and by which authority (Nghị định 30/2020, Điều 13).

    ``prefix`` is "", "Q.", "TM.", "KT.", "TL." or "TUQ."; ``instead_of`` is the post or body signed for, as in
    "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC". A missing name is left for the pen.
    """

    post: str
    name: str = ""
    prefix: str = ""
    instead_of: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """The lines above the signature, in capitals."""
        prefix = f"{self.prefix.strip()} " if self.prefix.strip() else ""
        if self.instead_of:
            return (f"{prefix}{self.instead_of.upper()}", self.post.upper())
        return (f"{prefix}{self.post.upper()}",)


@dataclass(frozen=True)
class Slot:
    """One place of a signature row.

    ``role`` names the place for the signing program ("preparer", "head", "receiver", …); ``headings`` are printed bold,
    ``under`` in italics ("(Ký, ghi rõ họ tên)"), ``name`` below the room for the signature. ``sealed``: the facility's seal
    is set over a digital signature.
    """

    role: str
    headings: tuple[str, ...]
    name: str = ""
    under: str = ""
    way: Way = Way.INK
    sealed: bool = False


def slot_of(signer: Signer, role: str, way: Way = Way.INK, *, sealed: bool = False) -> Slot:
    """The place where ``signer`` signs."""
    return Slot(role, signer.headings, signer.name, way=way, sealed=sealed)


@dataclass(frozen=True)
class IdentityCode:
    """The facility's code for comparing by hand: what the square code holds, and its first 80 bits for the eye."""

    content: str
    short: str


def recipients_lines(recipients: Sequence[str]) -> tuple[str, ...]:
    """The lines under "Nơi nhận:": "- Sở Y tế;" … and "- Lưu: VT." last, with its period."""
    lines = [f"- {recipient.strip(' ;.-')}" for recipient in recipients]
    return tuple(f"{line}{'.' if n == len(lines) else ';'}" for n, line in enumerate(lines, 1))
