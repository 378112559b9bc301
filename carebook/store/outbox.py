"""What the outbox needs beside its records: who carries, how often a package was tried, and the passwords of destinations.

Tries and passwords are not journaled: they are the book's own workings, and no history, list or log shows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from carebook.rules.outbox import OPEN_STATES, next_try
from carebook.store.book import Reader, Writer
from carebook.store.rows import moment_from, moment_text

LOCK = "sending.lock"


@dataclass(frozen=True)
class Attempt:
    """How sending a package goes: vain tries so far, when the next is (None: not by itself), since when it is carried."""

    item_id: str
    tries: int = 0
    next_at: datetime | None = None
    claimed_at: datetime | None = None

    def failed(self, now: datetime, *, again: bool) -> Attempt:
        """After one more vain try."""
        tries = self.tries + 1
        return Attempt(self.item_id, tries, next_try(tries, now) if again else None)


@contextmanager
def carrying(folder: Path) -> Iterator[bool]:
    """Whether this is the one that carries packages of the book in ``folder`` now; a killed one lets go by itself.

    Who holds this and finds a package claimed knows that its carrier is dead.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def attempts(reader: Reader) -> dict[str, Attempt]:
    """The tries of every package that was tried and has not arrived, by its id."""
    reader.asks("outbox")
    rows = reader.rows("SELECT item_id, tries, next_at, claimed_at FROM outbox_attempt")
    return {
        row["item_id"]: Attempt(
            row["item_id"],
            row["tries"],
            moment_from(row["next_at"]) if row["next_at"] else None,
            moment_from(row["claimed_at"]) if row["claimed_at"] else None,
        )
        for row in rows
    }


def attempt(reader: Reader, item_id: str) -> Attempt:
    """The tries of one package."""
    return attempts(reader).get(item_id, Attempt(item_id))


def due(reader: Reader, now: datetime, *, waiting: bool = True) -> list[str]:
    """The packages with a destination that are to be carried by the program, the longest waiting first.

    Without ``waiting`` also those whose next try is later, or is somebody's to start.
    """
    reader.asks("outbox")
    states = sorted(state.value for state in OPEN_STATES)
    rows = reader.rows(
        f"""SELECT i.id FROM outbox_item i JOIN destination d ON d.id = i.destination_id AND d.withdrawn_at IS NULL
        LEFT JOIN outbox_attempt a ON a.item_id = i.id
        WHERE i.withdrawn_at IS NULL AND i.state IN ({", ".join("?" * len(states))})
        AND (? OR a.item_id IS NULL OR a.claimed_at IS NOT NULL OR a.next_at <= ?)
        ORDER BY coalesce(a.next_at, ''), i.id""",
        (*states, not waiting, moment_text(now)),
    )
    return [row["id"] for row in rows]


def put_attempt(writer: Writer, kept: Attempt) -> None:
    """Note how far sending a package is."""
    writer.run(
        "INSERT OR REPLACE INTO outbox_attempt VALUES (?, ?, ?, ?, ?)",
        (
            kept.item_id,
            kept.tries,
            moment_text(kept.next_at) if kept.next_at else None,
            moment_text(kept.claimed_at) if kept.claimed_at else None,
            writer.by,
        ),
    )


def claim(writer: Writer, item_id: str) -> None:
    """Note that the package is carried from now on."""
    put_attempt(writer, replace(attempt(writer, item_id), claimed_at=writer.now))


def drop_attempt(writer: Writer, item_id: str) -> None:
    """Begin anew: the package arrived, or somebody wants it tried at once."""
    writer.run("DELETE FROM outbox_attempt WHERE item_id = ?", (item_id,))


def password(writer: Writer, destination_id: str) -> str:
    """The password for a destination's server; "" when none is kept. No question of a page can read it."""
    return str(writer.value("SELECT secret FROM credential WHERE destination_id = ?", (destination_id,)) or "")


def put_password(writer: Writer, destination_id: str, secret: str) -> None:
    """Keep the password for a destination's server in place of the one before; "" forgets it."""
    writer.run("DELETE FROM credential WHERE destination_id = ?", (destination_id,))
    if secret:
        writer.run("INSERT INTO credential VALUES (?, ?)", (destination_id, secret))
