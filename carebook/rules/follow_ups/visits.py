"""What one visit, a failed attempt, a waiver and a visit planned by hand must say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from carebook.dates import written
from carebook.records.follow_ups import FollowUp, FollowUpAttempt, RiskColour, VisitOwner, VisitState
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import message

FARTHEST = 5  # years ahead of which a date was mistyped
BY_COLLABORATOR = "collaborator"
_TEXTS = (
    *("done_by", "report_no", "seen", "living", "safety", "health", "school_work", "relations", "feelings"),
    *("participation", "problems", "help_given", "own_words", "why", "waived_because"),
)
ANSWERS = (
    *("done_on", "mode", "done_by", "report_no", "seen", "alone", "living", "safe", "safety", "health"),
    *("medicines_taken", "self_care", "school_work", "relations", "feelings", "allowance", "health_card"),
    *("participation", "problems", "help_given", "own_words", "risk", "next_on"),
)
"""What a visit form asks; the rest of the record says which visit it is."""


def problems_in_visit(visit: FollowUp, *, handed_on: date | None, today: date) -> list[Problem]:
    """Errors and warnings of a visit that was made, or of the report about one that another owed."""
    return [*too_long(visit, _TEXTS), *_in_days(visit, handed_on, today), *_in_answers(visit)]


def _in_days(visit: FollowUp, handed_on: date | None, today: date) -> Iterator[Problem]:
    done, following = visit.done_on, visit.next_on
    if done is None:
        yield Problem("done_on", message("Write the day of the visit."))
    elif done > today:
        yield Problem("done_on", message("{day} lies in the future.", day=written(done)))
    elif handed_on is not None and done < handed_on:
        said = message("{day} lies before the handover ({handed}).", day=written(done), handed=written(handed_on))
        yield Problem("done_on", said)
    if following is not None and done is not None and following <= done:
        said = message(
            "The next visit ({next}) must come after this one ({day}).", next=written(following), day=written(done)
        )
        yield Problem("next_on", said)
    elif following is not None and following.year > today.year + FARTHEST:
        yield Problem("next_on", message("The year {year} cannot be meant. Check it.", year=following.year))


def _in_answers(visit: FollowUp) -> Iterator[Problem]:
    if not visit.mode:
        yield Problem("mode", message("Choose how the visit was made."))
    if visit.owner is VisitOwner.CENTER and not visit.seen.strip():
        yield Problem("seen", message("Write who was seen or spoken with."))
    if visit.risk is None:
        yield Problem("risk", message("Choose the risk colour: green, yellow or red."))
    if visit.risk is RiskColour.RED and not visit.problems.strip():
        yield Problem("problems", message("Level Red: write what the risk is."))
    if visit.safe is False and visit.risk is RiskColour.GREEN:
        yield Problem("risk", message("Not safe, yet green: choose yellow or red, or correct “safe”."))
    if visit.safe is False and not visit.safety.strip():
        yield Problem("safety", message("Write what is not safe."))
    if visit.risk is RiskColour.YELLOW and not visit.problems.strip():
        yield warning("problems", message("Level Yellow without a word about what is the matter."))
    if visit.risk in (RiskColour.YELLOW, RiskColour.RED) and not visit.help_given.strip():
        yield warning("help_given", message("No help is written down for a visit that found a risk."))
    if visit.mode == BY_COLLABORATOR and not visit.done_by.strip():
        yield Problem("done_by", message("Write which collaborator made the visit."))


def problems_in_planned(visit: FollowUp, *, handed_on: date | None, today: date) -> list[Problem]:
    """Errors of a visit planned by hand or moved: its day and, when no template asks for it, why."""
    found = too_long(visit, _TEXTS)
    if handed_on is not None and visit.due_on <= handed_on:
        said = message(
            "{day} lies before the handover ({handed}).", day=written(visit.due_on), handed=written(handed_on)
        )
        found.append(Problem("due_on", said))
    elif visit.due_on.year > today.year + FARTHEST:
        found.append(Problem("due_on", message("The year {year} cannot be meant. Check it.", year=visit.due_on.year)))
    if visit.template is None and not visit.why.strip():
        found.append(Problem("why", message("Write why this visit is planned.")))
    return found


def problems_in_attempt(attempt: FollowUpAttempt, *, today: date) -> list[Problem]:
    """Errors of a try that reached nobody, or of a reminder sent to who owes the report."""
    found = too_long(attempt, ("result",))
    if attempt.tried_on is None:
        found.append(Problem("tried_on", message("Write on which day it was tried.")))
    elif attempt.tried_on > today:
        found.append(Problem("tried_on", message("{day} lies in the future.", day=written(attempt.tried_on))))
    if not attempt.mode:
        found.append(Problem("mode", message("Choose how it was tried.")))
    return found


def is_awaited(visit: FollowUp) -> bool:
    """Whether a visit is still to be made, or its report to come."""
    return visit.state is VisitState.DUE and not visit.is_withdrawn


def is_made(visit: FollowUp) -> bool:
    """Whether a visit was made, or the report about it came."""
    return visit.state in (VisitState.DONE, VisitState.RECEIVED) and not visit.is_withdrawn
