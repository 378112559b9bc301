"""The page of a report: one span, four ways of looking at it, and the next step of its way to the signed file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout

from carebook.actions.change import Change
from carebook.actions.drafts import keep_draft
from carebook.actions.typed_figures import type_figures
from carebook.records.periods import ReportKind
from carebook.rules import identities
from carebook.rules.periods import kind_of
from carebook.ui.pages.reports.behind import NumberPanel
from carebook.ui.pages.reports.by_code import VersionFinder
from carebook.ui.pages.reports.comparison import ComparisonView
from carebook.ui.pages.reports.figures import FiguresView
from carebook.ui.pages.reports.gathering import (
    NARRATIVE_FORM,
    TYPED_FORM,
    ReportView,
    report_view,
    said_period,
    with_last_year,
    with_late_rows,
)
from carebook.ui.pages.reports.head import ReportHead
from carebook.ui.pages.reports.long_reading import LongReading
from carebook.ui.pages.reports.narrative import NarrativeView
from carebook.ui.pages.reports.steps import Step, Steps
from carebook.ui.pages.reports.way import way
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import Stack, box, hairline, row
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import Progress, States
from carebook.ui.parts.strips import PathStrip
from carebook.ui.parts.taking_out import TakingOut
from carebook.words import N_, _, message

if TYPE_CHECKING:
    from carebook.ui.pages.reports.paper import PaperView


class ReportsPage(DeskPage):
    """One span at a time; arrows walk the numbers, Enter opens the people behind one or the paper it was typed from."""

    mine = frozenset({"people", "episodes", "periods", "outbox", "facility", "codes"})
    keys = (
        KeyHint("↑↓←→", N_("walk the numbers")),
        KeyHint("Enter", N_("open the people behind a number, or type one from its paper")),
        KeyHint("Ctrl+S", N_("keep the typed numbers")),
        KeyHint("Ctrl+PgUp", N_("earlier report")),
        KeyHint("Ctrl+PgDown", N_("later report")),
        KeyHint("Esc", N_("close the panel")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Reports"))
        self._kind, self._key = ReportKind.MONTHLY, ""
        self._reading: LongReading | None = None
        self._view: ReportView | None = None
        self._closing = ""  # the key of the report whose closing begins as soon as it is shown
        self._paper: PaperView | None = None
        self.head = ReportHead(self.header, self, desk.today)
        self.span, self.segments = self.head.span, self.head.segments
        self.strip = PathStrip()
        self.figures = FiguresView(desk)
        self.panel = NumberPanel(desk)
        self.narrative = NarrativeView(desk)
        self.comparison = ComparisonView(desk)
        self.taking_out = TakingOut(desk, self)
        self.finder = VersionFinder(desk, self)
        self.steps = Steps(desk, self, self.narrative_now)
        self.stack = Stack()
        for view in (self.figures, self.narrative, self.comparison):
            self.stack.addWidget(view)
        self.states = States(box(row((self.stack, 1), self.panel, gap=0)))
        self.progress = Progress()
        self._way = box(row((self.strip, 1), margins=(24, 8, 20, 4)))
        self.put(self.head.below, hairline(), self._way, self.progress, (self.states, 1))
        if (layout := self.layout()) is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # see `minimumSizeHint`
        self._connect()

    def _connect(self) -> None:
        self.span.turned.connect(self._show_report)
        self.progress.stopped.connect(self._stopped)
        self.segments.chosen.connect(self._look_at)
        self.figures.number_opened.connect(self._open_number)
        self.figures.check_opened.connect(self._open_check)
        self.figures.typing.changed.connect(self.touched)
        self.figures.typing.keeping.connect(self.keep_typed)
        self.panel.closed.connect(self._panel_closed)
        self.panel.taken_out.connect(self.taking_out.begin)
        self.finder.opened.connect(self.turn_to)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        self.narrative.touched.connect(self.touched)
        self.comparison.new_version_wanted.connect(self.steps.begin_version)
        self.steps.said.connect(self.say)
        self.steps.refused.connect(self.complain)
        self.steps.blocked.connect(self._show_blocked)
        self.steps.closed.connect(self._closed)
        self.steps.put_out.connect(self._in_outbox)
        on_key(self, "Ctrl+PgUp", partial(self.span.step, 1))
        on_key(self, "Ctrl+PgDown", partial(self.span.step, -1))
        on_key(self, "Ctrl+Tab", self.figures.step_tab)
        on_key(self, "Esc", self._close_panel)
        self.setFocusProxy(self.figures.table)

    def turn_to(self, month: str = "", look: str = "", code: str = "", close: bool = False) -> None:
        """Show a report by the key of its span ("2026-10", "2026-Q4"), looked at as figures, narrative, paper or comparison.

        ``code`` is the one at the foot of a printed page, whose version is looked for. With ``close`` its closing begins.
        """
        self._closing = month if close else ""
        if code:
            self.finder.begin_with(code)
        if look:
            self.segments.choose(look)
        if month:
            self._show_report(kind_of(month) or ReportKind.MONTHLY, month)
        else:
            self.make_stale()

    # asking and showing

    def refresh(self) -> None:
        """Ask for the report on show; a span longer than a month is gathered beside all other questions, and can be stopped."""
        self._stop_reading()
        self.states.show_loading()
        question = partial(report_view, kind=self._kind, key=self._key, today=self._desk.today())
        if self._kind is ReportKind.MONTHLY:
            self._desk.ask(self, question, self._show, self._not_read)
            return
        reading = LongReading(self)
        reading.ended.connect(self._reading_ended)
        self.progress.follow(reading, _("Counting the figures"))
        reading.begin(self.clerk, question, self._show, self._not_read)
        self._reading = reading

    def _stop_reading(self) -> None:
        """Nobody waits any more for what is being asked."""
        self.clerk.forget(self)
        if self._reading is not None:
            self._reading.ended.disconnect(self.progress.hide)  # the bar is for the next one by then
            self._reading.cancel()
            self._reading = None
            self.progress.hide()

    def _reading_ended(self) -> None:
        ended = self.sender()
        if ended is self._reading:
            self._reading = None
        if ended is not None:
            ended.deleteLater()

    def _stopped(self) -> None:
        self.states.show_empty(_("Counting was stopped."), (_("Count again"), self.make_stale))

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, view: ReportView) -> None:
        self._reading = None
        if self._view is None or view.key != self._view.key:
            self._close_panel()
        self._view, self._key = view, view.key
        self.rename(_("Report of {month}").format(month=said_period(view.key)))
        finding = Step("find", _("Find the version of a page…"), "search", self.finder.begin, leads=False)
        self.head.show_report(view, self.steps.show_report(view), [finding])
        self.head.fit(self.width())
        self.strip.show_steps(*way(view, self._desk))
        self.figures.show_report(view)
        self.comparison.show_report(view)
        self._look_at(self.segments.current())
        self.states.show_content()
        self._say_beginning(view)
        self._begin_closing(view)
        if view.kind is ReportKind.MONTHLY and view.snapshot is None:
            question = partial(with_last_year, view=view, today=self._desk.today())
            self._desk.ask(self, question, self._add_last_year, key="last_year")

    def _add_last_year(self, view: ReportView) -> None:
        if self._view is not None and view.figures.period == self._view.figures.period:
            self._view = view
            self.figures.add_last_year(view)
            self._look_at(self.segments.current())
            self._desk.ask(self, partial(with_late_rows, view=view), self._add_late_rows, key="late_rows")

    def _add_late_rows(self, view: ReportView) -> None:
        if self._view is not None and view.figures.period == self._view.figures.period:
            self._view = view
            self.comparison.show_report(view)

    def _say_beginning(self, view: ReportView) -> None:
        if view.is_first and len(view.keys) == 1 and view.snapshot is None and not self.messages.text():
            said = _(
                "The book begins with {month}; its report can be made when that time is over. The figures so far are here."
            )
            self.say(said.format(month=said_period(view.key)), "info", seconds=12)

    def _begin_closing(self, view: ReportView) -> None:
        """Begin the closing somebody came for, unless the report is closed already."""
        wanted, self._closing = self._closing, ""
        if wanted != view.key:
            return
        if view.snapshot is None:
            self.steps.begin_closing()
        else:
            self.say(message("The report of {month} is closed already.", month=said_period(view.key)), "info")

    def _look_at(self, key: str) -> None:
        view = self._view
        if view is None:
            return
        match key:
            case "narrative":
                self.narrative.show_report(view)
                self.stack.setCurrentWidget(self.narrative)
            case "paper":
                self._show_paper(view)
            case "comparison":
                self.stack.setCurrentWidget(self.comparison)
            case _:
                self.stack.setCurrentWidget(self.figures)
        self.panel.setVisible(key == "figures" and self.panel.is_open)
        self._cover()

    def _show_paper(self, view: ReportView) -> None:
        if self._paper is None:
            from carebook.ui.pages.reports.paper import PaperView

            self._paper = PaperView(self._desk)
            self._paper.said.connect(self.say)
            self.stack.addWidget(self._paper)
        typed = self.narrative.typed() if self.narrative.is_dirty() else view.narrative
        self._paper.show_report(view, typed)
        self.stack.setCurrentWidget(self._paper)

    @property
    def paper(self) -> PaperView | None:
        """The view of the printed report, None until it was looked at."""
        return self._paper

    # other reports

    def _show_report(self, kind: ReportKind, key: str) -> None:
        if self.has_unsaved():
            self.keep_draft()
        if key != self._key:
            self._close_panel()
        self._kind, self._key = kind, key
        self.make_stale()

    # people behind a number

    def _open_number(self, code: str, row_code: str, column: str) -> None:
        if self._view is not None:
            self.panel.show_number(self._view, self._view.table(code), row_code, column)
            self._cover()

    def _open_check(self, check: identities.Check) -> None:
        if self._view is not None:
            self.panel.show_check(self._view, check)
            self._cover()

    def _close_panel(self) -> None:
        if self.panel.is_open:
            self.panel.shut()

    def _panel_closed(self) -> None:
        self._cover()
        self.figures.nothing_opened()
        self.figures.table.setFocus()

    # what can be done now

    def narrative_now(self) -> dict[str, str]:
        """The narrative a closing takes: what stands in the fields, else what was kept."""
        if self.narrative.is_dirty():
            return self.narrative.typed()
        return dict(self._view.narrative) if self._view is not None else {}

    def _show_blocked(self) -> None:
        if self._view is not None:
            self.segments.choose("figures")
            self._look_at("figures")
            self.panel.show_blocked(self._view, self._open_check)
            self._cover()

    def _closed(self) -> None:
        self._desk.do(keep_draft, NARRATIVE_FORM, self._key, None)
        self.narrative.mark_kept()

    def _in_outbox(self, sentence: object) -> None:
        self.say(sentence, action=_("Send and receive"), then=partial(self._desk.go, "exchange"))

    # what is typed: the narrative as a draft, numbers from paper as a draft until they are kept

    def keep_typed(self) -> None:
        """Keep the typed numbers with the paper they come from."""
        typing = self.figures.typing
        if (figures := typing.figures()) is not None:
            self._desk.do(type_figures, figures, then=self._typed_kept, failed=typing.refused)

    def _typed_kept(self, change: Change) -> None:
        self.figures.typing.were_kept()
        self._desk.do(keep_draft, TYPED_FORM, self._key, None)
        self.tell_done(change)

    def has_unsaved(self) -> bool:
        """Whether the narrative has words, or the figures numbers, that are not kept."""
        return self.narrative.is_dirty() or self.figures.typing.is_touched()

    def keep_draft(self) -> None:
        """Keep what is typed as a draft of who types it."""
        if self.narrative.is_dirty():
            self._desk.do(keep_draft, NARRATIVE_FORM, self._key, self.narrative.typed())
            self.narrative.mark_kept()
        if self.figures.typing.is_touched():
            self._desk.do(keep_draft, TYPED_FORM, self._key, self.figures.typing.draft())
            self.figures.typing.mark_drafted()

    def save(self) -> None:
        """Ctrl+S keeps the numbers that wait, else the narrative."""
        if self.figures.typing.is_waiting():
            self.keep_typed()
        elif self.has_unsaved():
            self.keep_draft()

    def can_leave(self) -> bool:
        """What is typed is kept as a draft by itself; nothing has to be asked."""
        self.keep_draft()
        return True

    # narrow and wide

    def minimumSizeHint(self) -> QSize:
        """Small enough for every window: the head is laid out anew when it grows narrow (see `ReportHead.fit`)."""
        return super().minimumSizeHint().boundedTo(QSize(600, 420))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.fit(self.width())

    def fold(self, narrow: bool) -> None:
        """The panel covers the figures, tabs become a list, the way gives its place to the figures; its chip stays."""
        super().fold(narrow)
        self.figures.fold(narrow)
        self._way.setVisible(not narrow)
        self.panel.move_under(narrow)
        self._cover()

    def _cover(self) -> None:
        """Where there is no room beside the figures, the open panel stands in their place."""
        covers = self.is_narrow() and not self.panel.isHidden()
        self.stack.setVisible(not covers)
        if covers:
            self.panel.close_button.setFocus()
