"""The page of the progress report: period and worker, one line a case, how many are accepted, the paper."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.drafts import keep_draft
from carebook.actions.exports import export_list
from carebook.actions.progress import accept_progress_line
from carebook.actions.undo import undo_deed
from carebook.records.staff import Role
from carebook.rules import permissions
from carebook.rules.names import sort_key
from carebook.rules.progress import PERIOD_KINDS, ReportPeriod, last_finished, newest_periods, report_period
from carebook.store.progress import CaseProgress
from carebook.ui.pages.progress.asking import FORM, Report, draft_of, report_of
from carebook.ui.pages.progress.lines import LineList, LineRow
from carebook.ui.pages.progress.paper import PaperView, drawn, gathered
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import ElidedLabel, Meter, key_caps, label
from carebook.ui.parts.layouts import Stack, box, column, hairline, row
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.words import N_, _, message, speaking

NOBODY = "-"
"""Stands for cases without a manager in the choice of workers."""
NEVER_SEEN = 0
"""The version of a line that was not there when the page was shown."""
_OFFERED = {"month": 24, "quarter": 12, "half_year": 8, "year": 6}
_KIND_WORDS = {"month": N_("Month"), "quarter": N_("Quarter"), "half_year": N_("Half-year"), "year": N_("Year")}


class ProgressPage(Page):
    """The report of ``turn_to(period=…, worker_id=…)``: the newest finished month, one's own cases, where not given."""

    mine = frozenset({"casework", "people", "episodes", "staff"})
    keys = (
        KeyHint("Enter", N_("accept, next line")),
        KeyHint("↑↓", N_("another line")),
        KeyHint("Esc", N_("put the line back")),
        KeyHint("Ctrl+Enter", N_("open the record")),
        KeyHint("Ctrl+Z", N_("undo")),
        KeyHint("Ctrl+P", N_("print")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Progress report"))
        self._desk = desk
        self._period = last_finished("month", desk.today())
        self._worker = desk.actor.staff_member_id
        self._chose_worker = False
        self._shown: Report | None = None
        self._own_ops: set[str] = set()
        self._under_way: set[str] = set()
        self._undoable: list[str] = []
        self._leads = bool(desk.actor.roles_on(desk.today()) & (permissions.MANAGERS | {Role.HEAD}))
        self.print_button = Button(_("Print progress report"), "", "printer", "Ctrl+P")
        self.print_button.clicked.connect(self.print_report)
        self.print_button.setVisible(desk.may("export_list"))
        self.header.add_actions(self.print_button)
        self.kinds = Segments([(kind, _(_KIND_WORDS[kind])) for kind in PERIOD_KINDS], self._period.kind)
        self.kinds.chosen.connect(self._kind_chosen)
        self.periods = filter_choice(_("Period"), ())
        self.periods.activated.connect(self._period_chosen)
        self.workers = filter_choice(_("Case manager"), ())
        self.workers.activated.connect(self._worker_chosen)
        if not self._leads:
            self.workers.hide()
        self.which = Pills([("all", _("All")), ("open", _("Line not accepted")), ("accepted", _("Line accepted"))])
        self.which.chosen.connect(self._show_lines)
        spans = row(self.kinds, self.periods, self.workers, None, gap=12)
        filters = column(spans, self.which, gap=6, margins=(24, 0, 20, 8))
        self.lines = LineList(writes=desk.may("accept_progress_line"))
        self.lines.accepted.connect(self._accept)
        self.lines.typed.connect(self.touched)
        self.lines.opened.connect(self._open_person)
        self.lines.undo_wanted.connect(self.undo_last)
        self.states = States(self.lines)
        self.meter = Meter(0, 0, tone="ok")
        self.standing = label("", "name")
        self.told = ElidedLabel("", "muted")
        self.undo_button = Button(_("Undo"), "link", "undo-2")
        self.undo_button.clicked.connect(self.undo_last)
        caps = key_caps(("Enter", _("accept, next line")), ("↑↓", _("another line")))
        foot = Footer(self.meter, self.standing, 8, self.told, self.undo_button, None, caps)
        self._list = box(column(filters, hairline(), (self.states, 1), foot, gap=0))
        self.paper = PaperView()
        self.paper.left.connect(self._back_to_lines)
        self.paper.said.connect(self.say)
        self.stack = Stack()
        self.stack.addWidget(self._list)
        self.stack.addWidget(self.paper)
        self.put((self.stack, 1))
        on_key(self, "Ctrl+Z", self.undo_last)
        on_key(self.paper, "Esc", self._back_to_lines)
        self._offer_periods()
        self._show_standing()

    # which report

    def turn_to(self, period: str = "", worker_id: str = "") -> None:
        """Show another report; the one before is kept as a draft where something is typed."""
        self._turn(
            report_period(period) if period else last_finished("month", self._desk.today()),
            worker_id or self._desk.actor.staff_member_id,
            chosen=bool(worker_id),
        )

    def _turn(self, period: ReportPeriod, worker_id: str, *, chosen: bool) -> None:
        if self.has_unsaved():
            self.keep_draft()
        if not self._leads:
            worker_id = self._desk.actor.staff_member_id
        self._period, self._worker, self._chose_worker = period, worker_id, chosen
        self._shown = None
        self._undoable.clear()
        self.told.setWhole("")
        self.messages.clear()
        self._back_to_lines()
        self._offer_periods()
        self._show_standing()
        self.make_stale()

    def _offer_periods(self) -> None:
        self.kinds.choose(self._period.kind)
        offered = newest_periods(self._period.kind, self._desk.today(), _OFFERED[self._period.kind])
        if self._period not in offered:
            offered.append(self._period)
        self.periods.offer([(one.code, _capital(str(one.words))) for one in offered])
        self.periods.choose(self._period.code)

    def _kind_chosen(self, kind: str) -> None:
        self._turn(last_finished(kind, self._desk.today()), self._worker, chosen=self._chose_worker)

    def _period_chosen(self) -> None:
        self._turn(report_period(self.periods.code()), self._worker, chosen=self._chose_worker)

    def _worker_chosen(self) -> None:
        code = self.workers.code()
        self._turn(self._period, "" if code == NOBODY else code, chosen=True)

    def refresh(self) -> None:
        """Ask for the cases and what happened to them."""
        if self._shown is None:
            self.states.show_loading()
        period, worker, exactly = self._period, self._worker, self._chose_worker or not self._leads
        self._desk.ask(
            self, lambda reader: report_of(reader, period, worker, exactly=exactly), self._show, self._not_read
        )

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def on_changed(self, change: Change) -> None:
        """What was accepted here is shown already."""
        if change.op in self._own_ops:
            self._own_ops.discard(change.op)
            return
        super().on_changed(change)

    # what is shown

    def _show(self, found: Report) -> None:
        if found.period != self._period:
            return
        first = self._shown is None
        self._shown, self._worker = found, found.worker_id
        self._offer_workers(found)
        typed = self.lines.typed_words() if not first else {}
        if first and found.draft is not None:
            typed = {key: str(words) for key, words in found.draft.content.items()}
        name = next((words for worker, words, _count in found.workers if worker == found.worker_id and worker), "")
        self.header.show_line(name or self._desk.actor.name if found.worker_id else _("Without a case manager"))
        self._fill(typed)
        if not found.cases:
            own = self._worker == self._desk.actor.staff_member_id
            nothing = _("No case to manage has been given yet.") if own else _("No cases in this period.")
            self.states.show_empty(nothing, icon="list")
        elif first and self.isVisible() and self.stack.currentWidget() is self._list:
            self.lines.begin()
        if first and typed:
            self.told.setWhole(_("The draft kept at {time} is open again.").format(time=self._kept_at(found)))
        self._show_standing()

    def _kept_at(self, found: Report) -> str:
        return dates.moment(found.draft.kept_at, self._desk.today()) if found.draft else ""

    def _offer_workers(self, found: Report) -> None:
        own = (self._desk.actor.staff_member_id, self._desk.actor.name, 0)
        listed = {worker: (name, count) for worker, name, count in (own, *found.workers)}
        named = sorted(((w, *facts) for w, facts in listed.items() if w), key=lambda one: sort_key(one[1]))
        choices = [(worker, f"{name} · {count}") for worker, name, count in named]
        if "" in listed:
            choices.append((NOBODY, f"{_('Without a case manager')} · {listed[''][1]}"))
        self.workers.offer(choices)
        self.workers.choose(self._worker or NOBODY)

    def _show_lines(self, _which: str = "") -> None:
        self._fill(self.lines.typed_words())
        self.lines.begin()

    def _fill(self, typed: dict[str, str]) -> None:
        if self._shown is None:
            return
        wanted = self.which.current()
        cases = [
            case
            for case in self._shown.cases
            if wanted == "all" or case.accepted == (wanted == "accepted") or case.episode_id in typed
        ]
        self.lines.show_cases(cases, typed)
        if cases:
            self.states.show_content()
        else:
            words = _("All lines are accepted.") if wanted == "open" else _("No line is accepted yet.")
            self.states.show_empty(words, icon="circle-check" if wanted == "open" else "list")

    def _counts(self) -> tuple[int, int]:
        cases = self._shown.cases if self._shown else ()
        return sum(case.accepted for case in cases), len(cases)

    def _show_standing(self) -> None:
        done, of = self._counts()
        self.meter.show_share(done, of)
        self.meter.setVisible(bool(of))
        self.standing.setText(_("{done}/{of} accepted").format(done=done, of=of) if of else "")
        for key, words, count in (
            ("all", _("All"), of),
            ("open", _("Line not accepted"), of - done),
            ("accepted", _("Line accepted"), done),
        ):
            self.which.rename(key, f"{words}  {count}")
        self.undo_button.setVisible(bool(self._undoable))
        self.print_button.setEnabled(bool(of))

    # accepting

    def _accept(self, line: LineRow) -> None:
        case, text = line.case, line.text()
        if line.id not in self._under_way and (not case.accepted or line.is_typed()):
            self._under_way.add(line.id)
            seen = case.line.version if case.line else NEVER_SEEN
            self._desk.do(
                accept_progress_line,
                case.episode_id,
                self._period.code,
                text,
                drafted=case.drafted,
                seen=seen,
                then=partial(self._accepted, (self._period, self._worker), case, text),
                failed=partial(self._refused, line.id),
            )
        self.lines.step(1)

    def _accepted(self, report: tuple[ReportPeriod, str], case: CaseProgress, text: str, change: Change) -> None:
        """What was accepted stands in its line, which may have been listed anew meanwhile; another report is left alone."""
        self._under_way.discard(case.episode_id)
        if self._shown is None or report != (self._period, self._worker):
            return
        self._own_ops.add(change.op)
        kept = replace(case, accepted=True, line=change.result)
        cases = [kept if one.episode_id == kept.episode_id else one for one in self._shown.cases]
        self._shown = replace(self._shown, cases=cases)
        if (line := self.lines.row(kept.episode_id)) is not None:
            line.settle(kept, text)
        self._undoable.append(change.op)
        done, of = self._counts()
        self.told.setWhole(_("All lines are accepted.") if done == of else str(change.said))
        self._show_standing()
        self.keep_draft()

    def _refused(self, episode_id: str, error: BaseException) -> None:
        self._under_way.discard(episode_id)
        problems = getattr(error, "problems", ())
        if problems and (line := self.lines.row(episode_id)) is not None:
            line.complain(" ".join(str(problem.message) for problem in problems))
            self.lines.go(episode_id)
        else:
            self.complain(error)

    def undo_last(self) -> None:
        """Take back the last acceptance of this page."""
        if self._undoable:
            self._desk.do(undo_deed, self._undoable.pop(), then=self._undone, failed=self.complain)
            self._show_standing()
        else:
            self.say(_("There is nothing to undo."), "info", seconds=6)

    def _undone(self, change: Change) -> None:
        self.told.setWhole(str(change.said or _("Undone.")))

    def _open_person(self, person_id: str) -> None:
        self._desk.go("person", person_id=person_id, tab="daily")

    # what is typed

    def has_unsaved(self) -> bool:
        return bool(self.lines.typed_words())

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed and not accepted, or nothing when everything is."""
        typed = self.lines.typed_words()
        if typed or (self._shown is not None and self._shown.draft is not None):
            self._desk.do(keep_draft, FORM, draft_of(self._period, self._worker), typed or None)

    def discard(self) -> None:
        """Throw away what is typed."""
        self._fill({})
        self.keep_draft()

    def save(self) -> None:
        """Ctrl+S accepts the line that is written."""
        if self.lines.current is not None:
            self._accept(self.lines.current)

    # the paper

    def print_report(self) -> None:
        """Note that names leave the book, then draw the paper; lines not accepted make it a draft."""
        if self._shown is None or not self._shown.cases or not self.print_button.isEnabled():
            return
        self.print_button.setEnabled(False)
        with speaking("vi"):
            reason = str(message("Progress report of {period}", period=self._shown.period.words))
        people = len(self._shown.cases)
        self._desk.do(export_list, people, reason=reason, then=self._noted, failed=self._not_drawn)

    def _noted(self, _change: Change) -> None:
        period, worker, desk = self._period, self._worker, self._desk
        self.clerk.make(lambda reader: gathered(desk, reader, period, worker), drawn, self._show_paper, self._not_drawn)

    def _show_paper(self, pdf: bytes) -> None:
        self.print_button.setEnabled(True)
        self.stack.setCurrentWidget(self.paper)
        self.paper.show_paper(pdf, self._period)
        self.print_button.hide()

    def _not_drawn(self, error: BaseException) -> None:
        self.print_button.setEnabled(True)
        if getattr(error, "problems", None):
            self.complain(error)
        else:
            self.say(_("This paper could not be drawn. Nothing was printed."), "danger")

    def _back_to_lines(self) -> None:
        if self.stack.currentWidget() is self.paper:
            self.stack.setCurrentWidget(self._list)
            self.print_button.setVisible(self._desk.may("export_list"))
            self.lines.setFocus()

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.told.setVisible(not narrow)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
