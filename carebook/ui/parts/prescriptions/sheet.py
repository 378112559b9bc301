"""The sheet on which an order is written, with what stands against it while typing, and the one on which it is stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from carebook.records.medication import Medicine, Prescription
from carebook.rules.prescriptions import next_round, problems_in_prescription
from carebook.rules.problem import Problem
from carebook.store.prescriptions import Ordering
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.layouts import column
from carebook.ui.parts.prescriptions.words import rounds_at
from carebook.ui.parts.writing_panel import FormSheet, Sheet
from carebook.words import _

FORM = "prescription"
_OF_LIST = ("substance", "strength", "unit")


def new_order(desk: Desk, episode_id: str) -> Prescription:
    """An empty order that begins with the next round, after the last one of today tomorrow."""
    day, turn = coming(desk)
    return Prescription(episode_id=episode_id, from_on=day, from_round=turn, prescribed_on=desk.today())


def coming(desk: Desk) -> tuple[date, str | None]:
    """The day of the next round, and the round where it is one of today."""
    today = desk.today()
    found = next_round(rounds_at(desk, today), today, desk.now())
    return (today, found.code) if found is not None else (today + timedelta(days=1), None)


class OrderSheet(Sheet):
    """One order being written. A medicine of the list brings its facts; an allergy or a substance ordered already is told while
    typing.
    """

    def __init__(self, desk: Desk, found: Ordering, order: Prescription, *, changes: bool = False) -> None:
        """``changes``: doses of it were recorded, so that a new order takes its place."""
        super().__init__()
        self._desk, self._found, self._order = desk, found, order
        self._medicines = {one.id: one for one in found.medicines}
        self._listed = order.medicine_id or ""
        rounds = [(one.code, one.text) for one in found.rounds]
        self.form = Form(
            [
                section("", Prescription, "medicine_id", "medicine", "substance", "strength", "dose", "unit", "way"),
                section(
                    _("When it is given"),
                    Prescription,
                    *("as_needed", "rounds", "every_days", "needed_for", "most_a_day", "hours_between", "with_food"),
                    *("from_on", "from_round", "to_on"),
                ),
                section(
                    _("Where it comes from"),
                    Prescription,
                    *("prescriber", "prescribed_on", "icd", "diagnosis", "source", "controlled", "accepted_because"),
                    *(("stopped_because",) if changes else ()),
                ),
            ],
            desk.today,
            choices={
                "medicine_id": [(one.id, _listed_words(one)) for one in found.medicines],
                "unit": desk.choices("medicine_unit"),
                "way": desk.choices("medicine_way"),
                "rounds": rounds,
                "from_round": rounds,
                "source": desk.choices("medicine_source"),
            },
            labels={"stopped_because": _("Why the order is changed")},
            required=("stopped_because",) if changes else (),
            columns=1,
        )
        self.form.load(order)
        for name in ("rounds", "every_days"):
            self.form.show_when(name, lambda form: not form.value("as_needed"))
        for name in ("needed_for", "most_a_day", "hours_between"):
            self.form.show_when(name, lambda form: bool(form.value("as_needed")))
        self.form.show_when("accepted_because", lambda _form: self._is_asked_why())
        self.form.editor("medicine_id").setVisible(bool(found.medicines))
        self.form.changed.connect(self._typed)
        self.setLayout(column(self.form))

    def _typed(self) -> None:
        self._take_from_list()
        self._check()
        self.changed.emit()

    def _take_from_list(self) -> None:
        """What the list says of a medicine that was just chosen."""
        chosen = self.form.value("medicine_id") or ""
        if chosen == self._listed:
            return
        self._listed = chosen
        medicine = self._medicines.get(chosen)
        if medicine is None:
            return
        self.form.editor("medicine").set_value(medicine.name)
        for name in _OF_LIST:
            self.form.editor(name).set_value(getattr(medicine, name))
        self.form.editor("controlled").set_value(medicine.controlled)

    def _check(self) -> None:
        """Say beside the medicine what stands against it, as it is typed."""
        told = [one for one in self._problems() if one.field == "medicine" and self._typed_order().medicine.strip()]
        editor = self.form.editor("medicine")
        if not told:
            editor.clear_complaint()
        elif told[0].severity == "error":
            editor.show_error(told[0].message)
        else:
            editor.show_warning(told[0].message)

    def _is_asked_why(self) -> bool:
        return any(one.field == "accepted_because" for one in self._problems()) or bool(
            self.form.editor("accepted_because").raw()
        )

    def _problems(self) -> list[Problem]:
        """What the rules say of the order as it stands, as far as it can be read."""
        found = self._found
        order = replace(self._typed_order(), accepted_because="")
        return problems_in_prescription(
            order,
            stay=found.stay,
            today=self._desk.today(),
            rounds=found.rounds,
            allergies=found.allergies,
            classes=found.classes,
            others=[one for one in found.orders if one.id != self._order.id],
        )

    def _typed_order(self) -> Prescription:
        read = {name: self.form.editor(name).input.read() for name in ("medicine", "substance", "from_on", "to_on")}
        known = {name: value for name, value in read.items() if isinstance(value, str | date)}
        return replace(self._order, **known)  # type: ignore[arg-type]

    # what a sheet answers

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def written(self) -> Prescription | None:
        written = self.form.record(self._order)
        if written is not None and written.as_needed:
            written = replace(written, rounds=(), every_days=1)
        elif written is not None:
            written = replace(written, needed_for="", most_a_day=None, hours_between=None)
        return written

    def show_problems(self, problems: Sequence[Problem]) -> None:
        if any(one.field == "accepted_because" for one in problems):
            self.form.editor("accepted_because").setVisible(True)
        self.form.show_problems(problems)

    def draft(self) -> dict[str, Any]:
        return self.form.draft()

    def restore(self, draft: dict[str, Any]) -> None:
        self._listed = draft.get("medicine_id", self._listed) or ""
        self.form.restore(draft)

    def take_focus(self) -> None:
        name = "medicine_id" if self._found.medicines else "medicine"
        self.form.editor(name).input.setFocus()


def _listed_words(medicine: Medicine) -> str:
    return " ".join(filter(None, (medicine.name, medicine.strength)))


def stop_sheet(desk: Desk, order: Prescription) -> FormSheet:
    """From which day and round on an order does not hold any more, and why."""
    day, turn = coming(desk)
    form = Form(
        [section("", Prescription, "stopped_on", "stopped_round", "stopped_because")],
        desk.today,
        choices={"stopped_round": [(one.code, one.text) for one in rounds_at(desk, day)]},
        required=("stopped_on", "stopped_because"),
        columns=1,
    )
    return FormSheet(form, replace(order, stopped_on=day, stopped_round=turn))
