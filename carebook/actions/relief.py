"""Deeds about relief: campaigns, and the list of what each person received and signed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.dates import written
from carebook.records.services import ReliefCampaign, ReliefItem
from carebook.records.staff import Actor
from carebook.rules.relief import Given, problems_before_closing, problems_in_campaign, problems_in_item, sums
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.words import N_, message

SERVICES = frozenset({"services"})


@deed(N_("Save a relief campaign"), "services")
def save_campaign(
    book: Book,
    campaign: ReliefCampaign,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a campaign, new or written anew; a closed one is not changed any more."""
    with book.changing(by.account_id, now, op, "save_campaign", reason=reason) as writer:
        there = _open_campaign(writer, campaign.id) if campaign.id else None
        if there is not None and seen is not None and there.version != seen:
            raise NewerVersion(there)
        mine = replace(campaign, closed_on=None)
        stop_at(problems_in_campaign(mine, today=in_vietnam(now)))
        kept = writer.add(mine) if there is None else writer.amend(mine)
    return Change(SERVICES, (kept.id,), op, message("Saved the campaign “{name}”.", name=kept.name), result=kept)


@deed(N_("Close a relief campaign"), "services")
def close_campaign(
    book: Book,
    campaign_id: str,
    on: date,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Close a campaign; refused while somebody on its list has not received anything."""
    with book.changing(by.account_id, now, op, "close_campaign", reason=reason) as writer:
        there = _open_campaign(writer, campaign_id)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        today = in_vietnam(now)
        if on > today:
            raise refuse(message("{day} lies in the future.", day=written(on)), "closed_on")
        if there.from_on is not None and on < there.from_on:
            before = message(
                "{day} lies before the campaign began ({first}).", day=written(on), first=written(there.from_on)
            )
            raise refuse(before, "closed_on")
        listed = [Given(one.amount, one.received_on, bool(one.signed_by)) for one in _items(writer, there.id)]
        stop_at(problems_before_closing(sums(listed)))
        kept = writer.amend(replace(there, closed_on=on))
    return Change(SERVICES, (kept.id,), op, message("Closed the campaign “{name}”.", name=kept.name), result=kept)


@deed(N_("Write on the relief list"), "services")
def save_relief(
    book: Book, items: Sequence[ReliefItem], *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Keep lines of relief lists, new ones and those written anew, all or none; a stay stands on a list once."""
    with book.changing(by.account_id, now, op, "save_relief", reason=reason) as writer:
        kept: list[ReliefItem] = []
        for item in items:
            there = _item(writer, item.id, by, now) if item.id else None
            mine = item if there is None else replace(item, campaign_id=there.campaign_id, episode_id=there.episode_id)
            campaign = _open_campaign(writer, mine.campaign_id)
            if there is not None and item.version and there.version != item.version:
                raise NewerVersion(there)
            if mine.episode_id and there is None:
                visible_stay(writer, mine.episode_id, by, now)
                _refuse_twice(writer, mine)
            stop_at(problems_in_item(mine, campaign=campaign, today=in_vietnam(now)))
            kept.append(writer.add(mine) if there is None else writer.amend(mine))
        if not kept:
            raise refuse(message("Nobody was chosen."))
    said = message("Written on the relief list: {n}.", n=len(kept))
    return Change(SERVICES, tuple(one.id for one in kept), op, said, result=tuple(kept))


@deed(N_("Strike a line of the relief list through"), "services")
def strike_relief(book: Book, item_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike through a line of a list; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_relief", reason=reason) as writer:
        there = _item(writer, item_id, by, now)
        _open_campaign(writer, there.campaign_id)
        writer.withdraw(ReliefItem, there.id, reason)
    return Change(SERVICES, (there.id,), op, message("Struck through."))


def _open_campaign(writer: Writer, campaign_id: str) -> ReliefCampaign:
    """A campaign that may still be written on. LookupError: there is none."""
    there = writer.record(ReliefCampaign, campaign_id)
    if there is None:
        raise LookupError(campaign_id)
    if there.is_withdrawn:
        raise refuse(message("This entry was struck through ({why}).", why=there.withdrawn_because))
    if there.closed_on is not None:
        raise refuse(message("This campaign was closed on {day}.", day=written(there.closed_on)))
    return there


def _item(writer: Writer, item_id: str, by: Actor, now: datetime) -> ReliefItem:
    """A line that ``by`` may see and that stands. LookupError: there is none."""
    there = writer.record(ReliefItem, item_id)
    if there is None:
        raise LookupError(item_id)
    if there.episode_id:
        visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This entry was struck through ({why}).", why=there.withdrawn_because))
    return there


def _items(writer: Writer, campaign_id: str) -> list[ReliefItem]:
    return writer.records(ReliefItem, "campaign_id = ?", (campaign_id,))


def _refuse_twice(writer: Writer, item: ReliefItem) -> None:
    twice = writer.records(ReliefItem, "campaign_id = ? AND episode_id = ?", (item.campaign_id, item.episode_id))
    if twice:
        raise refuse(message("This person stands on the list already."), "episode_id")
