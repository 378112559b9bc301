"""What every step of an admission is: it reads its forms, keeps its draft, and tells what is wrong and what it says."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates, money
from carebook.dates import PartialDate
from carebook.records import enum_words
from carebook.records.declaration import Field, Kind, fields
from carebook.rules.problem import Problem
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, Section
from carebook.words import _

R = TypeVar("R")


@dataclass(frozen=True)
class Flaw:
    """Something to look at before saving: in which step, about what, the sentence, and the widget that mends it."""

    step: str
    about: str
    sentence: str
    severity: Literal["error", "warning"] = "error"
    target: QWidget | None = None


Fact = tuple[str, str]
"""A label and its value in words, as the last step shows them."""


class Step(QFrame):
    """One screen of an admission. ``changed`` comes whenever something was typed or chosen."""

    changed = Signal()

    key: ClassVar[str] = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def forms(self) -> Sequence[Form]:
        """The forms of declared fields on this step."""
        return ()

    def flaws(self) -> list[Flaw]:
        """What cannot be read or is missing here."""
        return [flaw for form in self.forms() for flaw in unreadable(self.key, form)]

    def facts(self) -> list[Fact]:
        """What was given here, in words."""
        return [fact for form in self.forms() for fact in facts_of(self.desk, form)]

    def draft(self) -> dict[str, Any]:
        """What was typed, as JSON can hold it."""
        return {}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show a draft again."""

    def first(self) -> QWidget | None:
        """What takes the focus when the step is shown."""
        return next((form.first() for form in self.forms()), None)

    def target_of(self, field: str) -> QWidget | None:
        """The input of a field a rule complained about; None when it is not on this step."""
        for form in self.forms():
            if field in form.names():
                return form.editor(field).input
        return None

    def enter(self) -> None:
        """The step is about to be shown."""

    def fold(self, narrow: bool) -> None:
        """The window became narrow or wide."""


def taken(form: Form, base: R) -> R:
    """``base`` with the readable values of the fields of its class that are shown in ``form``; nothing is complained about."""
    declared = {field.name: field for field in fields(type(base))}
    values = {}
    for name in form.names():
        editor = form.editor(name)
        if declared.get(name) != editor.field or editor.isHidden() or editor.problem() is not None:
            continue
        values[name] = editor.value()
    return dataclasses.replace(base, **values)  # type: ignore[type-var]


def together(title: str, *parts: Section) -> Section:
    """Fields of several record classes under one title."""
    return Section(title, tuple(field for part in parts for field in part.fields))


def unreadable(step: str, form: Form) -> Iterable[Flaw]:
    """The fields of a form that cannot be read or are missing."""
    if form.isHidden():
        return
    for name in form.names():
        editor = form.editor(name)
        problem = None if editor.isHidden() else editor.problem()
        if problem is not None:
            yield Flaw(step, editor.words, str(problem), "error", editor.input)


def flaw_of(step: str, about: str, problem: Problem, target: QWidget | None) -> Flaw:
    """A rule's problem as a flaw."""
    return Flaw(step, about, str(problem.message), problem.severity, target)


def facts_of(desk: Desk, form: Form) -> Iterable[Fact]:
    """The filled fields of a form in words."""
    if form.isHidden():
        return
    for name in form.names():
        editor = form.editor(name)
        if editor.isHidden() or editor.problem() is not None:
            continue
        words = said(desk, editor.field, editor.value())
        if words:
            yield editor.words, words


def said(desk: Desk, field: Field, value: Any) -> str:
    """A value in words, "" for nothing; links are said by who knows their choices."""
    kind = field.fact.kind
    if value is None or value in ("", (), False):
        return ""
    if field.fact.choices is not None:
        return enum_words.said(value)
    match kind:
        case Kind.CODE:
            return desk.words(str(field.fact.codes), value)
        case Kind.CODES:
            return ", ".join(desk.words(str(field.fact.codes), code) for code in value)
        case Kind.MONEY:
            return money.dong(value)
        case Kind.YES:
            return _("Yes")
        case Kind.LINK:
            return ""
    if isinstance(value, PartialDate):
        return dates.written(value)
    return dates.written(value) if kind is Kind.DATE else str(value)
