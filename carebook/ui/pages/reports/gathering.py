"""What the page of a month shows, gathered in one go as its reader may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from carebook.dates import month_name
from carebook.records.facility import Facility
from carebook.records.figures import TOTAL, Line, RowKind, Table
from carebook.records.periods import (
    InkSignature,
    OutboxItem,
    ReportState,
    SignedFile,
    SigningKey,
    Snapshot,
)
from carebook.reports import month as month_report
from carebook.reports.month import Late, MonthFigures
from carebook.rules import identities, permissions
from carebook.rules.periods import month_before
from carebook.store import drafts, periods
from carebook.store.book import Reader

NARRATIVE_FORM = "report_narrative"


@dataclass(frozen=True)
class ChangedTable:
    """A table and its cells that differ between two versions."""

    table: Table
    cells: tuple[identities.ChangedCell, ...]


@dataclass(frozen=True)
class MonthView:
    """One month: today's figures, every closed version (newest first), and the tables on show.

    ``tables`` are those of the version that counts, else today's; ``changed`` is what today's data differ in from that
    version; ``between`` what it differs in from the version it replaced. ``hidden`` are the people the reader may not open
    (ids). ``damaged``: the frozen figures are not those
    that were closed, today's are shown.
    """

    month: str
    months: tuple[str, ...]
    figures: MonthFigures
    snapshots: tuple[Snapshot, ...]
    tables: tuple[Table, ...]
    late: tuple[Late, ...]
    changed: tuple[ChangedTable, ...]
    between: tuple[ChangedTable, ...]
    signed: tuple[SignedFile, ...]
    ink: InkSignature | None
    outbox: tuple[OutboxItem, ...]
    own_key: SigningKey | None
    typed: Mapping[str, int]
    typed_source: str
    narrative: Mapping[str, str]
    is_first: bool
    hidden: frozenset[str]
    damaged: bool = False

    @property
    def snapshot(self) -> Snapshot | None:
        """The version that counts, None while the month is open."""
        return self.snapshots[0] if self.snapshots else None

    @property
    def state(self) -> ReportState | None:
        """How far the version that counts has come, None while the month is open."""
        return self.snapshots[0].state if self.snapshots else None

    def table(self, code: str) -> Table:
        """One table on show; KeyError when there is none."""
        return {t.code: t for t in self.tables}[code]

    def found(self, code: str) -> Table | None:
        """One table on show; None when the version that was closed is older than the table."""
        return next((table for table in self.tables if table.code == code), None)

    @property
    def previous(self) -> Table | None:
        """B01 of the month before, None where the book does not reach."""
        return self.figures.previous

    @property
    def checks(self) -> tuple[identities.Check, ...]:
        """What must hold between the tables on show."""
        if self.tables is self.figures.tables:
            return self.figures.checks
        b01, b02, b03 = (self.table(code) for code in ("B01", "B02", "B03"))
        return tuple(identities.checks(b01, previous=self.previous, composition=b02, disability=b03))


def month_view(reader: Reader, month: str, today: date) -> MonthView:
    """Everything about a month; ``month`` "" chooses the one whose report is due."""
    facility = reader.records(Facility)[0]
    begin = facility.records_complete_from
    months = tuple(month_report.months_open(begin, today))
    every = periods.snapshots(reader)
    month = month if month in months else due_month(months, every)
    snapshots = tuple(s for s in every if s.period == month)
    figures = month_report.gather(reader, month)
    figures = replace(figures, tables=_told(reader, figures.tables, today))
    newest = snapshots[0] if snapshots else None
    tables, late, damaged = figures.tables, figures.late, False
    changed: tuple[ChangedTable, ...] = ()
    between: tuple[ChangedTable, ...] = ()
    hidden = periods.masked_people(reader)
    if newest is not None:
        try:
            kept = _told(reader, month_report.tables_of(newest), today)
            tables = tuple(as_seen(table, hidden) for table in kept)
        except ValueError:
            damaged = True
        else:
            late = tuple(_late_as_seen(fact, hidden) for fact in month_report.late_of(newest))
            changed = _changed(tables, figures.tables)
            old = next((s for s in snapshots if s.id == newest.replaces_id), None)
            if old is not None:
                between = _changed([as_seen(table, hidden) for table in month_report.tables_of(old)], tables)
    typed = periods.typed_openings(reader, month)
    outbox = tuple(i for i, s in periods.outbox(reader) if newest is not None and s.id == newest.id)
    return MonthView(
        month=month,
        months=months,
        figures=figures,
        snapshots=snapshots,
        tables=tables,
        late=late,
        changed=changed,
        between=between,
        signed=tuple(periods.signed_files(reader, newest.id)) if newest else (),
        ink=periods.ink_signature(reader, newest.id) if newest else None,
        outbox=outbox,
        own_key=periods.signing_key(reader, reader.actor.staff_member_id) if reader.actor else None,
        typed={t.category: t.people for t in typed},
        typed_source=next((t.report_no for t in typed), ""),
        narrative=_narrative(reader, month, newest),
        is_first=bool(months) and month == months[-1],
        hidden=frozenset(hidden),
        damaged=damaged,
    )


def _told(reader: Reader, tables: Sequence[Table], today: date) -> tuple[Table, ...]:
    """The tables with their small numbers told to who works with restricted records."""
    if reader.actor is None or not permissions.may_open_restricted(reader.actor, today):
        return tuple(tables)
    return tuple(replace(table, hidden_below=0) if table.hidden_below else table for table in tables)


def due_month(months: Sequence[str], snapshots: Sequence[Snapshot]) -> str:
    """The month to begin with: the last whole month until its report is sent, then the running one."""
    if len(months) < 2:
        return months[0]
    done = {s.period for s in snapshots if s.state in (ReportState.SENT, ReportState.ACKNOWLEDGED)}
    return months[0] if months[1] in done else months[1]


def as_seen(table: Table, hidden: Mapping[str, str]) -> Table:
    """A frozen table as somebody may see it who may not see the ``hidden`` people (id to alias); no number changes.

    Who may see them reads the alias that was frozen and can open the record.
    """
    return replace(table, lines=tuple(_line_as_seen(line, hidden) for line in table.lines))


def _line_as_seen(line: Line, hidden: Mapping[str, str]) -> Line:
    if line.person_id not in hidden:
        return replace(line, masked=False)
    return replace(line, name=hidden[line.person_id], code="", birth="", detail="", masked=True)


def _late_as_seen(fact: Late, hidden: Mapping[str, str]) -> Late:
    return replace(fact, name=hidden[fact.person_id]) if fact.person_id in hidden else fact


def _narrative(reader: Reader, month: str, newest: Snapshot | None) -> Mapping[str, str]:
    """What is typed for the report: the own draft since the last closing, else the text of the version that counts."""
    kept = drafts.own_draft(reader, NARRATIVE_FORM, month)
    if kept is not None and (newest is None or kept.kept_at > newest.closed_at):
        return kept.content
    return month_report.narrative_of(newest) if newest is not None else {}


def said_month(month: str) -> str:
    """A month inside a sentence: "tháng 10/2026"."""
    year, number = map(int, month.split("-"))
    return str(month_name(year, number))


def said_month_before(month: str) -> str:
    """The month before, inside a sentence."""
    return said_month(month_before(month))


def label_of(table: Table, row: str, column: str) -> str:
    """The words of one cell: "Tiếp nhận mới · Người cao tuổi", without the row when it is the total."""
    words = next((c.label for c in table.columns if c.code == column), column)
    group = next((c.group for c in table.columns if c.code == column), "")
    if table.code != "B01" and group:
        words = f"{group}, {words[:1].lower()}{words[1:]}"
    return words if row == TOTAL else f"{words} · {row_label(table, row)}"


def _changed(before: Sequence[Table], now: Sequence[Table]) -> tuple[ChangedTable, ...]:
    """The tables both versions have and that differ: every cell of B01, of the others one cell a row."""
    old = {table.code: table for table in before}
    found = []
    for table in now:
        if table.code in old:
            compare = identities.changed_cells if table.code == "B01" else identities.changed_rows
            if cells := tuple(compare(old[table.code], table)):
                found.append(ChangedTable(table, cells))
    return tuple(found)


def row_label(table: Table, row: str) -> str:
    """The words of a row, its code when the table does not have it."""
    return next((r.label for r in table.rows if r.code == row), row)


def leaves(table: Table) -> list[tuple[str, str]]:
    """(code, words) of the rows that are filled from lines."""
    return [(r.code, r.label) for r in table.rows if r.kind is RowKind.ROW]
