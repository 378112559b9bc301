"""The center itself: its profile as printed on every paper, and its wards, rooms and beds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Facility(Record):
    """The one center of this book. Names of the agencies above it are dated rows of `Agency`."""

    name: str = fact(N_("Name of the center"), required=True)
    symbol: str = fact(N_("Symbol on papers"), hint=N_("for example TTBTXH"), default="TTBTXH")
    parent_agency: str = fact(N_("Parent agency"), hint=N_("for example Sở Y tế tỉnh Quảng Ninh"), default="")
    kind: str = fact(N_("Kind of center"), codes="facility_type", default="general")
    ownership: str = fact(N_("Ownership"), codes="ownership", default="public")
    address: str = fact(N_("Address"), default="")
    place: str = fact(N_("Place line of papers"), hint=N_("for example Hạ Long"), default="")
    phone: str = fact(N_("Telephone"), Kind.PHONE, default="")
    hotline: str = fact(N_("Hotline"), Kind.PHONE, default="")
    email: str = fact(N_("E-mail"), default="")
    head_name: str = fact(N_("Head of the center"), Kind.NAME, default="")
    head_post: str = fact(N_("Post of the head"), default="Giám đốc")
    records_complete_from: date | None = fact(N_("This book is complete from"), default=None)
    period_start_day: int = fact(N_("First day of the monthly period"), default=1)
    report_day: int = fact(N_("Day the monthly report is due"), default=25)
    is_sample: bool = fact(N_("Sample book"), shown=False, default=False)
    book_kind: str = fact(N_("Kind of book"), codes="book_kind", shown=False, default="center")


@dataclass(frozen=True)
class Ward(Record):
    """A ward (khu): the scope of duty of nurses and caregivers. A hidden ward's address is on no screen."""

    name: str = fact(N_("Ward"), required=True)
    position: int = fact(N_("Order"), default=0)
    hidden: bool = fact(N_("Shelter: never shown with a place"), default=False)


@dataclass(frozen=True)
class Room(Record):
    """A room of a ward, with its number of beds."""

    ward_id: str = fact(N_("Ward"), Kind.LINK, required=True)
    name: str = fact(N_("Room"), required=True)
    beds: int = fact(N_("Beds"), default=0)
    counted: bool = fact(N_("Counts in the number of beds"), default=True)


@dataclass(frozen=True)
class Bed(Record):
    """A bed of a room."""

    room_id: str = fact(N_("Room"), Kind.LINK, required=True)
    name: str = fact(N_("Bed"), required=True)
