"""What was changed in a roster and is not saved yet: shifts put in, taken out, led by somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from carebook.records.shifts import DutyRoster

WEEK = 7


class Changes:
    """The duties of a month as they would be after saving. ``ward_id`` is where new ones are put."""

    def __init__(self, duties: Sequence[DutyRoster] = (), ward_id: str | None = None) -> None:
        self.ward_id = ward_id
        self._there = {one.id: one for one in duties}
        self._amended: dict[str, DutyRoster] = {}
        self._struck: set[str] = set()
        self._added: list[DutyRoster] = []

    def duties(self) -> list[DutyRoster]:
        """All duties as they stand now."""
        kept = [self._amended.get(one.id, one) for one in self._there.values() if one.id not in self._struck]
        return [*kept, *self._added]

    def of(self, staff_id: str, day: date) -> list[DutyRoster]:
        """The duties of one person on a day."""
        return [one for one in self.duties() if (one.staff_member_id, one.duty_on) == (staff_id, day)]

    def put(self, staff_id: str, day: date, shift: str) -> None:
        """Put a shift in, or take it out where it stands."""
        there = next((one for one in self.of(staff_id, day) if one.shift == shift), None)
        if there is not None:
            self._take_out(there)
            return
        struck = (one for one in self._there.values() if one.id in self._struck)
        same = (one for one in struck if (one.staff_member_id, one.duty_on, one.shift) == (staff_id, day, shift))
        before = next(same, None)
        if before is not None:
            self._struck.discard(before.id)
        else:
            self._added.append(
                DutyRoster(staff_member_id=staff_id, duty_on=day, shift=shift, ward_id=self.ward_id or None)
            )

    def clear(self, staff_id: str, day: date) -> None:
        """Take all shifts of a day out."""
        for one in self.of(staff_id, day):
            self._take_out(one)

    def lead(self, staff_id: str, day: date) -> None:
        """Let the person lead the shifts of the day, or no more."""
        for one in self.of(staff_id, day):
            turned = replace(one, leads=not one.leads)
            if one.id:
                self._amended[one.id] = turned
                if turned == self._there[one.id]:
                    del self._amended[one.id]
            else:
                self._added[self._added.index(one)] = turned

    def repeat_week(self, staff_id: str, day: date, last: date) -> None:
        """Put the seven days before onto the seven days from ``day`` on, as far as ``last``; what stands there stays."""
        for step in range(WEEK):
            target = day + timedelta(days=step)
            if target > last or self.of(staff_id, target):
                continue
            for one in self.of(staff_id, target - timedelta(days=WEEK)):
                self.put(staff_id, target, one.shift)

    def _take_out(self, one: DutyRoster) -> None:
        if one.id:
            self._struck.add(one.id)
            self._amended.pop(one.id, None)
        else:
            self._added.remove(one)

    def to_save(self) -> tuple[list[DutyRoster], list[str]]:
        """What is new or changed, and the ids of what was taken out."""
        return [*self._added, *self._amended.values()], sorted(self._struck)

    @property
    def count(self) -> int:
        """How many changes there are."""
        return len(self._added) + len(self._amended) + len(self._struck)

    # as a draft

    def draft(self) -> dict[str, Any]:
        """The changes, as JSON can hold them."""
        names = ("staff_member_id", "shift", "ward_id", "leads", "note")
        return {
            "added": [
                {name: getattr(one, name) for name in names} | {"duty_on": one.duty_on.isoformat()}
                for one in self._added
                if one.duty_on is not None
            ],
            "struck": sorted(self._struck),
            "leads": {one.id: one.leads for one in self._amended.values()},
        }

    def restore(self, kept: dict[str, Any]) -> None:
        """Take the changes of a draft over, as far as what they are about is still there."""
        self._added = [
            DutyRoster(**(one | {"duty_on": date.fromisoformat(one["duty_on"])})) for one in kept.get("added", ())
        ]
        self._struck = {one for one in kept.get("struck", ()) if one in self._there}
        self._amended = {
            key: replace(self._there[key], leads=leads)
            for key, leads in kept.get("leads", {}).items()
            if key in self._there
        }
