"""What may be told of a fault of the program: its kind and the places it came through, never a value, because values may be names."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from types import TracebackType

_ROOTS = ("site-packages", "carebook")


@dataclass(frozen=True)
class Crash:
    """A fault of the program: its kind and the places it came through."""

    kind: str
    places: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where it happened."""
        return self.places[-1] if self.places else ""

    def report(self, versions: str) -> str:
        """What a person may send to whoever mends the program; ``versions`` are those of the program and what it runs on."""
        return "\n".join([versions, self.kind, *(f"  {place}" for place in self.places)]) + "\n"


def crash_of(error: BaseException, trace: TracebackType | None) -> Crash:
    """The fault behind an exception."""
    frames = traceback.extract_tb(trace)
    return Crash(type(error).__qualname__, tuple(f"{_inside(f.filename)}:{f.lineno} {f.name}" for f in frames))


def _inside(file: str) -> str:
    """A file of the program or a library without the folders above it, which may be called after somebody."""
    parts = file.replace("\\", "/").split("/")
    for root in _ROOTS:
        if root in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(root) :])
    return parts[-1]
