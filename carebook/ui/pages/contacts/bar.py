"""The bar over the visitors' book: its day or month, and which contacts; over one person's contacts the way to the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook.ui.pages.contacts.asking import ALL, DAY, MONTH, VISITORS, View
from carebook.ui.pages.contacts.rows import said_span
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, Pills, Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.words import _


class ViewBar(QFrame):
    """``changed`` with the `View` that is wanted, never a day to come; ``searched`` with what is looked for in it."""

    changed = Signal(object)
    searched = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._view = desk, View(desk.today())
        self.kinds = Pills([(VISITORS, _("Visitors")), (ALL, _("All contacts"))], VISITORS)
        self.kinds.chosen.connect(self._change_kinds)
        self.span = Segments([(DAY, _("Day")), (MONTH, _("Month"))], DAY)
        self.span.chosen.connect(self._change_span)
        self.before_button = Button("", "ghost", "chevron-left")
        self.after_button = Button("", "ghost", "chevron-right")
        for button, by in ((self.before_button, -1), (self.after_button, 1)):
            button.clicked.connect(partial(self.step, by))
        self.today_button = Button(_("Today"), "link")
        self.today_button.clicked.connect(self._go_today)
        self.day_label = label("", "strong")
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search") + "  Ctrl+F")
        self.search.setAccessibleName(_("Find a visitor or resident"))
        sign = self.search.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(_("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(300)
        self.search.textChanged.connect(self.searched)
        day = row(self.before_button, self.day_label, self.after_button, self.today_button, gap=4)
        self._of_all = box(row(self.span, day, 0, (self.search, 1), None, self.kinds, gap=12))
        self.all_button = Button(_("Visitors' book of the center"), "link", "chevron-left")
        self.all_button.clicked.connect(self._go_everybody)
        whole = column(self._of_all, row(self.all_button, None), gap=0, margins=(24, 8, 20, 8))
        self.setLayout(whole)

    def show_view(self, view: View) -> None:
        """Show what is on show, without the signal."""
        self._view = view
        by_day = view.span == DAY
        self._of_all.setVisible(not view.episode_id)
        self.all_button.setVisible(bool(view.episode_id))
        self.span.choose(view.span)
        self.kinds.choose(view.kinds)
        span = said_span(view)
        self.day_label.setText(span[:1].upper() + span[1:])
        self.today_button.setText(_("Today") if by_day else _("This month"))
        self.today_button.setVisible(not view.holds(self._desk.today()))
        for button, words in (
            (self.before_button, _("The day before") if by_day else _("The month before")),
            (self.after_button, _("The day after") if by_day else _("The month after")),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self.after_button.setEnabled(view.last < self._desk.today())

    def step(self, by: int) -> None:
        """The day or month before, or after."""
        view = self._view
        if view.span == DAY:
            day = view.day + timedelta(days=by)
        else:
            day = view.first - timedelta(days=1) if by < 0 else view.last + timedelta(days=1)
        wanted = replace(view, day=day)
        if not view.episode_id and wanted.first <= self._desk.today():
            self.changed.emit(wanted)

    def _go_today(self) -> None:
        self.changed.emit(replace(self._view, day=self._desk.today()))

    def _change_span(self, span: str) -> None:
        self.changed.emit(replace(self._view, span=span))

    def _change_kinds(self, kinds: str) -> None:
        self.changed.emit(replace(self._view, kinds=kinds))

    def _go_everybody(self) -> None:
        self._desk.go("contacts", episode_id="")
