"""The papers of shifts: the sheet of a shift on one A4, the briefing, the roster of a month, staff against the norms."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from carebook.records.facility import Facility
from carebook.records.shifts import DutyRoster, HandoverCount, HandoverLine, MorningBriefing, ShiftHandover, ShiftState
from carebook.records.staff import Actor
from carebook.reports.daily_papers import briefing, handover, roster, staffing
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.rules.shifts import Sheet
from carebook.rules.shifts.sheet import hash_of
from carebook.store.book import Book
from carebook.store.code_lists import words
from carebook.store.shifts import handover_file, sheet_of
from tests.reports.reading import flat, page_sizes
from tests.shift_samples import DAY, World, at, world, write

NOW = at(14, 5)


@pytest.fixture
def ward(book: Book, director: Actor) -> World:
    return world(book, director)


def sheet(ward: World, **given: object) -> ShiftHandover:
    facts = {"at_start": 33, "came": 1, "went": 0, "at_end": 34, "in_hospital": 2, "on_leave": 1, "absent": 0}
    one = ShiftHandover(
        duty_on=DAY,
        shift="morning",
        ward_id=ward.ward.id,
        counted=31,
        request="Gọi lại trạm y tế lúc 15:00",
        **facts,  # type: ignore[arg-type]
    )
    kept: ShiftHandover = write(ward.book, ward.nurse, at(13), replace(one, **given))[0]  # type: ignore[arg-type]
    lines = [
        HandoverLine(
            shift_handover_id=kept.id,
            heading="watch" if n % 2 else "orders",
            episode_id=ward.stays[n % 3].id,
            text=f"Điều thứ {n}: huyết áp 182/104 mmHg, đã báo bác sĩ, theo dõi thêm",
            instruction="Đo lại lúc 16:00" if n % 3 == 0 else "",
            position=n,
        )
        for n in range(18)
    ]
    left_out = replace(lines[0], text="Không đưa vào", included=False)
    counts = [
        HandoverCount(shift_handover_id=kept.id, thing="ward_keys", expected=2, counted=1, note="1 chìa đang sửa"),
        HandoverCount(shift_handover_id=kept.id, thing="torch", expected=1, counted=1),
    ]
    write(ward.book, ward.nurse, at(13), *lines, left_out, *counts)
    return kept


def test_a_full_sheet_fits_one_page_and_says_what_it_holds(ward: World, director: Actor) -> None:
    kept = sheet(ward)
    with ward.book.reading_masked(NOW) as reader:
        made = handover.gather(reader, kept.id, printed_by="Doãn Thị Cẩm Tú in lúc 14:05")
        drawn = handover.draw(made)
    assert len(page_sizes(drawn.pdf)) == 1
    said = flat(drawn.pdf)
    for words_of in ("PHIẾU GIAO CA", "Ca sáng ngày 22/11/2026 (06:00–14:00)", "Khu A", "Cần theo dõi", "Điều thứ 17"):
        assert words_of in said, words_of
    for words_of in (
        "Trần Thị An",
        "Đo lại lúc 16:00",
        "1 chìa đang sửa",
        "Gọi lại trạm y tế",
        "NGƯỜI NHẬN CA",
        "BẢN NHÁP",
    ):
        assert words_of in said, words_of
    assert "Không đưa vào" not in said
    assert made.people == {one.id for one in ward.people}
    # signed by both it is read as it was frozen, and a change behind its back is told
    with ward.book.reading_masked(NOW) as reader:
        file = handover_file(reader, kept.id)
        assert file is not None
        frozen = sheet_of(file, words(reader)).frozen()
    assert len(Sheet.from_frozen(frozen).lines) == 18
    signed = replace(file.handover, state=ShiftState.TAKEN, frozen=frozen, frozen_hash=hash_of(frozen), at_end=99)
    with ward.book.changing(director.account_id, NOW, "op-1", "test") as writer:
        writer.amend(signed)
    with ward.book.reading_masked(NOW) as reader:
        made = handover.gather(reader, kept.id)
        said = flat(handover.draw(made).pdf)
    assert made.signed
    assert not made.changed
    assert "BẢN NHÁP" not in said
    assert "99" not in said
    assert "không khớp" in flat(handover.draw(replace(made, changed=True)).pdf)


def test_the_briefing_on_one_page(ward: World, director: Actor) -> None:
    sheet(ward, duty_on=DAY - timedelta(days=1), shift="night")
    kept = MorningBriefing(held_on=DAY, led_by_id=director.staff_member_id, conclusion="Theo dõi sát.\nBáo gia đình.")
    write(
        ward.book,
        director,
        at(7),
        kept,
        DutyRoster(staff_member_id=ward.nurse.staff_member_id, duty_on=DAY, shift="night"),
    )
    with ward.book.reading_masked(NOW) as reader:
        made = briefing.gather(reader, DAY, NOW)
        drawn = briefing.draw(made)
    assert len(page_sizes(drawn.pdf)) == 1
    said = flat(drawn.pdf)
    for words_of in ("BIÊN BẢN GIAO BAN SÁNG", "Khu A", "Toàn cơ sở", "Điều thứ 3", "Báo gia đình", "chưa phân công"):
        assert words_of in said, words_of
    assert "Ca đêm" in said
    assert not made.closed


def test_the_roster_of_a_month_and_the_norms(ward: World, director: Actor) -> None:
    duties = [
        DutyRoster(staff_member_id=one.staff_member_id, duty_on=DAY + timedelta(days=n), shift=shift, leads=not n)
        for n in range(8)
        for one, shift in ((ward.nurse, "morning"), (ward.next_nurse, "night"))
    ]
    write(ward.book, director, at(7), *duties)
    with ward.book.reading_masked(NOW) as reader:
        made = roster.gather(reader, DAY)
        found = staffing.gather(reader, DAY)
        drawn, norms = roster.draw(made), staffing.draw(found)
    assert len(page_sizes(drawn.pdf)) == 1
    assert len(made.grid.columns) == 33
    names = [row.values[1] for row in made.grid.rows]
    assert names == ["Kiều Thị Dạ Hương", "Doãn Thị Cẩm Tú", "Ca sáng", "Ca chiều", "Ca đêm"] or set(names) >= {
        "Ca sáng"
    }
    assert [row.values[-1] for row in made.grid.rows][-3:] == [8, 0, 8]
    assert "LỊCH TRỰC" in flat(drawn.pdf)
    said = flat(norms.pdf)
    assert "Thông tư 33/2017" in said
    assert "1 : 10" in said
    assert "Cộng thiếu" in said


def test_staffing_fits_one_sheet_whatever_is_asked_for(ward: World) -> None:
    with ward.book.reading_masked(NOW) as reader:
        made = staffing.gather(reader, DAY)
    all_asked = tuple(
        replace(post, norms=tuple(replace(norm, clients=120, required=12) for norm in post.norms))
        for post in made.staffing.posts
    )
    norms = sum(len(post.norms) for post in all_asked)
    assert norms >= 20
    busy = replace(
        made, staffing=replace(made.staffing, posts=all_asked, levelless=7), printed_by="Đào Thị Hướng Dương"
    )
    drawn = staffing.draw(busy)
    assert len(page_sizes(drawn.pdf)) == 1
    said = flat(drawn.pdf)
    for post in all_asked:
        assert post.text in said
        assert len(post.norms) < 2 or all(norm.text in said for norm in post.norms)


@pytest.mark.parametrize(("people", "pages"), [(12, 1), (20, 2), (45, 3)])
def test_a_long_roster_repeats_its_head_and_keeps_its_end_together(people: int, pages: int) -> None:
    days = roster.month_days(DAY)
    head = [GridColumn("TT", align="center"), GridColumn("Họ và tên")]
    head += [GridColumn("T2", group=str(day.day), align="center") for day in days]
    head.append(GridColumn("Số ca", align="center"))
    rows = [GridRow((n, f"Nguyễn Thị Hoa Ban {n}", *["S"] * len(days), 30)) for n in range(1, people + 1)]
    totals = ("Ca sáng", "Ca chiều", "Ca đêm")
    rows += [GridRow(("", words, *[7] * len(days), 210), Weight.TOTAL) for words in totals]
    center = Facility(name="Trung tâm Bảo trợ xã hội", place="Việt Hưng", head_post="Giám đốc", head_name="Hướng Dương")
    made = roster.MonthRoster(center, days[0], "", Grid(tuple(head), tuple(rows)), "S: Ca sáng", 3, "Hướng Dương in")
    pdf = roster.draw(made).pdf
    sheets = [flat(pdf, number) for number in range(len(page_sizes(pdf)))]
    assert len(sheets) == pages
    assert all("Họ và tên" in one and "Lịch trực, Tháng" in one for one in sheets)
    assert all(words in sheets[-1] for words in (*totals, "NGƯỜI LẬP", f"Nguyễn Thị Hoa Ban {people}"))
    assert not any(words in one for one in sheets[:-1] for words in (*totals, "NGƯỜI LẬP"))
