"""Trusted signers and a folder of files, as hands and eyes use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carebook.actions import signing
from carebook.records.staff import Actor, Role
from carebook.store import code_lists
from carebook.store import facility as facility_store
from carebook.store import trust as kept_trust
from carebook.store.book import Book
from carebook.ui.pages.exchange.folder_check import FolderDialog
from carebook.ui.pages.settings.page import SettingsPage
from carebook.ui.pages.settings.trust import TrustTab
from carebook.ui.pages.settings.trust_dialogs import AddRootDialog, RevokeDialog, WhyDialog
from carebook.ui.parts.desk import Desk
from tests import period_samples as sample
from tests.period_samples import ROOT_PASSWORD
from tests.sealing.conftest import drawn_paper

Open = Callable[[Actor], TrustTab]


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


@pytest.fixture
def desk_of(book: Book, now: datetime) -> Iterator[Callable[[Actor], Desk]]:
    desks: list[Desk] = []

    def make(actor: Actor) -> Desk:
        with book.reading_for(actor, now) as reader:
            codes, facility = code_lists.words(reader), facility_store.facility(reader)
        desks.append(Desk(book, actor, facility, codes, clock=lambda: now))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def tab_for(qtbot: QtBot, desk_of: Callable[[Actor], Desk]) -> Open:
    def make(actor: Actor) -> TrustTab:
        page = SettingsPage(desk_of(actor))
        qtbot.addWidget(page)
        page.resize(1180, 740)
        page.turn_to("trust")
        page.show()
        tab = page.tab("trust")
        assert isinstance(tab, TrustTab)
        return tab

    return make


def authority(now: datetime) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA công cộng thử")])
    builder = x509.CertificateBuilder(named, named, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=9)).not_valid_after(now + timedelta(days=900))
    builder = builder.add_extension(x509.BasicConstraints(True, None), True)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def test_an_authority_is_added_after_a_look_and_removed_with_a_reason(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, tab_for: Open
) -> None:
    tab = tab_for(director)
    tab.add_root(b"khong phai chung thu")
    assert tab.dialog is None
    assert "not a certificate" in tab.page.messages.text()
    tab.add_root(authority(now))
    assert isinstance(tab.dialog, AddRootDialog)
    tab.dialog.why.setText("USB ký của Giám đốc")
    tab.dialog.send()
    qtbot.waitUntil(lambda: tab.roots.table.current() is not None)
    assert (tab.roots.table.current().name, tab.roots.table.current().why) == (
        "CA công cộng thử",
        "USB ký của Giám đốc",
    )
    tab.remove_root()
    assert isinstance(tab.dialog, WhyDialog)
    tab.dialog.send()
    assert "reason" in tab.dialog.bar.text()
    tab.dialog.reason.setText("thôi dùng")
    tab.dialog.send()
    qtbot.waitUntil(lambda: tab.roots.table.current() is None)
    with book.looking(now) as reader:
        assert kept_trust.ca_roots(reader) == []


def test_a_key_is_revoked_and_the_list_saved(
    qtbot: QtBot, book: Book, director: Actor, preparer: Actor, now: datetime, tab_for: Open, tmp_path: Path
) -> None:
    sample.with_keys(book, director, preparer, now)
    tab = tab_for(director)
    qtbot.waitUntil(lambda: tab.keys.table.current() is not None)
    key = next(one for one in (tab.keys.table.records.record_at(n) for n in range(2)) if one.holder == preparer.name)
    tab.keys.table.pick(key.id)
    tab.revoke()
    dialog = tab.dialog
    assert isinstance(dialog, RevokeDialog)
    dialog.send()
    assert "recovery code" in dialog.bar.text()
    dialog.feared.choose(["feared"])
    dialog.reason.setText("mất máy")
    dialog.code.setText("sai")
    dialog.send()
    qtbot.waitUntil(lambda: "password" in dialog.bar.text())
    dialog.code.setText(ROOT_PASSWORD)
    dialog.send()
    qtbot.waitUntil(lambda: tab.lists.table.current() is not None)
    listed = tab.lists.table.current()
    assert listed.count == 1
    tab.write_list(listed, tmp_path / "thu-hoi.crl")
    assert (tmp_path / "thu-hoi.crl").read_bytes() == listed.der
    tab.keys.table.pick(key.id)
    tab.revoke()
    assert "revoked already" in tab.page.messages.text()
    tab.take_list(listed.der)
    qtbot.waitUntil(lambda: "is as new" in tab.page.messages.text())


def test_a_facility_is_trusted_no_longer(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, tab_for: Open
) -> None:
    from carebook.sealing import keys
    from carebook.sealing.codes import facility_code

    root = keys.open_root(keys.make_facility_root("Trung tâm Hoa Sen", "goc", now), "goc").certificate
    code = facility_code(root)
    signing.trust_facility(book, code.short, code.facility, code.fingerprint, by=director, now=now)
    tab = tab_for(director)
    qtbot.waitUntil(lambda: tab.facilities.table.current() is not None)
    tab.end_trust()
    assert isinstance(tab.dialog, WhyDialog)
    tab.dialog.reason.setText("gộp cơ sở")
    tab.dialog.send()
    qtbot.waitUntil(lambda: tab.facilities.table.current() is None)


def test_who_may_not_trust_does_not_see_the_tab(
    qtbot: QtBot, desk_of: Callable[[Actor], Desk], actor_with: Callable[..., Actor]
) -> None:
    page = SettingsPage(desk_of(actor_with(Role.NURSE)))
    qtbot.addWidget(page)
    page.turn_to("trust")
    assert "trust" not in page._entries


def test_a_folder_is_checked_at_once(
    qtbot: QtBot,
    book: Book,
    director: Actor,
    preparer: Actor,
    now: datetime,
    desk_of: Callable[[Actor], Desk],
    tmp_path: Path,
) -> None:
    from carebook.reports import copies

    sample.filled(book)
    snapshot = sample.signed(book, director, preparer, now)
    with book.looking(now) as reader:
        pdf = copies.signed_copy(reader, snapshot.id)
    assert pdf is not None
    (tmp_path / "trong").mkdir()
    (tmp_path / "a.pdf").write_bytes(pdf)
    (tmp_path / "trong" / "b.PDF").write_bytes(pdf)
    (tmp_path / "trong" / "c.pdf").write_bytes(drawn_paper())
    (tmp_path / "khac.txt").write_bytes(b"x")
    dialog = FolderDialog(desk_of(director), None, tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.files))
    assert [one.path for one in dialog.files] == ["a.pdf", "trong/b.PDF", "trong/c.pdf"]
    assert [one.verdict.level.value for one in dialog.files if one.verdict] == [
        *("facility_trusted", "facility_trusted", "unsigned"),
    ]
    assert dialog.files[1].same_as == "a.pdf"
    assert dialog.count.text() == "3 files · 2 signed in-house · 1 not signed"
    dialog.table.pick("trong/b.PDF")
    qtbot.waitUntil(lambda: "same file" in dialog.bar.text())
    with qtbot.waitSignal(dialog.opened) as opened:
        dialog.table.opened.emit(dialog.files[0])
    assert opened.args == [tmp_path / "a.pdf"]


def test_an_empty_folder_says_so(
    qtbot: QtBot, director: Actor, desk_of: Callable[[Actor], Desk], tmp_path: Path
) -> None:
    dialog = FolderDialog(desk_of(director), None, tmp_path)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "no PDF" in dialog.bar.text())


def test_a_newer_list_that_comes_with_a_checked_file_is_kept(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, desk_of: Callable[[Actor], Desk], tmp_path: Path
) -> None:
    from carebook.records.signing import DATA_FILE, PREPARER, REVOCATIONS_FILE, SignaturePlace
    from carebook.sealing import keys, sign
    from carebook.sealing.codes import facility_code
    from carebook.sealing.trust import make_revocation_list
    from carebook.ui.pages.exchange.check import CheckPanel

    root = keys.make_facility_root("Trung tâm Hoa Sen", "goc", now)
    p12 = keys.issue_staff(root, "goc", person="Trần Thị An", post="", organisation="", password="khoa", now=now)
    listed = make_revocation_list(root, "goc", {4711: now}, now=now)
    attached = [sign.Attachment(DATA_FILE, b"{}"), sign.Attachment(REVOCATIONS_FILE, listed, "application/pkix-crl")]
    blank = sign.prepare(drawn_paper(), (SignaturePlace(PREPARER, 1, (60, 100, 220, 170)),), attached)
    path = tmp_path / "hoa-sen.pdf"
    path.write_bytes(sign.sign(blank, PREPARER, keys.open_p12(p12, "khoa"), when=now, reason="x"))
    panel = CheckPanel(desk_of(director))
    qtbot.addWidget(panel)
    panel.check_file(path)
    qtbot.waitUntil(lambda: panel.box.heading.text() == "Signer not known yet")
    panel.code.setText(facility_code(keys.open_root(root, "goc").certificate).short)
    with qtbot.waitSignals([panel.trusted, panel.trusted], timeout=20_000):
        panel.trust()
    qtbot.waitUntil(lambda: panel.box.heading.text() == "Signed in-house")
    with book.looking(now) as reader:
        (known,) = signing.trust_of(reader).revocations
    assert known.der == listed
