"""Translation: English source strings, Vietnamese by default; messages that travel as data until somebody says them."""

from __future__ import annotations

import gettext as _gettext
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from carebook import places

LANGUAGES = ("vi", "en")
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
_chosen = ["vi"]  # the window's choice, seen by every thread; a `speaking` block overrides it


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    with places.resource(f"translations/{language}.mo").open("rb") as file:
        return _gettext.GNUTranslations(file)


def spoken() -> str:
    """The language words are said in now."""
    return _spoken.get() or _chosen[0]


def _current() -> _gettext.NullTranslations:
    return _catalogue(spoken())


def choose(language: str) -> None:
    """Make ``language`` ("vi" or "en") the window's language."""
    if language not in LANGUAGES:
        raise ValueError(language)
    _chosen[0] = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything inside the block in ``language``; used by paper, which is Vietnamese always."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def _(message: str) -> str:
    """The words for ``message`` in the current language."""
    return _current().gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The words for ``n`` things; Vietnamese has one form, English two."""
    return _current().ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """The words for ``message`` where one English word has several Vietnamese ones."""
    return _current().pgettext(context, message)


def N_(message: str) -> str:
    """Mark a string for the catalogue without translating it yet."""
    return message


@dataclass(frozen=True)
class Message:
    """A sentence as data: its English pattern and its values; ``str()`` says it in the current language.

    Values that are themselves messages are said first. ``context`` is gettext's, for patterns that need one.
    """

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)
    context: str = ""

    def __str__(self) -> str:
        pattern = pgettext(self.context, self.id) if self.context else _(self.id)
        return pattern.format(**self.values) if self.values else pattern

    def __hash__(self) -> int:
        return hash((self.id, self.context, tuple(sorted((k, str(v)) for k, v in self.values.items()))))

    def to_json(self) -> str:
        """The sentence as it is kept, to be said in its reader's language later; numbers stay numbers, other values are said."""
        return json.dumps(self._packed(), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, kept: str) -> Message:
        """The sentence of ``to_json``; any other text is a sentence that was said already."""
        try:
            return cls._unpacked(json.loads(kept))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return cls("{said}", {"said": kept})

    def _packed(self) -> dict[str, Any]:
        values = {
            name: value._packed() if isinstance(value, Message) else value if isinstance(value, int) else str(value)
            for name, value in self.values.items()
        }
        return {"id": self.id, "values": values} | ({"context": self.context} if self.context else {})

    @classmethod
    def _unpacked(cls, kept: Any) -> Message:
        if not isinstance(kept, dict) or not isinstance(kept["id"], str):
            raise TypeError(kept)
        values = {
            name: cls._unpacked(value) if isinstance(value, dict) else value for name, value in kept["values"].items()
        }
        return cls(kept["id"], values, str(kept.get("context", "")))


def message(id: str, /, **values: Any) -> Message:
    """``Message`` with its values as keywords."""
    return Message(id, values)
