"""The numbers of reports and decisions of a year, as the office's register is asked for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions import periods, signing
from carebook.records.episodes import Episode
from carebook.records.periods import InkSignature
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from carebook.store.outgoing import decision_numbers, report_numbers
from tests import period_samples as sample

DAY = date(2026, 11, 4)


def test_numbers_of_reports_are_found_as_given_and_as_signed_in_ink(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    october = sample.closed(book, director, now)
    half = periods.close_period(book, "2026-H2", by=director, now=now, cutoff=date(2026, 11, 20)).result
    periods.number_report(book, october.id, "128", DAY, by=director, now=now)
    periods.number_report(book, half.id, "", None, by=director, now=now)
    ink = InkSignature(snapshot_id=half.id, number="131", dated_on=date(2026, 11, 21), signer_name=director.name)
    signing.sign_in_ink(book, ink, b"%PDF-1.4 scan", by=director, now=now)
    with book.reading_for(director, now) as reader:
        found = report_numbers(reader, 2026)
        assert {(one.id, one.number) for one in found} == {("2026-10", "128"), ("2026-H2", "131")}
        assert report_numbers(reader, 2025) == []


def test_decisions_are_found_once_and_without_who_they_are_about(book: Book, now: datetime) -> None:
    people = sample.filled(book)
    with book.changing("", now, new_id(), "test") as writer:
        for name in ("an", "ben", "kin"):
            (stay,) = writer.records(Episode, "id = ?", (people[name].episode_id,))
            writer.amend(replace(stay, decision_no="45/QĐ-TTBTXH", decision_on=DAY))
        (left,) = writer.records(Episode, "id = ?", (people["loc"].episode_id,))
        writer.amend(replace(left, end_decision_no="46", end_decision_on=DAY))
    with book.looking(now) as reader:
        found = decision_numbers(reader, 2026)
    assert [(one.number, one.dated_on, one.about.id) for one in found] == [
        ("45/QĐ-TTBTXH", DAY, "Admission decision"),
        ("46", DAY, "Decision to end"),
    ]
