"""The papers of one stay: which of them fit it, the facts each is drawn from, and what those facts still lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from carebook.records.episodes import AbsenceKind
from carebook.records.staff import Actor
from carebook.reports import admission, contracts, discharge
from carebook.reports.daily_papers.death import FuneralRequest, funeral_request
from carebook.reports.daily_papers.transfer import LeavePaper, TransferPaper, leave_permit, transfer_sheet
from carebook.reports.forms import Form
from carebook.reports.papers_of_stay import arriving, away, leaving
from carebook.reports.papers_of_stay.known import Known, Lacking, known_of
from carebook.store.book import Reader
from carebook.store.people import StayFile
from carebook.words import N_

__all__ = ["PAPER_TITLES", "Gathered", "Lacking", "StayPaper", "fitting", "form_of", "gather"]

ON_CONTRACT = "voluntary"


class StayPaper(Enum):
    """One paper of a stay."""

    DECLARATION = "declaration"
    RECEIPT = "receipt"
    RECEPTION = "reception"
    ADMISSION = "admission"
    CONTRACT = "contract"
    LEAVE = "leave_permit"
    TRANSFER = "hospital_transfer"
    REQUEST = "request"
    STOP = "stop"
    HANDOVER = "handover"
    LIQUIDATION = "liquidation"
    RELICS = "relics"
    FUNERAL = "funeral_request"


PAPER_TITLES = {
    StayPaper.DECLARATION: N_("Declaration (content of form 07)"),
    StayPaper.RECEIPT: N_("Receipt of the dossier"),
    StayPaper.RECEPTION: N_("Intake minutes"),
    StayPaper.ADMISSION: N_("Decision to admit"),
    StayPaper.CONTRACT: N_("Service contract (content of form 08)"),
    StayPaper.LEAVE: N_("Leave permit"),
    StayPaper.TRANSFER: N_("Transfer to hospital with summary of care"),
    StayPaper.REQUEST: N_("Request to end the stay (content of form 09)"),
    StayPaper.STOP: N_("Decision to end the stay"),
    StayPaper.HANDOVER: N_("Handover minutes"),
    StayPaper.LIQUIDATION: N_("Liquidation of the contract"),
    StayPaper.RELICS: N_("Handover of what was left behind"),
    StayPaper.FUNERAL: N_("Request for funeral support"),
}


@dataclass(frozen=True)
class Gathered:
    """One paper ready to be drawn: ``facts`` is the data class its drawing function takes."""

    kind: StayPaper
    person_id: str
    person_name: str
    facts: Any
    lacking: tuple[Lacking, ...] = ()


def fitting(stay: StayFile) -> tuple[StayPaper, ...]:
    """The papers that fit a stay as it stands, in the order in which they are made."""
    episode = stay.episode
    voluntary = episode.route == ON_CONTRACT
    found = []
    if episode.route in ("special_hardship", "emergency"):
        found.append(StayPaper.DECLARATION)
    found += [StayPaper.RECEIPT, StayPaper.RECEPTION]
    found.append(StayPaper.CONTRACT if voluntary else StayPaper.ADMISSION)
    kinds = {one.kind for one in stay.absences}
    found += [StayPaper.LEAVE] if kinds & away.LEAVES else []
    found += [StayPaper.TRANSFER] if AbsenceKind.HOSPITAL in kinds else []
    if episode.end_reason == "died":
        return (
            (*found, StayPaper.RELICS) if voluntary else (*found, StayPaper.STOP, StayPaper.RELICS, StayPaper.FUNERAL)
        )
    found.append(StayPaper.REQUEST)
    if episode.end_on is not None:
        found += [StayPaper.LIQUIDATION if voluntary else StayPaper.STOP, StayPaper.HANDOVER]
    return tuple(found)


def form_of(paper: Gathered) -> Form:
    """The described paper, for the page and for outside editing."""
    describe: Callable[[Any], Form] = _DESCRIBED[type(paper.facts)]
    return describe(paper.facts)


_DESCRIBED: Mapping[type, Callable[[Any], Form]] = {
    admission.Declaration: admission.declaration,
    admission.DossierReceipt: admission.dossier_receipt,
    admission.ReceptionMinutes: admission.reception_minutes,
    admission.AdmissionDecision: admission.admission_decision,
    contracts.ServiceContract: contracts.service_contract,
    discharge.StopRequest: discharge.stop_request,
    discharge.StopDecision: discharge.stop_decision,
    discharge.HandoverMinutes: discharge.handover_minutes,
    contracts.ContractLiquidation: contracts.contract_liquidation,
    discharge.RelicsMinutes: discharge.relics_minutes,
    LeavePaper: leave_permit,
    TransferPaper: transfer_sheet,
    FuneralRequest: funeral_request,
}


def gather(reader: Reader, episode_id: str, kind: StayPaper, *, by: Actor, today: date) -> Gathered:
    """The facts of one paper; LookupError when there is no such stay or ``reader`` may not see whose it is.

    ``by`` stands as the one who receives or hands over for the center where no case manager is named.
    """
    known = known_of(reader, episode_id, by, today)
    facts, wanted = _READ[kind](reader, known) if kind in _READ else _GATHERED[kind](known)
    identity = () if kind is StayPaper.RECEIPT else known.identity()
    lacking = tuple(lack for value, lack in (*identity, *wanted) if not value)
    return Gathered(kind, known.person.id, known.person.full_name, facts, lacking)


_GATHERED: Mapping[StayPaper, Callable[[Known], arriving.Facts]] = {
    StayPaper.DECLARATION: arriving.declaration,
    StayPaper.RECEIPT: arriving.receipt,
    StayPaper.RECEPTION: arriving.reception,
    StayPaper.ADMISSION: arriving.admission,
    StayPaper.CONTRACT: arriving.contract,
    StayPaper.LEAVE: away.leave,
    StayPaper.REQUEST: leaving.request,
    StayPaper.STOP: leaving.stop,
    StayPaper.HANDOVER: leaving.handover,
    StayPaper.LIQUIDATION: leaving.liquidation,
}
# these look further into the book than the person and the stay
_READ: Mapping[StayPaper, Callable[[Reader, Known], arriving.Facts]] = {
    StayPaper.TRANSFER: away.transfer,
    StayPaper.RELICS: away.relics,
    StayPaper.FUNERAL: away.funeral,
}
