"""The facts of all cases: read from their forms, the same for every role, masked where they must be; the board over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from carebook.records.assessments import Assessment, DomainRating, NeedLevel
from carebook.records.care_plans import (
    Answer,
    CarePlan,
    Goal,
    GoalLife,
    PlanDecision,
    PlanInForce,
    PlanReview,
    PlanState,
)
from carebook.records.case_facts import CaseFacts, CaseState, Need
from carebook.records.closures import Closure
from carebook.records.due import Snooze
from carebook.records.episodes import Episode
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import FormState, IntakeForm
from carebook.records.progress import ProgressNote
from carebook.records.reintegration import Reintegration, Stage, StageEntry
from carebook.records.schooling import Employment
from carebook.records.staff import Actor, Role
from carebook.rules import permissions
from carebook.rules.casework import case_state
from carebook.store.book import Book, Writer, new_id
from carebook.store.casework import case_facts, scale_results
from carebook.store.due import due_board
from carebook.store.errors import NotAllowedToSee
from tests import samples
from tests.conftest import NOW

TODAY = date(2026, 11, 22)
DONE = FormState.COMPLETED
ROLES = [Role.DIRECTOR, Role.SOCIAL_WORKER, Role.NURSE, Role.CAREGIVER, Role.CLERK, Role.INSPECTOR, Role.TEACHER]


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def stay(writer: Writer, n: int, **facts: object) -> Episode:
    person = writer.add(samples.person(code=f"CB-{n:06}", full_name=f"Trần Thị An {n}", alias=f"Hoa Mai {n}"))
    return writer.add(samples.episode(person.id, **facts))


def case_of(writer: Writer, episode: Episode) -> CarePlan:
    """Forms 01 and 02 done, version 1 in force since July with a goal, reviewed in October."""
    stay_id = episode.id
    writer.add(IntakeForm(episode_id=stay_id, state=DONE, collected_on=date(2026, 1, 7)))
    for day in (date(2026, 1, 10), date(2026, 6, 1)):
        assessment = writer.add(Assessment(episode_id=stay_id, state=DONE, assessed_on=day, next_on=None))
    for domain, level, why in (
        ("health", NeedLevel.HIGH, ""),
        ("psychology", NeedLevel.HIGH, "đã khám"),
        ("other", None, ""),
    ):
        writer.add(
            DomainRating(
                episode_id=stay_id, assessment_id=assessment.id, domain=domain, level=level, no_goal_because=why
            )
        )
    july = moment(date(2026, 7, 1))
    plan = writer.add(CarePlan(episode_id=stay_id, state=PlanState.APPROVED, approved_at=july, review_every_months=3))
    writer.add(PlanInForce(episode_id=stay_id, plan_id=plan.id, since_at=july))
    writer.add(Goal(episode_id=stay_id, plan_id=plan.id, domain="relations", text="Gọi về nhà", life=GoalLife.ACTIVE))
    writer.add(Goal(episode_id=stay_id, plan_id=plan.id, domain="life_skills", text="Tự tắm", life=GoalLife.DROPPED))
    writer.add(PlanReview(episode_id=stay_id, plan_id=plan.id, done_on=date(2026, 10, 1)))
    writer.add(ProgressNote(episode_id=stay_id, happened_at=moment(date(2026, 6, 3)), text="Ghi cũ"))
    return plan


@pytest.fixture
def cases(book: Book, director: Actor, now: datetime) -> list[Episode]:
    """Four stays: a whole case, the same but restricted, one just begun, one that ended with its case still open."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stays = [
            stay(writer, 1, case_manager_id=director.staff_member_id),
            stay(writer, 2, confidential=True),
            stay(writer, 3, start_on=date(2026, 11, 16)),
            stay(writer, 4, end_on=date(2026, 11, 10), end_reason="family"),
        ]
        for one in (stays[0], stays[1], stays[3]):
            case_of(writer, one)
        stay(writer, 5, end_on=date(2026, 11, 10), end_reason="family")  # never managed: no form 06
    return stays


def facts_of(book: Book, actor: Actor, episode: Episode) -> CaseFacts:
    with book.reading_for(actor, NOW) as reader:
        return next(case for case in case_facts(reader, TODAY) if case.episode_id == episode.id)


def test_the_facts_of_a_whole_case(book: Book, director: Actor, cases: list[Episode]) -> None:
    facts = facts_of(book, director, cases[0])
    assert (facts.intake, facts.assessed_on, facts.closure) == ("completed", date(2026, 6, 1), "")
    assert facts.needs == (
        Need("health", "Chăm sóc sức khỏe, y tế", 3),
        Need("psychology", "Tâm lý, tình cảm", 3, excused=True),
        Need("other", "Nhu cầu khác", None),
    )
    assert (facts.plan_number, facts.approved_on) == (1, date(2026, 7, 1))
    assert (facts.reviewed_on, facts.review_on) == (date(2026, 10, 1), date(2027, 1, 1))
    assert facts.goal_domains == {"relations"}
    assert facts.noted_on == date(2026, 6, 3)
    assert case_state(facts, TODAY) is CaseState.ACTIVE


def test_only_managed_stays_are_there_after_they_ended(book: Book, director: Actor, cases: list[Episode]) -> None:
    with book.reading_for(director, NOW) as reader:
        found = {case.episode_id for case in case_facts(reader, TODAY)}
        much_later = {case.episode_id for case in case_facts(reader, date(2028, 6, 1))}
    assert found == {one.id for one in cases}
    assert cases[3].id in much_later  # its plan is still in force


def test_a_waiting_version_names_its_tier_and_a_returned_one_its_day(
    book: Book, director: Actor, cases: list[Episode]
) -> None:
    sent = moment(date(2026, 11, 18))
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        plan = writer.add(
            CarePlan(
                episode_id=cases[0].id,
                number=2,
                state=PlanState.SUBMITTED,
                submitted_at=sent,
                submitted_by=director.staff_member_id,
                round=1,
            )
        )
        writer.add(Goal(episode_id=cases[0].id, plan_id=plan.id, domain="health", text="Đi bằng khung"))
    facts = facts_of(book, director, cases[0])
    assert facts.waiting is not None
    assert (facts.waiting.number, facts.waiting.tier, facts.waiting.roles) == (2, "Trưởng phòng", ("head",))
    assert facts.waiting.submitted_on == date(2026, 11, 18)
    assert facts.waiting_domains == {"health"}
    decision = PlanDecision(
        episode_id=cases[0].id, plan_id=plan.id, round=1, tier="department", answer=Answer.APPROVED, decided_at=sent
    )
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        writer.add(decision)
    waiting = facts_of(book, director, cases[0]).waiting
    assert waiting is not None
    assert waiting.roles == ("deputy", "director")
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        writer.amend(replace(plan, state=PlanState.RETURNED))
        writer.add(replace(decision, tier="head", answer=Answer.RETURNED, comment="Bổ sung phòng ngã"))
    facts = facts_of(book, director, cases[0])
    assert facts.waiting is None
    assert facts.returned is not None
    assert (facts.returned.number, facts.returned.returned_on) == (2, date(2026, 11, 18))


def test_sheets_are_the_newest_four_of_each_scale_without_replaced_ones(
    book: Book, director: Actor, cases: list[Episode]
) -> None:
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        kept = []
        for month in (1, 3, 5, 6, 9):
            day = date(2026, month, 1)
            kept.append(
                writer.add(
                    InstrumentScore(
                        episode_id=cases[0].id, instrument="barthel", file_version=1, state=DONE, scored_on=day
                    )
                )
            )
            writer.add(ItemAnswer(episode_id=cases[0].id, score_id=kept[-1].id, item="feeding", value=float(month)))
        writer.add(
            InstrumentScore(
                episode_id=cases[0].id,
                instrument="barthel",
                file_version=1,
                state=DONE,
                scored_on=date(2026, 9, 1),
                replaces_id=kept[-1].id,
            )
        )
        writer.add(InstrumentScore(episode_id=cases[0].id, instrument="phq_9", file_version=1, scored_on=TODAY))
    sheets = facts_of(book, director, cases[0]).sheets
    assert [sheet.scored_on for sheet in sheets] == [date(2026, month, 1) for month in (9, 6, 5, 3)]
    assert kept[-1].id not in {sheet.score_id for sheet in sheets}


def fill(writer: Writer, stay_id: str, instrument: str, on: date, answers: dict[str, float]) -> None:
    score = writer.add(
        InstrumentScore(episode_id=stay_id, instrument=instrument, file_version=1, state=DONE, scored_on=on)
    )
    for item, value in answers.items():
        writer.add(ItemAnswer(episode_id=stay_id, score_id=score.id, item=item, value=value))


def test_scales_alert_and_compare_until_they_are_answered(book: Book, director: Actor, cases: list[Episode]) -> None:
    well = {str(n): 0.0 for n in range(1, 10)}
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        fill(writer, cases[0].id, "phq9", date(2026, 8, 1), well)
        fill(writer, cases[0].id, "phq9", date(2026, 11, 1), {**dict.fromkeys(well, 2.0), "9": 1.0})
        fill(writer, cases[1].id, "phq9", date(2026, 5, 1), {**well, "9": 3.0})  # assessed and reviewed since
        path = writer.add(Reintegration(episode_id=cases[0].id, started_on=date(2026, 8, 1)))
        failed = date(2026, 11, 3)
        writer.add(
            StageEntry(
                episode_id=cases[0].id, reintegration_id=path.id, stage=Stage.FAILED, from_on=failed, to_on=failed
            )
        )
    with book.reading_for(director, NOW) as reader:
        facts = case_facts(reader, TODAY)
        results = scale_results(reader, facts)
        items = {(i.kind, i.episode_id) for i in due_board(reader, TODAY).items}
    assert {one.episode_id: one.failed_returns for one in facts}[cases[0].id] == (failed,)
    now, before = results[cases[0].id]
    assert (now.title, now.scored_on, len(now.alerts)) == ("PHQ-9", date(2026, 11, 1), 1)
    assert before.band_rank == 0
    assert now.band_rank is not None
    assert now.band_rank > 0
    (old,) = results[cases[1].id]
    assert (old.alerts, old.band_rank) == ((), None)
    assert ("reassess", cases[0].id) in items
    assert ("review_after_event", cases[0].id) in items
    assert ("reassess", cases[1].id) not in items


@pytest.mark.usefixtures("cases")
def test_every_role_counts_the_same_and_sees_names_only_where_it_may(
    book: Book, director: Actor, actor_with: Callable[..., Actor]
) -> None:
    boards = {}
    for role in ROLES:
        actor = director if role is Role.DIRECTOR else actor_with(role, name=f"Người {role.value}")
        with book.reading_for(actor, NOW) as reader:
            boards[role] = due_board(reader, TODAY).items
    counted = {role: sorted((i.key, i.episode_id or "", i.due_on) for i in items) for role, items in boards.items()}
    for role, items in counted.items():
        unasked = set() if role in permissions.QUESTIONS["health"] else {"health_check"}
        assert items == [one for one in counted[Role.DIRECTOR] if one[0] not in unasked]
    assert len(counted[Role.DIRECTOR]) > 4
    names = {item.for_whom for item in boards[Role.NURSE]}
    assert "Hoa Mai 2" in names
    assert "Trần Thị An 2" not in names
    masked = [item for item in boards[Role.NURSE] if item.masked]
    assert masked
    assert not any("sức khỏe" in str(item.why) for item in masked if item.kind != "health_check")
    assert "Trần Thị An 2" in {item.for_whom for item in boards[Role.DIRECTOR]}


@pytest.mark.usefixtures("cases")
def test_who_may_not_see_cases_gets_the_clocks_of_stays_and_the_reports(
    book: Book, actor_with: Callable[..., Actor]
) -> None:
    accountant = actor_with(Role.ACCOUNTANT)
    with book.reading_for(accountant, NOW) as reader:
        assert {item.kind for item in due_board(reader, TODAY).items} == {"report"}
        with pytest.raises(NotAllowedToSee):
            case_facts(reader, TODAY)


def test_the_board_of_the_book_and_of_one_person(book: Book, director: Actor, cases: list[Episode]) -> None:
    with book.reading_for(director, NOW) as reader:
        whole = due_board(reader, TODAY)
        one = due_board(reader, TODAY, person_id=cases[2].person_id)
    asked = {(item.kind, item.episode_id) for item in whole.items}
    assert ("high_need", cases[0].id) in asked
    assert ("no_note", cases[0].id) in asked
    assert ("closure_form", cases[3].id) in asked
    assert {item.kind for item in one.items} == {"intake_form", "initial_assessment"}
    assert {item.episode_id for item in one.items} == {cases[2].id}
    assert [item for item in whole.items if item.episode_id == cases[2].id] == list(one.items)


def test_a_job_is_asked_about_after_the_person_left(book: Book, director: Actor, cases: list[Episode]) -> None:
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        writer.add(Closure(episode_id=cases[3].id, state=DONE, closed_on=TODAY))
        writer.add(Employment(person_id=cases[3].person_id, job="Thợ may", from_on=TODAY - timedelta(days=95)))
    with book.reading_for(director, NOW) as reader:
        asked = {item.kind for item in due_board(reader, TODAY).items if item.episode_id == cases[3].id}
    assert asked == {"employment_first_check"}


def test_what_was_put_off_leaves_the_board_with_its_reason(book: Book, director: Actor, cases: list[Episode]) -> None:
    with book.reading_for(director, NOW) as reader:
        item = next(
            i for i in due_board(reader, TODAY).items if i.kind == "intake_form" and i.episode_id == cases[2].id
        )
    snooze = Snooze(
        kind=item.key,
        episode_id=cases[2].id,
        due_on=item.due_on,
        until_on=TODAY + timedelta(days=1),
        reason="Chờ gia đình",
    )
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        writer.add(snooze)
    with book.reading_for(director, NOW) as reader:
        board = due_board(reader, TODAY)
        later = due_board(reader, TODAY + timedelta(days=1))
    assert item not in board.items
    (off,) = board.put_off
    assert (off.put_off_to, board.reasons[off]) == (snooze.until_on, "Chờ gia đình")
    assert item.key in {one.key for one in later.items if one.episode_id == cases[2].id}
