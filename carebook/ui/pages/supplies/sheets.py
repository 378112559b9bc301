"""The sheets of the page of goods: giving one thing to many residents, one list that was given out, things given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from carebook.money import dong
from carebook.records.episodes import Belonging
from carebook.records.supplies import SuppliesIssued
from carebook.rules.problem import Problem
from carebook.store.belongings import BelongingLine
from carebook.store.daily_care import CaredFor
from carebook.store.supplies import Given, Issue
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, Tick, commit_input_method, section
from carebook.ui.parts.fields.typing import Line
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.writing_panel import FormSheet, Sheet
from carebook.words import _, pgettext

SHARED = ("item", "quantity", "issued_on", "note")


@dataclass(frozen=True)
class Told:
    """A sentence beside a field, or above with ""."""

    field: str
    message: object


_NAME = 210
"""So many pixels a name has beside the size and the quantity."""


class IssueSheet(Sheet):
    """One thing for these residents; who is ticked is given it, in the size and number of the row or else of the head."""

    def __init__(self, desk: Desk, people: Sequence[CaredFor], ticked: Sequence[str], item: str) -> None:
        super().__init__()
        self._people = people
        self._base = SuppliesIssued(episode_id="", item=item, issued_on=desk.today())
        self.head = Form(
            [section("", SuppliesIssued, *SHARED)],
            desk.today,
            choices={"item": desk.choices("supply_item")},
            columns=1,
        )
        self.head.load(self._base)
        self.head.changed.connect(self.changed)
        self.rows: list[tuple[Tick, Line, Line]] = []
        self._count = label("", "muted")
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for at, words in enumerate((_("Resident"), pgettext("of clothes", "Size"), _("Quantity"))):
            grid.addWidget(label(words, "small_name"), 0, at)
        for number, who in enumerate(people):
            self._add_row(grid, number, who, who.episode_id in ticked)
        for at, share in enumerate((6, 2, 2)):
            grid.setColumnStretch(at, share)
        self._begun = self._state()
        self.setLayout(column(self.head, 8, section_head(_("Given to"), "", self._count), hairline(), 4, grid, gap=4))
        self._tell_count()

    def _add_row(self, grid: QGridLayout, number: int, who: CaredFor, ticked: bool) -> None:
        words = " · ".join(filter(None, (who.name, who.room, _("away") if who.absence else "")))
        tick = Tick(theme.elided(words, theme.worn().scaled(_NAME), "base", 400, theme.worn().points))
        tick.setAccessibleName(words)
        tick.setToolTip(words)
        tick.setChecked(ticked and who.is_there)
        tick.toggled.connect(self._typed)
        size, quantity = Line(), Line()
        size.setAccessibleName(_("Size for {name}").format(name=who.name))
        quantity.setAccessibleName(_("Quantity for {name}").format(name=who.name))
        for line, place in ((size, 1), (quantity, 2)):
            line.textEdited.connect(self._typed)
            line.returnPressed.connect(partial(self._go_down, number, place))
            line.setMinimumWidth(44)
        self.rows.append((tick, size, quantity))
        for at, widget in enumerate((tick, size, quantity)):
            grid.addWidget(widget, number + 1, at)

    def _go_down(self, number: int, place: int) -> None:
        """Enter goes to the same question of the next resident."""
        if number + 1 < len(self.rows):
            target: QWidget = self.rows[number + 1][place]
            target.setFocus()

    def _typed(self, *_more: object) -> None:
        self._tell_count()
        self.changed.emit()

    def _tell_count(self) -> None:
        self._count.setText(f"{sum(tick.isChecked() for tick, _size, _many in self.rows)}/{len(self.rows)}")

    def _state(self) -> list[tuple[bool, str, str]]:
        return [(tick.isChecked(), size.text(), quantity.text()) for tick, size, quantity in self.rows]

    # as a sheet

    def is_dirty(self) -> bool:
        return self.head.is_dirty() or self._state() != self._begun

    def written(self) -> list[SuppliesIssued] | None:
        commit_input_method()
        shared = self.head.record(self._base)
        if shared is None:
            return None
        wrong = [
            who.name
            for who, (given, _size, many) in zip(self._people, self._state(), strict=True)
            if given and many.strip() and not many.strip().isdecimal()
        ]
        if wrong:
            said = _("The quantity is a whole number: {names}").format(names=", ".join(wrong))
            self.head.show_problems([Told("", said)])
            return None
        return [
            replace(
                shared,
                episode_id=who.episode_id,
                size=size.strip(),
                quantity=int(many) if many.strip() else shared.quantity,
            )
            for who, (given, size, many) in zip(self._people, self._state(), strict=True)
            if given
        ]

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """What concerns the head beside its field, what concerns one resident above, with the name."""
        names = {who.episode_id: who.name for who in self._people}
        told: dict[str, Told] = {}
        for one in problems:
            name, _colon, stay = one.field.partition(":")
            everybody = not stay or sum(other.field.startswith(f"{name}:") for other in problems) == len(names)
            if everybody or name in ("item", "issued_on", "note"):
                told[name] = Told(name, one.message)
            else:
                told[one.field] = Told("", f"{names.get(stay, '')}: {one.message}")
        self.head.show_problems(list(told.values()))

    def draft(self) -> dict[str, Any]:
        rows = {who.episode_id: list(state) for who, state in zip(self._people, self._state(), strict=True)}
        return {"head": self.head.draft(), "rows": rows}

    def restore(self, draft: dict[str, Any]) -> None:
        self.head.restore(draft.get("head", {}))
        for who, (tick, size, quantity) in zip(self._people, self.rows, strict=True):
            if who.episode_id in draft.get("rows", {}):
                given, words, many = draft["rows"][who.episode_id]
                tick.setChecked(given)
                size.setText(words)
                quantity.setText(many)
        self._typed()

    def take_focus(self) -> None:
        self.head.editor("item").input.setFocus()


class IssueView(Sheet):
    """One list that was given out, to be looked at; ``strike_wanted(given)`` for one of its rows."""

    strike_wanted = Signal(object)

    def __init__(self, desk: Desk, issue: Issue, *, strikes: bool) -> None:
        super().__init__()
        lines = column(gap=2)
        for one in issue.lines:
            lines.addWidget(self._line(desk, one, strikes))
        self.setLayout(column(lines))

    def _line(self, desk: Desk, given: Given, strikes: bool) -> QWidget:
        one = given.issued
        size = _("size {size}").format(size=one.size) if one.size else ""
        what = " · ".join(filter(None, (f"{one.quantity} × {desk.words('supply_item', one.item)}", size, one.note)))
        signed = _("signed") if given.signed else _("not signed yet")
        if one.signed_by:
            signed = _("signed: {who}").format(who=one.signed_by)
        strike = Button("", "ghost", "strikethrough")
        strike.setAccessibleName(_("Strike through: {name}").format(name=given.who.name))
        strike.setToolTip(_("Strike through"))
        strike.clicked.connect(partial(self.strike_wanted.emit, given))
        strike.setVisible(strikes)
        words = column(label(given.who.name, "name"), label(f"{what} · {signed}", "small", wrap=True), gap=0)
        return box(row((box(words), 1), strike, gap=8))

    def is_dirty(self) -> bool:
        return False

    def written(self) -> None:
        return None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        pass

    def draft(self) -> dict[str, Any]:
        return {}

    def restore(self, draft: dict[str, Any]) -> None:
        pass

    def take_focus(self) -> None:
        self.setFocus()


def belonging_sheet(desk: Desk, thing: Belonging, whose: Sequence[tuple[str, str]]) -> FormSheet:
    """A thing or sum of somebody; of whom is asked of a new one."""
    names = ("what", "quantity", "amount", "received_on", "kept_by_center", "kept_at", "note")
    asked = names if thing.id else ("episode_id", *names)
    form = Form(
        [section("", Belonging, *asked)],
        desk.today,
        choices={"episode_id": whose},
        labels={"episode_id": _("Resident")},
        columns=1,
    )
    form.show_when("kept_at", lambda shown: bool(shown.value("kept_by_center")))
    return FormSheet(form, thing)


class ReturnSheet(Sheet):
    """Giving things of one person back: which, on which day, to whom, by which minutes; `written` gives the deed's values."""

    def __init__(self, desk: Desk, lines: Sequence[BelongingLine]) -> None:
        super().__init__()
        self._base = Belonging(episode_id="", what="", returned_on=desk.today())
        self.form = Form(
            [section("", Belonging, "returned_on", "returned_to", "minutes_no")],
            desk.today,
            required=("returned_on", "returned_to"),
            columns=1,
        )
        self.form.load(self._base)
        self.form.changed.connect(self.changed)
        self.ticks: list[tuple[Tick, str]] = []
        things = column(gap=2)
        for line in lines:
            amount = f" · {dong(line.thing.amount)}" if line.thing.amount is not None else ""
            tick = Tick(f"{line.thing.quantity} × {line.thing.what}{amount}")
            tick.setChecked(True)
            tick.toggled.connect(self.changed)
            self.ticks.append((tick, line.id))
            things.addWidget(tick)
        self.setLayout(column(section_head(_("What is given back")), hairline(), things, 6, self.form, gap=4))

    def is_dirty(self) -> bool:
        return self.form.is_dirty() or not all(tick.isChecked() for tick, _id in self.ticks)

    def written(self) -> tuple[list[str], date | None, str, str] | None:
        back = self.form.record(self._base)
        if back is None:
            return None
        chosen = [thing for tick, thing in self.ticks if tick.isChecked()]
        return chosen, back.returned_on, back.returned_to, back.minutes_no

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self.form.show_problems(problems)

    def draft(self) -> dict[str, Any]:
        return self.form.draft()

    def restore(self, draft: dict[str, Any]) -> None:
        self.form.restore(draft)

    def take_focus(self) -> None:
        self.form.editor("returned_to").input.setFocus()
