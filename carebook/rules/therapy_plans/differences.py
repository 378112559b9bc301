"""What changes between two versions of a rehabilitation plan, word by word, for the eyes of the approver."""

from __future__ import annotations

from collections.abc import Iterator

from carebook.records.record import Record
from carebook.records.rehabilitation import FunctionRating, PlannedTherapy, RehabilitationGoal, RehabilitationPlan
from carebook.rules.care_plans.comparing import Difference, against, facts_compared, line, paired
from carebook.rules.care_plans.content import Words, code_itself
from carebook.rules.therapy_plans.content import TherapyPlanContent
from carebook.words import N_, message

# The facts of each kind in the order in which they are read; the first says what the thing is.
FACTS: dict[type[Record], tuple[str, ...]] = {
    RehabilitationPlan: (
        *("ordered_by_id", "ordered_on", "diagnosis", "indication", "contraindications", "precautions"),
        *("devices", "home_programme", "from_on", "to_on", "review_on", "review_every_weeks"),
        *("consent", "consent_by", "consent_on"),
    ),
    FunctionRating: ("code", "qualifier", "note"),
    RehabilitationGoal: (
        *("text", "term", "measure", "instrument", "from_value", "to_value", "due_on"),
        *("care_thread", "importance", "difficulty", "levels"),
    ),
    PlannedTherapy: (
        *("therapy", "technique", "per_week", "sessions", "minutes", "therapist_id", "room_id"),
        *("in_group", "fee", "note"),
    ),
}
SAME_THERAPY, SAME_TECHNIQUE = 80, 20  # of 100: how alike two rows of a plan are
_GOAL, _THERAPY = N_("Goal {n}"), N_("Therapy {n}")


def differences(
    before: TherapyPlanContent | None, after: TherapyPlanContent, *, words: Words = code_itself
) -> tuple[Difference, ...]:
    """The version ``after`` compared with ``before`` (None: everything is new): facts of the plan, ICF codes by their code,
    goals by their thread, therapies by their kind. What stayed the same is told as "same".

    ``words`` says codes and links (a code list, or "link" with the id of somebody, a room, or a thread of the care plan).
    """
    old = before or TherapyPlanContent(RehabilitationPlan(episode_id=after.plan.episode_id))
    return (
        *facts_compared(old.plan, after.plan, FACTS[RehabilitationPlan], words),
        *_functions(old, after, words),
        *_goals(old, after, words),
        *_therapies(old, after, words),
    )


def _line(row: Record | None, words: Words) -> str:
    return "" if row is None else line(row, FACTS[type(row)], words, headed=isinstance(row, FunctionRating))


def _functions(old: TherapyPlanContent, new: TherapyPlanContent, words: Words) -> Iterator[Difference]:
    earlier, later = {one.code: one for one in old.functions}, {one.code: one for one in new.functions}
    for code in dict.fromkeys((*later, *earlier)):
        heading = f"{code} {words('icf', code)}"
        yield against(_line(earlier.get(code), words), _line(later.get(code), words), heading, "functions")


def _goals(old: TherapyPlanContent, new: TherapyPlanContent, words: Words) -> Iterator[Difference]:
    earlier = {goal.thread: goal for goal in old.goals}
    for place, goal in enumerate(new.goals, start=1):
        there = earlier.pop(goal.thread, None)
        heading = message(_GOAL, n=place)
        yield against(_line(there, words), _line(goal, words), heading, "goals", thread=goal.thread)
    for place, goal in enumerate(old.goals, start=1):
        if goal.thread in earlier:
            yield against(_line(goal, words), "", message(_GOAL, n=place), "goals", thread=goal.thread)


def _therapies(old: TherapyPlanContent, new: TherapyPlanContent, words: Words) -> Iterator[Difference]:
    for before, after, place in paired(old.therapies, new.therapies, _alike):
        yield against(_line(before, words), _line(after, words), message(_THERAPY, n=place), "therapies")


def _alike(a: PlannedTherapy, b: PlannedTherapy) -> float:
    if a.therapy != b.therapy:
        return 0
    return SAME_THERAPY + (SAME_TECHNIQUE if a.technique == b.technique else 0)


__all__ = ["FACTS", "differences"]
