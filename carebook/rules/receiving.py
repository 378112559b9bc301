"""What arrives at a department: whose it is, whether it counts, what is still owed, and who stands in two facilities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import combinations

from carebook.dates import today_in_vietnam
from carebook.records.codes import Limit
from carebook.records.facility import Facility
from carebook.records.periods import ReportKind
from carebook.records.receiving import ReceivedParcel, ReceivedPerson, ReportingFacility
from carebook.rules.duplicates import PersonFacts, Suspicion, folded_name, suspicion
from carebook.rules.parcels import DataPackage, Parcel
from carebook.rules.periods import due_on, span_of
from carebook.rules.problem import Problem
from carebook.words import N_, message

REPORT, DATA = "report", "data"
"""The kinds of packages a department receives: codes of the list ``parcel_kind``."""

UNKNOWN_SIGNER, UNSIGNED = "facility_unknown", "unsigned"
"""The verdicts on a package whose signer's facility was not compared with paper yet, and on a file without a signature."""

_BELIEVED = frozenset({"ca_timestamped", "ca", "facility_trusted"})


class Standing(Enum):
    """What became of a package."""

    TAKEN = "taken"
    SAME = "same"
    OLDER = "older"
    CONFLICT = "conflict"
    PARKED = "parked"
    REFUSED = "refused"


STANDING_WORDS = {
    Standing.TAKEN: N_("Taken in"),
    Standing.SAME: N_("Received already"),
    Standing.OLDER: N_("Older version"),
    Standing.CONFLICT: N_("Same version, other figures"),
    Standing.PARKED: N_("Waiting for comparison"),
    Standing.REFUSED: N_("Not taken"),
}
"""The chip of each standing."""


def standing(parcel: Parcel | DataPackage, known: Iterable[ReceivedParcel], parcel_kind: str = REPORT) -> Standing:
    """What a well signed package is beside what its facility has sent before: taken, the same again, older, or in conflict.

    The same version with the same figures is the same report, whatever its file. Two files of one version with different
    figures contradict each other: somebody has to ask. A later version replaces an earlier one, never the reverse. The people
    of a data package may be told anew behind the same figures, so it is taken again.
    """
    there = [
        one
        for one in known
        if not one.refused
        and one.parcel_kind == parcel_kind
        and one.kind is parcel.kind
        and one.period == parcel.period
    ]
    same = [one.data_hash == parcel.data_hash for one in there if one.report_version == parcel.version]
    if not all(same):
        return Standing.CONFLICT
    if same and parcel_kind == REPORT:
        return Standing.SAME
    return Standing.OLDER if any(one.report_version > parcel.version for one in there) else Standing.TAKEN


def counted(parcels: Iterable[ReceivedParcel]) -> ReceivedParcel | None:
    """The version that counts among the packages of one facility about one time: the highest, of its files the newest.

    None when nothing was taken.
    """
    taken = (one for one in parcels if not one.refused)
    return max(taken, key=lambda one: (one.report_version, one.received_at, one.id), default=None)


def standing_of(row: ReceivedParcel, rows: Iterable[ReceivedParcel]) -> Standing:
    """What a kept package is now; ``rows`` are all that are kept, or at least those of its facility and time."""
    siblings = [one for one in rows if _about(one) == _about(row)]
    if row.refused:
        readable = row.level in _BELIEVED and bool(row.period)
        if row.level == UNKNOWN_SIGNER or (readable and row.reporting_facility_id is None):
            return Standing.PARKED
        other = any(not one.refused and one.report_version == row.report_version for one in siblings)
        return Standing.CONFLICT if readable and other else Standing.REFUSED
    best = counted(siblings)
    if best is None or best.id == row.id:
        return Standing.TAKEN
    return Standing.OLDER if best.report_version > row.report_version else Standing.SAME


def _about(row: ReceivedParcel) -> tuple[str | None, str, ReportKind, str]:
    return (row.reporting_facility_id, row.parcel_kind, row.kind, row.period)


def newest_by_facility(parcels: Iterable[ReceivedParcel]) -> dict[str, ReceivedParcel]:
    """The version that counts of each facility, by the facility's row; ``parcels`` are of one kind of package and one time."""
    rows: dict[str, list[ReceivedParcel]] = {}
    for one in parcels:
        if one.reporting_facility_id is not None:
            rows.setdefault(one.reporting_facility_id, []).append(one)
    return {facility: best for facility, its in rows.items() if (best := counted(its)) is not None}


# Whose it is


def whose(
    facilities: Iterable[ReportingFacility], *, root: str, facility_id: str, name: str
) -> ReportingFacility | None:
    """The facility of a signed package; None when it is not in the list yet.

    The code of the root that signed it decides; without one (a public authority's certificate) the number of the book. A facility
    that was typed by hand and has sent nothing yet is known by its name.
    """
    listed = list(facilities)
    if root and (found := next((one for one in listed if one.fingerprint == root), None)):
        return found
    unbound = [one for one in listed if not one.fingerprint or not root]
    if facility_id and (found := next((one for one in unbound if one.facility_id == facility_id), None)):
        return found
    folded = folded_name(name)
    nameless = (one for one in unbound if not one.facility_id and not one.fingerprint)
    return next((one for one in nameless if folded and folded_name(one.name) == folded), None)


def under_another_key(
    facilities: Iterable[ReportingFacility], *, root: str, facility_id: str
) -> ReportingFacility | None:
    """The facility whose number a package bears although another key than the facility's signed it; None when there is none."""
    if not root or not facility_id:
        return None
    return next(
        (one for one in facilities if one.facility_id == facility_id and one.fingerprint and one.fingerprint != root),
        None,
    )


def is_vouched(
    facility: ReportingFacility, names: Iterable[str], signers: Sequence[str], earlier: Iterable[ReceivedParcel]
) -> bool:
    """Whether signers under a public authority are known to sign for a facility.

    ``names`` are what their certificates call them and their organisations: one of them is the facility's, or the same
    ``signers`` were believed for it before.
    """
    own = folded_name(facility.name)
    return any(folded_name(name) == own for name in names) or any(
        not one.refused and one.reporting_facility_id == facility.id and set(one.signers) == set(signers)
        for one in earlier
    )


def problems_in(facility: ReportingFacility) -> list[Problem]:
    """What is wrong with a facility in the list."""
    found: list[Problem] = []
    if not facility.name.strip():
        found.append(Problem("name", message("The name of the center is needed.")))
    if facility.beds is not None and not 0 <= facility.beds <= 100_000:
        found.append(Problem("beds", message("The number of beds lies between 0 and 100,000.")))
    if facility.from_on and facility.to_on and facility.to_on < facility.from_on:
        found.append(Problem("to_on", message("The last day lies before the first one.")))
    return found


# What is owed


@dataclass(frozen=True)
class Owed:
    """One report a facility owes, and whether it is there.

    ``parcel`` is the version that counts. ``late``: the first one came after its day. ``missing``: its day is over and none came.
    """

    facility: ReportingFacility
    kind: ReportKind
    period: str
    due_on: date | None
    parcel: ReceivedParcel | None
    late: bool
    missing: bool


def owed(
    facilities: Sequence[ReportingFacility],
    parcels: Iterable[ReceivedParcel],
    kind: ReportKind,
    periods: Sequence[str],
    limits: Sequence[Limit],
    department: Facility,
    today: date,
) -> list[Owed]:
    """What each facility owes of one kind of report, facility by facility, each in the order of ``periods``.

    A facility owes no report of a time that lies outside the days it reports. The day is the department's own for the month
    (``Facility.report_day``), the law's for the others; a report on demand has none and is never late.
    """
    sent: dict[tuple[str, str], list[ReceivedParcel]] = {}
    for one in parcels:
        if one.parcel_kind == REPORT and one.kind is kind and one.reporting_facility_id and not one.refused:
            sent.setdefault((one.reporting_facility_id, one.period), []).append(one)
    found = []
    for facility in facilities:
        for period in periods:
            if not _owes(facility, period):
                continue
            day = due_on(kind, period, limits, department)
            its = sent.get((facility.id, period), [])
            came = min((today_in_vietnam(one.received_at) for one in its), default=None)
            late = day is not None and came is not None and came > day
            missing = day is not None and came is None and today > day
            found.append(Owed(facility, kind, period, day, counted(its), late, missing))
    return found


def _owes(facility: ReportingFacility, period: str) -> bool:
    span = span_of(period)
    return (facility.from_on is None or span.last >= facility.from_on) and (
        facility.to_on is None or span.first <= facility.to_on
    )


# The same person in two facilities


@dataclass(frozen=True)
class Meeting:
    """Two people of two facilities (their rows' ids) who may be one, and why."""

    facilities: tuple[str, str]
    people: tuple[ReceivedPerson, ReceivedPerson]
    why: Suspicion


def same_people(people: Mapping[str, Sequence[ReceivedPerson]]) -> list[Meeting]:
    """Who may stand in two facilities at once, the surest first; ``people`` are those present, by facility.

    Asks the same as a new file does inside one book (`rules.duplicates`). Two can only be one when they share a number, a
    name without its marks, or a birth date, so only those are compared: a province is done in seconds.
    """
    facts = {
        one.id: (facility, one, PersonFacts(one.id, (one.full_name,), one.sex, one.born, _numbers(one)))
        for facility, its in people.items()
        for one in its
    }
    groups: dict[tuple[str, str], list[str]] = {}
    for row, (_facility, _person, about) in facts.items():
        for key in _keys(about):
            groups.setdefault(key, []).append(row)
    pairs = {pair for rows in groups.values() for pair in combinations(sorted(rows), 2)}
    found = []
    for first, second in sorted(pairs):
        (one_facility, one, one_facts), (other_facility, other, other_facts) = facts[first], facts[second]
        if one_facility != other_facility and (why := suspicion(one_facts, other_facts)) is not None:
            found.append(Meeting((one_facility, other_facility), (one, other), why))
    return sorted(found, key=lambda pair: (not pair.why.certain, len(pair.why.differ) - len(pair.why.agree)))


def _numbers(person: ReceivedPerson) -> tuple[str, ...]:
    return (person.national_id,) if person.national_id else ()


def _keys(about: PersonFacts) -> Iterator[tuple[str, str]]:
    for number in about.numbers:
        yield "number", number
    for name in about.folded_names:
        yield "name", name
    if about.born is not None and about.born.precision == "day" and not about.born.estimated:
        yield "born", about.born.earliest.isoformat()
