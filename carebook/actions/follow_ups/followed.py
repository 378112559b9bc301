"""Whether somebody is followed on a path, and a visit inside a transaction with the path and the person it belongs to."""

from __future__ import annotations

from datetime import datetime

from carebook.actions.change import refuse
from carebook.actions.reintegration.visible import visible_path
from carebook.dates import written
from carebook.records.follow_ups import FollowUp
from carebook.records.people import Person
from carebook.records.reintegration import Reintegration
from carebook.records.staff import Actor
from carebook.store.book import Writer
from carebook.words import message


def stop_unless_followed(path: Reintegration) -> None:
    """Refuse what only follow-up knows, before the handover and after the end."""
    if path.handed_over_on is None:
        raise refuse(message("There is no follow-up before the handover."))
    if path.ended_on is not None:
        raise refuse(message("The follow-up ended on {day}.", day=written(path.ended_on)))


def visit_of(writer: Writer, visit_id: str, by: Actor, now: datetime) -> tuple[FollowUp, Reintegration, Person]:
    """A visit that may still be written on, its path, and whose it is. LookupError: no such visit."""
    there = writer.record(FollowUp, visit_id)
    if there is None:
        raise LookupError(visit_id)
    path, _episode, person = visible_path(writer, there.reintegration_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This visit was struck through ({why}).", why=there.withdrawn_because))
    return there, path, person
