"""What the page of a person asks of the book, and the answer all tabs share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.records.codes import HolidayRow
from carebook.rules.due import DueItem
from carebook.store import facility, people, staff
from carebook.store.book import Reader
from carebook.store.due import due_board
from carebook.store.facility import RoomOn
from carebook.store.people import PersonFile, PersonRow


@dataclass(frozen=True)
class PersonView:
    """One person as the asker may see them. ``staff`` are all names by id, ``here`` those who work here today."""

    file: PersonFile
    row: PersonRow
    rooms: tuple[RoomOn, ...]
    staff: Mapping[str, str]
    here: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        return self.file.person.id

    def link(self, id: str) -> str:
        """The name of a linked room or member of staff; "" for nobody."""
        rooms = (one.room.name for one in self.rooms if one.room.id == id)
        return self.staff.get(id) or next(rooms, "")


@dataclass(frozen=True)
class DueFacts:
    """What is due of one person, and the center's own days by which working days are counted."""

    items: tuple[DueItem, ...]
    own_days: tuple[HolidayRow, ...]


def row_of(reader: Reader, person_id: str, today: date) -> PersonRow | None:
    """The person's row of the list: whether the record is restricted or masked; None when there is nobody."""
    return next(iter(people.people_rows(reader, [person_id], today)), None)


def view_of(reader: Reader, person_id: str, today: date) -> PersonView | None:
    """The whole file; None when there is nobody, or nobody the asker may see."""
    file = people.person_file(reader, person_id, today)
    if file is None or file.row is None:
        return None
    here = tuple((member.id, member.full_name) for member in staff.staff_members(reader, today))
    everybody = {member.id: member.full_name for member in staff.staff_members(reader)}
    return PersonView(file, file.row, tuple(facility.rooms_on(reader, today)), everybody, here)


def due_of(reader: Reader, person_id: str, today: date, complete_from: date | None) -> DueFacts:
    """What the clocks and the case of the person ask for."""
    board = due_board(reader, today, complete_from=complete_from, person_id=person_id)
    return DueFacts(board.items, board.own_days)
