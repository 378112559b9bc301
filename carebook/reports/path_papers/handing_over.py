"""The minutes of handing somebody over as the book holds them: four sides, health, medicines with doses, papers, money in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from carebook.dates import VIETNAM
from carebook.money import dong
from carebook.records.handovers import HandedKind, Handover, HandoverItem, HandoverParty, HandoverSignature
from carebook.reports.admission import GivenPaper
from carebook.reports.case_papers.about import About, day_words
from carebook.reports.discharge import HandoverMinutes
from carebook.reports.forms import measured
from carebook.reports.paper.facts import Numbering
from carebook.reports.papers_of_stay.known import number_of
from carebook.reports.people import Party

_ROLES = {
    HandoverParty.GIVER: "giver",
    HandoverParty.RECEIVER: "receiver",
    HandoverParty.COMMUNE: "witness",
    HandoverParty.CLIENT: "resident",
}


def minutes_of(
    about: About,
    handover: Handover,
    items: Iterable[HandoverItem],
    signatures: Iterable[HandoverSignature],
    *,
    legal_bases: tuple[str, ...] = (),
    follow_up_months: int = 6,
    reached: str = "",
) -> HandoverMinutes:
    """What the minutes are drawn from; ``reached`` is how the family reaches the center where the minutes do not say it."""
    items = tuple(items)
    signed = {one.party: one for one in signatures}
    sums = [one.amount for one in items if one.kind is HandedKind.MONEY and one.amount is not None]
    at = (
        datetime.combine(handover.handed_on, handover.handed_at, VIETNAM)
        if handover.handed_on is not None and handover.handed_at is not None
        else None
    )
    typed_bases = tuple(line.strip() for line in handover.basis.splitlines() if line.strip())
    return HandoverMinutes(
        letterhead=about.letterhead,
        numbering=Numbering("BB", number_of(handover.number), handover.handed_on),
        at=at,
        on=handover.handed_on,
        place=handover.place or None,
        legal_bases=(*legal_bases, *typed_bases),
        giver=Party(
            name=_named(signed, HandoverParty.GIVER, handover.giver),
            post=handover.giver_post or None,
            organisation=about.letterhead.issuer,
        ),
        receiver=Party(
            name=_named(signed, HandoverParty.RECEIVER, handover.receiver),
            relation=about.text("relationship", handover.receiver_relation) if handover.receiver else None,
            born=day_words(handover.receiver_born) or None,
            id_no=handover.receiver_paper or None,
            address=handover.receiver_address or None,
            phone=handover.receiver_phone or None,
        ),
        witness=Party(name=_named(signed, HandoverParty.COMMUNE, handover.witness), post=handover.witness_post or None),
        resident=about.resident,
        health=" ".join(handover.health.split()) or None,
        weight=f"{measured(handover.weight_kg)} kg" if handover.weight_kg is not None else None,
        skin=handover.skin or None,
        aids="; ".join(_with_quantity(one) for one in items if one.kind is HandedKind.AID) or None,
        medicines=tuple((one.what, one.dose, one.quantity) for one in items if one.kind is HandedKind.MEDICINE),
        papers=tuple(
            GivenPaper(one.what, "Bản chính" if one.original else "Bản sao", one.quantity, one.note)
            for one in items
            if one.kind is HandedKind.PAPER
        ),
        belongings=tuple((one.what, one.quantity, one.note) for one in items if one.kind is HandedKind.BELONGING)
        + (_sums(items) if len(sums) > 1 else ()),
        money=sum(sums) if sums else None,
        care_advice=handover.guidance or None,
        follow_up_months=follow_up_months,
        duties=tuple(line.strip(" -") for line in handover.rights_and_duties.splitlines() if line.strip(" -")),
        contact=handover.contact or reached or None,
        copies=handover.copies,
        unsigned={_ROLES[party]: one.waived_because for party, one in signed.items() if one.waived_because.strip()},
    )


def _named(signed: Mapping[HandoverParty, HandoverSignature], party: HandoverParty, written: str) -> str | None:
    return (signed[party].name if party in signed and signed[party].name else written) or None


def _with_quantity(item: HandoverItem) -> str:
    return f"{item.what} ({item.quantity})" if item.quantity else item.what


def _sums(items: tuple[HandoverItem, ...]) -> tuple[tuple[str, str, str], ...]:
    """Several sums, each for itself, so that the total under them can be checked."""
    return tuple(
        (one.what, dong(one.amount), one.note)
        for one in items
        if one.kind is HandedKind.MONEY and one.amount is not None
    )
