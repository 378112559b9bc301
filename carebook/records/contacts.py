"""Contacts between somebody in care and their people: visits, calls, letters, meals out; the visitors' book of the center."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Contact(Record):
    """One contact. ``relative_id`` is given where the other is a known relative; who must not be in contact is warned about,
    and ``allowed_because`` says why it was let happen.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    held_on: date | None = fact(N_("Contact on"), required=True, default=None)
    held_at: time | None = fact(N_("Contact at"), default=None)
    kind: str = fact(N_("Kind of contact"), codes="contact_kind", required=True, default="visit")
    relative_id: str | None = fact(N_("Relative"), Kind.LINK, default=None)
    name: str = fact(N_("Who came, called or wrote"), Kind.NAME, required=True, default="")
    relation: str = fact(N_("Relation"), codes="relationship", default="other")
    paper_no: str = fact(N_("National ID of the visitor"), default="")
    people: int = fact(N_("Number of visitors"), default=1)
    left_at: time | None = fact(N_("Visitor left at"), default=None)
    minutes: int | None = fact(N_("Minutes"), unit=N_("minutes"), default=None)
    course: str = fact(N_("How it went"), Kind.NOTE, default="")
    reaction: str = fact(N_("How the person felt afterwards"), Kind.NOTE, default="")
    brought: str = fact(N_("What was brought"), default="")
    staff_member_id: str | None = fact(N_("Accompanied or noted by"), Kind.LINK, default=None)
    allowed_because: str = fact(N_("Why it was allowed in spite of the ban"), default="")
