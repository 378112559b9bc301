"""Sheets for the pen and the care of a month: in the order of the beds, with their numbers, restricted people under the alias."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from pypdfium2 import PdfDocument

from carebook.records.care_plans import HelpLevel
from carebook.records.episodes import Episode
from carebook.records.monitoring import MonitoringPlan
from carebook.records.staff import Actor
from carebook.reports.daily_papers import blank_sheets, charts, filled, medicine_month
from carebook.store.book import Book, new_id
from carebook.store.daily_care import round_sheet
from tests import samples
from tests.daily_care_samples import TODAY, WardOf, a_ward, care_entry, duty, helped
from tests.medication_samples import order


@pytest.fixture
def ward(book: Book, director: Actor, now: datetime) -> WardOf:
    made = a_ward(book, director, now, restricted=frozenset({1}))
    helped(book, director, now, made.stays[:2])
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for stay in made.stays[:3]:
            writer.add(MonitoringPlan(episode_id=stay, measure="pulse", from_on=date(2026, 11, 1)))
        writer.add(
            MonitoringPlan(episode_id=made.stays[2], measure="turning", frequency="every_2_hours", from_on=TODAY)
        )
        writer.add(samples.absence(made.stays[3]))
        writer.add(care_entry(made.stays[0], director))
        writer.add(care_entry(made.stays[0], director, kind="eating", level=HelpLevel.FULLY))
        writer.add(
            care_entry(
                made.stays[0],
                director,
                shift="night",
                duty_on=TODAY - timedelta(days=1),
                kind="bathing",
                not_done="refused",
            )
        )
    return made


def words_of(pdf: bytes) -> list[str]:
    document = PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return pages


def test_the_sheet_for_the_pen_is_the_grid_in_the_same_order(book: Book, now: datetime, ward: WardOf) -> None:
    with book.reading_masked(now) as reader:
        sheet = round_sheet(reader, TODAY, "morning", ward_id=ward.ward.id, now=now)
        vitals = blank_sheets.of_round(reader, sheet, "Khu A", printed_by="Doãn Thị Cẩm Tú")
        care = blank_sheets.of_care(reader, duty(book, now), "Khu A", ward_id=ward.ward.id)
        turning = blank_sheets.of_turning(reader, now, "Khu A", ward_id=ward.ward.id)
        nobody = blank_sheets.of_turning(reader, now, "Khu B", room_id="none")
    names = [str(row.values[1]).split("\n")[0] for row in vitals.grid.rows]
    assert names == [
        "Phòng A101 · 2 người",
        "Trần Thị An",
        "Hoa Mai",
        "Phòng A102 · 2 người",
        "Đoàn Thị Miên",
        "Tạ Văn Điền",
    ]
    assert [row.values[2] for row in vitals.grid.rows] == ["", "", "", "", "", "·"]
    assert [column.heading for column in vitals.grid.columns][2] == "Mạch lần/phút"
    assert vitals.grid.rows[-1].values[-1] == "Nằm viện"
    assert [row.values[3:5] for row in care.grid.rows[1:3]] == [("(2)", "(3)")] * 2
    assert [row.values[1].split("\n")[0] for row in turning.grid.rows] == ["Phòng A102 · 1 người", "Đoàn Thị Miên"]
    assert len(vitals.people) == 4
    for paper, said in ((vitals, "sáng 07:00, ngày 22/11/2026"), (care, "ca sáng"), (turning, "2 giờ")):
        first = words_of(blank_sheets.draw(paper).pdf)[0]
        assert paper.title in first
        assert said in first
        assert "Lương Đình Thuận" not in first  # restricted: under the alias on paper for everybody
    assert "Không có ai cần ghi." in words_of(blank_sheets.draw(nobody).pdf)[0]


def test_the_month_of_a_person_and_in_batch(book: Book, director: Actor, now: datetime, ward: WardOf) -> None:
    with book.reading_masked(now) as reader:
        months = filled.gather(reader, TODAY, ward_id=ward.ward.id, today=TODAY)
        alone = filled.gather(reader, TODAY, episode_id=ward.stays[0], today=TODAY)
    assert len(months.sheets) == 4
    grid = alone.sheets[0].grid
    assert len(grid.columns) == 31  # a head and thirty days
    rows = {row.values[0]: row.values for row in grid.rows}
    assert (rows["Ăn uống"][22], rows["Tắm"][22], rows["Tắm"][21]) == ("3", "3", "T")
    assert rows["Ca sáng"][22] == "ĐD"
    assert rows["Ca đêm"][21] == "ĐD"
    assert alone.sheets[0].initials == "ĐD: Đào Thị Hướng Dương"
    pages = words_of(filled.draw(months).pdf)
    assert len(pages) == 4
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        left = writer.record(Episode, ward.stays[0])
        assert left is not None
        writer.amend(replace(left, end_on=TODAY, end_reason="died"))
        writer.add(order(left.id))
    with book.reading_masked(now) as reader:  # whose stay ended in the month has a sheet of it too
        ended = [
            filled.gather(reader, TODAY, room_id=ward.rooms[0].id, today=TODAY).people,
            filled.gather(reader, TODAY, episode_id=left.id, today=TODAY).people,
            medicine_month.gather(reader, TODAY, today=TODAY, episode_id=left.id).people,
            medicine_month.gather(reader, TODAY, today=TODAY, room_id=ward.rooms[0].id).people,
            charts.gather(reader, [left.id], TODAY - timedelta(days=6), TODAY).people,
        ]
    assert [left.person_id in people for people in ended] == [True] * 5
    assert [len(people) for people in ended] == [2, 1, 1, 1, 1]
    assert "Tháng 11/2026" in pages[0]
    assert "Trần Thị An" in pages[0]
    assert "Hoa Mai" in pages[1]
    assert "Không có ai." in words_of(filled.draw(filled.MonthsOfCare(months.facility, TODAY, (), "")).pdf)[0]
