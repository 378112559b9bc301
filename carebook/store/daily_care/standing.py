"""Whether something of daily care would stand twice that is recorded once for a person and a round or a shift."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from carebook.store.book import Reader

_ONCE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "administration": (
        ("prescription_id", "duty_on", "round"),
        "{0}.round IS NOT NULL AND {0}.state IN ('given', 'vomited', 'error') AND {0}.again_because = ''",
    ),
    "observation": (("episode_id", "measure", "duty_on", "round"), "{0}.round IS NOT NULL AND {0}.not_done IS NULL"),
    "care_entry": (("episode_id", "duty_on", "shift", "kind"), "1"),
}
"""By table: of what there is one row that stands, and for which rows that holds."""


def recorded_twice(reader: Reader, rows: Iterable[tuple[str, str]]) -> bool:
    """Whether one of these rows, (table, id), stands beside another one about the same person and round or shift."""
    return any(_stands_twice(reader, table, row_id) for table, row_id in rows if table in _ONCE)


def _stands_twice(reader: Reader, table: str, row_id: str) -> bool:
    columns, holds = _ONCE[table]
    same = " AND ".join(f"other.{name} IS mine.{name}" for name in columns)
    found = reader.value(
        f"""SELECT 1 FROM {table} mine JOIN {table} other ON {same} AND other.id <> mine.id
        WHERE mine.id = ? AND mine.withdrawn_at IS NULL AND other.withdrawn_at IS NULL
            AND {holds.format("mine")} AND {holds.format("other")}""",
        (row_id,),
    )
    return found is not None
