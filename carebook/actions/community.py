"""Deeds about work in communities: writing an activity down with the clients who were there, striking it through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.records.episodes import Episode
from carebook.records.services import ActivityGuest, CommunityActivity
from carebook.records.staff import Actor
from carebook.rules.community import problems_in_activity
from carebook.store import privacy
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.words import N_, message

SERVICES = frozenset({"services"})
_NOT_THERE = "không có mặt"


@deed(N_("Note an activity in the community"), "services")
def save_activity(
    book: Book,
    activity: CommunityActivity,
    guests: Sequence[ActivityGuest] = (),
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep an activity, new or written anew, with exactly these clients; who is protected from ``by`` stays on the list."""
    with book.changing(by.account_id, now, op, "save_activity", reason=reason) as writer:
        there = _activity(writer, activity.id) if activity.id else None
        if there is not None and seen is not None and there.version != seen:
            raise NewerVersion(there)
        old = {one.episode_id: one for one in _guests(writer, activity.id)} if there is not None else {}
        hidden = [one for one in old.values() if not _visible(writer, one, by, now)]
        everybody = [*guests, *hidden]
        stop_at(problems_in_activity(activity, everybody, today=in_vietnam(now)))
        kept = writer.add(activity) if there is None else writer.amend(activity)
        for guest in guests:
            before = old.get(guest.episode_id)
            if before is not None and (before.turns, before.note) == (guest.turns, guest.note):
                continue
            visible_stay(writer, guest.episode_id, by, now)
            if before is None:
                writer.add(replace(guest, id="", activity_id=kept.id))
            else:
                writer.amend(replace(before, turns=guest.turns, note=guest.note))
        stay = {one.episode_id for one in everybody}
        for gone in old.values():
            if gone.episode_id not in stay:
                visible_stay(writer, gone.episode_id, by, now)
                writer.withdraw(ActivityGuest, gone.id, reason or _NOT_THERE)
    return Change(SERVICES, (kept.id,), op, message("Saved the activity “{title}”.", title=kept.title), result=kept)


@deed(N_("Strike an activity through"), "services")
def strike_activity(
    book: Book, activity_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike through an activity written by mistake, with its list of clients; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_activity", reason=reason) as writer:
        there = _activity(writer, activity_id)
        for guest in _guests(writer, there.id):
            writer.withdraw(ActivityGuest, guest.id, reason)
        writer.withdraw(CommunityActivity, there.id, reason)
    return Change(SERVICES, (there.id,), op, message("Struck through."))


def _activity(writer: Writer, activity_id: str) -> CommunityActivity:
    there = writer.record(CommunityActivity, activity_id)
    if there is None:
        raise LookupError(activity_id)
    if there.is_withdrawn:
        raise refuse(message("This entry was struck through ({why}).", why=there.withdrawn_because))
    return there


def _guests(writer: Writer, activity_id: str) -> list[ActivityGuest]:
    return writer.records(ActivityGuest, "activity_id = ?", (activity_id,))


def _visible(writer: Writer, guest: ActivityGuest, by: Actor, now: datetime) -> bool:
    """Whether ``by`` sees who the guest is: the list they saved could name them."""
    stay = writer.record(Episode, guest.episode_id)
    return stay is None or not privacy.is_hidden(writer, stay.person_id, by, in_vietnam(now))
