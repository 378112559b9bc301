"""The palette: who finds whom and what, in which order, by which keys, and where it leads."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook import places
from carebook.actions.choices import keep_choice
from carebook.actions.opening import Opened
from carebook.records.staff import Role
from carebook.rules.page_codes import code_of, to_scan
from carebook.store import code_lists, search
from carebook.store import facility as facilities
from carebook.store.backup import last_backup
from carebook.store.book import new_id
from carebook.store.choices import CHOSEN_LATELY, own_choice
from carebook.ui.main_window import MainWindow
from carebook.ui.main_window.navigation import ENTRIES
from carebook.ui.main_window.palette import Option, Palette
from carebook.ui.main_window.ways import DEEDS, ways_of
from carebook.ui.parts import theme
from carebook.ui.parts.choices import Choices
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.table import Group
from tests import samples
from tests.conftest import NOW
from tests.ui.typing_vietnamese import TELEX_NGUYEN, commit, hold_back, press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window_of(qtbot, opened: Opened):
    """Makes the window of an actor, shown and with nothing on it."""
    held = []

    def make(actor) -> MainWindow:
        with opened.book.reading_for(opened.actor, NOW) as reader:
            desk = Desk(opened.book, actor, facilities.facility(reader), code_lists.words(reader), clock=lambda: NOW)
        window = MainWindow(desk)
        held.append((desk, window))
        qtbot.addWidget(window, before_close_func=lambda _window: desk.close())
        window.show()
        window.activateWindow()
        return window

    yield make
    for desk, window in held:
        window.hide()
        desk.close()
        desk.deleteLater()


@pytest.fixture
def people(opened: Opened, director):
    """Two people with a name in common, one of them restricted."""
    with opened.book.changing(director.account_id, NOW, new_id(), "test") as writer:
        made = {}
        for code, name, restricted in (("CB-000412", "Nguyễn Thị An", False), ("CB-000413", "Nguyễn Kín", True)):
            one = writer.add(samples.person(full_name=name, code=code))
            writer.add(samples.episode(one.id, confidential=restricted))
            search.index_person(writer, one.id)
            made[name] = one.id
    return made


def typed(qtbot, palette: Palette, text: str) -> list[str]:
    """What stands in the palette after typing; heads of groups in brackets."""
    palette.open()
    type_text(palette.field, text)
    qtbot.waitUntil(lambda: not palette._waits)
    return lines(palette)


def lines(palette: Palette) -> list[str]:
    rows = [palette.table.records._rows[row] for row in range(palette.table.records.rowCount())]
    return [f"[{one.title}]" if isinstance(one, Group) else one.cell.text for one in rows]


def places_gone(window: MainWindow, monkeypatch) -> list[Place]:
    gone: list[Place] = []
    monkeypatch.setattr(window, "go", gone.append)
    return gone


@pytest.mark.usefixtures("people")
def test_people_come_first_then_pages_then_deeds(qtbot, window_of, director):
    window = window_of(director)
    assert typed(qtbot, window.palette_sheet, "an")[:2] == ["[People]", "Nguyễn Thị An"]
    assert typed(qtbot, window.palette_sheet, "report")[0] == "[Pages]"
    assert "Report of last month" in lines(window.palette_sheet)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("text", ["nguyễn", "nguyen", TELEX_NGUYEN, "nta", "000412", "412", "an nguyen"])
def test_marks_initials_codes_and_telex_find_somebody(qtbot, window_of, director, text):
    assert "Nguyễn Thị An" in typed(qtbot, window_of(director).palette_sheet, text)


def test_letters_an_input_method_holds_back_are_looked_for_and_committed_by_enter(
    qtbot, window_of, director, people, monkeypatch
):
    window = window_of(director)
    gone, palette = places_gone(window, monkeypatch), window.palette_sheet
    palette.open()
    hold_back(palette.field, "Thị A")
    qtbot.waitUntil(lambda: not palette._waits and lines(palette)[1:2] == ["Nguyễn Thị An"])
    commit(palette.field, "Thị An")
    press(palette.field, Qt.Key.Key_Return)  # before the answer
    qtbot.waitUntil(lambda: bool(gone))
    assert gone == [Place("person", {"person_id": people["Nguyễn Thị An"]})]


@pytest.mark.usefixtures("people")
def test_a_restricted_person_is_found_only_by_who_may_open_the_record(qtbot, window_of, actor_with, opened):
    assert "Nguyễn Kín" not in typed(qtbot, window_of(actor_with(Role.NURSE)).palette_sheet, "kin")
    assert "Nguyễn Kín" in typed(qtbot, window_of(opened.actor).palette_sheet, "kin")


@pytest.mark.usefixtures("people")
def test_it_finds_no_people_and_only_their_pages(qtbot, window_of, actor_with):
    palette = window_of(actor_with(Role.IT)).palette_sheet
    assert typed(qtbot, palette, "nguyen") == []
    assert palette.field.accessibleDescription() == palette.note.text() != ""
    palette.open()
    found = lines(palette)
    assert {"Today", "Settings", "Backup", "Back up now", "Lock screen"} <= set(found)
    assert not {"Admit", "Residents", "Close period", "People and rights"} & set(found) - {"People and rights"}


def test_ways_follow_the_rights(window_of, actor_with):
    ids = {way.id for way in ways_of(window_of(actor_with(Role.CAREGIVER)).desk)}
    assert {"deed enter", "deed incident", "deed lock", "page residents"} <= ids
    assert not {"deed admit", "deed close", "deed import", "page approvals", "settings trust"} & ids


def test_every_way_leads_to_a_page_that_can_be_gone_to(window_of, director):
    desk = window_of(director).desk
    alone = {entry.page for entry in ENTRIES if entry is not None and not entry.of_one}
    ways = ways_of(desk)
    assert len({way.id for way in ways}) == len(ways)
    for way in ways:
        assert way.does or (way.place is not None and (way.place.page in alone or way.place.about)), way.id
    assert {deed.name for deed in DEEDS} - {"light"} <= {way.id.removeprefix("deed ") for way in ways}


def test_arrows_skip_heads_and_ctrl_enter_opens_daily_care(qtbot, window_of, director, people, monkeypatch):
    window = window_of(director)
    gone, palette = places_gone(window, monkeypatch), window.palette_sheet
    typed(qtbot, palette, "an")
    press(palette.field, Qt.Key.Key_Return, modifiers=CTRL)
    assert gone.pop() == Place("person", {"person_id": people["Nguyễn Thị An"], "tab": "daily"})
    typed(qtbot, palette, "an")
    first = palette.table.current()
    press(palette.field, Qt.Key.Key_Down)
    assert isinstance(palette.table.current(), Option)
    assert palette.table.current() != first
    press(palette.field, Qt.Key.Key_Up)
    press(palette.field, Qt.Key.Key_Up)
    assert palette.table.current() == first
    assert palette.field.accessibleDescription().startswith("Nguyễn Thị An")


def test_escape_goes_back_to_where_the_cursor_stood(qtbot, window_of, director):
    window = window_of(director)
    window.navigation.finder.setFocus()
    qtbot.waitUntil(window.navigation.finder.hasFocus)
    window.navigation.finder.click()
    assert QApplication.focusWidget() is window.palette_sheet.field
    press(window.palette_sheet.field, Qt.Key.Key_Escape)
    assert window.palette_sheet.isHidden()
    assert window.navigation.finder.hasFocus()


def test_what_was_chosen_lately_comes_first(qtbot, window_of, director, monkeypatch):
    window = window_of(director)
    places_gone(window, monkeypatch)
    typed(qtbot, window.palette_sheet, "send and rec")
    press(window.palette_sheet.field, Qt.Key.Key_Return)
    window.palette_sheet.open()
    assert lines(window.palette_sheet)[:2] == ["[Lately]", "Send and receive"]
    assert lines(window.palette_sheet).count("Send and receive") == 1


def chosen(qtbot, window: MainWindow, text: str) -> None:
    typed(qtbot, window.palette_sheet, text)
    press(window.palette_sheet.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.palette_sheet._lately._known and not window.desk.clerk.is_writing)


def opened_again(qtbot, window: MainWindow) -> list[str]:
    palette = window.palette_sheet
    palette.open()
    qtbot.waitUntil(lambda: palette._lately._known and not palette._waits)
    found = lines(palette)
    return found[1 : found.index("[Pages]")]


def test_what_was_chosen_is_there_after_the_next_sign_in_and_nobody_elses(
    qtbot, window_of, opened, actor_with, people, monkeypatch, tmp_path
):
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")
    first = window_of(opened.actor)
    places_gone(first, monkeypatch)
    chosen(qtbot, first, "nguyen thi an")
    chosen(qtbot, first, "send and rec")
    chosen(qtbot, first, "kin")
    again = window_of(opened.actor)
    assert opened_again(qtbot, again) == ["Nguyễn Kín", "Send and receive", "Nguyễn Thị An"]
    assert again.palette_sheet.table.current().person_id == people["Nguyễn Kín"]
    assert "[Lately]" not in lines_of_somebody_else(qtbot, window_of(actor_with(Role.NURSE)))
    kept = (tmp_path / "carebook.ini").read_bytes() if (tmp_path / "carebook.ini").exists() else b""
    assert not [one for one in (*people, *people.values()) if one.encode() in kept]
    with opened.book.reading_for(opened.actor, NOW) as reader:
        assert own_choice(reader, CHOSEN_LATELY)[0] == f"person {people['Nguyễn Kín']}"


def lines_of_somebody_else(qtbot, window: MainWindow) -> list[str]:
    window.palette_sheet.open()
    qtbot.waitUntil(lambda: window.palette_sheet._lately._known and not window.palette_sheet._waits)
    return lines(window.palette_sheet)


def test_somebody_chosen_lately_who_is_restricted_now_is_left_out(qtbot, window_of, actor_with, people, opened):
    nurse = actor_with(Role.NURSE)
    ids = [f"person {people['Nguyễn Kín']}", f"person {people['Nguyễn Thị An']}", "page approvals", "page residents", 7]
    keep_choice(opened.book, CHOSEN_LATELY, ids, by=nurse, now=NOW)
    assert opened_again(qtbot, window_of(nurse)) == ["Nguyễn Thị An", "Residents"]


def test_what_is_chosen_before_the_kept_is_read_joins_it(qtbot, window_of, director, opened, monkeypatch):
    keep_choice(opened.book, CHOSEN_LATELY, ["page beds", "page exchange"], by=director, now=NOW)
    window = window_of(director)
    places_gone(window, monkeypatch)
    window.palette_sheet._lately.add("page exchange")
    assert opened_again(qtbot, window) == ["Send and receive", "Map of beds"]
    qtbot.waitUntil(lambda: not window.desk.clerk.is_writing)
    with opened.book.reading_for(director, NOW) as reader:
        assert own_choice(reader, CHOSEN_LATELY) == ["page exchange", "page beds"]


def test_back_up_now_backs_up_and_the_page_stays(qtbot, window_of, director, monkeypatch, tmp_path, opened):
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")
    window = window_of(director)
    window.show_page("residents")
    typed(qtbot, window.palette_sheet, "back up now")
    press(window.palette_sheet.field, Qt.Key.Key_Return)
    assert window._history[-1] == Place("settings", {"tab": "backups"}), "without a place it is asked for"
    assert window.page("settings").messages.text() == "Choose where backups go first."
    Choices(tmp_path / "carebook.ini").add_backup_folder(opened.book.folder, tmp_path)
    window.show_page("residents")
    typed(qtbot, window.palette_sheet, "back up now")
    with qtbot.waitSignal(window.desk.backing.made):
        press(window.palette_sheet.field, Qt.Key.Key_Return)
    assert window._history[-1] == Place("residents")
    assert window.page("residents").messages.text() == "Backing up…"
    assert last_backup(opened.book.folder) is not None


def test_a_choice_that_took_long_to_keep_leaves_no_saving_behind(qtbot, window_of, director):
    window = window_of(director)
    window.status._say_saving()
    window.desk.do(keep_choice, CHOSEN_LATELY, [])
    qtbot.waitUntil(lambda: not window.desk.clerk.is_writing)
    assert window.status.words() == ""


def test_coming_back_to_the_page_of_a_deed_does_not_begin_it_again(qtbot, window_of, director):
    window = window_of(director)
    window.show_page("incidents")
    typed(qtbot, window.palette_sheet, "report an incident")
    press(window.palette_sheet.field, Qt.Key.Key_Return)
    assert window._history == [Place("incidents")]


@pytest.mark.usefixtures("people")
def test_nobody_stands_in_a_palette_nobody_sees(qtbot, window_of, director):
    window = window_of(director)
    typed(qtbot, window.palette_sheet, "nguyen")
    window.hide()
    assert lines(window.palette_sheet) == []
    assert window.palette_sheet.isHidden()
    window.show()
    assert not window.palette_sheet.isVisible()


def test_the_code_of_a_printed_page_leads_to_the_reports_another_number_to_nobody(
    qtbot, window_of, director, monkeypatch
):
    window, code = window_of(director), to_scan(code_of("a", 1, "x"))
    gone = places_gone(window, monkeypatch)
    typed(qtbot, window.palette_sheet, code)
    press(window.palette_sheet.field, Qt.Key.Key_Return)
    assert gone == [Place("reports", {"code": code})]
    assert typed(qtbot, window.palette_sheet, "3950 1563 9028 2241") == []


def test_deeds_of_the_window_itself(qtbot, window_of, director, monkeypatch, tmp_path):
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")
    window = window_of(director)
    typed(qtbot, window.palette_sheet, "lock screen")
    with qtbot.waitSignal(window.desk.locking):
        press(window.palette_sheet.field, Qt.Key.Key_Return)
    try:
        typed(qtbot, window.palette_sheet, "dark col")
        press(window.palette_sheet.field, Qt.Key.Key_Return)
        assert theme.worn().name == "dark"
    finally:
        theme.apply(QApplication.instance(), "light")
    typed(qtbot, window.palette_sheet, "take a call")
    press(window.palette_sheet.field, Qt.Key.Key_Return)
    assert window._history[-1] == Place("hotline")


def test_it_stands_inside_a_small_window(qtbot, window_of, director):
    window = window_of(director)
    window.resize(911, 512)
    window.palette_sheet.open()
    qtbot.waitUntil(lambda: window.palette_sheet.size() == window.size())
    sheet = window.palette_sheet.sheet.geometry()
    assert window.palette_sheet.rect().contains(sheet)
    assert sheet.height() > 300
