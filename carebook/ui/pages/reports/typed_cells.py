"""The strip under the figures: numbers typed from a paper wait here until they are kept, all with the paper they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import money
from carebook.records.periods import TypedFigure
from carebook.ui.pages.reports.gathering import Place, ReportView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.fields.typing import LineInput
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.words import Message, _, message, ngettext


def whole_number(words: str) -> int | Message | None:
    """The number that was typed into a cell, None where it was erased; a sentence when it is no whole number."""
    found = money.parse_number(words)
    if isinstance(found, Message) or found is None:
        return found
    return int(found) if found >= 0 and found == int(found) else message("Type a whole number.")


class TypedCells(QFrame):
    """Numbers by their place (table, row, column), None where one is taken out again. ``changed``: others wait now;
    ``keeping`` asks the page to keep them."""

    changed = Signal()
    keeping = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self._key = ""
        self._kept: Mapping[Place, TypedFigure] = {}
        self._waiting: dict[Place, int | None] = {}
        self._drafted: dict[str, Any] | None = None
        self.words = label("", wrap=True)
        self.source = LineInput()
        self.source.name_as(_("From which paper"))
        self.source.line.setPlaceholderText(_("for example báo cáo quyết toán quý III, số 15/BC-TTBTXH"))
        self.source.touched.connect(self.changed)
        self.source.line.returnPressed.connect(self.keeping)
        self.keep_button = Button(_("Keep the numbers"), "primary", key="Ctrl+S", listens=False)
        self.forget_button = Button(_("Forget them"))
        self.keep_button.clicked.connect(self.keeping)
        self.forget_button.clicked.connect(self.forget)
        caption = label(_("From which paper"))
        caption.setBuddy(self.source.target)
        self._paper = row(caption, (self.source, 1), self.forget_button, self.keep_button, gap=10)
        self.error = label("", "small", "danger", wrap=True)
        self.setLayout(column(self.words, self._paper, self.error, gap=4, margins=(24, 6, 20, 6)))
        self._show()

    def show_report(self, view: ReportView) -> None:
        """The numbers kept for a report; those that wait stay while it is the same one, else its draft is taken up."""
        self._kept = view.typed_figures
        if view.key != self._key:
            self._key = view.key
            self._restore(view.typed_draft if view.snapshot is None else {})
        self._show()

    def waits(self, place: Place) -> bool:
        """Whether another number waits for a cell than the one kept."""
        return place in self._waiting

    def number(self, place: Place) -> int | None:
        """The number that waits for a cell."""
        return self._waiting.get(place)

    def largest(self, table: str, column: str) -> int:
        """The largest number that waits for a column of a table, 0 when none does."""
        waiting = ((place, value or 0) for place, value in self._waiting.items())
        return max((value for place, value in waiting if (place[0], place[2]) == (table, column)), default=0)

    def put(self, place: Place, words: str) -> bool:
        """Let what was typed into a cell wait; False, and the reason is shown, when it is no number."""
        value = whole_number(words)
        if isinstance(value, Message):
            self.complain(value)
            return False
        kept = self._kept.get(place)
        if value == (kept.value if kept else None):
            self._waiting.pop(place, None)
        else:
            self._waiting[place] = value
            if kept is not None and not self.source.raw():
                self.source.set_raw(kept.source)
        self._show()
        self.changed.emit()
        return True

    def is_waiting(self) -> bool:
        """Whether numbers wait to be kept."""
        return bool(self._waiting)

    def forget(self) -> None:
        """Throw away the numbers that wait."""
        self._waiting.clear()
        self._show()
        self.changed.emit()

    def figures(self) -> list[TypedFigure] | None:
        """What is to be kept, with its paper, without a value where it is taken out; None when no paper is named, which is said."""
        source = self.source.read() or ""
        if not source and any(value is not None for value in self._waiting.values()):
            self.complain(message("Say from which paper the numbers come."))
            self.source.setFocus()
            return None
        return [
            TypedFigure(
                period=self._key,
                table_code=table,
                row_code=row_code,
                column_code=column_code,
                value=value,
                source=source,
            )
            for (table, row_code, column_code), value in self._waiting.items()
        ]

    def were_kept(self) -> None:
        """The numbers that waited are kept."""
        self._waiting.clear()
        self._drafted = None
        self._show()

    def complain(self, sentence: object) -> None:
        """Say under the field what is wrong."""
        self.error.setText(str(sentence))
        self.error.show()
        self.show()

    def refused(self, error: BaseException) -> None:
        """Say why the numbers were not kept; they go on waiting."""
        problems = getattr(error, "problems", ())
        said = " ".join(str(problem.message) for problem in problems)
        self.complain(said or _("This was not done, nothing was written. What was typed is still here."))

    # drafts

    def is_touched(self) -> bool:
        """Whether what waits is not kept as a draft yet."""
        return self.draft() != self._drafted

    def mark_drafted(self) -> None:
        """What waits is kept as a draft."""
        self._drafted = self.draft()

    def draft(self) -> dict[str, Any] | None:
        """What waits, as JSON can hold it; None when nothing does."""
        if not self._waiting:
            return None
        return {"source": self.source.raw(), "numbers": [[*place, value] for place, value in self._waiting.items()]}

    def _restore(self, draft: Mapping[str, Any]) -> None:
        self._waiting = {(table, row, column): value for table, row, column, value in draft.get("numbers", ())}
        self.source.set_raw(draft.get("source", ""))
        self._drafted = self.draft()

    def _show(self) -> None:
        self.error.hide()
        count = len(self._waiting)
        self.words.setText(
            ngettext("{n} number typed, not kept yet.", "{n} numbers typed, not kept yet.", count).format(n=count)
        )
        self.setVisible(bool(count))
