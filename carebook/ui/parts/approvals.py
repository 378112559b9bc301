"""The queue of plans that wait for an answer, of every kind that somebody answers, and the button that tells how many."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from carebook.store import care_plans, therapy_plans
from carebook.store.book import Reader
from carebook.store.care_plans import CARE, Awaiting
from carebook.store.therapy_plans import REHABILITATION
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.words import _


def kinds_answered(desk: Desk) -> frozenset[str]:
    """The kinds of plans, by their table, whose queue is shown to who is signed in."""
    answers = {CARE.table: "approve_plan", REHABILITATION.table: "approve_rehabilitation_plan"}
    return frozenset(kind for kind, deed in answers.items() if desk.may(deed))


def queue(reader: Reader, kinds: Collection[str]) -> list[Awaiting]:
    """What waits, of the kinds of plans somebody answers, the oldest submission first."""
    found = care_plans.awaiting(reader) if CARE.table in kinds else []
    if REHABILITATION.table in kinds:
        found = found + therapy_plans.awaiting(reader)
    return sorted(found, key=lambda one: (one.submitted_at, one.plan_id))


class ApprovalsButton(Button):
    """Opens the queue and tells how many plans wait in it; hidden from who answers none. With ``of`` only the plans of that
    kind are told, their oldest is led to, and it is hidden while none waits."""

    def __init__(self, desk: Desk, *, of: str = "") -> None:
        super().__init__(_("Awaiting approval"), "link", "signature")
        self._desk, self._of = desk, of
        kinds = kinds_answered(desk)
        self._kinds = kinds & {of} if of else kinds
        self._first = ""
        self.clicked.connect(self._go)
        self.setVisible(desk.may_ask("approvals") and not of)

    def refresh(self) -> None:
        """Count again."""
        if self._kinds and self._desk.may_ask("approvals"):
            self._desk.ask(self, partial(queue, kinds=self._kinds), self._tell, key="approvals")

    def _tell(self, waiting: list[Awaiting]) -> None:
        self._first = waiting[0].plan_id if waiting else ""
        self.setText(_("Awaiting approval ({n})").format(n=len(waiting)))
        self.setVisible(bool(waiting) or not self._of)

    def _go(self) -> None:
        about = {"plan_id": self._first} if self._of and self._first else {}
        self._desk.go("approvals", **about)
