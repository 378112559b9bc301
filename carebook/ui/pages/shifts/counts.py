"""What is counted at a handover: people against the book, things against the list, controlled medicines; and the four words told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout

from carebook.money import number
from carebook.records.declaration import Kind
from carebook.records.medication import StockCount
from carebook.records.shifts import HandoverCount, ShiftHandover
from carebook.rules.problem import Problem
from carebook.rules.shifts import HeadCount
from carebook.rules.shifts.lines import amount_of
from carebook.ui.pages.shifts.asking import Asked
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.fields import Form, commit_input_method, section
from carebook.ui.parts.fields.typing import LineInput, NumberInput
from carebook.ui.parts.labels import ElidedLabel, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.words import N_, Message, _, message

WIDTH = 372
_COUNT_WIDTH = 62
_TOLD = ("situation", "background", "judgement", "request")


class ThingRow(QFrame):
    """One thing: how many should be there, how many are, and why it differs. ``touched``."""

    touched = Signal()

    def __init__(self, asked: Asked, *, measure: bool) -> None:
        super().__init__()
        self.asked = asked
        self.input = NumberInput(Kind.MEASURE if measure else Kind.NUMBER)
        self.input.line.setFixedWidth(theme.worn().scaled(_COUNT_WIDTH))
        self.input.name_as(f"{asked.name}, {_('counted')}")
        self.input.line.setText("" if asked.counted is None else amount_of(asked.counted))
        self.note = LineInput()
        self.note.line.setPlaceholderText(_("Why it differs"))
        self.note.name_as(f"{asked.name}, {_('Why it differs')}")
        self.note.write(asked.note)
        self.wrong = label("", "small", "danger", wrap=True)
        self.wrong.hide()
        name = ElidedLabel(asked.name)
        should = label(_("of {n}").format(n=amount_of(asked.expected)), "small")
        self.setLayout(
            column(row((name, 1), self.input, should, gap=6), self.note, self.wrong, gap=2, margins=(0, 2, 0, 2))
        )
        self.input.touched.connect(self._typed)
        self.note.touched.connect(self.touched)
        self._show_note()

    def _typed(self) -> None:
        self._show_note()
        self.wrong.hide()
        self.touched.emit()

    def _show_note(self) -> None:
        value = self.input.read()
        differs = value is not None and not isinstance(value, Message) and float(value) != self.asked.expected
        self.note.setVisible(differs or bool(self.note.raw()))

    def value(self) -> float | Message | None:
        """What was counted; a Message when it cannot be read."""
        found: float | Message | None = self.input.read()
        return found

    def complain(self, sentence: object) -> None:
        """Say what is wrong, under the row."""
        self.wrong.setText(str(sentence))
        self.wrong.setVisible(bool(str(sentence)))
        self.note.show()


class CountsPart(SidePanel):
    """Everything counted and told on one sheet. ``touched`` when something was typed."""

    touched = Signal()

    def __init__(self, today: Any) -> None:
        super().__init__(_("Count and tell"), width=theme.worn().scaled(WIDTH), closes=False)
        self._today = today
        self._handover = ShiftHandover()
        self._must_be_found: int | None = None
        self.form: Form | None = None
        self.report: Form | None = None
        self.things: list[ThingRow] = []
        self.stock: list[ThingRow] = []
        self.figures = column(gap=0)

    def show_sheet(
        self,
        handover: ShiftHandover,
        heads: HeadCount | None,
        end_before: int | None,
        things: Sequence[Asked],
        stock: Sequence[Asked],
        *,
        writes: bool,
    ) -> None:
        """Show a sheet; ``heads`` are the figures of the book while it is written, None for those that were signed."""
        self.clear()
        self._handover = handover
        self.figures = column(gap=2)
        self._show_figures(handover, heads, end_before)
        self.form = Form([section("", ShiftHandover, "counted", "count_differs_because")], self._today, columns=1)
        self.report = Form(
            [
                section(
                    _("Short report"),
                    ShiftHandover,
                    *_TOLD,
                    line=_("What the next shift must have heard, in this order"),
                ),
            ],
            self._today,
            columns=1,
        )
        for form in (self.form, self.report):
            form.load(handover)
            form.changed.connect(self.touched)
            form.setEnabled(writes)
        self.form.show_when("count_differs_because", lambda form: _differs(form, self._must_be_found))
        self.things = [ThingRow(one, measure=False) for one in things]
        self.stock = [ThingRow(one, measure=True) for one in stock]
        parts = [self._part(_("Things handed over"), self.things), self._part(_("Controlled medicines"), self.stock)]
        self.add(section_head(_("Head-count")), hairline(), 4, self.figures, 6, self.form, 8)
        for part in parts:
            if part is not None:
                self.add(part, 8)
        self.add(self.report)
        for one in (*self.things, *self.stock):
            one.touched.connect(self.touched)
            one.setEnabled(writes)

    def _part(self, title: str, rows: Sequence[ThingRow]) -> QFrame | None:
        return box(column(section_head(title), hairline(), *rows, gap=0)) if rows else None

    def show_heads(self, heads: HeadCount, end_before: int | None) -> None:
        """Show the figures of the book anew; what was counted stays as it was typed."""
        self._show_figures(self._handover, heads, end_before)

    def _show_figures(self, handover: ShiftHandover, heads: HeadCount | None, end_before: int | None) -> None:
        emptied(self.figures)
        values = heads.figures if heads is not None else {name: getattr(handover, name) for name in _WORDS}
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        for place, (name, words) in enumerate(_WORDS.items()):
            line, side = place % 4, place // 4 * 2
            count = values.get(name)
            grid.addWidget(label(_(words), "small"), line, side)
            weight = "strong" if name in ("at_start", "at_end") else ""
            grid.addWidget(label("–" if count is None else number(count), weight, right=True), line, side + 1)
        present = heads.present if heads is not None else _present(handover)
        grid.addWidget(label(_("Must be found"), "small"), 3, 2)
        grid.addWidget(label("–" if present is None else number(present), "strong", right=True), 3, 3)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 3)
        self.figures.addLayout(grid)
        start = values.get("at_start")
        if end_before is not None and start is not None and end_before != start:
            said = message(
                "The sheet of the shift before ends with {before}, the book begins with {start}.",
                before=end_before,
                start=start,
            )
            self.figures.addWidget(label(str(said), "small", "warn", wrap=True))

    # what stands there

    def written(self, base: ShiftHandover) -> ShiftHandover | None:
        """The sheet with what was typed; None when something cannot be read, which is shown."""
        if self.form is None or self.report is None:
            return None
        commit_input_method()
        unread = [(one, value) for one in (*self.things, *self.stock) if isinstance(value := one.value(), Message)]
        for one, sentence in unread:
            one.complain(sentence)
        counted = self.form.record(base)
        found = self.report.record(counted) if counted is not None else None
        return None if unread else found

    def counts(self, base: Sequence[HandoverCount]) -> list[HandoverCount]:
        """The things as they were counted."""
        typed = {one.asked.key: one for one in self.things}
        return [
            replace(one, counted=_whole(typed[one.thing].value()), note=typed[one.thing].note.read() or "")
            for one in base
            if one.thing in typed
        ]

    def stock_counts(self) -> list[StockCount]:
        """The controlled medicines that were counted."""
        found = []
        for one in self.stock:
            value = one.value()
            if value is not None and not isinstance(value, Message):
                because = one.note.read() or ""
                found.append(StockCount(medicine_id=one.asked.key, counted=float(value), because=because))
        return found

    def show_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Show each problem beside what it is about; those without a place are given back."""
        rows = {f"counts.{one.asked.key}": one for one in self.things} | {
            f"stock.{one.asked.key}": one for one in self.stock
        }
        left = []
        for one in problems:
            if one.field in rows:
                rows[one.field].complain(one.message)
            elif self.form is not None and one.field in self.form.names():
                self.form.editor(one.field).show_error(one.message)
                self.form.editor(one.field).show()
            else:
                left.append(one)
        first = next((rows[one.field].input for one in problems if one.field in rows), None)
        if first is not None:
            first.setFocus()
        elif self.form is not None and any(one.field in self.form.names() for one in problems):
            name = next(one.field for one in problems if one.field in self.form.names())
            self.form.editor(name).setFocus()
        return left

    def draft(self) -> dict[str, Any]:
        """Everything that stands there, readable or not."""
        return {
            "form": self.form.draft() if self.form is not None else {},
            "report": self.report.draft() if self.report is not None else {},
            "things": {one.asked.key: [one.input.raw(), one.note.raw()] for one in (*self.things, *self.stock)},
        }

    def restore(self, kept: dict[str, Any]) -> None:
        """Show a draft over what was loaded."""
        if self.form is not None and self.report is not None:
            self.form.restore(kept.get("form", {}))
            self.report.restore(kept.get("report", {}))
        typed = kept.get("things", {})
        for one in (*self.things, *self.stock):
            if one.asked.key in typed:
                count, note = typed[one.asked.key]
                one.input.set_raw(count)
                one.note.set_raw(note)
                one._show_note()


_WORDS = {
    "at_start": N_("At the start of the shift"),
    "came": N_("More people"),
    "went": N_("Fewer people"),
    "at_end": N_("At the end of the shift"),
    "in_hospital": N_("In hospital"),
    "on_leave": N_("On leave"),
    "absent": N_("Away without leave"),
}


def _present(handover: ShiftHandover) -> int | None:
    away = (handover.in_hospital or 0) + (handover.on_leave or 0) + (handover.absent or 0)
    return None if handover.at_end is None else handover.at_end - away


def _differs(form: Form, present: int | None) -> bool:
    counted = form.value("counted")
    return bool(form.value("count_differs_because")) or (isinstance(counted, int) and counted != present)


def _whole(value: float | Message | None) -> int | None:
    return None if value is None or isinstance(value, Message) else int(value)
