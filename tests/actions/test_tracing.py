"""Leads and letters kept, corrected and struck through; the clock of a stay follows its public notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Change, Outdated, Refused
from carebook.actions.tracing import save_lead, save_letter, strike_lead, strike_letter
from carebook.actions.undo import undo_deed
from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.staff import Actor, Role
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.store.book import Book
from carebook.store.tracing import tracing_file
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length

TODAY = date(2026, 11, 22)
FOUND = date(2026, 10, 31)


def infant(book: Book, director: Actor, now: datetime) -> Episode:
    """The stay of a child found at a gate."""
    person = samples.person(code="", full_name="Chưa đặt tên", born=PartialDate.from_text("2026-10"))
    return admit(book, director, now, person=person, episode=emergency(start_on=date(2026, 10, 22)))[1]


def grandmother(stay: Episode, **given: object) -> TracingLead:
    lead = TracingLead(episode_id=stay.id, found_on=FOUND, source="hotline", person="  Bà   ngoại ")
    return replace(lead, **given)  # type: ignore[arg-type]


def letter(stay: Episode, day: int, kind: str = "commune_letter", **given: object) -> TracingLetter:
    sent = TracingLetter(episode_id=stay.id, kind=kind, addressee="UBND xã Thống Nhất", sent_on=date(2026, 11, day))
    return replace(sent, **given)  # type: ignore[arg-type]


def clock(book: Book, now: datetime, stay: Episode) -> date | None:
    with book.looking(now) as reader:
        kept = reader.record(Episode, stay.id)
    assert kept is not None
    return kept.notice_published_on


def test_a_lead_is_kept_followed_up_and_struck_through(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, worker = infant(book, director, now), actor_with(Role.SOCIAL_WORKER)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        save_lead(book, grandmother(stay, found_on=None, person=""), by=worker, now=now)
    assert [one.field for one in refused.value.problems] == ["found_on", "what"]
    assert journal_length(book, now) == before
    change = save_lead(book, grandmother(stay), by=worker, now=now)
    lead = change.result
    assert change.subjects == {"reintegration"}
    assert (lead.person, lead.result, lead.version) == ("Bà ngoại", "open", 1)
    refuted = replace(lead, result="not_them", result_on=date(2026, 11, 8))
    known = save_lead(book, refuted, by=worker, now=now, seen=lead.version)
    assert known.result.version == 2
    with pytest.raises(Outdated):
        save_lead(book, replace(lead, note="Gọi lại"), by=worker, now=now, seen=lead.version)
    undo_deed(book, known.op, by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        file = tracing_file(reader, stay.id, TODAY)
        assert file is not None
        assert [(one.result, one.result_on) for one in file.leads] == [("open", None)]
    with pytest.raises(Refused):
        strike_lead(book, lead.id, by=worker, now=now)
    strike_lead(book, lead.id, by=worker, now=now, reason="ghi nhầm người")
    for refusal in (save_lead, strike_lead):
        with pytest.raises(Refused):
            refusal(book, lead if refusal is save_lead else lead.id, by=worker, now=now, reason="lần nữa")
    with pytest.raises(LookupError):
        strike_lead(book, "nobody", by=worker, now=now, reason="không có")


def test_the_first_public_notice_starts_the_clock_and_the_last_one_struck_stops_it(
    book: Book, director: Actor, now: datetime
) -> None:
    stay = infant(book, director, now)

    def save(one: TracingLetter) -> Change:
        return save_letter(book, one, by=director, now=now)

    assert save(letter(stay, 3)).subjects == {"reintegration"}
    assert clock(book, now, stay) is None
    radio = save(letter(stay, 6, "public_notice", addressee="Đài phát thanh tỉnh"))
    assert radio.subjects == {"reintegration", "episodes"}
    assert clock(book, now, stay) == date(2026, 11, 6)
    posted = save(letter(stay, 5, "commune_notice"))
    assert clock(book, now, stay) == date(2026, 11, 5)
    undo_deed(book, posted.op, by=director, now=now)
    assert clock(book, now, stay) == date(2026, 11, 6)
    kept = save(replace(radio.result, sent_on=date(2026, 11, 9))).result
    assert clock(book, now, stay) == date(2026, 11, 9)
    with pytest.raises(Refused):
        strike_letter(book, kept.id, by=director, now=now)
    strike_letter(book, kept.id, by=director, now=now, reason="đài không phát")
    assert clock(book, now, stay) is None
    with pytest.raises(Refused):
        save(kept)


def test_a_notice_about_a_grown_up_starts_no_clock_of_the_law(book: Book, director: Actor, now: datetime) -> None:
    stay = admit(book, director, now)[1]
    change = save_letter(book, letter(stay, 6, "public_notice"), by=director, now=now)
    assert change.subjects == {"reintegration"}
    assert clock(book, now, stay) is None


def test_a_letter_names_a_lead_of_the_same_stay_and_gets_its_answer(book: Book, director: Actor, now: datetime) -> None:
    stay = infant(book, director, now)
    other = admit(book, director, now)[1]
    own, foreign = (save_lead(book, grandmother(one), by=director, now=now).result.id for one in (stay, other))
    with pytest.raises(Refused) as refused:
        save_letter(book, letter(stay, 3, lead_id=foreign), by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["lead_id"]
    sent = save_letter(book, letter(stay, 3, lead_id=own), by=director, now=now).result
    answered = replace(sent, replied_on=TODAY, reply="Không có người như vậy", episode_id=other.id)
    kept = save_letter(book, answered, by=director, now=now, seen=1).result
    assert (kept.episode_id, kept.replied_on) == (stay.id, TODAY)  # a letter never moves to another person


WHO: tuple[tuple[Role, bool, bool], ...] = (
    (Role.SOCIAL_WORKER, True, True),
    (Role.HEAD, True, True),
    (Role.CLERK, False, True),
    (Role.NURSE, False, False),
    (Role.CAREGIVER, False, False),
    (Role.INSPECTOR, False, False),
    (Role.IT, False, False),
)


def test_who_traces(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
    stay = infant(book, director, now)
    secret = admit(book, director, now, episode=emergency(confidential=True))[1]
    for role, leads, letters in WHO:
        actor = actor_with(role)
        deeds: tuple[tuple[bool, Callable[..., Change], Callable[[Episode], object]], ...] = (
            (leads, save_lead, grandmother),
            (letters, save_letter, lambda one: letter(one, 3)),
        )
        for may, deed, make in deeds:
            if may:
                deed(book, make(stay), by=actor, now=now)
            for refused in (secret,) if may else (stay, secret):
                before = journal_length(book, now)
                with pytest.raises(Refused):
                    deed(book, make(refused), by=actor, now=now)
                assert journal_length(book, now) == before, role
