"""The middle of the page while a version is read: which version, what its approver said, the plan itself or what differs."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.care_plans import Answer
from carebook.ui.parts.buttons import Segments
from carebook.ui.parts.care_plans import PlanDifferences, standing_of, term_of, version_words
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice
from carebook.ui.parts.labels import ElidedLabel, Sign, label, state
from carebook.ui.parts.layouts import Stack, box, column, emptied, row, scrolling
from carebook.ui.parts.plans.kind import PlanKind
from carebook.words import _, pgettext


def returned_words(desk: Desk, view: Any, file: Any) -> str:
    """Who returned the version last, when, and with what opinion; "" for one that was never returned, or is approved."""
    returned = [one for one in file.decisions if one.answer is Answer.RETURNED]
    if not returned or file.plan.approved_at is not None:
        return ""
    last = returned[-1]
    who, when = view.names.get(last.decided_by or "", "–"), dates.moment(last.decided_at, desk.today())
    words = _("{name} returned this version on {moment}: “{opinion}”")
    return words.format(name=who, moment=when, opinion=last.comment)


class PlanShowing(QFrame):
    """One version, read or compared. ``chosen(plan id)`` from the list that stands here while the page is narrow."""

    chosen = Signal(str)

    def __init__(self, kind: PlanKind) -> None:
        super().__init__()
        self._kind, self._desk = kind, kind.desk
        self._view: Any = None
        self._file: Any = None
        self._title = ElidedLabel("", "h2")
        self._term = ElidedLabel("", "muted")
        self._state = row(gap=6)
        self._standing = box(self._state)
        self.version_choice = Choice()
        self.version_choice.setAccessibleName(pgettext("plan", "Version"))
        self.version_choice.activated.connect(self._choose)
        self.version_choice.hide()
        self.ways = Segments([("plan", _("This version")), ("compare", _("Compare"))])
        self.ways.chosen.connect(self._turn)
        self._opinion_words = label("", wrap=True)
        self._opinion = box(
            row(Sign("undo-2", "danger"), (self._opinion_words, 1), gap=8, margins=(12, 8, 12, 8)), "well"
        )
        self._opinion.hide()
        self.reading = kind.reading()
        self.comparing = PlanDifferences()
        self.stack = Stack()
        self.plan_area = scrolling(box(column(self.reading, None, gap=0, margins=(24, 4, 20, 16))))
        self.compare_area = scrolling(box(column(self.comparing, None, gap=0, margins=(24, 8, 20, 16))))
        self.stack.addWidget(self.plan_area)
        self.stack.addWidget(self.compare_area)
        head = row(
            self.version_choice,
            self._title,
            self._standing,
            (self._term, 1),
            self.ways,
            gap=12,
            margins=(24, 10, 20, 4),
        )
        opinion = box(column(self._opinion, margins=(24, 2, 20, 4)))
        self.setLayout(column(head, opinion, (self.stack, 1), gap=0))

    def show_plan(self, view: Any, file: Any, *, rates: bool) -> None:
        """Show a version, or the same again after a change; another version is read from its beginning."""
        another = self._file is None or self._file.plan.id != file.plan.id
        self._view, self._file = view, file
        stands = standing_of(file.standing)
        self._title.setWhole(version_words(file.plan))
        emptied(self._state)
        self._state.addLayout(state(stands.words, stands.shape, stands.tone))
        self._term.setWhole(term_of(file.plan))
        self.version_choice.offer([(one.plan.id, _choice_words(one)) for one in view.plans])
        self.version_choice.choose(file.plan.id)
        other = view.compared_with(file)
        self.ways.setVisible(other is not None)
        if other is None:
            self.ways.choose("plan")
        else:
            self.ways.rename("compare", _("Against version {n}").format(n=other.plan.number))
        self._show_opinion(view, file)
        self.reading.show_plan(file, view.names, rates=rates)
        if another:
            self.plan_area.verticalScrollBar().setValue(0)
            self.compare_area.verticalScrollBar().setValue(0)
        self._turn(self.ways.current())

    def _show_opinion(self, view: Any, file: Any) -> None:
        words = returned_words(self._desk, view, file)
        self._opinion.setVisible(bool(words))
        self._opinion_words.setText(words)

    def compare(self) -> None:
        """Show what differs, where there is something to compare with."""
        if not self.ways.isHidden():
            self.ways.choose("compare")
            self._turn("compare")

    def turn_over(self) -> None:
        """From the plan to what differs, and back."""
        if not self.ways.isHidden():
            way = "plan" if self.ways.current() == "compare" else "compare"
            self.ways.choose(way)
            self._turn(way)

    def _turn(self, way: str) -> None:
        view, file = self._view, self._file
        other = view.compared_with(file) if view is not None and file is not None else None
        if way == "compare" and other is not None and view is not None and file is not None:
            found = self._kind.differences(view, other, file)
            words = _("Version {new} against version {old}").format(new=file.plan.number, old=other.plan.number)
            self.comparing.show_differences(found, words)
            self.stack.setCurrentWidget(self.compare_area)
        else:
            self.stack.setCurrentWidget(self.plan_area)

    def turn_pages(self, pages: int) -> None:
        """One page on or back, by the keys."""
        area = self.compare_area if self.stack.currentWidget() is self.compare_area else self.plan_area
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + pages * max(40, bar.pageStep() - 40))

    def _choose(self) -> None:
        self.chosen.emit(self.version_choice.code())

    def fold(self, narrow: bool) -> None:
        """While narrow the versions are chosen in the head."""
        self.version_choice.setVisible(narrow)
        self._title.setVisible(not narrow)
        self._term.setVisible(not narrow)
        self._standing.setVisible(not narrow)


def _choice_words(file: Any) -> str:
    return f"{version_words(file.plan)} · {standing_of(file.standing).words}"
