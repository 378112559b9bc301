"""What the overview asks the book for besides the first page: a year of movement, sessions, paths home, what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.dates import today_in_vietnam
from carebook.records import enum_words
from carebook.records.figures import TOTAL, Line, RowKind, Table
from carebook.records.periods import ReportKind, Snapshot
from carebook.records.reintegration import Stage
from carebook.records.sessions import SessionState
from carebook.reports.movement import movements
from carebook.rules import due
from carebook.rules.due import DueItem
from carebook.rules.periods import key_before, key_on, said, span_of
from carebook.rules.therapy_progress import SessionFact, tally_of
from carebook.store import follow_ups, incidents, periods
from carebook.store.book import Reader
from carebook.store.care_plans import Awaiting
from carebook.store.follow_ups import DueVisit
from carebook.store.incidents import IncidentLine
from carebook.store.reintegration import PathCard, paths
from carebook.store.therapy_progress import Work, work_of
from carebook.ui.pages.today.board import Waiting, in_span
from carebook.ui.parts.approvals import queue
from carebook.ui.parts.due_words import kind_words, owner_words
from carebook.words import _

MONTHS = 12
CAME, LEFT = "Tăng", "Giảm"
"""The headings of B01 under which its columns of coming and leaving stand."""
_REGROUPED = ("regroup_in", "regroup_out")
_GIVEN = (SessionState.DONE, SessionState.PARTIAL)


@dataclass(frozen=True)
class Movement:
    """B01 of the running month and of those before, the oldest first, with the keys of their reports."""

    keys: tuple[str, ...]
    tables: tuple[Table, ...]

    @property
    def now(self) -> Table:
        return self.tables[-1]

    @property
    def before(self) -> Table:
        return self.tables[-2]


def movement(reader: Reader, today: date) -> Movement:
    """The movement of the last twelve months as their reports count it."""
    key = key_on(ReportKind.MONTHLY, today)
    keys = [key]
    while len(keys) < MONTHS:
        keys.insert(0, key_before(keys[0]))
    tables = reader.remembered(("movement", keys[-1], today), lambda: movements(reader, keys))
    return Movement(tuple(keys), tables)


def month_words(key: str) -> str:
    """A month as it stands over a column: "Tháng 11/2026"."""
    words = str(said(key))
    return words[:1].upper() + words[1:]


def columns_of(table: Table, group: str, row: str) -> list[str]:
    """The columns under a heading; in the total row a change of category is neither coming nor leaving."""
    codes = [column.code for column in table.columns if column.group == group]
    return [code for code in codes if row != TOTAL or code not in _REGROUPED]


def summed(table: Table, row: str, columns: Iterable[str]) -> int | None:
    """The numbers of some columns of a row together, None where one of them is not known."""
    found = [table.cell(row, column) for column in columns]
    return None if None in found else sum(number or 0 for number in found)


def people_of(table: Table, row: str, columns: Iterable[str]) -> list[Line]:
    """The lines behind some columns of a row."""
    return [line for column in columns for line in table.people(row, column)]


def rows_shown(table: Table) -> list[tuple[str, str, str, int]]:
    """The rows with somebody in them: code, words, kind of row, how far it stands in."""
    kinds = {RowKind.GROUP: "group", RowKind.TOTAL: "total"}
    told = [row for row in table.printed_rows if row.kind is not RowKind.PART]
    return [(row.code, row.label, kinds.get(row.kind, "row"), 12 if row.parent else 0) for row in told]


@dataclass(frozen=True)
class Standing:
    """What goes on and what waits; a part the asker has no right to is empty."""

    work: Work | None
    paths: tuple[PathCard, ...]
    visits: tuple[DueVisit, ...]
    incidents: tuple[IncidentLine, ...]
    approvals: tuple[Awaiting, ...]
    report_key: str
    report: Snapshot | None


def standing(reader: Reader, now: datetime, kinds: Collection[str], rights: Collection[str]) -> Standing:
    """Ask for what goes on; ``kinds`` are the plans the asker approves, ``rights`` the questions that may be put."""
    today = today_in_vietnam(now)
    first, last = span_of(key_on(ReportKind.MONTHLY, today)).first, today
    since = min(first, week_began(today))
    visits = follow_ups.due_visits(reader, today, before=today) if "reintegration" in rights else []
    key = key_before(key_on(ReportKind.MONTHLY, today))
    return Standing(
        work=work_of(reader, "", since, last, now=now) if "rehabilitation" in rights else None,
        paths=tuple(paths(reader, today)) if "reintegration" in rights else (),
        visits=tuple(visits),
        incidents=tuple(incidents.open_incidents(reader)) if "incidents" in rights else (),
        approvals=tuple(queue(reader, kinds)) if "approvals" in rights and kinds else (),
        report_key=key,
        report=periods.newest_snapshot(reader, key) if "periods" in rights else None,
    )


def week_began(today: date) -> date:
    """The Monday of this week."""
    return today - timedelta(days=today.weekday())


@dataclass(frozen=True)
class SessionsOf:
    """The sessions of persons in a span up to today: all that were owed, those that took place and those that did not, those
    nobody recorded; ``expected`` is what the share done is reckoned from."""

    owed: tuple[SessionFact, ...]
    given: tuple[SessionFact, ...]
    missed: tuple[SessionFact, ...]
    unrecorded: tuple[SessionFact, ...]
    expected: int


def sessions_of(work: Work, first: date, last: date) -> SessionsOf:
    """The sessions from ``first`` to ``last``."""
    owed = tuple(one for one in work.sessions if first <= one.on <= last)
    return SessionsOf(
        owed,
        tuple(one for one in owed if one.state in _GIVEN),
        tuple(one for one in owed if one.state not in _GIVEN and one.state is not SessionState.PLANNED),
        tuple(one for one in owed if one.state is SessionState.PLANNED and one.late),
        tally_of(owed, work.away).expected,
    )


@dataclass(frozen=True)
class Owed:
    """What somebody has to do: the late things, the longest first, those of today and of the six days after."""

    late: tuple[DueItem, ...]
    today: tuple[DueItem, ...]
    week: tuple[DueItem, ...]


def grouped(found: Waiting, *, by_kind: bool) -> Mapping[str, Sequence[DueItem]]:
    """What is due, by its kind or by who ends it."""
    groups: dict[str, list[DueItem]] = defaultdict(list)
    for item in found.asked.items:
        words = kind_words(item.kind) if by_kind else owner_words(item, found.staff)
        groups[words or _("everybody")].append(item)
    return groups


def owed_by(groups: Mapping[str, Sequence[DueItem]], now: datetime) -> list[tuple[str, Owed]]:
    """Each group with something due within the week: most late things first."""
    today = today_in_vietnam(now)
    found = []
    for name, items in groups.items():
        late = sorted(in_span(items, "late", now, today), key=lambda one: -due.days_late(one, today))
        owed = Owed(tuple(late), tuple(in_span(items, "today", now, today)), tuple(in_span(items, "week", now, today)))
        if owed.late or owed.today or owed.week:
            found.append((name, owed))
    return sorted(found, key=lambda one: (-len(one[1].late), -len(one[1].today), one[0]))


def by_stage(found: Sequence[PathCard]) -> list[tuple[Stage, list[PathCard]]]:
    """The open paths by their stage, in the order of the stages."""
    groups: dict[Stage, list[PathCard]] = defaultdict(list)
    for one in found:
        groups[one.stage].append(one)
    return [(stage, groups[stage]) for stage in Stage if groups[stage]]


def line_of_path(one: PathCard) -> Line:
    """Somebody on the way home, as a line of a list."""
    return Line(
        TOTAL, (), one.person_id, one.episode_id, one.code, one.name, "", enum_words.said(one.stage), one.masked
    )


def line_of_visit(one: DueVisit, words: str) -> Line:
    """Somebody whose follow-up visit is awaited."""
    return Line(TOTAL, (), one.person_id, one.episode_id, one.code, one.name, "", words, one.masked)


def line_of_session(one: SessionFact, words: str) -> Line:
    """Whose session it is."""
    return Line(TOTAL, (), one.person_id, one.episode_id, "", one.name, "", words, one.masked)


def line_of_due(one: DueItem, words: str) -> Line:
    """Whom something due is about; what is about nobody names itself."""
    return Line(TOTAL, (), one.person_id or "", one.episode_id or "", "", one.for_whom, "", words, one.masked)
