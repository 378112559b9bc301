"""Tổng quan: where the person is on the way, what happened, what is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind
from carebook.rules import due
from carebook.rules.due import DueItem
from carebook.store.people import StayFile
from carebook.store.progress import NoteRow, newest_notes
from carebook.ui.pages.person.layout import Pair
from carebook.ui.pages.person.note_events import day_words, event_of
from carebook.ui.pages.person.path import CaseSteps, case_steps, path_of
from carebook.ui.pages.person.said import code_words
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import DueFacts, PersonView, due_of
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, Pills
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.due_words import place_of, tab_of, title_of
from carebook.ui.parts.labels import ElidedLabel, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.strips import PathStrip
from carebook.ui.parts.timeline import Timeline, TimelineDay, TimelineEvent
from carebook.words import _

NOTES = 20
"""So many of the newest notes stand among what happened."""


@dataclass(frozen=True)
class Happening:
    """One fact of a stay with its day and the filter it falls under."""

    on: date
    kind: str
    event: TimelineEvent


def happenings(view: PersonView, desk: Desk, notes: Sequence[NoteRow] = ()) -> list[Happening]:
    """What the book knows of all stays with the newest ``notes``, the newest first."""
    found = [one for stay in view.file.stays for one in _of_stay(stay, view, desk)]
    order = {"stay": 0, "category": 1, "bed": 2, "absence": 3, "note": 4}
    for note in notes:
        event = replace(event_of(note, desk), record=("daily", note.id))
        found.append(Happening(dates.local(note.note.happened_at).date(), "note", event))
    return sorted(found, key=lambda one: (one.on, order[one.kind], one.event.time), reverse=True)


def _of_stay(stay: StayFile, view: PersonView, desk: Desk) -> Iterator[Happening]:
    episode = stay.episode
    decision = _("decision {number}").format(number=episode.decision_no) if episode.decision_no else ""
    first = code_words(desk, "category", stay.categories[0].category) if stay.categories else ""
    title = desk.words("start_kind", episode.start_kind)
    yield Happening(
        episode.start_on,
        "stay",
        TimelineEvent("", "user-plus", title, first, decision, "ok", record=("stays", episode.id)),
    )
    for before, after in zip(stay.categories, stay.categories[1:], strict=False):
        words = f"{code_words(desk, 'category', before.category)} → {code_words(desk, 'category', after.category)}"
        event = TimelineEvent("", "arrow-left-right", _("Change of category"), words, record=("stays", episode.id))
        yield Happening(after.from_on, "category", event)
    room_before = ""
    for bed in stay.beds:
        name = view.link(bed.room_id)
        place = _("{room}, bed {bed}").format(room=name, bed=bed.bed) if bed.bed else name
        title = _("Move of room") if room_before else _("Room given")
        words = f"{room_before} → {place}" if room_before else place
        yield Happening(bed.from_on, "bed", TimelineEvent("", "house", title, words, record=("stays", episode.id)))
        room_before = place
    for absence in stay.absences:
        words = " · ".join(filter(None, (absence.place, absence.note)))
        tone = "danger" if absence.kind is AbsenceKind.MISSING else "warn"
        kind = enum_words.said(absence.kind)
        away = TimelineEvent("", "log-out", kind, words, absence.taken_by, tone, record=("stays", episode.id))
        yield Happening(absence.from_on, "absence", away)
        if absence.back_on is not None:
            title = _("Back: {kind}").format(kind=kind[:1].lower() + kind[1:])
            back = TimelineEvent("", "house", title, tone="ok", record=("stays", episode.id))
            yield Happening(absence.back_on, "absence", back)
    if episode.end_on is not None:
        words = " → ".join(
            filter(
                None,
                (
                    desk.words("end_reason", episode.end_reason) if episode.end_reason else "",
                    desk.words("destination", episode.destination) if episode.destination else "",
                ),
            )
        )
        ended = TimelineEvent("", "log-out", _("End of the stay"), words, record=("stays", episode.id))
        yield Happening(episode.end_on, "stay", ended)


class OverviewTab(Tab):
    """The strip, the timeline with its filter, and what is due."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.strip = PathStrip()
        self.kinds = Pills(
            [
                ("all", _("All")),
                ("stay", _("Stays")),
                ("category", _("Category")),
                ("bed", _("Room, bed")),
                ("absence", _("Absences")),
                *([("note", _("Notes"))] if desk.may_ask("casework") else []),
            ]
        )
        self._notes: tuple[NoteRow, ...] = ()
        self._case: CaseSteps | None = None
        self.kinds.chosen.connect(self._show_timeline)
        self.timeline = Timeline()
        self.timeline.opened.connect(self._open_happening)
        self._due_head = column(gap=0)
        self.due_list = DueList(desk)
        self.due_list.opened.connect(self._open_due)
        left = column(row(section_head(_("Timeline")), (self.kinds, 1), gap=16), self.timeline, None, gap=2)
        right = column(self._due_head, hairline(), self.due_list, None, gap=0)
        pair = Pair(box(left), box(right), (7, 5))
        self._line = _DueLine()
        self._line.button.clicked.connect(self._focus_due)
        pair.stacked.connect(self._line.show_when)
        content = column(self._line, pair, None, gap=8, margins=(24, 8, 20, 12))
        top = box(column(self.strip, margins=(24, 12, 20, 6)))
        self.setLayout(column(top, hairline(), (scrolling(content), 1), gap=0))
        self._show_due_head(0)

    def show_view(self, view: PersonView) -> None:
        if self.view is None or self.view.id != view.id:
            self._notes, self._case = (), None
        super().show_view(view)
        self._show_path()
        self._show_timeline()
        today, complete_from = self.desk.today(), self.desk.facility.records_complete_from
        self.desk.ask(self, lambda reader: due_of(reader, view.id, today, complete_from), self._show_due, key="due")
        if self.desk.may_ask("casework"):
            if (stay := self._stay) is not None:
                self.desk.ask(self, partial(case_steps, episode_id=stay.episode.id), self._show_case, key="case")
            self.desk.ask(self, lambda reader: newest_notes(reader, view.id, NOTES), self._show_notes, key="notes")

    @property
    def _stay(self) -> StayFile | None:
        """The open stay, otherwise the last one."""
        return (self.view.file.open_stay or next(iter(self.view.file.stays), None)) if self.view else None

    def _show_case(self, case: CaseSteps) -> None:
        self._case = case
        self._show_path()

    def _show_path(self) -> None:
        steps, now = path_of(self._stay, self.desk, self._case)
        self.strip.show_steps(steps, now)
        self.strip.setVisible(bool(steps))

    def _show_notes(self, notes: tuple[NoteRow, ...]) -> None:
        self._notes = notes
        self._show_timeline()

    def _show_timeline(self) -> None:
        if self.view is None:
            return
        wanted = self.kinds.current()
        found = [one for one in happenings(self.view, self.desk, self._notes) if wanted in ("all", one.kind)]
        items: list[TimelineDay | TimelineEvent] = []
        for day, group in groupby(found, key=lambda one: one.on):
            items.append(TimelineDay(day_words(day, self.desk.today())))
            items += [one.event for one in group]
        self.timeline.show_events(items)

    def _open_happening(self, record: tuple[str, str]) -> None:
        self.wants_tab.emit(record[0])

    # what is due

    def _show_due(self, facts: DueFacts) -> None:
        self._show_due_head(len(facts.items))
        self.due_list.show_facts(facts)
        self._line.show_items(facts.items, self.desk)

    def _show_due_head(self, count: int) -> None:
        emptied(self._due_head)
        self._due_head.addWidget(section_head(_("Due"), str(count) if count else ""))

    def _open_due(self, item: DueItem) -> None:
        place = place_of(item, self.desk)
        if place is None or place.page == "person":
            self.wants_tab.emit(tab_of(item))
        else:
            self.desk.went.emit(place)

    def _focus_due(self) -> None:
        self.due_list.begin()

    def fold(self, narrow: bool) -> None:
        """Narrow: the strip without small lines."""
        self.strip.set_compact(narrow)


class DueList(QFrame):
    """What is due: how late, what (a word that opens the place where it is ended), why. ``opened(item)``."""

    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.buttons: list[Button] = []
        self._rows = column(gap=0)
        self.setLayout(self._rows)

    def show_facts(self, facts: DueFacts) -> None:
        """Show these, and nothing else."""
        emptied(self._rows)
        self.buttons = []
        for item in facts.items:
            self._rows.addWidget(self._row(item, facts))
            self._rows.addWidget(hairline())
        if not facts.items:
            self._rows.addLayout(column(8, label(_("Nothing is due."), "muted"), gap=0))

    def _row(self, item: DueItem, facts: DueFacts) -> QFrame:
        now = self._desk.now()
        words = str(due.lateness_words(item, now, facts.own_days))
        near = due.days_late(item, self._desk.today()) >= -3
        tone = "danger" if due.is_late(item, now) else "warn" if near else "text2"
        late = label(words, "small_name", tone, wrap=True, width=theme.worn().scaled(112))
        button = Button(title_of(item), "link")
        button.setAccessibleName(f"{title_of(item)}, {words}")
        button.clicked.connect(partial(self.opened.emit, item))
        self.buttons.append(button)
        basis = (label(str(item.basis), "small", wrap=True),) if item.basis else ()
        told = column(row(button, None), label(str(item.why), wrap=True), *basis, gap=1)
        return box(row(column(5, late, None, gap=0), (told, 1), gap=12, margins=(0, 6, 0, 6)))

    def begin(self) -> None:
        """Put the focus on the first."""
        if self.buttons:
            self.buttons[0].setFocus()


class _DueLine(QFrame):
    """ "1 việc quá hạn, 2 việc sắp đến hạn", while the column of due things stands below the timeline."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("well")
        self._words = ElidedLabel()
        self.button = Button(_("Open what is due"), "link")
        self.setLayout(row((self._words, 1), self.button, margins=(12, 4, 12, 4)))
        self._below, self._any = False, False
        self.hide()

    def show_items(self, items: tuple[DueItem, ...], desk: Desk) -> None:
        late = sum(1 for item in items if due.is_late(item, desk.now()))
        self._words.setWhole(_("{late} overdue, {soon} to come").format(late=late, soon=len(items) - late))
        self._any = bool(items)
        self.setVisible(self._below and self._any)

    def show_when(self, below: bool) -> None:
        self._below = below
        self.setVisible(below and self._any)
