"""Groups as they are led: founded, joined, their stages, sessions recorded, absences followed up, members leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from carebook.actions.change import Change, Outdated, Refused
from carebook.actions.groups import (
    add_members,
    amend_member,
    end_membership,
    follow_up_absence,
    move_stage,
    record_group_session,
    save_group,
)
from carebook.actions.undo import undo_deed
from carebook.records.groups import (
    Attendance,
    Group,
    GroupMember,
    GroupSession,
    GroupSessionState,
    GroupStage,
    Participation,
    Presence,
)
from carebook.records.schedules import GroupSeries, Weekday
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from tests import group_samples as samples
from tests.group_samples import DAY

HELD, NOT_HELD = GroupSessionState.HELD, GroupSessionState.NOT_HELD


@pytest.fixture
def led(book: Book, director: Actor, now: datetime) -> tuple[Group, list[GroupMember]]:
    """A group of three."""
    group = samples.group(book, director, now)
    return group, samples.members(book, director, now, group, samples.stays(book, director, now))


def marks(members: Sequence[GroupMember], *presences: Presence, **given: Any) -> list[Attendance]:
    """The roster: these presences, everybody else present."""
    said = [*presences, *[Presence.PRESENT] * (len(members) - len(presences))]
    return [
        Attendance(episode_id="", group_session_id="", member_id=one.id, presence=presence, **given)
        for one, presence in zip(members, said, strict=True)
    ]


def kept(book: Book, now: datetime, cls: type[Any], **where: Any) -> list[Any]:
    with book.looking(now) as reader:
        found = reader.records(cls)
    return [one for one in found if all(getattr(one, name) == value for name, value in where.items())]


def test_a_group_is_founded_and_its_facts_change_but_not_its_stage(book: Book, director: Actor, now: datetime) -> None:
    group = samples.group(book, director, now, stage=GroupStage.ENDING)
    assert (group.stage, group.version) == (GroupStage.PREPARING, 1)
    given = replace(group, name="Dưỡng sinh", stage=GroupStage.CLOSED, closed_on=DAY)
    changed = save_group(book, given, seen=1, by=director, now=now).result
    assert (changed.name, changed.stage, changed.closed_on) == ("Dưỡng sinh", GroupStage.PREPARING, None)
    with pytest.raises(Outdated):
        save_group(book, given, seen=1, by=director, now=now)


def test_what_a_group_must_say(book: Book, director: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        save_group(book, Group(), by=director, now=now)
    assert {one.field for one in refused.value.problems} == {"name", "purpose", "leader_id", "from_on"}
    assert kept(book, now, Group) == []


def test_stages_move_and_the_end_ends_what_still_runs(
    led: tuple[Group, list[GroupMember]], book: Book, director: Actor, now: datetime
) -> None:
    group, members = led
    weekly = GroupSeries(
        group_id=group.id,
        leader_id=group.leader_id,
        from_on=DAY,
        starts_at=time(6, 15),
        weekdays=(Weekday.MONDAY.value,),
    )
    series = samples.write(book, director, now, weekly)
    before = samples.session(book, director, now, group)
    later = samples.session(book, director, now, group, date(2026, 11, 30))
    assert move_stage(book, group.id, GroupStage.WORKING, by=director, now=now).result.stage is GroupStage.WORKING
    change = move_stage(book, group.id, GroupStage.CLOSED, evaluation="Đều tập khỏe hơn", by=director, now=now)
    closed = change.result
    assert (closed.stage, closed.closed_on, closed.evaluation) == (
        GroupStage.CLOSED,
        date(2026, 11, 22),
        "Đều tập khỏe hơn",
    )
    assert {one.left_on for one in kept(book, now, GroupMember)} == {date(2026, 11, 22)}
    assert kept(book, now, GroupSeries, id=series.id)[0].until_on == date(2026, 11, 22)
    assert [one.id for one in kept(book, now, GroupSession)] == [before.id]
    with pytest.raises(Refused):
        move_stage(book, group.id, GroupStage.WORKING, by=director, now=now)
    with pytest.raises(Refused):
        add_members(book, group.id, [members[0].episode_id], DAY, by=director, now=now)
    undo_deed(book, change.op, by=director, now=now)
    assert {one.left_on for one in kept(book, now, GroupMember)} == {None}
    assert {one.id for one in kept(book, now, GroupSession)} == {before.id, later.id}


def test_nobody_joins_twice_at_the_same_time(
    led: tuple[Group, list[GroupMember]], book: Book, director: Actor, now: datetime
) -> None:
    group, (first, *_) = led
    with pytest.raises(Refused) as refused:
        add_members(book, group.id, [first.episode_id], DAY, by=director, now=now)
    assert refused.value.message.id == "{name} is in the group already."
    end_membership(book, first.id, DAY + timedelta(days=3), "Về quê", by=director, now=now)
    again = add_members(book, group.id, [first.episode_id] * 2, DAY + timedelta(days=10), by=director, now=now)
    assert len(again.result) == 1


@pytest.mark.parametrize(
    ("joined", "field"), [(None, "joined_on"), (date(2025, 12, 31), "joined_on"), (date(2026, 10, 1), "")]
)
def test_a_membership_lies_within_the_stay(
    joined: date | None, field: str, book: Book, director: Actor, now: datetime
) -> None:
    group, (stay,) = samples.group(book, director, now), samples.stays(book, director, now, 1)
    if not field:  # before the group began: unusual, and kept
        assert add_members(book, group.id, [stay], joined, by=director, now=now).result[0].joined_on == joined
        return
    with pytest.raises(Refused) as refused:
        add_members(book, group.id, [stay], joined, by=director, now=now)
    assert [one.field for one in refused.value.problems] == [field]


def test_own_goals_are_written_and_a_membership_covers_what_was_marked(
    led: tuple[Group, list[GroupMember]], book: Book, director: Actor, now: datetime
) -> None:
    group, members = led
    session = samples.session(book, director, now, group, DAY + timedelta(days=7))
    record_group_session(book, replace(session, state=HELD), marks(members), by=director, now=now)
    first = members[0]
    goal = replace(first, own_goal="Tập đủ 20 phút", group_id="elsewhere")
    changed = amend_member(book, goal, seen=1, by=director, now=now).result
    assert (changed.own_goal, changed.group_id) == ("Tập đủ 20 phút", group.id)
    with pytest.raises(Refused) as refused:
        end_membership(book, first.id, DAY, by=director, now=now)
    assert refused.value.problems[0].field == "left_on"
    with pytest.raises(Refused):
        amend_member(book, replace(changed, joined_on=date(2026, 11, 20)), by=director, now=now)
    end_membership(book, first.id, DAY + timedelta(days=7), "Ốm", by=director, now=now)


def test_a_session_is_recorded_and_corrected(
    led: tuple[Group, list[GroupMember]], book: Book, director: Actor, now: datetime
) -> None:
    group, members = led
    session = samples.session(book, director, now, group)
    told = replace(session, state=HELD, topic="Bài 1", planned_on=date(2026, 1, 1), reason="rain")
    roster = marks(members, Presence.ABSENT, Presence.EXCUSED)
    roster[1] = replace(roster[1], reason="ill")
    roster[2] = replace(roster[2], participation=Participation.ACTIVE, remark="Nhắc bạn tập")
    change = record_group_session(book, told, roster, seen=1, by=director, now=now)
    done = change.result
    assert (done.planned_on, done.topic, done.reason, done.state) == (DAY, "Bài 1", None, HELD)
    assert (done.done_by_id, done.entered_by, done.recorded_at) == (group.leader_id, director.account_id, now)
    assert (change.said.values["came"], change.said.values["n"]) == (1, 3) if change.said else False
    rows = {one.member_id: one for one in kept(book, now, Attendance)}
    assert [rows[one.id].presence for one in members] == [Presence.ABSENT, Presence.EXCUSED, Presence.PRESENT]
    assert {one.episode_id for one in rows.values()} == {one.episode_id for one in members}

    again = [replace(one, presence=Presence.PRESENT, reason=None) for one in rows.values()]
    later = now + timedelta(hours=1)
    corrected = record_group_session(book, done, again, seen=done.version, by=director, now=later).result
    assert corrected.version > done.version
    assert corrected.recorded_at == now
    assert {one.id for one in kept(book, now, Attendance)} == {one.id for one in rows.values()}
    with pytest.raises(Outdated):
        record_group_session(book, done, again, seen=done.version, by=director, now=later)


def test_a_session_that_did_not_take_place(
    led: tuple[Group, list[GroupMember]], book: Book, director: Actor, now: datetime
) -> None:
    group, members = led
    session = samples.session(book, director, now, group)
    record_group_session(book, replace(session, state=HELD), marks(members), by=director, now=now)
    rained = replace(session, state=NOT_HELD, reason="rain")
    change = record_group_session(book, rained, (), by=director, now=now)
    assert (change.result.state, change.result.reason) == (NOT_HELD, "rain")
    assert kept(book, now, Attendance) == []
    undo_deed(book, change.op, by=director, now=now)
    assert len(kept(book, now, Attendance)) == 3
    ahead = samples.session(book, director, now, group, date(2026, 12, 1))
    record_group_session(book, replace(ahead, state=NOT_HELD, reason="holiday"), (), by=director, now=now)


@pytest.mark.parametrize(
    ("given", "present", "field"),
    [
        ({"state": HELD}, 2, "attendances"),
        ({"state": NOT_HELD, "reason": "rain"}, 3, "attendances"),
        ({"state": NOT_HELD}, 0, "reason"),
        ({"state": NOT_HELD, "reason": "other"}, 0, "reason_note"),
        ({"state": HELD, "course": "x" * 10_001}, 3, "course"),
    ],
)
def test_what_a_session_must_say(
    given: dict[str, Any],
    present: int,
    field: str,
    led: tuple[Group, list[GroupMember]],
    book: Book,
    director: Actor,
    now: datetime,
) -> None:
    group, members = led
    session = samples.session(book, director, now, group)
    with pytest.raises(Refused) as refused:
        record_group_session(book, replace(session, **given), marks(members[:present]), by=director, now=now)
    assert [one.field for one in refused.value.problems] == [field]
    assert kept(book, now, Attendance) == []


def test_tomorrow_cannot_be_held_yet_and_strangers_are_on_no_roster(
    led: tuple[Group, list[GroupMember]], book: Book, director: Actor, now: datetime
) -> None:
    group, members = led
    ahead = samples.session(book, director, now, group, date(2026, 11, 23))
    with pytest.raises(Refused) as refused:
        record_group_session(book, replace(ahead, state=HELD), marks(members), by=director, now=now)
    assert refused.value.problems[0].field == "state"
    stranger = Attendance(episode_id="", group_session_id="", member_id="nobody")
    session = samples.session(book, director, now, group)
    with pytest.raises(Refused):
        record_group_session(book, replace(session, state=HELD), [*marks(members), stranger], by=director, now=now)


def test_absences_are_followed_up(
    led: tuple[Group, list[GroupMember]], book: Book, director: Actor, now: datetime
) -> None:
    group, members = led
    session = samples.session(book, director, now, group)
    done = replace(session, state=HELD)
    record_group_session(book, done, marks(members, Presence.ABSENT), by=director, now=now)
    (absent,) = kept(book, now, Attendance, presence=Presence.ABSENT)
    asked = replace(absent, followed_up_on=date(2026, 11, 3), follow_up="Đau gối, hẹn buổi sau", remark="changed")
    answered = follow_up_absence(book, asked, seen=absent.version, by=director, now=now).result
    assert (answered.follow_up, answered.remark) == ("Đau gối, hẹn buổi sau", "")
    for wrong in ({"followed_up_on": None}, {"followed_up_on": date(2026, 11, 1)}, {"follow_up": " "}):
        with pytest.raises(Refused):
            follow_up_absence(book, replace(asked, **wrong), by=director, now=now)
    again = record_group_session(book, done, marks(members, Presence.ABSENT), by=director, now=now)  # corrected later
    assert again.result.state is HELD
    assert kept(book, now, Attendance, presence=Presence.ABSENT)[0].follow_up == "Đau gối, hẹn buổi sau"


def test_who_leads_marks_restricted_people_without_reading_about_them(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    group = samples.group(book, director, now)
    members = samples.members(book, director, now, group, samples.stays(book, director, now, 1, confidential=True))
    session = replace(samples.session(book, director, now, group), state=HELD)
    record_group_session(book, session, marks(members, remark="Chỉ tập nhẹ"), by=director, now=now)
    leader = actor_with(Role.CAREGIVER)
    record_group_session(book, session, marks(members, Presence.ABSENT), by=leader, now=now)
    (row,) = kept(book, now, Attendance)
    assert (row.presence, row.remark) == (Presence.ABSENT, "Chỉ tập nhẹ")
    with pytest.raises(Refused):
        record_group_session(book, session, marks(members, remark="Mới"), by=leader, now=now)
    deeds: list[Callable[[], Change]] = [
        lambda: amend_member(book, replace(members[0], own_goal="x"), by=leader, now=now),
        lambda: end_membership(book, members[0].id, DAY, by=leader, now=now),
        lambda: follow_up_absence(book, row, by=leader, now=now),
    ]
    for deed in deeds:
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.message.id.startswith("This item is protected")


def test_nobody_joins_a_group_that_meets_while_they_have_something_else(
    led: tuple[Group, list[GroupMember]], book: Book, director: Actor, now: datetime
) -> None:
    group, (first, *_) = led
    samples.session(book, director, now, group, date(2026, 11, 30))
    other = samples.group(book, director, now, name="Vườn rau", kind="work_therapy")
    garden = samples.session(book, director, now, other, date(2026, 11, 30), planned_at=time(6, 30))
    with pytest.raises(Refused) as refused:
        add_members(book, other.id, [first.episode_id], DAY, by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["episode_ids"]
    assert "Trần Thị An" in str(refused.value)
    (kept_out,) = add_members(book, other.id, [first.episode_id], date(2026, 12, 1), by=director, now=now).result
    with pytest.raises(Refused):
        amend_member(book, replace(kept_out, joined_on=DAY), by=director, now=now)
    rained = replace(garden, state=NOT_HELD, reason="rain")
    record_group_session(book, rained, (), by=director, now=now)  # its time is free again
    assert amend_member(book, replace(kept_out, joined_on=DAY), by=director, now=now).result.joined_on == DAY
