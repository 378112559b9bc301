"""What a report is addressed to is chosen where it is closed; changed words of two versions are seen and heard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from carebook.records.periods import ReportKind
from carebook.records.staff import Actor
from carebook.reports.addressing import Addressing, addressing_of
from carebook.store import code_lists
from carebook.store import facility as facility_store
from carebook.store.book import Book
from carebook.ui.pages.reports.addressing import AddressingChoice, AddressingDialog
from carebook.ui.pages.reports.text_changes import addressing_texts, marked, text_changes
from carebook.ui.pages.reports.versions import VersionsCompared
from carebook.ui.parts.desk import Desk
from tests import period_samples as sample


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    with book.reading_for(director, now) as reader:
        codes, facility = code_lists.words(reader), facility_store.facility(reader)
    made = Desk(book, director, facility, codes, clock=lambda: now)
    yield made
    made.close()


def opened(qtbot: QtBot, desk: Desk) -> tuple[AddressingChoice, AddressingDialog]:
    choice = AddressingChoice(desk, ReportKind.MONTHLY)
    qtbot.addWidget(choice)
    assert choice.dialog() is None
    qtbot.waitUntil(lambda: choice.chosen() is not None)
    dialog = choice.dialog()
    assert dialog is not None
    qtbot.addWidget(dialog)
    return choice, dialog


def test_lines_are_typed_put_in_order_and_taken_from_the_dated_list(qtbot: QtBot, desk: Desk) -> None:
    choice, dialog = opened(qtbot, desk)
    usual = choice.chosen()
    assert dialog.read() == usual
    bases = dialog.legal_bases
    offered = [bases.list.itemData(n) for n in range(bases.list.count())]
    other = next(line for line in offered if line and line not in bases.read())
    for _twice in range(2):
        bases.list.choose(other)
        bases.list.activated.emit(0)
    assert bases.read() == (*usual.legal_bases, other)
    assert bases.list.code() == ""
    dialog.addressed_to.note.set_raw("UBND tỉnh\n\n  Sở Y tế ")
    with qtbot.waitSignal(choice.touched):
        choice.choose(dialog.read())
    assert choice.chosen().addressed_to == ("UBND tỉnh", "Sở Y tế")
    assert "UBND tỉnh; Sở Y tế" in choice.line.text()


def test_a_list_offers_only_documents_in_force(qtbot: QtBot, desk: Desk) -> None:
    _choice, dialog = opened(qtbot, desk)
    offered = " ".join(str(dialog.legal_bases.list.itemData(n)) for n in range(dialog.legal_bases.list.count()))
    assert "103/2017/NĐ-CP" in offered
    assert "136/2013/NĐ-CP" not in offered


def said(widgets: list[QWidget]) -> list[str]:
    return [one.text() for one in widgets if isinstance(one, QLabel)]


def test_changed_words_are_marked_and_nothing_typed_is_read_as_marks(qtbot: QtBot) -> None:
    html = marked("Thiếu hai <b>\nngười", "Thiếu ba <b>\nngười")
    assert html.startswith("Thiếu <span")
    assert 'line-through;">hai</span> <span' in html
    assert 'underline;">ba</span> &lt;b&gt;<br>người' in html
    shown = list(text_changes({"problems": ("a", "b"), "tasks": ("như cũ", "như cũ"), "proposals": ("", "mới")}))
    for widget in shown:
        qtbot.addWidget(widget)
    assert said(shown)[0] == "Tồn tại, nguyên nhân"
    assert len(shown) == 4
    assert "a" in shown[1].accessibleName()
    assert "b" in shown[1].accessibleName()


def test_the_addressing_of_two_versions_is_compared_line_by_line(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    old = sample.closed(book, director, now, addressing=Addressing(("Sở Y tế",), ("Lưu: VT",)))
    new = sample.closed(
        book, director, now, reason="đổi nơi nhận", addressing=Addressing(("Sở Y tế",), ("Sở Y tế", "Lưu: VT"))
    )
    assert addressing_texts(old, new) == {"recipients": ("Lưu: VT", "Sở Y tế\nLưu: VT")}
    assert addressing_texts(old, old) == {}
    assert addressing_of(new).legal_bases == ()


def test_two_versions_show_their_changed_words(
    qtbot: QtBot, desk: Desk, book: Book, director: Actor, now: datetime
) -> None:
    sample.filled(book)
    old = sample.closed(book, director, now, narrative={"problems": "Thiếu hai điều dưỡng."})
    new = sample.closed(book, director, now, reason="sửa lời", narrative={"problems": "Thiếu ba điều dưỡng."})
    compared = VersionsCompared(desk, [new, old])
    qtbot.addWidget(compared)

    def said_now() -> str:
        return " ".join(one.text() for one in compared.findChildren(QLabel))

    qtbot.waitUntil(lambda: "Tồn tại, nguyên nhân" in said_now())
    assert marked("Thiếu hai điều dưỡng.", "Thiếu ba điều dưỡng.") in said_now()
