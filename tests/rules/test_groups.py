"""What groups, memberships and rosters must say; how marks change each other; whom to ask, and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.episodes import AbsenceKind
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
from carebook.rules.groups import (
    STAGES,
    Mark,
    follow_up_by,
    following_stage,
    is_member_on,
    is_not_recorded,
    is_to_follow_up,
    problems_in_follow_up,
    problems_in_group,
    problems_in_group_session,
    problems_in_member,
    problems_in_move,
    reason_away,
    whole_group_present,
)

TODAY = date(2026, 11, 22)
GROUP = Group(name="Vườn rau", purpose="Có việc làm", leader_id="who", from_on=date(2026, 9, 1))
SESSION = GroupSession(
    id="s", group_id="g", planned_on=date(2026, 11, 20), planned_at=time(14, 0), state=GroupSessionState.HELD
)
MEMBER = GroupMember(episode_id="e", group_id="g", joined_on=date(2026, 9, 1))
REASONS = ("ill", "hospital", "other")

marks = st.recursive(
    st.just(Mark()),
    lambda marks: st.one_of(
        st.builds(
            lambda mark, presence, away: mark.with_presence(presence, away),
            marks,
            st.sampled_from([None, *Presence]),
            st.sampled_from(["", *REASONS]),
        ),
        st.builds(lambda mark, reason: mark.with_reason(reason), marks, st.sampled_from([None, *REASONS])),
        st.builds(lambda mark, part: mark.with_participation(part), marks, st.sampled_from([None, *Participation])),
    ),
    max_leaves=6,
)


@given(marks)
def test_however_it_is_marked_the_mark_can_be_kept(mark: Mark) -> None:
    if mark.presence is None:
        return
    row = Attendance(episode_id="e", group_session_id="s", member_id="m", presence=mark.presence)
    kept = replace(row, reason=mark.reason, participation=mark.participation)
    assert problems_in_group_session(SESSION, [kept], {"m"}, today=TODAY) == []


@given(st.lists(st.tuples(marks, st.sampled_from(["", *REASONS]))))
def test_the_whole_group_is_present_except_who_is_marked_or_known_to_be_away(
    members: list[tuple[Mark, str]],
) -> None:
    after = whole_group_present(members)
    assert len(after) == len(members)
    for (before, away), mark in zip(members, after, strict=True):
        if before.presence is not None:
            assert mark == before
        elif away:
            assert (mark.presence, mark.reason) == (Presence.EXCUSED, away)
        else:
            assert mark.presence is Presence.PRESENT
        assert mark.remark == before.remark
    known = [away for _mark, away in members]
    assert whole_group_present(zip(after, known, strict=True)) == after


@pytest.mark.parametrize("kind", AbsenceKind)
def test_every_absence_from_the_center_is_a_reason(kind: AbsenceKind) -> None:
    assert reason_away(kind) in {"hospital", "on_leave", "other"}


def test_stages_follow_each_other_to_the_end() -> None:
    assert [following_stage(stage) for stage in STAGES] == [*STAGES[1:], None]


@pytest.mark.parametrize(
    ("stage", "to", "evaluation", "found"),
    [
        (GroupStage.WORKING, GroupStage.ENDING, "", []),
        (GroupStage.WORKING, GroupStage.PREPARING, "", []),
        (GroupStage.ENDING, GroupStage.CLOSED, "", [("evaluation", "warning")]),
        (GroupStage.ENDING, GroupStage.CLOSED, "Tốt", []),
        (GroupStage.CLOSED, GroupStage.WORKING, "Tốt", [("stage", "error")]),
    ],
)
def test_moves(stage: GroupStage, to: GroupStage, evaluation: str, found: list[tuple[str, str]]) -> None:
    problems = problems_in_move(replace(GROUP, stage=stage), to, evaluation)
    assert [(one.field, one.severity) for one in problems] == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, []),
        ({"name": " "}, [("name", "error")]),
        ({"from_on": date(1026, 9, 1)}, [("from_on", "error")]),
        ({"to_on": date(2026, 8, 1)}, [("to_on", "error")]),
        ({"places": 0}, [("places", "error")]),
        ({"planned_sessions": 5000}, [("planned_sessions", "error")]),
        ({"fee": -1}, [("fee", "error")]),
        ({"kind": "special_class"}, [("school_year", "warning")]),
        ({"purpose": "x" * 10_001}, [("purpose", "error")]),
        ({"name": "🙂" * 301}, [("name", "error")]),
    ],
)
def test_groups(given: dict[str, Any], found: list[tuple[str, str]]) -> None:
    problems = problems_in_group(replace(GROUP, **given), today=TODAY)
    assert [(one.field, one.severity) for one in problems] == found


@pytest.mark.parametrize(
    ("given", "until", "found"),
    [
        ({}, None, []),
        ({"joined_on": date(2026, 8, 31)}, None, [("joined_on", "warning")]),
        ({"joined_on": date(2026, 1, 1)}, None, [("joined_on", "error")]),
        ({"joined_on": date(2026, 11, 1)}, date(2026, 10, 1), [("joined_on", "error")]),
        ({"left_on": date(2026, 8, 1)}, None, [("left_on", "error")]),
        ({"attends": "x" * 301}, None, [("attends", "error")]),
    ],
)
def test_members(given: dict[str, Any], until: date | None, found: list[tuple[str, str]]) -> None:
    member = replace(MEMBER, **given)
    problems = problems_in_member(member, GROUP, since=date(2026, 1, 5), until=until)
    assert [(one.field, one.severity) for one in problems] == found


def test_the_last_day_still_counts() -> None:
    left = replace(MEMBER, left_on=date(2026, 9, 3))
    days = [date(2026, 8, 31) + timedelta(days=n) for n in range(5)]
    assert [is_member_on(left, day) for day in days] == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"presence": Presence.PRESENT, "reason": "ill"}, "attendances.m"),
        ({"presence": Presence.ABSENT, "participation": Participation.FAIR}, "attendances.m"),
        ({"remark": "x" * 10_001}, "attendances.m"),
    ],
)
def test_lines_of_the_roster(row: dict[str, Any], field: str) -> None:
    line = Attendance(**{"episode_id": "e", "group_session_id": "s", "member_id": "m"} | row)
    assert [one.field for one in problems_in_group_session(SESSION, [line], {"m"}, today=TODAY)] == [field]


def test_nobody_expected_and_nobody_marked() -> None:
    assert [one.field for one in problems_in_group_session(SESSION, [], (), today=TODAY)] == ["attendances"]
    (problem,) = problems_in_group_session(SESSION, [], {"a", "b"}, today=TODAY)
    assert problem.message.values == {"n": 2}


def test_a_session_is_not_recorded_a_day_after_its_end() -> None:
    planned = replace(SESSION, state=GroupSessionState.PLANNED, minutes=60)  # over at 15:00, 08:00 UTC
    end = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert not is_not_recorded(planned, end + timedelta(hours=24), 24)
    assert is_not_recorded(planned, end + timedelta(hours=24, minutes=1), 24)
    assert not is_not_recorded(SESSION, end + timedelta(days=9), 24)


def test_who_stayed_away_without_a_reason_is_asked_within_working_days() -> None:
    absent = Attendance(episode_id="e", group_session_id="s", member_id="m", presence=Presence.ABSENT)
    assert is_to_follow_up(absent)
    assert not is_to_follow_up(replace(absent, followed_up_on=TODAY))
    assert not is_to_follow_up(replace(absent, presence=Presence.EXCUSED))
    assert follow_up_by(date(2026, 11, 6), 3) == date(2026, 11, 11)  # Friday; Monday, Tuesday, Wednesday
    asked = replace(absent, followed_up_on=TODAY, follow_up="Ốm")
    assert problems_in_follow_up(asked, date(2026, 11, 20), today=TODAY) == []
    early = problems_in_follow_up(replace(asked, followed_up_on=date(2026, 11, 19)), date(2026, 11, 20), today=TODAY)
    assert [one.field for one in early] == ["followed_up_on"]
