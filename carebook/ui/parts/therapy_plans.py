"""A version of a rehabilitation plan as one reads it: the examination, function, goals with their levels, therapies, consent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QLabel

from carebook import dates, money
from carebook.records import enum_words
from carebook.records.rehabilitation import (
    FunctionRating,
    GoalTerm,
    PlannedTherapy,
    RehabilitationGoal,
    RehabilitationPlan,
    RehabilitationReview,
)
from carebook.rules.attainment import weight_of
from carebook.rules.therapy_plans import TIERS
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.ui.parts.care_plans.reading import Rows, VersionReading, facts, said_amount
from carebook.ui.parts.care_plans.standing import term_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column
from carebook.ui.parts.plans.levels import STEPS
from carebook.words import N_, _, ngettext, pgettext

_TERMS = (GoalTerm.SHORT, GoalTerm.LONG)


def therapy_words(desk: Desk, one: PlannedTherapy) -> str:
    """ "Vật lý trị liệu · Đi với khung"."""
    return " · ".join(filter(None, (desk.words("therapy", one.therapy), one.technique)))


def load_words(one: PlannedTherapy) -> str:
    """ "5 buổi/tuần · 120 buổi · 30 phút"; what is not written down is left out."""
    parts = (
        ngettext("{n} session a week", "{n} sessions a week", one.per_week or 0).format(n=one.per_week)
        if one.per_week
        else "",
        ngettext("{n} session", "{n} sessions", one.sessions or 0).format(n=one.sessions) if one.sessions else "",
        ngettext("{n} minute", "{n} minutes", one.minutes or 0).format(n=one.minutes) if one.minutes else "",
    )
    return " · ".join(filter(None, parts))


def fee_words(fee: int | None) -> str:
    """A fee of one session; free of charge is said, an unknown one is not."""
    return _("free of charge") if fee == 0 else said_amount(fee)


def fees_of(therapies: Sequence[PlannedTherapy]) -> int:
    """What all planned sessions cost, in đồng."""
    return sum((one.fee or 0) * (one.sessions or 0) for one in therapies)


class TherapyPlanReading(VersionReading):
    """A rehabilitation plan in the order in which it is examined, planned and agreed."""

    tiers = TIERS
    thread_words = N_("Progress of the goal")

    def _put_content(self, file: TherapyPlanFile) -> None:
        self._column.addWidget(facts(self._header(file.plan)))
        self._put_functions(file.functions)
        self._put_goals(file.goals)
        self._put_therapies(file.therapies)
        self._put_consent(file.plan)

    def _header(self, plan: RehabilitationPlan) -> list[tuple[str, str]]:
        every = plan.review_every_weeks
        weeks = ngettext("every {n} week", "every {n} weeks", every).format(n=every) if every else ""
        review = dates.written(plan.review_on) if plan.review_on else ""
        examined = dates.written(plan.ordered_on) if plan.ordered_on else ""
        by = self._names.get(plan.ordered_by_id or "", "")
        return [
            (_("Examined and ordered by"), " · ".join(filter(None, (by, examined)))),
            (_("Diagnosis"), plan.diagnosis),
            (_("Indication"), plan.indication),
            (_("Contraindications"), plan.contraindications),
            (_("What to watch for"), plan.precautions),
            (_("Devices and aids"), plan.devices),
            (_("Exercises outside the sessions"), plan.home_programme),
            (_("Days of the plan"), term_of(plan)),
            (_("Review"), " · ".join(filter(None, (review, weeks)))),
        ]

    def _put_functions(self, functions: Sequence[FunctionRating]) -> None:
        self._section(_("Function in ICF codes"), str(len(functions)) if functions else "")
        if not functions:
            self._column.addWidget(label(_("Not entered yet"), "muted"))
            return
        heads = [(_("ICF code"), 5), (pgettext("of a problem", "Degree"), 3), (_("Note"), 5)]
        rows = []
        for one in functions:
            degree = f"{one.qualifier.value} · {enum_words.said(one.qualifier)}" if one.qualifier else "–"
            rows.append([f"{one.code} {self._desk.words('icf', one.code)}", degree, one.note])
        self._column.addWidget(Rows(heads, rows))

    def _put_goals(self, goals: Sequence[RehabilitationGoal]) -> None:
        if not goals:
            self._section(_("Goals"))
            self._column.addWidget(label(_("No goals yet."), "muted"))
        for term in _TERMS:
            mine = [(number, goal) for number, goal in enumerate(goals, start=1) if goal.term is term]
            if mine:
                self._section(_("Long-term goals") if term is GoalTerm.LONG else _("Short-term goals"), str(len(mine)))
            for number, goal in mine:
                more = []
                if goal.care_thread:
                    served = self._names.get(goal.care_thread, "–")
                    more.append(_("Serves the goal of the care plan: {goal}").format(goal=served))
                if goal.importance or goal.difficulty:
                    more.append(_("Weight {n}").format(n=f"{weight_of(goal):g}"))
                self._column.addWidget(self._goal(number, goal, more, self._levels(goal)))

    def _levels(self, goal: RehabilitationGoal) -> QFrame | None:
        if not any(goal.levels):
            return None
        said = [f"{step}  {words}" for step, words in zip(STEPS, goal.levels, strict=False) if words]
        return box(column(*(label(words, "small", wrap=True) for words in said), gap=1, margins=(16, 2, 0, 2)))

    def _put_therapies(self, therapies: Sequence[PlannedTherapy]) -> None:
        self._section(_("Therapies"), str(len(therapies)) if therapies else "")
        if not therapies:
            self._column.addWidget(label(_("No therapies yet."), "muted"))
            return
        heads = [(_("Therapy"), 5), (_("How often"), 4), (_("Therapist"), 4), (_("Therapy room"), 3)]
        heads.append((_("Fee per session"), 3))
        self._column.addWidget(Rows(heads, [self._therapy(one) for one in therapies]))
        if cost := fees_of(therapies):
            words = _("Fees of all sessions: {amount}").format(amount=money.dong(cost))
            self._column.addWidget(label(words, "strong"))

    def _therapy(self, one: PlannedTherapy) -> list[QFrame | QLabel | str]:
        where = " · ".join(
            filter(None, (self._names.get(one.room_id or "", ""), _("In a group") if one.in_group else ""))
        )
        kind: QFrame | str = therapy_words(self._desk, one)
        if one.note:
            kind = box(column(label(str(kind), wrap=True), label(one.note, "small", wrap=True), gap=0))
        return [kind, load_words(one), self._names.get(one.therapist_id or "", "–"), where, fee_words(one.fee)]

    def _put_consent(self, plan: RehabilitationPlan) -> None:
        self._section(_("Consent to the therapy"))
        when = dates.written(plan.consent_on) if plan.consent_on else ""
        agreed = enum_words.said(plan.consent) if plan.consent else _("Not asked yet")
        words = " · ".join(filter(None, (agreed, plan.consent_by, when)))
        self._column.addWidget(facts(((_("Consent to the therapy"), words),)))

    def _put_reviews(self, reviews: Sequence[RehabilitationReview]) -> None:
        if not reviews:
            return
        self._section(_("Reviews"), str(len(reviews)))
        for one in reviews:
            day = dates.written(one.done_on) if one.done_on else ""
            proposal = self._desk.words("rehabilitation_proposal", one.proposal) if one.proposal else ""
            who = self._names.get(one.reviewer_id or "", "")
            self._column.addWidget(label(" · ".join(filter(None, (day, who, proposal))), "name", wrap=True))
            following = dates.written(one.next_on) if one.next_on else ""
            self._column.addWidget(facts(((_("Results"), one.results), (_("Next review on"), following))))
