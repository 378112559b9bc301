"""Beside the charts: the sessions counted, the goals with their levels, every package before and after."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from carebook.money import number, percent
from carebook.records.rehabilitation import GoalRating
from carebook.records.sessions import SessionState
from carebook.rules.packages import said_left
from carebook.rules.sessions import said_state
from carebook.rules.therapy_progress import (
    Comparison,
    GoalProgress,
    PackageProgress,
    Point,
    Tally,
    TherapyProgress,
)
from carebook.ui.pages.therapy_progress.cards import MARKS, direction_words
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label, section_head, state
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.ui.parts.strips import said_value
from carebook.words import _

_MINUS = "−"


class Beside(QFrame):
    """What the charts leave to be said in words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._body: QVBoxLayout = column(gap=4)
        self.setLayout(self._body)

    def show_progress(self, progress: TherapyProgress) -> None:
        """Show the sessions, goals and packages of one person."""
        emptied(self._body)
        for part in (self._sessions(progress), self._goals(progress), self._packages(progress)):
            for item in part:
                self._body.addWidget(item)
        self._body.addStretch(1)

    # sessions

    def _sessions(self, progress: TherapyProgress) -> Iterator[QWidget]:
        told = progress.attendance
        yield section_head(_("Sessions"), number(told.whole.planned))
        yield hairline()
        if not told.whole.planned and not told.groups:
            yield label(_("No session in this time."), "muted")
        main = told.by_therapy[0][0] if told.by_therapy else ""
        for words, count in _counts(told.whole, main):
            yield _line(words, number(count))
        if len(told.by_therapy) > 1:
            for code, tally in told.by_therapy:
                yield _line(self._desk.words("therapy", code), _share(tally))
        for group in told.groups:
            came = percent(group.came, group.of)
            yield _line(group.name, f"{number(group.came)}/{number(group.of)} · {came}")
        yield _space()

    # goals

    def _goals(self, progress: TherapyProgress) -> Iterator[QWidget]:
        if not progress.goals:
            return
        score = progress.t
        yield section_head(
            _("Goals"), _("T score {t}").format(t=number(score.t, 1)) if score and score.t is not None else ""
        )
        yield hairline()
        for one in progress.goals:
            yield self._goal(one)
        yield _space()

    def _goal(self, one: GoalProgress) -> QWidget:
        levels = [level_words(rating) for rating in (one.first, one.last) if rating is not None]
        if one.first is one.last or (one.first and one.last and one.first.id == one.last.id):
            levels = levels[:1]
        said = " → ".join(levels) or _("not rated yet")
        day = self._desk.said_day(one.last.rated_on) if one.last else ""
        weight = _("weight {n}").format(n=said_value(one.weight))
        words = label(one.goal.text, wrap=True)
        facts = label(" · ".join(filter(None, (day, weight))), "small")
        described = _described(one)
        more = (label(described, "small", wrap=True),) if described else ()
        return box(column(row((words, 1), label(said, "strong"), gap=8), *more, facts, gap=1, margins=(0, 3, 0, 5)))

    # packages

    def _packages(self, progress: TherapyProgress) -> Iterator[QWidget]:
        for one in progress.packages:
            yield section_head(one.package.name, str(said_left(one.left)))
            yield hairline()
            yield label(self._term(one), "small", wrap=True)
            for change in one.changes:
                yield self._change(change)
            if not one.changes:
                yield label(_("Nothing was measured before or since."), "muted")
            yield _space()

    def _term(self, one: PackageProgress) -> str:
        package = one.package
        begins, ends = package.from_on, package.ended_on or package.to_on
        days = " – ".join((self._desk.said_day(begins) or "…", self._desk.said_day(ends) or "…"))
        used = _("{used} of {of} sessions used").format(
            used=number(package.sessions - one.left), of=number(package.sessions)
        )
        return " · ".join((self._desk.words("therapy", package.therapy), days, used))

    def _change(self, change: Comparison) -> QWidget:
        name = " · ".join(filter(None, (str(change.title), str(change.what))))
        values = f"{self._value(change.before)} → {self._value(change.after)}"
        said = " ".join(filter(None, (values, change.unit)))
        direction = change.direction
        mark = (state(direction_words(direction), *MARKS[direction]),) if direction is not None else ()
        top = row((ElidedLabel(name), 1), label(said, "strong"), gap=8)
        days = f"{self._day(change.before)} → {self._day(change.after)}"
        return box(column(top, row(label(days, "small"), None, *mark), gap=0, margins=(0, 2, 0, 4)))

    def _value(self, point: Point | None) -> str:
        return said_value(point.value if point else None)

    def _day(self, point: Point | None) -> str:
        return self._desk.said_day(point.on) if point else _("not measured")


def level_words(rating: GoalRating) -> str:
    """ "−1", "0", "+2"."""
    level = rating.level
    return "0" if level == 0 else f"{'+' if level > 0 else _MINUS}{abs(level)}"


def _described(one: GoalProgress) -> str:
    """The level the goal stands at, as the plan describes it."""
    if one.last is None:
        return ""
    place = one.last.level + 2
    return one.goal.levels[place].strip() if 0 <= place < len(one.goal.levels) else ""


def _counts(tally: Tally, therapy: str) -> Iterator[tuple[str, int]]:
    """What became of the sessions, in the words of the therapy most of them are."""
    counts = (
        (said_state(SessionState.DONE, therapy), tally.done),
        (said_state(SessionState.PARTIAL, therapy), tally.partial),
        (said_state(SessionState.CANCELLED_RESIDENT, therapy), tally.by_resident - tally.away),
        (_("In hospital or on leave (not counted)"), tally.away),
        (said_state(SessionState.NO_SHOW, therapy), tally.no_show),
        (said_state(SessionState.CANCELLED_STAFF, therapy), tally.by_staff),
        (said_state(SessionState.CANCELLED_OTHER, therapy), tally.otherwise),
        (said_state(SessionState.PLANNED, therapy, late=True), tally.late),
        (said_state(SessionState.PLANNED, therapy), tally.open - tally.late),
    )
    yield from ((str(words), count) for words, count in counts if count)


def _share(tally: Tally) -> str:
    return f"{number(tally.given)}/{number(tally.expected)} · {percent(tally.given, tally.expected)}"


def _line(words: str, count: str) -> QWidget:
    return box(row((ElidedLabel(words), 1), label(count, "strong"), gap=8))


def _space() -> QWidget:
    return box(column(8, gap=0))
