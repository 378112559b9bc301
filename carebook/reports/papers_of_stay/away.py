"""The papers of being away and of a death, with what the book holds: transfer to hospital, leave, funeral support, what was left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from carebook.dates import VIETNAM, written
from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.hospital import Death, HospitalTransfer
from carebook.records.medication import Prescription
from carebook.reports.daily_papers.death import FuneralRequest
from carebook.reports.daily_papers.transfer import LeavePaper, TransferPaper
from carebook.reports.forms import measured
from carebook.reports.paper.facts import Numbering
from carebook.reports.papers_of_stay.known import Known, Lacking, number_of, small
from carebook.reports.papers_of_stay.leaving import Facts
from carebook.reports.papers_of_stay.leaving import relics as relics_of_the_stay
from carebook.reports.people import Party
from carebook.rules.dated import rate_on
from carebook.rules.deaths import support_amount
from carebook.store import code_lists, staff
from carebook.store.book import Reader
from carebook.store.deaths import death_of, died_on
from carebook.store.hospital import Summary, summary_of, transfers_of
from carebook.words import N_

LEAVES = frozenset({AbsenceKind.LEAVE, AbsenceKind.TET_LEAVE, AbsenceKind.TRIAL_STAY})
BASIS = "20/2021/NĐ-CP"


def transfer(reader: Reader, known: Known) -> Facts:
    """Giấy chuyển đi bệnh viện, of the last time somebody was taken there; without one for the pen."""
    episode_id = known.stay.episode.id
    found = transfers_of(reader, episode_id)
    one = found[0] if found else HospitalTransfer(episode_id=episode_id, absence_id="")
    at = one.left_at or datetime.combine(known.today, time(23, 59), VIETNAM)
    summary = summary_of(reader, episode_id, at, at.astimezone(VIETNAM).date())
    assert summary is not None  # whose papers are gathered may be seen
    facts = TransferPaper(
        letterhead=known.letterhead,
        head=known.head,
        resident=known.resident,
        transfer=replace(one, signs=one.signs or summary.signs),
        health_card=_card(summary),
        allergies="; ".join(_with(one.substance, one.reaction) for one in summary.allergies) or None,
        conditions="; ".join(_with(one.words, one.icd) for one in summary.conditions) or None,
        medicines=[_order(known, order) for order in summary.orders],
        care=", ".join(
            filter(None, (known.text("care_level", summary.care_level), small(known.text("diet", summary.diet))))
        )
        or None,
        wounds="; ".join(
            f"{known.text('wound_kind', one.kind)} {small(known.text('body_place', one.place))}"
            for one in summary.wounds
        )
        or None,
        weight=summary.weight or None,
        contact=_contact(known, summary),
        companion=_staff(reader, one.companion_id) or one.companion or None,
        reached=known.facility.phone or known.facility.hotline or None,
        written_by=known.receiver.name or "",
    )
    return facts, [
        (one.hospital, Lacking(N_("Hospital"), "hospital")),
        (one.reason, Lacking(N_("Reason for the transfer"), "hospital")),
        (facts.health_card, Lacking(N_("Health card"), "person")),
        (facts.companion, Lacking(N_("Went along (others)"), "hospital")),
    ]


def leave(known: Known) -> Facts:
    """Giấy phép tạm rời cơ sở, of the last leave; without one for the pen."""
    leaves = [one for one in known.stay.absences if one.kind in LEAVES]
    episode_id = known.stay.episode.id
    one = max(leaves, key=lambda row: row.from_on, default=Absence(episode_id=episode_id, from_on=known.today))
    row = known.file.row
    facts = LeavePaper(
        letterhead=known.letterhead,
        head=known.head,
        resident=known.resident,
        absence=one,
        relation=known.text("relationship", one.taken_by_relation),
        bed=", ".join(filter(None, (row.room, f"giường {row.bed}" if row.bed else ""))) if row is not None else None,
        reached=known.facility.phone or known.facility.hotline or None,
    )
    return facts, [
        (one.taken_by, Lacking(N_("Taken by"), "hospital")),
        (one.expected_on, Lacking(N_("Expected back on"), "hospital")),
    ]


def funeral(reader: Reader, known: Known) -> Facts:
    """Giấy đề nghị hỗ trợ chi phí mai táng."""
    death = _death(reader, known)
    day = died_on(death) or known.today
    rates = code_lists.rates(reader)
    standard, factor = rate_on(rates, "standard", day), rate_on(rates, "funeral_facility", day)
    episode = known.stay.episode
    decided = f" ngày {written(episode.decision_on)}" if episode.decision_on else ""
    facts = FuneralRequest(
        letterhead=known.letterhead,
        head=known.head,
        resident=known.resident,
        death=death,
        addressed_to=known.facility.parent_agency,
        legal_bases=known.basis(BASIS),
        admitted=f"{episode.decision_no}{decided}" if episode.decision_no else None,
        funeral=known.text("funeral_form", death.funeral),
        standard=standard.amount if standard is not None else None,
        factor=int(factor.factor) if factor is not None and factor.factor is not None else None,
        amount=death.support_amount or support_amount(rates, day),
        asked_on=death.support_asked_on,
    )
    return facts, [
        (death.died_at, Lacking(N_("Died at"), "deaths")),
        (death.notice_no or death.extract_no, Lacking(N_("Notice of death"), "deaths")),
        (death.funeral, Lacking(N_("Funeral"), "deaths")),
        (known.facility.parent_agency, Lacking(N_("Parent agency"), "facility")),
    ]


def relics(reader: Reader, known: Known) -> Facts:
    """Biên bản bàn giao di vật, with what was written of the death."""
    facts, _wanted = relics_of_the_stay(known)
    death = _death(reader, known)
    kin = known.relative_named(death.heir) or Party(name=death.heir or None, relation=death.heir_relation or None)
    receiver = kin if death.heir else known.taker
    more: dict[str, Any] = {
        "numbering": Numbering("BB", number_of(death.minutes_no), death.minutes_on),
        "on": death.minutes_on,
        "died_on": died_on(death) or known.stay.episode.end_on,
        "death_certificate": death.extract_no or death.notice_no or None,
        "receiver": receiver,
    }
    return replace(facts, **more), [(receiver.name, Lacking(N_("Received by"), "deaths"))]


def _death(reader: Reader, known: Known) -> Death:
    episode_id = known.stay.episode.id
    return death_of(reader, episode_id) or Death(episode_id=episode_id)


def _with(words: str, more: str) -> str:
    return f"{words} ({more})" if more else words


def _card(summary: Summary) -> str | None:
    card = summary.card
    if card is None:
        return None
    until = f", đến {written(card.valid_to)}" if card.valid_to else ""
    return f"{card.number}{until}"


def _contact(known: Known, summary: Summary) -> str | None:
    kin = summary.contact
    if kin is None:
        return None
    relation = small(known.text("relationship", kin.relation)) if kin.relation != "other" else None
    return ", ".join(filter(None, (_with(kin.full_name, relation or ""), kin.phone)))


def _order(known: Known, order: Prescription) -> str:
    amount = f"{measured(order.dose)} {small(known.text('medicine_unit', order.unit))}" if order.dose else ""
    when = (
        "khi cần" if order.as_needed else ", ".join(small(known.text("dose_round", one)) or "" for one in order.rounds)
    )
    return " ".join(filter(None, (order.medicine, order.strength, amount))) + (f" ({when})" if when else "")


def _staff(reader: Reader, staff_id: str | None) -> str:
    found = staff.staff_member(reader, staff_id) if staff_id else None
    return found.full_name if found is not None else ""
