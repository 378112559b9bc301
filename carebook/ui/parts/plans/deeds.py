"""The deeds about a version that is read: each is asked, done, told with the way to take it back, or refused in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from carebook.actions.change import Change
from carebook.actions.undo import undo_deed
from carebook.ui.parts import dialogs
from carebook.ui.parts.page import Page
from carebook.ui.parts.plans.kind import PlanKind
from carebook.words import _


class PlanDeeds(QObject):
    """What can be done with a version. ``done(change)`` after each; ``refused(error)`` when something stands against it."""

    done = Signal(object)
    refused = Signal(object)

    def __init__(self, page: Page, kind: PlanKind) -> None:
        super().__init__(page)
        self._page, self._desk, self._deeds = page, kind.desk, kind.deeds
        self._op = ""

    def submit(self, file: Any) -> None:
        """Put the version before its approvers."""
        self._desk.do(
            self._deeds["submit"], file.plan.id, seen=file.plan.version, then=self._told, failed=self._refused
        )

    def decide(self, file: Any, approves: bool, opinion: str) -> None:
        """Approve it, or return it with an opinion."""
        self._desk.do(
            self._deeds["approve" if approves else "return"],
            file.plan.id,
            opinion,
            seen=file.plan.version,
            then=self._told,
            failed=self._refused,
        )

    def withdraw(self, file: Any) -> None:
        """Take it back to go on writing, with a reason."""
        reasons = [
            ("add", _("Something has to be added")),
            ("wrong", _("Submitted by mistake")),
            ("situation", _("The situation has changed")),
            ("other", _("Another reason")),
        ]
        title = _("Withdraw version {n}?").format(n=file.plan.number)
        text = _("It can then be written on and submitted again. The plan in force stays in force.")
        given = dialogs.ask_reason(self._page, title, reasons, text=text, words_for="other", deed=_("Withdraw"))
        if given is not None:
            reason = given[1] or dict(reasons)[given[0]]
            self._desk.do(
                self._deeds["withdraw"],
                file.plan.id,
                seen=file.plan.version,
                reason=reason,
                then=self._told,
                failed=self._refused,
            )

    def end(self, file: Any) -> None:
        """End the plan in force, with a reason."""
        reasons = [
            ("reached", _("The goals are reached")),
            ("leaves", _("The person leaves the center")),
            ("no_longer", _("No longer suitable")),
            ("other", _("Another reason")),
        ]
        title = _("End version {n} of the plan?").format(n=file.plan.number)
        text = _("Afterwards there is no plan in force until another is approved.")
        given = dialogs.ask_reason(self._page, title, reasons, text=text, words_for="other", deed=_("End the plan"))
        if given is not None:
            reason = given[1] or dict(reasons)[given[0]]
            self._desk.do(
                self._deeds["end"],
                file.plan.id,
                seen=file.plan.version,
                reason=reason,
                then=self._told,
                failed=self._refused,
            )

    def review(self, file: Any, review: Any, ratings: Mapping[str, Any]) -> None:
        """Keep a review of the plan in force with the ratings of its goals."""
        self._desk.do(
            self._deeds["review"], review, ratings, seen=file.plan.version, then=self._told, failed=self._refused
        )

    def rate(self, goal: Any, rating: Sequence[Any]) -> None:
        """Say where one goal stands."""
        self._desk.do(self._deeds["rate"], goal.id, *rating, seen=goal.version, then=self._told, failed=self._refused)

    def _told(self, change: Change) -> None:
        said = change.said or _("Saved.")
        if change.undoable:
            self._op = change.op
            self._page.offer_undo(said, self.undo)
        else:
            self._page.say(said)
        self.done.emit(change)

    def _refused(self, error: BaseException) -> None:
        self.refused.emit(error)

    def undo(self) -> None:
        """Take back what was done last."""
        if self._op:
            op, self._op = self._op, ""
            self._desk.do(undo_deed, op, then=self._undone, failed=self._page.complain)
        else:
            self._page.say(_("There is nothing to undo."), "info", seconds=6)

    def _undone(self, change: Change) -> None:
        self._page.say(change.said or _("Undone."), "ok", seconds=8)
