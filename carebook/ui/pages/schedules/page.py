"""The week of therapy: who meets whom when and where, moved by hand, planned by a form that looks ahead, printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial

from carebook import dates
from carebook.actions.change import Change, Outdated
from carebook.store.schedules import GROUP, PlannedSlot
from carebook.ui.pages.schedules.beginning import Begun
from carebook.ui.pages.schedules.board import Board, Spot, time_of
from carebook.ui.pages.schedules.carrying import Carrying
from carebook.ui.pages.schedules.frame import WeekFrame
from carebook.ui.pages.schedules.panel import Behind, behind
from carebook.ui.pages.schedules.plans import Plan
from carebook.ui.pages.schedules.reading import Found, Says, View, ask, board_of, counted, is_whose
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import KeyHint
from carebook.words import N_, _

_MOST_IN_A_DAY = 3
"""With more therapists than these at once a week of all of them is too narrow to be read: it begins as a day."""


class WeekPage(WeekFrame):
    """The week of a therapist, a room or a person, or one day of all of them side by side. Everything has a key."""

    mine = frozenset({"rehabilitation", "groups", "people", "staff"})
    keys = (
        KeyHint("←→↑↓", N_("walk from session to session")),
        KeyHint("Shift+←→↑↓", N_("walk over free time")),
        KeyHint("Ctrl+←→↑↓", N_("move by 15 minutes or a day; M begins too, Enter sets down")),
        KeyHint("Enter", N_("open the session")),
        KeyHint("F2", N_("change the session")),
        KeyHint("N", N_("plan at this time")),
        KeyHint("Del", N_("cancel the session")),
        KeyHint("Space", N_("done as planned")),
        KeyHint("PgUp PgDn", N_("week before, week after")),
        KeyHint("T", N_("this week")),
        KeyHint("Ctrl+N", N_("plan sessions")),
        KeyHint("Ctrl+F", N_("whose week")),
        KeyHint("Ctrl+P", N_("print the week")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+Z", N_("undo")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: Found | None = None
        self._after_move = ""
        self._begun = False
        self.carrying = Carrying(desk, self.calendar, self.strip, self._slot)
        self._join()
        for key, slot in (("Ctrl+N", self.begin_new), ("Ctrl+P", self._print), ("F2", self._change)):
            on_key(self, key, slot)
        on_key(self, "Ctrl+Z", self.undo_last)
        on_key(self, "Ctrl+F", self.head.who.setFocus)

    def _join(self) -> None:
        calendar, panel = self.calendar, self.panel
        self.head.changed.connect(self._look_at)
        self.print_button.clicked.connect(self._print)
        self.file_button.clicked.connect(self._take_out)
        self.new_button.clicked.connect(self.begin_new)
        calendar.picked.connect(self._picked)
        calendar.opened.connect(self._open)
        calendar.new_wanted.connect(self._plan_at)
        calendar.cancel_wanted.connect(self._cancel)
        calendar.ticked.connect(self._tick)
        calendar.turned.connect(self._turn)
        self.carrying.move.connect(self._move)
        self.carrying.form.connect(self._series_carried)
        self.deeds.done.connect(self._done)
        self.deeds.refused.connect(self.complain)
        self.deeds.moved.connect(self._moved)
        self.deeds.not_moved.connect(self._not_moved)
        self.beginning.begun.connect(self._begin_form)
        self.beginning.failed.connect(self.complain)
        panel.record_wanted.connect(self._record)
        panel.change_wanted.connect(self._change)
        panel.cancel_wanted.connect(self._cancel)
        panel.end_wanted.connect(self._end_series)
        panel.make_up_wanted.connect(self._make_up)
        panel.person_wanted.connect(self._open_person)
        panel.closed.connect(calendar.setFocus)
        self.planner.done.connect(self._planned)
        self.planner.left.connect(self._leave_form)
        self.planner.touched.connect(self.touched)
        for taking in (self.paper, self.file):
            taking.said.connect(self.say)
            taking.refused.connect(self.complain)

    # what is looked at

    @property
    def view(self) -> View:
        """What is looked at."""
        return self.head.view

    def turn_to(
        self,
        therapist_id: str = "",
        room_id: str = "",
        episode_id: str = "",
        group_id: str = "",
        day: date | None = None,
        plan: bool = False,
        session_id: str = "",
        **_more: object,
    ) -> None:
        """Show the week of a therapist, room or person, a session in it; with ``plan`` or a group the form for new sessions."""
        view = replace(self.view, day=day or self.view.day)
        for by, who in (("therapist", therapist_id), ("room", room_id), ("person", episode_id)):
            if who:
                view = replace(view, by=by, who=who, span="week")  # type: ignore[arg-type]
        self._begun = self._begun or bool(therapist_id or room_id or episode_id)
        self._after_move = session_id
        self._look_at(view)
        if group_id and self._desk.may("plan_group_series"):
            self.beginning.new_of_group(group_id, max(self._desk.today(), view.monday))
        elif plan:
            self._plan(episode_id=episode_id)

    def _look_at(self, view: View) -> None:
        self.carrying.settle()
        self.head.show_view(view)
        self.panel.hide()
        self.offer.clear()
        self.make_stale()

    def _turn(self, by: int) -> None:
        if by:
            edge = 0 if by > 0 else max(len(self.calendar.board.columns) - 1, 0)
            self.calendar.spot = Spot(edge, self.calendar.spot.minute)
        self.head.step(by)

    def refresh(self) -> None:
        """Ask for the week on show, and for the drafts at first."""
        if self._found is None:
            self.states.show_loading()
        now, view = self._desk.now(), self.view
        self._desk.ask(
            self, partial(ask, view=view, now=now), partial(self._show_if_there, view), self._not_read, key="week"
        )

    def _show_if_there(self, view: View, found: Found) -> None:
        if view == self.view:
            self._show(found)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Found) -> None:
        first, self._found = self._found is None, found
        mine = self._desk.actor.staff_member_id
        if not self._begun:
            self._begun = True
            if any(slot.staff_id == mine for slot in found.week.slots):
                self.head.show_view(replace(self.view, who=mine))
            elif len({slot.staff_id for slot in found.week.slots if slot.on == self.view.day}) > _MOST_IN_A_DAY:
                self._found = None
                self._look_at(replace(self.view, span="day"))
                return
        self.head.offer(found)
        self.carrying.view = self.view
        self.calendar.columns_fixed = self.view.span == "day" and self.view.by == "person"
        board = board_of(found, self.view, Says(self._desk.codes, self._desk.now()), may_move=self._may_move)
        self._show_line(found)
        self.further.look(self.view.monday + timedelta(days=6))
        if not board.columns:
            self.states.show_empty(
                _("Nobody has a session on this day."), (_("Whole week"), self._show_week), icon="calendar"
            )
            return
        self.calendar.show_board(board)
        self.states.show_content()
        self._put_cursor(board, first=first)
        self._refresh_panel()

    def _put_cursor(self, board: Board, *, first: bool) -> None:
        """On the session that was moved or asked for; at first on today's next one."""
        spot = board.spot_of(self._after_move) if self._after_move else None
        self._after_move = ""
        if spot is None and first:
            now = next(((n, c.now) for n, c in enumerate(board.columns) if c.now is not None), None)
            spot = board.near(Spot(now[0], now[1] or 0)) if now else None
        if spot is not None:
            self.calendar.put_cursor(spot)

    def _show_week(self) -> None:
        self._look_at(replace(self.view, span="week"))

    def _show_line(self, found: Found) -> None:
        view, monday = self.view, self.view.monday
        shown = [slot for slot in found.week.slots if is_whose(found, slot, view)]
        when = f"{monday:%d/%m}–{dates.written(monday + timedelta(days=6))}"
        if view.span == "day":
            shown = [slot for slot in found.week.slots if slot.on == view.day]
            when = dates.with_weekday(view.day)
        self.header.show_line(f"{when} · {counted(shown)}", always=True)

    # one session

    def _slot(self, slot_id: str) -> PlannedSlot | None:
        return self._found.by_id.get(slot_id) if self._found else None

    def _current(self) -> PlannedSlot | None:
        return self._slot(self.calendar.spot.block)

    def _may_move(self, slot: PlannedSlot) -> bool:
        if slot.kind == GROUP:
            return self._desk.may("move_group_session")
        return not slot.masked and self._desk.may("move_session")

    def _picked(self, _slot_id: str) -> None:
        if not self.panel.isHidden():
            self._refresh_panel()

    def _open(self, slot_id: str) -> None:
        if self._slot(slot_id) is not None:
            self.panel.show()
            self._refresh_panel()

    def _refresh_panel(self) -> None:
        slot = self._current()
        if self.panel.isHidden():
            return
        if slot is None:
            self.panel.hide()
            return
        self.panel.show_slot(slot, None)
        self._desk.ask(self, partial(behind, slot=slot), partial(self._show_behind, slot), key="behind")

    def _show_behind(self, slot: PlannedSlot, found: Behind | None) -> None:
        if slot == self._current():
            self.panel.show_slot(slot, found)

    def _record(self) -> None:
        slot = self._current()
        if slot is not None and slot.kind == GROUP:
            self._desk.go("groups", group_id=slot.group_id, session_id=slot.id)
        elif slot is not None:
            self._desk.go("rehabilitation", day=slot.on, session_id=slot.id, therapist_id=slot.staff_id)

    def _open_person(self) -> None:
        slot = self._current()
        if slot is not None and slot.person_id and not slot.masked:
            self._desk.go("person", person_id=slot.person_id, tab="rehab")

    def _tick(self, slot_id: str) -> None:
        """Done as planned, by one key; of a group the roll is called."""
        slot = self._slot(slot_id)
        if slot is not None and slot.kind == GROUP and slot.is_open:
            self._record()
        elif slot is not None:
            self.deeds.tick(slot)

    def _cancel(self, _slot_id: str = "") -> None:
        slot = self._current()
        if slot is not None and slot.kind == GROUP and slot.is_open:
            self._record()
        elif slot is not None:
            self.deeds.ask_to_cancel(slot)

    def _end_series(self) -> None:
        slot = self._current()
        if slot is not None and slot.series_id:
            self.deeds.ask_to_end(slot)

    # moving

    def _move(self, plan: Plan) -> None:
        self._after_move = plan.record.id
        self.deeds.move(plan)

    def _moved(self, change: Change) -> None:
        self.carrying.settle()
        self._done(change)

    def _not_moved(self, error: BaseException) -> None:
        self._after_move = ""
        if isinstance(error, Outdated):
            self.carrying.settle()
            self.make_stale()
        self.complain(error)

    def _series_carried(self, plans: dict[str, Plan]) -> None:
        slot = self._current()
        self.beginning.change_as(plans, slot.title if slot else "")

    # the form

    def begin_new(self) -> None:
        """The form for new sessions, for whom the calendar shows."""
        self._plan()

    def _plan_at(self, at_column: int, minute: int) -> None:
        board = self.calendar.board
        if at_column < len(board.columns):
            where = board.columns[at_column]
            self._plan(on=where.on, at=time_of(minute), owner=where.owner)

    def _plan(self, on: date | None = None, at: time | None = None, owner: str = "", episode_id: str = "") -> None:
        if not self._desk.may("plan_series") or self.is_planning():
            return
        view, given = self.view, {"episode_id": episode_id} if episode_id else {}
        if owner or view.who:
            whose = {"therapist": "therapist_id", "room": "room_id", "person": "episode_id"}[view.by]
            given[whose] = owner or view.who
        mine = self._desk.actor.staff_member_id
        if mine and self._found is not None and any(one.id == mine for one in self._found.therapists):
            given.setdefault("therapist_id", mine)
        self.beginning.new(on or max(self._desk.today(), view.monday), at, **given)

    def _change(self) -> None:
        """The form of the session under the cursor: this one only, or from it on."""
        slot = self._current()
        if slot is not None and slot.is_open and self._may_move(slot) and not self.is_planning():
            self.beginning.change(slot)

    def _make_up(self) -> None:
        slot = self._current()
        if slot is not None and not self.is_planning():
            self.beginning.make_up(slot)

    def _begin_form(self, begun: Begun) -> None:
        self._show_form()
        self.planner.begin(begun.plans, begun.offer, way=begun.way, about=begun.about)
        if begun.draft:
            self.planner.restore(begun.draft)
            self.say(_("What was typed before is open again."), "info", action=_("Discard draft"), then=self.discard)

    def _planned(self, change: Change) -> None:
        """Back to the calendar, where the first of the sessions is."""
        self.beginning.forget_draft()
        kept, result = getattr(change.result, "sessions", ()), change.result
        first = kept[0] if kept else getattr(result, "session", None)
        on = getattr(first, "planned_on", None)
        self._after_move = str(getattr(first, "id", ""))
        self._show_week_again()
        if on is not None and not self.view.monday <= on < self.view.monday + timedelta(days=7):
            self._look_at(replace(self.view, day=on))
        warned = [str(one.message) for one in getattr(result, "warnings", ())]
        if warned:
            self._last_op = change.op
            said = " ".join((str(change.said or _("Saved.")), *warned))
            self.say(said, "warn", action=_("Undo"), then=self.deeds.undo_of(change))
        else:
            self._done(change)

    def _leave_form(self) -> None:
        """Back to the calendar; what was typed for new sessions stays as a draft."""
        if self.has_unsaved():
            self.keep_draft()
        self._show_week_again()

    # what is typed

    def has_unsaved(self) -> bool:
        return self.is_planning() and self.planner.has_unsaved()

    def can_leave(self) -> bool:
        """Always: what is typed for new sessions is kept as a draft; a change that is not saved is let go."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed for new sessions."""
        if self.beginning.keeps_drafts:
            self.beginning.keep_draft(self.planner.draft())

    def save(self) -> None:
        """Keep what the form holds."""
        if self.is_planning():
            self.planner.save()

    def discard(self) -> None:
        """Let go of what is typed."""
        self.beginning.forget_draft()
        self._show_week_again()

    # on paper and as a file

    def _print(self) -> None:
        if self._found is not None and not self.print_button.isHidden():
            self.paper.begin(self.view)

    def _take_out(self) -> None:
        self.file.begin(self.view)
