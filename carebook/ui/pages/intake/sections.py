"""The five blocks of form 01, each made when it is first looked at: written while in progress, read when completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from carebook.records import enum_words
from carebook.records.declaration import field_of
from carebook.records.intake import IntakeForm
from carebook.rules.intake import SECTIONS, Known
from carebook.rules.problem import Problem
from carebook.ui.pages.intake.reading import own_facts_box, pairs_box, read_section, said
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, commit_input_method, section
from carebook.ui.parts.layouts import Stack, box, column, emptied, scrolling
from carebook.words import N_, _

TITLES: Mapping[str, str] = {
    "client": N_("A. The client"),
    "health": N_("B. Health"),
    "family": N_("C. Family"),
    "carer": N_("D. Guardian or carer"),
    "source": N_("E. Source"),
}
LINES: Mapping[str, str] = {
    "carer": N_("Filled in from the guardian or the emergency contact among the relatives."),
    "source": N_(
        "Who told it, or which papers it comes from: one of the two must be there before the form is completed."
    ),
}


class Sections(Stack):
    """The blocks of one form. ``typed`` comes after every change, ``details_wanted`` when the record is to be opened."""

    typed = Signal()
    details_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._base = IntakeForm(episode_id="")
        self._known: Known | None = None
        self._staff: Choices = ()
        self._names: Mapping[str, str] = {}
        self._frozen = False
        self._forms: dict[str, Form] = {}
        self._places: dict[str, QWidget] = {}
        for key in SECTIONS:
            self._places[key] = place = box(column(gap=0))
            self.addWidget(place)

    def load(self, form: IntakeForm, known: Known, staff: Choices, names: Mapping[str, str], *, frozen: bool) -> None:
        """Show another form, or the same one anew; ``staff`` may be chosen, ``names`` are those of everybody who ever worked."""
        self._base, self._known, self._staff, self._names, self._frozen = form, known, staff, names, frozen
        self._forms.clear()
        for place in self._places.values():
            layout = place.layout()
            assert layout is not None
            emptied(layout)

    def show_section(self, key: str) -> None:
        """Show one block; it is made now if it was not before."""
        place = self._places[key]
        layout = place.layout()
        if layout is not None and not layout.count() and self._known is not None:
            layout.addWidget(self._read(key) if self._frozen else self._written(key))
        self.setCurrentWidget(place)

    def first(self, key: str) -> QWidget | None:
        """What takes the focus on a block."""
        if key in self._forms:
            return self._forms[key].first()
        return self._places[key].findChild(QScrollArea)

    # read

    def _read(self, key: str) -> QWidget:
        pairs = [
            (field.label, words)
            for field in (field_of(IntakeForm, name) for name in SECTIONS[key])
            if (words := said(self._desk, field, getattr(self._base, field.name), self._link))
        ]
        parts = [pairs_box(pairs or [(_(TITLES[key]), "")])]
        return read_section(*self._above(key), *parts)

    def _link(self, id: str) -> str:
        return self._names.get(id, "")

    def _above(self, key: str) -> list[Any]:
        """On the first block the person's own facts."""
        if key != "client" or self._known is None:
            return []
        return [own_facts_box(self._desk, self._known, self.details_wanted.emit)]

    # written

    def _written(self, key: str) -> QWidget:
        made = self._made(key)
        return scrolling(column(*self._above(key), made, None, gap=12, margins=(24, 12, 20, 16)))

    def _made(self, key: str) -> Form:
        if key not in self._forms:
            names = SECTIONS[key]
            form = Form(
                [section("", IntakeForm, *names, line=_(LINES.get(key, "")))],
                self._desk.today,
                choices={name: self._choices(name) for name in names},
            )
            form.load(self._base)
            form.changed.connect(self.typed)
            self._forms[key] = form
        return self._forms[key]

    def _choices(self, name: str) -> Choices:
        fact = field_of(IntakeForm, name).fact
        if name == "collector_id":
            return self._staff
        if fact.choices is not None:
            return enum_words.choices(fact.choices)
        return self._desk.choices(fact.codes) if fact.codes else ()

    def take_saved(self, form: IntakeForm) -> None:
        """Go on from what was saved; the cursor stays where it is, only what was tidied is written anew."""
        self._base = form
        for part in self._forms.values():
            for name in part.names():
                editor = part.editor(name)
                if editor.value() != getattr(form, name):
                    editor.set_value(getattr(form, name))
            part.mark_saved()

    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return any(form.is_dirty() for form in self._forms.values())

    def draft(self) -> dict[str, Any]:
        """What was typed and differs, by field."""
        commit_input_method()
        return {name: raw for form in self._forms.values() for name, raw in form.draft().items()}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Show a draft over what was loaded."""
        for key, names in SECTIONS.items():
            if own := {name: content[name] for name in names if name in content}:
                self.show_section(key)
                self._forms[key].restore(own)

    def record(self) -> tuple[IntakeForm | None, str]:
        """The form with everything typed, or (None, the first block with something that cannot be read)."""
        record: IntakeForm | None = self._base
        wrong = ""
        for key in SECTIONS:
            if key not in self._forms:
                continue
            read = self._forms[key].record(record or self._base)
            if read is None:
                wrong = wrong or key
            elif not wrong:
                record = read
        return (None, wrong) if wrong else (record, "")

    def readable(self) -> IntakeForm:
        """The form with what can be read of what is typed; nothing is complained about."""
        given = {
            name: editor.value()
            for form in self._forms.values()
            for name in form.names()
            if (editor := form.editor(name)).problem() is None
        }
        return replace(self._base, **given)

    def show_problems(self, problems: Sequence[Problem]) -> str:
        """Show each problem beside its field; the first block that has one, "" when none has."""
        first = ""
        for key, names in SECTIONS.items():
            own = [one for one in problems if one.field in names]
            errors = [one for one in own if one.severity == "error"]
            if own and not self._frozen:
                self._written_place(key)
            if key in self._forms:
                self._forms[key].clear_problems()
                if errors:
                    self._forms[key].show_problems(errors)
                    first = first or key
                self._forms[key].show_warnings([one for one in own if one.severity == "warning"])
        return first

    def _written_place(self, key: str) -> None:
        shown = self.currentWidget()
        self.show_section(key)
        if shown is not None:
            self.setCurrentWidget(shown)
