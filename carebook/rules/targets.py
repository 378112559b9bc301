"""B17, the targets of a year: what was reached of what was to be reached, and who is still without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from carebook.records.codes import Code, Limit
from carebook.records.figures import Column, Line, Period, Row, RowKind, Table, Typed
from carebook.records.periods import Target
from carebook.rules.indicators import DONE, OF, SHARE
from carebook.rules.movement import CodeBook
from carebook.rules.problem import Problem
from carebook.words import message

CODE = "B17"
REACHED = "reached"


def of_year(targets: Iterable[Target], year: int) -> list[Target]:
    """The targets of a year, in their order."""
    return sorted((one for one in targets if one.year == year), key=lambda one: (one.position, one.name, one.id))


def choices(tables: Iterable[Table]) -> list[tuple[str, str]]:
    """What a target can be measured by: ("CS.plan_coverage", words) for each row the book counts and that may be told."""
    return [
        (f"{table.code}.{row.code}", f"{table.code} · {row.label}")
        for table in tables
        if not table.hidden_below and table.code != CODE
        for row in table.rows
    ]


def problems(target: Target) -> list[Problem]:
    """What is wrong with a target."""
    found = []
    if not target.name.strip():
        found.append(Problem("name", message("Write what is to be reached.")))
    if (target.goal_percent is None) == (target.goal_count is None):
        found.append(Problem("goal_percent", message("Write the goal either in percent or as a number.")))
    if target.goal_percent is not None and not 0 <= target.goal_percent <= 100:
        found.append(Problem("goal_percent", message("A share lies between 0 and 100 %.")))
    numbers = {"goal_count": target.goal_count, "numerator": target.numerator, "denominator": target.denominator}
    found += [
        Problem(name, message("A number cannot be below 0."))
        for name, number in numbers.items()
        if number is not None and number < 0
    ]
    if (target.numerator is not None or target.denominator is not None) and not target.source.strip():
        found.append(Problem("source", message("Say from which paper the numbers come.")))
    return found


def table(
    targets: Sequence[Target], tables: Iterable[Table], period: Period, codes: Sequence[Code], limits: Sequence[Limit]
) -> Table:
    """B17: numerator, denominator, share, and whether the goal is reached (1, 0) of each target.

    A target with an ``indicator`` ("table.row") takes its people from that row: those of its numerator and denominator, else
    those of its first column as numerator. Numbers typed for a target stand where the book has none. Of a table whose small
    numbers may not be told nothing is taken.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    there = {one.code: one for one in tables if not one.hidden_below}
    lines: list[Line] = []
    typed: list[Typed] = []
    unknown: set[tuple[str, str]] = set()
    sources: dict[str, None] = {}
    for target in targets:
        measured = dict(_measured(target, there))
        for column, number in ((DONE, target.numerator), (OF, target.denominator)):
            if column in measured:
                lines += measured[column]
            elif number is not None:
                typed.append(Typed(target.id, column, number))
                sources[target.source] = None
            else:
                unknown.add((target.id, column))
    made = Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=(
            Column(DONE, book.word(DONE)),
            Column(OF, book.word(OF)),
            Column(SHARE, book.word(SHARE), share_of=(DONE, OF)),
            Column(REACHED, book.word("target_reached")),
        ),
        rows=tuple(Row(target.id, _label(target, book), RowKind.PART) for target in targets),
        lines=tuple(lines),
        typed=tuple(typed),
        typed_source="; ".join(filter(None, sources)),
        unknown=frozenset(unknown),
    )
    answers = {target.id: is_reached(made, target) for target in targets}
    return replace(
        made,
        lines=(*made.lines, *(Line(row, (REACHED,), "", "") for row, answer in answers.items() if answer)),
        unknown=made.unknown | {(row, REACHED) for row, answer in answers.items() if answer is None},
    )


def is_reached(table: Table, target: Target) -> bool | None:
    """Whether B17 says the goal is reached; None where a number is missing or the share is one of nothing."""
    done, of = table.cell(target.id, DONE), table.cell(target.id, OF)
    if target.goal_count is not None:
        return None if done is None else _holds(done, target.goal_count, target)
    if target.goal_percent is None or done is None or not of:
        return None
    return _holds(100 * done, target.goal_percent * of, target)


def unserved(table: Table, target: Target) -> tuple[Line, ...]:
    """Who stands in the denominator of a target and not in its numerator."""
    served = {(line.person_id, line.episode_id) for line in table.people(target.id, DONE)}
    return tuple(
        line
        for line in table.people(target.id, OF)
        if not line.person_id or (line.person_id, line.episode_id) not in served
    )


def _holds(number: float, goal: float, target: Target) -> bool:
    return number >= goal if target.at_least else number <= goal


def _measured(target: Target, tables: Mapping[str, Table]) -> Iterator[tuple[str, list[Line]]]:
    """(column of B17, its lines) for each number the book counts of a target."""
    code, _, row = target.indicator.partition(".")
    source = tables.get(code)
    if source is None or all(one.code != row for one in source.rows):
        return
    codes = {column.code for column in source.columns}
    columns = {DONE: DONE, OF: OF} if {DONE, OF} <= codes else {source.columns[0].code: DONE}
    rows = {line.row for name in columns for line in source.people(row, name)}
    for name, column in columns.items():
        if source.cell(row, name) is None or source.is_typed(row, name):
            continue
        yield (
            column,
            [
                replace(line, row=target.id, columns=(column,))
                for line in source.lines
                if line.row in rows
                for counted in line.columns
                if counted == name
            ],
        )


def _label(target: Target, book: CodeBook) -> str:
    """The target with its goal: "Đối tượng có kế hoạch được phê duyệt (từ 95 %)"."""
    percent = target.goal_percent
    goal = str(target.goal_count or 0) if percent is None else f"{percent:g} %".replace(".", ",")
    return book.word("target_at_least" if target.at_least else "target_at_most", name=target.name, goal=goal)
