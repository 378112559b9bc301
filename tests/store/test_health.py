"""What a book answers about health, wounds, goods and belongings; who is restricted stands under the alias or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.records.episodes import Belonging
from carebook.records.people import Allergy
from carebook.records.staff import Actor, Role
from carebook.rules.health import CheckDue
from carebook.rules.wounds import Healing
from carebook.store.belongings import belongings
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.health import (
    checks_between,
    checks_due,
    consultations,
    health_of,
    illnesses,
    patients,
    revisits,
    treatments_running,
    vaccinations_due,
)
from carebook.store.supplies import supplies_due, supplies_of
from carebook.store.wounds import look_every, open_wounds, wound_check
from tests import samples
from tests.daily_samples import moment
from tests.health_samples import TODAY, check, condition, consultation, issued, look, treatment, vaccination, wound


def test_everybody_is_counted_and_nobody_told_who_may_not_be_seen(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        nurse = writer.add(samples.staff_member(full_name="Lý Mai"))
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        people = [
            writer.add(samples.person(code=f"CB-00000{n}", full_name=name, alias=alias))
            for n, (name, alias) in enumerate((("Trần Thị An", ""), ("Quàng Thị Lún", "Hoa Mai")), 1)
        ]
        stays = [writer.add(samples.episode(one.id, confidential=bool(one.alias))) for one in people]
        for n, stay in enumerate(stays, 1):
            writer.add(samples.bed_assignment(stay.id, room.id, bed=str(3 - n)))
        looks = []
        for person, stay in zip(people, stays, strict=True):
            for record in (condition(person.id), vaccination(person.id), check(stay.id), treatment(stay.id)):
                writer.add(record)
            first = writer.add(consultation(stay.id))
            writer.add(consultation(stay.id, held_at=moment(8), again_on=None, follows_id=first.id, icd=""))
            writer.add(consultation(stay.id, held_at=moment(7)))
            sore = writer.add(wound(stay.id))
            looks.append(writer.add(look(sore, done_by_id=nurse.id)))
            writer.add(look(sore, done_by_id=nurse.id, checked_at=moment(7), length_mm=40))
            writer.add(Belonging(episode_id=stay.id, what="Nhẫn", received_on=TODAY, kept_by_center=True))
            writer.add(issued(stay.id))
        writer.add(Allergy(person_id=people[0].id, substance="penicillin"))
    who = actor_with(Role.NURSE)
    an, lun = stays
    with book.reading_for(who, now) as reader:
        due = checks_due(reader, TODAY)
        assert [line.who.name for line in due] == ["Hoa Mai", "Trần Thị An"]  # in bed order
        assert {line.due for line in due} == {CheckDue("yearly", date(2027, 1, 5))}
        sores = open_wounds(reader)
        assert [(one.who.name, one.healing, one.checks[0].length_mm) for one in sores] == [
            ("Hoa Mai", Healing.UNKNOWN, None),  # sizes are withheld
            ("Trần Thị An", Healing.LARGER, 40),
        ]
        soonest = sores[1].look(look_every(reader, TODAY))
        assert soonest is not None
        assert soonest.due_on == date(2026, 11, 29)
        assert wound_check(reader, looks[0].id) is not None
        assert wound_check(reader, looks[1].id) is None
        assert len(supplies_due(reader, TODAY)) == 2
        assert len(supplies_of(reader, lun.id)) == 1  # goods are given under the alias
        for found in (
            revisits(reader),
            treatments_running(reader, TODAY),
            checks_between(reader, date(2026, 11, 1), TODAY),
            illnesses(reader, TODAY),
            illnesses(reader, TODAY, "hypertension"),
            vaccinations_due(reader, TODAY),
            patients(reader, TODAY, date(2026, 1, 1)),
            belongings(reader),
        ):
            assert [line.who.person_id for line in found] == [an.person_id]
        assert illnesses(reader, TODAY, "diabetes") == []
        held = consultations(reader, date(2026, 11, 20), TODAY)
        assert [(one.who.name, one.revisit_done) for one in held] == [
            ("Trần Thị An", done) for done in (True, False, False)
        ]
        assert consultations(reader, date(2026, 11, 23), date(2026, 11, 30)) == []
        file = health_of(reader, an.person_id)
        assert file is not None
        assert ([one.substance for one in file.allergies], len(file.consultations)) == (["penicillin"], 3)
        assert len(file.revisits()) == 1
        assert health_of(reader, lun.person_id) is None
    with book.reading_for(director, now) as reader:
        assert len(revisits(reader)) == 2
        assert health_of(reader, lun.person_id) is not None
    clerk = actor_with(Role.CLERK, name="Phùng Thị Thảo")
    with book.reading_for(clerk, now) as reader, pytest.raises(NotAllowedToSee):
        checks_due(reader, TODAY)


def test_a_stay_that_ended_leaves_only_what_was_left_behind(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person(code="CB-000001"))
        stay = writer.add(samples.episode(person.id, end_on=date(2026, 11, 20)))
        writer.add(consultation(stay.id))
        writer.add(wound(stay.id))
        ring = Belonging(episode_id=stay.id, what="Nhẫn", received_on=date(2026, 1, 5), kept_by_center=True)
        writer.add(ring)
        writer.add(replace(ring, what="Áo", kept_by_center=False))
        writer.add(replace(ring, what="Sách", returned_on=date(2026, 11, 20), returned_to="Con gái"))
    with book.reading_for(director, now) as reader:
        assert (checks_due(reader, TODAY), revisits(reader), open_wounds(reader)) == ([], [], ())
        assert [(one.thing.what, one.is_left_behind) for one in belongings(reader)] == [("Nhẫn", True)]
        assert [one.thing.what for one in belongings(reader, returned=True)] == ["Sách"]
        assert len(consultations(reader, date(2026, 11, 1), TODAY)) == 1  # the book of examinations keeps them
