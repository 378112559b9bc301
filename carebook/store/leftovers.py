"""What a program that was killed left in a book's folder, and how it is cleared away when a window opens the book."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from carebook.store import errors
from carebook.store.book import FILES, Book, new_id

_HALF_WRITTEN = ".carebook-*"
_MINUTE = 60.0


def clear_away(book: Book, now: datetime) -> None:
    """Remove half-written files that nobody can be writing any more, and the bytes of attachments whose rows were never kept.

    Does nothing to a book that is only looked at, and where the world stands against it: it is done at the next opening.
    """
    if book.read_only is not None:
        return
    _remove_half_written(book.folder, now)
    with suppress(errors.BookError):
        _remove_bytes_without_rows(book, now)


def _remove_half_written(folder: Path, now: datetime) -> None:
    """A file is written under such a name within a moment; one of a minute ago, or of the future, has lost its writer."""
    for path in folder.glob(_HALF_WRITTEN):
        with suppress(OSError):
            if path.is_file() and abs(now.timestamp() - path.stat().st_mtime) > _MINUTE:
                path.unlink()


def _remove_bytes_without_rows(book: Book, now: datetime) -> None:
    """While this transaction stands no row can be added; whoever adds one later looks whether its bytes are still there."""
    with book.inspecting(name=FILES) as files:
        kept = {row[0] for row in files.execute("SELECT content_hash FROM blob")}
    if not kept:
        return
    with book.looking(now) as reader:
        if kept <= {row[0] for row in reader.rows("SELECT content_hash FROM attachment")}:
            return
    with book.changing("", now, new_id(), "clear_away", journaled=False) as writer:
        named = {row[0] for row in writer.rows("SELECT content_hash FROM attachment")}
        with book.inspecting(name=FILES) as files:
            files.executemany("DELETE FROM blob WHERE content_hash = ?", [(one,) for one in sorted(kept - named)])
