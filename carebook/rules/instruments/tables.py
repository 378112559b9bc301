"""Reading the tables of an instrument's file key by key, remembering every fault with its line instead of stopping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

from carebook.money import number
from carebook.rules.instruments.lines import Lines, Path
from carebook.words import Message, message

E = TypeVar("E", bound=Enum)

_LARGEST = 1_000_000_000


def said(value: float) -> str:
    """A number as it is written in a sentence: 55; 12,5."""
    return number(int(value) if float(value).is_integer() else value)


def _is_number(value: Any) -> bool:
    """Whether it is a number a scale can hold; not a number and infinity are none."""
    return not isinstance(value, bool) and isinstance(value, int | float) and abs(value) <= _LARGEST


class Faults:
    """What is wrong with one text so far: lines with their reasons."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._found: list[tuple[int, Message]] = []

    def add(self, path: Path, reason: Message) -> None:
        """Remember a fault of the value at ``path``."""
        self._found.append((self._lines.of(path), reason))

    @property
    def found(self) -> tuple[tuple[int, Message], ...]:
        """All of them, from the first line to the last."""
        return tuple(sorted(self._found, key=lambda fault: fault[0]))


class Table:
    """One table of the file. What is asked for is known; ``close`` names the keys that nobody asked for."""

    def __init__(self, values: Mapping[str, Any], path: Path, faults: Faults) -> None:
        self._values = values
        self._path = path
        self._faults = faults
        self._known: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def holds_text(self, key: str) -> bool:
        """Whether words stand at ``key``."""
        return isinstance(self._values.get(key), str)

    def refuse(self, reason: Message, key: str | None = None) -> None:
        """Remember a fault of ``key``, or of the whole table."""
        self._faults.add(self._path if key is None else (*self._path, key), reason)

    def _given(self, key: str, required: bool) -> Any:
        self._known.add(key)
        if key not in self._values and required:
            self.refuse(message("“{key}” is missing.", key=key))
        return self._values.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Words; without a default they are required and not empty."""
        value = self._given(key, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str):
            self.refuse(message("“{key}” is written in quotes, as words.", key=key), key)
            return ""
        if default is None and not value.strip():
            self.refuse(message("“{key}” is empty.", key=key), key)
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """An array of words."""
        value = self._given(key, required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) and part for part in value):
            self.refuse(message("“{key}” is an array of words.", key=key), key)
            return ()
        return tuple(value)

    def number(self, key: str, *, required: bool = False) -> float | None:
        """A number, finite."""
        value = self._given(key, required)
        if value is None:
            return None
        if not _is_number(value):
            self.refuse(message("“{key}” is a number without quotes.", key=key), key)
            return None
        return float(value)

    def required_number(self, key: str) -> float:
        """A number that must be there; 0 where it is not and the fault is remembered."""
        return self.number(key, required=True) or 0.0

    def whole(self, key: str, *, required: bool = False, least: int = 0, most: int = 10_000) -> int | None:
        """A whole number from ``least`` to ``most``."""
        value = self._given(key, required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            words = message(
                "“{key}” is a whole number from {least} to {most}, without quotes.", key=key, least=least, most=most
            )
            self.refuse(words, key)
            return None
        return value

    def span(self, key: str, *, required: bool = False) -> tuple[float, float] | None:
        """Two numbers, the lower first."""
        value = self._given(key, required)
        if value is None:
            return None
        match value:
            case [low, high] if _is_number(low) and _is_number(high):
                if low > high:
                    words = message("“{key}”: {low} is more than {high}.", key=key, low=said(low), high=said(high))
                    self.refuse(words, key)
                    return None
                return float(low), float(high)
        self.refuse(message("“{key}” is two numbers: [from, to].", key=key), key)
        return None

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._given(key, False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.refuse(message("“{key}” is true or false.", key=key), key)
            return default
        return value

    def day(self, key: str) -> date:
        """A day; required."""
        value = self._given(key, True)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self.refuse(message("“{key}” is a day without quotes, like 2026-11-22.", key=key), key)
        return date.min

    def one_of(self, key: str, words: type[E], default: E | None = None) -> E | None:
        """One of the words of a list; required without a default."""
        value = self._given(key, default is None)
        if value is None:
            return default
        for member in words:
            if member.value == value:
                return member
        listed = ", ".join(str(member.value) for member in words)
        self.refuse(message("“{key}” is one of: {words}.", key=key, words=listed), key)
        return default

    def table(self, key: str, *, required: bool = False) -> Table | None:
        """A table inside."""
        value = self._given(key, required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.refuse(message("“{key}” is a table: [{key}].", key=key), key)
            return None
        return Table(value, (*self._path, key), self._faults)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of an array, in their order."""
        value = self._given(key, False)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.refuse(message("“{key}” is an array of tables: [[{key}]].", key=key), key)
            return
        for position, part in enumerate(value):
            yield Table(part, (*self._path, key, position), self._faults)

    def arrays(self, key: str) -> Iterator[tuple[str, Iterator[Table]]]:
        """A table whose every key holds an array of tables: the keys and their tables."""
        inner = self.table(key)
        if inner is not None:
            for name in inner._values:
                yield name, inner.tables(name)

    def close(self) -> None:
        """Refuse the keys that nobody asked for: most often a typing mistake."""
        for key in self._values:
            if key not in self._known:
                self.refuse(message("“{key}” is not known here.", key=key), key)
