"""The tab of signing: keys, pictures of signature and seal; and the seal set on a report, as hands and eyes do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pytestqt.qtbot import QtBot

from carebook import places
from carebook.actions import signing
from carebook.actions.change import Change
from carebook.actions.periods import number_report
from carebook.records.periods import ReportState
from carebook.records.signing import HEAD, PREPARER, SEAL
from carebook.records.staff import Actor, Role
from carebook.reports.paper.signature_pictures import problem_with
from carebook.store import code_lists, periods
from carebook.store import facility as facility_store
from carebook.store.book import Book
from carebook.store.signing import picture_of, seal_key
from carebook.ui.pages.reports.closing import CloseDialog
from carebook.ui.pages.reports.signing import SignDialog
from carebook.ui.pages.settings.page import SettingsPage
from carebook.ui.pages.settings.signature_pictures import PictureDialog, as_png, from_file
from carebook.ui.pages.settings.signing import KeyDialog, SigningTab
from carebook.ui.parts.choices import Choices
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.stamping import Stamping
from tests import period_samples as sample
from tests.period_samples import KEY_PASSWORD, ROOT_PASSWORD
from tests.picture_samples import blue_signature, png, red_seal
from tests.sealing.services import Services, running
from tests.ui.pages.report_world import ReportPages

Open = Callable[[Actor], SigningTab]


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


@pytest.fixture
def tab_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    desks: list[Desk] = []

    def make(actor: Actor) -> SigningTab:
        with book.reading_for(actor, now) as reader:
            codes, facility = code_lists.words(reader), facility_store.facility(reader)
        desks.append(Desk(book, actor, facility, codes, clock=lambda: now))
        page = SettingsPage(desks[-1])
        qtbot.addWidget(page)
        page.resize(1180, 740)
        page.turn_to("signing")
        page.show()
        tab = page.tab("signing")
        assert isinstance(tab, SigningTab)
        qtbot.waitUntil(lambda: bool(tab.own_key.text()))
        return tab

    yield make
    for desk in desks:
        desk.close()


def photograph(path: Path, ink: tuple[int, int, int] = (30, 50, 150)) -> Path:
    """A signature on yellowish paper that is not evenly lit, as a telephone takes it."""
    picture = Image.new("RGB", (900, 500), (232, 228, 214))
    drawing = ImageDraw.Draw(picture)
    for across in range(0, 900, 3):
        drawing.line([(across, 0), (across, 500)], fill=(226 + across // 150, 222 + across // 150, 210), width=3)
    drawing.line([(300, 300), (420, 180), (520, 330), (640, 220)], fill=ink, width=14)
    picture.save(path)
    return path


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_a_photograph_loses_its_paper(tmp_path: Path, ending: str) -> None:
    made = from_file(photograph(tmp_path / f"chu-ky.{ending}"))
    assert made is not None
    assert problem_with(as_png(made)) is None
    assert (330 <= made.width() <= 370, 140 <= made.height() <= 185) == (True, True)
    assert made.pixelColor(2, 2).alpha() == 0
    inked = [made.pixelColor(x, y) for x in range(0, made.width(), 5) for y in range(0, made.height(), 5)]
    full = [colour for colour in inked if colour.alpha() > 200]
    assert 20 < len(full) < len(inked) / 3
    assert all(colour.blue() > colour.red() for colour in full)


def test_a_picture_that_is_see_through_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "dau.png").write_bytes(red_seal())
    made = from_file(tmp_path / "dau.png")
    assert made is not None
    assert (made.width(), made.height()) == pytest.approx((413, 413), abs=4)
    assert made.pixelColor(made.width() // 2, made.height() // 2).red() > 150
    (tmp_path / "trang.png").write_bytes(png(Image.new("RGB", (200, 100), "white")))
    empty = from_file(tmp_path / "trang.png")
    assert empty is not None
    assert empty.pixelColor(5, 5).alpha() == 0
    (tmp_path / "khong.png").write_bytes(b"no picture")
    assert from_file(tmp_path / "khong.png") is None


def test_the_own_picture_is_chosen_kept_and_removed(
    qtbot: QtBot, tab_for: Open, book: Book, director: Actor, now: datetime, tmp_path: Path
) -> None:
    tab = tab_for(director)
    tab.picture.begin()
    dialog = tab.dialog
    assert isinstance(dialog, PictureDialog)
    dialog.send()
    assert "first" in dialog.bar.text()
    (tmp_path / "a.png").write_bytes(b"?")
    dialog.take_file(tmp_path / "a.png")
    assert "a.png" in dialog.bar.text()
    dialog.take_file(photograph(tmp_path / "chu-ky.jpg"))
    dialog.form.editor("width_mm").set_value(99.0)
    dialog.send()
    qtbot.waitUntil(lambda: bool(dialog.form.editor("width_mm").complaint()))
    dialog.form.editor("width_mm").set_value(42.0)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    qtbot.waitUntil(lambda: tab.picture.seen is not None)
    assert "42" in tab.picture.line.text()
    tab.picture.strike()
    qtbot.waitUntil(lambda: tab.picture.seen is None)
    with book.looking(now) as reader:
        assert picture_of(reader, director.staff_member_id) is None


def test_a_key_is_made_and_what_is_wrong_is_said_in_the_dialog(
    qtbot: QtBot, tab_for: Open, book: Book, director: Actor, now: datetime
) -> None:
    signing.make_signing_key(book, director.staff_member_id, KEY_PASSWORD, ROOT_PASSWORD, by=director, now=now)
    tab = tab_for(director)
    tab.begin_seal_key()
    dialog = tab.dialog
    assert isinstance(dialog, KeyDialog)
    for password, again, code, said in (
        ("khoa dau 1", "khoa dau 2", ROOT_PASSWORD, "alike"),
        ("ngan", "ngan", ROOT_PASSWORD, "alike"),
        ("khoa dau 1", "khoa dau 1", "sai", "password"),
    ):
        dialog.code.setText(code)
        dialog.password.setText(password)
        dialog.again.setText(again)
        dialog.send()
        qtbot.waitUntil(lambda said=said: said in dialog.bar.text())
    dialog.code.setText(ROOT_PASSWORD)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    qtbot.waitUntil(lambda: "Valid to" in tab.seal_key.text())
    with book.looking(now) as reader:
        assert seal_key(reader) is not None


def test_who_may_not_set_the_seal_sees_nothing_of_it(tab_for: Open, actor_with: Callable[..., Actor]) -> None:
    tab = tab_for(actor_with(Role.NURSE, name="Doãn Thị Cẩm Tú"))
    assert tab.seal_picture.parent() is None
    assert tab.picture.isVisibleTo(tab)
    assert tab.timestamps is None
    of_it = tab_for(actor_with(Role.IT, name="Giáp Văn Tin"))
    assert of_it.timestamps is not None
    assert of_it.timestamps.line.text() == ""


def test_a_report_is_closed_with_its_seal_and_sealed_last(
    qtbot: QtBot, book: Book, director: Actor, preparer: Actor, now: datetime
) -> None:
    sample.filled(book)
    sample.with_keys(book, director, preparer, now)
    signing.make_seal_key(book, KEY_PASSWORD, ROOT_PASSWORD, by=director, now=now)
    signing.keep_picture(book, blue_signature(), width_mm=35, by=director, now=now)
    pages = ReportPages(qtbot, book, now)
    page = pages.open(director)
    page.steps.begin_closing()
    closing = page.steps.dialog
    assert isinstance(closing, CloseDialog)
    assert not closing.seal.isChecked()
    closing.seal.setChecked(True)
    with qtbot.waitSignal(closing.succeeded) as closed:
        closing.send()
    snapshot = closed.args[0].result
    assert snapshot.sealed

    who = sample.signers(director, preparer)
    number_report(book, snapshot.id, "128", None, signers=who, by=director, now=now)
    signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=preparer, now=now)
    signing.sign_as_head(book, snapshot.id, KEY_PASSWORD, by=director, now=now)

    later = pages.open(director)
    view = later._view
    assert view is not None
    steps = {step.key: step for step in later.steps.show_report(view)}
    assert "outbox" not in steps
    assert {"seal", "export", "take_back"} <= set(steps)
    steps["seal"].begin()
    dialog = later.steps.dialog
    assert isinstance(dialog, SignDialog)
    dialog.password.setText(KEY_PASSWORD)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    with book.looking(now) as reader:
        assert periods.signed_files(reader, snapshot.id)[0].roles == (PREPARER, HEAD, SEAL)
    assert sample.kept(book, snapshot.id, now).state is ReportState.SIGNED
    pages.close()


@pytest.fixture
def services(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A running authority; this PC's choices in a folder of the test."""
    monkeypatch.setattr("carebook.places.settings_file", lambda: tmp_path / "carebook.ini")
    (tmp_path / "ca").mkdir()
    with running(tmp_path / "ca", now) as found:
        yield found


def test_the_service_of_this_pc_is_chosen_and_asked(
    qtbot: QtBot, tab_for: Open, book: Book, director: Actor, preparer: Actor, now: datetime, services: Services
) -> None:
    snapshot = sample.signed(book, director, preparer, now)
    part = tab_for(director).timestamps
    assert part is not None
    qtbot.waitUntil(lambda: part.line.text().startswith("1 report"))
    assert not part.now.isVisibleTo(part)
    for typed, problem in (("tsa.vn", "begins with http"), ("http://a:b@tsa.vn", "no password")):
        part.address.setText(typed)
        part.keep()
        assert problem in part.problem.text()
    assert part._choices.stamper == ""
    part.address.setText(services.stamping)
    part.keep()
    assert part._choices.stamper == services.stamping
    part.try_now()
    qtbot.waitUntil(lambda: "not trusted here" in part.failure.text())
    qtbot.waitUntil(part.now.isEnabled)

    signing.add_ca_root(book, services.root.der, by=director, now=now)
    part.try_now()
    qtbot.waitUntil(lambda: part.line.text().startswith("No signed report"))
    assert not part.failure.isVisibleTo(part)
    with book.looking(now) as reader:
        assert periods.signed_files(reader, snapshot.id)[0].made_by == "later"


def test_a_report_that_waits_is_stamped_from_its_page(
    qtbot: QtBot, book: Book, director: Actor, preparer: Actor, now: datetime, services: Services
) -> None:
    snapshot = sample.signed(book, director, preparer, now)
    signing.add_ca_root(book, services.root.der, by=director, now=now)
    pages = ReportPages(qtbot, book, now)
    page = pages.open(director)
    assert page._view is not None
    assert "stamp" not in {step.key for step in page.steps.show_report(page._view)}
    Choices(places.settings_file()).stamper = services.stamping
    steps = {step.key: step for step in page.steps.show_report(page._view)}
    services.down = True
    steps["stamp"].begin()
    qtbot.waitUntil(lambda: "gave no timestamp" in page.messages.text())
    services.down = False
    steps["stamp"].begin()
    qtbot.waitUntil(lambda: "proven" in page.messages.text())
    with book.looking(now) as reader:
        assert periods.signed_files(reader, snapshot.id)[0].made_by == "later"
    pages.close()


def test_what_waits_is_stamped_by_itself_once_there_is_a_service(
    qtbot: QtBot, book: Book, director: Actor, preparer: Actor, now: datetime, services: Services
) -> None:
    snapshot = sample.signed(book, director, preparer, now)
    signing.add_ca_root(book, services.root.der, by=director, now=now)
    hand = Stamping(book, director, lambda: now, lambda: services.stamping)
    services.down = True
    hand.begin()
    with qtbot.waitSignal(hand.changed) as failed:
        hand.look(Change(frozenset({"periods"})))
    assert failed.args[0].subjects == frozenset({"stamping"})
    services.down = False
    with qtbot.waitSignal(hand.changed) as done:
        hand.look(Change(frozenset({"periods"})))
    assert done.args[0].ids == (snapshot.id,)
    hand.close()
    hand.close()
