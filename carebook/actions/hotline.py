"""Deeds about the hotline: noting a call, striking it through, calling back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import protected, visible_stay
from carebook.dates import clock, today_in_vietnam, written
from carebook.records.services import HotlineCall
from carebook.records.staff import Actor, Reading
from carebook.rules import permissions
from carebook.rules.hotline import is_own, is_restricted, problems_in_call, restricted_needs, waits_for_call
from carebook.store import code_lists
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.hotline import person_of_call
from carebook.words import N_, message

SERVICES = frozenset({"services"})


@deed(N_("Note a hotline call"), "services")
def save_call(
    book: Book,
    call: HotlineCall,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a call, new or written anew. One about violence, abuse or trafficking (the list ``hotline_need`` says which), or
    about a restricted stay, becomes restricted by itself.
    """
    with book.changing(by.account_id, now, op, "save_call", reason=reason) as writer:
        there = _call(writer, call.id, by, now) if call.id else None
        if there is not None and seen is not None and there.version != seen:
            raise NewerVersion(there)
        needs = restricted_needs(code_lists.codes(writer, "hotline_need", in_vietnam(call.called_at)))
        sealed = is_restricted(call, needs)
        if call.episode_id:
            stay, _person = visible_stay(writer, call.episode_id, by, now)
            sealed = sealed or stay.confidential
        mine = replace(call, confidential=sealed)
        stop_at(problems_in_call(mine, now=now))
        kept = writer.add(mine) if there is None else writer.amend(mine)
    said = message("Noted the restricted call.") if kept.confidential else message("Noted the call.")
    return Change(SERVICES, (kept.id,), op, said, result=kept)


@deed(N_("Open a restricted call"))
def open_restricted_call(
    book: Book, call_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Leave a line in the reading log before a restricted call is shown; on the record too, when a stay or a case of
    protection names the call. Refused to who may not see it.
    """
    with book.changing(by.account_id, now, op, "open_restricted_call", reason=reason) as writer:
        there = _call(writer, call_id, by, now)
        about = person_of_call(writer, there)
        said = reason or f"cuộc gọi {clock(there.called_at)} ngày {written(today_in_vietnam(there.called_at))}"
        writer.add(
            Reading(
                at=now,
                account_id=by.account_id,
                deed="open_restricted_call",
                person_id=about or None,
                people=1 if about else 0,
                reason=said,
            )
        )
    return Change(frozenset({"readings"}), (there.id,), op, undoable=False)


@deed(N_("Strike a hotline call through"), "services")
def strike_call(book: Book, call_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike through a call noted by mistake; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_call", reason=reason) as writer:
        there = _call(writer, call_id, by, now)
        writer.withdraw(HotlineCall, there.id, reason)
    return Change(SERVICES, (there.id,), op, message("Struck through."))


@deed(N_("Call back"), "services")
def call_back(
    book: Book,
    call_id: str,
    on: date,
    result: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    again_on: date | None = None,
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep what came of calling back; with ``again_on`` nobody answered and it is tried once more on that day.

    What came of earlier tries stays, a line each.
    """
    with book.changing(by.account_id, now, op, "call_back", reason=reason) as writer:
        there = _call(writer, call_id, by, now)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        if not waits_for_call(there):
            raise refuse(message("Nobody waits for this call any more."))
        if not result.strip():
            raise refuse(message("Write what came of it."), "call_back")
        if again_on is not None and again_on < on:
            raise refuse(message("{day} lies before the call.", day=written(again_on)), "call_back_on")
        told = "\n".join(filter(None, (there.call_back, f"{written(on)}: {result.strip()}")))
        answered = replace(there, call_back=told, called_back_on=None if again_on else on)
        mine = replace(answered, call_back_on=again_on or there.call_back_on)
        stop_at(problems_in_call(mine, now=now))
        kept = writer.amend(mine)
    if again_on is not None:
        said = message("Nobody answered; to be called again on {day}.", day=written(again_on))
    else:
        said = message("Called back.")
    return Change(SERVICES, (kept.id,), op, said, result=kept)


def _call(writer: Writer, call_id: str, by: Actor, now: datetime) -> HotlineCall:
    """A call that ``by`` may see, or took themselves in this shift, and that stands. LookupError: there is none."""
    there = writer.record(HotlineCall, call_id)
    if there is None:
        raise LookupError(call_id)
    today = in_vietnam(now)
    own = is_own(there, by.staff_member_id, today)
    if there.confidential and not own and not permissions.may_open_restricted(by, today):
        raise refuse(protected())
    if there.episode_id:
        visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This entry was struck through ({why}).", why=there.withdrawn_because))
    return there
