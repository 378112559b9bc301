"""Writing a version of a plan, putting it before its approvers, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.care_plans.cases import (
    case_of,
    must_allow,
    must_be_newest,
    must_be_open,
)
from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.dates import age_on
from carebook.records.care_plans import PlanState
from carebook.records.staff import Actor
from carebook.rules.care_plans import OPEN, PlanContent, problems_before_submitting, problems_in
from carebook.store import care_plans as store
from carebook.store import code_lists
from carebook.store.book import Book, in_vietnam
from carebook.words import N_, message

CHILDHOOD = 16  # years (Luật Trẻ em 2016 Điều 1)


@deed(N_("Save the plan"), "casework")
def save_plan(
    book: Book,
    content: PlanContent,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a version as written; without an id it becomes the next draft of its stay. ``Change.result`` is the kept `CarePlan`.

    Refused when the version was submitted or approved, when another one is still being written, when the stay has ended, or
    when it says what cannot be.
    """
    with book.changing(by.account_id, now, op, "save_plan", reason=reason) as writer:
        if content.plan.id:
            case = case_of(writer, store.plan_file(writer, content.plan.id), by, now)
            must_allow(case.file, "save_plan")
            must_be_newest(case.file, seen)
            episode, person = case.episode, case.person
        else:
            episode, person = visible_stay(writer, content.plan.episode_id, by, now)
            for other in store.plans_of(writer, episode.id):
                if other.plan.state in OPEN:
                    raise refuse(
                        message(
                            "Plan version {number} is not settled yet. Go on with it before a new one is written.",
                            number=other.plan.number,
                        )
                    )
        must_be_open(episode)
        stop_at(problems_in(content, today=in_vietnam(now)))
        file = store.write_content(writer, content, reason or "bỏ khỏi kế hoạch")
    said = message("Saved plan version {number} of {name}.", number=file.plan.number, name=person.full_name)
    return Change(frozenset({"casework"}), (person.id, file.plan.id), op, said, result=file.plan)


@deed(N_("Submit for approval"), "casework")
def submit_plan(
    book: Book,
    plan_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Put a version before its approvers; from now on its content is frozen. Refused with everything that is missing in it."""
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "submit_plan", reason=reason) as writer:
        case = case_of(writer, store.plan_file(writer, plan_id), by, now)
        must_allow(case.file, "submit_plan")
        must_be_newest(case.file, seen)
        must_be_open(case.episode)
        age = age_on(case.person.born, today)
        stop_at(
            problems_before_submitting(
                case.file.content,
                store.needs_assessed(writer, case.episode.id),
                today=today,
                is_child=age is not None and age.years < CHILDHOOD,
                words=code_lists.words(writer).text,
            )
        )
        plan = writer.amend(
            replace(
                case.file.plan,
                state=PlanState.SUBMITTED,
                round=case.file.plan.round + 1,
                submitted_at=now,
                submitted_by=by.staff_member_id,
            )
        )
    return case.changed(op, message("Submitted plan version {number} for approval.", number=plan.number), plan)


@deed(N_("Withdraw the plan"), "casework")
def withdraw_plan(
    book: Book,
    plan_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Take a submitted version back to go on writing it; who should have approved it sees why."""
    if not reason.strip():
        raise refuse(message("Say why the plan is withdrawn."), "reason")
    with book.changing(by.account_id, now, op, "withdraw_plan", reason=reason) as writer:
        case = case_of(writer, store.plan_file(writer, plan_id), by, now)
        must_allow(case.file, "withdraw_plan")
        must_be_newest(case.file, seen)
        plan = writer.amend(replace(case.file.plan, state=PlanState.WITHDRAWN))
    return case.changed(op, message("Withdrew plan version {number}.", number=plan.number), plan)
