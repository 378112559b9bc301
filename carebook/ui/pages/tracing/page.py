"""Tìm kiếm gia đình: the leads of one stay, letters and notices with their clocks, and all of it as one story."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel

from carebook.actions.change import Change, Outdated
from carebook.actions.people import protected
from carebook.actions.tracing import save_lead, save_letter, strike_lead, strike_letter
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.rules.problem import Problem, warnings
from carebook.rules.tracing import LetterState, letter_state, problems_in_lead, problems_in_letter, reply_expected_by
from carebook.store.tracing import TracingFile
from carebook.ui.pages.tracing.asking import LEAD, LETTER, REPLY, RESULT, Tracing, tracing
from carebook.ui.pages.tracing.rows import LeadTable, LetterTable, told, who
from carebook.ui.pages.tracing.standing import NoticeCard
from carebook.ui.pages.tracing.writing import LeadSheet, LetterSheet, reply_sheet
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer, SidePanel
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import RecordTable
from carebook.ui.parts.timeline import Timeline
from carebook.ui.parts.writing_panel import ROOM, WritingPanel
from carebook.words import N_, _, ngettext


class TracingPage(DeskPage):
    """The search for the family of the stay of ``turn_to(episode_id=…, lead_id=…, letter_id=…)``."""

    mine = frozenset({"reintegration", "people", "episodes"})
    keys = (
        KeyHint("Ctrl+N", N_("new lead")),
        KeyHint("Ctrl+Shift+N", N_("new letter or notice")),
        KeyHint("Enter", N_("edit")),
        KeyHint("F8", N_("note the result or reply")),
        KeyHint("Ctrl+P", N_("print the letter or notice")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Tracing the family"))
        self._episode_id = self._wanted = ""
        self._found: Tracing | None = None
        self._busy = False
        self._make_buttons()
        self.notice = NoticeCard()
        self.notice.settle_wanted.connect(self._settle)
        self.leads, self.letters = LeadTable(desk), LetterTable(desk)
        for table in (self.leads, self.letters):
            table.fit_rows()
            table.opened.connect(self._edit)
        self.leads.picked.connect(partial(self._pick, self.letters))
        self.letters.picked.connect(partial(self._pick, self.leads))
        self._lead_head = self._head(_("Leads"))
        self._letter_head = self._head(_("Letters and notices"), self.letter_button)
        self._no_lead = label(_("No lead yet."), "muted")
        self._no_lead.setIndent(8)
        self._no_letter = label(_("No letter was sent and no notice published yet."), "muted")
        self._no_letter.setIndent(8)
        left = column(
            *(self.notice, 6),
            *(self._lead_head[0], self._no_lead, self.leads, 12),
            *(self._letter_head[0], self._no_letter, self.letters, None),
            gap=4,
            margins=(16, 8, 16, 12),
        )
        self.timeline = Timeline()
        self.timeline.opened.connect(self._edit)
        self.story = SidePanel(_("The search so far"), width=theme.worn().scaled(364), closes=False)
        self.story.add(self.timeline)
        self.writing = self.writes_in(WritingPanel(desk, width=440))
        for shut in (self._make_room, self.setFocus):
            self.writing.shut.connect(shut)
        self._beside = scrolling(left)
        self.states = States(box(row((self._beside, 1), self.story, gap=0)))
        hints = key_caps(("Enter", _("edit")), ("F8", _("note the result or reply")))
        self.put(
            (row((self.states, 1), self.writing, gap=0), 1),
            Footer(self.path_button, None, hints, self.strike_button, self.edit_button, self.result_button),
        )
        self.setFocusProxy(self.leads)
        for key, slot in (
            ("Ctrl+N", self.begin_lead),
            ("Ctrl+Shift+N", self.begin_letter),
            ("F2", self.edit),
            ("F8", self.note_result),
            ("Ctrl+P", self._print),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)
        self._show_buttons()

    def _head(self, title: str, *buttons: Button) -> tuple[QFrame, QLabel]:
        count = label("", "muted")
        return box(row(label(title, "h3"), count, None, *buttons, gap=8, margins=(8, 0, 0, 0))), count

    def _make_buttons(self) -> None:
        def button(words: str, kind: str, icon: str, key: str, slot: object) -> Button:
            made = Button(words, kind, icon, key, listens=False)
            made.clicked.connect(slot)
            return made

        self.print_button = button(_("Print"), "", "printer", "Ctrl+P", self._print)
        self.letter_button = button(_("New letter or notice"), "link", "plus", "", self.begin_letter)
        self.lead_button = button(_("New lead"), "primary", "plus", "Ctrl+N", self.begin_lead)
        self.header.add_actions(self.print_button, self.lead_button)
        self.path_button = button(_("Way home"), "link", "house", "", self._go_path)
        self.strike_button = button(_("Strike through…"), "", "", "", self._strike)
        self.edit_button = button(_("Edit"), "", "pencil", "F2", self.edit)
        self.result_button = button(_("Note the result"), "", "check", "F8", self.note_result)

    # whose

    def turn_to(self, episode_id: str = "", lead_id: str = "", letter_id: str = "", **_more: object) -> None:
        """Show the search of another stay; a lead or letter is chosen when it is named."""
        if episode_id != self._episode_id:
            if self.writing.is_open():
                if self.writing.has_unsaved():
                    self.writing.keep_draft()
                self.writing.put_away()
            self._episode_id, self._found = episode_id, None
            self.messages.clear()
        self._wanted = lead_id or letter_id
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the leads and letters."""
        if not self._episode_id:
            self.states.show_empty(_("Open a record and choose “Tracing the family” there."), icon="users")
            return
        if self._found is None:
            self.states.show_loading()
        question = partial(tracing, episode_id=self._episode_id, today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Tracing | None) -> None:
        self._found = found
        if found is None:
            self.header.show_line("")
            self.states.show_empty(protected(), icon="lock")
            self._show_buttons()
            return
        file = found.file
        self.writing.know(found.drafts)
        self.header.show_line(f"{file.person.full_name} · {file.person.code}", always=True)
        may_settle = self._desk.may("amend_episode")
        self.notice.show_clock(file.clock, found.notice, settled=file.settled, may_settle=may_settle)
        self.leads.show_records(file.leads)
        self.letters.show_letters(file)
        self._show_counts(found)
        self.timeline.show_events(told(file.events, self._desk))
        if file.leads or file.letters or file.clock is not None:
            self.states.show_content()
            self._pick_wanted(file)
        else:
            self.states.show_empty(
                _("No lead to the family yet. What the person tells, papers and calls are written down here."),
                *(((_("New lead"), self.begin_lead),) if self._desk.may("save_lead") else ()),
                *(((_("New letter or notice"), self.begin_letter),) if self._desk.may("save_letter") else ()),
                icon="search",
            )
        self._show_buttons()
        self._make_room()

    def _show_counts(self, found: Tracing) -> None:
        file, today = found.file, self._desk.today()
        running = sum(one.result in file.open_results for one in file.leads)
        late = sum(letter_state(one, today, file.notices) is LetterState.OVERDUE for one in file.letters)
        said = ngettext("{n} lead open", "{n} leads open", running).format(n=running) if running else ""
        self._lead_head[1].setText(" · ".join(filter(None, (str(len(file.leads)) if file.leads else "", said))))
        said = ngettext("{n} reply overdue", "{n} replies overdue", late).format(n=late) if late else ""
        self._letter_head[1].setText(" · ".join(filter(None, (str(len(file.letters)) if file.letters else "", said))))
        for table, none, records in (
            (self.leads, self._no_lead, file.leads),
            (self.letters, self._no_letter, file.letters),
        ):
            table.setVisible(bool(records))
            none.setVisible(not records)

    def _pick_wanted(self, file: TracingFile) -> None:
        wanted, self._wanted = self._wanted, ""
        for table in (self.leads, self.letters):
            if wanted and table.pick(wanted):
                table.setFocus()
        if self.chosen() is None:
            first, table = (file.leads, self.leads) if file.leads else (file.letters, self.letters)
            table.pick(first[0].id if first else "")

    # what is chosen

    def chosen(self) -> TracingLead | TracingLetter | None:
        """The lead or letter that is chosen; one of both lists."""
        return self.leads.current() or self.letters.current()

    def _pick(self, other: RecordTable, one: object) -> None:
        """What is chosen in one list is no longer chosen in the other."""
        if one is not None and other.current() is not None:
            other.setCurrentIndex(QModelIndex())
        self._show_buttons()

    def _show_buttons(self) -> None:
        found, one = self._found, self.chosen()
        may = self._desk.may
        may_write = may("save_letter") if isinstance(one, TracingLetter) else may("save_lead")
        self.lead_button.setVisible(found is not None and may("save_lead"))
        self.letter_button.setVisible(found is not None and may("save_letter"))
        self.print_button.setVisible(found is not None and may("print_papers"))
        self.path_button.setVisible(found is not None)
        for button in (self.edit_button, self.result_button):
            button.setVisible(one is not None and may_write)
        may_strike = may("strike_letter") if isinstance(one, TracingLetter) else may("strike_lead")
        self.strike_button.setVisible(one is not None and may_strike)
        self.result_button.setText(_("Note the reply") if isinstance(one, TracingLetter) else _("Note the result"))

    # writing

    def begin_lead(self) -> None:
        """A sheet for a new lead of today."""
        if self._found is not None and self._desk.may("save_lead"):
            self._write(TracingLead(episode_id=self._episode_id, found_on=self._desk.today()))

    def begin_letter(self) -> None:
        """A sheet for a new letter; its reply is expected after the days of the center's own rule."""
        if self._found is not None and self._desk.may("save_letter"):
            today = self._desk.today()
            due = reply_expected_by(today, self._found.reply)
            self._write(TracingLetter(episode_id=self._episode_id, sent_on=today, reply_due_on=due))

    def edit(self) -> None:
        """The chosen lead or letter as a sheet."""
        self._edit(self.chosen())

    def _edit(self, one: TracingLead | TracingLetter | None) -> None:
        deed = "save_letter" if isinstance(one, TracingLetter) else "save_lead"
        if one is not None and self._desk.may(deed):
            self._write(one)

    def note_result(self) -> None:
        """What came of the chosen lead, or the reply to the chosen letter, on a short sheet."""
        one = self.chosen()
        deed = "save_letter" if isinstance(one, TracingLetter) else "save_lead"
        if one is not None and self._desk.may(deed):
            if isinstance(one, TracingLetter) and one.replied_on is None:
                one = replace(one, replied_on=self._desk.today())
            self._write(one, short=True)

    def _write(self, one: TracingLead | TracingLetter, *, short: bool = False) -> None:
        found = self._found
        if found is None or self.writing.has_unsaved():
            return
        subject = one.id or f"new:{one.episode_id}"
        line = found.file.person.full_name
        if isinstance(one, TracingLead):
            sheet = LeadSheet(self._desk, one, found.file.open_results, found.province, whole=not short)
            title = _("What came of the lead") if short else _("Edit the lead") if one.id else _("New lead")
            self.writing.open(sheet, RESULT if short else LEAD, subject, title, who(one) if short else line)
        elif short:
            line = f"{self._desk.words('tracing_letter', one.kind)} · {one.addressee}"
            self.writing.open(reply_sheet(self._desk, one), REPLY, subject, _("Reply to the letter"), line)
        else:
            title = _("Edit the letter or notice") if one.id else _("New letter or notice")
            self.writing.open(LetterSheet(self._desk, one, found.file, found.reply), LETTER, subject, title, line)
        self._make_room()

    def save(self) -> None:
        """Keep what is written, whichever sheet it is."""
        one = None if self._busy else self.writing.written()
        if one is None:
            return
        self._busy = True
        given: dict[str, Any] = {"then": self._saved, "failed": self._refused, "seen": one.version or None}
        self._desk.do(save_lead if isinstance(one, TracingLead) else save_letter, one, **given)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self.writing.close_up()
        kept: TracingLead | TracingLetter | None = change.result
        said: list[str] = []
        if kept is not None:
            self._wanted = kept.id
            said += [str(one.message) for one in warnings(self._unusual(kept))]
        self.make_stale()
        self.tell_done(change, besides=said)

    def _unusual(self, kept: TracingLead | TracingLetter) -> list[Problem]:
        found, today = self._found, self._desk.today()
        if found is None:
            return []
        stay = found.file.episode
        if isinstance(kept, TracingLead):
            return problems_in_lead(kept, stay=stay, today=today, open_results=found.file.open_results)
        return problems_in_letter(kept, stay=stay, today=today)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems:
            self.complain(error)
            self.make_stale()
        else:
            self.writing.show_problems(problems)

    def _strike(self) -> None:
        one = self.chosen()
        if one is not None:
            self.strike_through(strike_lead if isinstance(one, TracingLead) else strike_letter, one.id)

    def struck(self, change: Change) -> None:
        self.writing.put_away()
        super().struck(change)

    # elsewhere

    def _print(self) -> None:
        found, one = self._found, self.chosen()
        if found is None or not self._desk.may("print_papers"):
            return
        is_notice = isinstance(one, TracingLetter) and one.kind in found.file.notices
        kind = "tracing_letter" if isinstance(one, TracingLetter) and not is_notice else "tracing_notice"
        named = one.id if isinstance(one, TracingLetter) else ""
        self._desk.go("case_papers", episode_id=self._episode_id, kind=kind, id=named)

    def _settle(self) -> None:
        if self._found is not None:
            self._desk.go("person", person_id=self._found.file.person.id, tab="stays")

    def _go_path(self) -> None:
        self._desk.go("home_path", episode_id=self._episode_id)

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        elif self._found is not None:
            self._desk.go("person", person_id=self._found.file.person.id, tab="home")

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """What is written takes the place of the story; where there is no room for both, the story goes."""
        wide = self.width() >= theme.worn().scaled(ROOM)
        told_there = self._found is not None and bool(self._found.file.events)
        self.story.setVisible(wide and told_there and not self.writing.is_open())
        self.writing.make_room(self.states, self.width())
