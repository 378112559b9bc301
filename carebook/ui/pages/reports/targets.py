"""The targets of a year: what is to be reached, by which number of the book it is measured, or from which paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from carebook.actions.targets import save_target, strike_target
from carebook.records.periods import Target
from carebook.rules import targets
from carebook.store import periods
from carebook.store.book import Reader
from carebook.ui.pages.reports.deeds import ReportDialog
from carebook.ui.pages.reports.gathering import ReportView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.table import ALWAYS, Column, RecordTable
from carebook.words import _, pgettext

_FIELDS = ("name", "at_least", "goal_percent", "goal_count", "numerator", "denominator", "source")


class TargetsDialog(ReportDialog):
    """The targets above, the one that is picked or begun below; each deed is told in the bar and leaves the dialog open."""

    def __init__(self, desk: Desk, parent: QWidget | None, view: ReportView) -> None:
        self._year = view.figures.period.last.year
        title = _("Targets of {year}").format(year=self._year)
        text = _("A target is measured by a number of the book, or by a numerator and a denominator from a paper.")
        super().__init__(desk, parent, title, text)
        self.setMinimumWidth(680)
        self._measures = targets.choices(view.figures.tables)
        self._base = self._new()
        words = dict(self._measures)
        self.table = RecordTable(
            [
                Column("name", pgettext("of a year", "Target"), lambda one: one.name, 260, 2, ALWAYS),
                Column("goal", pgettext("of a target", "Goal"), said_goal, 120, align="right", priority=ALWAYS),
                Column("measure", _("Measured by"), lambda one: words.get(one.indicator, one.source), 200, 1),
            ],
            title,
        )
        self.table.setMinimumHeight(150)
        self.table.picked.connect(self._pick)
        self.form = Form([section("", Target, *_FIELDS)], desk.today, columns=2)
        self.measure = Choice([("", _("numbers from a paper")), *self._measures])
        self.measure.setAccessibleName(_("Measured by"))
        self.measure.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.form.load(self._base)
        self.begin = Button(_("New target"), icon="plus")
        self.strike = Button(_("Strike through"))
        for button, slot in ((self.begin, self.begin_new), (self.strike, self.strike_through)):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        self.strike.setEnabled(False)
        self.contents.addWidget(self.table)
        self.contents.addLayout(row(self.begin, self.strike, None, gap=8))
        caption = label(_("Measured by"), width=150)
        caption.setBuddy(self.measure)
        self.contents.addLayout(row(caption, (self.measure, 1), gap=10))
        self.contents.addWidget(self.form)
        self.deed_button(_("Save the target"), self.send)
        self.end_buttons(begin=self.form.editor("name"))
        self._ask()

    def _new(self) -> Target:
        return Target(name="", year=self._year, position=0)

    def _ask(self) -> None:
        year = self._year

        def question(reader: Reader) -> list[Target]:
            return targets.of_year(periods.targets(reader), year)

        self.desk.ask(self, question, self._show)

    def _show(self, found: Sequence[Target]) -> None:
        self.table.show_records(found)

    def _pick(self, target: Target | None) -> None:
        if target is not None:
            self._load(target)

    def begin_new(self) -> None:
        """An empty form for another target."""
        self._load(self._new())

    def _load(self, target: Target) -> None:
        self._base = target
        self.strike.setEnabled(self.table.records.row_of(target.id) >= 0)
        if self.form is not None:
            self.form.load(target)
            self.measure.choose(target.indicator)
            self.form.editor("name").setFocus()

    def send(self) -> None:
        """Keep the target of the form."""
        kept = self.form.record(self._base) if self.form else None
        if kept is not None:
            self.working(_("Saving…"))
            self.desk.do(
                save_target, replace(kept, indicator=self.measure.code()), then=self._done, failed=self.refused
            )

    def strike_through(self) -> None:
        """Strike through the target that is picked."""
        self.working(_("Saving…"))
        self.desk.do(strike_target, self._base.id, then=self._done, failed=self.refused)

    def _done(self, change: Any) -> None:
        self.working()
        self.bar.say(change.said, "ok")
        self.begin_new()
        self._ask()


def said_goal(target: Target) -> str:
    """ "từ 95 %", "không quá 3"."""
    percent = target.goal_percent
    goal = str(target.goal_count or 0) if percent is None else f"{percent:g} %".replace(".", ",")
    return _("at least {goal}").format(goal=goal) if target.at_least else _("at most {goal}").format(goal=goal)
