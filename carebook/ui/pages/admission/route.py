"""The first step: by which form somebody is admitted, in words, with the clocks that follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from carebook import dates
from carebook.records.codes import Code, HolidayRow, Limit
from carebook.rules import admission as rules
from carebook.rules.calendar import add_working_days
from carebook.rules.dated import limit_on
from carebook.ui.pages.admission.steps import Fact, Flaw, Step
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_cap, label
from carebook.ui.parts.layouts import box, column, hairline, row, scrolling
from carebook.words import Message, _, message


class RouteStep(Step):
    """The forms of admission, one under the other; the number keys choose."""

    key = "route"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._group = QButtonGroup(self)
        self._codes: list[Code] = desk.codes.choices("admission_form", desk.today())
        self._clocks: dict[str, QWidget] = {}
        whole = column(gap=0, margins=(24, 8, 20, 16))
        whole.addWidget(label(_("By which form is this person admitted?"), "h2"))
        whole.addSpacing(8)
        for number, code in enumerate(self._codes, 1):
            choice = QRadioButton(code.text)
            choice.setProperty("role", "strong")
            clock = label(code.note, "muted", wrap=True)
            if not code.note:
                clock.hide()
            self._clocks[code.code] = clock
            choice.setAccessibleName(code.text)
            choice.setAccessibleDescription(code.note)
            self._group.addButton(choice, number - 1)
            words = column(choice, row(clock, margins=(28, 0, 0, 0)), gap=0)
            whole.addWidget(
                box(row(column(5, key_cap(str(number)), None, gap=0), (words, 1), gap=12, margins=(0, 9, 0, 9)))
            )
            whole.addWidget(hairline())
            on_key(self, str(number), choice.click)
        whole.addStretch(1)
        self.setLayout(column(scrolling(box(whole)), gap=0))
        self._group.idClicked.connect(self._chosen)

    def _chosen(self, _place: int) -> None:
        self.changed.emit()

    def route(self) -> str:
        """The code of the chosen form, "" while none is chosen."""
        place = self._group.checkedId()
        return self._codes[place].code if place >= 0 else ""

    def choose(self, route: str) -> None:
        """Choose a form."""
        for place, code in enumerate(self._codes):
            if code.code == route:
                self._group.button(place).setChecked(True)

    def show_clocks(self, today: date, limits: Sequence[Limit], own: Sequence[HolidayRow]) -> None:
        """Say after each form which clocks begin with it, for an admission today."""
        for code in self._codes:
            told = clock_of(code.code, today, limits, own)
            words = " ".join(filter(None, (code.note, str(told) if told else "")))
            clock = self._clocks[code.code]
            clock.setText(words)  # type: ignore[attr-defined]
            clock.setVisible(bool(words))
            self._group.button(self._codes.index(code)).setAccessibleDescription(words)

    def flaws(self) -> list[Flaw]:
        if self.route():
            return []
        return [Flaw(self.key, _("Form of admission"), _("Choose the form of admission."), "error", self.first())]

    def facts(self) -> list[Fact]:
        route = self.route()
        return [(_("Form of admission"), self.desk.words("admission_form", route))] if route else []

    def draft(self) -> dict[str, Any]:
        return {"route": self.route()} if self.route() else {}

    def restore(self, draft: Mapping[str, Any]) -> None:
        self.choose(str(draft.get("route", "")))

    def first(self) -> QWidget | None:
        return self._group.checkedButton() or self._group.button(0)

    def target_of(self, field: str) -> QWidget | None:
        return self.first() if field == "route" else None


def clock_of(route: str, day: date, limits: Sequence[Limit], own: Sequence[HolidayRow]) -> Message | None:
    """Which clocks begin with a form of admission; None for the forms without one of their own."""
    match route:
        case "emergency":
            papers = add_working_days(day, limit_on(limits, "emergency_dossier", day).value, own)
            return message(
                "Admitted today: papers until {papers}, stay until {stay}.",
                papers=dates.written(papers),
                stay=dates.written(rules.emergency_until(day, limits)),
            )
        case "special_hardship":
            return message("The papers are complete before the decision; the commune examines and posts them first.")
        case "administrative":
            return message("The stay lasts as long as the decision says.")
        case "voluntary":
            return message("The stay lasts as long as the contract; its end is called in good time.")
        case "programme":
            return message("The stay lasts as long as the programme says.")
    return None
