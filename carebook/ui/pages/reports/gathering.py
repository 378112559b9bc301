"""What the page of a report shows, gathered in one go as its reader may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from carebook.money import number
from carebook.records.facility import Facility
from carebook.records.figures import TOTAL, Line, RowKind, Table
from carebook.records.periods import (
    InkSignature,
    OutboxItem,
    ReportKind,
    ReportState,
    SignedFile,
    SigningKey,
    Snapshot,
    Target,
    TypedFigure,
)
from carebook.reports import late_figures
from carebook.reports import month as month_report
from carebook.reports.annexes import Annex
from carebook.reports.month import Late, MonthFigures
from carebook.rules import identities, permissions
from carebook.rules.estimates import from_json
from carebook.rules.late_figures import LateRow
from carebook.rules.periods import due_on, key_before, keys_open, kind_of, said, span_of
from carebook.rules.report_layouts import Layout, shown
from carebook.store import drafts, periods
from carebook.store.book import Reader
from carebook.store.signing import seal_key
from carebook.ui.pages.reports.text_changes import addressing_texts

NARRATIVE_FORM = "report_narrative"
TYPED_FORM = "typed_figures"

Place = tuple[str, str, str]
"""A cell of a report: the codes of its table, row and column."""

_EARLY = (ReportKind.HALF_YEARLY, ReportKind.YEARLY)
"""Their reports are due before the span is over."""
_SOON = timedelta(days=31)


@dataclass(frozen=True)
class ChangedTable:
    """A table and its cells that differ between two versions."""

    table: Table
    cells: tuple[identities.ChangedCell, ...]


@dataclass(frozen=True)
class ReportView:
    """One span: today's figures, every closed version (newest first), and the tables on show.

    ``key`` names the span ("2026-10", "2026-Q4", "2026-H2", "2026"), ``keys`` every one of its kind a report can be made for,
    the newest first. ``tables`` are those of the version that counts, else today's; ``changed`` is what today's data differ in
    from that version; ``last_year`` are the tables of the same time a year earlier. ``hidden`` are the people the reader may
    not open (ids). ``annexes`` are the lists of people bound into the newest version,
    ``late_rows`` numbers of earlier reports that are others today. ``damaged``: the frozen figures are not
    those that were closed, today's are shown. ``layout`` is how the version that counts is printed.
    """

    key: str
    keys: tuple[str, ...]
    figures: MonthFigures
    snapshots: tuple[Snapshot, ...]
    tables: tuple[Table, ...]
    last_year: tuple[Table, ...]
    late: tuple[Late, ...]
    changed: tuple[ChangedTable, ...]
    signed: tuple[SignedFile, ...]
    ink: InkSignature | None
    outbox: tuple[OutboxItem, ...]
    own_key: SigningKey | None
    typed: Mapping[str, int]
    typed_source: str
    typed_figures: Mapping[Place, TypedFigure]
    typed_draft: Mapping[str, Any]
    targets: Mapping[str, Target]
    narrative: Mapping[str, str]
    is_first: bool
    hidden: frozenset[str]
    annexes: tuple[Annex, ...] = ()
    late_rows: tuple[LateRow, ...] = ()
    damaged: bool = False
    seal_key: SigningKey | None = None
    layout: Layout = field(default_factory=Layout)

    @property
    def kind(self) -> ReportKind:
        """The kind of the report."""
        return kind_of(self.key) or ReportKind.MONTHLY

    @property
    def snapshot(self) -> Snapshot | None:
        """The version that counts, None while the span is open: never closed, or reopened since."""
        return None if self.state in (None, ReportState.REOPENED) else self.snapshots[0]

    @property
    def state(self) -> ReportState | None:
        """How far the newest version has come, None where there is none."""
        return self.snapshots[0].state if self.snapshots else None

    def table(self, code: str) -> Table:
        """One table on show; KeyError when there is none."""
        return {t.code: t for t in self.shown}[code]

    @cached_property
    def shown(self) -> tuple[Table, ...]:
        """The tables as they are laid out in the version that counts, those it does not print last."""
        estimated = from_json(self.snapshot.estimates) if self.snapshot is not None else {}
        return shown(self.layout, self.tables, {(table, row) for table, row, _column in estimated})

    @property
    def previous(self) -> Table | None:
        """B01 of the span before, None where the book does not reach."""
        return self.figures.previous

    def year_before(self, code: str) -> Table | None:
        """The same table of the same span a year earlier, None where the book does not reach."""
        return next((table for table in shown(self.layout, self.last_year) if table.code == code), None)

    @property
    def checks(self) -> tuple[identities.Check, ...]:
        """What must hold between the tables on show."""
        if self.tables is self.figures.tables:
            return self.figures.checks
        return month_report.checks_of(self.tables, self.previous)


def report_view(reader: Reader, kind: ReportKind, key: str, today: date) -> ReportView:
    """Everything about a span; a ``key`` that is none of the kind's chooses the one whose report is due. Days on demand are named.

    A closed one is counted up to its own cut-off. One that still runs is counted up to today, a month up to its last day and
    without last year (`with_last_year`).
    """
    facility = reader.records(Facility)[0]
    keys = tuple(keys_open(kind, min(facility.records_complete_from or today, today), today))
    every = periods.snapshots(reader)
    if kind is ReportKind.ON_DEMAND:
        keys = tuple(dict.fromkeys((key, *(s.period for s in every if s.kind is kind))))
    if key not in keys:
        due = due_on(kind, keys[0], periods.limits(reader), facility)
        key = due_key(keys, every, near=due is not None and kind in _EARLY and due <= today + _SOON)
    snapshots = tuple(s for s in every if s.period == key)
    newest = snapshots[0] if snapshots else None
    counts = newest if newest is not None and newest.state is not ReportState.REOPENED else None
    cutoff = counts.cutoff_on if counts else cutoff_today(key, facility.period_start_day, today)
    longer = kind is not ReportKind.MONTHLY
    figures = month_report.gather(reader, key, cutoff=cutoff, last_year=counts is None and longer)
    figures = replace(figures, tables=_told(reader, figures.tables, today))
    tables, last_year, late, damaged = figures.tables, figures.last_year, figures.late, False
    rows = figures.late_rows
    changed: tuple[ChangedTable, ...] = ()
    hidden = periods.masked_people(reader)
    if counts is not None:
        try:
            tables = _frozen(reader, counts, hidden, today)
        except ValueError:
            damaged = True
        else:
            last_year = month_report.last_year_of(counts)
            late = tuple(_late_as_seen(fact, hidden) for fact in month_report.late_of(counts))
            rows = month_report.late_rows_of(counts)
            changed = _changed(tables, figures.tables)
    typed = periods.typed_openings(reader, key)
    shown_id = counts.id if counts is not None else ""
    outbox = tuple(i for i, s in periods.outbox(reader) if s.id == shown_id and i.kind == "report")
    return ReportView(
        key=key,
        keys=keys,
        figures=figures,
        snapshots=snapshots,
        tables=tables,
        last_year=_told(reader, last_year, today),
        late=late,
        changed=changed,
        signed=tuple(periods.signed_files(reader, counts.id)) if counts else (),
        ink=periods.ink_signature(reader, counts.id) if counts else None,
        outbox=outbox,
        own_key=periods.signing_key(reader, reader.actor.staff_member_id) if reader.actor else None,
        typed={t.category: t.people for t in typed},
        typed_source=next((t.report_no for t in typed), ""),
        typed_figures={(t.table_code, t.row_code, t.column_code): t for t in periods.typed_figures(reader, key)},
        typed_draft=draft.content if (draft := drafts.own_draft(reader, TYPED_FORM, key)) else {},
        targets={target.id: target for target in periods.targets(reader)},
        narrative=_narrative(reader, key, newest),
        is_first=kind is not ReportKind.ON_DEMAND and key == keys[-1],
        hidden=frozenset(hidden),
        annexes=month_report.annexes_of(newest) if newest is not None else (),
        late_rows=rows_as_seen(rows, hidden),
        damaged=damaged,
        seal_key=seal_key(reader),
        layout=Layout.from_json(counts.layout) if counts is not None else Layout(),
    )


def with_last_year(reader: Reader, view: ReportView, today: date) -> ReportView:
    """An open month with the same month a year earlier: it takes as long again, and comes when the month is there to be read."""
    tables = month_report.year_before(reader, view.key, view.figures.period)
    return replace(view, figures=replace(view.figures, last_year=tables), last_year=_told(reader, tables, today))


def with_late_rows(reader: Reader, view: ReportView) -> ReportView:
    """An open month with what earlier reports differ in from today: each is counted anew, so it comes last."""
    rows = month_report.late_before(reader, view.key, view.figures.period)
    seen = rows_as_seen(rows, periods.masked_people(reader))
    return replace(view, figures=replace(view.figures, late_rows=rows), late_rows=seen)


def cutoff_today(key: str, start_day: int, today: date) -> date | None:
    """Where the data of a span that still runs end: today; None of a month, which is counted to its last day, and of what is over."""
    span = span_of(key, start_day)
    return today if kind_of(key) is not ReportKind.MONTHLY and span.first <= today < span.last else None


@dataclass(frozen=True)
class Compared:
    """What differs between two versions: cells of tables; the typed text of each heading, to whom and on which law (old, new)."""

    tables: tuple[ChangedTable, ...]
    texts: Mapping[str, tuple[str, str]]


def versions_compared(reader: Reader, old: Snapshot, new: Snapshot, today: date) -> Compared:
    """What ``new`` differs in from ``old``, with names as they may be seen today; ValueError when one of them is damaged."""
    hidden = periods.masked_people(reader)
    was, now = _frozen(reader, old, hidden, today), _frozen(reader, new, hidden, today)
    tables = _changed(was, now)
    before, after = month_report.narrative_of(old), month_report.narrative_of(new)
    texts = {code: (before.get(code, ""), after.get(code, "")) for code in dict.fromkeys((*before, *after))}
    texts["estimates"] = _estimates_said(old, was), _estimates_said(new, now)
    changed = {code: pair for code, pair in texts.items() if pair[0] != pair[1]}
    return Compared(tables, addressing_texts(old, new) | changed)


def _estimates_said(snapshot: Snapshot, tables: Sequence[Table]) -> str:
    """What was estimated to the end of the period, a line a number."""
    there = {table.code: table for table in tables}
    return "\n".join(
        f"{code} {label_of(there[code], row, column)}: {number(value)}"
        for (code, row, column), value in from_json(snapshot.estimates).items()
        if code in there
    )


def _frozen(reader: Reader, snapshot: Snapshot, hidden: Mapping[str, str], today: date) -> tuple[Table, ...]:
    kept = _told(reader, month_report.tables_of(snapshot), today)
    return tuple(as_seen(table, hidden) for table in kept)


def _told(reader: Reader, tables: Sequence[Table], today: date) -> tuple[Table, ...]:
    """The tables with their small numbers told to who works with restricted records."""
    if reader.actor is None or not permissions.may_open_restricted(reader.actor, today):
        return tuple(tables)
    return tuple(replace(table, hidden_below=0) if table.hidden_below else table for table in tables)


def due_key(keys: Sequence[str], snapshots: Sequence[Snapshot], *, near: bool) -> str:
    """The span to begin with: the last whole one until its report is sent, then the running one.

    ``near``: the report of the running one is due already, as those of the half and the year are before they are over.
    """
    done = {s.period for s in snapshots if s.state in (ReportState.SENT, ReportState.ACKNOWLEDGED)}
    if len(keys) < 2 or keys[1] in done or (near and keys[0] not in done):
        return keys[0]
    return keys[1]


def as_seen(table: Table, hidden: Mapping[str, str]) -> Table:
    """A frozen table as somebody may see it who may not see the ``hidden`` people (id to alias); no number changes.

    Who may see them reads the alias that was frozen and can open the record.
    """
    return replace(table, lines=tuple(_line_as_seen(line, hidden) for line in table.lines))


def _line_as_seen(line: Line, hidden: Mapping[str, str]) -> Line:
    if line.person_id not in hidden:
        return replace(line, masked=False)
    return replace(line, name=hidden[line.person_id], code="", birth="", detail="", masked=True)


def rows_as_seen(rows: Sequence[LateRow], hidden: Mapping[str, str]) -> tuple[LateRow, ...]:
    """Late rows with their people as somebody may see them who may not see the ``hidden`` ones."""
    return tuple(late_figures.as_seen(row, lambda line: _line_as_seen(line, hidden)) for row in rows)


def _late_as_seen(fact: Late, hidden: Mapping[str, str]) -> Late:
    return replace(fact, name=hidden[fact.person_id]) if fact.person_id in hidden else fact


def _narrative(reader: Reader, key: str, newest: Snapshot | None) -> Mapping[str, str]:
    """What is typed for the report: the own draft since the last closing, else the text of the version that counts."""
    kept = drafts.own_draft(reader, NARRATIVE_FORM, key)
    if kept is not None and (newest is None or kept.kept_at > newest.closed_at):
        return kept.content
    return month_report.narrative_of(newest) if newest is not None else {}


def said_period(key: str) -> str:
    """A span inside a sentence: "tháng 10/2026", "quý IV/2026"."""
    return str(said(key))


def said_before(key: str) -> str:
    """The span before, inside a sentence."""
    return said_period(key_before(key))


def label_of(table: Table, row: str, column: str) -> str:
    """The words of one cell: "Tiếp nhận mới · Người cao tuổi", without the row when it is the total."""
    words = next((c.label for c in table.columns if c.code == column), column)
    group = next((c.group for c in table.columns if c.code == column), "")
    if table.code != "B01" and group:
        words = f"{group}, {words[:1].lower()}{words[1:]}"
    return words if row == TOTAL else f"{words} · {row_label(table, row)}"


def _changed(before: Sequence[Table], now: Sequence[Table]) -> tuple[ChangedTable, ...]:
    """The tables both versions have and that differ: every cell of B01, of the others one cell a row and every typed one."""
    old = {table.code: table for table in before}
    found = []
    for table in now:
        if table.code in old:
            compare = identities.changed_cells if table.code == "B01" else identities.changed_rows
            cells = compare(old[table.code], table)
            told = {(cell.row, cell.column) for cell in cells}
            cells += [cell for cell in _typed_changes(old[table.code], table) if (cell.row, cell.column) not in told]
            if cells:
                found.append(ChangedTable(table, tuple(cells)))
    return tuple(found)


def _typed_changes(old: Table, new: Table) -> list[identities.ChangedCell]:
    """The cells that were typed in one of two versions and bear another number in the other."""
    rows = {row.code for row in old.rows} & {row.code for row in new.rows}
    places = dict.fromkeys((cell.row, cell.column) for table in (new, old) for cell in table.typed if cell.row in rows)
    numbers = ((row, column, old.cell(row, column), new.cell(row, column)) for row, column in places)
    return [identities.ChangedCell(row, column, was, now, (), ()) for row, column, was, now in numbers if was != now]


def row_label(table: Table, row: str) -> str:
    """The words of a row, its code when the table does not have it."""
    return next((r.label for r in table.rows if r.code == row), row)


def leaves(table: Table) -> list[tuple[str, str]]:
    """(code, words) of the rows that are filled from lines."""
    return [(r.code, r.label) for r in table.rows if r.kind is RowKind.ROW]
