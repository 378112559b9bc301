"""A plan of any kind while it is written: what stands in its forms, read or not; to the deed as one content, to a draft as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QLineEdit

from carebook.records.record import Record
from carebook.store.book import new_id
from carebook.store.rows import from_row, to_row
from carebook.ui.parts.fields import Form
from carebook.words import Message

R = TypeVar("R", bound=Record)


@dataclass
class Part(Generic[R]):
    """One record of the plan with what is typed into it; ``raw`` holds by field what cannot be read yet."""

    record: R
    raw: dict[str, Any] = field(default_factory=dict)
    key: str = field(default_factory=new_id)

    @property
    def id(self) -> str:
        """By what lists tell the rows apart, kept or not."""
        return self.key

    def take(self, form: Form) -> None:
        """Take over what stands in the form's fields of this record."""
        names = [name for name in form.names() if hasattr(self.record, name)]
        given: dict[str, Any] = {}
        for name in names:
            editor = form.editor(name)
            if isinstance(editor.input.read(), Message):
                self.raw[name] = editor.raw()
                continue
            self.raw.pop(name, None)
            value = editor.value()
            if value is not None or editor.field.optional:
                given[name] = value
        self.record = replace(self.record, **given)

    def show(self, form: Form) -> None:
        """Show the record in the form, with what could not be read as it was typed."""
        form.load(self.record)
        for line in form.findChildren(QLineEdit):
            line.setCursorPosition(0)  # long words are read from their beginning
        for name, raw in self.raw.items():
            if name in form.names():
                form.editor(name).set_raw(raw)

    def told(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {"record": to_row(self.record), "raw": dict(self.raw), "key": self.key}


def part_of(cls: type[R], told: Mapping[str, Any]) -> Part[R]:
    """What ``Part.told`` gave."""
    return Part(from_row(cls, told["record"]), dict(told["raw"]), told["key"])


class Working:
    """The whole plan while it is written; each kind of plan says which rows it has."""

    plan: Part[Any]

    def rows(self, kind: str) -> Sequence[Part[Any]]:
        """The rows of a kind ("goals", …) in the order in which ``content`` hands them over; () for no such kind."""
        raise NotImplementedError

    def content(self) -> Any:
        """What a deed saves as one."""
        raise NotImplementedError

    def handed(self) -> Any:
        """The parts in the order in which ``content`` hands them over."""
        raise NotImplementedError

    def adopt(self, saved: Any, handed: Any) -> None:
        """Take the ids and versions the book gave to what was ``handed`` over; what was typed since stays."""
        raise NotImplementedError

    def cost(self) -> int:
        """What it all costs, in đồng."""
        raise NotImplementedError

    def counts(self) -> Mapping[str, int]:
        """How many rows each section has, by the section's key."""
        raise NotImplementedError

    def every(self) -> Sequence[Part[Any]]:
        """The plan and all its rows."""
        raise NotImplementedError

    def unread(self) -> list[Part[Any]]:
        """The parts in which something typed cannot be read."""
        return [part for part in self.every() if part.raw]

    def told(self) -> dict[str, Any]:
        """Everything as JSON can hold it."""
        raise NotImplementedError


def kept_as(typed: R, saved: Any, link: str) -> R:
    """What is typed, under the identity the book gave it; ``link`` is the field that names the version."""
    return replace(typed, **{name: getattr(saved, name) for name in ("id", "version", link, "episode_id")})


_FROM_THE_BOOK = frozenset(
    {"id", "version", "state", "number", "round", "submitted_at", "submitted_by", "approved_at"}
    | {"withdrawn_at", "withdrawn_by", "withdrawn_because", "ended_on", "ended_because"}
)


def typed_in_head(plan: Record) -> dict[str, Any]:
    """What people write in the head of a plan, as it stands now."""
    return {name: value for name, value in vars(plan).items() if name not in _FROM_THE_BOOK}
