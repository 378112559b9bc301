"""Which numbers of the reports closed last are others today: looked for when a report is made, frozen with it, said in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from carebook.money import number
from carebook.records.figures import Line, Period, Table
from carebook.records.periods import ReportKind, Snapshot
from carebook.rules.late_figures import LateCell, LateRow, Place, late_rows
from carebook.rules.periods import kind_of
from carebook.store import periods
from carebook.store.book import Reader

LOOKED_BACK: Mapping[ReportKind, int] = {
    ReportKind.MONTHLY: 2,
    ReportKind.QUARTERLY: 1,
    ReportKind.HALF_YEARLY: 1,
    ReportKind.YEARLY: 1,
}
"""How many reports of a kind that were closed before are counted anew; of days on demand none."""

Count = Callable[[str, Period], Sequence[Table]]
"""Counts the tables of a key and its days as the book knows them today."""

Frozen = Callable[[Snapshot], tuple[Sequence[Table], Sequence[LateRow]]]
"""Reads the tables and late rows that were frozen; ValueError when they are not those that were closed."""


def gather(reader: Reader, key: str, period: Period, count: Count, frozen: Frozen) -> tuple[LateRow, ...]:
    """The rows of earlier reports whose numbers changed and were not told in a report since; the oldest report first."""
    kind = kind_of(key)
    most = LOOKED_BACK.get(kind, 0) if kind is not None else 0
    told: dict[Place, int | None] = {}
    found: list[LateRow] = []
    for closed in periods.counted_before(reader, kind, period.first, most) if kind is not None and most else []:
        try:
            tables, late = frozen(closed)
        except ValueError:
            continue  # its own page says that it is damaged
        days = Period(closed.first_on, closed.last_on, closed.cutoff_on)
        found[:0] = late_rows(closed.period, tables, count(closed.period, days), told)
        for row in late:
            told = row.told() | told
    return tuple(found)


def said(row: LateRow) -> str:
    """The numbers of a row on one line: "Tổng số 5 → 6; Nữ 3 → 4"."""
    return "; ".join(f"{cell.label} {_number(cell.was)} → {_number(cell.now)}" for cell in row.cells)


def _number(value: int | None) -> str:
    return "–" if value is None else number(value)


def to_json(row: LateRow) -> dict[str, Any]:
    """Everything, ready for ``json.dumps``."""
    return asdict(row)


def from_json(kept: Mapping[str, Any]) -> LateRow:
    """The row of ``to_json``."""
    return LateRow(
        **{
            **kept,
            "cells": tuple(LateCell(**cell) for cell in kept["cells"]),
            "added": _lines(kept["added"]),
            "gone": _lines(kept["gone"]),
        }
    )


def _lines(kept: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(Line(**(dict(line) | {"columns": tuple(line["columns"])})) for line in kept)


def as_seen(row: LateRow, seen: Callable[[Line], Line]) -> LateRow:
    """The row with its people as ``seen`` gives them."""
    return replace(row, added=tuple(map(seen, row.added)), gone=tuple(map(seen, row.gone)))
