"""The papers of a case on screen: their states and versions, sheets for the pen, and printing for a whole ward."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from carebook.records.care_plans import CarePlan
from carebook.records.episodes import Episode
from carebook.records.people import Attachment
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.case_papers import CasePapersPage, drawing
from carebook.ui.pages.case_papers.choosing import FROM_TO
from carebook.ui.pages.residents import ResidentsPage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.reports import reading
from tests.reports.case_book import whole_case
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.waiting import when_asked


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """A stay with a whole case."""
    return whole_case(book, director, now)


def page_for(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, CasePapersPage]:
    page = CasePapersPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    if about.get("batch"):
        qtbot.waitUntil(lambda: bool(page.batch.count.text()))
    else:
        qtbot.waitUntil(lambda: page._shown is not None or page.states.says() != "")
    return window, page


def shown_words(page: CasePapersPage) -> str:
    assert page._shown is not None
    return reading.flat(page._shown.pdf)


def readings(book: Book, now: datetime) -> list[tuple[str, int, str]]:
    with book.looking(now) as writer:
        return [(one.deed, one.people, one.reason) for one in writer.records(Reading)]


def test_the_list_says_what_is_written_and_in_which_version(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(CarePlan(episode_id=stay.id, number=2))
    _window, page = page_for(desk, qtbot, episode_id=stay.id)
    versions = {one.kind.value: [v.finished for v in one.versions] for one in page._offered.values()}
    assert versions.pop("form05")
    assert versions == {
        "form01": [True],
        "form02": [True],
        "form03": [False],
        "form04": [True, False],
        "minutes": [True],
        "form06": [False],
        "bedside": [True],
    }
    assert page.table.current_id() == "form01"
    assert page.header.line.whole() == "Trần Thị An"


def test_the_version_another_page_asks_for_is_shown(
    desk: Desk, book: Book, director: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        draft = writer.add(CarePlan(episode_id=stay.id, number=2, general_goal="Về nhà với con"))
    window, page = page_for(desk, qtbot, episode_id=stay.id, paper="form04", plan_id=draft.id, more="unknown")
    assert "Về nhà với con" in shown_words(page)
    assert "BẢN NHÁP" in shown_words(page)
    first = page._shown
    page.choices.version.setCurrentIndex(0)
    page.choices.version.activated.emit(0)
    qtbot.waitUntil(lambda: page._shown is not first)
    assert "Tự đi lại" in shown_words(page)
    button(page.side, "Papers of this stay").click()
    assert window.last == ("papers", {"episode_id": stay.id})


def test_what_is_lacking_leads_to_where_it_is_written(
    desk: Desk, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    _person, episode = admit(book, director, now)
    window, page = page_for(desk, qtbot, episode_id=episode.id, paper="form04")
    button(page.side, "Fill in: No care plan yet").click()
    assert window.last == ("care_plans", {"episode_id": episode.id})


def test_sheets_for_the_pen_with_and_without_a_name(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any, tmp_path: Path
) -> None:
    _window, page = page_for(desk, qtbot, episode_id=stay.id, paper="form02")
    for content, named in ((drawing.NAMED, True), (drawing.EMPTY, False)):
        before = page._shown
        page.choices.content.choose(content)
        page.choices.content.activated.emit(0)
        qtbot.waitUntil(lambda shown=before: page._shown is not shown)
        assert ("Trần Thị An" in shown_words(page)) is named
        assert "Cần tập đi" not in shown_words(page)
        page.save_paper("docx", tmp_path / f"{content}.docx")
        qtbot.waitUntil(lambda: f"{content}.docx" in page.messages.text())  # noqa: B023
    assert (tmp_path / "empty.docx").read_bytes().startswith(b"PK")
    assert [people for _deed, people, _reason in readings(book, now)] == [1]  # a sheet about nobody is not noted
    assert not page.take_back_button.isEnabled()


def test_form_05_from_one_day_to_another(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = page_for(desk, qtbot, episode_id=stay.id, paper="form05", id="2026-10")
    assert "tháng 10/2026" in shown_words(page)
    first = page._shown
    page.choices.version.choose(FROM_TO)
    page.choices.version.activated.emit(0)
    assert page.choices.id() is None
    page.choices.first.line.setText("01/11/2026")
    page.choices.last.line.setText("31/10/2026")
    page.choices.last.left.emit()
    assert page._shown is first  # the last day comes before the first
    page.choices.last.line.setText("15/11/2026")
    page.choices.last.left.emit()
    qtbot.waitUntil(lambda: page._shown is not first)
    assert "từ 01/11/2026 đến 15/11/2026" in shown_words(page)


def test_an_edited_copy_is_taken_back(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any, tmp_path: Path
) -> None:
    _window, page = page_for(desk, qtbot, episode_id=stay.id, paper="form04")
    edited = tmp_path / "kế hoạch.docx"
    edited.write_bytes(b"PK edited")
    page.take_back(edited)
    qtbot.waitUntil(lambda: "edited" in page.messages.text())
    with book.looking(now) as writer:
        (kept,) = writer.records(Attachment)
    assert (kept.person_id, kept.kind, kept.edited_outside) == (stay.person_id, "plan", True)


def test_a_protected_stay_shows_nothing(
    book: Book, director: Actor, actor_with: Any, now: datetime, qtbot: Any
) -> None:
    _person, episode = admit(book, director, now, episode=emergency(), category="victim_dv")
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        _window, page = page_for(desk, qtbot, episode_id=episode.id)
        assert "protected" in page.states.says()
        assert not page.print_button.isEnabled()


def test_without_a_stay_the_page_says_how_to_come_to_one(desk: Desk, qtbot: Any) -> None:
    _window, page = page_for(desk, qtbot)
    assert "Print papers" in page.states.says()
    button(page.states, "Print by room, ward…").click()
    assert page.is_batch()


# for many


@pytest.fixture
def ward(book: Book, director: Actor, now: datetime, stay: Episode) -> str:
    """A ward whose rooms A9 and A10 have somebody; its id."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        made = writer.add(samples.ward())
        a10, a9 = (writer.add(samples.room(made.id, name=name)) for name in ("A10", "A9"))
        writer.add(samples.bed_assignment(stay.id, a10.id))
    _person, other = admit(book, director, now, person=samples.person(code="", full_name="Lò Thị Dần", home_town="x"))
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(samples.bed_assignment(other.id, a9.id))
    return made.id


def names(page: CasePapersPage) -> list[str]:
    return [one.row.name for one in page.batch._placed]


def choose(page: CasePapersPage, qtbot: Any, **codes: str) -> None:
    for name, code in codes.items():
        choice = getattr(page.batch, name)
        choice.choose(code)
        page.batch.count.setText("")
        choice.activated.emit(0)
        qtbot.waitUntil(lambda: bool(page.batch.count.text()))


def test_who_is_meant_stands_in_the_order_of_beds(desk: Desk, ward: str, qtbot: Any) -> None:
    _window, page = page_for(desk, qtbot, batch=True)
    assert names(page) == ["Lò Thị Dần", "Trần Thị An"]
    assert [page.batch.where.itemText(n) for n in range(page.batch.where.count())] == [
        "Everybody who is here",
        "Khu A",
        "Khu A · A9",
        "Khu A · A10",
    ]
    choose(page, qtbot, kind="form04")
    assert page.batch.count.text() == "Papers of 1 person · 1 left out"
    choose(page, qtbot, content=drawing.NAMED)
    assert page.batch.people() == 2
    assert ward


def test_the_file_is_drawn_after_the_line_in_the_reading_log(
    desk: Desk, book: Book, now: datetime, ward: str, qtbot: Any, tmp_path: Path
) -> None:
    _window, page = page_for(desk, qtbot, batch=True)
    choose(page, qtbot, where=f"ward:{ward}")
    path = tmp_path / "khu-a.pdf"
    page.batch.make("pdf", "treo đầu giường", path)
    qtbot.waitUntil(lambda: "khu-a.pdf" in page.messages.text())
    words = reading.flat(path.read_bytes())
    assert words.index("Lò Thị Dần") < words.index("Trần Thị An")
    ((deed, people, reason),) = readings(book, now)
    assert (deed, people) == ("print_batch", 2)
    assert reason.endswith(", Khu A: treo đầu giường")


def test_printing_asks_for_the_reason_and_prints_what_is_shown(
    desk: Desk, book: Book, now: datetime, ward: str, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _window, page = page_for(desk, qtbot, batch=True)
    printed: list[int] = []
    monkeypatch.setattr(page.batch.preview, "print_pdf", lambda: printed.append(page.batch.preview.page_count()))

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        qtbot.keyClick(dialog, "1")
        next(one for one in dialog.findChildren(QPushButton) if one.text() == "Print").click()

    when_asked(answer)
    page.print_paper()
    qtbot.waitUntil(lambda: printed == [2])
    assert [(deed, people) for deed, people, _reason in readings(book, now)] == [("print_batch", 2)]
    assert ward
    assert not page.batch.preview.isHidden()


def test_stopping_prints_nothing(desk: Desk, ward: str, qtbot: Any, tmp_path: Path) -> None:
    _window, page = page_for(desk, qtbot, batch=True)
    path = tmp_path / "x.pdf"
    page.batch.make("pdf", "treo", path)
    qtbot.waitUntil(lambda: page.batch._job is not None)
    assert page.batch._job is not None
    page.batch._job.cancel()
    qtbot.waitUntil(lambda: "Stopped" in page.messages.text())
    assert not path.exists()
    assert page.batch.print_button.isEnabled()
    assert ward


def test_an_empty_house_is_a_sentence(desk: Desk, book: Book, now: datetime, qtbot: Any) -> None:
    _window, page = page_for(desk, qtbot, batch=True)
    assert page.batch.states.says() == "Nobody has a bed here."
    page.print_paper()
    assert "nothing to print" in page.messages.text()
    assert readings(book, now) == []


def test_who_may_not_print_for_many_is_not_offered_it(book: Book, actor_with: Any, now: datetime, qtbot: Any) -> None:
    for role, offered in ((Role.NURSE, True), (Role.INSPECTOR, False)):
        with desk_of(book, actor_with(role), now) as desk:
            page = CasePapersPage(desk)
            residents = ResidentsPage(desk)
            qtbot.addWidget(page)
            qtbot.addWidget(residents)
            words = [action.text() for action in residents._out_menu.actions()]
            assert page.many_button.isHidden() is not offered
            assert ("Print by room, ward…" in words) is offered


def test_a_nurse_prints_for_many_what_hangs_at_the_bed_and_sheets_for_the_pen(
    book: Book, actor_with: Any, now: datetime, ward: str, qtbot: Any
) -> None:
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        _window, page = page_for(desk, qtbot, batch=True)
        assert page.batch.content.code() == drawing.FILLED
        choose(page, qtbot, kind="form02")
        assert (page.batch.content.code(), page.batch.content.count()) == (drawing.NAMED, 1)
        choose(page, qtbot, kind="bedside")
        assert page.batch.content.count() == 2
    assert ward


@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(desk: Desk, ward: str, stay: Episode, qtbot: Any) -> None:
    window, page = page_for(desk, qtbot, episode_id=stay.id, paper="form05")
    assert fits(page), page.minimumSizeHint()
    assert nameless(page) == []
    page.turn_to(batch=True)
    qtbot.waitUntil(lambda: bool(page.batch.count.text()))
    assert nameless(page) == []
    page.turn_to(episode_id=stay.id)
    window.resize(840, 480)
    assert page.is_narrow()
    assert page.side.isHidden()
    assert page.minimumSizeHint().width() <= 840
    assert ward
