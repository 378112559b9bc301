"""Rehabilitation plans as tests of deeds need them: a written version of a stay, brought as far as wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from carebook.actions.therapy_plans import (
    approve_rehabilitation_plan,
    save_rehabilitation_plan,
    submit_rehabilitation_plan,
)
from carebook.records.care_plans import Agreement
from carebook.records.rehabilitation import (
    FunctionRating,
    GoalTerm,
    PlannedTherapy,
    Qualifier,
    RehabilitationGoal,
    RehabilitationPlan,
)
from carebook.records.staff import Actor
from carebook.rules.therapy_plans import TherapyPlanContent, new_version_of
from carebook.store import therapy_plans
from carebook.store.book import Book
from carebook.store.therapy_plans import TherapyPlanFile

LEVELS = ("Đứng, chưa bước", "Đi 5 m", "Đi 10 m", "Đi 15 m", "Đi 20 m")


def content(episode_id: str, doctor: str | None, **given: Any) -> TherapyPlanContent:
    """A plan nothing stands against: one ICF code, one goal with its five levels, one therapy."""
    plan = RehabilitationPlan(
        episode_id=episode_id,
        ordered_by_id=doctor,
        ordered_on=date(2026, 11, 20),
        diagnosis="Liệt nửa người phải sau đột quỵ",
        indication="Tập đi, tập dùng tay phải",
        contraindications="Không tập gắng sức khi huyết áp trên 160/100",
        from_on=date(2026, 11, 22),
        to_on=date(2027, 5, 21),
        consent=Agreement.AGREED,
        consent_by="Trần Thị An",
        consent_on=date(2026, 11, 21),
    )
    about: dict[str, Any] = {"episode_id": episode_id, "therapy_plan_id": ""}
    return TherapyPlanContent(
        replace(plan, **given),
        (
            PlannedTherapy(
                **about,
                therapy="pt",
                technique="Đi với khung",
                per_week=5,
                sessions=120,
                minutes=30,
                therapist_id=doctor,
                fee=0,
            ),
        ),
        (
            RehabilitationGoal(
                **about,
                thread="walk",
                term=GoalTerm.SHORT,
                text="Đi 10 m bằng khung, có người đứng cạnh",
                measure="Đo quãng đường mỗi tuần",
                due_on=date(2026, 12, 20),
                importance=3,
                difficulty=2,
                levels=LEVELS,
            ),
        ),
        (FunctionRating(**about, code="d450", qualifier=Qualifier.SEVERE, note="Cần người đỡ"),),
    )


def file_of(book: Book, plan_id: str, now: datetime) -> TherapyPlanFile:
    """The version as the book has it."""
    with book.looking(now) as reader:
        found = therapy_plans.plan_file(reader, plan_id)
    assert found is not None
    return found


def in_force(book: Book, episode_id: str, now: datetime) -> TherapyPlanFile | None:
    """The version in force."""
    with book.looking(now) as reader:
        return therapy_plans.plan_in_force(reader, episode_id)


def next_version(file: TherapyPlanFile, **given: Any) -> TherapyPlanContent:
    """The version after this one, with what is asked anew."""
    made = new_version_of(file)
    head = content("", file.plan.ordered_by_id).plan
    anew = {name: getattr(head, name) for name in ("ordered_by_id", "ordered_on", "from_on", "consent", "consent_on")}
    return replace(made, plan=replace(made.plan, **({"changed_because": "sau khi ngã"} | anew | given)))


def saved(book: Book, episode_id: str, by: Actor, now: datetime, **given: Any) -> RehabilitationPlan:
    """A draft: the first version, or the next one made from the plan in force."""
    before = in_force(book, episode_id, now)
    written = content(episode_id, by.staff_member_id, **given) if before is None else next_version(before, **given)
    plan: RehabilitationPlan = save_rehabilitation_plan(book, written, by=by, now=now).result
    return plan


def submitted(book: Book, episode_id: str, by: Actor, now: datetime, **given: Any) -> RehabilitationPlan:
    """A version before its approver."""
    draft = saved(book, episode_id, by, now, **given)
    plan: RehabilitationPlan = submit_rehabilitation_plan(book, draft.id, by=by, now=now).result
    return plan


def approved(
    book: Book, episode_id: str, by: Actor, approver: Actor, now: datetime, **given: Any
) -> RehabilitationPlan:
    """A version in force."""
    before = submitted(book, episode_id, by, now, **given)
    plan: RehabilitationPlan = approve_rehabilitation_plan(book, before.id, by=approver, now=now).result
    return plan
