"""What goes along at a handover: papers, medicines with their doses, belongings, money in figures and words, aids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from carebook.money import dong_in_words
from carebook.records.declaration import Kind, field_of
from carebook.records.handovers import HandedKind, HandoverItem
from carebook.rules.problem import Problem
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.fields import Input, NumberInput, Tick
from carebook.ui.parts.fields.typing import LineInput
from carebook.ui.parts.labels import Sign, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.words import N_, Message, _

W = TypeVar("W", bound=QWidget)
_AMOUNT_WIDTH = 140

_COLUMNS: dict[HandedKind, tuple[tuple[str, int], ...]] = {
    HandedKind.PAPER: (("what", 5), ("note", 3)),
    HandedKind.MEDICINE: (("what", 4), ("dose", 4), ("quantity", 3)),
    HandedKind.BELONGING: (("what", 5), ("quantity", 2), ("note", 3)),
    HandedKind.MONEY: (("what", 5), ("amount", 0), ("note", 5)),
    HandedKind.AID: (("what", 5), ("quantity", 2), ("note", 3)),
}
_TITLES: dict[HandedKind, str] = {
    HandedKind.PAPER: N_("Papers handed over"),
    HandedKind.MEDICINE: N_("Medicines with their doses"),
    HandedKind.BELONGING: N_("Belongings handed over"),
    HandedKind.MONEY: N_("Money handed over"),
    HandedKind.AID: N_("Assistive devices handed over"),
}
_ADDS: dict[HandedKind, str] = {
    HandedKind.PAPER: N_("Add a paper"),
    HandedKind.MEDICINE: N_("Add a medicine"),
    HandedKind.BELONGING: N_("Add a belonging"),
    HandedKind.MONEY: N_("Add money"),
    HandedKind.AID: N_("Add a device"),
}


def _head(kind: HandedKind, name: str) -> str:
    """What stands over a column; how long it lasts is asked of medicines only."""
    counted = name == "quantity" and kind is not HandedKind.MEDICINE
    return _("Quantity") if counted else field_of(HandoverItem, name).label


def _shared(widget: W, share: int) -> W:
    """The widget, as wide as its share of the row and nothing else says; without a share as wide as an amount."""
    if share:
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())
    else:
        widget.setFixedWidth(theme.worn().scaled(_AMOUNT_WIDTH))
    return widget


class ThingRow(QFrame):
    """One thing; what is wrong with it stands under it. ``gone`` when it is to be taken off the list."""

    changed = Signal()
    gone = Signal()

    def __init__(self, item: HandoverItem) -> None:
        super().__init__()
        self.item = item
        self.inputs: dict[str, Input] = {}
        for name, _share in _COLUMNS[item.kind]:
            made: Input = NumberInput(Kind.MONEY) if name == "amount" else LineInput()
            made.write(getattr(item, name))
            made.touched.connect(self._typed)
            self.inputs[name] = made
        self.original: Tick | None = None
        if item.kind is HandedKind.PAPER:
            self.original = Tick(_("The original"))
            self.original.setChecked(item.original)
            self.original.clicked.connect(self.changed)
        self.remove_button = Button("", "ghost", "x")
        self.remove_button.clicked.connect(self.gone)
        shares = [(_shared(self.inputs[name], share), share) for name, share in _COLUMNS[item.kind]]
        more = (self.original,) if self.original is not None else ()
        self._words = label("", "small", wrap=True)
        self._line = label("", "small", "danger", wrap=True)
        self._complaint = box(row(Sign("circle-alert", "danger", 14), (self._line, 1), gap=6))
        self._complaint.hide()
        self.setLayout(column(row(*shares, *more, self.remove_button, gap=10), self._words, self._complaint, gap=2))
        self._say_amount()

    def name_as(self, number: int) -> None:
        """Its place in its list, for a screen reader."""
        head = f"{_(_TITLES[self.item.kind])} {number}"
        for name, made in self.inputs.items():
            made.name_as(f"{head}: {_head(self.item.kind, name)}")
        if self.original is not None:
            self.original.setAccessibleName(f"{head}: {self.original.text()}")
        remove = _("Take off: {thing}").format(thing=head)
        self.remove_button.setAccessibleName(remove)
        self.remove_button.setToolTip(remove)

    def freeze(self, frozen: bool) -> None:
        """Only show, or let write."""
        for made in self.inputs.values():
            made.setEnabled(not frozen)
        if self.original is not None:
            self.original.setEnabled(not frozen)
        self.remove_button.setVisible(not frozen)

    def _typed(self) -> None:
        self.complain("", "")
        self._say_amount()
        self.changed.emit()

    def _say_amount(self) -> None:
        """The amount in words, as it will be printed."""
        amount = self.inputs["amount"].read() if "amount" in self.inputs else None
        self._words.setText(dong_in_words(int(amount)) if isinstance(amount, int) and amount > 0 else "")
        self._words.setVisible(bool(self._words.text()))

    def is_empty(self) -> bool:
        """Whether nothing was typed into it."""
        return not any(made.raw() for made in self.inputs.values())

    def problems(self) -> dict[str, Message]:
        """What cannot be read."""
        return {name: found for name, made in self.inputs.items() if isinstance(found := made.read(), Message)}

    def thing(self) -> HandoverItem:
        """The thing with what can be read of it."""
        given: dict[str, Any] = {}
        for name, made in self.inputs.items():
            value = made.read()
            nothing = None if name == "amount" else ""
            given[name] = nothing if value is None or isinstance(value, Message) else value
        if self.original is not None:
            given["original"] = self.original.isChecked()
        return replace(self.item, **given)

    def complain(self, name: str, sentence: object) -> None:
        """Say under the row what is wrong; "" for nothing."""
        self._line.setText(str(sentence))
        self._complaint.setVisible(bool(str(sentence)))
        for key, made in self.inputs.items():
            made.target.setProperty("bad", "error" if key == name and str(sentence) else "")
            theme.restyle(made.target)

    def focus_on(self, name: str) -> None:
        """Put the cursor into a field."""
        self.inputs.get(name, self.inputs["what"]).setFocus()

    def draft(self) -> dict[str, Any]:
        """What stands there, as JSON can hold it."""
        raw: dict[str, Any] = {name: made.raw() for name, made in self.inputs.items()}
        checked = self.original is not None and self.original.isChecked()
        return raw | {"id": self.item.id, "kind": self.item.kind.value, "original": checked}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show a draft."""
        for name, made in self.inputs.items():
            made.set_raw(draft.get(name))
        if self.original is not None:
            self.original.setChecked(bool(draft.get("original", False)))
        self._say_amount()


class ThingList(QFrame):
    """The things of one kind."""

    changed = Signal()

    def __init__(self, kind: HandedKind) -> None:
        super().__init__()
        self.kind = kind
        self.rows: list[ThingRow] = []
        self.add_button = Button(_(_ADDS[kind]), "link", "plus")
        self.add_button.clicked.connect(self.add)
        self._body = column(gap=4)
        heads = [(_shared(label(_head(kind, name), "small"), share), share) for name, share in _COLUMNS[kind]]
        room = theme.worn().scaled(150 if kind is HandedKind.PAPER else 32)
        self._heads = box(row(*heads, room, gap=10))
        self._none = label(_("Nothing listed."), "muted")
        head = column(section_head(_(_TITLES[kind]), "", self.add_button), hairline(), gap=0)
        self.setLayout(column(head, self._heads, self._body, self._none, gap=4))

    def load(self, items: Sequence[HandoverItem], *, frozen: bool) -> None:
        """Show these."""
        emptied(self._body)
        self.rows = []
        self.add_button.setVisible(not frozen)
        for item in items:
            self.put(item).freeze(frozen)
        self._number()

    def put(self, item: HandoverItem) -> ThingRow:
        """One more row at the end."""
        made = ThingRow(item)
        made.changed.connect(self.changed)
        made.gone.connect(partial(self._remove, made))
        self.rows.append(made)
        self._body.addWidget(made)
        self._number()
        return made

    def add(self) -> None:
        """An empty row, with the cursor in it."""
        self.put(HandoverItem(episode_id="", handover_id="", kind=self.kind)).focus_on("what")
        self.changed.emit()

    def _remove(self, made: ThingRow) -> None:
        self.rows.remove(made)
        self._body.removeWidget(made)
        made.hide()
        made.deleteLater()
        self._number()
        self.changed.emit()

    def _number(self) -> None:
        for number, made in enumerate(self.rows, 1):
            made.name_as(number)
        self._none.setVisible(not self.rows)
        self._heads.setVisible(bool(self.rows))


class Things(QFrame):
    """All that goes along, kind by kind, in the order of the minutes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lists = {kind: ThingList(kind) for kind in HandedKind}
        for one in self.lists.values():
            one.changed.connect(self.changed)
        self.setLayout(column(*self.lists.values(), gap=10))

    def load(self, items: Sequence[HandoverItem], *, frozen: bool) -> None:
        """Show these."""
        for kind, one in self.lists.items():
            one.load([item for item in items if item.kind is kind], frozen=frozen)

    def _rows(self) -> list[ThingRow]:
        """The rows that say something, in their order; an empty new one is none."""
        every = [made for one in self.lists.values() for made in one.rows]
        return [made for made in every if made.item.id or not made.is_empty()]

    def readable(self) -> tuple[HandoverItem, ...]:
        """The things as far as they can be read."""
        return tuple(made.thing() for made in self._rows())

    def written(self) -> tuple[HandoverItem, ...] | None:
        """The things; None when something cannot be read, which is shown."""
        wrong = [(made, name, said) for made in self._rows() for name, said in made.problems().items()]
        for made, name, said in wrong:
            made.complain(name, said)
        if wrong:
            wrong[0][0].focus_on(wrong[0][1])
            return None
        return self.readable()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is told about "items.0.dose" under its row."""
        rows = self._rows()
        for problem in problems:
            part, _dot, rest = problem.field.partition(".")
            place, _dot, name = rest.partition(".")
            if part == "items" and int(place) < len(rows):
                rows[int(place)].complain(name, problem.message)
                rows[int(place)].focus_on(name)

    def focus_on(self, place: int, name: str) -> None:
        """Lead to one thing."""
        rows = self._rows()
        if place < len(rows):
            rows[place].focus_on(name)

    def draft(self) -> list[dict[str, Any]]:
        """What stands there, as JSON can hold it."""
        return [made.draft() for made in self._rows()]

    def restore(self, draft: Sequence[Mapping[str, Any]], known: Sequence[HandoverItem]) -> None:
        """Show a draft over what was loaded."""
        there = {item.id: item for item in known if item.id}
        for kind, one in self.lists.items():
            one.load((), frozen=False)
            for raw in draft:
                if raw.get("kind") == kind.value:
                    blank = HandoverItem(episode_id="", handover_id="", kind=kind)
                    one.put(there.get(str(raw.get("id", "")), blank)).restore(raw)
