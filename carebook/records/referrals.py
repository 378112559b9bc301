"""Referrals (chuyển gửi) to partners, with the consent each needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class ReferralState(Enum):
    """How far a referral has come."""

    PROPOSED = "proposed"
    SENT = "sent"
    ACCEPTED = "accepted"
    SERVED = "served"
    CLOSED = "closed"
    FAILED = "failed"


REFERRAL_WORDS: dict[ReferralState, str] = {
    ReferralState.PROPOSED: N_("Referral proposed"),
    ReferralState.SENT: N_("Referral sent"),
    ReferralState.ACCEPTED: N_("Referral accepted"),
    ReferralState.SERVED: N_("Referral served"),
    ReferralState.CLOSED: N_("Referral closed"),
    ReferralState.FAILED: N_("Referral failed"),
}


@dataclass(frozen=True)
class Partner(Record):
    """An organisation the center works with (code list `partner_kind`)."""

    name: str = fact(N_("Partner"), required=True, default="")
    kind: str = fact(N_("Kind"), codes="partner_kind", required=True, default="commune_pc")
    commune: str | None = fact(N_("Commune"), codes="commune", default=None)
    address: str = fact(N_("Address"), default="")
    phone: str = fact(N_("Telephone"), Kind.PHONE, default="")
    hours: str = fact(N_("Opening hours"), default="")
    contact: str = fact(N_("Contact there"), default="")
    offers: str = fact(N_("What they offer"), Kind.NOTE, default="")
    to_on: date | None = fact(N_("No longer since"), default=None)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")


@dataclass(frozen=True)
class Referral(Record):
    """One referral of one client to one partner; each state keeps its day."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    partner_id: str = fact(N_("Referred to"), Kind.LINK, required=True, default="")
    service: str = fact(N_("Service asked for"), codes="service", required=True, default="referral")
    reason: str = fact(N_("Reason for the referral"), Kind.NOTE, required=True, default="")
    incoming: bool = fact(N_("They refer to us"), default=False)
    state: ReferralState = fact(N_("State"), default=ReferralState.PROPOSED)
    proposed_on: date | None = fact(N_("Proposed on"), required=True, default=None)
    sent_on: date | None = fact(N_("Sent on"), default=None)
    letter_no: str = fact(N_("Number of the letter"), default="")
    reply_due_on: date | None = fact(N_("Reply expected by"), default=None)
    accepted_on: date | None = fact(N_("Accepted on"), default=None)
    served_on: date | None = fact(N_("Served on"), default=None)
    closed_on: date | None = fact(N_("Referral ended on"), default=None)
    result: str = fact(N_("Result"), Kind.NOTE, context="of a referral", default="")
    failed_because: str = fact(N_("Why the referral failed"), Kind.NOTE, default="")
    consent_id: str | None = fact(N_("Consent"), Kind.LINK, default=None)
    worker_id: str | None = fact(N_("Worker"), Kind.LINK, default=None)


@dataclass(frozen=True)
class Consent(Record):
    """One consent to share information with one receiver (TT 02/2020 Điều 9 khoản 2: client or family, and the head).

    A child from seven years agrees too (``child_agreed``).
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    shared_with: str = fact(N_("Shared with"), required=True, default="")
    purpose: str = fact(N_("Purpose"), context="of sharing", required=True, default="")
    shared: str = fact(N_("What may be shared"), Kind.NOTE, required=True, default="")
    withheld: str = fact(N_("What is withheld"), Kind.NOTE, default="")
    given_by: str = fact(N_("Consent given by"), Kind.NAME, required=True, default="")
    given_on: date | None = fact(N_("Consent given on"), required=True, default=None)
    way: str = fact(N_("Way of the consent"), codes="consent_way", default="signed")
    child_agreed: bool | None = fact(N_("The child agrees too"), Kind.YES, default=None)
    approved_by_id: str | None = fact(N_("Approved by"), Kind.LINK, default=None)
    approved_on: date | None = fact(N_("Approved on"), default=None)
    valid_to: date | None = fact(N_("Valid to"), default=None)
    revoked_on: date | None = fact(N_("Consent withdrawn on"), default=None)
