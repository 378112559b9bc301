"""The papers of a stay on screen: which, what they lack, and that every way out of the book is written down first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from carebook.records.episodes import Episode
from carebook.records.people import Attachment
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book
from carebook.ui.pages.papers import PapersPage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now, details=(samples.identity_paper(""), samples.relative("")))[1]


def page_for(desk: Desk, episode: Episode, qtbot: object, paper: str = "") -> tuple[Window, PapersPage]:
    page = PapersPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)  # type: ignore[attr-defined]
    page.turn_to(episode_id=episode.id, paper=paper)
    window.show()
    qtbot.waitUntil(lambda: bool(page.states.says()) or page._shown is not None)  # type: ignore[attr-defined]
    return window, page


def readings(book: Book, now: datetime) -> list[str]:
    with book.looking(now) as writer:
        return [one.reason for one in writer.records(Reading) if one.deed == "print_papers"]


def test_the_wanted_paper_is_shown_with_what_it_lacks(desk: Desk, stay: Episode, qtbot: object) -> None:
    window, page = page_for(desk, stay, qtbot, "admission")
    qtbot.waitUntil(lambda: page.preview.page_count() == 1)  # type: ignore[attr-defined]
    assert page.current() is not None
    assert page.current().value == "admission"  # type: ignore[union-attr]
    assert page.header.line.whole() == "Trần Thị An"
    button(page.side, "Fill in: Permanent home").click()
    assert window.last == ("person", {"person_id": stay.person_id})


def test_another_paper_is_drawn_when_chosen(desk: Desk, stay: Episode, qtbot: object) -> None:
    _window, page = page_for(desk, stay, qtbot)
    assert page._shown is not None
    first = page._shown.pdf
    page.table.pick("receipt")
    qtbot.waitUntil(lambda: page._shown.paper.kind.value == "receipt")  # type: ignore[attr-defined, union-attr]
    assert page._shown.pdf != first


@pytest.mark.parametrize(("way", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_saving_is_written_down_before_the_file_is_there(
    way: str, begins: bytes, desk: Desk, stay: Episode, qtbot: object, book: Book, now: datetime, tmp_path: Path
) -> None:
    _window, page = page_for(desk, stay, qtbot, "reception")
    path = tmp_path / f"bien-ban.{way}"
    page.save_paper(way, path)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: "Saved" in page.messages.text())  # type: ignore[attr-defined]
    assert path.read_bytes().startswith(begins)
    assert len(readings(book, now)) == 1


def test_a_place_that_cannot_be_written_is_said(desk: Desk, stay: Episode, qtbot: object, tmp_path: Path) -> None:
    _window, page = page_for(desk, stay, qtbot)
    page.save_paper("pdf", tmp_path / "not-there" / "x.pdf")
    qtbot.waitUntil(lambda: "could not be written" in page.messages.text())  # type: ignore[attr-defined]


def test_both_print_buttons_leave_a_line_before_printing(
    desk: Desk, stay: Episode, qtbot: object, book: Book, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _window, page = page_for(desk, stay, qtbot)
    printed: list[int] = []
    monkeypatch.setattr(page.preview, "print_pdf", lambda: printed.append(len(readings(book, now))))
    page.print_button.click()
    qtbot.waitUntil(lambda: printed == [1])  # type: ignore[attr-defined]
    page.preview._print_asked()
    qtbot.waitUntil(lambda: printed == [1, 2])  # type: ignore[attr-defined]


def test_an_edited_copy_is_kept_and_marked(
    desk: Desk, stay: Episode, qtbot: object, book: Book, now: datetime, tmp_path: Path
) -> None:
    _window, page = page_for(desk, stay, qtbot, "reception")
    edited = tmp_path / "biên bản đã sửa.docx"
    edited.write_bytes(b"PK edited")
    page.take_back(edited)
    qtbot.waitUntil(lambda: "edited" in page.messages.text())  # type: ignore[attr-defined]
    with book.looking(now) as writer:
        (kept,) = writer.records(Attachment)
    assert (kept.person_id, kept.file_name, kept.kind, kept.edited_outside) == (
        stay.person_id,
        "biên bản đã sửa.docx",
        "minutes",
        True,
    )


def test_a_protected_stay_shows_nothing(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: object
) -> None:
    _person, episode = admit(book, director, now, episode=emergency(), category="victim_dv")
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        _window, page = page_for(desk, episode, qtbot)
        assert "protected" in page.states.says()
        assert not page.print_button.isEnabled()


@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(desk: Desk, stay: Episode, qtbot: object) -> None:
    window, page = page_for(desk, stay, qtbot)
    assert fits(page), page.minimumSizeHint()
    assert nameless(page) == []
    window.resize(840, 480)
    assert page.is_narrow()
    assert (page.side.isHidden(), page.choice.code()) == (True, "reception")
    page.choice.choose("receipt")
    page.choice.activated.emit(0)
    assert page.table.current_id() == "receipt"
    assert page.minimumSizeHint().width() <= 840
