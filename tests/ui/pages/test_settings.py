"""Settings by hand: the profile, rooms, staff and their accounts, dated values, backups, and who sees which tab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from carebook import places
from carebook.actions import facility as deeds
from carebook.actions.accounts import add_staff_member, request_account
from carebook.actions.exports import export_list
from carebook.dates import written
from carebook.records.codes import Code, HolidayRow, Rate
from carebook.records.facility import Room, Ward
from carebook.records.staff import Account, AccountState, Actor, Role, RoleGrant, StaffMember
from carebook.store import code_lists, facility
from carebook.store.book import Book
from carebook.ui.pages.settings import SettingsPage
from carebook.ui.pages.settings.tab import RecordDialog
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.conftest import LOGIN
from tests.ui.pages.by_hand import fill_in, press, records, rows
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked

MANAGERS_TABS = [
    *(
        "center",
        "accounts",
        "spare_keys",
        "codes",
        "instruments",
        "therapy",
        "layouts",
        "backups",
        "signing",
        "trust",
        "readings",
    ),
    *("own_account", "look", "updates", "about"),
]


@pytest.fixture(autouse=True)
def own_choices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this PC remembers is the test's own."""
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")


def desk_of(book: Book, actor: Actor, director: Actor, now: datetime) -> Desk:
    with book.reading_for(director, now) as reader:
        return Desk(book, actor, facility.facility(reader), code_lists.words(reader), clock=lambda: now)


Open = Callable[..., SettingsPage]


@pytest.fixture
def settings(qtbot: Any, book: Book, director: Actor, now: datetime) -> Iterator[Open]:
    desks: list[Desk] = []

    def show(tab: str = "", actor: Actor | None = None) -> SettingsPage:
        desks.append(desk_of(book, actor or director, director, now))
        page = SettingsPage(desks[-1])
        page.resize(1140, 700)
        qtbot.addWidget(page)
        page.show()
        page.turn_to(tab=tab)
        return page

    yield show
    for desk in desks:
        desk.close()


# who sees what


@pytest.mark.parametrize(
    ("role", "tabs"),
    [
        (Role.DIRECTOR, MANAGERS_TABS),
        (Role.NURSE, ["backups", "signing", "own_account", "look", "about"]),
        (
            Role.HEAD,
            [
                "center",
                "accounts",
                "instruments",
                "therapy",
                "layouts",
                "backups",
                "signing",
                "own_account",
                "look",
                "about",
            ],
        ),
        (
            Role.CLERK,
            ["center", "codes", "therapy", "layouts", "backups", "signing", "trust", "own_account", "look", "about"],
        ),
        (Role.ACCOUNTANT, ["codes", "backups", "signing", "own_account", "look", "about"]),
        (Role.INSPECTOR, ["own_account", "look", "about"]),
    ],
)
def test_who_sees_which_tabs(role: Role, tabs: list[str], settings: Open, actor_with: Callable[..., Actor]) -> None:
    page = settings(actor=actor_with(role))
    assert list(page._entries) == tabs
    assert page.tabs.current() == tabs[0]


def test_whoever_may_not_amend_the_profile_only_reads_it(
    settings: Open, actor_with: Callable[..., Actor], qtbot: Any
) -> None:
    tab: Any = settings("center", actor_with(Role.HEAD)).tab("center")
    qtbot.waitUntil(lambda: tab.form.value("name") == samples.facility().name)
    assert not tab.form.isEnabled()
    assert tab._save.isHidden()


# the center


def test_the_profile_is_saved(qtbot: Any, settings: Open, book: Book, now: datetime) -> None:
    page = settings("center")
    tab: Any = page.tab("center")
    qtbot.waitUntil(lambda: tab.form.value("name") == samples.facility().name)
    tab.form.editor("place").set_value("")
    type_text(tab.form.editor("place").input.target, "Cẩm Phả")
    assert page.has_unsaved()
    page.save()
    qtbot.waitUntil(lambda: "Saved" in page.messages.text())
    with book.looking(now) as reader:
        assert facility.facility(reader).place == "Cẩm Phả"
    qtbot.waitUntil(lambda: not page.has_unsaved())


def test_a_wrong_profile_is_told_beside_the_field(qtbot: Any, settings: Open) -> None:
    page = settings("center")
    tab: Any = page.tab("center")
    qtbot.waitUntil(lambda: tab.form.value("name") == samples.facility().name)
    tab.form.editor("report_day").set_value(31)
    page.save()
    qtbot.waitUntil(lambda: "1 to 28" in tab.form.editor("report_day").complaint())


def test_wards_and_rooms(qtbot: Any, settings: Open, book: Book, now: datetime) -> None:
    page = settings("center")
    tab: Any = page.tab("center")
    fill_in(name="Khu A")
    press("Add ward…", tab)
    qtbot.waitUntil(lambda: [w.name for w in tab._wards] == ["Khu A"])
    fill_in(name="A101", beds=4)
    press("Add room…", tab)
    qtbot.waitUntil(lambda: rows(tab.rooms) == [["A101", "4", "0", "4", "yes"]])
    tab.rooms.pick(records(book, now, Room)[0].id)
    fill_in(name="Khu Hoa Ban")
    press("Edit ward…", tab)
    qtbot.waitUntil(lambda: records(book, now, Ward)[0].name == "Khu Hoa Ban")
    refused = fill_in(name="A101")
    press("Add room…", tab)
    assert any("A101" in words for words in refused)
    assert len(records(book, now, Room)) == 1


# people and rights


def test_a_nurse_gets_an_account(qtbot: Any, settings: Open, book: Book, now: datetime) -> None:
    page = settings("accounts")
    tab: Any = page.tab("accounts")
    fill_in(full_name="Doãn Thị Cẩm Tú", post="Điều dưỡng")
    press("Add staff member…", tab)
    qtbot.waitUntil(lambda: len(records(book, now, StaffMember)) == 2)
    nurse = records(book, now, StaffMember, where="full_name = 'Doãn Thị Cẩm Tú'")[0]
    qtbot.waitUntil(lambda: len(rows(tab.table)) == 2)
    tab.table.pick(nurse.id)
    fill_in("Request account", login="camtu")
    press("Request account…", tab)
    qtbot.waitUntil(lambda: tab._chosen is not None and tab._chosen.file is not None)
    assert tab._chosen.file.account.state is AccountState.REQUESTED

    shown: list[str] = []

    def read_the_password() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or isinstance(dialog, RecordDialog):
            QTimer.singleShot(50, read_the_password)
            return
        found = dialog.findChildren(QLabel)
        shown.extend(one.text() for one in found)
        shown.extend(one.text() for one in found if one.text() and one.accessibleName() == one.text())
        dialog.reject()  # type: ignore[attr-defined]

    fill_in("Approve account", role=Role.NURSE)
    QTimer.singleShot(200, read_the_password)
    press("Approve account…", tab)
    assert any("camtu" in words for words in shown)
    secret = shown[-1]
    account = records(book, now, Account, where="login = 'camtu'")[0]
    assert account.state is AccountState.ACTIVE
    assert book.proves(account.id, secret)
    assert [g.role for g in records(book, now, RoleGrant, where=f"account_id = '{account.id}'")] == [Role.NURSE]
    qtbot.wait(20)
    assert secret not in " ".join(one.text() for one in page.findChildren(QLabel))


def test_a_refused_dialog_keeps_what_was_typed(
    qtbot: Any, settings: Open, book: Book, now: datetime, director: Actor
) -> None:
    nurse = add_staff_member(book, samples.staff_member(), by=director, now=now).result
    tab: Any = settings("accounts").tab("accounts")
    qtbot.waitUntil(lambda: len(rows(tab.table)) == 2)
    tab.table.pick(nurse.id)
    refused = fill_in("Request account", login=LOGIN)
    press("Request account…", tab)
    assert any(LOGIN in words for words in refused)
    assert len(records(book, now, Account)) == 1


def test_buttons_do_not_pile_up(qtbot: Any, settings: Open, book: Book, now: datetime, director: Actor) -> None:
    add_staff_member(book, samples.staff_member(), by=director, now=now)
    tab: Any = settings("accounts").tab("accounts")
    qtbot.waitUntil(lambda: len(rows(tab.table)) == 2)
    for _ in range(3):
        for member in records(book, now, StaffMember):
            tab.table.pick(member.id)
    qtbot.wait(20)
    assert [b.text() for b in tab.panel.findChildren(QPushButton) if b.text() == "Edit…"] == ["Edit…"]


def test_a_role_is_withdrawn_after_asking(
    qtbot: Any, settings: Open, book: Book, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    nurse = actor_with(Role.NURSE)
    tab: Any = settings("accounts").tab("accounts")
    qtbot.waitUntil(lambda: len(rows(tab.table)) == 2)
    tab.table.pick(nurse.staff_member_id)
    qtbot.waitUntil(lambda: "Withdraw" in [b.text() for b in tab.panel.findChildren(QPushButton) if b.isVisible()])
    assert tab._chosen.member.id == nurse.staff_member_id
    when_asked(lambda: press("Withdraw", QApplication.activeModalWidget()))  # type: ignore[arg-type]
    press("Withdraw", tab.panel)
    qtbot.waitUntil(lambda: not records(book, now, RoleGrant, where=f"account_id = '{nurse.account_id}'"))


def test_requested_accounts_are_counted(qtbot: Any, settings: Open, book: Book, now: datetime, director: Actor) -> None:
    nurse = add_staff_member(book, samples.staff_member(), by=director, now=now).result
    request_account(book, nurse.id, "camtu", by=director, now=now)
    tab: Any = settings("accounts").tab("accounts")
    qtbot.waitUntil(lambda: tab._line.text() == "2 people, 1 with an account, 1 waiting")


# lists and rates


def test_lists_and_rates_are_named_in_words(qtbot: Any, settings: Open) -> None:
    page = settings("codes")
    tab: Any = page.tab("codes")
    assert "Diện đối tượng" in [tab.list.itemText(at) for at in range(tab.list.count())]
    for kind, words in (
        ("rates", "Mức chuẩn trợ giúp xã hội"),
        ("limits", "Thời hạn chăm sóc khẩn cấp"),
        ("agencies", "Bộ quản lý"),
        ("laws", "20/2021/NĐ-CP"),
    ):
        page.turn_to("codes", kind)
        assert tab.kinds.current() == kind
        qtbot.waitUntil(lambda words=words: words in [row[0] for row in rows(tab.table)])
        assert not [row for row in rows(tab.table) if row[0].isascii() and "_" in row[0]]


def test_every_list_rate_and_limit_has_its_name(book: Book, now: datetime) -> None:
    with book.looking(now) as reader:
        codes = code_lists.words(reader)
        for list_name, names in (
            ("rate_name", {rate.name for rate in code_lists.rates(reader)}),
            ("limit_name", {limit.name for limit in code_lists.limits(reader)}),
        ):
            assert names == {code.code for code in codes.choices(list_name, date(2026, 11, 22))}
        named = {code.code for code in codes.choices("code_list", date(2026, 11, 22))}
        assert named <= set(codes.names())


def test_a_new_dated_rate(qtbot: Any, settings: Open, book: Book, now: datetime) -> None:
    page = settings("codes")
    tab: Any = page.tab("codes")
    tab._choose_kind("rates")
    *_ended, standard = records(book, now, Rate, where="name = 'standard'", order="valid_from")
    qtbot.waitUntil(lambda: len(rows(tab.table)) > 10)
    tab.table.pick(standard.id)
    fill_in(amount=600_000, valid_from=date(2027, 1, 1), source="Nghị định mới")
    press("Change from a day on…", tab)
    newest = records(book, now, Rate, where="name = 'standard'", order="valid_from")
    assert (newest[-1].amount, newest[-1].valid_from) == (600_000, date(2027, 1, 1))
    assert (newest[-2].amount, newest[-2].valid_to) == (standard.amount, date(2026, 12, 31))
    qtbot.waitUntil(lambda: any(row[2] == written(date(2027, 1, 1)) for row in rows(tab.table)))
    tab.table.pick(newest[0].id)
    press("Change from a day on…", tab)
    assert page.messages.text() == "This row has ended; a later row holds. It stays as it was."


def test_a_new_word_and_a_day_off(qtbot: Any, settings: Open, book: Book, now: datetime) -> None:
    tab: Any = settings("codes").tab("codes")
    tab.list.choose("religion")
    tab._choose_list(0)
    fill_in(text="Đạo riêng")
    press("Add…", tab)
    assert [c.text for c in records(book, now, Code, where="list_name = 'religion' AND code = 'dao_rieng'")] == [
        "Đạo riêng"
    ]
    tab._choose_kind("days")
    qtbot.waitUntil(lambda: "nothing in this list" in tab.states.says())
    fill_in(day=date(2026, 12, 24), name="Ngày của cơ sở")
    press("Add…", tab)
    assert [d.name for d in records(book, now, HolidayRow)] == ["Ngày của cơ sở"]


# the rest


def test_the_reading_log(qtbot: Any, settings: Open, book: Book, director: Actor, now: datetime) -> None:
    export_list(book, 150, reason="đoàn kiểm tra", by=director, now=now)
    tab: Any = settings("readings").tab("readings")
    qtbot.waitUntil(lambda: len(rows(tab.table)) == 1)
    assert rows(tab.table)[0][1:] == ["Đào Thị Hướng Dương", "Export list", "150", "đoàn kiểm tra"]


def test_the_look_is_kept(settings: Open, tmp_path: Path) -> None:
    tab: Any = settings("look").tab("look")
    tab._choose_idle("15")
    tab._choose_language("en")
    tab._choices._kept.sync()
    kept = (tmp_path / "carebook.ini").read_text("utf-8")
    assert "idle_minutes=15" in kept
    assert "language=en" in kept


def test_what_is_typed_is_asked_about_before_another_tab(qtbot: Any, settings: Open) -> None:
    page = settings("center")
    tab: Any = page.tab("center")
    qtbot.waitUntil(lambda: tab.form.value("name") == samples.facility().name)
    type_text(tab.form.editor("place").input.target, "x")

    def stay() -> None:
        press("Go back", QApplication.activeModalWidget())  # type: ignore[arg-type]

    when_asked(stay)
    page.turn_to(tab="about")
    assert page.tabs.current() == "center"
    assert page.has_unsaved()
    when_asked(lambda: press("Discard changes", QApplication.activeModalWidget()))  # type: ignore[arg-type]
    page.turn_to(tab="about")
    assert page.tabs.current() == "about"


@pytest.mark.looks
def test_every_tab_fits_and_is_named(qtbot: Any, settings: Open, book: Book, director: Actor, now: datetime) -> None:
    deeds.add_ward(book, samples.ward(), by=director, now=now)
    page = settings()
    for name in MANAGERS_TABS:
        page.turn_to(tab=name)
        qtbot.wait(30)
        assert page.minimumSizeHint().width() <= 880, name
        assert page.minimumSizeHint().height() <= 480, name
        for widget in page.tab(name).findChildren(QWidget):
            if isinstance(widget, QAbstractButton | QComboBox | QLineEdit) and widget.isVisible():
                parent = widget.parentWidget()
                assert widget.accessibleName() or (parent is not None and parent.accessibleName()), (name, widget)
