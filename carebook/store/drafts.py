"""Drafts: what somebody typed and has not saved, kept inside the encrypted book, each person's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from carebook.store.book import Reader, Writer
from carebook.store.rows import moment_from, moment_text


@dataclass(frozen=True)
class Draft:
    """An unsaved form: which one, about whom (an id or ""), its content, and when it was kept."""

    form: str
    subject_id: str
    content: dict[str, Any]
    kept_at: datetime


def own_drafts(reader: Reader) -> list[Draft]:
    """The asker's drafts, the newest first."""
    reader.asks("own")
    rows = reader.rows("SELECT form, subject_id, content, kept_at FROM own_draft ORDER BY kept_at DESC")
    return [Draft(r["form"], r["subject_id"], json.loads(r["content"]), moment_from(r["kept_at"])) for r in rows]


def own_draft(reader: Reader, form: str, subject_id: str = "") -> Draft | None:
    """The asker's draft of that form, or None."""
    return next((d for d in own_drafts(reader) if (d.form, d.subject_id) == (form, subject_id)), None)


def put_draft(writer: Writer, form: str, subject_id: str, content: dict[str, Any]) -> None:
    """Keep a draft in place of the earlier one."""
    writer.run(
        "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)",
        (writer.by, form, subject_id, json.dumps(content, ensure_ascii=False), moment_text(writer.now)),
    )


def drop_draft(writer: Writer, form: str, subject_id: str) -> None:
    """Forget a draft: it was saved, or thrown away by its owner."""
    writer.run("DELETE FROM draft WHERE account_id = ? AND form = ? AND subject_id = ?", (writer.by, form, subject_id))
