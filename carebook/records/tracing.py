"""Tracing a family: leads, public notices and letters to communes and police, with what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class TracingLead(Record):
    """One trace of somebody who may belong to the person: from where, who, and whether it proved true."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    found_on: date | None = fact(N_("Lead found on"), required=True, default=None)
    source: str = fact(N_("Source of the lead"), codes="lead_source", required=True, default="person")
    source_detail: str = fact(N_("More about the source"), default="")
    person: str = fact(N_("Who it may be"), Kind.NAME, default="")
    relation: str = fact(N_("Relation"), codes="relationship", default="other")
    commune: str | None = fact(N_("Commune"), codes="commune", default=None)
    place: str = fact(N_("Place, village"), default="")
    contact: str = fact(N_("Telephone or other contact"), default="")
    what: str = fact(N_("What the lead says"), Kind.NOTE, default="")
    result: str = fact(N_("Result of the lead"), codes="lead_result", required=True, default="open")
    result_on: date | None = fact(N_("Result known on"), default=None)
    verified_by: str = fact(N_("Verified by (letter of the commune, of the police)"), default="")
    proof: str | None = fact(N_("Proof"), codes="lead_proof", default=None)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")


@dataclass(frozen=True)
class TracingLetter(Record):
    """A public notice, or a letter that asks a commune or the police; ``reply`` is empty until the answer came.

    The clock of the law for a child found alone counts from ``Episode.notice_published_on``; the first notice sets it.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    kind: str = fact(N_("Kind of letter or notice"), codes="tracing_letter", required=True, default="commune_letter")
    addressee: str = fact(N_("Addressee, or where it was published"), required=True, default="")
    number: str = fact(N_("Number"), default="")
    sent_on: date | None = fact(N_("Sent or published on"), required=True, default=None)
    reply_due_on: date | None = fact(N_("Reply expected by"), default=None)
    replied_on: date | None = fact(N_("Replied on"), default=None)
    reply: str = fact(N_("Reply"), Kind.NOTE, default="")
    lead_id: str | None = fact(N_("Lead"), Kind.LINK, default=None)
