"""Packages: kept, changed, ended, refused without a trace, undone; the lists and the way read them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.packages import end_package, save_package
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import PlanState
from carebook.records.episodes import Episode
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import FormState
from carebook.records.packages import Package
from carebook.records.people import Person
from carebook.records.rehabilitation import RehabilitationGoal, RehabilitationPlan
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.rules.packages import Spent
from carebook.store.book import Book, new_id
from carebook.store.packages import PackageFile, open_packages, package_file, packages_of, pathway, stays_for_packages
from carebook.words import message
from tests.actions.admissions import admit, emergency, journal_length

TODAY = date(2026, 11, 22)
BEGIN = date(2026, 8, 3)


@pytest.fixture
def boy(book: Book, director: Actor, now: datetime) -> tuple[Person, Episode]:
    """Somebody with an open stay."""
    return admit(book, director, now)


@pytest.fixture
def therapist(actor_with: Callable[..., Actor]) -> Actor:
    """A therapist."""
    return actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao")


def package(stay: Episode, **given: Any) -> Package:
    """A package of 24 sessions."""
    return replace(
        Package(episode_id=stay.id, name="Gói 24 buổi", from_on=BEGIN, sessions=24, registered_on=date(2026, 7, 20)),
        **given,
    )


def held(book: Book, by: Actor, now: datetime, of: Package, *states: SessionState) -> None:
    """Sessions of a package, one a day from its first."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        for n, state in enumerate(states):
            day = date.fromordinal(BEGIN.toordinal() + n)
            writer.add(
                Session(
                    episode_id=of.episode_id,
                    package_id=of.id,
                    therapist_id=by.staff_member_id,
                    planned_on=day,
                    planned_at=time(9, 0),
                    state=state,
                )
            )


def kept(book: Book, by: Actor, now: datetime, stay: Episode) -> tuple[PackageFile, ...]:
    with book.reading_for(by, now) as reader:
        return packages_of(reader, stay.id)


def test_sessions_left_are_computed_from_the_sessions(
    book: Book, therapist: Actor, boy: tuple[Person, Episode], now: datetime
) -> None:
    stay = boy[1]
    first: Package = save_package(book, package(stay), by=therapist, now=now).result
    second: Package = save_package(
        book, package(stay, name="Gói 2", from_on=date(2026, 10, 9), no_show_counts=False), by=therapist, now=now
    ).result
    done, missed, off = SessionState.DONE, SessionState.NO_SHOW, SessionState.CANCELLED_STAFF
    held(book, therapist, now, first, *[done] * 20, SessionState.PARTIAL, missed, off, SessionState.PLANNED)
    held(book, therapist, now, second, done, missed)
    files = kept(book, therapist, now, stay)
    assert [(one.package.name, one.left) for one in files] == [("Gói 2", 23), ("Gói 24 buổi", 2)]
    assert files[1] == PackageFile(first, done=20, partial=1, no_show=1, cancelled=1, planned=1, left=2)
    with book.reading_for(therapist, now) as reader:
        listed = open_packages(reader, TODAY)
        assert package_file(reader, first.id) == files[1]
    assert [(one.words, one.left, one.late) for one in listed] == [("Gói 24 buổi", 2, 1), ("Gói 2", 23, 0)]
    assert listed[0].used == Spent(done=20, partial=1, no_show=1, cancelled=1, planned=1)
    assert (listed[0].last_on, listed[0].next_on) == (date(2026, 8, 23), None)
    assert (listed[0].name, listed[0].masked) == (boy[0].full_name, False)


def test_a_package_is_changed_and_ended_and_both_are_undone(
    book: Book, therapist: Actor, boy: tuple[Person, Episode], now: datetime
) -> None:
    stay = boy[1]
    first: Package = save_package(book, package(stay), by=therapist, now=now).result
    changed = save_package(book, replace(first, sessions=30), by=therapist, now=now, seen=first.version)
    assert kept(book, therapist, now, stay)[0].left == 30
    with pytest.raises(Outdated):
        save_package(book, replace(first, sessions=12), by=therapist, now=now, seen=first.version)
    ended = end_package(
        book, first.id, TODAY, "goals_met", "Chờ lượt được 2 phút", by=therapist, now=now, seen=changed.result.version
    )
    with book.reading_for(therapist, now) as reader:
        assert open_packages(reader, TODAY) == ()
        (row,) = open_packages(reader, TODAY, ended_since=TODAY)
    assert (row.ended_on, row.ended_because) == (TODAY, "goals_met")
    with pytest.raises(Refused) as refused:
        save_package(book, replace(first, sessions=12), by=therapist, now=now)
    assert "has ended" in refused.value.message.id
    undo_deed(book, ended.op, by=therapist, now=now)
    assert kept(book, therapist, now, stay)[0].package.ended_on is None
    undo_deed(book, changed.op, by=therapist, now=now)
    assert kept(book, therapist, now, stay)[0].left == 24


def test_whose_it_is_and_how_it_ended_are_not_changed_by_saving(
    book: Book, director: Actor, therapist: Actor, boy: tuple[Person, Episode], now: datetime
) -> None:
    other = admit(book, director, now)[1]
    first: Package = save_package(book, package(boy[1]), by=therapist, now=now).result
    tried = replace(first, episode_id=other.id, ended_on=TODAY, ended_because="other", outcome="x")
    result: Package = save_package(book, tried, by=therapist, now=now).result
    assert (result.episode_id, result.ended_on, result.ended_because, result.outcome) == (boy[1].id, None, None, "")


@pytest.mark.parametrize(
    ("given", "field"), [({"name": ""}, "name"), ({"sessions": 0}, "sessions"), ({"from_on": None}, "from_on")]
)
def test_an_impossible_package_leaves_no_trace(
    given: dict[str, Any], field: str, book: Book, therapist: Actor, boy: tuple[Person, Episode], now: datetime
) -> None:
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        save_package(book, package(boy[1], **given), by=therapist, now=now)
    assert [one.field for one in refused.value.problems] == [field]
    assert journal_length(book, now) == before


def test_an_end_without_reason_leaves_no_trace(
    book: Book, therapist: Actor, boy: tuple[Person, Episode], now: datetime
) -> None:
    first: Package = save_package(book, package(boy[1]), by=therapist, now=now).result
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        end_package(book, first.id, TODAY, None, "", by=therapist, now=now)
    assert [one.field for one in refused.value.problems] == ["ended_because"]
    assert journal_length(book, now) == before


def test_a_restricted_person_is_counted_and_masked(
    book: Book, director: Actor, therapist: Actor, now: datetime
) -> None:
    _, hidden = admit(book, director, now, episode=emergency(), category="victim_dv")
    secret: Package = save_package(book, package(hidden, name="Gói bí mật"), by=director, now=now).result
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        save_package(book, package(hidden), by=therapist, now=now)
    assert "protected" in refused.value.message.id
    assert journal_length(book, now) == before
    with book.reading_for(therapist, now) as reader:
        assert packages_of(reader, hidden.id) == ()
        assert package_file(reader, secret.id) is None
        assert pathway(reader, hidden.id, secret.id, today=TODAY) == ()
        (row,) = open_packages(reader, TODAY)
        assert hidden.id not in {stay for stay, _name in stays_for_packages(reader, TODAY)}
    assert (row.masked, row.words, row.left) == (True, "", 24)


def test_the_way_is_computed_from_scores_plans_and_sessions(
    book: Book, therapist: Actor, boy: tuple[Person, Episode], now: datetime, actor_with: Callable[..., Actor]
) -> None:
    stay = boy[1]
    first: Package = save_package(book, package(stay), by=therapist, now=now).result
    with book.changing(therapist.account_id, now, new_id(), "test") as writer:
        for code, day, value in (
            ("m_chat_r", date(2026, 7, 22), 9.0),
            ("cars2", date(2026, 7, 27), 36.5),
            ("barthel", date(2026, 11, 1), 90.0),
            ("cars2", date(2026, 10, 23), 33.0),
        ):
            sheet = writer.add(
                InstrumentScore(
                    episode_id=stay.id, instrument=code, file_version=1, scored_on=day, state=FormState.COMPLETED
                )
            )
            writer.add(ItemAnswer(episode_id=stay.id, score_id=sheet.id, item="total", value=value))
        plan = writer.add(
            RehabilitationPlan(episode_id=stay.id, state=PlanState.APPROVED, indication="Tự kỷ", approved_at=now)
        )
        for text in ("Nhìn người gọi tên", "Chờ lượt 2 phút", "Chỉ tay xin đồ vật"):
            writer.add(RehabilitationGoal(episode_id=stay.id, therapy_plan_id=plan.id, thread=new_id(), text=text))
    with book.reading_for(therapist, now) as reader:
        way = pathway(reader, stay.id, first.id, today=TODAY)
    assert [one.done_on for one in way] == [
        date(2026, 7, 20),
        date(2026, 7, 27),
        BEGIN,
        TODAY,
        date(2026, 10, 23),
        None,
    ]
    assert (str(way[1].said), str(way[4].said)) == ("CARS-2 36,5", "CARS-2 33,0")
    assert way[3].said == message("{n} goals", n=3)
    accountant = actor_with(Role.ACCOUNTANT, name="Phan Kim Ngân")
    with book.reading_for(accountant, now) as reader:
        hidden = pathway(reader, stay.id, first.id, today=TODAY)
    assert [one.done_on for one in hidden if one.milestone in (way[1].milestone, way[4].milestone)] == [None, None]
