"""Plans as tests of deeds need them: a written version of a stay, brought as far as wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from carebook.actions.care_plans import approve_plan, save_plan, submit_plan
from carebook.records.care_plans import Activity, Agreement, CarePlan, DailyHelp, Goal, HelpLevel, Owner, Risk
from carebook.records.staff import Actor
from carebook.rules.care_plans import PlanContent, new_version_of
from carebook.store import care_plans
from carebook.store.book import Book
from carebook.store.care_plans import PlanFile


def content(episode_id: str, **given: Any) -> PlanContent:
    """A plan nothing stands against: one goal, one activity for it, one risk, one kind of daily help."""
    plan = CarePlan(
        episode_id=episode_id,
        from_on=date(2026, 11, 22),
        to_on=date(2027, 5, 21),
        agreement=Agreement.AGREED,
        agreed_on=date(2026, 11, 22),
        general_goal="Sống khỏe, tự đi lại trong khu",
    )
    return PlanContent(
        replace(plan, **given),
        (
            Goal(
                episode_id=episode_id,
                plan_id="",
                thread="thread-1",
                text="Đi được 20 m với khung tập đi",
                measure="Đo quãng đường mỗi tuần",
                due_on=date(2027, 2, 15),
            ),
        ),
        (
            Activity(
                episode_id=episode_id,
                plan_id="",
                goal_id="thread-1",
                text="Tập đi với khung 15 phút",
                frequency="2 lần mỗi ngày",
                owner=Owner.FAMILY,
                responsible="Trần Văn Sơn",
            ),
        ),
        (Risk(episode_id=episode_id, plan_id="", text="Ngã ban đêm", response="Đèn ngủ, thanh vịn"),),
        (DailyHelp(episode_id=episode_id, plan_id="", kind="bathing", level=HelpLevel.PARTLY),),
    )


def file_of(book: Book, plan_id: str, now: datetime) -> PlanFile:
    """The version as the book has it."""
    with book.looking(now) as reader:
        found = care_plans.plan_file(reader, plan_id)
    assert found is not None
    return found


def in_force(book: Book, episode_id: str, now: datetime) -> PlanFile | None:
    """The version in force."""
    with book.looking(now) as reader:
        return care_plans.plan_in_force(reader, episode_id)


def saved(book: Book, episode_id: str, by: Actor, now: datetime, **given: Any) -> CarePlan:
    """A draft: the first version, or the next one made from the plan in force."""
    before = in_force(book, episode_id, now)
    if before is None:
        written = content(episode_id, **given)
    else:
        written = new_version_of(before)
        header = content(episode_id).plan
        facts = {"changed_because": "sau khi ngã", "from_on": header.from_on, "agreement": header.agreement} | given
        written = replace(written, plan=replace(written.plan, **facts))
    plan: CarePlan = save_plan(book, written, by=by, now=now).result
    return plan


def submitted(book: Book, episode_id: str, by: Actor, now: datetime, **given: Any) -> CarePlan:
    """A version before its approvers."""
    plan: CarePlan = submit_plan(book, saved(book, episode_id, by, now, **given).id, by=by, now=now).result
    return plan


def approved(book: Book, episode_id: str, by: Actor, approver: Actor, now: datetime, **given: Any) -> CarePlan:
    """A version in force."""
    plan: CarePlan = approve_plan(book, submitted(book, episode_id, by, now, **given).id, by=approver, now=now).result
    return plan
