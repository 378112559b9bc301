"""Layouts of reports as data: a department's own order and choice of tables, and tables of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.periods import ReportKind
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class ReportTemplate(Record):
    """A department's own order, choice and grouping of tables, its headings and standing lines.

    ``tables`` empty means all, in their order; ``grouping`` and ``headings`` are checked JSON; ``legal_bases`` are numbers of
    documents, whose words are looked up on the report's day.
    """

    name: str = fact(N_("Layout of the report"), required=True)
    kind: ReportKind = fact(N_("Kind of report"), required=True, default=ReportKind.MONTHLY)
    valid_from: date | None = fact(N_("Valid from"), default=None)
    valid_to: date | None = fact(N_("Valid to"), default=None)
    title: str = fact(N_("Title"), context="of a report", default="")
    tables: tuple[str, ...] = fact(N_("Tables"), codes="figure_table", default=())
    grouping: str = fact(N_("Grouping of the rows"), Kind.DATA, shown=False, default="{}")
    headings: str = fact(N_("Headings"), Kind.DATA, shown=False, default="[]")
    addressed_to: tuple[str, ...] = fact(N_("Addressed to"), Kind.DATA, default=())
    recipients: tuple[str, ...] = fact(N_("Recipients"), Kind.DATA, default=())
    legal_bases: tuple[str, ...] = fact(N_("Legal bases"), Kind.DATA, default=())
    sealed: bool = fact(N_("The facility's seal is asked for"), default=False)


@dataclass(frozen=True)
class OwnTable(Record):
    """An own table as data: rows and columns are filters over the facts of the stays, or typed; ``design`` is checked JSON."""

    code: str = fact(N_("Code"), context="of a table", required=True)
    title: str = fact(N_("Title"), context="of a table", required=True)
    design: str = fact(N_("Design"), Kind.DATA, shown=False, required=True)
