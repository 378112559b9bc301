"""Lists of medicines and of orders in use, read from the cells of a spreadsheet row by row; what cannot be read is said."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Generic, TypeVar

from carebook.dates import hour, parse_date, parse_time
from carebook.money import parse_number
from carebook.records.codes import Code
from carebook.records.medication import Medicine, Prescription
from carebook.rules.list_import import Cell, Sheet
from carebook.rules.names import normalise
from carebook.rules.prescriptions import DoseRound
from carebook.rules.search_words import fold
from carebook.words import Message, message

T = TypeVar("T")
_LOOKED_AT = 30  # rows in which the headings are looked for
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("ma ho so", "ma doi tuong", "ma nguoi"),
    "person": ("ho va ten", "ho ten", "doi tuong", "benh nhan"),
    "medicine": ("ten thuoc", "biet duoc", "thuoc"),
    "substance": ("hoat chat",),
    "strength": ("ham luong", "nong do"),
    "form": ("dang bao che", "dang thuoc", "dang"),
    "unit": ("don vi", "dvt"),
    "keep": ("muc giu", "ton toi thieu", "toi thieu"),
    "controlled": ("kiem soat",),
    "dose": ("lieu", "so luong moi lan", "moi lan"),
    "rounds": ("gio dung", "cu thuoc", "cu", "gio"),
    "way": ("duong dung",),
    "with_food": ("cach dung",),
    "from": ("tu ngay", "bat dau", "ngay ke"),
    "to": ("den ngay", "ket thuc"),
    "prescriber": ("bac si", "nguoi ke", "noi ke"),
    "source": ("nguon",),
    "note": ("ghi chu",),
}
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)?")
_TIMES = re.compile(r"\d{1,2}\s*(?:[:hg]\s*\d{0,2})?", re.IGNORECASE)
_YES = frozenset({"x", "co", "1", "yes", "dung"})


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with a row of the file, counted from 1 as Excel does; such a row is not brought in."""

    row: int
    message: Message


@dataclass(frozen=True)
class ReadMedicine:
    """One medicine of a list."""

    row: int
    medicine: Medicine


@dataclass(frozen=True)
class ReadOrder:
    """One order of a list, with whom it is for as the list says it; its ``episode_id`` is empty."""

    row: int
    code: str
    person: str
    order: Prescription


@dataclass(frozen=True)
class Reading(Generic[T]):
    """What was read of a sheet, and the rows that could not be."""

    rows: tuple[T, ...]
    problems: tuple[RowProblem, ...]


class _Unread(Exception):
    """One row cannot be read."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.id)
        self.message = said


@dataclass(frozen=True)
class _Line:
    """One row by what its columns mean."""

    row: int
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        """The words of a cell, "" without one."""
        cell = self.cells.get(name)
        if isinstance(cell, float) and cell == int(cell):
            return str(int(cell))
        return normalise(str(cell)) if cell not in (None, "") else ""

    def number(self, name: str) -> float | None:
        """The first number of a cell: "1 viên", "1/2", "0,5"."""
        words = self.text(name)
        found = _NUMBER.search(words)
        if found is None:
            if words:
                raise _Unread(message("“{typed}” cannot be read as a number.", typed=words[:40]))
            return None
        above, stroke, below = found[0].partition("/")
        value = parse_number(above)
        under = parse_number(below) if stroke else None
        if isinstance(value, Message) or value is None or isinstance(under, Message) or (stroke and not under):
            raise _Unread(message("“{typed}” cannot be read as a number.", typed=words[:40]))
        return float(value / under) if under else float(value)

    def day(self, name: str, today: date) -> date | None:
        """The day of a cell."""
        cell = self.cells.get(name)
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        found = parse_date(self.text(name), today=today)
        if isinstance(found, Message):
            raise _Unread(found)
        return found

    def code(self, name: str, known: Sequence[Code], otherwise: str) -> str:
        """The code whose words a cell says; ``otherwise`` where it is empty."""
        words = fold(self.text(name))
        if not words:
            return otherwise
        for exact in (True, False):
            for one in known:
                said = fold(one.text)
                if words in (said, one.code) if exact else words in said or said in words:
                    return one.code
        raise _Unread(message("“{typed}” is not a word of the list.", typed=self.text(name)[:40]))


def read_medicines(sheet: Sheet, *, forms: Sequence[Code], units: Sequence[Code]) -> Reading[ReadMedicine]:
    """The medicines of a list; without a column of the active substance the name stands for it."""
    rows: list[ReadMedicine] = []
    problems: list[RowProblem] = []
    for line in _lines(sheet, ("medicine",)):
        try:
            rows.append(ReadMedicine(line.row, _medicine(line, forms, units)))
        except _Unread as unread:
            problems.append(RowProblem(line.row, unread.message))
    return Reading(tuple(rows), tuple(problems))


def read_orders(
    sheet: Sheet,
    *,
    today: date,
    rounds: Sequence[DoseRound],
    units: Sequence[Code],
    ways: Sequence[Code],
    sources: Sequence[Code],
) -> Reading[ReadOrder]:
    """The orders in use of a list. An empty cell of whom it is for repeats the row above; an order without a day of beginning
    begins today.
    """
    rows: list[ReadOrder] = []
    problems: list[RowProblem] = []
    whom = ("", "")
    for line in _lines(sheet, ("medicine", "rounds")):
        whom = (line.text("code"), line.text("person")) if line.text("code") or line.text("person") else whom
        try:
            order = _order(line, today, rounds, units, ways, sources)
        except _Unread as unread:
            problems.append(RowProblem(line.row, unread.message))
        else:
            rows.append(ReadOrder(line.row, *whom, order))
    return Reading(tuple(rows), tuple(problems))


def _medicine(line: _Line, forms: Sequence[Code], units: Sequence[Code]) -> Medicine:
    name = line.text("medicine")
    return Medicine(
        name=name,
        substance=line.text("substance") or name,
        strength=line.text("strength"),
        form=line.code("form", forms, "tablet"),
        unit=line.code("unit", units, "tablet"),
        controlled=fold(line.text("controlled")) in _YES,
        keep_at_least=line.number("keep"),
        note=line.text("note"),
    )


def _order(
    line: _Line,
    today: date,
    rounds: Sequence[DoseRound],
    units: Sequence[Code],
    ways: Sequence[Code],
    sources: Sequence[Code],
) -> Prescription:
    begins = line.day("from", today) or today
    return Prescription(
        episode_id="",
        medicine=line.text("medicine"),
        substance=line.text("substance"),
        strength=line.text("strength"),
        dose=line.number("dose"),
        unit=line.code("unit", units, "tablet"),
        way=line.code("way", ways, "oral"),
        rounds=_rounds(line.text("rounds"), rounds),
        with_food=line.text("with_food"),
        from_on=begins,
        to_on=line.day("to", today),
        source=line.code("source", sources, "insurance"),
        prescriber=line.text("prescriber"),
        prescribed_on=min(begins, today),
    )


def _rounds(typed: str, rounds: Sequence[DoseRound]) -> tuple[str, ...]:
    """The rounds of the hours typed: "8h, 20h", "08:00; 20:00"."""
    by_hour: dict[time, str] = {one.at: one.code for one in rounds}
    found = []
    for hours in _TIMES.findall(typed):
        at = parse_time(hours.strip() if not hours.strip().isdigit() else f"{hours.strip()}:00")
        if isinstance(at, Message) or at is None:
            raise _Unread(message("“{typed}” cannot be read as hours.", typed=typed[:40]))
        if at not in by_hour:
            raise _Unread(message("The dose round {round} is not kept here.", round=hour(at)))
        found.append(by_hour[at])
    if not found:
        raise _Unread(message("“{typed}” cannot be read as hours.", typed=typed[:40]))
    return tuple(dict.fromkeys(found))


def _lines(sheet: Sheet, wanted: Collection[str]) -> list[_Line]:
    """The rows under the headings that name a medicine; none where the headings wanted are not found."""
    columns: dict[str, int] = {}
    lines: list[_Line] = []
    for number, row in enumerate(sheet.rows, 1):
        if columns:
            lines.append(_Line(number, {name: row[at] for name, at in columns.items() if at < len(row)}))
        elif number <= _LOOKED_AT and set(wanted) <= set(found := _columns(row)) and len(found) > 1:
            columns = found  # a title alone ("DANH MỤC THUỐC") is no heading
    return [one for one in lines if one.text("medicine") and not fold(one.text("medicine")).startswith("tong cong")]


def _columns(row: Sequence[Cell]) -> dict[str, int]:
    """Which column means what, by its heading; the first of two headings of one meaning counts."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        said = fold(str(cell)) if isinstance(cell, str) else ""
        name = next((name for name, words in _HEADINGS.items() if said and any(_says(said, one) for one in words)), "")
        if name:
            found.setdefault(name, at)
    return found


def _says(heading: str, words: str) -> bool:
    return re.search(rf"\b{words}\b", heading) is not None
