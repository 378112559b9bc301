"""A paper about a person leaves the book only with the right, and leaves a line in the reading log first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.people import protected
from carebook.actions.prints import print_batch, print_papers
from carebook.records.staff import Actor, Reading, Role
from carebook.rules import permissions
from carebook.store.book import Book, new_id
from tests.actions.admissions import admit, emergency, journal_length

SOMEBODY = ("one", "two", "three")
"""People without a bed, whom every account reaches."""


def readings(book: Book, now: datetime) -> list[tuple[str, str | None, int, str]]:
    """The lines of the reading log."""
    with book.looking(now) as writer:
        return [(r.deed, r.person_id, r.people, r.reason) for r in writer.records(Reading)]


def test_a_print_is_in_the_reading_log_once(book: Book, director: Actor, now: datetime) -> None:
    person, _stay = admit(book, director, now)
    op = new_id()
    for _again in range(2):
        print_papers(book, person.id, "Biên bản tiếp nhận", by=director, now=now, op=op)
    assert readings(book, now) == [("print_papers", person.id, 1, "Biên bản tiếp nhận")]


def test_without_the_name_of_the_paper_nothing_is_noted(book: Book, director: Actor, now: datetime) -> None:
    person, _stay = admit(book, director, now)
    before = journal_length(book, now)
    with pytest.raises(Refused):
        print_papers(book, person.id, " ", by=director, now=now)
    assert journal_length(book, now) == before


def test_nobody_is_no_person(book: Book, director: Actor, now: datetime) -> None:
    with pytest.raises(LookupError):
        print_papers(book, "nobody", "Biên bản tiếp nhận", by=director, now=now)
    assert readings(book, now) == []


def test_a_restricted_record_is_not_printed_without_the_right(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    person, _stay = admit(book, director, now, episode=emergency(), category="victim_dv")
    with pytest.raises(Refused) as refused:
        print_papers(book, person.id, "Biên bản tiếp nhận", by=actor_with(Role.NURSE), now=now)
    assert refused.value.message == protected()
    assert readings(book, now) == []


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may(role: Role, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
    person, _stay = admit(book, director, now)
    actor = actor_with(role)
    if role in permissions.DEEDS["print_papers"]:
        assert print_papers(book, person.id, "Đơn", by=actor, now=now).result.people == 1
    else:
        with pytest.raises(Refused):
            print_papers(book, person.id, "Đơn", by=actor, now=now)
        assert readings(book, now) == []


def test_printing_for_many_leaves_one_line_with_how_many_and_why(book: Book, director: Actor, now: datetime) -> None:
    print_batch(
        book, SOMEBODY, "Phiếu chăm sóc tại giường, Khu A", reason="treo đầu giường", whole=False, by=director, now=now
    )
    assert readings(book, now) == [
        ("print_batch", None, 3, "Phiếu chăm sóc tại giường, Khu A: treo đầu giường"),
    ]


@pytest.mark.parametrize(("people", "reason"), [(SOMEBODY, " "), ((), "treo đầu giường")])
def test_nothing_is_printed_for_nobody_or_without_a_reason(
    people: tuple[str, ...], reason: str, book: Book, director: Actor, now: datetime
) -> None:
    before = journal_length(book, now)
    with pytest.raises(Refused):
        print_batch(book, people, "Phiếu", reason=reason, whole=False, by=director, now=now)
    assert (readings(book, now), journal_length(book, now)) == ([], before)


@pytest.mark.parametrize("role", list(Role))
def test_only_who_cares_for_people_prints_for_many(
    role: Role, book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    actor = actor_with(role)
    if role in permissions.DEEDS["print_batch"]:
        assert print_batch(book, SOMEBODY, "Phiếu", reason="treo", whole=False, by=actor, now=now).result.people == 3
    else:
        with pytest.raises(Refused):
            print_batch(book, SOMEBODY, "Phiếu", reason="treo", whole=False, by=actor, now=now)
        assert readings(book, now) == []


@pytest.mark.parametrize("role", [Role.NURSE, Role.SOCIAL_WORKER])
def test_whole_papers_of_many_take_the_right_to_take_lists_out(
    role: Role, book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    actor = actor_with(role)
    if role in permissions.DEEDS["export_list"]:
        print_batch(book, SOMEBODY, "Mẫu 04", reason="lưu hồ sơ", whole=True, by=actor, now=now)
    else:
        with pytest.raises(Refused):
            print_batch(book, SOMEBODY, "Mẫu 04", reason="lưu hồ sơ", whole=True, by=actor, now=now)
    assert len(readings(book, now)) == (role is Role.SOCIAL_WORKER)
