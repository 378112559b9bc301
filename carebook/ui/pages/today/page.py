"""The first page: how many are there, what is due and how late, how full the wards are, who came and went this week."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.due import put_off_due
from carebook.actions.undo import undo_deed
from carebook.money import number
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind, Placement
from carebook.records.staff import Role
from carebook.rules import due, permissions
from carebook.rules.due import DueItem
from carebook.store.people import PersonRow
from carebook.ui.pages.today.backup_news import BackupNews
from carebook.ui.pages.today.board import Board, Waiting, WardLine, board, in_span, waiting, ward_lines
from carebook.ui.pages.today.clock_news import tell_clock
from carebook.ui.pages.today.due_list import DuePart
from carebook.ui.pages.today.missing_part import MissingPart
from carebook.ui.pages.today.news import News
from carebook.ui.pages.today.places import lined, people_table, ward_table, wrapping
from carebook.ui.pages.today.put_off import ask_until_when
from carebook.ui.pages.today.shift_news import ShiftNewsPart
from carebook.ui.pages.today.views import view_switch
from carebook.ui.pages.today.week_paper import WeekPaper
from carebook.ui.parts.buttons import Button, FigureButton, Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.due_words import place_of
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.sessions import MyDayPart
from carebook.ui.parts.states import States
from carebook.words import N_, _

FOLDED = 860
"""Below this width of the page, in pixels, one part is shown at a time."""
_NARROWEST = 160
_FEW = 5
"""With more rounds missing than these their list takes the whole column of who works in them."""
_LOWEST = 56
"""What a list that shares its column shrinks to, in pixels, before the page would grow."""
_GIVE_THERAPY = frozenset({Role.THERAPIST, Role.PSYCHOLOGIST, Role.TEACHER})
_SELDOM = (
    *(AbsenceKind.TET_LEAVE, AbsenceKind.TRIAL_STAY, AbsenceKind.ON_DUTY, AbsenceKind.MISSING),
    *(Placement.DAY, Placement.COMMUNITY),
)


def own_ward(desk: Desk) -> str:
    """The ward of somebody whose roles all lie in one ward; "" for everybody else."""
    wards = {grant.ward_id for grant in desk.actor.grants_on(desk.today())}
    return next(iter(wards)) or "" if len(wards) == 1 else ""


class TodayPage(Page):
    """What the day asks for. ``counted(n)``: so much is overdue or due today."""

    mine = frozenset(
        {
            *("people", "episodes", "casework", "rehabilitation", "groups", "reintegration", "services"),
            *("daily_care", "medication", "incidents", "shifts", "facility", "codes", "backup"),
        }
    )
    keys = (
        KeyHint("↑↓", N_("choose")),
        KeyHint("Enter", N_("open what ends it")),
        KeyHint("S", N_("remind later")),
        KeyHint("→ ←", N_("missing: open the round, close it")),
    )
    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Today"))
        self._desk = desk
        self._board: Board | None = None
        self._waiting: Waiting | None = None
        self._day = desk.today()
        self.backup_news = BackupNews(desk, self)
        self._clock_told = False
        self._missing_there = desk.may("record_observations")
        self.header.show_line(dates.with_weekday(self._day))
        self.ward = filter_choice(_("Ward"), [("", _("All wards"))], width=150)
        self.ward.activated.connect(self._show)
        self.ward.activated.connect(self._ask_shift)
        self.header.add_left(view_switch(desk, "today"), self.ward)
        if desk.may("record_observations"):
            enter = Button(_("Enter by room"), "primary", "heart-pulse")
            enter.clicked.connect(self._enter_by_room)
            self.header.add_actions(enter)
        self._sees_people = permissions.may_ask(desk.actor, "figures", self._day)
        if self._sees_people:
            self._build()
        else:
            self.ward.hide()
            self.put(
                (
                    box(
                        column(
                            label(_("No list of people is shown to this account."), "muted"),
                            None,
                            margins=(24, 8, 24, 0),
                        )
                    ),
                    1,
                )
            )

    def _build(self) -> None:
        self.states_now = {
            "here": FigureButton("–", _("present")),
            AbsenceKind.HOSPITAL.value: FigureButton("–", _("in hospital")),
            AbsenceKind.LEAVE.value: FigureButton("–", _("on leave")),
            **{kind.value: FigureButton("–", enum_words.said(kind).lower()) for kind in _SELDOM},
        }
        self.late = FigureButton("–", _("overdue"))
        self.now_due = FigureButton("–", _("due today"))
        self.week = FigureButton("–", _("this week"))
        for kind in _SELDOM:
            self.states_now[kind.value].hide()
        for state, figure in self.states_now.items():
            figure.clicked.connect(partial(self._open_state, state))
        for figure, span in ((self.late, "late"), (self.now_due, "today"), (self.week, "week")):
            figure.clicked.connect(partial(self._show_span, span))
        figures = row(
            (wrapping(*self.states_now.values()), 1),
            self.late,
            self.now_due,
            self.week,
            gap=10,
            margins=(20, 6, 16, 8),
        )
        for figure in (self.late, self.now_due, self.week):
            figures.setAlignment(figure, Qt.AlignmentFlag.AlignTop)  # beside the first of two lines
        self.due_part = DuePart(self._desk)
        self.due_part.opened.connect(self._open_due)
        self.due_part.put_off_wanted.connect(self._put_off)
        self.due_part.print_wanted.connect(self._print_week)
        self.due_table = self.due_part.table
        self.paper = WeekPaper(self._desk, self)
        self.paper.said.connect(self.say)
        self.paper.refused.connect(self.complain)
        self.people_table = people_table()
        self.people_table.opened.connect(self._open_person)
        self.ward_table = ward_table()
        self.ward_table.opened.connect(self._choose_ward)
        self.places = States(self.ward_table)
        self.people_states = States(self.people_table)
        self.people_states.hide()
        for part in (self.places, self.people_states):
            part.setMinimumWidth(_NARROWEST)
        self._place_head: QVBoxLayout = column(gap=0)
        tables = row((self.places, 1), (self.people_states, 1), gap=0, margins=(16, 0, 0, 0))
        self.places_part = box(column(row(self._place_head, margins=(24, 0, 0, 0)), lined(24), (tables, 1), gap=0))
        self.news_part = News(self._desk)
        self.shift_part = ShiftNewsPart(self._desk)
        self.foot = box(row((self.news_part, 1), (self.shift_part, 1), gap=0))
        self.missing_part = MissingPart(self._desk)
        self.missing_part.said.connect(self._was_written)
        self.missing_part.refused.connect(self.complain)
        self.missing_part.counted.connect(self._fit_missing)
        self.my_day = MyDayPart(self._desk)
        self.my_day.said.connect(self.offer_undo)
        self.my_day.refused.connect(self.complain)
        self.my_day.told.connect(partial(self.say, tone="info", seconds=6))
        self.missing_part.setMinimumHeight(_LOWEST)
        self.places_part.setMinimumHeight(_LOWEST)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(8)
        self._left = box(column((self.my_day, 3), (self.missing_part, 4), (self.places_part, 2), gap=6))
        self._columns.addWidget(self._left, 16 if self.missing_part.works_here else 12)
        self._columns.addWidget(self.due_part, 17)
        mine = [("mine", _("My day"))] if self._desk.actor.roles_on(self._day) & _GIVE_THERAPY else []
        if self.missing_part.works_here:
            mine.append(("missing", _("Still missing")))
        self.parts = Segments(
            [*mine, ("due", _("Due")), ("places", _("Wards and rooms")), ("news", _("Came and went"))]
        )
        self.parts.chosen.connect(self._show_part)
        self._parts_row = box(row(self.parts, None, margins=(24, 0, 16, 6)))
        self._parts_row.hide()
        whole = box(column(figures, self._parts_row, (self._columns, 1), self.foot, gap=0))
        self.states = States(whole)
        self.put((self.states, 1))

    def turn_to(self, part: str = "") -> None:
        """Show what is "due" or "missing", where only one part has room; there the keys are."""
        if not self._sees_people:
            return
        if part == "due":
            self._show_span("late")
        if not self._parts_row.isHidden() and (part == "due" or self.missing_part.works_here):
            self.parts.choose(part)
            self._show_part(part)

    # asking

    def refresh(self) -> None:
        """Ask who is there and what is missing; what else is due, which takes longer, when they are shown."""
        self.backup_news.tell()
        if not self._clock_told:
            self._clock_told = True
            tell_clock(self._desk, self)
        if not self._sees_people:
            return
        self._day = self._desk.today()
        self.header.show_line(dates.with_weekday(self._day))
        self.states.show_loading()
        if self._waiting is None:
            self.due_part.states.show_loading()
        today = self._day
        self._desk.ask(self, lambda reader: board(reader, today), self._read, self._not_read)
        self.my_day.refresh()
        self.missing_part.refresh()
        self.shift_part.refresh(self.ward.code())

    def _fit_missing(self) -> None:
        """Who works in the rounds always sees them; others only while something is missing."""
        self._missing_there = self.missing_part.works_here or bool(self.missing_part.rounds)
        self._show_part(self.parts.current() if not self._parts_row.isHidden() else "")

    def _was_written(self, change: Change) -> None:
        self.offer_undo(change.said or _("Saved."), partial(self._desk.do, undo_deed, change.op, failed=self.complain))

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _read(self, found: Board) -> None:
        self._board = found
        if found.is_empty:
            self._tell_empty()
            self.counted.emit(0)
            return
        current = self.ward.code() or (own_ward(self._desk) if self.ward.count() <= 1 else "")
        self.ward.offer([("", _("All wards")), *((ward.id, ward.name) for ward in found.wards)])
        self.ward.choose(current if any(ward.id == current for ward in found.wards) else "")
        self.ward.setVisible(len(found.wards) > 1)
        self.states.show_content()
        self._show_there()
        complete_from, now = self._desk.facility.records_complete_from, self._desk.now()
        self._desk.ask(
            self,
            lambda reader: waiting(reader, now, complete_from, found),
            self._read_waiting,
            lambda _error: self.due_part.states.show_failed(self.make_stale),
        )

    def _read_waiting(self, found: Waiting) -> None:
        self._waiting = found
        self._show_due()

    def _tell_empty(self) -> None:
        ways = []
        if self._desk.may("import_list"):
            ways.append((_("Import from Excel"), partial(self._desk.go, "lists")))
        if self._desk.may("admit_person"):
            ways.append((_("Admit"), partial(self._desk.go, "admission")))
        self.states.show_empty(_("The book holds nobody yet."), *ways, icon="users")

    # showing

    def _show(self) -> None:
        self._show_there()
        self._show_due()

    def _show_there(self) -> None:
        """Who is there and where; what is due to them is asked for, or shown, afterwards."""
        found = self._board
        if found is None:
            return
        ward = self.ward.code()
        rows = [one for one in found.rows if not ward or one.ward_id == ward]
        for state, figure in self.states_now.items():
            count = sum(one.state == state for one in rows)
            figure.show_number(number(count), "danger" if state == AbsenceKind.MISSING.value else "text")
            figure.setVisible(bool(count) or state not in {kind.value for kind in _SELDOM})
        self.missing_part.show_ward(ward)
        self._fit_missing()
        self._show_places(found, ward, rows)
        self.news_part.show_news(
            [stay for stay in found.moved if not ward or stay.ward_id == ward],
            [one for one in found.overdue if not ward or one.who.ward_id == ward],
        )

    def _show_due(self) -> None:
        if self._waiting is None or self._board is None:
            return
        ward, now, today = self.ward.code(), self._desk.now(), self._day
        everything = self._waiting.asked.items
        items = due.in_ward(everything, ward) if ward else everything
        late = len(in_span(items, "late", now, today))
        self.late.show_number(number(late), "danger" if late else "text")
        self.now_due.show_number(number(len(in_span(items, "today", now, today))))
        self.week.show_number(number(len(in_span(items, "week", now, today))))
        self.counted.emit(len(in_span(everything, "late", now, today)) + len(in_span(everything, "today", now, today)))
        self.due_part.show_waiting(self._waiting, ward, {one.person_id: one.room for one in self._board.rows})

    def _show_places(self, found: Board, ward: str, rows: Sequence[PersonRow]) -> None:
        emptied(self._place_head)
        self.places.setVisible(not ward)
        self.people_states.setVisible(bool(ward))
        if ward:
            name = next(one.name for one in found.wards if one.id == ward)
            self._place_head.addWidget(section_head(name, number(len(rows))))
            self.people_table.show_records(sorted(rows, key=lambda one: (one.room, one.bed)))
            if rows:
                self.people_states.show_content()
            else:
                self.people_states.show_empty(_("Nobody has a bed in this ward."))
            return
        self._place_head.addWidget(section_head(_("Wards and beds")))
        self.ward_table.show_records(ward_lines(found))
        if found.wards:
            self.places.show_content()
        else:
            ways = [(_("Settings"), partial(self._desk.go, "settings"))] if self._desk.may("add_ward") else []
            self.places.show_empty(_("No wards and rooms yet."), *ways)

    # opening

    def _ask_shift(self) -> None:
        if self._sees_people:
            self.shift_part.refresh(self.ward.code())

    def _enter_by_room(self) -> None:
        self._desk.go("daily_care", ward_id=self.ward.code())

    def _open_state(self, state: str) -> None:
        self._desk.go("residents", who="present", state=state, ward_id=self.ward.code())

    def _show_span(self, span: str) -> None:
        self.due_part.clear()
        self.due_part.show_span(span)
        self.due_table.setFocus()

    def _choose_ward(self, line: WardLine) -> None:
        self.ward.choose(line.id)
        self._show()
        self.people_table.setFocus()

    def _open_person(self, one: PersonRow) -> None:
        if one.masked:
            self.say(_("This item is protected. If it is needed for care, ask the director."), "info")
        else:
            self._desk.go("person", person_id=one.person_id)

    def _open_due(self, item: DueItem) -> None:
        place = place_of(item, self._desk)
        if place is None:
            self.say(_("This item is protected. If it is needed for care, ask the director."), "info")
        else:
            self._desk.went.emit(place)

    # putting off

    def _put_off(self, item: DueItem) -> None:
        if item.masked or item.episode_id is None:
            self.say(_("This cannot be put off here."), "info", seconds=6)
            return
        snooze = ask_until_when(self, item, self._desk.today)
        if snooze is not None:
            self._desk.do(put_off_due, snooze, then=self._was_put_off, failed=self.complain)

    def _was_put_off(self, change: Change) -> None:
        self.offer_undo(change.said, partial(self._desk.do, undo_deed, change.op, failed=self.complain))

    def _print_week(self) -> None:
        if self._board is not None:
            self.paper.begin(self.ward.code(), self.due_part.whose())

    # narrow

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        folded = self.width() < FOLDED
        if self._sees_people and folded == self._parts_row.isHidden():
            self._parts_row.setVisible(folded)
            self._show_part(self.parts.current() if folded else "")

    def _show_part(self, part: str) -> None:
        self.due_part.setVisible(part in ("", "due"))
        self.my_day.fold_away(part not in ("", "mine"), alone=part == "mine")
        self.missing_part.setVisible(self._missing_there and part in ("", "missing"))
        crowded = self.missing_part.works_here and len(self.missing_part.shown()) > _FEW
        self.places_part.setVisible(part == "places" or (part == "" and not crowded))
        self._left.setVisible(part in ("", "mine", "missing", "places"))
        self.foot.setVisible(part in ("", "news"))
