"""A month's figures as a screen and a paper need them: every role the same numbers, what comes before, what is frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions import periods
from carebook.records.facility import Facility
from carebook.records.figures import TOTAL
from carebook.records.schooling import Employment
from carebook.records.staff import Actor, Role
from carebook.reports import month
from carebook.reports.figures import numbers_only
from carebook.rules import identities
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
        *("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B10", "B11"),
        *("B12", "B13", "B14", "B15", "B16", "CS"),
    ]
    with pytest.raises(ValueError, match=snapshot.id):
        month.tables_of(replace(snapshot, content=snapshot.content.replace("Cao Văn Bến", "Cao Văn Ben")))


def test_narrative_and_late_facts_are_frozen_too(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now, narrative={"problems": "Thiếu điều dưỡng."})
    assert month.narrative_of(snapshot) == {"problems": "Thiếu điều dưỡng."}
    assert month.late_of(snapshot) == ()
    with book.reading_for(director, now) as reader:
        assert identities.changed_cells(month.tables_of(snapshot)[0], month.gather(reader, MONTH).table("B01")) == []


def test_a_quarter_and_a_year_are_counted_over_their_days(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    with book.reading_for(director, now) as reader:
        found = {key: month.gather(reader, key) for key in (MONTH, "2026-Q4", "2026-H2", "2026")}
    for key, figures in found.items():
        b01 = figures.table("B01")
        assert (figures.key, b01.cell(TOTAL, "out_home")) == (key, 1)
        assert b01.cell(TOTAL, "closing") == 5
        assert not figures.blocking
    assert found["2026"].table("B01").cell(TOTAL, "opening") + found["2026"].table("B01").cell(TOTAL, "in_new") == 6


def test_the_opening_typed_for_the_first_month_is_that_of_its_quarter(
    book: Book, director: Actor, now: datetime
) -> None:
    begins_on(book, date(2026, 10, 1), now)
    periods.type_opening(book, MONTH, {"elderly_alone_poor": 9}, "báo cáo số 12", by=director, now=now)
    with book.reading_for(director, now) as reader:
        openings = {key: month.gather(reader, key).table("B01").cell(TOTAL, "opening") for key in (MONTH, "2026-Q4")}
        whole = month.gather(reader, "2026")
    year = whole.table("B01")
    assert "01/10/2026" in whole.opening_note
    assert openings == {MONTH: 9, "2026-Q4": 9}
    assert year.cell(TOTAL, "opening") is None
    assert year.cell(TOTAL, "closing") == 0


def test_the_cutoff_lies_before_the_end(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    with book.reading_for(director, now) as reader:
        b01 = month.gather(reader, "2026-H2", cutoff=date(2026, 10, 11)).table("B01")
    assert (b01.cell(TOTAL, "out_home"), b01.cell(TOTAL, "closing")) == (0, 5)


def test_the_same_time_last_year_is_told_in_numbers_only(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    sample.live(book, "Hà Thị Lan", start_on=date(2025, 3, 1))
    begins_on(book, date(2026, 1, 1), now)
    with book.reading_for(director, now) as reader:
        assert month.gather(reader, MONTH).last_year == ()  # the book began later
    begins_on(book, date(2020, 1, 1), now)
    with book.reading_for(director, now) as reader:
        counted = month.gather(reader, MONTH)
        older = month.gather(reader, "2025-10")
    assert [t.figures() for t in counted.last_year] == [t.figures() for t in older.tables]
    assert all(not line.name and not line.person_id for table in counted.last_year for line in table.lines)
    assert any(table.lines for table in counted.last_year)
    snapshot = sample.closed(book, director, now)
    assert month.last_year_of(snapshot) == counted.last_year
    assert month.previous_of(snapshot) == numbers_only(counted.previous)


def test_last_year_ends_on_the_same_day_as_this_one(book: Book, director: Actor, now: datetime) -> None:
    sample.live(book, "Hà Thị Lan", start_on=date(2025, 10, 10))
    sample.live(book, "Vũ Thị Cúc", start_on=date(2025, 10, 20))
    begins_on(book, date(2020, 1, 1), now)
    closed = periods.close_period(book, "2025-10", by=director, now=now).result
    with book.reading_for(director, now) as reader:
        whole = month.gather(reader, MONTH).last_year[0]
        partly = month.gather(reader, MONTH, cutoff=date(2026, 10, 15)).last_year[0]
        without = month.gather(reader, MONTH, last_year=False).last_year
    assert whole == numbers_only(month.tables_of(closed)[0])
    assert (whole.cell(TOTAL, "in_new"), partly.cell(TOTAL, "in_new"), without) == (2, 1, ())


def test_a_job_kept_counts_after_its_holder_left(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.add(samples.person())
        writer.add(samples.episode(person.id, end_on=date(2026, 3, 1), end_reason="aged_out"))
        writer.add(Employment(person_id=person.id, job="Thợ may", from_on=date(2026, 7, 15), kept_3_months=True))
    with book.reading_masked(now) as reader:
        b11 = month.gather(reader, "2026-10").table("B11")
    assert b11.cell("work_kept_3_months", TOTAL) == 1
    assert [line.person_id for line in b11.people("work_kept_3_months", TOTAL)] == [person.id]
