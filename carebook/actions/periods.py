"""Deeds about a reporting period: typed opening figures, closing, a new version, opening it again, number and date."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from carebook.actions.change import Change, Refused, deed, refuse
from carebook.records.facility import Facility
from carebook.records.figures import Period
from carebook.records.periods import ReportState, Snapshot, TypedOpening
from carebook.records.staff import Actor
from carebook.reports import annexes as annex_lists
from carebook.reports import month as month_report
from carebook.reports.addressing import Addressing, offered
from carebook.rules import estimates as estimating
from carebook.rules import permissions
from carebook.rules.office_lists import ListKind
from carebook.rules.outgoing import warnings_about
from carebook.rules.periods import is_key, kind_of, may_become, problem_with_closing, said, span_of
from carebook.rules.problem import Problem
from carebook.rules.report_layouts import Layout, layout_of
from carebook.store import periods, report_layouts, staff
from carebook.store.book import Book, Reader, Writer, in_vietnam
from carebook.store.outgoing import report_number, report_numbers
from carebook.words import N_, message

PERIODS = frozenset({"periods"})


@dataclass(frozen=True)
class Signers:
    """Who signs a report: the preparer of the tables and the head, with the real posts and the authority (KT., TL. …)."""

    preparer_name: str
    preparer_post: str
    head_name: str
    head_post: str = "Giám đốc"
    head_prefix: str = ""


@deed(N_("Type the opening figures"), "periods")
def type_opening(
    book: Book,
    key: str,
    people: Mapping[str, int],
    report_no: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Keep the closing figures of the last paper report as the opening of a period, per category; typed again, they replace."""
    refuse_bad_key(key)
    if any(n < 0 for n in people.values()):
        raise refuse(message("A number of people cannot be below 0."), "people")
    with book.changing(by.account_id, now, op, "type_opening", reason=reason) as writer:
        refuse_closed(writer, key)
        for before in periods.typed_openings(writer, key):
            writer.withdraw(TypedOpening, before.id, "nhập lại")
        for category, count in people.items():
            writer.add(TypedOpening(month=key, category=category, people=count, report_no=report_no))
    return Change(PERIODS, (key,), op, message("Saved the opening figures of {period}.", period=said(key)))


@deed(N_("Close period"), "periods")
def close_period(
    book: Book,
    key: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    signers: Signers | None = None,
    cutoff: date | None = None,
    narrative: Mapping[str, str] | None = None,
    addressing: Addressing | None = None,
    annexes: Collection[ListKind] = (),
    estimates: Mapping[estimating.Place, int] | None = None,
    sealed: bool = False,
    layout: Layout | None = None,
    reason: str = "",
) -> Change:
    """Freeze the time a key names: figures with people and printed facts, hashed; ``Change.result`` is the `Snapshot`.

    One that is closed, or was reopened, gets a new version that names what it replaces and why (``reason`` is then needed).
    Refused while an identity does not hold, or the data have not ended yet: up to ``cutoff``, the last day unless an earlier
    one is given. Restricted people are frozen under their alias. Without ``addressing`` the usual one of the day is frozen.
    ``annexes`` are lists of people bound into the report, its restricted ones under the code; they take the right to take
    lists out of the book, and leave a line in the reading log. ``estimates`` are numbers to the end of a period whose data end
    before it; they stand beside the counted ones.
    Printed by ``layout``, which changes no figure and stays with the version; without one
    by the layout the last report of the kind was closed with.
    ``sealed``: the facility's seal has to be set on it, digitally, after the head's signature.
    """
    refuse_bad_key(key)
    if annexes and not permissions.may(by, "export_list", in_vietnam(now)):
        raise refuse(permissions.missing_right(N_("Export list"), permissions.DEEDS["export_list"]))
    with book.reading_masked(now) as reader:
        figures = month_report.gather(reader, key, cutoff=cutoff)
        facility = reader.records(Facility)[0]
        before = periods.newest_snapshot(reader, key)
        to = addressing or offered(reader, kind_of(key), in_vietnam(now)).usual
        own = periods.identity(reader)
        bound_in = annex_lists.gather(reader, annexes, figures.period)
        template = report_layouts.usual_template(reader, kind_of(key), figures.period) if layout is None else None
    found = [Problem("checks", check.message) for check in figures.blocking]
    found += estimating.problems_in(estimates or {}, figures.tables)
    if estimates and figures.period.cutoff == figures.period.last:
        found.append(
            Problem(estimating.FIELD, message("The data reach to the last day: there is nothing to estimate."))
        )
    if late := problem_with_closing(figures.period, in_vietnam(now)):
        found.append(Problem("cutoff", late))
    if before is not None and not reason.strip():
        found.append(Problem("reason", message("The figures were closed before; say why a new version is made.")))
    if found:
        raise Refused(found)
    who = signers or Signers(by.name, by.post, facility.head_name or by.name, facility.head_post or by.post)
    content = month_report.frozen(figures, facility, own.fingerprint if own else "", bound_in)
    with book.changing(by.account_id, now, op, "close_period", reason=reason) as writer:
        if int(writer.value("SELECT max(seq) FROM journal WHERE op <> ?", (op,)) or 0) != figures.seq:
            raise refuse(message("Something was written while the figures were counted. Close once more."))
        kept = _snapshot(figures.period, key, before, who, content, by, now, narrative or {}, reason)
        snapshot = writer.add(
            replace(
                kept,
                addressed_to=to.addressed_to,
                recipients=to.recipients,
                legal_bases=to.legal_bases,
                sealed=sealed,
                estimates=estimating.to_json(estimates or {}),
                layout=(layout or (layout_of(template) if template is not None else Layout())).to_json(),
            )
        )
        if before is not None:
            writer.amend(replace(before, state=ReportState.SUPERSEDED))
        for annex in (one for one in bound_in if one.lines):
            why = f"{annex.title}. {annex.about}"
            staff.note_reading(writer, "export_list", people=len(annex.lines), reason=why)
    told = message(
        "Closed the figures of {period}, version {version}.", period=said(key), version=snapshot.report_version
    )
    return Change(PERIODS, (snapshot.id,), op, told, undoable=False, result=snapshot)


def _snapshot(
    period: Period,
    key: str,
    before: Snapshot | None,
    who: Signers,
    content: str,
    by: Actor,
    now: datetime,
    narrative: Mapping[str, str],
    reason: str,
) -> Snapshot:
    return Snapshot(
        kind=kind_of(key),
        period=key,
        first_on=period.first,
        last_on=period.last,
        cutoff_on=period.cutoff,
        report_version=before.report_version + 1 if before else 1,
        replaces_id=before.id if before else None,
        replaced_because=reason if before else "",
        closed_at=now,
        closed_by=by.account_id,
        content=content,
        content_hash=month_report.hash_of(content),
        narrative=json.dumps(dict(narrative), ensure_ascii=False, sort_keys=True),
        preparer_name=who.preparer_name,
        preparer_post=who.preparer_post,
        head_name=who.head_name,
        head_post=who.head_post,
        head_prefix=who.head_prefix,
    )


@deed(N_("Number the report"), "periods")
def number_report(
    book: Book,
    snapshot_id: str,
    number: str,
    dated_on: date | None,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    signers: Signers | None = None,
    reason: str = "",
) -> Change:
    """Write number and date from the office's register, or leave them blank for the pen; before the first signature.

    ``signers`` may still be changed here. The Change says so when another report of the year bears the number.
    """
    with book.changing(by.account_id, now, op, "number_report", reason=reason) as writer:
        snapshot = open_snapshot(writer, snapshot_id, ReportState.NUMBERED)
        if dated_on is not None and dated_on < snapshot.cutoff_on.replace(day=1):
            raise refuse(message("The date of the report comes before the month its data end in."), "dated_on")
        twice = warnings_about_number(writer, snapshot.period, number, dated_on)
        who = signers or Signers(
            snapshot.preparer_name, snapshot.preparer_post, snapshot.head_name, snapshot.head_post, snapshot.head_prefix
        )
        kept = writer.amend(
            replace(
                snapshot,
                number=number.strip(),
                dated_on=dated_on,
                state=ReportState.NUMBERED,
                preparer_name=who.preparer_name,
                preparer_post=who.preparer_post,
                head_name=who.head_name,
                head_post=who.head_post,
                head_prefix=who.head_prefix,
            )
        )
    told = message("Saved the number and date of the report.")
    if twice:
        told = message("Saved. {warning}", warning=twice[0].message)
    return Change(PERIODS, (kept.id,), op, told, result=kept)


def warnings_about_number(reader: Reader, period: str, number: str, dated_on: date | None) -> list[Problem]:
    """A warning where another report of that year bears the number; it may be saved in spite of."""
    if dated_on is None:
        return []
    numbers, symbol = report_numbers(reader, dated_on.year), reader.records(Facility)[0].symbol
    return warnings_about(report_number(period, number, dated_on), numbers, symbol, field="number")


@deed(N_("Reopen period"), "periods")
def reopen_period(book: Book, snapshot_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Let a closed time count as open again, for a ``reason`` that stays in the history; its last version stays readable.

    Figures can be typed again until it is closed anew, as the next version.
    """
    with book.changing(by.account_id, now, op, "reopen_period", reason=reason) as writer:
        snapshot = open_snapshot(writer, snapshot_id, ReportState.REOPENED)
        if not reason.strip():
            raise refuse(message("Say why the period is reopened."), "reason")
        kept = writer.amend(replace(snapshot, state=ReportState.REOPENED))
    told = message("Reopened the figures of {period}. Close them again when they are right.", period=said(kept.period))
    return Change(PERIODS, (kept.id,), op, told, undoable=False, result=kept)


def open_snapshot(writer: Writer, snapshot_id: str, then: ReportState) -> Snapshot:
    """The snapshot, refused when it cannot go on to the state ``then``."""
    snapshot = writer.record(Snapshot, snapshot_id)
    if snapshot is None or snapshot.is_withdrawn:
        raise refuse(message("There is no such report in this book."))
    if snapshot.state is ReportState.SUPERSEDED:
        raise refuse(message("This version was replaced by a newer one."))
    if snapshot.state is ReportState.REOPENED:
        raise refuse(message("The period was reopened. Close it again first."))
    if not may_become(snapshot.state, then):
        raise refuse(message("This report is past that step."))
    return snapshot


def refuse_bad_key(key: str) -> None:
    """Refuse what names no time a report can be about."""
    if not is_key(key):
        raise refuse(
            message("Write 2026-10 for a month, 2026-Q4 for a quarter, 2026-H2 for half a year, 2026 for a year.")
        )


def refuse_closed(reader: Reader, key: str) -> None:
    """Refuse to change what a closed time rests on."""
    before = periods.newest_snapshot(reader, key)
    if before is not None and before.state is not ReportState.REOPENED:
        raise refuse(message("The figures of this period are closed. Reopen it first."))


def period_for(reader: Reader, key: str, cutoff: date | None = None) -> Period:
    """The days of a key in this book."""
    return span_of(key, reader.records(Facility)[0].period_start_day, cutoff)
