"""The second step of an import: what each column means, with words of the file beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from carebook import dates
from carebook.rules.list_import import MEANING_WORDS, Layout, Meaning
from carebook.ui.pages.lists.looked import Looked, examples
from carebook.ui.parts.fields import Choice
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import box, column, emptied, row, scrolling
from carebook.words import _, message

_LEAVE_OUT = "-"


class ColumnsStep(QWidget):
    """A line for each column; ``changed(layout)`` when one is given another meaning."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layout: Layout | None = None
        self._line = label("", "muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(24, 8, 20, 16)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._choices: dict[int, Choice] = {}
        inside = box(column(row((self._line, 1), margins=(24, 12, 20, 0)), self._grid, None, gap=4))
        self.setLayout(column(scrolling(inside), gap=0))

    def show_columns(self, looked: Looked) -> None:
        """The columns of a list with their meanings and the first words under each heading."""
        self._layout = looked.loaded.layout
        self._say_where(looked)
        emptied(self._grid)
        self._choices = {}
        for place, head in enumerate((_("Column in the file"), _("Means"), _("For example"))):
            self._grid.addWidget(label(head, "small"), 0, place)
        meanings = [(_LEAVE_OUT, _("leave out"))] + [(m.value, _(words)) for m, words in MEANING_WORDS.items()]
        for at, one in enumerate(self._layout.columns, 1):
            heading = " ".join(one.heading.split())
            choice = Choice(meanings)
            choice.setAccessibleName(str(message("Meaning of column {heading}", heading=heading)))
            choice.setMinimumWidth(240)
            choice.activated.connect(partial(self._give, one.index))
            self._choices[one.index] = choice
            words = ElidedLabel(" · ".join(examples(looked.loaded, one.index)) or "–", "muted")
            words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            name = label(heading, "name", wrap=True)
            name.setMinimumWidth(160)
            name.setMaximumWidth(280)
            name.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(choice, at, 1, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(words, at, 2)
        self._show_meanings()

    def _say_where(self, looked: Looked) -> None:
        said = message(
            "The headings stand in row {row}. Correct what a column means where it is wrong.",
            row=looked.reading.header_row,
        )
        if looked.reading.as_of is not None:
            said = message(
                "The headings stand in row {row}; the list is of {day}. Correct what a column means where it is wrong.",
                row=looked.reading.header_row,
                day=dates.written(looked.reading.as_of),
            )
        self._line.setText(str(said))

    def _show_meanings(self) -> None:
        for one in self._layout.columns if self._layout else ():
            self._choices[one.index].choose(one.meaning.value if one.meaning else _LEAVE_OUT)

    def _give(self, index: int, _place: int) -> None:
        """Give a column its meaning; the column that had it before shows that it lost it."""
        if self._layout is None:
            return
        code = self._choices[index].code()
        self._layout = self._layout.with_meaning(index, None if code == _LEAVE_OUT else Meaning(code))
        self._show_meanings()
        self.changed.emit(self._layout)

    def begin(self) -> None:
        """The keyboard goes to the first column."""
        for choice in self._choices.values():
            choice.setFocus()
            return
