"""Timing that does not lie on a busy machine: candidate and floor in turn, medians and the slowest hundredth."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from carebook.store.book import Reader
from carebook.store.known import Known


class Listening(Reader):
    """A reader that remembers what it was asked; ``again`` asks the same statements bare."""

    def __init__(self, inner: Reader) -> None:
        super().__init__(inner._connection, inner._folder, inner.actor, inner._today)
        self.asked: list[tuple[str, Any]] = []

    def rows(self, sql: str, values: Any = ()) -> Any:
        self.asked.append((sql, values))
        return super().rows(sql, values)

    def row(self, sql: str, values: Any = ()) -> Any:
        self.asked.append((sql, values))
        return super().row(sql, values)

    def again(self) -> None:
        """Every statement once more, its rows taken and left."""
        for sql, values in self.asked:
            self._connection.execute(sql, values).fetchall()


def first_time(reader: Reader, question: Callable[[Reader], object]) -> Callable[[], object]:
    """The question as somebody puts it who has asked nothing before: what the connection remembers is forgotten."""

    def ask() -> object:
        reader._connection.answers = Known()
        return question(reader)

    return ask


def seconds(deed: Callable[[], object]) -> float:
    """How long ``deed`` takes once."""
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


@contextmanager
def unswept() -> Iterator[None]:
    """Without Python's sweeping for cycles, which in the program waits for an idle moment (`ui.application.sweeping`)."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def in_turn(ours: Callable[[], object], floor: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The medians of both in seconds, run alternately."""
    pairs = []
    for _ in range(rounds):
        with unswept():
            pairs.append((seconds(ours), seconds(floor)))
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def slowest_hundredth(times: Iterable[float]) -> float:
    """The 99th percentile."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def ms(value: float) -> str:
    """Milliseconds as they stand in the table."""
    return f"{value * 1000:.1f} ms"
