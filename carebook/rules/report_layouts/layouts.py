"""A layout of a report: which tables in which order, its own groups of rows, which headings of the narrative; and its use on tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from carebook.records.figures import Row, RowKind, Table, Typed
from carebook.records.report_layouts import ReportTemplate
from carebook.rules.names import normalise
from carebook.rules.problem import Problem
from carebook.words import message

LONGEST_WORDS = 200
Place = tuple[str, str]
"""A row of a report: the codes of its table and its own."""
_GROUP = "own_group_{n}"
_DAYS = (date.min, date.max)


@dataclass(frozen=True)
class RowGroup:
    """Rows of one table that are added up under a heading of their own; without ``parts`` only their sum is printed."""

    table: str
    label: str
    rows: tuple[str, ...]
    parts: bool = True


@dataclass(frozen=True)
class OwnHeading:
    """A heading of the narrative that is printed, by its code; ``words`` = "" keeps the usual ones."""

    code: str
    words: str = ""


@dataclass(frozen=True)
class Layout:
    """How a report is laid out; nothing here changes a number. Without ``tables`` all stand there, without ``headings`` too.

    ``title`` stands before the period in place of "Kết quả công tác". The empty layout is the program's own.
    """

    name: str = ""
    title: str = ""
    tables: tuple[str, ...] = ()
    grouping: tuple[RowGroup, ...] = ()
    headings: tuple[OwnHeading, ...] = ()

    def to_json(self) -> str:
        """As it is frozen with a closed version; "" of the program's own."""
        if self == Layout():
            return ""
        told = {"name": self.name, "title": self.title, "tables": list(self.tables)}
        parts = {"grouping": _told(self.grouping), "headings": _told(self.headings)}
        return json.dumps(told | parts, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, kept: str) -> Layout:
        """The layout of ``to_json``; ValueError when it is none."""
        if not kept:
            return cls()
        try:
            found: dict[str, Any] = json.loads(kept)
            return cls(
                str(found["name"]),
                str(found["title"]),
                tuple(map(str, found["tables"])),
                _groups(found["grouping"]),
                _headings(found["headings"]),
            )
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
            raise ValueError(kept) from error


def _told(parts: Iterable[RowGroup | OwnHeading]) -> list[dict[str, Any]]:
    return [{name: list(v) if isinstance(v, tuple) else v for name, v in vars(part).items()} for part in parts]


def _groups(kept: Sequence[Mapping[str, Any]]) -> tuple[RowGroup, ...]:
    return tuple(
        RowGroup(str(one["table"]), str(one["label"]), tuple(map(str, one["rows"])), bool(one.get("parts", True)))
        for one in kept
    )


def _headings(kept: Sequence[Mapping[str, Any]]) -> tuple[OwnHeading, ...]:
    return tuple(OwnHeading(str(one["code"]), str(one.get("words", ""))) for one in kept)


def layout_of(template: ReportTemplate) -> Layout:
    """What a kept template says of the tables and headings; ValueError when it cannot be read."""
    try:
        groups, headings = json.loads(template.grouping or "[]"), json.loads(template.headings or "[]")
        return Layout(template.name, template.title, template.tables, _groups(list(groups)), _headings(list(headings)))
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(template.id) from error


def with_layout(template: ReportTemplate, layout: Layout) -> ReportTemplate:
    """The template with what a layout says; `layout_of` reads it back."""
    return replace(
        template,
        name=layout.name,
        title=layout.title,
        tables=layout.tables,
        grouping=json.dumps(_told(layout.grouping), ensure_ascii=False, sort_keys=True),
        headings=json.dumps(_told(layout.headings), ensure_ascii=False, sort_keys=True),
    )


def holds_on(template: ReportTemplate, day: date) -> bool:
    """Whether reports of a day are laid out by a template."""
    return (template.valid_from or _DAYS[0]) <= day <= (template.valid_to or _DAYS[1])


def problems_in(template: ReportTemplate, others: Iterable[ReportTemplate]) -> list[Problem]:
    """What stands against keeping a template; ``others`` are those that are kept."""
    found = []
    name = normalise(template.name)
    if not name:
        found.append(Problem("name", message("The layout needs a name.")))
    elif len(name) > LONGEST_WORDS or len(template.title) > LONGEST_WORDS:
        found.append(Problem("name", message("Words have {most} letters at most.", most=LONGEST_WORDS)))
    elif any(
        one.id != template.id and one.kind is template.kind and one.name.casefold() == name.casefold() for one in others
    ):
        found.append(Problem("name", message("There is a layout of that name already.")))
    if template.valid_from and template.valid_to and template.valid_to < template.valid_from:
        found.append(Problem("valid_to", message("The last day comes before the first.")))
    try:
        layout = layout_of(template)
    except ValueError:
        return [*found, Problem("grouping", message("This layout cannot be read."))]
    if len(set(layout.tables)) < len(layout.tables):
        found.append(Problem("tables", message("A table stands there twice.")))
    if len({one.code for one in layout.headings}) < len(layout.headings):
        found.append(Problem("headings", message("A heading stands there twice.")))
    seen: set[tuple[str, str]] = set()
    for group in layout.grouping:
        mine = {(group.table, row) for row in group.rows}
        if not normalise(group.label) or not group.rows:
            found.append(Problem("grouping", message("A group of rows needs a heading and at least one row.")))
        elif seen & mine or len(mine) < len(group.rows):
            words = message(
                "{table}: a row stands in two groups, so the groups would not make the total.", table=group.table
            )
            found.append(Problem("grouping", words))
        seen |= mine
    return found


# On tables


def is_groupable(table: Table) -> bool:
    """Whether rows of a table can be added up under headings of one's own.

    They make the total then as they did before; where small numbers are not told a sum would betray them.
    """
    return not table.hidden_below and any(row.kind is RowKind.TOTAL for row in table.rows)


def laid_out(layout: Layout, tables: Iterable[Table], needed: Collection[Place] = ()) -> tuple[Table, ...]:
    """The tables a layout prints, in its order, with its groups of rows.

    What it names and the report has not is passed over; when it names none of those there are, all are printed. A table whose
    groups would leave out one of the ``needed`` rows keeps those of the program.
    """
    there = {table.code: table for table in tables}
    chosen = [code for code in layout.tables if code in there] or list(there)
    return tuple(_grouped_with(there[code], layout.grouping, needed) for code in chosen)


def _grouped_with(table: Table, groups: Iterable[RowGroup], needed: Collection[Place]) -> Table:
    made = grouped(table, groups)
    wanted = {row for code, row in needed if code == table.code and row in table.row_codes}
    return made if wanted <= made.row_codes else table


def shown(layout: Layout, tables: Sequence[Table], needed: Collection[Place] = ()) -> tuple[Table, ...]:
    """The tables as a layout prints them, then those it leaves out: what stands on screen."""
    printed = laid_out(layout, tables, needed)
    there = {table.code for table in printed}
    return (*printed, *(table for table in tables if table.code not in there))


def grouped(table: Table, groups: Iterable[RowGroup]) -> Table:
    """A table with its rows under groups of one's own, which stand first, in the place of those the program makes.

    The rows of no group follow them; all of them make the total they made before, and every number opens whom it opened.
    Rows "of which" stay behind the row they follow, those behind the total there.
    """
    rows = {row.code for row in table.rows if row.kind is RowKind.ROW}
    mine = [one for one in groups if one.table == table.code and rows.intersection(one.rows)]
    if not mine or not is_groupable(table):
        return table
    parts = _parts_behind(table)
    labelled = {row.code: row for row in table.rows}
    ordered: list[Row] = []
    folded: dict[str, str] = {}
    for n, group in enumerate(mine, 1):
        code = _GROUP.format(n=n)
        members = [row for row in dict.fromkeys(group.rows) if row in rows]
        rows -= set(members)
        if not group.parts:
            ordered.append(Row(code, group.label))
            folded |= dict.fromkeys(members, code)
            continue
        ordered.append(Row(code, group.label, RowKind.GROUP))
        for member in members:
            ordered += [replace(labelled[member], parent=code), *parts.get(member, ())]
    for row in table.rows:
        if row.code in rows:
            ordered += [replace(row, parent=None), *parts.get(row.code, ())]
    behind = {part.code for found in parts.values() for part in found}
    ordered += [
        row for row in table.rows if row.kind is RowKind.TOTAL or (row.kind is RowKind.PART and row.code not in behind)
    ]
    return _folded(replace(table, rows=tuple(ordered)), table, folded)


def _parts_behind(table: Table) -> dict[str, list[Row]]:
    """The rows "of which" by the row of kind ROW they follow."""
    found: dict[str, list[Row]] = {}
    before = ""
    for row in table.rows:
        if row.kind is RowKind.PART and before:
            found.setdefault(before, []).append(row)
        elif row.kind is not RowKind.PART:
            before = row.code if row.kind is RowKind.ROW else ""
    return found


def _folded(made: Table, table: Table, folded: Mapping[str, str]) -> Table:
    """The table in which each row of ``folded`` is counted in the row it goes to, and no longer stands by itself."""
    if not folded:
        return made
    gone = set(folded)
    dropped = {part.code for row, parts in _parts_behind(table).items() if row in gone for part in parts}
    typed_columns = {(folded[cell.row], cell.column) for cell in table.typed if cell.row in gone}
    sums = []
    for code, column in sorted(typed_columns):
        numbers = [table.cell(row, column) for row in folded if folded[row] == code]
        if None not in numbers:
            sums.append(Typed(code, column, sum(number or 0 for number in numbers)))
    return replace(
        made,
        lines=tuple(
            replace(line, row=folded.get(line.row, line.row)) for line in made.lines if line.row not in dropped
        ),
        typed=(*(cell for cell in made.typed if cell.row not in gone | dropped), *sums),
        unknown=frozenset((folded.get(row, row), column) for row, column in made.unknown if row not in dropped),
    )
