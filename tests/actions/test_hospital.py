"""Going to hospital and coming back: the absence with it, what is refused, the journal, undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.episodes import record_absence
from carebook.actions.hospital import amend_transfer, return_from_hospital, transfer_to_hospital
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.hospital import HospitalTransfer
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.hospital import away, transfer_of
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length
from tests.hospital_samples import moment, transfer

TODAY = date(2026, 11, 22)


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


def absences(book: Book, now: datetime, stay: Episode) -> list[Absence]:
    with book.looking(now) as writer:
        return writer.records(Absence, "episode_id = ?", (stay.id,))


def test_somebody_is_taken_to_hospital_and_comes_back(
    book: Book, actor_with: Callable[..., Actor], now: datetime, stay: Episode
) -> None:
    caregiver = actor_with(Role.CAREGIVER)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        transfer_to_hospital(book, transfer(stay.id, reason="", hospital=""), by=caregiver, now=now)
    assert [one.field for one in refused.value.problems] == ["hospital", "reason"]
    assert journal_length(book, now) == before
    change = transfer_to_hospital(book, transfer(stay.id), expected_on=date(2026, 11, 27), by=caregiver, now=now)
    sent: HospitalTransfer = change.result
    assert {"people", "episodes", "daily_care", "meals"} <= change.subjects
    [absence] = absences(book, now, stay)
    assert absence.id == sent.absence_id
    assert (absence.kind, absence.from_on, absence.left_at) == (AbsenceKind.HOSPITAL, date(2026, 11, 20), time(14, 30))
    assert (absence.place, absence.meals_stop, absence.expected_on) == (sent.hospital, True, date(2026, 11, 27))
    with pytest.raises(Refused):  # one absence at a time
        transfer_to_hospital(book, transfer(stay.id, left_at=moment(21, 8)), by=caregiver, now=now)
    with pytest.raises(Refused) as early:
        return_from_hospital(book, sent, moment(19, 8), by=caregiver, now=now)
    assert [one.field for one in early.value.problems] == ["back_at", "back_state"]
    moved = amend_transfer(
        book, replace(sent, left_at=moment(20, 16), hospital="Bệnh viện Bãi Cháy"), by=caregiver, now=now
    )
    with pytest.raises(Outdated):
        amend_transfer(book, replace(sent, signs="Mạch 90"), by=caregiver, now=now, seen=sent.version)
    assert [(one.left_at, one.place) for one in absences(book, now, stay)] == [(time(16, 0), "Bệnh viện Bãi Cháy")]
    home = replace(moved.result, back_state="Tỉnh, ăn được", back_diagnosis="Viêm phổi", cost_center=350_000)
    came = return_from_hospital(book, home, moment(22, 8, 15), by=caregiver, now=now)
    [ended] = absences(book, now, stay)
    assert (ended.back_on, ended.back_at, ended.state_on_return) == (TODAY, time(8, 15), "Tỉnh, ăn được")
    with pytest.raises(Refused):
        return_from_hospital(book, home, moment(22, 8, 30), by=caregiver, now=now)
    with book.reading_for(caregiver, now) as reader:
        assert away(reader, TODAY) == []
        assert transfer_of(reader, ended.id) == came.result
    undo_deed(book, came.op, by=caregiver, now=now)
    assert [one.back_on for one in absences(book, now, stay)] == [None]
    undo_deed(book, moved.op, by=caregiver, now=now)
    undo_deed(book, change.op, by=caregiver, now=now)
    assert absences(book, now, stay) == []


def test_a_transfer_is_added_to_a_stay_in_hospital_written_before(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode
) -> None:
    leave = record_absence(
        book,
        samples.absence(stay.id, kind=AbsenceKind.LEAVE, from_on=date(2026, 11, 1), back_on=date(2026, 11, 2)),
        by=director,
        now=now,
    ).result
    hospital = record_absence(book, samples.absence(stay.id), by=director, now=now).result
    with pytest.raises(Refused):
        transfer_to_hospital(book, transfer(stay.id, absence_id=leave.id), by=director, now=now)
    kept = transfer_to_hospital(book, transfer(stay.id, absence_id=hospital.id), by=director, now=now).result
    assert kept.absence_id == hospital.id
    assert len(absences(book, now, stay)) == 2
    with pytest.raises(Refused):
        transfer_to_hospital(book, transfer(stay.id, absence_id=hospital.id), by=director, now=now)
    secret = admit(book, director, now, episode=emergency(confidential=True), person=samples.person(code="CB-9"))[1]
    nurse = actor_with(Role.NURSE)
    with pytest.raises(Refused) as protected:
        transfer_to_hospital(book, transfer(secret.id), by=nurse, now=now)
    assert protected.value.problems[0].field == ""
    with pytest.raises(Refused):
        transfer_to_hospital(book, transfer(stay.id), by=actor_with(Role.CLERK), now=now)
