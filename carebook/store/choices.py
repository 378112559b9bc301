"""What somebody chose for themselves and finds again after the next start, kept inside the encrypted book."""

from __future__ import annotations

import json
from typing import Any

from carebook.store.book import Reader, Writer


def own_choice(reader: Reader, name: str) -> Any:
    """What the asker keeps under ``name``, None when nothing."""
    reader.asks("own")
    account_id = reader.actor.account_id if reader.actor is not None else ""
    kept = reader.value("SELECT content FROM choice WHERE account_id = ? AND name = ?", (account_id, name))
    return None if kept is None else json.loads(kept)


def put_choice(writer: Writer, name: str, content: Any) -> None:
    """Keep a choice of who writes, in place of the earlier one."""
    writer.run(
        "INSERT OR REPLACE INTO choice VALUES (?, ?, ?)", (writer.by, name, json.dumps(content, ensure_ascii=False))
    )


def drop_choice(writer: Writer, name: str) -> None:
    """Forget a choice of who writes."""
    writer.run("DELETE FROM choice WHERE account_id = ? AND name = ?", (writer.by, name))
