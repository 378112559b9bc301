"""Who was away: in hospital all the year, at home for Tết, and today. Of people without a story, a month in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.staff import Actor
from carebook.rules.calendar import holiday_name
from carebook.store.book import new_id
from carebook.stories.clock import moment
from carebook.stories.movement import EMERGENCY
from carebook.stories.residents import Resident
from carebook.stories.stage import Stage, Telling

_HOSPITAL_SHARE = 0.02  # of the people, on any day
_HOSPITAL_DAYS = 7
_TET_AT_HOME = (0.60, 0.15)  # voluntary, everybody else
_COLD = (11, 12, 1, 2)
IN_HOSPITAL, ON_LEAVE = 3, 2  # today
_DAY = timedelta(days=1)


@dataclass
class Absences:
    """Tells the absences of ``people``, those who live here today without a story."""

    people: Sequence[Resident]
    tell: Telling
    first: date
    _away: dict[str, list[tuple[date, date]]] = field(default_factory=dict)

    def tell_all(self, months: int) -> None:
        """All absences of the book: today's first, so that nobody is away twice."""
        self._today()
        day = self.first
        while day < self.tell.days.today:
            if is_first_day_of_tet(day):
                self._tet(day)
            day += _DAY
        for month in range(months, 0, -1):
            self._hospital(self.tell.days.first_of(month), self.tell.days.first_of(month - 1))

    def _today(self) -> None:
        days, rng = self.tell.days, self.tell.rng
        old = [one for one in self.people if one.stay.category in ("elderly_alone_poor", "voluntary_elderly")]
        kinds = [AbsenceKind.HOSPITAL] * IN_HOSPITAL + [AbsenceKind.LEAVE] * ON_LEAVE
        for one, kind in zip(rng.sample(old, min(len(kinds), len(old) // 3)), kinds, strict=False):
            since = days.back(rng.randint(1, 5))
            if one.stay.start_on > since - 20 * _DAY:
                continue
            hospital = kind is AbsenceKind.HOSPITAL
            self._away[one.key] = [(since, date.max)]
            self.tell.leave(
                *(one.key, "D3", since, "14:00", kind),
                expected_on=days.back(-rng.randint(1, 4)),
                place="Bệnh viện Bãi Cháy" if hospital else "Nhà con",
                taken_by="Nhân viên y tế" if hospital else "Người thân",
            )

    def _tet(self, tet: date) -> None:
        """Home for Tết: written down on the day before, the return when all are back."""
        rng, today = self.tell.rng, self.tell.days.today
        left = tet - _DAY
        going: list[tuple[Resident, date]] = []
        for one in self.people:
            share = _TET_AT_HOME[0 if one.is_voluntary else 1]
            back = left + rng.randint(3, 7) * _DAY
            stays_home = one.stay.category in EMERGENCY or rng.random() > share
            if not stays_home and self._is_free(one, left, back):
                self._away.setdefault(one.key, []).append((left, back))
                going.append((one, back))
        if left >= today:
            return
        self.tell.write("tet", "D3", moment(left, "17:00"), _leave_together(going, left))
        if left + 8 * _DAY < today:
            self.tell.write("tet", "D3", moment(left + 8 * _DAY, "08:00"), _come_back_together(going))

    def _hospital(self, month: date, until: date) -> None:
        """The month's stays in hospital, written down when the month is over."""
        rng = self.tell.rng
        length = (until - month).days
        share = _HOSPITAL_SHARE * (1.5 if month.month in _COLD else 1.0)
        found: list[tuple[str, date, date]] = []
        for _ in range(round(len(self.people) * share * length / _HOSPITAL_DAYS)):
            one = rng.choice(self.people)
            lasts = min(max(2, round(rng.expovariate(1 / _HOSPITAL_DAYS))), 20)
            left = month + rng.randint(0, max(length - lasts - 2, 0)) * _DAY
            back = left + lasts * _DAY
            if self._is_free(one, left, back) and one.stay.category not in EMERGENCY and not one.stay.late:
                self._away.setdefault(one.key, []).append((left, back))
                found.append((one.key, left, back))
        self.tell.write("hospital", "D3", moment(until - _DAY, "20:00"), _were_in_hospital(found))

    def _is_free(self, one: Resident, left: date, back: date) -> bool:
        spans = self._away.get(one.key, ())
        return one.stay.start_on < left and not any(left <= last and first <= back for first, last in spans)


def is_first_day_of_tet(day: date) -> bool:
    """Whether the lunar year begins on this day."""
    return holiday_name(day) == "Tết Nguyên Đán"


def _leave_together(going: Sequence[tuple[Resident, date]], left: date) -> Callable[[Stage, Actor, datetime], None]:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        with stage.book.changing(by.account_id, now, new_id(), "record_absence") as writer:
            for one, back in going:
                away = Absence(
                    episode_id=stage.folk[one.key].episode_id,
                    kind=AbsenceKind.TET_LEAVE,
                    from_on=left,
                    expected_on=back,
                    place="Về ăn Tết",
                    taken_by="Người thân",
                )
                writer.add(away)

    return do


def _come_back_together(going: Sequence[tuple[Resident, date]]) -> Callable[[Stage, Actor, datetime], None]:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        with stage.book.changing(by.account_id, now, new_id(), "record_return") as writer:
            for one, back in going:
                running = "episode_id = ? AND back_on IS NULL AND kind = 'tet_leave'"
                for away in writer.records(Absence, running, (stage.folk[one.key].episode_id,)):
                    writer.amend(replace(away, back_on=back))

    return do


def _were_in_hospital(found: Sequence[tuple[str, date, date]]) -> Callable[[Stage, Actor, datetime], None]:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        with stage.book.changing(by.account_id, now, new_id(), "record_absence") as writer:
            for key, left, back in found:
                writer.add(
                    Absence(
                        episode_id=stage.folk[key].episode_id,
                        kind=AbsenceKind.HOSPITAL,
                        from_on=left,
                        back_on=back,
                        place="Bệnh viện Bãi Cháy",
                    )
                )

    return do
