"""The papers of coming: declaration, receipt of the dossier, minutes, decision, contract."""

from __future__ import annotations

from typing import Any

from carebook.records.episodes import ServiceContract
from carebook.reports import admission as papers
from carebook.reports import contracts
from carebook.reports.paper.facts import Numbering, Signer
from carebook.reports.papers_of_stay.known import Known, Lacking, Wanted, money, number_of, things
from carebook.rules.admission import emergency_until
from carebook.words import N_

BASES = ("20/2021/NĐ-CP", "103/2017/NĐ-CP")
Facts = tuple[Any, list[Wanted]]


def declaration(known: Known) -> Facts:
    """Tờ khai đề nghị tiếp nhận."""
    person, episode = known.person, known.stay.episode
    kinds = ", ".join(known.codes.text("disability_kind", kind).lower() for kind in person.disability_kinds)
    degree = known.text("disability_degree", person.disability_degree)
    facts = papers.Declaration(
        letterhead=known.letterhead,
        form_label=known.form_label("07"),
        addressed_to=known.addressed_to,
        resident=known.resident,
        education=known.text("education", person.education),
        health=episode.intake_state or None,
        disability=", mức độ ".join(filter(None, (kinds, (degree or "").lower()))) or None,
        reason=episode.reason or None,
        carer=known.carer,
        place=known.facility.place,
    )
    return facts, [
        (episode.reason, Lacking(N_("Reason for admission"), "stay")),
        (known.carer.name, Lacking(N_("Relative or guardian"), "person")),
    ]


def receipt(known: Known) -> Facts:
    """Phiếu biên nhận hồ sơ."""
    facts = papers.DossierReceipt(
        letterhead=known.letterhead,
        numbering=Numbering("BN"),
        resident=known.resident,
        giver=known.giver,
        received=known.received_papers,
        lacking=known.lacking_papers,
        receiver=Signer(known.receiver.post or "", known.receiver.name or ""),
    )
    return facts, [
        (known.received_papers, Lacking(N_("Papers of the dossier"), "stay")),
        (known.giver.name, Lacking(N_("Brought by"), "stay")),
    ]


def reception(known: Known) -> Facts:
    """Biên bản tiếp nhận."""
    episode = known.stay.episode
    facts = papers.ReceptionMinutes(
        letterhead=known.letterhead,
        numbering=Numbering("BB", number_of(episode.intake_minutes_no)),
        place=episode.intake_place or known.facility.name,
        legal_bases=known.basis(*BASES),
        giver=known.giver,
        receiver=known.receiver,
        resident=known.resident,
        reason=episode.reason or None,
        health=episode.intake_state or None,
        belongings=things(known.stay.belongings),
        money=money(known.stay.belongings),
        papers=known.received_papers,
    )
    return facts, [
        (known.giver.name, Lacking(N_("Brought by"), "stay")),
        (episode.reason, Lacking(N_("Reason for admission"), "stay")),
        (episode.intake_state, Lacking(N_("State on arrival"), "stay")),
    ]


def admission(known: Known) -> Facts:
    """Quyết định tiếp nhận."""
    episode = known.stay.episode
    until = None
    if episode.route == "emergency":
        until = episode.stay_extended_to or emergency_until(episode.start_on, known.limits)
    facts = papers.AdmissionDecision(
        letterhead=known.letterhead,
        numbering=Numbering("QĐ", number_of(episode.decision_no), episode.decision_on),
        head=known.head,
        legal_bases=known.basis(*BASES),
        resident=known.resident,
        from_on=episode.start_on,
        until_on=until,
    )
    return facts, [
        (known.stay.category, Lacking(N_("Category"), "stay")),
        (episode.decision_no, Lacking(N_("Admission decision"), "stay")),
        (episode.decision_on, Lacking(N_("Date of the decision"), "stay")),
    ]


def contract(known: Known) -> Facts:
    """Hợp đồng dịch vụ."""
    contract = known.contract or ServiceContract(episode_id=known.stay.episode.id)
    facts = contracts.ServiceContract(
        letterhead=known.letterhead,
        form_label=known.form_label("08"),
        numbering=Numbering("HĐ", number_of(contract.number), contract.signed_on),
        head=known.head,
        facility_address=known.facility.address or None,
        facility_phone=known.facility.phone or None,
        customer=known.customer,
        resident=known.resident,
        services=((contract.package or "Chăm sóc, nuôi dưỡng", "", contract.monthly_fee),),
        total=contract.monthly_fee,
        from_on=contract.from_on,
        to_on=contract.to_on,
        emergency_contact=_contact(known),
    )
    return facts, [
        (contract.number, Lacking(N_("Contract"), "stay")),
        (known.customer.name, Lacking(N_("Payer"), "stay")),
        (contract.from_on and contract.to_on, Lacking(N_("Days of the contract"), "stay")),
        (contract.monthly_fee, Lacking(N_("Fee per month"), "stay")),
    ]


def _contact(known: Known) -> str | None:
    found = next((r for r in known.file.relatives if r.emergency and not r.no_contact), None)
    return " – ".join(filter(None, (found.full_name, found.phone))) if found else None
