"""The evaluation of a programme on paper: one sheet, its figures, nobody's name but who is in charge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.records.care_plans import Achievement
from carebook.records.packages import Programme
from carebook.records.sessions import Course
from carebook.records.staff import Actor
from carebook.reports.programmes import draw, gather
from carebook.rules.programmes import PartOfProgramme, Share
from carebook.rules.therapy_progress import Tally
from carebook.store.book import Book, new_id
from tests.reports.reading import flat, page_sizes

FIRST, LAST = date(2026, 1, 1), date(2026, 11, 22)


def test_the_evaluation_stands_on_one_sheet(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        programme = writer.add(
            Programme(
                name="Trị liệu cho trẻ tự kỷ",
                kind="autism",
                from_on=FIRST,
                manager_id=director.staff_member_id,
                purpose="Can thiệp sớm. " * 7,
                strengths="Gia đình theo đều. " * 7,
                weaknesses="Thiếu phòng. " * 7,
                cost=84_000_000,
                income=57_600_000,
                conclusion="extend",
            )
        )
    with book.reading_for(director, now) as reader:
        assert gather(reader, "nobody", FIRST, LAST) is None
        found = gather(reader, programme.id, FIRST, LAST, printed_by="Đào Thị Hướng Dương in lúc 09:00")
    assert found is not None
    report = replace(
        found.report,
        enrolled=12,
        new=4,
        done=3,
        tally=Tally(planned=47, done=40, partial=3, away=1),
        attendance=Share(28, 30),
        goals={Achievement.ACHIEVED: 2, Achievement.PARTLY: 1},
        course={Course.BETTER: 30, Course.SAME: 13},
        ends={"used_up": 2},
        price=5_760_000,
        paid=4_320_000,
        parts=(
            PartOfProgramme("g", "Cha mẹ trẻ tự kỷ", "parents", 6, 0, Share(5, 5), Share(28, 30)),
            PartOfProgramme("", "", "", 8, 3, Share(43, 46), Share(43, 46)),
        ),
    )
    pdf = draw(replace(found, report=report), invariant=True).pdf
    assert len(page_sizes(pdf)) == 1
    printed = flat(pdf)
    for expected in (
        "ĐÁNH GIÁ CHƯƠNG TRÌNH",
        "Từ 01/01/2026 đến 22/11/2026",
        "12 (mới 4)",
        "43/46 (93,5 %)",
        "28/30 (93,3 %)",
        "2/3 (66,7 %)",
        "−26.400.000 đ",
        "Dùng hết số buổi 2",
        "Cha mẹ trẻ tự kỷ (Nhóm cha mẹ, gia đình)",
        "Kết luận: Mở rộng",
        "Đào Thị Hướng Dương",
    ):
        assert expected in printed
