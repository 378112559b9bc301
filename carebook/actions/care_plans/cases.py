"""A version of any kind of plan inside a transaction, with whose it is, and what every deed asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from carebook.actions.change import Change, refuse
from carebook.actions.people import visible_stay
from carebook.dates import written
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules.care_plans import moves, why_not
from carebook.store.book import NewerVersion, Writer
from carebook.store.care_plans import PlanFile
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.words import Message, message

F = TypeVar("F", PlanFile, TherapyPlanFile)


@dataclass(frozen=True)
class Case(Generic[F]):
    """A version inside the transaction, with whose it is; ``subject`` is what changes with it."""

    file: F
    episode: Episode
    person: Person
    subject: str

    def changed(self, op: str, said: Message, result: Any, *, undoable: bool = True) -> Change:
        ids = (self.person.id, self.file.plan.id)
        return Change(frozenset({self.subject}), ids, op, said, undoable=undoable, result=result)


def case_of(writer: Writer, file: F | None, by: Actor, now: datetime, subject: str = "casework") -> Case[F]:
    """The version and whose it is; refused as protected, out of scope, or no longer in the book (no ``file``)."""
    if file is None:
        raise refuse(message("This plan version is no longer in the book; writing it was undone."))
    return Case(file, *visible_stay(writer, file.plan.episode_id, by, now), subject)


def must_allow(file: PlanFile | TherapyPlanFile, deed_name: str) -> None:
    """``deed_name`` is the move as the life of a version calls it, whichever plan it is."""
    if deed_name not in moves(file.plan.state):
        raise refuse(why_not(file.plan.state, file.plan.number))


def must_be_newest(file: PlanFile | TherapyPlanFile, seen: int | None) -> None:
    if seen is not None and file.plan.version != seen:
        raise NewerVersion(file.plan)


def must_be_open(episode: Episode) -> None:
    if episode.end_on is not None:
        raise refuse(message("The stay ended on {date}; its plan is no longer changed.", date=written(episode.end_on)))


def must_be_in_force(file: PlanFile | TherapyPlanFile) -> None:
    if not file.in_force:
        raise refuse(
            message("Plan version {number} is not the one in force; nothing was written.", number=file.plan.number)
        )
