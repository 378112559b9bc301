"""What changes between two versions of a plan, word by word, for the eyes of the approver."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import Enum
from typing import Any, TypeVar

from carebook import money
from carebook.dates import written
from carebook.records import enum_words
from carebook.records.care_plans import Activity, CarePlan, DailyHelp, Goal, Risk
from carebook.records.declaration import Kind, fields
from carebook.records.record import Record
from carebook.rules.care_plans.content import PlanContent, Words, code_itself
from carebook.words import N_, Message, _, message

R = TypeVar("R", bound=Record)

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
ALIKE = 60  # of 100: texts less alike are two things
SAME_GOAL = 15  # a common goal makes up for that much unlikeness
MOST_WORDS = 4_000  # longer texts are told as a whole
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*\s*|[^\W\d_]+\s*|[\W_]\s*")


@dataclass(frozen=True)
class Part:
    """A stretch of text: "same" in both versions, "added" in the newer, "removed" from the older."""

    text: str
    mark: str


@dataclass(frozen=True)
class Difference:
    """One thing of the plan compared: "added", "removed", "changed" or "same".

    ``section`` is "plan", "goals", "activities", "risks" or "helps"; ``heading`` names the thing; the same and added parts in
    their order read as the newer version, the same and removed ones as the older. ``thread`` is a goal's.
    """

    kind: str
    heading: Message | str
    parts: tuple[Part, ...]
    section: str = "plan"
    thread: str = ""


def differences(
    before: PlanContent | None, after: PlanContent, *, words: Words = code_itself
) -> tuple[Difference, ...]:
    """The version ``after`` compared with ``before`` (None: everything is new): facts of the plan, goals by their thread,
    activities by goal and likeness of text, risks by likeness, daily help by kind. What stayed the same is told as "same".

    ``words`` says codes and names of staff (a code list, or "link" with an id).
    """
    old = before or PlanContent(CarePlan(episode_id=after.plan.episode_id))
    return (
        *_facts_of_plan(old.plan, after.plan, words),
        *_goals(old, after, words),
        *_activities(old, after, words),
        *_risks(old.risks, after.risks, words),
        *_helps(old.helps, after.helps, words),
    )


_GOAL, _ACTIVITY, _RISK = N_("Goal {n}"), N_("Activity {n}"), N_("Risk {n}")


def _facts_of_plan(old: CarePlan, new: CarePlan, words: Words) -> Iterator[Difference]:
    labels = {field.name: field.label for field in fields(CarePlan)}
    said_old, said_new = _facts(old, words), _facts(new, words)
    for name in FACTS[CarePlan]:
        if said_old.get(name) or said_new.get(name):
            yield _compared(said_old.get(name, ""), said_new.get(name, ""), labels[name], "plan")


def _goals(old: PlanContent, new: PlanContent, words: Words) -> Iterator[Difference]:
    earlier = {goal.thread: goal for goal in old.goals}
    for place, goal in enumerate(new.goals, start=1):
        there = earlier.pop(goal.thread, None)
        yield _compared(_line(there, words), _line(goal, words), message(_GOAL, n=place), "goals", thread=goal.thread)
    for place, goal in enumerate(old.goals, start=1):
        if goal.thread in earlier:
            yield _compared(_line(goal, words), "", message(_GOAL, n=place), "goals", thread=goal.thread)


def _activities(old: PlanContent, new: PlanContent, words: Words) -> Iterator[Difference]:
    def likeness(a: Activity, b: Activity) -> float:
        return _likeness(a.text, b.text) + (SAME_GOAL if old.thread_of(a) == new.thread_of(b) else 0)

    for before, after, place in _paired(old.activities, new.activities, likeness):
        line_before, line_after = _line(before, words), _line(after, words)
        if before and after and old.thread_of(before) != new.thread_of(after):
            line_before += _for_goal(old.goal_of(before))
            line_after += _for_goal(new.goal_of(after))
        yield _compared(line_before, line_after, message(_ACTIVITY, n=place), "activities")


def _for_goal(goal: Goal | None) -> str:
    label = next(field.label for field in fields(Activity) if field.name == "goal_id")
    return f" · {label}: {goal.text if goal else '–'}"


def _risks(old: Sequence[Risk], new: Sequence[Risk], words: Words) -> Iterator[Difference]:
    for before, after, place in _paired(old, new, lambda a, b: _likeness(a.text, b.text)):
        yield _compared(_line(before, words), _line(after, words), message(_RISK, n=place), "risks")


def _helps(old: Sequence[DailyHelp], new: Sequence[DailyHelp], words: Words) -> Iterator[Difference]:
    earlier, later = {row.kind: row for row in old}, {row.kind: row for row in new}
    for kind in dict.fromkeys((*later, *earlier)):
        heading = words("care_kind", kind)
        yield _compared(_line(earlier.get(kind), words), _line(later.get(kind), words), heading, "helps")


def _likeness(a: str, b: str) -> float:
    """How alike two texts are, 0 to 100: a text that only grew longer is still much like itself."""
    from rapidfuzz import fuzz  # loaded when versions are compared, not with the window

    return (fuzz.token_sort_ratio(a, b) + fuzz.token_set_ratio(a, b)) / 2


def _paired(
    old: Sequence[R], new: Sequence[R], likeness: Callable[[R, R], float]
) -> Iterator[tuple[R | None, R | None, int]]:
    """Each new row with the old row most like it, the likest pairs first; rows with no likeness stand alone. With the place
    of the new row, or of the old one that is gone.
    """
    scored = sorted((-likeness(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new))
    taken: dict[int, int] = {}
    for score, i, j in scored:
        if -score >= ALIKE and i not in taken.values() and j not in taken:
            taken[j] = i
    for j, row in enumerate(new):
        yield (old[taken[j]] if j in taken else None), row, j + 1
    for i, row in enumerate(old):
        if i not in taken.values():
            yield row, None, i + 1


def _compared(old: str, new: str, heading: Message | str, section: str, *, thread: str = "") -> Difference:
    kind = "same" if old == new else "changed" if old and new else "added" if new else "removed"
    return Difference(kind, heading, compared(old, new), section, thread)


def _line(row: Record | None, words: Words) -> str:
    """A row as one line: what it is, then its other facts with their labels."""
    if row is None:
        return ""
    labels = {field.name: field.label for field in fields(type(row))}
    first = FACTS[type(row)][0]
    said = _facts(row, words)
    start = said.pop(first, "")
    if isinstance(row, DailyHelp):
        start = ""  # its kind is the heading
    return " · ".join(filter(None, (start, *(f"{labels[name]}: {text}" for name, text in said.items())))) or "–"


def _facts(row: Record, words: Words) -> dict[str, str]:
    """The facts of a row in words, empty ones and plain "no" left out."""
    found = {}
    by_name = {field.name: field for field in fields(type(row))}
    for name in FACTS[type(row)]:
        field = by_name[name]
        value = getattr(row, name)
        text = _said(value, field.fact.kind, str(field.fact.codes), words)
        if text and field.fact.unit and field.fact.kind is not Kind.MONEY:
            text += " " + _(field.fact.unit)
        if text:
            found[name] = text
    return found


def _said(value: Any, kind: Kind, codes: str, words: Words) -> str:
    match value:
        case None | "" | () | False:
            return ""
        case True:
            return str(message("yes"))
        case Enum():
            return enum_words.said(value)
        case date():
            return written(value)
        case int() if kind is Kind.MONEY:
            return money.dong(value)
        case tuple():
            return "; ".join(str(one) for one in value)
        case str() if kind is Kind.CODE:
            return words(codes, value)
        case str() if kind is Kind.LINK:
            return words("link", value)
    return str(value).strip()


def compared(old: str, new: str) -> tuple[Part, ...]:
    """Two texts as stretches: same, removed, added; numbers, units and punctuation marks are words of their own.

    The same and added parts joined are ``new``; the same and removed ones are ``old`` but for blanks between words.
    """
    if old == new:
        return (Part(new, "same"),) if new else ()
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(a), len(b)) > MOST_WORDS:
        return tuple(part for part in (Part(old, "removed"), Part(new, "added")) if part.text)
    parts: list[Part] = []
    matcher = SequenceMatcher(None, [t.strip() for t in a], [t.strip() for t in b], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            parts.append(Part("".join(b[j1:j2]), "same"))
            continue
        parts += [p for p in (Part("".join(a[i1:i2]), "removed"), Part("".join(b[j1:j2]), "added")) if p.text]
    return tuple(parts)


__all__ = ["Difference", "Part", "compared", "differences"]
