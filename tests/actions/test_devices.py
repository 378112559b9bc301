"""Devices handed out, corrected, taken back and struck through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.devices import amend_loan, lend_device, return_device, strike_loan
from carebook.actions.undo import undo_deed
from carebook.records.devices import DeviceLoan
from carebook.records.episodes import Episode
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.devices import loans_of
from tests.actions.admissions import admission, admit, emergency, journal_length

TODAY = date(2026, 11, 22)
LENT = date(2026, 7, 15)


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


@pytest.fixture
def therapist(actor_with: Callable[..., Actor]) -> Actor:
    """A therapist."""
    return actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao")


def frame(stay: Episode, **given: object) -> DeviceLoan:
    loan = DeviceLoan(episode_id=stay.id, device="walking_frame", number="PHCN-07", lent_on=LENT)
    return replace(loan, **given)  # type: ignore[arg-type]


def lend(book: Book, by: Actor, now: datetime, loan: DeviceLoan) -> DeviceLoan:
    kept: DeviceLoan = lend_device(book, loan, by=by, now=now).result
    return kept


def kept(book: Book, by: Actor, now: datetime, stay: Episode) -> tuple[DeviceLoan, ...]:
    with book.reading_for(by, now) as reader:
        return loans_of(reader, stay.id)


def test_a_device_goes_out_is_fitted_and_comes_back(book: Book, therapist: Actor, now: datetime, stay: Episode) -> None:
    change = lend_device(book, frame(stay), by=therapist, now=now)
    assert change.subjects == {"rehabilitation"}
    assert change.said is not None
    assert change.said.id == "Noted the device of {name}."
    loan = change.result
    fitted = replace(loan, fitted_on=date(2026, 7, 16), check_on=date(2026, 12, 2))
    loan = amend_loan(book, fitted, by=therapist, now=now, seen=loan.version).result
    back = return_device(book, loan.id, TODAY, "worn", by=therapist, now=now, seen=loan.version)
    (found,) = kept(book, therapist, now, stay)
    assert (found.fitted_on, found.check_on, found.returned_on, found.condition) == (
        date(2026, 7, 16),
        date(2026, 12, 2),
        TODAY,
        "worn",
    )
    undo_deed(book, back.op, by=therapist, now=now)
    (found,) = kept(book, therapist, now, stay)
    assert (found.returned_on, found.condition) == (None, None)


def test_what_is_wrong_leaves_no_trace(book: Book, therapist: Actor, now: datetime, stay: Episode) -> None:
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        lend_device(book, frame(stay, device="", lent_on=None), by=therapist, now=now)
    assert [one.field for one in refused.value.problems] == ["device", "lent_on"]
    assert journal_length(book, now) == before


def test_a_thing_is_with_one_person_at_a_time(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    loan = lend(book, director, now, frame(stay))
    other = admit(book, director, now, person=replace(admission().person, full_name="Đinh Thị Mận"))[1]
    for number in ("PHCN-07", " phcn-07 "):
        with pytest.raises(Refused) as refused:
            lend_device(book, frame(other, number=number), by=director, now=now)
        assert [one.field for one in refused.value.problems] == ["number"]
    lend(book, director, now, frame(other, number=""))
    second = lend(book, director, now, frame(other, number="PHCN-08"))
    with pytest.raises(Refused):
        amend_loan(book, replace(second, number="PHCN-07"), by=director, now=now)
    return_device(book, loan.id, TODAY, "good", by=director, now=now)
    assert lend(book, director, now, frame(other)).number == "PHCN-07"


def test_a_device_comes_back_once_and_not_before_it_went(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    loan = lend(book, director, now, frame(stay))
    with pytest.raises(Refused) as refused:
        return_device(book, loan.id, date(2026, 7, 1), "good", by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["returned_on"]
    return_device(book, loan.id, TODAY, "lost", by=director, now=now)
    with pytest.raises(Refused):
        return_device(book, loan.id, TODAY, "good", by=director, now=now)


def test_a_newer_version_is_never_overwritten(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    loan = lend(book, director, now, frame(stay))
    amend_loan(book, replace(loan, details="Cao 82 cm"), by=director, now=now, seen=loan.version)
    with pytest.raises(Outdated):
        amend_loan(book, replace(loan, details="Cao 90 cm"), by=director, now=now, seen=loan.version)
    with pytest.raises(Outdated):
        return_device(book, loan.id, TODAY, "good", by=director, now=now, seen=loan.version)
    assert [one.details for one in kept(book, director, now, stay)] == ["Cao 82 cm"]


def test_striking_needs_a_reason_and_is_final(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    loan = lend(book, director, now, frame(stay))
    with pytest.raises(Refused):
        strike_loan(book, loan.id, by=director, now=now)
    strike_loan(book, loan.id, by=director, now=now, reason="ghi nhầm người")
    assert kept(book, director, now, stay) == ()
    with pytest.raises(Refused):
        amend_loan(book, loan, by=director, now=now)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        *((role, True) for role in (Role.THERAPIST, Role.NURSE, Role.SOCIAL_WORKER, Role.DOCTOR, Role.TEACHER)),
        *((role, False) for role in (Role.CAREGIVER, Role.CLERK, Role.ACCOUNTANT, Role.INSPECTOR, Role.IT)),
    ],
)
def test_who_hands_out_devices(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode, role: Role, may: bool
) -> None:
    actor = actor_with(role)
    if may:
        lend_device(book, frame(stay), by=actor, now=now)
    else:
        with pytest.raises(Refused):
            lend_device(book, frame(stay), by=actor, now=now)
    assert len(kept(book, director, now, stay)) == may


def test_nobody_writes_on_a_protected_record(book: Book, director: Actor, therapist: Actor, now: datetime) -> None:
    secret = admit(book, director, now, episode=emergency(confidential=True))[1]
    before = journal_length(book, now)
    with pytest.raises(Refused):
        lend_device(book, frame(secret), by=therapist, now=now)
    assert journal_length(book, now) == before
