"""Contacts in a book: a person's own, the visitors' book in which everybody counts, and who is barred."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, Writer, new_id
from carebook.store.contacts import (
    bans_on,
    barred_from,
    bounds,
    contact_lines_between,
    contact_lines_of,
    contacts_of,
    last_contact_on,
    meeting_kinds,
    visitor_kinds,
    visitors,
)
from carebook.store.errors import NotAllowedToSee
from tests import samples

DAY = date(2026, 11, 20)


def lived(writer: Writer, number: int, **stay: Any) -> Episode:
    person = writer.add(
        samples.person(code=f"CB-{number:06}", full_name=f"Trần Thị An {number}", alias=f"Hoa {number}")
    )
    return writer.add(samples.episode(person.id, **stay))


def came(writer: Writer, stay: Episode, day: int, at: time | None = None, **given: Any) -> Contact:
    contact = Contact(episode_id=stay.id, held_on=date(2026, 11, day), held_at=at, name="Nịnh Thị Hợi")
    return writer.add(Contact(**(vars(contact) | given)))


def test_contacts_are_listed_and_the_visitors_book_counts_everybody(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay, secret = lived(writer, 1), lived(writer, 2, confidential=True)
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        for one in (stay, secret):
            writer.add(samples.bed_assignment(one.id, room.id))
        late = came(writer, stay, 20, time(15, 0), people=3)
        early = came(writer, stay, 20, time(8, 0))
        call = came(writer, stay, 21, kind="call")
        hidden = came(writer, secret, 20, time(9, 0), course="Hai mẹ con khóc", people=2)
        writer.withdraw(Contact, came(writer, stay, 20).id, "ghi hai lần")
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        assert [one.id for one in contacts_of(reader, stay.id)] == [call.id, late.id, early.id]
        assert len(contacts_of(reader, stay.id, withdrawn=True)) == 4
        assert [one.id for one in contact_lines_of(reader, stay.id)] == [call.id, late.id, early.id]
        book_of_day = visitors(reader, DAY, DAY)
        assert {one.id for one in book_of_day} == {early.id, hidden.id, late.id}
        assert [one.id for one in book_of_day if not one.masked] == [early.id, late.id]
        (masked,) = (one for one in book_of_day if one.masked)
        assert (masked.name, masked.room, masked.contact.people) == ("Hoa 2", "", 2)
        assert (masked.contact.name, masked.contact.course, masked.contact.held_at) == ("", "", None)
        shown = next(one for one in book_of_day if one.id == late.id)
        assert (shown.name, shown.room, shown.contact) == ("Trần Thị An 1", "A101", late)
        assert [one.id for one in visitors(reader, date(2026, 11, 21), date(2026, 11, 30))] == []
        both = contact_lines_between(reader, DAY, date(2026, 11, 21))
        assert sum(one.contact.people for one in both) == 7
        assert last_contact_on(reader, stay.id) == date(2026, 11, 21)
        assert last_contact_on(reader, stay.id, kinds={"visit"}) == DAY
        assert last_contact_on(reader, secret.id) == DAY
        assert last_contact_on(reader, "nobody") is None
        assert visitor_kinds(reader) == {"visit"}
        assert meeting_kinds(reader) == {"visit", "outing", "home_visit", "video"}
        assert contacts_of(reader, secret.id) == ()
    with book.reading_for(director, now) as reader:
        assert [one.contact.course for one in visitors(reader, DAY, DAY) if one.id == hidden.id] == ["Hai mẹ con khóc"]
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader, pytest.raises(NotAllowedToSee):
        visitors(reader, DAY, DAY)


def test_who_is_barred_is_known_before_a_contact_is_written(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay, secret = lived(writer, 1), lived(writer, 2, confidential=True)
        father = writer.add(Relative(person_id=stay.person_id, full_name="Hoàng Văn Thạch", no_contact=True))
        old, running = (
            writer.add(
                ContactBan(episode_id=stay.id, against="Hoàng Văn Thạch", from_on=date(2026, month, 1), to_on=until)
            )
            for month, until in ((1, date(2026, 5, 1)), (10, DAY))
        )
        writer.add(ContactBan(episode_id=secret.id, against="Người chồng", from_on=DAY, to_on=DAY))
    with book.reading_for(actor_with(Role.SOCIAL_WORKER), now) as reader:
        assert bans_on(reader, stay.id, DAY) == (running,)
        assert bans_on(reader, stay.id, date(2026, 11, 21)) == ()
        assert bans_on(reader, secret.id, DAY) == ()
        known = bounds(reader, stay.id)
        assert known is not None
        assert known.relative(father.id) == father
        assert known.bans == (running, old)
        assert known.in_force(DAY) == (running,)
        assert bounds(reader, secret.id) is None
        assert bounds(reader, "nobody") is None


def test_a_ban_holds_through_the_next_stay(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        before = lived(writer, 1, end_on=date(2026, 11, 1))
        back = writer.add(samples.episode(before.person_id, start_on=date(2026, 11, 10)))
        other = lived(writer, 2)
        writer.add(ContactBan(episode_id=before.id, against="Hoàng Văn Thạch", from_on=date(2026, 10, 1), to_on=DAY))
    with book.reading_for(director, now) as reader:
        assert [ban.against for ban in bans_on(reader, back.id, DAY)] == ["Hoàng Văn Thạch"]
        assert barred_from(reader, back.person_id, back.id, DAY) == ("Hoàng Văn Thạch",)
        assert bans_on(reader, other.id, DAY) == ()
