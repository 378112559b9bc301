"""What is written about a follow-up: a visit, a try in vain, another day, a visit planned, what is waived, the end, a return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from carebook.records.follow_ups import (
    FOLLOW_UP_END_WORDS,
    RISK_COLOUR_WORDS,
    VISIT_OWNER_WORDS,
    FollowUp,
    FollowUpAttempt,
    FollowUpEnd,
    FollowUpEndKind,
    VisitOwner,
)
from carebook.records.reintegration import OUTCOME_WORDS, Outcome, Reintegration
from carebook.rules.follow_ups import OUTCOMES
from carebook.rules.problem import Problem
from carebook.ui.pages.follow_ups.asking import Due, Followed, Unfollowed
from carebook.ui.parts.communes import communes_near
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, Tick, section
from carebook.ui.parts.layouts import column
from carebook.ui.parts.writing_panel import FormSheet, Sheet
from carebook.words import _, ngettext

REPORT = "report"


def visit_sheet(desk: Desk, found: Followed, visit: FollowUp) -> FormSheet:
    """The form of a visit: what decides first, how they live below. For another's visit: its report."""
    ours = visit.owner is VisitOwner.CENTER
    first = ("done_on", "mode", "done_by", "seen", "alone") if ours else ("done_on", "report_no", "seen")
    form = Form(
        [
            section("", FollowUp, *first, "risk", "safe", "safety", "problems", "help_given", "next_on"),
            section(
                _("How they live"),
                FollowUp,
                *("living", "health", "medicines_taken", "self_care", "school_work", "relations", "feelings"),
                *("allowance", "health_card", "participation", "own_words"),
            ),
        ],
        desk.today,
        choices={
            "mode": [one for one in desk.choices("visit_mode") if one[0] != REPORT],
            "risk": [(one.value, _(words)) for one, words in RISK_COLOUR_WORDS.items()],
            "self_care": desk.choices("care_level"),
        },
        labels={} if ours else {"done_on": _("Visited by them on")},
        required=("done_on", "mode", "seen", "risk") if ours else ("done_on", "risk"),
        columns=1,
    )
    form.show_when("safety", lambda shown: shown.value("safe") is False)
    return FormSheet(form, begun(desk, found, visit))


def begun(desk: Desk, found: Followed, visit: FollowUp) -> FollowUp:
    """A visit as its form begins: today, by who is signed in, the next awaited day; as it is when it was written before."""
    if visit.done_on is not None:
        return visit
    ours = visit.owner is VisitOwner.CENTER
    helper = visit.collaborator_id is not None and found.helper is not None
    by = found.helper.full_name if helper and found.helper is not None else desk.actor.name
    mode = ("collaborator" if helper else None) if ours else REPORT
    return replace(
        visit,
        done_on=desk.today() if ours else None,
        mode=mode,
        done_by=by if ours else "",
        next_on=found.next_due(visit) if ours else None,
    )


def attempt_sheet(desk: Desk, visit: FollowUp) -> FormSheet:
    """A try that reached nobody; for another's visit a reminder."""
    form = Form(
        [section("", FollowUpAttempt, "tried_on", "mode", "result")],
        desk.today,
        choices={"mode": [one for one in desk.choices("visit_mode") if one[0] != REPORT]},
        labels={}
        if visit.owner is VisitOwner.CENTER
        else {
            "tried_on": _("Reminded on"),
            "mode": _("Reminded how"),
            "result": _("Whom, what they answered"),
        },
        required=("tried_on", "mode"),
        columns=1,
    )
    mode = "phone" if visit.owner is VisitOwner.CENTER else REPORT
    if visit.owner is not VisitOwner.CENTER:
        form.editor("mode").offer([(REPORT, _("Letter to the commune")), ("phone", desk.words("visit_mode", "phone"))])
    return FormSheet(form, FollowUpAttempt(episode_id="", follow_up_id=visit.id, tried_on=desk.today(), mode=mode))


def move_sheet(desk: Desk, found: Due, followed: Followed, visit: FollowUp) -> FormSheet:
    """Another day, worker or collaborator; the reason is typed where the visit keeps none of its own."""
    form = Form(
        [section("", FollowUp, "due_on", "waived_because", "worker_id", "collaborator_id")],
        desk.today,
        choices={"worker_id": found.staff, "collaborator_id": _helpers(found, followed)},
        labels={"waived_because": _("Why another day")},
        columns=1,
    )
    first = visit.due_on
    form.show_when("waived_because", lambda shown: shown.value("due_on") not in (None, first))
    return FormSheet(form, visit)


def plan_sheet(desk: Desk, found: Due, followed: Followed) -> FormSheet:
    """One more visit by hand."""
    form = Form(
        [section("", FollowUp, "due_on", "why", "owner", "worker_id", "collaborator_id")],
        desk.today,
        choices={
            "owner": [(one.value, _(words)) for one, words in VISIT_OWNER_WORDS.items()],
            "worker_id": found.staff,
            "collaborator_id": _helpers(found, followed),
        },
        required=("why",),
        columns=1,
    )
    path = followed.path
    return FormSheet(
        form,
        FollowUp(
            episode_id=path.episode_id,
            reintegration_id=path.id,
            due_on=desk.today(),
            worker_id=path.worker_id,
            collaborator_id=path.collaborator_id,
        ),
    )


def _helpers(found: Due, followed: Followed) -> Choices:
    """Who may be given work today, and who follows this person already."""
    helper = followed.helper
    more = [(helper.id, helper.full_name)] if helper is not None and helper.id not in dict(found.helpers) else []
    return [*found.helpers, *more]


@dataclass(frozen=True)
class Waiver:
    """Which visits are not needed, and why."""

    visit_ids: tuple[str, ...]
    reason: str


class WaiveSheet(Sheet):
    """Why a visit is not needed; with the tick none of those still to come is."""

    def __init__(self, desk: Desk, found: Followed, visit: FollowUp) -> None:
        super().__init__()
        self._visit = visit
        self._open = tuple(one.id for one in found.visits if one.state.value == "due")
        self.form = Form([section("", FollowUp, "waived_because")], desk.today, required=("waived_because",), columns=1)
        self.form.load(visit)
        many = len(self._open)
        self.every = Tick(ngettext("The only visit still to come", "All {n} visits still to come", many).format(n=many))
        self.form.changed.connect(self.changed)
        self.every.toggled.connect(self.changed)
        self.setLayout(column(self.form, self.every, gap=8))
        self.every.setVisible(many > 1)

    def is_dirty(self) -> bool:
        return self.form.is_dirty() or self.every.isChecked()

    def written(self) -> Waiver | None:
        kept = self.form.record(self._visit)
        if kept is None:
            return None
        return Waiver(self._open if self.every.isChecked() else (self._visit.id,), kept.waived_because)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self.form.show_problems(problems)

    def draft(self) -> dict[str, Any]:
        return {"form": self.form.draft(), "every": self.every.isChecked()}

    def restore(self, draft: dict[str, Any]) -> None:
        self.form.restore(draft.get("form", {}))
        self.every.setChecked(bool(draft.get("every")))

    def take_focus(self) -> None:
        if (first := self.form.first()) is not None:
            first.setFocus()


def end_sheet(desk: Desk, found: Due, end: FollowUpEnd) -> FormSheet:
    """The paper that ends a follow-up; only outcomes that go with its kind are offered."""
    form = Form(
        [section("", FollowUpEnd, "kind", "ended_on", "outcome", "reason", "summary", "worker_id")],
        desk.today,
        choices={
            "kind": [
                (one.value, _(words))
                for one, words in FOLLOW_UP_END_WORDS.items()
                if one is not FollowUpEndKind.CAME_BACK
            ],
            "outcome": _outcomes(end.kind),
            "worker_id": found.staff,
        },
        required=("outcome",),
        columns=1,
    )
    sheet = FormSheet(form, end)
    kind = [end.kind]

    def offer() -> None:
        chosen = form.value("kind")
        if chosen is not None and chosen is not kind[0]:
            kind[0] = chosen
            outcome = form.value("outcome")
            fitting = OUTCOMES[chosen]
            form.editor("outcome").offer(_outcomes(chosen))
            form.editor("outcome").set_value(
                outcome if outcome in fitting else fitting[0] if len(fitting) == 1 else None
            )

    form.changed.connect(offer)
    return sheet


def _outcomes(kind: FollowUpEndKind) -> list[tuple[str, str]]:
    return [(one.value, _(OUTCOME_WORDS[one])) for one in Outcome if one in OUTCOMES[kind]]


def begin_sheet(desk: Desk, found: Due, stay: Unfollowed) -> FormSheet:
    """Where somebody went who left without a way home in the book, and who follows them."""
    form = Form(
        [section("", Reintegration, "destination", "commune", "place", "worker_id", "collaborator_id", "high_risk")],
        desk.today,
        choices={
            "destination": desk.choices("home_destination"),
            "commune": communes_near(desk, ""),
            "worker_id": found.staff,
            "collaborator_id": found.helpers,
        },
        required=("destination",),
        columns=1,
    )
    worker = desk.actor.staff_member_id or None
    return FormSheet(form, Reintegration(episode_id=stay.episode.id, worker_id=worker))


def return_sheet(desk: Desk, found: Followed) -> FormSheet:
    """With which stay somebody came back, and why."""
    form = Form(
        [section("", Reintegration, "next_episode_id", "return_cause")],
        desk.today,
        choices={"next_episode_id": found.stays, "return_cause": desk.choices("return_cause")},
        labels={"next_episode_id": _("Stay that began on")},
        required=("next_episode_id", "return_cause"),
        columns=1,
    )
    path = found.path
    stay = path.next_episode_id or (found.stays[-1][0] if found.stays else None)
    return FormSheet(form, replace(path, next_episode_id=stay))
