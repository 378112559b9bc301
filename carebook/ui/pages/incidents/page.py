"""Sự cố: what is not handled to the end with its clocks, the incidents of a month, the report, who was told, remedies, closing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent

from carebook.actions.change import Change
from carebook.actions.incidents import (
    amend_incident,
    close_incident,
    finish_remedy,
    record_notified,
    reopen_incident,
    report_incident,
    save_remedy,
    strike_incident,
)
from carebook.actions.people import protected
from carebook.dates import today_in_vietnam
from carebook.money import number
from carebook.records.incidents import Incident, IncidentState, Remedy
from carebook.rules.incidents import is_late, is_open
from carebook.rules.problem import Problem
from carebook.store.incidents import IncidentFile, IncidentLine, incident_file
from carebook.ui.pages.incidents.asking import (
    CLOSING,
    DONE,
    MONTH,
    OPEN,
    REMEDY,
    REPORT,
    TOLD,
    Incidents,
    all_incidents,
)
from carebook.ui.pages.incidents.card import IncidentCard
from carebook.ui.pages.incidents.forms import closing_sheet, remedy_sheet
from carebook.ui.pages.incidents.listing import BookOut
from carebook.ui.pages.incidents.minutes import MinutesView
from carebook.ui.pages.incidents.rows import IncidentTable
from carebook.ui.pages.incidents.sheet import IncidentSheet, Written
from carebook.ui.pages.incidents.telling import TellSheet
from carebook.ui.parts import dialogs, theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Stack, box, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.ledger import LedgerPage
from carebook.ui.parts.months import MonthTurner
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import PaperList
from carebook.ui.parts.writing_panel import ROOM
from carebook.words import N_, _, ngettext

_PANEL = 470


class IncidentsPage(LedgerPage):
    """The incidents not handled to the end, or those of a month, with the one chosen beside them.

    ``turn_to(new=kind, episode_id=…, administration_id=…)`` begins a report ("1": of no kind yet), ``turn_to(incident_id=…)``
    shows one of whatever month.
    """

    mine = frozenset({"incidents", "people", "episodes", "staff"})
    keys = (
        KeyHint("Ctrl+N", N_("report an incident")),
        KeyHint("F6", N_("note who was told")),
        KeyHint("F7", N_("add a remedy")),
        KeyHint("F8", N_("close the incident")),
        KeyHint("F2", N_("edit")),
        KeyHint("Alt+← →", N_("the month before or after")),
        KeyHint("Ctrl+P", N_("minutes of the incident")),
        KeyHint("Ctrl+Shift+P", N_("print the list of the month")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Incidents"), DailyTabs(desk, "incidents"), width=_PANEL)
        self._found: Incidents | None = None
        self._wanted = self._form = ""
        self._begun: dict[str, str] | None = None
        self._looking = False
        self.which = Pills([(OPEN, ""), (MONTH, "")], OPEN)
        self.which.chosen.connect(self._show_chosen)
        self.month = MonthTurner(desk, self)
        self.month.turned.connect(self.make_stale)
        self.ward = filter_choice(_("Ward"), [("", _("All wards"))])
        self.ward.activated.connect(self._show_chosen)
        self.report_button = Button(_("Report incident"), "primary", "plus", "Ctrl+N", listens=False)
        self.report_button.clicked.connect(partial(self.begin_report, ""))
        self.report_button.setVisible(desk.may("report_incident"))
        self.book_out = BookOut(desk, self, self.month.bounds)
        self.book_out.made.connect(self._take_out)
        self.book_out.empty.connect(self._nothing_to_print)
        self.book_out.failed.connect(self.complain)
        self.header.add_actions(self.book_out.table_button, self.book_out.print_button, self.report_button)
        self.table = IncidentTable(desk)
        self.table.picked.connect(self._look_at)
        self.table.opened.connect(self._open)
        self.states = States(self.table)
        self.card = IncidentCard(desk)
        self.card.wanted.connect(self._asked)
        self.card.pictures.said.connect(self.say)
        self.card.pictures.refused.connect(self.complain)
        self.card.pictures.attached.connect(lambda change: self.tell(str(change.said), change))
        self.minutes = MinutesView(desk)
        self.minutes.said.connect(self.say)
        self.minutes.failed.connect(self.complain)
        self.minutes.shut.connect(self._back_to_list)
        self.list_and_card = box(row((self.states, 1), 12, self.card, gap=0))
        self.stack = Stack()
        self.stack.addWidget(self.list_and_card)
        self.stack.addWidget(self.minutes)
        keys = key_caps(("Enter", _("open")), ("F6", _("note who was told")), ("F7", _("add a remedy")))
        above = row((self.which, 1), self.month, self.ward, gap=12, margins=(8, 0, 20, 0))
        self.lay_out(above, content=self.stack, foot=Footer(None, keys), to_edge=True)
        self.setFocusProxy(self.table)
        for key, slot in (
            ("Ctrl+N", partial(self.begin_report, "")),
            ("F6", partial(self._asked, "told")),
            ("F7", partial(self._asked, "remedy")),
            ("F8", partial(self._asked, "close")),
            ("F2", partial(self._asked, "edit")),
            ("Ctrl+P", partial(self._asked, "print")),
            ("Ctrl+Shift+P", self._print_list),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)

    # which incidents

    def turn_to(
        self, new: str = "", episode_id: str = "", incident_id: str = "", administration_id: str = "", **_more: object
    ) -> None:
        """Begin a report, or show one incident."""
        if new:
            kind = "" if new == "1" else new
            self._begun = {"kind": kind, "episode_id": episode_id, "administration_id": administration_id}
        self._wanted = incident_id
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the incidents, and anew for the one on show."""
        if self._found is None:
            self.states.show_loading()
        first, last = self.month.bounds()
        question = partial(all_incidents, first=first, last=last, today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Incidents) -> None:
        self._found = found
        self.writing.know(found.drafts)
        self.ward.offer([("", _("All wards")), *found.wards])
        self.ward.setVisible(len(found.wards) > 1)
        late = sum(is_late(one.incident, one.tellings, one.remedies, self._desk.now()) for one in found.waiting)
        waiting = len(found.waiting)
        said = [ngettext("{n} incident not finished", "{n} incidents not finished", waiting).format(n=number(waiting))]
        if late:
            said.append(_("{n} overdue").format(n=number(late)))
        self.header.show_line(" · ".join(said))
        self.which.rename(OPEN, f"{_('Not finished')}  {number(waiting)}")
        self.which.rename(MONTH, f"{_('All of the month')}  {number(len(found.month))}")
        if self._wanted:
            self._turn_to_wanted(found)
        self._show_chosen()
        begun, self._begun = self._begun, None
        if begun is not None:
            self.begin_report(**begun)

    def _turn_to_wanted(self, found: Incidents) -> None:
        if any(one.id == self._wanted for one in found.waiting):
            self.which.choose(OPEN)
        elif any(one.id == self._wanted for one in found.month):
            self.which.choose(MONTH)
        else:
            self._desk.ask(
                self, partial(incident_file, incident_id=self._wanted), self._turn_to_its_month, key="wanted"
            )

    def _turn_to_its_month(self, file: IncidentFile | None) -> None:
        at = file.incident.happened_at if file is not None else None
        if at is None:
            self._wanted = ""
            self.say(protected(), "info", icon="lock")
        else:
            self.which.choose(MONTH)
            self.month.show_month_of(today_in_vietnam(at))

    def _show_chosen(self, *_more: object) -> None:
        found = self._found
        if found is None:
            return
        which = self.which.current()
        self.month.setVisible(which == MONTH)
        lines = found.lines(which, self.ward.code())
        self.table.show_records(lines)
        if lines:
            self.states.show_content()
            if not (self._wanted and self.table.pick(self._wanted)) and self.table.current() is None:
                self.table.pick(lines[0].id)
            self._wanted = ""
            self._look_at(self.table.current())
            return
        self.card.show_file(None)
        ways = ((_("Report incident"), self.begin_report),) if self._desk.may("report_incident") else ()
        if which == OPEN:
            self.states.show_empty(_("Every incident is handled to the end."), *ways, icon="circle-check")
        else:
            self.states.show_empty(_("No incidents in this month."), *ways, icon="circle-check")

    def _look_at(self, line: IncidentLine | None) -> None:
        """Read the chosen incident with all that was written on it."""
        if line is None:
            self.card.show_file(None)
        else:
            self._desk.ask(self, partial(incident_file, incident_id=line.id), self._show_file, key="file")

    def _show_file(self, file: IncidentFile | None) -> None:
        chosen = self.table.current()
        if file is not None and chosen is not None and chosen.id == file.incident.id:
            self.card.show_file(file)
        self._make_room()

    def _open(self, _line: IncidentLine) -> None:
        """Enter: the incident by itself where there is no room beside the list, else its sheet."""
        if self._is_tight() and not self._looking:
            self._looking = True
            self._make_room()
            self.card.edit_button.setFocus()
        else:
            self._asked("edit")

    # writing

    def begin_report(self, kind: str = "", episode_id: str = "", administration_id: str = "", *_more: object) -> None:
        """The sheet of a new incident."""
        found, desk = self._found, self._desk
        if found is None or not desk.may("report_incident"):
            return
        self._back_to_list()
        begun = Incident(
            happened_at=desk.now().replace(second=0, microsecond=0),
            kind=kind or "",
            episode_id=episode_id or None,
            administration_id=administration_id or None,
            reported_by_id=desk.actor.staff_member_id or None,
        )
        sheet = IncidentSheet(desk, begun, found)
        self.write(sheet, REPORT, f"new:{episode_id}", _("Report incident"), _("Tab goes on, Ctrl+S saves."))

    def _asked(self, word: str, row_id: str = "", *_more: object) -> None:
        file = self.card.file
        if file is None or self._found is None:
            return
        one, may = file.incident, self._desk.may
        match word:
            case "told" if is_open(one) and may("record_notified"):
                asked = [(telling.whom, telling.at_once) for telling in file.line.tellings if not telling.is_done]
                self._write_on(TellSheet(self._desk, one.happened_at, asked), TOLD, _("Who was told"))
            case "remedy" if is_open(one) and may("save_remedy"):
                self._write_remedy(Remedy(incident_id=one.id))
            case "rewrite" | "finish":
                self._write_remedy(next(r for r in file.remedies if r.id == row_id), done=word == "finish")
            case "close" if is_open(one) and may("close_incident"):
                self._write_on(closing_sheet(self._desk, one), CLOSING, _("Close the incident"))
            case "reopen" if one.state is IncidentState.CLOSED and may("reopen_incident"):
                self._reopen(one)
            case "edit" if is_open(one) and may("amend_incident"):
                sheet = IncidentSheet(self._desk, one, self._found, file)
                self._write_on(sheet, REPORT, _("Edit the incident"))
            case "strike" if may("strike_incident"):
                self.strike_through(strike_incident, one.id)
            case "print" if may("print_papers"):
                self.stack.setCurrentWidget(self.minutes)
                self.minutes.show_minutes(one.id)
            case "person":
                self._desk.go("person", person_id=file.line.person_id, tab="daily")

    def _write_on(self, sheet: Any, form: str, title: str, subject: str = "") -> bool:
        file = self.card.file
        assert file is not None
        line = " · ".join(filter(None, (self._desk.words("incident_kind", file.incident.kind), file.line.name)))
        return self.write(sheet, form, subject or file.incident.id, title, line)

    def _write_remedy(self, remedy: Remedy, *, done: bool = False) -> None:
        members = self._found.members if self._found is not None else []
        title = _("The remedy is done") if done else _("Remedy")
        subject = remedy.id or f"new:{remedy.incident_id}"
        sheet = remedy_sheet(self._desk, remedy, members, done=done)
        self._write_on(sheet, DONE if done else REMEDY, title, subject)

    def _reopen(self, one: Incident) -> None:
        reasons = [
            ("worse", _("It happened again, or got worse")),
            ("new", _("Something new became known")),
            ("other", _("Another reason")),
        ]
        title, deed = _("Open the incident anew?"), _("Open anew")
        given = dialogs.ask_reason(self, title, reasons, words_for="other", deed=deed)
        if given is not None:
            self.do(reopen_incident, one.id, seen=one.version, reason=given[1] or dict(reasons)[given[0]])

    def keep(self, written: Any) -> None:
        form, file = self.writing.form, self.card.file
        if isinstance(written, Written):
            rows = (written.incident, written.involved, written.marks)
            if written.incident.id:
                self.do(amend_incident, *rows, seen=written.incident.version)
            else:
                self.do(report_incident, *rows, written.notified)
        elif form == TOLD and file is not None:
            self.do(record_notified, file.incident.id, written)
        elif form == REMEDY:
            self.do(save_remedy, written, seen=written.version or None)
        elif form == DONE:
            self.do(finish_remedy, written.id, written.done_on, written.result, seen=written.version)
        else:
            self.do(
                close_incident, written.id, cause=written.cause, conclusion=written.conclusion, seen=written.version
            )

    def was_kept(self, change: Change) -> Iterable[Problem]:
        if isinstance(change.result, Incident):
            self._wanted = change.result.id
        return ()

    def write(self, sheet: Any, form: str, subject: str, title: str, line: str = "") -> bool:
        opened = super().write(sheet, form, subject, title, line)
        self._form = form if opened else self._form
        return opened

    def open_again(self, theirs: Any) -> None:
        """Somebody wrote on it meanwhile: the same sheet on what the book holds now."""
        file = self.card.file
        if isinstance(theirs, Remedy):
            self._write_remedy(theirs, done=self._form == DONE)
        elif file is not None:
            self.card.show_file(replace(file, line=replace(file.line, incident=theirs)))
            self._asked("close" if self._form == CLOSING else "edit")

    # on paper

    def _print_list(self, *_more: object) -> None:
        self.book_out.begin("pdf")

    def _take_out(self, wanted: PaperList) -> None:
        self.taking_out.begin(wanted)

    def _nothing_to_print(self) -> None:
        self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)

    # room, and the way back

    def _is_tight(self) -> bool:
        return self.width() < theme.worn().scaled(ROOM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        super()._make_room()
        tight = self._is_tight()
        shown = self.card.file is not None and not self.writing.is_open()
        self.card.setVisible(shown and (not tight or self._looking))
        self.states.setVisible(not (tight and self._looking and shown))
        self.card.spread(tight)

    def _back_to_list(self) -> None:
        self.stack.setCurrentWidget(self.list_and_card)
        self.table.setFocus()

    def _go_back(self) -> None:
        if self.stack.currentWidget() is self.minutes:
            self.minutes.leave()
        elif self.writing.is_open():
            self.writing.leave()
        elif self._looking:
            self._looking = False
            self._make_room()
            self.table.setFocus()
