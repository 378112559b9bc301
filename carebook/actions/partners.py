"""Deeds about partners: writing one into the directory, correcting it, ending the work with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, stop_at
from carebook.records.referrals import Partner
from carebook.records.staff import Actor
from carebook.rules import identity, names
from carebook.rules.partners import problems_in_partner
from carebook.store.book import Book, in_vietnam
from carebook.words import N_, message

SERVICES = frozenset({"services"})


@deed(N_("Save a partner"), "services")
def save_partner(
    book: Book,
    partner: Partner,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a new partner (without an id) or what is known of one now. ``Change.result`` is the kept `Partner`."""
    phone = identity.read_phone(partner.phone) if partner.phone else None
    plain = phone.value if phone is not None and phone.problem is None else partner.phone.strip()
    tidied = replace(partner, name=names.normalise(partner.name), phone=plain)
    stop_at(problems_in_partner(tidied, today=in_vietnam(now)))
    with book.changing(by.account_id, now, op, "save_partner", reason=reason) as writer:
        kept = writer.amend(tidied, seen=seen) if tidied.id else writer.add(tidied)
    return Change(SERVICES, (kept.id,), op, message("Saved {name}.", name=kept.name), result=kept)
