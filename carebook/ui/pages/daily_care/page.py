"""Entering by room: the measures of a round, the care of a shift, and who is to be turned next, all with the keyboard."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Literal, cast

from PySide6.QtGui import QShowEvent

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.daily_care import strike_care
from carebook.actions.observations import strike_observation
from carebook.records.daily_care import CareEntry
from carebook.records.monitoring import Observation
from carebook.ui.pages.daily_care.care_part import CarePart, WantedCare
from carebook.ui.pages.daily_care.choosing import Choosing, Places, places, ward_of
from carebook.ui.pages.daily_care.round_part import RoundPart, Wanted
from carebook.ui.pages.daily_care.sheets import SheetPrinting
from carebook.ui.pages.daily_care.turning_part import TurningPart
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import ElidedLabel, Meter, key_caps, label
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.words import N_, _, message

Part = Literal["rounds", "care", "turning"]
PARTS: tuple[Part, ...] = ("rounds", "care", "turning")


class DailyCarePage(DeskPage):
    """The grids of the day. ``turn_to`` opens one of them at a ward or room, a day, a round or shift, and a person."""

    mine = frozenset({"daily_care", "people", "episodes", "casework", "facility", "codes"})
    keys = (
        KeyHint("Tab", N_("next open cell")),
        KeyHint("Enter", N_("down the column")),
        KeyHint("Space", N_("care: as planned")),
        KeyHint("0–3", N_("care: how much help was given")),
        KeyHint("T V N M D K", N_("why not: refused, away, asleep, unwell, no device, other")),
        KeyHint("F2", N_("change a value")),
        KeyHint("Delete", N_("strike through")),
        KeyHint("Ctrl+Z", N_("undo")),
        KeyHint("Ctrl+Enter", N_("next room")),
        KeyHint("F6", N_("other grid")),
        KeyHint("F7 F8 F4", N_("choose the ward or room, the day, the round or shift")),
        KeyHint("F3", N_("add a column")),
        KeyHint("Ctrl+P", N_("print blank sheet")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Enter by room"))
        self._places: Places | None = None
        self._besides: dict[str, tuple[str, ...]] = {}
        self._asked = False
        self.rounds, self.care, self.turning = RoundPart(desk), CarePart(desk), TurningPart(desk)
        self.parts = Segments([("rounds", _("Vital signs")), ("care", _("Care")), ("turning", _("Turning"))])
        self.parts.chosen.connect(self._show_part)
        self.more = filter_choice(_("Add a column"), [("", _("Add a column…"))], width=theme.worn().scaled(112))
        self.more.activated.connect(self._add_column)
        self.month_button = Button(_("Care of the month"), "link", "file-text")
        self.month_button.clicked.connect(self._print_month)
        self.choosing = Choosing(desk, [self.parts], [self.more, self.month_button])
        self.choosing.chosen.connect(self._chosen)
        self.choosing.hand_changed.connect(self._take_hand)
        self.sheets = SheetPrinting(desk, self)
        self.sheets.said.connect(self.say)
        self.sheets.refused.connect(self.complain)
        print_button = Button(_("Print blank sheet"), icon="printer", key="Ctrl+P")
        print_button.clicked.connect(self._print)
        self.header.add_actions(self.choosing.who, print_button)
        self.stack, self.tabs = Stack(), DailyTabs(desk, "daily_care")
        for part in (self.rounds, self.care, self.turning):
            self.stack.addWidget(part)
        self._connect()
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row((self.choosing, 1), margins=(24, 8, 16, 6)),
            (row((self.stack, 1), margins=(16, 0, 12, 0)), 1),
            self._foot(),
        )
        self._show_part("rounds")

    def _connect(self) -> None:
        self.rounds.typed.connect(self.touched)
        for part in (self.rounds, self.care):
            part.filled.connect(self._count)
            part.told.connect(partial(self._tell))
            part.refused.connect(self.complain)
            part.struck.connect(self._strike)
        self.turning.filled.connect(self._count)
        self.turning.done.connect(self.tell_done)
        self.turning.refused.connect(self.complain)
        on_key(self, "Ctrl+Z", self.undo_last)
        on_key(self, "Ctrl+Return", partial(self.choosing.step, 1))
        on_key(self, "F6", self._other)
        for key, choice in (("F3", self.more), ("F7", self.choosing.place), ("F8", self.choosing.day)):
            on_key(self, key, choice.showPopup)
        on_key(self, "F4", self._choose_round)

    def _foot(self) -> Footer:
        self.done_label = label("", "strong")
        self.left_label = ElidedLabel("", "muted")
        self.saved_label = ElidedLabel("", "small")
        self.meter = Meter(width=260)
        told = box(column(None, row(self.done_label, (self.left_label, 1), gap=8), self.meter, None, gap=2))
        self._caps = {
            "rounds": key_caps(("Tab", _("next cell")), ("Enter", _("down")), ("V", _("away")), ("T", _("refused"))),
            "care": key_caps(("Space", _("as planned")), ("0–3", _("help")), ("T", _("refused"))),
            "turning": key_caps(*((key, words.lower()) for key, words in self.turning.caps())),
        }
        self.next_room = Button(_("Next room"), "primary", key="Ctrl+Enter", listens=False)
        self.next_room.clicked.connect(partial(self.choosing.step, 1))
        whole = row((told, 1), self.saved_label, *self._caps.values(), self.next_room, gap=10)
        return Footer(box(whole), height=56)

    # asking

    def refresh(self) -> None:
        """Ask for wards and staff, then for the sheet."""
        day = self._desk.today()
        self._desk.ask(self, lambda reader: places(reader, day), self._offer, self._not_read, key="places")

    def _not_read(self, _error: BaseException) -> None:
        self.say(_("This part could not be read."), "danger", action=_("Retry"), then=self.make_stale)

    def _offer(self, found: Places) -> None:
        self._places = found
        grants = {grant.ward_id for grant in self._desk.actor.grants_on(self._desk.today())}
        own = next(iter(grants)) or "" if len(grants) == 1 else ""
        self.choosing.offer(found, own)
        self._ask()

    def _ask(self) -> None:
        """Ask for the sheet that is chosen."""
        if self._places is None:
            return
        ward_id, room_id = self.choosing.where
        self._say_line()
        match self.part():
            case "rounds":
                wanted = Wanted(
                    self.choosing.duty_on(),
                    self.choosing.round_code(),
                    ward_id,
                    room_id,
                    self._besides.get("rounds", ()),
                )
                if self.rounds.has_unsaved() and wanted != self.rounds.wanted:
                    self.rounds.keep_draft()
                self.rounds.where = self.choosing.where_words() if ward_id or room_id else ""
                self.rounds.show_round(wanted)
            case "care":
                duty = self.choosing.duty()
                if duty is not None:
                    self.care.show_care(WantedCare(duty, ward_id, room_id, self._besides.get("care", ())))
            case _:
                self.turning.show_ward(ward_id, room_id)

    def on_changed(self, change: object) -> None:
        """A cell of the grid on show stands in it already."""
        given = cast(Change, change)
        if not (self.rounds.is_own(given) or self.care.is_own(given)):
            super().on_changed(given)

    def turn_to(
        self,
        *,
        part: str = "",
        ward_id: str = "",
        room_id: str = "",
        day: str | date = "",
        round: str = "",
        shift: str = "",
        episode_id: str = "",
        measure: str = "",
        **_more: object,
    ) -> None:
        """Open a grid: ``part`` rounds, care or turning; ``episode_id`` and ``measure`` the cell to begin with."""
        self._asked = True
        if episode_id and not (ward_id or room_id):
            self._turn_to_person(part, str(day), round, shift, episode_id, measure)
            return
        if self._places is None:
            self.choosing.begin_at(ward_id, room_id)
        self.choosing.choose(ward_id=ward_id, room_id=room_id, day=str(day), round=round, shift=shift)
        if measure and measure not in self._besides.get("rounds", ()) and part in ("", "rounds"):
            self._besides["rounds"] = (*self._besides.get("rounds", ()), measure)
        if episode_id:
            self.rounds.begin_at(episode_id, measure)
            self.care.begin_at(episode_id)
        if part in PARTS:
            self._show_part(part)
        else:
            self._ask()
        self.setFocus()

    def _turn_to_person(self, part: str, day: str, round: str, shift: str, stay: str, measure: str) -> None:
        """Open a grid at somebody of whom only the stay is known: in the ward they lie in, else among everybody."""
        on = date.fromisoformat(day) if day else self._desk.today()

        def turn(ward_id: str) -> None:
            if ward_id:
                self.turn_to(
                    part=part, ward_id=ward_id, day=day, round=round, shift=shift, episode_id=stay, measure=measure
                )
            else:
                self.choosing.everywhere()
                self.choosing.choose(day=day, round=round, shift=shift)
                self.rounds.begin_at(stay, measure)
                self.care.begin_at(stay)
                self._show_part(part if part in PARTS else self.part())

        self._desk.ask(self, partial(ward_of, episode_id=stay, day=on), turn, self._not_read, key="ward")

    # views

    def part(self) -> Part:
        """The grid on show."""
        return cast(Part, self.parts.current())

    def _show_part(self, part: str) -> None:
        self.parts.choose(part)
        at = PARTS.index(cast(Part, part))
        self.stack.setCurrentIndex(at)
        self.setFocusProxy((self.rounds.grid, self.care.grid, self.turning.table)[at])
        self.choosing.show_for(part)
        for name, caps in sorted(self._caps.items(), key=lambda one: one[0] == part):  # both would widen the window
            caps.setVisible(name == part and not self.is_narrow())
        self.more.setVisible(part != "turning")
        self.month_button.setVisible(part == "care")
        self._ask()
        self._count()

    def _other(self) -> None:
        at = (PARTS.index(self.part()) + 1) % len(PARTS)
        self._show_part(PARTS[at])
        self.setFocus()

    def _chosen(self) -> None:
        self._ask()
        self.setFocus()

    def _choose_round(self) -> None:
        if self.part() != "turning":
            (self.choosing.round if self.part() == "rounds" else self.choosing.shift).showPopup()

    def showEvent(self, event: QShowEvent) -> None:
        """The round of now, when another one has begun since the page was seen, unless a sheet was asked for."""
        if not self._asked and self.choosing.clock_moved():
            self.choosing.begin_now()
            self.make_stale()
        self._asked = False
        super().showEvent(event)

    def _say_line(self) -> None:
        day = dates.written(self.choosing.duty_on())
        match self.part():
            case "rounds":
                self.header.show_line(f"{self.choosing.round.currentText()} · {day}")
            case "care":
                self.header.show_line(f"{self.choosing.shift.currentText()} · {day}")
            case _:
                self.header.show_line(dates.moment(self._desk.now(), self._desk.today()))

    def _take_hand(self) -> None:
        done_by, from_sheet = self.choosing.hand()
        for part in (self.rounds, self.care, self.turning):
            part.set_hand(done_by, from_sheet=from_sheet)

    def _offer_columns(self) -> None:
        if self.part() == "rounds":
            state = self.rounds.state
            shown = {one.code for one in state.sheet.measures} if state is not None else set()
            known = self._desk.codes.choices("measure", self.choosing.duty_on())
            choices = [(one.code, one.text) for one in known if one.code not in shown]
        else:
            choices = self.care.others()
        self.more.offer([("", _("Add a column…")), *choices])
        self.more.choose("")

    def _add_column(self) -> None:
        code, part = self.more.code(), self.part()
        if code:
            self._besides[part] = (*self._besides.get(part, ()), code)
            self._chosen()

    # the foot

    def _count(self) -> None:
        where = self.choosing.where_words()
        part = self.part()
        self.next_room.setVisible(part != "turning")
        self.meter.hide()
        if part == "turning":
            late = self.turning.late()
            self._say_foot(where, [str(message("{n} to be turned", n=late))] if late else [_("nobody waits")])
            self.saved_label.setWhole("")
            return
        self._offer_columns()
        if part == "care":
            done, of, away = self.care.counts()
            left = [str(message("{n} missing", n=of - done))] if of > done else []
            left += [str(message("{n} away", n=away))] if away else []
        else:
            state = self.rounds.state
            if state is None:
                self._say_foot(where, [])
                return
            counts = state.counts()
            done, of = counts.done, counts.of
            left = [str(message("{n} missing", n=of - done))] if of > done else []
            left += [str(message("{n} away", n=counts.away))] if counts.away else []
            left += [str(message("{n} cells not saved", n=counts.unsaved))] if counts.unsaved else []
        self.meter.show_share(done, of)
        self.meter.setVisible(bool(of))
        self._say_foot(f"{where} {done}/{of}" if of else where, left)
        at = self.rounds if part == "rounds" else self.care
        if at.saved_at is not None:
            said = message("Saved {n} cells, the last at {time}", n=at.saved, time=dates.clock(at.saved_at))
            self.saved_label.setWhole(str(said))

    def _say_foot(self, done: str, left: list[str]) -> None:
        self.done_label.setText(done)
        self.left_label.setWhole(" · ".join(left))

    # deeds

    def _tell(self, sentence: object, tone: str) -> None:
        self.say(sentence, tone, seconds=8)

    def _strike(self, record: Observation | CareEntry) -> None:
        deed = strike_observation if isinstance(record, Observation) else strike_care
        self.strike_through(deed, record.id)

    def struck(self, change: Change) -> None:
        super().struck(change)
        self._ask()

    def undo_last(self) -> None:
        """Ctrl+Z: take the cell back that was written last."""
        if self.part() == "rounds":
            self.rounds.undo()
        elif self.part() == "care":
            self.care.undo()

    def _print(self) -> None:
        ward_id, room_id = self.choosing.where
        self.sheets.begin(
            part=self.part(),
            ward_id=ward_id,
            room_id=room_id,
            where=self.choosing.where_words(),
            duty_on=self.choosing.duty_on(),
            round_code=self.choosing.round_code(),
            duty=self.choosing.duty(),
            besides=self._besides.get(self.part(), ()),
        )

    def _print_month(self) -> None:
        ward_id, room_id = self.choosing.where
        self.sheets.begin_month(ward_id=ward_id, room_id=room_id, month=self.choosing.duty_on())

    # what is not saved

    def has_unsaved(self) -> bool:
        return self.rounds.has_unsaved()

    def keep_draft(self) -> None:
        self.rounds.keep_draft()

    def save(self) -> None:
        """Confirmed cells are in the book; what is refused or asked about waits for its answer."""
        if self.rounds.has_unsaved():
            self._show_part("rounds")
            self.rounds.grid.confirm()

    def discard(self) -> None:
        self.rounds.discard()

    def can_leave(self) -> bool:
        """What is not confirmed is kept as a draft and comes back; nothing is asked."""
        if self.rounds.has_unsaved():
            self.rounds.keep_draft()
        return True

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        for name, caps in self._caps.items():
            caps.setVisible(name == self.part() and not narrow)
        self.saved_label.setVisible(not narrow)
        self.choosing.fold(narrow)
