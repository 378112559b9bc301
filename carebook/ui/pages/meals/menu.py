"""Thực đơn tuần: the dishes and prices of a week, day by day and meal by meal, of everybody or of one diet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.actions.meals import save_menu
from carebook.money import dong
from carebook.ui.pages.meals.asking import MENU_FORM, Week, WeekDay, week
from carebook.ui.pages.meals.sheets import DaySheet
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

_WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


class MenuPart(QFrame):
    """One week. ``wants_writing(sheet, form, subject, title, line)``; ``done(change)`` and ``refused(error)`` of deeds;
    ``shown(found)`` when a week is on show."""

    wants_writing = Signal(object, str, str, str, str)
    done = Signal(object)
    refused = Signal(object)
    shown = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.monday = monday_of(desk.today())
        self._picked_in: date | None = None
        self.found: Week | None = None
        self.before = Button("", "ghost", "chevron-left")
        self.after = Button("", "ghost", "chevron-right")
        for button, words, by in ((self.before, _("The week before"), -1), (self.after, _("The week after"), 1)):
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(partial(self.turn, by))
            on_key(self, "Alt+Left" if by < 0 else "Alt+Right", partial(self.turn, by))
        self.name = label("", "strong")
        self.now_button = Button(_("This week"), "link")
        self.now_button.clicked.connect(partial(self.show_week, None))
        self.diet = filter_choice(_("Menu for"), [("", _("Everybody's menu")), *desk.choices("diet")[1:]])
        self.diet.activated.connect(self._ask_anew)
        self.copy_button = Button(_("Copy the week before"), "", "history")
        self.copy_button.clicked.connect(self.copy_before)
        self.table = RecordTable(
            [
                Column("day", _("Day"), self._day_cell, 104, 0, ALWAYS),
                *(
                    Column(code, words, partial(self._dishes_cell, code), 150, 1, ALWAYS)
                    for code, words in desk.choices("meal")
                ),
                Column("price", _("Price of the day"), self._price_cell, 138, 0, 6, "right"),
            ],
            _("Menu of the week"),
            row_height=54,
        )
        self.table.opened.connect(self.open_day)
        self.states = States(self.table)
        self.setLayout(
            column(
                row(
                    *(self.before, self.name, self.after, self.now_button, None, self.diet, self.copy_button),
                    margins=(20, 4, 20, 6),
                ),
                (row((self.states, 1), margins=(16, 0, 20, 0)), 1),
                gap=0,
            )
        )

    # which week, whose

    def turn(self, by: int, *_more: object) -> None:
        """The week before or after."""
        self.show_week(self.monday + by * _WEEK)

    def show_week(self, day: date | None = None, *_more: object) -> None:
        """Show the week of a day, this one without a day."""
        self.monday = monday_of(day or self._desk.today())
        self._ask_anew()

    def _ask_anew(self, *_more: object) -> None:
        self.found = None
        self.refresh()

    # what stands there

    def refresh(self) -> None:
        """Ask for the week."""
        last = self.monday + timedelta(days=6)
        self.name.setText(f"{self.monday:%d/%m} – {dates.written(last)}")
        self.now_button.setVisible(self.monday != monday_of(self._desk.today()))
        if self.found is None:
            self.states.show_loading()
        question = partial(week, monday=self.monday, diet=self.diet.code())
        self._desk.ask(self, question, self._show, self._not_read, key="menu")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.refresh)

    def _show(self, found: Week) -> None:
        self.found = found
        self.table.show_records(found.days)
        if self._picked_in != self.monday:
            self._picked_in = self.monday
            today = self._desk.today()
            self.table.pick((today if monday_of(today) == self.monday else self.monday).isoformat())
        self.states.show_content()
        self.copy_button.setVisible(self._desk.may("save_menu") and bool(self._copied(found)))
        self.shown.emit(found)

    def line(self) -> str:
        """What a day costs on average, for the head of the page; "" where no price is written."""
        prices = [day.price for day in self.found.days if day.price] if self.found is not None else []
        if not prices:
            return ""
        return _("{price} a day on average").format(price=dong(round(sum(prices) / len(prices))))

    def _day_cell(self, one: WeekDay) -> Cell:
        today = one.day == self._desk.today()
        return Cell(dates.weekday(one.day), sub=self._desk.said_day(one.day), weight=600 if today else 500)

    def _dishes_cell(self, meal: str, one: WeekDay) -> Cell:
        menu = one.menus.get(meal)
        if menu is None:
            return Cell("–", tone="text2")
        return Cell(" ".join(menu.dishes.split()), sub=dong(menu.price) if menu.price is not None else "")

    def _price_cell(self, one: WeekDay) -> Cell:
        return Cell(dong(one.price), weight=600) if one.price else Cell("")

    # what is written

    def open_day(self, one: WeekDay | None = None) -> None:
        """Write the dishes and prices of a day."""
        one = one or self.table.current()
        if one is None or not self._desk.may("save_menu"):
            return
        diet = self.diet.code()
        sheet = DaySheet(self._desk, one.day, diet, one.menus)
        title = self.diet.currentText() if diet else _("Menu of the day")
        self.wants_writing.emit(sheet, MENU_FORM, f"{one.id}:{diet}", title, dates.with_weekday(one.day))

    def _copied(self, found: Week) -> list[object]:
        """The dishes of the week before, for the meals of this one that have none."""
        return [
            replace(menu, id="", version=0, served_on=now.day)
            for now, before in zip(found.days, found.before, strict=True)
            for meal, menu in before.menus.items()
            if meal not in now.menus
        ]

    def copy_before(self) -> None:
        """Write the dishes of the week before where nothing is written yet; undone with one press."""
        if self.found is not None and (menus := self._copied(self.found)):
            self._desk.do(save_menu, menus, then=self.done.emit, failed=self.refused.emit)
