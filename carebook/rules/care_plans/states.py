"""The life of a version of a care plan: which deed leads from which state to which, and how a version stands in its stay."""

from __future__ import annotations

from collections.abc import Mapping

from carebook.records.care_plans import PlanState
from carebook.words import N_, Message, message

EDITABLE = frozenset({PlanState.DRAFT, PlanState.RETURNED, PlanState.WITHDRAWN})
OPEN = EDITABLE | {PlanState.SUBMITTED}

# Saving leaves the state alone: a returned version stays returned, with the opinion beside it, until it is submitted again.
# Approving leads to "approved" only when the last tier has answered. Reviews and ratings want the plan in force.
MOVES: Mapping[PlanState, Mapping[str, PlanState]] = {
    PlanState.DRAFT: {"save_plan": PlanState.DRAFT, "submit_plan": PlanState.SUBMITTED},
    PlanState.SUBMITTED: {
        "approve_plan": PlanState.APPROVED,
        "return_plan": PlanState.RETURNED,
        "withdraw_plan": PlanState.WITHDRAWN,
    },
    PlanState.RETURNED: {"save_plan": PlanState.RETURNED, "submit_plan": PlanState.SUBMITTED},
    PlanState.WITHDRAWN: {"save_plan": PlanState.WITHDRAWN, "submit_plan": PlanState.SUBMITTED},
    PlanState.APPROVED: {"end_plan": PlanState.ENDED},
    PlanState.ENDED: {},
}
STANDINGS: Mapping[PlanState, str] = {
    PlanState.DRAFT: "draft",
    PlanState.SUBMITTED: "awaiting",
    PlanState.RETURNED: "returned",
    PlanState.WITHDRAWN: "withdrawn",
    PlanState.APPROVED: "replaced",
    PlanState.ENDED: "ended",
}
_WHY_NOT: Mapping[PlanState, str] = {
    PlanState.DRAFT: N_("Plan version {number} is a draft; it has not been submitted."),
    PlanState.SUBMITTED: N_(
        "Plan version {number} is awaiting approval and cannot be changed. Withdraw it to go on writing."
    ),
    PlanState.RETURNED: N_("Plan version {number} was returned for revision; it has not been submitted again."),
    PlanState.WITHDRAWN: N_("Plan version {number} was withdrawn; it has not been submitted again."),
    PlanState.APPROVED: N_("Plan version {number} is approved and cannot be changed. Write a new version."),
    PlanState.ENDED: N_("Plan version {number} has ended and cannot be changed. Write a new version."),
}


def moves(state: PlanState) -> frozenset[str]:
    """The deeds a version in that state allows; what else a deed asks (a right, a tier, being in force) is not told here."""
    return frozenset(MOVES[state])


def standing(state: PlanState, in_force: bool) -> str:
    """How a version stands: draft, awaiting, returned, withdrawn, in_force, replaced (approved, another took its place), ended."""
    return "in_force" if in_force else STANDINGS[state]


def why_not(state: PlanState, number: int) -> Message:
    """Why a deed that the state does not allow is refused, in words."""
    return message(_WHY_NOT[state], number=number)
