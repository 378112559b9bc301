"""What changes between two versions of a care plan, word by word, for the eyes of the approver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carebook.records.care_plans import Activity, CarePlan, DailyHelp, Goal, Risk
from carebook.records.declaration import fields
from carebook.records.record import Record
from carebook.rules.care_plans.comparing import (
    Difference,
    against,
    facts_compared,
    likeness,
    line,
    paired,
)
from carebook.rules.care_plans.content import PlanContent, Words, code_itself
from carebook.words import N_, message

# The facts of each kind in the order in which they are read; the first says what the thing is.
FACTS: dict[type[Record], tuple[str, ...]] = {
    CarePlan: (
        *("from_on", "to_on", "review_on", "review_every_months", "manager_id", "participants", "general_goal"),
        *("permanency", "permanency_note", "agreement", "agreed_by", "agreed_on", "client_words"),
    ),
    Goal: (
        *("text", "domain", "measure", "instrument", "from_value", "to_value", "due_on", "priority"),
        *("importance", "difficulty", "levels"),
    ),
    Activity: (
        *("text", "urgent", "frequency", "from_on", "to_on", "owner", "staff_member_id", "responsible", "provider"),
        *("service", "resources", "cost"),
    ),
    Risk: ("text", "likelihood", "impact", "response"),
    DailyHelp: ("kind", "level", "note"),
}
SAME_GOAL = 15  # a common goal makes up for that much unlikeness of two activities


def differences(
    before: PlanContent | None, after: PlanContent, *, words: Words = code_itself
) -> tuple[Difference, ...]:
    """The version ``after`` compared with ``before`` (None: everything is new): facts of the plan, goals by their thread,
    activities by goal and likeness of text, risks by likeness, daily help by kind. What stayed the same is told as "same".

    ``words`` says codes and names of staff (a code list, or "link" with an id).
    """
    old = before or PlanContent(CarePlan(episode_id=after.plan.episode_id))
    return (
        *facts_compared(old.plan, after.plan, FACTS[CarePlan], words),
        *_goals(old, after, words),
        *_activities(old, after, words),
        *_risks(old.risks, after.risks, words),
        *_helps(old.helps, after.helps, words),
    )


_GOAL, _ACTIVITY, _RISK = N_("Goal {n}"), N_("Activity {n}"), N_("Risk {n}")


def _goals(old: PlanContent, new: PlanContent, words: Words) -> Iterator[Difference]:
    earlier = {goal.thread: goal for goal in old.goals}
    for place, goal in enumerate(new.goals, start=1):
        there = earlier.pop(goal.thread, None)
        yield against(_line(there, words), _line(goal, words), message(_GOAL, n=place), "goals", thread=goal.thread)
    for place, goal in enumerate(old.goals, start=1):
        if goal.thread in earlier:
            yield against(_line(goal, words), "", message(_GOAL, n=place), "goals", thread=goal.thread)


def _activities(old: PlanContent, new: PlanContent, words: Words) -> Iterator[Difference]:
    def alike(a: Activity, b: Activity) -> float:
        return likeness(a.text, b.text) + (SAME_GOAL if old.thread_of(a) == new.thread_of(b) else 0)

    for before, after, place in paired(old.activities, new.activities, alike):
        line_before, line_after = _line(before, words), _line(after, words)
        if before and after and old.thread_of(before) != new.thread_of(after):
            line_before += _for_goal(old.goal_of(before))
            line_after += _for_goal(new.goal_of(after))
        yield against(line_before, line_after, message(_ACTIVITY, n=place), "activities")


def _for_goal(goal: Goal | None) -> str:
    label = next(field.label for field in fields(Activity) if field.name == "goal_id")
    return f" · {label}: {goal.text if goal else '–'}"


def _risks(old: Sequence[Risk], new: Sequence[Risk], words: Words) -> Iterator[Difference]:
    for before, after, place in paired(old, new, lambda a, b: likeness(a.text, b.text)):
        yield against(_line(before, words), _line(after, words), message(_RISK, n=place), "risks")


def _helps(old: Sequence[DailyHelp], new: Sequence[DailyHelp], words: Words) -> Iterator[Difference]:
    earlier, later = {row.kind: row for row in old}, {row.kind: row for row in new}
    for kind in dict.fromkeys((*later, *earlier)):
        heading = words("care_kind", kind)
        yield against(_line(earlier.get(kind), words), _line(later.get(kind), words), heading, "helps")


def _line(row: Record | None, words: Words) -> str:
    """A row as one line; of daily help the kind is the heading."""
    return "" if row is None else line(row, FACTS[type(row)], words, headed=isinstance(row, DailyHelp))
