"""A book that went on to another PC: a small file beside it says so, before anybody opens it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carebook.store import keys
from carebook.store.rows import moment_from, moment_text

MOVED = "carebook.moved"


@dataclass(frozen=True)
class Moved:
    """When the book was carried to another PC, and in which backup."""

    at: datetime
    backup: str


def moved(folder: Path) -> Moved | None:
    """Whether the book in ``folder`` goes on elsewhere; None while it is at home here."""
    try:
        found = json.loads((folder / MOVED).read_text(encoding="utf-8"))
        return Moved(moment_from(found["at"]), str(found["backup"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def mark_moved(folder: Path, backup: str, *, now: datetime) -> None:
    """Say from now on that the book goes on elsewhere."""
    keys.replace_file(folder / MOVED, json.dumps({"at": moment_text(now), "backup": backup}).encode())


def take_back(folder: Path) -> None:
    """The book is at home here again."""
    (folder / MOVED).unlink(missing_ok=True)
