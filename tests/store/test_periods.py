"""What the book keeps of closed periods: versions, files by hash, the outbox with its reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.records.periods import OutboxItem, ReportKind, ReportState, SignedFile, SigningKey, Snapshot
from carebook.records.staff import Actor, Role
from carebook.store import errors, periods
from carebook.store.book import Book, new_id


def snapshot(month: str, version: int = 1, state: ReportState = ReportState.CLOSED) -> Snapshot:
    return Snapshot(
        period=month,
        first_on=date.fromisoformat(f"{month}-01"),
        last_on=date.fromisoformat(f"{month}-28"),
        cutoff_on=date.fromisoformat(f"{month}-28"),
        report_version=version,
        closed_at=datetime.fromisoformat("2026-11-22T02:00:00+00:00"),
        closed_by="",
        content="{}",
        content_hash="x",
        state=state,
    )


def test_the_newest_version_counts(book: Book, director: Actor, now: datetime) -> None:
    with book.changing("", now, new_id(), "test") as writer:
        first = writer.add(snapshot("2026-09", state=ReportState.SUPERSEDED))
        second = writer.add(snapshot("2026-09", 2))
        writer.add(snapshot("2026-08"))
    with book.reading_for(director, now) as reader:
        newest = periods.newest_snapshot(reader, "2026-09")
        assert newest is not None
        assert newest.id == second.id
        assert [s.id for s in periods.snapshots(reader, "2026-09")] == [second.id, first.id]
        before = periods.last_before(reader, ReportKind.MONTHLY, date(2026, 10, 1))
        assert before is not None
        assert before.id == second.id
        assert periods.last_before(reader, ReportKind.MONTHLY, date(2026, 8, 1)) is None
        assert periods.last_before(reader, ReportKind.YEARLY, date(2026, 10, 1)) is None
        assert periods.newest_snapshot(reader, "2026-10") is None


def test_a_file_is_kept_once_by_its_hash(book: Book, director: Actor, now: datetime) -> None:
    with book.changing("", now, new_id(), "test") as writer:
        digest = periods.keep_file(writer, b"%PDF", "signed")
        assert periods.keep_file(writer, b"%PDF", "signed") == digest
        report = writer.add(snapshot("2026-09"))
        for moment, file_hash in ((now, digest), (now.replace(hour=1), "older")):
            writer.add(SignedFile(snapshot_id=report.id, file_hash=file_hash, signed_at=moment))
    with book.reading_for(director, now) as reader:
        assert periods.kept_file(reader, digest) == b"%PDF"
        assert periods.kept_file(reader, "nothing") is None
        assert [f.file_hash for f in periods.signed_files(reader, report.id)] == [digest, "older"]


def test_the_outbox_knows_its_reports_also_replaced_ones(book: Book, director: Actor, now: datetime) -> None:
    with book.changing("", now, new_id(), "test") as writer:
        report = writer.add(snapshot("2026-09", state=ReportState.SUPERSEDED))
        items = [writer.add(OutboxItem(snapshot_id=report.id, file_name=f"{n}.pdf", file_hash=str(n))) for n in (1, 2)]
    with book.reading_for(director, now) as reader:
        assert [(i.id, s.id) for i, s in periods.outbox(reader)] == [
            (items[1].id, report.id),
            (items[0].id, report.id),
        ]


def test_a_revoked_key_signs_no_more(book: Book, director: Actor, now: datetime) -> None:
    with book.changing("", now, new_id(), "test") as writer:
        root = writer.add(SigningKey(purpose="root", p12="r"))
        key = writer.add(SigningKey(staff_member_id=director.staff_member_id, p12="k"))
    with book.reading_for(director, now) as reader:
        found = periods.signing_key(reader, director.staff_member_id), periods.signing_key(reader, None)
        assert [k.id if k else "" for k in found] == [key.id, root.id]
    with book.changing("", now, new_id(), "test") as writer:
        writer.amend(replace(key, version=1, revoked_on=date(2026, 11, 22)))
    with book.reading_for(director, now) as reader:
        assert periods.signing_key(reader, director.staff_member_id) is None


@pytest.mark.parametrize("question", [periods.snapshots, periods.outbox, periods.trusted_facilities])
def test_it_sees_no_report(question: object, book: Book, actor_with: object, now: datetime) -> None:
    actor = actor_with(Role.IT)  # type: ignore[operator]
    with book.reading_for(actor, now) as reader, pytest.raises(errors.NotAllowedToSee):
        question(reader)  # type: ignore[operator]
