"""The row over the calendar: by whom it is looked at, whose week, a week or a day, and the steps to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from carebook.ui.pages.schedules.reading import By, Found, Span, View, owners
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.fields import SearchChoice
from carebook.ui.parts.layouts import row
from carebook.words import _

_EVERYBODY = "all"


class ViewRow(QFrame):
    """``changed(View)`` when something else shall be looked at."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self.by = Segments(
            [("therapist", _("By therapist")), ("room", _("By room")), ("person", _("By person"))], "therapist"
        )
        self.by.chosen.connect(self._change_by)
        self.who = SearchChoice([])
        self.who.setAccessibleName(_("Whose week"))
        self.who.setMinimumWidth(150)
        self.who.setMaximumWidth(260)
        self.who.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.who.activated.connect(self._change_who)
        self.span = Segments([("week", _("Week")), ("day", _("Day"))], "week")
        self.span.chosen.connect(self._change_span)
        self.before = Button("", icon="chevron-left")
        self.before.clicked.connect(self._go_before)
        self.this = Button(_("This week"))
        self.this.clicked.connect(self._go_now)
        self.after = Button("", icon="chevron-right")
        self.after.clicked.connect(self._go_after)
        self.today: date | None = None
        self.setLayout(
            row(
                self.by,
                (self.who, 1),
                None,
                self.this,
                self.span,
                self.before,
                self.after,
                gap=8,
                margins=(24, 8, 20, 8),
            )
        )

    def show_view(self, view: View) -> None:
        """Another view, without the signal."""
        self.view = view
        self.by.choose(view.by)
        self.span.choose(view.span)
        week = view.span == "week"
        self.this.setText(_("This week") if week else _("Today"))
        self.this.setVisible(not self._is_now())
        self.before.setAccessibleName(_("The week before") if week else _("The day before"))
        self.after.setAccessibleName(_("The week after") if week else _("The day after"))
        self.who.setEnabled(week)

    def _is_now(self) -> bool:
        """Whether the week or day on show is the present one."""
        if self.today is None or self.view.span == "day":
            return self.view.day == self.today
        return self.view.monday == replace(self.view, day=self.today).monday

    def offer(self, found: Found) -> None:
        """Whom the week can be narrowed to."""
        everybody = {"therapist": _("All therapists"), "room": _("All rooms"), "person": _("Everybody")}[self.view.by]
        self.who.offer([(_EVERYBODY, everybody), *owners(found, self.view.by)])
        self.who.choose(self.view.who or _EVERYBODY)
        line = self.who.lineEdit()
        if line is not None and not line.hasFocus():
            line.setCursorPosition(0)  # the beginning of a long name is seen, not its end

    def _change(self, view: View) -> None:
        self.show_view(view)
        self.changed.emit(view)

    def _change_by(self, by: str) -> None:
        self._change(replace(self.view, by=cast(By, by), who=""))

    def _change_who(self) -> None:
        code = self.who.code()
        if code:
            self._change(replace(self.view, who="" if code == _EVERYBODY else code))

    def _change_span(self, span: str) -> None:
        self._change(replace(self.view, span=cast(Span, span)))

    def step(self, by: int) -> None:
        """So many weeks, or days, further; 0 leads to today."""
        if by:
            days = by * (7 if self.view.span == "week" else 1)
            self._change(replace(self.view, day=self.view.day + timedelta(days=days)))
        elif self.today is not None:
            self._change(replace(self.view, day=self.today))

    def _go_before(self) -> None:
        self.step(-1)

    def _go_after(self) -> None:
        self.step(1)

    def _go_now(self) -> None:
        self.step(0)
