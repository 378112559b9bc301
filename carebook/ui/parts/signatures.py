"""The places for a signature on a form: who signed on which day, or why nobody did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.records import enum_words
from carebook.records.declaration import field_of
from carebook.rules.problem import Problem
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import FieldEditor
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.words import _

_FIELDS = ("name", "signed_on", "waived_because")
PARTY_WIDTH = 150


class SignaturePlace(QFrame):
    """One party: name and day, or the reason why there is no signature."""

    changed = Signal()

    def __init__(self, desk: Desk, signature: Any) -> None:
        super().__init__()
        self.signature = signature
        cls, words = type(signature), enum_words.said(signature.party)
        self.editors = {
            name: FieldEditor(field_of(cls, name), desk.today, required=False, above=True) for name in _FIELDS
        }
        for name, editor in self.editors.items():
            editor.input.name_as(f"{words}: {field_of(cls, name).label}")
            editor.changed.connect(self.changed)
        who = box(column(8, label(words, "name", wrap=True), None, gap=0), width=PARTY_WIDTH)
        shares = ((self.editors["name"], 4), (self.editors["signed_on"], 3), (self.editors["waived_because"], 4))
        self.setLayout(row(who, *shares, gap=10))

    def load(self, signature: Any) -> None:
        """Show it."""
        self.signature = signature
        for name, editor in self.editors.items():
            editor.set_value(getattr(signature, name))

    def readable(self) -> Any:
        """The signature with what can be read of it."""
        given = {name: editor.value() for name, editor in self.editors.items() if editor.problem() is None}
        return replace(self.signature, **given)


class Signatures(QFrame):
    """The places of a form in their order. A signature is a record with a party (an enum), a name, ``signed_on`` and
    ``waived_because``.
    """

    changed = Signal()

    def __init__(self, desk: Desk, places: Sequence[Any]) -> None:
        """``places`` are the empty signatures of all parties."""
        super().__init__()
        self.places: dict[Enum, SignaturePlace] = {one.party: SignaturePlace(desk, one) for one in places}
        for place in self.places.values():
            place.changed.connect(self.changed)
        head = column(section_head(_("Signatures")), hairline(), gap=0)
        line = label(_("Each is signed with name and day, or left out with a reason."), "small", wrap=True)
        self.setLayout(column(head, line, *self.places.values(), gap=6))

    def load(self, signatures: Sequence[Any]) -> None:
        """Show these."""
        for signature in signatures:
            self.places[signature.party].load(signature)

    def readable(self) -> tuple[Any, ...]:
        """What can be read of them."""
        return tuple(place.readable() for place in self.places.values())

    def written(self) -> tuple[Any, ...] | None:
        """The signatures; None when something cannot be read, which is shown."""
        bad = [
            (editor, problem)
            for place in self.places.values()
            for editor in place.editors.values()
            if (problem := editor.problem()) is not None
        ]
        for editor, problem in bad:
            editor.show_error(problem)
        if bad:
            bad[0][0].input.setFocus()
            return None
        return self.readable()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is told about "signatures.family.signed_on" beside its field."""
        by_value = {party.value: place for party, place in self.places.items()}
        for problem in problems:
            part, _dot, rest = problem.field.partition(".")
            party, _dot, name = rest.partition(".")
            if part == "signatures" and name in _FIELDS:
                editor = by_value[party].editors[name]
                editor.show_error(problem.message)
                editor.input.setFocus()

    def focus_on(self, party: Enum) -> None:
        """Lead to one place."""
        self.places[party].editors["signed_on"].input.setFocus()

    def draft(self) -> dict[str, dict[str, Any]]:
        """What stands there, readable or not."""
        return {
            party.value: {name: editor.raw() for name, editor in place.editors.items()}
            for party, place in self.places.items()
        }

    def restore(self, draft: dict[str, dict[str, Any]]) -> None:
        """Show a draft over what was loaded."""
        for party, place in self.places.items():
            for name, raw in draft.get(party.value, {}).items():
                if name in place.editors:
                    place.editors[name].set_raw(raw)
