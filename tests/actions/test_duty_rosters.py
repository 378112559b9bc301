"""Saving a duty roster: many duties in one transaction, what is refused, what is told, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from carebook.actions.change import Refused
from carebook.actions.duty_rosters import save_duties, strike_duty
from carebook.actions.undo import undo_deed
from carebook.records.facility import Ward
from carebook.records.schedules import StaffLeave
from carebook.records.shifts import DutyRoster
from carebook.records.staff import Actor, Role, StaffMember
from carebook.rules.shifts import Duty
from carebook.store.book import Book
from carebook.store.duty_rosters import on_duty, roster
from carebook.store.shifts import shifts_on
from tests import samples
from tests.shift_samples import DAY, write


def test_a_roster_is_saved_changed_and_taken_back(book: Book, director: Actor, now: datetime) -> None:
    first, second = write(
        book,
        director,
        now,
        samples.staff_member(full_name="Phí Thị Hoa Ban", norm_post="care"),
        samples.staff_member(full_name="Đàm Thị Trâm Anh", post="Văn thư"),
    )
    leave = StaffLeave(staff_member_id=first.id, from_on=DAY, to_on=DAY)
    write(book, director, now, leave)
    duties = [
        DutyRoster(staff_member_id=first.id, duty_on=DAY + timedelta(days=n), shift="morning", leads=n == 0)
        for n in range(3)
    ]
    change = save_duties(book, duties, by=director, now=now)
    assert [one.message.id for one in change.result] == ["{name} is on leave on {day}."]
    with book.reading_for(director, now) as reader:
        found = roster(reader, DAY, DAY + timedelta(days=6))
        duty = Duty(DAY, shifts_on(reader, DAY)[0])
        there = on_duty(reader, duty)
    assert len(found.duties) == 3
    assert [one.member.full_name for one in found.usual()] == ["Phí Thị Hoa Ban"]
    assert {one.member.id for one in found.people} >= {first.id, second.id}
    assert [(one.member.id, one.duty.leads) for one in there] == [(first.id, True)]
    with pytest.raises(Refused) as refused:
        save_duties(book, [replace(duties[0], id="")], by=director, now=now)
    assert refused.value.message.id == "{name} already has this shift on {day}."
    kept = list(found.duties)
    moved = replace(kept[1], shift="night")
    change = save_duties(book, [moved], [kept[0].id], by=director, now=now)
    assert _standing(book, now) == {(kept[1].duty_on, "night"), (kept[2].duty_on, "morning")}
    undo_deed(book, change.op, by=director, now=now)
    assert len(_standing(book, now)) == 3
    with pytest.raises(Refused):
        strike_duty(book, kept[2].id, by=director, now=now)
    strike_duty(book, kept[2].id, by=director, now=now, reason="đổi ca")
    with pytest.raises(Refused) as again:
        strike_duty(book, kept[2].id, by=director, now=now, reason="đổi ca")
    assert again.value.message.id == "This duty was struck through ({why})."


def _standing(book: Book, now: datetime) -> set[tuple[object, str]]:
    with book.looking(now) as reader:
        return {(one.duty_on, one.shift) for one in reader.records(DutyRoster)}


def test_the_roster_of_another_ward_is_out_of_scope(
    book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    mine, other = write(book, director, now, Ward(name="Khu A"), Ward(name="Khu B"))
    nurse = actor_with(Role.NURSE, ward_id=mine.id)
    duty = DutyRoster(staff_member_id=nurse.staff_member_id, duty_on=DAY, shift="morning", ward_id=other.id)
    with pytest.raises(Refused) as refused:
        save_duties(book, [duty], by=nurse, now=now)
    assert refused.value.problems[0].field == "ward_id"
    save_duties(book, [replace(duty, ward_id=mine.id)], by=nurse, now=now)
    with book.looking(now) as reader:
        assert len(reader.records(StaffMember)) == 2
    assert _standing(book, now) == {(DAY, "morning")}
