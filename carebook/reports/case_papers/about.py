"""What every paper of a case begins with: the center, the person, words of codes, names of staff; and lines for the pen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from carebook.dates import PartialDate, local, written
from carebook.records import enum_words
from carebook.reports.forms import Blank, Fact, Facts, Look, Part, Prose
from carebook.reports.paper.facts import Letterhead, Signer, Slot, Way, place_and_date
from carebook.reports.people import Resident
from carebook.store.code_lists import Codes
from carebook.words import speaking

TICKED, UNTICKED = "■", "□"
CIRCULAR = "Thông tư số 02/2020/TT-BLĐTBXH"


@dataclass(frozen=True, kw_only=True)
class About:
    """Whose paper it is and who issues it. ``resident`` of a blank form has an empty name; ``bed`` is "A203, giường 2".

    ``staff`` gives the name of a staff member by id. ``way`` is how the center's own people sign; client and family only ever
    sign with ink, or find their place empty.
    """

    letterhead: Letterhead
    resident: Resident
    codes: Codes
    head: Signer
    place: str = ""
    staff: Mapping[str, str] = field(default_factory=dict)
    bed: str = ""
    manager: str = ""
    allergies: tuple[str, ...] = ()
    way: Way = Way.INK

    def text(self, list_name: str, code: str | None) -> str:
        """The words of a code, "" for no code."""
        return self.codes.text(list_name, code) if code else ""

    def texts(self, list_name: str, codes: tuple[str, ...]) -> str:
        """Several codes as words with commas."""
        return ", ".join(self.text(list_name, code) for code in codes)

    def name(self, staff_id: str | None) -> str:
        """The name of a staff member, "" when nobody is named."""
        return self.staff.get(staff_id or "", "")

    def label(self, number: str) -> str:
        """ "Nội dung theo Mẫu số 02 …"."""
        return f"Nội dung theo Mẫu số {number} ban hành kèm theo {CIRCULAR}"

    def dated(self, day: date | None) -> str:
        """The line over the signatures."""
        return place_and_date(self.place, day)

    def signs(self, role: str, headings: tuple[str, ...], name: str) -> Slot:
        """The place of somebody of the center."""
        return Slot(role, headings, name, _UNDER[self.way], self.way)

    def signs_by_hand(self, role: str, headings: tuple[str, ...], name: str = "") -> Slot:
        """The place of the client, the family or whoever gave information."""
        way = Way.EMPTY if self.way is Way.EMPTY else Way.INK
        return Slot(role, headings, name, _UNDER[way], way)

    def head_signs(self, *over: str, name: str = "") -> Slot:
        """The place of the head of the center, ``over`` standing above the post ("PHÊ DUYỆT")."""
        return Slot("head", (*over, *self.head.headings), name or self.head.name, way=self.way)


_UNDER = {Way.INK: "(Ký, ghi rõ họ tên)", Way.DIGITAL: "(Ký số)", Way.EMPTY: ""}


def said(value: Enum | None) -> str:
    """A member of an enum in Vietnamese; paper is Vietnamese whatever the window speaks."""
    if value is None:
        return ""
    with speaking("vi"):
        return enum_words.said(value)


def day_words(day: date | PartialDate | None) -> str:
    """ "05/11/2026", "1945"; "" for none."""
    if day is None or (isinstance(day, PartialDate) and day.is_unknown):
        return ""
    with speaking("vi"):
        return written(day)


def moment_words(at: datetime | None) -> str:
    """ "05/11/2026 09:15" in Vietnam; "" for none."""
    return f"{day_words(local(at).date())} {local(at):%H:%M}" if at is not None else ""


def yes_words(value: bool | None, yes: str = "Có", no: str = "Không") -> str:
    """A yes or no in words; "" where it is not known."""
    return "" if value is None else yes if value else no


def typed(label: str, words: str, blank_lines: int = 1) -> tuple[Part, ...]:
    """A label with what was typed, line by line as it was typed; without it dotted lines for the pen."""
    first, *others = [line.strip() for line in words.splitlines() if line.strip()] or [""]
    if first:
        return (Facts((Fact(label, first),)), *(Prose(line, Look.PLAIN) for line in others))
    return (Facts((Fact(label, None),)), *((Blank(blank_lines - 1),) if blank_lines > 1 else ()))


def told(words: str, blank_lines: int) -> tuple[Part, ...]:
    """What was typed under a heading that says what it is, line by line; without it dotted lines for the pen."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return tuple(Prose(line, Look.PLAIN) for line in lines) or (Blank(blank_lines),)


def ticked(choices: Mapping[str, str], chosen: Callable[[str], bool]) -> tuple[str, ...]:
    """A check-list for reading and for the pen, a full box where something holds."""
    return tuple(f"{TICKED if chosen(code) else UNTICKED} {text}" for code, text in choices.items())
