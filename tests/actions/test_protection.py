"""A case of protection as deeds: the case, bans, the safety plan, and who needs to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.hotline import open_restricted_call, save_call
from carebook.actions.people import amend_person, open_restricted_record
from carebook.actions.protection import (
    end_case_access,
    grant_case_access,
    save_contact_ban,
    save_protection_case,
    save_safety_plan,
    strike_contact_ban,
)
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.protection import CaseAccess, ContactBan, ProtectionCase, SafetyPlan
from carebook.records.services import HotlineCall
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.protection import protection_file
from carebook.store.search import find_people
from carebook.store.stays import restricted_owner
from tests.actions.admissions import admit, journal_length
from tests.actions.shelter import ARRIVED, sheltered

TODAY = date(2026, 11, 22)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker of the shelter."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường", restricted=True)


@pytest.fixture
def person_and_stay(book: Book, director: Actor, now: datetime) -> tuple[Person, Episode]:
    """A woman in the shelter."""
    return sheltered(book, director, now)


def case_of(stay: Episode) -> ProtectionCase:
    return ProtectionCase(episode_id=stay.id, opened_on=ARRIVED, kinds=("physical", "economic"), told="Bị đánh")


def access_of(stay: Episode, to: Actor) -> CaseAccess:
    return CaseAccess(episode_id=stay.id, staff_member_id=to.staff_member_id, why="Phụ trách ca")


def test_a_case_with_its_bans_and_its_plan(
    book: Book, worker: Actor, now: datetime, person_and_stay: tuple[Person, Episode]
) -> None:
    person, stay = person_and_stay
    rang = HotlineCall(called_at=now, caller="client", need="violence", taken_by_id=worker.staff_member_id)
    call = save_call(book, rang, by=worker, now=now).result
    named = replace(case_of(stay), hotline_call_id=call.id)
    case = save_protection_case(book, named, by=worker, now=now).result
    open_restricted_call(book, call.id, by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        opened = protection_file(reader, stay.id, TODAY)
    assert opened is not None
    assert opened.call == call
    assert [one.reading.deed for one in opened.readings] == ["open_restricted_call"]  # told on the record it led to
    with pytest.raises(Refused) as refused:
        save_protection_case(book, case_of(stay), by=worker, now=now)
    assert refused.value.message.id == "This stay has a case of protection already. Open it."
    ban = ContactBan(episode_id=stay.id, against="Người chồng", from_on=ARRIVED, to_on=date(2026, 11, 5))
    change = save_contact_ban(book, ban, by=worker, now=now)
    assert change.subjects == {"services", "reintegration"}  # who must not be in contact receives nobody either
    first = change.result
    court = replace(ban, kind="court", from_on=date(2026, 11, 6), to_on=date(2027, 3, 6))
    save_contact_ban(book, court, by=worker, now=now)
    plan = SafetyPlan(episode_id=stay.id, made_on=ARRIVED, whom_to_call="Công an phường")
    save_safety_plan(book, plan, by=worker, now=now)
    newer = save_safety_plan(book, replace(plan, made_on=TODAY, code_word="hoa sữa"), by=worker, now=now).result
    open_restricted_record(book, person.id, by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        file = protection_file(reader, stay.id, TODAY)
    assert file is not None
    assert (file.case, file.plan, file.listed) == (case, newer, False)
    assert [one.kind for one in file.bans] == ["court", "commune"]
    assert [one.kind for one in file.bans_on(TODAY)] == ["court"]
    assert file.clock is not None
    assert file.clock.until_on == date(2027, 2, 2)
    assert {one.who for one in file.readings} == {"Mạc Thị Hải Đường"}
    assert {one.reading.deed for one in file.readings} == {"open_restricted_record", "open_restricted_call"}
    with pytest.raises(Outdated):
        save_contact_ban(book, replace(first, number="2"), by=worker, now=now, seen=0)
    with pytest.raises(Refused):
        strike_contact_ban(book, first.id, by=worker, now=now)
    strike_contact_ban(book, first.id, by=worker, now=now, reason="ghi nhầm")
    with pytest.raises(Refused):
        save_contact_ban(book, first, by=worker, now=now)


def test_what_is_wrong_leaves_no_trace(
    book: Book, director: Actor, worker: Actor, now: datetime, person_and_stay: tuple[Person, Episode]
) -> None:
    _person, stay = person_and_stay
    _open_person, open_stay = admit(book, director, now)
    before = journal_length(book, now)
    for deed, record, field in (
        (save_protection_case, replace(case_of(stay), kinds=()), "kinds"),
        (save_protection_case, case_of(open_stay), ""),
        (save_contact_ban, ContactBan(episode_id=stay.id), "against"),
        (save_safety_plan, SafetyPlan(episode_id=stay.id, made_on=ARRIVED), "ways_out"),
        (grant_case_access, replace(access_of(stay, worker), why=""), "why"),
        (grant_case_access, access_of(open_stay, worker), ""),
    ):
        with pytest.raises(Refused) as refused:
            deed(book, record, by=director, now=now)  # type: ignore[operator]
        assert refused.value.problems[0].field == field, (deed, record)
    assert journal_length(book, now) == before


def test_with_a_list_only_who_is_on_it_and_the_managers_see_the_record(
    book: Book,
    director: Actor,
    worker: Actor,
    actor_with: Callable[..., Actor],
    now: datetime,
    person_and_stay: tuple[Person, Episode],
) -> None:
    person, stay = person_and_stay
    psychologist = actor_with(Role.PSYCHOLOGIST, name="Lâm Thị Thạch Thảo", restricted=True)
    nurse = actor_with(Role.NURSE)
    with pytest.raises(Refused) as refused:  # the list narrows the right, it does not give it
        grant_case_access(book, access_of(stay, nurse), by=director, now=now)
    assert refused.value.problems[0].field == "staff_member_id"
    row = grant_case_access(book, access_of(stay, psychologist), by=director, now=now).result
    assert row.from_on == TODAY

    def sees(actor: Actor, at: datetime = now) -> bool:
        with book.reading_for(actor, at) as reader:
            file = protection_file(reader, stay.id, at.date())
            found = find_people(reader, "Tường Lam", restricted=True).people
            owner = restricted_owner(reader, stay.id)
        assert (owner == person.id) is (file is not None) is (found != ())
        return file is not None

    assert (sees(director), sees(psychologist), sees(worker)) == (True, True, False)
    for deed in (
        lambda: open_restricted_record(book, person.id, by=worker, now=now),
        lambda: amend_person(book, person, by=worker, now=now),
        lambda: save_protection_case(book, case_of(stay), by=worker, now=now),
    ):
        with pytest.raises(Refused) as caught:
            deed()
        assert caught.value.message.id == "This item is protected. If it is needed for care, ask the director."
    with pytest.raises(Refused):
        grant_case_access(book, access_of(stay, psychologist), by=director, now=now)  # is on it already
    end_case_access(book, row.id, by=director, now=now)
    assert (sees(director), sees(psychologist), sees(worker)) == (True, False, False)
    with pytest.raises(Refused):
        end_case_access(book, row.id, by=director, now=now)
    grant_case_access(book, replace(access_of(stay, worker), from_on=date(2026, 11, 25)), by=director, now=now)
    assert not sees(worker)
    assert sees(worker, now + timedelta(days=3))


def test_a_head_who_begins_the_list_stays_on_it(
    book: Book,
    worker: Actor,
    actor_with: Callable[..., Actor],
    now: datetime,
    person_and_stay: tuple[Person, Episode],
) -> None:
    _person, stay = person_and_stay
    head = actor_with(Role.HEAD, name="Tô Văn Bách Tùng", restricted=True)
    grant_case_access(book, access_of(stay, worker), by=head, now=now)
    for actor in (head, worker):
        with book.reading_for(actor, now) as reader:
            file = protection_file(reader, stay.id, TODAY)
        assert file is not None
        assert {one.name for one in file.access if one.in_force} == {"Tô Văn Bách Tùng", "Mạc Thị Hải Đường"}
        assert file.listed
