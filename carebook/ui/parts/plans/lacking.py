"""What stands between a plan and its approver: one line for each thing, each leading to its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from carebook.rules.problem import Problem, errors, warnings
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import box, column, emptied, row, scrolling
from carebook.words import _, ngettext

HIGHEST, LEAST = 190, 88


class Lacks(QFrame):
    """``place_wanted(field)`` leads to where it is mended; ``submit_wanted`` when only warnings are left."""

    place_wanted = Signal(str)
    submit_wanted = Signal()
    closed = Signal()

    def __init__(self, heads: Mapping[str, str]) -> None:
        """``heads`` are the words before the number of a row, by its kind."""
        super().__init__()
        self._heads = heads
        self._title = label("", "strong", wrap=True)
        self._lines = column(gap=2)
        self._submit = Button(_("Submit all the same"))
        self._submit.clicked.connect(self.submit_wanted)
        close = Button("", "ghost", "x")
        close.setAccessibleName(_("Close the list"))
        close.clicked.connect(self.close_list)
        head = row((self._title, 1), self._submit, close, gap=8)
        self._area = scrolling(box(column(self._lines, None, gap=0)))
        self._area.setMaximumHeight(theme.worn().scaled(HIGHEST))
        inside = box(column(head, self._area, gap=4, margins=(14, 8, 8, 10)), "well")
        self.setLayout(column(inside, margins=(16, 4, 16, 4)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is missing, then what may be answered."""
        emptied(self._lines)
        wrong, unusual = errors(problems), warnings(problems)
        if wrong:
            many = ngettext(
                "{n} thing is missing before submitting", "{n} things are missing before submitting", len(wrong)
            )
            self._title.setText(many.format(n=len(wrong)))
        else:
            self._title.setText(_("Nothing is missing. To look at once more before submitting:"))
        self._submit.setVisible(not wrong)
        for problem in (*wrong, *unusual):
            self._lines.addLayout(self._line(problem))
        self._lines.addStretch(1)
        shown = len(wrong) + len(unusual)
        wanted = min(theme.worn().scaled(HIGHEST), shown * theme.worn().scaled(28) + 4)
        self._area.setMinimumHeight(min(wanted, theme.worn().scaled(LEAST)))
        self._area.setMaximumHeight(wanted)
        self.show()

    def _in_words(self, problem: Problem) -> str:
        """The sentence, after the row of the plan it is about: "Mục tiêu 2: …"."""
        kind, _dot, rest = problem.field.partition(".")
        place = rest.partition(".")[0]
        if kind not in self._heads or not place.isdigit():
            return str(problem.message)
        return f"{_(self._heads[kind]).format(n=int(place) + 1)}: {problem.message}"

    def _line(self, problem: Problem) -> QHBoxLayout:
        is_error = problem.severity == "error"
        tone = "danger" if is_error else "warn"
        words = label(self._in_words(problem), wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        go = Button(_("Go there"), "link")
        go.setAccessibleName(_("Go there: {what}").format(what=self._in_words(problem)))
        go.clicked.connect(partial(self.place_wanted.emit, problem.field))
        return row(Sign("circle-alert" if is_error else "triangle-alert", tone, 14), (words, 1), go, gap=8)

    def close_list(self) -> None:
        """Put the list away."""
        self.hide()
        self.closed.emit()
