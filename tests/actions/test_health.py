"""Illnesses, vaccinations, checks, examinations and treatments written down, corrected, struck through and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.health import (
    end_treatment,
    record_health_checks,
    save_condition,
    save_consultation,
    save_immunisation,
    save_treatment,
    strike_condition,
    strike_consultation,
    strike_health_check,
    strike_immunisation,
    strike_treatment,
)
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Episode
from carebook.records.health import HealthCheck
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.health import HealthFile, health_of
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length
from tests.daily_samples import moment
from tests.health_samples import TODAY, check, condition, consultation, refusing, treatment, vaccination


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse who sees nobody's protected record."""
    return actor_with(Role.NURSE)


def file(book: Book, by: Actor, now: datetime, stay: Episode) -> HealthFile:
    with book.reading_for(by, now) as reader:
        found = health_of(reader, stay.person_id)
    assert found is not None
    return found


def test_illnesses_and_vaccinations(book: Book, nurse: Actor, now: datetime, stay: Episode) -> None:
    change = save_condition(book, condition(stay.person_id, icd="i10"), by=nurse, now=now)
    assert change.subjects == {"daily_care"}
    assert change.result.icd == "I10"
    kept = save_condition(book, replace(change.result, note="Uống thuốc đều"), by=nurse, now=now, seen=1).result
    with pytest.raises(Outdated):
        save_condition(book, replace(change.result, note="Khác"), by=nurse, now=now, seen=1)
    given = save_immunisation(book, vaccination(stay.person_id), by=nurse, now=now)
    found = file(book, nurse, now, stay)
    assert [one.note for one in found.conditions] == ["Uống thuốc đều"]
    assert [one.vaccine for one in found.immunisations] == ["influenza"]
    struck = strike_condition(book, kept.id, by=nurse, now=now, reason="Nhầm người")
    strike_immunisation(book, given.result.id, by=nurse, now=now, reason="Nhầm người")
    assert file(book, nurse, now, stay).conditions == ()
    with refusing("struck through"):
        save_condition(book, kept, by=nurse, now=now)
    undo_deed(book, struck.op, by=nurse, now=now)
    assert len(file(book, nurse, now, stay).lasting) == 1


def test_the_checks_of_one_day_are_kept_all_or_none(
    book: Book, nurse: Actor, director: Actor, now: datetime, stay: Episode
) -> None:
    other = admit(book, director, now, person=samples.person(code="", full_name="Lý Thị Kim Ngân"))[1]
    before = journal_length(book, now)
    both = [check(stay.id), check(other.id)]
    with pytest.raises(Refused) as refused:
        record_health_checks(book, [both[0], replace(both[1], checked_on=None)], by=nurse, now=now)
    assert [one.field for one in refused.value.problems] == [f"checked_on:{other.id}"]
    with refusing("No check"):
        record_health_checks(book, [], by=nurse, now=now)
    assert journal_length(book, now) == before
    done = record_health_checks(book, both, by=nurse, now=now)
    assert done.said is not None
    assert (done.said.id, done.said.values["n"]) == ("Saved the health checks of {n} people.", 2)
    first, second = done.result
    assert first.batch == second.batch != ""
    with refusing("already entered"):
        record_health_checks(book, [check(stay.id)], by=nurse, now=now)
    better = record_health_checks(book, [replace(first, health_class="2")], by=nurse, now=now, seen=first.version)
    assert (better.result[0].health_class, better.result[0].batch) == ("2", first.batch)
    with refusing("Say why"):
        strike_health_check(book, second.id, by=nurse, now=now)
    strike_health_check(book, second.id, by=nurse, now=now, reason="Nhầm người")
    with book.looking(now) as reader:
        assert [one.episode_id for one in reader.records(HealthCheck)] == [stay.id]


def test_an_examination_and_its_revisit(book: Book, nurse: Actor, now: datetime, stay: Episode) -> None:
    first = save_consultation(book, consultation(stay.id, icd="j209"), by=nurse, now=now).result
    assert first.icd == "J20.9"
    assert [one.id for one in file(book, nurse, now, stay).revisits()] == [first.id]
    again = consultation(stay.id, held_at=moment(8), again_on=None, follows_id=first.id)
    revisit = save_consultation(book, again, by=nurse, now=now)
    assert file(book, nurse, now, stay).revisits() == ()
    with refusing("re-visit follows"):
        strike_consultation(book, first.id, by=nurse, now=now, reason="Nhầm")
    undo_deed(book, revisit.op, by=nurse, now=now)
    strike_consultation(book, first.id, by=nurse, now=now, reason="Nhầm")
    assert file(book, nurse, now, stay).consultations == ()


def test_a_revisit_of_another_stay_is_refused(
    book: Book, nurse: Actor, director: Actor, now: datetime, stay: Episode
) -> None:
    other = admit(book, director, now, person=samples.person(code="", full_name="Lý Thị Kim Ngân"))[1]
    first = save_consultation(book, consultation(other.id), by=nurse, now=now).result
    with pytest.raises(Refused) as refused:
        save_consultation(book, consultation(stay.id, held_at=moment(8), follows_id=first.id), by=nurse, now=now)
    assert [one.field for one in refused.value.problems] == ["follows_id"]


def test_a_treatment_begins_and_ends(book: Book, nurse: Actor, now: datetime, stay: Episode) -> None:
    kept = save_treatment(book, treatment(stay.id), by=nurse, now=now).result
    with pytest.raises(Refused) as refused:
        end_treatment(book, kept.id, date(2026, 11, 1), "Đã lành", by=nurse, now=now)
    assert [one.field for one in refused.value.problems] == ["to_on"]
    ended = end_treatment(book, kept.id, TODAY, "Đã lành", by=nurse, now=now, seen=kept.version)
    with refusing("ended already"):
        end_treatment(book, kept.id, TODAY, "Đã lành", by=nurse, now=now)
    undo_deed(book, ended.op, by=nurse, now=now)
    strike_treatment(book, kept.id, by=nurse, now=now, reason="Nhầm người")
    assert file(book, nurse, now, stay).treatments == ()


def test_a_protected_person_and_a_missing_right(
    book: Book, nurse: Actor, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    hidden = admit(book, director, now, episode=emergency(confidential=True))[1]
    teacher = actor_with(Role.TEACHER)
    before = journal_length(book, now)
    deeds: list[Callable[[Actor], Any]] = [
        lambda by: save_condition(book, condition(hidden.person_id), by=by, now=now),
        lambda by: record_health_checks(book, [check(hidden.id)], by=by, now=now),
        lambda by: save_consultation(book, consultation(hidden.id), by=by, now=now),
    ]
    for deed in deeds:
        with refusing("protected"):
            deed(nurse)
        with refusing("right"):
            deed(teacher)
    assert journal_length(book, now) == before
    for deed in deeds:
        deed(director)
