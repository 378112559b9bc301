"""Writing a version from beginning to saving: its draft, what is typed, the deed, and what stands against it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.ui.parts.bars import lead_tab
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.page import Page
from carebook.ui.parts.plans.footers import WritingFoot
from carebook.ui.parts.plans.kind import PlanKind
from carebook.ui.parts.plans.rows import RowsSection
from carebook.ui.parts.plans.showing import returned_words
from carebook.ui.parts.plans.writing import HandedOver
from carebook.words import _


class PlanComposing(QFrame):
    """The writer with its foot. ``left`` when it is closed, ``saved(plan id)``, ``submit_wanted`` with everything saved."""

    left = Signal()
    saved = Signal(str)
    submit_wanted = Signal()

    def __init__(self, page: Page, kind: PlanKind) -> None:
        super().__init__()
        self._page, self._kind, self._desk = page, kind, kind.desk
        self._open = False
        self._episode_id = ""
        self._handed: HandedOver | None = None
        self._is_saved = False  # the book has what was handed over; its new ids are on their way
        self._submit_after = False
        self._writer: Any = None
        self._narrow = False
        self.foot = WritingFoot(kind)
        self.foot.back_button.clicked.connect(self.leave)
        self.foot.submit_button.clicked.connect(self.submit)
        self.foot.save_button.clicked.connect(self.save)
        self._opinion_words = label("", wrap=True)
        sign = Sign("undo-2", "danger")
        opinion = box(row(sign, (self._opinion_words, 1), gap=8, margins=(12, 8, 12, 8)), "well")
        self._opinion = box(column(opinion, margins=(16, 0, 16, 4)))
        on_key(self, "Ctrl+N", self._add_row)
        on_key(self, "Ctrl+Shift+N", self._add_activity)
        self._place = column(gap=0)
        self.setLayout(column(self._opinion, (self._place, 1), self.foot, gap=0))

    @property
    def writer(self) -> Any:
        """The forms, built when somebody first writes: who only reads does not wait for them."""
        if self._writer is None:
            self._writer = self._kind.writer()
            self._writer.changed.connect(self._typed)
            self._writer.fold(self._narrow)
            self._place.addWidget(self._writer)
            self._writer.stack.currentChanged.connect(self._lead_tab)
        return self._writer

    def _add_row(self) -> None:
        """Ctrl+N, from whichever part."""
        if self._open:
            self.writer.add_row()

    def _add_activity(self) -> None:
        """Ctrl+Shift+N, from whichever part."""
        if self._open:
            self.writer.add_activity()

    def _lead_tab(self) -> None:
        """After the last field of the part on show come the buttons of the foot."""
        lead_tab(self.writer.stack.currentWidget(), self.foot)

    def is_open(self) -> bool:
        """Whether a version is being written."""
        return self._open

    # beginning and leaving

    def begin(self, view: Any, file: Any) -> None:
        """Write on a version that stands in the book; the opinion of who returned it stays in sight."""
        self._show_opinion(returned_words(self._desk, view, file))
        self._begin(view, self._kind.working(file), file.plan.id)

    def begin_new(self, view: Any) -> None:
        """Write the next version."""
        self._show_opinion("")
        self._begin(view, self._kind.beginning(view), "")

    def _show_opinion(self, words: str) -> None:
        self._opinion.setVisible(bool(words))
        self._opinion_words.setText(words)

    def _begin(self, view: Any, working: Any, plan_id: str) -> None:
        kept = bool(plan_id)
        draft = view.drafts.get((self._kind.draft, plan_id or view.episode.id))
        if draft is not None:
            working, kept = self._kind.restored(draft.content), False
            time = dates.moment(draft.kept_at, self._desk.today())
            words = _("The draft kept at {time} is open again.").format(time=time)
            self._page.say(words, "info", action=_("Discard draft"), then=self.discard)
        self._open, self._episode_id = True, view.episode.id
        self._handed, self._is_saved, self._submit_after = None, False, False
        self.writer.begin(view, working, kept=kept)
        self.writer.turn_to(self.writer.tabs.current() if plan_id else "head")
        self._lead_tab()
        self.foot.show_cost(working.cost())
        self.foot.line.setWhole("")
        self.foot.save_button.setEnabled(True)
        self.writer.focus_part()

    def leave(self) -> None:
        """Stop writing; what is not saved is kept as a draft."""
        if self.has_unsaved():
            self.keep_draft()
            self._page.say(_("What was typed is kept as a draft."), "info", seconds=8)
        self.put_away()
        self.left.emit()

    def step_back(self) -> None:
        """Esc: from a form to its list, then out of writing."""
        section = self.writer.stack.currentWidget()
        if not (isinstance(section, RowsSection) and section.step_back()):
            self.leave()

    def put_away(self) -> None:
        """Stop writing without a word."""
        self._open = False
        self._handed, self._submit_after = None, False

    # while typing

    def _typed(self) -> None:
        self._page.touched()
        if self.writer.working is not None:
            self.foot.show_cost(self.writer.working.cost())
        self.foot.line.setWhole(_("Changes not saved"))

    def has_unsaved(self) -> bool:
        """Whether something typed here would be lost."""
        return self._open and self.writer.has_unsaved()

    def _subject(self) -> str:
        """Whose draft it is: the version's, or the stay's while the version is not kept yet."""
        working = self.writer.working
        return (working.plan.record.id if working is not None else "") or self._episode_id

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not."""
        if self.writer.working is not None:
            told = self.writer.working.told()
            self._desk.do(drafts.keep_draft, self._kind.draft, self._subject(), told, then=self._kept)

    def _kept(self, _change: Change) -> None:
        time = dates.clock(self._desk.now())
        self.foot.line.setWhole(_("Draft kept at {time}").format(time=time))

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        self.put_away()  # so that nothing keeps it again
        self._desk.do(drafts.keep_draft, self._kind.draft, self._subject(), None, then=self._discarded)

    def _discarded(self, _change: Change) -> None:
        self.left.emit()

    # saving

    def save(self) -> None:
        """Save; what cannot be read is led to, what the rules refuse stands beside its field."""
        if self._handed is not None:
            return
        self._handed = self.writer.hand_over()
        if self._handed is None:
            self._submit_after = False
            self._page.say(_("Something typed here cannot be read yet; nothing was saved."), "danger")
            return
        self._is_saved = False
        self.foot.save_button.setEnabled(False)
        content = self._handed.content
        seen = content.plan.version or None
        self._desk.do(self._kind.deeds["save"], content, seen=seen, then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        """The version stands in the book; the page asks for it and gives it to ``adopt``."""
        self._is_saved = True
        self._desk.do(drafts.keep_draft, self._kind.draft, self._subject(), None)
        self._page.say(change.said or _("Saved."), seconds=6)
        if change.result is not None:
            self.saved.emit(change.result.id)

    def adopt(self, view: Any, plan_id: str) -> None:
        """After a save: take over what the book gave, and go on to submitting when that was asked."""
        file = view.plan(plan_id)
        if self._handed is None or not self._is_saved or file is None:
            return
        self.writer.mark_saved(file, self._handed)
        self._handed = None
        self.foot.save_button.setEnabled(True)
        words = _("Changes not saved") if self.writer.has_unsaved() else _("Saved {time}")
        self.foot.line.setWhole(words.format(time=dates.clock(self._desk.now())))
        if self._submit_after:
            self._submit_after = False
            self.submit_wanted.emit()

    def _refused(self, error: BaseException) -> None:
        self._handed, self._submit_after = None, False
        self.foot.save_button.setEnabled(True)
        problems = getattr(error, "problems", ())
        placed = [problem for problem in problems if self.writer.has_place(problem.field)]
        if isinstance(error, Outdated):
            self._page.say(error.message, "danger", action=_("Read it again"), then=self._read_again)
        elif placed:
            self.writer.show_problems(placed)
            self._page.say(" ".join(str(problem.message) for problem in placed), "danger")
        else:
            self._page.complain(error)
        if self.has_unsaved():
            self.keep_draft()

    def _read_again(self) -> None:
        """Leave what is typed in the draft and show what the book holds now."""
        self.put_away()
        self.left.emit()

    def submit(self) -> None:
        """Save first when something is not saved, then ask for submitting."""
        if self.has_unsaved():
            self._submit_after = True
            self.save()
        else:
            self.submit_wanted.emit()

    def lead_to(self, field: str) -> None:
        """Go where a problem is mended."""
        self.writer.lead_to(field)

    def fold(self, narrow: bool) -> None:
        """Forms in place of their lists while narrow."""
        self._narrow = narrow
        if self._writer is not None:
            self._writer.fold(narrow)

    def step(self) -> None:
        """The next part of the plan."""
        if self._open:
            self.writer.tabs.step()
