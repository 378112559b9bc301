"""The figures of a report of any kind as a screen or a paper needs them: tables, checks, comparison, late facts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from carebook.dates import local, written
from carebook.records.codes import Code, Limit
from carebook.records.facility import Facility
from carebook.records.figures import Period, Table
from carebook.records.periods import ReportKind, ReportState, Snapshot, TypedOpening
from carebook.records.stay_facts import StayFacts
from carebook.records.therapy_history import TherapyHistory
from carebook.reports import late_figures
from carebook.reports.annexes import Annex
from carebook.reports.figures import numbers_only
from carebook.rules import (
    children,
    composition,
    daily_figures,
    disability,
    donations,
    education,
    homecomings,
    identities,
    indicators,
    money_figures,
    movement,
    own_tables,
    rehabilitation,
    service_use,
    social_work,
    staff_figures,
    targets,
    training_figures,
    typed_figures,
)
from carebook.rules.dated import agency_on
from carebook.rules.late_figures import LateRow
from carebook.rules.periods import day_last_year, key_before, key_last_year, key_on, kind_of, span_of
from carebook.store import care_history, case_history, path_history, periods, report_layouts, therapy_history
from carebook.store.book import Reader
from carebook.store.money_figures import payments
from carebook.store.staffing import staff_history
from carebook.store.stays import stay_facts


@dataclass(frozen=True)
class Late:
    """A fact of a closed period that was written down after the closing, as the next report prints it."""

    name: str
    what: str
    happened_on: date
    recorded_on: date
    person_id: str = ""


@dataclass(frozen=True)
class MonthFigures:
    """The tables of one report with what must hold between them; ``key`` says of which days (`rules.periods.span_of`).

    ``previous`` is B01 of the time before, None when not known. ``last_year`` are the tables of the same time a year earlier,
    where the book reaches back so far: their numbers without anybody's name. ``late_rows`` are numbers of earlier reports that
    are others today.
    """

    key: str
    period: Period
    tables: tuple[Table, ...]
    previous: Table | None
    last_year: tuple[Table, ...]
    checks: tuple[identities.Check, ...]
    late: tuple[Late, ...]
    opening_note: str
    seq: int
    late_rows: tuple[LateRow, ...] = ()

    def table(self, code: str) -> Table:
        """One table by its code; KeyError when there is none."""
        return {t.code: t for t in self.tables}[code]

    @property
    def blocking(self) -> tuple[identities.Check, ...]:
        """The broken checks that stand against closing."""
        return tuple(c for c in self.checks if c.holds is False and c.blocks)


_WHAT = {"start": "Tiếp nhận", "end": "Dừng trợ giúp", "category": "Chuyển nhóm"}


def gather(
    reader: Reader, key: str, *, cutoff: date | None = None, last_year: bool = True, late: bool = True
) -> MonthFigures:
    """The figures of the time a key names as the reader may see them; every role gets the same numbers.

    A quarter or a year is counted over its whole span, never added up from months: somebody served in three months of it is
    one person. ``cutoff`` is the day the data end, at most the last day. Without ``last_year`` the time a year earlier and what
    earlier reports differ in from today are left out, without ``late`` only that: each takes as long again. ValueError of no key.
    """
    facility = reader.records(Facility)[0]
    period = span_of(key, facility.period_start_day, cutoff)
    before = span_of(key_before(key), facility.period_start_day)
    complete_from = facility.records_complete_from
    basis = basis_of(reader, key, period, facility)
    from_list = basis.complete_from != complete_from
    stays = stay_facts(reader, ended_since=before.first)
    tables = _tables(reader, stays, key, period, basis)
    last = periods.last_before(reader, kind_of(key), period.first)
    previous = _previous(last, stays, before, key, basis)
    facts = _late(last, stays, {line.episode_id for line in tables[0].lines})
    note = ""
    if from_list:
        note = "Đầu kỳ theo danh sách của cơ sở khi mở sổ, chưa có báo cáo giấy để đối chiếu."
    elif complete_from is not None and period.first < complete_from <= period.cutoff:
        note = f"Sổ ghi đủ từ ngày {written(complete_from)}: số phát sinh trong kỳ chỉ tính từ ngày đó."
    seq = int(reader.value("SELECT coalesce(max(seq), 0) FROM counted_journal") or 0)
    year_ago = _last_year(reader, key, period, facility, basis) if last_year else ()
    rows = late_before(reader, key, period) if last_year and late else ()
    return MonthFigures(key, period, tables, previous, year_ago, checks_of(tables, previous), facts, note, seq, rows)


def late_before(reader: Reader, key: str, period: Period) -> tuple[LateRow, ...]:
    """What the reports closed before ``period``, the days of ``key``, differ in from today: left out without ``last_year``."""
    facility = reader.records(Facility)[0]

    def count(closed: str, days: Period) -> tuple[Table, ...]:
        since = span_of(key_before(closed), facility.period_start_day).first
        stays = stay_facts(reader, ended_since=since)
        return _tables(reader, stays, closed, days, basis_of(reader, closed, days, facility))

    return late_figures.gather(reader, key, period, count, lambda closed: (tables_of(closed), late_rows_of(closed)))


def year_before(reader: Reader, key: str, period: Period) -> tuple[Table, ...]:
    """The same time a year before ``period``, the days of ``key``: what `gather` leaves out without ``last_year``."""
    facility = reader.records(Facility)[0]
    basis = Basis(periods.figure_codes(reader), periods.limits(reader), facility.records_complete_from)
    return _last_year(reader, key, period, facility, basis)


def movement_table(stays: Sequence[StayFacts], period: Period, basis: Basis, *, named: bool = True) -> Table:
    """B01 of a period, with its typed opening; unless ``named`` its numbers with nobody behind them."""
    return movement.table(
        stays,
        period,
        basis.codes,
        basis.limits,
        complete_from=basis.complete_from,
        typed_opening={typed.category: typed.people for typed in basis.opening} or None,
        typed_source=next((typed.report_no for typed in basis.opening), ""),
        named=named,
    )


@dataclass(frozen=True)
class Basis:
    """By what every table of a report is counted."""

    codes: Sequence[Code]
    limits: Sequence[Limit]
    complete_from: date | None
    opening: Sequence[TypedOpening] = ()


def basis_of(reader: Reader, key: str, period: Period, facility: Facility, codes: Sequence[Code] = ()) -> Basis:
    """By what a time is counted; where nobody typed its opening, it is counted from those the book began with.

    ``codes`` are the lists of the figures where they were asked for already.
    """
    complete_from = facility.records_complete_from
    opening = periods.typed_openings(reader, key) or _opening_of_first_month(reader, key, period, facility)
    if complete_from is not None and complete_from == period.first and not opening:
        complete_from -= timedelta(days=1)
    return Basis(codes or periods.figure_codes(reader), periods.limits(reader), complete_from, tuple(opening))


def _opening_of_first_month(reader: Reader, key: str, period: Period, facility: Facility) -> list[TypedOpening]:
    """The opening typed for the month a longer time begins with: it is the same one."""
    month = key_on(ReportKind.MONTHLY, period.first)
    if kind_of(key) is ReportKind.MONTHLY or span_of(month, facility.period_start_day).first != period.first:
        return []
    return periods.typed_openings(reader, month)


def _tables(reader: Reader, stays: Sequence[StayFacts], key: str, period: Period, basis: Basis) -> tuple[Table, ...]:
    """Every table of a period with its typed numbers, B01 first, own tables last; B17 where the year has targets."""
    basis = replace(basis, codes=movement.CodeBook.of(basis.codes, basis.limits, period.cutoff))
    codes, limits, complete_from = basis.codes, basis.limits, basis.complete_from
    given = (period, codes, limits)
    b01 = movement_table(stays, period, basis)
    b02 = composition.table(stays, *given, complete_from=complete_from)
    b03 = disability.table(stays, *given, complete_from=complete_from)
    b04 = children.table(stays, *given, complete_from=complete_from)
    cases = case_history.case_histories(reader, limits, [stay.episode_id for stay in stays], period=period)
    therapy = therapy_history.therapy_history(reader, period)
    care = care_history.care_history(reader, period)
    b05 = daily_figures.keeping.table(stays, care, *given, complete_from=complete_from)
    b06 = daily_figures.health.table(stays, care, *given, complete_from=complete_from)
    b16 = daily_figures.incidents.table(stays, care, *given, complete_from=complete_from)
    b07 = rehabilitation.table(stays, therapy, *given, complete_from=complete_from)
    paths, services = path_history.paths_of_period(reader, period), path_history.service_history(reader, period)
    b08 = social_work.table(stays, cases, *given, therapy, services, complete_from=complete_from)
    known = {stay.episode_id for stay in stays}
    everybody = _with_those_gone(reader, stays, {path.person_id for path in paths if path.episode_id not in known})
    b09 = homecomings.table(everybody, paths, *given, complete_from=complete_from)
    b10 = service_use.table(stays, services, *given, complete_from=complete_from)
    b11 = _education(reader, stays, *given, therapy, complete_from=complete_from)
    b12 = staff_figures.table(staff_history(reader, period), *given, complete_from=complete_from)
    b13 = training_figures.table(services.activities, *given, complete_from=complete_from)
    b14 = money_figures.table(stays, payments(reader, period), *given, complete_from=complete_from)
    b15 = donations.table(services.relief, *given, complete_from=complete_from)
    own = periods.own_holidays(reader)
    shares = indicators.table(everybody, cases, *given, own, therapy, paths, care, complete_from=complete_from)
    counted = (b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15, b16, shares)
    typed = periods.typed_figures(reader, key)
    tables = tuple(typed_figures.with_typed(table, typed) for table in counted)
    designed = (
        own_tables.table(one, stays, *given, complete_from=complete_from) for one in report_layouts.own_tables(reader)
    )
    added = tuple(typed_figures.with_typed(table, typed) for table in designed)
    goals = targets.of_year(periods.targets(reader), period.last.year)
    if goals:
        tables = (*tables[:-1], targets.table(goals, (*tables, *added), *given), tables[-1])
    return (*tables, *added)


def checks_of(tables: Sequence[Table], previous: Table | None) -> tuple[identities.Check, ...]:
    """What must hold in and between the tables of a report: the identities of B01 to B03, of the others what is broken."""
    there = {table.code: table for table in tables}
    b01, b02, b03 = there["B01"], there["B02"], there["B03"]
    found = identities.checks(b01, previous=previous, composition=b02, disability=b03)
    others = [identities.whole(table) for table in tables if table.code not in ("B01", "B02", "B03")]
    if (b04 := there.get("B04")) is not None:
        others.append(identities.same_children(b01, b04))
    broken = [check for check in (*others, *typed_figures.checks(tables)) if check.holds is False]
    return (*found, *broken)


def _last_year(reader: Reader, key: str, now: Period, facility: Facility, basis: Basis) -> tuple[Table, ...]:
    """The same time a year earlier: as it was closed, else counted now; nothing where the book began later.

    Where the data of now end before the last day, so do those of last year: like is compared with like.
    """
    year_ago = key_last_year(key)
    cutoff = day_last_year(now.cutoff) if now.cutoff < now.last else None
    period = span_of(year_ago, facility.period_start_day, cutoff)
    closed = periods.newest_snapshot(reader, year_ago)
    if closed is not None and closed.state is not ReportState.REOPENED and cutoff in (None, closed.cutoff_on):
        return tuple(numbers_only(table) for table in tables_of(closed))
    if basis.complete_from is not None and basis.complete_from > period.first:
        return ()
    there = (stay for stay in stay_facts(reader, ended_since=period.first) if stay.start_on <= period.cutoff)
    stays = [replace(stay, masked=True) for stay in there]  # what would be told about them is not needed
    tables = _tables(reader, stays, year_ago, period, replace(basis, opening=()))
    return tuple(numbers_only(table) for table in tables)


def _with_those_gone(reader: Reader, stays: Sequence[StayFacts], people: set[str]) -> list[StayFacts]:
    """The stays of the period, and every other stay of ``people``, who are counted although that stay ended before it."""
    known = {stay.episode_id for stay in stays}
    earlier = stay_facts(reader, people=people, bare=True) if people else []
    return [*stays, *(stay for stay in earlier if stay.episode_id not in known)]


def _education(
    reader: Reader,
    stays: Sequence[StayFacts],
    period: Period,
    codes: Any,
    limits: Any,
    therapy: TherapyHistory,
    *,
    complete_from: date | None,
) -> Table:
    """B11; who works after leaving is counted as well, so their earlier stays are asked for."""
    courses, works = case_history.courses(reader), case_history.works(reader)
    here = {stay.person_id for stay in stays}
    learned = {one.person_id for one in courses} | {one.person_id for one in works}
    everybody = _with_those_gone(reader, stays, learned - here)
    years = case_history.school_years(reader)
    return education.table(
        everybody, years, courses, works, period, codes, limits, therapy, complete_from=complete_from
    )


def _previous(
    last: Snapshot | None, stays: Sequence[StayFacts], before: Period, key: str, basis: Basis
) -> Table | None:
    """B01 of the time before: as it was closed, else counted now; None where the book does not reach."""
    if last is not None and last.period == key_before(key):
        return next(t for t in tables_of(last) if t.code == "B01")
    if basis.complete_from is not None and basis.complete_from > before.first:
        return None
    return movement.table(stays, before, basis.codes, basis.limits, complete_from=basis.complete_from)


def _late(last: Snapshot | None, stays: Sequence[StayFacts], counted: set[str]) -> tuple[Late, ...]:
    if last is None:
        return ()
    closed = Period(last.first_on, last.last_on, last.cutoff_on)
    facts = identities.late_facts([s for s in stays if s.episode_id in counted or s.end_on], last.closed_at, closed)
    return tuple(
        Late(f.stay.name, _WHAT[f.kind], f.happened_on, local(f.entered_at).date(), f.stay.person_id) for f in facts
    )


# Frozen content


def frozen(figures: MonthFigures, facility: Facility, root: str = "", annexes: Sequence[Annex] = ()) -> str:
    """The content of a snapshot: the tables with their people and printed facts, late facts, the facility as named that day.

    ``root`` is the fingerprint of the facility's root; "" when it has none. ``annexes`` are the lists bound into the report.
    """
    content = {
        "schema": "carebook-snapshot-1",
        "period": figures.key,
        "tables": [table.to_json() for table in figures.tables],
        "previous": numbers_only(figures.previous).to_json() if figures.previous is not None else None,
        "last_year": [table.to_json() for table in figures.last_year],
        "late": [
            asdict(f) | {"happened_on": f.happened_on.isoformat(), "recorded_on": f.recorded_on.isoformat()}
            for f in figures.late
        ],
        "late_rows": [late_figures.to_json(row) for row in figures.late_rows],
        "opening_note": figures.opening_note,
        "annexes": [annex.to_json() for annex in annexes],
        "facility": {
            "name": facility.name,
            "symbol": facility.symbol,
            "parent_agency": facility.parent_agency,
            "place": facility.place,
            "is_sample": facility.is_sample,
            "id": facility.id,
            "root": root,
        },
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(content: str) -> str:
    """The hash that ties a snapshot's content to its paper."""
    return hashlib.sha256(content.encode()).hexdigest()


def tables_of(snapshot: Snapshot) -> tuple[Table, ...]:
    """The frozen tables; ValueError when the content is not the one that was closed."""
    if hash_of(snapshot.content) != snapshot.content_hash:
        raise ValueError(snapshot.id)
    return tuple(Table.from_json(kept) for kept in json.loads(snapshot.content)["tables"])


def previous_of(snapshot: Snapshot) -> Table | None:
    """The frozen B01 of the time before, as numbers; None where it was not known, or the version is older than this."""
    kept = json.loads(snapshot.content).get("previous")
    return Table.from_json(kept) if kept else None


def last_year_of(snapshot: Snapshot) -> tuple[Table, ...]:
    """The frozen numbers of the same time a year earlier; none where they were not known, or the version is older than this."""
    return tuple(Table.from_json(kept) for kept in json.loads(snapshot.content).get("last_year", ()))


def narrative_of(snapshot: Snapshot) -> dict[str, str]:
    """The typed parts of the narrative by their codes."""
    found: dict[str, str] = json.loads(snapshot.narrative or "{}")
    return found


def late_of(snapshot: Snapshot) -> tuple[Late, ...]:
    """The late facts that were frozen with the tables."""
    return tuple(
        Late(**(fact | {day: date.fromisoformat(fact[day]) for day in ("happened_on", "recorded_on")}))
        for fact in json.loads(snapshot.content)["late"]
    )


def late_rows_of(snapshot: Snapshot) -> tuple[LateRow, ...]:
    """The numbers of earlier reports that had changed when this one was closed; none in a version older than this."""
    return tuple(late_figures.from_json(kept) for kept in json.loads(snapshot.content).get("late_rows", ()))


def annexes_of(snapshot: Snapshot) -> tuple[Annex, ...]:
    """The lists that were bound into a version when it was closed; none in one older than this."""
    return tuple(Annex.from_json(kept) for kept in json.loads(snapshot.content).get("annexes", ()))


def superior_on(reader: Reader, facility: Facility, day: date) -> str:
    """The name of the managing agency on a day: the facility's own words, else the dated name of the department."""
    return facility.parent_agency or agency_on(periods.agencies(reader), "department", day)
