"""Deeds about numbers of a report that have no source in the book: typed from a paper that is named, and struck through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, Refused, deed, refuse
from carebook.actions.periods import PERIODS, refuse_bad_key, refuse_closed
from carebook.records.periods import TypedFigure
from carebook.records.staff import Actor
from carebook.rules.problem import Problem
from carebook.store import periods
from carebook.store.book import Book
from carebook.words import N_, message


@deed(N_("Type figures of a report"), "periods")
def type_figures(
    book: Book, figures: Sequence[TypedFigure], *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Keep numbers typed from a paper; one typed before into the same cell is replaced, and struck through without a value.

    Refused without the paper a number comes from, below 0, and once the period is closed. ``Change.result`` is how many are kept.
    """
    found = _problems(figures)
    if found:
        raise Refused(found)
    for key in {one.period for one in figures}:
        refuse_bad_key(key)
    kept: list[str] = []
    with book.changing(by.account_id, now, op, "type_figures", reason=reason) as writer:
        for key in sorted({one.period for one in figures}):
            refuse_closed(writer, key)
            there = {_cell(one): one for one in periods.typed_figures(writer, key)}
            for one in figures:
                if one.period != key:
                    continue
                before = there.get(_cell(one))
                if one.value is None:
                    if before is not None:
                        writer.withdraw(TypedFigure, before.id, reason)
                elif before is None:
                    kept.append(writer.add(one).id)
                elif (before.value, before.source, before.note) != (one.value, one.source, one.note):
                    writer.amend(replace(before, value=one.value, source=one.source, note=one.note))
                    kept.append(before.id)
    return Change(PERIODS, tuple(kept), op, message("Saved {n} typed figures.", n=len(kept)), result=len(kept))


@deed(N_("Strike through a typed figure"), "periods")
def strike_typed_figure(
    book: Book, figure_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike a typed number through: its cell is not known again. Refused once the period is closed."""
    with book.changing(by.account_id, now, op, "strike_typed_figure", reason=reason) as writer:
        figure = writer.record(TypedFigure, figure_id)
        if figure is None or figure.is_withdrawn:
            raise refuse(message("There is no such figure in this book."))
        refuse_closed(writer, figure.period)
        writer.withdraw(TypedFigure, figure_id, reason)
    return Change(PERIODS, (figure_id,), op, message("Struck through the typed figure."))


def _cell(figure: TypedFigure) -> tuple[str, str, str]:
    return figure.table_code, figure.row_code, figure.column_code


def _problems(figures: Sequence[TypedFigure]) -> list[Problem]:
    """What is wrong with numbers that are to be kept."""
    found = []
    if any(one.value is not None and one.value < 0 for one in figures):
        found.append(Problem("value", message("A number cannot be below 0.")))
    if any(one.value is not None and not one.source.strip() for one in figures):
        found.append(Problem("source", message("Say from which paper the numbers come.")))
    return found
