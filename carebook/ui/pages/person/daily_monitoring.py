"""Theo dõi: what is measured of a person and how often, the newest values with their alerts, their course over time."""

from __future__ import annotations

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.monitoring import end_monitoring, set_care_level, strike_monitoring
from carebook.records.episodes import Episode
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.rules.observations import plain_number, said_reading
from carebook.ui.pages.person.daily_course import Course, marked
from carebook.ui.pages.person.daily_entry import ObservationEntry
from carebook.ui.pages.person.daily_facts import MonitoringFacts, Watched, monitoring_facts
from carebook.ui.pages.person.daily_offer import UsualOffer
from carebook.ui.pages.person.daily_printing import ChartPrinting
from carebook.ui.pages.person.daily_writing import care_level, monitoring_row
from carebook.ui.pages.person.layout import CELL, Pair
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Chip, label, section_head
from carebook.ui.parts.layouts import Flow, box, column, emptied, row, scrolling
from carebook.ui.parts.page import reason_to_strike
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import may_print_work
from carebook.words import _


class MonitoringPart(Tab):
    """The monitoring of the open stay, or of the last one. Ctrl+N writes measures down, Enter changes what is monitored."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._facts: MonitoringFacts | None = None
        self._make_buttons()
        self.entry = ObservationEntry(desk)
        self.entry.saved.connect(self._written)
        self.entry.failed.connect(self.refused)
        self.entry.touched.connect(self.touched)
        self.entry.draft_found.connect(self.draft_found)
        self.entry.shut.connect(self._entry_shut)
        self._level = label("", "muted", wrap=True)
        self._told = Flow(gap=6)
        self._told_box = box(self._told)
        self.offer = UsualOffer(desk)
        self.offer.accepted.connect(self._accept)
        self.table = RecordTable(
            [
                Column("measure", _("Measure"), self._measure_cell, 130, 2, ALWAYS),
                Column("newest", _("Newest"), self._newest_cell, 170, 3, ALWAYS),
                Column("often", _("How often"), self._often_cell, 110, 1, 6),
            ],
            _("What is monitored"),
            row_height=44,
        )
        self.table.fit_rows()
        self.table.opened.connect(self._edit_row)
        self.table.picked.connect(self._picked)
        self.course = Course(desk)
        self.course.change_wanted.connect(self._change_value)
        self.course.struck.connect(self.saved)
        self.course.refused.connect(self.refused)
        self._lay_out()
        on_key(self, "Ctrl+N", self.begin_entry)
        desk.clerk.changed.connect(self._changed)

    def _make_buttons(self) -> None:
        desk = self.desk
        self.record_button = Button(_("Write measures down"), "primary", "plus", "Ctrl+N", listens=False)
        self.record_button.clicked.connect(self.begin_entry)
        self.add_button = Button(_("Monitor a measure"), icon="plus")
        self.add_button.clicked.connect(self._add_row)
        self.level_button = Button(_("Care level…"), icon="pencil")
        self.level_button.clicked.connect(self._set_level)
        self.default_button = Button(_("Usual measures of the care level"), "link")
        self.default_button.clicked.connect(self._show_offer)
        self.chart_button = Button(_("Print the chart…"), icon="printer")
        self.chart_button.clicked.connect(self._print_chart)
        self.chart_button.setVisible(may_print_work(desk))
        self.printing = ChartPrinting(desk, self)
        self.printing.said.connect(self.wants_to_say)
        self.printing.refused.connect(self.refused)
        self.edit_button = Button(_("Edit"), icon="pencil")
        self.edit_button.clicked.connect(self._edit_picked)
        self.end_button = Button(_("Stop monitoring"), icon="hourglass")
        self.end_button.clicked.connect(self._end_row)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike_row)

    def _lay_out(self) -> None:
        doors = Flow(
            self.record_button, self.add_button, self.level_button, self.chart_button, self.default_button, gap=8
        )
        of_rows = box(Flow(self.edit_button, self.end_button, self.strike_button, gap=8))
        head, under = (
            row((one, 1), margins=(CELL, 0, 0, 0)) for one in (section_head(_("What is monitored")), of_rows)
        )
        left = column(head, self.table, under, None, gap=6)
        self.states = States(box(column(Pair(box(left), self.course, (5, 6), gap=20), gap=0)))
        above = column(
            *(box(doors), self._level, self._told_box, self.offer, self.entry), gap=8, margins=(CELL, 0, 0, 0)
        )
        self._area = scrolling(box(column(above, (self.states, 1), None, gap=8, margins=(16, 10, 20, 12))))
        self.setLayout(column(self._area, gap=0))

    # whose

    def show_view(self, view: PersonView) -> None:
        other = self.view is None or self.view.id != view.id
        super().show_view(view)
        if other:
            self._facts = None
            self.entry.put_away()
        self._ask()

    def episode(self) -> Episode | None:
        """The stay on show."""
        if self.view is None:
            return None
        stay = self.view.file.open_stay or next(iter(self.view.file.stays), None)
        return stay.episode if stay is not None else None

    def _ask(self) -> None:
        episode = self.episode()
        if episode is None:
            self.states.show_empty(_("No stays yet."), icon="heart-pulse")
            return
        self.states.show_loading()
        now = self.desk.now()
        self.desk.ask(
            self, lambda reader: monitoring_facts(reader, episode, now), self._show, self._not_read, key="facts"
        )

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask)

    def _changed(self, change: Change) -> None:
        if self.view is not None and "daily_care" in change.subjects:
            self._ask()

    def _show(self, facts: MonitoringFacts) -> None:
        self._facts = facts
        self._show_level(facts)
        emptied(self._told)
        for one in facts.told:
            self._told.addWidget(
                Chip(str(one.message).rstrip("."), one.tone, "triangle-alert" if one.tone == "warn" else "")
            )
        self._told_box.setVisible(bool(facts.told))
        writes = facts.is_open and self.desk.may("save_monitoring")
        self.record_button.setVisible(facts.is_open and self.desk.may("record_observations"))
        self.add_button.setVisible(writes)
        self.level_button.setVisible(facts.is_open and self.desk.may("set_care_level"))
        planned = any(one.plan is not None for one in facts.watched)
        may_offer = writes and bool(facts.offered) and self.desk.may("set_care_level")
        self.default_button.setVisible(may_offer and planned)
        self.offer.hide()
        if may_offer and not planned:
            self.offer.show_offer(facts)
        self.table.show_records(facts.watched)
        if facts.watched:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(facts.watched[0].id)
        else:
            ways = ((_("Monitor a measure"), self._add_row),) if writes else ()
            self.states.show_empty(
                _("Nothing is monitored yet. What is due comes from here."), *ways, icon="heart-pulse"
            )
        self._picked(None)

    def _show_level(self, facts: MonitoringFacts) -> None:
        now = facts.level.now
        if now is None:
            self._level.setText(_("Care level not set yet."))
            return
        since = dates.written(now.from_on) if now.from_on is not None else ""
        words = self.desk.words("care_level", now.level)
        said = _("Care level: {level}, since {day}").format(level=words, day=since)
        self._level.setText(" · ".join(filter(None, (said, now.because))))

    def _picked(self, _one: object) -> None:
        one: Watched | None = self.table.current()
        facts = self._facts
        if facts is not None and self.view is not None:
            self.course.show_measure(facts, one, self.view.staff)
        planned = one is not None and one.plan is not None
        writes = facts is not None and facts.is_open and self.desk.may("save_monitoring")
        for button in (self.edit_button, self.end_button, self.strike_button):
            button.setVisible(writes and planned)

    # cells

    def _measure_cell(self, one: Watched) -> Cell:
        return Cell(one.measure.text, sub=self._limit_words(one), weight=500)

    def _limit_words(self, one: Watched) -> str:
        """This person's own alert limits, in words."""
        plan = one.plan
        if one.limits is None or not one.limits.own or plan is None:
            return ""
        said = []
        for low, high in ((plan.low, plan.high), (plan.low_second, plan.high_second)):
            below = _("below {value}").format(value=plain_number(low)) if low is not None else ""
            above = _("from {value}").format(value=plain_number(high)) if high is not None else ""
            said.append(" · ".join(filter(None, (below, above))))
        return _("alert {limits}").format(limits=" / ".join(filter(None, said)))

    def _newest_cell(self, one: Watched) -> Cell:
        if one.newest is None or one.newest.taken_at is None:
            return Cell(_("Not measured yet"), tone="text2")
        codes = self._facts.grounds.codes if self._facts is not None else ()
        when = dates.moment(one.newest.taken_at, self.desk.today())
        return marked(said_reading(one.newest, one.measure, codes), when, one.alert)

    def _often_cell(self, one: Watched) -> Cell:
        if one.plan is None:
            return Cell("–", sub=_("not in the plan"))
        words = self.desk.words("monitoring_frequency", one.plan.frequency)
        rounds = ", ".join(self.desk.words("care_round", each) for each in one.plan.rounds)
        until = _("until {day}").format(day=dates.written(one.plan.to_on)) if one.plan.to_on is not None else ""
        first = one.plan.from_on
        since = _("from {day}").format(day=dates.written(first)) if first and first > self.desk.today() else ""
        return Cell(words, sub=" · ".join(filter(None, (rounds, since, until))))

    # writing measures down

    def begin_entry(self) -> None:
        """Ctrl+N: the cursor into the first measure."""
        if self._facts is not None and self.view is not None and not self.record_button.isHidden():
            self.entry.keep_draft()
            self.entry.begin(self._facts, self.view.here)
            self._area.verticalScrollBar().setValue(0)

    def _change_value(self, one: Observation) -> None:
        if self._facts is not None and self.view is not None:
            self.entry.keep_draft()
            self.entry.change(self._facts, self.view.here, one)
            self._area.verticalScrollBar().setValue(0)

    def _written(self, change: Change) -> None:
        self.saved.emit(change)
        self.table.setFocus()

    def _entry_shut(self) -> None:
        self.table.setFocus()

    # the plan

    def _add_row(self) -> None:
        if self._facts is not None:
            stay = self._facts.episode.id
            plan = MonitoringPlan(episode_id=stay, measure="", from_on=self.desk.today())
            self.write(*monitoring_row(self.desk, plan), stay)

    def _edit_picked(self) -> None:
        self._edit_row(self.table.current())

    def _edit_row(self, one: Watched | None) -> None:
        if one is not None and one.plan is not None and not self.edit_button.isHidden():
            self.write(*monitoring_row(self.desk, one.plan), one.plan.id)

    def _end_row(self) -> None:
        one: Watched | None = self.table.current()
        if one is not None and one.plan is not None:
            today = self.desk.today()
            last = max(one.plan.from_on or today, today)
            done, failed = self.saved.emit, self.refused.emit
            self.desk.do(end_monitoring, one.plan.id, last, seen=one.plan.version, then=done, failed=failed)

    def _strike_row(self) -> None:
        one: Watched | None = self.table.current()
        if one is not None and one.plan is not None and (reason := reason_to_strike(self.window())):
            self.desk.do(strike_monitoring, one.plan.id, reason=reason, then=self.saved.emit, failed=self.refused.emit)

    def _set_level(self) -> None:
        if self._facts is not None:
            episode = self._facts.episode
            self.write(*care_level(self.desk, episode, self._facts.level.now), episode.id)

    def _show_offer(self) -> None:
        if self._facts is not None:
            self.offer.show_offer(self._facts)

    def _accept(self, rows: list[MonitoringPlan]) -> None:
        level = self._facts.level.now if self._facts is not None else None
        if level is not None:
            self.desk.do(set_care_level, level, rows, then=self.saved.emit, failed=self.refused.emit)

    # the paper

    def _print_chart(self) -> None:
        if self._facts is not None and self.view is not None:
            self.printing.offer(self.view, self._facts.episode, self.course.days, self.chart_button)

    # work that is not saved

    def edit(self) -> None:
        self._edit_picked()

    def has_unsaved(self) -> bool:
        return self.entry.has_unsaved()

    def keep_draft(self) -> None:
        self.entry.keep_draft()

    def restore_draft(self) -> None:
        self.entry.restore_draft()

    def discard(self) -> None:
        if self.entry.is_open():
            self.entry.discard()

    def leave(self) -> bool:
        if not self.entry.is_open():
            return False
        self.entry.leave()
        return True

    def put_away(self) -> None:
        self.entry.put_away()

    def save(self) -> None:
        if self.entry.is_open():
            self.entry.save()
