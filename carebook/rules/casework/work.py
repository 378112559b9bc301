"""What every due thing of a case is made with: the clocks' work, how far ahead to look, and the form that ends the thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from carebook.dates import written
from carebook.records.case_facts import CaseFacts
from carebook.records.codes import Limit
from carebook.rules.calendar import add_working_days, months_after
from carebook.rules.clocks import Clockwork
from carebook.rules.due import DueItem, Whose, basis_message
from carebook.words import Message, message


@dataclass(frozen=True)
class CaseWork(Clockwork):
    """The clocks' work for cases. What comes back time and again is called only ``ahead`` of its day (None: always)."""

    ahead: timedelta | None = None

    def begun_on(self, case: CaseFacts) -> date:
        """The day from which the center answers for the case in this book: the admission, or the book's first day."""
        return max(case.start_on, self.complete_from or case.start_on)

    def because_admitted(self, case: CaseFacts) -> Message:
        """The admission as the reason, or the beginning of the book for who was there before."""
        begun = self.begun_on(case)
        if begun > case.start_on:
            return message("because the book began on {date}", date=written(begun))
        return message("because admitted on {date}", date=written(case.start_on))

    def after(self, day: date, name: str) -> date:
        """The day a limit allows after ``day``, in its own unit."""
        limit = self.limit(name)
        match limit.unit:
            case "working_days":
                return add_working_days(day, limit.value, self.own)
            case "months":
                return months_after(day, limit.value)
            case _:
                return day + timedelta(days=limit.value)

    def is_near(self, day: date) -> bool:
        """Whether it is time to call what is due on ``day``."""
        return self.ahead is None or self.today >= day - self.ahead

    def form(
        self,
        case: Whose,
        kind: str,
        action: str,
        why: Message,
        due_on: date,
        page: str,
        limit: Limit | None = None,
        *,
        detail: str = "",
        about: tuple[tuple[str, str], ...] = (),
        **more: Any,
    ) -> DueItem:
        """A due thing that ``page`` ends, shown there for the stay; ``limit`` is the rule it rests on (None: the center's).

        What is left is counted in the days of the limit, what is late in days of the calendar.
        """
        return self.item(
            case,
            kind,
            action,
            why,
            due_on,
            page=page,
            about=(("episode_id", case.episode_id), *about),
            basis=basis_message(limit.basis if limit else ""),
            in_working_days=limit is not None and limit.unit == "working_days" and due_on >= self.today,
            detail=detail,
            **more,
        )
