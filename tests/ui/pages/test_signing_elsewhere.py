"""Signing with another tool and with a token, as hands and eyes do it: what is saved, taken back, chosen and refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pytestqt.qtbot import QtBot

from carebook.records.periods import ReportState, Snapshot
from carebook.records.signing import PREPARER
from carebook.records.staff import Actor, Role
from carebook.sealing import keys
from carebook.store import code_lists
from carebook.store import facility as facility_store
from carebook.store import periods as store
from carebook.store.book import Book
from carebook.ui.pages.reports.outside import GivingOut, TakeBackDialog
from carebook.ui.pages.reports.token_choice import TokenDialog, said_token
from carebook.ui.parts.desk import Desk
from tests import period_samples as sample
from tests.period_samples import KEY_PASSWORD
from tests.token_samples import needs_softhsm, plugged_in


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    with book.reading_for(director, now) as reader:
        codes, facility = code_lists.words(reader), facility_store.facility(reader)
    made = Desk(book, director, facility, codes, clock=lambda: now)
    yield made
    made.close()


@pytest.fixture
def snapshot(book: Book, director: Actor, preparer: Actor, now: datetime) -> Snapshot:
    sample.filled(book)
    sample.with_keys(book, director, preparer, now)
    return sample.closed(book, director, now, signers=sample.signers(director, preparer))


def signed_elsewhere(book: Book, pdf: bytes, actor: Actor, now: datetime) -> bytes:
    import base64

    with book.looking(now) as reader:
        kept = store.signing_key(reader, actor.staff_member_id)
    assert kept is not None
    key = keys.open_p12(base64.b64decode(kept.p12), KEY_PASSWORD)
    metadata = PdfSignatureMetadata(field_name=PREPARER, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    return PdfSigner(metadata, signer=key.signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()


def test_saved_signed_and_taken_back(
    qtbot: QtBot, book: Book, desk: Desk, preparer: Actor, now: datetime, snapshot: Snapshot, tmp_path: Path
) -> None:
    from PySide6.QtWidgets import QWidget

    page = QWidget()
    qtbot.addWidget(page)
    giving = GivingOut(desk, page)
    said: list[str] = []
    giving.said.connect(lambda sentence, _tone: said.append(str(sentence)))
    path = tmp_path / "de-ky.pdf"
    giving.write(snapshot, path)
    qtbot.waitUntil(lambda: bool(said))
    assert "de-ky.pdf" in said[0]

    dialog = TakeBackDialog(desk, page, snapshot)
    qtbot.addWidget(dialog)
    dialog.send()
    assert "Choose" in dialog.bar.text()
    dialog.take_file(tmp_path / "khong-co.pdf")
    assert "could not be read" in dialog.bar.text()
    dialog.take_file(path)
    dialog.send()
    qtbot.waitUntil(lambda: "no signature" in dialog.bar.text())

    path.write_bytes(signed_elsewhere(book, path.read_bytes(), preparer, now))
    dialog.take_file(path)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    assert sample.kept(book, snapshot.id, now).state is ReportState.PREPARER_SIGNED
    giving.write(snapshot, tmp_path / "khong" / "co.pdf")
    qtbot.waitUntil(lambda: len(said) == 2)
    assert "could not be written" in said[1]


@needs_softhsm
def test_a_key_of_a_token_is_chosen_and_its_driver_remembered(
    qtbot: QtBot, desk: Desk, now: datetime, tmp_path: Path
) -> None:
    with plugged_in(tmp_path, "ĐÀO THỊ HƯỚNG DƯƠNG", now) as token:
        _choose_and_come_again(qtbot, desk, token.driver)


def _choose_and_come_again(qtbot: QtBot, desk: Desk, token: Path) -> None:
    dialog = TokenDialog(desk, None)
    qtbot.addWidget(dialog)
    dialog.take_driver(token)
    qtbot.waitUntil(lambda: dialog.table.current() is not None)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.use()
    (key,) = chosen.args
    assert key.certificate.name == "ĐÀO THỊ HƯỚNG DƯƠNG"
    assert key.certificate.name in said_token(key)
    again = TokenDialog(desk, None)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.table.current() is not None)
    assert again.driver.whole() == str(token)


def test_what_is_no_driver_is_said(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    dialog = TokenDialog(desk, None)
    qtbot.addWidget(dialog)
    dialog.take_driver(tmp_path / "khong-co.so")
    qtbot.waitUntil(lambda: "not the driver" in dialog.bar.text())
    assert dialog.table.current() is None
