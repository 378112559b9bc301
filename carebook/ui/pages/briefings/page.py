"""Giao ban sáng: one page of the whole center for the director, with what was concluded and who does what."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from carebook import dates
from carebook.actions.briefings import freeze_briefing, save_briefing
from carebook.actions.change import Change, Outdated
from carebook.actions.drafts import keep_draft
from carebook.records.shifts import MorningBriefing
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.briefings import BriefingFacts, briefing_facts
from carebook.store.drafts import Draft, own_draft
from carebook.ui.pages.briefings.facts import FactsPart
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer, SidePanel
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import confirm
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.labels import ElidedLabel, key_caps, label
from carebook.ui.parts.layouts import box, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.words import N_, _, message

FORM = "morning_briefing"
WIDTH = 360
_LEAST, _ROOM = (
    260,
    960,
)  # of the facts, and of the page from which on the panel stands beside them, in pixels at base size
_DAY = timedelta(days=1)


class BriefingPage(DeskPage):
    """The briefing of one morning; today's at first."""

    mine = frozenset({"shifts", "incidents", "medication", "people", "episodes", "facility"})
    keys = (
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+P", N_("print the briefing")),
        KeyHint("Alt+←→", N_("the day before or after")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Morning briefing"))
        self._day = desk.today()
        self._found: BriefingFacts | None = None
        self._kept: Draft | None = None
        self._briefing = MorningBriefing(held_on=self._day)
        self._busy = False
        self.form: Form | None = None
        self.before = Button("", "ghost", "chevron-left")
        self.after = Button("", "ghost", "chevron-right")
        for button, words, by in ((self.before, _("The day before"), -1), (self.after, _("The day after"), 1)):
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(partial(self.turn, by))
        self.named = ElidedLabel("", "h3")
        self.shifts_button = Button(_("Hand over shift"), "link")
        self.shifts_button.clicked.connect(partial(desk.go, "shifts"))
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self.print_briefing)
        self.save_button = Button(_("Save"), "primary", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.header.add_actions(self.print_button, self.save_button)
        self.freeze_button = Button(_("Close the briefing…"), icon="lock")
        self.freeze_button.clicked.connect(self.begin_freezing)
        self.facts = FactsPart()
        self.facts.went.connect(self._go)
        self.states = States(self.facts)
        self.states.setMinimumWidth(theme.worn().scaled(_LEAST))
        self.panel = SidePanel(_("Conclusion"), width=theme.worn().scaled(WIDTH), closes=False)
        told = box(row((self.states, 1), margins=(16, 0, 0, 0)))
        self._split: QBoxLayout = row((told, 1), self.panel, gap=0)
        self.paper = PaperOut(desk, self)
        self.paper.said.connect(self.say)
        self.paper.refused.connect(self.complain)
        self.tabs = DailyTabs(desk, "shifts")
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row(self.before, self.after, (self.named, 1), self.shifts_button, gap=6, margins=(24, 4, 20, 6)),
            (self._split, 1),
            Footer(self.freeze_button, None, key_caps(("Alt+←→", _("day")))),
        )
        self.setFocusProxy(self.facts)
        for key, slot in (
            ("Ctrl+P", self.print_briefing),
            ("Alt+Left", partial(self.turn, -1)),
            ("Alt+Right", partial(self.turn, 1)),
        ):
            on_key(self, key, slot)

    def turn_to(self, day: date | None = None, **_more: object) -> None:
        """Show the briefing of a day, today's without one."""
        self._show_day(day or self._desk.today())

    def turn(self, by: int, *_more: object) -> None:
        """The day before or after; no day to come."""
        day = self._day + _DAY * by
        if day <= self._desk.today() and self.can_leave():
            self._show_day(day)

    def _show_day(self, day: date) -> None:
        self._day, self._found, self.form = day, None, None
        self.make_stale()

    def _go(self, page: str, about: dict[str, Any]) -> None:
        self._desk.go(page, **about)

    # what stands there

    def refresh(self) -> None:
        """Ask for the morning; what is being typed stays."""
        if self._found is None:
            self.states.show_loading()
        question = partial(_morning, day=self._day, now=self._desk.now())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, answer: tuple[BriefingFacts, Choices, Draft | None]) -> None:
        found, here, kept = answer
        self._found = found
        self.facts.show_facts(found)
        self.named.setWhole(
            f"{dates.with_weekday(found.day)} · "
            + _("from {since} to {until}").format(
                since=dates.moment(found.since, self._desk.today()), until=dates.moment(found.until, self._desk.today())
            )
        )
        self.states.show_content()
        if not self.has_unsaved():
            self._load(found, here, kept)

    def _load(self, found: BriefingFacts, here: Choices, kept: Draft | None) -> None:
        self._briefing = found.briefing or MorningBriefing(held_on=found.day)
        self._kept = kept
        closed = self._briefing.frozen_at is not None
        writes = self._desk.may("save_briefing") and not closed
        self.panel.clear()
        self.form = Form(
            [section("", MorningBriefing, "led_by_id", "present", "conclusion", "tasks")],
            self._desk.today,
            choices={"led_by_id": here},
            labels={"led_by_id": _("Chaired by")},
            columns=1,
        )
        self.form.load(self._briefing)
        self.form.changed.connect(self.touched)
        self.form.setEnabled(writes)
        if closed and self._briefing.frozen_at is not None:
            at = dates.moment(self._briefing.frozen_at, self._desk.today())
            self.panel.add(label(_("Closed {time}; it stays as it stands.").format(time=at), "small", wrap=True))
        self.panel.add(self.form)
        self.save_button.setVisible(writes)
        self.freeze_button.setVisible(writes and self._desk.may("freeze_briefing") and bool(self._briefing.version))
        said = (
            _("Briefing closed")
            if closed
            else _("Briefing saved")
            if self._briefing.version
            else _("No conclusion yet")
        )
        self.header.show_line(said, always=True)
        if kept is not None and writes:
            at = dates.moment(kept.kept_at, self._desk.today())
            said_draft = message("There is a draft kept at {time}.", time=at)
            self.say(said_draft, "info", action=_("Open the draft"), then=self._restore)

    def _restore(self) -> None:
        if self._kept is not None and self.form is not None:
            self.form.restore(self._kept.content)

    # saving

    def has_unsaved(self) -> bool:
        return self.form is not None and self.form.is_dirty()

    def keep_draft(self) -> None:
        if self.form is not None and self.form.is_dirty():
            self._desk.do(keep_draft, FORM, self._day.isoformat(), self.form.draft())

    def discard(self) -> None:
        self._desk.do(keep_draft, FORM, self._day.isoformat(), None)
        if self.form is not None:
            self.form.revert()

    def save(self) -> None:
        if self.form is None or self._busy or not self.save_button.isVisibleTo(self):
            return
        written = self.form.record(self._briefing)
        if written is not None:
            self._busy = True
            seen = self._briefing.version or None
            self._desk.do(save_briefing, written, seen=seen, then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self._desk.do(keep_draft, FORM, self._day.isoformat(), None)
        self.form = None
        self.make_stale()
        self.tell_done(change)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = [one for one in getattr(error, "problems", ()) if one.field]
        if problems and self.form is not None and not isinstance(error, Outdated):
            self.form.show_problems(problems)
        else:
            self.complain(error)

    def begin_freezing(self, *_more: object) -> None:
        """Ask once, then close the briefing with the facts of that morning."""
        if self.has_unsaved():
            self.say(_("Save what was typed first."), "info", seconds=6)
            return
        title = _("Close the briefing of {day}?").format(day=dates.written(self._day))
        text = _("It is kept word for word with the facts of that morning and cannot be changed any more.")
        if confirm(self, title, text, _("Close the briefing")):
            self.freeze()

    def freeze(self) -> None:
        """Close the briefing."""
        self._desk.do(freeze_briefing, self._briefing.id, then=self._saved, failed=self._refused)

    # on paper

    def print_briefing(self, *_more: object) -> None:
        """Draw the briefing; what is typed must be saved first."""
        if self.has_unsaved():
            self.say(_("Save what was typed first."), "info", seconds=6)
            return
        day, now = self._day, self._desk.now()

        def gather(reader: Reader, by: str) -> Any:
            from carebook.reports.daily_papers import briefing as paper

            return paper.gather(reader, day, now, printed_by=by)

        def draw(made: Any) -> bytes:
            from carebook.reports.daily_papers import briefing as paper

            pdf: bytes = paper.draw(made).pdf
            return pdf

        self.paper.begin(_("Morning briefing"), "giao-ban", gather, draw, lambda made: made.people)

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The conclusion stands beside the facts where there is room for both, else under them."""
        tight = self.width() < theme.worn().scaled(_ROOM)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if tight else direction.LeftToRight)
        self.panel.move_under(tight)


def _morning(reader: Reader, day: date, now: datetime) -> tuple[BriefingFacts, Choices, Draft | None]:
    here = [(one.id, one.full_name) for one in staff.staff_members(reader, day)]
    return briefing_facts(reader, day, now), here, own_draft(reader, FORM, day.isoformat())
