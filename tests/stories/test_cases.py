"""The cases of the sample book: told as written, a plan in force at every moment once one was approved, scores that add up."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from random import Random

import pytest

from carebook.actions.opening import Opened
from carebook.records.care_plans import Answer, PlanInForce, PlanState
from carebook.records.closures import ClosureParty
from carebook.records.people import Person
from carebook.rules import due
from carebook.store import care_plans, facility
from carebook.store.book import Reader
from carebook.store.closures import closure_of
from carebook.store.due import due_board
from carebook.store.groups import groups
from carebook.store.instruments import sheets_of
from carebook.store.packages import packages_of
from carebook.store.people import PeopleFilter, people
from carebook.store.progress import notes_of
from carebook.store.therapy_progress import progress_of
from carebook.stories.cases import STORIES
from carebook.stories.cases.telling import Cases
from carebook.stories.cases.versions import Course
from carebook.stories.clock import Days, moment
from carebook.stories.stage import Telling
from tests.actions.schedules.practice import double_bookings
from tests.stories.conftest import NOW, TODAY


def stay_of(reader: Reader, name: str) -> str:
    """The newest stay of somebody."""
    (person,) = reader.records(Person, "full_name = ? AND merged_into IS NULL", (name,))
    row = reader.row(
        "SELECT id FROM episode WHERE person_id = ? AND withdrawn_at IS NULL ORDER BY start_on DESC LIMIT 1",
        (person.id,),
    )
    assert row is not None
    return str(row["id"])


def totals(reader: Reader, name: str, code: str) -> list[float | None]:
    """The results of one scale, the oldest first."""
    found = [s for s in sheets_of(reader, stay_of(reader, name)) if s.score.instrument == code]
    return [sheet.result.total for sheet in sorted(found, key=lambda one: (one.score.scored_on, one.score.id))]


def test_the_first_version_stays_in_force_until_the_second_is_approved(reader: Reader, sample: Opened) -> None:
    first, second = sorted(care_plans.plans_of(reader, stay_of(reader, "Trần Thị An")), key=lambda one: one.plan.number)
    assert (first.standing, second.standing) == ("replaced", "in_force")
    answers = [(one.answer, one.round) for one in second.decisions]
    assert answers == [(Answer.RETURNED, 1), (Answer.APPROVED, 2)]
    assert second.decisions[0].comment == "Bổ sung phòng ngã ban đêm, ghi rõ ca nào làm"
    assert second.plan.round == 2
    with sample.book.looking(NOW) as everything:
        moves = everything.rows(
            """SELECT at, deed, json_extract(changes, '$.plan_id[1]') AS plan FROM journal
            WHERE tbl = 'plan_in_force' AND row_id = (SELECT id FROM plan_in_force WHERE episode_id = ?) ORDER BY seq""",
            (second.plan.episode_id,),
        )
    assert [(move["deed"], move["plan"]) for move in moves] == [
        ("approve_plan", first.plan.id),
        ("approve_plan", second.plan.id),
    ]
    returned, approved = second.decisions
    assert returned.decided_at < approved.decided_at == second.plan.approved_at


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("Trần Thị An", "barthel", [90, 30, 55]),
        ("Trần Thị An", "fall_checklist", [4, 6, 5]),
        ("Trần Thị An", "gds15", [7]),
        ("Trần Thị An", "amt10", [7]),
        ("Trần Thị An", "gas", [25.5, 32.8, 45.1, 50.0]),
        ("Lương Đình Thuận", "barthel", [100, 100]),
        ("Lương Đình Thuận", "iadl8", [5]),
        ("Lương Đình Thuận", "who5", [48, 68]),
        ("Đoàn Thị Miên", "amt10", [6, 5]),
        ("Đoàn Thị Miên", "barthel", [85, 70]),
        ("Ngô Hải Đăng", "gas", [23.1, 33.4, 36.5, 45.9]),
        ("Hoàng Văn Thạch", "barthel", [95, 100, 100]),
        ("Hoàng Văn Thạch", "who5", [28, 52, 64]),
        ("Hoàng Văn Thạch", "gas", [25.9, 38.0, 46.0, 50.0]),
        ("Mai Thị Ngần", "barthel", [10, 10]),
        ("Từ Văn Nguồn", "who5", [44, 56]),
        ("Chị Hoa Sữa", "phq9", [17, 11, 6]),
        ("Chị Hoa Sữa", "gad7", [14, 6]),
        ("Tạ Văn Điền", "barthel", [45, 20]),
    ],
)
def test_scores_are_as_told(reader: Reader, name: str, code: str, expected: list[float]) -> None:
    found = totals(reader, name, code)
    assert [round(total, 1) for total in found if total is not None] == expected


def test_one_plan_waits_for_the_director_and_one_for_the_department(reader: Reader) -> None:
    waiting = {one.name: (one.number, one.tier) for one in care_plans.awaiting(reader)}
    assert waiting["Hoàng Văn Thạch"] == (3, "head")
    assert len(waiting) == 2
    in_force = care_plans.plan_in_force(reader, stay_of(reader, "Hoàng Văn Thạch"))
    assert in_force is not None
    assert in_force.plan.number == 2


def test_everybody_here_for_weeks_has_one_plan_in_force_but_who_waits(reader: Reader) -> None:
    waiting = {one.episode_id for one in care_plans.awaiting(reader)}
    pointers = [one.episode_id for one in reader.records(PlanInForce)]
    assert len(pointers) == len(set(pointers))
    here = [one for one in people(reader, PeopleFilter(), TODAY) if one.start_on and (TODAY - one.start_on).days > 14]
    assert len(here) >= 15
    assert {one.episode_id for one in here} - set(pointers) <= waiting


def test_the_case_of_the_shelter_is_closed_without_the_familys_signature(reader: Reader) -> None:
    closed = closure_of(reader, stay_of(reader, "Chị Hoa Sữa"))
    assert closed is not None
    assert closed.is_finished
    (waived,) = [one for one in closed.signatures if one.waived_because]
    assert (waived.party, waived.waived_because) == (ClosureParty.FAMILY, "gia đình là bên gây bạo lực")
    plans = care_plans.plans_of(reader, stay_of(reader, "Chị Hoa Sữa"))
    assert [one.plan.state for one in plans] == [PlanState.ENDED, PlanState.APPROVED]


def test_a_note_of_yesterday_serves_the_goal_of_walking(reader: Reader) -> None:
    note = notes_of(reader, stay_of(reader, "Trần Thị An"))[0].note
    (goal,) = [g for g in care_plans.goals_in_force(reader, note.episode_id) if g.thread == note.goal_thread]
    assert goal.text == "Đi 10 m bằng khung, có người đứng cạnh"
    assert "Đi khung 14 m" in note.text


def test_of_the_cases_only_one_review_is_late(reader: Reader) -> None:
    first = facility.facility(reader).records_complete_from
    items = due_board(reader, TODAY, complete_from=first).items
    of_cases = {
        "intake_form",
        "initial_assessment",
        "first_plan",
        "plan_review",
        "plan_approval",
        "no_note",
        "closure_form",
    }
    late = [item for item in items if item.kind in of_cases and due.is_late(item, NOW)]
    by_kind = {kind: [one.for_whom for one in found] for kind, found in groupby(late, key=lambda one: one.kind)}
    assert by_kind == {"plan_review": ["Mai Thị Ngần"]}
    assert due.days_late(late[0], TODAY) == 12


class Heard(Cases):
    """Keeps the versions of every plan as they are told."""

    def __init__(self, tell: Telling) -> None:
        super().__init__(tell)
        self.versions: list[tuple[str, Course]] = []

    def plan(self, key: str, *courses: Course) -> None:
        self.versions += [(key, course) for course in courses]
        super().plan(key, *courses)


@pytest.mark.parametrize("first", [date(2026, 1, 1), date(2027, 1, 20), date(2028, 2, 1)])
def test_versions_are_drafted_submitted_and_approved_in_this_order_on_any_day(first: date) -> None:
    for shift in range(0, 120, 3):
        today = first + timedelta(days=shift)
        days = Days(today)
        tell = Telling(days, Random(1), moment(days.first_of(12), "13:00"), moment(today, "00:00"))
        cases = Heard(tell)
        for story in STORIES:
            story(cases, days)
        for key, course in cases.versions:
            steps = [course.drafted_on, course.submitted_on]
            if course.returned is not None:
                steps += [course.returned[0], course.again_on or date.max]
            steps += [course.approved_on] if course.approved_on else []
            assert steps == sorted(steps), (today, key, steps)
            assert steps[-1] < today, (today, key, steps)


# therapy


def test_the_levels_of_attainment_are_those_told(reader: Reader) -> None:
    told = {"Trần Thị An": [25.5, 32.8, 45.1, 50.0], "Ngô Hải Đăng": [23.1, 33.4, 36.5, 45.9]}
    for name, scores in told.items():
        found = progress_of(reader, stay_of(reader, name), first=None, last=TODAY, today=TODAY)
        assert found is not None
        assert [one.t for one in found.t_scores] == scores, name


def test_the_packages_are_used_as_told_and_one_session_is_forgotten(reader: Reader) -> None:
    first, second = sorted(packages_of(reader, stay_of(reader, "Ngô Hải Đăng")), key=lambda one: one.package.name)
    assert (first.done, first.partial, first.cancelled, first.left) == (23, 1, 3, 0)
    assert (second.no_show, second.left) == (1, 24 - second.done - 1)
    late = [item for item in due_board(reader, TODAY).items if item.kind == "session_record"]
    assert [item.for_whom for item in late] == ["Ngô Hải Đăng"]


def test_nobody_is_booked_twice(sample: Opened) -> None:
    with sample.book.looking(NOW) as reader:
        assert double_bookings(reader) == []


def test_every_group_met_and_the_class_has_nine_pupils(reader: Reader) -> None:
    found = {line.group.name: line for line in groups(reader, TODAY)}
    assert set(found) == {
        *("Thể dục dưỡng sinh sáng", "Lớp khiếm thính 2", "Tuổi mới lớn"),
        *("Cha mẹ trẻ tự kỷ", "Vườn rau", "Chuyện xưa"),
    }
    assert all(line.held for line in found.values())
    assert found["Lớp khiếm thính 2"].members == 9
    assert (found["Tuổi mới lớn"].held, found["Vườn rau"].not_held) == (7, 1)
