"""Killed at random points of every deed on a standing book: nothing acknowledged is lost, nothing half, nothing in plain."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from random import Random

import pytest

from carebook.actions.opening import open_book
from carebook.records.people import Attachment
from carebook.store import drafts, errors, periods
from carebook.store.book import Book, Reader
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.faults.center import NURSE_LOGIN, PLANTED, Center
from tests.faults.counts import Counts, Kills
from tests.faults.deeds import KINDS, Kind
from tests.faults.killing import Span, Told, watched
from tests.faults.soundness import OWN_FILES, begin, is_whole, plain_words, read_on

THOROUGH = 25
"""Every so many kills everything is proved; after each of the others what is new."""


class Trial:
    """The book of one kind of deed, killed again and again."""

    def __init__(self, kind: Kind, center: Center, kills: Kills) -> None:
        self.kind, self.center, self.kills = kind, center, kills
        self.usual: dict[str, set[int]] = defaultdict(set)
        with center.opened() as book, book.looking(NOW) as reader:
            self.seen = begin(reader)
        self._unkilled(0)
        self.span = self._unkilled(1)

    def _unkilled(self, number: int) -> Span:
        told = watched(lambda tell: self.kind.run(self.center, number, tell))
        assert told.ended
        with self.center.opened() as book, book.looking(NOW) as reader:
            self.seen = read_on(reader, self.seen)
        for op in (deed["op"] for deed in told.done):
            self.usual[self.seen.deeds.get(op, "")].add(self.seen.lines[op])
        return told.span

    def kill(self, number: int, chance: Random) -> None:
        """One child killed; then the book is opened and looked through."""
        told = watched(lambda tell: self.kind.run(self.center, number, tell), self.span.moment(chance))
        self.kills.kills += 1
        self.kills.acknowledged += len(told.done)
        try:
            with self.center.opened() as book:
                with book.looking(NOW) as reader:
                    self.seen = read_on(reader, self.seen)
                    self.whole_deeds(told)
                    self.facts(book, reader, told)
                if number % THOROUGH == 0:
                    is_whole(book)
            if "password" in told.begun[0]:
                self.password(told)
        except errors.BookError:
            self.kills.unreadable += 1
            raise

    def whole_deeds(self, told: Told) -> None:
        """Every deed that returned is there, and every other is there wholly or not at all."""
        done = {deed["op"] for deed in told.done}
        if not self.kind.journaled:
            return
        for op in (deed["op"] for deed in told.begun):
            lines = self.seen.lines[op]
            if op in done and not lines:
                self.kills.lost += 1
                raise AssertionError(f"an acknowledged deed is lost: {op}")
            if lines:
                assert lines in self.usual[self.seen.deeds[op]], f"a deed stands half: {op}"
            if lines and op not in done:
                self.kills.unacknowledged += 1

    def facts(self, book: Book, reader: Reader, told: Told) -> None:
        """What a deed said it keeps is kept, and where a deed was cut short, what stood before or what it was to keep."""
        for deed in told.done:
            if "blob" in deed:
                content = book.blob(deed["blob"])
                assert content is not None
                assert hashlib.sha256(content).hexdigest() == deed["blob"]
            if "file" in deed:
                kept = periods.kept_file(reader, deed["file"])
                assert kept is not None
                assert hashlib.sha256(kept).hexdigest() == deed["file"]
        for row in reader.records(Attachment):
            assert book.blob(row.content_hash) is not None, "a row without its bytes"
        possible = [*told.done[-1:], *told.begun[len(told.done) :]]
        if told.done and "draft" in told.done[-1]:
            with book.reading_for(self.center.nurse, NOW) as reader:
                draft = drafts.own_draft(reader, "note", self.center.stays[0])
            assert draft is not None
            assert draft.content in [deed["draft"] for deed in possible]
        for path in self.center.outgoing.iterdir():
            if not path.name.startswith("."):
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                sent = [deed for deed in told.begun if deed.get("sent") == path.name]
                assert all(deed["sha"] == digest for deed in sent), "half a package under its real name"

    def password(self, told: Told) -> None:
        """One password opens: the new one when the journal knows the deed, else the one before."""
        last = told.begun[-1]
        right = last["password" if self.seen.lines[last["op"]] else "before"]
        if told.done and told.done[-1] == last:
            assert right == last["password"]
        for word in {deed[one] for deed in told.begun for one in ("password", "before")}:
            if word == right:
                open_book(self.center.folder, NURSE_LOGIN, word, now=NOW).book.close()
            else:
                with pytest.raises(errors.WrongPassword):
                    open_book(self.center.folder, NURSE_LOGIN, word, now=NOW)

    def end(self) -> None:
        """Everything is proved once more, the window opens, and the folder holds what belongs there and nothing readable."""
        age_leftovers(self.center)
        opened = open_book(self.center.folder, LOGIN, PASSWORD, now=NOW, exclusive=True)
        with opened.book as book:
            is_whole(book)
            assert orphans(book) == []
        assert {path.name for path in self.center.folder.iterdir()} <= OWN_FILES
        assert plain_words([self.center.folder], (PLANTED, "Trần Thị An", "đã trò chuyện", "chưa lưu")) == []


def age_leftovers(center: Center) -> None:
    """Let a while pass over what a killed writer left, so that nobody may still be at it."""
    for path in center.folder.glob(".carebook-*"):
        os.utime(path, (1, 1))


def orphans(book: Book) -> list[str]:
    """Blobs that no row names."""
    with book.inspecting() as connection:
        named = {row[0] for row in connection.execute("SELECT content_hash FROM attachment")}
    with book.inspecting(name="attachments.db") as connection:
        return [row[0] for row in connection.execute("SELECT content_hash FROM blob") if row[0] not in named]


SHARES: Counter[str] = Counter({"closing a period": 4, "signed file and outbox": 8})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_killed_while_writing(kind: Kind, center: Center, counts: Counts, size: float, chance: Random) -> None:
    trial = Trial(kind, center, counts.killed(kind.name))
    for number in range(2, 2 + round((SHARES[kind.name] or 13) * size)):
        trial.kill(number, chance)
    trial.end()
    assert (trial.kills.lost, trial.kills.unreadable) == (0, 0)
