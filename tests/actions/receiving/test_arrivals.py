"""What a department takes in, what it leaves aside, and what is kept of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.actions import signing
from carebook.actions.change import Refused
from carebook.actions.receiving import (
    look_again,
    save_reporting_facility,
)
from carebook.records.facility import Facility
from carebook.records.receiving import ReportingFacility
from carebook.records.staff import Actor
from carebook.rules.receiving import Standing, newest_by_facility, standing_of
from carebook.rules.roll_up import roll_up
from carebook.store import periods
from carebook.store.book import Book, new_id
from carebook.store.receiving import BookStore
from tests.actions.receiving.conftest import FILE, closing, kept, take
from tests.parcel_samples import Sender, movement, rehashed, under_an_authority


def test_a_report_is_taken_with_its_provenance(trusting: Book, director: Actor, now: datetime, october: bytes) -> None:
    found = take(trusting, october, director, now)
    assert (found.standing, found.facility) == (Standing.TAKEN, "Cơ sở Hoa Sen")
    row = found.parcel
    assert row is not None
    assert (row.period, row.report_version, row.number, row.dated_on) == ("2026-10", 1, "05", date(2026, 11, 3))
    assert (row.level, row.signers) == ("facility_trusted", ("Mạc Thị Hải Đường", "Đào Thị Hướng Dương"))
    assert (row.came_from, row.file_name, row.received_at) == ("/nhan", FILE, now)
    assert row.file_hash == hashlib.sha256(october).hexdigest()
    assert closing(trusting, row, now) == 150
    with trusting.looking(now) as reader:
        store = BookStore(reader)
        assert store.content(row.id) == october
        assert [(one.name, one.symbol, one.facility_id) for one in store.facilities()] == [
            ("Cơ sở Hoa Sen", "HS", "018f-hoa-sen")
        ]


def test_the_same_file_and_the_same_figures_change_nothing(
    trusting: Book, director: Actor, now: datetime, lotus: Sender, october: bytes
) -> None:
    first = take(trusting, october, director, now)
    again = take(trusting, october, director, now + timedelta(hours=1))
    assert (again.standing, again.parcel) == (Standing.SAME, first.parcel)
    signed_anew = take(trusting, lotus.report(movement(150)), director, now + timedelta(hours=2))
    assert signed_anew.standing is Standing.SAME
    rows = kept(trusting, now)
    assert len(rows) == 2
    assert [closing(trusting, one, now) for one in newest_by_facility(rows).values()] == [150]


def test_a_later_version_counts_and_an_earlier_one_never_replaces_it(
    trusting: Book, director: Actor, now: datetime, lotus: Sender, october: bytes
) -> None:
    second = take(trusting, lotus.report(movement(151), version=2), director, now)
    late = take(trusting, october, director, now + timedelta(hours=1))
    assert (second.standing, late.standing) == (Standing.TAKEN, Standing.OLDER)
    rows = kept(trusting, now)
    assert [closing(trusting, one, now) for one in newest_by_facility(rows).values()] == [151]
    assert {one.report_version: standing_of(one, rows) for one in rows} == {2: Standing.TAKEN, 1: Standing.OLDER}


def test_other_figures_under_the_same_version_are_asked_about(
    trusting: Book, director: Actor, now: datetime, lotus: Sender, october: bytes
) -> None:
    first = take(trusting, october, director, now)
    other = take(trusting, lotus.report(movement(149)), director, now + timedelta(hours=1))
    assert other.standing is Standing.CONFLICT
    assert other.parcel is not None
    assert (
        closing(trusting, newest_by_facility(kept(trusting, now))[other.parcel.reporting_facility_id or ""], now) == 150
    )
    with pytest.raises(Refused):
        look_again(trusting, other.parcel.id, by=director, now=now, instead=True)
    decided = look_again(
        trusting, other.parcel.id, by=director, now=now, instead=True, reason="Cơ sở báo lại bằng điện thoại"
    ).result
    assert decided.standing is Standing.TAKEN
    rows = kept(trusting, now)
    assert len(rows) == 2
    assert [closing(trusting, one, now) for one in newest_by_facility(rows).values()] == [149]
    before = next(one for one in rows if first.parcel is not None and one.id == first.parcel.id)
    assert standing_of(before, rows) is Standing.CONFLICT


def test_an_unknown_facility_waits_with_its_code_and_is_taken_once_it_is_compared(
    book: Book, director: Actor, now: datetime, lotus: Sender, october: bytes
) -> None:
    waiting = take(book, october, director, now)
    assert (waiting.standing, waiting.code) == (Standing.PARKED, lotus.code)
    assert waiting.parcel is not None
    assert (waiting.parcel.reporting_facility_id, waiting.facility) == (None, "Cơ sở Hoa Sen")
    with book.looking(now) as reader:
        assert BookStore(reader).tables([waiting.parcel.id]) == {waiting.parcel.id: ()}
    still = look_again(book, waiting.parcel.id, by=director, now=now).result
    assert still.standing is Standing.PARKED
    signing.trust_facility(book, lotus.code.short, lotus.name, lotus.code.fingerprint, by=director, now=now)
    later = now + timedelta(days=2)
    taken = look_again(book, waiting.parcel.id, by=director, now=later).result
    assert (taken.standing, taken.parcel.id, taken.parcel.received_at) == (Standing.TAKEN, waiting.parcel.id, now)
    assert closing(book, taken.parcel, later) == 150


@pytest.mark.parametrize("at", [0.1, 0.3, 0.6])
def test_a_changed_file_is_kept_with_its_reason_and_nothing_of_its_data(
    trusting: Book, director: Actor, now: datetime, october: bytes, at: float
) -> None:
    place = int(len(october) * at)
    broken = october[:place] + bytes([october[place] ^ 1]) + october[place + 1 :]
    found = take(trusting, broken, director, now)
    assert found.standing is Standing.REFUSED
    assert found.parcel is not None
    assert found.parcel.refused
    with trusting.looking(now) as reader:
        store = BookStore(reader)
        assert store.tables([found.parcel.id]) == {found.parcel.id: ()}
        assert store.facilities() == []
        assert store.content(found.parcel.id) == broken


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"not a report", b"\x00" * 5000])
def test_any_bytes_are_answered(trusting: Book, director: Actor, now: datetime, content: bytes) -> None:
    for name in (FILE, "goi_dong-bo.p7m"):
        assert take(trusting, content, director, now, name).standing in (Standing.REFUSED, Standing.PARKED)


def test_a_report_without_its_head_is_not_taken(trusting: Book, director: Actor, now: datetime, lotus: Sender) -> None:
    found = take(trusting, lotus.report(movement(150), by_both=False), director, now)
    assert (found.standing, found.parcel.level if found.parcel else "") == (Standing.REFUSED, "signer_missing")


def test_what_a_newer_program_made_stays_in_the_inbox(
    trusting: Book, director: Actor, now: datetime, lotus: Sender
) -> None:
    data = lotus.data(movement(150)) | {"schema": "carebook-report-2"}
    found = take(trusting, lotus.signed(data), director, now)
    assert (found.standing, found.parcel) == (Standing.PARKED, None)
    assert kept(trusting, now) == []


def test_a_signed_paper_that_is_no_report_is_refused(
    trusting: Book, director: Actor, now: datetime, lotus: Sender
) -> None:
    data = lotus.data(movement(150))
    for changed in ({"schema": "carebook-report-1", "tables": 3}, {"schema": "carebook-receipt-1"}):
        assert take(trusting, lotus.signed(data | changed), director, now).standing is Standing.REFUSED


def test_figures_under_another_hash_are_refused(trusting: Book, director: Actor, now: datetime, lotus: Sender) -> None:
    other = lotus.data(movement(150)) | {"tables": lotus.data(movement(149))["tables"]}
    found = take(trusting, lotus.signed(other), director, now)
    assert (found.standing, found.parcel.level if found.parcel else "") == (Standing.REFUSED, "facility_trusted")
    assert take(trusting, lotus.signed(rehashed(other)), director, now).standing is Standing.TAKEN


def test_a_sample_book_reports_to_sample_books_only(
    trusting: Book, director: Actor, now: datetime, lotus: Sender
) -> None:
    data = lotus.data(movement(150))
    data["report"]["facility"]["sample"] = True
    content = lotus.signed(rehashed(data))
    assert take(trusting, content, director, now).standing is Standing.REFUSED
    with trusting.changing(director.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(writer.records(Facility)[0], is_sample=True))
    assert take(trusting, content, director, now).standing is Standing.TAKEN


def test_nobody_sends_in_anothers_name(
    trusting: Book, director: Actor, now: datetime, lotus: Sender, bamboo: Sender, october: bytes
) -> None:
    """Even a trusted facility cannot report for another one: by its number, or by its code."""
    take(trusting, october, director, now)
    data = lotus.data(movement(1), version=2)
    assert take(trusting, bamboo.signed(data), director, now).standing is Standing.REFUSED
    without_root = lotus.data(movement(1), version=3)
    del without_root["report"]["facility"]["root"]
    found = take(trusting, bamboo.signed(rehashed(without_root)), director, now)
    assert found.standing is Standing.REFUSED
    assert [closing(trusting, one, now) for one in newest_by_facility(kept(trusting, now)).values()] == [150]


def test_a_facility_typed_by_hand_is_known_by_its_name_and_bound_to_its_key(
    trusting: Book, director: Actor, now: datetime, lotus: Sender, october: bytes
) -> None:
    typed = ReportingFacility(name="co so Hoa Sen", beds=200, from_on=date(2026, 1, 1))
    row = save_reporting_facility(trusting, typed, by=director, now=now).result
    found = take(trusting, october, director, now)
    assert found.parcel is not None
    assert found.parcel.reporting_facility_id == row.id
    with trusting.looking(now) as reader:
        there = BookStore(reader).facilities()
    assert [(one.name, one.beds, one.facility_id, one.fingerprint) for one in there] == [
        ("co so Hoa Sen", 200, lotus.facility_id, lotus.code.fingerprint)
    ]


def test_two_facilities_add_up(trusting: Book, director: Actor, now: datetime, bamboo: Sender, october: bytes) -> None:
    take(trusting, october, director, now)
    take(trusting, bamboo.report(movement(37)), director, now)
    with trusting.looking(now) as reader:
        store = BookStore(reader)
        best = newest_by_facility(store.parcels(period="2026-10"))
        tables = store.tables([one.id for one in best.values()])
        parts = {one: tables[best[one.id].id] for one in store.facilities()}
        table = roll_up(parts, periods.figure_codes(reader))
    assert table.cell("total", "closing") == 187
    assert [table.cell(row.code, "closing") for row in table.rows] == [150, 37, 187]
    assert table.cell("total", "staff") is None
    assert table.lacking("staff") == 2


def test_a_public_authoritys_signers_must_be_known_to_sign_for_the_facility(
    trusting: Book, director: Actor, now: datetime, lotus: Sender
) -> None:
    """Whoever has some certificate cannot report for a facility; once somebody decided, the same people are believed."""
    public, authority = under_an_authority(lotus, "Công ty Khác")
    signing.add_ca_root(trusting, authority, by=director, now=now, why="thử")
    first = take(trusting, public.report(movement(150), period="2026-09"), director, now)
    assert (first.standing, first.parcel.level if first.parcel else "") == (Standing.PARKED, "ca")
    row = save_reporting_facility(
        trusting,
        ReportingFacility(name="Cơ sở Hoa Sen", facility_id=lotus.facility_id),
        by=director,
        now=now,
    ).result
    assert first.parcel is not None
    still = look_again(trusting, first.parcel.id, by=director, now=now).result
    assert (still.standing, standing_of(still.parcel, kept(trusting, now))) == (Standing.PARKED, Standing.PARKED)
    decided = look_again(trusting, first.parcel.id, by=director, now=now, instead=True, reason="Đã gọi hỏi").result
    assert (decided.standing, decided.parcel.reporting_facility_id) == (Standing.TAKEN, row.id)
    assert take(trusting, public.report(movement(151)), director, now).standing is Standing.TAKEN


def test_a_public_certificate_that_names_the_facility_is_believed(
    trusting: Book, director: Actor, now: datetime, lotus: Sender, october: bytes
) -> None:
    take(trusting, october, director, now)
    public, authority = under_an_authority(lotus, "CƠ SỞ HOA SEN")
    signing.add_ca_root(trusting, authority, by=director, now=now, why="thử")
    data = public.data(movement(152), version=2)
    del data["report"]["facility"]["root"]
    found = take(trusting, public.signed(rehashed(data)), director, now)
    assert (found.standing, len(newest_by_facility(kept(trusting, now)))) == (Standing.TAKEN, 1)
