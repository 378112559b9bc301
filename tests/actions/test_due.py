"""Putting a due thing off: kept with its reason, moved when done again, undone, refused with words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from carebook.actions.change import Refused
from carebook.actions.due import put_off_due
from carebook.actions.undo import undo_deed
from carebook.records.due import Snooze
from carebook.records.episodes import Episode
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from tests import samples
from tests.conftest import NOW

TODAY = date(2026, 11, 22)


@pytest.fixture
def stays(book: Book, director: Actor) -> list[Episode]:
    """An open stay and a restricted one."""
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        people = [writer.add(samples.person(code=f"CB-{n:06}", alias="Hoa Mai")) for n in range(2)]
        return [writer.add(samples.episode(one.id, confidential=bool(n))) for n, one in enumerate(people)]


def wanted(stay: Episode, days: int = 5, reason: str = "chờ gia đình") -> Snooze:
    until = TODAY + timedelta(days=days)
    return Snooze(kind="plan_review", episode_id=stay.id, due_on=TODAY, until_on=until, reason=reason)


def kept(book: Book, actor: Actor) -> list[tuple[date, str]]:
    with book.reading_for(actor, NOW) as reader:
        return [(one.until_on, one.reason) for one in reader.records(Snooze)]


def test_it_is_kept_with_its_reason_moved_and_undone(book: Book, director: Actor, stays: list[Episode]) -> None:
    change = put_off_due(book, wanted(stays[0], reason="  chờ \n gia đình "), by=director, now=NOW)
    assert kept(book, director) == [(TODAY + timedelta(days=5), "chờ gia đình")]
    assert change.subjects == {"casework"}
    assert change.said is not None
    assert change.said.values["date"] == "27/11/2026"
    again = put_off_due(book, wanted(stays[0], 10, "ốm"), by=director, now=NOW)
    assert kept(book, director) == [(TODAY + timedelta(days=10), "ốm")]
    undo_deed(book, again.op, by=director, now=NOW)
    undo_deed(book, change.op, by=director, now=NOW)
    assert kept(book, director) == []


@pytest.mark.parametrize(
    ("days", "reason", "field"),
    [(0, "chờ", "until_on"), (-3, "chờ", "until_on"), (31, "chờ", "until_on"), (3, " ", "reason")],
)
def test_a_refused_one_leaves_nothing(
    book: Book, director: Actor, stays: list[Episode], days: int, reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        put_off_due(book, wanted(stays[0], days, reason), by=director, now=NOW)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert kept(book, director) == []


def test_not_by_who_may_not(
    book: Book, stays: list[Episode], director: Actor, actor_with: Callable[..., Actor]
) -> None:
    for actor, stay in ((actor_with(Role.INSPECTOR), stays[0]), (actor_with(Role.NURSE), stays[1])):
        with pytest.raises(Refused):
            put_off_due(book, wanted(stay), by=actor, now=NOW)
    assert kept(book, director) == []
