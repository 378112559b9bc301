"""The papers of leaving: request, decision, handover, liquidation of the contract, what was left behind."""

from __future__ import annotations

from typing import Any

from carebook.reports import discharge as papers
from carebook.reports.contracts import ContractLiquidation
from carebook.reports.paper.facts import Numbering
from carebook.reports.papers_of_stay.known import Known, Lacking, Wanted, money, number_of, small, things
from carebook.rules.dated import limit_on
from carebook.words import N_

BASES = ("20/2021/NĐ-CP", "02/2020/TT-BLĐTBXH")
Facts = tuple[Any, list[Wanted]]


def request(known: Known) -> Facts:
    """Đơn đề nghị dừng trợ giúp."""
    episode = known.stay.episode
    facts = papers.StopRequest(
        letterhead=known.letterhead,
        form_label=known.form_label("09"),
        addressed_to=known.addressed_to,
        requester=known.taker if known.taker.name else known.carer,
        resident=known.resident,
        since_on=episode.start_on,
        place=known.facility.place,
        on=episode.stop_requested_on,
    )
    return facts, [(known.taker.name or known.carer.name, Lacking(N_("Relative or guardian"), "person"))]


def stop(known: Known) -> Facts:
    """Quyết định dừng trợ giúp."""
    episode = known.stay.episode
    where = known.text("destination", episode.destination)
    facts = papers.StopDecision(
        letterhead=known.letterhead,
        numbering=Numbering("QĐ", number_of(episode.end_decision_no), episode.end_decision_on),
        head=known.head,
        legal_bases=known.basis(*BASES),
        resident=known.resident,
        from_on=episode.end_on,
        reason=small(known.text("end_reason", episode.end_reason)),
        destination=", ".join(filter(None, (small(where), episode.received_by))) or None,
    )
    return facts, [
        (episode.end_decision_no, Lacking(N_("Decision to end"), "discharge")),
        (episode.end_decision_on, Lacking(N_("Date of the decision to end"), "discharge")),
    ]


def handover(known: Known) -> Facts:
    """Biên bản bàn giao."""
    belongings = known.stay.belongings
    facts = papers.HandoverMinutes(
        letterhead=known.letterhead,
        numbering=Numbering("BB"),
        legal_bases=known.basis(*BASES),
        giver=known.receiver,
        receiver=known.taker,
        resident=known.resident,
        papers=known.own_papers,
        belongings=things(belongings),
        money=money(belongings),
        follow_up_months=limit_on(known.limits, "aftercare", known.today).value,
        contact=known.facility.hotline or known.facility.phone or None,
    )
    return facts, [
        (known.taker.name, Lacking(N_("Received by"), "discharge")),
        (known.facility.hotline or known.facility.phone, Lacking(N_("Telephone"), "facility")),
    ]


def liquidation(known: Known) -> Facts:
    """Biên bản thanh lý hợp đồng."""
    contract, episode = known.contract, known.stay.episode
    facts = ContractLiquidation(
        letterhead=known.letterhead,
        numbering=Numbering("BB"),
        head=known.head,
        contract_no=contract.number if contract else None,
        contract_on=contract.signed_on if contract else None,
        customer=known.customer,
        resident=known.resident,
        on=episode.end_on,
        reason=small(known.text("end_reason", episode.end_reason)),
        belongings=things(known.stay.belongings),
    )
    return facts, [
        (contract and contract.number, Lacking(N_("Contract"), "stay")),
        (contract and contract.signed_on, Lacking(N_("Signed on"), "stay")),
        (known.customer.name, Lacking(N_("Payer"), "stay")),
    ]


def relics(known: Known) -> Facts:
    """Biên bản bàn giao di vật."""
    episode, belongings = known.stay.episode, known.stay.belongings
    facts = papers.RelicsMinutes(
        letterhead=known.letterhead,
        numbering=Numbering("BB"),
        giver=known.receiver,
        receiver=known.taker,
        resident=known.resident,
        died_on=episode.end_on,
        belongings=things(belongings),
        papers=known.own_papers,
        money=money(belongings),
    )
    return facts, [(known.taker.name, Lacking(N_("Received by"), "discharge"))]
