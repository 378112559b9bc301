"""Suất ăn: the count of each meal and who eats what, the menu of the week, the meals eaten in a month."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent

from carebook.actions.change import Change, Outdated
from carebook.actions.meals import change_meals, save_menu, set_diet
from carebook.store.meals import Eater
from carebook.ui.pages.meals.asking import CHANGE_FORM, COUNT, DIET_FORM, MENU, MENU_FORM, MONTH
from carebook.ui.pages.meals.count import CountPart
from carebook.ui.pages.meals.menu import MenuPart
from carebook.ui.pages.meals.month import MonthPart
from carebook.ui.pages.meals.printing import MealsPrinting
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.taking_out import may_print_work
from carebook.ui.parts.writing_panel import ROOM, Sheet, WritingPanel
from carebook.words import N_, _

_PARTS = ((COUNT, N_("Count of meals")), (MENU, N_("Menu of the week")), (MONTH, N_("Meals eaten in the month")))
_DEEDS: dict[str, Any] = {CHANGE_FORM: change_meals, DIET_FORM: set_diet, MENU_FORM: save_menu}


class MealsPage(DeskPage):
    """Meals; ``shown`` of ``turn_to`` chooses the part ("count", "menu", "month"), ``day`` and ``meal`` what it shows.

    Who may not ask the kitchen who eats what, as the accountant, sees the month and nothing else.
    """

    mine = frozenset({"meals", "people", "episodes", "daily_care"})
    keys = (
        KeyHint("Space", N_("stop the portion, let eat again")),
        KeyHint("C", N_("another diet at this meal")),
        KeyHint("F2", N_("diet from a day on")),
        KeyHint("F8", N_("close the count and tell the kitchen")),
        KeyHint("Alt+←→", N_("the day, week or month before or after")),
        KeyHint("Alt+1 2 3", N_("count, menu, month")),
        KeyHint("Ctrl+P", N_("print")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Meals"))
        self._busy = False
        self._arriving = False
        self._cooks = desk.may_ask("kitchen")
        self.count, self.menu, self.month = CountPart(desk), MenuPart(desk), MonthPart(desk)
        every: dict[str, CountPart | MenuPart | MonthPart] = {COUNT: self.count, MENU: self.menu, MONTH: self.month}
        self._parts = every if self._cooks else {MONTH: self.month}
        self.stack = Stack()
        for part in every.values():
            self.stack.addWidget(part)
        for part in self._parts.values():
            part.shown.connect(self._shown)
        for writer in (self.count, self.menu):
            writer.wants_writing.connect(self._open)
            writer.done.connect(self._done)
            writer.refused.connect(self.complain)
        self.writing = self.writes_in(WritingPanel(desk, width=420))
        self.writing.shut.connect(self._shut)
        first = next(iter(self._parts))
        self.shown = Segments([(key, _(words)) for key, words in _PARTS if key in self._parts], first)
        self.shown.chosen.connect(self.choose)
        self.tabs = DailyTabs(desk, "meals")
        self.tabs.setVisible(desk.may_ask("daily_care"))
        self._make_buttons()
        self._beside = box(column((self.stack, 1), gap=0))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row(self.shown, None, self.kitchen_page, margins=(24, 6, 20, 2)),
            (row((self._beside, 1), self.writing, gap=0), 1),
            Footer(self.person_button, None, self.caps, self.stop_button, self.change_button, self.diet_button),
        )
        for place, key in enumerate(self._parts, 1):
            on_key(self, f"Alt+{place}", partial(self.choose, key))
        for key, slot in (("F8", self.count.close_count), ("Ctrl+P", self.print_shown), ("Esc", self._go_back)):
            on_key(self, key, slot)
        self.choose(first)

    def _make_buttons(self) -> None:
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self.print_shown)
        self.list_button = Button(_("List for the kitchen"), icon="list")
        self.list_button.clicked.connect(self.print_kitchen)
        self.table_button = Button(_("Save for Excel…"), icon="file-spreadsheet")
        self.table_button.clicked.connect(self.save_table)
        self.header.add_actions(self.table_button, self.list_button, self.print_button)
        self.kitchen_page = Button(_("Books of the kitchen"), "link", "chevron-right")
        self.kitchen_page.setVisible(self._cooks)
        self.kitchen_page.clicked.connect(partial(self._desk.go, "kitchen"))
        self.person_button = Button(_("Open record"), "link", "chevron-right")
        self.person_button.clicked.connect(self._open_person)
        self.stop_button = Button(_("Stop the portion"), key="Space", listens=False)
        self.stop_button.clicked.connect(self.count.toggle)
        self.change_button = Button(_("Another diet"), key="C", listens=False)
        self.change_button.clicked.connect(self.count.other_diet)
        self.diet_button = Button(_("Diet from a day on"), key="F2", listens=False)
        self.diet_button.clicked.connect(self.count.diet_from_now)
        self.caps = key_caps(("Alt+←→", _("day")), ("Enter", _("open")))
        self.count.table.picked.connect(self._show_buttons)
        self.printing = MealsPrinting(self._desk, self)
        self.printing.said.connect(self.say)
        self.printing.refused.connect(self.complain)

    # what is on show

    def turn_to(self, shown: str = "", day: date | str | None = None, meal: str = "", **_more: object) -> None:
        """Show a part, and there a day."""
        wanted = date.fromisoformat(day) if isinstance(day, str) and day else day or None
        if not self._cooks:
            shown = MONTH
        if shown in ("", COUNT):
            self.count.turn_to(wanted if isinstance(wanted, date) else None, meal)
        elif shown == MONTH and isinstance(wanted, date):
            self.month.months.show_month_of(wanted)
        elif shown == MENU and isinstance(wanted, date):
            self.menu.show_week(wanted)
        self.choose(shown or COUNT)

    def choose(self, shown: str) -> None:
        """Show another part."""
        if shown not in self._parts or (self.writing.is_open() and not self.can_leave()):
            self.shown.choose(self._current())
            return
        if self.writing.is_open():
            self.writing.put_away()
        self.shown.choose(shown)
        self.stack.setCurrentWidget(self._parts[shown])
        self.setFocusProxy(self._parts[shown].table)
        self._arriving = True
        self._show_buttons()
        self.make_stale()

    def _current(self) -> str:
        return next(key for key, part in self._parts.items() if part is self.stack.currentWidget())

    def refresh(self) -> None:
        """Ask for the part on show."""
        self._parts[self._current()].refresh()

    def _shown(self, found: Any) -> None:
        self.header.show_line(self._parts[self._current()].line(), always=True)
        self.writing.know(getattr(found, "drafts", ()))
        self._show_buttons()
        if self._arriving and self.isVisible() and not self.writing.is_open():
            self._arriving = False
            self._parts[self._current()].table.setFocus()

    def _show_buttons(self, *_more: object) -> None:
        shown, one = self._current(), self.count.table.current()
        prints = self._desk.may("export_meal_month") if shown == MONTH else may_print_work(self._desk)
        self.print_button.setVisible(prints or shown == MENU)
        self.list_button.setVisible(prints and shown == COUNT)
        self.table_button.setVisible(prints and shown == MONTH)
        person = shown == COUNT and isinstance(one, Eater)
        self.person_button.setVisible(person and not one.who.masked)
        for button, deed in (
            (self.stop_button, "change_meals"),
            (self.change_button, "change_meals"),
            (self.diet_button, "set_diet"),
        ):
            button.setVisible(person and self._desk.may(deed))
        if person:
            self.stop_button.setText(_("Stop the portion") if one.does.eats else _("Let eat again"))
        self.caps.setVisible(shown != MONTH and not self.is_narrow())

    # writing

    def _open(self, sheet: Sheet, form: str, subject: str, title: str, line: str) -> None:
        if not self.writing.has_unsaved():
            self._beside.setVisible(self.width() >= theme.worn().scaled(ROOM))  # or both would widen the window
            self.writing.open(sheet, form, subject, title, line)
            self._make_room()

    def save(self) -> None:
        written = None if self._busy else self.writing.written()
        if written is None:
            return
        if not written and self.writing.form == MENU_FORM:
            self.writing.close_up()
            return
        self._busy = True
        self._desk.do(_DEEDS[self.writing.form], written, then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self.writing.close_up()
        self._done(change)

    def _done(self, change: Change) -> None:
        self.make_stale()
        self.tell_done(change)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems or not self.writing.is_open():
            self.complain(error)
            self.make_stale()
        else:
            self.writing.show_problems(problems)

    # on paper, elsewhere

    def print_shown(self) -> None:
        """Print the part on show."""
        if self.print_button.isHidden():
            return
        match self._current():
            case "count" if self.count.found is not None:
                self.printing.count(self.count.found.sheet.served_on)
            case "menu":
                self.printing.menu(self.menu.monday, self.menu.diet.code())
            case "month":
                self.printing.month(self.month.months.bounds()[0])

    def print_kitchen(self) -> None:
        """Print who eats what at the meal on show."""
        if self.count.found is not None:
            sheet = self.count.found.sheet
            self.printing.kitchen(sheet.served_on, sheet.meal)

    def save_table(self) -> None:
        """Save the month for Excel."""
        self.printing.month_table(self.month.months.bounds()[0])

    def _open_person(self) -> None:
        one = self.count.table.current()
        if isinstance(one, Eater) and not one.who.masked:
            self._desk.go("person", person_id=one.who.person_id)

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()

    def _shut(self) -> None:
        self._make_room()
        self._parts[self._current()].table.setFocus()

    def _make_room(self) -> None:
        self.writing.make_room(self._beside, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self._show_buttons()
