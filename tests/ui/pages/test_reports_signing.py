"""Signing a report from its page with another's key: who it belongs to is said, and that person can sign instead."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carebook.actions import signing
from carebook.records.periods import ReportState, Snapshot
from carebook.records.staff import Actor, Role
from carebook.sealing.verdict import Level
from carebook.store import periods
from carebook.store.book import Book
from carebook.ui.pages.reports.closing import CloseDialog
from carebook.ui.pages.reports.deeds import NumberDialog
from carebook.ui.pages.reports.page import ReportsPage
from carebook.ui.pages.reports.signing import SignDialog
from tests import period_samples as sample
from tests.period_samples import KEY_PASSWORD, MONTH
from tests.ui.pages.report_world import ReportPages


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


@pytest.fixture
def deputy(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.DEPUTY, name="Tô Văn Bách Tùng")


@pytest.fixture
def snapshot(book: Book, director: Actor, preparer: Actor, deputy: Actor, now: datetime) -> Snapshot:
    """October, closed for the director's signature; all three have keys."""
    sample.filled(book)
    sample.with_keys(book, director, preparer, now)
    sample.with_keys(book, deputy, preparer, now)
    return sample.closed(book, director, now, signers=sample.signers(director, preparer))


@pytest.fixture
def pages(qtbot: QtBot, book: Book, now: datetime) -> Iterator[ReportPages]:
    made = ReportPages(qtbot, book, now)
    yield made
    made.close()


def refused(qtbot: QtBot, page: ReportsPage) -> SignDialog:
    """The dialog of a signature after a key of somebody else was tried."""
    dialog = page.steps.dialog
    assert isinstance(dialog, SignDialog)
    dialog.password.setText(KEY_PASSWORD)
    dialog.send()
    qtbot.waitUntil(lambda: "belongs to" in dialog.bar.text())
    return dialog


def test_a_deputy_signs_on_behalf_of_the_head_in_a_new_version(
    qtbot: QtBot, book: Book, pages: ReportPages, preparer: Actor, deputy: Actor, now: datetime, snapshot: Snapshot
) -> None:
    signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=preparer, now=now)
    page = pages.open(deputy)
    page.steps.begin_signing("head")
    dialog = refused(qtbot, page)
    assert dialog.bar._action.text() == "Sign on behalf (KT.)…"
    dialog.bar._action.click()
    closing = page.steps.dialog
    assert isinstance(closing, CloseDialog)
    assert closing.form is not None
    assert closing.form.value("head_name") == deputy.name
    assert closing.form.value("head_post") == deputy.post
    assert closing.form.value("head_prefix") == "KT"
    assert "ký thay" in closing.form.value("replaced_because")
    with qtbot.waitSignal(closing.succeeded) as closed:
        closing.send()
    again = closed.args[0].result
    assert (again.report_version, again.head_name, again.head_prefix) == (2, deputy.name, "KT")
    assert sample.kept(book, snapshot.id, now).state is ReportState.SUPERSEDED
    signing.sign_as_preparer(book, again.id, KEY_PASSWORD, by=preparer, now=now)
    change = signing.sign_as_head(book, again.id, KEY_PASSWORD, by=deputy, now=now)
    assert change.result.level is Level.FACILITY_TRUSTED


def test_another_preparer_is_named_before_the_first_signature(
    qtbot: QtBot, book: Book, pages: ReportPages, director: Actor, now: datetime, snapshot: Snapshot
) -> None:
    page = pages.open(director)
    page.steps.begin_signing("preparer")
    dialog = refused(qtbot, page)
    assert dialog.bar._action.text() == "Change the preparer…"
    dialog.bar._action.click()
    number = page.steps.dialog
    assert isinstance(number, NumberDialog)
    with qtbot.waitSignal(number.succeeded):
        number.leave_blank()
    kept = sample.kept(book, snapshot.id, now)
    assert (kept.preparer_name, kept.preparer_post) == (director.name, director.post)
    signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=director, now=now)


def test_who_may_not_change_the_signer_is_only_told(
    qtbot: QtBot,
    book: Book,
    pages: ReportPages,
    actor_with: Callable[..., Actor],
    preparer: Actor,
    now: datetime,
    snapshot: Snapshot,
    tmp_path: Path,
) -> None:
    accountant = actor_with(Role.ACCOUNTANT, name="Lâm Thị Thạch Thảo")
    sample.with_keys(book, accountant, preparer, now)
    with book.looking(now) as reader:
        own = periods.signing_key(reader, accountant.staff_member_id)
    assert own is not None
    (tmp_path / "khoa.p12").write_bytes(base64.b64decode(own.p12))
    page = pages.open(accountant, MONTH)
    page.steps.begin_signing("preparer")
    dialog = page.steps.dialog
    assert isinstance(dialog, SignDialog)
    dialog.take_key(tmp_path / "khoa.p12")
    dialog = refused(qtbot, page)
    assert dialog.bar._action.isHidden()
    assert snapshot.preparer_name in dialog.bar.text()
