"""Services, calls, activities and relief in a book: Vietnamese days, what is withheld, and who may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from carebook.records.people import Address
from carebook.records.services import (
    ActivityGuest,
    CommunityActivity,
    DangerLevel,
    HotlineCall,
    ReliefCampaign,
    ReliefItem,
    ServiceRecord,
)
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.community import activities, guests_of, home_province, reached
from carebook.store.errors import NotAllowedToSee
from carebook.store.hotline import calls, calls_to_return
from carebook.store.relief import campaign_file, campaigns
from carebook.store.services import services, services_of, turns_and_people
from tests import samples

TODAY = date(2026, 11, 22)
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def test_services_of_a_day_stand_in_the_order_of_their_hours(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.add(samples.episode(writer.add(samples.person()).id))
        for day, hour in ((TODAY, 9), (TODAY, 15), (TODAY, None), (TODAY - timedelta(days=1), 17), (TODAY, 8)):
            given_at = time(hour) if hour else None
            writer.add(ServiceRecord(episode_id=stay.id, given_on=day, given_at=given_at, need="Nhớ nhà"))
    with book.reading_for(director, now) as reader:
        given = [one.record.given_at for one in services(reader, *NOVEMBER)]
    assert given == [time(15), time(9), time(8), None, time(17)]


def test_one_person_is_counted_once_in_whichever_stay_and_secrets_stay(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person(alias="Hoa Ban"))
        old = writer.add(samples.episode(person.id, end_on=date(2026, 11, 9), end_reason="goal_reached"))
        new = writer.add(samples.episode(person.id, start_on=date(2026, 11, 10)))
        hidden = writer.add(samples.person(code="CB-000002", full_name="Đinh Thị Mận", alias="Hoa Sữa"))
        secret = writer.add(samples.episode(hidden.id, confidential=True))
        given = ServiceRecord(episode_id=old.id, given_on=date(2026, 11, 3), need="Nhớ nhà", fee=0)
        for one in (given, replace(given, episode_id=new.id, given_on=TODAY), replace(given, episode_id=secret.id)):
            writer.add(one)
        writer.withdraw(ServiceRecord, writer.add(replace(given, need="Nhầm")).id, "ghi nhầm")
        talk = writer.add(CommunityActivity(held_on=TODAY, title="Nói chuyện", turns=5, people=4, copies=9))
        writer.add(ActivityGuest(episode_id=secret.id, activity_id=talk.id, turns=2))
        storm = writer.add(ReliefCampaign(name="Bão", from_on=TODAY))
        writer.add(ReliefCampaign(name="Lũ", from_on=date(2025, 9, 1), closed_on=date(2025, 10, 1)))
        got = ReliefItem(campaign_id=storm.id, episode_id=secret.id, amount=7, received_on=TODAY, signed_by="Chị Mận")
        writer.add(got)
        for province, person_id in (("22", person.id), ("24", person.id), ("24", hidden.id)):
            writer.add(Address(person_id=person_id, province=province))
    worker = actor_with(Role.SOCIAL_WORKER)
    with book.reading_for(worker, now) as reader:
        lines = services(reader, *NOVEMBER)
        assert turns_and_people(lines) == (3, 2)
        assert [one.record.need for one in lines if one.masked] == [""]
        assert [one.name for one in lines if one.masked] == ["Hoa Sữa"]
        assert services_of(reader, secret.id) == ()
        (activity,) = activities(reader, *NOVEMBER)
        assert (activity.guests, activity.guest_turns, reached([activity]).copies) == (1, 2, 9)
        assert [(one.name, one.masked, one.guest.note) for one in guests_of(reader, talk.id)] == [("Hoa Sữa", True, "")]
        assert [one.campaign.name for one in campaigns(reader)] == ["Bão", "Lũ"]  # open ones first
        file = campaign_file(reader, storm.id)
        assert file is not None
        assert (file.sums.given_amount, file.lines[0].name, file.lines[0].item.signed_by) == (7, "Hoa Sữa", "")
        assert campaign_file(reader, "none") is None
        assert home_province(reader) == "22"  # an address that may not be seen tells nothing
    with book.reading_for(director, now) as reader:
        assert [one.record.need for one in services(reader, *NOVEMBER)] == ["Nhớ nhà"] * 3
        assert home_province(reader) == "24"
        assert services_of(reader, old.id, withdrawn=True)[0].need in ("Nhớ nhà", "Nhầm")
        assert len(services_of(reader, old.id, withdrawn=True)) == 2
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader:
        for question in (services, activities, calls):
            with pytest.raises(NotAllowedToSee):
                question(reader, *NOVEMBER)


def test_calls_that_wait_stand_the_longest_due_first(book: Book, director: Actor, now: datetime) -> None:
    made = HotlineCall(called_at=now, danger=DangerLevel.HIGH, taken_by_id=director.staff_member_id)
    days = (date(2026, 11, 24), date(2026, 11, 20), None, date(2026, 11, 29), date(2026, 11, 30))
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for place, day in enumerate(days):
            writer.add(replace(made, called_at=now - timedelta(hours=place), call_back_on=day))
        writer.add(replace(made, call_back_on=TODAY, called_back_on=TODAY))
    with book.reading_for(director, now) as reader:
        waiting = calls_to_return(reader, TODAY)
        assert [one.call.call_back_on for one in waiting] == [days[1], days[0], days[3]]
        assert len(calls(reader, TODAY, TODAY)) == 6
