"""The week on paper: by owner and day, aliases only, what is late first, put off or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from carebook.records.due import Snooze
from carebook.records.episodes import Episode
from carebook.records.facility import Facility
from carebook.records.staff import Actor
from carebook.records.supplies import SuppliesIssued
from carebook.reports.due import Week, draw, gather
from carebook.store import code_lists
from carebook.store.book import Book, new_id
from tests import samples
from tests.conftest import NOW
from tests.reports.reading import flat, page_sizes

TODAY = date(2026, 11, 22)


@pytest.fixture
def stays(book: Book, director: Actor) -> list[Episode]:
    """Begun on 10 November: one of the director's in a ward, one restricted of nobody's."""
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        made = []
        for n in range(2):
            person = writer.add(samples.person(code=f"CB-{n:06}", full_name=f"Lục Văn Chài {n}", alias="Hoa Mai"))
            stay = samples.episode(person.id, start_on=date(2026, 11, 12), confidential=bool(n))
            made.append(writer.add(replace(stay, case_manager_id=None if n else director.staff_member_id)))
            for item in code_lists.codes(writer, "supply_item", TODAY):
                writer.add(SuppliesIssued(episode_id=made[n].id, item=item.code, issued_on=stay.start_on))
        writer.add(samples.bed_assignment(made[0].id, room.id))
        facility = writer.records(Facility)[0]
        writer.amend(replace(facility, records_complete_from=date(2026, 11, 1), report_day=1))  # no report is due yet
    return made


def week(book: Book, **given: str) -> Week:
    with book.reading_masked(NOW) as reader:
        return gather(reader, NOW, **given)  # type: ignore[arg-type]


def test_the_week_stands_by_owner_and_day_under_aliases(book: Book, director: Actor, stays: list[Episode]) -> None:
    found = week(book)
    assert [who for who, _lines in found.of] == [director.name, "Chưa giao cho ai"]
    assert (found.first, found.last) == (TODAY, TODAY + timedelta(days=6))
    for _who, lines in found.of:
        days = [line.due_on for line in lines]
        assert days == [date(2026, 11, 19), date(2026, 11, 27)]  # five and ten working days, 24/11 is free
    assert {line.for_whom for _who, lines in found.of for line in lines} == {"Lục Văn Chài 0", "Hoa Mai"}
    assert found.count == 4
    assert stays


def test_it_is_drawn_on_sheets_that_stand_and_names_nobody_restricted(
    book: Book, director: Actor, stays: list[Episode]
) -> None:
    with book.reading_masked(NOW) as reader:
        pdf = draw(gather(reader, NOW, printed_by="Đào Thị Hướng Dương in lúc 09:00"), invariant=True).pdf
    printed = flat(pdf)
    for expected in (
        "VIỆC ĐẾN HẠN TRONG TUẦN",
        director.name,
        "Lục Văn Chài 0",
        "Hoa Mai",
        "19/11/2026",
        "in lúc 09:00",
    ):
        assert expected in printed
    assert "Lục Văn Chài 1" not in printed
    assert set(page_sizes(pdf)) == {(210, 297)}
    assert stays


def test_one_owner_one_ward_and_a_week_without_anything(book: Book, director: Actor, stays: list[Episode]) -> None:
    assert [who for who, _lines in week(book, owner=director.staff_member_id).of] == [director.name]
    with book.reading_masked(NOW) as reader:
        ward = reader.value("SELECT id FROM ward")
    only = week(book, ward_id=ward)
    assert {line.for_whom for _who, lines in only.of for line in lines} == {"Lục Văn Chài 0"}
    assert only.about.startswith("Khu A, từ")
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        for stay in stays:
            writer.amend(replace(writer.record(Episode, stay.id) or stay, start_on=TODAY + timedelta(days=1)))
    empty = week(book)
    assert empty.count == 0
    assert "Không có việc nào đến hạn trong tuần." in flat(draw(empty).pdf)


def test_what_was_put_off_stays_on_paper(book: Book, director: Actor, stays: list[Episode]) -> None:
    until = TODAY + timedelta(days=3)
    snooze = Snooze(
        kind="initial_assessment", episode_id=stays[0].id, due_on=date(2026, 11, 27), until_on=until, reason="ốm"
    )
    with book.changing(director.account_id, NOW, new_id(), "test") as writer:
        writer.add(snooze)
    assert week(book).count == 4
