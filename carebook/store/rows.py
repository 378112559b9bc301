"""Records to rows and back, by the declared types of their fields."""

from __future__ import annotations

import json
import typing
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from carebook.dates import PartialDate
from carebook.records.declaration import fields
from carebook.records.record import Record, filled

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
def _readers(cls: Any) -> tuple[tuple[str, Any], ...]:
    """The columns of a record in their order, each with what makes its value of what is stored (None: it is that)."""
    return tuple((field.name, _reader(field.type)) for field in fields(cls))


def _reader(kind: Any) -> Any:
    if typing.get_origin(kind) is tuple:
        return lambda text: tuple(json.loads(text))
    if kind is bool:
        return bool
    if kind is datetime:
        return moment_from
    if kind in (date, time):
        return kind.fromisoformat
    if kind is PartialDate:
        return PartialDate.from_text
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else None


def by_name(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The values of the rows of one question by their columns: a row itself looks through all its columns for each that is asked for.

    Of two columns of one name it is the first, as in the row.
    """
    names = rows[0].keys()[::-1] if rows else ()
    return [dict(zip(names, tuple(row)[::-1], strict=True)) for row in rows]


def from_row(cls: type[R], row: Any) -> R:
    """The record of a row (anything indexed by column names); columns the class does not know are left aside."""
    key: Any = cls
    values = row if isinstance(row, dict) else by_name([row])[0]
    kept = {
        name: value if read is None or value is None else read(value)
        for name, read in _readers(key)
        for value in (values[name],)
    }
    return filled(cls, kept)


def from_rows(cls: type[R], rows: Sequence[Any]) -> list[R]:
    """`from_row` of all rows of one question, whose columns are looked for once."""
    if not rows:
        return []
    key: Any = cls
    places = {name: place for place, name in reversed([*enumerate(rows[0].keys())])}
    names = _names(key)
    kept = itemgetter(*(places[name] for name in names))
    read = [(name, reader) for name, reader in _readers(key) if reader is not None]
    found = []
    for row in rows:
        values = dict(zip(names, kept(row), strict=True))
        for name, reader in read:
            if (value := values[name]) is not None:
                values[name] = reader(value)
        found.append(filled(cls, values))
    return found
