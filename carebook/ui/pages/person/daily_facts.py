"""What the tab of daily life asks of the book about one stay: what is watched, the newest values, what follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.dates import age_on, local, short
from carebook.money import number
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.rules.monitoring import default_monitoring, is_in_force
from carebook.rules.observations import (
    Alert,
    Grounds,
    Limits,
    alert_of,
    bmi,
    bmi_band,
    fluid_balance,
    muac_band,
    weight_change,
)
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.monitoring import monitoring_of
from carebook.store.observations import LevelOf, care_levels_of, grounds_of, newest, observations_of, without_stool
from carebook.words import Message, message


@dataclass(frozen=True)
class Watched:
    """One measure of a person: by which row of the plan it is taken (None: it is not planned), and its newest value."""

    measure: Code
    plan: MonitoringPlan | None
    newest: Observation | None
    limits: Limits | None

    @property
    def id(self) -> str:
        return self.measure.code

    @property
    def alert(self) -> Alert | None:
        """Whether the newest value is told."""
        return alert_of(self.newest, self.limits) if self.newest is not None and self.limits is not None else None


@dataclass(frozen=True)
class Remark:
    """A sentence about what follows from the measures; ``tone`` "warn" for what must be looked at."""

    message: Message
    tone: str = "warn"


@dataclass(frozen=True)
class MonitoringFacts:
    """What is watched of a stay on a day. ``told`` are sentences about what follows, ``offered`` rows of the care level's default
    that are not in the plan, ``ended`` rows that hold no more.
    """

    episode: Episode
    grounds: Grounds
    watched: tuple[Watched, ...]
    ended: tuple[MonitoringPlan, ...]
    level: LevelOf
    told: tuple[Remark, ...]
    offered: tuple[MonitoringPlan, ...]

    @property
    def is_open(self) -> bool:
        """Whether something may still be planned."""
        return self.episode.end_on is None

    def of(self, measure: str) -> Watched | None:
        """One measure."""
        return next((one for one in self.watched if one.id == measure), None)


def monitoring_facts(reader: Reader, episode: Episode, now: datetime) -> MonitoringFacts:
    """Everything about what is measured of a stay."""
    today = local(now).date()
    plans = monitoring_of(reader, episode.id)
    grounds = grounds_of(reader, [episode.id], today)[episode.id]
    measures = [one for one in grounds.codes if one.list_name == "measure"]
    last = newest(reader, [episode.id], [one.code for one in measures])
    standing = {one.measure: one for one in reversed(plans) if is_in_force(one, today)}
    coming = {one.measure: one for one in plans if one.from_on is not None and one.from_on > today}
    watched = tuple(
        Watched(
            one,
            standing.get(one.code) or coming.get(one.code),
            next(iter(last.get((episode.id, one.code), ())), None),
            grounds.limits(one.code),
        )
        for one in measures
        if one.code in standing or one.code in coming or (episode.id, one.code) in last
    )
    held = {one.id for one in (*standing.values(), *coming.values())}
    level = care_levels_of(reader, episode.id, today)
    offered: Sequence[MonitoringPlan] = ()
    if level.now is not None:
        codes = [*code_lists.codes(reader, "monitoring_default", today), *measures]
        offered = default_monitoring(level.now.level, episode.id, today, codes)
    return MonitoringFacts(
        episode,
        grounds,
        tuple(sorted(watched, key=lambda one: one.plan is None)),
        tuple(one for one in plans if one.id not in held),
        level,
        tuple(_told(reader, episode, grounds, watched, today)),
        tuple(one for one in offered if one.measure not in standing and one.measure not in coming),
    )


def values_of(
    reader: Reader, episode_id: str, measure: str, first: date, last: date, *, withdrawn: bool = False
) -> list[Observation]:
    """What was noted of one measure, the newest first."""
    return observations_of(reader, episode_id, first, last, measure, withdrawn=withdrawn)[::-1]


def _told(
    reader: Reader, episode: Episode, grounds: Grounds, watched: Sequence[Watched], today: date
) -> Iterator[Remark]:
    of = {one.id: one for one in watched}
    age = age_on(grounds.born, today)
    change = weight_change(
        [(local(at).date(), kg) for _id, at, kg in grounds.weights],
        today,
        month_percent=grounds.month_percent,
        half_year_percent=grounds.half_year_percent,
        grows=age is not None and age.years < 18,
    )
    if change is not None and change.beyond:
        share = number(abs(change.percent), 1)
        if change.is_loss:
            yield Remark(message("Weight: {percent} % less in {days} days.", percent=share, days=change.days))
        else:
            yield Remark(message("Weight: {percent} % more in {days} days.", percent=share, days=change.days))
    weight, height, arm = (_value(of.get(name)) for name in ("weight", "height", "muac"))
    codes = [*code_lists.codes(reader, "bmi_band", today), *code_lists.codes(reader, "muac_band", today)]
    index = bmi(weight, height)
    if index is not None and (band := bmi_band(index, codes, age)) is not None:
        yield Remark(message("BMI {value}: {band}.", value=number(index, 1), band=band.text.lower()), _tone(band))
    if (band := muac_band(arm, codes, age)) is not None:
        said = message("Upper arm {value} mm: {band}.", value=number(arm or 0, 0), band=band.text.lower())
        yield Remark(said, _tone(band))
    yield from _without_stool(reader, episode, today)
    yield from _fluids(reader, episode, of, today)


def _tone(band: Code) -> str:
    return "warn" if band.extra.get("flag") else "info"


def _without_stool(reader: Reader, episode: Episode, today: date) -> Iterator[Remark]:
    days = without_stool(reader, today, episode.id).get(episode.id)
    if days is not None:
        yield Remark(message("No stool noted for {days} days.", days=days))


def _fluids(reader: Reader, episode: Episode, of: Mapping[str, Watched], today: date) -> Iterator[Remark]:
    """What was drunk and given back on the last two days of duty, where it is noted."""
    if not {"fluid_in", "fluid_out"} & set(of):
        return
    for day in (today - timedelta(days=1), today):
        noted = observations_of(reader, episode.id, day, day)
        sums = fluid_balance(noted)
        if sums is not None:
            taken, given = (number(int(one)) for one in sums)
            said = message(
                "Fluids on {day}: {taken} ml in, {given} ml out.", day=short(day, today), taken=taken, given=given
            )
            yield Remark(said, "info")


def _value(watched: Watched | None) -> float | None:
    return watched.newest.value if watched is not None and watched.newest is not None else None
