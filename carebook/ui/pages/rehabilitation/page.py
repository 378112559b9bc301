"""The page of sessions: "My day" first, then what nobody recorded; ticked in the list, recorded in the panel beside it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QFrame

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.people import protected
from carebook.actions.sessions import tick_sessions
from carebook.money import number
from carebook.records.episodes import AbsenceKind
from carebook.records.sessions import SessionState
from carebook.store.sessions import GROUP, DaySession
from carebook.store.therapy_plans import REHABILITATION
from carebook.ui.pages.rehabilitation.asking import Asked, asked, day_of
from carebook.ui.pages.rehabilitation.panel import SessionPanel
from carebook.ui.parts.approvals import ApprovalsButton
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import Meter, key_caps, label
from carebook.ui.parts.layouts import box, row
from carebook.ui.parts.leading_tabs import TherapyTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.sessions import DayTable, open_session
from carebook.ui.parts.states import States
from carebook.words import N_, Message, _

DAY, LATE = "day", "late"
MINE, EVERYBODY = "mine", "all"


class RehabilitationPage(DeskPage):
    """A day's sessions of ``turn_to(day=…, session_id=…, view="day"|"late", therapist_id=…)``; today's own by default."""

    mine = frozenset({"rehabilitation", "groups", "people", "episodes"})
    keys = (
        KeyHint("Space", N_("given as planned")),
        KeyHint("Enter", N_("record it")),
        KeyHint("Ctrl+A", N_("choose all")),
        KeyHint("Alt+1 – Alt+6", N_("what became of the session")),
        KeyHint("Ctrl+↓, Ctrl+↑", N_("next part of the record, part before")),
        KeyHint("Ctrl+R", N_("all exercises as last time")),
        KeyHint("Ctrl+B", N_("add an exercise")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+Enter", N_("save, go to the next one")),
        KeyHint("Alt+←, Alt+→", N_("day before, day after")),
        KeyHint("Esc", N_("back to the list")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Rehabilitation"))
        self._day = desk.today()
        self._found: Asked | None = None
        self._wanted_id = ""
        self._goes_on = self._began = False
        self._filled = True  # whether there are sessions, else nothing stands beside them
        self._fill_head()
        self.day_table = DayTable(desk)
        self.all_table = DayTable(desk, with_therapist=True)
        self.late_table = DayTable(desk, with_day=True, with_therapist=True)
        self._tables = (self.day_table, self.all_table, self.late_table)
        for table in self._tables:
            table.ticked.connect(self._tick)
            table.not_ticked.connect(self._not_ticked)
            table.picked.connect(self._pick)
            table.opened.connect(self._open)
            table.record_wanted.connect(self._record_absence)
            table.roster_wanted.connect(self._open_roster)
        self.panel = SessionPanel(desk)
        self.panel.close_button.hide()
        self.panel.closed.connect(self._back_to_list)
        self.panel.recorded.connect(self._recorded)
        self.panel.struck.connect(self.struck)
        self.panel.said.connect(self.say)
        self.panel.refused.connect(self.complain)
        self.panel.outdated.connect(self._tell_outdated)
        self.panel.touched.connect(self.touched)
        self.panel.person_wanted.connect(self._open_person)
        self._list: QFrame = box(row(*((table, 1) for table in self._tables), gap=0, margins=(16, 0, 0, 0)))
        self.states = States(self._list)
        self._split: QBoxLayout = row((self.states, 1), self.panel, gap=0)
        self.meter = Meter(0, 0, width=96)
        self.progress = label("", "muted")
        keys = key_caps(
            ("Space", _("given as planned")), ("Enter", _("record it")), ("Ctrl+Enter", _("save, next one"))
        )
        self.put(
            row((self.tabs, 1), self.approvals, margins=(24, 0, 20, 0)),
            self._bar,
            (self._split, 1),
            Footer(self.meter, self.progress, None, keys),
        )
        for key, slot in (
            *(("Alt+Left", partial(self._step, -1)), ("Alt+Right", partial(self._step, 1))),
            *(("Ctrl+Return", self.save_and_go_on), ("Ctrl+Enter", self.save_and_go_on)),
            ("Esc", self._back_to_list),
        ):
            on_key(self, key, slot)
        self._show_table()

    def _fill_head(self) -> None:
        desk = self._desk
        self.tabs = TherapyTabs(desk, "rehabilitation")
        self.approvals = ApprovalsButton(desk, of=REHABILITATION.table)
        self.view = Segments([(DAY, _("By day")), (LATE, _("Not recorded"))])
        self.view.chosen.connect(self._choose_view)
        self.before_button = Button("", "ghost", "chevron-left")
        self.after_button = Button("", "ghost", "chevron-right")
        for button, words, step in (
            (self.before_button, _("Day before (Alt+←)"), -1),
            (self.after_button, _("Day after (Alt+→)"), 1),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(partial(self._step, step))
        self.today_button = Button(_("Today"), "link")
        self.today_button.clicked.connect(self._go_today)
        self.day_label = label("", "strong")
        own = desk.actor.staff_member_id and desk.may("tick_sessions")
        self.whose = filter_choice(_("Whose sessions"), self._whose_choices(()), MINE if own else EVERYBODY)
        self.whose.activated.connect(self._choose_whose)
        day = row(self.before_button, self.day_label, self.after_button, self.today_button, gap=4)
        self._day_part = box(day)
        bar = row(self.view, self._day_part, None, self.whose, gap=14, margins=(24, 8, 20, 8))
        self._bar = box(bar)

    def _whose_choices(self, therapists: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
        me = self._desk.actor.staff_member_id
        others = [one for one in therapists if one[0] != me]
        own = [(MINE, _("My sessions"))] if self._desk.may("tick_sessions") and me else []
        return [*own, (EVERYBODY, _("Everybody's sessions")), *others]

    # what is shown

    def turn_to(
        self,
        day: date | None = None,
        session_id: str = "",
        view: str = "",
        therapist_id: str = "",
        **_more: object,
    ) -> None:
        """Show a day, a session on its day, or what nobody recorded."""
        self._wanted_id = session_id
        if view:
            self.view.choose(LATE if view == LATE else DAY)
        if therapist_id:
            self._offer(therapist_id)
        if day is not None:
            self._day = day
        if session_id:
            self.view.choose(DAY)
            self.panel.turn_to(session_id)
        self._show_table()
        self.make_stale()

    def _offer(self, therapist_id: str) -> None:
        found = self._found.therapists if self._found else ()
        self.whose.offer(self._whose_choices(found))
        self.whose.choose(MINE if therapist_id == self._desk.actor.staff_member_id else therapist_id)

    def _staff_id(self) -> str:
        chosen = self.whose.code()
        return {MINE: self._desk.actor.staff_member_id, EVERYBODY: ""}.get(chosen, chosen)

    def table(self) -> DayTable:
        """The list on show."""
        if self.view.current() == LATE:
            return self.late_table
        return self.day_table if self._staff_id() else self.all_table

    def _show_table(self) -> None:
        shown = self.table()
        for table in self._tables:
            table.setVisible(table is shown)
        self.setFocusProxy(shown)
        self._day_part.setVisible(self.view.current() == DAY)
        today = self._desk.today()
        near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get((self._day - today).days, "")
        self.day_label.setText(", ".join(filter(None, (dates.weekday(self._day), dates.written(self._day)))))
        self.today_button.setVisible(self._day != today)
        self.header.show_line(near.capitalize())

    def refresh(self) -> None:
        """Ask for the day, and for the session on show."""
        self.states.show_loading()
        staff, day, now = self._staff_id(), self._day, self._desk.now()
        self._desk.ask(self, lambda reader: asked(reader, staff, day, now), self._show, self._not_read)
        self.panel.ask_again()
        self.approvals.refresh()

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Asked) -> None:
        self._found = found
        chosen = self.whose.code()
        self.whose.offer(self._whose_choices(found.therapists))
        self.whose.choose(chosen)
        many = len(found.late)
        self.view.rename(LATE, _("Not recorded") + (f"  {number(many)}" if many else ""))
        sessions = found.late if self.view.current() == LATE else found.day.sessions
        table = self.table()
        table.show_records(sessions)
        self._count(found)
        self._filled = bool(sessions)
        if not self.is_narrow():
            self._show_panel(self._filled)
        if not sessions:
            self._tell_empty()
            return
        self.states.show_content()
        if self._wanted_id:
            self._find_wanted(table)
        elif not table.current_id():
            table.pick(next((one.id for one in sessions if one.is_open), sessions[0].id))
        if self._goes_on:
            self._goes_on = False
            self.panel.take_focus()
        elif not self._began:
            table.setFocus()
        self._began = True

    def _find_wanted(self, table: DayTable) -> None:
        wanted, self._wanted_id = self._wanted_id, ""
        if not table.pick(wanted):
            self._desk.ask(self, partial(day_of, session_id=wanted), self._turn_to_day, key="day of")

    def _turn_to_day(self, found: date | None) -> None:
        """The day of a session that is not in the list, with everybody's sessions."""
        if found is None or (found == self._day and self.whose.code() == EVERYBODY):
            return
        self._day, self._wanted_id = found, self.panel.session_id
        self.whose.choose(EVERYBODY)
        self._show_table()
        self.make_stale()

    def _count(self, found: Asked) -> None:
        done, every = len(found.day.sessions) - len(found.day.open), len(found.day.sessions)
        self.meter.setVisible(bool(every))
        self.meter.show_share(done, every)
        said = _("{done}/{of} recorded").format(done=number(done), of=number(every)) if every else ""
        self.progress.setText(said)

    def _tell_empty(self) -> None:
        week = (_("See this week"), partial(self._desk.go, "schedules", day=self._day))
        if self.view.current() == LATE:
            self.states.show_empty(_("No session waits to be recorded."), icon="circle-check")
        elif self._day == self._desk.today():
            self.states.show_empty(_("No sessions today."), week, icon="calendar")
        else:
            self.states.show_empty(_("No sessions on this day."), week, icon="calendar")
        self.panel.close_session()

    # walking

    def _choose_view(self, _view: str) -> None:
        self._show_table()
        self.make_stale()

    def _choose_whose(self) -> None:
        self._show_table()
        self.make_stale()

    def _step(self, days: int) -> None:
        if self.view.current() == DAY:
            self._day += timedelta(days=days)
            self._show_table()
            self.make_stale()

    def _go_today(self) -> None:
        self._day = self._desk.today()
        self._show_table()
        self.make_stale()

    def _pick(self, one: DaySession | None) -> None:
        if one is None or one.id == self.panel.session_id or self._wanted_id:
            return
        if one.kind == GROUP:
            self.panel.close_session()
        else:
            self.panel.turn_to(one.id)

    def _open(self, one: DaySession) -> None:
        if one.kind == GROUP:
            self._open_roster(one)
        elif one.masked:
            self.say(protected(), "info")
        elif one.away is not None and one.is_open:
            self._record_absence(one)
        else:
            self._show_panel(True)
            self.panel.turn_to(one.id)
            self.panel.take_focus()

    def _open_roster(self, one: DaySession) -> None:
        open_session(self._desk, one)

    def _record_absence(self, one: DaySession) -> None:
        """The panel with what the book knows: the person is in hospital, or on leave."""
        reason = "hospital" if one.away is AbsenceKind.HOSPITAL else "on_leave"
        self._show_panel(True)
        self.panel.turn_to(one.id, state=SessionState.CANCELLED_RESIDENT, reason=reason)
        self.panel.take_focus()

    def _open_person(self, person_id: str) -> None:
        self._desk.go("person", person_id=person_id, tab="rehab")

    def _back_to_list(self) -> None:
        if self.is_narrow():
            self._show_panel(False)
        self.table().setFocus()

    # doing

    def _tick(self, ticks: dict[str, int]) -> None:
        if ticks:
            self._desk.do(tick_sessions, ticks, then=self._ticked, failed=self.complain)

    def _not_ticked(self, why: Message) -> None:
        self.say(why, "info", seconds=6)

    def _ticked(self, change: Change) -> None:
        self.table().pick_next_open(change.ids[-1] if change.ids else "")
        self.tell_done(change)

    def save(self) -> None:
        """Keep the record in the panel."""
        self.panel.save()

    def save_and_go_on(self) -> None:
        """Keep the record and go to the next session that nobody recorded."""
        self._goes_on = True
        self.panel.save()

    def _recorded(self, change: Change, session_id: str, warned: str) -> None:
        goes_on, self._goes_on = self._goes_on, False
        if goes_on and self.table().pick_next_open(session_id):
            self.panel.take_focus()
            self._goes_on = True
        else:
            self.panel.ask_again()
            self.table().setFocus()
        self.tell_done(change, besides=[warned])

    def struck(self, change: Change) -> None:
        self.table().setFocus()
        super().struck(change)

    def _tell_outdated(self, error: BaseException) -> None:
        self.say(error, "warn", action=_("Go on from the newer version"), then=self.panel.take_over)

    # work that is not saved

    def has_unsaved(self) -> bool:
        return self.panel.has_unsaved()

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        self.panel.keep_draft()

    def discard(self) -> None:
        self.panel.discard()

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self.panel.move_under(narrow)
        self._show_panel(not narrow and self._filled)

    def _show_panel(self, shown: bool) -> None:
        """While narrow, the panel stands in the place of the list."""
        self.panel.setVisible(shown)
        self.panel.close_button.setVisible(self.is_narrow())
        self.states.setVisible(not (self.is_narrow() and shown))
