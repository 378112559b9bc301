"""What must hold between figures, who breaks it, and what differs between two versions, as names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from carebook.dates import local
from carebook.records.figures import TOTAL, Line, Period, Row, RowKind, Table
from carebook.records.stay_facts import StayFacts
from carebook.rules.disability import NO_KIND, NOT_DISABLED
from carebook.rules.movement import IN_COLUMNS, NO_CATEGORY, OUT_COLUMNS, category_on
from carebook.words import Message, message


@dataclass(frozen=True)
class Check:
    """One identity: whether it holds (None = it cannot be computed), in words, and the people who break it.

    ``blocks`` says that a period with this check broken cannot be closed.
    """

    code: str
    holds: bool | None
    message: Message
    row: str = ""
    people: tuple[Line, ...] = ()
    blocks: bool = True


def _leaves(table: Table) -> list[Row]:
    return [row for row in table.rows if row.kind is RowKind.ROW]


def _stay(line: Line) -> tuple[str, str]:
    return line.person_id, line.episode_id


def _in_column(table: Table, column: str, row: str = TOTAL) -> dict[tuple[str, str], Line]:
    """The people of one cell by stay."""
    return {_stay(line): line for line in table.people(row, column)}


def _only_in_one(first: Iterable[Line], second: Iterable[Line], *, by_row: bool) -> tuple[Line, ...]:
    """The lines whose stay (and row, when asked) stands on one side only."""
    left, right = ({(*_stay(line), line.row if by_row else ""): line for line in lines} for lines in (first, second))
    return tuple((left | right)[key] for key in sorted(left.keys() ^ right.keys()))


def _unbalanced(table: Table, row: str) -> tuple[Line, ...]:
    """The lines of a row whose own opening + in - out is not their closing; of a typed opening all who were counted."""
    people = []
    for line in table.lines:
        if line.row == row:
            came = sum(line.columns.count(column) for column in ("opening", *IN_COLUMNS))
            left = sum(line.columns.count(column) for column in OUT_COLUMNS)
            if came - left != line.columns.count("closing"):
                people.append(line)
    return tuple(people) or (table.people(row, "opening") if table.is_typed(row, "opening") else ())


def _sum(table: Table, row: str, columns: Iterable[str]) -> int | None:
    values = [table.cell(row, column) for column in columns]
    return None if None in values else sum(value for value in values if value is not None)


def balance(movement: Table) -> list[Check]:
    """Opening + in - out = closing in every row of B01 and in the total; one check, or one for every broken row."""
    broken: list[Check] = []
    computed = False
    for row in (*_leaves(movement), movement.row(TOTAL)):
        opening, closing = movement.cell(row.code, "opening"), movement.cell(row.code, "closing")
        came, left = _sum(movement, row.code, IN_COLUMNS), _sum(movement, row.code, OUT_COLUMNS)
        if opening is None or closing is None or came is None or left is None:
            continue
        computed = True
        if opening + came - left != closing and row.kind is RowKind.ROW:
            people = _unbalanced(movement, row.code)
            words = message(
                "Category {category}: opening {opening} + in {came} − out {left} = {expected}, but {closing} were counted"
                " at the end. People who break it: {people}.",
                category=row.label,
                opening=opening,
                came=came,
                left=left,
                expected=opening + came - left,
                closing=closing,
                people=len(people),
            )
            broken.append(Check("balance", False, words, row.code, people))
    words = message("Opening + in − out = closing")
    return broken or [Check("balance", True if computed else None, words)]


def whole(table: Table) -> Check:
    """The rows add up to the total: no line stands in a row the table does not have."""
    rows = {row.code for row in table.rows if row.kind in (RowKind.ROW, RowKind.PART)}
    lost = tuple(line for line in table.lines if line.row not in rows)
    words = message("{table}: the rows add up to the total", table=table.code)
    return Check("whole", not lost, words, people=lost)


def continuity(previous: Table, movement: Table) -> list[Check]:
    """The opening of a period is the closing of the one before, in every row; broken rows name who is on one side only."""
    broken: list[Check] = []
    computed = False
    codes = dict.fromkeys(row.code for table in (previous, movement) for row in _leaves(table))
    labels = {row.code: row.label for table in (previous, movement) for row in table.rows}
    for code in codes:
        before = previous.cell(code, "closing") if code in {row.code for row in previous.rows} else 0
        now = movement.cell(code, "opening") if code in {row.code for row in movement.rows} else 0
        if before is None or now is None:
            continue
        computed = True
        was = [line for line in previous.lines if line.row == code and "closing" in line.columns]
        is_now = [line for line in movement.lines if line.row == code and "opening" in line.columns]
        people = _only_in_one(was, is_now, by_row=True)
        if before != now or (people and not movement.is_typed(TOTAL, "opening")):
            words = message(
                "Category {category}: closing of the last period {before}, opening of this one {now}. People who differ:"
                " {people}.",
                category=labels[code],
                before=before,
                now=now,
                people=len(people),
            )
            broken.append(Check("continuity", False, words, code, people, blocks=False))
    words = message("Opening = closing of the last period")
    return broken or [Check("continuity", True if computed else None, words, blocks=False)]


def same_people(movement: Table, other: Table) -> Check:
    """B02 counts exactly the people of B01's closing, in the same rows; B03, with its last row, the same people."""
    words = message("{table} counts the same people as the closing of B01", table=other.code)
    code = f"same_people_{other.code}"
    if movement.cell(TOTAL, "closing") is None or other.cell(TOTAL, TOTAL) is None:
        return Check(code, None, words)
    rows = {row.code for row in other.rows}
    counted = other.people(TOTAL, TOTAL) + (other.people(NOT_DISABLED, TOTAL) if NOT_DISABLED in rows else ())
    by_category = any(row.code in rows for row in _leaves(movement))
    closing = movement.people(TOTAL, "closing")
    people = _only_in_one(closing, counted, by_row=by_category)
    return Check(code, not people and len(closing) == len(counted), words, people=people)


def same_children(movement: Table, children: Table) -> Check:
    """B04 counts as many children as the closing of B01; of protected groups nobody is named, so numbers are compared."""
    words = message("{table} counts the same children as the closing of B01", table=children.code)
    closing, counted = movement.cell(TOTAL, "children"), children.cell(TOTAL, TOTAL)
    return Check("same_children", None if closing is None or counted is None else closing == counted, words)


def gaps(movement: Table, disability: Table | None = None) -> list[Check]:
    """What is missing behind the figures and does not stop a closing: category, kind of disability."""
    found = []
    if any(row.code == NO_CATEGORY for row in movement.rows):
        people = tuple(line for line in movement.lines if line.row == NO_CATEGORY)
        words = message("Without a category: {people}", people=len(people))
        found.append(Check("no_category", False, words, NO_CATEGORY, people, blocks=False))
    if disability is not None and (unnamed := disability.people(NO_KIND, TOTAL)):
        words = message("Without a kind of disability: {people}", people=len(unnamed))
        found.append(Check("no_kind", False, words, NO_KIND, unnamed, blocks=False))
    return found


def checks(
    movement: Table,
    *,
    previous: Table | None = None,
    composition: Table | None = None,
    disability: Table | None = None,
) -> list[Check]:
    """Every identity of a report's tables, broken or not, then the gaps."""
    others = [table for table in (composition, disability) if table is not None]
    found = balance(movement)
    if previous is not None:
        found += continuity(previous, movement)
    found += [whole(table) for table in (movement, *others)]
    found += [same_people(movement, table) for table in others]
    return found + gaps(movement, disability)


# Differences between two tables


@dataclass(frozen=True)
class Difference:
    """Who came, who left and who changed group (old line, new line) between two sets of people."""

    came: tuple[Line, ...]
    left: tuple[Line, ...]
    moved: tuple[tuple[Line, Line], ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.left or self.moved)


def differences(old: Table, new: Table, column: str = "closing", row: str = TOTAL) -> Difference:
    """The people of one cell in two tables: month against last month, or the signed version against today's data."""
    before, now = _in_column(old, column, row), _in_column(new, column, row)
    return Difference(
        came=tuple(line for key, line in now.items() if key not in before),
        left=tuple(line for key, line in before.items() if key not in now),
        moved=tuple((before[k], now[k]) for k in before if k in now and before[k].row != now[k].row),
    )


@dataclass(frozen=True)
class ChangedCell:
    """A number that differs between two versions of a table, and the lines only one of them has."""

    row: str
    column: str
    old: int | None
    new: int | None
    added: tuple[Line, ...]
    gone: tuple[Line, ...]


def changed_cells(old: Table, new: Table) -> list[ChangedCell]:
    """The cells of kind ROW in which two versions differ in number or in people: signed against today; small numbers stay untold."""
    changed = []
    old_rows, new_rows = ({row.code for row in _leaves(table)} for table in (old, new))
    for row in dict.fromkeys(row.code for table in (new, old) for row in _leaves(table)):
        for column in dict.fromkeys(column.code for table in (new, old) for column in table.columns):
            was = _in_column(old, column, row) if row in old_rows else {}
            now = _in_column(new, column, row) if row in new_rows else {}
            before = _told(old, row, column) if row in old_rows else 0
            after = _told(new, row, column) if row in new_rows else 0
            if _withheld(old, row, column) or _withheld(new, row, column):
                continue
            if before != after or was.keys() != now.keys():
                added = tuple(line for key, line in now.items() if key not in was)
                gone = tuple(line for key, line in was.items() if key not in now)
                changed.append(ChangedCell(row, column, before, after, added, gone))
    return changed


def changed_rows(old: Table, new: Table) -> list[ChangedCell]:
    """One cell for each row filled from lines that differs in number or in people: its first column that does."""
    filled = {line.row for table in (old, new) for line in table.lines}
    changed = []
    for row in dict.fromkeys(row.code for table in (new, old) for row in table.rows if row.code in filled):
        for column in new.columns:
            was, now = (_in_column(table, column.code, row) if _has(table, row) else {} for table in (old, new))
            before, after = (_told(table, row, column.code) if _has(table, row) else 0 for table in (old, new))
            if any(_withheld(table, row, column.code) for table in (old, new)):
                continue
            if before != after or was.keys() != now.keys():
                added = tuple(line for key, line in now.items() if key not in was)
                gone = tuple(line for key, line in was.items() if key not in now)
                changed.append(ChangedCell(row, column.code, before, after, added, gone))
                break
    return changed


def _has(table: Table, row: str) -> bool:
    return row in table.row_codes


def _told(table: Table, row: str, column: str) -> int | None:
    """A number as it may be told."""
    return None if table.is_hidden(row, column) else table.cell(row, column)


def _withheld(table: Table, row: str, column: str) -> bool:
    """Whether nothing is told of a number because of another one: no difference of its own."""
    return _has(table, row) and table.is_withheld(row, column)


# Late facts


@dataclass(frozen=True)
class LateFact:
    """An event of a closed period that was written down after the closing (Số liệu bổ sung kỳ trước)."""

    kind: Literal["start", "category", "end"]
    stay: StayFacts
    category: str
    happened_on: date
    entered_at: datetime

    @property
    def words(self) -> Message:
        """One sentence: "Lục Văn Chài (vào 30/10/2026, ghi ngày 06/11/2026)"."""
        entered = local(self.entered_at).date()
        values = {
            "name": self.stay.name,
            "date": f"{self.happened_on:%d/%m/%Y}",
            "entered": f"{entered:%d/%m/%Y}",
        }
        match self.kind:
            case "start":
                return message("{name} (admitted {date}, recorded {entered})", **values)
            case "end":
                return message("{name} (left {date}, recorded {entered})", **values)
            case "category":
                return message("{name} (changed group {date}, recorded {entered})", **values)


def late_facts(stays: Iterable[StayFacts], closed_at: datetime, period: Period) -> list[LateFact]:
    """What happened up to the cut-off of a closed period but was written down after ``closed_at``, in order of time.

    Earlier periods are included: a fact of August entered in November is named once, after October's closing. The
    caller passes the stays that stand in the figures.
    """
    found: list[LateFact] = []

    def note(kind: Literal["start", "category", "end"], stay: StayFacts, day: date | None, at: datetime | None) -> None:
        if day is not None and at is not None and day <= period.cutoff and at > closed_at:
            found.append(LateFact(kind, stay, category_on(stay, day), day, at))

    for stay in stays:
        note("start", stay, stay.start_on, stay.entered_at)
        for since in stay.categories:
            if since.from_on > stay.start_on:
                note("category", stay, since.from_on, since.entered_at)
        note("end", stay, stay.end_on, stay.ended_entered_at)
    return sorted(found, key=lambda fact: (fact.happened_on, fact.entered_at, fact.stay.name))
