"""Calls noted, restricted by themselves, called back, struck through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.hotline import call_back, open_restricted_call, save_call, strike_call
from carebook.actions.undo import undo_deed
from carebook.records.services import DangerLevel, HotlineCall
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book
from carebook.store.errors import NotAllowedToSee
from carebook.store.hotline import call, calls, calls_to_return
from tests.actions.admissions import journal_length

TODAY = date(2026, 11, 22)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


def taken(by: Actor, at: datetime, **given: object) -> HotlineCall:
    made = HotlineCall(called_at=at, taken_by_id=by.staff_member_id, caller="family", need="autism", anonymous=True)
    return replace(made, **given)  # type: ignore[arg-type]


def test_a_call_is_noted_and_called_back_until_somebody_answers(book: Book, worker: Actor, now: datetime) -> None:
    promised = taken(worker, now, outcome="call_back", call_back_on=TODAY, caller_phone="0912345678")
    change = save_call(book, promised, by=worker, now=now)
    assert change.subjects == {"services"}
    kept = change.result
    for result, again in (("", None), ("Không nghe máy", date(2026, 11, 21))):
        with pytest.raises(Refused):
            call_back(book, kept.id, TODAY, result, again_on=again, by=worker, now=now)
    tried = call_back(book, kept.id, TODAY, "Không nghe máy", again_on=date(2026, 11, 24), by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        assert [one.id for one in calls_to_return(reader, TODAY)] == [kept.id]
        assert calls_to_return(reader, TODAY, ahead=1) == ()
    later = now + timedelta(days=2)
    with pytest.raises(Outdated):
        call_back(book, kept.id, date(2026, 11, 24), "Đã nghe", by=worker, now=later, seen=kept.version)
    done = call_back(book, kept.id, date(2026, 11, 24), "Hẹn đến lớp", by=worker, now=later, seen=tried.result.version)
    assert done.result.called_back_on == date(2026, 11, 24)
    assert done.result.call_back == "22/11/2026: Không nghe máy\n24/11/2026: Hẹn đến lớp"
    with pytest.raises(Refused):
        call_back(book, kept.id, date(2026, 11, 24), "Lần nữa", by=worker, now=later)
    undo_deed(book, done.op, by=worker, now=later)
    with book.reading_for(worker, later) as reader:
        assert [one.id for one in calls_to_return(reader, TODAY)] == [kept.id]
    strike_call(book, kept.id, by=worker, now=later, reason="gọi nhầm")
    with book.reading_for(worker, later) as reader:
        assert calls(reader, TODAY, TODAY) == ()
        assert calls_to_return(reader, TODAY) == ()


def test_the_month_is_that_of_vietnam(book: Book, worker: Actor, now: datetime) -> None:
    for hours in (0, 2, 3, 26):  # 00:00, 02:00 and 03:00 in Vietnam of the 22nd, then 02:00 of the 23rd
        save_call(
            book, taken(worker, now - timedelta(hours=9) + timedelta(hours=hours)), by=worker, now=now + timedelta(1)
        )
    with book.reading_for(worker, now) as reader:
        assert len(calls(reader, TODAY, TODAY)) == 3
        assert len(calls(reader, date(2026, 11, 21), date(2026, 11, 21))) == 0
        assert len(calls(reader, TODAY, date(2026, 11, 23))) == 4


def test_a_call_about_violence_is_counted_by_all_and_read_by_few(
    book: Book, director: Actor, worker: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    plan = {"danger": DangerLevel.URGENT, "safety_plan": "Ra nhà hàng xóm", "content": "Đang ở nhà vệ sinh, ôm con"}
    said = save_call(book, taken(worker, now, need="violence", **plan), by=worker, now=now)
    assert said.result.confidential
    assert said.said is not None
    assert said.said.id == "Noted the restricted call."
    # who took it writes on it until the next day ends; everybody else, and they later, only count it
    later, colleague = now + timedelta(days=2), actor_with(Role.CLERK, name="Đàm Thị Trâm Anh")
    with book.reading_for(worker, now + timedelta(days=1)) as reader:
        assert [one.masked for one in calls(reader, TODAY, TODAY)] == [False]
    more = replace(said.result, advice="Gọi công an phường")
    assert save_call(book, more, by=worker, now=now, seen=said.result.version).result.confidential
    open_restricted_call(book, said.result.id, by=worker, now=now)
    for who, at in ((worker, later), (colleague, now)):
        with book.reading_for(who, at) as reader:
            (line,) = calls(reader, TODAY, TODAY)
            assert call(reader, line.id) is None
        assert line.masked
    assert (line.call.danger, line.call.need, line.taken_by) == (DangerLevel.URGENT, "violence", "Mạc Thị Hải Đường")
    assert (line.call.content, line.call.safety_plan, line.call.caller_phone) == ("", "", "")
    before = journal_length(book, now)
    for who, at in ((worker, later), (colleague, now)):
        with pytest.raises(Refused):
            save_call(book, replace(said.result, content=""), by=who, now=at)
        with pytest.raises(Refused):
            open_restricted_call(book, said.result.id, by=who, now=at)
    with pytest.raises(Refused):
        strike_call(book, said.result.id, by=worker, now=later, reason="thử")
    assert journal_length(book, now) == before
    with book.reading_for(director, now) as reader:
        (line,) = calls(reader, TODAY, TODAY)
    assert (line.masked, line.call.content) == (False, "Đang ở nhà vệ sinh, ôm con")
    with book.looking(now) as writer:
        (reading,) = writer.records(Reading)
    assert (reading.deed, reading.person_id, reading.reason) == (
        "open_restricted_call",
        None,
        "cuộc gọi 09:00 ngày 22/11/2026",
    )
    opened = save_call(book, replace(said.result, need="other"), by=director, now=now).result
    assert opened.confidential  # another word for the need opens nothing
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader, pytest.raises(NotAllowedToSee):
        calls(reader, TODAY, TODAY)
