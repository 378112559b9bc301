"""Reporting periods, their frozen snapshots, the signatures on them, and what leaves the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class ReportState(Enum):
    """How far a report has come; a superseded one stays readable."""

    CLOSED = "closed"
    NUMBERED = "numbered"
    PREPARER_SIGNED = "preparer_signed"
    SIGNED = "signed"
    SIGNED_IN_INK = "signed_in_ink"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    SUPERSEDED = "superseded"


REPORT_WORDS = {
    ReportState.CLOSED: N_("Closed"),
    ReportState.NUMBERED: N_("Numbered"),
    ReportState.PREPARER_SIGNED: N_("Signed by preparer"),
    ReportState.SIGNED: N_("Signed"),
    ReportState.SIGNED_IN_INK: N_("Signed in ink"),
    ReportState.SENT: N_("Sent"),
    ReportState.ACKNOWLEDGED: N_("Acknowledged"),
    ReportState.SUPERSEDED: N_("Superseded"),
}


class OutboxState(Enum):
    """Where a package in the outbox is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    RECEIVED = "received"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


OUTBOX_WORDS = {
    OutboxState.WAITING: N_("Waiting"),
    OutboxState.SENDING: N_("Sending"),
    OutboxState.SENT: N_("Sent"),
    OutboxState.RECEIVED: N_("Received"),
    OutboxState.FAILED: N_("Error"),
    OutboxState.WITHDRAWN: N_("Withdrawn"),
}


@dataclass(frozen=True)
class TypedOpening(Record):
    """Opening figures typed from the last paper report, per category, for the month the book begins."""

    month: str = fact(N_("Month"), required=True)
    category: str = fact(N_("Category"), codes="category", required=True)
    people: int = fact(N_("Number of people"), required=True)
    report_no: str = fact(N_("From report"), default="")


@dataclass(frozen=True)
class Snapshot(Record):
    """One closed version of one report: figures, people and printed facts, frozen with their hash."""

    kind: str = fact(N_("Kind of report"), required=True, default="monthly")
    month: str = fact(N_("Month"), required=True)
    first_on: date = fact(N_("From"), required=True)
    last_on: date = fact(N_("To"), required=True)
    cutoff_on: date = fact(N_("Data up to"), required=True)
    report_version: int = fact(N_("Report version"), default=1)
    replaces_id: str | None = fact(N_("Replaces"), Kind.LINK, default=None)
    replaced_because: str = fact(N_("Why a new version"), default="")
    closed_at: datetime = fact(N_("Closed at"), required=True)
    closed_by: str = fact(N_("Closed by"), Kind.LINK, required=True)
    content: str = fact(N_("Figures"), Kind.DATA, shown=False, required=True)
    content_hash: str = fact(N_("Hash of the figures"), Kind.DATA, required=True)
    narrative: str = fact(N_("Narrative"), Kind.NOTE, shown=False, default="")
    preparer_name: str = fact(N_("Preparer"), Kind.NAME, default="")
    preparer_post: str = fact(N_("Post of the preparer"), default="")
    head_name: str = fact(N_("Signer"), Kind.NAME, default="")
    head_post: str = fact(N_("Post of the signer"), default="")
    head_prefix: str = fact(N_("Authority of the signer"), codes="sign_capacity", default="")
    number: str = fact(N_("Report number"), default="")
    dated_on: date | None = fact(N_("Report date"), default=None)
    state: ReportState = fact(N_("State"), default=ReportState.CLOSED)


@dataclass(frozen=True)
class SignedFile(Record):
    """A signed PDF of a snapshot; a signed file is never rewritten, later steps only append a newer row."""

    snapshot_id: str = fact(N_("Report"), Kind.LINK, required=True)
    roles: tuple[str, ...] = fact(N_("Signed by"), Kind.DATA, default=())
    file_hash: str = fact(N_("Hash of the file"), Kind.DATA, required=True)
    signed_at: datetime = fact(N_("Signed at"), required=True)
    level: str = fact(N_("Verdict"), Kind.DATA, default="")


@dataclass(frozen=True)
class InkSignature(Record):
    """The ink way: the paper was signed and stamped by hand, its scan is attached."""

    snapshot_id: str = fact(N_("Report"), Kind.LINK, required=True)
    number: str = fact(N_("Report number"), required=True)
    dated_on: date = fact(N_("Report date"), required=True)
    signer_name: str = fact(N_("Signer"), Kind.NAME, required=True)
    scan_hash: str = fact(N_("Scan"), Kind.DATA, default="")


@dataclass(frozen=True)
class Destination(Record):
    """Where packages go: a folder, a share or a USB stick."""

    name: str = fact(N_("Destination"), required=True)
    folder: str = fact(N_("Folder"), required=True)


@dataclass(frozen=True)
class OutboxItem(Record):
    """One package on its way out: what, to whom, how far, and its error in words."""

    snapshot_id: str = fact(N_("Report"), Kind.LINK, required=True)
    destination_id: str | None = fact(N_("Destination"), Kind.LINK, default=None)
    file_name: str = fact(N_("File name"), required=True)
    file_hash: str = fact(N_("Hash of the file"), Kind.DATA, required=True)
    state: OutboxState = fact(N_("State"), default=OutboxState.WAITING)
    sent_at: datetime | None = fact(N_("Sent at"), default=None)
    sent_to: str = fact(N_("Sent to"), default="")
    error: str = fact(N_("Error"), default="")


@dataclass(frozen=True)
class SigningKey(Record):
    """A staff member's signing key as PKCS#12, under that person's own password."""

    staff_member_id: str | None = fact(N_("Staff member"), Kind.LINK, default=None)
    purpose: str = fact(N_("Purpose"), Kind.DATA, default="staff")
    serial: str = fact(N_("Serial number"), Kind.DATA, default="")
    p12: str = fact(N_("Key"), Kind.DATA, shown=False, required=True)
    valid_to: date | None = fact(N_("Valid to"), default=None)
    revoked_on: date | None = fact(N_("Revoked on"), default=None)


@dataclass(frozen=True)
class TrustedFacility(Record):
    """A facility whose identity code was compared with paper, by whom and when."""

    facility: str = fact(N_("Facility"), required=True)
    fingerprint: str = fact(N_("Identity code"), Kind.DATA, required=True)
    checked_on: date = fact(N_("Compared on"), required=True)
    paper: str = fact(N_("With which paper"), default="")
