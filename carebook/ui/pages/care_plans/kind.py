"""What sets the care plan apart on the page of plans: its deeds, its questions, its forms (form 04 and the review of form 05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from carebook.actions.care_plans import (
    approve_plan,
    end_plan,
    rate_goal,
    return_plan,
    review_plan,
    save_plan,
    submit_plan,
    withdraw_plan,
)
from carebook.records import enum_words
from carebook.records.care_plans import Achievement, CarePlan, Goal, PlanReview, Proposal, ReviewPeriod
from carebook.rules.care_plans import (
    Difference,
    PlanContent,
    Rating,
    differences,
    due_review_on,
    new_version_of,
    next_review_on,
    problems_before_submitting,
    problems_in_review,
)
from carebook.rules.problem import Problem
from carebook.store.book import Reader
from carebook.store.care_plans import PlanFile
from carebook.ui.pages.care_plans.asking import CareView, plans_view
from carebook.ui.pages.care_plans.working import CareWorking
from carebook.ui.pages.care_plans.writing import CareWriter
from carebook.ui.parts.care_plans import PlanReading
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.plans.kind import PlanKind
from carebook.ui.parts.plans.reviewing import GoalRating
from carebook.words import N_, _

_FIRST = ("period", "done_on", "reviewer_id", "participants", "reason")
_REST = ("results", "needs_met", "independence", "fit", "connections", "other", "proposal", "next_on")


class CareKind(PlanKind):
    """The care plan of form 04."""

    deeds: ClassVar = {
        "save": save_plan,
        "submit": submit_plan,
        "withdraw": withdraw_plan,
        "approve": approve_plan,
        "return": return_plan,
        "end": end_plan,
        "review": review_plan,
        "rate": rate_goal,
    }
    tab = "plans"
    draft = "care_plan"
    review_draft = "plan_review"
    heads: ClassVar = {"goals": N_("Goal {n}"), "activities": N_("Activity {n}"), "risks": N_("Risk {n}")}
    reviewed = PlanReview

    def view(self, reader: Reader, episode_id: str, plan_id: str, today: date) -> CareView | None:
        return plans_view(reader, episode_id, plan_id, today, self.desk.codes)

    def lacks(self, view: CareView, file: PlanFile) -> list[Problem]:
        return problems_before_submitting(
            file.content,
            view.ratings,
            today=self.desk.today(),
            is_child=view.is_child,
            words=partial(self.said_code, view),
        )

    def differences(self, view: CareView, before: PlanFile, after: PlanFile) -> Sequence[Difference]:
        return differences(before.content, after.content, words=partial(self.said_code, view))

    def reading(self) -> PlanReading:
        return PlanReading(self.desk)

    def writer(self) -> CareWriter:
        return CareWriter(self.desk)

    def beginning(self, view: CareView) -> CareWorking:
        """Copied from the plan in force, or the last one there was; else a blank one."""
        before = view.in_force or next((one for one in view.plans if one.plan.approved_at is not None), None)
        if before is not None:
            content = new_version_of(before)
        else:
            content = PlanContent(CarePlan(episode_id=view.episode.id, manager_id=view.episode.case_manager_id))
        assessed = view.assessment_id or content.plan.assessment_id
        plan = replace(content.plan, from_on=self.desk.today(), assessment_id=assessed)
        return CareWorking.of(replace(content, plan=plan))

    def working(self, file: PlanFile) -> CareWorking:
        return CareWorking.of(file.content)

    def restored(self, told: Mapping[str, Any]) -> CareWorking:
        return CareWorking.from_told(told)

    def review_form(self) -> Form:
        form = Form(
            [section("", PlanReview, *_FIRST), section(_("Points a to e of Điều 8"), PlanReview, *_REST)],
            self.desk.today,
            choices={
                "period": enum_words.choices(ReviewPeriod),
                "reviewer_id": [("", "")] * 9,
                "needs_met": enum_words.choices(Achievement),
                "proposal": enum_words.choices(Proposal),
            },
            labels={
                "results": _("a) Results"),
                "needs_met": _("b) Needs met"),
                "independence": _("c) Living independently"),
                "fit": _("d) Fit of the services"),
                "connections": _("đ) Connection to services"),
                "other": _("e) Other matters"),
            },
            required=("period", "results"),
            columns=1,
        )
        form.show_when("reason", lambda form: form.editor("period").raw() == ReviewPeriod.UNSCHEDULED.value)
        return form

    def new_review(self, view: CareView, file: PlanFile) -> PlanReview:
        review = PlanReview(
            episode_id=file.plan.episode_id,
            plan_id=file.plan.id,
            due_on=due_review_on(file.plan, file.reviews, view.limits),
            done_on=self.desk.today(),
            reviewer_id=self.desk.actor.staff_member_id,
        )
        return replace(review, next_on=next_review_on(file.plan, review, view.limits))

    def goal_rating(self, _view: CareView, goal: Goal) -> GoalRating:
        return GoalRating(goal)

    def problems_in_review(
        self, review: PlanReview, ratings: Mapping[str, Rating], file: PlanFile, since: date
    ) -> list[Problem]:
        return problems_in_review(review, ratings, file.goals, since=since, today=self.desk.today())

    def version_of(self, review: PlanReview) -> str:
        return review.plan_id

    def thread_place(self, episode_id: str, thread: str) -> tuple[str, Mapping[str, str]]:
        return "goal_thread", {"episode_id": episode_id, "thread": thread}

    def paper(self, plan_id: str) -> Mapping[str, str]:
        return {"paper": "form04", "plan_id": plan_id}
