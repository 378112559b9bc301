"""Cases of protection (Ngôi nhà Ánh Dương): what was done to the person, bans, safety plan, and who needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.records.services import DangerLevel
from carebook.words import N_


@dataclass(frozen=True)
class ProtectionCase(Record):
    """What is known of the violence (Luật Phòng, chống bạo lực gia đình 13/2022/QH15). One for a stay."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    opened_on: date | None = fact(N_("Case opened on"), required=True, default=None)
    kinds: tuple[str, ...] = fact(N_("Kinds of violence"), codes="violence_kind", required=True, default=())
    by_whom: str | None = fact(N_("By whom"), codes="relationship", default=None)
    danger: DangerLevel = fact(N_("Danger"), default=DangerLevel.HIGH)
    told: str = fact(N_("What the person told"), Kind.NOTE, default="")
    reported_on: date | None = fact(N_("Reported to the authorities on"), default=None)
    reported_to: str = fact(N_("Reported to"), default="")
    hotline_call_id: str | None = fact(N_("Hotline call"), Kind.LINK, default=None)
    worker_id: str | None = fact(N_("Worker"), Kind.LINK, default=None)


@dataclass(frozen=True)
class ContactBan(Record):
    """An order that bans contact: by the chairman of the commune (up to 3 days) or a court (up to 4 months)."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    kind: str = fact(N_("Kind of ban"), codes="contact_ban", required=True, default="commune")
    against: str = fact(N_("Ban against"), Kind.NAME, required=True, default="")
    relative_id: str | None = fact(N_("Relative"), Kind.LINK, default=None)
    issuer: str = fact(N_("Issued by"), default="")
    number: str = fact(N_("Number"), default="")
    from_on: date | None = fact(N_("From"), required=True, default=None)
    to_on: date | None = fact(N_("To"), required=True, default=None)


@dataclass(frozen=True)
class SafetyPlan(Record):
    """The safety plan made with the person; a later one replaces it. No address stands in it."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    made_on: date | None = fact(N_("Made on"), required=True, default=None)
    danger: DangerLevel = fact(N_("Danger"), default=DangerLevel.HIGH)
    signs: str = fact(N_("Signs of danger"), Kind.NOTE, default="")
    ways_out: str = fact(N_("Ways out"), Kind.NOTE, default="")
    whom_to_call: str = fact(N_("Whom to call"), context="in danger", default="")
    code_word: str = fact(N_("Code word"), default="")
    children: str = fact(N_("For the children"), Kind.NOTE, default="")
    things: str = fact(N_("Papers and things to take"), Kind.NOTE, default="")
    review_on: date | None = fact(N_("Review on"), default=None)
    worker_id: str | None = fact(N_("Worker"), Kind.LINK, default=None)


@dataclass(frozen=True)
class CaseAccess(Record):
    """Who needs to know a restricted stay. With one such row or more only these people (and the managers) see it."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    staff_member_id: str = fact(N_("Staff member"), Kind.LINK, required=True)
    from_on: date | None = fact(N_("From"), required=True, default=None)
    to_on: date | None = fact(N_("To"), default=None)
    why: str = fact(N_("Why they need to know"), required=True, default="")
