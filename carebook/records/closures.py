"""Form 06, closing the case at discharge (TT 02/2020 Điều 8 khoản 3), with its signatures, each of which may be waived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.intake import FormState
from carebook.records.record import Record
from carebook.words import N_


class ClosureParty(Enum):
    """Who signs form 06."""

    MANAGER = "manager"
    CLIENT = "client"
    FAMILY = "family"
    HEAD = "head"


CLOSURE_PARTY_WORDS: dict[ClosureParty, str] = {
    ClosureParty.MANAGER: N_("Case manager"),
    ClosureParty.CLIENT: N_("The client"),
    ClosureParty.FAMILY: N_("Family or guardian"),
    ClosureParty.HEAD: N_("Head of the center or chairman of the commune"),
}


@dataclass(frozen=True)
class Closure(Record):
    """Form 06 of one stay. Completing it ends the plan in force; a later stay of the person is linked to this one."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    state: FormState = fact(N_("State"), default=FormState.IN_PROGRESS)
    reason: str | None = fact(N_("Reason for ending"), codes="end_reason", default=None)
    closed_on: date | None = fact(N_("Case closed on"), default=None)
    closer_id: str | None = fact(N_("Closed by"), Kind.LINK, default=None)
    course: str = fact(N_("Summary of the course"), Kind.NOTE, default="")
    results: str = fact(N_("Results by goal"), Kind.NOTE, default="")
    state_at_end: str = fact(N_("State at the end"), Kind.NOTE, default="")
    plan_after: str = fact(N_("Plan after the end"), Kind.NOTE, default="")
    conference_id: str | None = fact(N_("Conference"), Kind.LINK, default=None)
    no_conference_because: str = fact(N_("Why no meeting was held"), default="")


@dataclass(frozen=True)
class ClosureSignature(Record):
    """One place for a signature on form 06: signed by whom on which day, or waived for a reason."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    closure_id: str = fact(N_("Form 06"), Kind.LINK, required=True)
    party: ClosureParty = fact(N_("Signature of"), required=True)
    name: str = fact(N_("Name"), Kind.NAME, default="")
    signed_on: date | None = fact(N_("Signed on"), default=None)
    waived_because: str = fact(N_("Why there is no signature"), default="")
