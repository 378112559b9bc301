"""Giường: who has which bed in every ward, what is free, and giving somebody another bed by keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.episodes import move_bed
from carebook.actions.people import protected
from carebook.money import number
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind, BedAssignment
from carebook.reports.grid import Value
from carebook.rules.beds import BedPlace, Occupant
from carebook.store.book import Reader
from carebook.ui.pages.beds.asking import ALL, Beds, beds
from carebook.ui.pages.beds.board import BedBoard
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.days import DayTurner
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import ElidedLabel, key_caps, label
from carebook.ui.parts.layouts import Flow, box, emptied, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import Lines, PaperList, TakingOut, may_print_work
from carebook.words import N_, _

_HEADS = ("Khu", "Phòng", "Giường", "Họ và tên", "Mã hồ sơ", "Ghi chú")


class BedsPage(DeskPage):
    """The map of beds; ``turn_to(ward_id=…, episode_id=…)`` shows one ward of today, or where somebody has their bed.

    A past day is only looked at: beds are given today.
    """

    mine = frozenset({"people", "episodes", "facility"})
    keys = (
        KeyHint("↑↓←→", N_("another bed")),
        KeyHint("Enter", N_("open record")),
        KeyHint("M", N_("move to another bed")),
        KeyHint("Esc", N_("do not move")),
        KeyHint("Alt+←→", N_("the day before or after")),
        KeyHint("Ctrl+P", N_("print the list")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Map of beds"))
        self._found: Beds | None = None
        self._ward, self._wanted = ALL, ""
        self._moving: Occupant | None = None
        self.print_button = Button(_("Print"), "", "printer", "Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.header.add_actions(self.print_button)
        self.tabs = DailyTabs(desk, "beds")
        self.wards = filter_choice(_("Ward"), [(ALL, _("All wards"))], ALL, width=180)
        self.wards.activated.connect(self._turn_ward)
        self.day = DayTurner(desk, self, future=False)
        self.day.turned.connect(self._turn_day)
        self.day.refused.connect(partial(self.say, tone="info", seconds=6))
        self.bedless = Flow(gap=6)
        self._bedless_box = box(row(label(_("Without a bed"), "small_name"), (box(self.bedless), 1), gap=10))
        self.board = BedBoard()
        self.board.picked.connect(self._show_place)
        self.board.pressed.connect(self._press)
        self.setFocusProxy(self.board)
        self.states = States(self.board)
        self.about = ElidedLabel("", "small")
        self.open_button = Button(_("Open record"))
        self.open_button.clicked.connect(self._open)
        self.move_button = Button(_("Move room"), "primary", "arrow-left-right", "M", listens=False)
        self.move_button.clicked.connect(self.begin_move)
        self.stop_button = Button(_("Do not move"), "", "", "Esc", listens=False)
        self.stop_button.clicked.connect(self.stop_move)
        self.taking_out = TakingOut(desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row(self.wards, 8, self.day, None, gap=8, margins=(24, 8, 20, 6)),
            row((self._bedless_box, 1), margins=(24, 0, 20, 4)),
            (self.states, 1),
            Footer(
                *(self.about, None, key_caps(("↑↓←→", _("another bed")), ("Enter", _("open")))),
                *(self.stop_button, self.open_button, self.move_button),
            ),
        )
        for key, slot in (("M", self.begin_move), ("Esc", self.stop_move), ("Ctrl+P", self._print)):
            on_key(self, key, slot)
        self._show_place("")

    # what is on show

    def turn_to(self, ward_id: str = "", episode_id: str = "", **_more: object) -> None:
        """Show one ward, or the bed of a stay."""
        self._ward, self._wanted = ward_id, episode_id
        self.stop_move()
        self.day.turn_back()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the beds of the day on show."""
        if self._found is None:
            self.states.show_loading()
        self._desk.ask(self, partial(beds, day=self.day.day, today=self._desk.today()), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _turn_day(self) -> None:
        self.stop_move()
        self.make_stale()

    def _show(self, found: Beds) -> None:
        if found.day != self.day.day:
            return
        self._found = found
        self.wards.offer([(ALL, _("All wards")), *((one.ward_id, one.name or _("Shelter")) for one in found.wards)])
        self.wards.choose(self._ward)
        self._show_bedless(found)
        self._show_board()

    def _turn_ward(self) -> None:
        self._ward = self.wards.code()
        self._show_board()

    def _show_board(self) -> None:
        found = self._found
        if found is None:
            return
        self._say_occupancy(found)
        wards = found.shown(self._ward)
        if not any(ward.rooms for ward in wards):
            ways = ((_("Open settings"), self._go_to_settings),) if self._desk.may("add_room") else ()
            self.states.show_empty(_("There are no rooms yet."), *ways, icon="bed")
            return
        self.states.show_content()
        self.board.show_wards(wards, moving=self._moving.episode_id if self._moving else "")
        if self._wanted:
            self.board.pick(found.place_of(self._wanted))
            self._wanted = ""

    def _say_occupancy(self, found: Beds) -> None:
        told = found.occupancy(self._ward)
        said = [
            _("{taken} of {beds} beds taken").format(taken=number(told.taken), beds=number(told.beds)),
            f"{number(told.share, 1)} %" if told.share is not None else "",
            _("{n} free").format(n=told.free),
            _("{n} away").format(n=told.away) if told.away else "",
        ]
        self.header.show_line(" · ".join(filter(None, said)), always=True)

    def _show_bedless(self, found: Beds) -> None:
        emptied(self.bedless)
        self._bedless_box.setVisible(bool(found.bedless))
        for one in found.bedless:
            button = Button(one.name, "link")
            button.setAccessibleName(_("Give {name} a bed").format(name=one.name))
            button.setEnabled(not one.masked and self._may_move())
            button.clicked.connect(partial(self._move, Occupant(one.episode_id, one.person_id, one.name, one.code)))
            self.bedless.addWidget(button)

    def place(self) -> BedPlace | None:
        """The bed that has the focus."""
        spot = self._found.place(self.board.current()) if self._found is not None else None
        return spot[2] if spot is not None else None

    def _show_place(self, place_id: str) -> None:
        spot = self._found.place(place_id) if self._found is not None else None
        who = spot[2].occupant if spot is not None else None
        seen = who is not None and not who.masked
        if self._moving is not None:
            self.about.setWhole(_("Choose a free bed for {name}, then Enter.").format(name=self._moving.name))
        elif who is not None and seen:
            level = self._desk.words("care_level", who.care_level) if who.care_level else ""
            self.about.setWhole(" · ".join(filter(None, (who.name, who.code, level))))
        else:
            self.about.setWhole("")
        moving = self._moving is not None
        self.open_button.setVisible(seen and not moving)
        self.move_button.setVisible(seen and not moving and self._may_move())
        self.stop_button.setVisible(moving)
        self.print_button.setVisible(may_print_work(self._desk))

    def _press(self, place_id: str) -> None:
        spot = self._found.place(place_id) if self._found is not None else None
        if spot is None:
            return
        if self._moving is not None:
            self._give(spot[2])
        else:
            self._open()

    def _open(self) -> None:
        place = self.place()
        who = place.occupant if place is not None else None
        if who is not None and who.masked:
            self.say(protected(), "info", icon="lock")
        elif who is not None:
            self._desk.go("person", person_id=who.person_id)

    # giving another bed

    def begin_move(self) -> None:
        """Take up who has the bed with the focus; the next bed pressed is theirs."""
        place = self.place()
        who = place.occupant if place is not None else None
        if who is not None and not who.masked and self._moving is None and self._may_move():
            self._move(who)

    def _may_move(self) -> bool:
        return self.day.is_today() and self._desk.may("move_bed")

    def _move(self, who: Occupant, *_more: object) -> None:
        self._moving = who
        self.messages.clear()
        self._show_board()
        self.board.setFocus()

    def stop_move(self) -> None:
        """Leave everybody where they are."""
        if self._moving is not None:
            self._moving = None
            self._show_board()

    def is_moving(self) -> bool:
        """Whether somebody is about to be given another bed."""
        return self._moving is not None

    def _give(self, place: BedPlace) -> None:
        who = self._moving
        if who is None:
            return
        if place.occupant is not None or not place.room_id:
            self.say(_("This bed is taken. Choose a free one."), "warn", seconds=6)
            return
        assignment = BedAssignment(
            episode_id=who.episode_id, room_id=place.room_id, bed=place.bed, from_on=self._desk.today()
        )
        self._desk.do(move_bed, assignment, then=self._moved, failed=self.complain)

    def _moved(self, change: Change) -> None:
        if self._moving is not None:
            self._wanted = self._moving.episode_id
        self._moving = None
        self.make_stale()
        self.tell_done(change)

    # elsewhere

    def _go_to_settings(self) -> None:
        self._desk.go("settings")

    def _print(self) -> None:
        if self._found is not None and may_print_work(self._desk):
            self.taking_out.begin(paper_list(self._found, self._ward, self._desk.today()))

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)


def paper_list(found: Beds, ward_id: str, today: date) -> PaperList:
    """What is printed of these wards: every bed in order, free ones too; restricted people under their alias."""
    wards = found.shown(ward_id)
    told = found.occupancy(ward_id)
    about = f"Ngày {dates.written(found.day)}: {told.taken}/{told.beds} giường có người, trống {told.free}, vắng {told.away}"
    taken = [one.occupant for ward in wards for room in ward.rooms for one in room.places if one.occupant]
    whose = frozenset(one.person_id for one in taken if one.person_id)
    gather = partial(_lines, ward_id, found.day, today)
    return PaperList("pdf", "Danh sách giường", about, _HEADS, len(whose), gather, "giuong", whose, under_alias=True)


def _lines(ward_id: str, day: date, today: date, reader: Reader) -> Lines:
    return [
        _printed(ward.name or "Nơi tạm lánh", room.name, place)
        for ward in beds(reader, day, today).shown(ward_id)
        for room in ward.rooms
        for place in room.places
    ]


def _printed(ward: str, room: str, place: BedPlace) -> Sequence[Value]:
    who = place.occupant
    if who is None:
        return (ward, room, place.bed, "Trống", "", "")
    away = enum_words.said(AbsenceKind(who.absence)) if who.absence else ""
    return (ward, room, place.bed, who.name or "Có người", who.code, away)
