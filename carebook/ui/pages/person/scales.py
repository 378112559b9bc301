"""Scales in the person's tab: those used in the stay with their newest result, the curve of one, its sheets beneath."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.records.instrument_files import Instrument
from carebook.records.intake import FormState
from carebook.rules.instruments import next_due
from carebook.store.book import Reader
from carebook.store.instruments import Sheet, catalogue, sheets_of
from carebook.ui.pages.person.layout import CELL, Pair
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.chart import Chart
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.instruments import (
    change_words,
    chart_data,
    finished,
    result_mark,
    result_words,
    total_words,
)
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, hairline, row, scrolling
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, ngettext, pgettext


@dataclass(frozen=True)
class Scale:
    """One instrument of the stay: its sheets, the newest first; ``in_use`` is its newest version, None when it is retired."""

    instrument: Instrument
    sheets: tuple[Sheet, ...]
    in_use: Instrument | None

    @property
    def id(self) -> str:
        return self.instrument.code

    @property
    def finished(self) -> list[Sheet]:
        """The finished sheets."""
        return finished(self.sheets)

    @property
    def begun(self) -> Sheet | None:
        """The sheet still being filled."""
        return next((one for one in self.sheets if one.score.state is FormState.IN_PROGRESS), None)


@dataclass(frozen=True)
class Line:
    """One sheet in the table, beside the one before it."""

    sheet: Sheet
    before: Sheet | None

    @property
    def id(self) -> str:
        return self.sheet.score.id


def scales_of(reader: Reader, episode_id: str) -> list[Scale]:
    """The scales of a stay, those measured last first."""
    in_use = catalogue(reader)
    found: dict[str, list[Sheet]] = {}
    for sheet in sheets_of(reader, episode_id):
        found.setdefault(sheet.score.instrument, []).append(sheet)
    return [Scale(sheets[0].instrument, tuple(sheets), in_use.get(code)) for code, sheets in found.items()]


def lines_of(scale: Scale) -> list[Line]:
    """The sheets of a scale, the newest first, each with the finished one before it."""
    done = scale.finished
    lines = [Line(one, None) for one in scale.sheets if one not in done]
    return lines + [Line(one, before) for one, before in zip_longest(done, done[1:])]


class ScalesPart(QWidget):
    """The scales of the open stay, or of the last one. ``wants_to_say(sentence, tone)``."""

    wants_to_say = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: PersonView | None = None
        self._episode_id = ""
        self._scale_shown: Scale | None = None
        self.list = RecordTable(
            [
                Column("scale", _("Scale"), self._scale, 150, 3, ALWAYS),
                Column("result", _("Last result"), self._result, 150, 2, 9),
                Column("change", _("Against last time"), self._change, 100, priority=7),
                Column("due", _("Measure again on"), self._due, 126, priority=6, align="right"),
            ],
            _("Scales"),
            row_height=44,
        )
        self.list.picked.connect(self._show_scale)
        self.list.opened.connect(self._open_scale)
        self.chart = Chart(_("Score over time"))
        self.chart.setFixedHeight(theme.worn().scaled(200))
        self.table = RecordTable(
            [
                Column("on", pgettext("measured", "Day"), self._day, 84, 0, ALWAYS),
                Column("score", _("Score"), self._score, 80, 0, ALWAYS, "right"),
                Column("band", pgettext("of a score", "Level"), self._band, 150, 2, 8),
                Column("who", _("Done by"), self._who, 130, 1, 6),
                Column("note", pgettext("column", "Note"), lambda line: line.sheet.score.note, 110, 1, 4),
            ],
            _("Sheets"),
        )
        self.table.fit_rows()
        self.table.opened.connect(self._open_line)
        self.new_button = Button(_("Use a scale…"), "primary", "plus", "Ctrl+N", listens=False)
        self.new_button.clicked.connect(self._begin)
        self.again_button = Button("", icon="pencil")
        self.again_button.hide()
        self.again_button.clicked.connect(self._measure_again)
        if not desk.may("save_score"):
            self.new_button.hide()
        on_key(self, "Ctrl+N", self._begin)
        self._title = label("", "h3")
        head = box(row(self._title, None, margins=(CELL, 0, 0, 0)), height=theme.worn().scaled(34))
        right = column(head, hairline(), 6, self.chart, 8, self.table, None, gap=0)
        left = column(self.list, None, gap=0)
        self.list.fit_rows()
        body = scrolling(column(Pair(box(left), box(right), (1, 1)), None, margins=(16, 0, 20, 12)))
        self.states = States(body)
        self.setLayout(
            column(
                row(None, self.again_button, self.new_button, margins=(24, 0, 20, 6)), (row((self.states, 1)), 1), gap=0
            )
        )

    # whose

    def show_view(self, view: PersonView) -> None:
        """Show the scales of a person."""
        self._view = view
        stay = view.file.open_stay or next(iter(view.file.stays), None)
        self._episode_id = stay.episode.id if stay else ""
        self.new_button.setEnabled(stay is not None)
        if stay is None:
            self.states.show_empty(_("No stay yet."), icon="activity")
            return
        if not self.list.records.rowCount():
            self.states.show_loading()
        self._desk.ask(self, partial(scales_of, episode_id=self._episode_id), self._show, self._not_read, key="scales")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask_again)

    def _ask_again(self) -> None:
        if self._view is not None:
            self.show_view(self._view)

    def _show(self, scales: list[Scale]) -> None:
        self.list.show_records(scales)
        if not scales:
            ways = ((_("Use a scale…"), self._begin),) if self._desk.may("save_score") else ()
            self.states.show_empty(_("No scale has been used in this stay yet."), *ways, icon="activity")
            return
        self.states.show_content()
        shown = self._scale_shown.id if self._scale_shown is not None else ""
        if not self.list.pick(shown):
            measured = next((one for one in scales if one.finished), scales[0])
            self.list.pick(measured.id)
        self._show_scale(self.list.current())

    def _show_scale(self, scale: Scale | None) -> None:
        if scale is None:
            return
        self._scale_shown = scale
        self._title.setText(scale.instrument.title)
        self.chart.show_data(chart_data(scale.finished, self._desk.today()))
        self.table.show_records(lines_of(scale))
        self.again_button.setVisible(self._desk.may("save_score") and scale.in_use is not None)
        words = _("Fill in further: {scale}") if scale.begun else _("Measure again: {scale}")
        self.again_button.setText(words.format(scale=scale.instrument.short_title))

    # cells

    def _scale(self, scale: Scale) -> Cell:
        done = scale.finished
        day = self._desk.said_day(done[0].score.scored_on) if done else ""
        times = ngettext("measured {n} time", "measured {n} times", len(done)).format(n=len(done))
        sub = " · ".join(filter(None, (times, day))) if done else ""
        return Cell(scale.instrument.short_title, sub=sub, weight=500)

    def _result(self, scale: Scale) -> Cell:
        done, begun = scale.finished, scale.begun
        of = _("{n}/{of} answered").format(n=begun.result.answered, of=begun.result.of) if begun else ""
        if not done:
            return Cell(pgettext("form", "In progress"), sub=of, mark=("half", "text2"), tone="text2")
        result = done[0].result
        words = result_words(result)
        mark = result_mark(result) if words else None
        return Cell(total_words(done[0].instrument, result), sub=words, weight=500, mark=mark)

    def _change(self, scale: Scale) -> Cell:
        done = scale.finished
        words, mark = change_words(done[0], done[1]) if len(done) > 1 else ("", None)
        return Cell(words, mark=mark)

    def _due(self, scale: Scale) -> Cell:
        done, today = scale.finished, self._desk.today()
        last = done[0].score.scored_on if done else None
        day = next_due(scale.in_use, last) if scale.in_use and last else None
        if day is None:
            return Cell("")
        return Cell(str(dates.lateness(day, today)), tone="danger" if day < today else "text")

    def _day(self, line: Line) -> str:
        return self._desk.said_day(line.sheet.score.scored_on)

    def _score(self, line: Line) -> Cell:
        return Cell(total_words(line.sheet.instrument, line.sheet.result), weight=500)

    def _band(self, line: Line) -> Cell:
        if line.sheet.score.state is not FormState.COMPLETED:
            return Cell(pgettext("form", "In progress"), mark=("half", "text2"), tone="text2")
        result = line.sheet.result
        words, mark = result_words(result), result_mark(result)
        change, _sign = change_words(line.sheet, line.before)
        return Cell(" · ".join(filter(None, (words, change.lower()))), mark=mark if words else None)

    def _who(self, line: Line) -> str:
        names = self._view.staff if self._view is not None else {}
        return names.get(line.sheet.score.done_by_id or "", "–")

    # ways

    def _begin(self) -> None:
        if self._episode_id and self._desk.may("save_score"):
            self._desk.go("instruments", episode_id=self._episode_id)

    def _measure_again(self) -> None:
        if self._scale_shown is not None:
            self._desk.go("instruments", episode_id=self._episode_id, code=self._scale_shown.id)

    def _open_scale(self, scale: Scale) -> None:
        sheet = scale.begun or scale.sheets[0]
        self._desk.go("instruments", episode_id=self._episode_id, score_id=sheet.score.id)

    def _open_line(self, line: Line) -> None:
        self._desk.go("instruments", episode_id=self._episode_id, score_id=line.id)
