"""Forms 02 and 03 (Thông tư 02/2020 Điều 5, 6): levels over time, needs without an answer, the mode of service that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from carebook.dates import written
from carebook.records.assessments import (
    Assessment,
    AssessmentKind,
    DomainRating,
    EligibilityCheck,
    NeedLevel,
)
from carebook.records.care_plans import Goal, GoalLife
from carebook.records.episodes import Episode
from carebook.records.intake import FormState
from carebook.rules.due import basis_message
from carebook.rules.intake import day_problems, too_long
from carebook.rules.problem import Problem, warning
from carebook.words import Message, message

TEXTS = (
    *("situation", "strengths", "problem", "client_opinion", "family_opinion", "services_note"),
    "no_goal_because",
)
"""The fields of a rating that hold words."""

ANSWERS = frozenset({GoalLife.PROPOSED, GoalLife.AGREED, GoalLife.ACTIVE, GoalLife.ON_HOLD})
"""The lives of a goal that answers a need; a goal that is finished or dropped answers none any more."""

MODES: Mapping[str, str] = {
    "emergency": "emergency",
    "long_term": "long_term",
    "continuous": "continuous",
    "rotating": "respite_rotating",
    "day_care": "day_care",
    "voluntary": "voluntary",
}
"""Criteria a to e of form 03 in the order of the law, and the mode of service each one asks for."""

QUALIFIED = "qualified"
"""Criterion g: qualifies for services of the center or the commune."""


NEEDS_ANSWER = message("A high, urgent need asks for a goal in the plan, or for the reason why there is none.")


@dataclass(frozen=True)
class AssessmentFile:
    """An assessment with the ratings of its domains."""

    assessment: Assessment
    ratings: tuple[DomainRating, ...] = ()

    def rating(self, domain: str) -> DomainRating | None:
        """What was written about a domain; None when nothing was."""
        return next((one for one in self.ratings if one.domain == domain), None)

    def level(self, domain: str) -> NeedLevel | None:
        """The level of a domain; None reads "chưa đánh giá", never "no need"."""
        found = self.rating(domain)
        return found.level if found else None

    @property
    def is_completed(self) -> bool:
        """Whether it is finished, and so frozen."""
        return self.assessment.state is FormState.COMPLETED


@dataclass(frozen=True)
class Earlier:
    """The level of a domain last time, and the day of that assessment."""

    level: NeedLevel
    on: date


def earlier_level(domain: str, assessment: Assessment, files: Iterable[AssessmentFile]) -> Earlier | None:
    """The newest level of a domain in a completed assessment before this one; None when there is none.

    An assessment this one replaces is not "last time".
    """
    day = assessment.assessed_on or date.max
    known = [
        Earlier(level, file.assessment.assessed_on)
        for file in files
        if file.is_completed
        and not file.assessment.is_withdrawn
        and file.assessment.id not in (assessment.id, assessment.replaces_id)
        and file.assessment.assessed_on is not None
        and file.assessment.assessed_on <= day
        and (level := file.level(domain)) is not None
    ]
    return max(known, key=lambda one: one.on, default=None)


def default_kind(files: Iterable[AssessmentFile]) -> AssessmentKind:
    """What the next assessment of a stay is: the first one is initial, every later one periodic."""
    completed = any(file.is_completed and not file.assessment.is_withdrawn for file in files)
    return AssessmentKind.PERIODIC if completed else AssessmentKind.INITIAL


def next_day(assessed_on: date, months: int) -> date:
    """The day to assess again."""
    return assessed_on + relativedelta(months=months)


def unanswered_needs(ratings: Iterable[DomainRating], goals: Iterable[Goal]) -> tuple[str, ...]:
    """The domains of high, urgent need with neither a goal that is followed nor a written reason for having none."""
    answered = {goal.domain for goal in goals if goal.life in ANSWERS and not goal.is_withdrawn}
    return tuple(
        one.domain
        for one in ratings
        if one.level is NeedLevel.HIGH
        and not one.is_withdrawn
        and not one.no_goal_because.strip()
        and one.domain not in answered
    )


def is_blank(rating: DomainRating) -> bool:
    """Whether nothing was written about the domain."""
    return (
        rating.level is None
        and rating.priority is None
        and not (rating.services or rating.scores)
        and not any(getattr(rating, name).strip() for name in TEXTS)
    )


def problems_in(
    assessment: Assessment, ratings: Sequence[DomainRating], stay: Episode, *, today: date, domains: int = 8
) -> list[Problem]:
    """Errors and warnings of an assessment as it stands; those of a domain are beside "domain.field"."""
    found = day_problems("assessed_on", assessment.assessed_on, stay, today=today)
    if assessment.assessed_on is None:
        found.append(Problem("assessed_on", message("Write the day of the assessment.")))
    elif assessment.next_on is not None and assessment.next_on <= assessment.assessed_on:
        found.append(
            Problem(
                "next_on",
                message(
                    "The next assessment ({next}) does not come after this one ({day}).",
                    next=written(assessment.next_on),
                    day=written(assessment.assessed_on),
                ),
            )
        )
    found += too_long(assessment, ("participants", "informant", "reason", "summary"))
    first_with: dict[int, str] = {}
    for one in ratings:
        found += [
            Problem(f"{one.domain}.{problem.field}", problem.message, problem.severity)
            for problem in too_long(one, TEXTS)
        ]
        if one.priority is None:
            continue
        where = f"{one.domain}.priority"
        if not 1 <= one.priority <= domains:
            found.append(Problem(where, message("A priority is a number from 1 to {n}.", n=domains)))
        elif first_with.setdefault(one.priority, one.domain) != one.domain:
            found.append(warning(where, message("Another domain has priority {n} too.", n=one.priority)))
    return found


def problems_before_completing(
    assessment: Assessment,
    ratings: Sequence[DomainRating],
    stay: Episode,
    *,
    today: date,
    domains: Sequence[str],
    goals: Iterable[Goal] = (),
) -> list[Problem]:
    """`problems_in`, what must be there before the assessment is frozen, and what has to follow it (warnings).

    ``domains`` are all domains in their order; one left without a level reads "chưa đánh giá" for ever.
    """
    found = problems_in(assessment, ratings, stay, today=today, domains=len(domains))
    if not assessment.assessor_id:
        found.append(Problem("assessor_id", message("Choose who assessed.")))
    if assessment.kind is AssessmentKind.UNSCHEDULED and not assessment.reason.strip():
        found.append(Problem("reason", message("Say why an assessment was needed outside the schedule.")))
    if not assessment.client_informs and not assessment.informant.strip():
        found.append(
            Problem(
                "informant",
                message(
                    "The client cannot tell for themselves: write who of the family or which guardian was asked"
                    " ({basis}).",
                    basis=basis_message("khoản 3 Điều 5 Thông tư 02/2020"),
                ),
            )
        )
    levels = {one.domain: one.level for one in ratings}
    missing = [domain for domain in domains if levels.get(domain) is None]
    if len(missing) == len(domains):
        found.append(Problem("", message("No domain has a level yet. Choose 0 to 3 in each domain that was assessed.")))
    else:
        found += [warning(f"{domain}.level", message("Not assessed")) for domain in missing]
    found += [warning(f"{domain}.no_goal_because", NEEDS_ANSWER) for domain in unanswered_needs(ratings, goals)]
    return found


def problems_in_replacing(assessment: Assessment, others: Sequence[Assessment]) -> list[Problem]:
    """What stands against a new assessment: one is in progress, or one is replaced without a reason.

    ``others`` are the assessments of the stay that were not struck through.
    """
    if any(one.state is FormState.IN_PROGRESS for one in others):
        return [Problem("", message("An assessment of this stay is already in progress. Continue that one."))]
    completed = {one.id for one in others if one.state is FormState.COMPLETED}
    if assessment.replaces_id and assessment.replaces_id not in completed:
        return [Problem("", message("Only a completed assessment can be replaced."))]
    if assessment.replaces_id and not assessment.replaced_because.strip():
        return [Problem("replaced_because", message("Say why a new form is needed."))]
    return []


# form 03


def proposed_mode(criteria: Iterable[str]) -> str | None:
    """The mode of service that follows: that of the first criterion that holds, in the order of the law (a to e)."""
    held = set(criteria)
    return next((mode for criterion, mode in MODES.items() if criterion in held), None)


def proposed_eligible(criteria: Iterable[str]) -> bool | None:
    """Whether the client qualifies: criterion g and at least one of a to e; None while nothing is ticked."""
    held = set(criteria)
    if not held:
        return None
    return QUALIFIED in held and proposed_mode(held) is not None


def problems_in_check(check: EligibilityCheck, stay: Episode, *, today: date) -> list[Problem]:
    """Errors and warnings of form 03 as it stands."""
    found = day_problems("checked_on", check.checked_on, stay, today=today)
    if check.checked_on is None:
        found.append(Problem("checked_on", message("Write the day of the check.")))
    return found + too_long(check, ("reason",))


def problems_before_completing_check(check: EligibilityCheck, stay: Episode, *, today: date) -> list[Problem]:
    """`problems_in_check`, and what must be there before form 03 is completed and frozen."""
    found = problems_in_check(check, stay, today=today)
    if not check.checker_id:
        found.append(Problem("checker_id", message("Choose who checked.")))
    if check.eligible is None:
        found.append(Problem("eligible", message("Choose whether the client qualifies.")))
    if check.eligible and not check.service_mode:
        found.append(Problem("service_mode", message("Choose the mode of service.")))
    if not check.reason.strip() and (needs_reason := reason_wanted(check)) is not None:
        found.append(Problem("reason", needs_reason))
    return found


def reason_wanted(check: EligibilityCheck) -> Message | None:
    """Why form 03 asks for a reason: the client does not qualify, or the result is not the one that follows."""
    if check.eligible is False:
        return message("Say why the client does not qualify.")
    if check.eligible and not proposed_eligible(check.criteria):
        return message("The criteria do not say that the client qualifies; say why they do all the same.")
    if check.eligible and check.service_mode and check.service_mode != proposed_mode(check.criteria):
        return message("Another mode of service follows from the criteria; say why this one was chosen.")
    return None


def problems_in_replacing_check(check: EligibilityCheck, others: Sequence[EligibilityCheck]) -> list[Problem]:
    """What stands against a new form 03; ``others`` are those of the stay that were not replaced."""
    if any(one.state is FormState.IN_PROGRESS for one in others):
        return [Problem("", message("A form 03 of this stay is already in progress. Continue that one."))]
    completed = {one.id for one in others if one.state is FormState.COMPLETED}
    if completed and check.replaces_id not in completed:
        return [Problem("", message("Form 03 of this stay is completed; a correction is a new form that replaces it."))]
    if check.replaces_id and not check.replaced_because.strip():
        return [Problem("replaced_because", message("Say why a new form is needed."))]
    return []
