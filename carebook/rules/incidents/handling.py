"""Incidents: what must be written, who has to be told until when, where the handling stands, and when it may be closed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from carebook.dates import PartialDate, age_on, clock, local, moment, today_in_vietnam, written
from carebook.records.codes import Code, Limit
from carebook.records.episodes import Episode
from carebook.records.incidents import BodyMark, Incident, IncidentState, Involved, InvolvedPart, Notified, Remedy
from carebook.rules.dated import limit_on
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import message

AHEAD = timedelta(minutes=1)
"""Clocks differ by so much; what lies further ahead has not happened yet."""
WHOLE = 1000
"""The outline of the body is so many parts wide and high."""
_TEXTS = ("place", "text", "at_once", "cause", "conclusion")
_WHOM = {"clock": "clock_whom", "child_clock": "child_whom"}
_ORDINARY, _RESTRICTED = "{n:02}/{year}", "BM-{n:02}/{year}"


def is_restricted(incident: Incident, kind: Code | None) -> bool:
    """Whether only who may read allegations reads it: its kind says so, or who wrote it did."""
    return incident.confidential or bool(kind is not None and kind.extra.get("restricted"))


def consequence_of(kind: Code | None) -> str:
    """What an incident of this kind sets off (a code of ``consequence``), "" for nothing."""
    return str(kind.extra.get("consequence", "")) if kind is not None else ""


def is_single(kind: Code | None) -> bool:
    """Whether a stay has at most one incident of this kind: an unexpected death is written down once."""
    return bool(kind is not None and kind.extra.get("once"))


def next_number(year: int, known: Iterable[str], *, restricted: bool) -> str:
    """The next number of a year. Restricted incidents have a row of numbers of their own: a gap in the other tells nothing."""
    pattern = _RESTRICTED if restricted else _ORDINARY
    shape = re.compile(re.escape(pattern).replace(r"\{n:02\}", "([0-9]+)").replace(r"\{year\}", str(year)))
    taken = [int(found.group(1)) for found in map(shape.fullmatch, known) if found]
    return pattern.format(n=max(taken, default=0) + 1, year=year)


def is_child(born: PartialDate | None, on: date, limits: Iterable[Limit]) -> bool:
    """Whether somebody was a child on a day (Luật Trẻ em, Điều 1); who has no date of birth is none."""
    age = age_on(born, on)
    return age is not None and age.years < limit_on(limits, "age_childhood_ends", on).value


# Who has to be told


@dataclass(frozen=True)
class Telling:
    """One office or person that has to be told: until when (None: no hour is set), by what rule, and when it was done.

    ``at_once`` means without any delay; ``waived`` is why it need not be told.
    """

    whom: str
    due_at: datetime | None = None
    at_once: bool = False
    basis: str = ""
    told_at: datetime | None = None
    waived: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it was told, or a reason stands for not telling it."""
        return self.told_at is not None or bool(self.waived)

    def is_late(self, now: datetime) -> bool:
        """Whether its hour has passed and it was not told."""
        return not self.is_done and self.due_at is not None and self.due_at < now


def whom_to_tell(kind: Code | None, *, child: bool = False) -> dict[str, bool]:
    """Everybody whom a kind of incident asks to be told, in its order; True: at once."""
    if kind is None:
        return {}
    extra = kind.extra
    clocks = ("clock_whom", "child_whom") if child else ("clock_whom",)
    at_once = (*extra.get("at_once", ()), *(extra.get("child_at_once", ()) if child else ()))
    whom = (*extra.get("told", ()), *at_once, *(extra[name] for name in clocks if name in extra))
    return {one: one in at_once for one in whom}


def tellings(
    incident: Incident, kind: Code | None, notified: Iterable[Notified], *, limits: Sequence[Limit], child: bool = False
) -> tuple[Telling, ...]:
    """Everybody whom the kind of an incident asks to be told, in its order; the clock runs from when it happened.

    ``child`` is whether a child was harmed or is who it is about: then those told of children are told at once, and the clock
    for children runs too (Nghị định 56/2017 Điều 26). KeyError when the kind names a limit that the book does not have.
    """
    if kind is None or incident.happened_at is None:
        return ()
    begun, asked = incident.happened_at, whom_to_tell(kind, child=child)
    due = {whom: begun if at_once else None for whom, at_once in asked.items()}
    basis: dict[str, str] = {}
    for which in ("clock", "child_clock") if child else ("clock",):
        if name := kind.extra.get(which):
            limit, told = limit_on(limits, name, local(begun).date()), kind.extra[_WHOM[which]]
            due[told] = min(filter(None, (due[told], begun + timedelta(hours=limit.value))))
            basis[told] = limit.basis
    done: dict[str, Notified] = {}
    for row in sorted(notified, key=lambda row: (row.told_at is None, row.told_at or begun)):
        done.setdefault(row.whom, row)
    return tuple(
        Telling(
            whom,
            until,
            asked[whom],
            basis.get(whom, ""),
            done[whom].told_at if whom in done else None,
            done[whom].not_needed_because if whom in done else "",
        )
        for whom, until in due.items()
    )


def next_due_at(told: Iterable[Telling]) -> datetime | None:
    """The earliest hour until which somebody has to be told; None when no clock runs."""
    return min((one.due_at for one in told if one.due_at is not None and not one.is_done), default=None)


# Where it stands


def state_after(incident: Incident, notified: Collection[Notified], remedies: Iterable[Remedy]) -> IncidentState:
    """Where the handling stands after something was written on an incident that is not closed."""
    if any(one.done_on is None for one in remedies):
        return IncidentState.REMEDY
    if incident.state is IncidentState.REMEDY:
        return IncidentState.HANDLED
    if incident.state is IncidentState.NEW and (notified or incident.cause.strip() or incident.conclusion.strip()):
        return IncidentState.HANDLED
    return incident.state


def is_open(incident: Incident) -> bool:
    """Whether somebody still has something to do about it."""
    return incident.state is not IncidentState.CLOSED and not incident.is_withdrawn


# What is wrong


def problems_in_incident(
    incident: Incident, *, kind: Code | None, stay: Episode | None, now: datetime
) -> list[Problem]:
    """Errors and warnings of the incident itself; ``kind`` is its row of the code list, None when the list lacks it."""
    found = [*_in_time(incident, stay, now)]
    if kind is None:
        found.append(Problem("kind", message("Choose the kind of incident.")))
    if not incident.place.strip():
        found.append(Problem("place", message("Write where it happened.")))
    if not incident.text.strip():
        found.append(Problem("text", message("Write what happened, as it was seen.")))
    if incident.reported_by_id is None:
        found.append(Problem("reported_by_id", message("Choose who reported it.")))
    return [*found, *too_long(incident, _TEXTS)]


def _in_time(incident: Incident, stay: Episode | None, now: datetime) -> Iterator[Problem]:
    at = incident.happened_at
    if at is None:
        yield Problem("happened_at", message("Write when it happened."))
        return
    day = today_in_vietnam(at)
    if at > now + AHEAD:
        yield Problem("happened_at", message("{time} lies in the future.", time=moment(at, today_in_vietnam(now))))
    elif stay is not None and day < stay.start_on:
        said = message("{day} lies before the stay began ({start}).", day=written(day), start=written(stay.start_on))
        yield Problem("happened_at", said)
    elif stay is not None and stay.end_on is not None and day > stay.end_on:
        yield warning("happened_at", message("The stay ended on {day}.", day=written(stay.end_on)))


def problems_in_involved(involved: Iterable[Involved], *, about: str | None) -> list[Problem]:
    """Errors of the people involved: each is one resident, one of the staff or one outsider, and nobody twice.

    ``about`` is the stay the incident is about.
    """
    found, seen = [], {about} if about else set()
    for one in involved:
        named = [who for who in (one.episode_id, one.staff_member_id, one.outsider.strip()) if who]
        if len(named) != 1:
            found.append(Problem("involved", message("Choose a resident or one of the staff, or write a name.")))
        elif named[0] in seen:
            found.append(Problem("involved", message("The same person is named twice.")))
        seen.update(named)
        found.extend(replace(one_long, field="involved") for one_long in too_long(one, ("outsider", "injury")))
    return found


def problems_in_marks(marks: Iterable[BodyMark], *, whose: Collection[str], kinds: Collection[str]) -> list[Problem]:
    """Errors of the injuries on the body map: on the outline, of a kind of the list, and of somebody named in the incident."""
    found = []
    for mark in marks:
        if not (0 <= mark.x <= WHOLE and 0 <= mark.y <= WHOLE):
            found.append(Problem("marks", message("The mark lies outside the outline of the body.")))
        if mark.injury not in kinds:
            found.append(Problem("marks", message("Choose the kind of injury.")))
        if mark.episode_id not in whose:
            found.append(Problem("marks", message("The injury is of somebody who is not named in the incident.")))
        found.extend(replace(one_long, field="marks") for one_long in too_long(mark, ("note",)))
    return found


def problems_in_notified(one: Notified, *, happened_at: datetime | None, now: datetime) -> list[Problem]:
    """Errors of who was told: a moment since it happened, or why it was not needed, never both."""
    found = []
    reason, at = one.not_needed_because.strip(), one.told_at
    if not one.whom:
        found.append(Problem("whom", message("Choose who was told.")))
    if (at is None) == (not reason):
        found.append(Problem("told_at", message("Write when they were told, or why they need not be told.")))
    if at is not None and at > now + AHEAD:
        found.append(Problem("told_at", message("{time} lies in the future.", time=moment(at, today_in_vietnam(now)))))
    if at is not None and happened_at is not None and at < happened_at:
        found.append(Problem("told_at", message("It happened only at {time}.", time=clock(happened_at))))
    return [*found, *too_long(one, ("name", "way", "not_needed_because"))]


def problems_in_remedy(remedy: Remedy, *, happened_at: datetime | None, today: date) -> list[Problem]:
    """Errors of a remedy: what, by whom, until when; once done also on which day and with what result."""
    found = []
    began = today_in_vietnam(happened_at) if happened_at is not None else None
    if not remedy.text.strip():
        found.append(Problem("text", message("Write what is to be done.")))
    if remedy.owner_id is None:
        found.append(Problem("owner_id", message("Choose who sees to it.")))
    if remedy.due_on is None:
        found.append(Problem("due_on", message("Write until when.")))
    elif began is not None and remedy.due_on < began:
        found.append(Problem("due_on", message("{day} lies before the incident.", day=written(remedy.due_on))))
    if remedy.done_on is not None:
        if remedy.done_on > today:
            found.append(Problem("done_on", message("{day} lies in the future.", day=written(remedy.done_on))))
        elif began is not None and remedy.done_on < began:
            found.append(Problem("done_on", message("{day} lies before the incident.", day=written(remedy.done_on))))
        if not remedy.result.strip():
            found.append(Problem("result", message("Write what came of it.")))
    return [*found, *too_long(remedy, ("text", "result"))]


def problems_before_closing(
    incident: Incident, told: Iterable[Telling], remedies: Iterable[Remedy], *, words: Mapping[str, str]
) -> list[Problem]:
    """What still stands against closing: cause, conclusion, who was not told, a remedy not done.

    ``words`` says the codes of ``notified_whom``.
    """
    found = []
    if not incident.cause.strip():
        found.append(Problem("cause", message("Write the cause.")))
    if not incident.conclusion.strip():
        found.append(Problem("conclusion", message("Write the conclusion.")))
    if waiting := [words.get(one.whom, one.whom) for one in told if not one.is_done]:
        said = message("Not told yet, and no reason why not: {whom}.", whom=", ".join(waiting))
        found.append(Problem("notified", said))
    if open_ones := [one.text for one in remedies if one.done_on is None]:
        found.append(Problem("remedies", message("Not done yet: {remedies}.", remedies="; ".join(open_ones))))
    return found


def harmed(incident: Incident, involved: Iterable[Involved]) -> tuple[str, ...]:
    """The stays of those who came to harm or whom it is about: whose injuries may be marked."""
    others = (one.episode_id for one in involved if one.part is InvolvedPart.HARMED)
    return tuple(dict.fromkeys(stay for stay in (incident.episode_id, *others) if stay))


def is_late(incident: Incident, told: Iterable[Telling], remedies: Iterable[Remedy], now: datetime) -> bool:
    """Whether a clock of an open incident has run out: somebody not told in time, or a remedy past its day."""
    if not is_open(incident):
        return False
    today = today_in_vietnam(now)
    return any(one.is_late(now) for one in told) or any(
        one.done_on is None and one.due_on is not None and one.due_on < today for one in remedies
    )
