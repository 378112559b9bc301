"""Records to rows and back, by the declared types of their fields."""

from __future__ import annotations

import json
import typing
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from carebook.dates import PartialDate
from carebook.records.declaration import fields
from carebook.records.record import Record

R = TypeVar("R", bound=Record)
# Values SQLite keeps as they are; asked first because every field of every saved record passes here.
_AS_THEY_ARE = frozenset({str, int, float, type(None)})


def moment_text(moment: datetime) -> str:
    """A moment as it is stored: UTC to the millisecond, sortable as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def moment_from(text: str) -> datetime:
    """The aware moment of a stored text."""
    return datetime.fromisoformat(text)


def to_value(value: Any) -> Any:
    """A field's value as SQLite keeps it."""
    if value is None or isinstance(value, str | float) or type(value) is int:
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, tuple):
        return json.dumps(list(value), ensure_ascii=False)
    raise TypeError(type(value).__name__)


def to_row(record: Record) -> dict[str, Any]:
    """The record as column → value."""
    cls: Any = type(record)
    kept = vars(record)
    return {
        name: value if type(value) in _AS_THEY_ARE else to_value(value)
        for name in _names(cls)
        for value in (kept[name],)
    }


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


@cache
def _readers(cls: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(cls):
        kind = field.type
        if typing.get_origin(kind) is tuple:
            found[field.name] = lambda text: tuple(json.loads(text))
        elif kind is bool:
            found[field.name] = bool
        elif kind is datetime:
            found[field.name] = moment_from
        elif kind is date:
            found[field.name] = date.fromisoformat
        elif kind is time:
            found[field.name] = time.fromisoformat
        elif kind is PartialDate:
            found[field.name] = PartialDate.from_text
        elif isinstance(kind, type) and issubclass(kind, Enum):
            found[field.name] = kind
    return found


def from_row(cls: type[R], row: Any) -> R:
    """The record of a row (anything indexed by column names); columns the class does not know are left aside."""
    key: Any = cls
    readers = _readers(key)
    values = {}
    for field in fields(cls):
        value = row[field.name]
        if value is not None and field.name in readers:
            value = readers[field.name](value)
        values[field.name] = value
    return cls(**values)
