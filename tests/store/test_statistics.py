"""The answer to a design from the book: the same numbers for every role, masked people unnamed, before the book nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.facility import amend_facility
from carebook.records.facility import Facility
from carebook.records.figures import TOTAL, Period
from carebook.records.staff import Actor, Role
from carebook.rules.statistics import FACTS, Design, Who
from carebook.store import facility
from carebook.store.book import Book
from carebook.store.errors import NotAllowedToSee
from carebook.store.statistics import filter_choices, named_values, statistic
from tests import samples
from tests.actions.admissions import admit

TODAY = date(2026, 11, 22)
DAY = Period.whole(TODAY, TODAY)


def test_every_role_gets_the_same_numbers_and_only_some_the_names(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    admit(book, director, now)
    hidden = samples.person(code="", full_name="Lò Thị Én", alias="An Bình")
    stay = samples.episode("", route="emergency", confidential=True)
    admit(book, director, now, person=hidden, episode=stay, category="victim_dv")
    tables = []
    for actor in (director, actor_with(Role.NURSE)):
        with book.reading_for(actor, now) as reader:
            found = statistic(reader, Design(rows="sex", columns="category"), DAY, TODAY).table
            assert found is not None
            tables.append(found)
    assert tables[0].figures() == tables[1].figures()
    assert tables[0].cell(TOTAL, TOTAL) == 2
    assert [line.masked for line in tables[0].lines] == [False, False]
    assert sorted((line.masked, bool(line.name)) for line in tables[1].lines) == [(False, True), (True, False)]


def test_before_the_book_knew_everybody_nothing_is_counted(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        about: Facility = facility.facility(reader)
    amend_facility(book, replace(about, records_complete_from=date(2026, 11, 1)), by=director, now=now)
    with book.reading_for(director, now) as reader:
        october = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
        assert statistic(reader, Design(Who.CAME), october, TODAY).table is None
        assert statistic(reader, Design(), DAY, TODAY).table is not None


def test_what_can_be_filtered_by(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        assert set(named_values(reader)) == {"ward", "case_manager"}
        assert set(FACTS) - set(filter_choices(reader, TODAY, TODAY)) == {"start_year", "start_month", "end_month"}
        said = statistic(reader, Design(only={"sex": ("female",), "ward": ()}), DAY, TODAY).filters
    assert said == ("Giới tính: Nữ",)


def test_who_sees_no_people_sees_no_statistics(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    with book.reading_for(actor_with(Role.IT), now) as reader, pytest.raises(NotAllowedToSee):
        statistic(reader, Design(), DAY, TODAY)
