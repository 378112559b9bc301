"""What somebody chose for themselves, or the center for everybody, and is found again after the next start; in the book."""

from __future__ import annotations

import json
from typing import Any

from carebook.store.book import Reader, Writer

HINTS = "hints"
"""Which first-visit hints somebody has seen, {"seen": [page, …]}, or that they want none, {"off": true}."""
VERSION_SEEN = "version"
"""The version of the program somebody worked with last."""
CHOSEN_LATELY = "lately"
"""What somebody chose lately in the palette, the newest first: the ids of its lines, of people too."""


def own_choice(reader: Reader, name: str) -> Any:
    """What the asker keeps under ``name``, None when nothing."""
    reader.asks("own")
    account_id = reader.actor.account_id if reader.actor is not None else ""
    kept = reader.value("SELECT content FROM own_choice WHERE account_id = ? AND name = ?", (account_id, name))
    return None if kept is None else json.loads(kept)


def center_choice(reader: Reader, name: str) -> Any:
    """What the center keeps under ``name`` for everybody, None when nothing."""
    source = "choice" if isinstance(reader, Writer) else "own_choice"
    kept = reader.value(f"SELECT content FROM {source} WHERE account_id = '' AND name = ?", (name,))
    return None if kept is None else json.loads(kept)


def put_choice(writer: Writer, name: str, content: Any) -> None:
    """Keep a choice of who writes, in place of the earlier one."""
    _put(writer, writer.by, name, content)


def put_center_choice(writer: Writer, name: str, content: Any) -> None:
    """Keep something for everybody, in place of the earlier one."""
    _put(writer, "", name, content)


def drop_choice(writer: Writer, name: str) -> None:
    """Forget a choice of who writes."""
    writer.run("DELETE FROM choice WHERE account_id = ? AND name = ?", (writer.by, name))


def _put(writer: Writer, owner: str, name: str, content: Any) -> None:
    writer.run("INSERT OR REPLACE INTO choice VALUES (?, ?, ?)", (owner, name, json.dumps(content, ensure_ascii=False)))
