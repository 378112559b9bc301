"""What groups answer: their list, one group, the roster with those known to be away, whom to ask about, masked people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.actions.groups import end_membership, follow_up_absence, move_stage, record_group_session
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.groups import Attendance, GroupMember, GroupSession, GroupSessionState, GroupStage, Presence
from carebook.records.staff import Actor, Role
from carebook.store import groups
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from tests import group_samples as samples
from tests.group_samples import DAY

TODAY = date(2026, 11, 22)


def hold(
    book: Book, by: Actor, now: datetime, session: GroupSession, members: list[GroupMember], absent: int = 0
) -> None:
    """Record a session: the first ``absent`` members stayed away without a reason."""
    rows = [
        Attendance(
            episode_id="",
            group_session_id="",
            member_id=one.id,
            presence=Presence.ABSENT if place < absent else Presence.PRESENT,
        )
        for place, one in enumerate(members)
    ]
    held = replace(session, state=GroupSessionState.HELD, lessons=f"Bài học {session.planned_on.day}")
    record_group_session(book, held, rows, by=by, now=now)


def test_the_list_counts_what_each_group_did(book: Book, director: Actor, now: datetime) -> None:
    group = samples.group(book, director, now)
    members = samples.members(book, director, now, group, samples.stays(book, director, now))
    first, second, third = samples.sessions(book, director, now, group, 3)
    tomorrow = samples.session(book, director, now, group, TODAY + timedelta(days=1))
    samples.session(book, director, now, group, TODAY + timedelta(days=8))
    hold(book, director, now, first, members, absent=1)
    rained = replace(second, state=GroupSessionState.NOT_HELD, reason="rain")
    record_group_session(book, rained, (), by=director, now=now)
    end_membership(book, members[2].id, TODAY - timedelta(days=1), by=director, now=now)
    empty = samples.group(book, director, now, name="Vườn rau", kind="work_therapy")
    with book.reading_for(director, now) as reader:
        line, other = groups.groups(reader, TODAY)
        assert groups.groups(reader, TODAY, closed=True) == ()
    assert (line.id, line.leader, line.members) == (group.id, "Phạm Thu Hà", 2)
    assert (line.held, line.not_held, line.to_record, line.came, line.marked) == (1, 1, 1, 2, 3)
    assert (line.last_on, line.next_on, line.next_session_id) == (DAY, TODAY + timedelta(days=1), tomorrow.id)
    assert third.state is GroupSessionState.PLANNED
    assert (other.id, other.members, other.held, other.next_on) == (empty.id, 0, 0, None)
    move_stage(book, group.id, GroupStage.CLOSED, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert [one.id for one in groups.groups(reader, TODAY)] == [empty.id]
        assert [one.id for one in groups.groups(reader, TODAY, closed=True)] == [group.id]


def test_one_group_with_members_and_sessions(book: Book, director: Actor, now: datetime) -> None:
    group = samples.group(book, director, now)
    members = samples.members(book, director, now, group, samples.stays(book, director, now))
    first, second = samples.sessions(book, director, now, group, 2)
    hold(book, director, now, first, members, absent=2)
    with book.reading_for(director, now) as reader:
        file = groups.group_file(reader, group.id)
        assert groups.group_file(reader, new_id()) is None
    assert file is not None
    assert [one.name for one in file.members] == ["Trần Thị An", "Đoàn Thị Miên", "Lương Đình Thuận"]  # by given name
    assert [(one.came, one.marked) for one in file.members] == [(0, 1), (1, 1), (0, 1)]
    assert [(one.id, one.came, one.marked) for one in file.sessions] == [(second.id, 0, 0), (first.id, 1, 3)]
    assert (file.leader, file.held, file.hours) == ("Phạm Thu Hà", 1, 24)
    assert len(file.members_on(DAY)) == 3
    assert file.members_on(DAY - timedelta(days=1)) == ()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(AbsenceKind.HOSPITAL, "hospital"), (AbsenceKind.LEAVE, "on_leave"), (AbsenceKind.MISSING, "other")],
)
def test_the_roster_knows_who_is_away(
    kind: AbsenceKind, reason: str, book: Book, director: Actor, now: datetime
) -> None:
    group = samples.group(book, director, now)
    stays = samples.stays(book, director, now)
    members = samples.members(book, director, now, group, stays)
    before, there, after = samples.sessions(book, director, now, group, 3)
    away = Absence(episode_id=stays[0], kind=kind, from_on=before.planned_on, back_on=after.planned_on)
    samples.write(book, director, now, away)
    hold(book, director, now, before, members)
    end_membership(book, members[2].id, there.planned_on, by=director, now=now)
    with book.reading_for(director, now) as reader:
        found = [groups.roster(reader, one.id) for one in (before, there, after)]
    first, second, third = (one for one in found if one is not None)
    assert [{row.away for row in one.rows} for one in (first, third)] == [{""}, {""}]
    assert {row.member.episode_id: row.away for row in second.rows if row.away} == {stays[0]: reason}
    assert [len(one.rows) for one in (first, second, third)] == [3, 3, 2]
    assert (first.number, second.number, third.number) == (1, 2, 3)
    assert (first.lessons, second.lessons) == ("", "Bài học 2")
    assert {row.attendance is None for row in second.rows} == {True}
    assert {row.attendance.presence for row in first.rows if row.attendance} == {Presence.PRESENT}


def test_who_left_the_center_is_on_no_later_roster(book: Book, director: Actor, now: datetime) -> None:
    group = samples.group(book, director, now)
    stays = samples.stays(book, director, now, 2)
    samples.members(book, director, now, group, stays)
    first, second = samples.sessions(book, director, now, group, 2)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.record(Episode, stays[0])
        assert stay is not None
        writer.amend(replace(stay, end_on=first.planned_on))
    with book.reading_for(director, now) as reader:
        rosters = [groups.roster(reader, one.id) for one in (first, second)]
    assert [len(one.rows) for one in rosters if one] == [2, 1]


def test_whom_to_ask_about_and_by_when(book: Book, director: Actor, now: datetime) -> None:
    group = samples.group(book, director, now)
    members = samples.members(book, director, now, group, samples.stays(book, director, now))
    first, second, third = samples.sessions(book, director, now, group, 3)
    hold(book, director, now, first, members)
    hold(book, director, now, second, members, absent=1)
    hold(book, director, now, third, members, absent=1)
    with book.reading_for(director, now) as reader:
        found = groups.absences_to_follow_up(reader, TODAY)
        assert groups.absences_to_follow_up(reader, DAY) == ()
    assert [(one.session.id, one.name, one.in_a_row) for one in found] == [
        (second.id, "Trần Thị An", 1),
        (third.id, "Trần Thị An", 2),
    ]
    assert found[0].due_on == date(2026, 11, 6)  # three working days after Tuesday, 03/11
    asked = replace(found[0].attendance, followed_up_on=TODAY, follow_up="Đau gối")
    follow_up_absence(book, asked, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert [one.session.id for one in groups.absences_to_follow_up(reader, TODAY)] == [third.id]


def test_restricted_people_count_and_stand_by_alias(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    group = samples.group(book, director, now)
    hidden, *rest = samples.stays(book, director, now, 1, confidential=True)
    members = samples.members(book, director, now, group, [hidden, *rest])
    (session,) = samples.sessions(book, director, now, group, 1)
    hold(book, director, now, session, members, absent=1)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        (row,) = writer.records(Attendance)
        writer.amend(replace(row, remark="Riêng"))
        writer.amend(replace(members[0], own_goal="Riêng"))
    with book.reading_for(actor_with(Role.CAREGIVER), now) as reader:
        file = groups.group_file(reader, group.id)
        roster = groups.roster(reader, session.id)
        (absent,) = groups.absences_to_follow_up(reader, TODAY)
        assert groups.groups_of(reader, hidden) == ()
        assert groups.groups(reader, TODAY)[0].members == 1
    assert file is not None
    assert roster is not None
    (member,) = file.members
    assert (member.masked, member.record, member.marked) == (True, None, 1)
    assert member.name != "Trần Thị An"
    marked = roster.rows[0].attendance
    assert marked is not None
    assert (marked.presence, marked.remark) == (Presence.ABSENT, "")
    assert (absent.masked, absent.name, absent.attendance.remark) == (True, member.name, "")


def test_the_groups_of_a_stay(book: Book, director: Actor, now: datetime) -> None:
    stay, other = samples.stays(book, director, now, 2)
    old, new = samples.group(book, director, now), samples.group(book, director, now, name="Vườn rau")
    first, _ = samples.members(book, director, now, old, [stay, other])
    samples.members(book, director, now, new, [stay])
    (session,) = samples.sessions(book, director, now, old, 1)
    hold(book, director, now, session, [first, _], absent=1)
    end_membership(book, first.id, TODAY, by=director, now=now)
    with book.reading_for(director, now) as reader:
        found = groups.groups_of(reader, stay)
    assert [(one.group.name, one.came, one.marked) for one in found] == [
        ("Vườn rau", 0, 0),
        ("Thể dục dưỡng sinh sáng", 0, 1),
    ]


def test_groups_are_asked_with_the_right_only(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    with book.reading_for(actor_with(Role.IT), now) as reader, pytest.raises(NotAllowedToSee):
        groups.groups(reader, TODAY)
