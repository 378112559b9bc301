"""Which words of a text stayed, came and went when it was written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

_PIECES = re.compile(r"\n|[^\S\n]+|\w+(?:[/.,-]\w+)*|[^\w\s]")
"""Words; a number with its dots or a document's number with its strokes is one."""


class Fate(Enum):
    """What became of a stretch of text."""

    KEPT = "kept"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True)
class Stretch:
    """Text that shares one fate, as it was written: words, spaces and ends of lines."""

    fate: Fate
    text: str


def difference(old: str, new: str) -> tuple[Stretch, ...]:
    """How ``old`` became ``new``, word by word, what is gone before what came in its place.

    All that is kept or added is ``new``; all that is kept or gone is ``old``. Equal texts are one kept stretch, empty ones none.
    """
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    found = _without_lonely_spaces(list(_stretches(before, after)))
    return tuple(
        Stretch(fate, "".join(text for _fate, text in run))
        for fate, run in groupby(_gone_first(found), key=lambda one: one[0])
    )


def _stretches(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Fate, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            yield Fate.KEPT, "".join(before[first:last])
            continue
        if first < last:
            yield Fate.GONE, "".join(before[first:last])
        if begin < end:
            yield Fate.ADDED, "".join(after[begin:end])


def _without_lonely_spaces(found: list[tuple[Fate, str]]) -> Iterator[tuple[Fate, str]]:
    """A space kept between two changed words goes with them, so that a changed phrase reads in one piece."""
    for at, (fate, text) in enumerate(found):
        inside = 0 < at < len(found) - 1
        if fate is Fate.KEPT and inside and text.isspace() and "\n" not in text:
            yield Fate.GONE, text
            yield Fate.ADDED, text
        else:
            yield fate, text


def _gone_first(found: Iterator[tuple[Fate, str]]) -> Iterator[tuple[Fate, str]]:
    """Between two kept stretches everything that is gone, then everything that came."""
    for kept, run in groupby(found, key=lambda one: one[0] is Fate.KEPT):
        if kept:
            yield from run
            continue
        changed = list(run)
        for fate in (Fate.GONE, Fate.ADDED):
            yield from (one for one in changed if one[0] is fate)
