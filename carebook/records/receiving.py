"""The department's side: the facilities that report to it, and what came from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.dates import PartialDate
from carebook.records.declaration import Kind, Secret, fact
from carebook.records.people import Sex
from carebook.records.periods import ReportKind
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class ReportingFacility(Record):
    """A facility that owes its reports to this department, and since when; ``facility_id`` is the id in its own book."""

    name: str = fact(N_("Name of the center"), required=True)
    facility_id: str = fact(N_("Number of the book"), Kind.DATA, shown=False, default="")
    symbol: str = fact(N_("Symbol on papers"), default="")
    kind: str = fact(N_("Kind of center"), codes="facility_type", default="general")
    ownership: str = fact(N_("Ownership"), codes="ownership", default="public")
    beds: int | None = fact(N_("Beds"), default=None)
    fingerprint: str = fact(N_("Identity code"), Kind.DATA, default="")
    from_on: date | None = fact(N_("Reports from"), default=None)
    to_on: date | None = fact(N_("Reports to"), default=None)


@dataclass(frozen=True)
class ReceivedParcel(Record):
    """One version of one report as it came: who signed it, what the check said, from where; a refused one is kept with its reason.

    ``refused`` is a `Message` as JSON, "" when it was taken. Which version counts is computed, not kept.
    """

    reporting_facility_id: str | None = fact(N_("Facility"), Kind.LINK, default=None)
    parcel_kind: str = fact(N_("Kind of package"), codes="parcel_kind", default="report")
    kind: ReportKind = fact(N_("Kind of report"), default=ReportKind.MONTHLY)
    period: str = fact(N_("Period"), default="")
    report_version: int = fact(N_("Report version"), default=1)
    number: str = fact(N_("Report number"), default="")
    dated_on: date | None = fact(N_("Report date"), default=None)
    cutoff_on: date | None = fact(N_("Data up to"), default=None)
    received_at: datetime = fact(N_("Received at"), required=True)
    file_name: str = fact(N_("File name"), required=True)
    file_hash: str = fact(N_("Hash of the file"), Kind.DATA, required=True)
    data_hash: str = fact(N_("Hash of the figures"), Kind.DATA, default="")
    came_from: str = fact(N_("Came from"), default="")
    level: str = fact(N_("Verdict"), Kind.DATA, default="")
    signers: tuple[str, ...] = fact(N_("Signed by"), Kind.DATA, default=())
    refused: str = fact(N_("Why not taken"), Kind.DATA, default="")
    receipt_hash: str = fact(N_("Receipt"), Kind.DATA, default="")
    receipt_sent_at: datetime | None = fact(N_("Receipt sent at"), default=None)


@dataclass(frozen=True)
class ReceivedTable(Record):
    """The figures of one table of a package, as they were signed, as JSON of its columns and rows."""

    received_parcel_id: str = fact(N_("Package"), Kind.LINK, required=True)
    table_code: str = fact(N_("Table"), codes="figure_table", context="of a report", required=True)
    figures: str = fact(N_("Figures"), Kind.DATA, shown=False, required=True)


@dataclass(frozen=True)
class ReceivedPerson(Record):
    """A person of a data package, with no more than finding the same person in two facilities takes."""

    received_parcel_id: str = fact(N_("Package"), Kind.LINK, required=True)
    code: str = fact(N_("Code"), default="")
    full_name: str = fact(N_("Name"), Kind.NAME, required=True, secret=Secret.IDENTITY)
    born: PartialDate | None = fact(N_("Born"), secret=Secret.IDENTITY, default=None)
    sex: Sex | None = fact(N_("Sex"), default=None)
    national_id: str = fact(N_("National ID"), secret=Secret.IDENTITY, default="")
    category: str = fact(N_("Category"), codes="category", default="")
    since_on: date | None = fact(N_("Admitted on"), default=None)
