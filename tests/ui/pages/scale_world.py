"""A stay whose scales are filled: its desk, the page of scales on it, sheets written straight into the book."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from carebook.actions.instruments import complete_score, save_score
from carebook.records.instruments import InstrumentScore
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.store.instruments import Sheet, sheets_of
from carebook.ui.pages.instruments import InstrumentPage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit
from tests.instrument_samples import answers
from tests.ui.pages.stay_desk import Window
from tests.ui.typing_vietnamese import type_text


class Case:
    """One stay with its desk, and the page on it."""

    def __init__(self, book: Book, director: Actor, now: datetime, desk: Desk, qtbot: Any, **stay: Any) -> None:
        self.book, self.director, self.now, self.desk, self.qtbot = book, director, now, desk, qtbot
        self.person, self.stay = admit(book, director, now, **stay)
        self.window: Window | None = None

    def open(self, desk: Desk | None = None, **about: str) -> InstrumentPage:
        page = InstrumentPage(desk or self.desk)
        self.window = Window(desk or self.desk, page)
        self.qtbot.addWidget(self.window)
        page.turn_to(**{"episode_id": self.stay.id} | about)
        with self.qtbot.waitExposed(self.window):
            self.window.show()
        shown = page._opened is not None or page.states.says() != ""
        self.qtbot.waitUntil(lambda: shown or page._opened is not None or bool(page.states.says()))
        return page

    def fill(self, page: InstrumentPage, code: str) -> None:
        self.qtbot.waitUntil(lambda: page._instrument is not None and page._instrument.code == code)
        self.qtbot.waitUntil(lambda: any(row.hasFocus() or row.is_typing() for row in page.part.items.rows))

    def sheets(self, *, withdrawn: bool = False) -> tuple[Sheet, ...]:
        with self.book.reading_for(self.director, self.now) as reader:
            return sheets_of(reader, self.stay.id, withdrawn=withdrawn)

    def score(self, code: str, on: date = samples.TODAY, **facts: Any) -> InstrumentScore:
        who = self.director.staff_member_id
        return InstrumentScore(
            episode_id=self.stay.id, instrument=code, file_version=0, scored_on=on, done_by_id=who, **facts
        )

    def saved(self, code: str, given: Any, on: date = samples.TODAY) -> Sheet:
        sheet: Sheet = save_score(
            self.book, self.score(code, on), answers(given), by=self.director, now=self.now
        ).result
        return sheet

    def completed(self, code: str, given: Any, on: date = samples.TODAY) -> Sheet:
        begun = self.saved(code, given, on)
        sheet: Sheet = complete_score(self.book, begun.score.id, by=self.director, now=self.now).result
        return sheet


def focused() -> QWidget:
    """What the keys go to."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def keys(typed: str) -> None:
    """Press the keys one after the other, wherever the focus goes."""
    for key in typed:
        type_text(focused(), key)
