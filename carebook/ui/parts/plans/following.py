"""The panel beside the plan in force: its review or the rating of one goal, one at a time, with the draft of the review."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame

from carebook.actions import drafts
from carebook.actions.change import Change
from carebook.ui.parts.layouts import last_stop, row, tab_on
from carebook.ui.parts.page import Page
from carebook.ui.parts.plans.deeds import PlanDeeds
from carebook.ui.parts.plans.kind import PlanKind
from carebook.ui.parts.plans.reviewing import RatingPanel, ReviewPanel
from carebook.words import _


class Following(QFrame):
    """Begins, keeps and puts away the two panels; the deeds are asked of ``deeds``. ``turned`` when one opens or closes."""

    turned = Signal()

    def __init__(self, page: Page, kind: PlanKind, deeds: PlanDeeds) -> None:
        super().__init__()
        self._page, self._kind, self._desk, self._deeds = page, kind, kind.desk, deeds
        self._view: Any = None
        self._is_under = False
        self.rating = RatingPanel(kind)
        self.rating.wanted.connect(deeds.rate)
        self.rating.left.connect(self.leave)
        self._panels: QBoxLayout = row(self.rating, gap=0)
        self.setLayout(self._panels)

    @cached_property
    def review(self) -> ReviewPanel:
        """The panel of the review, made when one is begun."""
        made = ReviewPanel(self._kind)
        made.changed.connect(self._page.touched)
        made.wanted.connect(self._save_review)
        made.left.connect(self.leave)
        made.move_under(self._is_under)
        before = last_stop(self)
        self._panels.insertWidget(0, made)
        tab_on(before, made)
        return made

    def _made(self) -> list[ReviewPanel | RatingPanel]:
        return [self.review, self.rating] if "review" in vars(self) else [self.rating]

    def _is_reviewing(self) -> bool:
        return "review" in vars(self) and self.review.is_open()

    def begin_review(self, view: Any) -> None:
        """Review the plan in force; a draft of before stands there again."""
        file = view.in_force if view is not None else None
        if view is not None and file is not None and self._kind.may("review"):
            self._view = view
            self.rating.put_away()
            self.review.begin(view, file, view.drafts.get((self._kind.review_draft, file.plan.id)))
            self.turned.emit()

    def begin_rating(self, view: Any, goal: Any) -> None:
        """Say where one goal stands."""
        self.leave()
        self.rating.begin(view, goal)
        self.turned.emit()

    def _save_review(self, review: Any, ratings: Mapping[str, Any]) -> None:
        file = self._view.plan(self._kind.version_of(review)) if self._view is not None else None
        if file is not None:
            self._deeds.review(file, review, ratings)

    def move_under(self, under: bool) -> None:
        """Take the place of the plan while the page is narrow."""
        self._is_under = under
        for panel in self._made():
            panel.move_under(under)

    def is_open(self) -> bool:
        """Whether one of the panels is."""
        return any(panel.is_open() for panel in self._made())

    def save(self) -> None:
        """Ctrl+S in the panel that is open."""
        if self._is_reviewing():
            self.review.save()
        elif self.rating.is_open():
            self.rating.save()

    def refused(self, error: BaseException) -> None:
        """What stands against it, in the panel that is open."""
        if self._is_reviewing():
            self.review.refused(error)
        else:
            self.rating.refused(error)

    def done(self, change: Change) -> None:
        """A deed was done: the draft of a review is no longer needed."""
        if isinstance(change.result, self._kind.reviewed):
            self._desk.do(drafts.keep_draft, self._kind.review_draft, self._kind.version_of(change.result), None)
        self.put_away()

    def leave(self) -> None:
        """Close; what is typed into a review is kept as a draft."""
        if self.has_unsaved():
            self.keep_draft()
            self._page.say(_("What was typed is kept as a draft."), "info", seconds=8)
            self._page.make_stale()  # so that the draft is known when the panel is opened again
        self.put_away()

    def put_away(self) -> None:
        """Close without a word."""
        for panel in self._made():
            panel.put_away()
        self.turned.emit()

    def has_unsaved(self) -> bool:
        """Whether a review is typed and not saved."""
        return self._is_reviewing() and self.review.has_unsaved()

    def keep_draft(self) -> None:
        """Keep what is typed into the review."""
        self._desk.do(drafts.keep_draft, self._kind.review_draft, self.review.plan_id(), self.review.told())

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        if "review" in vars(self) and self.review.plan_id():
            self._desk.do(drafts.keep_draft, self._kind.review_draft, self.review.plan_id(), None)
        self.put_away()
