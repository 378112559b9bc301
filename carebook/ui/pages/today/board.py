"""What the first page asks the book for, as one person may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.dates import today_in_vietnam
from carebook.records.episodes import Absence
from carebook.records.facility import Ward
from carebook.records.staff import Actor
from carebook.records.stay_facts import StayFacts
from carebook.rules import due
from carebook.rules.due import DueItem
from carebook.store import facility, people, staff, stays
from carebook.store.book import Reader
from carebook.store.due import DueBoard, due_board
from carebook.store.facility import RoomOn
from carebook.store.people import PeopleFilter, PersonRow

NEWS_DAYS = 7
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Overdue:
    """Somebody who should be back already."""

    who: PersonRow
    absence: Absence


@dataclass(frozen=True)
class Board:
    """Who is there and where, as one person may see it: what the page shows at once."""

    rows: tuple[PersonRow, ...]
    stays: tuple[StayFacts, ...]
    wards: tuple[Ward, ...]
    rooms: tuple[RoomOn, ...]
    moved: tuple[StayFacts, ...]
    overdue: tuple[Overdue, ...]

    @property
    def is_empty(self) -> bool:
        return not self.stays and not self.rows


@dataclass(frozen=True)
class Waiting:
    """What is due, which takes longer to gather than who is there; ``staff`` are all names by id."""

    asked: DueBoard
    staff: Mapping[str, str]


@dataclass(frozen=True)
class WardLine:
    """One ward: how many have a bed in it, how many of them are away, and its beds."""

    id: str
    name: str
    taken: int
    away: int
    beds: int


def board(reader: Reader, today: date) -> Board:
    """Ask who is there, where, and who came and went lately."""
    since = today - timedelta(days=NEWS_DAYS)
    listed = reader.remembered(("listed", today), lambda: tuple(people.people(reader, PeopleFilter(), today)))
    facts = reader.remembered(("stays", since), lambda: tuple(stays.stay_facts(reader, ended_since=since)))
    moved = [f for f in facts if since < f.start_on <= today or (f.end_on is not None and since < f.end_on <= today)]
    of_stay = {one.episode_id: one for one in listed}
    late = reader.records(Absence, "back_on IS NULL AND expected_on < ?", (today.isoformat(),), order="expected_on, id")
    return Board(
        rows=listed,
        stays=facts,
        wards=tuple(facility.wards(reader)),
        rooms=reader.remembered(("rooms", today), lambda: tuple(facility.rooms_on(reader, today))),
        moved=tuple(sorted(moved, key=lambda f: f.end_on or f.start_on, reverse=True)),
        overdue=tuple(Overdue(of_stay[a.episode_id], a) for a in late if a.episode_id in of_stay),
    )


def waiting(reader: Reader, now: datetime, complete_from: date | None, found: Board) -> Waiting:
    """Ask for what is due to those who were ``found``."""
    return Waiting(
        asked=due_board(reader, today_in_vietnam(now), complete_from=complete_from, facts=found.stays, now=now),
        staff={member.id: member.full_name for member in staff.staff_members(reader)},
    )


def ward_lines(found: Board) -> list[WardLine]:
    """The wards with what their rooms hold."""
    return [
        WardLine(
            ward.id,
            ward.name,
            sum(one.taken for one in found.rooms if one.ward.id == ward.id),
            sum(one.away for one in found.rooms if one.ward.id == ward.id),
            sum(one.room.beds for one in found.rooms if one.ward.id == ward.id and one.room.counted),
        )
        for ward in found.wards
    ]


def in_span(items: Sequence[DueItem], span: str, now: datetime, today: date) -> list[DueItem]:
    """What is late, due today, due within the six days after it, or everything."""
    match span:
        case "late":
            return due.late_among(items, now)
        case "today":
            return [item for item in items if item.due_on == today and not due.is_late(item, now)]
        case "week":
            return [item for item in items if item.due_on is not None and today < item.due_on < today + WEEK]
    return list(items)


def is_mine(item: DueItem, actor: Actor, today: date) -> bool:
    """Whether somebody owns it, holds a post that may end it, or nobody in particular owns it."""
    if item.owner is not None:
        return item.owner == actor.staff_member_id
    return not item.roles or bool({role.value for role in actor.roles_on(today)} & set(item.roles))
