"""The last step: everything in words with the way back to each step; what stands against saving apart from what is unusual."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from carebook.ui.pages.admission.steps import Fact, Flaw, Step
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Sign, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row, scrolling
from carebook.words import _, ngettext


class ReviewStep(Step):
    """What will be written. ``wanted(step, target)``: the person wants to go back there."""

    key = "review"
    wanted = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.errors: list[Flaw] = []
        self.warnings: list[Flaw] = []
        self._first: QWidget | None = None
        self._content = column(gap=4, margins=(24, 8, 20, 16))
        self.setLayout(column(scrolling(box(column(self._content, None, gap=0))), gap=0))

    def show_all(self, parts: Sequence[tuple[str, str, Sequence[Fact]]], flaws: Sequence[Flaw]) -> None:
        """``parts`` are (step, title, facts)."""
        self.errors = [flaw for flaw in flaws if flaw.severity == "error"]
        self.warnings = [flaw for flaw in flaws if flaw.severity == "warning"]
        self._first = None
        emptied(self._content)
        many = len(self.errors)
        self._flaws(ngettext("{n} thing to put right", "{n} things to put right", many), self.errors, "danger")
        many = len(self.warnings)
        self._flaws(
            ngettext("{n} thing to look at; it may be saved so", "{n} things to look at; they may be saved so", many),
            self.warnings,
            "warn",
        )
        for step, title, facts in parts:
            self._part(step, title, facts)

    def _flaws(self, title: str, flaws: Sequence[Flaw], tone: str) -> None:
        if not flaws:
            return
        self._content.addWidget(label(title.format(n=len(flaws)), "h3", tone))
        for flaw in flaws:
            about = Button(flaw.about, "link")
            about.clicked.connect(partial(self.wanted.emit, flaw.step, flaw.target))
            if flaw.severity == "error":
                self._first = self._first or about
            sign = Sign("circle-alert" if tone == "danger" else "triangle-alert", tone, 14)
            sentence = label(flaw.sentence, wrap=True)
            sentence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self._content.addLayout(row(sign, about, (sentence, 1), gap=8))
        self._content.addSpacing(10)

    def _part(self, step: str, title: str, facts: Sequence[Fact]) -> None:
        change = Button(_("Edit"), "link")
        change.setAccessibleName(_("Edit: {part}").format(part=title))
        change.clicked.connect(partial(self.wanted.emit, step, None))
        self._content.addLayout(column(section_head(title, "", change), hairline(), gap=0))
        if not facts:
            self._content.addWidget(label(_("Nothing entered yet"), "muted"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for line, (name, words) in enumerate(facts):
            grid.addWidget(label(name, "muted", wrap=True, width=210), line, 0)
            grid.addWidget(label(words, wrap=True), line, 1)
        self._content.addLayout(grid)
        self._content.addSpacing(8)

    def first(self) -> QWidget | None:
        return self._first
