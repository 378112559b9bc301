"""B09, going home: who stands at which stage, who was handed over where to, how the follow-up goes, who came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from carebook.dates import written
from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.follow_ups import VisitOwner, VisitState
from carebook.records.path_history import Path, StageSpan, Visit
from carebook.records.reintegration import Outcome, Stage
from carebook.records.stay_facts import StayFacts
from carebook.rules.calendar import months_after
from carebook.rules.dated import limit_on
from carebook.rules.movement import CodeBook, columns_of, line_of

CODE = "B09"
FOLLOWUP_ON_TIME = "followup_on_time"
REENTRY_12M = "reentry_12m"
STABLE = {6: "stable_6m", 12: "stable_12m"}
HOME = "home"
_YEAR = timedelta(days=365)
_END_OF_MONTH = timedelta(days=3)
"""By how many days at most the end of a month is cut off where another is shorter."""
_STANDING = (
    *(Stage.IDENTIFIED, Stage.TRACING, Stage.FAMILY_ASSESSMENT, Stage.PLANNING, Stage.PREPARATION),
    *(Stage.TRIAL_STAY, Stage.DECISION, Stage.HANDOVER, Stage.FOLLOW_UP, Stage.SUSPENDED),
)
_STANDING_CODES = frozenset(stage.value for stage in _STANDING)
_CLOSED = (VisitState.DONE.value, VisitState.RECEIVED.value)
_WAIVED, _FAILED = VisitState.WAIVED.value, Stage.FAILED.value


class Measured(NamedTuple):
    """One path in the numerator or only the denominator of an indicator, with the fact that decided it."""

    path: Path
    met: bool
    words: str


def stage_on(path: Path, day: date) -> StageSpan | None:
    """The stage a path stood at on a day; None before it began and after it was over."""
    return next((s for s in reversed(path.stages) if s.from_on <= day and (s.to_on is None or s.to_on > day)), None)


def is_visit_on_time(visit: Visit, window: timedelta) -> bool:
    """Whether the visit was done within the window on either side of its day."""
    return visit.state in _CLOSED and visit.done_on is not None and abs(visit.done_on - visit.due_on) <= window


def visits_due(path: Path, period: Period, owner: VisitOwner) -> list[Visit]:
    """The visits of an owner that were due in a period; waived ones are due no more."""
    whose, first, cutoff = owner.value, period.first, period.cutoff
    return [v for v in path.visits if first <= v.due_on <= cutoff and v.owner == whose and v.state != _WAIVED]


def _due_words(visit: Visit, book: CodeBook) -> str:
    return book.word("visit_due_on", date=written(visit.due_on), done=written(visit.done_on) if visit.done_on else "–")


def follow_up_on_time(paths: Iterable[Path], period: Period, book: CodeBook) -> Iterator[Measured]:
    """followup_on_time: our visits done within due ± window ÷ due in the period."""
    window = timedelta(days=limit_on(book.limits, "follow_up_window", period.cutoff).value)
    for path in paths:
        for visit in visits_due(path, period, VisitOwner.CENTER):
            yield Measured(path, is_visit_on_time(visit, window), _due_words(visit, book))


def stable_after(paths: Iterable[Path], months: int, period: Period, book: CodeBook) -> Iterator[Measured]:
    """stable_6m, stable_12m: of those whose mark falls in the period, who is home still, in contact and not at risk.

    Who died at home is left out; the newest visit before the mark decides about risk.
    """
    earliest, latest = (day - relativedelta(months=months) for day in (period.first, period.cutoff))
    for path in paths:
        if path.handed_over_on is None or path.path != HOME:
            continue
        if not earliest - _END_OF_MONTH <= path.handed_over_on <= latest + _END_OF_MONTH:
            continue
        mark = months_after(path.handed_over_on, months)
        ended = path.ended_on is not None and path.ended_on <= mark
        if not period.holds(mark) or (ended and path.outcome == Outcome.DIED.value):
            continue
        seen = [v for v in path.visits if v.state in _CLOSED and v.done_on is not None and v.done_on <= mark and v.risk]
        newest = max(seen, key=lambda visit: visit.done_on or date.min, default=None)
        back = path.returned_on is not None and path.returned_on <= mark
        lost = ended and path.outcome == Outcome.LOST.value
        stable = not back and not lost and newest is not None and newest.risk != "red"
        words = book.word("handed_over_on", date=written(path.handed_over_on))
        yield Measured(path, stable, words)


def re_entries(paths: Iterable[Path], period: Period, book: CodeBook) -> Iterator[Measured]:
    """reentry_12m: of those handed over 365 days before the period's days, who came back within 365 days."""
    for path in paths:
        if path.handed_over_on is None or path.path != HOME or not period.holds(path.handed_over_on + _YEAR):
            continue
        back = path.returned_on is not None and path.returned_on <= path.handed_over_on + _YEAR
        words = book.word("handed_over_on", date=written(path.handed_over_on))
        yield Measured(path, back, words)


def table(
    stays: Iterable[StayFacts],
    paths: Sequence[Path],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B09's rows × people, of them female, children and from 60: the stages at the cut-off, what happened in the period.

    ``stays`` must hold every stay a path names. ``days_to_handover`` is the median of the days from the start of the path to
    the handover; opening it shows everybody with their days, and the one in the middle makes the number.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    by_id = {stay.episode_id: stay for stay in stays} if known else {}
    lines: list[Line] = []
    window = timedelta(days=limit_on(limits, "follow_up_window", period.cutoff).value)
    for path in paths:
        if (stay := by_id.get(path.episode_id)) is not None:
            columns = (TOTAL, *columns_of(stay, book))
            for row, words in _happened(path, period, book, window):
                lines.append(line_of(stay, row, columns, book, *((words,) if words else ())))
    lines += _median(paths, by_id, period, book)
    used = {line.row for line in lines}
    rows = [Row(f"stage.{s.value}", book.word(f"stage_{s.value}"), RowKind.PART) for s in _STANDING]
    rows.append(Row("path_started", book.word("path_started"), RowKind.PART))
    for group, list_name in (
        ("handed_over", "home_destination"),
        ("re_entered", "return_cause"),
        ("short", "home_path"),
    ):
        rows.append(Row(group, book.word(group), RowKind.GROUP))
        rows += [
            Row(f"{group}.{word.code}", word.text, parent=group)
            for word in book.words(list_name).values()
            if f"{group}.{word.code}" in used
        ]
        if f"{group}." in used:
            rows.append(Row(f"{group}.", book.word("no_reason"), parent=group))
    rows.append(Row("path_closed", book.word("path_closed"), RowKind.GROUP))
    rows += [
        Row(f"path_closed.{o.value}", book.word(f"outcome_{o.value}"), parent="path_closed")
        for o in Outcome
        if f"path_closed.{o.value}" in used
    ]
    if "path_closed." in used:
        rows.append(Row("path_closed.", book.word("no_reason"), parent="path_closed"))
    rows += [
        Row(code, book.word(code), RowKind.PART)
        for code in ("path_failed", "visit_due", "visit_on_time", "commune_due", "commune_received", "days_to_handover")
    ]
    heads = (
        Column(TOTAL, book.word(TOTAL)),
        Column("female", book.text("sex", "female")),
        Column("children", book.word("children")),
        Column("aged_60", book.word("aged_60")),
    )
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=heads,
        rows=tuple(rows),
        lines=tuple(lines),
        unknown=frozenset() if known else every_cell(rows, heads),
    )


def _happened(path: Path, period: Period, book: CodeBook, window: timedelta) -> Iterator[tuple[str, str]]:
    """Every row one path is counted in, with the fact that put it there."""
    stage = stage_on(path, period.cutoff)
    if path.path == HOME and stage is not None and stage.stage in _STANDING_CODES:
        yield f"stage.{stage.stage}", book.word("since_day", date=written(stage.from_on))
    if path.path == HOME and path.started_on is not None and period.holds(path.started_on):
        yield "path_started", book.word("on_day", date=written(path.started_on))
    if path.path == HOME and path.handed_over_on is not None and period.holds(path.handed_over_on):
        yield f"handed_over.{path.destination}", book.word("on_day", date=written(path.handed_over_on))
    if path.path != HOME and path.ended_on is not None and period.holds(path.ended_on):
        yield f"short.{path.path}", book.word("on_day", date=written(path.ended_on))
    if path.returned_on is not None and period.holds(path.returned_on):
        yield f"re_entered.{path.return_cause}", _back(path, book)
    elif path.path == HOME and path.handed_over_on is not None and path.ended_on and period.holds(path.ended_on):
        yield f"path_closed.{path.outcome}", book.word("on_day", date=written(path.ended_on))
    failed = next((s for s in path.stages if s.stage == _FAILED), None)
    if failed is not None and period.holds(failed.from_on):
        yield "path_failed", book.word("on_day", date=written(failed.from_on))
    for visit in visits_due(path, period, VisitOwner.CENTER):
        words = _due_words(visit, book)
        yield "visit_due", words
        if is_visit_on_time(visit, window):
            yield "visit_on_time", words
    for visit in visits_due(path, period, VisitOwner.COMMUNE):
        words = _due_words(visit, book)
        yield "commune_due", words
        if visit.state in _CLOSED:
            yield "commune_received", words


def _back(path: Path, book: CodeBook) -> str:
    if path.returned_on is None or path.handed_over_on is None:
        return ""
    months = 0
    while path.handed_over_on + relativedelta(months=months + 1) <= path.returned_on:
        months += 1
    return book.word("back_after", date=written(path.returned_on), months=str(months))


def _median(paths: Sequence[Path], by_id: Mapping[str, StayFacts], period: Period, book: CodeBook) -> Iterator[Line]:
    """The days of everybody handed over in the period; only the middle one's (the lower of two) are counted."""
    taken = sorted(
        (
            ((path.handed_over_on - path.started_on).days, path.reintegration_id, path)
            for path in paths
            if path.path == HOME
            and path.started_on is not None
            and path.handed_over_on is not None
            and period.holds(path.handed_over_on)
            and path.episode_id in by_id
        ),
        key=lambda one: one[:2],
    )
    for place, (days, _id, path) in enumerate(taken):
        words = book.word("days_taken", days=str(days))
        line = line_of(by_id[path.episode_id], "days_to_handover", (TOTAL,), book, words)
        yield replace(line, amount=days if place == (len(taken) - 1) // 2 else 0)
