"""An invented record of a visit whose form the tests of fields and forms share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from PySide6.QtWidgets import QLineEdit

from carebook.dates import PartialDate
from carebook.records.declaration import Kind, fact, field_of, fields
from carebook.records.record import Record
from carebook.ui.parts.fields import FieldEditor

TODAY = date(2026, 11, 21)


def today() -> date:
    return TODAY


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Visit(Record):
    name: str = fact("Name", Kind.NAME, required=True)
    note: str = fact("Note", Kind.NOTE, default="")
    nickname: str | None = fact("Nickname", default=None)
    phone: str = fact("Telephone", Kind.PHONE, default="")
    on: date | None = fact("Date", default=None)
    born: PartialDate | None = fact("Born", hint="for example 1945 or 05/1945", default=None)
    at: datetime | None = fact("Happened at", default=None)
    people: str | None = fact("Ethnic group", codes="ethnicity", default=None)
    side: Side | None = fact("Side", default=None)
    tags: tuple[str, ...] = fact("Characteristics", codes="tag", default=())
    many: tuple[str, ...] = fact("Diagnoses", codes="diagnosis", default=())
    absent: bool = fact("Absent", default=False)
    asked: bool | None = fact("Asked", Kind.YES, default=None)
    pulse: int | None = fact("Pulse", unit="beats/min", default=None)
    heat: float | None = fact("Temperature", unit="°C", default=None)
    paid: int | None = fact("Paid", Kind.MONEY, default=None)
    person_id: str | None = fact("Person", Kind.LINK, default=None)


WORDS = ("Kinh", "Tày", "Thái", "Hoa", "Khmer", "Mường", "Nùng", "H'Mông", "Dao", "Gia-rai", "Ê-đê", "Cơ-ho")
PEOPLES = [(str(number), words) for number, words in enumerate(WORDS)]
CHOICES = {
    "people": PEOPLES,
    "side": [("left", "Left"), ("right", "Right")],
    "tags": [("a", "Vận động"), ("b", "Nhìn")],
    "many": [(str(n), f"Bệnh {n}") for n in range(20)],
    "person_id": [("p1", "Trần Thị An"), ("p2", "Lê Văn Bình")],
}
NAMES = tuple(f.name for f in fields(Visit) if f.name not in {f.name for f in fields(Record)})


def editor(name: str, **more) -> FieldEditor:
    return FieldEditor(field_of(Visit, name), today, choices=CHOICES.get(name, ()), **more)


def line_of(shown: FieldEditor) -> QLineEdit:
    return shown.findChild(QLineEdit)
