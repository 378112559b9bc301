"""The page of meetings: those of a stay on the left, the minutes of one in the middle, its decisions on their way to goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QBoxLayout, QFrame

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.actions.conferences import amend_conference, propose_goals, record_conference, strike_conference
from carebook.actions.people import protected
from carebook.records.conferences import Conference, ConferenceDecision
from carebook.rules.conferences import problems_in
from carebook.rules.problem import warnings
from carebook.store.conferences import ConferenceFile
from carebook.store.drafts import Draft
from carebook.ui.pages.conferences.asking import FORM, Meetings, draft_key, meetings_of
from carebook.ui.pages.conferences.minutes import Minutes
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import commit_input_method
from carebook.ui.parts.labels import ElidedLabel, key_caps, label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import DeskPage, KeyHint, reason_to_strike
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _, message, ngettext

LIST_WIDTH, LIST_HEIGHT = 212, 124


class ConferencesPage(DeskPage):
    """The meetings of the stay of ``turn_to(episode_id=…, conference_id=…)``; the newest when none is named."""

    mine = frozenset({"casework", "people"})
    keys = (
        KeyHint("Ctrl+N", N_("new meeting")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+P", N_("print the minutes")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Meetings"))
        self._episode_id = self._conference_id = ""
        self._found: Meetings | None = None
        self._shown = False
        self._unsaved = self._busy = False
        self.table = RecordTable(
            [Column("meeting", _("Meeting"), self._cell, 160, 1, ALWAYS)],
            _("Meetings of this stay"),
            id_of=lambda one: one.conference.id,
            row_height=44,
            heads=False,
        )
        self.table.picked.connect(self._pick)
        self.minutes = Minutes(desk)
        self.minutes.typed.connect(self._typed)
        self.minutes.goal_wanted.connect(self._make_goal)
        self.minutes.thread_wanted.connect(self._open_thread)
        self.new_button = Button(_("New meeting"), icon="plus", key="Ctrl+N", listens=False)
        self.new_button.clicked.connect(self.begin_new)
        self.list = self._left()
        self._split: QBoxLayout = row(self.list, (scrolling(box(column(self.minutes))), 1), gap=0)
        self.states = States(box(self._split))
        self._fill_bars()
        self.setFocusProxy(self.table)
        for key, slot in (("Ctrl+N", self.begin_new), ("Ctrl+P", self._print), ("Esc", self._go_back)):
            on_key(self, key, slot)

    def _left(self) -> QFrame:
        self.none_yet = label(_("No meeting yet."), "muted")
        self.none_yet.hide()
        head = column(section_head(_("Meetings of this stay")), self.none_yet, gap=0, margins=(8, 0, 0, 0))
        left = box(column(head, (self.table, 1), gap=2, margins=(16, 8, 8, 8)))
        left.setObjectName("panel")
        left.setProperty("side", "left")
        left.setFixedWidth(LIST_WIDTH)
        return left

    def _fill_bars(self) -> None:
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.header.add_actions(self.strike_button, self.print_button, self.new_button)
        self.standing = ElidedLabel("", "muted")
        self.back_button = Button(_("Go back"), icon="chevron-left")
        self.back_button.clicked.connect(self._go_back)
        self.goals_button = Button(_("All decisions into goals"), icon="target")
        self.goals_button.clicked.connect(self._make_goals)
        self.save_button = Button(_("Save"), "primary", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        keys = key_caps(("Ctrl+N", _("new meeting")))
        buttons = (self.back_button, self.goals_button, self.save_button)
        self.put((self.states, 1), Footer(self.standing, None, keys, *buttons))

    # which meeting

    def turn_to(self, episode_id: str = "", conference_id: str = "", **_more: object) -> None:
        """Show the meetings of another stay, or another meeting; what was typed before is kept as a draft."""
        if episode_id == self._episode_id and conference_id in ("", self._conference_id):
            return
        self._put_away()
        if episode_id != self._episode_id:
            self._found = None
        self._episode_id, self._conference_id = episode_id, conference_id
        self.messages.clear()
        self.make_stale()

    def _put_away(self) -> None:
        if self.has_unsaved():
            self.keep_draft()
        self._shown = False

    def refresh(self) -> None:
        """Ask for the meetings and the drafts of them."""
        if not self._episode_id:
            self.states.show_empty(_("Open a record and choose “Meetings” there."), icon="users")
            return
        if self._found is None:
            self.states.show_loading()
        episode_id, today = self._episode_id, self._desk.today()
        self._desk.ask(self, lambda reader: meetings_of(reader, episode_id, today), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Meetings | None) -> None:
        if found is None:
            self._found, self._shown = None, False
            self.header.show_line("")
            self._show_buttons()
            self.states.show_empty(protected(), icon="lock")
            return
        if self._found is not None:  # which drafts there are is known here sooner than the book tells it
            found = replace(found, drafts=self._found.drafts)
        self._found = found
        many = ngettext("{n} meeting", "{n} meetings", len(found.files)).format(n=len(found.files))
        self.header.show_line(" · ".join((found.person.full_name, found.person.code, many)), always=True)
        self.table.show_records(found.files)
        self.none_yet.setVisible(not found.files)
        self._lower_list()
        if self.has_unsaved():
            return  # what is typed stays; a newer version is told when it is saved
        if found.file(self._conference_id) is None:
            begun = "" in found.drafts or not found.files
            self._conference_id = "" if begun else found.files[0].conference.id
        if not self._conference_id and not self._desk.may("record_conference"):
            self._show_buttons()
            self.states.show_empty(_("There was no meeting about this client yet."), icon="users")
            return
        self._load()
        self.states.show_content()

    def _load(self) -> None:
        """The minutes that were chosen, or new ones, with what was typed of them before."""
        found = self._found
        if found is None:
            return
        file = found.file(self._conference_id) or ConferenceFile(self._begun())
        self.minutes.load(file, found.people(file.conference), writes=self.writes())
        self._shown, self._unsaved = True, False
        if self._conference_id:
            self.table.pick(self._conference_id)
        else:
            self.table.clearSelection()
        self.standing.setWhole("" if self._conference_id else _("A new meeting, not saved yet."))
        if self._conference_id and self._conference_id == found.closed_on_id:
            self.standing.setWhole(_("The case was closed on these minutes; they can no longer be changed."))
        self._show_buttons()
        draft = found.drafts.get(self._conference_id)
        if draft is not None and self.writes():
            self.minutes.restore(draft.content)
            self._unsaved = False
            kept = dates.moment(draft.kept_at, self._desk.today())
            said = message("The draft kept at {time} is open again.", time=kept)
            self.say(said, "info", action=_("Discard draft"), then=self.discard)

    def _begun(self) -> Conference:
        """A meeting of today, minuted by who is signed in."""
        me = self._desk.actor.staff_member_id or None
        return Conference(episode_id=self._episode_id, held_on=self._desk.today(), minutes_by_id=me)

    def writes(self) -> bool:
        """Whether the minutes on show may be written on."""
        frozen = self._found is not None and self._conference_id == self._found.closed_on_id != ""
        deed = "amend_conference" if self._conference_id else "record_conference"
        return not frozen and self._desk.may(deed)

    def _show_buttons(self) -> None:
        there = self._shown and bool(self._conference_id)
        file = self.minutes.file
        left = any(not one.goal_thread for one in file.decisions)
        self.new_button.setVisible(self._desk.may("record_conference") and self._found is not None)
        self.save_button.setVisible(self._shown and self.writes())
        self.goals_button.setVisible(there and left and self.writes() and self._desk.may("propose_goals"))
        self.strike_button.setVisible(there and self.writes() and self._desk.may("strike_conference"))
        self.print_button.setVisible(there and self._desk.may("print_papers"))

    def _cell(self, file: ConferenceFile) -> Cell:
        meeting, many = file.conference, len(file.decisions)
        decided = ngettext("{n} decision", "{n} decisions", many).format(n=many)
        day = dates.written(meeting.held_on) if meeting.held_on else "–"
        return Cell(meeting.subject, sub=f"{day} · {decided}", weight=500)

    def _pick(self, file: ConferenceFile | None) -> None:
        if file is not None and file.conference.id != self._conference_id:
            self._put_away()
            self._conference_id = file.conference.id
            self.messages.clear()
            self._load()

    def begin_new(self) -> None:
        """An empty sheet for another meeting."""
        if self._found is not None and self._desk.may("record_conference"):
            self._put_away()
            self._conference_id = ""
            self._load()
            self.states.show_content()
            self.minutes.subject.input.setFocus()

    # saving

    def _typed(self) -> None:
        self._unsaved = True
        self.touched()

    def save(self) -> None:
        """Keep the minutes; what stands against it stands beside its field, what is unusual is told and kept all the same."""
        if self._found is None or not self._shown or self._busy or not self.writes():
            return
        written = self.minutes.written()
        if written is None:
            return
        meeting, parts = written.conference, (written.findings, written.decisions)
        self._busy = True
        if meeting.id:
            seen = self.minutes.file.conference.version
            self._desk.do(amend_conference, meeting, *parts, seen=seen, then=self._saved, failed=self._refused)
        else:
            self._desk.do(record_conference, meeting, *parts, then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self._forget_draft()
        if change.result is not None:
            self._conference_id = change.result.conference.id
        self._shown = False
        self.make_stale()
        found = self._found
        said: Sequence[str] = ()
        if change.result is not None and found is not None:
            kept, today = change.result, self._desk.today()
            since = found.episode.start_on
            told = problems_in(kept.conference, kept.findings, kept.decisions, since=since, today=today)
            said = [str(one.message) for one in warnings(told)]
        self.tell_done(change, besides=said)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, Outdated):
            self.say(error, "warn", action=_("Go on from the newer version"), then=self._take_over)
        elif not self.minutes.show_problems(getattr(error, "problems", ())):
            self.complain(error)

    def _take_over(self) -> None:
        """The newer minutes with what was typed on top of them, to be looked at and saved."""
        self.keep_draft()
        self._shown = False
        self.make_stale()

    def undone(self, change: Change) -> None:
        self._shown = False
        super().undone(change)

    def _strike(self) -> None:
        reasons = [
            ("person", _("Entered for the wrong person")),
            ("twice", _("Entered twice")),
            ("other", _("Other reason")),
        ]
        text = _("They stay readable with the reason; goals that came of them stay in their plan.")
        if reason := reason_to_strike(self, _("Strike these minutes through?"), text, reasons):
            self.strike(reason)

    def strike(self, reason: str) -> None:
        """Strike the minutes on show through."""
        self._desk.do(strike_conference, self._conference_id, reason=reason, then=self.struck, failed=self.complain)

    def struck(self, change: Change) -> None:
        self._forget_draft()
        self._conference_id, self._shown = "", False
        self.make_stale()
        super().struck(change)

    # goals

    def _make_goal(self, decision: ConferenceDecision) -> None:
        self._propose([decision.id])

    def _make_goals(self) -> None:
        self._propose([one.id for one in self.minutes.file.decisions if not one.goal_thread])

    def _propose(self, ids: Sequence[str]) -> None:
        if self.has_unsaved():
            self.say(_("Save the minutes first."), "warn", action=_("Save"), then=self.save)
            return
        self._desk.do(propose_goals, self._conference_id, ids, then=self._proposed, failed=self.complain)

    def _proposed(self, change: Change) -> None:
        self._shown = False
        self.make_stale()
        self.tell_done(change)

    def _open_thread(self, decision: ConferenceDecision) -> None:
        self._desk.go("goal_thread", episode_id=self._episode_id, thread=decision.goal_thread)

    # drafts

    def has_unsaved(self) -> bool:
        return self._shown and self._unsaved and self.writes() and self.minutes.is_dirty()

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not."""
        commit_input_method()
        key, content = draft_key(self._episode_id, self._conference_id), self.minutes.draft()
        if self._found is not None:
            self._found.drafts[self._conference_id] = Draft(FORM, key, content, self._desk.now())
        self._desk.do(drafts.keep_draft, FORM, key, content, then=self._kept)

    def _kept(self, _change: Change) -> None:
        self.standing.setWhole(_("Draft kept at {time}").format(time=dates.clock(self._desk.now())))

    def _forget_draft(self) -> None:
        self._unsaved = False
        if self._found is not None:
            self._found.drafts.pop(self._conference_id, None)
        self._desk.do(drafts.keep_draft, FORM, draft_key(self._episode_id, self._conference_id), None)

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        self._forget_draft()
        self._load()

    # elsewhere

    def _print(self) -> None:
        if not self.print_button.isHidden():
            about = {"episode_id": self._episode_id, "paper": "minutes", "id": self._conference_id}
            self._desk.go("case_papers", **about)

    def _go_back(self) -> None:
        if self._found is not None:
            self._desk.go("person", person_id=self._found.person.id, tab="plans")
        else:
            self._desk.go("residents")

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.list.setMinimumWidth(0 if narrow else LIST_WIDTH)
        self.list.setMaximumWidth(16777215 if narrow else LIST_WIDTH)
        self._lower_list()
        self.list.setProperty("side", "over" if narrow else "left")
        theme.restyle(self.list)

    def _lower_list(self) -> None:
        """While narrow the list over the minutes takes no more than it needs."""
        self.table.setVisible(self.none_yet.isHidden() or not self.is_narrow())
        self.list.setMaximumHeight(LIST_HEIGHT if self.is_narrow() else 16777215)
