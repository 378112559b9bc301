"""The sheet of one dose beside the round: another time, another amount, a remark, a correction, a medicine given as needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QLineEdit

from carebook.records import enum_words
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.rules.doses import TAKEN, reasons_for
from carebook.rules.problem import Problem
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column
from carebook.ui.parts.prescriptions import amount_words
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import _


class DoseSheet(Sheet):
    """One dose. ``witness_secret`` is what the witness typed; it is never kept in a draft."""

    def __init__(self, desk: Desk, dose: Administration, order: Prescription, staff: Choices, *, again: bool) -> None:
        """``again``: the round of this order was recorded before, so that it asks why it is given twice."""
        super().__init__()
        self._desk, self._dose, self._order = desk, dose, order
        self.form = Form(
            [
                section("", Administration, "state", "reason", "given_at", "dose", "effect"),
                section("", Administration, "late_because", *(("again_because",) if again else ())),
                section("", Administration, "done_by_id", *(("witness_id",) if order.controlled else ()), "from_sheet"),
            ],
            desk.today,
            choices={
                "state": [(one.value, enum_words.said(one)) for one in DoseState],
                "reason": self._reasons(dose.state),
                "done_by_id": staff,
                "witness_id": staff,
            },
            required=("again_because",) if again else (),
            columns=1,
        )
        self.form.load(dose)
        for name in ("dose", "late_because", *(("witness_id",) if order.controlled else ())):
            self.form.show_when(name, lambda form: DoseState(form.value("state")) in TAKEN)
        self.form.show_when("reason", lambda form: DoseState(form.value("state")) is not DoseState.GIVEN)
        self._state = dose.state
        self.form.changed.connect(self._typed)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(_("Own password or PIN of the shift"))
        self.secret.setPlaceholderText(_("Own password or PIN of the shift"))
        witness = box(column(label(_("Own password or PIN of the shift"), "small"), self.secret, gap=4))
        witness.setVisible(order.controlled)
        ordered = _("Ordered: {amount}").format(amount=amount_words(desk, order.dose, order.unit))
        self.setLayout(column(label(ordered, "small"), self.form, witness, gap=8))

    def _reasons(self, state: DoseState) -> Choices:
        codes = self._desk.codes.choices("dose_reason", self._desk.today())
        return [(one.code, one.text) for one in reasons_for(state, codes)]

    def _typed(self) -> None:
        state = DoseState(self.form.value("state"))
        if state is not self._state:
            self._state = state
            reason = self.form.editor("reason")
            before = reason.raw()
            offered = self._reasons(state)
            reason.offer(offered)
            reason.set_value(before if before in dict(offered) else None)
        self.changed.emit()

    @property
    def witness_secret(self) -> str:
        """The password the witness typed."""
        return self.secret.text()

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def written(self) -> Administration | None:
        written = self.form.record(self._dose)
        if written is None:
            return None
        if written.state is DoseState.GIVEN:
            written = replace(written, reason=None)
        return written

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """The fields of a refusal of several doses are named by their place; here there is one."""
        plain = [replace(one, field=one.field.removeprefix("doses.0.")) for one in problems]
        if any(one.field == "witness_secret" for one in plain):
            self.secret.setFocus()
        self.form.show_problems(plain)

    def draft(self) -> dict[str, Any]:
        return self.form.draft()

    def restore(self, draft: dict[str, Any]) -> None:
        self.form.restore(draft)

    def take_focus(self) -> None:
        if (first := self.form.first()) is not None:
            first.setFocus()
