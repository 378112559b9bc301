"""The charts of the progress page: one card for each measure, its newest value and how it changed, or the same as numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from carebook.money import number, percent
from carebook.records.instrument_files import Better
from carebook.rules.therapy_progress import (
    ATTENDANCE,
    T_SCORE,
    Curve,
    TherapyProgress,
    attendance_curve,
    t_curve,
)
from carebook.ui.parts import theme
from carebook.ui.parts.chart import Chart, ChartData, Series, over_time
from carebook.ui.parts.labels import ElidedLabel, label, state
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.strips import said_value
from carebook.words import _, ngettext, pgettext

MOST_LINES = 4
HEIGHT = 184
MARKS = {1: ("full", "ok"), 0: ("dash", "text2"), -1: ("cross", "warn")}


def direction_words(direction: int) -> str:
    """ "Tốt hơn", "Không đổi", "Kém hơn"."""
    if direction == 0:
        return pgettext("change", "Same")
    return pgettext("change", "Better") if direction > 0 else pgettext("change", "Worse")


@dataclass(frozen=True)
class Measured:
    """Curves of one measure that share an axis, at most four lines."""

    curves: tuple[Curve, ...]

    @property
    def title(self) -> str:
        """The measure, and where it was taken when it was taken at one place only."""
        one = self.curves[0]
        return " · ".join(filter(None, (str(one.title), str(one.what)))) if len(self.curves) == 1 else str(one.title)


def measured_of(progress: TherapyProgress) -> list[Measured]:
    """The charts of the page in their order: sessions done, attainment of goals, then every instrument."""
    own = [attendance_curve(progress.attendance.stretches), t_curve(progress.t_scores)]
    found = [Measured((curve,)) for curve in own if curve.measured]
    for _code, group in groupby(progress.curves, lambda curve: curve.instrument):
        curves = tuple(group)
        found += [Measured(curves[at : at + MOST_LINES]) for at in range(0, len(curves), MOST_LINES)]
    return found


class ChartCard(QFrame):
    """One measure over the span: its name, the newest value with the change since the first, and the curve or its numbers."""

    def __init__(
        self, measured: Measured, progress: TherapyProgress, said_day: Callable[[date | None], str], *, as_numbers: bool
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.measured = measured
        self.chart = Chart(measured.title, chart_of(measured, progress, said_day))
        self.chart.setFixedHeight(theme.worn().scaled(HEIGHT))
        body: QWidget = self.chart.text_table() if as_numbers else self.chart
        title = ElidedLabel(measured.title, "h3")
        self.setLayout(
            column(
                row((title, 1), *_newest(measured), gap=10),
                label(note_of(measured.curves[0], progress), "small", wrap=True),
                2,
                body,
                None,
                gap=2,
                margins=(12, 8, 12, 8),
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(theme.worn().scaled(216))


def _newest(measured: Measured) -> list[QWidget]:
    if len(measured.curves) != 1 or measured.curves[0].instrument == ATTENDANCE:
        return []
    curve = measured.curves[0]
    points = curve.measured
    change = change_of(curve)
    value = points[-1].value
    told = number(value or 0.0, 1) if curve.instrument == T_SCORE else said_value(value)
    said = " ".join(filter(None, (told, curve.unit)))
    shown: list[QWidget] = [label(said, "strong")]
    if change is not None:
        shown.append(box(state(direction_words(change), *MARKS[change])))
    return shown


def change_of(curve: Curve) -> int | None:
    """1 better, -1 worse, 0 the same between the first and the last value of the span; None where that cannot be said.

    Scores of other goals than at the beginning are not compared.
    """
    points = curve.measured
    if len(points) < 2 or curve.better is None:
        return None
    if curve.instrument == T_SCORE and any(point.value is None for point in curve.points):
        return None
    rise = (points[-1].value or 0.0) - (points[0].value or 0.0)
    return 0 if rise == 0 else 1 if (rise > 0) is (curve.better is Better.HIGH) else -1


def note_of(curve: Curve, progress: TherapyProgress) -> str:
    """What has to be said under the name of a measure, in one line."""
    if curve.instrument == ATTENDANCE:
        return share_words(progress)
    if curve.instrument == T_SCORE and (newest := progress.t) is not None:
        rated = _("{n} of {of} goals rated").format(n=len(newest.threads), of=newest.of)
        return " · ".join((rated, _("50 is as expected")))
    points = curve.measured
    said = [ngettext("measured {n} time", "measured {n} times", len(points)).format(n=number(len(points)))]
    if curve.better is Better.LOW:
        said.append(_("lower is better"))
    return " · ".join(said)


def share_words(progress: TherapyProgress) -> str:
    """ "Đã tập 23/26 buổi, 88,5 %"."""
    whole = progress.attendance.whole
    share = percent(whole.given, whole.expected)
    return _("{done} of {of} sessions done, {share}").format(
        done=number(whole.given), of=number(whole.expected), share=share
    )


def chart_of(measured: Measured, progress: TherapyProgress, said_day: Callable[[date | None], str]) -> ChartData:
    """The chart of a measure on the axis of time that all charts of the page share."""
    one = measured.curves[0]
    lines = [
        Series(
            str(curve.what or curve.title),
            tuple(point.value for point in curve.points),
            tuple(point.on for point in curve.points),
        )
        for curve in measured.curves
    ]
    return over_time(
        lines,
        said_day,
        first=shown_from(progress),
        last=progress.last,
        unit=one.unit,
        goal=goal_of(measured.curves),
        lowest=one.lowest,
        highest=one.highest,
    )


def goal_of(curves: Sequence[Curve]) -> float | None:
    """The goal of the curves of one chart; None where they have different ones."""
    goals = {curve.goal for curve in curves}
    return goals.pop() if len(goals) == 1 else None


def shown_from(progress: TherapyProgress) -> date:
    """Where the axes begin: at the first thing that happened in the span, so that they are not empty at their left."""
    days = [point.on for curve in progress.curves for point in curve.points]
    days += [score.on for score in progress.t_scores]
    days += [part.first for part in progress.attendance.stretches]
    return min(days, default=progress.first)
