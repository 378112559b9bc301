"""Which sheet is filled in: the ward or room, the day, the round or shift, and who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.dates import local
from carebook.records.codes import Code
from carebook.records.facility import Room, Ward
from carebook.records.staff import StaffMember
from carebook.rules.daily_care import round_of
from carebook.rules.shifts import Duty, Shift, duty_at, shifts_of
from carebook.store import facility, staff
from carebook.store.book import Reader
from carebook.store.daily_care import cared_for
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import SearchChoice, Tick, filter_choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, row
from carebook.words import _

DAYS_BACK = 31
"""A sheet of paper is entered at most so many days later from here."""


def ward_of(reader: Reader, episode_id: str, day: date) -> str:
    """The ward somebody lies in on a day; "" for who has no bed."""
    return next((one.ward_id for one in cared_for(reader, day) if one.episode_id == episode_id), "")


@dataclass(frozen=True)
class Places:
    """The wards and rooms of the center, and who works there."""

    wards: tuple[Ward, ...]
    rooms: tuple[Room, ...]
    staff: tuple[StaffMember, ...]


def places(reader: Reader, day: date) -> Places:
    """What can be chosen on a day."""
    return Places(tuple(facility.wards(reader)), tuple(facility.rooms(reader)), tuple(staff.staff_members(reader, day)))


class Choosing(QFrame):
    """The line over the grid. ``chosen`` another sheet is wanted, ``hand_changed`` somebody else did it."""

    chosen = Signal()
    hand_changed = Signal()

    def __init__(self, desk: Desk, before: Sequence[QWidget] = (), after: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self._desk = desk
        self._offered = False
        self._first = ""
        self._clock: tuple[date, str] | None = None
        wide = theme.worn().scaled
        self.back_button = Button("", icon="chevron-left")
        self.back_button.setAccessibleName(_("Previous room"))
        self.back_button.clicked.connect(lambda: self.step(-1))
        self.place = filter_choice(_("Ward or room"), [("", _("All wards"))], width=wide(122))
        self.next_button = Button("", icon="chevron-right")
        self.next_button.setAccessibleName(_("Next room"))
        self.next_button.clicked.connect(lambda: self.step(1))
        self.day = filter_choice(_("Day"), self._days(), width=wide(172))
        self.round = filter_choice(_("Round"), self._rounds(), width=wide(136))
        self.shift = filter_choice(_("Shift"), [(one.code, one.text) for one in self._shifts()], width=wide(124))
        self.done_by = SearchChoice()
        self.done_by.setAccessibleName(_("Done by"))
        self.done_by.setFixedWidth(wide(208))
        self.from_sheet = Tick(_("From the paper sheet"))
        for choice in (self.place, self.day, self.round, self.shift):
            choice.activated.connect(self.chosen)
        self.done_by.currentIndexChanged.connect(self.hand_changed)
        self.from_sheet.toggled.connect(self.hand_changed)
        self.who_label = label(_("Done by"), "muted")
        where = box(row(self.back_button, self.place, self.next_button, gap=4))
        self.who = box(row(self.who_label, self.done_by, gap=6))
        """Who did it; stands elsewhere."""
        self.setLayout(Flow(*before, where, self.day, self.round, self.shift, *after, self.from_sheet, gap=8))
        self.begin_now()

    # what can be chosen

    def _codes(self) -> list[Code]:
        codes, today = self._desk.codes, self._desk.today()
        return [*codes.choices("care_round", today), *codes.choices("shift", today)]

    def _shifts(self) -> tuple[Shift, ...]:
        return shifts_of(self._desk.codes.choices("shift", self._desk.today()))

    def _days(self) -> list[tuple[str, str]]:
        today = self._desk.today()
        days = [today - timedelta(days=n) for n in range(DAYS_BACK)]
        return [(day.isoformat(), _day_words(day, today)) for day in days]

    def _rounds(self) -> list[tuple[str, str]]:
        found = self._desk.codes.choices("care_round", self._desk.today())
        return [(one.code, f"{one.text} {one.extra.get('at', '')}".strip()) for one in found]

    def offer(self, found: Places, ward_id: str) -> None:
        """Offer wards, rooms and staff; at first the ward ``ward_id`` and who is signed in."""
        choices = [("", _("All wards"))]
        for ward in found.wards:
            choices.append((f"w:{ward.id}", ward.name))
            choices += [
                (f"r:{room.id}", f"{ward.name} › {room.name}") for room in found.rooms if room.ward_id == ward.id
            ]
        self.place.offer(choices)
        people = [(one.id, one.full_name) for one in found.staff]
        before = self.done_by.code()
        self.done_by.blockSignals(True)
        self.done_by.offer(people)
        self.done_by.choose(before if self._offered else self._desk.actor.staff_member_id)
        self.done_by.blockSignals(False)
        if not self._offered:
            first = f"w:{ward_id}" if ward_id else f"w:{found.wards[0].id}" if found.wards else ""
            self.place.choose(self._first or first)
        self._offered = True
        self.hand_changed.emit()

    def clock_moved(self) -> bool:
        """Whether another round has begun since the present one was chosen."""
        now = self._desk.now()
        today = local(now).date()
        return round_of(now, self._codes(), self._shifts(), (today - timedelta(days=1), today)) != self._clock

    def begin_now(self) -> None:
        """The round and the shift that run now."""
        self.day.offer(self._days())
        now = self._desk.now()
        today = local(now).date()
        found = round_of(now, self._codes(), self._shifts(), (today - timedelta(days=1), today))
        self._clock = found
        duty = duty_at(now, self._shifts())
        day = found[0] if found is not None else today
        self.day.choose(day.isoformat())
        if found is not None:
            self.round.choose(found[1])
        if duty is not None:
            self.shift.choose(duty.shift.code)

    # what is chosen

    @property
    def where(self) -> tuple[str, str]:
        """The ward and the room ("" all)."""
        kind, _colon, chosen = self.place.code().partition(":")
        return (chosen if kind == "w" else "", chosen if kind == "r" else "")

    def where_words(self) -> str:
        """The ward or room in words."""
        return self.place.currentText()

    def duty_on(self) -> date:
        """The day of duty."""
        return date.fromisoformat(self.day.code()) if self.day.code() else self._desk.today()

    def round_code(self) -> str:
        """The round."""
        return self.round.code()

    def duty(self) -> Duty | None:
        """The shift of that day."""
        shift = next((one for one in self._shifts() if one.code == self.shift.code()), None)
        return Duty(self.duty_on(), shift) if shift is not None else None

    def hand(self) -> tuple[str | None, bool]:
        """Who did it (None: not chosen), and whether it comes from paper."""
        return self.done_by.code() or None, self.from_sheet.isChecked()

    def choose(self, *, ward_id: str = "", room_id: str = "", day: str = "", round: str = "", shift: str = "") -> None:
        """Choose what is named; the rest stays."""
        if ward_id or room_id:
            self.place.choose(f"r:{room_id}" if room_id else f"w:{ward_id}")
        if day:
            self._offer_day(date.fromisoformat(day))
            self.day.choose(day)
        if round:
            self.round.choose(round)
        if shift:
            self.shift.choose(shift)

    def _offer_day(self, day: date) -> None:
        """A day longer ago is offered when it is asked for."""
        days = self._days()
        if day.isoformat() not in [code for code, _words in days]:
            days.append((day.isoformat(), _day_words(day, self._desk.today())))
            self.day.offer(days)

    def everywhere(self) -> None:
        """All wards."""
        self.place.choose("")

    def begin_at(self, ward_id: str, room_id: str) -> None:
        """With which ward or room to begin, before they are offered."""
        if ward_id or room_id:
            self._first = f"r:{room_id}" if room_id else f"w:{ward_id}"

    def step(self, by: int) -> None:
        """The next room, or the one before; from a ward to its first room."""
        at = self.place.currentIndex() + by
        while 0 <= at < self.place.count() and not str(self.place.itemData(at) or "").startswith("r:"):
            at += by
        if 0 <= at < self.place.count():
            self.place.setCurrentIndex(at)
            self.chosen.emit()

    def fold(self, narrow: bool) -> None:
        """Less room for who did it while the window is narrow."""
        self.who_label.setVisible(not narrow)
        self.done_by.setFixedWidth(theme.worn().scaled(204 if narrow else 208))

    def show_for(self, part: str) -> None:
        """The choices that a view needs."""
        self.round.setVisible(part == "rounds")
        self.shift.setVisible(part == "care")
        self.day.setVisible(part != "turning")


def _day_words(day: date, today: date) -> str:
    if day == today:
        return _("Today") + f", {dates.short(day, today)}"
    if day == today - timedelta(days=1):
        return _("Yesterday") + f", {dates.short(day, today)}"
    return f"{dates.weekday(day)}, {dates.short(day, today)}"
