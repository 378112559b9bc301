"""The sending hand: it waits without a thread, sends what is due by itself, and tells a fault of the program once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carebook.actions.change import Change
from carebook.records.periods import OutboxState
from carebook.records.staff import Actor
from carebook.store import outbox as store
from carebook.store.book import Book
from carebook.ui.parts.sending import Sending
from tests.outbox_samples import Putting, item_of

CHANGED = Change(frozenset({"outbox"}))


@pytest.fixture
def sending(book: Book, director: Actor, now: datetime, qtbot: QtBot) -> Iterator[Sending]:
    assert qtbot is not None
    made = Sending(book, director, lambda: now)
    yield made
    made.close()


def test_it_does_nothing_before_it_is_told_to_begin(
    sending: Sending, book: Book, director: Actor, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "so").mkdir()
    item = Putting(book, director, now, tmp_path)()
    sending.look(CHANGED)
    assert sending._thread is None
    assert item_of(book, item, now).state is OutboxState.WAITING


def test_what_is_due_is_sent_one_after_the_other(
    qtbot: QtBot, sending: Sending, book: Book, director: Actor, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "so").mkdir()
    put = Putting(book, director, now, tmp_path)
    gone, here = put(str(tmp_path / "gone")), put()
    changed: list[Change] = []
    sending.changed.connect(changed.append)
    sending.begin()
    with qtbot.waitSignal(sending.sent) as told:
        sending.look(CHANGED)
    assert told.args[0].ids == (here.id,)
    qtbot.waitUntil(lambda: [change.ids[0] for change in changed] == [gone.id, here.id])
    assert item_of(book, gone, now).state is OutboxState.FAILED
    assert item_of(book, here, now).state is OutboxState.SENT


def test_who_may_not_send_is_told_so(qtbot: QtBot, book: Book, director: Actor, now: datetime, tmp_path: Path) -> None:
    item = Putting(book, director, now, tmp_path)()
    nobody = Sending(book, Actor("", "", "Nobody", ""), lambda: now)
    with qtbot.waitSignal(nobody.not_sent) as told:
        nobody.send(item.id, folder=tmp_path)
    assert told.args[0] == item.id
    assert told.args[1].message.id.startswith("The right")
    nobody.close()


def test_a_fault_of_the_program_is_told_once(qtbot: QtBot, sending: Sending, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_rest: told.append(kind.__name__))

    def breaks(*_given: object, **_named: object) -> list[str]:
        raise ZeroDivisionError

    monkeypatch.setattr(store, "due", breaks)
    sending.begin()
    sending.look(CHANGED)
    sending.look(CHANGED)
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(100)
    assert told == ["ZeroDivisionError"]
