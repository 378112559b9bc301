"""A version of a plan as one reads it, in the order of form 04: what it is for, goals with their activities, risks, help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from carebook import dates, money
from carebook.records import enum_words
from carebook.records.care_plans import Achievement, Activity, CarePlan, Goal, Owner, PlanDecision, PlanReview, Risk
from carebook.records.rehabilitation import RehabilitationDecision, RehabilitationGoal
from carebook.store.care_plans import PlanFile
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.care_plans.standing import achievement_of, days_words, life_of, term_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import MarkSign, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.words import N_, _, ngettext

FACT_WIDTH = 148
_TOP = Qt.AlignmentFlag.AlignTop


def said_amount(amount: int | None) -> str:
    """An amount of money, "" when none is estimated."""
    return "" if amount is None else money.dong(amount)


def responsible_words(activity: Activity, names: Mapping[str, str]) -> str:
    """Who is responsible: the names that are known, else which side."""
    named = [names.get(activity.staff_member_id or "", ""), activity.responsible]
    words = ", ".join(filter(None, named))
    if not words:
        return enum_words.said(activity.owner)
    return words if activity.owner is Owner.STAFF else f"{enum_words.said(activity.owner)}: {words}"


def goal_line(goal: Goal | RehabilitationGoal) -> str:
    """ "Hiện tại 12 m → đích 20 m · hạn 31/01/2027 · đo bằng quãng đường"."""
    parts = []
    if goal.from_value or goal.to_value:
        parts.append(_("now {now} → to reach {reach}").format(now=goal.from_value or "–", reach=goal.to_value or "–"))
    if goal.due_on is not None:
        parts.append(_("by {day}").format(day=dates.written(goal.due_on)))
    if goal.measure:
        parts.append(_("measured by {measure}").format(measure=goal.measure))
    words = " · ".join(parts)
    return words[:1].upper() + words[1:]


def facts(pairs: Iterable[tuple[str, str]]) -> QFrame:
    """Names and values under each other; what is empty is left out."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 2, 0, 6)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    grid.setColumnMinimumWidth(0, theme.worn().scaled(FACT_WIDTH))
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate((name, value) for name, value in pairs if value):
        told = label(name, "small", wrap=True, width=theme.worn().scaled(FACT_WIDTH))
        told.setContentsMargins(0, 1, 0, 0)
        grid.addWidget(told, place, 0, _TOP)
        grid.addWidget(label(value, wrap=True), place, 1, _TOP)
    return box(grid)


def settle(widget: QWidget) -> None:
    """Let a scroll area around ``widget`` know its new height at once: words that wrap tell theirs only when laid out."""
    around: QWidget | None = widget
    while around is not None and not isinstance(around, QScrollArea):
        if (layout := around.layout()) is not None:
            layout.activate()
        around = around.parentWidget()
    if around is not None and (inside := around.widget()) is not None:
        QApplication.sendEvent(inside, QEvent(QEvent.Type.LayoutRequest))


class Rows(QFrame):
    """A small table to read: small heads, lines between rows, words that wrap."""

    def __init__(self, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[QFrame | QLabel | str]]) -> None:
        """``heads`` are (words, share of the width); the first cell of a row may be a widget."""
        super().__init__()
        grid = QGridLayout()
        grid.setContentsMargins(0, 2, 0, 4)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        for at, (words, share) in enumerate(heads):
            grid.addWidget(label(words, "small"), 0, at)
            grid.setColumnStretch(at, share)
            grid.setColumnMinimumWidth(at, 24)
        for place, cells in enumerate(rows):
            grid.addWidget(hairline("rule" if place == 0 else "h"), 2 * place + 1, 0, 1, len(heads))
            for at, cell in enumerate(cells):
                shown = label(cell, wrap=True) if isinstance(cell, str) else cell
                grid.addWidget(shown, 2 * place + 2, at, _TOP)
        self.setLayout(grid)


def marked(shape: str, tone: str, words: str) -> QFrame:
    """A state: its shape and its word."""
    return box(row(MarkSign(shape, tone), label(words, "small_name", tone), gap=6))


class VersionReading(QFrame):
    """One version of any kind of plan to read. ``thread_wanted(thread)`` and ``rating_wanted(goal)`` are asked at its goals.

    Each kind of plan puts its content in its order; ``tiers`` is the code list of its tiers of approval.
    """

    thread_wanted = Signal(str)
    rating_wanted = Signal(object)
    tiers = "approval_tier"
    thread_words = N_("Goal thread")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._names: Mapping[str, str] = {}
        self._file: PlanFile | TherapyPlanFile | None = None
        self._rates = False
        self._column = column(gap=2)
        self.setLayout(self._column)

    def show_plan(self, file: Any, names: Mapping[str, str], *, rates: bool = False) -> None:
        """Show a version; ``names`` are of staff, and of what else it links to, by id; with ``rates`` each goal can be rated
        from here.
        """
        self._file, self._names, self._rates = file, names, rates
        emptied(self._column)
        if file.plan.changed_because:
            words = _("Why there is a new version: {reason}").format(reason=file.plan.changed_because)
            self._column.addWidget(label(words, "muted", wrap=True))
        self._put_content(file)
        self._put_decisions(file.decisions)
        self._put_reviews(file.reviews)
        self._column.addStretch(1)
        settle(self)

    def _put_content(self, file: Any) -> None:
        raise NotImplementedError

    def _put_reviews(self, reviews: Any) -> None:
        raise NotImplementedError

    def _section(self, title: str, count: str = "") -> None:
        self._column.addSpacing(6)
        self._column.addWidget(section_head(title, count))
        self._column.addWidget(hairline())

    def _goal(
        self, number: int, goal: Goal | RehabilitationGoal, more: Sequence[str] = (), below: QFrame | None = None
    ) -> QFrame:
        """A goal with where it stands; ``more`` are further lines about it, ``below`` what belongs under it."""
        life, achieved = life_of(goal), achievement_of(goal)
        states = [marked(life.shape, life.tone, life.words)]
        if goal.achievement is not Achievement.NOT_RATED:
            states.append(marked(achieved.shape, achieved.tone, achieved.words))
        title = label(f"{number}. {goal.text}", "name", wrap=True)
        lines = [label(line, "small", wrap=True) for line in (goal_line(goal), *more) if line]
        rated = dates.written(goal.achieved_on) if goal.achieved_on else ""
        if remark := " · ".join(filter(None, (rated, goal.remark))):
            lines.append(label(_("Rated: {remark}").format(remark=remark), "small", wrap=True))
        links = []
        if self._rates:
            rate = Button(_("Rate the goal…"), "link")
            rate.setAccessibleName(_("Rate the goal: {goal}").format(goal=goal.text))
            rate.clicked.connect(partial(self.rating_wanted.emit, goal))
            links.append(rate)
        if goal.thread and self._file is not None and self._file.plan.approved_at is not None:
            thread = Button(_(self.thread_words), "link", "target")
            thread.setAccessibleName(f"{_(self.thread_words)}: {goal.text}")
            thread.clicked.connect(partial(self.thread_wanted.emit, goal.thread))
            links.append(thread)
        beside = column(row(None, *states, gap=14), row(None, *links, gap=12), None, gap=2)
        head = row((box(column(title, *lines, gap=1)), 1), box(beside), gap=16)
        under = (below,) if below is not None else ()
        return box(column(head, *under, gap=2, margins=(0, 6, 0, 8)))

    def _put_decisions(self, decisions: Sequence[PlanDecision | RehabilitationDecision]) -> None:
        if not decisions:
            return
        self._section(_("Approval"))
        today = self._desk.today()
        for one in decisions:
            who = self._names.get(one.decided_by or "", "–")
            tier = self._desk.words(self.tiers, one.tier)
            when = dates.moment(one.decided_at, today)
            words = f"{when} · {who} ({tier}): {enum_words.said(one.answer)}"
            self._column.addWidget(label(words, wrap=True))
            if one.comment:
                self._column.addWidget(label(f"“{one.comment}”", "muted", wrap=True))


class PlanReading(VersionReading):
    """A care plan in the order of form 04."""

    def _put_content(self, file: PlanFile) -> None:
        self._column.addWidget(facts(self._header(file.plan)))
        self._put_goals(file)
        self._put_risks(file.risks)
        self._put_help(file)
        self._put_agreement(file.plan)

    def _header(self, plan: CarePlan) -> list[tuple[str, str]]:
        every = plan.review_every_months
        months = ngettext("every {n} month", "every {n} months", every).format(n=every) if every else ""
        review = dates.written(plan.review_on) if plan.review_on else ""
        home = self._desk.words("permanency_goal", plan.permanency) if plan.permanency else ""
        return [
            (_("Days of the plan"), term_of(plan)),
            (_("Review"), " · ".join(filter(None, (review, months)))),
            (_("Case manager"), self._names.get(plan.manager_id or "", "")),
            (_("Who made the plan"), plan.participants),
            (_("General goal"), plan.general_goal),
            (_("Permanency goal"), " · ".join(filter(None, (home, plan.permanency_note)))),
        ]

    # goals and activities

    def _put_goals(self, file: PlanFile) -> None:
        order = {code: place for place, (code, _words) in enumerate(self._desk.choices("need_domain"))}
        number = 0
        for domain in sorted({goal.domain for goal in file.goals}, key=lambda code: order.get(code, 99)):
            self._section(self._desk.words("need_domain", domain))
            for goal in (one for one in file.goals if one.domain == domain):
                number += 1
                activities = [one for one in file.activities if one.goal_id == goal.id]
                below = self._activities(activities) if activities else None
                self._column.addWidget(self._goal(number, goal, below=below))
        if not file.goals:
            self._section(_("Goals"))
            self._column.addWidget(label(_("No goals yet."), "muted"))
        known = {goal.id for goal in file.goals}
        whole = [one for one in file.activities if one.goal_id not in known]
        if whole:
            self._section(_("For the plan as a whole"))
            self._column.addWidget(self._activities(whole))
        cost = sum(one.cost or 0 for one in file.activities)
        if cost:
            words = _("Estimated cost of all activities: {amount}").format(amount=money.dong(cost))
            self._column.addWidget(label(words, "strong"))

    def _activities(self, activities: Sequence[Activity]) -> Rows:
        with_cost = any(one.cost is not None for one in activities)
        heads = [(_("Activity"), 6), (_("How often"), 3), (_("Responsible"), 3), (_("From – to"), 3)]
        if with_cost:
            heads.append((_("Cost"), 2))
        return Rows(heads, [self._activity(one, with_cost) for one in activities])

    def _activity(self, one: Activity, with_cost: bool) -> list[QFrame | QLabel | str]:
        urgent = (marked("square", "danger", _("Urgent")),) if one.urgent else ()
        service = self._desk.words("service", one.service) if one.service else ""
        kind = service if service != one.text else ""
        more = " · ".join(filter(None, (kind, one.resources, one.provider)))
        under = (label(more, "small", wrap=True),) if more else ()
        cells: list[QFrame | QLabel | str] = [
            box(column(row(*urgent, None) if urgent else 0, label(one.text, wrap=True), *under, gap=0)),
            one.frequency,
            responsible_words(one, self._names),
            days_words(one.from_on, one.to_on),
        ]
        return [*cells, said_amount(one.cost)] if with_cost else cells

    # the rest of the paper

    def _put_risks(self, risks: Sequence[Risk]) -> None:
        self._section(_("Risks"), str(len(risks)) if risks else "")
        if not risks:
            self._column.addWidget(label(_("No risks written down."), "muted"))
            return
        heads = [(_("Risk"), 5), (_("Likelihood"), 2), (_("Impact"), 2), (_("What is done about it"), 6)]
        degrees = [[enum_words.said(d) if d else "–" for d in (one.likelihood, one.impact)] for one in risks]
        self._column.addWidget(
            Rows(heads, [[one.text, *said, one.response] for one, said in zip(risks, degrees, strict=True)])
        )

    def _put_help(self, file: PlanFile) -> None:
        self._section(_("Help in daily life"))
        known = [one for one in file.helps if one.level is not None or one.note]
        if not known:
            self._column.addWidget(label(_("Not entered yet"), "muted"))
            return
        heads = [(_("Kind of care"), 3), (_("Help"), 3), (_("How"), 5)]
        rows = [
            [
                self._desk.words("care_kind", one.kind),
                f"{one.level.value} · {enum_words.said(one.level)}" if one.level else "–",
                one.note,
            ]
            for one in known
        ]
        self._column.addWidget(Rows(heads, rows))

    def _put_agreement(self, plan: CarePlan) -> None:
        self._section(_("What the client says"))
        when = dates.written(plan.agreed_on) if plan.agreed_on else ""
        agreed = enum_words.said(plan.agreement) if plan.agreement else _("Not asked yet")
        words = f"“{plan.client_words}”" if plan.client_words else ""
        self._column.addWidget(
            facts(
                (
                    (_("Agreement"), " · ".join(filter(None, (agreed, plan.agreed_by, when)))),
                    (_("In their own words"), words),
                )
            )
        )

    def _put_reviews(self, reviews: Sequence[PlanReview]) -> None:
        if not reviews:
            return
        self._section(_("Reviews"), str(len(reviews)))
        for one in reviews:
            day = dates.written(one.done_on) if one.done_on else ""
            proposal = enum_words.said(one.proposal) if one.proposal else ""
            head = " · ".join(filter(None, (day, enum_words.said(one.period), proposal)))
            met = enum_words.said(one.needs_met) if one.needs_met else ""
            following = dates.written(one.next_on) if one.next_on else ""
            self._column.addWidget(label(head, "name", wrap=True))
            self._column.addWidget(
                facts(
                    (
                        (_("Results"), one.results),
                        (_("Needs met"), met),
                        (_("Ability to live independently"), one.independence),
                        (_("Fit of the services"), one.fit),
                        (_("Connection to other services"), one.connections),
                        (_("Other matters"), one.other),
                        (_("Next review on"), following),
                    )
                )
            )
