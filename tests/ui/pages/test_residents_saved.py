"""Saved filters: a chip each, applied by one press, renamed, deleted and taken back; and the ages among the filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook.actions.choices import keep_choice
from carebook.dates import PartialDate, age_on
from carebook.records.people import Sex
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.choices import own_choice
from carebook.ui.pages.residents import ResidentsPage
from carebook.ui.pages.residents.chosen import Chosen, born_between
from carebook.ui.pages.residents.saved import (
    CHOICE,
    LONGEST,
    MOST,
    NameDialog,
    SavedFilter,
    filters_from,
    filters_to,
    problem_in_name,
)
from carebook.ui.parts.desk import Desk, Place
from tests import samples
from tests.actions.admissions import admit
from tests.ui.pages.stay_desk import desk_of
from tests.ui.typing_vietnamese import press, type_text
from tests.ui.waiting import when_asked

WOMEN = Chosen(sex="female", age_from=80)


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    for name, born, sex in (("Trần Thị An", "1945", Sex.FEMALE), ("Lê Thị Bé", "1980", Sex.FEMALE)):
        facts = {"code": "", "full_name": name, "born": PartialDate(born), "sex": sex}
        admit(book, director, now, person=samples.person(**facts))
    admit(book, director, now, person=samples.person(code="", full_name="Cao Văn Bến", sex=Sex.MALE))
    with desk_of(book, director, now) as made:
        yield made


def shown(qtbot: Any, desk: Desk, width: int = 1160) -> ResidentsPage:
    page = ResidentsPage(desk)
    page.resize(width, 700)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.header.line.whole() != "")
    return page


def names(page: ResidentsPage) -> list[str]:
    model = page.table.records
    return [model.record_at(row).name for row in range(model.rowCount()) if model.record_at(row)]


def name_it(words: str) -> list[str]:
    """Answer the dialog that opens next, typing letter by letter; gives the complaint that was shown."""
    seen: list[str] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NameDialog)
        dialog.line.clear()
        type_text(dialog.line, words)
        press(dialog, Qt.Key.Key_Return)
        seen.append(dialog.complaint.text())
        if dialog.isVisible():
            dialog.reject()

    when_asked(act)
    return seen


def kept(book: Book, actor: Actor, now: datetime) -> list[SavedFilter]:
    with book.reading_for(actor, now) as reader:
        return filters_from(own_choice(reader, CHOICE))


# what is kept


def test_filters_survive_the_trip_into_the_book() -> None:
    saved = [SavedFilter("Nữ từ 80", WOMEN), SavedFilter("Tìm", Chosen(who="former", typed="trần", age_to=15))]
    assert filters_from(filters_to(saved)) == saved


@pytest.mark.parametrize("given_content", [None, "?", [{"name": "cũ", "filter": {"gone": 1, "sex": "male"}}]])
def test_what_is_not_understood_any_more_is_left_out(given_content: Any) -> None:
    found = filters_from(given_content)
    assert found in ([], [SavedFilter("cũ", Chosen(sex="male"))])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "A name is needed."),
        ("n" * (LONGEST + 1), "A name has {most} letters at most."),
        ("KHU b", "There is a filter of that name already."),
        ("Khu C", None),
    ],
)
def test_names_of_filters(name: str, sentence: str | None) -> None:
    found = problem_in_name(name, ["Khu B"])
    assert (found.id if found else None) == sentence


# ages

births = st.dates(date(1900, 1, 1), date(2026, 11, 22))


@given(births, st.integers(0, 100), st.integers(0, 100), st.sampled_from([4, 7, 10]))
def test_an_age_that_is_asked_is_the_age_that_is_shown(born: date, lowest: int, highest: int, length: int) -> None:
    today = date(2026, 11, 22)
    kept_as = born.isoformat()[:length]
    age = age_on(PartialDate(kept_as), today)
    assert age is not None
    before, after = born_between(lowest, highest, today)
    assert (after <= kept_as < before) == (lowest <= age.years <= highest)


def test_nobody_of_unknown_birth_has_an_age() -> None:
    before, after = born_between(None, 15, date(2026, 11, 22))
    assert not after <= "?" < before
    assert born_between(None, None, date(2026, 11, 22)) == ("", "")
    assert born_between(18, None, date(2028, 2, 29))[0] == "2010-03-01"


def test_ages_are_typed_and_what_is_no_age_is_marked(qtbot: Any, desk: Desk) -> None:
    page = shown(qtbot, desk)
    type_text(page.filters.age.lowest, "80")
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An", "Cao Văn Bến"])
    assert page.filters.said() == "80 and older"
    type_text(page.filters.search, "an")
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An"])
    page.filters.search.clear()
    type_text(page.filters.age.lowest, "x")
    assert page.filters.age.lowest.property("bad") == "error"
    assert "125" in page.filters.age.lowest.toolTip()
    qtbot.waitUntil(lambda: len(names(page)) == 3)
    page.filters.clear()
    assert page.filters.age.lowest.text() == ""


# by hand


def test_a_filter_is_saved_and_applied_by_one_press(
    qtbot: Any, desk: Desk, book: Book, director: Actor, now: datetime
) -> None:
    page = shown(qtbot, desk)
    assert page.saved.isHidden()
    page.filters.show_chosen(WOMEN)
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An"])
    name_it("Nữ từ 80 tuổi")
    page.save_button.click()
    qtbot.waitUntil(lambda: [one.name for one in page.saved.saved()] == ["Nữ từ 80 tuổi"])
    assert kept(book, director, now) == [SavedFilter("Nữ từ 80 tuổi", WOMEN)]
    assert not page.saved.isHidden()
    assert (page.save_button.isHidden(), page.rename_button.isHidden()) == (True, False)
    page.filters.clear()
    qtbot.waitUntil(lambda: len(names(page)) == 3)
    (pill,) = page.saved._pills()
    assert not pill.isChecked()
    pill.click()
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An"])
    assert pill.isChecked()
    assert page.filters.chosen() == WOMEN


def test_it_is_there_after_the_next_start_and_only_ones_own(
    qtbot: Any, desk: Desk, book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    keep_choice(book, CHOICE, filters_to([SavedFilter("Nữ từ 80 tuổi", WOMEN)]), by=director, now=now)
    page = shown(qtbot, desk)
    qtbot.waitUntil(lambda: len(page.saved.saved()) == 1)
    with desk_of(book, actor_with(Role.NURSE), now) as other_desk:
        other = shown(qtbot, other_desk)
        qtbot.waitUntil(lambda: len(names(other)) == 3)
        assert other.saved.saved() == []


def test_search_words_are_kept_with_a_filter(qtbot: Any, desk: Desk) -> None:
    page = shown(qtbot, desk)
    type_text(page.filters.search, "bé")
    page.filters.show_chosen(Chosen(sex="female", typed="bé"))
    name_it("Bé, nữ")
    page._save_filter()
    qtbot.waitUntil(lambda: len(page.saved.saved()) == 1)
    page.filters.show_chosen(Chosen())
    qtbot.waitUntil(lambda: len(names(page)) == 3)
    page.saved._pills()[0].click()
    qtbot.waitUntil(lambda: names(page) == ["Lê Thị Bé"])
    assert page.filters.search.text() == "bé"


def test_renaming_deleting_and_taking_it_back(
    qtbot: Any, desk: Desk, book: Book, director: Actor, now: datetime
) -> None:
    two = [SavedFilter("Nữ", Chosen(sex="female")), SavedFilter("Nam", Chosen(sex="male"))]
    keep_choice(book, CHOICE, filters_to(two), by=director, now=now)
    page = shown(qtbot, desk)
    qtbot.waitUntil(lambda: len(page.saved.saved()) == 2)
    complaints = name_it("nam")
    press(page.saved._pills()[0], Qt.Key.Key_F2)
    assert complaints == ["There is a filter of that name already."]
    name_it("Phụ nữ")
    press(page.saved._pills()[0], Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: [one.name for one in page.saved.saved()] == ["Phụ nữ", "Nam"])
    press(page.saved._pills()[1], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: [one.name for one in page.saved.saved()] == ["Phụ nữ"])
    assert page.messages.text() == "Deleted the filter “Nam”."
    page.messages._act()
    qtbot.waitUntil(lambda: [one.name for one in page.saved.saved()] == ["Phụ nữ", "Nam"])


def test_there_is_an_end_to_saving(qtbot: Any, desk: Desk, book: Book, director: Actor, now: datetime) -> None:
    many = [SavedFilter(f"Lọc {n}", Chosen(age_from=n)) for n in range(MOST)]
    keep_choice(book, CHOICE, filters_to(many), by=director, now=now)
    page = shown(qtbot, desk)
    qtbot.waitUntil(lambda: len(page.saved.saved()) == MOST)
    page.filters.show_chosen(WOMEN)
    page._save_filter()
    assert "delete one first" in page.messages.text()


def test_the_way_to_joining_files(
    qtbot: Any, desk: Desk, book: Book, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    page = shown(qtbot, desk)
    qtbot.waitUntil(lambda: page.table.current() is not None)
    assert page.merge_button.isVisible()
    with qtbot.waitSignal(desk.went) as went:
        page.merge_button.click()
    assert went.args == [Place("merging", {"person_id": page.table.current_id()})]
    with desk_of(book, actor_with(Role.NURSE), now) as nurse:
        assert not shown(qtbot, nurse).merge_button.isVisible()
