"""Reporting periods, their frozen snapshots, the signatures on them, and what leaves the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class ReportKind(Enum):
    """Which span a report speaks of: a month, a quarter, half a year, a year, or days somebody asked about."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ON_DEMAND = "on_demand"


REPORT_KIND_WORDS = {
    ReportKind.MONTHLY: N_("Monthly report"),
    ReportKind.QUARTERLY: N_("Quarterly report"),
    ReportKind.HALF_YEARLY: N_("Half-yearly report"),
    ReportKind.YEARLY: N_("Yearly report"),
    ReportKind.ON_DEMAND: N_("Report on demand"),
}


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
    REOPENED = "reopened"


REPORT_WORDS = {
    ReportState.CLOSED: N_("Closed"),
    ReportState.NUMBERED: N_("Numbered"),
    ReportState.PREPARER_SIGNED: N_("Signed by preparer"),
    ReportState.SIGNED: N_("Signed"),
    ReportState.SIGNED_IN_INK: N_("Signed in ink"),
    ReportState.SENT: N_("Sent"),
    ReportState.ACKNOWLEDGED: N_("Acknowledged"),
    ReportState.SUPERSEDED: N_("Superseded"),
    ReportState.REOPENED: N_("Reopened"),
}


class OutboxState(Enum):
    """Where a package in the outbox is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    RECEIVED = "received"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    NO_NETWORK = "no_network"
    NO_DRIVE = "no_drive"
    PAUSED = "paused"


OUTBOX_WORDS = {
    OutboxState.WAITING: N_("Waiting"),
    OutboxState.SENDING: N_("Sending"),
    OutboxState.SENT: N_("Sent"),
    OutboxState.RECEIVED: N_("Received"),
    OutboxState.FAILED: N_("Error"),
    OutboxState.WITHDRAWN: N_("Withdrawn"),
    OutboxState.NO_NETWORK: N_("Waiting for the network"),
    OutboxState.NO_DRIVE: N_("Waiting for the USB drive"),
    OutboxState.PAUSED: N_("Paused"),
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
    """One closed version of one report: figures, people and printed facts, frozen with their hash.

    ``period`` is the key of its span: "2026-10", "2026-Q4", "2026-H2", "2026" or "2026-10-01_2026-10-20". ``layout`` ("" = the
    book's own) and ``estimates`` are JSON as they stood at closing.
    """

    kind: ReportKind = fact(N_("Kind of report"), required=True, default=ReportKind.MONTHLY)
    period: str = fact(N_("Period"), required=True)
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
    addressed_to: tuple[str, ...] = fact(N_("Addressed to"), Kind.DATA, default=())
    recipients: tuple[str, ...] = fact(N_("Recipients"), Kind.DATA, default=())
    legal_bases: tuple[str, ...] = fact(N_("Legal bases"), Kind.DATA, default=())
    layout: str = fact(N_("Layout of the report"), Kind.DATA, shown=False, default="")
    estimates: str = fact(N_("Estimated to the end of the period"), Kind.DATA, shown=False, default="")
    sealed: bool = fact(N_("The facility's seal is asked for"), default=False)


@dataclass(frozen=True)
class SignedFile(Record):
    """A signed PDF of a snapshot; a signed file is never rewritten, later steps only append a newer row."""

    snapshot_id: str = fact(N_("Report"), Kind.LINK, required=True)
    roles: tuple[str, ...] = fact(N_("Signed by"), Kind.DATA, default=())
    file_hash: str = fact(N_("Hash of the file"), Kind.DATA, required=True)
    signed_at: datetime = fact(N_("Signed at"), required=True)
    level: str = fact(N_("Verdict"), Kind.DATA, default="")
    made_by: str = fact(N_("Made by"), Kind.DATA, default="here")  # here | outside | later: stamps appended
    timestamped_at: datetime | None = fact(N_("Timestamped at"), default=None)


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
    """Where packages go: a folder, a share or a USB stick (``url`` is its path), or a server (sftp://…, davs://…).

    The password is not here but among the book's credentials, which no list, history or log shows.
    """

    name: str = fact(N_("Destination"), required=True)
    url: str = fact(N_("Folder"), required=True)
    user: str = fact(N_("User name"), default="")
    host_key: str = fact(N_("Key of the server"), Kind.DATA, shown=False, default="")
    receiver_id: str | None = fact(N_("Receiver"), Kind.LINK, default=None)


@dataclass(frozen=True)
class OutboxItem(Record):
    """One package on its way out: what, to whom, how far, and its error (a `Message` as JSON, said in the reader's language)."""

    snapshot_id: str = fact(N_("Report"), Kind.LINK, required=True)
    destination_id: str | None = fact(N_("Destination"), Kind.LINK, default=None)
    file_name: str = fact(N_("File name"), required=True)
    file_hash: str = fact(N_("Hash of the file"), Kind.DATA, required=True)
    state: OutboxState = fact(N_("State"), default=OutboxState.WAITING)
    sent_at: datetime | None = fact(N_("Sent at"), default=None)
    sent_to: str = fact(N_("Sent to"), default="")
    error: str = fact(N_("Error"), default="")
    kind: str = fact(N_("Kind of package"), codes="parcel_kind", default="report")
    receiver_id: str | None = fact(N_("Receiver"), Kind.LINK, default=None)
    received_at: datetime | None = fact(N_("Received at"), default=None)


@dataclass(frozen=True)
class SigningKey(Record):
    """A staff member's signing key as PKCS#12, under that person's own password."""

    staff_member_id: str | None = fact(N_("Staff member"), Kind.LINK, default=None)
    purpose: str = fact(N_("Purpose"), Kind.DATA, default="staff")
    serial: str = fact(N_("Serial number"), Kind.DATA, default="")
    p12: str = fact(N_("Key"), Kind.DATA, shown=False, required=True)
    valid_to: date | None = fact(N_("Valid to"), default=None)
    revoked_on: date | None = fact(N_("Revoked on"), default=None)
    certificate: str = fact(N_("Certificate"), Kind.DATA, shown=False, default="")  # base64 of DER
    revoked_because: str = fact(N_("Why revoked"), default="")


@dataclass(frozen=True)
class SignaturePicture(Record):
    """The blue signature of a member of staff, or (nobody named) the facility's red seal: a PNG with see-through ground."""

    staff_member_id: str | None = fact(N_("Staff member"), Kind.LINK, default=None)
    file_hash: str = fact(N_("Picture"), Kind.DATA, required=True)
    width_mm: float = fact(N_("Width"), Kind.MEASURE, unit="mm", default=35.0)


@dataclass(frozen=True)
class TrustedFacility(Record):
    """A facility whose identity code was compared with paper, by whom and when."""

    facility: str = fact(N_("Facility"), required=True)
    fingerprint: str = fact(N_("Identity code"), Kind.DATA, required=True)
    checked_on: date = fact(N_("Compared on"), required=True)
    paper: str = fact(N_("With which paper"), default="")
    certificate: str = fact(N_("Certificate"), Kind.DATA, shown=False, default="")  # base64 of DER


@dataclass(frozen=True)
class CaRoot(Record):
    """A public authority this book trusts besides those it came with: its root certificate (base64 of DER), and why."""

    name: str = fact(N_("Authority"), context="of certificates", required=True)
    certificate: str = fact(N_("Certificate"), Kind.DATA, shown=False, required=True)
    fingerprint: str = fact(N_("Identity code"), Kind.DATA, required=True)
    valid_to: date | None = fact(N_("Valid to"), default=None)
    why: str = fact(N_("Why added"), default="")


@dataclass(frozen=True)
class KeptRevocations(Record):
    """The newest list of revoked certificates of a facility or an authority (base64 of DER); an older one never replaces it."""

    issuer: str = fact(N_("Identity code"), Kind.DATA, required=True)
    issued_at: datetime = fact(N_("Issued at"), required=True)
    der: str = fact(N_("List"), Kind.DATA, shown=False, required=True)


@dataclass(frozen=True)
class TypedFigure(Record):
    """A number of a report that has no source in the book: typed from a paper that is named, kept, marked wherever it stands."""

    period: str = fact(N_("Period"), required=True)
    table_code: str = fact(N_("Table"), codes="figure_table", context="of a report", required=True)
    row_code: str = fact(N_("Row"), Kind.DATA, required=True)
    column_code: str = fact(N_("Column"), Kind.DATA, required=True)
    value: int | None = fact(N_("Number"), context="in a table", default=None)
    source: str = fact(N_("From which paper"), required=True)
    note: str = fact(N_("Note"), context="column", default="")


@dataclass(frozen=True)
class Target(Record):
    """A goal for a year: ``indicator`` is "table.row" of the book's figures, "" where numerator and denominator are typed."""

    name: str = fact(N_("Target"), context="of a year", required=True)
    year: int = fact(N_("Year"), required=True)
    position: int = fact(N_("Position"), default=0)
    indicator: str = fact(N_("Indicator"), Kind.DATA, default="")
    at_least: bool = fact(N_("Reached when at least that much"), default=True)
    goal_percent: float | None = fact(N_("Goal"), Kind.MEASURE, unit="%", context="of a target", default=None)
    goal_count: int | None = fact(N_("Goal, as a number"), default=None)
    numerator: int | None = fact(N_("Numerator"), default=None)
    denominator: int | None = fact(N_("Denominator"), default=None)
    source: str = fact(N_("From which paper"), default="")
