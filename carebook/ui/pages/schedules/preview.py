"""What planning would do, shown beside the form while it is typed: the days, the double bookings, what is good to know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.dates import hour, written
from carebook.store.schedules import LookAhead
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import Chip, Sign, label, section_head
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row, scrolling
from carebook.words import _, ngettext

_DAYS_SHOWN = 30
_LINES_SHOWN = 12
WIDTH = 340


class Preview(QFrame):
    """``show_ahead`` shows an answer, ``show_waiting`` says what is missing before there can be one. ``free_chosen(time)``."""

    free_chosen = Signal(object)

    def __init__(self, short_day: Callable[[date], str]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setProperty("side", "right")
        self._short_day = short_day
        self.forbidden = False
        self._free: dict[Button, time] = {}
        self._contents = column(gap=4)
        self.setLayout(column((scrolling(box(column(self._contents, None, gap=0, margins=(16, 12, 10, 12)))), 1)))
        self.setFixedWidth(WIDTH)
        self.show_waiting("")

    def _begin(self) -> None:
        emptied(self._contents)
        self._free.clear()

    def says(self) -> str:
        """Everything that is told, a line each."""
        return self.accessibleDescription()

    def _tell(self, lines: list[str]) -> None:
        self.setAccessibleName(_("What will be planned"))
        self.setAccessibleDescription("\n".join(lines))

    def show_waiting(self, words: str) -> None:
        """Nothing to look ahead to yet."""
        self._begin()
        self.forbidden = False
        self._contents.addWidget(section_head(_("What will be planned")))
        self._contents.addWidget(hairline())
        said = words or _("The days stand here as soon as person, day and time are chosen.")
        self._contents.addWidget(label(said, "muted", wrap=True))
        self._tell([said])

    def show_ahead(self, ahead: LookAhead) -> None:
        """The days in order, then what stands against them, then what is good to know."""
        self._begin()
        self.forbidden = bool(ahead.clashes)
        many = len(ahead.days)
        head = ngettext("{n} session", "{n} sessions", many).format(n=many)
        told = [head]
        self._contents.addWidget(section_head(_("What will be planned"), head))
        self._contents.addWidget(hairline())
        if ahead.clashes:
            self._clashes(ahead, told)
        for warn in ahead.warnings[:_LINES_SHOWN]:
            told.append(str(warn.message))
            self._contents.addWidget(_line("triangle-alert", "warn", str(warn.message)))
        if not ahead.clashes and many:
            words = _("No double booking.")
            told.append(words)
            self._contents.addWidget(_line("circle-check", "ok", words))
        self._days(ahead, told)
        if ahead.load:
            self._load(ahead, told)
        self._tell(told)

    def _clashes(self, ahead: LookAhead, told: list[str]) -> None:
        free = next((clash.free for clash in ahead.clashes if clash.free is not None), None)
        for clash in ahead.clashes[:_LINES_SHOWN]:
            told.append(str(clash.message))
            self._contents.addWidget(_line("circle-alert", "danger", str(clash.message)))
        more = len(ahead.clashes) - _LINES_SHOWN
        if more > 0:
            self._contents.addWidget(label(_("and {n} more").format(n=more), "small"))
        if free is not None:
            button = Button(_("Begin at {time}").format(time=hour(free)), "ghost", "clock")
            button.clicked.connect(self._choose_free)
            self._free[button] = free
            self._contents.addLayout(row(button, None))

    def _choose_free(self) -> None:
        button = self.sender()
        if isinstance(button, Button) and button in self._free:
            self.free_chosen.emit(self._free[button])

    def _days(self, ahead: LookAhead, told: list[str]) -> None:
        if not ahead.days:
            words = _("This rule has no day.")
            told.append(words)
            self._contents.addWidget(label(words, "muted", wrap=True))
            return
        clashing = {clash.slot.on for clash in ahead.clashes}
        noted = {warn.on for warn in ahead.warnings}
        shown = ahead.days[:_DAYS_SHOWN]
        chips = [
            Chip(
                self._short_day(one.planned_on),
                "danger" if one.planned_on in clashing else "warn" if one.planned_on in noted else "none",
                "arrow-right" if one.planned_on != one.occurs_on else "",
            )
            for one in shown
        ]
        told.append(", ".join(self._short_day(one.planned_on) for one in shown))
        self._contents.addSpacing(6)
        self._contents.addWidget(box(Flow(*chips, gap=6)))
        last = ahead.days[-1].planned_on
        if len(ahead.days) > _DAYS_SHOWN:
            words = _("and {n} more, the last on {day}").format(n=len(ahead.days) - _DAYS_SHOWN, day=written(last))
            self._contents.addWidget(label(words, "small", wrap=True))
        for day, name in ahead.left_out.items():
            words = _("{day} is left out: {holiday}").format(day=self._short_day(day), holiday=name)
            told.append(words)
            self._contents.addWidget(_line("calendar", "text2", words))

    def _load(self, ahead: LookAhead, told: list[str]) -> None:
        self._contents.addSpacing(8)
        self._contents.addWidget(label(_("People per therapist and day"), "h3", wrap=True))
        self._contents.addWidget(hairline())
        for load in ahead.load[:3]:
            words = _("{day}: {name} sees {n} people, the norm is {norm}").format(
                day=self._short_day(load.on), name=load.staff_name, n=load.people, norm=load.norm
            )
            told.append(words)
            self._contents.addWidget(_line("users", "warn" if load.is_over else "text2", words))


def _line(icon: str, tone: str, words: str) -> QFrame:
    return box(row((column(2, Sign(icon, tone, 14), None), 0), (label(words, tone="text", wrap=True), 1), gap=8))
