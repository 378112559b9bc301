"""The progress report on paper: what is gathered stands on it, a report that is not complete is a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pypdfium2
import pytest

from carebook.actions.progress import accept_progress_line
from carebook.records.staff import Actor, Role
from carebook.reports import progress
from carebook.rules.progress import report_period
from carebook.store.book import Book
from tests import samples
from tests.actions.admissions import admit

OCTOBER = report_period("2026-10")


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.fixture
def worker(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> Actor:
    made = actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")
    for name, more in (
        ("Trần Thị An", {}),
        ("Lê Văn Bình", {"start_on": date(2026, 10, 12)}),
        ("Bùi Thị Ẩn", {"confidential": True}),
        ("Ngô Thị Mai", {"end_on": date(2026, 10, 20), "end_reason": "family_request"}),
    ):
        given: Any = samples.episode("", case_manager_id=made.staff_member_id, **more)
        admit(book, director, now, person=samples.person(code="", full_name=name), episode=given)
    return made


def gathered(book: Book, by: Actor, worker: Actor, now: datetime) -> progress.ProgressReport:
    with book.reading_for(by, now) as reader:
        return progress.gather(
            reader,
            OCTOBER,
            worker.staff_member_id,
            today=samples.TODAY,
            printed_by="Mạc Thị Hải Đường in lúc 22/11 09:00",
        )


def test_the_gathered_words_stand_on_the_paper(book: Book, worker: Actor, now: datetime) -> None:
    report = gathered(book, worker, worker, now)
    said = text_of(progress.draw(report).pdf)
    assert "Tiến độ thực hiện kế hoạch chăm sóc, trợ giúp tháng 10/2026" in said
    assert "Thực hiện điểm a khoản 3 Điều 7 Thông tư 02/2020" in said
    assert "Số đối tượng: 4 người, tiếp nhận trong kỳ 1 người, dừng trợ giúp trong kỳ 1 người." in said
    for case in report.cases:
        assert case.name in said
        assert all(word in said for word in case.text.split())
    assert "Bùi Thị Ẩn" not in said
    assert "Nội dung được bảo vệ." in said
    for words in ("Mạc Thị Hải Đường", "TRƯỞNG PHÒNG", "GIÁM ĐỐC", "Đào Thị Hướng Dương", "Tiếp nhận 12/10/2026"):
        assert words in said


def test_it_is_a_draft_until_every_line_is_accepted(book: Book, director: Actor, worker: Actor, now: datetime) -> None:
    report = gathered(book, director, worker, now)
    assert not report.is_complete
    drafted = text_of(progress.draw(report).pdf)
    assert "Còn 4 dòng chưa chốt" in drafted
    assert "BẢN NHÁP" in drafted
    assert "Bùi Thị Ẩn" in drafted  # the director may see the name
    for case in report.cases:
        accept_progress_line(book, case.episode_id, "2026-10", f"Dòng của {case.name}", by=director, now=now)
    final = gathered(book, director, worker, now)
    said = text_of(progress.draw(final).pdf)
    assert final.is_complete
    assert "BẢN NHÁP" not in said
    assert "Chưa chốt" not in said
    assert "Dòng của Trần Thị An." in said


def test_a_hundred_cases_go_over_several_pages_with_their_signatures(
    book: Book, director: Actor, worker: Actor, now: datetime
) -> None:
    report = gathered(book, director, worker, now)
    long = progress.ProgressReport(**{**vars(report), "cases": report.cases * 25})
    drawn = progress.draw(long, invariant=True)
    document = pypdfium2.PdfDocument(drawn.pdf)
    assert len(document) > 3
    last = document[len(document) - 1].get_textpage().get_text_range()
    assert "TRƯỞNG PHÒNG" in last
    assert "100" in last
    assert drawn.pdf == progress.draw(long, invariant=True).pdf


def test_cases_of_nobody(book: Book, director: Actor, now: datetime) -> None:
    admit(book, director, now)
    with book.reading_for(director, now) as reader:
        report = progress.gather(reader, OCTOBER, "", today=samples.TODAY)
    assert "cơ sở báo cáo tiến độ" in text_of(progress.draw(report).pdf)
