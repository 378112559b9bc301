"""What the first page asks the book for, as one person may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.records.codes import HolidayRow
from carebook.records.episodes import Absence
from carebook.records.facility import Ward
from carebook.records.staff import Actor
from carebook.records.stay_facts import StayFacts
from carebook.rules import due
from carebook.rules.due import DueItem
from carebook.store import facility, people, staff, stays
from carebook.store.book import Reader
from carebook.store.due import due_board
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
    """Everything the page shows, as one person may see it.

    ``put_off`` is what was put off and ``reasons`` why, where that may be seen; ``staff`` are all names by id.
    """

    rows: tuple[PersonRow, ...]
    due: tuple[DueItem, ...]
    put_off: tuple[DueItem, ...]
    reasons: Mapping[DueItem, str]
    staff: Mapping[str, str]
    own_days: tuple[HolidayRow, ...]
    wards: tuple[Ward, ...]
    rooms: tuple[RoomOn, ...]
    moved: tuple[StayFacts, ...]
    overdue: tuple[Overdue, ...]
    is_empty: bool


@dataclass(frozen=True)
class WardLine:
    """One ward: how many have a bed in it, how many of them are away, and its beds."""

    id: str
    name: str
    taken: int
    away: int
    beds: int


def board(reader: Reader, today: date, complete_from: date | None) -> Board:
    """Ask for the whole page at once."""
    listed = tuple(people.people(reader, PeopleFilter(), today))
    facts = stays.stay_facts(reader, ended_since=today - timedelta(days=NEWS_DAYS))
    asked = due_board(reader, today, complete_from=complete_from, facts=facts)
    since = today - timedelta(days=NEWS_DAYS)
    moved = [f for f in facts if since < f.start_on <= today or (f.end_on is not None and since < f.end_on <= today)]
    of_stay = {one.episode_id: one for one in listed}
    late = reader.records(Absence, "back_on IS NULL AND expected_on < ?", (today.isoformat(),), order="expected_on, id")
    return Board(
        rows=listed,
        due=asked.items,
        put_off=asked.put_off,
        reasons=asked.reasons,
        staff={member.id: member.full_name for member in staff.staff_members(reader)},
        own_days=asked.own_days,
        wards=tuple(facility.wards(reader)),
        rooms=tuple(facility.rooms_on(reader, today)),
        moved=tuple(sorted(moved, key=lambda f: f.end_on or f.start_on, reverse=True)),
        overdue=tuple(Overdue(of_stay[a.episode_id], a) for a in late if a.episode_id in of_stay),
        is_empty=not facts and not listed,
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
            return [item for item in items if due.is_late(item, now)]
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
