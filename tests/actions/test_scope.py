"""The scope of a role: a role given for one ward reaches the people whose bed is there, and those who have none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.episodes import Admission, admit_person, record_absence
from carebook.actions.facility import add_room, add_ward
from carebook.actions.people import add_detail
from carebook.actions.prints import print_batch, print_papers
from carebook.records.episodes import Absence, BedAssignment, Episode
from carebook.records.facility import Room, Ward
from carebook.records.people import Allergy, Person, Sex
from carebook.records.staff import Actor, Role
from carebook.store.book import Book

DAY = date(2026, 11, 2)


@pytest.fixture
def stays(book: Book, director: Actor, now: datetime) -> dict[str, tuple[str, str, str]]:
    """One person in each of two wards and one without a bed: (ward, person, stay) by where they are."""
    found = {}
    for name in ("Khu A", "Khu B", ""):
        bed, ward_id = None, ""
        if name:
            ward_id = add_ward(book, Ward(name=name), by=director, now=now).result.id
            room = add_room(book, Room(ward_id=ward_id, name=f"{name[-1]}101", beds=3), by=director, now=now).result
            bed = BedAssignment(episode_id="", room_id=room.id, bed="1", from_on=DAY)
        person = Person(full_name=f"Người {name or 'chưa có giường'}", sex=Sex.FEMALE)
        admission = Admission(person, Episode(person_id="", start_on=DAY), "elderly_alone_poor", bed=bed)
        ids = admit_person(book, admission, by=director, now=now).ids
        found[name] = (ward_id, *ids)
    return found


def _nurse_of(actor: Actor, ward_id: str) -> Actor:
    return replace(actor, grants=tuple(replace(g, ward_id=ward_id) for g in actor.grants))


@pytest.mark.parametrize(("where", "allowed"), [("Khu A", True), ("Khu B", False), ("", True)])
def test_a_nurse_of_one_ward(
    where: str,
    allowed: bool,
    stays: dict[str, tuple[str, str, str]],
    book: Book,
    actor_with: Callable[..., Actor],
    now: datetime,
) -> None:
    nurse = _nurse_of(actor_with(Role.NURSE), stays["Khu A"][0])
    _, person_id, episode_id = stays[where]
    deeds = [
        lambda: record_absence(book, Absence(episode_id=episode_id, from_on=DAY), by=nurse, now=now),
        lambda: add_detail(book, Allergy(person_id=person_id, substance="penicillin"), by=nurse, now=now),
    ]
    deeds += [
        lambda: print_papers(book, person_id, "Đơn", by=nurse, now=now),
        lambda: print_batch(book, [person_id], "Phiếu", reason="treo", whole=False, by=nurse, now=now),
    ]
    for deed in deeds:
        if allowed:
            assert deed().ids
            continue
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.message.values == {"ward": "Khu B"}


def test_a_nurse_of_all_wards_reaches_everybody(
    stays: dict[str, tuple[str, str, str]], book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    nurse = actor_with(Role.NURSE)
    for _, person_id, _ in stays.values():
        assert add_detail(book, Allergy(person_id=person_id, substance="tôm"), by=nurse, now=now).ids
