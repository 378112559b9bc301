"""The checks of one day of the doctor on one sheet: what they share once, then a row a person, quick to go through by keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from carebook.records.health import HealthCheck
from carebook.rules.problem import Problem
from carebook.store.daily_care import CaredFor
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice, Form, commit_input_method, section
from carebook.ui.parts.fields.typing import Line
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import column, hairline
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import _

SHARED = ("kind", "checked_on", "place", "checker")


class ClassChoice(Choice):
    """The class of health: a digit chooses it, Delete leaves it open; Enter goes on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and self.findData(event.text()) >= 0:
            self.choose(event.text())
            self.activated.emit(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_0):
            self.choose("")
            self.activated.emit(0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class BatchSheet(Sheet):
    """The checks of these people. Only rows with a class of health or findings are kept; the others were not examined."""

    def __init__(self, desk: Desk, people: Sequence[CaredFor], kind: str) -> None:
        super().__init__()
        self._people = people
        self._base = HealthCheck(episode_id="", kind=kind, checked_on=desk.today())
        self.head = Form(
            [section("", HealthCheck, *SHARED)],
            desk.today,
            choices={"kind": desk.choices("health_check_kind")},
        )
        self.head.load(self._base)
        self.head.changed.connect(self.changed)
        self.rows: list[tuple[ClassChoice, Line, Line]] = []
        self._count = label("", "muted")
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for at, words in enumerate((_("Resident"), _("Class of health"), _("Findings"), _("Advice of the doctor"))):
            grid.addWidget(label(words, "small_name"), 0, at)
        for number, who in enumerate(people):
            self._add_row(grid, number, who, desk)
        for at, share in enumerate((3, 2, 4, 4)):
            grid.setColumnStretch(at, share)
        head = section_head(_("Who was examined"), "", self._count)
        self.setLayout(column(self.head, head, hairline(), 4, grid, gap=4))
        self._tell_count()

    def _add_row(self, grid: QGridLayout, number: int, who: CaredFor, desk: Desk) -> None:
        graded = ClassChoice(desk.choices("health_class"), blank=True)
        graded.setAccessibleName(_("Class of health of {name}").format(name=who.name))
        graded.setSizePolicy(graded.sizePolicy().Policy.Expanding, graded.sizePolicy().verticalPolicy())
        graded.setMinimumContentsLength(8)
        graded.activated.connect(self._typed)
        found, advice = Line(), Line()
        found.setAccessibleName(_("Findings of {name}").format(name=who.name))
        advice.setAccessibleName(_("Advice for {name}").format(name=who.name))
        for line, place in ((found, 1), (advice, 2)):
            line.textEdited.connect(self._typed)
            line.returnPressed.connect(partial(self._go_down, number, place))
        self.rows.append((graded, found, advice))
        named = label(" · ".join(filter(None, (who.name, who.room))), "name", wrap=True)
        for at, widget in enumerate((named, graded, found, advice)):
            grid.addWidget(widget, number + 1, at, Qt.AlignmentFlag.AlignVCenter if at == 0 else Qt.AlignmentFlag(0))

    def _go_down(self, number: int, place: int) -> None:
        """Enter goes to the same question of the next person."""
        if number + 1 < len(self.rows):
            target: QWidget = self.rows[number + 1][place]
            target.setFocus()

    def _typed(self, *_more: object) -> None:
        self._tell_count()
        self.changed.emit()

    def _tell_count(self) -> None:
        done = sum(bool(graded.code() or found.text().strip()) for graded, found, _advice in self.rows)
        self._count.setText(_("{done}/{all} entered").format(done=done, all=len(self.rows)))

    # as a sheet

    def is_dirty(self) -> bool:
        return self.head.is_dirty() or any(any(row) for row in self._texts())

    def _texts(self) -> list[tuple[str, str, str]]:
        return [(graded.code(), found.text(), advice.text()) for graded, found, advice in self.rows]

    def written(self) -> list[HealthCheck] | None:
        commit_input_method()
        shared = self.head.record(self._base)
        if shared is None:
            return None
        return [
            replace(shared, episode_id=who.episode_id, health_class=graded or None, findings=found, advice=advice)
            for who, (graded, found, advice) in zip(self._people, self._texts(), strict=True)
            if graded or found.strip()
        ]

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What concerns all beside its field, what concerns one person above, with the name."""
        names = {who.episode_id: who.name for who in self._people}
        told = []
        for one in problems:
            name, _colon, stay = one.field.partition(":")
            words = f"{names[stay]}: {one.message}" if stay in names else one.message
            told.append(_Told(name if stay not in names else "", words))
        self.head.show_problems(told)

    def draft(self) -> dict[str, Any]:
        rows = {who.episode_id: list(row) for who, row in zip(self._people, self._texts(), strict=True) if any(row)}
        return {"head": self.head.draft(), "rows": rows}

    def restore(self, draft: dict[str, Any]) -> None:
        self.head.restore(draft.get("head", {}))
        for who, (graded, found, advice) in zip(self._people, self.rows, strict=True):
            if who.episode_id in draft.get("rows", {}):
                code, findings, words = draft["rows"][who.episode_id]
                graded.choose(code)
                found.setText(findings)
                advice.setText(words)
        self._typed()

    def take_focus(self) -> None:
        self.head.editor("place").input.setFocus()


class _Told:
    """A sentence beside a field of the head, or above it."""

    def __init__(self, field: str, words: object) -> None:
        self.field, self.message = field, words
