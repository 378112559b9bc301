"""Chăm sóc: what help is planned for a person, and what was given shift after shift in the last days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from carebook import dates
from carebook.actions.change import Change
from carebook.records.care_plans import HELP_WORDS
from carebook.records.daily_care import CareEntry
from carebook.records.episodes import Episode
from carebook.rules.daily_care import Plan
from carebook.store.book import Reader
from carebook.store.daily_care.entries import entries_between, planned_help
from carebook.store.observations import LevelOf, care_levels_of
from carebook.ui.pages.person.daily_writing import care_level
from carebook.ui.pages.person.layout import CELL, Pair
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

DAYS = 14
"""So many days are shown, and more by a button."""


@dataclass(frozen=True)
class HelpDay:
    """One day: what was written in each shift."""

    day: date
    shifts: Mapping[str, tuple[CareEntry, ...]]

    @property
    def id(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True)
class HelpFacts:
    """The care levels, the planned help of today and the days on show, the newest first."""

    episode: Episode
    level: LevelOf
    plan: Plan
    days: tuple[HelpDay, ...]


def help_facts(reader: Reader, episode: Episode, today: date, most: int) -> HelpFacts:
    """What help is planned and was given in the last days."""
    last = min(today, episode.end_on or today)
    first = max(episode.start_on, last - timedelta(days=most - 1))
    written: dict[date, dict[str, list[CareEntry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries_between(reader, episode.id, first, last):
        if entry.duty_on is not None:
            written[entry.duty_on][entry.shift].append(entry)
    shown = [last - timedelta(days=back) for back in range((last - first).days + 1)]
    plan = planned_help(reader, last, [episode.id]).get(episode.id, {})
    days = tuple(HelpDay(day, {shift: tuple(found) for shift, found in written[day].items()}) for day in shown)
    return HelpFacts(episode, care_levels_of(reader, episode.id, today), plan, days)


class HelpPart(Tab):
    """The care of the open stay, or of the last one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._days = DAYS
        self._facts: HelpFacts | None = None
        self._levels = column(gap=0)
        self._plan = column(gap=0)
        self._diet = column(gap=0)
        self._shifts = desk.codes.choices("shift", desk.today())
        self.table = RecordTable(
            [
                Column("day", _("Day"), self._day_cell, 92, 0, ALWAYS),
                *(
                    Column(one.code, one.text, partial(self._shift_cell, one.code), 150, 1, ALWAYS)
                    for one in self._shifts
                ),
            ],
            _("Care day by day"),
            row_height=44,
        )
        self.table.fit_rows()
        self.table.opened.connect(self._open_day)
        self.older = Button(_("Older days"), icon="chevron-down")
        self.older.clicked.connect(self._show_older)
        self.grid_button = Button(_("Enter by room"), "link", "chevron-right")
        self.grid_button.clicked.connect(partial(self._open_day, None))
        self.level_button = Button(_("Edit"), "link", "pencil")
        self.level_button.setAccessibleName(_("Care level…"))
        self.level_button.clicked.connect(self._set_level)
        levels = column(
            section_head(_("Care level"), "", self.level_button),
            hairline(),
            self._levels,
            8,
            section_head(_("Help by plan")),
            hairline(),
            self._plan,
            gap=4,
            margins=(CELL, 0, 0, 0),
        )
        left = column(levels, 8, self._diet, None, gap=4)
        right = column(
            section_head(_("Care day by day"), "", self.grid_button), self.table, row(self.older, None), None, gap=6
        )
        self._left = left
        self.states = States(box(column(Pair(box(left), box(right), (3, 7)), None, gap=0)))
        self.setLayout(column(scrolling(box(column((self.states, 1), margins=(16, 10, 20, 12)))), gap=0))
        self._add_diet()
        desk.clerk.changed.connect(self._changed)

    def _add_diet(self) -> None:
        from carebook.ui.pages.person.diet import DietPart

        self.diet = DietPart(self.desk)
        self.diet.wants_writing.connect(self.wants_writing)
        self.diet.saved.connect(self.saved)
        self.diet.refused.connect(self.refused)
        self.diet.setVisible(self.desk.may_ask("kitchen"))
        self._diet.addWidget(self.diet)

    def show_view(self, view: PersonView) -> None:
        other = self.view is None or self.view.id != view.id
        super().show_view(view)
        if other:
            self._days = DAYS
        self.diet.show_person(view)
        self._ask()

    def _episode(self) -> Episode | None:
        if self.view is None:
            return None
        stay = self.view.file.open_stay or next(iter(self.view.file.stays), None)
        return stay.episode if stay is not None else None

    def _changed(self, change: Change) -> None:
        if self.view is not None and change.subjects & {"daily_care", "casework"}:
            self._ask()

    def _ask(self) -> None:
        episode, today, days = self._episode(), self.desk.today(), self._days
        if episode is None:
            self.states.show_empty(_("No stays yet."), icon="hand-heart")
            return
        self.states.show_loading()
        self.desk.ask(
            self, lambda reader: help_facts(reader, episode, today, days), self._show, self._not_read, key="help"
        )

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask)

    def _show(self, facts: HelpFacts) -> None:
        self._facts = facts
        self._show_levels(facts)
        emptied(self._plan)
        for kind, level in facts.plan.items():
            line = row(
                (label(self.desk.words("care_kind", kind), wrap=True), 1), label(_(HELP_WORDS[level]), "muted"), gap=12
            )
            self._plan.addWidget(box(column(line, margins=(0, 4, 0, 4))))
            self._plan.addWidget(hairline())
        if not facts.plan:
            self._plan.addWidget(label(_("No help is planned in the plan in force."), "muted", wrap=True))
        self.table.show_records(facts.days)
        self.states.show_content()

    def _show_levels(self, facts: HelpFacts) -> None:
        emptied(self._levels)
        names = self.view.staff if self.view is not None else {}
        self.level_button.setVisible(facts.episode.end_on is None and self.desk.may("set_care_level"))
        for one in facts.level.all:
            now = one is facts.level.now
            since = _("from {day}").format(day=self.desk.said_day(one.from_on))
            under = " · ".join(filter(None, (since, names.get(one.decided_by_id or "", ""), one.because)))
            words = label(self.desk.words("care_level", one.level), "name" if now else "muted", wrap=True)
            self._levels.addWidget(box(column(words, label(under, "small", wrap=True), gap=1, margins=(0, 4, 0, 4))))
            self._levels.addWidget(hairline())
        if not facts.level.all:
            self._levels.addWidget(label(_("Care level not set yet."), "muted", wrap=True))

    def _set_level(self) -> None:
        if self._facts is not None:
            episode = self._facts.episode
            self.write(*care_level(self.desk, episode, self._facts.level.now), episode.id)

    def _show_older(self) -> None:
        self._days += 3 * DAYS
        self._ask()

    def _day_cell(self, one: HelpDay) -> Cell:
        return Cell(self.desk.said_day(one.day), sub=dates.weekday(one.day))

    def _shift_cell(self, shift: str, one: HelpDay) -> Cell:
        entries = one.shifts.get(shift, ())
        if not entries:
            return Cell("–", tone="text2")
        exceptions = [entry for entry in entries if entry.kind is not None]
        planned = any(entry.kind is None for entry in entries)
        said = "; ".join(self._exception(entry) for entry in exceptions)
        names = self.view.staff if self.view is not None else {}
        who = ", ".join(dict.fromkeys(filter(None, (names.get(entry.done_by_id or "") for entry in entries))))
        if not exceptions:
            return Cell(_("As planned"), sub=who, mark=("full", "ok"))
        first = f"{_('As planned')}; {said}" if planned else said
        return Cell(first, sub=who, mark=("half", "warn"))

    def _exception(self, entry: CareEntry) -> str:
        kind = self.desk.words("care_kind", entry.kind or "")
        if entry.not_done is not None:
            how = self.desk.words("not_done_reason", entry.not_done).lower()
        else:
            how = _(HELP_WORDS[entry.level]).lower() if entry.level is not None else ""
        return ": ".join(filter(None, (kind, how)))

    def _open_day(self, one: HelpDay | None) -> None:
        """The grid of the ward on that day."""
        episode = self._episode()
        day = one.day.isoformat() if one is not None else ""
        self.desk.go("daily_care", part="care", day=day, episode_id=episode.id if episode is not None else "")
