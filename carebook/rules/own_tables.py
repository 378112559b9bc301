"""Tables of an office's own as data: which rows and columns, who is counted in each, and what is typed because nothing counts it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import permutations
from types import MappingProxyType
from typing import Any

from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table
from carebook.records.report_layouts import OwnTable
from carebook.records.stay_facts import StayFacts
from carebook.rules.dated import limit_on
from carebook.rules.instruments.lines import Lines
from carebook.rules.instruments.tables import Faults
from carebook.rules.instruments.tables import Table as Given
from carebook.rules.movement import CodeBook, line_of
from carebook.rules.names import normalise
from carebook.rules.problem import Problem
from carebook.rules.statistics import (
    FACTS,
    Who,
    choices,
    counted,
    is_known,
    is_protected,
    nameless,
    values_of,
)
from carebook.rules.statistics import Design as Statistic
from carebook.words import Message, message

OWN_FACTS = tuple(
    fact for fact in FACTS if fact not in ("ward", "case_manager", "start_year", "start_month", "end_month")
)
"""What rows and columns can be chosen by. Wards and members of staff are of one book; a layout is carried to others."""
LONGEST_WORDS = 200
MOST_ROWS, MOST_COLUMNS = 60, 30
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,5}")
_PART_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
_SHIPPED = re.compile(r"B\d\d|CS|TK")
_NOBODY: Mapping[str, tuple[str, ...]] = MappingProxyType({})

Only = Mapping[str, tuple[str, ...]]
"""Which values of which facts somebody has to have; nothing = everybody fits."""


@dataclass(frozen=True)
class OwnRow:
    """One row: who stands in it. Each person stands in the first row that fits, so that the rows make the total.

    With ``of_which`` the row is "trong đó": it counts whoever fits, besides the others and not into the total. ``typed``:
    nothing is counted in it.
    """

    code: str
    label: str
    only: Only = field(default_factory=lambda: _NOBODY)
    of_which: bool = False
    typed: bool = False


@dataclass(frozen=True)
class OwnColumn:
    """One column, under the heading ``group`` where it has one: whose stays it counts, and which of them. ``typed``: none."""

    code: str
    label: str
    group: str = ""
    who: Who = Who.PRESENT
    only: Only = field(default_factory=lambda: _NOBODY)
    typed: bool = False


@dataclass(frozen=True)
class Design:
    """The rows and columns of an own table."""

    rows: tuple[OwnRow, ...]
    columns: tuple[OwnColumn, ...]

    @property
    def filters(self) -> tuple[Only, ...]:
        """Every filter of its rows and columns."""
        return (*(row.only for row in self.rows), *(column.only for column in self.columns))

    def to_json(self) -> str:
        """As it is kept; the same design is the same text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)

    def to_dict(self) -> dict[str, Any]:
        """The rows and columns as plain data, in which what is usual is left out."""
        rows = [_told(one, ("of_which", "typed")) for one in self.rows]
        columns = []
        for one in self.columns:
            told = _told(one, ("typed",))
            told |= {"group": one.group} if one.group else {}
            told |= {"who": one.who.value} if one.who is not Who.PRESENT else {}
            columns.append(told)
        return {"rows": rows, "columns": columns}

    @classmethod
    def from_json(cls, kept: str) -> Design:
        """The design of ``to_json``; ValueError when it is none."""
        faults = Faults(Lines({}))
        try:
            parsed = json.loads(kept)
        except json.JSONDecodeError as error:
            raise ValueError(kept) from error
        if not isinstance(parsed, dict):
            raise ValueError(kept)
        given = Given(parsed, (), faults)
        design = read_design(given)
        given.close()
        if faults.found:
            raise ValueError(kept)
        return design


def _told(one: OwnRow | OwnColumn, flags: Sequence[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"code": one.code, "label": one.label}
    if only := {fact: list(values) for fact, values in one.only.items() if values}:
        told["only"] = only
    return told | {flag: True for flag in flags if getattr(one, flag)}


def read_design(given: Given, book: CodeBook | None = None) -> Design:
    """The rows and columns of a table that was read; what is wrong with them is remembered there, at its place.

    With ``book`` the values of every filter have to be in its lists.
    """
    rows, columns = [], []
    for one in given.tables("rows"):
        label, code, only = _label(one), _part_code(one), _only(one, book)
        rows.append(OwnRow(code, label, only, one.flag("of_which", False), one.flag("typed", False)))
        one.close()
    for one in given.tables("columns"):
        label, code, only = _label(one), _part_code(one), _only(one, book)
        group, who = one.text("group", ""), one.one_of("who", Who, Who.PRESENT) or Who.PRESENT
        columns.append(OwnColumn(code, label, group, who, only, one.flag("typed", False)))
        one.close()
    if not any(not row.of_which for row in rows):
        given.refuse(message("A table needs a row that is counted into the total."), "rows")
    if not columns:
        given.refuse(message("A table needs a column."), "columns")
    if book is not None and (found := problem_with_protected(Design(tuple(rows), tuple(columns)), book)) is not None:
        given.refuse(found, "rows")
    if len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
        words = message("A table has {rows} rows and {columns} columns at most.", rows=MOST_ROWS, columns=MOST_COLUMNS)
        given.refuse(words, "rows" if len(rows) > MOST_ROWS else "columns")
    for parts, key in ((rows, "rows"), (columns, "columns")):
        codes = [part.code for part in parts if part.code]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            given.refuse(message("The code “{code}” stands there twice.", code=twice[0]), key)
    return Design(tuple(rows), tuple(columns))


def _label(given: Given) -> str:
    words = normalise(given.text("label"))
    if len(words) > LONGEST_WORDS:
        given.refuse(message("Words have {most} letters at most.", most=LONGEST_WORDS), "label")
    return words


def _part_code(given: Given) -> str:
    code = given.text("code")
    if code and (not _PART_CODE.fullmatch(code) or code == TOTAL):
        given.refuse(message("“{code}” is no code: small letters without marks, digits and “_”.", code=code), "code")
    return code


def _only(given: Given, book: CodeBook | None) -> Only:
    inner = given.table("only")
    if inner is None:
        return _NOBODY
    found = {fact: inner.texts(fact) for fact in OWN_FACTS if fact in inner}
    inner.close()
    for fact, values in found.items() if book is not None else ():
        known = {value for value, _words in choices(fact, book, {})} if book is not None else set()
        for value in values:
            if value not in known:
                inner.refuse(message("“{value}” is none of the values of “{fact}”.", value=value, fact=fact), fact)
    return MappingProxyType(found)


def problems_in(own: OwnTable, others: Iterable[OwnTable]) -> list[Problem]:
    """What stands against keeping an own table; ``others`` are those that are kept."""
    found = []
    if not _CODE.fullmatch(own.code):
        found.append(Problem("code", message("A code has 2 to 6 capital letters and digits, like T01.")))
    elif _SHIPPED.fullmatch(own.code):
        found.append(
            Problem("code", message("“{code}” is a table of the program. Choose another code.", code=own.code))
        )
    elif any(one.code == own.code and (one.id != own.id or not own.id) for one in others):
        found.append(Problem("code", message("There is a table “{code}” already.", code=own.code)))
    if not normalise(own.title):
        found.append(Problem("title", message("Write what the table is called.")))
    try:
        Design.from_json(own.design)
    except ValueError:
        found.append(Problem("design", message("The rows and columns of this table cannot be read.")))
    return found


def problem_with_protected(design: Design, book: CodeBook) -> Message | None:
    """What stands against a design that asks for a protected group: a small number would follow from a row "of which"."""
    if not _asks_protected(design, book) or not any(row.of_which for row in design.rows):
        return None
    return message(
        "A table that asks for a protected group has no rows “of which”: small numbers would follow from them. Use a column."
    )


# Counting


def table(
    own: OwnTable,
    stays: Sequence[StayFacts],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """An own table of a period. ValueError when its design cannot be read.

    People are counted as in quick statistics (`statistics.Who`), with the facts of the day they are counted at. Every role gets
    the same numbers. Who is masked, or stands in a protected group one of the filters tells, is counted and named to nobody;
    where a filter asks for such a group, small numbers are not told (limit ``small_cells``). What is typed, or was before
    the book began, is unknown.
    """
    design, book = Design.from_json(own.design), CodeBook.of(codes, limits, period.cutoff)
    facts = {fact for only in design.filters for fact in only}
    unknown_who = {who for who in Who if not is_known(Statistic(who), period, complete_from)}
    lines: dict[tuple[str, str], Line] = {}
    for who in dict.fromkeys(column.who for column in design.columns if not column.typed):
        if who in unknown_who:
            continue
        columns = [column for column in design.columns if column.who is who and not column.typed]
        for stay, day in counted(stays, who, period, book):
            values = values_of(stay, day, facts, book)
            across = tuple(column.code for column in columns if _fits(column.only, values))
            for row in _rows_of(design.rows, values) if across else ():
                line = line_of(stay, row, across, book)
                line = nameless(line) if stay.masked or is_protected(values, book) else line
                _add(lines, (row, stay.episode_id), line)
    rows = [_row(row) for row in design.rows]
    filled = [row.code for row in rows]
    open_columns = {column.code for column in design.columns if column.typed or column.who in unknown_who}
    open_rows = {row.code for row in design.rows if row.typed}
    protected = _asks_protected(design, book)
    return Table(
        code=own.code,
        title=own.title,
        columns=tuple(Column(column.code, column.label, column.group) for column in design.columns),
        rows=(*rows, Row(TOTAL, book.word(TOTAL), RowKind.TOTAL)),
        lines=tuple(lines.values()),
        unknown=frozenset(
            (row, column.code)
            for row in filled
            for column in design.columns
            if row in open_rows or column.code in open_columns
        ),
        hidden_below=limit_on(limits, "small_cells", period.cutoff).value if protected else 0,
        withholds=protected,
        rests=tuple(_rests(design.columns)) if protected else (),
    )


def _add(lines: dict[tuple[str, str], Line], key: tuple[str, str], line: Line) -> None:
    """One line a stay and row, with the columns of every way of counting."""
    before = lines.get(key)
    if before is None:
        lines[key] = line
    else:
        told = line if before.person_id else before  # nobody is named when one of the ways names nobody
        lines[key] = replace(told, columns=before.columns + line.columns)


def _row(row: OwnRow) -> Row:
    return Row(row.code, row.label, RowKind.PART if row.of_which else RowKind.ROW)


def _fits(only: Only, values: Mapping[str, str]) -> bool:
    return all(values[fact] in wanted for fact, wanted in only.items() if wanted)


def _rows_of(rows: Iterable[OwnRow], values: Mapping[str, str]) -> list[str]:
    """The rows somebody stands in: the first one that fits, and every "of which" that does."""
    fitting = [row for row in rows if not row.typed and _fits(row.only, values)]
    first = next((row.code for row in fitting if not row.of_which), None)
    parts = [row.code for row in fitting if row.of_which]
    return parts if first is None else [first, *parts]


def _rests(columns: Sequence[OwnColumn]) -> Iterator[tuple[str, str]]:
    """The columns (whole, part) of which the one counts everybody the other does."""
    for whole, part in permutations([column for column in columns if not column.typed], 2):
        within = all(part.only.get(fact) and set(part.only[fact]) <= set(values) for fact, values in whole.only.items())
        if whole.who is part.who and within and whole.only != part.only:
            yield whole.code, part.code


def _asks_protected(design: Design, book: CodeBook) -> bool:
    return any(
        is_protected({fact: value}, book)
        for only in design.filters
        for fact, values in only.items()
        for value in values
    )


def next_code(used: Collection[str], letter: str) -> str:
    """A code for another row or column, behind those that are ``used``: "r1", "r2" …"""
    numbers = [int(code[1:]) for code in used if code[:1] == letter and code[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1}"


def counts_alike(before: Design, after: Design) -> bool:
    """Whether a number that stands in both designs counts the same people: then reports by them can be compared.

    Rows of the total are counted in their order, so none of them may change; others, and columns, may come and go.
    """
    if _counted(row for row in before.rows if not row.of_which) != _counted(
        row for row in after.rows if not row.of_which
    ):
        return False
    parts = [{code: counted for code, *counted in _counted(one.rows)} for one in (before, after)]
    columns = [{code: counted for code, *counted in _counted(one.columns)} for one in (before, after)]
    return all(old.get(code, counted) == counted for old, new in (parts, columns) for code, counted in new.items())


def _counted(parts: Iterable[OwnRow | OwnColumn]) -> list[tuple[Any, ...]]:
    """What decides who is counted in each row or column, without its words."""
    return [
        (
            one.code,
            {fact: frozenset(values) for fact, values in one.only.items() if values},
            one.typed,
            one.of_which if isinstance(one, OwnRow) else one.who,
        )
        for one in parts
    ]
