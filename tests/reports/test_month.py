"""A month's figures as a screen and a paper need them: every role the same numbers, what comes before, what is frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.records.facility import Facility
from carebook.records.figures import TOTAL
from carebook.records.schooling import Employment
from carebook.records.staff import Actor, Role
from carebook.reports import month
from carebook.store.book import Book, new_id
from tests import period_samples as sample
from tests import samples
from tests.period_samples import MONTH


def begins_on(book: Book, day: date, now: datetime) -> None:
    with book.changing("", now, new_id(), "test") as writer:
        facility = writer.records(Facility)[0]
        writer.amend(replace(facility, records_complete_from=day))


def test_every_role_sees_the_same_numbers_with_masked_names(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    sample.filled(book)
    nurse = actor_with(Role.NURSE)
    seen = {}
    for actor in (director, nurse):
        with book.reading_for(actor, now) as reader:
            seen[actor.name] = month.gather(reader, MONTH)
    ours, theirs = seen[director.name], seen[nurse.name]
    assert [t.figures() for t in ours.tables] == [t.figures() for t in theirs.tables]
    names = {line.name: line.masked for line in theirs.table("B01").people(TOTAL, "in_new")}
    assert names == {"Nguyễn Văn Xuyến": False, "Hoa Mười": True}
    assert {line.name for line in ours.table("B01").people(TOTAL, "in_new")} == {"Nguyễn Văn Xuyến", "Lò Thị Kín"}
    assert not ours.blocking


def test_nothing_is_computed_before_the_book_begins(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    begins_on(book, date(2026, 10, 1), now)
    with book.reading_for(director, now) as reader:
        figures = month.gather(reader, MONTH)
    assert figures.previous is None
    assert figures.opening_note


def test_the_month_before_is_as_it_was_closed(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now)
    sample.live(book, "Lục Văn Chài", now=now, start_on=date(2026, 10, 30))
    with book.reading_for(director, now) as reader:
        november = month.gather(reader, "2026-11")
    assert november.previous == month.tables_of(snapshot)[0]
    broken = [c for c in november.checks if c.holds is False]
    assert [(c.code, c.blocks, [p.name for p in c.people]) for c in broken] == [("continuity", False, ["Lục Văn Chài"])]


def test_frozen_content_says_when_it_was_touched(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now)
    assert [t.code for t in month.tables_of(snapshot)] == [
        *("B01", "B02", "B03", "B05", "B06", "B07", "B08", "B09", "B10", "B11", "B16", "CS")
    ]
    with pytest.raises(ValueError, match=snapshot.id):
        month.tables_of(replace(snapshot, content=snapshot.content.replace("Cao Văn Bến", "Cao Văn Ben")))


def test_narrative_and_late_facts_are_frozen_too(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now, narrative={"problems": "Thiếu điều dưỡng."})
    assert month.narrative_of(snapshot) == {"problems": "Thiếu điều dưỡng."}
    assert month.late_of(snapshot) == ()
    with book.reading_for(director, now) as reader:
        assert month.against_today(snapshot, month.gather(reader, MONTH)) == []


@pytest.mark.parametrize(
    ("first", "today", "expected"),
    [
        (date(2026, 10, 5), date(2026, 12, 1), ["2026-12", "2026-11", "2026-10"]),
        (date(2026, 12, 1), date(2027, 1, 31), ["2027-01", "2026-12"]),
        (None, date(2026, 11, 22), ["2026-11"]),
        (date(2027, 1, 1), date(2026, 11, 22), []),
    ],
)
def test_months_a_report_can_be_made_for(first: date | None, today: date, expected: list[str]) -> None:
    assert month.months_open(first, today) == expected


def test_a_job_kept_counts_after_its_holder_left(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person())
        writer.add(samples.episode(person.id, end_on=date(2026, 3, 1), end_reason="aged_out"))
        writer.add(Employment(person_id=person.id, job="Thợ may", from_on=date(2026, 7, 15), kept_3_months=True))
    with book.reading_masked(now) as reader:
        b11 = month.gather(reader, "2026-10").table("B11")
    assert b11.cell("work_kept_3_months", TOTAL) == 1
    assert [line.person_id for line in b11.people("work_kept_3_months", TOTAL)] == [person.id]
