"""Hằng ngày: the notes of a stay by day, the newest first, and above them where one is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.progress import strike_note
from carebook.rules.sessions import begins_at
from carebook.store.book import Reader
from carebook.store.care_plans import PlanFile, plan_in_force
from carebook.store.progress import NoteFilter, NoteRow, notes_of
from carebook.store.sessions import ToldSession, told_sessions
from carebook.ui.pages.person.composing import NoteComposer
from carebook.ui.pages.person.note_events import day_words, event_of, session_event, shortened
from carebook.ui.pages.person.said import span
from carebook.ui.pages.person.services import ServicesPart
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Tick, filter_choice
from carebook.ui.parts.labels import section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import reason_to_strike
from carebook.ui.parts.states import States
from carebook.ui.parts.timeline import Timeline, TimelineAct, TimelineDay, TimelineEvent
from carebook.words import _

AT_ONCE = 40
"""So many notes are shown before somebody asks for older ones."""


@dataclass(frozen=True)
class NotesShown:
    """What the tab shows: notes, the sessions of therapy that say something, whether there are older ones of either, the
    plan whose goals a note may serve.
    """

    rows: tuple[NoteRow, ...]
    sessions: tuple[ToldSession, ...]
    older: bool
    plan: PlanFile | None

    def newest_first(self) -> list[NoteRow | ToldSession]:
        """Notes and sessions as they happened."""
        return sorted((*self.rows, *self.sessions), key=_happened_at, reverse=True)


class NotesTab(Tab):
    """The composer, the filters, the notes. Ctrl+N begins one, Ctrl+Enter or Ctrl+S keeps it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._most = AT_ONCE
        self.composer = NoteComposer(desk)
        self.composer.setVisible(desk.may("add_note"))
        self.composer.saved.connect(self.saved)
        self.composer.failed.connect(self.refused)
        self.composer.touched.connect(self.touched)
        self.composer.draft_found.connect(self.draft_found)
        kinds = [("", _("All kinds")), *desk.choices("note_kind")]
        self.stay = filter_choice(_("Stay"), ())
        self.kind = filter_choice(_("Kind of note"), kinds)
        self.goal = filter_choice(_("Goal"), [("", _("All goals"))])
        self.tag = filter_choice(_("Tags"), [("", _("All tags")), *desk.choices("note_tag")])
        self.mine = Tick(_("Only mine"))
        for choice in (self.stay, self.kind, self.tag, self.goal):
            choice.activated.connect(self._filtered)
        self.mine.clicked.connect(self._filtered)
        self.timeline = Timeline()
        self.timeline.acted.connect(self._act)
        self.timeline.opened.connect(self._open)
        self.older = Button(_("Older notes"), icon="chevron-down")
        self.older.clicked.connect(self._show_older)
        self.states = States(box(column(self.timeline, row(self.older, None), None, gap=6)))
        filters = row(section_head(_("Notes")), self.stay, self.kind, self.tag, self.goal, self.mine, None, gap=10)
        self.services = ServicesPart(desk)
        parts = (self.composer, self.services, filters, (self.states, 1))
        self._area = scrolling(box(column(*parts, gap=8, margins=(24, 10, 20, 12))))
        self.setLayout(column(self._area, gap=0))
        on_key(self, "Ctrl+N", self.begin_note)
        desk.clerk.changed.connect(self._changed)

    # whose notes

    def show_view(self, view: PersonView) -> None:
        other = self.view is None or self.view.id != view.id
        super().show_view(view)
        stays = [stay.episode for stay in view.file.stays]
        self.stay.offer([(one.id, span(one.start_on, one.end_on)) for one in stays])
        self.stay.setVisible(len(stays) > 1)
        if other:
            self._most = AT_ONCE
            here = view.file.open_stay
            self.stay.choose(here.episode.id if here else stays[0].id if stays else "")
            self._clear_filters()
        self._ask()

    def _changed(self, change: Change) -> None:
        if self.view is not None and change.subjects & {"casework", "rehabilitation"}:
            self._ask()

    def _wanted(self) -> NoteFilter:
        own = self.mine.isChecked()
        actor = self.desk.actor
        return NoteFilter(
            kind=self.kind.code(),
            goal_thread=self.goal.code(),
            account_id=actor.account_id if own else "",
            staff_id=actor.staff_member_id if own else "",
            tag=self.tag.code(),
        )

    def _ask(self) -> None:
        episode_id, wanted, most = self.stay.code(), self._wanted(), self._most
        self.services.show_stay(episode_id)
        self.states.show_loading()
        self.desk.ask(
            self, lambda reader: _shown(reader, episode_id, wanted, most), self._show, self._not_read, key="notes"
        )

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask)

    def _show(self, found: NotesShown) -> None:
        if self.view is None:
            return
        self._offer_goals(found.plan)
        episode = next((s.episode for s in self.view.file.stays if s.episode.id == self.stay.code()), None)
        if episode is not None:
            notes = {row.id: row.note for one in found.rows for row in (one, *one.corrections)}
            self.composer.show_case(episode.id, episode.start_on, found.plan, self.view.here, notes)
        told = found.newest_first()
        self.timeline.show_events(list(self._items(told)))
        self.older.setVisible(found.older)
        if told:
            self.states.show_content()
        elif self._wanted() != NoteFilter():
            self.states.show_empty(_("No notes match the filter."), (_("Clear filter"), self._all_again))
        else:
            self.states.show_empty(_("No notes yet."), icon="list")

    def _offer_goals(self, plan: PlanFile | None) -> None:
        goals = plan.goals if plan else ()
        self.goal.offer([("", _("All goals")), *((goal.thread, shortened(goal.text)) for goal in goals)])
        self.goal.setVisible(bool(goals))

    def _items(self, told: Sequence[NoteRow | ToldSession]) -> Iterator[TimelineDay | TimelineEvent]:
        for day, group in groupby(told, key=lambda one: dates.local(_happened_at(one)).date()):
            yield TimelineDay(day_words(day, self.desk.today()))
            for one in group:
                if isinstance(one, ToldSession):
                    yield session_event(one, self.desk)
                    continue
                yield event_of(one, self.desk, self._acts(one))
                for correction in one.corrections:
                    yield event_of(correction, self.desk, self._acts(correction), level=1)

    # filters

    def _filtered(self) -> None:
        self._most = AT_ONCE
        self._ask()

    def _clear_filters(self) -> None:
        self.kind.choose("")
        self.tag.choose("")
        self.goal.choose("")
        self.mine.setChecked(False)

    def _all_again(self) -> None:
        self._clear_filters()
        self._filtered()

    def _show_older(self) -> None:
        self._most += 3 * AT_ONCE
        self._ask()

    # what is done with a note

    def may_change(self, found: NoteRow) -> bool:
        """Whether who is signed in may still change the note itself."""
        own = found.note.entered_by == self.desk.actor.account_id
        return own and not found.note.is_withdrawn and self.desk.today() <= found.edit_until

    def _acts(self, found: NoteRow) -> tuple[TimelineAct, ...]:
        if found.note.is_withdrawn or not self.desk.may("add_note"):
            return ()
        change = (
            TimelineAct("change", "pencil", _("Change the note"))
            if self.may_change(found)
            else TimelineAct("correct", "corner-down-right", _("Add a note that corrects it"))
        )
        return change, TimelineAct("strike", "strikethrough", _("Strike through"))

    def _act(self, found: NoteRow | ToldSession, act: str) -> None:
        if isinstance(found, ToldSession):
            self.desk.go("rehabilitation", session_id=found.id)
            return
        if act == "strike":
            self._strike(found)
            return
        if self.composer.has_unsaved():
            self.composer.keep_draft()
        self._area.verticalScrollBar().setValue(0)
        if act == "change":
            self.composer.change(found.note)
        else:
            self.composer.correct(found.note)

    def _open(self, found: NoteRow | ToldSession) -> None:
        """Enter or a double click: the first of what can be done."""
        if isinstance(found, ToldSession):
            self._act(found, "session")
        elif acts := self._acts(found):
            self._act(found, acts[0].key)

    def _strike(self, found: NoteRow) -> None:
        reasons = [
            ("person", _("Written about the wrong person")),
            ("time", _("Wrong day or time")),
            ("twice", _("Written twice")),
            ("other", _("Another reason")),
        ]
        time = dates.moment(found.note.happened_at, self.desk.today())
        title = _("Strike through the note of {time}").format(time=time)
        text = _("The note stays readable, with the reason and who struck it through.")
        if reason := reason_to_strike(self.window(), title, text, reasons):
            self.strike(found, reason)

    def strike(self, found: NoteRow, reason: str) -> None:
        """Strike a note through for a reason."""
        self.desk.do(strike_note, found.id, reason=reason, then=self.saved.emit, failed=self.refused.emit)

    # writing

    def begin_note(self) -> None:
        """Ctrl+N: the cursor into the text."""
        if self.desk.may("add_note"):
            self._area.verticalScrollBar().setValue(0)
            self.composer.begin_typing()

    def edit(self) -> None:
        """F2 begins a note here too."""
        self.begin_note()

    def has_unsaved(self) -> bool:
        return self.composer.has_unsaved()

    def keep_draft(self) -> None:
        self.composer.keep_draft()

    def restore_draft(self) -> None:
        self.composer.restore_draft()

    def discard(self) -> None:
        if self.composer.has_unsaved():
            self.composer.discard()

    def put_away(self) -> None:
        self.composer.put_away()

    def save(self) -> None:
        if self.composer.has_unsaved():
            self.composer.save()


def _shown(reader: Reader, episode_id: str, wanted: NoteFilter, most: int) -> NotesShown:
    rows = notes_of(reader, episode_id, wanted=wanted, most=most + 1)
    told: tuple[ToldSession, ...] = ()
    if wanted.kind in ("", "rehabilitation") and not wanted.tag:
        told = told_sessions(
            reader, episode_id, care_thread=wanted.goal_thread, staff_id=wanted.staff_id, most=most + 1
        )
    every: list[NoteRow | ToldSession] = [*rows, *told]
    newest = sorted(every, key=_happened_at, reverse=True)[:most]
    return NotesShown(
        tuple(one for one in newest if isinstance(one, NoteRow)),
        tuple(one for one in newest if isinstance(one, ToldSession)),
        len(rows) + len(told) > most,
        plan_in_force(reader, episode_id),
    )


def _happened_at(one: NoteRow | ToldSession) -> datetime:
    return begins_at(one.session) if isinstance(one, ToldSession) else one.note.happened_at
