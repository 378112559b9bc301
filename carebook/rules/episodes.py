"""What is impossible or unusual about a stay: orders of dates, categories of another form of admission, beds, absences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from carebook.dates import VIETNAM, PartialDate, hour, written
from carebook.records.episodes import Absence, BedAssignment, Episode, EpisodeCategory, ServiceContract
from carebook.rules.problem import Problem
from carebook.words import Message, message


class Categories(Protocol):
    """What the rules need of the list of categories."""

    def route_of(self, category: str) -> str:
        """The form of admission a category belongs to."""

    def is_confidential(self, category: str) -> bool:
        """Whether the category makes the record restricted."""


@dataclass(frozen=True)
class Bed:
    """A bed as the rules see it: how many the room has, and who else is in it on the day."""

    room: str
    beds: int
    taken_by_others: tuple[str, ...] = ()


def ended_at(stay: Episode) -> datetime | None:
    """The moment a stay ended: the hour of leaving, without one the end of that day; None while it runs."""
    return moment_of_leaving(stay.end_on, stay.end_at) if stay.end_on is not None else None


def moment_of_leaving(day: date, at: time | None) -> datetime:
    """The hour of leaving on a day; without one the end of the day."""
    if at is None:
        return datetime.combine(day + timedelta(days=1), time(), VIETNAM)
    return datetime.combine(day, at, VIETNAM)


def said_end(stay: Episode) -> Message:
    """The sentence of when a stay ended."""
    assert stay.end_on is not None
    if stay.end_at is None:
        return message("The stay ended on {day}.", day=written(stay.end_on))
    return message("The stay ended at {time} on {day}.", time=hour(stay.end_at), day=written(stay.end_on))


def problems_in(episode: Episode, *, born: PartialDate | None, others: Sequence[Episode], today: date) -> list[Problem]:
    """Errors beside the fields of a stay; ``others`` are the person's other stays."""
    found = []
    start, end = episode.start_on, episode.end_on
    if start > today:
        found.append(
            Problem("start_on", message("The day of admission ({day}) lies in the future.", day=written(start)))
        )
    if born is not None and not born.is_unknown and born.earliest > start:
        found.append(
            Problem(
                "start_on",
                message(
                    "The day of admission ({day}) comes before the birth ({born}).",
                    day=written(start),
                    born=written(born),
                ),
            )
        )
    if end is not None:
        if end < start:
            found.append(
                Problem(
                    "end_on",
                    message(
                        "The last day ({end}) comes before the day of admission ({day}).",
                        end=written(end),
                        day=written(start),
                    ),
                )
            )
        elif end > today:
            found.append(Problem("end_on", message("The last day ({day}) lies in the future.", day=written(end))))
        if not episode.end_reason:
            found.append(Problem("end_reason", message("Choose the reason for ending.")))
    for other in others:
        if other.id == episode.id or other.is_withdrawn:
            continue
        last = other.end_on or date.max
        if start < last and other.start_on < (end or date.max):
            day = written(other.start_on)
            found.append(
                Problem(
                    "start_on",
                    message("The stay since {day} covers these days; a person has one stay at a time.", day=day),
                )
            )
            break
    return found


def problems_in_category(
    row: EpisodeCategory, episode: Episode, earlier: Sequence[EpisodeCategory], categories: Categories
) -> list[Problem]:
    """Errors of a category row: its day inside the stay and after the earlier rows; warns when it belongs to another form."""
    found = []
    if row.from_on < episode.start_on or (episode.end_on is not None and row.from_on > episode.end_on):
        found.append(Problem("from_on", message("The day lies outside the stay.")))
    if any(e.from_on >= row.from_on for e in earlier if e.id != row.id and not e.is_withdrawn):
        found.append(Problem("from_on", message("The group was already changed on this day or later.")))
    if not row.category:
        found.append(Problem("category", message("Choose the category.")))
    elif not earlier and categories.route_of(row.category) not in ("", episode.route):
        found.append(Problem("category", message("This category belongs to another form of admission."), "warning"))
    return found


def problems_in_bed(assignment: BedAssignment, episode: Episode, bed: Bed) -> list[Problem]:
    """Errors of a bed: its day inside the stay, the same bed not given twice; warns when the room is full."""
    found = []
    if assignment.from_on < episode.start_on:
        found.append(Problem("from_on", message("The day lies outside the stay.")))
    if assignment.bed and assignment.bed in bed.taken_by_others:
        found.append(
            Problem(
                "bed",
                message("Room {room}, bed {bed} is taken. Choose another bed.", room=bed.room, bed=assignment.bed),
            )
        )
    elif bed.beds and len(bed.taken_by_others) >= bed.beds:
        found.append(
            Problem(
                "room_id",
                message("Room {room} has {beds} beds and all are taken.", room=bed.room, beds=bed.beds),
                "warning",
            )
        )
    return found


def problems_in_absence(absence: Absence, episode: Episode, others: Sequence[Absence], *, today: date) -> list[Problem]:
    """Errors of an absence: inside the stay, back not before leaving, one at a time."""
    found = []
    if absence.from_on < episode.start_on or (episode.end_on is not None and absence.from_on > episode.end_on):
        found.append(Problem("from_on", message("The day lies outside the stay.")))
    for field in ("back_on", "expected_on"):
        day = getattr(absence, field)
        if day is not None and day < absence.from_on:
            found.append(
                Problem(
                    field,
                    message(
                        "The day back ({back}) comes before the day of leaving ({left}).",
                        back=written(day),
                        left=written(absence.from_on),
                    ),
                )
            )
    if absence.back_on is not None and absence.back_on > today:
        found.append(Problem("back_on", message("The day back lies in the future; write it as expected.")))
    for other in others:
        if other.id != absence.id and not other.is_withdrawn:
            last = other.back_on or date.max
            if absence.from_on < last and other.from_on < (absence.back_on or date.max):
                found.append(Problem("from_on", message("Another absence covers this day.")))
                break
    return found


def problems_in_contract(contract: ServiceContract, episode: Episode) -> list[Problem]:
    """Errors of a service contract: a number, and its days in order."""
    found = []
    if not contract.number.strip():
        found.append(Problem("number", message("The number of the contract is needed.")))
    if contract.from_on and contract.to_on and contract.to_on < contract.from_on:
        found.append(Problem("to_on", message("This day comes before the first one.")))
    if contract.to_on and contract.to_on < episode.start_on:
        found.append(Problem("to_on", message("The contract ends before the admission.")))
    return found
