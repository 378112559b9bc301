"""Case conferences (họp thống nhất): who was present, what was found in each domain, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Conference(Record):
    """One meeting about one client."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    held_on: date | None = fact(N_("Held on"), required=True, default=None)
    place: str = fact(N_("Place"), context="of a meeting", default="")
    chair_id: str | None = fact(N_("Chaired by"), Kind.LINK, default=None)
    minutes_by_id: str | None = fact(N_("Minutes by"), Kind.LINK, default=None)
    subject: str = fact(N_("Subject of the meeting"), required=True, default="")
    present: str = fact(N_("Present, one a line"), Kind.NOTE, default="")
    client_present: bool = fact(N_("The client was present"), default=False)
    client_opinion: str = fact(N_("Opinion of the client"), Kind.NOTE, default="")
    family_opinion: str = fact(N_("Opinion of the family"), Kind.NOTE, default="")
    conclusion: str = fact(N_("Conclusion"), Kind.NOTE, default="")


@dataclass(frozen=True)
class ConferenceFinding(Record):
    """What the meeting found in one domain."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    conference_id: str = fact(N_("Conference"), Kind.LINK, required=True)
    domain: str = fact(N_("Domain"), codes="need_domain", required=True)
    finding: str = fact(N_("Finding"), Kind.NOTE, default="")


@dataclass(frozen=True)
class ConferenceDecision(Record):
    """One decision; it may have become the draft of a goal (``goal_thread``)."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    conference_id: str = fact(N_("Conference"), Kind.LINK, required=True)
    position: int = fact(N_("Position"), default=0)
    domain: str = fact(N_("Domain"), codes="need_domain", default="other")
    text: str = fact(N_("Decision"), context="of a meeting", required=True, default="")
    responsible: str = fact(N_("Responsible"), default="")
    due_on: date | None = fact(N_("Due on"), default=None)
    goal_thread: str | None = fact(N_("Thread of the goal"), Kind.DATA, shown=False, default=None)
