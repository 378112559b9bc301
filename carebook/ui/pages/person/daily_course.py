"""The course of one measure of a person: its curve over a chosen time, every value with who measured it and what was unusual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.actions.observations import strike_observation
from carebook.records.monitoring import Observation
from carebook.rules.observations import Alert, AlertLevel, alert_of, said_reading
from carebook.ui.pages.person.daily_facts import MonitoringFacts, Watched, values_of
from carebook.ui.pages.person.layout import CELL
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.chart import Chart, ChartData, Series, over_time
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.ui.parts.page import reason_to_strike
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, ngettext, pgettext

PERIODS = (7, 30, 90, 365)
AT_ONCE = 60
"""So many values are listed of the period on show."""
TONES = {AlertLevel.NOTICE: "warn", AlertLevel.ALERT: "warn", AlertLevel.URGENT: "danger"}
MARKS = {AlertLevel.NOTICE: "dash", AlertLevel.ALERT: "half", AlertLevel.URGENT: "full"}


def marked(value: str, sub: str, alert: Alert | None) -> Cell:
    """A value with the mark of its alert; why it is told stands under it."""
    if alert is None:
        return Cell(value, sub=sub)
    told = " · ".join(filter(None, (str(alert.message), sub)))
    return Cell(value, sub=told, mark=(MARKS[alert.level], TONES[alert.level]), weight=600)


class Course(QFrame):
    """Shows one measure at a time. ``change_wanted(observation)``; ``struck(change)``; ``refused(error)``."""

    change_wanted = Signal(object)
    struck = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._facts: MonitoringFacts | None = None
        self._watched: Watched | None = None
        self._staff: Mapping[str, str] = {}
        self.found: list[Observation] = []
        self.title = label("", "h3")
        self.period = Segments([(str(days), self._period_words(days)) for days in PERIODS], "30")
        self.period.chosen.connect(self._ask)
        self.chart = Chart(_("Course"))
        self.chart.setMinimumHeight(190)
        self.values = RecordTable(
            [
                Column("at", _("Happened at"), self._at_cell, 104, 0, ALWAYS),
                Column("value", pgettext("measured", "Value"), self._value_cell, 150, 3, ALWAYS),
                Column("who", _("Done by"), self._who_cell, 120, 2, 5),
            ],
            _("Values"),
            row_height=44,
        )
        self.values.fit_rows()
        self.values.opened.connect(self._change)
        self.values.picked.connect(self._show_buttons)
        self._more = label("", "small")
        self.change_button = Button(_("Correct"), icon="pencil")
        self.change_button.clicked.connect(self._change_picked)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._ask_why)
        buttons = box(Flow(self.change_button, self.strike_button, gap=8))
        edge = (CELL, 0, 0, 0)
        head = row(self.title, None, self.period, gap=10, margins=edge)
        above, below = row((self.chart, 1), margins=edge), column(self._more, buttons, gap=6, margins=edge)
        self.setLayout(column(head, above, self.values, below, None, gap=6))
        self._show_buttons()

    @staticmethod
    def _period_words(days: int) -> str:
        return _("1 year") if days == 365 else ngettext("{n} day", "{n} days", days).format(n=days)

    @property
    def days(self) -> int:
        """How many days are on show, today the last of them."""
        return int(self.period.current())

    def show_measure(self, facts: MonitoringFacts, watched: Watched | None, staff: Mapping[str, str]) -> None:
        """Show the course of a measure; None: of none."""
        self._facts, self._watched, self._staff = facts, watched, staff
        self.setVisible(watched is not None)
        self._ask()

    def _ask(self, *_more: object) -> None:
        one, facts = self._watched, self._facts
        if one is None or facts is None:
            return
        self.title.setText(one.measure.text)
        last = self._desk.today()
        first = last - timedelta(days=self.days - 1)
        stay, measure = facts.episode.id, one.id
        self._desk.ask(
            self,
            lambda reader: (measure, first, values_of(reader, stay, measure, first, last, withdrawn=True)),
            self._show,
            key="values",
        )

    def _show(self, answer: tuple[str, date, list[Observation]]) -> None:
        measure, first, found = answer
        one = self._watched
        if one is None or one.id != measure:
            return
        self.found = found
        self.values.show_records(found[:AT_ONCE])
        self._more.setText(_("Only the newest {n} of {all} are listed.").format(n=AT_ONCE, all=len(found)))
        self._more.setVisible(len(found) > AT_ONCE)
        standing = [each for each in reversed(found) if not each.is_withdrawn and each.value is not None]
        self.chart.setVisible(not one.measure.extra.get("words"))
        self.chart.show_data(self._data(one, standing, first), _("Not measured in this time"))
        self._show_buttons()

    def _data(self, one: Watched, standing: Sequence[Observation], first: date) -> ChartData:
        """One value a day, the last one; of what is added up the sum."""
        firsts: dict[date, float] = {}
        seconds: dict[date, float] = {}
        for each in standing:
            if each.duty_on is None or each.value is None:
                continue
            added = firsts.get(each.duty_on, 0.0) if one.measure.extra.get("sum") else 0.0
            firsts[each.duty_on] = added + each.value
            if each.value_second is not None:
                seconds[each.duty_on] = each.value_second
        if not firsts:
            return ChartData((), ())
        pair = bool(one.measure.extra.get("pair"))
        series = [Series(_("Systolic") if pair else one.measure.text, tuple(firsts.values()), tuple(firsts))]
        if pair:
            series.append(Series(_("Diastolic"), tuple(seconds.values()), tuple(seconds)))
        unit = str(one.measure.extra.get("unit", ""))
        return over_time(series, self._desk.said_day, first=first, last=self._desk.today(), unit=unit)

    # cells

    def _at_cell(self, one: Observation) -> Cell:
        when = dates.moment(one.taken_at, self._desk.today()) if one.taken_at is not None else ""
        return Cell(when, sub=self._desk.words("care_round", one.round) if one.round else "")

    def _value_cell(self, one: Observation) -> Cell:
        found, facts = self._watched, self._facts
        if one.is_withdrawn:
            return Cell(_("Struck through"), sub=one.withdrawn_because, tone="text2")
        if one.not_done is not None:
            return Cell(_("Not measured"), sub=self._desk.words("not_done_reason", one.not_done), tone="text2")
        if found is None or facts is None:
            return Cell("")
        why = self._desk.words("unusual_reason", one.unusual_because) if one.unusual_because else ""
        alert = alert_of(one, found.limits) if found.limits is not None else None
        said = said_reading(one, found.measure, facts.grounds.codes)
        return marked(said, " · ".join(filter(None, (why, one.note))), alert)

    def _who_cell(self, one: Observation) -> Cell:
        sheet = _("from the paper sheet") if one.from_sheet else ""
        return Cell(self._staff.get(one.done_by_id or "", ""), sub=sheet)

    # what is done with a value

    def _show_buttons(self, *_more: object) -> None:
        one: Observation | None = self.values.current()
        stands = one is not None and not one.is_withdrawn and self._desk.may("amend_observation")
        self.change_button.setVisible(stands and one is not None and one.not_done is None)
        self.strike_button.setVisible(stands)

    def _change_picked(self) -> None:
        self._change(self.values.current())

    def _change(self, one: Observation | None) -> None:
        if one is not None and not self.change_button.isHidden():
            self.change_wanted.emit(one)

    def _ask_why(self) -> None:
        one: Observation | None = self.values.current()
        if one is not None and (reason := reason_to_strike(self.window())):
            self._desk.do(strike_observation, one.id, reason=reason, then=self.struck.emit, failed=self.refused.emit)
