"""The list of the facilities that report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from carebook.actions import undo
from carebook.actions.change import Refused
from carebook.actions.receiving import (
    receive_parcel,
    save_reporting_facility,
    strike_reporting_facility,
    where_of,
)
from carebook.records.receiving import ReportingFacility
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.receiving import BookStore


def test_the_list_of_facilities(book: Book, director: Actor, now: datetime) -> None:
    kept_one = save_reporting_facility(book, ReportingFacility(name=" Cơ sở Hoa Sen "), by=director, now=now).result
    assert (kept_one.name, kept_one.version) == ("Cơ sở Hoa Sen", 1)
    with pytest.raises(Refused):
        save_reporting_facility(book, ReportingFacility(name="co so hoa sen"), by=director, now=now)
    with pytest.raises(Refused):
        save_reporting_facility(book, ReportingFacility(name=""), by=director, now=now)
    changed = save_reporting_facility(book, replace(kept_one, beds=120), by=director, now=now).result
    assert (changed.beds, changed.version) == (120, 2)
    with pytest.raises(Refused):
        strike_reporting_facility(book, kept_one.id, reason=" ", by=director, now=now)
    strike_reporting_facility(book, kept_one.id, reason="Đã giải thể", by=director, now=now)
    with book.looking(now) as reader:
        assert BookStore(reader).facilities() == []
        assert reader.record(ReportingFacility, kept_one.id) is not None


def test_what_was_done_to_the_list_can_be_undone(book: Book, director: Actor, now: datetime) -> None:
    added = save_reporting_facility(book, ReportingFacility(name="Cơ sở Hoa Sen"), by=director, now=now)
    struck = strike_reporting_facility(book, added.result.id, reason="nhầm", by=director, now=now)
    undo.undo_deed(book, struck.op, by=director, now=now)
    with book.looking(now) as reader:
        assert [one.name for one in BookStore(reader).facilities()] == ["Cơ sở Hoa Sen"]
    changed = save_reporting_facility(book, replace(added.result, beds=5), by=director, now=now)
    undo.undo_deed(book, changed.op, by=director, now=now)
    with book.looking(now) as reader:
        assert [one.beds for one in BookStore(reader).facilities()] == [None]


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.DIRECTOR, True), (Role.CLERK, True), (Role.NURSE, False), (Role.SOCIAL_WORKER, False), (Role.IT, False)],
)
def test_who_may_keep_the_list_and_receive(
    book: Book, now: datetime, actor_with: Callable[..., Actor], role: Role, may: bool
) -> None:
    by = actor_with(role)
    for deed in (
        lambda: save_reporting_facility(book, ReportingFacility(name="Cơ sở Tre Xanh"), by=by, now=now),
        lambda: receive_parcel(book, b"x", "a.pdf", "", by=by, now=now),
        lambda: where_of(book, "nowhere", by=by, now=now),
    ):
        try:
            deed()
            refused = False
        except Refused as error:
            refused = error.message.id.startswith("The right")
        assert refused is not may
    with book.looking(now) as reader:
        assert len(BookStore(reader).facilities()) == may
        assert len(BookStore(reader).parcels()) == may
