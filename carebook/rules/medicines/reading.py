"""Lists of medicines and of orders in use, read from the cells of a spreadsheet row by row; what cannot be read is said."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, TypeVar

from carebook.dates import parse_date
from carebook.money import number, parse_number
from carebook.records.codes import Code
from carebook.records.medication import Medicine, Prescription
from carebook.rules.list_import import Cell, Sheet
from carebook.rules.medicines.times import Unreadable, When, when_of
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
    "most": ("toi da",),
    "needed_for": ("khi can", "ly do dung"),
    "dose": ("lieu", "so luong moi lan", "moi lan"),
    "rounds": ("gio dung", "cu thuoc", "cu", "gio", "thoi gian dung", "so lan"),
    "way": ("duong dung",),
    "with_food": ("cach dung",),
    "from": ("tu ngay", "bat dau", "ngay ke"),
    "to": ("den ngay", "ket thuc"),
    "prescriber": ("bac si", "nguoi ke", "noi ke"),
    "source": ("nguon",),
    "note": ("ghi chu",),
}
_PARTS = ("sang", "trua", "chieu", "toi")
"""Columns of the parts of the day, each with the amount given then; their headings say nothing else."""
_TWO_AMOUNTS = "cùng một đơn, liều mỗi cữ khác nhau"  # why a substance stands twice, as the book keeps it
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)?")
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
    begins today. A row whose amounts differ from round to round is several orders.
    """
    rows: list[ReadOrder] = []
    problems: list[RowProblem] = []
    whom = ("", "")
    for line in _lines(sheet, ("medicine",), ("rounds", "with_food", *_PARTS)):
        whom = (line.text("code"), line.text("person")) if line.text("code") or line.text("person") else whom
        try:
            orders = _orders(line, today, rounds, units, ways, sources)
        except (_Unread, Unreadable) as unread:
            problems.append(RowProblem(line.row, unread.message))
        else:
            rows += [ReadOrder(line.row, *whom, order) for order in orders]
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


def _orders(
    line: _Line,
    today: date,
    rounds: Sequence[DoseRound],
    units: Sequence[Code],
    ways: Sequence[Code],
    sources: Sequence[Code],
) -> list[Prescription]:
    begins = line.day("from", today) or today
    typed = _times(line)
    when = when_of(typed, rounds)
    order = Prescription(
        episode_id="",
        medicine=line.text("medicine"),
        substance=line.text("substance"),
        strength=line.text("strength"),
        unit=line.code("unit", units, "tablet"),
        way=line.code("way", ways, "oral"),
        every_days=when.every_days,
        with_food=when.with_food if typed == line.text("with_food") else line.text("with_food") or when.with_food,
        from_on=begins,
        to_on=line.day("to", today),
        source=line.code("source", sources, "insurance"),
        prescriber=line.text("prescriber"),
        prescribed_on=min(begins, today),
    )
    return [_needed(order, line, when, typed)] if when.as_needed else _at_rounds(order, line, when, typed)


def _times(line: _Line) -> str:
    """What a row says of when it is given: its own column, those of the parts of the day, else how it is taken."""
    parts = []
    for name in _PARTS:
        words = fold(line.text(name))
        if words and words not in ("0", "-", "x"):
            parts.append(f"{name} {line.text(name)}")
        elif words == "x":
            parts.append(name)
    found = ", ".join(filter(None, (line.text("rounds"), *parts)))
    if not found and line.text("needed_for"):
        return f"khi {line.text('needed_for')}"
    return found or line.text("with_food")


def _needed(order: Prescription, line: _Line, when: When, typed: str) -> Prescription:
    """An order given as needed: for what and how often at most must be written."""
    needed_for = when.needed_for or line.text("needed_for")
    most = when.most_a_day or line.number("most")
    if not needed_for:
        raise _Unread(message("Write what it is needed for."))
    if most is None:
        raise _Unread(message("Write how often at most in 24 hours."))
    return replace(
        order,
        dose=_amount(line, when.each, typed),
        as_needed=True,
        needed_for=needed_for,
        most_a_day=int(most),
        hours_between=when.hours_between,
    )


def _at_rounds(order: Prescription, line: _Line, when: When, typed: str) -> list[Prescription]:
    """The order, or one for each amount where they differ from round to round."""
    by_amount: dict[float | None, list[str]] = {}
    for code in when.rounds:
        by_amount.setdefault(_amount(line, when.amounts.get(code, when.each), typed), []).append(code)
    return [
        replace(order, dose=dose, rounds=tuple(codes), accepted_because=_TWO_AMOUNTS if place else "")
        for place, (dose, codes) in enumerate(by_amount.items())
    ]


def _amount(line: _Line, written: float | None, typed: str) -> float | None:
    """The amount of one giving: that of its column and that beside the round must not differ."""
    cell = line.number("dose")
    if cell is not None and written is not None and cell != written:
        said = message("The dose {dose} is not that of “{typed}”.", dose=number(cell), typed=typed[:40])
        raise _Unread(said)
    return cell if written is None else written


def _lines(sheet: Sheet, wanted: Collection[str], one_of: Collection[str] = ()) -> list[_Line]:
    """The rows under the headings that name a medicine; none where the headings wanted, and one of the others, are not found."""
    columns: dict[str, int] = {}
    lines: list[_Line] = []
    for at, row in enumerate(sheet.rows, 1):
        if columns:
            lines.append(_Line(at, {name: row[place] for name, place in columns.items() if place < len(row)}))
        elif at <= _LOOKED_AT and _are_headings(found := _columns(row), wanted, one_of):
            columns = found
    return [one for one in lines if one.text("medicine") and not fold(one.text("medicine")).startswith("tong cong")]


def _are_headings(found: Mapping[str, int], wanted: Collection[str], one_of: Collection[str]) -> bool:
    """Whether a row holds the headings looked for; a title alone ("DANH MỤC THUỐC") is none."""
    return set(wanted) <= set(found) and len(found) > 1 and (not one_of or bool(set(one_of) & set(found)))


def _columns(row: Sequence[Cell]) -> dict[str, int]:
    """Which column means what, by its heading; the first of two headings of one meaning counts."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        said = fold(str(cell)) if isinstance(cell, str) else ""
        part = said.removeprefix("buoi ")
        known = (name for name, words in _HEADINGS.items() if said and any(_says(said, one) for one in words))
        if name := part if part in _PARTS else next(known, ""):
            found.setdefault(name, at)
    return found


def _says(heading: str, words: str) -> bool:
    return re.search(rf"\b{words}\b", heading) is not None
