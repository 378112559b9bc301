"""The minutes of handing somebody over (biên bản bàn giao): what is known of them, what goes along, who signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import Enum

from carebook.dates import PartialDate
from carebook.records.declaration import Kind, fact
from carebook.records.intake import FormState
from carebook.records.record import Record
from carebook.words import N_


class HandoverParty(Enum):
    """The four who sign the minutes."""

    GIVER = "giver"
    RECEIVER = "receiver"
    COMMUNE = "commune"
    CLIENT = "client"


HANDOVER_PARTY_WORDS: dict[HandoverParty, str] = {
    HandoverParty.GIVER: N_("Who hands over"),
    HandoverParty.RECEIVER: N_("Who receives"),
    HandoverParty.COMMUNE: N_("Commune as witness"),
    HandoverParty.CLIENT: N_("The person handed over"),
}


class HandedKind(Enum):
    """What kind of thing goes along."""

    PAPER = "paper"
    MEDICINE = "medicine"
    BELONGING = "belonging"
    MONEY = "money"
    AID = "aid"


HANDED_WORDS: dict[HandedKind, str] = {
    HandedKind.PAPER: N_("Paper handed over"),
    HandedKind.MEDICINE: N_("Medicine handed over"),
    HandedKind.BELONGING: N_("Belonging handed over"),
    HandedKind.MONEY: N_("Money handed over"),
    HandedKind.AID: N_("Aid handed over"),
}


@dataclass(frozen=True)
class Handover(Record):
    """The minutes; completing them ends the stay with the reason and destination of the path."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    reintegration_id: str = fact(N_("Way home"), Kind.LINK, required=True)
    state: FormState = fact(N_("State"), default=FormState.IN_PROGRESS)
    number: str = fact(N_("Number"), default="")
    handed_on: date | None = fact(N_("Handed over on"), required=True, default=None)
    handed_at: time | None = fact(N_("Handed over at"), default=None)
    place: str = fact(N_("Place"), context="of the handover", default="")
    basis: str = fact(N_("On the basis of (decision)"), Kind.NOTE, default="")
    giver: str = fact(N_("Handed over by"), Kind.NAME, required=True, default="")
    giver_post: str = fact(N_("Post of who hands over"), default="")
    receiver: str = fact(N_("Received by (name)"), Kind.NAME, required=True, default="")
    receiver_born: PartialDate | None = fact(N_("Receiver born"), default=None)
    receiver_paper: str = fact(N_("National ID of the receiver"), default="")
    receiver_address: str = fact(N_("Address of the receiver"), default="")
    receiver_phone: str = fact(N_("Telephone of the receiver"), Kind.PHONE, default="")
    receiver_relation: str = fact(N_("Relation of the receiver"), codes="relationship", default="other")
    witness: str = fact(N_("Witness of the commune"), Kind.NAME, default="")
    witness_post: str = fact(N_("Post of the witness"), default="")
    health: str = fact(N_("Health at the handover"), Kind.NOTE, default="")
    weight_kg: float | None = fact(N_("Weight"), context="of a person", unit="kg", default=None)
    skin: str = fact(N_("Skin"), default="")
    guidance: str = fact(N_("Guidance for care"), Kind.NOTE, default="")
    rights_and_duties: str = fact(N_("Rights and duties of each side"), Kind.NOTE, default="")
    contact: str = fact(N_("Whom to call"), default="")
    copies: int = fact(N_("Number of copies"), default=4)
    withheld: str = fact(N_("What is withheld from the family, and why"), Kind.NOTE, default="")


@dataclass(frozen=True)
class HandoverItem(Record):
    """One thing that goes along: a paper (original or copy), a medicine with its dose, a belonging, a sum in đồng, an aid."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    handover_id: str = fact(N_("Handover minutes"), Kind.LINK, required=True)
    position: int = fact(N_("Position"), default=0)
    kind: HandedKind = fact(N_("Kind"), default=HandedKind.PAPER)
    what: str = fact(N_("What is handed over"), required=True, default="")
    dose: str = fact(N_("Dose and times"), default="")
    quantity: str = fact(N_("How many, for how long"), default="")
    original: bool = fact(N_("The original"), default=False)
    amount: int | None = fact(N_("Amount"), Kind.MONEY, unit="đ", default=None)
    note: str = fact(N_("Note"), context="column", default="")


@dataclass(frozen=True)
class HandoverSignature(Record):
    """One of the four signatures: by whom on which day, or why there is none."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    handover_id: str = fact(N_("Handover minutes"), Kind.LINK, required=True)
    party: HandoverParty = fact(N_("Signature of"), required=True)
    name: str = fact(N_("Name"), Kind.NAME, default="")
    signed_on: date | None = fact(N_("Signed on"), default=None)
    waived_because: str = fact(N_("Why there is no signature"), default="")
