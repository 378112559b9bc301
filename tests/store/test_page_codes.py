"""A page finds the version it was printed from, also when that was replaced or withdrawn."""

from __future__ import annotations

from datetime import date, datetime

from carebook.records.periods import ReportState, Snapshot
from carebook.records.staff import Actor
from carebook.rules.page_codes import code_of, in_groups, to_scan
from carebook.store.book import Book, new_id
from carebook.store.page_codes import version_with


def closed(month: str, version: int = 1, state: ReportState = ReportState.CLOSED) -> Snapshot:
    """A version whose figures are those of every other one."""
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


def code(snapshot: Snapshot) -> str:
    return code_of(snapshot.id, snapshot.report_version, snapshot.content_hash)


def test_each_version_is_found_by_its_own_pages(book: Book, director: Actor, now: datetime) -> None:
    with book.changing("", now, new_id(), "test") as writer:
        every = [
            writer.add(one)
            for one in (closed("2026-09", state=ReportState.SUPERSEDED), closed("2026-09", 2), closed("2026-08"))
        ]
        struck = writer.add(closed("2026-07"))
        writer.withdraw(Snapshot, struck.id, "nhầm")
    with book.reading_for(director, now) as reader:
        for one in every:
            for typed in (code(one), in_groups(code(one)), to_scan(code(one))):
                found = version_with(reader, typed)
                assert found is not None
                assert found.id == one.id
        gone = version_with(reader, code(struck))
        assert gone is not None
        assert gone.is_withdrawn
        assert version_with(reader, code_of("x", 1, "x")) is None
        assert version_with(reader, "") is None
