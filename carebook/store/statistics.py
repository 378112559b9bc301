"""Questions of quick statistics: the answer to a design, the names of wards and case managers, the designs kept by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.records.facility import Facility, Ward
from carebook.records.figures import Period, Table
from carebook.records.office import SavedStatistic
from carebook.records.staff import StaffMember
from carebook.rules import permissions, statistics
from carebook.rules.movement import CodeBook
from carebook.rules.names import sort_key
from carebook.rules.statistics import Design
from carebook.store import periods
from carebook.store.book import Reader
from carebook.store.stays import stay_facts

SHELTER = "Nơi tạm lánh"
"""What a ward is called that is never shown with a place."""


@dataclass(frozen=True)
class Statistic:
    """The answer: ``table`` is None when the book does not reach back that far, which it does from ``complete_from`` on."""

    design: Design
    period: Period
    table: Table | None
    complete_from: date | None
    filters: tuple[str, ...] = ()


def named_values(reader: Reader) -> Mapping[str, Mapping[str, str]]:
    """The names of the wards and of the members of staff by their ids, in their order."""
    reader.asks("figures")
    wards = reader.records(Ward, withdrawn=True, order="position, name")
    members = sorted(reader.records(StaffMember, withdrawn=True), key=lambda one: sort_key(one.full_name))
    return {
        "ward": {one.id: SHELTER if one.hidden else one.name for one in wards},
        "case_manager": {one.id: one.full_name for one in members},
    }


def statistic(reader: Reader, design: Design, period: Period, today: date) -> Statistic:
    """The people of a period (of its cut-off for who is there) crossed by two facts; every role gets the same numbers."""
    reader.asks("figures")
    complete_from = reader.records(Facility)[0].records_complete_from
    named, codes, limits = named_values(reader), periods.figure_codes(reader), periods.limits(reader)
    book = CodeBook.of(codes, limits, period.cutoff)
    may_open = _may_open(reader, today)
    only = [(fact, values) for fact, values in design.only.items() if values]
    said = tuple(statistics.filter_words(fact, values, book, named, may_open) for fact, values in only)
    if not statistics.is_known(design, period, complete_from):
        return Statistic(design, period, None, complete_from, said)
    since = period.cutoff if design.who is statistics.Who.PRESENT else period.first
    stays = stay_facts(reader, ended_since=since)
    made = statistics.table(stays, design, period, codes, limits, named=named, may_open=may_open)
    return Statistic(design, period, made, complete_from, said)


def _may_open(reader: Reader, today: date) -> frozenset[str]:
    """Which kinds of protected values the asker may know of whom."""
    actor = reader.actor
    if actor is None:
        return frozenset({"hiv", "violence"})
    hiv = {"hiv"} if permissions.may_see_hiv(actor, today) else set()
    return frozenset(hiv | ({"violence"} if permissions.may_open_restricted(actor, today) else set()))


def filter_choices(reader: Reader, day: date, today: date) -> Mapping[str, list[tuple[str, str]]]:
    """The values each fact can be filtered by, as (value, words); facts that only count are left out."""
    book, named = CodeBook(periods.figure_codes(reader), periods.limits(reader), day), named_values(reader)
    may_open = _may_open(reader, today)
    offered = {fact: statistics.choices(fact, book, named, may_open) for fact in statistics.FACTS}
    return {fact: choices for fact, choices in offered.items() if choices}


def saved_statistics(reader: Reader) -> list[SavedStatistic]:
    """The statistics the asker keeps, and those kept for everybody, in the order of the alphabet."""
    reader.asks("figures")
    own = reader.actor.staff_member_id if reader.actor is not None else ""
    found = reader.records(SavedStatistic, "shared = 1 OR owner_id = ?", (own,))
    return sorted(found, key=lambda one: [sort_key(word) for word in one.name.split()])
