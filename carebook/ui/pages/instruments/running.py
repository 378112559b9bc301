"""What a sheet comes to while it is filled: score and band, parts, alerts, last time, the curve of the scale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.instrument_files import Alert, Instrument
from carebook.rules.instruments import Score, Subscore
from carebook.store.instruments import Sheet
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.chart import Chart, ChartData
from carebook.ui.parts.instruments import band_mark, band_words, change_words, chart_data, said, total_words, worst_band
from carebook.ui.parts.labels import MarkSign, Meter, Sign, label, section_head, state
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.ui.parts.strips import said_value
from carebook.words import _


class RunningPanel(SidePanel):
    """The score of the sheet on show, now and over time."""

    def __init__(self) -> None:
        super().__init__("", width=284, closes=False)
        self.total = label("–", "figure")
        self.band = label("", "strong", wrap=True)
        self._band_row = row(gap=8)
        self.answered = label("", "small")
        self._meter = Meter(width=None)
        self._parts = column(gap=4)
        self._alerts = column(gap=6)
        self._said: list[str] = []
        self._warnings = column(gap=4)
        self._history = column(gap=2)
        self.chart = Chart(_("Score over time"))
        self.chart.setFixedHeight(theme.worn().scaled(150))
        self.add(
            self._alerts,
            4,
            self.total,
            2,
            self._band_row,
            6,
            self._meter,
            self.answered,
            4,
            self._parts,
            4,
            self._warnings,
            10,
            section_head(_("Over time")),
            self._history,
            self.chart,
        )

    def alerts(self) -> str:
        """What is said at once, in words."""
        return " ".join(self._said)

    def show_result(self, instrument: Instrument, result: Score) -> None:
        """Show what the answers come to."""
        self.total.setText(total_words(instrument, result))
        emptied(self._band_row)
        words = band_words(result)
        shape, tone = band_mark(worst_band(result) if result.complete else None)
        self.band = label(words, "strong", tone, wrap=True)
        self._band_row.addWidget(MarkSign(shape, tone, 12))
        self._band_row.addWidget(self.band, 1)
        self._meter.show_share(result.answered, result.of)
        self.answered.setText(_("answered {n}/{of}").format(n=result.answered, of=result.of))
        emptied(self._parts)
        for part in result.subscores:
            self._parts.addWidget(_part(part))
        self._show_alerts(result.alerts)

    def _show_alerts(self, alerts: Sequence[Alert]) -> None:
        emptied(self._alerts)
        self._said = [alert.words for alert in alerts]
        for alert in alerts:
            tone = "danger" if alert.urgent else "warn"
            words = label(alert.words, tone="text", wrap=True)
            sign = Sign("circle-alert" if alert.urgent else "triangle-alert", tone)
            made = box(row(sign, (words, 1), gap=8, margins=(10, 8, 10, 8)), "message")
            made.setProperty("tone", tone)
            made.setAccessibleName(alert.words)
            self._alerts.addWidget(made)

    def show_warnings(self, sentences: Sequence[object]) -> None:
        """What is unusual about the sheet as a whole: an age the scale is not made for."""
        emptied(self._warnings)
        for sentence in sentences:
            self._warnings.addWidget(
                box(
                    row(
                        Sign("triangle-alert", "warn", 14), (label(str(sentence), "small", "warn", wrap=True), 1), gap=6
                    )
                )
            )

    def show_history(self, before: Sheet | None, now: Sheet | None, sheets: Sequence[Sheet], today: date) -> None:
        """Show the sheet before, how this finished one changed against it, and the curve."""
        emptied(self._history)
        if before is not None and before.score.scored_on:
            day = dates.short(before.score.scored_on, today)
            words = _("last time {day}: {score}").format(day=day, score=said(before))
            self._history.addLayout(row(Sign("history", "text2", 13), (label(words, "small", wrap=True), 1), gap=6))
        change, mark = change_words(now, before) if now else ("", None)
        if mark is not None:
            self._history.addLayout(state(change, *mark))
        self.chart.show_data(chart_data(sheets, today) if sheets else ChartData((), ()))


def _part(part: Subscore) -> QFrame:
    scoring = part.subscale.scoring
    top = f"/{said_value(scoring.high)}" if scoring.high is not None else ""
    words = f"{part.subscale.title}: {said_value(part.total)}{top}"
    if part.band:
        words += f" ({part.band.words})"
    shape, tone = band_mark(part.band)
    return box(row(MarkSign(shape, tone), (label(words, "small", wrap=True), 1), gap=6))
