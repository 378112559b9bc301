"""B01 of several times at once, each with the numbers of its own report."""

from __future__ import annotations

import json
from collections.abc import Sequence

from carebook.records.facility import Facility
from carebook.records.figures import Table
from carebook.records.periods import ReportState
from carebook.reports.figures import numbers_only
from carebook.reports.month import basis_of, hash_of, movement_table
from carebook.rules.periods import span_of
from carebook.store import periods
from carebook.store.book import Reader
from carebook.store.stays import stay_facts


def movements(reader: Reader, keys: Sequence[str]) -> tuple[Table, ...]:
    """B01 of each time a key names, as it was closed, else counted now: its numbers, and in the last, where it is counted now,
    the people behind them.

    Cells before the book began are not known.
    """
    facility = reader.records(Facility)[0]
    spans = {key: span_of(key, facility.period_start_day) for key in keys}
    stays = stay_facts(reader, ended_since=min(span.first for span in spans.values()), bare=True)
    codes = periods.figure_codes(reader)

    def counted(key: str) -> Table:
        basis = basis_of(reader, key, spans[key], facility, codes)
        return movement_table(stays, spans[key], basis, named=key == keys[-1])

    return tuple(_closed(reader, key) or counted(key) for key in keys)


def _closed(reader: Reader, key: str) -> Table | None:
    """B01 of the version that counts; None where the time is open, or what is kept is not what was closed."""
    closed = periods.newest_snapshot(reader, key)
    if closed is None or closed.state is ReportState.REOPENED or hash_of(closed.content) != closed.content_hash:
        return None
    kept = next(one for one in json.loads(closed.content)["tables"] if one["code"] == "B01")
    return numbers_only(Table.from_json(kept))
