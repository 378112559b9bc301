"""The panel of one session: what it is, whose, when, its series, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal

from carebook.dates import hour, with_weekday
from carebook.records.groups import GroupSession
from carebook.records.packages import Package
from carebook.records.schedules import GroupSeries, Recurring, SessionSeries
from carebook.records.sessions import Session
from carebook.rules.schedules import said as said_series
from carebook.store.book import Reader
from carebook.store.schedules import GROUP, PlannedSlot
from carebook.ui.pages.schedules.board import minute_of, time_of
from carebook.ui.pages.schedules.reading import Says, mark_of, said_of
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head, state, two_lines
from carebook.ui.parts.layouts import box, column, emptied, hairline
from carebook.words import _, ngettext

WIDTH = 300


@dataclass(frozen=True)
class Behind:
    """What stands behind a slot: its record, series and package."""

    record: Session | GroupSession
    series: Recurring | None
    package: str


def behind(reader: Reader, slot: PlannedSlot) -> Behind | None:
    """The records of a slot; None when they may not be seen."""
    if slot.kind == GROUP:
        meeting = reader.record(GroupSession, slot.id)
        series = reader.record(GroupSeries, meeting.series_id) if meeting and meeting.series_id else None
        return Behind(meeting, series, "") if meeting else None
    session = reader.record(Session, slot.id)
    if session is None:
        return None
    package = reader.record(Package, session.package_id) if session.package_id else None
    own = reader.record(SessionSeries, session.series_id) if session.series_id else None
    return Behind(session, own, package.name if package else "")


class SessionPanel(SidePanel):
    """Shows one slot. Each signal is one of the things that can be done about it."""

    record_wanted = Signal()
    change_wanted = Signal()
    cancel_wanted = Signal()
    end_wanted = Signal()
    make_up_wanted = Signal()
    person_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Session"), width=WIDTH)
        self._desk = desk
        self.record_button = Button(_("Record session"), "primary", "check")
        self.change_button = Button(_("Change…"), icon="pencil", key="F2", listens=False)
        self.cancel_button = Button(_("Cancel session…"), icon="x", key="Del", listens=False)
        self.make_up_button = Button(_("Make up for it…"), icon="plus")
        self.end_button = Button(_("End the series…"))
        self.person_button = Button(_("Open record"), "ghost", "users")
        for button, signal in (
            (self.record_button, self.record_wanted),
            (self.change_button, self.change_wanted),
            (self.cancel_button, self.cancel_wanted),
            (self.make_up_button, self.make_up_wanted),
            (self.end_button, self.end_wanted),
            (self.person_button, self.person_wanted),
        ):
            button.clicked.connect(signal)
        self._facts = column(gap=6)
        changing = (self.change_button, self.cancel_button, self.make_up_button, self.end_button)
        buttons = (self.record_button, *changing, self.person_button)
        self.add(box(self._facts), 12, box(column(*buttons, gap=6)))
        self.hide()

    def show_slot(self, slot: PlannedSlot, found: Behind | None) -> None:
        """The slot with what is known behind it."""
        says = Says(self._desk.codes, self._desk.now())
        group = slot.kind == GROUP
        about = (
            ngettext("{n} person", "{n} people", slot.members).format(n=slot.members) if group else says.therapy(slot)
        )
        self.show_title(slot.title, about)
        shape, tone = mark_of(slot)
        end = time_of((minute_of(slot.at) + slot.minutes) % (24 * 60))
        facts = column(gap=6)
        facts.addLayout(state(str(said_of(slot)), shape, tone))
        if slot.reason and self._reason(slot):
            facts.addWidget(label(self._reason(slot), "small", wrap=True))
        lines = [
            (with_weekday(slot.on), f"{hour(slot.at)}–{hour(end)} · {slot.minutes} {_('minutes')}"),
            (slot.staff_name or _("Nobody chosen"), slot.room_name or _("No room")),
        ]
        for first, second in lines:
            facts.addWidget(two_lines(first, second))
        if found is not None and found.package:
            facts.addWidget(two_lines(found.package, _("Package")))
        if found is not None and found.series is not None:
            facts.addWidget(section_head(_("Repeated")))
            facts.addWidget(hairline())
            facts.addWidget(label(str(said_series(found.series)), wrap=True))
            if slot.moved and slot.occurs_on:
                words = _("Moved here from {day}").format(day=says.day(slot.occurs_on))
                facts.addWidget(label(words, "small", wrap=True))
        emptied(self._facts)
        self._facts.addLayout(facts)
        self._show_buttons(slot, found)

    def _reason(self, slot: PlannedSlot) -> str:
        listed = "not_held_reason" if slot.kind == GROUP else "session_reason"
        return self._desk.words(listed, slot.reason) if slot.reason else ""

    def _show_buttons(self, slot: PlannedSlot, found: Behind | None) -> None:
        may, group, there = self._desk.may, slot.kind == GROUP, found is not None
        self.record_button.setText(_("Call the roll") if group else _("Record session"))
        self.record_button.setVisible(there and may("record_group_session" if group else "record_session"))
        moves = may("move_group_session" if group else "move_session")
        self.change_button.setVisible(there and slot.is_open and moves)
        self.cancel_button.setVisible(there and slot.is_open and not group and may("cancel_session"))
        self.make_up_button.setVisible(there and slot.is_off and not group and may("plan_session"))
        ends = may("end_group_series" if group else "end_series")
        self.end_button.setVisible(there and found is not None and found.series is not None and ends)
        self.person_button.setVisible(there and not group and bool(slot.person_id))
