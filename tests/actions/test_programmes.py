"""Programmes: kept and changed; their evaluation counts everybody, the same for whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.programmes import save_programme
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import Achievement, PlanState
from carebook.records.groups import Attendance, Group, GroupMember, GroupSession, GroupSessionState, Presence
from carebook.records.packages import Package, Programme
from carebook.records.rehabilitation import RehabilitationGoal, RehabilitationInForce, RehabilitationPlan
from carebook.records.sessions import Course, Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.rules.programmes import Share
from carebook.store.book import Book, new_id
from carebook.store.programmes import programme_report, programmes
from tests.actions.admissions import admit, emergency, journal_length

FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)
PROGRAMME = Programme(
    name="Trị liệu cho trẻ tự kỷ", kind="autism", from_on=date(2026, 1, 1), cost=3_000_000, income=2_880_000
)


def test_a_programme_is_kept_changed_and_undone(book: Book, director: Actor, now: datetime) -> None:
    kept: Programme = save_programme(book, PROGRAMME, by=director, now=now).result
    change = save_programme(book, replace(kept, conclusion="extend"), by=director, now=now, seen=kept.version)
    with pytest.raises(Outdated):
        save_programme(book, replace(kept, cost=0), by=director, now=now, seen=kept.version)
    undo_deed(book, change.op, by=director, now=now)
    with book.reading_for(director, now) as reader:
        (found,) = programmes(reader)
    assert (found.name, found.conclusion) == (PROGRAMME.name, None)


def test_an_impossible_programme_leaves_no_trace(book: Book, director: Actor, now: datetime) -> None:
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        save_programme(book, replace(PROGRAMME, name="", from_on=None), by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["name", "from_on"]
    assert journal_length(book, now) == before


def test_the_evaluation_counts_everybody(
    book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    clerk = actor_with(Role.CLERK, name="Phan Kim Ngân")
    programme: Programme = save_programme(book, PROGRAMME, by=director, now=now).result
    boy = admit(book, director, now)[1]
    hidden = admit(book, director, now, episode=emergency(), category="victim_dv")[1]
    early = admit(book, director, now)[1]
    with book.changing(director.account_id, now, new_id(), "test") as writer:

        def package(stay_id: str, begin: date, ended: date | None = None, because: str | None = None) -> Package:
            return writer.add(
                Package(
                    episode_id=stay_id,
                    programme_id=programme.id,
                    name="Gói 24 buổi",
                    from_on=begin,
                    price=2_880_000,
                    paid=1_000_000,
                    ended_on=ended,
                    ended_because=because,
                )
            )

        first = package(boy.id, date(2026, 8, 3), date(2026, 10, 5), "used_up")
        package(boy.id, date(2026, 10, 9))
        package(hidden.id, date(2026, 8, 3), date(2026, 9, 1), "family_stops")
        package(early.id, date(2026, 2, 2), date(2026, 6, 1), "goals_met")  # before the period
        package(early.id, date(2026, 2, 2), date(2026, 7, 1), "goals_met")
        for day, state, reason, course in (
            (3, SessionState.DONE, None, Course.BETTER),
            (5, SessionState.PARTIAL, "tired", Course.SAME),
            (7, SessionState.CANCELLED_RESIDENT, "hospital", None),
            (10, SessionState.CANCELLED_STAFF, "staff_sick", None),
            (12, SessionState.NO_SHOW, "no_word", None),
        ):
            writer.add(
                Session(
                    episode_id=boy.id,
                    package_id=first.id,
                    therapist_id=director.staff_member_id,
                    planned_on=date(2026, 8, day),
                    planned_at=time(9, 0),
                    state=state,
                    reason=reason,
                    course=course,
                )
            )
        group = writer.add(
            Group(
                name="Cha mẹ trẻ tự kỷ",
                kind="parents",
                purpose="Dạy con ở nhà",
                programme_id=programme.id,
                leader_id=director.staff_member_id,
                from_on=FIRST,
            )
        )
        member = writer.add(
            GroupMember(
                episode_id=boy.id, group_id=group.id, joined_on=date(2026, 8, 1), achievement=Achievement.ACHIEVED
            )
        )
        for day, held in ((1, GroupSessionState.HELD), (8, GroupSessionState.HELD), (15, GroupSessionState.NOT_HELD)):
            meeting = writer.add(
                GroupSession(
                    group_id=group.id,
                    leader_id=director.staff_member_id,
                    planned_on=date(2026, 8, day),
                    planned_at=time(9, 0),
                    state=held,
                )
            )
            if held is GroupSessionState.HELD:
                presence = Presence.PRESENT if day == 1 else Presence.EXCUSED
                writer.add(
                    Attendance(episode_id=boy.id, group_session_id=meeting.id, member_id=member.id, presence=presence)
                )
        plan = writer.add(
            RehabilitationPlan(episode_id=boy.id, state=PlanState.APPROVED, indication="Tự kỷ", approved_at=now)
        )
        writer.add(RehabilitationInForce(episode_id=boy.id, therapy_plan_id=plan.id, since_at=now))
        for achievement in (Achievement.PARTLY, Achievement.NOT_RATED):
            writer.add(
                RehabilitationGoal(
                    episode_id=boy.id, therapy_plan_id=plan.id, thread=new_id(), text="x", achievement=achievement
                )
            )
    with book.reading_for(clerk, now) as reader:
        report = programme_report(reader, programme.id, FIRST, LAST)
        assert programme_report(reader, "nobody", FIRST, LAST) is None
    with book.reading_for(director, now) as reader:
        assert programme_report(reader, programme.id, FIRST, LAST) == report
    assert report is not None
    assert (report.enrolled, report.new, report.done) == (3, 2, 2)
    assert report.given == Share(2, 4)
    assert report.attendance == Share(1, 2)
    assert report.ends == {"used_up": 1, "family_stops": 1, "goals_met": 1}
    assert report.course == {Course.BETTER: 1, Course.SAME: 1}
    assert report.reached == Share(1, 2)
    assert (report.price, report.paid, report.balance) == (3 * 2_880_000, 3_000_000, -120_000)
    parents, packages = report.parts
    assert (parents.name, parents.people, parents.ended) == ("Cha mẹ trẻ tự kỷ", 1, 0)
    assert (parents.sessions, parents.attendance) == (Share(2, 3), Share(1, 2))
    assert (packages.id, packages.people, packages.ended, packages.sessions) == ("", 3, 2, Share(2, 4))
