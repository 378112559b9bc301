"""What the tests of pages do as a hand does: press a button by its words, fill in the dialog that opens, read a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from carebook.store.book import Book
from carebook.ui.pages.settings.tab import RecordDialog
from tests.ui.waiting import awaited, when_asked


def press(words: str, within: QWidget) -> None:
    """Press the button of that text, as soon as it is there."""

    def shown() -> QPushButton | None:
        return next((b for b in within.findChildren(QPushButton) if b.text() == words and not b.isHidden()), None)

    awaited(shown, words).click()


def fill_in(then: str = "Save", **fields: Any) -> list[str]:
    """Fill in the dialog that opens next and press ``then``; gives the complaints of a refused one, which is then left."""
    seen: list[str] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RecordDialog)
        for name, value in fields.items():
            dialog.form.editor(name).set_value(value)
        press(then, dialog)
        leave(dialog)

    def leave(dialog: RecordDialog) -> None:
        if not shiboken6.isValid(dialog) or not dialog.isVisible():
            return
        if not dialog._save.isEnabled():  # it is being written
            QTimer.singleShot(20, lambda: leave(dialog))
        else:
            seen.extend(one.text() for one in dialog.findChildren(QLabel) if one.isVisible() and one.text())
            dialog.reject()

    when_asked(act)
    return seen


def records(book: Book, now: datetime, cls: type, **given: Any) -> list[Any]:
    with book.looking(now) as reader:
        return list(reader.records(cls, **given))


def rows(table: Any) -> list[list[str]]:
    model = table.records
    return [
        [model.cell_at(row, at).text for at in range(model.columnCount())]
        for row in range(model.rowCount())
        if model.record_at(row) is not None
    ]
