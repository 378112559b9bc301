"""The figures of one month as a screen or a paper needs them: tables, checks, comparison, late facts; no drawing here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from carebook.dates import local
from carebook.records.facility import Facility
from carebook.records.figures import Period, Table
from carebook.records.periods import Snapshot
from carebook.records.stay_facts import StayFacts
from carebook.records.therapy_history import TherapyHistory
from carebook.rules import (
    composition,
    daily_figures,
    disability,
    education,
    homecomings,
    identities,
    indicators,
    movement,
    rehabilitation,
    service_use,
    social_work,
)
from carebook.rules.dated import agency_on
from carebook.rules.periods import month_before, period_of
from carebook.store import care_history, case_history, path_history, periods, therapy_history
from carebook.store.book import Reader
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
    """One month's tables with what must hold between them. ``previous`` is B01 of the month before, None when not known."""

    month: str
    period: Period
    tables: tuple[Table, ...]
    previous: Table | None
    checks: tuple[identities.Check, ...]
    late: tuple[Late, ...]
    opening_note: str
    seq: int

    def table(self, code: str) -> Table:
        """One table by its code; KeyError when there is none."""
        return {t.code: t for t in self.tables}[code]

    @property
    def blocking(self) -> tuple[identities.Check, ...]:
        """The broken checks that stand against closing."""
        return tuple(c for c in self.checks if c.holds is False and c.blocks)


_WHAT = {"start": "Tiếp nhận", "end": "Dừng trợ giúp", "category": "Chuyển nhóm"}


def gather(reader: Reader, month: str, *, cutoff: date | None = None) -> MonthFigures:
    """The month's figures as the reader may see them; every role gets the same numbers."""
    facility = reader.records(Facility)[0]
    period = period_of(month, facility.period_start_day, cutoff)
    before = period_of(month_before(month), facility.period_start_day)
    codes, limits = periods.figure_codes(reader), periods.limits(reader)
    stays = stay_facts(reader, ended_since=before.first)
    complete_from = facility.records_complete_from
    typed = {t.category: t.people for t in periods.typed_openings(reader, month)}
    from_list = complete_from == period.first and not typed
    if from_list and complete_from is not None:
        complete_from -= timedelta(days=1)  # nobody typed the opening: it is counted from those the book began with
    source = next((t.report_no for t in periods.typed_openings(reader, month)), "")
    b01 = movement.table(
        stays, period, codes, limits, complete_from=complete_from, typed_opening=typed or None, typed_source=source
    )
    b02 = composition.table(stays, period, codes, limits, complete_from=complete_from)
    b03 = disability.table(stays, period, codes, limits, complete_from=complete_from)
    last = periods.last_before(reader, month)
    previous = _previous(last, stays, before, month, codes, limits, complete_from)
    given = (period, codes, limits)
    cases = case_history.case_histories(reader, limits, [stay.episode_id for stay in stays])
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
    own = periods.own_holidays(reader)
    shares = indicators.table(everybody, cases, *given, own, therapy, paths, care, complete_from=complete_from)
    found = identities.checks(b01, previous=previous, composition=b02, disability=b03)
    late = _late(last, stays, {line.episode_id for line in b01.lines})
    note = ""
    if from_list:
        note = "Đầu kỳ theo danh sách của cơ sở khi mở sổ, chưa có báo cáo giấy để đối chiếu."
    seq = int(reader.value("SELECT coalesce(max(seq), 0) FROM counted_journal") or 0)
    tables = (b01, b02, b03, b05, b06, b07, b08, b09, b10, b11, b16, shares)
    return MonthFigures(month, period, tables, previous, tuple(found), late, note, seq)


def _with_those_gone(reader: Reader, stays: Sequence[StayFacts], people: set[str]) -> list[StayFacts]:
    """The stays of the period, and every other stay of ``people``, who are counted although that stay ended before it."""
    known = {stay.episode_id for stay in stays}
    earlier = stay_facts(reader, people=people) if people else []
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
    last: Snapshot | None,
    stays: Sequence[StayFacts],
    before: Period,
    month: str,
    codes: Any,
    limits: Any,
    complete_from: date | None,
) -> Table | None:
    """B01 of the month before: as it was closed, else counted now; None where the book does not reach."""
    if last is not None and last.period == month_before(month):
        return next(t for t in tables_of(last) if t.code == "B01")
    if complete_from is not None and complete_from > before.first:
        return None
    return movement.table(stays, before, codes, limits, complete_from=complete_from)


def _late(last: Snapshot | None, stays: Sequence[StayFacts], counted: set[str]) -> tuple[Late, ...]:
    if last is None:
        return ()
    closed = Period(last.first_on, last.last_on, last.cutoff_on)
    facts = identities.late_facts([s for s in stays if s.episode_id in counted or s.end_on], last.closed_at, closed)
    return tuple(
        Late(f.stay.name, _WHAT[f.kind], f.happened_on, local(f.entered_at).date(), f.stay.person_id) for f in facts
    )


# Frozen content


def frozen(figures: MonthFigures, facility: Facility) -> str:
    """The content of a snapshot: the tables with their people and printed facts, late facts, the facility as named that day."""
    content = {
        "schema": "carebook-snapshot-1",
        "month": figures.month,
        "tables": [table.to_json() for table in figures.tables],
        "late": [
            asdict(f) | {"happened_on": f.happened_on.isoformat(), "recorded_on": f.recorded_on.isoformat()}
            for f in figures.late
        ],
        "opening_note": figures.opening_note,
        "facility": {
            "name": facility.name,
            "symbol": facility.symbol,
            "parent_agency": facility.parent_agency,
            "place": facility.place,
            "is_sample": facility.is_sample,
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


def narrative_of(snapshot: Snapshot) -> dict[str, str]:
    """The typed parts of the narrative by their codes."""
    found: dict[str, str] = json.loads(snapshot.narrative or "{}")
    return found


def late_of(snapshot: Snapshot) -> tuple[Late, ...]:
    """The late facts that were frozen with the tables."""
    return tuple(
        Late(
            f["name"],
            f["what"],
            date.fromisoformat(f["happened_on"]),
            date.fromisoformat(f["recorded_on"]),
            f["person_id"],
        )
        for f in json.loads(snapshot.content)["late"]
    )


def against_today(snapshot: Snapshot, today: MonthFigures) -> list[identities.ChangedCell]:
    """The numbers of B01 in which the closed version and today's data differ, with the people behind the difference."""
    closed = next(t for t in tables_of(snapshot) if t.code == "B01")
    return identities.changed_cells(closed, today.table("B01"))


def superior_on(reader: Reader, facility: Facility, day: date) -> str:
    """The name of the managing agency on a day: the facility's own words, else the dated name of the department."""
    return facility.parent_agency or agency_on(periods.agencies(reader), "department", day)


def months_open(first: date | None, today: date) -> list[str]:
    """The months a report can be made for, the newest first: from the book's beginning to the running month."""
    year, month = (first or today).year, (first or today).month
    found = []
    while (year, month) <= (today.year, today.month):
        found.append(f"{year}-{month:02d}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found[::-1]
