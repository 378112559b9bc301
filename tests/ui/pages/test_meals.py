"""The page of meals: portions stopped by a key, diets, the count told to the kitchen, the menu of a week, the month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog

from carebook.records.episodes import Episode
from carebook.records.meals import Diet, MealChange, MealCount, Menu
from carebook.records.people import Allergy
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.meals import MealSheet
from carebook.ui.pages.meals import MealsPage, asking
from carebook.ui.pages.meals.sheets import DaySheet
from carebook.ui.parts import dialogs
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import press, type_text

TODAY = date(2026, 11, 22)


@pytest.fixture
def cook(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.NUTRITION, name="Lò Thị Bếp")


@pytest.fixture
def desk(book: Book, cook: Actor, now: datetime) -> Iterator[Desk]:
    """The desk of who plans the meals."""
    with desk_of(book, cook, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay of somebody with an allergy; another one is restricted."""
    person, stay = admit(book, director, now)
    secret = samples.person(code="", full_name="Quàng Thị Lún", alias="Hoa Mai")
    admit(book, director, now, person=secret, episode=emergency(confidential=True))
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(Allergy(person_id=person.id, substance="tôm"))
    return stay


def open_page(desk: Desk, qtbot: Any, **about: Any) -> MealsPage:
    page = MealsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    page.window_kept = window  # type: ignore[attr-defined]
    part: Any = page._parts[page._current()]
    qtbot.waitUntil(lambda: part.found is not None)
    return page


def sheet_of(page: MealsPage) -> MealSheet | None:
    """What stands on show, None while it is asked for."""
    return page.count.found.sheet if page.count.found is not None else None


def portions(page: MealsPage, diet: str) -> int:
    sheet = sheet_of(page)
    return -1 if sheet is None else sheet.counts.get(diet, 0)


def kept(book: Book, now: datetime, cls: Any) -> list[Any]:
    with book.looking(now) as reader:
        return list(reader.records(cls))


@pytest.mark.looks
def test_a_portion_is_stopped_by_a_key_and_the_count_is_told(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(desk, qtbot, day=TODAY + timedelta(days=1), meal="dinner")
    count = page.count
    assert page.header.line.whole().endswith(": 2 portions")
    assert count.cutoff.text().startswith("Close until 23/11 14:00, in ")
    assert [count.table.records.record_at(1).who.allergies, count._allergy_cell(count.table.current()).tone] == [
        "tôm",
        "danger",
    ]
    assert fits(page)
    assert nameless(page) == []
    monkeypatch.setattr(dialogs, "ask_reason", lambda *_given, **_more: ("home", ""))
    count.table.setFocus()
    count.toggle()
    qtbot.waitUntil(lambda: page.header.line.whole().endswith(": 1 portion"))
    (change,) = kept(book, now, MealChange)
    assert (change.episode_id, change.eats, change.because) == (stay.id, False, "At home with the family")
    assert page.stop_button.text() == "Let eat again"
    assert count._eats_cell(count.table.current()).sub == "At home with the family"
    assert count._late_cell(count.table.current()).text == "changed"
    page.count.close_count()
    qtbot.waitUntil(lambda: count.close_button.isHidden())
    assert [(one.diet, one.ordered) for one in kept(book, now, MealCount)] == [("ordinary", 1)]
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: not count.close_button.isHidden())
    count.toggle()
    qtbot.waitUntil(lambda: page.header.line.whole().endswith(": 2 portions"))
    masked = next(one for one in count.found.sheet.eaters if one.who.masked)  # type: ignore[union-attr]
    count.table.pick(masked.who.episode_id)
    assert page.person_button.isHidden()
    assert count._who_cell(masked).text == "Hoa Mai"


@pytest.mark.usefixtures("stay")
def test_another_diet_at_one_meal_and_from_a_day_on(desk: Desk, book: Book, now: datetime, qtbot: Any) -> None:
    page = open_page(desk, qtbot, day=TODAY + timedelta(days=1), meal="lunch")
    press(page.count.table, Qt.Key.Key_Return)
    form: Any = page.writing.sheet.form  # type: ignore[union-attr]
    form.editor("diet").set_value("porridge")
    type_text(form.editor("because").input.target, "Mệt, ăn ít")
    assert page.has_unsaved()
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    (change,) = kept(book, now, MealChange)
    assert (change.eats, change.diet, change.because) == (True, "porridge", "Mệt, ăn ít")
    qtbot.waitUntil(lambda: portions(page, "porridge") == 1)
    page.count.diet_from_now()
    form = page.writing.sheet.form  # type: ignore[union-attr]
    form.editor("diet").set_value("soft")
    form.editor("to_on").set_value(TODAY)
    page.save()
    qtbot.waitUntil(lambda: form.editor("to_on").complaint() != "")
    form.editor("to_on").set_value(None)
    type_text(form.editor("wishes").input.target, "Không ăn cá")
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    (diet,) = kept(book, now, Diet)
    assert (diet.diet, diet.wishes, diet.from_on) == ("soft", "Không ăn cá", TODAY + timedelta(days=1))
    page.count._choose_meal("dinner")
    qtbot.waitUntil(lambda: portions(page, "soft") == 1)
    page.count.turn(-1)
    qtbot.waitUntil(lambda: portions(page, "ordinary") == 2)
    assert page.count.day.read() == TODAY


def test_the_menu_of_a_week_is_written_copied_and_emptied(desk: Desk, book: Book, now: datetime, qtbot: Any) -> None:
    page = open_page(desk, qtbot, shown="menu")
    menu = page.menu
    assert menu.table.current().day == TODAY
    assert menu.copy_button.isHidden()
    menu.open_day()
    sheet = page.writing.sheet
    assert isinstance(sheet, DaySheet)
    lunch = sheet.forms["lunch"]
    lunch.editor("price").set_value(24_000)
    page.save()
    qtbot.waitUntil(lambda: lunch.editor("dishes").complaint() == "Write the dishes.")
    type_text(lunch.editor("dishes").input.target, "Cơm, cá kho")
    draft = sheet.draft()
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    (one,) = kept(book, now, Menu)
    assert (one.served_on, one.meal, one.dishes, one.price) == (TODAY, "lunch", "Cơm, cá kho", 24_000)
    assert draft["lunch"]
    qtbot.waitUntil(lambda: page.header.line.whole().startswith("24.000"))
    assert menu._dishes_cell("lunch", menu.found.days[6]).text == "Cơm, cá kho"  # type: ignore[union-attr]
    menu.turn(1)
    qtbot.waitUntil(lambda: menu.copy_button.isVisible())
    menu.copy_button.click()
    qtbot.waitUntil(lambda: len(kept(book, now, Menu)) == 2)
    qtbot.waitUntil(lambda: menu.copy_button.isHidden())
    assert max(one.served_on for one in kept(book, now, Menu)) == TODAY + timedelta(days=7)
    menu.open_day(menu.found.days[6])  # type: ignore[union-attr]
    form: Any = page.writing.sheet.forms["lunch"]  # type: ignore[union-attr]
    form.editor("dishes").set_value("")
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now, Menu)) == 1)


@pytest.mark.usefixtures("stay")
def test_the_month_and_what_leaves_for_excel(
    desk: Desk, book: Book, now: datetime, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = open_page(desk, qtbot, shown="month")
    found = page.month.found
    assert found is not None
    assert sorted(one.who.name for one in found.lines)[0] == "Hoa Mai"
    figures = page.month.table.figures
    assert figures.rowCount() == len(found.lines) + len(found.served)
    assert figures.cell_at(0, 23).text == ""  # tomorrow
    assert page.caps.isHidden()
    saved = tmp_path / "cham-an.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(saved), ""))
    page.table_button.click()
    qtbot.waitUntil(lambda: "cham-an.xlsx" in page.messages.text())
    words = ZipFile(BytesIO(saved.read_bytes())).read("xl/sharedStrings.xml").decode()
    assert "Hoa Mai" in words
    assert "Lún" not in words
    begun: list[Any] = []
    monkeypatch.setattr(page.printing, "begin", lambda *given, **_note: begun.append(given))
    for shown in ("month", "menu"):
        page.choose(shown)
        page.print_shown()
    page.choose("count")
    qtbot.waitUntil(lambda: page.count.found is not None)
    page.print_shown()
    page.print_kitchen()
    assert [one[1] for one in begun] == ["cham-an", "thuc-don", "bao-suat-an", "chia-suat-an"]
    with book.reading_masked(now) as reader:
        named = [len(people(gather(reader, "Bếp in"))) for _title, _stem, gather, _draw, people in begun]
    assert named == [2, 0, 1, 2]
    button(page, "Books of the kitchen").click()
    assert page.window_kept.went[-1].page == "kitchen"  # type: ignore[attr-defined]


def test_who_only_looks_and_a_book_without_people(
    book: Book, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    with desk_of(book, actor_with(Role.INSPECTOR, name="Phó Văn Xét"), now) as desk:
        page = open_page(desk, qtbot)
        assert "Nobody lives in the center" in page.count.states.says()
        assert page.count.close_button.isHidden()
        page.choose("menu")
        qtbot.waitUntil(lambda: page.menu.found is not None)
        page.menu.open_day()
        assert not page.writing.is_open()


def test_a_meal_that_is_late_is_told(desk: Desk, stay: Episode, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(desk, qtbot, day=TODAY, meal="lunch")
    found = page.count.found
    assert found is not None
    later = found.sheet.meal.cutoff_at(TODAY) + timedelta(minutes=75)
    monkeypatch.setattr(desk, "now", lambda: later)
    page.count.refresh()
    qtbot.waitUntil(lambda: page.count.cutoff.text() == "The cut-off was 08:30: 1 h 15 min late.")
    assert not page.count.close_button.isHidden()
    page.count._choose_meal("dinner")
    qtbot.waitUntil(lambda: not page.count.waiting.isHidden())
    assert page.count.waiting.text() == "trưa of 22/11 is not closed and late"
    page.count.waiting.click()
    qtbot.waitUntil(lambda: (sheet := sheet_of(page)) is not None and sheet.meal.code == "lunch")
    page.count.close_count()
    qtbot.waitUntil(lambda: page.count.close_button.isHidden())
    change = MealChange(episode_id=stay.id, served_on=TODAY, meal="lunch", eats=True, diet="soft")
    later += timedelta(minutes=5)
    page.count._write([change])
    qtbot.waitUntil(lambda: page.count._late_cell(page.count.table.current()).text == "late")
    figures = page.count.counts.figures
    rows = [[figures.cell_at(row, column).text for column in range(4)] for row in range(figures.rowCount())]
    assert rows == [["Cơm thường", "2", "−1", "1"], ["Mềm", "0", "+1", "1"], ["Total", "2", "", "2"]]


@pytest.mark.usefixtures("stay")
def test_the_accountant_sees_and_takes_out_the_month_and_nothing_else(
    book: Book,
    actor_with: Callable[..., Actor],
    now: datetime,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    with desk_of(book, actor_with(Role.ACCOUNTANT, name="Phó Văn Tính"), now) as desk:
        page = MealsPage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        window.show()
        page.turn_to(shown="count", meal="lunch")
        page.choose("menu")
        qtbot.waitUntil(lambda: page.month.found is not None)
        assert page.stack.currentWidget() is page.month
        said = {one.text() for one in page.findChildren(QAbstractButton) if one.isVisible()}
        assert {"Meals eaten in the month", "Print", "Save for Excel…"} <= said
        assert not said & {
            "Count of meals",
            "Menu of the week",
            "Books of the kitchen",
            "List for the kitchen",
            "Health",
        }
        saved = tmp_path / "cham-an.xlsx"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(saved), ""))
        page.table_button.click()
        qtbot.waitUntil(lambda: "cham-an.xlsx" in page.messages.text())
        words = ZipFile(BytesIO(saved.read_bytes())).read("xl/sharedStrings.xml").decode()
        assert "Hoa Mai" in words
        assert "tôm" not in words
        page.print_shown()
        qtbot.waitUntil(lambda: page.printing.dialog is not None)
        assert page.printing.dialog is not None
        page.printing.dialog.reject()
        with pytest.raises(NotAllowedToSee), book.reading_for(desk.actor, now) as reader:
            asking.count(reader, TODAY, "lunch", now)
    with book.looking(now) as reader:
        noted = reader.rows("SELECT deed, people, reason FROM reading ORDER BY id")
    assert [(row["deed"], row["people"], row["reason"]) for row in noted] == [("export_meal_month", 2, "11/2026")] * 2
