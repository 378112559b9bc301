"""Which closed version a printed page belongs to."""

from __future__ import annotations

from carebook.records.periods import Snapshot
from carebook.rules.page_codes import code_of, digits_of
from carebook.store.book import Reader


def version_with(reader: Reader, typed: str) -> Snapshot | None:
    """The version whose pages bear this code, whatever became of it since; None when this book has none."""
    reader.asks("periods")
    wanted = digits_of(typed)
    for row in reader.rows("SELECT id, report_version, content_hash FROM snapshot"):
        if code_of(row["id"], row["report_version"], row["content_hash"]) == wanted:
            return reader.record(Snapshot, row["id"])
    return None
