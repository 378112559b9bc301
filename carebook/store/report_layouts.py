"""Questions about layouts of reports: the templates of a kind that hold on a day, and the own tables."""

from __future__ import annotations

from datetime import date

from carebook.records.figures import Period
from carebook.records.periods import ReportKind
from carebook.records.report_layouts import OwnTable, ReportTemplate
from carebook.rules.report_layouts import Layout, holds_on
from carebook.store import periods
from carebook.store.book import Reader


def own_tables(reader: Reader) -> list[OwnTable]:
    """The own tables, by their codes."""
    reader.asks("figures")
    return reader.records(OwnTable, order="code")


def is_closed_with(reader: Reader, code: str) -> bool:
    """Whether a report was closed that has an own table of this code."""
    reader.asks("periods")
    found = reader.value("SELECT 1 FROM snapshot WHERE instr(content, ?) > 0 LIMIT 1", (f'"code":"{code}","columns":',))
    return found is not None


def own_tables_of(reader: Reader, code: str) -> list[OwnTable]:
    """Every own table that ever had a code, struck through or not, the newest first."""
    reader.asks("figures")
    return reader.records(OwnTable, "code = ?", [code], withdrawn=True, order="id DESC")


def templates(reader: Reader) -> list[ReportTemplate]:
    """Every template, by kind and name."""
    reader.asks("periods")
    places = {kind: place for place, kind in enumerate(ReportKind)}
    return sorted(reader.records(ReportTemplate), key=lambda one: (places[one.kind], one.name.casefold(), one.id))


def templates_on(reader: Reader, kind: ReportKind, day: date) -> list[ReportTemplate]:
    """The templates by which a report of a kind can be laid out on a day."""
    return [one for one in templates(reader) if one.kind is kind and holds_on(one, day)]


def usual_template(reader: Reader, kind: ReportKind, period: Period) -> ReportTemplate | None:
    """The template the last report of a kind was closed with, while it holds; None where it was the program's own layout."""
    last = periods.last_before(reader, kind, period.first)
    name = Layout.from_json(last.layout).name if last is not None else ""
    found = templates_on(reader, kind, period.cutoff) if name else []
    return next((one for one in found if one.name == name), None)
