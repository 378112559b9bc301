"""Social-work services: records of service, hotline calls, work in communities, relief campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class DangerLevel(Enum):
    """How much danger a caller or client is in."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


DANGER_WORDS: dict[DangerLevel, str] = {
    DangerLevel.LOW: N_("Danger low"),
    DangerLevel.MEDIUM: N_("Danger medium"),
    DangerLevel.HIGH: N_("Danger high"),
    DangerLevel.URGENT: N_("Danger urgent"),
}


@dataclass(frozen=True)
class ServiceRecord(Record):
    """One service given to a resident or a client in the community (one lượt). ``fee`` is đồng; 0 in restricted cases always."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    given_on: date | None = fact(N_("Given on"), required=True, default=None)
    given_at: time | None = fact(N_("Begun at"), default=None)
    service: str = fact(N_("Service"), codes="service", required=True, default="counselling")
    channel: str = fact(N_("Channel"), codes="service_channel", required=True, default="in_person")
    need: str = fact(N_("Need or problem"), Kind.NOTE, required=True, default="")
    content: str = fact(N_("What was done"), Kind.NOTE, default="")
    technique: str | None = fact(N_("Technique"), codes="counselling_technique", default=None)
    result: str = fact(N_("Result"), Kind.NOTE, context="of a service", default="")
    danger: DangerLevel | None = fact(N_("Danger"), default=None)
    safety_plan: str = fact(N_("Safety plan"), Kind.NOTE, default="")
    minutes: int | None = fact(N_("Minutes"), unit=N_("minutes"), default=None)
    next_on: date | None = fact(N_("Next appointment"), default=None)
    next_step: str = fact(N_("Next step"), default="")
    fee: int = fact(N_("Fee"), Kind.MONEY, unit="đ", default=0)
    staff_member_id: str | None = fact(N_("Given by"), Kind.LINK, required=True, default=None)
    goal_thread: str | None = fact(N_("Serves the goal of the care plan"), Kind.DATA, shown=False, default=None)


@dataclass(frozen=True)
class HotlineCall(Record):
    """One call to the hotline; the caller may stay anonymous. ``confidential`` calls are withheld as restricted records are."""

    called_at: datetime = fact(N_("Called at"), required=True)
    minutes: int | None = fact(N_("Minutes"), unit=N_("minutes"), default=None)
    channel: str = fact(N_("Channel"), codes="service_channel", default="phone")
    caller: str = fact(N_("Who called"), codes="caller_kind", required=True, default="other")
    anonymous: bool = fact(N_("Anonymous"), default=False)
    caller_name: str = fact(N_("Name of the caller"), Kind.NAME, default="")
    caller_phone: str = fact(N_("Telephone of the caller"), Kind.PHONE, default="")
    commune: str | None = fact(N_("Commune"), codes="commune", default=None)
    about: str = fact(N_("About whom (sex, age, not the name)"), default="")
    need: str = fact(N_("Need of the caller"), codes="hotline_need", required=True, default="other")
    violence_kinds: tuple[str, ...] = fact(N_("Kinds of violence"), codes="violence_kind", default=())
    content: str = fact(N_("What the caller told"), Kind.NOTE, default="")
    danger: DangerLevel = fact(N_("Danger"), default=DangerLevel.LOW)
    safety_plan: str = fact(N_("Safety plan"), Kind.NOTE, default="")
    advice: str = fact(N_("Advice given"), Kind.NOTE, default="")
    outcome: str = fact(N_("Outcome of the call"), codes="call_outcome", required=True, default="advised")
    partner_id: str | None = fact(N_("Referred to"), Kind.LINK, default=None)
    episode_id: str | None = fact(N_("Stay"), Kind.LINK, default=None)
    call_back_on: date | None = fact(N_("Call back on"), default=None)
    called_back_on: date | None = fact(N_("Called back on"), default=None)
    call_back: str = fact(N_("What came of calling back"), default="")
    taken_by_id: str | None = fact(N_("Call taken by"), Kind.LINK, required=True, default=None)
    confidential: bool = fact(N_("Restricted call"), default=False)


@dataclass(frozen=True)
class CommunityActivity(Record):
    """Work in a community: a talk, a training, an outreach clinic. ``turns`` are lượt, ``people`` are người; both are kept."""

    held_on: date | None = fact(N_("Day of the activity"), required=True, default=None)
    to_on: date | None = fact(N_("To"), default=None)
    kind: str = fact(N_("Kind of activity"), codes="community_activity_kind", required=True, default="communication")
    service: str = fact(N_("Counts as the service"), codes="service", default="communication")
    title: str = fact(N_("Activity"), context="in the community", required=True, default="")
    commune: str | None = fact(N_("Commune"), codes="commune", default=None)
    place: str = fact(N_("Place"), context="of an activity", default="")
    topic: str = fact(N_("Topic"), default="")
    turns: int = fact(N_("Turns (lượt)"), default=0)
    people: int = fact(N_("People (người)"), default=0)
    female: int = fact(N_("Of them female"), default=0)
    children: int = fact(N_("Of them children"), default=0)
    materials: str = fact(N_("Materials handed out"), default="")
    copies: int | None = fact(N_("Copies"), default=None)
    partners: str = fact(N_("Together with"), default="")
    leader_id: str | None = fact(N_("Led by"), Kind.LINK, default=None)
    result: str = fact(N_("Result"), Kind.NOTE, context="of an activity", default="")


@dataclass(frozen=True)
class ActivityGuest(Record):
    """A client of the center who took part in an activity, and how often was seen there."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    activity_id: str = fact(N_("Activity"), Kind.LINK, context="in the community", required=True)
    turns: int = fact(N_("Turns (lượt)"), default=1)
    note: str = fact(N_("Note"), context="column", default="")


@dataclass(frozen=True)
class ReliefCampaign(Record):
    """Help after a disaster or at Tết: the event, its basis, from when to when."""

    name: str = fact(N_("Campaign"), required=True, default="")
    event: str = fact(N_("Event"), context="of a campaign", default="")
    basis: str = fact(N_("Basis"), default="")
    from_on: date | None = fact(N_("From"), required=True, default=None)
    to_on: date | None = fact(N_("To"), default=None)
    rate: int | None = fact(N_("Sum for each person"), Kind.MONEY, unit="đ", default=None)
    goods: str = fact(N_("Goods for each person"), default="")
    leader_id: str | None = fact(N_("Led by"), Kind.LINK, default=None)
    closed_on: date | None = fact(N_("Campaign closed on"), default=None)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")


@dataclass(frozen=True)
class ReliefItem(Record):
    """What one person received: a client (``episode_id``) or somebody from outside; signed for on the list."""

    campaign_id: str = fact(N_("Campaign"), Kind.LINK, required=True)
    episode_id: str | None = fact(N_("Stay"), Kind.LINK, default=None)
    full_name: str = fact(N_("Name"), Kind.NAME, default="")
    birth_year: int | None = fact(N_("Year of birth"), default=None)
    address: str = fact(N_("Address"), default="")
    what: str = fact(N_("What was given"), default="")
    quantity: str = fact(N_("Quantity"), context="of relief", default="")
    amount: int | None = fact(N_("Amount"), Kind.MONEY, unit="đ", default=None)
    received_on: date | None = fact(N_("Received on"), default=None)
    signed_by: str = fact(N_("Signed for by"), Kind.NAME, default="")
    note: str = fact(N_("Note"), context="column", default="")
