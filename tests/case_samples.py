"""A whole case written straight into a book: one row of every record of case management, hanging together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TypeVar

from carebook.records.assessments import Assessment, DomainRating, EligibilityCheck, NeedLevel
from carebook.records.care_plans import (
    Activity,
    Answer,
    CarePlan,
    DailyHelp,
    Goal,
    HelpLevel,
    PlanDecision,
    PlanInForce,
    PlanReview,
    PlanState,
    Proposal,
    Risk,
)
from carebook.records.closures import Closure, ClosureParty, ClosureSignature
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.records.due import Snooze
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import FormState, IntakeForm
from carebook.records.progress import ProgressLine, ProgressNote
from carebook.records.record import Record, table_of
from carebook.records.schooling import Employment, Schooling, VocationalCourse
from carebook.store.book import Writer, new_id

R = TypeVar("R", bound=Record)
DAY = date(2026, 6, 1)
MOMENT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
BY_PERSON: tuple[type[Record], ...] = (Schooling, VocationalCourse, Employment)
BY_STAY: tuple[type[Record], ...] = (
    *(IntakeForm, Assessment, DomainRating, EligibilityCheck, InstrumentScore, ItemAnswer),
    *(CarePlan, PlanInForce, PlanDecision, Goal, Activity, Risk, DailyHelp, PlanReview),
    *(ProgressNote, ProgressLine, Conference, ConferenceFinding, ConferenceDecision),
    *(Closure, ClosureSignature, Snooze),
)
TABLES = frozenset(table_of(cls) for cls in (*BY_PERSON, *BY_STAY))


def as_it_is(record: Record) -> Record:
    """The record, undressed."""
    return record


def whole_case(
    writer: Writer, person_id: str, episode_id: str, dress: Callable[[Record], Record] = as_it_is
) -> Mapping[type[Record], Record]:
    """Write the case of one stay; ``dress`` changes every record before it is written. Returns what was kept, by class."""
    kept: dict[type[Record], Record] = {}

    def add(record: R) -> R:
        written = writer.add(dress(record))
        kept[type(written)] = written
        return written  # type: ignore[return-value]

    add(
        IntakeForm(
            episode_id=episode_id, state=FormState.COMPLETED, collected_on=DAY, informant="Con gái", needs="Đi lại"
        )
    )
    assessment = add(
        Assessment(episode_id=episode_id, state=FormState.COMPLETED, assessed_on=DAY, summary="Cần tập đi")
    )
    add(
        DomainRating(
            episode_id=episode_id,
            assessment_id=assessment.id,
            domain="health",
            level=NeedLevel.HIGH,
            problem="Liệt nửa người",
        )
    )
    add(
        EligibilityCheck(
            episode_id=episode_id,
            checked_on=DAY,
            criteria=("long_term",),
            service_mode="long_term",
            reason="Đủ tiêu chí",
        )
    )
    score = add(
        InstrumentScore(episode_id=episode_id, instrument="barthel", file_version=1, scored_on=DAY, note="Tại giường")
    )
    add(ItemAnswer(episode_id=episode_id, score_id=score.id, item="feeding", value=5.0))
    plan = add(
        CarePlan(
            episode_id=episode_id,
            state=PlanState.APPROVED,
            from_on=DAY,
            general_goal="Tự đi lại",
            approved_at=MOMENT,
            round=1,
        )
    )
    add(PlanInForce(episode_id=episode_id, plan_id=plan.id, since_at=MOMENT))
    add(
        PlanDecision(
            episode_id=episode_id,
            plan_id=plan.id,
            round=1,
            tier="head",
            answer=Answer.APPROVED,
            comment="Làm ngay",
            decided_at=MOMENT,
        )
    )
    goal = add(
        Goal(episode_id=episode_id, plan_id=plan.id, thread=new_id(), text="Đi 10 m bằng khung", measure="Số mét")
    )
    add(Activity(episode_id=episode_id, plan_id=plan.id, goal_id=goal.id, text="Tập đi mỗi sáng", responsible="Khu A"))
    add(Risk(episode_id=episode_id, plan_id=plan.id, text="Ngã ban đêm", response="Dìu đi vệ sinh"))
    add(DailyHelp(episode_id=episode_id, plan_id=plan.id, kind="bathing", level=HelpLevel.PARTLY, note="Ngồi ghế"))
    add(
        PlanReview(
            episode_id=episode_id,
            plan_id=plan.id,
            due_on=DAY,
            done_on=DAY,
            proposal=Proposal.CONTINUE,
            results="Đi được 5 m",
        )
    )
    add(
        ProgressNote(
            episode_id=episode_id, happened_at=MOMENT, recorded_at=MOMENT, goal_thread=goal.thread, text="Đi 5 m, mệt"
        )
    )
    add(ProgressLine(episode_id=episode_id, period="2026-06", text="Đi được 5 m.", accepted_on=DAY))
    meeting = add(Conference(episode_id=episode_id, held_on=DAY, subject="Thống nhất kế hoạch", present="Con gái"))
    add(ConferenceFinding(episode_id=episode_id, conference_id=meeting.id, domain="health", finding="Còn yếu"))
    add(ConferenceDecision(episode_id=episode_id, conference_id=meeting.id, text="Tập đi hằng ngày"))
    closure = add(Closure(episode_id=episode_id, reason="goal_reached", course="Sáu tháng tập đi"))
    add(ClosureSignature(episode_id=episode_id, closure_id=closure.id, party=ClosureParty.FAMILY, name="Con gái"))
    add(Snooze(episode_id=episode_id, kind="plan_review", due_on=DAY, until_on=DAY, reason="Chờ gia đình"))
    add(Schooling(person_id=person_id, school_year="2026-2027", level="primary", school="Tiểu học Hoa Ban"))
    add(VocationalCourse(person_id=person_id, trade="May", provider="Trường nghề"))
    add(Employment(person_id=person_id, job="Thợ may", employer="Xưởng may", from_on=DAY))
    return kept
