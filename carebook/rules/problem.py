"""What a rule has to say about something typed: the field, the sentence, and whether it stops the work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from carebook.words import Message


@dataclass(frozen=True)
class Problem:
    """A sentence beside a field ("" = about the whole). An error stops the deed; a warning may be answered."""

    field: str
    message: Message
    severity: Literal["error", "warning"] = "error"


def warning(field: str, message: Message) -> Problem:
    """A problem that may be saved in spite of."""
    return Problem(field, message, "warning")


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop the deed."""
    return [problem for problem in problems if problem.severity == "error"]


def warnings(problems: Iterable[Problem]) -> list[Problem]:
    """Those that may be answered."""
    return [problem for problem in problems if problem.severity == "warning"]
