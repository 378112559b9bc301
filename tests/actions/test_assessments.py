"""Forms 02 and 03 in the book: kept by several hands, completed and frozen, replaced or struck through with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.assessments import (
    complete_assessment,
    complete_eligibility,
    save_assessment,
    save_eligibility,
    strike_assessment,
)
from carebook.actions.change import Outdated, Refused
from carebook.actions.undo import undo_deed
from carebook.records.assessments import Assessment, DomainRating, EligibilityCheck, NeedLevel
from carebook.records.care_plans import CarePlan, Goal, PlanInForce, PlanState
from carebook.records.episodes import Episode
from carebook.records.instruments import InstrumentFile, InstrumentScore
from carebook.records.intake import FormState
from carebook.records.staff import Actor, Role
from carebook.store.assessments import (
    AssessmentFile,
    assessment_file,
    assessments_of,
    eligibility_checks,
    finished_scores,
    goals_answering,
)
from carebook.store.book import Book, new_id
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length

TODAY = samples.TODAY
HIGH, LOW = NeedLevel.HIGH, NeedLevel.LOW


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


def assessment(stay: Episode, by: Actor, **facts: object) -> Assessment:
    given = {"assessed_on": TODAY, "assessor_id": by.staff_member_id}
    return Assessment(episode_id=stay.id, **(given | facts))  # type: ignore[arg-type]


def rating(domain: str = "health", level: NeedLevel | None = HIGH, **facts: object) -> DomainRating:
    return DomainRating(episode_id="", assessment_id="", domain=domain, level=level, **facts)  # type: ignore[arg-type]


def saved(
    book: Book, stay: Episode, by: Actor, now: datetime, *ratings: DomainRating, **facts: object
) -> AssessmentFile:
    file: AssessmentFile = save_assessment(book, assessment(stay, by, **facts), ratings, by=by, now=now).result
    return file


def completed(book: Book, stay: Episode, by: Actor, now: datetime, **facts: object) -> AssessmentFile:
    begun = saved(book, stay, by, now, rating(), **facts)
    done: AssessmentFile = complete_assessment(book, begun.assessment.id, by=by, now=now).result[0]
    return done


def files(
    book: Book, stay: Episode, by: Actor, now: datetime, *, withdrawn: bool = False
) -> tuple[AssessmentFile, ...]:
    with book.reading_for(by, now) as reader:
        return assessments_of(reader, stay.id, withdrawn=withdrawn)


def test_an_assessment_and_its_ratings_go_in_and_come_out(
    book: Book, stay: Episode, director: Actor, now: datetime
) -> None:
    whole = rating(
        level=LOW, situation="Đi bằng khung", strengths="Con gái", services=("rehab",), scores=("s1",), priority=1
    )
    kept = saved(book, stay, director, now, whole, rating("psychology", None))
    assert [one.domain for one in kept.ratings] == ["health"]  # a blank domain is not kept
    assert replace(kept.ratings[0], id="", version=0, episode_id="", assessment_id="") == whole
    assert files(book, stay, director, now) == (kept,)
    with book.reading_for(director, now) as reader:
        assert assessment_file(reader, kept.assessment.id) == kept
        assert assessment_file(reader, "nobody") is None


def test_two_people_write_their_domains_without_taking_the_other_ones(
    book: Book, stay: Episode, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    begun = saved(book, stay, director, now, rating("psychology", LOW))
    nurse = actor_with(Role.NURSE)
    save_assessment(book, begun.assessment, [rating()], by=nurse, now=now, seen=1)
    changed = replace(begun.ratings[0], problem="Nhớ nhà")
    after = save_assessment(book, begun.assessment, [changed], by=director, now=now, seen=1).result
    assert (after.level("health"), after.rating("psychology").problem) == (HIGH, "Nhớ nhà")
    before = journal_length(book, now)
    with pytest.raises(Outdated):  # the director's page still shows health as blank
        save_assessment(book, begun.assessment, [rating(level=LOW)], by=director, now=now)
    with pytest.raises(Outdated):
        save_assessment(book, begun.assessment, [replace(begun.ratings[0], problem="Khác")], by=nurse, now=now)
    assert journal_length(book, now) == before


def test_completing_freezes_it_and_tells_the_needs_without_an_answer(
    book: Book, stay: Episode, director: Actor, now: datetime
) -> None:
    begun = saved(book, stay, director, now, rating(), rating("psychology", LOW))
    file, needs = complete_assessment(book, begun.assessment.id, by=director, now=now, seen=1).result
    assert (file.is_completed, needs) == (True, ("health",))
    before = journal_length(book, now)
    deeds: list[Callable[[], object]] = [
        lambda: save_assessment(book, file.assessment, [], by=director, now=now),
        lambda: complete_assessment(book, file.assessment.id, by=director, now=now),
    ]
    for deed in deeds:
        with pytest.raises(Refused):
            deed()
    assert journal_length(book, now) == before


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.APPROVED])
def test_a_goal_in_the_plan_answers_the_need(
    state: PlanState, book: Book, stay: Episode, director: Actor, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        plan = writer.add(CarePlan(episode_id=stay.id, state=state))
        writer.add(Goal(episode_id=stay.id, plan_id=plan.id, domain="health", text="Đi 10 m"))
        if state is PlanState.APPROVED:
            writer.add(PlanInForce(episode_id=stay.id, plan_id=plan.id, since_at=now))
            old = writer.add(CarePlan(episode_id=stay.id, number=2, state=PlanState.ENDED))
            writer.add(Goal(episode_id=stay.id, plan_id=old.id, domain="other", text="Cũ"))
    with book.reading_for(director, now) as reader:
        assert [goal.domain for goal in goals_answering(reader, stay.id)] == ["health"]
    begun = saved(book, stay, director, now, rating())
    assert complete_assessment(book, begun.assessment.id, by=director, now=now).result[1] == ()


def test_what_is_lacking_is_refused(book: Book, stay: Episode, director: Actor, now: datetime) -> None:
    empty = saved(book, stay, director, now, assessor_id=None)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        complete_assessment(book, empty.assessment.id, by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["assessor_id", ""]
    with pytest.raises(Refused) as refused:
        save_assessment(book, empty.assessment, [rating(priority=12)], by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["health.priority"]
    with pytest.raises(Refused):  # one at a time
        saved(book, stay, director, now, rating())
    assert journal_length(book, now) == before


def test_a_correction_replaces_the_completed_one(book: Book, stay: Episode, director: Actor, now: datetime) -> None:
    first = completed(book, stay, director, now)
    new = assessment(stay, director, replaces_id=first.assessment.id, replaced_because="Ghi nhầm mức")
    begun = save_assessment(book, new, [rating(level=LOW)], by=director, now=now).result
    change = complete_assessment(book, begun.assessment.id, by=director, now=now)
    assert [one.assessment.id for one in files(book, stay, director, now)] == [begun.assessment.id]
    old = next(f for f in files(book, stay, director, now, withdrawn=True) if f.assessment.id == first.assessment.id)
    assert (old.assessment.withdrawn_because, old.level("health")) == ("Ghi nhầm mức", HIGH)
    with book.looking(now) as writer:  # its ratings are no longer counted either
        assert [one.level for one in writer.records(DomainRating)] == [LOW]
    undo_deed(book, change.op, by=director, now=now)
    assert len(files(book, stay, director, now)) == 2


def test_striking_through_needs_a_reason_and_keeps_it_readable(
    book: Book, stay: Episode, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    done = completed(book, stay, director, now)
    nurse = actor_with(Role.NURSE)
    before = journal_length(book, now)
    for by, why in ((director, " "), (nurse, "Nhầm người")):
        with pytest.raises(Refused):
            strike_assessment(book, done.assessment.id, by=by, now=now, reason=why)
    assert journal_length(book, now) == before
    strike_assessment(book, done.assessment.id, by=director, now=now, reason="Nhầm người")
    assert files(book, stay, director, now) == ()
    struck = files(book, stay, director, now, withdrawn=True)[0]
    assert (struck.assessment.withdrawn_because, struck.level("health")) == ("Nhầm người", HIGH)
    with pytest.raises(Refused):
        strike_assessment(book, done.assessment.id, by=director, now=now, reason="Nhầm người")


def test_a_protected_stay_is_refused_without_a_trace(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    _person, hidden = admit(book, director, now, episode=emergency(), category="victim_dv")
    worker = actor_with(Role.SOCIAL_WORKER)
    done = completed(book, hidden, director, now)
    check = save_eligibility(
        book, EligibilityCheck(episode_id=hidden.id, checked_on=TODAY), by=director, now=now
    ).result
    before = journal_length(book, now)
    deeds: list[Callable[[], object]] = [
        lambda: save_assessment(book, assessment(hidden, worker), [rating()], by=worker, now=now),
        lambda: save_assessment(book, done.assessment, [rating()], by=worker, now=now),
        lambda: complete_assessment(book, done.assessment.id, by=worker, now=now),
        lambda: strike_assessment(book, done.assessment.id, by=worker, now=now, reason="Nhầm"),
        lambda: save_eligibility(book, check, by=worker, now=now),
        lambda: complete_eligibility(book, check.id, by=worker, now=now),
    ]
    for deed in deeds:
        with pytest.raises(Refused) as refused:
            deed()
        assert "protected" in refused.value.message.id
    assert journal_length(book, now) == before
    assert files(book, hidden, worker, now, withdrawn=True) == ()
    with book.reading_for(worker, now) as reader:
        assert assessment_file(reader, done.assessment.id) is None
        assert eligibility_checks(reader, hidden.id) == ()
        assert finished_scores(reader, hidden.id) == ()


# form 03


def test_form_03_is_kept_completed_and_replaced(book: Book, stay: Episode, director: Actor, now: datetime) -> None:
    begun = save_eligibility(
        book,
        EligibilityCheck(episode_id=stay.id, checked_on=TODAY, criteria=("long_term", "qualified")),
        by=director,
        now=now,
    ).result
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        complete_eligibility(book, begun.id, by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["checker_id", "eligible"]
    with pytest.raises(Refused):
        save_eligibility(book, replace(begun, id=""), by=director, now=now)
    assert journal_length(book, now) == before
    whole = replace(begun, checker_id=director.staff_member_id, service_mode="long_term", eligible=True)
    save_eligibility(book, whole, by=director, now=now, seen=1)
    done = complete_eligibility(book, begun.id, by=director, now=now, seen=2).result
    with pytest.raises(Refused):
        save_eligibility(book, done, by=director, now=now)
    again = replace(whole, id="", replaces_id=done.id, replaced_because="Chuyển bán trú", checked_on=date(2026, 11, 20))
    new = save_eligibility(book, again, by=director, now=now).result
    complete_eligibility(book, new.id, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert [(one.id, one.state) for one in eligibility_checks(reader, stay.id)] == [(new.id, FormState.COMPLETED)]
        assert len(eligibility_checks(reader, stay.id, withdrawn=True)) == 2


def test_finished_scale_results_are_offered_with_their_titles(
    book: Book, stay: Episode, director: Actor, now: datetime
) -> None:
    def score(code: str, state: FormState, day: date) -> InstrumentScore:
        return InstrumentScore(episode_id=stay.id, instrument=code, file_version=1, state=state, scored_on=day)

    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(InstrumentFile(code="barthel", file_version=1, title="Barthel", content="x"))
        writer.add(score("barthel", FormState.COMPLETED, date(2026, 6, 1)))
        writer.add(score("phq9", FormState.COMPLETED, TODAY))
        writer.add(score("barthel", FormState.IN_PROGRESS, TODAY))
    with book.reading_for(director, now) as reader:
        assert [(title, one.scored_on) for one, title in finished_scores(reader, stay.id)] == [
            ("phq9", TODAY),
            ("Barthel", date(2026, 6, 1)),
        ]
