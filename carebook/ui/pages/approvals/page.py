"""The page: the queue of submitted plans, each with what differs from the one in force, and the answer under it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.people import open_restricted_record, protected
from carebook.store.care_plans import CARE, Awaiting
from carebook.store.therapy_plans import REHABILITATION
from carebook.ui.pages.approvals.asking import Submission, submission, ways_of
from carebook.ui.parts import theme
from carebook.ui.parts.approvals import kinds_answered, queue
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.care_plans import DecisionBar, PlanDifferences, term_of, version_words
from carebook.ui.parts.care_plans.reading import VersionReading
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, key_caps
from carebook.ui.parts.layouts import Stack, box, column, row, scrolling
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _, ngettext

LIST_WIDTH, LEAST_WIDTH, LINE = 300, 420, 46


class QueueTable(RecordTable):
    """The queue: J and K walk as the arrows do."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            self.walk(step)
        else:
            super().keyPressEvent(event)

    def walk(self, step: int) -> None:
        """The next one, or the one before; stays at the ends."""
        at = self.currentIndex().row() + step
        if 0 <= at < self.records.rowCount():
            self._pick_row(at, step)


class ApprovalsPage(Page):
    """The oldest submission first. After an answer the next one stands there; ``counted(n)`` tells how many wait."""

    counted = Signal(int)

    mine = frozenset({"casework", "rehabilitation", "people", "episodes"})
    keys = (
        KeyHint("Alt+↓ Alt+↑", N_("next, previous")),
        KeyHint("J K", N_("next, previous in the list")),
        KeyHint("Ctrl+D", N_("what differs")),
        KeyHint("PgDn", N_("read on")),
        KeyHint("Ctrl+Enter", N_("approve")),
        KeyHint("Ctrl+P", N_("print")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Awaiting approval"))
        self._desk = desk
        self._wanted = ""
        self._shown: Submission | None = None
        self._answering = ""
        self.table = QueueTable(
            [Column("who", _("Name"), self._cell, 200, 1, ALWAYS)],
            _("Awaiting approval"),
            id_of=lambda one: one.plan_id,
            row_height=LINE,
            heads=False,
        )
        self.table.picked.connect(self._pick)
        self.table.opened.connect(self._to_opinion)
        self._name = ElidedLabel("", "h2")
        self._line = ElidedLabel("", "muted")
        self.ways = Segments([("compare", _("What differs")), ("plan", _("The whole plan"))])
        self.ways.chosen.connect(self._turn)
        self.open_button = Button(_("Open the plan"), "link")
        self.open_button.clicked.connect(self._open)
        self.ways_of_kinds = ways_of(desk)
        self._way = self.ways_of_kinds[CARE.table]
        self.comparing = PlanDifferences()
        self.compare_area = scrolling(box(column(self.comparing, None, gap=0, margins=(24, 8, 20, 16))))
        self.plan_area = scrolling(
            box(column(*(way.reading for way in self.ways_of_kinds.values()), None, gap=0, margins=(24, 4, 20, 16)))
        )
        self.stack = Stack()
        self.stack.addWidget(self.compare_area)
        self.stack.addWidget(self.plan_area)
        self.one = States(self.stack)
        bars = column(gap=0)
        for way in self.ways_of_kinds.values():
            way.reading.thread_wanted.connect(self._go_to_thread)
            way.bar.approved.connect(partial(self._decide, True))
            way.bar.returned.connect(partial(self._decide, False))
            bars.addWidget(way.bar)
        self._turn_to_kind(CARE.table)
        hints = key_caps(("Alt ↑↓", _("previous, next")))
        head = row(self._name, (self._line, 1), self.open_button, self.ways, gap=12, margins=(24, 10, 20, 4))
        right = box(column(head, (self.one, 1), box(bars), gap=0))
        self._hints = box(row(hints, None, margins=(24, 4, 8, 8)))
        self.queue = box(column((box(row((self.table, 1), margins=(16, 8, 0, 4))), 1), self._hints, gap=0), "panel")
        self.queue.setProperty("side", "left")
        self.queue.setFixedWidth(theme.worn().scaled(LIST_WIDTH))
        right.setMinimumWidth(LEAST_WIDTH)
        self._split: QBoxLayout = row(self.queue, (right, 1), gap=0)
        self.states = States(box(self._split))
        self.put((self.states, 1))
        self.setFocusProxy(self.table)
        for key, slot in (
            ("Alt+Down", partial(self.table.walk, 1)),
            ("Alt+Up", partial(self.table.walk, -1)),
            ("Ctrl+D", self._turn_over),
            ("Ctrl+Return", self._approve),
            ("Ctrl+Enter", self._approve),
            ("Ctrl+P", self._print),
            ("PgDown", partial(self._turn_pages, 1)),
            ("PgUp", partial(self._turn_pages, -1)),
        ):
            on_key(self, key, slot)

    @property
    def bar(self) -> DecisionBar:
        """The bar of the kind of plan in front."""
        return self._way.bar

    @property
    def reading(self) -> VersionReading:
        """The reading of the kind of plan in front."""
        return self._way.reading

    def _approve(self) -> None:
        self.bar.approve()

    def _turn_to_kind(self, kind: str) -> None:
        """Only what belongs to the kind of plan in front is shown."""
        self._way = self.ways_of_kinds[kind]
        for way in self.ways_of_kinds.values():
            way.reading.setVisible(way is self._way)
            way.bar.hide()  # until the submission in front is known

    # the queue

    def turn_to(self, plan_id: str = "", **_more: object) -> None:
        """Show the queue, with one version in front."""
        self._wanted = plan_id
        self.make_stale()

    def refresh(self) -> None:
        """Read the queue again."""
        self.states.show_loading()
        self._desk.ask(self, partial(queue, kinds=kinds_answered(self._desk)), self._show, self._not_read, key="queue")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, queue: list[Awaiting]) -> None:
        self.counted.emit(len(queue))
        many = ngettext("{n} plan waits", "{n} plans wait", len(queue)).format(n=len(queue))
        self.header.show_line(many if queue else "")
        if not queue:
            self._shown = None
            self.table.show_records(())
            self.states.show_empty(_("Nothing awaits approval any more."), icon="circle-check")
            return
        self.states.show_content()
        before = self.table.current_id()
        self.table.show_records(queue)
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.table.pick(wanted)
        elif not before:
            self.table.pick(queue[0].plan_id)
        if self.table.current_id() == before:
            self._ask_one(self.table.current())  # its answers may have changed
        if self.isVisible() and not self.bar.opinion.hasFocus():
            self.table.setFocus()

    def _cell(self, one: Awaiting) -> Cell:
        version = _("Version {n}").format(n=one.number).lower()
        kind = f"{self.ways_of_kinds[one.kind].words}, {version}" if one.kind != CARE.table else version
        under = f"{self._waited(one)} · {one.submitted_by_name}"
        return Cell(f"{one.name} · {kind}", sub=under, weight=500, mark=("half", "warn"))

    def _waited(self, one: Awaiting) -> str:
        days = (self._desk.today() - dates.local(one.submitted_at).date()).days
        return ngettext("waiting {n} day", "waiting {n} days", days).format(n=days) if days else _("submitted today")

    # the one in front

    def _pick(self, one: Awaiting | None) -> None:
        self.bar.clear()
        self._ask_one(one)

    def _ask_one(self, one: Awaiting | None) -> None:
        if one is None:
            return
        if self._way is not self.ways_of_kinds[one.kind]:
            self._turn_to_kind(one.kind)
        self._name.setWhole(one.name)
        tier = self._desk.words(self._way.tiers, one.tier) if one.tier else ""
        self._line.setWhole(" · ".join(filter(None, (one.code, one.room, tier))))
        if one.masked:
            self._show_protected()
            return
        self.one.show_loading()
        asked = partial(submission, one=one, today=self._desk.today())
        self._desk.ask(self, asked, partial(self._look, one), self._one_not_read, key="one")

    def _one_not_read(self, _error: BaseException) -> None:
        self.one.show_failed(partial(self._pick, self.table.current()))

    def _show_protected(self) -> None:
        self._shown = None
        self.bar.hide()
        self.one.show_empty(protected(), icon="lock")

    def _look(self, one: Awaiting, found: Submission | None) -> None:
        if found is None:
            self._show_protected()
        elif found.restricted and (self._shown is None or self._shown.file.plan.id != found.file.plan.id):
            self._desk.do(
                open_restricted_record,
                one.person_id,
                then=partial(self._record_opened, found),
                failed=self._not_opened,
            )
        else:
            self._show_one(found)

    def _record_opened(self, found: Submission, _change: Change) -> None:
        if self.table.current_id() == found.file.plan.id:
            self._show_one(found)

    def _not_opened(self, error: BaseException) -> None:
        self._show_protected()
        self.complain(error)

    def _show_one(self, found: Submission) -> None:
        another = self._shown is None or self._shown.file.plan.id != found.file.plan.id
        self._shown = found
        plan, before = found.file.plan, found.in_force
        told = [version_words(plan), term_of(plan)]
        one = self.table.current()
        self._line.setWhole(" · ".join(filter(None, (one.code if one else "", one.room if one else "", *told))))
        self.ways.setVisible(before is not None)
        self.reading.show_plan(found.file, found.names)
        if before is not None:
            words = _("Version {new} against version {old}").format(new=plan.number, old=before.plan.number)
            because = plan.changed_because
            if because:
                words = f"{words} · {_('Why there is a new version: {reason}').format(reason=because)}"
            said = partial(self._said, found)
            self.comparing.show_differences(
                self._way.differences(before.content, found.file.content, words=said), words
            )
        if another:
            self.ways.choose("compare" if before is not None else "plan")
            self.compare_area.verticalScrollBar().setValue(0)
            self.plan_area.verticalScrollBar().setValue(0)
        self._turn(self.ways.current() if before is not None else "plan")
        self.bar.show_submission(found.file, found.tiers, found.names)
        self.bar.show()
        self.one.show_content()

    def _said(self, found: Submission, list_name: str, code: str) -> str:
        return found.names.get(code, code) if list_name == "link" else self._desk.words(list_name, code)

    def _turn(self, way: str) -> None:
        self.stack.setCurrentWidget(self.plan_area if way == "plan" else self.compare_area)

    def _turn_over(self) -> None:
        if not self.ways.isHidden():
            self.ways.choose("plan" if self.ways.current() == "compare" else "compare")
            self._turn(self.ways.current())

    def _turn_pages(self, pages: int) -> None:
        area = self.compare_area if self.stack.currentWidget() is self.compare_area else self.plan_area
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + pages * max(40, bar.pageStep() - 40))

    # answering

    def _decide(self, approves: bool, opinion: str) -> None:
        found = self._shown
        if found is None or self._answering:
            return
        self._answering = found.file.plan.id
        self._desk.do(
            self._way.approve if approves else self._way.give_back,
            found.file.plan.id,
            opinion,
            seen=found.file.plan.version,
            then=self._decided,
            failed=self._refused,
        )

    def _decided(self, change: Change) -> None:
        """Go on to the next; the queue is read again by itself."""
        self._answering = ""
        self._shown = None
        self.bar.clear()
        self.say(change.said or _("Saved."))
        self.table.setFocus()

    def _refused(self, error: BaseException) -> None:
        """Say who was faster, and read the queue again; the opinion stays where it was typed."""
        self._answering = ""
        self.bar.set_busy(False)
        self.complain(error)
        self.make_stale()

    def _to_opinion(self, _one: Awaiting) -> None:
        if self.bar.opinion.isVisible():
            self.bar.opinion.setFocus()

    # elsewhere

    def _open(self) -> None:
        one = self.table.current()
        if one is not None and not one.masked:
            self._desk.go(self._way.page, episode_id=one.episode_id, plan_id=one.plan_id)

    def _print(self) -> None:
        one = self.table.current()
        if one is not None and not one.masked and self._desk.may("print_papers"):
            self._desk.go("case_papers", episode_id=one.episode_id, paper=self._way.paper, plan_id=one.plan_id)

    def _go_to_thread(self, thread: str) -> None:
        if self._shown is not None and self._way is self.ways_of_kinds[REHABILITATION.table]:
            self._desk.go("therapy_progress", episode_id=self._shown.file.plan.episode_id)
        elif self._shown is not None:
            self._desk.go("goal_thread", episode_id=self._shown.file.plan.episode_id, thread=thread)

    def fold(self, narrow: bool) -> None:
        """The queue above, the plan under it, while narrow."""
        super().fold(narrow)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.queue.setProperty("side", "over" if narrow else "left")
        self._hints.setVisible(not narrow)
        if narrow:
            self.queue.setMinimumWidth(0)
            self.queue.setMaximumSize(16777215, theme.worn().scaled(2 * LINE) + 13)
        else:
            self.queue.setMaximumHeight(16777215)
            self.queue.setFixedWidth(theme.worn().scaled(LIST_WIDTH))
        theme.restyle(self.queue)
        for way in self.ways_of_kinds.values():
            way.bar.fold(narrow)
