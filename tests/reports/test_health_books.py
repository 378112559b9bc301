"""The books of health as they are printed, read back with their numbers."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from carebook.records.people import Allergy
from carebook.records.staff import Actor
from carebook.reports.daily_papers import health_books, health_sheets
from carebook.reports.daily_papers.health_books import HealthPaper
from carebook.store.book import Book, new_id
from tests import samples
from tests.daily_samples import moment
from tests.health_samples import TODAY, check, condition, consultation, look, treatment, vaccination, wound
from tests.reports.reading import flat


def words(paper: HealthPaper) -> str:
    return flat(health_books.draw(paper).pdf)


def test_the_books_of_health(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        nurse = writer.add(samples.staff_member(full_name="Lý Mai"))
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        an = writer.add(samples.person(code="CB-000001"))
        stay = writer.add(samples.episode(an.id))
        writer.add(samples.bed_assignment(stay.id, room.id, bed="2"))
        hidden = writer.add(samples.person(code="CB-000002", full_name="Quàng Thị Lún", alias="Hoa Mai"))
        kept = writer.add(samples.episode(hidden.id, confidential=True))
        writer.add(Allergy(person_id=an.id, substance="penicillin"))
        for record in (condition(an.id), vaccination(an.id), check(stay.id), treatment(stay.id)):
            writer.add(record)
        for one in (stay, kept):
            writer.add(consultation(one.id))
            sore = writer.add(wound(one.id))
            writer.add(look(sore, done_by_id=nurse.id))
    ward = room.ward_id
    with book.reading_masked(now) as reader:
        examined = health_books.examination_book(reader, date(2026, 11, 1), date(2026, 11, 30), printed_by="Lý Mai in")
        told = words(examined)
        for part in ("SỔ KHÁM BỆNH", "Trần Thị An", "J20.9 Viêm phế quản cấp", "20/11/2026 09:00", "27/11/2026"):
            assert part in told
        assert "Tổng số: 1 dòng." in told
        assert examined.people == {an.id}
        empty = health_books.examination_book(reader, date(2026, 11, 1), date(2026, 11, 30), ward_id="none")
        assert (empty.people, "Trần Thị An" in words(empty)) == (frozenset(), False)

        register = words(health_books.health_register(reader, TODAY, ward_id=ward, ward="Khu A"))
        for part in ("I10 Tăng huyết áp vô căn", "penicillin", "Loại III", "03/11/2026", "A101, giường 2"):
            assert part in register
        assert "Lún" not in register

        due = words(health_books.checks_to_make(reader, TODAY))
        assert "Hoa Mai" in due  # never examined: due, under the alias
        assert "Lún" not in due
        assert "Trần Thị An" not in due  # examined on 3 November
        for what, part in (
            ("revisits", "27/11/2026"),
            ("wounds", "30 × 20"),
            ("treatments", "Thay băng mỗi sáng"),
            ("vaccinations", "01/10/2027"),
        ):
            assert part in words(health_books.list_of(reader, what, TODAY)), what
        with pytest.raises(KeyError):
            health_books.list_of(reader, "nothing", TODAY)
        sheet = words(health_sheets.person_sheet(reader, an.id, TODAY))
        for part in ("PHIẾU THEO DÕI SỨC KHỎE", "CB-000001", "Khám định kỳ 6 tháng", "Cúm", "Cùng cụt", "penicillin"):
            assert part in sheet
        with pytest.raises(LookupError):
            health_sheets.person_sheet(reader, hidden.id, TODAY)
        all_sheets = health_sheets.person_sheets(reader, TODAY, ward_id=ward)
        assert all_sheets.people == {an.id}
        with pytest.raises(LookupError):
            health_sheets.person_sheets(reader, TODAY, ward_id="none")


def test_the_books_as_workbooks_and_the_course_of_a_wound(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        an = writer.add(samples.person(code="CB-000001"))
        stay = writer.add(samples.episode(an.id))
        writer.add(consultation(stay.id))
        sore = writer.add(wound(stay.id))
        nurse = writer.add(samples.staff_member(full_name="Lý Mai")).id
        for day, long in ((16, 30), (20, 20)):
            at = moment(8, day=date(2026, 11, day))
            writer.add(look(sore, checked_at=at, length_mm=long, width_mm=10, done_by_id=nurse))
    with book.reading_for(director, now) as reader:
        examined = health_books.examination_book(reader, date(2026, 11, 1), date(2026, 11, 30))
        register = health_books.health_register(reader, TODAY)
        empty = health_books.examination_book(reader, date(2026, 1, 1), date(2026, 1, 31))
        sheet = health_sheets.person_sheet(reader, an.id, TODAY)

    def cells(paper: HealthPaper) -> str:
        return ZipFile(BytesIO(health_books.workbook(paper))).read("xl/sharedStrings.xml").decode()

    for part in ("SỔ KHÁM BỆNH", "Trần Thị An", "J20.9 Viêm phế quản cấp", "20/11/2026 09:00", "Chẩn đoán (ICD-10)"):
        assert part in cells(examined)
    assert "SỔ THEO DÕI SỨC KHỎE" in cells(register)
    assert "Trần Thị An" not in cells(empty)
    assert {"Khám bệnh", "Vết thương, vết loét"} <= {one.split("<")[0] for one in cells(sheet).split(">")}
    told = words(sheet)
    for part in ("diện tích", "cm²", "16/11", "20/11"):
        assert part in told
