"""Deeds about form 06: writing it, and closing the case on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.dates import written
from carebook.records.closures import Closure, ClosureSignature
from carebook.records.intake import FormState
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules.closures import criteria, problems_in, refusal
from carebook.store import code_lists
from carebook.store.book import Book, NewerVersion, in_vietnam
from carebook.store.care_plans import end_in_force
from carebook.store.closures import closure_facts, closure_file, closure_of, write_closure
from carebook.words import N_, Message, message

CASEWORK = frozenset({"casework"})


@deed(N_("Save form 06"), "casework")
def save_closure(
    book: Book,
    closure: Closure,
    signatures: Sequence[ClosureSignature],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a form 06 that is being written; one for each stay. ``Change.result`` is the kept `ClosureFile`."""
    with book.changing(by.account_id, now, op, "save_closure", reason=reason) as writer:
        episode, person = visible_stay(writer, closure.episode_id, by, now)
        there = closure_of(writer, episode.id)
        if there is not None:
            if there.is_finished:
                raise refuse(_closed(there.closure, person))
            if there.closure.id != closure.id or (seen is not None and there.closure.version != seen):
                raise NewerVersion(there.closure)
        stop_at(problems_in(closure, signatures, since=episode.start_on, today=in_vietnam(now)))
        mine = replace(
            closure,
            id=there.closure.id if there else "",
            version=there.closure.version if there else 0,
            state=FormState.IN_PROGRESS,
        )
        kept = write_closure(writer, mine, signatures)
    said = message("Saved form 06 of {name}.", name=person.full_name)
    return Change(CASEWORK, (person.id, kept.closure.id), op, said, result=kept)


@deed(N_("Close the case"), "casework")
def complete_closure(
    book: Book,
    closure_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Close the case on its form 06, which is frozen from now on; the plan in force ends with it.

    Refused, in words, while one of the criteria does not hold.
    """
    with book.changing(by.account_id, now, op, "complete_closure", reason=reason) as writer:
        there = closure_file(writer, closure_id)
        if there is None:
            raise LookupError(closure_id)
        closure = there.closure
        episode, person = visible_stay(writer, closure.episode_id, by, now)
        if there.is_finished:
            raise refuse(_closed(closure, person))
        if closure.is_withdrawn:
            raise refuse(message("This form was struck through ({why}).", why=closure.withdrawn_because))
        if seen is not None and closure.version != seen:
            raise NewerVersion(closure)
        stop_at(problems_in(closure, there.signatures, since=episode.start_on, today=in_vietnam(now)))
        reasons = {code.code: code.text for code in code_lists.codes(writer, "end_reason", in_vietnam(now))}
        facts = closure_facts(writer, closure, there.signatures, episode)
        lacks = criteria(facts, lambda _list, code: reasons.get(code, code))
        if lacks:
            raise refuse(refusal(lacks))
        closer = closure.closer_id or by.staff_member_id or None
        kept = writer.amend(replace(closure, state=FormState.COMPLETED, closer_id=closer))
        assert kept.closed_on is not None
        end_in_force(writer, episode.id, kept.closed_on, "kết thúc quản lý")
    said = message("Closed the case of {name}.", name=person.full_name)
    result = replace(there, closure=kept)
    return Change(CASEWORK, (person.id, kept.id), op, said, undoable=False, result=result)


def _closed(closure: Closure, person: Person) -> Message:
    day = written(closure.closed_on) if closure.closed_on else "–"
    return message("The case of {name} was closed on {day}; form 06 cannot be changed.", name=person.full_name, day=day)
