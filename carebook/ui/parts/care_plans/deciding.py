"""The bar of who approves: whose turn it is, who answered before, the opinion, returning and approving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLineEdit

from carebook import dates
from carebook.records import enum_words
from carebook.records.care_plans import PlanDecision
from carebook.records.rehabilitation import RehabilitationDecision
from carebook.rules.care_plans import Tier, next_tier, why_not_decide
from carebook.rules.care_plans.tiers import OWN_CARE_PLAN
from carebook.store.care_plans import PlanFile
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import commit_input_method
from carebook.ui.parts.labels import ElidedLabel, MarkSign, label
from carebook.ui.parts.layouts import box, column, row
from carebook.words import Message, _


def decision_words(
    desk: Desk, one: PlanDecision | RehabilitationDecision, names: Mapping[str, str], tiers: str = "approval_tier"
) -> str:
    """ "Trưởng phòng Đặng Thị Mai phê duyệt 20/11 16:10"."""
    tier = desk.words(tiers, one.tier)
    who = names.get(one.decided_by or "", "–")
    return f"{tier} {who}: {enum_words.said(one.answer)} {dates.moment(one.decided_at, desk.today())}"


HEIGHT, TALL = 64, 104
BESIDE = 680
"""From this width on, before scaling, whose turn it is stands beside the answer."""


class DecisionBar(QFrame):
    """``approved(opinion)`` and ``returned(opinion)`` are asked; returning wants an opinion first."""

    approved = Signal(str)
    returned = Signal(str)

    def __init__(self, desk: Desk, tiers: str = "approval_tier", own: Message = OWN_CARE_PLAN) -> None:
        """``tiers`` is the code list of the tiers; ``own`` says why nobody approves what they wrote themselves."""
        super().__init__()
        self.setObjectName("footer")
        self._desk = desk
        self._tiers, self._own = tiers, own
        self._narrow = False
        self._title = ElidedLabel("", "strong")
        self._before = ElidedLabel("", "small")
        self._sign = MarkSign("full", "ok")
        self.opinion = QLineEdit()
        self.opinion.setPlaceholderText(_("Opinion (needed when returning)"))
        self.opinion.setAccessibleName(_("Opinion"))
        self.opinion.setMinimumWidth(120)
        self.return_button = Button(_("Return for revision"), icon="undo-2")
        self.return_button.clicked.connect(self._return)
        self.approve_button = Button(_("Approve"), "primary", "check", "Ctrl+Enter", listens=False)
        self.approve_button.clicked.connect(self._approve)
        before = row(self._sign, (self._before, 1), gap=6)
        told = box(column(None, self._title, before, None, gap=1))
        self._told = told
        self._why = label("", "small", "danger", wrap=True)
        self._why.hide()
        field = box(column(None, self.opinion, self._why, None, gap=1))
        answer = row((field, 1), self.return_button, self.approve_button, gap=10)
        self._line: QBoxLayout = row((told, 2), (box(answer), 5), gap=10, margins=(24, 0, 20, 0))
        self.setLayout(self._line)
        self.setFixedHeight(theme.worn().scaled(HEIGHT))

    def show_submission(
        self, file: PlanFile | TherapyPlanFile, tiers: Sequence[Tier], names: Mapping[str, str]
    ) -> None:
        """Whose turn a submitted version waits for, and whether who is signed in may answer."""
        plan, actor, today = file.plan, self._desk.actor, self._desk.today()
        before = [one for one in file.decisions if one.round == plan.round]
        waiting = next_tier(file.decisions, plan.round, tiers)
        turn = _("Awaiting approval")
        if waiting is not None and len(tiers) > 1:
            words = _("Step {n} of {all}: {tier}")
            turn = words.format(tier=waiting.text, n=tiers.index(waiting) + 1, all=len(tiers))
        why_not = why_not_decide(actor, tiers, file, today, self._own)
        self.show_turn(turn, before, names, str(why_not) if why_not is not None else "")

    def show_turn(
        self,
        turn: str,
        before: Sequence[PlanDecision | RehabilitationDecision],
        names: Mapping[str, str],
        why_not: str = "",
    ) -> None:
        """Whose turn it is, and who answered before; with ``why_not`` nothing can be decided here and it says why."""
        self._title.setWhole(turn)
        said = "; ".join(decision_words(self._desk, one, names, self._tiers) for one in before)
        self._before.setWhole(why_not or said or _("Nobody has answered yet"))
        self._sign.setVisible(bool(said) and not why_not)
        for widget in (self.opinion, self.return_button, self.approve_button):
            widget.setVisible(not why_not)
        self.set_busy(False)
        self._complain("")
        self.fold(self._narrow)

    def can_answer(self) -> bool:
        """Whether who is signed in may answer what is shown."""
        return not self.approve_button.isHidden()

    def set_busy(self, busy: bool) -> None:
        """While a decision is under way nothing is pressed twice."""
        self.return_button.setEnabled(not busy)
        self.approve_button.setEnabled(not busy)

    def clear(self) -> None:
        """Another plan: no opinion yet."""
        self.opinion.clear()
        self._complain("")

    def approve(self) -> None:
        """Ctrl+Enter does as the button does, while it is there."""
        if self.approve_button.isVisible() and self.approve_button.isEnabled():
            self._approve()

    def _approve(self) -> None:
        self.set_busy(True)
        self.approved.emit(self.typed())

    def _return(self) -> None:
        if not self.typed():
            self._complain(_("Write what is to be revised."))
            self.opinion.setFocus()
            return
        self._complain("")
        self.set_busy(True)
        self.returned.emit(self.typed())

    def typed(self) -> str:
        """The opinion as it stands, with what a typing program still holds back."""
        commit_input_method()
        return " ".join(self.opinion.text().split())

    def _complain(self, words: str) -> None:
        self._why.setText(words)
        self._why.setVisible(bool(words))
        self.opinion.setProperty("bad", "error" if words else "")
        self.opinion.setAccessibleDescription(words)
        theme.restyle(self.opinion)

    def fold(self, narrow: bool) -> None:
        """Fewer words while the page is narrow; why one may not answer is always said."""
        self._narrow = narrow
        self._told.setVisible(not narrow or not self.can_answer())
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Whose turn it is stands over the answer where there is no room for it beside."""
        over = self.width() < theme.worn().scaled(BESIDE) and not self._told.isHidden() and self.can_answer()
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.TopToBottom if over else direction.LeftToRight)
        self._line.setSpacing(0 if over else 10)
        above = 8 if over else 0
        self._line.setContentsMargins(24, above, 16 if self._narrow else 20, above)
        self.setFixedHeight(theme.worn().scaled(TALL if over else HEIGHT))
