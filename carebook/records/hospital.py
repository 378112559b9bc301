"""Going to hospital and coming back, and death with all that follows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class HospitalTransfer(Record):
    """What went with somebody to hospital and what came back; its days are those of the absence it belongs to."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    absence_id: str = fact(N_("Absence"), Kind.LINK, required=True)
    left_at: datetime | None = fact(N_("Left at"), required=True, default=None)
    hospital: str = fact(N_("Hospital"), required=True, default="")
    partner_id: str | None = fact(N_("Partner"), Kind.LINK, default=None)
    insured_line: bool = fact(N_("Through the insured line"), default=True)
    reason: str = fact(N_("Reason for the transfer"), Kind.NOTE, required=True, default="")
    signs: str = fact(N_("Vital signs on leaving"), default="")
    done_before: str = fact(N_("Done before leaving"), Kind.NOTE, default="")
    icd: str = fact(N_("ICD-10 code"), default="")
    diagnosis: str = fact(N_("Diagnosis on leaving"), default="")
    companion_id: str | None = fact(N_("Went along (staff)"), Kind.LINK, default=None)
    companion: str = fact(N_("Went along (others)"), default="")
    papers: str = fact(N_("Papers sent along"), default="")
    carer: str = fact(N_("Stays with the patient"), default="")
    back_icd: str = fact(N_("ICD-10 code on discharge"), default="")
    back_diagnosis: str = fact(N_("Diagnosis on discharge"), default="")
    back_state: str = fact(N_("State on return"), Kind.NOTE, default="")
    back_advice: str = fact(N_("Advice of the hospital"), Kind.NOTE, default="")
    again_on: date | None = fact(N_("Re-visit on"), default=None)
    cost_insurance: int | None = fact(N_("Paid by the health insurance"), Kind.MONEY, unit="đ", default=None)
    cost_center: int | None = fact(N_("Paid by the center"), Kind.MONEY, unit="đ", default=None)
    cost_family: int | None = fact(N_("Paid by the family"), Kind.MONEY, unit="đ", default=None)


@dataclass(frozen=True)
class Death(Record):
    """The death of a person during a stay and what had to be done after it (domain: tử vong).

    ``notice`` is the giấy báo tử of the health station, ``extract`` the trích lục khai tử of the commune. The support for the
    funeral (NĐ 20/2021 khoản 3 Điều 25) goes from asked over approved to paid; its amount is 50 times the standard rate of the
    day, not the actual cost.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    died_at: datetime | None = fact(N_("Died at"), required=True, default=None)
    place: str = fact(N_("Place"), context="of a death", required=True, default="")
    expected: bool = fact(N_("Was expected"), default=False)
    icd: str = fact(N_("ICD-10 code"), default="")
    cause: str = fact(N_("Cause"), context="of a death", required=True, default="")
    beside: str = fact(N_("Who was beside"), default="")
    certified_by: str = fact(N_("Certified by"), default="")
    certified_at: datetime | None = fact(N_("Certified at"), default=None)
    notice_no: str = fact(N_("Notice of death"), default="")
    notice_on: date | None = fact(N_("Date of the notice of death"), default=None)
    extract_no: str = fact(N_("Extract of the death register"), default="")
    extract_on: date | None = fact(N_("Date of the extract"), default=None)
    family_told_at: datetime | None = fact(N_("Family told at"), default=None)
    family_told: str = fact(N_("Who of the family was told"), default="")
    no_family_because: str = fact(N_("Why no family was told"), default="")
    funeral: str | None = fact(N_("Funeral"), codes="funeral_form", default=None)
    buried_on: date | None = fact(N_("Funeral on"), default=None)
    grave: str = fact(N_("Grave or ashes"), default="")
    cost: int | None = fact(N_("Cost of the funeral"), Kind.MONEY, unit="đ", default=None)
    heir: str = fact(N_("Belongings received by"), default="")
    heir_relation: str = fact(N_("Relation"), default="")
    minutes_no: str = fact(N_("Minutes of handing over the belongings"), default="")
    minutes_on: date | None = fact(N_("Date of the minutes"), default=None)
    support_asked_on: date | None = fact(N_("Funeral support asked for on"), default=None)
    support_approved_on: date | None = fact(N_("Funeral support approved on"), default=None)
    support_paid_on: date | None = fact(N_("Funeral support paid on"), default=None)
    support_amount: int | None = fact(N_("Funeral support"), Kind.MONEY, unit="đ", default=None)
    support_not_due_because: str = fact(N_("Why no funeral support"), default="")
    card_cancelled_on: date | None = fact(N_("Health card cancelled on"), default=None)
