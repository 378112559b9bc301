"""What the page asks a department's book: its packages of one time, what is owed, the sums, its centers, people in two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.records.facility import Facility
from carebook.records.periods import ReportKind
from carebook.records.receiving import ReceivedParcel, ReportingFacility
from carebook.rules.parcels import ParcelTable
from carebook.rules.periods import key_before, key_on, keys_open, span_of
from carebook.rules.receiving import (
    DATA,
    Meeting,
    Owed,
    Standing,
    newest_by_facility,
    owed,
    same_people,
    standing_of,
)
from carebook.rules.roll_up import RollUp, roll_up
from carebook.store import periods
from carebook.store.book import Reader
from carebook.store.receiving import BookStore

WAITING = frozenset({Standing.PARKED, Standing.CONFLICT, Standing.REFUSED})
"""What somebody has to look at."""


@dataclass(frozen=True)
class Arrived:
    """One package as the list shows it; ``center`` is "" where nobody knows yet whose it is."""

    parcel: ReceivedParcel
    center: str
    standing: Standing

    @property
    def id(self) -> str:
        """The id of the package."""
        return self.parcel.id


@dataclass(frozen=True)
class Center:
    """One center that reports: since when its identity code is compared with paper, and its newest package."""

    facility: ReportingFacility
    checked_on: date | None
    last: ReceivedParcel | None

    @property
    def id(self) -> str:
        """The id of the row."""
        return self.facility.id


@dataclass(frozen=True)
class Summed:
    """The reports of one time added up, with what stands behind each row: the package and its tables, by the center's row."""

    table: RollUp
    parcels: Mapping[str, ReceivedParcel]
    tables: Mapping[str, Sequence[ParcelTable]]
    missing: Sequence[ReportingFacility]


@dataclass(frozen=True)
class Department:
    """Everything the page shows of one kind of report and one time.

    ``arrived`` came about that time, ``waiting`` is what somebody has to look at, ``everything`` all packages of every kind.
    ``owed`` holds the times of the year of ``key``, by center and time. ``meetings`` is None for who may not see people.
    """

    kind: ReportKind
    key: str
    keys: Sequence[str]
    year: Sequence[str]
    arrived: Sequence[Arrived]
    waiting: Sequence[Arrived]
    everything: Sequence[Arrived]
    owed: Mapping[tuple[str, str], Owed]
    summed: Summed
    centers: Sequence[Center]
    meetings: Sequence[Meeting] | None


def department(
    reader: Reader, *, kind: ReportKind, key: str, about: Facility, today: date, sees_people: bool
) -> Department:
    """What there is of one kind of report; ``key`` "" is the newest time anything came about, else the one before today's."""
    store = BookStore(reader)
    facilities, everything = store.facilities(), store.parcels()
    names = {one.id: one.name for one in facilities}
    keys = _keys(kind, facilities, everything, today)
    key = key if key in keys else _newest(kind, everything, keys)
    rows = _with_siblings(everything)
    listed = [Arrived(one, names.get(one.reporting_facility_id or "", ""), standing_of(one, its)) for one, its in rows]
    year = _year(kind, key)
    due = owed(facilities, everything, kind, year, periods.limits(reader), about, today)
    checked = {one.fingerprint: one.checked_on for one in periods.trusted_facilities(reader)}
    newest = _newest_of_each(everything)
    return Department(
        kind=kind,
        key=key,
        keys=keys,
        year=year,
        arrived=[one for one in listed if one.parcel.kind is kind and one.parcel.period == key],
        waiting=[one for one in listed if one.standing in WAITING],
        everything=listed,
        owed={(one.facility.id, one.period): one for one in due},
        summed=_summed(store, reader, [one for one in due if one.period == key], key),
        centers=[Center(one, checked.get(one.fingerprint), newest.get(one.id)) for one in facilities],
        meetings=_meetings(store, everything) if sees_people else None,
    )


def _with_siblings(parcels: Sequence[ReceivedParcel]) -> list[tuple[ReceivedParcel, Sequence[ReceivedParcel]]]:
    """Each package with those of the same center and time, among which it counts or not."""
    groups: dict[tuple[str | None, str], list[ReceivedParcel]] = {}
    for one in parcels:
        groups.setdefault((one.reporting_facility_id, one.period), []).append(one)
    return [(one, groups[one.reporting_facility_id, one.period]) for one in parcels]


def _keys(
    kind: ReportKind, facilities: Sequence[ReportingFacility], parcels: Sequence[ReceivedParcel], today: date
) -> list[str]:
    """The times that can be shown, the newest first: a year at least, else from the first report or center on."""
    days = [today.replace(year=today.year - 1, day=1)]
    days += [one.from_on for one in facilities if one.from_on is not None]
    days += [span_of(key).first for key in {one.period for one in parcels if one.kind is kind and one.period}]
    return keys_open(kind, min(days), today)


def _newest(kind: ReportKind, parcels: Sequence[ReceivedParcel], keys: Sequence[str]) -> str:
    there = {one.period for one in parcels if one.kind is kind and not one.refused}
    return next((key for key in keys if key in there), keys[min(1, len(keys) - 1)])


def _year(kind: ReportKind, key: str) -> list[str]:
    """The times of the calendar year of ``key``, the first one first; of years that year and the four before."""
    last = span_of(key).last
    found = [key_on(kind, date(last.year, 12, 31))]
    while len(found) < {ReportKind.MONTHLY: 12, ReportKind.QUARTERLY: 4, ReportKind.HALF_YEARLY: 2}.get(kind, 5):
        found.append(key_before(found[-1]))
    return found[::-1]


def _newest_of_each(parcels: Sequence[ReceivedParcel]) -> dict[str, ReceivedParcel]:
    """The package that came last of each center, by its row; ``parcels`` come the newest first."""
    return {
        one.reporting_facility_id: one for one in reversed(parcels) if one.reporting_facility_id and not one.refused
    }


def _summed(store: BookStore, reader: Reader, due: Sequence[Owed], key: str) -> Summed:
    parcels = {one.facility.id: one.parcel for one in due if one.parcel is not None}
    found = store.tables([parcel.id for parcel in parcels.values()])
    tables = {center: found[parcel.id] for center, parcel in parcels.items()}
    parts = {one.facility: tables.get(one.facility.id, ()) for one in due}
    table = roll_up(parts, periods.figure_codes(reader), span_of(key).last)
    return Summed(table, parcels, tables, [one.facility for one in due if one.parcel is None])


def _meetings(store: BookStore, parcels: Sequence[ReceivedParcel]) -> list[Meeting]:
    """Who stands in the newest data packages of two centers."""
    by_time: dict[str, list[ReceivedParcel]] = {}
    for one in parcels:
        if one.parcel_kind == DATA and not one.refused:
            by_time.setdefault(one.period, []).append(one)
    newest: dict[str, ReceivedParcel] = {}
    for time in sorted(by_time, key=lambda one: span_of(one).last):
        newest |= newest_by_facility(by_time[time])
    people = store.people([one.id for one in newest.values()])
    return same_people({center: people[one.id] for center, one in newest.items()})
