"""The line under the calendar while a session is carried: where it would stand, what speaks against it, what is free, the keys."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from carebook.dates import hour
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.words import _


class MoveStrip(QFrame):
    """``put(from_here_on)`` sets the session down, ``free_chosen(time)`` carries it to a free time, ``let_go`` gives it up."""

    put = Signal(bool)
    free_chosen = Signal(object)
    let_go = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message")
        self._free: time | None = None
        self._sign = Sign("clock", "info")
        self._words = label("", tone="text", wrap=True)
        self.free_button = Button("", "ghost", "clock")
        self.free_button.clicked.connect(self._choose_free)
        self.one_button = Button(_("Move here"), "primary", key="Enter", listens=False)
        self.one_button.clicked.connect(self._put_one)
        self.many_button = Button(_("From this one on…"), key="Shift+Enter", listens=False)
        self.many_button.clicked.connect(self._put_many)
        self.back_button = Button(_("Go back"), "ghost", key="Esc", listens=False)
        self.back_button.clicked.connect(self.let_go)
        buttons = Flow(self.one_button, self.many_button, self.free_button, self.back_button, gap=8)
        words = row((column(3, self._sign, None, gap=0), 0), (self._words, 1), gap=8)
        self.setLayout(column(words, box(buttons), gap=6, margins=(12, 8, 12, 8)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_place(self, words: str, *, repeats: bool) -> None:
        """Where it would stand now; what speaks against it is not known yet."""
        self.one_button.setText(_("Only this one") if repeats else _("Move here"))
        self.many_button.setVisible(repeats)
        self._say(words, "info", None)
        self.show()

    def show_verdict(self, words: str, tone: str, free: time | None, *, forbidden: bool) -> None:
        """What speaks against it in words, and the next free time of that day."""
        self._say(words, tone, free)
        self.one_button.setEnabled(not forbidden)
        self.many_button.setEnabled(True)

    def _say(self, words: str, tone: str, free: time | None) -> None:
        self._free = free
        self._words.setText(words)
        self.setAccessibleName(words)
        icons = {"danger": "circle-alert", "warn": "triangle-alert", "ok": "circle-check"}
        self._sign.change(icons.get(tone, "clock"), tone)
        self.setProperty("tone", tone)
        theme.restyle(self)
        self.one_button.setEnabled(True)
        self.free_button.setVisible(free is not None)
        if free is not None:
            self.free_button.setText(_("Move to {time}").format(time=hour(free)))

    def text(self) -> str:
        """What is said now, "" while nothing is carried."""
        return "" if self.isHidden() else self._words.text()

    def _choose_free(self) -> None:
        if self._free is not None:
            self.free_chosen.emit(self._free)

    def _put_one(self) -> None:
        self.put.emit(False)

    def _put_many(self) -> None:
        self.put.emit(True)
