"""Papers of meals and of the kitchen, read back with their numbers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.meals import Diet, FoodCheck, FoodSample, MealChange, MealCount, Menu
from carebook.records.people import Allergy
from carebook.records.staff import Actor
from carebook.reports.daily_papers import kitchen, meals, tables
from carebook.store.book import Book, new_id
from carebook.store.meals import meals as meals_of_day
from tests import samples
from tests.reports.reading import flat

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture
def fed(book: Book, director: Actor, now: datetime) -> Book:
    """Two residents with an allergy, a diet, an absence and a change; one of them restricted."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        an = writer.add(samples.person(code="CB-000001"))
        stay = writer.add(samples.episode(an.id, start_on=date(2026, 11, 3)))
        writer.add(samples.bed_assignment(stay.id, room.id, bed="2", from_on=date(2026, 11, 3)))
        lun = writer.add(samples.person(code="CB-000002", full_name="Quàng Thị Lún", alias="Hoa Mai"))
        hidden = writer.add(samples.episode(lun.id, start_on=date(2026, 10, 5), confidential=True))
        writer.add(Allergy(person_id=an.id, substance="tôm"))
        writer.add(Diet(episode_id=hidden.id, diet="soft", from_on=TODAY, wishes="Không ăn hành"))
        writer.add(Absence(episode_id=stay.id, kind=AbsenceKind.LEAVE, from_on=TODAY - 2 * DAY, back_on=TODAY - DAY))
        writer.add(MealChange(episode_id=stay.id, served_on=TODAY, meal="dinner", because="Con đón", recorded_at=now))
        told: dict[str, Any] = {"served_on": TODAY, "meal": "lunch", "ordered_at": now}
        writer.add(MealCount(diet="ordinary", ordered=2, late=-1, **told))
        writer.add(MealCount(diet="soft", ordered=0, late=1, **told))
        writer.add(Menu(served_on=TODAY, meal="lunch", dishes="Cơm, cá kho", price=24_000))
        writer.add(Menu(served_on=TODAY, meal="dinner", dishes="Cơm, thịt rang", price=21_000))
        writer.add(Menu(served_on=TODAY, meal="lunch", diet="soft", dishes="Cháo cá", price=20_000))
        checker = director.staff_member_id
        writer.add(
            FoodCheck(served_on=TODAY, step=1, food="Thịt lợn", supplier="Chợ", checked_at=now, checker_id=checker)
        )
        writer.add(
            FoodCheck(
                served_on=TODAY,
                step=3,
                food="Cá kho",
                good=False,
                remedy="Bỏ cả nồi",
                checked_at=now,
                checker_id=checker,
            )
        )
        writer.add(
            FoodSample(
                served_on=TODAY, dish="Cá kho", amount="150 g", taken_at=now, taken_by_id=checker, kept_at="4 °C"
            )
        )
    return book


def told(paper: tables.TablePaper) -> str:
    return flat(tables.draw(paper).pdf)


def test_the_count_and_the_list_for_the_kitchen_begin_with_allergies(fed: Book, now: datetime) -> None:
    with fed.reading_masked(now) as reader:
        count = meals.count_paper(reader, TODAY, printed_by="Bếp in")
        words = told(count)
        for part in ("BÁO SUẤT ĂN", "Ngày 22/11/2026", "Hoa Mai", "tôm", "Không ăn hành", "Chưa chốt suất: sáng, tối"):
            assert part in words, part
        assert "Bữa trưa: đã chốt lúc 09:00 ngày 22/11/2026." in words
        assert "Lún" not in words
        assert words.index("tôm") < words.index("Cơm thường 1")
        careful, counts = (grid for _heading, grid in count.sheets[0].tables)
        assert [row.values[0] for row in careful.rows] == [1, 2]
        assert [row.values for row in counts.rows] == [
            ("Cơm thường", None, None, 1, 2, -1, 1, None, None, None),
            ("Mềm", None, None, 1, None, 1, 1, None, None, 1),
            ("Cộng", 0, 0, 2, 2, 0, 2, 0, 0, 1),
        ]
        lunch, dinner = meals_of_day(reader, TODAY)[1:]
        listed = told(meals.kitchen_list(reader, TODAY, dinner))
        for part in (
            "DANH SÁCH CHIA SUẤT ĂN",
            "Bữa tối ngày 22/11/2026: 1 suất",
            "không ăn",
            "Con đón",
            "A101/2",
        ):
            assert part in listed, part
        assert "2 suất" in told(meals.kitchen_list(reader, TODAY, lunch))
        assert len(meals.kitchen_list(reader, TODAY, lunch).people) == 2


def test_the_menu_with_prices(fed: Book, now: datetime) -> None:
    with fed.reading_masked(now) as reader:
        monday = TODAY - 6 * DAY
        paper = meals.menu_paper(reader, monday)
        words = told(paper)
        for part in (
            "THỰC ĐƠN TUẦN",
            "16/11/2026",
            "22/11/2026",
            "cá kho",
            "24.000",
            "45.000",
            "Chủ Nhật",
            "Trưa (11:00)",
        ):
            assert part in words, part
        assert "Cháo cá" not in words
        assert paper.people == ()
        soft = told(meals.menu_paper(reader, monday, "soft"))
        assert "Cháo cá" in soft
        assert "Mềm" in soft
        assert "thịt rang" not in soft


def test_the_month_has_a_column_for_each_day_and_its_sums(fed: Book, now: datetime) -> None:
    with fed.reading_masked(now) as reader:
        paper = meals.month_paper(reader, TODAY, TODAY)
        grid = paper.sheets[0].tables[0][1]
        assert len(grid.columns) == 2 + 30 + 4
        by_name = {row.values[1]: row.values for row in grid.rows}
        an, hidden = by_name["Trần Thị An"], by_name["Hoa Mai"]
        assert an[2:6] == ("–", "–", "x", "x")
        assert an[21:25] == ("0", "x", "2", "")
        assert an[-4:] == (19, 19, 18, 19)
        assert hidden[-4:] == (22, 22, 22, 22)
        lunches = by_name["Cộng suất trưa"]
        assert lunches[2:6] == (1, 1, 2, 2)
        assert lunches[-4:] == (None, 41, None, None)
        words = told(paper)
        for part in ("BẢNG CHẤM ĂN", "Tháng 11/2026", "KẾ TOÁN", "Tính đến hết ngày 22/11/2026"):
            assert part in words, part
        book = ZipFile(BytesIO(tables.workbook(paper)))
        strings = book.read("xl/sharedStrings.xml").decode()
        assert "Hoa Mai" in strings
        assert "Lún" not in strings
        later = meals.month_paper(reader, date(2026, 12, 1), TODAY)
        assert later.sheets[0].tables[0][1].rows[0].values[1] == "Cộng suất sáng"


def test_both_books_of_the_kitchen(fed: Book, now: datetime) -> None:
    with fed.reading_masked(now) as reader:
        paper = kitchen.check_book(reader, TODAY - DAY, TODAY)
        words = told(paper)
        for part in (
            "SỔ KIỂM THỰC BA BƯỚC",
            "Từ ngày 21/11/2026",
            "Thịt lợn",
            "Chợ",
            "Không đạt",
            "Bỏ cả nồi",
            "09:00",
        ):
            assert part in words, part
        assert [len(grid.rows) for _heading, grid in paper.sheets[0].tables] == [1, 0, 1]
        sample = told(kitchen.sample_book(reader, TODAY, TODAY))
        for part in ("SỔ LƯU MẪU THỨC ĂN", "Ngày 22/11/2026", "Cá kho", "150 g", "24 giờ", "Đào Thị Hướng Dương"):
            assert part in sample, part
