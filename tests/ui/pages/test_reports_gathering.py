"""What the page of a month gathers: the month that is due, names as they may be seen today, headings, what was sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import cast

import pytest

from carebook.actions import outbox, periods, signing
from carebook.actions.typed_figures import type_figures
from carebook.records.figures import TOTAL, Line
from carebook.records.periods import ReportKind, ReportState, TypedFigure
from carebook.records.staff import Actor, Role
from carebook.reports.month import tables_of
from carebook.rules.typed_figures import typable
from carebook.store.book import Book, Reader, new_id
from carebook.ui.pages.reports.behind import Behind
from carebook.ui.pages.reports.cells import broken
from carebook.ui.pages.reports.gathering import due_key, report_view, versions_compared
from tests import period_samples as sample
from tests.period_samples import MONTH


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


def test_who_was_restricted_after_the_closing_is_covered_in_the_frozen_figures(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    people = sample.filled(book)
    sample.closed(book, director, now)
    with book.changing("", now, new_id(), "test") as writer:
        from carebook.records.episodes import Episode
        from carebook.records.people import Person

        episode = writer.record(Episode, people["xuyen"].episode_id)
        person = writer.record(Person, people["xuyen"].person_id)
        assert episode is not None
        assert person is not None
        writer.amend(replace(episode, confidential=True))
        writer.amend(replace(person, alias="Hoa Hai"))
    for actor, expected in ((actor_with(Role.NURSE), "Hoa Hai"), (director, "Nguyễn Văn Xuyến")):
        with book.reading_for(actor, now) as reader:
            view = report_view(reader, ReportKind.MONTHLY, MONTH, date(2026, 11, 22))
        lines = view.table("B01").people(TOTAL, "in_new")
        assert expected in {line.name for line in lines}
        assert view.table("B01").cell(TOTAL, "in_new") == 2


@pytest.mark.parametrize(
    ("sent", "near", "expected"),
    [
        (set(), False, "2026-10"),
        ({"2026-09"}, False, "2026-10"),
        ({"2026-10"}, False, "2026-11"),
        (set(), True, "2026-11"),
        ({"2026-11"}, True, "2026-10"),
    ],
)
def test_the_report_that_is_due(
    sent: set[str], near: bool, expected: str, book: Book, director: Actor, now: datetime
) -> None:
    snapshot = sample.closed(book, director, now)
    kept = [replace(snapshot, period=key, state=ReportState.SENT) for key in sent]
    assert due_key(["2026-11", "2026-10", "2026-09"], kept, near=near) == expected
    assert due_key(["2026-11"], [], near=False) == "2026-11"


@pytest.mark.parametrize(
    ("words", "lines"),
    [("nữ", 1), ("tiếp nhận mới", 2), ("dân tộc thiểu số", 2), ("", 0), ("chuyển gia đình thay thế", 3)],
)
def test_headings_break_into_short_lines(words: str, lines: int) -> None:
    made = broken(words)
    assert len([line for line in made.split("\n") if line]) == lines
    assert made.replace("\n", " ") == words


def test_a_number_typed_anew_is_a_difference_between_versions(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    first = sample.closed(book, director, now)
    row, column = min(typable(next(table for table in tables_of(first) if table.code == "B15")))
    periods.reopen_period(book, first.id, by=director, now=now, reason="thiếu kinh phí")
    figure = TypedFigure(period=MONTH, table_code="B15", row_code=row, column_code=column, value=7, source="sổ tài trợ")
    type_figures(book, [figure], by=director, now=now)
    second = sample.closed(book, director, now, reason="bổ sung kinh phí")
    with book.reading_for(director, now) as reader:
        found = versions_compared(reader, first, second, date(2026, 11, 22))
    assert [
        (one.table.code, cell.row, cell.column, cell.old, cell.new) for one in found.tables for cell in one.cells
    ] == [("B15", row, column, None, 7)]


def test_what_was_sent_leads_to_the_outbox(
    book: Book, director: Actor, preparer: Actor, now: datetime, tmp_path: Path
) -> None:
    snapshot = sample.signed(book, director, preparer, now)
    item = outbox.put_in_outbox(book, snapshot.id, by=director, now=now).result
    outbox.send_package(book, item.id, by=director, now=now, folder=tmp_path)
    with book.reading_for(director, now) as reader:
        view = report_view(reader, ReportKind.MONTHLY, MONTH, date(2026, 11, 22))
        verdict = signing.check_file(next(tmp_path.glob("*.pdf")).read_bytes(), reader, now)
    assert view.state is ReportState.SENT
    assert verdict.is_accepted


def test_a_list_behind_a_number_counts_people_once_and_says_how_often() -> None:
    lines = (
        Line("pt", ("done",), "p1", "e1", "CB-1", "Trần Thị An", "1945", "vào 01/01/2026", amount=7),
        Line("ot", ("done",), "p1", "e1", "CB-1", "Trần Thị An", "1945", "vào 01/01/2026"),
    )
    paper = Behind("Thực hiện", "tháng 11/2026", lines).on_paper("pdf")
    assert (paper.about, paper.people) == ("tháng 11/2026, 1 người", 1)
    assert [row[-1] for row in paper.lines(cast(Reader, None))] == ["vào 01/01/2026 · × 7", "vào 01/01/2026"]
    group = Line("group_work", ("total",), "", "", name="Vườn rau", group_id="g1")
    assert Behind("Lượt", "tháng 11/2026", (group,)).on_paper("pdf").about == "tháng 11/2026"
