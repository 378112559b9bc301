"""B07 and what groups, classes and sessions add to B08, B11 and the indicators: each number counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.records.figures import TOTAL, Period, Table
from carebook.records.therapy_history import (
    Coming,
    DeviceGiven,
    GoalReached,
    GroupUse,
    Pupil,
    SessionCount,
    TherapyHistory,
)
from carebook.rules import education, indicators, rehabilitation, social_work
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
SOMEBODY = TherapyHistory(sessions=(SessionCount("e1", "pt", "done", times=4),))


def b07(history: TherapyHistory, *stays: Any, **more: Any) -> Table:
    return rehabilitation.table(stays or (stay(),), history, OCTOBER, codes(), limits(), **more)


def row(table: Table, code: str) -> dict[str, Any]:
    return dict(zip((column.code for column in table.columns), table.values(code), strict=True))


@pytest.mark.parametrize(
    ("state", "reason", "counted"),
    [
        ("done", "", (1, 0, 1, 1)),
        ("partial", "tired", (1, 0, 1, 1)),
        ("planned", "", (1, 0, 1, 0)),
        ("no_show", "family_busy", (1, 0, 1, 0)),
        ("cancelled_resident", "fever", (1, 0, 1, 0)),
        ("cancelled_resident", "hospital", (1, 1, 0, 0)),
        ("cancelled_resident", "on_leave", (1, 1, 0, 0)),
        ("cancelled_other", "hospital", (1, 1, 0, 0)),
        ("cancelled_staff", "staff_leave", (1, 0, 1, 0)),
        ("partial", "hospital", (1, 0, 1, 1)),
    ],
)
def test_what_a_session_counts_as(state: str, reason: str, counted: tuple[int, ...]) -> None:
    made = row(b07(TherapyHistory(sessions=(SessionCount("e1", "pt", state, reason),))), "pt")
    assert (made["planned"], made["away"], made["expected"], made["done"]) == counted


def test_the_rate_is_done_of_expected_and_nobody_counts_twice_in_the_total() -> None:
    history = TherapyHistory(
        sessions=(
            SessionCount("e1", "pt", "done", times=19),
            SessionCount("e1", "pt", "partial", "tired", times=2),
            SessionCount("e1", "pt", "cancelled_staff", "staff_sick", times=3),
            SessionCount("e1", "pt", "cancelled_resident", "hospital", times=6),
            SessionCount("e1", "speech", "done", times=1),
            SessionCount("e2", "speech", "no_show", "no_word", times=1),
        )
    )
    made = b07(history, stay(), stay(2))
    pt, total = row(made, "pt"), row(made, TOTAL)
    assert (pt["planned"], pt["away"], pt["expected"], pt["done"], pt["share"]) == (30, 6, 24, 21, 87.5)
    assert (total["people"], total["planned"], total["done"], total["share"]) == (2, 32, 22, 84.6)
    shares = indicators.table((stay(), stay(2)), {}, OCTOBER, codes(), limits(), history=history)
    assert shares.values("rehab_done_rate") == (22, 26, 84.6)
    assert {line.person_id for line in shares.people("rehab_done_rate", "denominator")} == {"p1", "p2"}


def test_a_group_that_is_a_therapy_counts_and_a_session_not_held_stays_in_the_denominator() -> None:
    history = TherapyHistory(
        groups=(GroupUse("g1", "Vườn rau", "work_therapy", "work_therapy", 8),),
        comings=(
            Coming("g1", "e1", "present", times=5),
            Coming("g1", "e1", "late", times=1),
            Coming("g1", "e1", "excused", "hospital", 1),
            Coming("g1", "e1", "absent", times=1),
            Coming("g1", "e1", "not_held", times=1),
            Coming("g1", "e1", "planned", times=2),
        ),
    )
    made = row(b07(history), "work_therapy")
    assert (made["planned"], made["away"], made["expected"], made["done"], made["share"]) == (11, 1, 10, 6, 60.0)
    assert social_work.table((stay(),), {}, OCTOBER, codes(), limits(), history).cell("group_session", TOTAL) == 0


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"better": 3, "worse": 1}, "better"),
        ({"better": 1, "worse": 1, "same": 5}, "same"),
        ({"worse": 1}, "worse"),
        ({}, ""),
    ],
)
def test_somebody_is_better_when_most_sessions_say_so(said: dict[str, int], column: str) -> None:
    counts = tuple(SessionCount("e1", "pt", "done", "", course, times) for course, times in said.items())
    made = row(b07(TherapyHistory(sessions=counts or SOMEBODY.sessions)), "pt")
    assert [code for code in ("better", "same", "worse") if made[code]] == ([column] if column else [])


def test_goals_and_devices_stand_with_their_day() -> None:
    history = TherapyHistory(
        sessions=SOMEBODY.sessions,
        goals=(GoalReached("e1", "t1", date(2026, 10, 5), ("ot", "pt")),),
        devices=(DeviceGiven("e1", "walking_frame", date(2026, 10, 6)),),
    )
    made = b07(history)
    assert (row(made, "pt")["goals"], row(made, TOTAL)["goals"]) == (1, 1)
    assert row(made, "device.walking_frame")["devices"] == 1
    (line,) = made.people(TOTAL, "devices")
    assert "Khung tập đi" in line.detail
    assert "06/10/2026" in line.detail


def test_groups_of_social_work_stand_in_b08() -> None:
    history = TherapyHistory(
        groups=(
            GroupUse("g1", "Tuổi mới lớn", "education", "", 4),
            GroupUse("g2", "Chuyện xưa", "recreation", "", 3),
            GroupUse("g3", "Nghỉ cả tháng", "recreation", "", 0),
            GroupUse("g4", "Lớp khiếm thính 2", "special_class", "", 20),
        ),
        comings=(
            Coming("g1", "e1", "present", times=4),
            Coming("g2", "e1", "late", times=1),
            Coming("g2", "e2", "absent", times=3),
            Coming("g4", "e2", "present", times=19),
        ),
    )
    made = social_work.table((stay(), stay(2)), {}, OCTOBER, codes(), limits(), history)
    assert [made.cell(code, TOTAL) for code in ("group_work", "group_session", "group_attendance")] == [2, 7, 5]
    assert made.cell("group_attendance", "people") == 1
    assert [line.name for line in made.people("group_work", TOTAL)] == ["Tuổi mới lớn", "Chuyện xưa"]


def test_classes_stand_in_b11() -> None:
    history = TherapyHistory(
        groups=(GroupUse("g4", "Lớp khiếm thính 2", "special_class", "", 20),),
        comings=(Coming("g4", "e1", "present", times=19), Coming("g4", "e1", "excused", "ill")),
        pupils=(Pupil("g4", "e1"), Pupil("g4", "e2"), Pupil("elsewhere", "e1")),
    )
    girl, boy = stay(sex="female"), stay(2, sex="male", placement="day")
    back, gone = stay(3, person_id="p1", sex="female"), stay(4, sex="male", end_on=date(2026, 10, 20))
    history = replace(history, pupils=(*history.pupils, Pupil("g4", "e4")))
    made = education.table((girl, boy, gone, back), (), (), (), OCTOBER, codes(), limits(), history)
    assert made.values("class.g4") == (2, 1, 1)
    assert made.cell("class_lesson", TOTAL) == 20
    assert made.values("class_attendance") == (19, 0, 19)


def test_before_the_book_nothing_is_known() -> None:
    made = b07(SOMEBODY, complete_from=date(2026, 11, 1))
    assert made.cell(TOTAL, "planned") is None
