"""Deeds about layouts of reports: keeping a template or an own table, and striking it through; closed versions keep theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.periods import PERIODS
from carebook.records.report_layouts import OwnTable, ReportTemplate
from carebook.records.staff import Actor
from carebook.rules import own_tables
from carebook.rules.movement import CodeBook
from carebook.rules.names import normalise
from carebook.rules.problem import Problem
from carebook.rules.report_layouts import problems_in
from carebook.store import periods
from carebook.store import report_layouts as store
from carebook.store.book import Book, Writer, in_vietnam
from carebook.words import N_, message


@deed(N_("Save a layout of the report"), "periods")
def save_template(
    book: Book,
    template: ReportTemplate,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    brings: Sequence[OwnTable] = (),
    reason: str = "",
) -> Change:
    """Keep a template (a new one without an id), with the own tables it ``brings`` along; ``Change.result`` is it.

    An own table that is there already under its code and counts the same is not kept twice; one that counts otherwise stands
    against it.
    """
    tidied = replace(template, name=normalise(template.name), title=normalise(template.title))
    with book.changing(by.account_id, now, op, "save_template", reason=reason) as writer:
        stop_at(problems_in(tidied, store.templates(writer)))
        _refuse_gone(writer, tidied)
        added = [found.id for own in brings if (found := _brought(writer, own, in_vietnam(now))) is not None]
        kept = writer.amend(tidied, seen=seen) if tidied.id else writer.add(tidied)
    told = message("Saved the layout “{name}”.", name=kept.name)
    return Change(PERIODS, (kept.id, *added), op, told, result=kept)


@deed(N_("Strike through a layout of the report"), "periods")
def strike_template(
    book: Book, template_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike a template through: no report is laid out by it any more, those that are closed stay as they are."""
    with book.changing(by.account_id, now, op, "strike_template", reason=reason) as writer:
        found = writer.record(ReportTemplate, template_id)
        if found is None or found.is_withdrawn:
            raise refuse(message("There is no such layout in this book."))
        writer.withdraw(ReportTemplate, template_id, reason)
    told = message("Struck through the layout “{name}”.", name=found.name)
    return Change(PERIODS, (template_id,), op, told)


@deed(N_("Save an own table"), "periods")
def save_own_table(
    book: Book,
    own: OwnTable,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep an own table (a new one without an id): it stands in every report that is open. ``Change.result`` is it.

    Its code stays what it was: typed numbers and layouts name it. Once a report was closed with it, so does whom it counts:
    the same number has to mean the same from one report to the next. Its words can be changed, columns added.
    """
    with book.changing(by.account_id, now, op, "save_own_table", reason=reason) as writer:
        tidied = replace(own, title=normalise(own.title))
        _refuse_gone(writer, tidied)
        before = writer.record(OwnTable, own.id) if own.id else None
        if before is not None and before.code != own.code:
            stop_at([Problem("code", message("The code of a table stays what it was."))])
        stop_at(own_tables.problems_in(tidied, store.own_tables(writer)))
        _refuse_betraying(writer, tidied, in_vietnam(now))
        _refuse_other_counting(writer, tidied)
        kept = writer.amend(tidied, seen=seen) if tidied.id else writer.add(tidied)
    told = message("Saved the table {code} “{title}”.", code=kept.code, title=kept.title)
    return Change(PERIODS, (kept.id,), op, told, result=kept)


@deed(N_("Strike through an own table"), "periods")
def strike_own_table(book: Book, own_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike an own table through: it leaves the reports that are open, those that are closed keep it."""
    with book.changing(by.account_id, now, op, "strike_own_table", reason=reason) as writer:
        found = writer.record(OwnTable, own_id)
        if found is None or found.is_withdrawn:
            raise refuse(message("There is no such table in this book."))
        writer.withdraw(OwnTable, own_id, reason)
    told = message("Struck through the table {code} “{title}”.", code=found.code, title=found.title)
    return Change(PERIODS, (own_id,), op, told)


def _refuse_gone(writer: Writer, record: ReportTemplate | OwnTable) -> None:
    """Refuse to change what was struck through meanwhile."""
    if record.id:
        before = writer.record(type(record), record.id)
        if before is None or before.is_withdrawn:
            raise refuse(message("This was struck through meanwhile."))


def _refuse_betraying(writer: Writer, own: OwnTable, today: date) -> None:
    """Refuse a design from whose numbers small ones of a protected group would follow."""
    book = CodeBook(periods.figure_codes(writer), periods.limits(writer), today)
    found = own_tables.problem_with_protected(own_tables.Design.from_json(own.design), book)
    if found is not None:
        stop_at([Problem("design", found)])


def _refuse_other_counting(writer: Writer, own: OwnTable) -> None:
    """Refuse a table under a code that closed reports have with other counting."""
    before = next(iter(store.own_tables_of(writer, own.code)), None)
    if before is None or not store.is_closed_with(writer, own.code):
        return
    if not own_tables.counts_alike(own_tables.Design.from_json(before.design), own_tables.Design.from_json(own.design)):
        words = message(
            "Reports were closed with the table {code}: whom it counts stays as it is. Strike it through and make another"
            " one under a new code.",
            code=own.code,
        )
        stop_at([Problem("design" if own.id else "code", words)])


def _brought(writer: Writer, own: OwnTable, today: date) -> OwnTable | None:
    """The own table of a layout that is added, kept now; None when it is there already."""
    kept = store.own_tables(writer)
    same = next((one for one in kept if one.code == own.code), None)
    if same is None:
        stop_at(own_tables.problems_in(own, kept))
        _refuse_betraying(writer, own, today)
        _refuse_other_counting(writer, own)
        return writer.add(own)
    if own_tables.Design.from_json(same.design) != own_tables.Design.from_json(own.design):
        words = message(
            "The file brings a table {code} that counts otherwise than the table {code} of this book. Give one of them"
            " another code.",
            code=own.code,
        )
        stop_at([Problem("own_tables", words)])
    return None
