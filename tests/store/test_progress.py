"""The notes of a stay as they are read, and the cases of a worker with what happened to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from carebook.records.assessments import Assessment
from carebook.records.care_plans import Achievement, CarePlan, Goal, PlanInForce, PlanReview, PlanState, Proposal
from carebook.records.conferences import Conference
from carebook.records.episodes import Absence, AbsenceKind, Episode, EpisodeCategory
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import FormState
from carebook.records.progress import ProgressLine, ProgressNote
from carebook.records.record import Record
from carebook.records.staff import Actor, Role
from carebook.rules.progress import CaseLine, report_period
from carebook.store import errors, instruments, progress
from carebook.store.book import Book, new_id
from carebook.store.progress import NoteFilter
from tests import samples
from tests.actions.admissions import admit

OCTOBER = report_period("2026-10")
WITHIN = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)


class Cases:
    """A book with stays, written into directly."""

    def __init__(self, book: Book, director: Actor, now: datetime) -> None:
        self.book, self.director, self.now = book, director, now

    def admit(self, name: str, **stay: Any) -> Episode:
        person = samples.person(code="", full_name=name)
        return admit(self.book, self.director, self.now, person=person, episode=samples.episode("", **stay))[1]

    def add(self, *records: Record) -> list[Any]:
        with self.book.changing(self.director.account_id, self.now, new_id(), "test") as writer:
            return [writer.add(record) for record in records]

    def note(self, episode: Episode, at: datetime = WITHIN, **facts: Any) -> ProgressNote:
        given = {"recorded_at": at, "entered_by": self.director.account_id, "text": "Đi 5 m"} | facts
        kept: ProgressNote = self.add(ProgressNote(episode_id=episode.id, happened_at=at, **given))[0]
        return kept

    def ask(self, question: Callable[..., Any], *values: Any, by: Actor | None = None, **given: Any) -> Any:
        with self.book.reading_for(by or self.director, self.now) as reader:
            return question(reader, *values, **given)

    def drafted(self, worker: str = "") -> list[str]:
        return [case.drafted for case in self.ask(progress.lines_of_period, OCTOBER, worker)]


@pytest.fixture
def cases(book: Book, director: Actor, now: datetime) -> Cases:
    return Cases(book, director, now)


# notes


def test_newest_first_with_names_goal_and_corrections(cases: Cases) -> None:
    stay = cases.admit("Trần Thị An")
    thread = new_id()
    (plan,) = cases.add(CarePlan(episode_id=stay.id))
    cases.add(Goal(episode_id=stay.id, plan_id=plan.id, thread=thread, text="Đi 10 m"))
    first = cases.note(stay, goal_thread=thread, done_by_id=cases.director.staff_member_id)
    second = cases.note(stay, WITHIN + timedelta(days=1), kind="family")
    correction = cases.note(stay, WITHIN, corrects_id=first.id, text="Đi 4 m")
    again = cases.note(stay, WITHIN, corrects_id=correction.id, text="Đi 3 m")
    rows = cases.ask(progress.notes_of, stay.id)
    assert [row.id for row in rows] == [second.id, first.id]
    assert [row.id for row in rows[1].corrections] == [correction.id, again.id]
    assert (rows[1].goal, rows[1].done_by, rows[1].entered_by) == ("Đi 10 m", cases.director.name, cases.director.name)
    assert rows[1].edit_until == date(2026, 10, 19)
    assert not rows[1].late


def test_a_struck_note_stays_and_one_written_late_is_told(cases: Cases) -> None:
    stay = cases.admit("Trần Thị An")
    kept = cases.note(stay, recorded_at=WITHIN + timedelta(days=30))
    with cases.book.changing(cases.director.account_id, cases.now, new_id(), "test") as writer:
        writer.withdraw(ProgressNote, kept.id, "ghi nhầm người")
    (row,) = cases.ask(progress.notes_of, stay.id)
    assert (row.late, row.struck_by, row.note.withdrawn_because) == (True, cases.director.name, "ghi nhầm người")
    assert cases.ask(progress.newest_notes, stay.person_id) == ()


def test_days_filters_and_how_many(cases: Cases) -> None:
    stay = cases.admit("Trần Thị An")
    thread = new_id()
    made = [cases.note(stay, WITHIN + timedelta(days=n), kind="family" if n % 2 else "care") for n in range(6)]
    goal = cases.note(
        stay, datetime(2026, 10, 11, 17, 30, tzinfo=UTC), goal_thread=thread, entered_by=None
    )  # 12/10 00:30

    def ids(**given: Any) -> list[str]:
        return [row.id for row in cases.ask(progress.notes_of, stay.id, **given)]

    assert ids(most=2) == [made[5].id, made[4].id]
    assert ids(since=date(2026, 10, 16)) == [made[5].id, made[4].id]
    assert ids(wanted=NoteFilter(kind="family")) == [made[5].id, made[3].id, made[1].id]
    assert ids(wanted=NoteFilter(goal_thread=thread)) == [goal.id]
    assert goal.id not in ids(wanted=NoteFilter(account_id=cases.director.account_id, staff_id="x"))
    between = cases.ask(progress.notes_between, stay.id, date(2026, 10, 12), date(2026, 10, 12))
    assert [row.id for row in between] == [made[0].id, goal.id]
    assert len(cases.ask(progress.newest_notes, stay.person_id, 3)) == 3


def test_the_newest_of_each_goal(cases: Cases) -> None:
    stay, other = cases.admit("Trần Thị An"), cases.admit("Lê Văn Bình")
    first, second = new_id(), new_id()
    made = [cases.note(stay, WITHIN + timedelta(days=n), goal_thread=first if n % 2 else second) for n in range(4)]
    cases.note(stay, WITHIN + timedelta(days=9))
    cases.note(other, WITHIN + timedelta(days=9), goal_thread=first)
    cases.note(stay, WITHIN + timedelta(days=2), goal_thread=second, corrects_id=made[2].id)
    with cases.book.changing(cases.director.account_id, cases.now, new_id(), "test") as writer:
        writer.withdraw(ProgressNote, made[3].id, "nhầm")
    found = cases.ask(progress.newest_of_goals, stay.id)
    assert {thread: row.id for thread, row in found.items()} == {first: made[1].id, second: made[2].id}


def test_nobody_without_the_right_reads_notes(cases: Cases, actor_with: Callable[..., Actor]) -> None:
    stay = cases.admit("Trần Thị An", confidential=True)
    cases.note(stay)
    nurse, clerk = actor_with(Role.NURSE), actor_with(Role.ACCOUNTANT, name="Người khác")
    assert cases.ask(progress.notes_of, stay.id, by=nurse) == ()
    assert cases.ask(progress.newest_notes, stay.person_id, by=nurse) == ()
    assert len(cases.ask(progress.notes_of, stay.id)) == 1
    for question in (progress.notes_of, progress.newest_notes):
        with pytest.raises(errors.NotAllowedToSee):
            cases.ask(question, stay.id, by=clerk)


# lines


def test_whose_cases_stand_in_a_report(cases: Cases, actor_with: Callable[..., Actor]) -> None:
    worker = actor_with(Role.SOCIAL_WORKER).staff_member_id
    held = {"case_manager_id": worker}
    cases.admit("Trần Thị An", **held)
    cases.admit("Lê Văn Bình", start_on=date(2026, 10, 12), **held)
    cases.admit("Đào Thị Lan", end_on=date(2026, 10, 1), end_reason="died", **held)
    cases.admit("Cao Văn Bến", end_on=date(2026, 9, 30), end_reason="died", **held)
    cases.admit("Ngô Thị Mai", start_on=date(2026, 11, 1), **held)
    cases.admit("Phan Văn Sơn")
    found = cases.ask(progress.lines_of_period, OCTOBER, worker)
    assert [(case.name, case.began, case.ended) for case in found] == [
        ("Trần Thị An", False, False),
        ("Lê Văn Bình", True, False),
        ("Đào Thị Lan", False, True),
    ]
    assert found[1].drafted == "Tiếp nhận ngày 12/10/2026."
    assert found[2].drafted == "Dừng trợ giúp ngày 01/10/2026."
    assert [case.name for case in cases.ask(progress.lines_of_period, OCTOBER, "")] == ["Phan Văn Sơn"]
    assert sorted(cases.ask(progress.workers_of_period, OCTOBER)) == [
        ("", "", 1),
        (worker, "Doãn Thị Cẩm Tú", 3),
    ]


def test_what_happened_is_in_the_line(cases: Cases) -> None:
    stay = cases.admit("Trần Thị An")
    (plan,) = cases.add(CarePlan(episode_id=stay.id, number=2, state=PlanState.APPROVED, approved_at=WITHIN))
    on = date(2026, 10, 20)
    thread = new_id()
    rated = Goal(
        episode_id=stay.id,
        plan_id=plan.id,
        thread=thread,
        text="Đi 5 m",
        achieved_on=on,
        achievement=Achievement.PARTLY,
    )
    cases.add(
        PlanInForce(episode_id=stay.id, plan_id=plan.id, since_at=WITHIN),
        rated,
        replace(rated, text="Đi 10 m", achievement=Achievement.ACHIEVED),
        replace(rated, thread=new_id(), achieved_on=date(2026, 9, 30)),
        replace(rated, thread=new_id(), achievement=Achievement.NOT_RATED),
        Assessment(episode_id=stay.id, state=FormState.COMPLETED, assessed_on=on),
        Assessment(episode_id=stay.id, assessed_on=on),
        PlanReview(episode_id=stay.id, plan_id=plan.id, done_on=on, proposal=Proposal.CONTINUE),
        Conference(episode_id=stay.id, held_on=on, subject="Thống nhất"),
        Absence(episode_id=stay.id, kind=AbsenceKind.HOSPITAL, from_on=on, back_on=date(2026, 10, 25)),
        EpisodeCategory(episode_id=stay.id, category="adult_disabled", from_on=date(2026, 10, 5)),
    )
    note = cases.note(stay)
    cases.note(stay, kind="family")
    cases.note(stay, datetime(2026, 9, 30, 17, 0, tzinfo=UTC), kind="care")  # 01/10 in Vietnam
    cases.note(stay, datetime(2026, 10, 31, 17, 0, tzinfo=UTC))  # 01/11 in Vietnam
    cases.note(stay, corrects_id=note.id)
    assert cases.drafted() == [
        "Đánh giá ban đầu ngày 20/10/2026. Kế hoạch bản 2 được phê duyệt. Đạt mục tiêu “Đi 10 m”."
        " Rà soát kế hoạch ngày 20/10/2026, đề nghị tiếp tục. Họp thống nhất ngày 20/10/2026."
        " Nằm viện từ ngày 20/10/2026 đến ngày 25/10/2026."
        " Chuyển nhóm từ người cao tuổi nghèo, không có người phụng dưỡng sang người khuyết tật đặc biệt nặng"
        " ngày 05/10/2026. 2 lần ghi chép (công tác xã hội 1, chăm sóc 1); liên lạc với gia đình 1 lần."
    ]


def test_a_scale_is_told_beside_the_time_before(cases: Cases) -> None:
    stay = cases.admit("Trần Thị An")
    barthel = instruments.shipped()["barthel"].instrument

    def sheet(on: date, state: FormState, best: bool) -> None:
        facts = {"instrument": "barthel", "file_version": barthel.version, "scored_on": on, "state": state}
        (score,) = cases.add(InstrumentScore(episode_id=stay.id, **facts))
        for item in barthel.items:
            value = (max if best else min)(choice.value for choice in item.choices)
            cases.add(ItemAnswer(episode_id=stay.id, score_id=score.id, item=item.code, value=value))

    sheet(date(2026, 7, 1), FormState.COMPLETED, best=False)
    sheet(date(2026, 10, 20), FormState.COMPLETED, best=True)
    sheet(date(2026, 10, 25), FormState.IN_PROGRESS, best=False)
    sheet(date(2026, 11, 2), FormState.COMPLETED, best=False)
    worst, best = (
        band.words for band in (min(barthel.bands, key=lambda b: b.low), max(barthel.bands, key=lambda b: b.low))
    )
    bands = f"{worst[0].lower()}{worst[1:]} → {best[0].lower()}{best[1:]}"
    assert cases.drafted() == [f"{barthel.short_title} 0 → 100 ({bands})."]


def test_a_quiet_month(cases: Cases) -> None:
    stay = cases.admit("Trần Thị An")
    (plan,) = cases.add(CarePlan(episode_id=stay.id, number=1, state=PlanState.APPROVED))
    cases.add(PlanInForce(episode_id=stay.id, plan_id=plan.id, since_at=WITHIN))
    assert cases.drafted() == ["Không có thay đổi trong tháng; tiếp tục thực hiện kế hoạch bản 1."]


def test_a_protected_category_is_not_told(cases: Cases) -> None:
    stay = cases.admit("Trần Thị An")
    cases.add(EpisodeCategory(episode_id=stay.id, category="child_hiv_poor", from_on=date(2026, 10, 5)))
    (line,) = cases.drafted()
    assert "HIV" not in line


def test_a_masked_case_counts_but_tells_nothing(cases: Cases, actor_with: Callable[..., Actor]) -> None:
    stay = cases.admit("Trần Thị An", confidential=True)
    cases.add(ProgressLine(episode_id=stay.id, period="2026-10", text="Đi được 5 m.", accepted_on=date(2026, 11, 2)))
    (case,) = cases.ask(progress.lines_of_period, OCTOBER, "", by=actor_with(Role.SOCIAL_WORKER))
    assert (case.masked, case.accepted, case.text, case.line) == (True, True, "", None)
    assert "An" not in case.name
    (seen,) = cases.ask(progress.lines_of_period, OCTOBER, "")
    assert (seen.name, seen.text) == ("Trần Thị An", "Đi được 5 m.")


def test_what_the_due_rule_is_given(cases: Cases, actor_with: Callable[..., Actor]) -> None:
    worker = actor_with(Role.SOCIAL_WORKER).staff_member_id
    done = cases.admit("Trần Thị An", case_manager_id=worker, confidential=True)
    open_one = cases.admit("Lê Văn Bình", case_manager_id=worker)
    cases.admit("Phan Văn Sơn")
    cases.add(ProgressLine(episode_id=done.id, period="2026-10", text="Ổn định."))
    today = samples.TODAY
    nurse = actor_with(Role.NURSE, name="Người khác")
    found = cases.ask(progress.case_lines, today, by=nurse)
    assert set(found) == {
        CaseLine(done.person_id, done.id, worker, "2026-10", True),
        CaseLine(open_one.person_id, open_one.id, worker, "2026-10", False),
    }
    assert cases.ask(progress.case_lines, today, complete_from=date(2026, 11, 1)) == []
