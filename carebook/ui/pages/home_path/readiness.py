"""The check-list before going home: each point with its answers side by side and a remark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook.records.enum_words import choices
from carebook.records.reintegration import ReadinessAnswer, ReadinessCheck
from carebook.rules.problem import Problem
from carebook.rules.reintegration import Point
from carebook.ui.parts.fields import PillSet, commit_input_method
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, hairline, row
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import _


class PointRow(QFrame):
    """One point of the check-list: its words, the answers side by side, a remark."""

    changed = Signal()

    def __init__(self, point: Point, check: ReadinessCheck | None) -> None:
        super().__init__()
        self.point = point
        self._before = self._answer_of(check)
        self.answers = PillSet(choices(ReadinessAnswer), one=True)
        self.answers.choose([self._before[0]] if self._before[0] else [])
        self.answers.name_as(point.text)
        self.note = QLineEdit(self._before[1])
        self.note.setCursorPosition(0)  # long words are read from their beginning
        self.note.setProperty("dense", True)
        self.note.setPlaceholderText(_("Remark"))
        self.note.setAccessibleName(f"{point.text}: {_('Remark')}")
        self.complaint = label("", "small", "danger", wrap=True)
        self.complaint.hide()
        self.answers.touched.connect(self.changed)
        self.note.textEdited.connect(self.changed)
        told = label(point.text, wrap=True)
        answer = row((self.answers, 3), (self.note, 2), gap=8)
        self.setLayout(column(told, answer, self.complaint, hairline(), gap=4, margins=(0, 6, 0, 0)))

    @staticmethod
    def _answer_of(check: ReadinessCheck | None) -> tuple[str, str]:
        return (check.answer.value, check.note) if check is not None else ("", "")

    def raw(self) -> tuple[str, str]:
        """The answer and the remark as they stand."""
        return next(iter(self.answers.codes()), ""), self.note.text().strip()

    def is_dirty(self) -> bool:
        return self.raw() != self._before

    def restore(self, answer: str, note: str) -> None:
        """Show what a draft holds."""
        self.answers.choose([answer] if answer else [])
        self.note.setText(note)

    def complain(self, sentence: str) -> None:
        """Say what is wrong, "" for nothing."""
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))


class ReadinessSheet(Sheet):
    """All points of the check-list; ``written()`` gives those that changed: code → (answer, remark)."""

    def __init__(self, points: Sequence[Point], checks: Sequence[ReadinessCheck], first: str) -> None:
        super().__init__()
        known = {check.item: check for check in checks}
        self.rows = [PointRow(point, known.get(point.code)) for point in points]
        open_ones = (one for one in self.rows if not one.raw()[0])
        named = (one for one in self.rows if one.point.code == first)
        self._first = next(named, None) or next(open_ones, None) or next(iter(self.rows), None)
        for one in self.rows:
            one.changed.connect(self.changed)
        self.setLayout(column(*self.rows, gap=0))

    def is_dirty(self) -> bool:
        return any(one.is_dirty() for one in self.rows)

    def written(self) -> dict[str, tuple[ReadinessAnswer, str]] | None:
        commit_input_method()
        found: dict[str, tuple[ReadinessAnswer, str]] = {}
        wrong: list[PointRow] = []
        for one in self.rows:
            one.complain("")
            answer, note = one.raw()
            if one.is_dirty() and answer:
                found[one.point.code] = (ReadinessAnswer(answer), note)
            elif one.is_dirty():
                one.complain(_("Choose an answer."))
                wrong.append(one)
        if wrong:
            wrong[0].answers.setFocus()
            return None
        return found

    def show_problems(self, problems: Sequence[Problem]) -> None:
        by_code = {one.point.code: one for one in self.rows}
        for problem in problems:
            one = by_code.get(problem.field) or next(iter(self.rows), None)
            if one is not None:
                one.complain(str(problem.message))
                one.note.setFocus()

    def draft(self) -> dict[str, Any]:
        return {one.point.code: list(one.raw()) for one in self.rows if one.is_dirty()}

    def restore(self, draft: dict[str, Any]) -> None:
        for one in self.rows:
            if one.point.code in draft:
                one.restore(*draft[one.point.code])
        self.changed.emit()

    def take_focus(self) -> None:
        if self._first is not None:
            self._first.answers.setFocus()
