"""Deeds about what was measured: writing down a round at once, correcting one value, striking one through."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at, with_withheld
from carebook.actions.people import cared_stay
from carebook.dates import clock, local
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.monitoring import Observation
from carebook.records.staff import Actor, StaffMember
from carebook.rules.dated import codes_on
from carebook.rules.observations import Grounds, Measured, at_row, problems_in_observation, said_reading
from carebook.rules.problem import Problem, errors
from carebook.rules.shifts import Shift, duty_at, shifts_of
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.observations import grounds_of
from carebook.words import N_, message

DAILY_CARE = frozenset({"daily_care"})


@deed(N_("Record what was measured"), "daily_care")
def record_observations(
    book: Book,
    observations: Sequence[Observation],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Write down what was measured, or why it was not, of one person or a whole round: all of it, or nothing.

    Who measured is `done_by_id`, else who is signed in; the duty day follows from the moment unless given. Problems bear the place
    of their observation: "3.value". Refused also for a second value of a round that somebody has already written down.
    ``Change.result`` are the kept observations in their order.
    """
    if not observations:
        raise refuse(message("There is nothing to write down."))
    with book.changing(by.account_id, now, op, "record_observations", reason=reason) as writer:
        shifts = _shifts(writer, now)
        mine = [_entered(one, by, now, shifts) for one in observations]
        stays = {one: cared_stay(writer, one, by, now) for one in dict.fromkeys(each.episode_id for each in mine)}
        grounds = _Grounds(writer, list(stays), {one.measure for one in mine})
        problems: list[Problem] = []
        met: set[tuple[str, ...]] = set()
        for place, one in enumerate(mine):
            found = problems_in_observation(one, grounds.measured(one), stay=stays[one.episode_id][0], now=now)
            if not errors(found):
                found += _twice(writer, one, grounds, met)
            problems += at_row(place, found)
        stop_at(problems)
        kept = [writer.add(replace(one, id="", version=0)) for one in mine]
    names = list(dict.fromkeys(name for _stay, name in stays.values()))
    sentence = (
        message("Wrote down what was measured of {name}.", name=names[0])
        if len(stays) == 1
        else message("Wrote down what was measured of {n} people.", n=len(stays))
    )
    ids = (*(stay.person_id for stay, _name in stays.values()), *(one.id for one in kept))
    return Change(DAILY_CARE, ids, op, sentence, result=kept)


@deed(N_("Correct what was measured"), "daily_care")
def amend_observation(
    book: Book,
    observation: Observation,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Correct one observation; whose and which measure it is stays. ``Change.result`` is the kept `Observation`."""
    with book.changing(by.account_id, now, op, "amend_observation", reason=reason) as writer:
        there, stay, name = _observation(writer, observation.id, by, now)
        mine = replace(
            observation,
            episode_id=there.episode_id,
            measure=there.measure,
            recorded_at=there.recorded_at,
            entered_by=there.entered_by,
            withdrawn_at=None,
            withdrawn_by=None,
            withdrawn_because="",
        )
        mine = with_withheld(writer, mine, there, stay.person_id, by, now)
        grounds = _Grounds(writer, [stay.id], {mine.measure})
        problems = problems_in_observation(mine, grounds.measured(mine), stay=stay, now=now)
        if not errors(problems):
            problems += _twice(writer, mine, grounds, set())
        stop_at(problems)
        kept = writer.amend(mine, seen=seen)
    said = message("Corrected what was measured of {name}.", name=name)
    return Change(DAILY_CARE, (stay.person_id, kept.id), op, said, result=kept)


@deed(N_("Strike through what was measured"), "daily_care")
def strike_observation(
    book: Book, observation_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike an observation through that was written by mistake; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_observation", reason=reason) as writer:
        there, stay, _name = _observation(writer, observation_id, by, now)
        writer.withdraw(Observation, there.id, reason)
    return Change(DAILY_CARE, (stay.person_id, there.id), op, message("Struck through."))


class _Grounds:
    """By what the observations of these stays are judged, day by day as they are met."""

    def __init__(self, writer: Writer, stays: Sequence[str], measures: Collection[str]) -> None:
        self._writer, self._stays, self._measures = writer, stays, measures
        self._days: dict[object, dict[str, Grounds]] = {}

    def of(self, one: Observation) -> Grounds:
        day = in_vietnam(one.taken_at) if one.taken_at is not None else in_vietnam(self._writer.now)
        if day not in self._days:
            self._days[day] = grounds_of(self._writer, self._stays, day, measures=self._measures)
        return self._days[day][one.episode_id]

    def measured(self, one: Observation) -> Measured:
        return self.of(one).measured(one)


def _entered(one: Observation, by: Actor, now: datetime, shifts: Sequence[Shift]) -> Observation:
    """The observation with who measured and typed it, when it was typed and the day of duty it belongs to."""
    duty_on = one.duty_on
    if duty_on is None and one.taken_at is not None:
        duty = duty_at(one.taken_at, shifts)
        duty_on = duty.duty_on if duty is not None else local(one.taken_at).date()
    return replace(
        one,
        duty_on=duty_on,
        done_by_id=one.done_by_id or by.staff_member_id,
        entered_by=by.account_id,
        recorded_at=now,
        note=one.note.strip(),
    )


def _twice(writer: Writer, one: Observation, grounds: _Grounds, met: set[tuple[str, ...]]) -> list[Problem]:
    """A value of a round that is already written down; a value after "not measured" is no second one."""
    if one.round is None:
        return []
    key = (one.episode_id, one.measure, str(one.duty_on), one.round)
    if key in met:
        return [Problem("value", message("This is written down twice."))]
    met.add(key)
    others = writer.records(
        Observation, "episode_id = ? AND measure = ? AND duty_on = ? AND round = ? AND id <> ?", (*key, one.id)
    )
    if one.not_done is None:
        others = [other for other in others if other.not_done is None]
    if not others:
        return []
    other = others[0]
    who = writer.record(StaffMember, other.done_by_id or "")
    measured = grounds.measured(other)
    said = said_reading(other, measured.measure, measured.codes) if measured.measure is not None else ""
    return [
        Problem(
            "value",
            message(
                "{who} wrote down {value} for this round at {time}. Correct that one instead.",
                who=who.full_name if who is not None else "–",
                value=said or "–",
                time=clock(other.recorded_at or other.taken_at or writer.now),
            ),
        )
    ]


def _shifts(writer: Writer, now: datetime) -> tuple[Shift, ...]:
    return shifts_of(codes_on(writer.records(Code, "list_name = 'shift'"), "shift", in_vietnam(now)))


def _observation(writer: Writer, observation_id: str, by: Actor, now: datetime) -> tuple[Observation, Episode, str]:
    """An observation that may still be corrected, its stay and the name that may be told. LookupError: no such observation."""
    there = writer.record(Observation, observation_id)
    if there is None:
        raise LookupError(observation_id)
    stay, name = cared_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This was struck through ({why}).", why=there.withdrawn_because))
    return there, stay, name
