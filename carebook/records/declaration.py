"""How a record's field is declared: forms, columns, history and prints read the declaration instead of repeating it."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import MISSING, dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from carebook.dates import PartialDate
from carebook.words import _, pgettext

KEY = "fact"
R = TypeVar("R")


class Kind(Enum):
    """What a field holds, which decides its widget, its column and how its value reads in a sentence."""

    TEXT = "text"
    NOTE = "note"  # several lines
    NAME = "name"  # of a person: kept as on the papers
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    MOMENT = "moment"  # UTC
    TIME = "time"  # of a day, on the clocks of the center
    CODE = "code"  # one word of a code list, or of an enum
    CODES = "codes"  # several words of a code list
    YES = "yes"  # a statement that holds or not
    NUMBER = "number"
    MEASURE = "measure"  # a decimal number with a unit
    MONEY = "money"  # whole đồng
    PHONE = "phone"
    LINK = "link"  # the id of another record
    DATA = "data"  # bytes as text, JSON, hashes: never shown


class Secret(Enum):
    """Why a field is withheld from those without the right."""

    IDENTITY = "identity"  # masked when the person's record is restricted
    HIV = "hiv"  # masked always, except by right


@dataclass(frozen=True)
class Fact:
    """The declaration of one field. ``label`` is an English source string; say it with ``words``."""

    label: str
    kind: Kind
    codes: str | None = None  # the name of the code list
    required: bool = False
    unit: str = ""
    hint: str = ""
    secret: Secret | None = None
    context: str = ""
    shown: bool = True  # in history and exports
    choices: type[Enum] | None = None


_KINDS: dict[Any, Kind] = {
    str: Kind.TEXT,
    date: Kind.DATE,
    datetime: Kind.MOMENT,
    time: Kind.TIME,
    PartialDate: Kind.PARTIAL_DATE,
    bool: Kind.YES,
    int: Kind.NUMBER,
    float: Kind.MEASURE,
    bytes: Kind.DATA,
}


def fact(
    label: str,
    kind: Kind | None = None,
    *,
    codes: str | None = None,
    required: bool = False,
    unit: str = "",
    hint: str = "",
    secret: Secret | None = None,
    context: str = "",
    shown: bool = True,
    default: Any = MISSING,
) -> Any:
    """Declare a dataclass field; without ``default`` it must be given.

    ``kind`` follows from the type unless given; ``codes`` names the code list the value comes from.
    """
    given = Fact(label, kind or Kind.TEXT, codes, required, unit, hint, secret, context, shown)
    return dataclasses.field(metadata={KEY: given, "kind_given": kind is not None}, default=default, kw_only=True)


def _plain_type(annotation: Any) -> tuple[Any, bool]:
    """The type without ``| None``, and whether None was allowed."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        inner = [a for a in typing.get_args(annotation) if a is not type(None)]
        return inner[0], True
    return annotation, False


@dataclass(frozen=True)
class Field:
    """One declared field of a record class: its name, Python type, whether it may be None, and its declaration."""

    name: str
    type: Any
    optional: bool
    fact: Fact
    default: Any

    @property
    def label(self) -> str:
        """The field's name in the current language."""
        return pgettext(self.fact.context, self.fact.label) if self.fact.context else _(self.fact.label)


def fields(cls: Any) -> tuple[Field, ...]:
    """The declared fields of a record class, in order; a dataclass field without a declaration is an error (TypeError)."""
    return _fields(cls)


@cache
def _fields(cls: Any) -> tuple[Field, ...]:
    hints = typing.get_type_hints(cls)
    found = []
    for item in dataclasses.fields(cls):
        given: Fact | None = item.metadata.get(KEY)
        if given is None:
            raise TypeError(f"{cls.__name__}.{item.name} has no declaration")
        plain, optional = _plain_type(hints[item.name])
        kind, choices = given.kind, None
        if isinstance(plain, type) and issubclass(plain, Enum):
            kind, choices = Kind.CODE, plain
        elif given.codes is not None:
            kind = Kind.CODES if typing.get_origin(plain) is tuple else Kind.CODE
        elif not item.metadata["kind_given"]:
            kind = _KINDS.get(plain, Kind.CODES if typing.get_origin(plain) is tuple else Kind.TEXT)
        found.append(
            Field(item.name, plain, optional, dataclasses.replace(given, kind=kind, choices=choices), item.default)
        )
    return tuple(found)


def field_of(cls: Any, name: str) -> Field:
    """The declaration of one field; KeyError when the class has no such field."""
    return _by_name(cls)[name]


@cache
def _by_name(cls: Any) -> dict[str, Field]:
    return {f.name: f for f in _fields(cls)}
