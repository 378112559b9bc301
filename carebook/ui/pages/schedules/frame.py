"""How the page of the week is built: tabs, the row over the calendar, the calendar, the panel, the strip, the form."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from carebook import dates
from carebook.actions.change import Change
from carebook.ui.pages.schedules.beginning import Beginning
from carebook.ui.pages.schedules.calendar import Calendar
from carebook.ui.pages.schedules.further import Further
from carebook.ui.pages.schedules.head import ViewRow
from carebook.ui.pages.schedules.panel import SessionPanel
from carebook.ui.pages.schedules.planner import Planner
from carebook.ui.pages.schedules.reading import View
from carebook.ui.pages.schedules.slot_deeds import SlotDeeds
from carebook.ui.pages.schedules.strip import MoveStrip
from carebook.ui.pages.schedules.taking import CalendarFile, WeekPaper
from carebook.ui.parts.bars import Footer, MessageBar
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.leading_tabs import TherapyTabs
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import States
from carebook.words import _


class WeekFrame(Page):
    """The widgets of the page and where they stand; what they do is joined by `WeekPage`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Schedule"))
        self._desk = desk
        self.tabs = TherapyTabs(desk, "schedules")
        self.head = ViewRow()
        self.head.today = desk.today()
        self.head.show_view(View(day=desk.today()))
        self.calendar = Calendar(_("Calendar of the week"))
        self.strip = MoveStrip()
        self.panel = SessionPanel(desk)
        self.planner = Planner(desk)
        self.deeds = SlotDeeds(desk, self)
        self.beginning = Beginning(desk, self)
        self.further = Further(desk, self)
        self.offer = MessageBar()
        self.further.laid.connect(self._laid_further)
        self.further.offered.connect(self._offer_further)
        self.further.refused.connect(self.complain)
        self._last_op = ""
        self.paper = WeekPaper(desk, self)
        self.file = CalendarFile(desk, self)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.file_button = Button(_("Calendar file…"), icon="calendar")
        self.new_button = Button(_("Plan sessions"), "primary", "plus", "Ctrl+N", listens=False)
        self.header.add_actions(self.file_button, self.print_button, self.new_button)
        self.states = States(self.calendar)
        self._lay_out()
        self.setFocusProxy(self.calendar)

    def _lay_out(self) -> None:
        under = box(row(self.strip, margins=(24, 6, 20, 6)))
        over = row(self.offer, margins=(24, 0, 20, 4))
        left = box(column(over, (box(row((self.states, 1), margins=(16, 0, 8, 0))), 1), under, gap=0))
        keys = key_caps(("Ctrl+↑↓←→", _("move")), ("Enter", _("open")), ("N", _("plan here")), ("Del", _("cancel")))
        self._foot = Footer(keys, None)
        self._week = box(column(self.head, (row((left, 1), self.panel, gap=0), 1), self._foot, gap=0))
        self._stack = Stack()
        self._stack.addWidget(self._week)
        self._stack.addWidget(self.planner)
        self._ways = box(row(self.tabs, margins=(24, 0, 20, 0)))
        self.put(self._ways, (self._stack, 1))
        self._show_bars()

    # calendar or form

    def is_planning(self) -> bool:
        """Whether the form is shown."""
        return self._stack.currentWidget() is self.planner

    def _show_form(self) -> None:
        self._stack.setCurrentWidget(self.planner)
        self._show_bars()

    def _show_week_again(self) -> None:
        self._stack.setCurrentWidget(self._week)
        self._show_bars()
        self.messages.clear()
        self.calendar.setFocus()

    def _show_bars(self) -> None:
        for button, deed in (
            (self.print_button, "print_batch"),
            (self.file_button, "export_calendar"),
            (self.new_button, "plan_series"),
        ):
            button.setVisible(not self.is_planning() and self._desk.may(deed))
        self._ways.setVisible(not self.is_planning())

    # what was done

    def _done(self, change: Change) -> None:
        """Say what was kept, with the way back."""
        self._last_op = change.op if change.undoable else ""
        if change.undoable:
            self.offer_undo(change.said or _("Saved."), self.deeds.undo_of(change))
        else:
            self.say(change.said or _("Saved."))

    def undo_last(self) -> None:
        """Ctrl+Z: take back what was kept last on this page."""
        if self.is_planning():
            return
        if self._last_op:
            self.deeds.undo(self._last_op)
        else:
            self.say(_("There is nothing to undo."), "info", seconds=6)

    # what is laid out by itself

    def _laid_further(self, sentence: object, tone: str) -> None:
        self.say(sentence, tone, seconds=0 if tone == "warn" else 8)

    def _offer_further(self, until: date) -> None:
        """The week on show lies beyond what is laid out: one press lays it out."""
        if until == self.head.view.monday + timedelta(days=6):
            words = _("Repeated sessions without an end are not all laid out for this week yet.")
            lay = _("Lay out until {day}").format(day=dates.written(until))
            self.offer.say(words, "info", action=lay, then=partial(self.further.lay, until))

    # narrow, and keys nobody else took

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self._foot.setVisible(not narrow)
        self.tabs.fold(narrow)
        self.planner.fold(narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.panel.isHidden():
            self.panel.hide()
            self.calendar.setFocus()
            event.accept()
            return
        super().keyPressEvent(event)
