"""Shifts of the day: which one a moment belongs to, and where it begins and ends. A night shift belongs to the day it begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from carebook.dates import VIETNAM, local
from carebook.records.codes import Code


@dataclass(frozen=True)
class Shift:
    """One kind of shift as the center keeps it: its code, its words, and its hours on the clocks of the center."""

    code: str
    text: str
    begins: time
    ends: time

    def begins_at(self, duty_on: date) -> datetime:
        """The moment the shift of that day begins."""
        return datetime.combine(duty_on, self.begins, VIETNAM)

    def ends_at(self, duty_on: date) -> datetime:
        """The moment the shift of that day ends; of a night shift on the day after."""
        over = timedelta(days=1) if self.ends <= self.begins else timedelta()
        return datetime.combine(duty_on + over, self.ends, VIETNAM)


@dataclass(frozen=True)
class Duty:
    """One shift of one day."""

    duty_on: date
    shift: Shift

    @property
    def begins_at(self) -> datetime:
        """When it begins."""
        return self.shift.begins_at(self.duty_on)

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.shift.ends_at(self.duty_on)

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it; the end belongs to the next shift."""
        return self.begins_at <= at < self.ends_at


def shifts_of(codes: Iterable[Code]) -> tuple[Shift, ...]:
    """The shifts of the code list `shift`, in their order; words without hours are left out."""
    return tuple(
        Shift(code.code, code.text, time.fromisoformat(code.extra["from"]), time.fromisoformat(code.extra["to"]))
        for code in codes
        if "from" in code.extra and "to" in code.extra
    )


def duty_at(at: datetime, shifts: Sequence[Shift]) -> Duty | None:
    """The duty a moment lies in; None when the shifts leave a gap there. Of overlapping ones the later begun."""
    day = local(at).date()
    held = [
        duty
        for duty_on in (day - timedelta(days=1), day)
        for duty in (Duty(duty_on, shift) for shift in shifts)
        if duty.holds(at)
    ]
    return max(held, key=lambda duty: duty.begins_at, default=None)


def duty_before(duty: Duty, shifts: Sequence[Shift]) -> Duty:
    """The duty that ended when this one began (the last one begun before it)."""
    earlier = (Duty(duty_on, shift) for duty_on in (duty.duty_on - timedelta(days=1), duty.duty_on) for shift in shifts)
    return max((one for one in earlier if one.begins_at < duty.begins_at), key=lambda one: one.begins_at)


def duty_after(duty: Duty, shifts: Sequence[Shift]) -> Duty:
    """The duty that begins next after this one began."""
    later = (Duty(duty_on, shift) for duty_on in (duty.duty_on, duty.duty_on + timedelta(days=1)) for shift in shifts)
    return min((one for one in later if one.begins_at > duty.begins_at), key=lambda one: one.begins_at)
