"""One person's health in two columns: what lasts, wounds and treatments; what was examined, checked and given against illness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy

from carebook.rules.health import CheckDue
from carebook.rules.wounds import HEALING_WORDS
from carebook.store.health import HealthFile
from carebook.store.wounds import WoundFile
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.health.words import HEALING_MARKS, HealthWords
from carebook.ui.parts.labels import Sign, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

PAIR_FROM = 720
AT_ONCE = 6
"""So many entries of a kind stand there before all are asked for."""
KINDS = ("condition", "wound", "treatment", "consultation", "check", "immunisation")


class _Entries(QFrame):
    """The entries of one kind under a head: two lines each, the newest ones first."""

    def __init__(self, title: str, add: str, cell: Callable[[Any], Cell]) -> None:
        super().__init__()
        self._all: Sequence[Any] = ()
        self.add_button = Button(add, "link", "plus")
        self.all_button = Button(_("All"), "link", "chevron-down")
        self.all_button.setAccessibleName(_("All: {title}").format(title=title))
        self.all_button.clicked.connect(self._show_all)
        self.table = RecordTable([Column("what", title, cell, 160, 1, ALWAYS)], title, row_height=44, heads=False)
        self.table.fit_rows()
        self._nothing = label(_("Not entered yet"), "muted")
        self._nothing.setContentsMargins(8, 8, 0, 4)
        self._count = label("", "muted")
        head = box(
            row(section_head(title), self._count, None, self.all_button, self.add_button, gap=8, margins=(8, 0, 0, 0))
        )
        self.setLayout(column(head, hairline(), self._nothing, self.table, gap=0, margins=(0, 0, 0, 10)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_entries(self, found: Sequence[Any]) -> None:
        """Show the newest of these."""
        self._all = found
        self._count.setText(str(len(found)) if found else "")
        self._nothing.setVisible(not found)
        self.table.setVisible(bool(found))
        self.all_button.setVisible(len(found) > AT_ONCE)
        self.table.show_records(found[:AT_ONCE])

    def _show_all(self) -> None:
        self.all_button.hide()
        self.table.show_records(self._all)


class HealthView(QFrame):
    """Shows a `HealthFile`. ``adding(kind)`` and ``opened(kind, record)`` ask for writing, the kind being one of `KINDS`."""

    adding = Signal(str)
    opened = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = words = HealthWords(desk)
        self._next = column(gap=2, margins=(8, 0, 0, 0))
        self.parts = {
            "condition": _Entries(_("Lasting illnesses"), _("Add an illness"), words.illness),
            "wound": _Entries(_("Wounds and ulcers"), _("Add a wound"), self._wound),
            "treatment": _Entries(_("Treatments besides medicines"), _("Add a treatment"), words.treatment),
            "consultation": _Entries(_("Examinations"), _("Record an examination"), words.consultation),
            "check": _Entries(_("Periodic checks"), _("Record a check"), words.check),
            "immunisation": _Entries(_("Vaccinations"), _("Record a vaccination"), words.vaccination),
        }
        for kind, part in self.parts.items():
            part.add_button.clicked.connect(partial(self.adding.emit, kind))
            part.table.opened.connect(partial(self.opened.emit, kind))
        parts = self.parts
        left = box(column(parts["condition"], parts["wound"], parts["treatment"], None, gap=4))
        right = box(column(parts["consultation"], parts["check"], parts["immunisation"], None, gap=4))
        self._pair: QBoxLayout = row((left, 1), (right, 1), gap=28)
        content = column(box(self._next), 8, box(self._pair), None, gap=4, margins=(16, 8, 20, 12))
        self.setLayout(column((scrolling(content), 1), gap=0))

    def show_file(self, file: HealthFile, due: CheckDue | None, *, writes: bool) -> None:
        """Show what the book holds; ``due`` is the next periodic check, ``writes`` whether something may be added."""
        emptied(self._next)
        if file.allergies:
            known = ", ".join(one.substance for one in file.allergies)
            self._tell(_("Allergies: {words}").format(words=known), "danger", "triangle-alert")
        checked, tone = self._words.next_check(due)
        if checked:
            self._tell(_("Next check – {words}").format(words=checked), tone, "heart-pulse")
        for held in file.revisits():
            if held.again_on is not None:
                late, tone = self._words.due(held.again_on)
                what = held.diagnosis or held.complaint
                said = _("Re-visit {day}: {what} · {late}")
                self._tell(said.format(day=self._desk.said_day(held.again_on), what=what, late=late), tone, "calendar")
        for kind, entries in (
            ("condition", file.conditions),
            ("wound", file.wounds),
            ("treatment", file.treatments),
            ("consultation", file.consultations),
            ("check", file.checks),
            ("immunisation", file.immunisations),
        ):
            self.parts[kind].show_entries(entries)
            deed = {"check": "record_health_checks"}.get(kind, f"save_{kind}")
            self.parts[kind].add_button.setVisible(writes and self._desk.may(deed))

    def _tell(self, words: str, tone: str, icon: str) -> None:
        said = label(words, "name", tone if tone != "text2" else "text", wrap=True)
        self._next.addWidget(box(row(Sign(icon, tone), (said, 1), gap=8)))

    def _wound(self, file: WoundFile) -> Cell:
        closed = file.wound.closed_on
        last = file.last
        seen = self._words.look(last)
        if closed is not None:
            return Cell(
                self._words.wound(file.wound),
                sub=_("healed on {day}").format(day=self._desk.said_day(closed)),
                tone="text2",
            )
        sub = " · ".join(filter(None, (seen, _(HEALING_WORDS[file.healing]).lower() if len(file.checks) > 1 else "")))
        return Cell(self._words.wound(file.wound), sub=sub, weight=500, mark=HEALING_MARKS[file.healing])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        self._pair.setDirection(direction.LeftToRight if self.width() >= PAIR_FROM else direction.TopToBottom)
