"""What stands over the round: day, round, ward, who gives, and why it is not in time or that it comes from the paper sheet."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook import dates
from carebook.rules.doses import is_out_of_window, too_early
from carebook.rules.prescriptions import DoseRound, round_named
from carebook.ui.pages.medication.asking import AS_NEEDED, Round
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import SearchChoice, Tick, filter_choice
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.ui.parts.prescriptions import rounds_at
from carebook.words import Message, _


class RoundHead(QFrame):
    """Chooses the round; ``turned`` when another is to be shown. Who gives is asked once for the round, and so is why it is late."""

    turned = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.day = desk.today()
        self.rounds = rounds_at(desk, self.day)
        self._early = self._window = 0
        self.before_button = Button("", "ghost", "chevron-left")
        self.after_button = Button("", "ghost", "chevron-right")
        for button, words, days in (
            (self.before_button, _("Day before (Alt+←)"), -1),
            (self.after_button, _("Day after (Alt+→)"), 1),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(lambda _checked=False, by=days: self.step(by))
        self.day_label = label("", "strong")
        self.segments = Segments([*((one.code, one.text) for one in self.rounds), (AS_NEEDED, _("As needed"))])
        self.segments.choose(self._nearest())
        self.segments.chosen.connect(self._turn)
        own = {grant.ward_id or "" for grant in desk.actor.grants_on(self.day)}
        ward = own.pop() if len(own) == 1 else ""  # whoever works in one ward begins there
        self.ward = filter_choice(_("Ward"), [("", _("All wards")), *([(ward, "")] if ward else [])], ward)
        self.ward.activated.connect(self._turn)
        self.done_by = SearchChoice()
        self.done_by.setAccessibleName(_("Done by"))
        self.done_by.setMinimumWidth(theme.worn().scaled(190))
        if (line := self.done_by.lineEdit()) is not None:
            line.setAccessibleName(_("Done by"))
        self.from_sheet = Tick(_("From the paper sheet, given in time"))
        self.from_sheet.toggled.connect(self._look_again)
        self.late_line = QLineEdit()
        self.late_line.setAccessibleName(_("Why not in time"))
        self.late_line.setPlaceholderText(_("Why not in time"))
        self.late_line.setMinimumWidth(theme.worn().scaled(240))
        self._late_words = label("", "small_name", "warn")
        sign = Sign("clock", "warn", 14)
        self._late = box(row(sign, self._late_words, (self.late_line, 1), self.from_sheet, None, gap=10))
        self._late.hide()
        self.who = box(row(label(_("Done by"), "small"), self.done_by, gap=8))
        """Stands in the head of the page."""
        day = box(row(self.before_button, self.day_label, self.after_button, gap=2))
        self.setLayout(column(Flow(day, self.segments, self.ward, gap=10), self._late, gap=8, margins=(24, 8, 20, 8)))
        self._say_day()

    def _nearest(self) -> str:
        """The round that may be recorded now: the last one that has come, or comes within the hour."""
        soon = self._desk.now() + timedelta(hours=1)
        come = [one for one in self.rounds if one.moment(self.day) <= soon]
        return come[-1].code if come else self.rounds[0].code if self.rounds else AS_NEEDED

    # which round

    @property
    def code(self) -> str:
        """The code of the round on show, AS_NEEDED for what has none."""
        return self.segments.current()

    @property
    def round(self) -> DoseRound | None:
        """The round on show."""
        return round_named(self.rounds, self.code)

    @property
    def due_at(self) -> datetime | None:
        """The moment of the round on show."""
        return self.round.moment(self.day) if self.round is not None else None

    def show_round(self, day: date | None, code: str, ward_id: str) -> None:
        """Turn to a day, a round and a ward; what is not given stays."""
        if day is not None:
            self.day = day
        if code:
            self.segments.choose(code)
        if ward_id:
            self.ward.offer([(ward_id, ""), ("", _("All wards"))])
            self.ward.choose(ward_id)
        self._turn()

    def show_now(self) -> None:
        """Turn to the round that may be recorded now; what was typed about a round stays with that round only."""
        self.day, before = self._desk.today(), (self.day, self.code)
        self.segments.choose(self._nearest())
        if (self.day, self.code) == before:
            self.turned.emit()
        else:
            self._turn()

    def step(self, days: int) -> None:
        """Another day, never one to come."""
        if self.day + timedelta(days=days) <= self._desk.today():
            self.day += timedelta(days=days)
            self._turn()

    def step_round(self, by: int) -> None:
        """The round after or before; what is given as needed comes last."""
        codes = [*(one.code for one in self.rounds), AS_NEEDED]
        place = codes.index(self.code) + by
        if 0 <= place < len(codes):
            self.show_round(None, codes[place], "")

    def _turn(self, *_chosen: object) -> None:
        self.late_line.clear()
        self.from_sheet.setChecked(False)
        self._say_day()
        self.turned.emit()

    def _say_day(self) -> None:
        today = self._desk.today()
        near = {0: _("today"), -1: _("yesterday")}.get((self.day - today).days, "")
        said = f"{dates.weekday(self.day)}, {dates.short(self.day, today)}"
        self.day_label.setText(f"{said} · {near}" if near else said)
        self.after_button.setEnabled(self.day < today)

    # what is asked once

    def show_found(self, found: Round) -> None:
        """Offer the wards and staff of the day, and say whether the round is in time."""
        ward, giver = self.ward.code(), self.done_by.code()
        self.ward.offer([("", _("All wards")), *found.wards])
        self.ward.choose(ward)
        self.done_by.offer(found.here)
        own = self._desk.actor.staff_member_id
        self.done_by.choose(giver or (own if own in dict(found.here) else ""))
        self._early, self._window = found.early, found.window
        self._look_again()

    def too_early(self) -> Message | None:
        """Why nothing of the round may be recorded yet; None: it may."""
        if self.round is None or self.due_at is None:
            return None
        opens = self.due_at - timedelta(minutes=self._early)
        return too_early(self.round, opens) if self._desk.now() < opens else None

    def is_late(self) -> bool:
        """Whether what is given now is not in time."""
        due = self.due_at
        return due is not None and due < self._desk.now() and is_out_of_window(due, self._desk.now(), self._window)

    def _look_again(self, *_checked: object) -> None:
        late = self.is_late()
        self._late.setVisible(late)
        self.late_line.setEnabled(not self.from_sheet.isChecked())
        if late and self.due_at is not None:
            past = int((self._desk.now() - self.due_at).total_seconds()) // 60
            words = _("{n} minutes late").format(n=past) if past < 120 else _("{n} hours late").format(n=past // 60)
            self._late_words.setText(words)

    @property
    def given_at(self) -> datetime:
        """When what is recorded now was given: at the round, where it comes from the paper sheet, else now."""
        if self.due_at is not None and self.from_sheet.isChecked():
            return self.due_at
        return self._desk.now()

    @property
    def late_because(self) -> str:
        """Why the round is not in time; "" where it is."""
        return "" if self.from_sheet.isChecked() or not self.is_late() else self.late_line.text().strip()

    def lacks_reason(self) -> bool:
        """Whether it must still be said why the round is late."""
        return self.is_late() and not self.from_sheet.isChecked() and not self.late_because
