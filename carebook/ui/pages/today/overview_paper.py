"""The overview on paper: asked of the book once more with the eyes of who prints, so that it says what stands on the screen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from carebook import dates
from carebook.money import number, percent
from carebook.records import enum_words
from carebook.records.facility import Facility
from carebook.records.figures import TOTAL, Table
from carebook.records.staff import Actor
from carebook.reports import today as paper
from carebook.reports.grid import Grid, GridColumn, GridRow, Value, Weight
from carebook.rules import due
from carebook.rules.periods import said
from carebook.store.book import Reader, in_vietnam
from carebook.ui.pages.today import overview_facts as facts
from carebook.ui.pages.today.board import Board, board, waiting, ward_lines
from carebook.ui.pages.today.missing import missing_today
from carebook.ui.pages.today.overview_movement import column_words
from carebook.words import _, message, pgettext

_WEIGHTS = {"group": Weight.GROUP, "total": Weight.TOTAL}


@dataclass(frozen=True)
class Asked:
    """Who prints the overview of which moment: the plans they approve, the questions they may put, how due things are grouped."""

    facility: Facility
    actor: Actor
    now: datetime
    kinds: frozenset[str]
    rights: tuple[str, ...]
    by_kind: bool


def gather(reader: Reader, by: str, asked: Asked) -> paper.Overview:
    """The numbers of the page, in the language that is spoken; ``by`` is the line of who prints."""
    reader.asks("overview")
    now, today = asked.now, in_vietnam(asked.now)
    found = board(reader, today)
    late = waiting(reader, now, asked.facility.records_complete_from, found)
    standing = facts.standing(reader, now, asked.kinds, asked.rights)
    rounds = missing_today(reader, asked.actor, now)
    moved = facts.movement(reader, today)
    owed = facts.owed_by(facts.grouped(late, by_kind=asked.by_kind), now)
    beds = sum(one.beds - one.taken for one in ward_lines(found))
    numbers = [
        (sum(one.state == "here" for one in found.rows), _("present")),
        (beds, _("beds free")),
        (sum(len(one.late) for _name, one in owed), _("overdue")),
        (len(rounds), _("rounds still missing")),
    ]
    if "approvals" in asked.rights and asked.kinds:
        numbers.append((len(standing.approvals), _("awaiting approval")))
    if "incidents" in asked.rights:
        numbers.append((len(standing.incidents), _("incidents not finished")))
    right = [_wards(found), _due(owed, today)]
    right += [_sessions(standing, today)] if standing.work is not None else []
    right += [_ways_home(standing)] if "reintegration" in asked.rights else []
    return paper.Overview(
        asked.facility,
        dates.with_weekday(today),
        tuple((number(count), words) for count, words in numbers),
        (_reasons(moved), _categories(moved)),
        (*right, _months(moved)),
        printed_by=by,
    )


def drawn(made: paper.Overview) -> bytes:
    """The sheet."""
    return paper.draw(made).pdf


def _grid(first: str, heads: Collection[str], rows: Sequence[GridRow]) -> Grid:
    return Grid((GridColumn(first), *(GridColumn(head, align="right") for head in heads)), tuple(rows), "–")


def _wards(found: Board) -> paper.Part:
    rows = [
        GridRow((one.name, f"{one.taken}/{one.beds or '–'}", one.beds - one.taken if one.beds else None, one.away))
        for one in ward_lines(found)
    ]
    grid = _grid(_("Ward"), (_("People, beds"), _("Free"), _("Away")), rows)
    return paper.Part(_("Wards and beds"), grid, _("No wards and rooms yet."))


def _due(owed: Sequence[tuple[str, facts.Owed]], today: date) -> paper.Part:
    rows = []
    for name, one in owed:
        longest = due.days_late(one.late[0], today) if one.late else 0
        rows.append(GridRow((name, len(one.late), longest, len(one.today), len(one.week))))
    heads = (pgettext("column", "Overdue"), _("Longest (days)"), _("Today"), _("This week"))
    return paper.Part(_("Due"), _grid("", heads, rows), _("Nothing is due."))


def _sessions(found: facts.Standing, today: date) -> paper.Part:
    rows = []
    for words, first in ((_("This week"), facts.week_began(today)), (_("This month"), today.replace(day=1))):
        assert found.work is not None
        of = facts.sessions_of(found.work, first, today)
        counts: list[Value] = [len(one) for one in (of.owed, of.given, of.missed, of.unrecorded)]
        rows.append(GridRow((words, *counts, percent(len(of.given), of.expected))))
    heads = (
        *(_("Owed"), pgettext("sessions", "Given"), pgettext("sessions", "Missed")),
        *(_("Not recorded"), _("Share")),
    )
    any_owed = any(row.values[1] for row in rows)
    return paper.Part(_("Rehabilitation"), _grid("", heads, rows if any_owed else []), _("No session was owed."))


def _ways_home(found: facts.Standing) -> paper.Part:
    rows = [
        GridRow((enum_words.said(stage), len(cards), sum(one.late_days > 0 for one in cards)))
        for stage, cards in facts.by_stage(found.paths)
    ]
    if found.visits:
        late = sum(one.late_days > 0 for one in found.visits)
        rows.append(GridRow((_("Follow-up visits awaited"), len(found.visits), late), Weight.TOTAL))
    grid = _grid(_("Stage"), (_("People"), pgettext("column", "Overdue")), rows)
    return paper.Part(_("Reintegration"), grid, _("Nobody is on the way home yet."))


def _categories(found: facts.Movement) -> paper.Part:
    table = found.now
    rows = []
    for code, words, kind, indent in facts.rows_shown(table):
        sets = (["opening"], *(facts.columns_of(table, one, code) for one in (facts.CAME, facts.LEFT)), ["closing"])
        values = [facts.summed(table, code, columns) for columns in sets]
        rows.append(GridRow((words, *values), _WEIGHTS.get(kind, Weight.ROW), 1 if indent else 0))
    title = str(message("Movement of {month}", month=str(said(found.keys[-1]))))
    return paper.Part(title, _grid(_("Category"), column_words(), rows))


def _reasons(found: facts.Movement) -> paper.Part:
    now, before = found.now, found.before
    words = {column.code: column.label for column in now.columns}
    rows = []
    for group in (facts.CAME, facts.LEFT):
        for code in facts.columns_of(now, group, TOTAL):
            this, last = now.cell(TOTAL, code), before.cell(TOTAL, code)
            if this or last:
                rows.append(GridRow((words[code], this, last)))
    grid = _grid("", [facts.month_words(key) for key in (found.keys[-1], found.keys[-2])], rows)
    return paper.Part(_("Coming and leaving"), grid, _("Nobody came or left in these two months."))


def _months(found: facts.Movement) -> paper.Part:
    rows = [
        GridRow(
            (
                f"{key[5:]}/{key[:4]}",
                table.cell(TOTAL, "closing"),
                *map(partial(_total, table), (facts.CAME, facts.LEFT)),
            )
        )
        for key, table in zip(found.keys, found.tables, strict=True)
    ]
    return paper.Part(_("Twelve months"), _grid(_("Month"), (_("present"), _("came"), _("left")), rows))


def _total(table: Table, group: str) -> int | None:
    return facts.summed(table, TOTAL, facts.columns_of(table, group, TOTAL))
