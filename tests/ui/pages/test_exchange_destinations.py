"""The dialog of a destination says what each kind of server asks for, and keeps the password apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from carebook.records.periods import Destination
from carebook.records.staff import Actor
from carebook.store import code_lists, facility, outbox
from carebook.store.book import Book, new_id
from carebook.ui.pages.exchange.destinations import DestinationDialog
from carebook.ui.parts.desk import Desk


@pytest.fixture
def dialog(qtbot: QtBot, book: Book, director: Actor, now: datetime) -> Iterator[DestinationDialog]:
    with book.reading_for(director, now) as reader:
        desk = Desk(book, director, facility.facility(reader), code_lists.words(reader), clock=lambda: now)
    made = DestinationDialog(desk, None)
    qtbot.addWidget(made)
    made.show()
    yield made
    desk.close()


def typed(dialog: DestinationDialog, url: str, user: str = "") -> None:
    for name, value in (("name", "Sở Y tế"), ("url", url), ("user", user)):
        dialog.form.editor(name).set_value(value)
    dialog._look()


@pytest.mark.parametrize(
    ("url", "on_server", "how", "warned"),
    [
        ("/gui", False, "", False),
        ("\\\\soyte\\nhan", False, "", False),
        ("davs://nhan.example.vn/bao-cao", True, "", False),
        ("sftp://nhan.example.vn/bao-cao", True, "", False),
        ("smb://soyte/nhan", True, "smb://", False),
        ("s3://kho.example.vn/so-y-te", True, "s3://", False),
        ("s3+http://kho.example.vn/so-y-te", True, "s3://", True),
    ],
)
def test_each_kind_of_address_is_explained(
    dialog: DestinationDialog, url: str, on_server: bool, how: str, warned: bool
) -> None:
    typed(dialog, url, "trungtam")
    assert dialog._server.isVisible() is on_server
    assert dialog.choose.isVisible() is not on_server
    assert dialog.how.text().startswith(how)
    assert bool(dialog.how.text()) is bool(how)
    assert bool(dialog.hint.text()) is warned


def test_a_share_is_kept_and_its_password_apart(
    dialog: DestinationDialog, qtbot: QtBot, book: Book, director: Actor, now: datetime
) -> None:
    typed(dialog, "smb://soyte", "SOYTE\\trungtam")
    dialog.password.setText("bi-mat-0417")
    dialog.send()
    qtbot.waitUntil(lambda: not dialog.form.summary.isHidden())
    assert dialog.isVisible(), "the share is missing from the address"
    typed(dialog, "smb://soyte/nhan/bao-cao", "SOYTE\\trungtam")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    with book.reading_for(director, now) as reader:
        kept = reader.records(Destination)[-1]
    assert (kept.url, kept.user) == ("smb://soyte/nhan/bao-cao", "SOYTE\\trungtam")
    with book.changing(director.account_id, now, new_id(), "send_package", journaled=False) as writer:
        assert outbox.password(writer, kept.id) == "bi-mat-0417"
    assert dialog.password.text() == ""


@pytest.mark.looks
@pytest.mark.parametrize("url", ["", "smb://soyte/nhan", "s3+http://kho.example.vn/so-y-te"])
def test_nothing_is_squeezed(dialog: DestinationDialog, qtbot: QtBot, url: str) -> None:
    typed(dialog, url, "trungtam")
    layout = dialog.layout()
    assert layout is not None
    qtbot.waitUntil(lambda: dialog.height() >= layout.totalHeightForWidth(dialog.width()))
    for name in ("name", "url", "user"):
        editor = dialog.form.editor(name)
        if editor.isVisible():
            assert editor.height() >= editor.minimumSizeHint().height()
