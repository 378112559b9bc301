"""What a killed program left is cleared away when a window opens the book; what somebody is at, and what has a row, stays."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carebook.actions.opening import open_book
from carebook.actions.people import attach_file
from carebook.records.people import Attachment
from carebook.records.staff import Actor
from carebook.store import errors, folders, leftovers
from carebook.store.book import DATABASE, Book, new_id
from tests import samples
from tests.conftest import LOGIN, PASSWORD


def test_only_what_lost_its_writer_goes(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person())
    kept = attach_file(book, Attachment(person_id=person.id, title="Giấy"), b"x" * 9000, by=director, now=now).result
    book.keep_blob(b"y" * 9000, "no row names it")
    old, new, other = (book.folder / name for name in (".carebook-old", ".carebook-new", "note.txt"))
    for path, age in ((old, 61), (new, 5), (other, 9_000)):
        path.touch()
        os.utime(path, ((now - timedelta(seconds=age)).timestamp(),) * 2)
    leftovers.clear_away(book, now)
    assert [path.exists() for path in (old, new, other)] == [False, True, True]
    assert book.blob(kept.content_hash) == b"x" * 9000
    assert book.blob("no row names it") is None
    assert book.check() == []


def test_a_window_clears_away_a_command_does_not(book_folder: Path, now: datetime) -> None:
    left = book_folder / ".carebook-half"
    left.touch()
    os.utime(left, (1, 1))
    open_book(book_folder, LOGIN, PASSWORD, now=now).book.close()
    assert left.exists()
    open_book(book_folder, LOGIN, PASSWORD, now=now, exclusive=True).book.close()
    assert not left.exists()


def test_bytes_that_were_cleared_away_between_are_kept_again(
    book: Book, director: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person())
    real, times = Book.keep_blob, []

    def keep(self: Book, content: bytes, content_hash: str) -> None:
        real(self, content, content_hash)
        times.append(content_hash)
        if len(times) == 1:
            leftovers.clear_away(self, now)  # another window, at the worst moment

    monkeypatch.setattr(Book, "keep_blob", keep)
    kept = attach_file(book, Attachment(person_id=person.id, title="Giấy"), b"x" * 900, by=director, now=now).result
    assert book.blob(kept.content_hash) == b"x" * 900


def test_a_book_that_was_not_finished_is_none(book_folder: Path) -> None:
    (book_folder / "carebook.unfinished").touch()
    with pytest.raises(errors.UnfinishedBook):
        open_book(book_folder, LOGIN, PASSWORD, now=datetime(2026, 11, 22, tzinfo=UTC))
    with folders.making(book_folder):
        assert not (book_folder / DATABASE).exists()
    assert not (book_folder / "carebook.unfinished").exists()
