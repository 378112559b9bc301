"""Bếp ăn: the book of the three-step food check and the book of samples, with what may be thrown away now."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent

from carebook import dates
from carebook.actions.change import Change, Outdated
from carebook.actions.kitchen import (
    record_food_check,
    strike_food_check,
    strike_food_sample,
    take_food_sample,
    throw_food_sample,
)
from carebook.money import number
from carebook.records.meals import FoodCheck, FoodSample
from carebook.rules.kitchen import STEPS, is_kept
from carebook.rules.meals import Meal
from carebook.store.book import Reader
from carebook.ui.pages.kitchen.asking import CHECK_FORM, CHECKS, SAMPLE_FORM, SAMPLES, Kitchen, kitchen
from carebook.ui.pages.kitchen.sheets import check_sheet, sample_sheet
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.months import MonthTurner
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.ui.parts.writing_panel import ROOM, FormSheet, WritingPanel
from carebook.words import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from carebook.reports.daily_papers.tables import TablePaper

_WORDS = {CHECKS: N_("Three-step food check"), SAMPLES: N_("Samples kept")}
_EMPTY = {CHECKS: N_("No food check is noted in this month."), SAMPLES: N_("No sample is noted in this month.")}
_NEW = {CHECKS: N_("Note a food check"), SAMPLES: N_("Note a sample")}
_DEEDS: dict[str, Any] = {CHECK_FORM: record_food_check, SAMPLE_FORM: take_food_sample}
_STRIKES: dict[type[Any], Any] = {FoodCheck: strike_food_check, FoodSample: strike_food_sample}


class KitchenPage(DeskPage):
    """The two books of a month; ``shown`` of ``turn_to`` chooses one ("checks", "samples")."""

    mine = frozenset({"meals", "staff"})
    keys = (
        KeyHint("Ctrl+N", N_("note a food check, a sample")),
        KeyHint("Enter", N_("open")),
        KeyHint("F8", N_("throw the sample away")),
        KeyHint("Alt+←→", N_("the month before or after")),
        KeyHint("Ctrl+P", N_("print the book")),
        KeyHint("Ctrl+S", N_("save")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Books of the kitchen"))
        self._found: Kitchen | None = None
        self._busy = False
        self.months = MonthTurner(desk, self)
        self.months.turned.connect(self._ask_anew)
        self.shown = Segments([(key, _(words)) for key, words in _WORDS.items()], CHECKS)
        self.shown.chosen.connect(self.choose)
        self.tables = {
            CHECKS: RecordTable(self._check_columns(), _(_WORDS[CHECKS]), row_height=44),
            SAMPLES: RecordTable(self._sample_columns(), _(_WORDS[SAMPLES]), row_height=44),
        }
        self.stack = Stack()
        for table in self.tables.values():
            table.opened.connect(self._open_line)
            table.picked.connect(self._show_buttons)
            self.stack.addWidget(table)
        self.states = States(self.stack)
        self.writing = self.writes_in(WritingPanel(desk, width=420))
        self.writing.shut.connect(self._shut)
        self.tabs = DailyTabs(desk, "meals")
        self._make_buttons()
        self._beside = box(column((self.states, 1), gap=0, margins=(16, 0, 20, 0)))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row(self.shown, None, self.months, margins=(24, 6, 20, 6)),
            (row((self._beside, 1), self.writing, gap=0), 1),
            Footer(self.back_button, None, key_caps(("Enter", _("open"))), self.strike_button, self.throw_button),
        )
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("F8", self.throw_away),
            ("Ctrl+P", self.print_book),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)
        self.choose(CHECKS)

    def _make_buttons(self) -> None:
        def button(words: str, kind: str, icon: str, key: str, slot: object) -> Button:
            made = Button(words, kind, icon, key, listens=False)
            made.clicked.connect(slot)
            return made

        self.print_button = button(_("Print the book"), "", "printer", "Ctrl+P", self.print_book)
        self.new_button = button("", "primary", "plus", "Ctrl+N", self.begin_new)
        self.header.add_actions(self.print_button, self.new_button)
        self.back_button = button(_("Count of meals"), "link", "chevron-left", "", partial(self._desk.go, "meals"))
        self.strike_button = button(_("Strike through…"), "", "", "", self._strike)
        self.throw_button = button(_("Throw the sample away"), "", "trash-2", "F8", self.throw_away)
        self.paper = PaperOut(self._desk, self)
        self.paper.said.connect(self.say)
        self.paper.refused.connect(self.complain)

    def _check_columns(self) -> list[Column]:
        return [
            Column("at", _("Checked at"), self._at_cell, 96, 0, ALWAYS),
            Column("step", _("Step"), self._step_cell, 150, 1, 8),
            Column("food", _("Food or dish"), self._food_cell, 180, 3, ALWAYS),
            Column("good", _("Result"), self._good_cell, 150, 2, ALWAYS),
            Column("who", pgettext("of food", "Checked by"), self._checker, 140, 1, 6),
        ]

    def _sample_columns(self) -> list[Column]:
        return [
            Column("dish", _("Dish"), self._dish_cell, 180, 2, ALWAYS),
            Column("taken", _("Sample taken"), self._taken_cell, 140, 1, 8),
            Column("kept", _("Kept at"), lambda one: one.kept_at, 140, 1, 6),
            Column("state", _("State"), self._state_cell, 190, 1, ALWAYS),
        ]

    # what is on show

    def turn_to(self, shown: str = "", **_more: object) -> None:
        """Show a book."""
        self.choose(shown or self._current())
        self.make_stale()

    @property
    def table(self) -> RecordTable:
        """The book on show."""
        return self.tables[self._current()]

    def _current(self) -> str:
        return next(key for key, table in self.tables.items() if table is self.stack.currentWidget())

    def choose(self, shown: str) -> None:
        """Show another book."""
        if shown not in self.tables or (self.writing.is_open() and not self.can_leave()):
            self.shown.choose(self._current())
            return
        if self.writing.is_open():
            self.writing.put_away()
        self.shown.choose(shown)
        self.stack.setCurrentWidget(self.tables[shown])
        self.setFocusProxy(self.tables[shown])
        deed = "record_food_check" if shown == CHECKS else "take_food_sample"
        self.new_button.setText(_(_NEW[shown]))
        self.new_button.setVisible(self._desk.may(deed))
        self._show_book()

    def _ask_anew(self) -> None:
        self._found = None
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the books of the month."""
        if self._found is None:
            self.states.show_loading()
        first, last = self.months.bounds()
        question = partial(kitchen, first=first, last=last, now=self._desk.now())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Kitchen) -> None:
        self._found = found
        self.writing.know(found.drafts)
        self._show_book()

    def _show_book(self) -> None:
        found, shown = self._found, self._current()
        if found is None:
            return
        due = len(found.due)
        said = ngettext("{n} sample may be thrown away now", "{n} samples may be thrown away now", due)
        self.header.show_line(
            said.format(n=number(due)) if due else _("No sample is due to be thrown away"), always=True
        )
        lines: Iterable[Any] = found.checks if shown == CHECKS else found.samples
        rows = self._rows(lines)
        self.table.show_records(rows)
        if rows:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(next(one.id for one in rows if not isinstance(one, Group)))
        else:
            way = () if self.new_button.isHidden() else ((self.new_button.text(), self.begin_new),)
            self.states.show_empty(_(_EMPTY[shown]), *way, icon="list")
        self._show_buttons()

    def _rows(self, lines: Iterable[Any]) -> list[Any]:
        """The lines under their days; samples that are due stand above all."""
        found, rows, day = self._found, [], None
        due = {one.id for one in found.due} if found is not None else set()
        first = [one for one in lines if one.id in due]
        if first:
            rows += [Group(_("May be thrown away now"), number(len(first))), *first]
        for one in lines:
            if one.id in due:
                continue
            if one.served_on != day:
                day = one.served_on
                rows.append(Group(dates.with_weekday(day) if day is not None else ""))
            rows.append(one)
        return rows

    def _show_buttons(self, *_more: object) -> None:
        one = self.table.current()
        strike = _STRIKES.get(type(one))
        self.strike_button.setVisible(strike is not None and self._desk.may(strike.__name__))
        kept = isinstance(one, FoodSample) and is_kept(one)
        self.throw_button.setVisible(kept and self._desk.may("throw_food_sample"))

    # cells

    def _meal(self, code: str | None) -> str:
        return self._desk.words("meal", code) if code else ""

    def _at_cell(self, one: FoodCheck) -> Cell:
        return Cell(dates.clock(one.checked_at) if one.checked_at is not None else "–", sub=self._meal(one.meal))

    def _step_cell(self, one: FoodCheck) -> Cell:
        words = _(STEPS[one.step - 1]) if 1 <= one.step <= len(STEPS) else ""
        return Cell(_("Step {n}").format(n=one.step), sub=words)

    def _food_cell(self, one: FoodCheck) -> Cell:
        return Cell(one.food, sub=" · ".join(filter(None, (one.amount, one.supplier))), weight=500)

    def _good_cell(self, one: FoodCheck) -> Cell:
        if one.good:
            return Cell(_("In order"), mark=("full", "ok"))
        return Cell(_("Not in order"), sub=one.remedy, tone="danger", weight=600, mark=("cross", "danger"))

    def _name(self, staff_id: str | None) -> str:
        return self._found.names.get(staff_id or "", "") if self._found is not None else ""

    def _checker(self, one: FoodCheck) -> str:
        return self._name(one.checker_id)

    def _dish_cell(self, one: FoodSample) -> Cell:
        return Cell(one.dish, sub=" · ".join(filter(None, (self._meal(one.meal), one.amount))), weight=500)

    def _taken_cell(self, one: FoodSample) -> Cell:
        at = dates.moment(one.taken_at, self._desk.today()) if one.taken_at is not None else "–"
        return Cell(at, sub=self._name(one.taken_by_id))

    def _state_cell(self, one: FoodSample) -> Cell:
        found, today = self._found, self._desk.today()
        if one.thrown_at is not None:
            at = _("thrown away {time}").format(time=dates.moment(one.thrown_at, today))
            return Cell(at, sub=self._name(one.thrown_by_id), tone="text2", mark=("dash", "text2"))
        until = found.until(one) if found is not None else None
        if until is None or until > self._desk.now():
            time = dates.moment(until, today) if until is not None else "–"
            return Cell(_("kept until {time}").format(time=time), mark=("full", "ok"))
        since = _("time over since {time}").format(time=dates.moment(until, today))
        return Cell(_("may be thrown away"), sub=since, weight=600, mark=("half", "warn"))

    # writing

    def begin_new(self) -> None:
        """Note a food check, or a sample; the day and the meal that is cooked now stand there."""
        found = self._found
        if found is None or self.writing.has_unsaved() or self.new_button.isHidden():
            return
        today, by = self._desk.today(), self._desk.actor.staff_member_id
        meal = self._meal_now(found.served)
        if self._current() == CHECKS:
            line = self.table.current()
            step = line.step if isinstance(line, FoodCheck) and line.served_on == today else 1
            check = FoodCheck(served_on=today, meal=meal, step=step, checked_at=self._desk.now(), checker_id=by)
            self._open(check_sheet(self._desk, check, found.staff), CHECK_FORM, "new", _(_NEW[CHECKS]))
            return
        sample = FoodSample(served_on=today, meal=meal or "lunch", taken_at=self._desk.now(), taken_by_id=by)
        menu = found.dish(today, sample.meal)
        line_words = _("Menu: {dishes}").format(dishes=menu) if menu else ""
        self._open(sample_sheet(self._desk, sample, found.staff), SAMPLE_FORM, "new", _(_NEW[SAMPLES]), line_words)

    def _meal_now(self, served: Iterable[Meal]) -> str | None:
        """The next meal of today that is eaten, else the last one."""
        today, now = self._desk.today(), self._desk.now()
        codes = [(meal.served_at(today), meal.code) for meal in served]
        return next((code for at, code in codes if at >= now), codes[-1][1] if codes else None)

    def _open_line(self, one: Any) -> None:
        found = self._found
        if found is None or self.writing.has_unsaved():
            return
        if isinstance(one, FoodCheck) and self._desk.may("record_food_check"):
            self._open(check_sheet(self._desk, one, found.staff), CHECK_FORM, one.id, _("Food check"), one.food)
        elif isinstance(one, FoodSample) and is_kept(one) and self._desk.may("take_food_sample"):
            self._open(sample_sheet(self._desk, one, found.staff), SAMPLE_FORM, one.id, _("Sample"), one.dish)

    def _open(self, sheet: FormSheet, form: str, subject: str, title: str, line: str = "") -> None:
        self._beside.setVisible(self.width() >= theme.worn().scaled(ROOM))  # or both would widen the window
        self.writing.open(sheet, form, subject, title, line)
        self._make_room()

    def save(self) -> None:
        written = None if self._busy else self.writing.written()
        if written is None:
            return
        self._busy = True
        seen = written.version if written.id else None
        self._desk.do(_DEEDS[self.writing.form], written, seen=seen, then=self._saved, failed=self._refused)

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

    def throw_away(self) -> None:
        """Note that the sample on show was thrown away now; refused before its time is over."""
        one = self.table.current()
        if isinstance(one, FoodSample) and not self.throw_button.isHidden() and not self.writing.has_unsaved():
            self.writing.put_away()
            self._desk.do(throw_food_sample, one.id, then=self._done, failed=self.complain)

    def _strike(self) -> None:
        one = self.table.current()
        if isinstance(one, FoodCheck | FoodSample):
            self.strike_through(_STRIKES[type(one)], one.id)

    def struck(self, change: Change) -> None:
        self.writing.put_away()
        self.make_stale()
        super().struck(change)

    # on paper, narrow and wide

    def print_book(self) -> None:
        """Print the book on show, of the month."""
        first, last = self.months.bounds()
        last = min(last, self._desk.today())
        shown = self._current()

        def gather(reader: Reader, by: str) -> TablePaper:
            from carebook.reports.daily_papers import kitchen as paper  # draws papers

            made = paper.check_book if shown == CHECKS else paper.sample_book
            return made(reader, first, last, printed_by=by)

        def draw(made: TablePaper) -> bytes:
            from carebook.reports.daily_papers import tables

            return tables.draw(made).pdf

        self.paper.begin(_(_WORDS[shown]), "kiem-thuc" if shown == CHECKS else "luu-mau", gather, draw)

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()

    def _shut(self) -> None:
        self._make_room()
        self.table.setFocus()

    def _make_room(self) -> None:
        self.writing.make_room(self._beside, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
