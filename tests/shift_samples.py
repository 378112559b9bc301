"""A ward in the morning shift of 22/11/2026: three people in their beds, two nurses who can sign, one shift on the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from carebook.dates import VIETNAM
from carebook.records.episodes import Episode
from carebook.records.facility import Room, Ward
from carebook.records.people import Person
from carebook.records.record import Record
from carebook.records.staff import Account, Actor, Role
from carebook.rules.shifts import Duty
from carebook.store import staff
from carebook.store.book import Book, Writer, new_id
from carebook.store.keys import Cost
from carebook.store.shifts import shifts_on
from tests import samples

DAY = date(2026, 11, 22)
SECRET = "hoa sen hong 9"
CHEAP = Cost(1, 8192, 1)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """A moment on the clocks of the center."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


@dataclass(frozen=True)
class World:
    """The ward and its people, in bed order; the nurse of this shift and of the next."""

    book: Book
    ward: Ward
    room: Room
    people: tuple[Person, ...]
    stays: tuple[Episode, ...]
    nurse: Actor
    next_nurse: Actor

    def duty(self, code: str = "morning", day: date = DAY) -> Duty:
        """A shift of a day."""
        with self.book.looking(at(12)) as reader:
            return next(Duty(day, one) for one in shifts_on(reader, day) if one.code == code)


def write(book: Book, by: Actor, now: datetime, *records: Record) -> list[Any]:
    """Keep rows as somebody entered them at that moment."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        return [writer.add(one) for one in records]


def nurse(book: Book, by: Actor, now: datetime, name: str, role: Role = Role.NURSE, **grant: Any) -> Actor:
    """Somebody with an account and a way into the book."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        member = writer.add(samples.staff_member(full_name=name, norm_post="health"))
        account = writer.add(Account(staff_member_id=member.id, login=new_id()))
        writer.add(samples.grant(account.id, role, **grant))
        actor = staff.actor_of(writer, account.id)
    assert actor is not None
    _give_key(book, actor)
    return actor


def _give_key(book: Book, actor: Actor) -> None:
    book.add_slot(actor.account_id, SECRET, names=[actor.name], initials="AB", post=actor.post)


def world(
    book: Book, director: Actor, *, names: Sequence[str] = ("Trần Thị An", "Lê Văn Bình", "Đào Thị Cúc")
) -> World:
    """The ward with its people, each in a bed since January."""
    entered = at(5, day=DAY - timedelta(days=60))
    with book.changing(director.account_id, entered, new_id(), "test") as writer:
        ward = writer.add(samples.ward())
        room = writer.add(samples.room(ward.id, beds=6))
        people, stays = [], []
        for place, name in enumerate(names, 1):
            person, stay = resident(writer, room, place, name)
            people.append(person)
            stays.append(stay)
    first = nurse(book, director, entered, "Doãn Thị Cẩm Tú")
    second = nurse(book, director, entered, "Kiều Thị Dạ Hương")
    return World(book, ward, room, tuple(people), tuple(stays), first, second)


def resident(writer: Writer, room: Room, place: int, name: str, **stay: Any) -> tuple[Person, Episode]:
    """Somebody in a bed of the room."""
    person = writer.add(samples.person(code=f"CB-{place:06d}", full_name=name, alias=f"Bạn {place}"))
    episode = writer.add(samples.episode(person.id, **stay))
    writer.add(samples.episode_category(episode.id))
    writer.add(samples.bed_assignment(episode.id, room.id, bed=str(place), from_on=episode.start_on))
    return person, episode
