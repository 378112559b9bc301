"""Chăm sóc › Chế độ ăn: what a person eats now and ate before; a diet is set or struck through here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.actions.change import Change
from carebook.actions.meals import set_diet, strike_diet
from carebook.records.episodes import Episode
from carebook.records.meals import Diet
from carebook.rules.meals import diet_row_on
from carebook.store.meals import diets_of
from carebook.ui.pages.person.editor import Writing
from carebook.ui.pages.person.layout import RecordList
from carebook.ui.pages.person.said import choices_of
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import section
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.page import reason_to_strike
from carebook.ui.parts.table import Cell
from carebook.words import _

_FIELDS = ("diet", "meals", "from_on", "to_on", "wishes", "because")


def diet_row(desk: Desk, diet: Diet) -> tuple[Writing, Diet]:
    """What somebody eats from a day on, new or to be changed."""
    writing = Writing(
        form="diet",
        title=_("Diet"),
        sections=(section("", Diet, *_FIELDS),),
        deed=set_diet,
        choices=choices_of(desk, Diet, "diet", "meals"),
        versioned=True,
        note=_("The newest diet takes the place of the earlier one. Without meals it holds for all of them."),
    )
    return writing, diet


class DietPart(QFrame):
    """The diets of the open stay, or of the last one. ``wants_writing(writing, record, subject id)`` for the panel of the person,
    ``saved(change)`` and ``refused(error)`` of what was struck through."""

    wants_writing = Signal(object, object, str)
    saved = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._episode: Episode | None = None
        self._view: PersonView | None = None
        self._in_force: frozenset[str] = frozenset()
        self._writes = desk.may("set_diet")
        self.list = RecordList(
            _("Diet"), self._cell, _("Set a diet") if self._writes else "", nothing=_("Eats the ordinary diet.")
        )
        self.list.add_wanted.connect(self._add)
        self.list.opened.connect(self._open)
        self.strike_button = Button(_("Strike through…"), "ghost")
        self.strike_button.setAccessibleName(_("Strike a diet through"))
        self.strike_button.clicked.connect(self._strike)
        self.setLayout(column(self.list, row(self.strike_button, None, margins=(8, 0, 0, 8)), gap=0))
        self.strike_button.hide()
        desk.clerk.changed.connect(self._changed)

    def show_person(self, view: PersonView) -> None:
        """Show somebody, or the same person again after a change."""
        self._view = view
        stay = view.file.open_stay or next(iter(view.file.stays), None)
        self._episode = stay.episode if stay is not None else None
        self.list.add_button.setVisible(self._is_open())
        if self._episode is None:
            self._show(())
        self._ask()

    def _is_open(self) -> bool:
        return self._writes and self._episode is not None and self._episode.end_on is None

    def _changed(self, change: Change) -> None:
        if "meals" in change.subjects:
            self._ask()

    def _ask(self) -> None:
        if self._episode is not None and self._desk.may_ask("kitchen"):
            question = partial(diets_of, episode_id=self._episode.id)
            self._desk.ask(self, question, self._show, self._not_read, key="diet")

    def _not_read(self, error: BaseException) -> None:
        self.refused.emit(error)

    def _show(self, diets: tuple[Diet, ...]) -> None:
        today = self._desk.today()
        found = (diet_row_on(diets, today, meal) for meal, _words in self._desk.choices("meal"))
        self._in_force = frozenset(one.id for one in found if one is not None)
        self.list.show_records(diets)
        self.strike_button.setVisible(bool(diets) and self._is_open() and self._desk.may("strike_diet"))
        if diets and self.list.table.current() is None:
            self.list.table.pick(diets[0].id)

    def _cell(self, diet: Diet) -> Cell:
        desk = self._desk
        meals = ", ".join(desk.words("meal", code).lower() for code in diet.meals)
        since = _("from {day}").format(day=desk.said_day(diet.from_on)) if diet.from_on is not None else ""
        until = _("to {day}").format(day=desk.said_day(diet.to_on)) if diet.to_on is not None else ""
        names = self._view.staff if self._view is not None else {}
        who = names.get(diet.ordered_by_id or "", "")
        under = " · ".join(filter(None, (" ".join(filter(None, (since, until))), diet.wishes, diet.because, who)))
        words = desk.words("diet", diet.diet) + (f" ({meals})" if meals else "")
        now = diet.id in self._in_force
        return Cell(words, sub=under, weight=600 if now else 400, tone="text" if now else "text2")

    def _add(self) -> None:
        if self._episode is not None:
            diet = Diet(episode_id=self._episode.id, from_on=self._desk.today())
            newest = self.list.table.records.record_at(0) if self.list.table.records.rowCount() else None
            self._write(replace(diet, diet=newest.diet, wishes=newest.wishes) if newest is not None else diet)

    def _open(self, diet: Diet) -> None:
        if self._is_open():
            self._write(diet)

    def _write(self, diet: Diet) -> None:
        self.wants_writing.emit(*diet_row(self._desk, diet), diet.id or diet.episode_id)

    def _strike(self) -> None:
        one = self.list.table.current()
        if one is not None and (reason := reason_to_strike(self.window())):
            self._desk.do(strike_diet, one.id, reason=reason, then=self.saved.emit, failed=self.refused.emit)
