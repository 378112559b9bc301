"""Who is away, the days in hospital, and what the hospital reads of somebody; restricted people under their alias."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.health import ChronicCondition, Wound
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, Writer, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.hospital import (
    absence_of,
    away,
    back_between,
    hospital_days,
    summary_of,
    transfer_of,
    transfers_of,
)
from tests import samples
from tests.daily_samples import observation
from tests.hospital_samples import diet, moment, order, transfer

TODAY = date(2026, 11, 22)


def lived(writer: Writer, number: int, **stay: Any) -> Episode:
    person = writer.add(samples.person(code=f"CB-{number:06}", full_name=f"Trần An {number}", alias=f"Hoa {number}"))
    return writer.add(samples.episode(person.id, **stay))


def left(writer: Writer, stay: Episode, kind: AbsenceKind = AbsenceKind.LEAVE, **given: Any) -> Absence:
    return writer.add(samples.absence(stay.id, kind=kind, **given))


def test_everybody_who_is_away_is_listed_late_ones_first(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        one, two, secret, gone = (
            lived(writer, 1),
            lived(writer, 2),
            lived(writer, 3, confidential=True),
            lived(writer, 4, end_on=date(2026, 11, 1), end_reason="died"),
        )
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        shelter = writer.add(samples.room(writer.add(samples.ward(name="Mái ấm", hidden=True)).id, name="S1"))
        writer.add(samples.bed_assignment(one.id, room.id))
        writer.add(samples.bed_assignment(secret.id, shelter.id))
        sick = left(writer, one, AbsenceKind.HOSPITAL, place="Bệnh viện tỉnh")
        sent = writer.add(transfer(one.id, absence_id=sick.id))
        late = left(writer, two, from_on=date(2026, 11, 18), expected_on=date(2026, 11, 20), taken_by="Trần Văn Sơn")
        hidden = left(writer, secret, place="Nhà mẹ đẻ", taken_by="Mẹ")
        later = left(writer, two, from_on=date(2026, 12, 1), back_on=None)
        left(writer, gone, from_on=date(2026, 10, 1))
        back = left(writer, one, from_on=date(2026, 11, 1), back_on=date(2026, 11, 5))
    with book.reading_for(actor_with(Role.CAREGIVER), now) as reader:
        found = away(reader, TODAY)
        assert [line.id for line in found] == [late.id, sick.id, hidden.id, later.id]
        assert (found[1].ward, found[1].room, found[1].bed, found[1].transfer_id) == ("Khu A", "A101", "1", sent.id)
        masked = found[2]
        assert (masked.name, masked.place, masked.taken_by, masked.ward, masked.room) == ("Hoa 3", "", "", "", "")
        assert [line.id for line in back_between(reader, date(2026, 11, 1), TODAY)] == [back.id]
        there = transfer_of(reader, sick.id)
        assert there is not None
        assert there.id == sent.id
        assert transfers_of(reader, one.id) == [sent]
        assert absence_of(reader, hidden.id) is None
    with book.reading_for(director, now) as reader:
        seen = away(reader, TODAY)[2]
        assert (seen.name, seen.place, seen.room) == ("Trần An 3", "Nhà mẹ đẻ", "S1")


def test_days_in_hospital_count_everybody(book: Book, director: Actor, now: datetime) -> None:
    hospital = AbsenceKind.HOSPITAL
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        one, secret = lived(writer, 1), lived(writer, 2, confidential=True)
        left(writer, one, hospital, from_on=date(2026, 10, 30), back_on=date(2026, 11, 3))  # 2 days of November
        left(writer, one, hospital, from_on=date(2026, 11, 10), back_on=date(2026, 11, 10))  # 1 day
        left(writer, one, from_on=date(2026, 11, 12), back_on=date(2026, 11, 20))  # leave
        left(writer, secret, hospital, from_on=date(2026, 11, 29))  # 2 days
        writer.withdraw(Absence, left(writer, secret, hospital, from_on=date(2026, 11, 1)).id, "nhầm")
    with book.reading_masked(now) as reader:
        found = hospital_days(reader, date(2026, 11, 1), date(2026, 11, 30))
    assert (found.times, found.days, found.episodes) == (2, 5, (one.id, secret.id))


def test_the_hospital_reads_what_the_book_holds(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay, secret = lived(writer, 1), lived(writer, 2, confidential=True)
        person = stay.person_id
        writer.add(samples.allergy(person))
        writer.add(samples.health_card(person))
        writer.add(samples.relative(person, full_name="Kẻ bị cấm", emergency=True, no_contact=True))
        kin = writer.add(samples.relative(person))
        held = writer.add(order(stay.id))
        writer.add(order(stay.id, medicine="Cũ", stopped_on=date(2026, 11, 1)))
        writer.add(diet(stay.id))
        writer.add(ChronicCondition(person_id=person, icd="I10", words="Tăng huyết áp"))
        writer.add(Wound(episode_id=stay.id, found_on=date(2026, 11, 1)))
        writer.add(observation(stay.id, taken_at=moment(22, 7, 10)))
        writer.add(observation(stay.id, "pulse", value=88.0, taken_at=moment(18, 7, 10)))
        writer.add(observation(stay.id, "weight", value=45.5, taken_at=moment(1, 7, 10)))
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        found = summary_of(reader, stay.id, now, TODAY)
        assert found is not None
        assert [one.id for one in found.orders] == [held.id]
        assert found.signs == "Huyết áp 120/80\u00a0mmHg (07:10)"  # nothing older than a day
        assert (found.weight, found.diet, found.contact) == ("45,5\u00a0kg", "soft", kin)
        assert (len(found.allergies), len(found.conditions), len(found.wounds)) == (1, 1, 1)
        assert found.card is not None
        assert summary_of(reader, secret.id, now, TODAY) is None
    with book.reading_for(actor_with(Role.CLERK), now) as reader:
        lean = summary_of(reader, stay.id, now, TODAY)
        assert lean is not None
        assert (lean.orders, lean.conditions, lean.wounds) == ((), (), ())
    with book.reading_for(actor_with(Role.IT), now) as reader, pytest.raises(NotAllowedToSee):
        away(reader, TODAY)
