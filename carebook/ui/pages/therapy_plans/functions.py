"""The ICF codes of the examination: searched by code or word, the degree by one key, a line for what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from carebook.records import enum_words
from carebook.records.rehabilitation import FunctionRating, Qualifier
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Flow, box
from carebook.ui.parts.plans.rows import RowsSection, RowTable
from carebook.ui.parts.plans.working import Part
from carebook.ui.parts.table import ALWAYS, Cell, Column
from carebook.words import _, pgettext


def icf_words(desk: Desk, code: str) -> str:
    """ "d450 Đi bộ"."""
    return f"{code} {desk.words('icf', code)}" if code else ""


def degree_words(qualifier: Qualifier | None) -> str:
    """ "3 · Nặng", "–" while it is not chosen."""
    return f"{qualifier.value} · {enum_words.said(qualifier)}" if qualifier else "–"


class FunctionTable(RowTable):
    """The list of codes: a digit says the degree of the one that is picked and goes on to the next."""

    rated = Signal(object, object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        one = self.current()
        levels = {level.value: level for level in Qualifier}
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if one is not None and event.text() in levels and not held:
            self.rated.emit(one, levels[event.text()])
        else:
            super().keyPressEvent(event)


class FunctionsSection(RowsSection):
    """One row a code."""

    def __init__(self, desk: Desk) -> None:
        self.new_button = Button(_("New ICF code"), icon="plus", key="Ctrl+N", listens=False)
        super().__init__(
            desk,
            [
                Column("what", _("ICF code"), self._what, 200, 4, ALWAYS),
                Column("degree", pgettext("of a problem", "Degree"), self._degree, 140, 2, 7),
                Column("note", pgettext("column", "Note"), lambda part: part.record.note, 140, 3, 5),
            ],
            _("Function in ICF codes"),
            _("No ICF codes yet. Type a code or a word to find one; a digit says how much of a problem it is."),
            self.new_button,
            table=FunctionTable,
        )
        self.new_button.clicked.connect(self.new_code)
        self.table.rated.connect(self._rate)
        degrees = [(level.value, degree_words(level)) for level in Qualifier]
        form = Form(
            [section("", FunctionRating, "code", "qualifier", "note")],
            desk.today,
            choices={
                "code": [(code, icf_words(desk, code)) for code, _text in desk.choices("icf")],
                "qualifier": degrees,
            },
            columns=1,
        )
        self.add_form(FunctionRating, form)
        keys = [(level.value, enum_words.said(level)) for level in Qualifier]
        self.hints: QFrame = box(Flow(*(key_caps(one) for one in keys), gap=6))
        self.above.addWidget(self.hints)

    def parts(self) -> Sequence[Part[Any]]:
        return self.working.functions if self.working is not None else ()

    def lists(self, _part: Part[Any]) -> list[Part[Any]]:
        return self.working.functions

    def title_of(self, part: Part[Any]) -> str:
        return icf_words(self.desk, part.record.code) or _("ICF code")

    def show_rows(self, pick: str = "") -> None:
        super().show_rows(pick)
        self.hints.setVisible(bool(self.parts()))

    def _what(self, part: Part[Any]) -> Cell:
        mark = ("cross", "danger") if self.is_wrong(part) else None
        code = self.desk.codes.code("icf", part.record.code) if part.record.code else None
        words = icf_words(self.desk, part.record.code) or _("(no code chosen yet)")
        return Cell(words, sub=(code.group or "") if code is not None else "", weight=500, mark=mark)

    def _degree(self, part: Part[Any]) -> str:
        return degree_words(part.record.qualifier)

    def _rate(self, part: Part[Any], level: Qualifier) -> None:
        part.record = replace(part.record, qualifier=level)
        part.raw.pop("qualifier", None)
        rows = list(self.parts())
        at = rows.index(part)
        self._shown = None
        self.show_rows(rows[min(at + 1, len(rows) - 1)].key)
        self.changed.emit()

    def new_code(self, _checked: bool = False) -> None:
        """A blank row, its code searched at once."""
        if self.working is None:
            return
        plan = self.working.plan.record
        part = Part(FunctionRating(episode_id=plan.episode_id, therapy_plan_id=plan.id, code=""))
        self.working.functions.append(part)
        self.add(part, field="code")
