"""The head of a filled sheet: its day and who measured; the goals a sheet of goal attainment asks about, and their weights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from carebook.records.care_plans import Goal, GoalLife
from carebook.records.episodes import Episode
from carebook.records.instrument_files import AnswerKind, Choice, Instrument, Item, Method
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.rules.instruments.scoring import goal_weight
from carebook.rules.intake import day_problems, too_long
from carebook.rules.problem import Problem
from carebook.words import message

_NO_LONGER_FOLLOWED = (GoalLife.FINISHED, GoalLife.DROPPED)


def problems_in_sheet(score: InstrumentScore, stay: Episode, *, today: date) -> list[Problem]:
    """Errors and warnings beside the day, the reason and the note of a sheet as it stands."""
    found = day_problems("scored_on", score.scored_on, stay, today=today)
    found += too_long(score, ("reason", "note", "replaced_because"))
    if score.replaces_id and not score.replaced_because.strip():
        found.append(Problem("replaced_because", message("Say why the sheet is corrected.")))
    return found


def problems_before_completing_sheet(score: InstrumentScore, stay: Episode, *, today: date) -> list[Problem]:
    """`problems_in_sheet`, and what must be there before the sheet is completed and frozen."""
    found = problems_in_sheet(score, stay, today=today)
    if score.scored_on is None:
        found.append(Problem("scored_on", message("Write the day of the measurement.")))
    if not score.done_by_id:
        found.append(Problem("done_by_id", message("Choose who measured.")))
    return found


def problems_in_words(answers: Iterable[ItemAnswer]) -> list[Problem]:
    """Answers in words that no form has room for, beside their items."""
    return [replace(problem, field=one.item) for one in answers for problem in too_long(one, ("words",))]


def unit_of(instrument: Instrument) -> str:
    """The unit of what is measured (giây, m); "" where points are counted."""
    counted = [item for item in instrument.items if item.counted and item.kind is AnswerKind.NUMBER and item.unit]
    units = {item.unit for item in counted}
    return units.pop() if len(units) == 1 and instrument.scoring.method in (Method.SUM, Method.MEAN) else ""


def goals_to_scale(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """The goals a sheet asks about: those still followed whose levels are described; where none is, all that are followed."""
    followed = tuple(goal for goal in goals if goal.life not in _NO_LONGER_FOLLOWED)
    return tuple(goal for goal in followed if any(goal.levels)) or followed


def weight_of(goal: Goal) -> float:
    """Importance times difficulty; what was not rated counts 1."""
    return float(goal_weight(goal.importance or 1, goal.difficulty or 1))


def item_for(goal: Goal, item: Item) -> Item:
    """The question of goal attainment as it is asked about one goal, its levels in the words the plan describes them with.

    The choices of ``item`` are the five levels from −2 to +2, in the order of ``Goal.levels``.
    """
    return replace(item, code=goal.thread, words=goal.text, choices=tuple(_choices(goal, item)))


def _choices(goal: Goal, item: Item) -> Iterable[Choice]:
    for place, choice in enumerate(item.choices):
        described = goal.levels[place].strip() if place < len(goal.levels) else ""
        sign = choice.words.split(" · ")[0]
        yield replace(choice, words=f"{sign} · {described}") if described else choice
