"""What becomes of a visit: made, its report received, tried in vain, waived, struck through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.follow_ups.followed import stop_unless_followed, visit_of
from carebook.actions.follow_ups.laying import write_tightening
from carebook.actions.reintegration.visible import REINTEGRATION
from carebook.records.follow_ups import FollowUp, FollowUpAttempt, VisitOwner, VisitState
from carebook.records.people import Person
from carebook.records.reintegration import Reintegration
from carebook.records.staff import Actor
from carebook.rules.dated import limit_on
from carebook.rules.follow_ups import ANSWERS, is_awaited, is_made, problems_in_attempt, problems_in_visit
from carebook.store import code_lists
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.follow_ups import attempts_of
from carebook.words import N_, Message, message


@deed(N_("Record a visit"), "reintegration")
def record_visit(
    book: Book, visit: FollowUp, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Write down a visit of ours that was made, or correct it; a risk it found adds visits, which the sentence tells.

    Refused for another's visit (its report is received) and for one that was waived. ``Change.result`` is the kept `FollowUp`.
    """
    with book.changing(by.account_id, now, op, "record_visit", reason=reason) as writer:
        there, path, person = visit_of(writer, visit.id, by, now)
        if there.owner is not VisitOwner.CENTER:
            raise refuse(message("This visit is not ours; write down its report when it comes."))
        kept, added = _answered(writer, there, visit, path, by, now, seen, VisitState.DONE)
    said = _said(message("Saved the visit to {name}.", name=person.full_name), added)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Receive the report about a visit"), "reintegration")
def receive_visit_report(
    book: Book, visit: FollowUp, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Write down what the commune or the department reported about the visit it owed; a risk it found adds visits of ours."""
    with book.changing(by.account_id, now, op, "receive_visit_report", reason=reason) as writer:
        there, path, person = visit_of(writer, visit.id, by, now)
        if there.owner is VisitOwner.CENTER:
            raise refuse(message("This visit is ours; write it down as made."))
        kept, added = _answered(writer, there, visit, path, by, now, seen, VisitState.RECEIVED)
    said = _said(message("Kept the report about {name}.", name=person.full_name), added)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


def _answered(
    writer: Writer,
    there: FollowUp,
    visit: FollowUp,
    path: Reintegration,
    by: Actor,
    now: datetime,
    seen: int | None,
    state: VisitState,
) -> tuple[FollowUp, list[FollowUp]]:
    """Keep the answers of a visit and bring the visits it asks for in line with them."""
    if seen is not None and there.version != seen:
        raise NewerVersion(there)
    if there.state in (VisitState.WAIVED, VisitState.LOST):
        raise refuse(message("This visit was waived. Plan another one to write down what was seen."))
    if not is_made(there):
        stop_unless_followed(path)
    answers = {name: getattr(visit, name) for name in ANSWERS}
    mine = replace(there, **answers, state=state, entered_by=by.account_id)
    stop_at(problems_in_visit(mine, handed_on=path.handed_over_on, today=in_vietnam(now)))
    kept = writer.amend(mine)
    return kept, write_tightening(writer, path, kept) if path.ended_on is None else []


def _said(saved: Message, added: Sequence[FollowUp]) -> Message:
    return message("{saved} Added {n} visits.", saved=saved, n=len(added)) if added else saved


@deed(N_("Note a try in vain"), "reintegration")
def try_visit(
    book: Book, attempt: FollowUpAttempt, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Write down that a visit was tried and nobody reached; for another's visit, that its owner was reminded.

    ``Change.result`` is how many there are now; with enough of them the follow-up may end as lost contact.
    """
    with book.changing(by.account_id, now, op, "try_visit", reason=reason) as writer:
        visit, path, person = visit_of(writer, attempt.follow_up_id, by, now)
        stop_unless_followed(path)
        if not is_awaited(visit):
            raise refuse(message("This visit is not awaited any more."))
        today = in_vietnam(now)
        stop_at(problems_in_attempt(attempt, today=today))
        who = attempt.staff_member_id or by.staff_member_id or None
        writer.add(replace(attempt, id="", episode_id=visit.episode_id, staff_member_id=who))
        tried = len(attempts_of(writer, visit.id))
        needed = limit_on(code_lists.limits(writer), "lost_contact_attempts", today).value
    if visit.owner is not VisitOwner.CENTER:
        said = message("Noted the reminder about {name}.", name=person.full_name)
    elif tried < needed:
        said = message("Not reached, {n} of {needed} tries.", n=tried, needed=needed)
    else:
        said = message(
            "Not reached, {n} of {needed} tries. The follow-up may end as lost contact.", n=tried, needed=needed
        )
    return Change(REINTEGRATION, (person.id, visit.id), op, said, result=tried)


@deed(N_("Waive a visit"), "reintegration")
def waive_visit(
    book: Book, visit_ids: Sequence[str], *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Decide that awaited visits of one path are not needed, for a reason; who decides is kept with them."""
    if not reason.strip():
        raise refuse(message("Say why the visit is not needed."), "waived_because")
    with book.changing(by.account_id, now, op, "waive_visit", reason=reason) as writer:
        person: Person | None = None
        for visit_id in visit_ids:
            visit, path, person = visit_of(writer, visit_id, by, now)
            stop_unless_followed(path)
            if not is_awaited(visit):
                raise refuse(message("This visit is not awaited any more."))
            close_visit(writer, visit, reason, by.staff_member_id)
        if person is None:
            raise refuse(message("Choose at least one visit."))
    said = message("Waived {n} visits of {name}.", n=len(visit_ids), name=person.full_name)
    return Change(REINTEGRATION, (person.id, *visit_ids), op, said)


def close_visit(
    writer: Writer, visit: FollowUp, because: str, by_staff_id: str | None, state: VisitState = VisitState.WAIVED
) -> FollowUp:
    """Write that a visit is not awaited any more, and why."""
    return writer.amend(replace(visit, state=state, waived_because=because, waived_by_id=by_staff_id or None))


@deed(N_("Strike a visit through"), "reintegration")
def strike_visit(book: Book, visit_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Take back what was written about a visit by mistake: it is awaited again, and what its risk had added falls away.

    A visit that was only planned by hand is struck through. One that the schedule or a risk asks for is not: it is waived.
    """
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_visit", reason=reason) as writer:
        visit, path, person = visit_of(writer, visit_id, by, now)
        if path.ended_on is not None:
            stop_unless_followed(path)
        if not is_awaited(visit):
            _open_again(writer, visit, path)
        elif visit.template is None and visit.after_id is None:
            writer.withdraw(FollowUp, visit.id, reason)
        else:
            raise refuse(
                message("The schedule asks for this visit. When it is not needed, it is waived with a reason.")
            )
    return Change(REINTEGRATION, (person.id, visit.id), op, message("Struck through."))


def _open_again(writer: Writer, visit: FollowUp, path: Reintegration) -> None:
    empty = FollowUp(episode_id="", reintegration_id="", due_on=visit.due_on)
    blank = {name: getattr(empty, name) for name in (*ANSWERS, "entered_by", "waived_because", "waived_by_id")}
    write_tightening(writer, path, writer.amend(replace(visit, **blank, state=VisitState.DUE)))
