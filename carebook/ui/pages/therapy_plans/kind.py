"""What sets the rehabilitation plan apart on the page of plans: its deeds, its questions, its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from carebook.actions.therapy_plans import (
    approve_rehabilitation_plan,
    end_rehabilitation_plan,
    rate_rehabilitation_goal,
    return_rehabilitation_plan,
    review_rehabilitation_plan,
    save_rehabilitation_plan,
    submit_rehabilitation_plan,
    withdraw_rehabilitation_plan,
)
from carebook.records.rehabilitation import RehabilitationGoal, RehabilitationPlan, RehabilitationReview
from carebook.rules.care_plans import Difference
from carebook.rules.problem import Problem
from carebook.rules.therapy_plans import (
    OWN_PLAN,
    TIERS,
    GoalStanding,
    TherapyPlanContent,
    differences,
    due_review_on,
    new_version_of,
    next_review_on,
    problems_before_submitting,
    problems_in_review,
)
from carebook.store.book import Reader
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.ui.pages.therapy_plans.asking import TherapyView, therapy_view
from carebook.ui.pages.therapy_plans.reviewing import AttainmentRating
from carebook.ui.pages.therapy_plans.working import TherapyWorking
from carebook.ui.pages.therapy_plans.writing import TherapyWriter
from carebook.ui.parts.care_plans import DecisionBar
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.plans.kind import PlanKind
from carebook.ui.parts.therapy_plans import TherapyPlanReading
from carebook.words import N_

_REVIEW = ("done_on", "reviewer_id", "results", "proposal", "next_on")


class TherapyKind(PlanKind):
    """The rehabilitation plan."""

    deeds: ClassVar = {
        "save": save_rehabilitation_plan,
        "submit": submit_rehabilitation_plan,
        "withdraw": withdraw_rehabilitation_plan,
        "approve": approve_rehabilitation_plan,
        "return": return_rehabilitation_plan,
        "end": end_rehabilitation_plan,
        "review": review_rehabilitation_plan,
        "rate": rate_rehabilitation_goal,
    }
    title = N_("Rehabilitation plan")
    tab = "rehab"
    draft = "rehabilitation_plan"
    review_draft = "rehabilitation_review"
    heads: ClassVar = {"goals": N_("Goal {n}"), "therapies": N_("Therapy {n}"), "functions": N_("ICF code {n}")}
    reviewed = RehabilitationReview

    def view(self, reader: Reader, episode_id: str, plan_id: str, today: date) -> TherapyView | None:
        return therapy_view(reader, episode_id, plan_id, today)

    def lacks(self, view: TherapyView, file: TherapyPlanFile) -> list[Problem]:
        care_goals = {goal.thread for goal in view.care_goals}
        return problems_before_submitting(file.content, care_goals, today=self.desk.today())

    def differences(self, view: TherapyView, before: TherapyPlanFile, after: TherapyPlanFile) -> Sequence[Difference]:
        return differences(before.content, after.content, words=partial(self.said_code, view))

    def reading(self) -> TherapyPlanReading:
        return TherapyPlanReading(self.desk)

    def decision_bar(self) -> DecisionBar:
        return DecisionBar(self.desk, TIERS, OWN_PLAN)

    def writer(self) -> TherapyWriter:
        return TherapyWriter(self.desk)

    def beginning(self, view: TherapyView) -> TherapyWorking:
        """Copied from the plan in force, or the last one there was; else a blank one, examined today by who writes."""
        before = view.in_force or next((one for one in view.plans if one.plan.approved_at is not None), None)
        blank = TherapyPlanContent(RehabilitationPlan(episode_id=view.episode.id))
        content = new_version_of(before) if before is not None else blank
        today = self.desk.today()
        plan = replace(content.plan, from_on=today, ordered_on=today, ordered_by_id=self.desk.actor.staff_member_id)
        return TherapyWorking.of(replace(content, plan=plan))

    def working(self, file: TherapyPlanFile) -> TherapyWorking:
        return TherapyWorking.of(file)

    def restored(self, told: Mapping[str, Any]) -> TherapyWorking:
        return TherapyWorking.from_told(told)

    def review_form(self) -> Form:
        return Form(
            [section("", RehabilitationReview, *_REVIEW)],
            self.desk.today,
            choices={"reviewer_id": [("", "")] * 9, "proposal": self.desk.choices("rehabilitation_proposal")},
            columns=1,
        )

    def new_review(self, view: TherapyView, file: TherapyPlanFile) -> RehabilitationReview:
        review = RehabilitationReview(
            episode_id=file.plan.episode_id,
            therapy_plan_id=file.plan.id,
            due_on=due_review_on(file.plan, file.reviews, view.limits),
            done_on=self.desk.today(),
            reviewer_id=self.desk.actor.staff_member_id,
        )
        return replace(review, next_on=next_review_on(file.plan, review, view.limits))

    def goal_rating(self, view: TherapyView, goal: RehabilitationGoal) -> AttainmentRating:
        return AttainmentRating(goal, view.levels.get(goal.thread))

    def problems_in_review(
        self, review: RehabilitationReview, ratings: Mapping[str, GoalStanding], file: TherapyPlanFile, since: date
    ) -> list[Problem]:
        return problems_in_review(review, ratings, file.goals, since=since, today=self.desk.today())

    def version_of(self, review: RehabilitationReview) -> str:
        return review.therapy_plan_id

    def thread_place(self, episode_id: str, _thread: str) -> tuple[str, Mapping[str, str]]:
        return "therapy_progress", {"episode_id": episode_id}

    def paper(self, plan_id: str) -> Mapping[str, str]:
        return {"paper": "therapy_order", "plan_id": plan_id}
