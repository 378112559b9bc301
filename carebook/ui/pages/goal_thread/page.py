"""The page of one goal: score → goal → activities → notes → next score, and the way to the next goal of the stay."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from carebook.actions.people import protected
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.store.book import Reader
from carebook.store.goal_threads import Thread, goal_thread
from carebook.ui.pages.goal_thread.parts import ThreadParts, head_words
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.care_plans.standing import achievement_of, life_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Sign, key_caps, label, state
from carebook.ui.parts.layouts import box, column, emptied, row, scrolling
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.words import N_, _

SHARES = (4, 5, 4, 6, 4)
_BESIDE_FROM = 1000
"""From this width of the page on, in pixels at base size, the steps stand beside each other."""
"""How the width is shared among need, goal, activities, notes and results."""


class GoalThreadPage(Page):
    """The goal of ``turn_to(episode_id=…, thread=…)``; the first goal of the stay when none is named."""

    mine = frozenset({"casework", "people", "rehabilitation", "groups"})
    keys = (
        KeyHint("Alt+↓", N_("next goal")),
        KeyHint("Alt+↑", N_("goal before")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Goal thread"))
        self._desk = desk
        self._episode_id = self._thread_id = ""
        self._thread: Thread | None = None
        self.goal_words = label("", "h2", wrap=True)
        self._line = label("", "small", wrap=True)
        self._marks: QHBoxLayout = row(gap=14)
        self._steps: QBoxLayout = row(gap=12)
        self._stacked = False
        head = column(self.goal_words, row((self._line, 1), self._marks, gap=12), gap=2)
        content = column(head, self._steps, None, gap=14, margins=(24, 4, 20, 16))
        self.states = States(scrolling(box(content)))
        self.before_button = Button(_("Goal before"), icon="chevron-left")
        self.before_button.clicked.connect(self.go_before)
        self.next_button = Button(_("Next goal"), icon="chevron-right")
        self.next_button.clicked.connect(self.go_on)
        self.place = label("", "muted")
        self.header.add_actions(self.before_button, self.place, self.next_button)
        self.plan_button = Button(_("Open the plan"), icon="target")
        self.plan_button.clicked.connect(self._open_plan)
        self.notes_button = Button(_("Open the notes"), icon="message-square")
        self.notes_button.clicked.connect(self._open_notes)
        self.back_button = Button(_("Go back"), icon="chevron-left")
        self.back_button.clicked.connect(self._go_back)
        keys = key_caps(("Alt+↓", _("next goal")), ("Alt+↑", _("goal before")))
        self.put((self.states, 1), Footer(keys, None, self.back_button, self.notes_button, self.plan_button))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key, slot in (("Alt+Down", self.go_on), ("Alt+Up", self.go_before), ("Esc", self._go_back)):
            on_key(self, key, slot)
        self._show_buttons()

    def turn_to(self, episode_id: str = "", thread: str = "", **_more: object) -> None:
        """Show another goal."""
        if (episode_id, thread) == (self._episode_id, self._thread_id):
            return
        self._episode_id, self._thread_id = episode_id, thread
        self.messages.clear()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the goal and all that belongs to it."""
        if not self._episode_id:
            self.states.show_empty(_("Open a plan and choose “Goal thread” at one of its goals."), icon="target")
            return
        self.states.show_loading()
        episode_id, thread = self._episode_id, self._thread_id
        self._desk.ask(self, lambda reader: _asked(reader, episode_id, thread), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: tuple[Thread | None, bool]) -> None:
        thread, seen = found
        self._thread = thread
        self._show_buttons()
        if thread is None:
            self.header.show_line("")
            self.states.show_empty(_("This stay has no goal yet.") if seen else protected(), icon="target")
            return
        self._thread_id = thread.thread
        person, goal = thread.person, thread.newest.goal
        self.header.show_line(" · ".join((person.full_name, person.code)), always=True)
        self.goal_words.setText(goal.text)
        domain = self._desk.words("need_domain", goal.domain)
        self._line.setText(" · ".join((domain, head_words(thread))))
        emptied(self._marks)
        for standing in (life_of(goal), achievement_of(goal)):
            self._marks.addLayout(state(standing.words, standing.shape, standing.tone))
        self._fill(thread)
        self.states.show_content()

    def _fill(self, thread: Thread) -> None:
        emptied(self._steps)
        steps = ThreadParts(self._desk, thread).steps()
        for place, (step, share) in enumerate(zip(steps, SHARES, strict=True)):
            if place:
                arrow = box(column(7, Sign("arrow-right", "text2", 16), None, gap=0))
                self._steps.addWidget(arrow)
                arrow.setVisible(not self._stacked)
            step.setMinimumWidth(theme.worn().scaled(110))
            self._steps.addWidget(step, share)

    def _show_buttons(self) -> None:
        thread = self._thread
        place = thread.threads.index(thread.thread) if thread else 0
        many = len(thread.threads) if thread else 0
        self.place.setText(f"{place + 1}/{many}" if many else "")
        self.before_button.setEnabled(place > 0)
        self.next_button.setEnabled(place + 1 < many)
        for button in (self.before_button, self.next_button, self.plan_button, self.notes_button):
            button.setVisible(thread is not None)

    # the other goals

    def go_on(self) -> None:
        """The next goal of the stay."""
        self._step(1)

    def go_before(self) -> None:
        """The goal before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self._thread is None:
            return
        threads = self._thread.threads
        place = threads.index(self._thread.thread) + by
        if 0 <= place < len(threads):
            self.setFocus()  # a button that is no longer enabled would pass it on to another page
            self.turn_to(self._episode_id, threads[place])

    # elsewhere

    def _open_plan(self) -> None:
        if self._thread is not None:
            self._desk.go("care_plans", episode_id=self._episode_id, plan_id=self._thread.newest.file.plan.id)

    def _open_notes(self) -> None:
        if self._thread is not None:
            self._desk.go("person", person_id=self._thread.person.id, tab="daily")

    def _go_back(self) -> None:
        if self._thread is not None:
            self._desk.go("person", person_id=self._thread.person.id, tab="plans")
        else:
            self._desk.go("residents")

    # narrow and wide

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The steps stand one under another where five beside each other would cut their words."""
        super().resizeEvent(event)
        stacked = self.width() < theme.worn().scaled(_BESIDE_FROM)
        if stacked == self._stacked:
            return
        self._stacked = stacked
        direction = QBoxLayout.Direction
        self._steps.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)
        if self._thread is not None:
            self._fill(self._thread)


def _asked(reader: Reader, episode_id: str, thread: str) -> tuple[Thread | None, bool]:
    """The goal (the first one when it is gone), and whether the stay may be seen at all."""
    found = goal_thread(reader, episode_id, thread) or goal_thread(reader, episode_id)
    episode = reader.record(Episode, episode_id)
    return found, episode is not None and reader.record(Person, episode.person_id) is not None
