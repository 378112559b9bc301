"""How ways home and services are told: deeds by the key of a person, what they keep found again by marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from carebook.dates import local
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.stories.clock import moment
from carebook.stories.stage import Deed, Stage, Telling

R = TypeVar("R", bound=Record)


_MINUTE = timedelta(minutes=1)
_TYPED_AFTER = timedelta(hours=4)
"""How long after the opening of the book what lies before it is typed: the stays come first."""


@dataclass
class Paths:
    """Tells deeds about people and the center; ``kept`` are the rows of earlier deeds by their marks."""

    tell: Telling
    rng: Random
    kept: dict[str, Any] = field(default_factory=dict)
    _told: list[tuple[date, str, str, str, Deed]] = field(default_factory=list)

    def of_person(
        self,
        key: str,
        who: str,
        day: date,
        clock: str,
        deed: Callable[..., Any],
        record: Record,
        mark: str = "",
        **facts: Any,
    ) -> None:
        """A deed that writes one record about somebody's newest stay; ``facts`` are looked up when it is done."""

        def make(stage: Stage) -> Record:
            links = {name: value(stage) if callable(value) else value for name, value in facts.items()}
            return replace(record, episode_id=stage.folk[key].episode_id, **links)  # type: ignore[call-arg]

        self.deed(key, who, day, clock, deed, make, mark)

    def of_center(
        self,
        key: str,
        who: str,
        day: date,
        clock: str,
        deed: Callable[..., Any],
        record: Record,
        mark: str = "",
        **facts: Any,
    ) -> None:
        """A deed that writes one record about nobody of the book in particular."""

        def make(stage: Stage) -> Record:
            links = {name: value(stage) if callable(value) else value for name, value in facts.items()}
            return replace(record, **links)

        self.deed(key, who, day, clock, deed, make, mark)

    def deed(
        self,
        key: str,
        who: str,
        day: date,
        clock: str,
        deed: Callable[..., Any],
        make: Callable[[Stage], object],
        mark: str = "",
        **given: Any,
    ) -> None:
        """Any deed whose first value is made when it is done; its result is kept under ``mark``."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            change = deed(stage.book, make(stage), by=by, now=now, **given)
            if mark:
                self.kept[mark] = change.result

        self.then(key, who, day, clock, do)

    def then(self, key: str, who: str, day: date, clock: str, do: Callable[[Stage, Actor, datetime], object]) -> None:
        """A step of its own; steps may be told in any order."""
        self._told.append((day, clock, key, who, do))

    def hand_over(self) -> None:
        """Give every step on in the order of its day and hour, written down 5 to 90 minutes after it happened."""
        for day, clock, key, who, do in sorted(self._told, key=lambda told: told[:2]):
            at = moment(day, clock) + self.rng.randint(5, 90) * _MINUTE
            self.tell.write(f"way {key}", who, max(at, self.tell.opened + _TYPED_AFTER), do, key)
        self._told.clear()

    def is_in_book(self, day: date) -> bool:
        """Whether a day lies after the opening of the book."""
        return day > local(self.tell.opened).date()

    def now(self, mark: str, stage: Stage) -> Any:
        """What was kept under a mark as the book has it now; LookupError when it is gone."""
        there = self.kept[mark]
        found = stage.reader.record(type(there), there.id)
        if found is None:
            raise LookupError(mark)
        return found


def staff(key: str) -> Callable[[Stage], str | None]:
    """Who a record names: the staff member of a key, looked up when the deed is done."""
    return lambda stage: stage.staff(key)
