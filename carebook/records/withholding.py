"""Which numbers of a table are withheld besides the small ones, so that nobody finds a small one by taking others away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

Cell = tuple[str, str]
"""The row and column of a number."""


@dataclass(frozen=True)
class Sum:
    """A number that is the sum of others. The ``rest`` is what is printed nowhere and follows all the same."""

    whole: Cell
    parts: tuple[Cell, ...]
    rest: int = 0


def withheld(numbers: Mapping[Cell, int], sums: Sequence[Sum], below: int) -> frozenset[Cell]:
    """The numbers of which nothing is told but that they are not 0.

    Small are those from 1 to ``below`` - 1: they are printed as such ("< 5"). Withheld is the smallest other number of a sum, at last
    a small one too, until no small number of it, nor a small rest, is the only one that fits what is printed.
    """
    hidden: set[Cell] = set()
    while (leaking := next((one for one in sums if _leaks(one, numbers, hidden, below)), None)) is not None:
        victim = min(_told(leaking, numbers, hidden), key=lambda one: (one[1] < below, *one), default=None)
        if victim is None:
            sums = [one for one in sums if one is not leaking]  # nothing of it is printed any more
        else:
            hidden.add(victim[-1])
    return frozenset(hidden)


def _told(one: Sum, numbers: Mapping[Cell, int], hidden: Collection[Cell]) -> Iterable[tuple[bool, int, Cell]]:
    """The numbers of a sum of which something is told and that count somebody, with whether it is the whole: withheld last."""
    for cell in (*one.parts, one.whole):
        if numbers[cell] and cell not in hidden:
            yield cell == one.whole, numbers[cell], cell


def _leaks(one: Sum, numbers: Mapping[Cell, int], hidden: Collection[Cell], below: int) -> bool:
    """Whether a small number of the sum, or a small rest, is the only one that fits."""
    known = {cell: _range(numbers[cell], cell in hidden, below) for cell in (one.whole, *one.parts)}
    rest = (0.0, inf) if one.rest else (0.0, 0.0)
    signed = [(known[one.whole], 1), *((known[cell], -1) for cell in one.parts), (rest, -1)]
    small = [0 < numbers[cell] < below for cell in (one.whole, *one.parts)] + [0 < one.rest < below]
    return any(is_small and _is_fixed(signed, place) for place, is_small in enumerate(small))


def _range(number: int, hidden: bool, below: int) -> tuple[float, float]:
    """The least and most a reader may take a number for."""
    if hidden:
        return 1, inf
    return (1, below - 1) if 0 < number < below else (number, number)


def _is_fixed(signed: Sequence[tuple[tuple[float, float], int]], place: int) -> bool:
    """Whether only one number fits in a place, all of them together being 0."""
    (least, most), sign = signed[place]
    low = high = 0.0  # of the others together
    for at, ((first, last), factor) in enumerate(signed):
        if at != place:
            low, high = low + min(first * factor, last * factor), high + max(first * factor, last * factor)
    from_others = (-high, -low) if sign > 0 else (low, high)
    return max(least, from_others[0]) == min(most, from_others[1])
