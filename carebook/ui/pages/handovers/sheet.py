"""The minutes on show: who gives and receives, the state of the person, what goes along, the four signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook.records.declaration import Kind, field_of
from carebook.records.handovers import Handover, HandoverParty
from carebook.rules.handovers import places_to_sign
from carebook.rules.problem import Problem, errors, warnings
from carebook.store.handovers import HandoverFile
from carebook.ui.pages.handovers.things import Things
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, commit_input_method, section
from carebook.ui.parts.layouts import box, column, scrolling
from carebook.ui.parts.signatures import Signatures
from carebook.words import _

_WIDEST = 16777215  # as Qt says that a width has no limit


class HandoverSheet(QFrame):
    """``changed`` when something was typed."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        relations = {"receiver_relation": desk.choices("relationship")}
        self.people = Form(
            [
                section(_("The handover"), Handover, "handed_on", "handed_at", "number", "place", "basis"),
                section(
                    _("Who hands over, and who is witness"), Handover, "giver", "giver_post", "witness", "witness_post"
                ),
                section(
                    _("Who receives"),
                    Handover,
                    *("receiver", "receiver_relation", "receiver_born", "receiver_paper"),
                    *("receiver_phone", "receiver_address"),
                ),
                section(_("The person handed over"), Handover, "health", "weight_kg", "skin", "guidance"),
            ],
            desk.today,
            choices=relations,
        )
        self.things = Things()
        self.agreed = Form(
            [section(_("What is agreed"), Handover, "rights_and_duties", "contact", "withheld", "copies")], desk.today
        )
        self.signatures = Signatures(desk, places_to_sign(()))
        for form in (self.people, self.agreed):
            for name in form.names():
                if field_of(Handover, name).fact.kind is Kind.NOTE:
                    form.editor(name).input.setMaximumWidth(_WIDEST)
        rights = self.agreed.editor("rights_and_duties").input.target
        rights.setFixedHeight(rights.fontMetrics().lineSpacing() * 6 + 20)
        self.people.changed.connect(self.changed)
        self.things.changed.connect(self.changed)
        self.agreed.changed.connect(self.changed)
        self.signatures.changed.connect(self.changed)
        parts = (self.people, self.things, self.agreed, self.signatures)
        self.area = scrolling(box(column(*parts, None, gap=10, margins=(24, 4, 20, 16))))
        self.setLayout(column(self.area, gap=0))
        self._file = HandoverFile(Handover(episode_id="", reintegration_id=""))

    def load(self, file: HandoverFile, *, writes: bool) -> None:
        """Show minutes."""
        self._file = file
        self.people.load(file.handover)
        self.agreed.load(file.handover)
        self.things.load(file.items, frozen=not writes)
        self.signatures.load(file.signatures)
        for part in (self.people, self.agreed, self.signatures):
            part.setEnabled(writes)

    # what is typed

    def readable(self) -> HandoverFile:
        """The minutes as far as they can be read."""
        editors = {name: form.editor(name) for form in (self.people, self.agreed) for name in form.names()}
        given = {name: editor.value() for name, editor in editors.items() if editor.problem() is None}
        handover = replace(self._file.handover, **given)
        return HandoverFile(handover, self.things.readable(), self.signatures.readable())

    def written(self) -> HandoverFile | None:
        """The minutes; None when something cannot be read or is missing, which is shown."""
        first = self.people.record(self._file.handover)
        handover = self.agreed.record(first) if first is not None else None
        items, signatures = self.things.written(), self.signatures.written()
        if handover is None or items is None or signatures is None:
            return None
        return HandoverFile(handover, items, signatures)

    def has_place(self, problem: Problem) -> bool:
        """Whether a problem is about something on the minutes."""
        own = (*self.people.names(), *self.agreed.names(), "items", "signatures")
        return problem.field.partition(".")[0] in own

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show each beside its field."""
        wrong = errors(problems)
        self.things.show_problems(wrong)
        self.signatures.show_problems(wrong)
        for form in (self.agreed, self.people):
            form.show_problems([one for one in wrong if one.field in form.names()])

    def show_warnings(self, problems: Sequence[Problem]) -> None:
        """Show what is unusual beside its field; it may be saved."""
        for form in (self.people, self.agreed):
            form.show_warnings([one for one in warnings(problems) if one.field in form.names()])

    def focus_on(self, field: str) -> None:
        """Lead to a field, as `problems_in_handover` names it."""
        part, _dot, rest = field.partition(".")
        target: QWidget | None = None
        if part == "items":
            place, _dot, name = rest.partition(".")
            self.things.focus_on(int(place), name)
        elif part == "signatures":
            party = HandoverParty(rest.partition(".")[0])
            self.signatures.focus_on(party)
            target = self.signatures.places[party]
        else:
            form = self.people if field in self.people.names() else self.agreed
            target = form.editor(field)
            form.editor(field).input.setFocus()
        if target is not None:
            self.area.ensureWidgetVisible(target, 0, 60)

    def raw(self) -> dict[str, Any]:
        """What stands here, as JSON can hold it, readable or not."""
        forms = (self.people, self.agreed)
        fields = {name: form.editor(name).raw() for form in forms for name in form.names()}
        return {"fields": fields, "items": self.things.draft(), "signatures": self.signatures.draft()}

    def draft(self) -> dict[str, Any]:
        """`raw`, with what a Vietnamese typing program still holds back."""
        commit_input_method()
        return self.raw()

    def restore(self, raw: Mapping[str, Any]) -> None:
        """Show a draft over what was loaded."""
        self.people.restore(raw.get("fields", {}))
        self.agreed.restore(raw.get("fields", {}))
        self.things.restore(raw.get("items", ()), self._file.items)
        self.signatures.restore(raw.get("signatures", {}))
