"""Whether therapy helps one person: sessions done, attainment of goals and every scale over time, packages before and after."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout

from carebook.actions.people import protected
from carebook.rules.therapy_progress import TherapyProgress, months_before
from carebook.store.therapy_progress import progress_of
from carebook.ui.pages.therapy_progress.beside import Beside
from carebook.ui.pages.therapy_progress.cards import ChartCard, measured_of
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import box, column, emptied, row, scrolling
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.words import N_, _

QUARTER, HALF, YEAR, WHOLE = "3", "6", "12", "all"
BESIDE_FROM, TWO_FROM = 900, 620
"""From these widths in pixels at base size: words beside the charts, two charts side by side."""
BESIDE_WIDTH = 316


class TherapyProgressPage(Page):
    """The progress of the stay of ``turn_to(episode_id=…)``; the last six months unless another span is chosen."""

    mine = frozenset({"rehabilitation", "groups", "casework", "people"})
    keys = (
        KeyHint("Alt+1 … 4", N_("3 months, 6 months, a year, the whole stay")),
        KeyHint("F7", N_("charts or numbers")),
        KeyHint("Ctrl+P", N_("print the progress report")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Progress of rehabilitation"))
        self._desk = desk
        self._episode_id = ""
        self._found: TherapyProgress | None = None
        self._cards: list[ChartCard] = []
        self._columns = 0
        self.span = Segments(
            [(QUARTER, _("3 months")), (HALF, _("6 months")), (YEAR, _("1 year")), (WHOLE, _("Whole stay"))], HALF
        )
        self.span.chosen.connect(self.make_stale)
        self.header.add_left(self.span)
        self.numbers_button = Button("", icon="list")
        self.numbers_button.setAccessibleName(_("Numbers"))
        self.numbers_button.setToolTip(f"{_('Numbers')} (F7)")
        self.numbers_button.setCheckable(True)
        self.numbers_button.toggled.connect(self._redraw)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.header.add_actions(self.numbers_button, self.print_button)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._nothing = label(_("Nothing was measured in this time."), "muted")
        charts = box(column(self._nothing, self._grid, None, gap=0))
        self.beside = Beside(desk)
        self._split: QBoxLayout = row((charts, 1), self.beside, gap=24, margins=(24, 4, 20, 16))
        self.states = States(scrolling(box(self._split)))
        self._fill_foot()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for place, span in enumerate((QUARTER, HALF, YEAR, WHOLE), 1):
            on_key(self, f"Alt+{place}", partial(self.choose_span, span))
        for key, slot in (("F7", self.numbers_button.toggle), ("Ctrl+P", self._print), ("Esc", self._go_back)):
            on_key(self, key, slot)
        self._show_buttons()

    def _fill_foot(self) -> None:
        self.back_button = Button(_("Go back"), icon="chevron-left")
        self.back_button.clicked.connect(self._go_back)
        self.plan_button = Button(_("Rehabilitation plan"), icon="target")
        self.plan_button.clicked.connect(self._open_plan)
        self.week_button = Button(_("Week"), icon="calendar")
        self.week_button.clicked.connect(self._open_week)
        self.scales_button = Button(_("Scales"), icon="activity")
        self.scales_button.clicked.connect(self._open_scales)
        keys = key_caps(("Alt+1 … 4", _("span of time")), ("F7", _("charts or numbers")))
        self.put(
            (self.states, 1),
            Footer(keys, None, self.back_button, self.scales_button, self.week_button, self.plan_button),
        )

    # which stay

    def turn_to(self, episode_id: str = "", **_more: object) -> None:
        """Show the progress of another stay."""
        if episode_id == self._episode_id:
            return
        self._episode_id, self._found = episode_id, None
        self.messages.clear()
        self.make_stale()

    def choose_span(self, span: str) -> None:
        """Show another span of time."""
        self.span.choose(span)
        self.make_stale()

    def first_day(self, today: date) -> date | None:
        """Where the span begins; None for the whole stay."""
        span = self.span.current()
        return None if span == WHOLE else months_before(today, int(span))

    def refresh(self) -> None:
        """Ask for the progress of the stay over the span."""
        if not self._episode_id:
            self.states.show_empty(_("Open a record and choose “Progress of rehabilitation” there."), icon="activity")
            return
        if self._found is None:
            self.states.show_loading()
        today, now = self._desk.today(), self._desk.now()
        question = partial(
            progress_of,
            episode_id=self._episode_id,
            first=self.first_day(today),
            last=today,
            today=today,
            now=now,
        )
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: TherapyProgress | None) -> None:
        self._found = found
        self._show_buttons()
        if found is None:
            self.header.show_line("")
            self.states.show_empty(protected(), icon="lock")
            return
        self.header.show_line(" · ".join((found.person.full_name, found.person.code)), always=True)
        if found.is_empty() and self.span.current() == WHOLE:
            self.states.show_empty(
                _("No session, goal or scale has been recorded in this stay yet."),
                (_("Rehabilitation plan"), self._open_plan),
                icon="activity",
            )
            return
        self._redraw()
        self.states.show_content()

    def _redraw(self) -> None:
        found = self._found
        if found is None:
            return
        emptied(self._grid)
        as_numbers = self.numbers_button.isChecked()
        self._cards = [ChartCard(one, found, self._desk.said_day, as_numbers=as_numbers) for one in measured_of(found)]
        self._nothing.setVisible(not self._cards)
        self._columns = 0
        self._arrange()
        self.beside.show_progress(found)

    # as wide as there is room

    def _arrange(self) -> None:
        worn = theme.worn()
        beside = self.width() >= worn.scaled(BESIDE_FROM)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self.beside.setMinimumWidth(worn.scaled(BESIDE_WIDTH) if beside else 0)
        self.beside.setMaximumWidth(worn.scaled(BESIDE_WIDTH) if beside else 16777215)
        room = self.width() - 44 - (worn.scaled(BESIDE_WIDTH) + 24 if beside else 0)
        columns = 2 if room >= worn.scaled(TWO_FROM) else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for place in range(2):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # elsewhere

    def _show_buttons(self) -> None:
        there = self._found is not None
        for button in (self.numbers_button, self.plan_button, self.week_button, self.scales_button):
            button.setVisible(there)
        self.print_button.setVisible(there and self._desk.may("print_papers"))

    def _print(self) -> None:
        if self._found is not None and self._desk.may("print_papers"):
            self._desk.go("case_papers", episode_id=self._episode_id, paper="progress_for_doctor")

    def _open_plan(self) -> None:
        self._desk.go("therapy_plans", episode_id=self._episode_id, plan_id="")

    def _open_week(self) -> None:
        self._desk.go("schedules", episode_id=self._episode_id)

    def _open_scales(self) -> None:
        if self._found is not None:
            self._desk.go("person", person_id=self._found.person.id, tab="scales")

    def _go_back(self) -> None:
        if self._found is not None:
            self._desk.go("person", person_id=self._found.person.id, tab="rehab")
        else:
            self._desk.go("residents")
