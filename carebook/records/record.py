"""What every record of a book has: its id, its version and how it was withdrawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from carebook.records.declaration import Kind, fact
from carebook.words import N_

T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """A row of the book. ``id`` is a UUIDv7, given by the store when empty; ``version`` counts the changes (0 = not kept yet)."""

    id: str = fact(N_("Id"), Kind.DATA, shown=False, default="")
    version: int = fact(N_("Version"), Kind.NUMBER, shown=False, default=0)
    withdrawn_at: datetime | None = fact(N_("Struck through at"), shown=False, default=None)
    withdrawn_by: str | None = fact(N_("Struck through by"), Kind.LINK, shown=False, default=None)
    withdrawn_because: str = fact(N_("Reason for striking through"), shown=False, default="")

    @property
    def is_withdrawn(self) -> bool:
        """Whether the row was struck through (kept and readable, but no longer counted)."""
        return self.withdrawn_at is not None


def filled(cls: type[T], values: Mapping[str, Any], /, **more: Any) -> T:
    """An object of a frozen dataclass with these values and ``more``, those of all fields without a default among them.

    Filled directly: a frozen class's own way costs a call for each field. What ``__post_init__`` checks is not checked.
    """
    made = object.__new__(cls)
    vars(made).update(values, **more)
    return made


def table_of(cls: type) -> str:
    """The table of a record class: ``HealthCard`` → ``health_card``."""
    return _in_words(cls.__name__)


@cache
def _in_words(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
