"""Contacts written, corrected and struck through; whoever is barred only with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.contacts import save_contact, strike_contact
from carebook.actions.people import add_detail
from carebook.actions.undo import undo_deed
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.contacts import contacts_of
from tests.actions.admissions import admission, admit, emergency, journal_length

TODAY = date(2026, 11, 22)


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


def visit(stay: Episode, **given: object) -> Contact:
    contact = Contact(
        episode_id=stay.id, held_on=TODAY, held_at=time(8, 30), name="Nịnh Thị  Hợi", paper_no="022 192 000 551"
    )
    return replace(contact, **given)  # type: ignore[arg-type]


def kept(book: Book, by: Actor, now: datetime, stay: Episode) -> tuple[Contact, ...]:
    with book.reading_for(by, now) as reader:
        return contacts_of(reader, stay.id)


def test_a_visit_is_written_ends_and_is_struck_through(
    book: Book, actor_with: Callable[..., Actor], now: datetime, stay: Episode
) -> None:
    nurse = actor_with(Role.NURSE)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        save_contact(book, visit(stay, name="", people=0), by=nurse, now=now)
    assert [one.field for one in refused.value.problems] == ["name", "people"]
    assert journal_length(book, now) == before
    change = save_contact(book, visit(stay), by=nurse, now=now)
    assert change.subjects == {"reintegration"}
    contact = change.result
    assert (contact.name, contact.paper_no) == ("Nịnh Thị Hợi", "022192000551")
    gone = save_contact(book, replace(contact, left_at=time(10, 0)), by=nurse, now=now, seen=contact.version)
    with pytest.raises(Outdated):
        save_contact(book, replace(contact, brought="Bánh"), by=nurse, now=now, seen=contact.version)
    undo_deed(book, gone.op, by=nurse, now=now)
    assert [one.left_at for one in kept(book, nurse, now, stay)] == [None]
    with pytest.raises(Refused):
        strike_contact(book, contact.id, by=nurse, now=now)
    strike_contact(book, contact.id, by=nurse, now=now, reason="ghi hai lần")
    assert kept(book, nurse, now, stay) == ()
    for deed, what in ((save_contact, contact), (strike_contact, contact.id)):
        with pytest.raises(Refused):
            deed(book, what, by=nurse, now=now, reason="lần nữa")


def test_whoever_is_barred_comes_in_only_with_a_reason(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    relative = Relative(person_id=stay.person_id, full_name="Hoàng Văn Thủy", relation="spouse", no_contact=True)
    husband = add_detail(book, relative, by=director, now=now).result
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(
            ContactBan(episode_id=stay.id, against="Lê Văn Hòa", from_on=date(2026, 11, 20), to_on=date(2026, 11, 22))
        )
    before = journal_length(book, now)
    for barred in ({"relative_id": husband.id}, {"name": "HOÀNG VĂN THUỶ"}, {"name": "Lê Văn Hoà"}):
        with pytest.raises(Refused) as refused:
            save_contact(book, visit(stay, **barred), by=director, now=now)
        assert [one.field for one in refused.value.problems] == ["", "allowed_because"]
    assert journal_length(book, now) == before
    reason = "Gặp tại công an xã, có cán bộ đi cùng"
    allowed = save_contact(
        book, visit(stay, relative_id=husband.id, name=husband.full_name, allowed_because=reason), by=director, now=now
    )
    assert allowed.result.allowed_because == reason
    # a reason once given may not be taken away again
    with pytest.raises(Refused):
        save_contact(book, replace(allowed.result, allowed_because=""), by=director, now=now)


def test_a_relative_of_somebody_else_is_refused(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    other = admit(book, director, now, person=replace(admission().person, full_name="Đinh Thị Mận"))[1]
    niece = add_detail(book, Relative(person_id=other.person_id, full_name="Đinh Thị Na"), by=director, now=now).result
    with pytest.raises(Refused) as refused:
        save_contact(book, visit(stay, relative_id=niece.id), by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["relative_id"]
    contact = save_contact(book, visit(other, relative_id=niece.id), by=director, now=now).result
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.withdraw(Relative, niece.id, "ghi nhầm")
    again = save_contact(book, replace(contact, course="Vui", episode_id=stay.id), by=director, now=now).result
    assert (again.episode_id, again.relative_id) == (other.id, niece.id)  # stays as it was


def test_who_writes_into_the_visitors_book(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode
) -> None:
    secret = admit(book, director, now, episode=emergency(confidential=True))[1]
    writers = (Role.SOCIAL_WORKER, Role.NURSE, Role.CAREGIVER, Role.CLERK, Role.PSYCHOLOGIST)
    for role in (*writers, Role.ACCOUNTANT, Role.INSPECTOR, Role.IT):
        actor, may = actor_with(role), role in writers
        if may:
            save_contact(book, visit(stay), by=actor, now=now)
        for refused in (secret,) if may else (stay, secret):
            before = journal_length(book, now)
            with pytest.raises(Refused):
                save_contact(book, visit(refused), by=actor, now=now)
            assert journal_length(book, now) == before, role
    assert len(kept(book, director, now, stay)) == len(writers)
