"""The sheet of a shift as it stands on paper, and as it is frozen with two signatures: plain words, nothing to look up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class SheetLine:
    """One line under its heading: whom it is about ("" = nobody), what there is, what the next shift does."""

    heading: str
    who: str
    text: str
    instruction: str = ""


@dataclass(frozen=True)
class SheetThing:
    """One thing counted: what should be there, what was there, and why it differs. Amounts are said as they are printed."""

    name: str
    expected: str
    counted: str
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything that is printed of one sheet. ``figures`` are the head-count by the names of the record's fields.

    ``duty_on`` is ISO; ``given_at`` and ``taken_at`` are said in words of the center's clocks, "" without a signature.
    Restricted people stand in it under their alias.
    """

    duty_on: str
    shift: str
    hours: str
    ward: str
    giver: str = ""
    taker: str = ""
    given_at: str = ""
    taken_at: str = ""
    figures: Mapping[str, int | None] = field(default_factory=dict)
    count_differs_because: str = ""
    lines: tuple[SheetLine, ...] = ()
    things: tuple[SheetThing, ...] = ()
    stock: tuple[SheetThing, ...] = ()
    situation: str = ""
    background: str = ""
    judgement: str = ""
    request: str = ""
    taker_note: str = ""
    replaces: str = ""

    def frozen(self) -> str:
        """The sheet as text that is the same for the same sheet."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_frozen(cls, text: str) -> Sheet:
        """The sheet of such a text."""
        kept: dict[str, Any] = json.loads(text)
        kept["lines"] = tuple(SheetLine(**one) for one in kept["lines"])
        kept["things"] = tuple(SheetThing(**one) for one in kept["things"])
        kept["stock"] = tuple(SheetThing(**one) for one in kept["stock"])
        return cls(**kept)


def hash_of(frozen: str) -> str:
    """The SHA-256 by which a frozen sheet is known to be as it was signed."""
    return hashlib.sha256(frozen.encode()).hexdigest()
