"""Form 01, gathering information (TT 02/2020 Điều 4): what was asked when somebody came, of whom, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.dates import PartialDate
from carebook.records.declaration import Kind, fact
from carebook.records.people import Sex
from carebook.records.record import Record
from carebook.words import N_


class FormState(Enum):
    """Where a form stands. A finished one is frozen; a correction is a new one that replaces it."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


FORM_STATE_WORDS: dict[FormState, str] = {
    FormState.IN_PROGRESS: N_("Form in progress"),
    FormState.COMPLETED: N_("Form completed"),
}


class Reliability(Enum):
    """How far the source of the information can be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


RELIABILITY_WORDS: dict[Reliability, str] = {
    Reliability.HIGH: N_("Reliable"),
    Reliability.MEDIUM: N_("To be compared with another source"),
    Reliability.LOW: N_("Doubtful"),
}


@dataclass(frozen=True)
class IntakeForm(Record):
    """Form 01 of one stay: blocks A (client), B (health), C (family), D (guardian or carer), E (source).

    Name, birth, sex, papers and address are the person's own and are not repeated here. A new form that corrects a finished
    one names it in ``replaces_id`` with the reason.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    state: FormState = fact(N_("State"), default=FormState.IN_PROGRESS)
    replaces_id: str | None = fact(N_("Replaces"), Kind.LINK, default=None)
    replaced_because: str = fact(N_("Why a new one"), default="")
    # A. the client
    profession: str = fact(N_("Vocational training"), default="")
    income: int | None = fact(N_("Income per month"), Kind.MONEY, unit="đ", default=None)
    languages: str = fact(N_("Languages, ways to communicate"), default="")
    referred_by: str = fact(N_("Referred by"), default="")
    admission_reason: str = fact(N_("Reason for admission"), Kind.NOTE, default="")
    benefits: str = fact(N_("Services and benefits received"), Kind.NOTE, default="")
    needs: str = fact(N_("Needs, the most urgent first"), Kind.NOTE, default="")
    # B. health
    illness: str = fact(N_("Illness, disability and their causes"), Kind.NOTE, default="")
    features: str = fact(N_("Distinguishing features"), Kind.NOTE, default="")
    work_ability: str | None = fact(N_("Ability to work"), codes="work_ability", default=None)
    self_care: str | None = fact(N_("Ability to care for oneself"), codes="care_level", default=None)
    treatment_before: str = fact(N_("Treatment before admission and its result"), Kind.NOTE, default="")
    physical_state: str = fact(N_("Physical state"), Kind.NOTE, default="")
    mental_state: str = fact(N_("Mental state"), Kind.NOTE, default="")
    psychological_state: str = fact(N_("Feelings, behaviour"), Kind.NOTE, default="")
    medicines: str = fact(N_("Medicines now"), Kind.NOTE, default="")
    blood_group: str = fact(N_("Blood group"), default="")
    vaccinations: str = fact(N_("Vaccinations"), Kind.NOTE, default="")
    aids: str = fact(N_("Assistive devices"), default="")
    # C. the family
    household_head: str = fact(N_("Head of the household"), Kind.NAME, default="")
    household_head_born: PartialDate | None = fact(N_("Head of the household: born"), default=None)
    household_head_relation: str | None = fact(
        N_("Head of the household: relation"), codes="relationship", default=None
    )
    household_head_id_no: str = fact(N_("Head of the household: national ID"), default="")
    household_head_phone: str = fact(N_("Head of the household: telephone"), Kind.PHONE, default="")
    household_address: str = fact(N_("Address of the family"), default="")
    family_work: str = fact(N_("Main work of the family"), default="")
    family_size: int | None = fact(N_("Members of the family"), default=None)
    place_in_family: str = fact(N_("Place of the client in the family"), default="")
    economy: str | None = fact(N_("Economic situation"), codes="household_economy", default=None)
    family_income: str = fact(N_("Sources of income"), Kind.NOTE, default="")
    family_expenses: str = fact(N_("Expenses"), Kind.NOTE, default="")
    housing: str = fact(N_("Housing"), Kind.NOTE, default="")
    family_care: str = fact(N_("Ability of the family to care"), Kind.NOTE, default="")
    family_benefits: str = fact(N_("Benefits and services of the family"), Kind.NOTE, default="")
    family_needs: str = fact(N_("Needs of the family, the most urgent first"), Kind.NOTE, default="")
    family_other: str = fact(N_("Other about the family"), Kind.NOTE, default="")
    # D. the guardian or carer
    carer_name: str = fact(N_("Guardian or carer"), Kind.NAME, default="")
    carer_born: PartialDate | None = fact(N_("Carer: born"), default=None)
    carer_sex: Sex | None = fact(N_("Carer: sex"), default=None)
    carer_marital: str | None = fact(N_("Carer: marital status"), codes="marital", default=None)
    carer_relation: str | None = fact(N_("Carer: relation"), codes="relationship", default=None)
    carer_address: str = fact(N_("Carer: address"), default="")
    carer_phone: str = fact(N_("Carer: telephone"), Kind.PHONE, default="")
    carer_id_no: str = fact(N_("Carer: national ID"), default="")
    # E. the source
    collected_on: date | None = fact(N_("Collected on"), default=None)
    collector_id: str | None = fact(N_("Collected by"), Kind.LINK, default=None)
    informant: str = fact(N_("Who gave the information"), default="")
    informant_relation: str | None = fact(N_("Relation to the client"), codes="informant", default=None)
    source: str = fact(N_("Source of the information"), Kind.NOTE, default="")
    reliability: Reliability | None = fact(N_("Reliability"), default=None)
    state_on_arrival: str = fact(N_("State on arrival"), Kind.NOTE, default="")
    belongings: str = fact(N_("Belongings brought"), Kind.NOTE, default="")
