"""What the new book keeps of how its data was saved: what came from where, what is lost, and the rows that were kept apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from carebook.records.damage import LostRow, Salvaged, TableSaved
from carebook.rules import permissions
from carebook.store.book import Reader, Writer
from carebook.store.checking.known import check_from, check_told
from carebook.store.rows import moment_from, moment_text

REST = "salvage_rest"
"""The kind of file in the new book that holds rows which belong to nothing that is left."""
REPORT = "salvage_report"
"""The kind of file that tells what saving the data brought."""


@dataclass(frozen=True)
class KeptApart:
    """A row that was read and has no place in the new book: its table and its columns as stored."""

    table: str
    row: dict[str, Any]


@dataclass(frozen=True)
class SavedBefore:
    """One saving of data and the rows kept apart by it, as far as the asker may see them; ``hidden`` counts the others."""

    saved: Salvaged
    apart: tuple[KeptApart, ...] = ()
    hidden: int = 0


def keep_report(writer: Writer, saved: Salvaged) -> None:
    """Keep what saving the data brought in the book that came of it."""
    content = json.dumps(
        {
            **asdict(saved),
            "at": moment_text(saved.at),
            "backups": [moment_text(made_at) for made_at in saved.backups],
            "left": check_told(saved.left) if saved.left is not None else None,
        }
    ).encode()
    digest = hashlib.sha256(content).hexdigest()
    writer.run("INSERT OR IGNORE INTO file VALUES (?, ?, ?, ?)", (digest, REPORT, moment_text(saved.at), content))


def saved_before(reader: Reader, today: date) -> list[SavedBefore]:
    """Every saving of data this book comes from, the newest first; what was kept apart only for who may see it."""
    reader.asks("accounts")
    return [
        _with_rest(reader, _saved_from(json.loads(row["content"])), today)
        for row in reader.rows("SELECT content FROM file WHERE kind = ? ORDER BY kept_at DESC", (REPORT,))
    ]


def whose(reader: Reader, lost: Sequence[LostRow], today: date) -> dict[str, str]:
    """The code and name behind the rows that are lost, for who may see people; empty for everybody else."""
    if not _may(reader, "people", today):
        return {}
    found = {}
    for person_id in {one.person_id for one in lost if one.person_id}:
        row = reader.row("SELECT code, full_name FROM found_person WHERE id = ?", (person_id,))
        if row is not None:
            found[person_id] = f"{row['code']} · {row['full_name']}"
    return found


def _may(reader: Reader, question: str, today: date) -> bool:
    return reader.actor is not None and permissions.may_ask(reader.actor, question, today)


def _with_rest(reader: Reader, saved: Salvaged, today: date) -> SavedBefore:
    rows = reader.rows("SELECT content FROM file WHERE kind = ? AND kept_at = ?", (REST, moment_text(saved.at)))
    rest = [json.loads(line) for row in rows for line in bytes(row["content"]).decode().splitlines()]
    apart = tuple(KeptApart(one["table"], one["row"]) for one in rest) if _may(reader, "kept_apart", today) else ()
    return SavedBefore(saved, apart, len(rest) - len(apart))


def _saved_from(kept: dict[str, Any]) -> Salvaged:
    return Salvaged(
        **{
            **kept,
            "at": moment_from(kept["at"]),
            "tables": tuple(TableSaved(**one) for one in kept["tables"]),
            "lost": tuple(LostRow(**one) for one in kept["lost"]),
            "backups": tuple(map(moment_from, kept["backups"])),
            "left": check_from(kept["left"]),
        }
    )
