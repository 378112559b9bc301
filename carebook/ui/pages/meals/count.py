"""Báo suất: one meal, how many portions of each diet, who eats what; changed by keys, closed for the kitchen until the cut-off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.actions.meals import change_meals, order_meals
from carebook.money import number
from carebook.records import enum_words
from carebook.records.declaration import Kind
from carebook.records.episodes import AbsenceKind
from carebook.records.meals import Diet, MealChange
from carebook.store.meals import Eater
from carebook.ui.pages.meals.asking import CHANGE_FORM, DIET_FORM, Count, count
from carebook.ui.pages.meals.sheets import ChangeSheet, diet_sheet
from carebook.ui.parts import dialogs, theme
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import DateInput
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, FigureColumn, FigureRow, FigureTable, Group, RecordTable
from carebook.words import N_, _, ngettext

_DAY = 1
_BESIDE = 760
"""From this width on, in pixels at base size, the count stands beside the list."""
_MINUTES_OF_HOUR = 60


class CountPart(QFrame):
    """One meal. ``wants_writing(sheet, form, subject, title, line)``; ``done(change)`` and ``refused(error)`` of deeds;
    ``shown(found)`` when a meal is on show."""

    wants_writing = Signal(object, str, str, str, str)
    done = Signal(object)
    refused = Signal(object)
    shown = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._day: date | None = None
        self._meal = ""
        self.found: Count | None = None
        self.day = DateInput(Kind.DATE, desk.today)
        self.day.name_as(_("Day"))
        self.day.left.connect(self._typed)
        self.before = Button("", "ghost", "chevron-left")
        self.after = Button("", "ghost", "chevron-right")
        for button, words, by in (
            (self.before, _("The day before"), -_DAY),
            (self.after, _("The day after"), _DAY),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(partial(self.turn, by))
        self.meals = Segments(desk.choices("meal"))
        self.meals.chosen.connect(self._choose_meal)
        self.close_button = Button(_("Close and tell the kitchen"), "primary", "check", "F8", listens=False)
        self.close_button.clicked.connect(self.close_count)
        self.cutoff = label("", "name")
        self.waiting = Button("", "link", "clock")
        self.waiting.clicked.connect(self._show_waiting)
        self.table = RecordTable(
            [
                Column("who", _("Resident"), self._who_cell, 186, 2, ALWAYS),
                Column("eats", _("Eats"), self._eats_cell, 140, 2, ALWAYS),
                Column("allergies", _("Allergies"), self._allergy_cell, 130, 2, 9),
                Column("wishes", _("Does not eat, likes"), lambda one: one.wishes, 160, 1, 6),
                Column("late", _("Changed"), self._late_cell, 96, 0, 7),
            ],
            _("Who eats what"),
            id_of=lambda one: one.who.episode_id,
            many=True,
            row_height=44,
        )
        self.table.opened.connect(self.other_diet)
        self.counts = FigureTable(_("Portions by diet"))
        self.told = label("", "small", wrap=True)
        self._side = box(
            column(
                box(column(section_head(_("Portions by diet")), self.told, gap=2, margins=(8, 0, 0, 4))),
                hairline(),
                (self.counts, 1),
                gap=0,
            ),
            width=theme.worn().scaled(300),
        )
        self.in_words = label("", "small", wrap=True)
        self.in_words.hide()
        self.states = States(box(column(self.in_words, (row((self.table, 1), self._side, gap=16), 1), gap=4)))
        self.setLayout(
            column(
                row(self.before, self.day, self.after, 8, self.meals, None, self.close_button, margins=(20, 4, 20, 0)),
                row(self.cutoff, None, self.waiting, margins=(24, 6, 20, 6)),
                (row((self.states, 1), margins=(16, 0, 20, 0)), 1),
                gap=0,
            )
        )
        for key, slot in (("Space", self.toggle), ("C", self.other_diet), ("F2", self.diet_from_now)):
            on_key(self.table, key, slot)
        for key, by in (("Alt+Left", -_DAY), ("Alt+Right", _DAY)):
            on_key(self, key, partial(self.turn, by))

    # which meal

    def turn_to(self, day: date | None = None, meal: str = "") -> None:
        """The next time, ask for a meal of a day; without them for what is closed next."""
        self._day, self._meal, self.found = day, meal, None

    def turn(self, by: int, *_more: object) -> None:
        """The day before or after."""
        day = self._shown_day()
        self._go(date.fromordinal(day.toordinal() + by), self._meal)

    def _typed(self) -> None:
        typed = self.day.read()
        if isinstance(typed, date) and typed != self._shown_day():
            self._go(typed, self._meal)

    def _choose_meal(self, meal: str) -> None:
        self._go(self._shown_day(), meal)

    def _show_waiting(self) -> None:
        if self.found is not None and (overdue := self._elsewhere(self.found)):
            self._go(overdue[0][0], overdue[0][1].code)

    def _shown_day(self) -> date:
        return self._day or self._desk.today()

    def _go(self, day: date, meal: str) -> None:
        self.turn_to(day, meal)
        self.refresh()

    # what stands there

    def refresh(self) -> None:
        """Ask for the meal."""
        if self.found is None:
            self.states.show_loading()
        question = partial(count, day=self._day, meal=self._meal, now=self._desk.now())
        self._desk.ask(self, question, self._show, self._not_read, key="count")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.refresh)

    def _show(self, found: Count | None) -> None:
        if found is None:
            self.states.show_empty(_("The list of meals is empty. It is kept among the code lists."), icon="list")
            return
        sheet = found.sheet
        self.found, self._day, self._meal = found, sheet.served_on, sheet.meal.code
        self.day.write(sheet.served_on)
        self.meals.choose(sheet.meal.code)
        self._show_cutoff(found)
        careful = [one for one in sheet.eaters if one.who.allergies or one.wishes]
        rows: list[Any] = []
        if careful:
            rows += [Group(_("Allergies and wishes"), number(len(careful))), *careful]
        ward: str | None = None
        others = [one for one in sheet.eaters if one not in careful]
        for one in others:
            if one.who.ward != ward:
                ward = one.who.ward
                there = sum(other.does.eats for other in others if other.who.ward == ward)
                rows.append(Group(ward or _("Without a bed"), number(there)))
            rows.append(one)
        self.table.show_records(rows)
        self._show_counts(found)
        if sheet.eaters:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(rows[1].who.episode_id)
        else:
            self.states.show_empty(_("Nobody lives in the center on this day."), icon="users")
        self.shown.emit(found)

    def _elsewhere(self, found: Count) -> list[tuple[date, Any]]:
        """Meals that are overdue and not the one on show."""
        here = (found.sheet.served_on, found.sheet.meal.code)
        return [(day, meal) for day, meal in found.overdue(self._desk.now()) if (day, meal.code) != here]

    def _show_cutoff(self, found: Count) -> None:
        sheet, now = found.sheet, self._desk.now()
        cutoff, today = sheet.meal.cutoff_at(sheet.served_on), self._desk.today()
        until = dates.clock(cutoff) if dates.local(cutoff).date() == today else dates.moment(cutoff, today)
        minutes = round(abs((now - cutoff).total_seconds()) / 60)
        tone = ""
        if sheet.told_at is not None:
            told = dates.moment(sheet.told_at, today)
            said = _("The kitchen was told at {time}. What changes now is a late change.").format(time=told)
            tone = "ok"
        elif sheet.meal.served_at(sheet.served_on) <= now:
            said = _("The count of this meal was not closed.")
        elif now > cutoff:
            said = _("The cut-off was {time}: {late} late.").format(time=until, late=_span(minutes))
            tone = "danger"
        else:
            said = _("Close until {time}, in {span}.").format(time=until, span=_span(minutes))
        if sheet.untold:
            differs = " · ".join(
                f"{self._desk.words('diet', diet)} {more:+d}".replace("-", "−") for diet, more in sheet.untold.items()
            )
            said, tone = _("The kitchen does not know yet: {changes}.").format(changes=differs), "danger"
        self.cutoff.setText(said)
        self.cutoff.setProperty("tone", tone)
        theme.restyle(self.cutoff)
        self.close_button.setText(_("Tell the changes") if sheet.is_told else _("Close and tell the kitchen"))
        to_tell = not sheet.is_told or bool(sheet.untold)
        self.close_button.setVisible(
            self._desk.may("order_meals") and to_tell and sheet.meal.served_at(sheet.served_on) > now
        )
        overdue = self._elsewhere(found)
        self.waiting.setVisible(bool(overdue))
        if overdue:
            day, meal = overdue[0]
            self.waiting.setText(
                _("{meal} of {day} is not closed and late").format(meal=meal.text.lower(), day=self._desk.said_day(day))
            )

    def _show_counts(self, found: Count) -> None:
        sheet = found.sheet
        shown = sheet.diets([code for code, _words in self._desk.choices("diet")])
        columns = [FigureColumn(_("Diet"), width=110, stretch=1, align="left")]
        if sheet.is_told:
            columns += [
                FigureColumn(_("Told"), width=58),
                FigureColumn(_("Changed"), width=58),
                FigureColumn(_("Cook"), width=46),
            ]
        else:
            columns.append(FigureColumn(_("Portions"), width=80))
        rows, words = [], []
        sums = [0, 0, 0]
        for diet in shown:
            told, late, cook = sheet.portions(diet)
            sums = [before + more for before, more in zip(sums, (told, late, cook), strict=True)]
            rows.append(FigureRow((Cell(self._desk.words("diet", diet)), *self._figures(told, late, cook))))
            words.append(f"{self._desk.words('diet', diet)} {number(cook)}")
        rows.append(FigureRow((Cell(_("Total"), weight=600), *self._figures(*sums)), kind="total"))
        self.counts.show_figures(columns, rows)
        self.in_words.setText(" · ".join(words))
        away = sum(not one.does.eats for one in sheet.eaters)
        said = ngettext("{n} person does not eat this meal.", "{n} people do not eat this meal.", away)
        self.told.setText(said.format(n=number(away)) if away else _("Everybody eats this meal."))

    def _figures(self, told: int, late: int, cook: int) -> list[Cell]:
        cooked = Cell(number(cook), weight=600)
        if self.found is None or not self.found.sheet.is_told:
            return [cooked]
        changed = Cell(f"{late:+d}".replace("-", "−") if late else "", tone="warn", weight=600)
        return [Cell(number(told)), changed, cooked]

    def line(self) -> str:
        """The meal in one line, for the head of the page."""
        if self.found is None:
            return ""
        sheet = self.found.sheet
        portions = sheet.cooked
        said = ngettext("{meal}, {day}: {n} portion", "{meal}, {day}: {n} portions", portions)
        return said.format(meal=sheet.meal.text.lower(), day=dates.with_weekday(sheet.served_on), n=number(portions))

    # cells

    def _who_cell(self, one: Eater) -> Cell:
        place = (one.who.room, _("bed {bed}").format(bed=one.who.bed) if one.who.bed else "")
        where = ", ".join(filter(None, place))
        return Cell(one.who.name, sub=" · ".join(filter(None, (one.who.code, where))), weight=500)

    def _eats_cell(self, one: Eater) -> Cell:
        because = one.change.because if one.change is not None else ""
        if not one.does.eats:
            away = enum_words.said(AbsenceKind(one.who.absence)) if one.who.absence else ""
            return Cell(_("does not eat"), sub=because or away, tone="text2", mark=("cross", "text2"))
        special = one.does.diet != "ordinary"
        return Cell(
            self._desk.words("diet", one.does.diet),
            sub=because,
            weight=600 if special else 400,
            mark=("full", "info") if special else None,
        )

    def _allergy_cell(self, one: Eater) -> Cell:
        return Cell(one.who.allergies, tone="danger", weight=600) if one.who.allergies else Cell("")

    def _late_cell(self, one: Eater) -> Cell:
        if one.change is None or self.found is None:
            return Cell("")
        at = dates.clock(one.change.recorded_at) if one.change.recorded_at is not None else ""
        if self.found.sheet.is_late(one):
            return Cell(_("late"), sub=at, tone="warn", weight=600, mark=("half", "warn"))
        return Cell(_("changed"), sub=at)

    # what is changed

    def _selected(self) -> list[Eater]:
        return [one for one in self.table.selected() if isinstance(one, Eater)]

    def toggle(self) -> None:
        """The portion of who is selected stops, with a reason; or they eat again."""
        chosen = self._selected()
        if not chosen or not self._desk.may("change_meals"):
            return
        eat = not chosen[0].does.eats
        chosen = [one for one in chosen if one.does.eats != eat]
        because = "" if eat else self._why(chosen)
        if eat or because:
            self._write([self._change(one, eats=eat, because=because) for one in chosen])

    def _why(self, chosen: list[Eater]) -> str:
        reasons = [(code, _(words)) for code, words in _REASONS]
        title = ngettext("Stop the portion of {n} person?", "Stop the portions of {n} people?", len(chosen))
        given = dialogs.ask_reason(
            self.window(), title.format(n=len(chosen)), reasons, words_for="other", deed=_("Stop the portion")
        )
        return "" if given is None else given[1] or dict(reasons)[given[0]]

    def _change(self, one: Eater, *, eats: bool, because: str) -> MealChange:
        diet = one.change.diet if one.change is not None else None
        return MealChange(
            episode_id=one.who.episode_id,
            served_on=self._day,
            meal=self._meal,
            diet=diet if eats else None,
            eats=eats,
            because=because,
        )

    def _write(self, changes: list[MealChange]) -> None:
        self._desk.do(change_meals, changes, then=self.done.emit, failed=self.refused.emit)

    def other_diet(self, *_more: object) -> None:
        """Write another diet of who is selected, for this meal only."""
        chosen, found = self._selected(), self.found
        if not chosen or found is None or not self._desk.may("change_meals"):
            return
        sheet = ChangeSheet(self._desk, chosen, found.sheet.served_on, found.sheet.meal)
        many = ngettext("{n} resident", "{n} residents", len(chosen)).format(n=len(chosen))
        name = chosen[0].who.name if len(chosen) == 1 else many
        line = f"{name} · {found.sheet.meal.text}, {self._desk.said_day(found.sheet.served_on)}"
        subject = f"{found.sheet.served_on}:{found.sheet.meal.code}:{chosen[0].who.episode_id}:{len(chosen)}"
        self.wants_writing.emit(sheet, CHANGE_FORM, subject, _("Another diet at this meal"), line)

    def diet_from_now(self) -> None:
        """Write what one resident eats from a day on."""
        one = self.table.current()
        if not isinstance(one, Eater) or not self._desk.may("set_diet"):
            return
        diet = replace(
            Diet(episode_id=one.who.episode_id),
            diet=one.does.diet,
            from_on=max(self._shown_day(), one.who.start_on),
            wishes=one.wishes,
        )
        sheet = diet_sheet(self._desk, diet)
        self.wants_writing.emit(sheet, DIET_FORM, one.who.episode_id, _("Diet from a day on"), one.who.name)

    def close_count(self) -> None:
        """Close the count of the meal on show and tell it to the kitchen."""
        if self.found is not None and not self.close_button.isHidden():
            sheet = self.found.sheet
            self._desk.do(order_meals, sheet.served_on, sheet.meal.code, then=self.done.emit, failed=self.refused.emit)

    # narrow and wide

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.worn().scaled(_BESIDE)
        self._side.setVisible(wide)
        self.in_words.setVisible(not wide)


_REASONS = (
    ("home", N_("At home with the family")),
    ("outside", N_("Eats outside")),
    ("refuses", N_("Refuses to eat")),
    ("fasting", N_("Fasting as ordered")),
    ("other", N_("Another reason")),
)


def _span(minutes: int) -> str:
    """So many minutes in words, with hours from one on."""
    if minutes < _MINUTES_OF_HOUR:
        return _("{n} min").format(n=minutes)
    hours, rest = divmod(minutes, _MINUTES_OF_HOUR)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest) if rest else _("{n} h").format(n=hours)
