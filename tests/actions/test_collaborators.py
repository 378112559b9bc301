"""Collaborators written down, corrected and struck through; communes that have none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.collaborators import save_collaborator, strike_collaborator
from carebook.records.collaborators import Collaborator
from carebook.records.staff import Actor, Role
from carebook.rules.collaborators import ContractState
from carebook.store.book import Book
from carebook.store.collaborators import BareCommune, collaborators, communes_without
from tests.actions.handed_over import handed_over

TODAY = date(2026, 11, 22)
MAN = Collaborator(full_name="Chíu Thị Mận", commune="07030", phone="0500 000 321", allowance=1_000_000)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


def test_a_collaborator_is_kept_follows_people_and_is_struck_through_only_without_them(
    book: Book, worker: Actor, now: datetime
) -> None:
    with pytest.raises(Refused):
        save_collaborator(book, replace(MAN, commune=None), by=worker, now=now)
    helper = save_collaborator(book, MAN, by=worker, now=now).result
    ends = replace(helper, to_on=date(2026, 12, 1), contract_no="03/HĐ-CTV")
    save_collaborator(book, ends, by=worker, now=now, seen=helper.version)
    with pytest.raises(Outdated):
        save_collaborator(book, ends, by=worker, now=now, seen=helper.version)
    handed_over(book, worker, now, collaborator_id=helper.id, commune="07030")
    handed_over(book, worker, now, commune="06838")
    handed_over(book, worker, now, commune="06838")
    with book.reading_for(worker, now) as reader:
        (line,) = collaborators(reader, TODAY)
        assert (line.cases, line.visits, line.late, line.below) == (1, 5, 4, True)
        assert line.contract.state is ContractState.ENDS_SOON
        assert communes_without(reader, TODAY) == [BareCommune("06838", 2)]
        assert communes_without(reader, date(2026, 12, 2)) == [BareCommune("06838", 2), BareCommune("07030", 1)]
    with pytest.raises(Refused) as refused:
        strike_collaborator(book, helper.id, by=worker, now=now, reason="Ghi nhầm")
    assert (refused.value.message.values["n"], refused.value.message.values["visits"]) == (1, 5)
    other = save_collaborator(book, replace(MAN, full_name="Bàn A Sìn"), by=worker, now=now).result
    with pytest.raises(Refused):
        strike_collaborator(book, other.id, by=worker, now=now)
    strike_collaborator(book, other.id, by=worker, now=now, reason="Ghi nhầm")
    with book.reading_for(worker, now) as reader:
        assert [one.id for one in collaborators(reader, TODAY)] == [helper.id]


def test_collaborators_are_listed_by_their_given_names(book: Book, worker: Actor, now: datetime) -> None:
    for name, commune in (("Vũ Thị Hằng", "06838"), ("Nguyễn Diệu Anh", "07030"), ("Đỗ Thị Hạnh", "06841")):
        save_collaborator(book, replace(MAN, full_name=name, commune=commune), by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        names = [one.collaborator.full_name for one in collaborators(reader, TODAY)]
    assert names == ["Nguyễn Diệu Anh", "Đỗ Thị Hạnh", "Vũ Thị Hằng"]
