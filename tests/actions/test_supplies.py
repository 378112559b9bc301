"""Goods given out to many at once, signed for, struck through; the restricted under their alias."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.supplies import issue_supplies, strike_supplies
from carebook.actions.undo import undo_deed
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.supplies import issue, issues, supplies_due, supplies_of
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length
from tests.health_samples import TODAY, issued


def test_goods_go_out_to_a_group_and_are_signed_for(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    caregiver = actor_with(Role.CAREGIVER, name="Lục Thị Mừng")
    stay = admit(book, director, now)[1]
    hidden = admit(
        book,
        director,
        now,
        person=samples.person(code="", full_name="Quàng Thị Lún", alias="Hoa Mai"),
        episode=emergency(confidential=True),
    )[1]
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        issue_supplies(book, [issued(stay.id), issued(hidden.id, quantity=0)], by=caregiver, now=now)
    assert [one.field for one in refused.value.problems] == [f"quantity:{hidden.id}"]
    assert journal_length(book, now) == before
    with book.reading_for(caregiver, now) as reader:
        due = {line.who.name: line.item("summer_clothes") for line in supplies_due(reader, TODAY)}
    assert set(due) == {"Trần Thị An", "Hoa Mai"}
    assert all(one is not None and one.is_due(TODAY) and one.last_on is None for one in due.values())
    given = issue_supplies(
        book, [issued(stay.id, issued_on=TODAY), issued(hidden.id, issued_on=TODAY)], by=caregiver, now=now
    )
    assert given.said is not None
    assert given.said.values["n"] == 2
    with book.reading_for(caregiver, now) as reader:
        (found,) = issues(reader, TODAY, TODAY)
        assert (found.people, found.unsigned, {one.who.name for one in found.lines} >= {"Hoa Mai"}) == (2, 2, True)
        assert not any(line.item("summer_clothes").is_due(TODAY) for line in supplies_due(reader, TODAY))  # type: ignore[union-attr]
    signed = [replace(one, signed_by="Ký tay") for one in given.result]
    issue_supplies(book, signed, by=caregiver, now=now)
    with book.reading_for(caregiver, now) as reader:
        again = issue(reader, found.batch)
        assert again is not None
        assert (again.unsigned, len(again.lines)) == (0, 2)
    struck = strike_supplies(book, signed[1].id, by=caregiver, now=now, reason="Nhầm người")
    with book.reading_for(caregiver, now) as reader:
        assert supplies_of(reader, hidden.id) == ()
    undo_deed(book, struck.op, by=caregiver, now=now)
    with book.reading_for(caregiver, now) as reader:
        assert len(supplies_of(reader, hidden.id)) == 1
