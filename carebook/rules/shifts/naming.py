"""True names of restricted people in what is typed by hand on a sheet that everybody of the shift reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carebook.records.shifts import HandoverLine, ShiftHandover
from carebook.rules.problem import Problem
from carebook.rules.search_words import words_in
from carebook.words import Message, message

_TEXTS = ("situation", "background", "judgement", "request", "taker_note", "count_differs_because")


@dataclass(frozen=True)
class TrueName:
    """The names of a restricted person, former ones too, and the alias that is written instead."""

    names: tuple[str, ...]
    alias: str

    def stands_in(self, text: str) -> bool:
        """Whether one of the names stands in a text as a whole, with or without its marks. A name of one word is an ordinary
        word too often to be looked for.
        """
        found = _spaced(text)
        return any(" " in name.strip() and _spaced(name) in found for name in self.names)


def named(one: TrueName) -> Message:
    """What is said of a text that names somebody: the alias, never the name."""
    return message("A restricted person is named here. Write “{alias}” instead.", alias=one.alias)


def problems_in_naming(
    handover: ShiftHandover, lines: Sequence[HandoverLine], known: Iterable[TrueName]
) -> list[Problem]:
    """A problem beside each text in which a restricted person stands under the true name; it says the alias only.

    ``known`` are those whose identity the writer may read. Of the others nothing is checked: a refusal would tell somebody
    without the right that a name they tried is that of a restricted person.
    """
    texts = [(name, getattr(handover, name)) for name in _TEXTS]
    for place, line in enumerate(lines):
        if line.included:
            texts.append((f"lines.{place}", f"{line.text}\n{line.instruction}"))
    return [Problem(field, named(one)) for field, text in texts for one in known if text and one.stands_in(text)]


def _spaced(text: str) -> str:
    return f" {' '.join(words_in(text))} "
