"""The plans of the big book: the versions of one stay with their content, decisions and reviews, and the one in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from carebook.records.assessments import Assessment
from carebook.records.care_plans import (
    Achievement,
    Activity,
    Agreement,
    Answer,
    CarePlan,
    DailyHelp,
    Degree,
    Goal,
    GoalLife,
    HelpLevel,
    PlanDecision,
    PlanInForce,
    PlanReview,
    PlanState,
    Proposal,
    ReviewPeriod,
    Risk,
)
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.store.book import new_id
from carebook.stories.big_book.staying import DAY, Staying
from carebook.stories.clock import moment

_REVIEW_DAYS = 91
_WAITING = 0.1
_GOALS = (
    ("health", "Giữ sức khỏe ổn định, uống thuốc đúng đơn", "primary_health"),
    ("life_skills", "Tự làm được việc vệ sinh cá nhân buổi sáng", "nurture"),
    ("relations", "Mỗi tháng có một lần liên lạc với người thân", "advice"),
    ("participation", "Tham gia sinh hoạt nhóm hằng tuần", "counselling"),
    ("psychology", "Ngủ yên, bớt lo lắng", "counselling"),
)
_HELPS = ("eating", "bathing", "dressing", "toilet")


def plans_of(rng: Random, stay: Staying, assessed: Sequence[Assessment], head: Actor, today: date) -> list[Record]:
    """One to four approved versions over the stay; for some of who is here one more waits for approval."""
    began = min(stay.first + 40 * DAY, stay.last)
    count = rng.randint(1, 4) if stay.here else 1
    length = (stay.last - began).days
    starts = [began + (length * place // count) * DAY for place in range(count)]
    threads = [new_id() for _ in range(2)]
    found: list[Record] = []
    before: CarePlan | None = None
    for number, (start, until) in enumerate(zip(starts, [*starts[1:], stay.last], strict=True), 1):
        last = number == count
        ended = last and not stay.here
        plan = _version(stay, number, start, before, assessed, PlanState.ENDED if ended else PlanState.APPROVED, until)
        found += [plan, *_content(rng, plan, [*threads, new_id()], until if ended or not last else None)]
        found.append(
            PlanDecision(
                episode_id=stay.id,
                plan_id=plan.id,
                round=1,
                tier="head",
                answer=Answer.APPROVED,
                decided_at=moment(start, "14:10"),
                decided_by=head.staff_member_id,
            )
        )
        found += _reviews(rng, stay, plan, start, until)
        before = plan
    if stay.here and before is not None:
        found.append(PlanInForce(episode_id=stay.id, plan_id=before.id, since_at=moment(starts[-1], "14:10")))
        if rng.random() < _WAITING:
            day = today - rng.randint(1, 12) * DAY
            waits = _version(stay, count + 1, day, before, assessed, PlanState.SUBMITTED, None)
            found += [waits, *_content(rng, waits, [*threads, new_id()], None)]
    return found


def _version(
    stay: Staying,
    number: int,
    day: date,
    before: CarePlan | None,
    assessed: Sequence[Assessment],
    state: PlanState,
    ended_on: date | None,
) -> CarePlan:
    known = [one for one in assessed if one.assessed_on and one.assessed_on <= day]
    return CarePlan(
        id=new_id(),
        episode_id=stay.id,
        number=number,
        state=state,
        replaces_id=before.id if before else None,
        changed_because="Theo kết quả đánh giá lại." if before else "",
        assessment_id=known[-1].id if known else None,
        from_on=day,
        review_on=day + _REVIEW_DAYS * DAY,
        review_every_months=3,
        manager_id=stay.worker_id,
        participants="Nhân viên công tác xã hội, điều dưỡng, người thân",
        general_goal="Sống khỏe, có ích, giữ liên lạc với gia đình.",
        permanency="kin" if stay.category.startswith("child") else None,
        agreement=Agreement.AGREED,
        agreed_on=day,
        submitted_at=moment(day, "08:20"),
        submitted_by=stay.worker_id,
        round=1,
        approved_at=None if state is PlanState.SUBMITTED else moment(day, "14:10"),
        ended_on=ended_on if state is PlanState.ENDED else None,
        ended_because="Kết thúc quản lý đối tượng." if state is PlanState.ENDED else "",
    )


def _content(rng: Random, plan: CarePlan, threads: Sequence[str], rated_on: date | None) -> Iterator[Record]:
    """Three goals with two activities each, a risk and what help is normal; ``rated_on`` is the day the goals were over."""
    proposed = plan.state is PlanState.SUBMITTED
    life = GoalLife.AGREED if proposed else GoalLife.FINISHED if rated_on else GoalLife.ACTIVE
    chosen = [*_GOALS[:2], rng.choice(_GOALS[2:])]
    for place, (thread, (domain, text, service)) in enumerate(zip(threads, chosen, strict=True)):
        goal = Goal(
            id=new_id(),
            episode_id=plan.episode_id,
            plan_id=plan.id,
            thread=thread,
            position=place,
            domain=domain,
            text=text,
            measure="Theo dõi hằng tuần",
            due_on=plan.from_on + 365 * DAY if plan.from_on else None,
            priority=place + 1,
            life=life,
            achievement=rng.choice((Achievement.ACHIEVED, Achievement.PARTLY)) if rated_on else Achievement.NOT_RATED,
            achieved_on=rated_on,
        )
        yield goal
        for step, words in enumerate(("Nhắc và giúp mỗi sáng", "Ghi lại kết quả mỗi tuần")):
            yield Activity(
                episode_id=plan.episode_id,
                plan_id=plan.id,
                goal_id=goal.id,
                position=2 * place + step,
                text=words,
                frequency="hằng ngày" if step == 0 else "hằng tuần",
                from_on=plan.from_on,
                staff_member_id=plan.manager_id,
                service=service,
            )
    yield Risk(
        episode_id=plan.episode_id,
        plan_id=plan.id,
        text="Ngã khi đi lại ban đêm",
        likelihood=Degree.MEDIUM,
        impact=Degree.HIGH,
        response="Bật đèn hành lang, để chuông gọi trong tầm tay.",
    )
    for kind in _HELPS:
        level = rng.choice(tuple(HelpLevel))
        yield DailyHelp(episode_id=plan.episode_id, plan_id=plan.id, kind=kind, level=level)


def _reviews(rng: Random, stay: Staying, plan: CarePlan, start: date, until: date) -> Iterator[Record]:
    """A review every quarter while the version was in force, some a few days late."""
    due = start + _REVIEW_DAYS * DAY
    while due <= until:
        done = due + rng.choice((0, 0, 0, 1, 3, 9)) * DAY
        if done > until:
            return
        again = done + _REVIEW_DAYS * DAY
        yield PlanReview(
            episode_id=stay.id,
            plan_id=plan.id,
            period=ReviewPeriod.QUARTER,
            due_on=due,
            done_on=done,
            reviewer_id=stay.worker_id,
            results="Các hoạt động làm đủ; mục tiêu tiến triển chậm nhưng đều.",
            needs_met=Achievement.PARTLY,
            proposal=Proposal.CONTINUE,
            next_on=again,
        )
        due = again
