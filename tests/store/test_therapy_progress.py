"""The progress of a stay and the work of a therapist, read from a book; the same numbers for everybody, names only by right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from carebook.records.episodes import Episode
from carebook.records.staff import Actor, Role
from carebook.rules.therapy_progress import TherapyProgress
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.therapy_progress import at_work, progress_of, work_of
from tests import samples
from tests.therapy_course import START, Course, course

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.fixture
def written(book: Book, director: Actor, now: datetime) -> Course:
    """The course of an old woman."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        return course(writer)


def asked(book: Book, by: Actor, now: datetime, stay: Episode, first: date | None = None) -> TherapyProgress | None:
    with book.reading_for(by, now) as reader:
        return progress_of(reader, stay.id, first=first, last=TODAY, today=TODAY, now=now)


def test_the_whole_progress_of_a_stay(book: Book, director: Actor, now: datetime, written: Course) -> None:
    found = asked(book, director, now, written.episode)
    assert found is not None
    whole = found.attendance.whole
    assert (whole.planned, whole.given, whole.away, whole.expected, whole.late) == (10, 6, 1, 9, 1)
    assert whole.minutes == 5 * 30 + 25
    assert [code for code, _ in found.attendance.by_therapy] == ["pt"]
    assert [(one.name, one.came, one.of) for one in found.attendance.groups] == [("Chuyện xưa", 2, 3)]
    assert [score.t for score in found.t_scores] == [25.5, 32.8, 45.1, 50.0]
    assert [(one.weight, one.first and one.first.level, one.last and one.last.level) for one in found.goals] == [
        (6.0, -2, 0),
        (4.0, -2, 0),
    ]
    curves = {curve.instrument: curve for curve in found.curves}
    assert [point.value for point in curves["barthel"].points] == [30.0, 55.0]
    assert curves["barthel"].goal == 70.0
    assert set(curves) == {"barthel", "session_pain"}
    assert [curve.what.id for curve in found.curves if curve.instrument == "session_pain"] == ["before the session"]  # type: ignore[union-attr]


def test_a_package_is_compared_by_everything_measured_in_the_stay(
    book: Book, director: Actor, now: datetime, written: Course
) -> None:
    found = asked(book, director, now, written.episode, TODAY - timedelta(7))
    assert found is not None
    assert (found.attendance.whole.planned, found.t_scores, found.curves) == (0, (), ())
    (package,) = found.packages
    assert (package.tally.planned, package.left) == (10, 12 - 7)
    changes = [(one.before and one.before.value, one.after and one.after.value) for one in package.changes]
    assert changes == [(25.5, 45.1), (30.0, 55.0)]  # the T score, then Barthel
    assert [one.direction for one in package.changes] == [1, 1]


def test_a_span_shows_only_what_lies_in_it(book: Book, director: Actor, now: datetime, written: Course) -> None:
    found = asked(book, director, now, written.episode, START + timedelta(50))
    assert found is not None
    assert [score.t for score in found.t_scores] == [45.1, 50.0]
    assert [point.value for curve in found.curves for point in curve.points] == [55.0]
    assert found.attendance.whole.planned == 2


def test_an_empty_stay_has_nothing_to_tell(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.add(samples.episode(writer.add(samples.person()).id))
    found = asked(book, director, now, stay)
    assert found is not None
    assert found.is_empty()


def test_who_may_not_see_somebody_sees_no_progress_and_the_same_numbers(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        secret = course(writer, confidential=True)
    therapist = actor_with(Role.THERAPIST)
    assert asked(book, therapist, now, secret.episode) is None
    first, last = START, START + timedelta(34)
    for actor, name in ((director, "Trần Thị An 2"), (therapist, "Hoa Mai")):
        with book.reading_for(actor, now) as reader:
            work = work_of(reader, secret.therapist.id, first, last, now=now)
        assert {one.name for one in work.sessions} == {name}
        assert [one.masked for one in work.sessions] == [name == "Hoa Mai"] * 4
        assert [(one.came, one.marked) for one in work.groups] == [(1, 1), (1, 1), (0, 1)]


def test_a_session_is_the_work_of_who_gave_it(book: Book, director: Actor, now: datetime, written: Course) -> None:
    first, last = START, START + timedelta(69)
    with book.reading_for(director, now) as reader:
        mine = work_of(reader, written.therapist.id, first, last, now=now)
        theirs = work_of(reader, written.other.id, first, last, now=now)
        everybody = work_of(reader, "", first, last, now=now)
        people = at_work(reader, first, last)
        assert at_work(reader, TODAY, TODAY) == ()
    assert (len(mine.sessions), len(theirs.sessions), len(everybody.sessions)) == (9, 1, 10)
    assert [one.on for one in theirs.sessions] == [START + timedelta(7)]
    assert (len(mine.groups), len(theirs.groups)) == (3, 0)
    assert mine.norm == 5
    assert mine.basis
    assert mine.away == {"hospital", "on_leave"}
    assert [one.late for one in mine.sessions] == [False] * 8 + [True]
    assert [name for _, name in people] == ["Bế Thị Mộc Lan", "Lưu Văn Kim Giao"]


def test_progress_asks_the_right(book: Book, actor_with: Callable[..., Actor], now: datetime, written: Course) -> None:
    with book.reading_for(actor_with(Role.IT), now) as reader:
        with pytest.raises(NotAllowedToSee):
            progress_of(reader, written.episode.id, first=None, last=TODAY, today=TODAY)
        with pytest.raises(NotAllowedToSee):
            work_of(reader, "", TODAY, TODAY, now=now)
        with pytest.raises(NotAllowedToSee):
            at_work(reader, TODAY, TODAY)


def test_progress_is_read_with_few_questions(
    book: Book, director: Actor, now: datetime, written: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    with book.reading_for(director, now) as reader:
        asked_of: list[str] = []
        rows = reader.rows

        def counted(sql: str, *values: object) -> object:
            asked_of.append(sql)
            return rows(sql, *values)  # type: ignore[arg-type]

        monkeypatch.setattr(reader, "rows", counted)
        progress_of(reader, written.episode.id, first=None, last=TODAY, today=TODAY)
        assert len(asked_of) <= 14
        plans = [
            row["detail"]
            for sql in asked_of
            if " session " in sql or "found_session" in sql
            for row in rows(f"EXPLAIN QUERY PLAN {sql}", ("x",))
        ]
        assert any("session_episode_id" in plan for plan in plans)
        assert not any("SCAN session" in plan for plan in plans)
