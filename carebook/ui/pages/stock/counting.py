"""The sheet on which lots are counted: one row a lot, what is there, why it differs; who counted and who stood by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from carebook.dates import written
from carebook.money import parse_number
from carebook.records.medication import StockCount
from carebook.rules.medicines import called
from carebook.rules.problem import Problem
from carebook.rules.stock import Held, rounded, said
from carebook.store.stock import CupboardLine
from carebook.ui.pages.stock.asking import Stock
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, commit_input_method, section
from carebook.ui.parts.labels import label, two_lines
from carebook.ui.parts.layouts import box, column
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import Message, _

_COUNTED, _BECAUSE = 2, 3


class _Row:
    """One lot: what the book holds, what was counted, why it differs, and what is wrong with it."""

    def __init__(self, line: CupboardLine, held: Held) -> None:
        self.line, self.held = line, held
        self.counted, self.because = QLineEdit(), QLineEdit()
        self.counted.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.counted.setMaximumWidth(theme.worn().scaled(78))
        name = f"{called(line.medicine)}, {held.lot.lot}"
        self.counted.setAccessibleName(_("Counted of {lot}").format(lot=name))
        self.because.setAccessibleName(_("Why {lot} differs").format(lot=name))
        self.because.setPlaceholderText(_("Why it differs"))
        self.wrong = label("", "small", "danger", wrap=True)
        self.wrong.hide()

    @property
    def amount(self) -> float | Message | None:
        """What was counted; None when nothing is typed, the sentence when it cannot be read."""
        found = parse_number(self.counted.text())
        return found if isinstance(found, Message) or found is None else float(found)

    def complain(self, sentence: object = "") -> None:
        """Say what is wrong; nothing with ""."""
        self.wrong.setText(str(sentence))
        self.wrong.setVisible(bool(str(sentence)))

    def follow(self) -> None:
        """Ask why only where it differs."""
        amount = self.amount
        differs = isinstance(amount, float) and bool(rounded(amount - self.held.left))
        self.because.setVisible(differs or bool(self.because.text()))


class CountSheet(Sheet):
    """The lots of ``lines``. Lots without a number are left out; `written` gives the counts that were typed."""

    def __init__(self, desk: Desk, found: Stock, lines: Sequence[CupboardLine]) -> None:
        super().__init__()
        self._rows = [_Row(line, held) for line in lines for held in line.lots]
        self.form = Form(
            [section("", StockCount, "counted_on", "counter_id", "witness_id", "minutes_no")],
            desk.today,
            choices={"counter_id": found.here, "witness_id": found.here},
            columns=1,
        )
        self._base = StockCount(
            medicine_id="", counted_on=desk.today(), counted=0.0, counter_id=desk.actor.staff_member_id
        )
        self.form.load(self._base)
        self.form.changed.connect(self.changed)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        secret_words = _("Own password or PIN of the shift")
        self.secret.setAccessibleName(secret_words)
        controlled = any(line.medicine.controlled for line in lines)
        self.witness = box(
            column(
                label(
                    _("Medicines under special control are counted by two: the witness confirms."), "small", wrap=True
                ),
                label(secret_words, "small"),
                self.secret,
                gap=4,
            )
        )
        self.witness.setVisible(controlled)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, words in enumerate((_("Lot"), _("In the book"), _("There are"))):
            grid.addWidget(label(words, "small", right=place > 0), 0, place)
        for number, row in enumerate(self._rows):
            self._lay_out(grid, 1 + 2 * number, row, desk)
            for key, by in (("Return", 1), ("Enter", 1), ("Down", 1), ("Up", -1)):
                on_key(row.counted, key, partial(self._step, number, by))
        self.setLayout(column(grid, 10, self.form, self.witness, gap=4))

    def _lay_out(self, grid: QGridLayout, at: int, row: _Row, desk: Desk) -> None:
        lot = row.held.lot
        until = _("until {day}").format(day=written(lot.expires_on)) if lot.expires_on else ""
        unit = desk.words("medicine_unit", row.line.medicine.unit)
        grid.addWidget(two_lines(called(row.line.medicine), f"{lot.lot} · {until}"), at, 0)
        grid.addWidget(label(f"{said(row.held.left)} {unit}", right=True), at, 1)
        grid.addWidget(row.counted, at, _COUNTED)
        beneath = column(row.because, row.wrong, gap=2)
        grid.addLayout(beneath, at + 1, 0, 1, 3)
        row.because.hide()
        row.counted.textChanged.connect(row.follow)
        for typed in (row.counted, row.because):
            typed.textChanged.connect(self._typed)

    def _typed(self, _text: str) -> None:
        self.changed.emit()

    def _step(self, number: int, by: int) -> None:
        """To the lot before or after; from the last one on to who counted."""
        row = self._rows[number]
        if by > 0 and not row.because.isHidden() and not row.because.text():
            row.because.setFocus()
            return
        there: QWidget | None = None
        if 0 <= number + by < len(self._rows):
            there = self._rows[number + by].counted
        elif by > 0:
            there = self.form.first()
        if there is not None:
            there.setFocus()

    @property
    def witness_secret(self) -> str:
        """The password the witness typed; it is never kept in a draft."""
        return self.secret.text()

    def is_dirty(self) -> bool:
        return self.form.is_dirty() or any(row.counted.text() or row.because.text() for row in self._rows)

    def written(self) -> list[StockCount] | None:
        commit_input_method()
        wrong = [row for row in self._rows if isinstance(row.amount, Message)]
        for row in self._rows:
            row.complain(row.amount if row in wrong else "")
        about: StockCount | None = self.form.record(self._base)
        if wrong:
            wrong[0].counted.setFocus()
        if about is None or wrong:
            return None
        return [
            StockCount(
                medicine_id=row.line.id,
                lot_id=row.held.id,
                counted_on=about.counted_on,
                counted=row.amount,
                because=row.because.text(),
                minutes_no=about.minutes_no,
                counter_id=about.counter_id,
                witness_id=about.witness_id,
            )
            for row in self._rows
            if isinstance(row.amount, float)
        ]

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Beside the lot they are about ("counts.0.because"), the rest beside the fields beneath."""
        typed = [row for row in self._rows if row.counted.text().strip()]
        for row in self._rows:
            row.complain()
        others: list[Problem] = []
        for one in problems:
            _counts, _dot, rest = one.field.partition("counts.")
            place, _dot, field = rest.partition(".")
            if place.isdigit() and field in ("counted", "because"):
                row = typed[int(place)]
                row.complain(one.message)
                row.because.setVisible(field == "because" or not row.because.isHidden())
            elif not any(kept.field == field for kept in others):
                others.append(Problem(field or one.field, one.message))
        if any(one.field == "witness_secret" for one in others):
            self.secret.setFocus()
            self.secret.selectAll()
        self.form.show_problems(others)
        self.form.setVisible(True)

    def draft(self) -> dict[str, Any]:
        lots = {row.held.id: [row.counted.text(), row.because.text()] for row in self._rows if row.counted.text()}
        return {"lots": lots, "about": self.form.draft()}

    def restore(self, draft: Mapping[str, Any]) -> None:
        lots = draft.get("lots", {})
        for row in self._rows:
            counted, because = lots.get(row.held.id, ("", ""))
            row.because.setText(because)
            row.counted.setText(counted)
            row.follow()
        self.form.restore(draft.get("about", {}))

    def take_focus(self) -> None:
        if self._rows:
            self._rows[0].counted.setFocus()
