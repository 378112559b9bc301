"""Daily care of the big book: what is measured, given and done for those who are here, day by day for up to ten years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from carebook.records.care_plans import HelpLevel
from carebook.records.daily_care import CareEntry, CareLevel
from carebook.records.health import HealthCheck
from carebook.records.incidents import Incident, IncidentState, Severity
from carebook.records.meals import Diet
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.store.book import Writer, new_id
from carebook.stories.big_book.staying import DAY, Staying
from carebook.stories.clock import Days, moment

_LEVELS = ("self_care", "partial", "partial", "total")
_MEDICINES = (("Amlodipin", "amlodipine", "5 mg"), ("Metformin", "metformin", "500 mg"))
_MORNING, _ROUND = "morning", "08"
_EXCEPTION, _REFUSED = 0.06, 0.016
_CHECK_DAYS, _FALL_DAYS = 170, 700
# What is named by others is written before them.
_ORDER: tuple[type[Record], ...] = (
    *(CareLevel, MonitoringPlan, Diet, Prescription, Observation, CareEntry, Administration, HealthCheck, Incident),
)


def write_daily(writer: Writer, files: Sequence[Sequence[Record]]) -> None:
    """Write the daily care of some stays in one transaction, class by class."""
    rows: dict[type[Record], list[Record]] = defaultdict(list)
    for file in files:
        for record in file:
            rows[type(record)].append(record)
    for cls in _ORDER:
        writer.add_many(rows[cls])


@dataclass(frozen=True)
class DailyFiles:
    """Invents daily care; the same ``rng`` gives the same one. ``most_days`` bounds how far it reaches back."""

    rng: Random
    days: Days
    by: Actor
    most_days: int

    def of(self, stay: Staying) -> list[Record]:
        """Everything daily care left behind of one stay that is open, up to yesterday."""
        return list(self._all(stay))

    def _all(self, stay: Staying) -> Iterator[Record]:
        first = max(stay.first, self.days.back(self.most_days))
        own: dict[str, Any] = {"episode_id": stay.id}
        yield CareLevel(**own, level=self.rng.choice(_LEVELS), from_on=first)
        yield Diet(**own, diet=self.rng.choice(("ordinary", "soft", "porridge")), from_on=first)
        for measure, often in (("blood_pressure", "daily"), ("weight", "monthly")):
            yield MonitoringPlan(**own, measure=measure, frequency=often, from_on=first)
        orders = [
            Prescription(
                id=new_id(),
                **own,
                medicine=name,
                substance=substance,
                strength=strength,
                dose=1,
                rounds=(_ROUND,),
                from_on=first,
                prescriber="Ninh Thị Kim Ngân",
                prescribed_on=first,
            )
            for name, substance, strength in _MEDICINES[: self.rng.randint(0, 2)]
        ]
        yield from orders
        weight = self.rng.uniform(42, 68)
        for back in range((self.days.today - first).days, 0, -1):
            day = self.days.back(back)
            yield self._care(own, day)
            if self.rng.random() < 0.5:
                yield self._measured(own, day, "blood_pressure", *self._pressure())
            if day.day == 1:
                weight += self.rng.uniform(-0.6, 0.6)
                yield self._measured(own, day, "weight", round(weight, 1))
            for order in orders:
                yield self._given(order, day)
            if back % _CHECK_DAYS == 0:
                yield HealthCheck(**own, checked_on=day, checker="Quách Văn Long Não", health_class="3")
            if back % _FALL_DAYS == 0:
                yield self._fell(own, day)

    def _care(self, own: dict[str, Any], day: date) -> CareEntry:
        usual = self.rng.random() >= _EXCEPTION
        about: dict[str, Any] = {} if usual else {"kind": "eating", "level": HelpLevel.PARTLY}
        return CareEntry(**own, **about, duty_on=day, shift=_MORNING, **self._who(day, "13:30"))

    def _pressure(self) -> tuple[float, float]:
        systolic = 5 * round(self.rng.gauss(130, 14) / 5)
        return float(systolic), float(min(systolic - 20, 5 * round(self.rng.gauss(78, 9) / 5)))

    def _measured(
        self, own: dict[str, Any], day: date, measure: str, value: float, second: float | None = None
    ) -> Record:
        return Observation(
            **own,
            measure=measure,
            duty_on=day,
            round=_MORNING,
            taken_at=moment(day, "07:05"),
            value=value,
            value_second=second,
            **self._who(day, "07:20"),
        )

    def _given(self, order: Prescription, day: date) -> Administration:
        refused = self.rng.random() < _REFUSED
        return Administration(
            episode_id=order.episode_id,
            prescription_id=order.id,
            duty_on=day,
            round=_ROUND,
            given_at=moment(day, "08:05"),
            state=DoseState.REFUSED if refused else DoseState.GIVEN,
            reason="will_not" if refused else None,
            dose=None if refused else order.dose,
            **self._who(day, "08:15"),
        )

    def _fell(self, own: dict[str, Any], day: date) -> Incident:
        return Incident(
            **own,
            happened_at=moment(day, "02:20"),
            recorded_at=moment(day, "02:40"),
            severity=Severity.SLIGHT,
            state=IncidentState.CLOSED,
            place="Cửa nhà vệ sinh",
            text="Tự dậy đi vệ sinh, trượt ngã, không đau.",
            closed_on=day + 3 * DAY,
            reported_by_id=self.by.staff_member_id,
            entered_by=self.by.account_id,
        )

    def _who(self, day: date, at: str) -> dict[str, Any]:
        recorded = moment(day, at) + timedelta(seconds=self.rng.randint(0, 600))
        return {"done_by_id": self.by.staff_member_id, "entered_by": self.by.account_id, "recorded_at": recorded}
