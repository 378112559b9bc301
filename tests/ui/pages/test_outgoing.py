"""The page of letters: one written with its number, a number given twice, on paper, struck through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from carebook.actions.outgoing import save_outgoing
from carebook.records.office import OutgoingPaper
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.outgoing import OutgoingPage
from carebook.ui.pages.outgoing.sheet import LetterSheet
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text


@pytest.mark.looks
def test_a_letter_from_the_first_key_to_paper(
    book: Book, director: Actor, now: datetime, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_outgoing(book, OutgoingPaper(subject="Cũ", number="7", dated_on=date(2026, 3, 1)), by=director, now=now)
    with desk_of(book, director, now) as desk:
        page = OutgoingPage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        page.turn_to()
        window.show()
        qtbot.waitUntil(lambda: len(page.papers()) == 1)
        page.begin_new()
        sheet = page.writing.sheet
        assert isinstance(sheet, LetterSheet)
        assert not sheet.is_dirty()
        assert not sheet.form.editor("place").isVisible()
        type_text(sheet.form.editor("subject").input.target, "Xin kinh phí")
        type_text(sheet.form.editor("number").input.target, "07")
        sheet.addressed_to.note.setPlainText("Sở Y tế\n\nSở Tài chính")
        assert sheet.is_dirty()
        other = LetterSheet(desk, OutgoingPaper(subject=""))
        qtbot.addWidget(other)
        other.restore(sheet.draft())
        assert other.written() is not None
        page.save()
        qtbot.waitUntil(lambda: len(page.papers()) == 2)
        kept = page.papers()[0]
        assert (kept.subject, kept.addressed_to) == ("Xin kinh phí", ("Sở Y tế", "Sở Tài chính"))
        assert "stands on another paper already" in page.messages.text()
        assert page._number_cell(kept).sub == "Number given twice"
        page.table.pick(kept.id)
        page.show_paper()
        qtbot.waitUntil(lambda: page.paper.dialog is not None)
        page.paper.dialog.reject()  # type: ignore[union-attr]
        file = tmp_path / "x.docx"
        monkeypatch.setattr(
            "carebook.ui.pages.outgoing.page.QFileDialog.getSaveFileName", lambda *_asked: (str(file), "")
        )
        page.save_for_word()
        qtbot.waitUntil(file.exists)
        page.kind.choose("invitation")
        page._show_chosen()
        assert page.papers() == []
        page.kind.choose("")
        page._show_chosen()
        page.table.pick(kept.id)
        monkeypatch.setattr("carebook.ui.pages.outgoing.page.ask_reason", lambda *_a, **_g: ("twice", ""))
        page.strike_button.click()
        qtbot.waitUntil(lambda: [one.subject for one in page.papers()] == ["Cũ"])
        button(page.messages, "Undo").click()
        qtbot.waitUntil(lambda: len(page.papers()) == 2)
        assert nameless(page) == []
        page.fold(True)
        assert fits(page)


def test_who_writes_no_letters_reads_them(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    save_outgoing(book, OutgoingPaper(subject="Cũ", number="7", dated_on=date(2026, 3, 1)), by=director, now=now)
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        page = OutgoingPage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        page.turn_to(new="1")
        window.show()
        qtbot.waitUntil(lambda: len(page.papers()) == 1)
        page._open(page.papers()[0])
        assert not page.writing.is_open()
        assert page.new_button.isHidden()
        assert page.strike_button.isHidden()
