"""Who lives in the center today, who came and went since the book began, and who lived there before: days and reasons only."""

from __future__ import annotations

import calendar
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from carebook.records.people import Sex
from carebook.rules.calendar import add_working_days, is_working_day
from carebook.stories.clock import Days, months_after
from carebook.stories.people import CHILD_STAY_YEARS, MEDIAN_STAY_YEARS, People, is_child_category

EMERGENCY = ("victim_dv", "street_adult", "street_child")
# Of the people who are there today without a story of their own: how many, and how many of them came since the book began.
HERE: Mapping[str, tuple[int, int]] = {
    "elderly_alone_poor": (32, 6),
    "adult_disabled": (14, 2),
    "mental_severe": (18, 3),
    "child_orphan_both": (6, 1),
    "child_abandoned": (4, 1),
    "child_parent_prison": (2, 0),
    "child_mixed": (1, 0),
    "child_disabled": (4, 0),
    "victim_dv": (1, 1),
    "street_adult": (1, 1),
    "voluntary_elderly": (54, 15),
    "voluntary_other": (4, 1),
}
GENERATED, NEW = 141, 31
# Who left since the book began, and why: category, reason, destination, how many.
GONE: Sequence[tuple[str, str, str, int]] = (
    ("voluntary_elderly", "contract_ended", "family", 9),
    ("elderly_alone_poor", "died", "", 5),
    ("voluntary_elderly", "family_request", "family", 4),
    ("voluntary_elderly", "died", "", 3),
    ("mental_severe", "goal_reached", "family", 2),
    ("street_adult", "returned_residence", "family", 1),
    ("street_adult", "absconded", "unknown", 1),
    ("street_child", "returned_residence", "family", 1),
    ("elderly_alone_poor", "family_request", "relatives", 1),
    ("elderly_alone_poor", "transfer_out", "other_facility", 1),
    ("mental_severe", "died", "", 1),
    ("mental_severe", "transfer_out", "other_facility", 1),
    ("adult_disabled", "transfer_out", "other_facility", 1),
    ("child_orphan_both", "family_request", "relatives", 1),
    ("child_abandoned", "adopted_domestic", "adoptive_parents", 1),
)
LEFT = 33
# The same for the ten years before the book, in shares.
FORMER: Sequence[tuple[str, str, str, int]] = (
    *(("elderly_alone_poor", "died", "", 19), ("voluntary_elderly", "died", "", 12), ("mental_severe", "died", "", 2)),
    *(("mental_severe", "goal_reached", "family", 12), ("child_orphan_both", "family_request", "relatives", 7)),
    *(("elderly_alone_poor", "family_request", "relatives", 5), ("voluntary_elderly", "contract_ended", "family", 18)),
    *(("street_adult", "returned_residence", "family", 8), ("street_child", "returned_residence", "family", 2)),
    *(("adult_disabled", "transfer_out", "other_facility", 5), ("victim_dv", "independent_living", "independent", 4)),
    *(("street_adult", "absconded", "unknown", 3), ("child_abandoned", "adopted_domestic", "adoptive_parents", 2)),
    ("child_orphan_both", "substitute_family", "substitute_family", 1),
)
TWO_STAYS = 0.07
YEARS_BEFORE = 10
LATE_NAME = "Lục Văn Chài"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """One stay without its facts: whose it is in kind, and its days. ``earlier`` is the stay before, of somebody who came back.

    ``birthday`` fits the age of the category; ``couple`` numbers two who came together; ``miswritten`` is the category that
    was written down first by mistake; ``late``: written down after its month was closed.
    """

    category: str
    sex: Sex
    birthday: date
    start_on: date
    start_kind: str = "new"
    end_on: date | None = None
    end_reason: str = ""
    destination: str = ""
    name: str = ""
    couple: int = 0
    miswritten: str = ""
    late: bool = False
    earlier: Stay | None = None


@dataclass(frozen=True)
class Plan:
    """Everybody without a story: there today, gone since the book began, gone before it; each in order of coming."""

    present: tuple[Stay, ...]
    gone: tuple[Stay, ...]
    former: tuple[Stay, ...]


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """``total`` split by weights, the rest to the largest fractions; the parts add up."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [math.floor(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[: total - sum(parts)]:
        parts[n] += 1
    return parts


def spread(
    rng: Random,
    count: int,
    months: Sequence[date],
    taken: Counter[date],
    *,
    least: int,
    most: int,
    weights: Sequence[float],
) -> list[date]:
    """The months (first days) of ``count`` events: every month gets ``least`` as far as they reach, none more than ``most``."""
    found: list[date] = []
    held = Counter({month: taken[month] for month in months})
    for _ in range(count):
        low = min(held.values())
        if low < least:
            month = next(m for m in months if held[m] == low)
        else:
            open_months = [m for m in months if held[m] < most] or list(months)
            month = rng.choices(open_months, [weights[m.month - 1] for m in open_months])[0]
        held[month] += 1
        found.append(month)
    return found


@dataclass(frozen=True)
class Planner:
    """Makes a `Plan`. ``first`` is the first day of the book; ``months`` how many complete months it holds."""

    days: Days
    rng: Random
    people: People
    months: int

    @property
    def first(self) -> date:
        """The first day the book is complete from."""
        return self.days.first_of(self.months)

    @property
    def complete_months(self) -> list[date]:
        """The first days of M-K … M-1."""
        return [self.days.first_of(n) for n in range(self.months, 0, -1)]

    def plan(self, residents: int, named: int, came: Sequence[date], left: Sequence[date]) -> Plan:
        """Everybody besides the ``named`` people present; ``came`` and ``left`` are the named movements, counted too."""
        size = max(residents - named, 1)
        scale = size / GENERATED * self.months / 12
        gone_counts = shared(max(round(LEFT * scale), self.months), [count for *_, count in GONE])
        gone = [kind for kind, count in zip(GONE, gone_counts, strict=True) for _ in range(count)]
        short = [kind for kind in gone if kind[0] in EMERGENCY]
        here = shared(size, [count for count, _ in HERE.values()])
        new = shared(max(round(NEW * scale), min(self.months, size)), [count for _, count in HERE.values()])
        recent = [min(h, n) for h, n in zip(here, new, strict=True)]
        in_months = Counter(day.replace(day=1) for day in came)
        arrivals = [c for c, n in zip(HERE, recent, strict=True) for _ in range(n) if c not in EMERGENCY]
        visits = [self._short_stay(*kind[:3], month) for kind, month in self._months_of(short, in_months)]
        in_months.update(stay.start_on.replace(day=1) for stay in visits)
        present = self._new_residents(arrivals, in_months)
        present += [self._just_come(c) for c, n in zip(HERE, recent, strict=True) for _ in range(n) if c in EMERGENCY]
        for category, count, fresh in zip(HERE, here, recent, strict=True):
            present += self._old_residents(category, count - fresh, present)
        out_months = Counter(day.replace(day=1) for day in left)
        out_months.update(s.end_on.replace(day=1) for s in visits if s.end_on)
        lasting = [kind for kind in gone if kind[0] not in EMERGENCY]
        leavers = [self._leaver(*kind[:3], month) for kind, month in self._months_out(lasting, out_months)]
        former = self._former(max(2 * residents - len(gone) - 5, 10))
        return Plan(_by_start(present), _by_start([*visits, *leavers]), _by_start(former))

    # coming

    def _months_of(
        self, kinds: list[tuple[str, str, str, int]], taken: Counter[date]
    ) -> list[tuple[tuple[str, str, str, int], date]]:
        weights = [1.8, 2.5, 1, 1, 1.5, 1.5, 1.5, 1.5, 1, 1, 1, 1]  # before Tết, in summer
        found = spread(self.rng, len(kinds), self.complete_months, taken, least=0, most=6, weights=weights)
        return list(zip(kinds, found, strict=True))

    def _new_residents(self, categories: list[str], taken: Counter[date]) -> list[Stay]:
        """Those who came since the book began and stayed; one is written down late, one with a mistake, one comes back."""
        weights = [1, 1.2, 1.5, 1, 1, 1.2, 1.2, 1.2, 1.5, 1, 1, 1]
        fixed: dict[int, date] = {}
        found = list(categories)
        if "elderly_alone_poor" in found and self.months >= 2:
            fixed[found.index("elderly_alone_poor")] = late = self.days.day_of(2, 30)
            taken = taken + Counter([late.replace(day=1)])
        if "voluntary_elderly" in found and self.months >= 3:
            fixed[found.index("voluntary_elderly")] = wrong = self._working_day(self.days.first_of(3))
            taken = taken + Counter([wrong.replace(day=1)])
        rest = spread(self.rng, len(found) - len(fixed), self.complete_months, taken, least=2, most=6, weights=weights)
        self.rng.shuffle(rest)
        stays = []
        for n, category in enumerate(found):
            start = fixed[n] if n in fixed else self._working_day(rest.pop())
            stay = self._stay(category, start)
            if n in fixed and category == "elderly_alone_poor":
                stay = replace(stay, name=LATE_NAME, sex=Sex.MALE, late=True)
            elif n in fixed:
                stay = replace(stay, miswritten="voluntary_other")
            stays.append(stay)
        return self._with_one_back(self._with_one_transferred(stays))

    def _with_one_transferred(self, stays: list[Stay]) -> list[Stay]:
        for n, stay in enumerate(stays):
            if stay.category == "elderly_alone_poor" and not stay.late:
                return [*stays[:n], replace(stay, start_kind="transfer_in"), *stays[n + 1 :]]
        return stays

    def _with_one_back(self, stays: list[Stay]) -> list[Stay]:
        for n, stay in enumerate(stays):
            if stay.category == "voluntary_elderly" and not stay.miswritten:
                before = replace(
                    stay,
                    start_on=self.first - timedelta(days=900),
                    end_on=self.first - timedelta(days=536),
                    end_reason="contract_ended",
                    destination="family",
                )
                return [*stays[:n], replace(stay, start_kind="readmission", earlier=before), *stays[n + 1 :]]
        return stays

    def _just_come(self, category: str) -> Stay:
        return self._stay(category, self.days.back(18 + self.rng.randint(-2, 2)))

    def _old_residents(self, category: str, count: int, known: Sequence[Stay]) -> list[Stay]:
        """Those who were there before the book; of voluntary ones only four contracts end within thirty days."""
        found: list[Stay] = []
        soon = 4 - sum(s.category.startswith("voluntary") and 0 <= self._contract_left(s) <= 30 for s in known)
        for n in range(count):
            if not category.startswith("voluntary"):
                found.append(self._stay(category))
                continue
            ahead = (
                self.rng.randint(4, 28) if category == "voluntary_elderly" and n < soon else self.rng.randint(34, 350)
            )
            found.append(self._stay(category, self._anniversary(category, self.days.back(-ahead) + _DAY, self.first)))
        couples = min(7, count // 6) if category == "voluntary_elderly" else 0
        for n in range(couples):
            wife, husband = found[-1 - 2 * n], found[-2 - 2 * n]
            found[-1 - 2 * n] = replace(wife, sex=Sex.FEMALE, couple=n + 1)
            found[-2 - 2 * n] = replace(husband, sex=Sex.MALE, couple=n + 1, start_on=wife.start_on)
        return found

    def _contract_left(self, stay: Stay) -> int:
        """The days until the contract in force of a voluntary stay ends."""
        return (contract_years(stay.start_on, self.days.today)[-1][1] - self.days.today).days

    # leaving

    def _months_out(
        self, kinds: list[tuple[str, str, str, int]], taken: Counter[date]
    ) -> list[tuple[tuple[str, str, str, int], date]]:
        cold = [1.6 if month in (12, 1, 2) else 1.0 for month in range(1, 13)]
        found = spread(self.rng, len(kinds), self.complete_months, taken, least=1, most=5, weights=cold)
        self.rng.shuffle(kinds)
        return list(zip(kinds, found, strict=True))

    def _leaver(self, category: str, reason: str, destination: str, month: date) -> Stay:
        end = self._any_day(month) if reason == "died" else self._working_day(month)
        if reason == "contract_ended":
            start = self._anniversary(category, end + _DAY, self.first)
            return replace(self._stay(category, start), end_on=end, end_reason=reason, destination=destination)
        return replace(self._stay(category, until=end), end_on=end, end_reason=reason, destination=destination)

    def _short_stay(self, category: str, reason: str, destination: str, month: date) -> Stay:
        start = self._any_day(month)
        end = min(add_working_days(start, self.rng.randint(3, 20)), self.days.back(2))
        return replace(self._stay(category, start), end_on=end, end_reason=reason, destination=destination)

    def _former(self, count: int) -> list[Stay]:
        found = []
        for kind, many in zip(FORMER, shared(count, [weight for *_, weight in FORMER]), strict=True):
            for _ in range(many):
                category, reason, destination, _ = kind
                end = self.first - timedelta(days=self.rng.randint(20, YEARS_BEFORE * 365))
                stay = self._stay(category, until=end, before=end)
                stay = replace(stay, end_on=end, end_reason=reason, destination=destination)
                found.append(self._stay_twice(stay) if self.rng.random() < TWO_STAYS else stay)
        return found

    def _stay_twice(self, stay: Stay) -> Stay:
        end = stay.start_on - timedelta(days=self.rng.randint(60, 500))
        start = end - timedelta(days=self.rng.randint(40, 400))
        if stay.category == "victim_dv" or start <= stay.birthday:
            return stay
        before = replace(stay, start_on=start, end_on=end, end_reason="family_request", destination="family")
        return replace(stay, start_kind="readmission", earlier=before)

    # one stay

    def _stay(
        self, category: str, start: date | None = None, *, until: date | None = None, before: date | None = None
    ) -> Stay:
        """A stay from ``start``, or from some day before ``before`` (the book) for as long as such stays last."""
        told_on = until or self.days.today
        sex = self.people.sex(category)
        for _ in range(80):
            birthday = self.people.birthday(category, told_on)
            began = start or told_on - timedelta(days=self._length(category))
            if _fits(category, birthday, began) and (start or began < (before or self.first)):
                return Stay(category, sex, birthday, began)
        began = start or min(told_on, before or self.first) - timedelta(days=self.rng.randint(15, 120))
        youngest = 61 if category in ("elderly_alone_poor", "voluntary_elderly") else 30
        if is_child_category(category):
            youngest = 1
        return Stay(category, sex, began - timedelta(days=youngest * 366 + self.rng.randint(5, 300)), began)

    def _length(self, category: str) -> int:
        median = MEDIAN_STAY_YEARS.get(category, CHILD_STAY_YEARS)
        return max(5, round(self.rng.expovariate(math.log(2) / median) * 365))

    def _anniversary(self, category: str, day: date, before: date) -> date:
        """A day in an earlier year, before ``before``, from which yearly contracts end the day before ``day``."""
        years = max(1, round(self._length(category) / 365))
        start = months_after(day, -12 * years)
        while start >= before:
            years += 1
            start = months_after(day, -12 * years)
        return start

    def _any_day(self, month: date) -> date:
        return month.replace(day=self.rng.randint(1, calendar.monthrange(month.year, month.month)[1] - 1))

    def _working_day(self, month: date) -> date:
        """A working day of the month (two days before its end at the latest, when nothing else is free)."""
        day = self._any_day(month)
        while not is_working_day(day):
            day = self._any_day(month)
        return day


def contract_years(start: date, until: date) -> list[tuple[date, date]]:
    """The yearly contracts of a voluntary stay that began on ``start``, as (first, last) day, up to the one in force on ``until``."""
    found = []
    year = 0
    while True:
        first, last = months_after(start, 12 * year), months_after(start, 12 * (year + 1)) - _DAY
        found.append((first, last))
        if last >= until:
            return found
        year += 1


def _fits(category: str, birthday: date, start: date) -> bool:
    """Whether somebody of that birth can have come on ``start`` under the category."""
    if is_child_category(category):
        return birthday + timedelta(days=10) < start
    oldest = 60 if category in ("elderly_alone_poor", "voluntary_elderly") else 16
    return birthday + timedelta(days=oldest * 365.25) < start


def _by_start(stays: Sequence[Stay]) -> tuple[Stay, ...]:
    return tuple(sorted(stays, key=lambda stay: (stay.start_on, stay.category, stay.birthday)))
