"""The page of programmes: one evaluated on a page, written at its side, with a draft and undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from carebook.actions.packages import save_package
from carebook.actions.programmes import save_programme
from carebook.records.packages import Package, Programme
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.programmes import ProgrammesPage
from carebook.ui.parts.desk import Desk
from tests.actions.admissions import admit
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

AUTISM = Programme(name="Trị liệu cho trẻ tự kỷ", kind="autism", from_on=date(2026, 1, 5), cost=9_000_000)


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def programme(book: Book, director: Actor, now: datetime) -> Programme:
    """A programme with one package of which three of four sessions were given."""
    kept: Programme = save_programme(book, AUTISM, by=director, now=now).result
    stay = admit(book, director, now)[1]
    wanted = Package(episode_id=stay.id, programme_id=kept.id, name="Gói 24 buổi", from_on=date(2026, 8, 3))
    package: Package = save_package(book, wanted, by=director, now=now).result
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for day, state in ((3, "done"), (5, "done"), (7, "partial"), (10, "no_show")):
            writer.add(
                Session(
                    episode_id=stay.id,
                    package_id=package.id,
                    therapist_id=director.staff_member_id,
                    planned_on=date(2026, 8, day),
                    planned_at=time(9, 0),
                    state=SessionState(state),
                )
            )
    return kept


def open_page(desk: Desk, qtbot: Any, **about: str) -> tuple[Window, ProgrammesPage]:
    page = ProgrammesPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def said(page: ProgrammesPage) -> list[str]:
    return [one.text() for one in page.evaluation.findChildren(QLabel) if one.isVisibleTo(page)]


def test_the_evaluation_stands_on_one_page(
    desk: Desk, book: Book, director: Actor, programme: Programme, now: datetime, qtbot: Any
) -> None:
    later = save_programme(
        book, replace(AUTISM, name="Lớp khiếm thính", from_on=date(2026, 9, 5)), by=director, now=now
    ).result
    _window, page = open_page(desk, qtbot, programme_id=programme.id)
    qtbot.waitUntil(lambda: page.evaluation.title.text() == programme.name)
    qtbot.waitUntil(lambda: "75,0\N{NO-BREAK SPACE}%" in said(page))
    words = said(page)
    assert "3/4" in words
    assert "9.000.000\N{NO-BREAK SPACE}đ" in words
    assert page.table.current_id() == programme.id
    page.table.pick(later.id)
    qtbot.waitUntil(lambda: page.evaluation.title.text() == "Lớp khiếm thính")
    assert "75,0\N{NO-BREAK SPACE}%" not in said(page)
    page.turn_to(programme_id=programme.id)
    qtbot.waitUntil(lambda: page.evaluation.title.text() == programme.name)
    page.span.choose("before")
    page.make_stale()
    qtbot.waitUntil(lambda: "3/4" not in said(page))


def test_a_programme_is_typed_changed_and_undone(desk: Desk, book: Book, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    assert page.states.says().startswith("No programme yet.")
    page.begin_new()
    form = page.writing.sheet.form  # type: ignore[union-attr]
    type_text(form.editor("name").input.target, "Sàng lọc tự kỷ")
    form.editor("kind").set_value("screening")
    form.editor("cost").set_raw("12.000.000")
    form.editor("to_on").set_raw("1/1/2020")
    page.save()
    qtbot.waitUntil(lambda: form.editor("to_on").has_error())
    form.editor("to_on").set_raw("")
    page.save()
    qtbot.waitUntil(lambda: page.evaluation.title.text() == "Sàng lọc tự kỷ")
    page.edit()
    page.writing.sheet.form.editor("conclusion").set_value("extend")  # type: ignore[union-attr]
    page.save()
    qtbot.waitUntil(lambda: "nothing it rests on" in page.messages.text())
    with book.looking(now) as reader:
        (kept,) = reader.records(Programme)
    assert (kept.conclusion, kept.cost) == ("extend", 12_000_000)
    button(page.messages, "Undo").click()

    def taken_back() -> bool:
        with book.looking(now) as reader:
            return reader.records(Programme)[0].conclusion is None

    qtbot.waitUntil(taken_back)


@pytest.mark.usefixtures("programme")
def test_what_is_typed_is_kept_as_a_draft(desk: Desk, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: page._found.report is not None)  # type: ignore[union-attr]
    page.edit()
    assert page.list.isHidden()
    type_text(page.writing.sheet.form.editor("strengths").input.target, "Gia đình theo đều")  # type: ignore[union-attr]
    page.keep_draft()
    page.writing.put_away()
    assert not page.list.isHidden()
    page.edit()
    assert page.writing.sheet.form.value("strengths") == "Gia đình theo đều"  # type: ignore[union-attr]


@pytest.mark.usefixtures("programme")
@pytest.mark.looks
def test_every_control_has_a_name_and_the_page_can_be_small(desk: Desk, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: bool(page.evaluation.title.text()))
    assert nameless(page) == []
    page.edit()
    assert nameless(page) == []
    window.resize(880, 460)
    qtbot.waitUntil(lambda: fits(page))


@pytest.mark.usefixtures("programme")
def test_the_evaluation_is_saved_as_a_sheet(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    qtbot.waitUntil(lambda: not page.print_button.isHidden())
    asked: list[str] = []

    def choose(_parent: object, _title: str, name: str, _kind: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page.print_button.click()
    qtbot.waitUntil(lambda: "Saved" in page.messages.text())
    assert asked == ["danh-gia-chuong-trinh-20261122.pdf"]
    assert (tmp_path / asked[0]).read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("programme")
def test_who_may_only_look_is_offered_nothing_to_write(
    book: Book, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    therapist = actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao")
    with desk_of(book, therapist, now) as desk:
        _window, page = open_page(desk, qtbot)
        qtbot.waitUntil(lambda: bool(page.evaluation.title.text()))
        assert page.new_button.isHidden()
        assert page.edit_button.isHidden()
        page.edit()
        assert not page.writing.is_open()
