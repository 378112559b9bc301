"""The page of a plan of a stay, of any kind: its versions, the plan to read or to write, what differs, and every deed about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent

from carebook.actions.change import Change
from carebook.actions.people import open_restricted_record, protected
from carebook.ui.parts.bars import FactsLabel
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.page import Page
from carebook.ui.parts.plans.composing import PlanComposing
from carebook.ui.parts.plans.deeds import PlanDeeds
from carebook.ui.parts.plans.following import Following
from carebook.ui.parts.plans.footers import ReadingFoot
from carebook.ui.parts.plans.kind import PlanKind
from carebook.ui.parts.plans.lacking import Lacks
from carebook.ui.parts.plans.showing import PlanShowing
from carebook.ui.parts.plans.versions import VersionList
from carebook.ui.parts.states import States
from carebook.words import _

BESIDE, LEAST_WIDTH = 900, 420
"""From the first width of the page on, in pixels, a panel stands beside the plan; the plan itself is never narrower than the second."""


class VersionsPage(Page):
    """The plan of ``turn_to(episode_id=…, plan_id=…, mode=…)``; ``mode`` is "", "edit", "new", "review" or "compare".

    What kind of plan it is, ``kind`` tells.
    """

    notes_reading = True

    def __init__(self, kind: PlanKind) -> None:
        desk = kind.desk
        super().__init__(desk.clerk, _(kind.title))
        self.kind = kind
        self._desk = desk
        self._episode_id = self._plan_id = self._mode = ""
        self._opened = False  # whether this showing of a restricted record is in the reading log
        self.view: Any = None
        self.back_link = Button("", "link", "chevron-left")
        self.back_link.clicked.connect(self._go_to_person)
        self._whose = FactsLabel("", "muted")
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.print_button.setVisible(desk.may("print_papers"))
        self.header.add_left(self.back_link, self._whose)
        self.header.add_actions(self.print_button)
        self.deeds = PlanDeeds(self, kind)
        self.deeds.done.connect(self._done)
        self.deeds.refused.connect(self._refused)
        self.lacks = Lacks(kind.heads)
        self.lacks.place_wanted.connect(self._go_to_place)
        self.lacks.submit_wanted.connect(self._submit_now)
        self.versions = VersionList(desk)
        self.versions.chosen.connect(self._choose)
        self.showing = PlanShowing(kind)
        self.showing.chosen.connect(self._choose)
        self.showing.reading.thread_wanted.connect(self._go_to_thread)
        self.foot = ReadingFoot(kind)
        self.foot.asked.connect(self._asked)
        self.bar = kind.decision_bar()
        self.bar.approved.connect(partial(self._decide, True))
        self.bar.returned.connect(partial(self._decide, False))
        self.composing = PlanComposing(self, kind)
        self.composing.left.connect(self._stopped_writing)
        self.composing.saved.connect(self._remember)
        self.composing.submit_wanted.connect(self._submit)
        self.following = Following(self, kind, self.deeds)
        self.following.turned.connect(self._arrange)
        self.showing.reading.rating_wanted.connect(self._rate)
        self._middle = box(column((self.showing, 1), self.bar, self.foot, gap=0))
        self._middle.setMinimumWidth(LEAST_WIDTH)
        self.reading = box(row(self.versions, (self._middle, 1), self.following, gap=0))
        self.ways = Stack()
        self.ways.addWidget(self.reading)
        self.ways.addWidget(self.composing)
        self.states = States(box(column(self.lacks, (self.ways, 1), gap=0)))
        self.put((self.states, 1))
        self.setFocusProxy(self.versions.table)
        for key, slot in (
            ("F2", self._write_on),
            ("Ctrl+D", self.showing.turn_over),
            ("Ctrl+P", self._print),
            ("Ctrl+Z", self.deeds.undo),
            ("Ctrl+Return", self.bar.approve),
            ("Ctrl+Enter", self.bar.approve),
            ("Ctrl+Tab", self.composing.step),
            ("Esc", self._leave),
        ):
            on_key(self, key, slot)
        on_key(self.reading, "PgDown", partial(self.showing.turn_pages, 1))
        on_key(self.reading, "PgUp", partial(self.showing.turn_pages, -1))

    # whose plan

    def turn_to(self, episode_id: str = "", plan_id: str = "", mode: str = "") -> None:
        """Show the plan of a stay; what was typed about another is kept as its draft."""
        another = episode_id != self._episode_id
        if another or not mode:
            self._put_away()
        if another:
            self._opened, self.view = False, None
            self.messages.clear()
        self._episode_id, self._plan_id, self._mode = episode_id, plan_id, mode
        self.make_stale()

    def _put_away(self) -> None:
        """What is typed is kept as a draft; nothing is written or reviewed any more."""
        if self.has_unsaved():
            self.keep_draft()
        self.lacks.close_list()
        self.following.put_away()
        self.composing.put_away()
        self.ways.setCurrentWidget(self.reading)

    def refresh(self) -> None:
        """Ask for the versions; a restricted record leaves its line in the reading log first."""
        if not self._episode_id and not self._plan_id:
            self.states.show_empty(_("Open a record and choose a plan there."), icon="users")
            return
        self.states.show_loading()
        asked = partial(self.kind.view, episode_id=self._episode_id, plan_id=self._plan_id, today=self._desk.today())
        self._desk.ask(self, asked, self._look, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _look(self, view: Any) -> None:
        if view is not None and view.person.restricted and not self._opened:
            self._desk.do(
                open_restricted_record,
                view.person.person_id,
                then=partial(self._record_opened, view),
                failed=self._not_opened,
            )
        else:
            self._show(view)

    def _record_opened(self, view: Any, _change: Change) -> None:
        if view.episode.id == self._episode_id or not self._episode_id:
            self._opened = True
            self._show(view)

    def _not_opened(self, error: BaseException) -> None:
        self._show(None)
        self.complain(error)

    def _show(self, view: Any) -> None:
        self.view = view
        self.back_link.setVisible(view is not None)
        self._whose.setVisible(view is not None)
        if view is None:
            self.states.show_empty(protected(), icon="lock")
            return
        self._episode_id = view.episode.id
        self.back_link.setText(view.person.name)
        self._whose.setWhole(" · ".join(filter(None, (view.person.code, view.person.room))))
        mode, self._mode = self._mode, ""
        if mode == "edit" and view.being_written is not None:
            self._plan_id = view.being_written.plan.id
        elif mode == "review" and view.in_force is not None:
            self._plan_id = view.in_force.plan.id
        self._show_version(view)
        if mode == "new" or (mode == "edit" and view.being_written is None):
            self._begin_new()
        elif mode == "edit":
            self._write_on()
        elif mode == "review":
            self.following.begin_review(view)
        elif mode == "compare":
            self.showing.compare()
        self.composing.adopt(view, self._plan_id)

    def _show_version(self, view: Any) -> None:
        file = self.file() or view.in_force or next(iter(view.plans), None)
        if file is None:
            if self.composing.is_open():
                self.states.show_content()
                return
            may = view.episode.end_on is None and self.kind.may("save")
            ways = ((_("Write the plan"), self._begin_new),) if may else ()
            self.states.show_empty(_("There is no plan yet."), *ways, icon="target")
            return
        self._plan_id = file.plan.id
        self.states.show_content()
        self.versions.show_versions(view.plans, view.names, file.plan.id)
        self.showing.show_plan(view, file, rates=file.in_force and self.kind.may("rate"))
        self.foot.show_plan(view, file)
        awaits = file.standing == "awaiting"
        if awaits:
            self.bar.show_submission(file, view.tiers, view.names)
        self.bar.setVisible(awaits and self.kind.may("approve"))
        self.foot.setVisible(self.bar.isHidden() or (self.foot.has_deeds() and not self.bar.can_answer()))

    def _choose(self, plan_id: str) -> None:
        """Another version is picked."""
        self._plan_id = plan_id
        self.bar.clear()
        self.lacks.close_list()
        if self.view is not None:
            self._show_version(self.view)

    def _remember(self, plan_id: str) -> None:
        self._plan_id = plan_id

    def file(self) -> Any:
        """The version on show, None when there is none."""
        return self.view.plan(self._plan_id) if self.view is not None else None

    # writing

    def _asked(self, deed: str) -> None:
        """A button of the foot."""
        file = self.file()
        if file is None:
            return
        deeds: dict[str, Callable[[], object]] = {
            "write": self._write_on,
            "submit": self._submit,
            "withdraw": partial(self.deeds.withdraw, file),
            "end": partial(self.deeds.end, file),
            "new": self._begin_new,
            "review": partial(self.following.begin_review, self.view),
        }
        deeds[deed]()

    def _write_on(self) -> None:
        """F2: write on the version that is not approved yet."""
        view, file = self.view, self.file()
        if view is not None and file is not None and not self.composing.is_open() and self.foot.offers("write"):
            self.following.leave()
            self.ways.setCurrentWidget(self.composing)
            self.composing.begin(view, file)

    def _begin_new(self) -> None:
        """The next version; another that is not settled comes first."""
        view = self.view
        if view is None or view.episode.end_on is not None or not self.kind.may("save"):
            return
        if view.being_written is not None:
            self._choose(view.being_written.plan.id)
            self._write_on()
            return
        self.following.leave()
        self.states.show_content()
        self.ways.setCurrentWidget(self.composing)
        self.composing.begin_new(view)

    def _stopped_writing(self) -> None:
        self.lacks.close_list()
        self.ways.setCurrentWidget(self.reading)
        self.make_stale()

    def _go_to_place(self, field: str) -> None:
        self._write_on()
        if self.composing.is_open():
            self.composing.lead_to(field)

    def save(self) -> None:
        """Ctrl+S: the version being written, the review, or the rating."""
        if self.composing.is_open():
            self.composing.save()
        else:
            self.following.save()

    # submitting and deciding

    def _submit(self) -> None:
        """Show what is missing; submit when nothing is."""
        view, file = self.view, self.file()
        if view is None or file is None:
            return
        found = self.kind.lacks(view, file)
        if found:
            self.messages.clear()
            self.lacks.show_problems(found)
        else:
            self._submit_now()

    def _submit_now(self) -> None:
        if self.composing.has_unsaved():
            self.composing.submit()
        elif (file := self.file()) is not None:
            self.deeds.submit(file)

    def _rate(self, goal: Any) -> None:
        self.following.begin_rating(self.view, goal)

    def _decide(self, approves: bool, opinion: str) -> None:
        if (file := self.file()) is not None:
            self.deeds.decide(file, approves, opinion)

    def _done(self, change: Change) -> None:
        """A deed about the version on show was done; what was typed for it is done with."""
        self.following.done(change)
        self.lacks.close_list()
        self.bar.clear()
        if self.composing.is_open():
            self.composing.put_away()
            self.ways.setCurrentWidget(self.reading)

    def _refused(self, error: BaseException) -> None:
        if self.following.is_open():
            self.following.refused(error)
        else:
            self.bar.set_busy(False)
            self.complain(error)
            self.make_stale()

    # what is not saved

    def has_unsaved(self) -> bool:
        return self.composing.has_unsaved() or self.following.has_unsaved()

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not."""
        if self.composing.has_unsaved():
            self.composing.keep_draft()
        if self.following.has_unsaved():
            self.following.keep_draft()

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        if self.composing.is_open():
            self.composing.discard()
        self.following.discard()

    # elsewhere

    def _leave(self) -> None:
        """Esc: out of the panel, out of writing, back to the person."""
        if self.composing.is_open():
            self.composing.step_back()
        elif self.following.is_open():
            self.following.leave()
        else:
            self._go_to_person()

    def _go_to_person(self) -> None:
        if self.view is not None:
            self._desk.go("person", person_id=self.view.person.person_id, tab=self.kind.tab)

    def _go_to_thread(self, thread: str) -> None:
        page, about = self.kind.thread_place(self._episode_id, thread)
        self._desk.go(page, **about)

    def _print(self) -> None:
        if self.file() is not None and self._desk.may("print_papers"):
            self._desk.go("case_papers", episode_id=self._episode_id, **self.kind.paper(self._plan_id))

    def _arrange(self) -> None:
        """A panel beside takes the room of the versions, and of the plan too where there is little."""
        opened, beside = self.following.is_open(), self.width() >= BESIDE
        self.following.move_under(not beside)
        self._middle.setVisible(beside or not opened)
        self.versions.setVisible(not opened and not self.is_narrow())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def fold(self, narrow: bool) -> None:
        """While narrow the versions are chosen in the head, and the panels take the place of the plan."""
        super().fold(narrow)
        self.showing.fold(narrow)
        self.composing.fold(narrow)
        self.bar.fold(narrow)
