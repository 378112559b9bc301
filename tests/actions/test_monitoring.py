"""The monitoring plan written, ended, struck through; the care level with what is measured by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.monitoring import end_monitoring, save_monitoring, set_care_level, strike_monitoring
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Episode
from carebook.records.monitoring import MonitoringPlan
from carebook.records.staff import Actor, Role
from carebook.rules.monitoring import default_monitoring
from carebook.store.book import Book
from carebook.store.monitoring import monitoring_of
from carebook.store.observations import care_levels_of
from tests.actions.admissions import admit, journal_length
from tests.daily_samples import TODAY, care_level, daily_codes, monitoring


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse."""
    return actor_with(Role.NURSE)


def rows(book: Book, by: Actor, now: datetime, stay: Episode) -> list[tuple[str, str, date | None, date | None]]:
    with book.reading_for(by, now) as reader:
        return [(one.measure, one.frequency, one.from_on, one.to_on) for one in monitoring_of(reader, stay.id)]


def refused(action: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as found:
        action()
    return [one.field for one in found.value.problems]


def test_a_measure_is_monitored_more_often_and_then_no_more(
    book: Book, nurse: Actor, now: datetime, stay: Episode
) -> None:
    first: MonitoringPlan = save_monitoring(book, monitoring(stay.id), by=nurse, now=now).result
    assert first.set_by_id == nurse.staff_member_id
    change = save_monitoring(
        book, monitoring(stay.id, frequency="three_daily", from_on=TODAY, because="Tăng huyết áp"), by=nurse, now=now
    )
    assert change.subjects == {"daily_care"}
    more: MonitoringPlan = change.result
    assert rows(book, nurse, now, stay) == [
        ("blood_pressure", "three_daily", TODAY, None),
        ("blood_pressure", "daily", date(2026, 1, 5), TODAY),
    ]
    save_monitoring(book, replace(more, high=160.0), by=nurse, now=now, seen=more.version)
    with pytest.raises(Outdated):
        save_monitoring(book, replace(more, high=150.0), by=nurse, now=now, seen=more.version)
    ended = end_monitoring(book, more.id, TODAY + timedelta(days=2), by=nurse, now=now)
    assert rows(book, nurse, now, stay)[0][3] == TODAY + timedelta(days=2)
    undo_deed(book, ended.op, by=nurse, now=now)
    assert rows(book, nurse, now, stay)[0][3] is None
    strike_monitoring(book, more.id, by=nurse, now=now, reason="nhầm người")
    assert rows(book, nurse, now, stay) == [("blood_pressure", "daily", date(2026, 1, 5), TODAY)]


def test_what_is_wrong_with_a_plan_leaves_no_trace(book: Book, nurse: Actor, now: datetime, stay: Episode) -> None:
    first: MonitoringPlan = save_monitoring(book, monitoring(stay.id), by=nurse, now=now).result
    before = journal_length(book, now)
    same = monitoring(stay.id, from_on=date(2026, 1, 5))
    assert refused(lambda: save_monitoring(book, same, by=nurse, now=now)) == ["measure"]
    earlier = end = date(2026, 1, 4)
    assert refused(lambda: end_monitoring(book, first.id, end, by=nurse, now=now)) == ["to_on"]
    assert refused(lambda: save_monitoring(book, monitoring(stay.id, "pulse", from_on=earlier), by=nurse, now=now)) == [
        "from_on"
    ]
    assert refused(lambda: save_monitoring(book, monitoring(stay.id, "x", frequency="y"), by=nurse, now=now)) == [
        "measure",
        "frequency",
    ]
    assert refused(lambda: strike_monitoring(book, first.id, by=nurse, now=now, reason=" ")) == ["reason"]
    assert journal_length(book, now) == before
    strike_monitoring(book, first.id, by=nurse, now=now, reason="nhầm")
    assert refused(lambda: end_monitoring(book, first.id, TODAY, by=nurse, now=now)) == [""]
    with pytest.raises(LookupError):
        end_monitoring(book, "nobody", TODAY, by=nurse, now=now)


def test_a_care_level_brings_what_was_accepted_with_it(
    book: Book, nurse: Actor, now: datetime, stay: Episode, actor_with: Callable[..., Actor]
) -> None:
    save_monitoring(book, monitoring(stay.id, frequency="weekly"), by=nurse, now=now)
    offered = default_monitoring("total", stay.id, TODAY, daily_codes())
    level = care_level(stay.id, level="total", from_on=TODAY, because="Sau đột quỵ")
    change = set_care_level(book, level, offered, by=nurse, now=now)
    assert change.said is not None
    assert change.said.id == "Set the care level of {name}."
    assert sorted(one[:2] for one in rows(book, nurse, now, stay)) == [
        ("blood_pressure", "weekly"),
        ("pulse", "daily"),
        ("stool", "daily"),
        ("temperature", "daily"),
        ("turning", "every_2_hours"),
        ("weight", "monthly"),
    ]
    set_care_level(book, replace(level, level="palliative"), by=nurse, now=now)
    with book.reading_for(nurse, now) as reader:
        levels = care_levels_of(reader, stay.id, TODAY)
    assert [one.level for one in levels.all] == ["palliative"]
    carer = actor_with(Role.CAREGIVER)
    before = journal_length(book, now)
    for wrong, fields in (
        (replace(level, level="no_such"), ["level"]),
        (replace(level, from_on=None), ["from_on"]),
        (replace(level, from_on=TODAY + timedelta(days=1)), ["from_on"]),
        (replace(level, from_on=date(2025, 1, 1)), ["from_on"]),
    ):
        assert refused(lambda wrong=wrong: set_care_level(book, wrong, by=nurse, now=now)) == fields
    with pytest.raises(Refused):
        set_care_level(book, level, by=carer, now=now)
    assert journal_length(book, now) == before
