"""Devices in a book: the most pressing first, everybody counted, names only by right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from carebook.records.devices import DeviceLoan
from carebook.records.staff import Actor, Role
from carebook.rules.devices import LoanState
from carebook.store.book import Book, Writer, new_id
from carebook.store.devices import loan_lines_of, loans_of, loans_out, loans_returned
from carebook.store.errors import NotAllowedToSee
from tests import samples

TODAY = date(2026, 11, 22)


def lent(writer: Writer, number: int, *, stay: dict[str, Any] | None = None, **given: Any) -> DeviceLoan:
    person = writer.add(
        samples.person(code=f"CB-{number:06}", full_name=f"Trần Thị An {number}", alias=f"Hoa {number}")
    )
    episode = writer.add(samples.episode(person.id, **(stay or {})))
    loan = DeviceLoan(episode_id=episode.id, device="wheelchair", number=f"XL-{number:02}", lent_on=date(2026, 6, 1))
    return writer.add(DeviceLoan(**(vars(loan) | given)))


@pytest.fixture
def written(book: Book, director: Actor, now: datetime) -> dict[str, DeviceLoan]:
    """One device of each state."""
    gone = {"end_on": date(2026, 11, 10), "end_reason": "family"}
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        return {
            "out": lent(writer, 1),
            "check": lent(writer, 2, check_on=date(2026, 11, 12)),
            "due": lent(writer, 3, due_back_on=date(2026, 11, 20)),
            "left": lent(writer, 4, stay=gone),
            "given": lent(writer, 5, given=True),
            "given_and_gone": lent(writer, 6, given=True, stay=gone),
            "back": lent(writer, 7, returned_on=date(2026, 11, 1), condition="good"),
            "secret": lent(writer, 8, due_back_on=date(2026, 11, 1), stay={"confidential": True}, note="Số nhà 5"),
        }


def test_what_is_out_is_listed_the_most_pressing_first(
    book: Book, director: Actor, now: datetime, written: dict[str, DeviceLoan]
) -> None:
    with book.reading_for(director, now) as reader:
        out, back = loans_out(reader, TODAY), loans_returned(reader, TODAY)
    assert [(one.standing.state, one.id) for one in out] == [
        (LoanState.LEFT, written["left"].id),
        (LoanState.DUE_BACK, written["secret"].id),
        (LoanState.DUE_BACK, written["due"].id),
        (LoanState.CHECK_DUE, written["check"].id),
        (LoanState.OUT, written["out"].id),
        (LoanState.GIVEN, written["given"].id),
    ]
    assert [one.id for one in back] == [written["back"].id]
    assert back[0].loan.condition == "good"
    assert out[0].left_on == date(2026, 11, 10)


def test_everybody_counts_and_some_under_their_alias(
    book: Book, actor_with: Callable[..., Actor], now: datetime, written: dict[str, DeviceLoan]
) -> None:
    with book.reading_for(actor_with(Role.THERAPIST), now) as reader:
        out = loans_out(reader, TODAY)
        secret = next(one for one in out if one.id == written["secret"].id)
        assert loans_of(reader, written["secret"].episode_id) == ()
    assert len(out) == 6
    assert (secret.name, secret.masked, secret.loan.number, secret.loan.note) == ("Hoa 8", True, "", "")
    assert secret.standing.state is LoanState.DUE_BACK


def test_the_devices_of_one_stay(book: Book, director: Actor, now: datetime, written: dict[str, DeviceLoan]) -> None:
    stay = written["out"].episode_id
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        older = writer.add(DeviceLoan(episode_id=stay, device="crutches", lent_on=date(2026, 2, 1)))
        struck = writer.add(DeviceLoan(episode_id=stay, device="glasses", lent_on=date(2026, 3, 1)))
        writer.withdraw(DeviceLoan, struck.id, "ghi nhầm")
    with book.reading_for(director, now) as reader:
        assert [one.id for one in loans_of(reader, stay)] == [written["out"].id, older.id]
        assert struck.id in {one.id for one in loans_of(reader, stay, withdrawn=True)}
        assert {one.id for one in loan_lines_of(reader, stay, TODAY)} == {written["out"].id, older.id}


def test_devices_ask_the_right(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    with book.reading_for(actor_with(Role.IT), now) as reader, pytest.raises(NotAllowedToSee):
        loans_out(reader, TODAY)
