"""The page of the monthly report: one month, four ways of looking at it, and the next step of its way to the signed file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget

from carebook.actions.drafts import keep_draft
from carebook.records.enum_words import said
from carebook.records.periods import ReportState
from carebook.rules import identities
from carebook.ui.pages.reports.behind import NumberPanel
from carebook.ui.pages.reports.comparison import ComparisonView
from carebook.ui.pages.reports.figures import FiguresView
from carebook.ui.pages.reports.gathering import NARRATIVE_FORM, MonthView, month_view, said_month
from carebook.ui.pages.reports.narrative import NarrativeView
from carebook.ui.pages.reports.steps import Steps
from carebook.ui.pages.reports.way import way
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.labels import Chip
from carebook.ui.parts.layouts import box, emptied, hairline, row
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.ui.parts.strips import PathStrip
from carebook.ui.parts.taking_out import TakingOut
from carebook.words import N_, _, pgettext

if TYPE_CHECKING:
    from carebook.ui.pages.reports.paper import PaperView

ONE_LINE = 1000
"""From this width of the page on, in pixels, its ways of looking stand in its head."""

_CHIPS: dict[ReportState, tuple[str, str]] = {
    ReportState.CLOSED: ("info", "lock"),
    ReportState.NUMBERED: ("info", "lock"),
    ReportState.PREPARER_SIGNED: ("info", "signature"),
    ReportState.SIGNED: ("ok", "shield-check"),
    ReportState.SIGNED_IN_INK: ("ok", "signature"),
    ReportState.SENT: ("ok", "send"),
    ReportState.ACKNOWLEDGED: ("ok", "check"),
    ReportState.SUPERSEDED: ("none", "history"),
}


class ReportsPage(Page):
    """One month at a time; arrows walk the numbers, Enter opens the people behind one."""

    mine = frozenset({"people", "episodes", "periods", "outbox", "facility", "codes"})
    keys = (
        KeyHint("↑↓←→", N_("walk the numbers")),
        KeyHint("Enter", N_("open the people behind a number")),
        KeyHint("Ctrl+PgUp", N_("earlier month")),
        KeyHint("Ctrl+PgDown", N_("later month")),
        KeyHint("Esc", N_("close the panel")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Reports"))
        self._desk = desk
        self._month = ""
        self._view: MonthView | None = None
        self._paper: PaperView | None = None
        self._make_head()
        self.strip = PathStrip()
        self.figures = FiguresView()
        self.panel = NumberPanel(desk)
        self.narrative = NarrativeView(desk)
        self.comparison = ComparisonView(desk)
        self.taking_out = TakingOut(desk, self)
        self.steps = Steps(desk, self, self.narrative_now)
        self.stack = QStackedWidget()
        for view in (self.figures, self.narrative, self.comparison):
            self.stack.addWidget(view)
        self.states = States(box(row((self.stack, 1), self.panel, gap=0)))
        self._way = box(row((self.strip, 1), margins=(24, 8, 20, 4)))
        self.put(self._narrow_row, hairline(), self._way, (self.states, 1))
        self._connect()

    def _make_head(self) -> None:
        self.earlier = Button("", "ghost", "chevron-left")
        self.later = Button("", "ghost", "chevron-right")
        for button, words in ((self.earlier, _("Earlier month")), (self.later, _("Later month"))):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self.month = Choice()
        self.month.setAccessibleName(_("Month"))
        self._chip_place = row(gap=0)
        self._chip = box(self._chip_place)
        self._chip_at_title = row(self._chip, gap=0)
        self.segments = Segments(
            [
                ("figures", _("Figures")),
                ("narrative", pgettext("report", "Narrative")),
                ("paper", _("On paper")),
                ("comparison", _("Compare")),
            ]
        )
        self.more = Button(_("More…"))
        self._menu = QMenu(self)
        self.next = Button("", "primary")
        self.header.add_left(self.earlier, self.month, self.later, box(self._chip_at_title))
        self._wide_place = row(gap=0)
        self.header.add_actions(box(self._wide_place), self.more, self.next)
        self._wide_place.addWidget(self.segments)
        self._narrow_place = row(None, gap=12, margins=(16, 0, 16, 6))
        self._narrow_row = box(self._narrow_place)
        self._narrow_row.hide()
        self.next.hide()
        self.more.hide()

    def _connect(self) -> None:
        self.earlier.clicked.connect(partial(self.step, 1))
        self.later.clicked.connect(partial(self.step, -1))
        self.month.activated.connect(self._month_chosen)
        self.segments.chosen.connect(self._look_at)
        self.more.clicked.connect(self._offer_more)
        self.figures.number_opened.connect(self._open_number)
        self.figures.check_opened.connect(self._open_check)
        self.panel.closed.connect(self._panel_closed)
        self.panel.taken_out.connect(self.taking_out.begin)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        self.narrative.touched.connect(self.touched)
        self.comparison.new_version_wanted.connect(self.steps.begin_version)
        self.steps.said.connect(self.say)
        self.steps.refused.connect(self.complain)
        self.steps.blocked.connect(self._show_blocked)
        self.steps.closed.connect(self._closed)
        self.steps.put_out.connect(self._in_outbox)
        on_key(self, "Ctrl+PgUp", partial(self.step, 1))
        on_key(self, "Ctrl+PgDown", partial(self.step, -1))
        on_key(self, "Ctrl+Tab", self.figures.tabs.step)
        on_key(self, "Esc", self._close_panel)
        self.setFocusProxy(self.figures.table)

    def turn_to(self, month: str = "", look: str = "") -> None:
        """Show a month ("2026-10"), looked at as figures, narrative, paper or comparison."""
        if look:
            self.segments.choose(look)
        if month:
            self._show_month(month)
        else:
            self.make_stale()

    # asking and showing

    def refresh(self) -> None:
        """Ask for the month on show."""
        self.states.show_loading()
        month, today = self._month, self._desk.today()
        self._desk.ask(self, lambda reader: month_view(reader, month, today), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, view: MonthView) -> None:
        if view.month != self._month:
            self._close_panel()
        self._view, self._month = view, view.month
        month = said_month(view.month)
        self.rename(_("Report of {month}").format(month=month))
        self.month.offer([(m, f"{m[5:]}/{m[:4]}") for m in view.months])
        self.month.choose(view.month)
        place = view.months.index(view.month)
        self.earlier.setEnabled(place + 1 < len(view.months))
        self.later.setEnabled(place > 0)
        self._show_chip(view)
        self._show_steps(view)
        self._show_strip(view)
        self._fit_choice()
        self.figures.show_month(view)
        self.comparison.show_month(view)
        self._look_at(self.segments.current())
        self.states.show_content()
        self._say_beginning(view)

    def _say_beginning(self, view: MonthView) -> None:
        if view.is_first and len(view.months) == 1 and view.snapshot is None and not self.messages.text():
            said = _(
                "The book begins with {month}; its report can be made when the month is over. The figures so far are here."
            )
            self.say(said.format(month=said_month(view.month)), "info", seconds=12)

    def _show_chip(self, view: MonthView) -> None:
        emptied(self._chip_place)
        if view.state is None:
            chip = Chip(pgettext("report", "not closed"), "warn", "hourglass")
        else:
            tone, icon = _CHIPS[view.state]
            version = view.snapshots[0].report_version
            words = said(view.state)
            chip = Chip(_("{state}, version {n}").format(state=words, n=version) if version > 1 else words, tone, icon)
        self._chip_place.addWidget(chip)

    def _show_strip(self, view: MonthView) -> None:
        steps, now = way(view, self._desk)
        self.strip.show_steps(steps, now)

    def _look_at(self, key: str) -> None:
        view = self._view
        if view is None:
            return
        match key:
            case "narrative":
                self.narrative.show_month(view)
                self.stack.setCurrentWidget(self.narrative)
            case "paper":
                self._show_paper(view)
            case "comparison":
                self.stack.setCurrentWidget(self.comparison)
            case _:
                self.stack.setCurrentWidget(self.figures)
        self.panel.setVisible(key == "figures" and self.panel.is_open)
        self._cover()

    def _show_paper(self, view: MonthView) -> None:
        if self._paper is None:
            from carebook.ui.pages.reports.paper import PaperView

            self._paper = PaperView(self._desk)
            self._paper.said.connect(self.say)
            self.stack.addWidget(self._paper)
        typed = self.narrative.typed() if self.narrative.is_dirty() else view.narrative
        self._paper.show_month(view, typed)
        self.stack.setCurrentWidget(self._paper)

    @property
    def paper(self) -> PaperView | None:
        """The view of the printed report, None until it was looked at."""
        return self._paper

    # months

    def step(self, by: int) -> None:
        """Show the month before (1) or after (-1)."""
        if self._view is not None:
            place = self._view.months.index(self._view.month) + by
            if 0 <= place < len(self._view.months):
                self._show_month(self._view.months[place])

    def _month_chosen(self, _place: int) -> None:
        self._show_month(self.month.code())

    def _show_month(self, month: str) -> None:
        if self.has_unsaved():
            self.keep_draft()
        if month != self._month:
            self._close_panel()
        self._month = month
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

    def _show_steps(self, view: MonthView) -> None:
        steps = self.steps.show_month(view)
        leads = bool(steps) and steps[0].leads
        if leads:
            self.next.deleteLater()
            self.next = Button(steps[0].words, "primary", steps[0].icon)
            self.next.clicked.connect(steps[0].begin)
            self.header.add_actions(self.next)
        self.next.setVisible(leads)
        self._menu.clear()
        rest = steps[1:] if leads else steps
        for step in rest:
            self._menu.addAction(step.words, step.begin)
        self.more.setVisible(bool(rest))

    def _offer_more(self) -> None:
        self._menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

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
        self._desk.do(keep_draft, NARRATIVE_FORM, self._month, None)
        self.narrative.mark_kept()

    def _in_outbox(self, sentence: object) -> None:
        self.say(sentence, action=_("Send and receive"), then=partial(self._desk.go, "exchange"))

    # drafts of the narrative

    def has_unsaved(self) -> bool:
        """Whether the narrative has words that are not kept."""
        return self.narrative.is_dirty()

    def keep_draft(self) -> None:
        """Keep the narrative as a draft of who types it."""
        self._desk.do(keep_draft, NARRATIVE_FORM, self._month, self.narrative.typed())
        self.narrative.mark_kept()

    def save(self) -> None:
        """Ctrl+S keeps the narrative."""
        if self.has_unsaved():
            self.keep_draft()

    def can_leave(self) -> bool:
        """The narrative is kept as a draft by itself; nothing has to be asked."""
        self.save()
        return True

    # narrow and wide

    def minimumSizeHint(self) -> QSize:
        """Small enough for every window: the head is laid out anew when it grows narrow (see ``resizeEvent``)."""
        return super().minimumSizeHint().boundedTo(QSize(600, 420))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        one_line = self.width() >= ONE_LINE
        if one_line == self._narrow_row.isHidden():
            self._fit_choice()
            return
        if one_line:
            self._chip_at_title.addWidget(self._chip)
            self._wide_place.addWidget(self.segments)
        else:
            self._narrow_place.insertWidget(0, self.segments)
            self._narrow_place.insertWidget(1, self._chip)
        self._narrow_row.setVisible(not one_line)
        self._fit_choice()

    def _fit_choice(self) -> None:
        """The list of months stands between its arrows where the head has room for it."""
        self.month.hide()
        needed = self.header.minimumSizeHint().width() + self.month.sizeHint().width() + 10
        self.month.setVisible(needed <= self.width())

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
