"""Deeds about collaborators: writing down who helps the center in a commune, and striking somebody through."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.records.collaborators import Collaborator
from carebook.records.follow_ups import FollowUp, VisitState
from carebook.records.reintegration import Reintegration
from carebook.records.staff import Actor
from carebook.rules.collaborators import problems_in_collaborator
from carebook.store.book import Book, in_vietnam
from carebook.store.collaborators import base_salary
from carebook.words import N_, message

PATHS = frozenset({"reintegration"})


@deed(N_("Save a collaborator"), "reintegration")
def save_collaborator(
    book: Book,
    collaborator: Collaborator,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a collaborator, new or known. ``Change.result`` is the kept `Collaborator`."""
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "save_collaborator", reason=reason) as writer:
        stop_at(problems_in_collaborator(collaborator, today=today, base_salary=base_salary(writer, today)))
        if collaborator.id:
            there = writer.record(Collaborator, collaborator.id)
            if there is None:
                raise LookupError(collaborator.id)
            if there.is_withdrawn:
                raise refuse(message("This collaborator was struck through ({why}).", why=there.withdrawn_because))
            kept = writer.amend(collaborator, seen=seen)
        else:
            kept = writer.add(replace(collaborator, id=""))
    said = message("Saved the collaborator {name}.", name=kept.full_name)
    return Change(PATHS, (kept.id,), op, said, result=kept)


@deed(N_("Strike a collaborator through"), "reintegration")
def strike_collaborator(
    book: Book, collaborator_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike through somebody written down by mistake. Refused while they follow somebody: their contract ends instead."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_collaborator", reason=reason) as writer:
        there = writer.record(Collaborator, collaborator_id)
        if there is None:
            raise LookupError(collaborator_id)
        if there.is_withdrawn:
            raise refuse(message("This collaborator was struck through ({why}).", why=there.withdrawn_because))
        mine = (collaborator_id,)
        followed = len(writer.records(Reintegration, "collaborator_id = ? AND ended_on IS NULL", mine))
        waiting = len(writer.records(FollowUp, f"collaborator_id = ? AND state = '{VisitState.DUE.value}'", mine))
        if followed or waiting:
            said = message(
                "{name} still follows {n} people and has {visits} visits to make. End the contract instead.",
                name=there.full_name,
                n=followed,
                visits=waiting,
            )
            raise refuse(said)
        writer.withdraw(Collaborator, there.id, reason)
    return Change(PATHS, (collaborator_id,), op, message("Struck through."))
