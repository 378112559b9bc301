"""The monthly report says what its figures say, prints every one of them, and tells where it is signed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from carebook.records.figures import TOTAL, Column, Line, Row, RowKind, Table, Typed
from carebook.reports import narrative
from carebook.reports.figures import grid_of, notes
from carebook.reports.monthly import draw
from carebook.reports.paper.appearance import signature_appearance
from carebook.reports.paper.facts import Numbering, Signer
from tests.reports.reading import MM, flat, font_names, has_letters_of, page_sizes, words
from tests.reports.samples import B01, B01_COLUMNS, B03, ROWS, lines, movement, report

DRAWN = draw(report(), invariant=True)
PDF = DRAWN.pdf


def pages_with(pdf: bytes, phrase: str) -> list[int]:
    return [n for n in range(len(page_sizes(pdf))) if phrase in flat(pdf, n)]


@pytest.mark.parametrize("table", [B01, B03], ids=["B01", "B03"])
def test_every_printed_figure_of_a_table_is_on_its_page_in_its_row(table: Table) -> None:
    pdf = PDF
    (page,) = [n for n in pages_with(pdf, f"Biểu {table.code}") if n > 0]
    printed = words(pdf, page, layout=True).splitlines()
    for row in table.printed_rows:
        wanted = [str(table.cell(row.code, column.code)) for column in table.printed_columns]
        assert any(line.split()[-len(wanted) :] == wanted for line in printed), (row.label, wanted)


def test_rows_and_columns_without_people_are_left_out_and_said() -> None:
    grid = grid_of(B01)
    assert "Trẻ em mồ côi" not in [row.values[0] for row in grid.rows]
    assert grid.columns[0].heading == "Nhóm đối tượng"
    assert grid_of(B03).columns[0].heading == "Dạng khuyết tật"
    assert notes(B01) == ("Không in 1 dòng không phát sinh.",)
    assert len(grid_of(B01, everything=True).rows) == len(ROWS)
    nobody = movement()
    assert notes(nobody) == ("Không in 6 dòng và 10 cột không phát sinh.",)
    assert [row.values for row in grid_of(nobody).rows] == [("Tổng cộng", 0, 0)]


def test_typed_and_unknown_cells_are_explained() -> None:
    table = Table(
        "B01",
        "Biến động đối tượng",
        B01_COLUMNS,
        ROWS,
        lines(("elderly", 1, "closing")),
        typed=(Typed("elderly", "opening", 12),),
        typed_source="báo cáo số 09/BC-TTBTXH",
        unknown=frozenset({("violence", "opening")}),
    )
    assert notes(table)[:2] == (
        "Số liệu “Đầu kỳ” (Người cao tuổi không có người phụng dưỡng) theo báo cáo số 09/BC-TTBTXH.",
        "Dấu “–”: sổ chưa có số liệu của thời gian đó, không tự tính.",
    )
    pdf = draw(report(tables=(table,))).pdf
    assert "theo báo cáo số 09/BC-TTBTXH" in flat(pdf)
    assert re.search(r"Tổng cộng\s+–", words(pdf, pages_with(pdf, "Biểu B01")[-1], layout=True))


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        (
            (("elderly", 10, "opening closing"), ("elderly", 2, "in_new closing")),
            (
                "Số liệu tính đến ngày 31/10/2026: cơ sở đang chăm sóc, nuôi dưỡng 12 người, tăng 2 người so với đầu kỳ (10 người).",
            ),
        ),
        (
            (("elderly", 10, "opening closing female"), ("elderly", 1, "opening out_died")),
            (
                "Số liệu tính đến ngày 31/10/2026: cơ sở đang chăm sóc, nuôi dưỡng 10 người, giảm 1 người so với đầu kỳ "
                "(11 người); trong đó có 10 nữ.",
            ),
        ),
        (
            (("elderly", 3, "opening closing aged_60"), ("violence", 2, "opening closing children female")),
            (
                "Số liệu tính đến ngày 31/10/2026: cơ sở đang chăm sóc, nuôi dưỡng 5 người, bằng đầu kỳ; trong đó có "
                "2 nữ, 2 trẻ em và 3 người từ 60 tuổi.",
                "Theo nhóm: bảo trợ xã hội 3 người; bảo vệ khẩn cấp 2 người.",
            ),
        ),
        ((), ("Số liệu tính đến ngày 31/10/2026: không có người nào đang được chăm sóc tại cơ sở.",)),
    ],
    ids=["more", "less", "equal", "nobody"],
)
def test_the_situation_in_sentences(given: tuple[tuple[str, int, str], ...], sentences: tuple[str, ...]) -> None:
    assert narrative.situation(report(tables=(movement(*given),))) == sentences


def test_people_with_disabilities_are_said_when_there_are_any() -> None:
    assert narrative.situation(report())[-1] == "Có 9 người khuyết tật."
    assert "khuyết tật" not in " ".join(narrative.situation(report(tables=(B01, replace(B03, lines=())))))


def test_an_unknown_opening_is_not_compared() -> None:
    table = Table(
        "B01", "", B01_COLUMNS, ROWS, lines(("elderly", 2, "closing")), unknown=frozenset({("elderly", "opening")})
    )
    (sentence,) = narrative.situation(report(tables=(table,)))
    assert sentence.endswith("nuôi dưỡng 2 người.")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ((), "Trong kỳ không tiếp nhận thêm người nào. Trong kỳ không có người nào rời cơ sở."),
        (
            (("elderly", 3, "in_new closing"), ("elderly", 1, "opening out_died")),
            "Trong kỳ tiếp nhận 3 lượt người (tiếp nhận mới). Rời cơ sở 1 lượt người (tử vong).",
        ),
        (
            (
                ("elderly", 2, "in_new closing"),
                ("elderly", 1, "in_readmission closing"),
                ("disabled", 1, "opening out_home"),
                ("disabled", 2, "opening out_died"),
            ),
            "Trong kỳ tiếp nhận 3 lượt người: tiếp nhận mới 2; tiếp nhận lại 1. Rời cơ sở 3 lượt người: hồi gia 1; tử vong 2.",
        ),
        (
            (("elderly", 1, "opening regroup_out"), ("disabled", 1, "regroup_in closing")),
            "Trong kỳ không tiếp nhận thêm người nào. Trong kỳ không có người nào rời cơ sở. "
            "Có 1 lượt chuyển nhóm đối tượng trong cơ sở.",
        ),
    ],
    ids=["none", "one kind", "several kinds", "change of group"],
)
def test_who_came_and_left_in_sentences(given: tuple[tuple[str, int, str], ...], sentence: str) -> None:
    assert narrative.admission(report(tables=(movement(*given),))) == (sentence,)


def test_going_home_is_said_only_when_somebody_went() -> None:
    assert narrative.reintegration(report(tables=(movement(),))) == ()
    went = movement(("elderly", 2, "opening out_home"), ("orphan", 1, "opening out_adoption"))
    assert narrative.reintegration(report(tables=(went,))) == (
        "Trong kỳ có 2 người về gia đình và 1 người được nhận làm con nuôi.",
    )
    rows = {"stage.follow_up": 3, "visit_due": 4, "visit_on_time": 3, "re_entered": 1}
    lines = tuple(Line(row, (TOTAL,), "p1", "e1", amount=count) for row, count in rows.items())
    kinds = tuple(Row(row, row, RowKind.PART) for row in rows)
    followed = Table("B09", "Hồi gia", (Column(TOTAL, "Tổng số"),), kinds, lines)
    assert narrative.reintegration(report(tables=(movement(), followed))) == (
        "Cuối kỳ đang theo dõi 3 người sau hồi gia.",
        "Theo dõi đúng hạn 3/4 lần của cơ sở.",
        "1 người vào lại cơ sở.",
    )


def _social_work(**counts: int) -> Table:
    """B08 with so many times in each row."""
    rows = tuple(
        Row(code, code, RowKind.PART) for code in ("case_opened", "plan_approved", "review_due", "review_on_time")
    )
    rows += (Row("case_assessed", "", RowKind.PART), Row("conference", "", RowKind.PART), Row("case_closed", ""))
    given = lines(*((row, count, TOTAL) for row, count in counts.items()))
    return Table("B08", "", (Column(TOTAL, "Lượt"),), rows, given)


def test_social_work_is_said_in_one_sentence() -> None:
    told = narrative.social_work(
        report(tables=(_social_work(case_opened=3, plan_approved=5, review_due=12, review_on_time=12),))
    )
    assert told == ("Trong kỳ mở 3 hồ sơ quản lý, phê duyệt 5 kế hoạch, rà soát kế hoạch đúng hạn 12/12.",)
    late = narrative.social_work(report(tables=(_social_work(review_due=2, conference=1, case_closed=1),)))
    assert late == ("Trong kỳ rà soát kế hoạch đúng hạn 0/2, họp thống nhất 1 lần, kết thúc quản lý 1 hồ sơ.",)
    assert narrative.social_work(report(tables=(_social_work(),))) == narrative.social_work(report(tables=())) == ()


def test_rehabilitation_and_groups_are_said_in_one_sentence_each() -> None:
    columns = tuple(
        Column(code, code) for code in ("people", "expected", "done", "goals", "better", "worse", "devices")
    )
    counts = {"people": 34, "expected": 440, "done": 396, "goals": 5, "better": 12, "devices": 1}
    given = tuple(Line(TOTAL, (code,), "p", "e", amount=count) for code, count in counts.items())
    b07 = Table("B07", "", columns, (Row(TOTAL, "", RowKind.PART),), given)
    assert narrative.health(report(tables=(b07,))) == (
        "Phục hồi chức năng, trị liệu cho 34 người: 396/440 buổi (90,0\xa0%); 5 mục tiêu đạt, 12 lượt người tiến bộ,"
        " 1 dụng cụ trợ giúp được cấp.",
    )
    assert narrative.health(report(tables=())) == ()
    b08 = _social_work(case_opened=1)
    rows = tuple(Row(code, code, RowKind.PART) for code in ("group_work", "group_session", "group_attendance"))
    met = lines(("group_work", 2, TOTAL), ("group_session", 7, TOTAL), ("group_attendance", 90, TOTAL))
    whole = replace(b08, rows=b08.rows + rows, lines=b08.lines + met)
    assert narrative.social_work(report(tables=(whole,)))[1] == "2 nhóm công tác xã hội sinh hoạt 7 buổi, 90 lượt dự."


def test_without_tables_only_typed_words_are_said() -> None:
    said = narrative.narrative(report(tables=()))
    assert [heading.code for heading, _words in said] == ["results", "health", "proposals"]
    assert said[1][1] == ("Khám định kỳ cho 58 người.", "Tập phục hồi chức năng 24 buổi.")


def test_headings_are_numbered_in_the_order_they_appear_and_silent_ones_left_out() -> None:
    printed = flat(PDF, 0)
    order = [
        "I. TÌNH HÌNH CHUNG",
        "II. KẾT QUẢ THỰC HIỆN",
        "1. Tiếp nhận, quản lý đối tượng",
        "2. Y tế, phục hồi chức năng",
        "3. Hồi gia",
        "III. KIẾN NGHỊ",
    ]
    places = [printed.index(heading) for heading in order]
    assert places == sorted(places)
    assert "TỒN TẠI" not in printed
    assert "Giáo dục" not in printed


def test_the_heading_of_the_report() -> None:
    printed = flat(PDF, 0)
    for words_ in (
        "SỞ Y TẾ TỈNH QUẢNG NINH",
        "Số: 05/BC-TTBTXH",
        "Hạ Long, ngày 05 tháng 11 năm 2026",
        "BÁO CÁO Kết quả công tác tháng 10 năm 2026",
        "Kính gửi: Sở Y tế tỉnh Quảng Ninh",
        "Căn cứ Nghị định số 103/2017/NĐ-CP; Thực hiện quy chế của cơ sở.",
    ):
        assert words_ in printed


def test_without_number_and_date_room_is_left_for_the_pen() -> None:
    pdf = draw(report(numbering=Numbering("BC"))).pdf
    assert "/BC-TTBTXH" in flat(pdf, 0)
    assert "None" not in flat(pdf)
    assert re.search(r"Hạ Long, ngày\s+tháng\s+năm", words(pdf, 0, layout=True))


def test_late_facts_are_named_with_both_days_and_absent_when_there_are_none() -> None:
    printed = flat(PDF)
    assert "SỐ LIỆU BỔ SUNG KỲ TRƯỚC" in printed
    row = next(line for line in words(PDF, layout=True).splitlines() if "Lục Văn Chài" in line)
    assert row.split() == ["1", "Lục", "Văn", "Chài", "Tiếp", "nhận", "mới", "30/09/2026", "06/10/2026"]
    assert "BỔ SUNG" not in flat(draw(report(late_facts=())).pdf)


def test_notes_of_version_opening_data_code_and_identity_are_printed() -> None:
    printed = flat(draw(report(version=2, supersedes="Báo cáo này thay bản 1, lý do: bổ sung B03.")).pdf)
    assert "thay bản 1, lý do: bổ sung B03." in printed
    assert "Đầu kỳ theo danh sách của cơ sở ngày 01/10/2026." in printed
    assert "Báo cáo tháng 10 năm 2026, bản 2 · Mã số liệu 3F2A 91BC 77D0 04EE" in printed
    assert "WJAT ENHI 4O7V XOSI" in printed
    assert "WJAT" not in flat(draw(report(identity=None)).pdf)


def test_no_name_of_a_counted_person_is_printed() -> None:
    assert "Tên Người Kín" not in flat(PDF)


def test_one_digital_place_for_the_head_on_the_report_and_one_for_the_preparer_on_the_first_table() -> None:
    drawn = DRAWN
    assert [place.role for place in drawn.places] == ["head", "preparer"]
    head, preparer = drawn.places
    assert head.page in pages_with(drawn.pdf, "Nơi nhận:")
    assert preparer.page in pages_with(drawn.pdf, "NGƯỜI LẬP BIỂU")
    assert "Biểu B01" in flat(drawn.pdf, preparer.page)
    assert flat(drawn.pdf).count("NGƯỜI LẬP BIỂU") == 2
    assert flat(drawn.pdf).count("Nguyễn Hữu Dũng") == 3
    sizes = page_sizes(drawn.pdf)
    for place in drawn.places:
        width, height = sizes[place.page]
        left, bottom, right, top = place.rect
        assert 0 < left < right < width * MM
        assert 0 < bottom < top < height * MM


def test_the_real_signer_s_post_stands_on_report_and_tables() -> None:
    deputy = Signer("Phó Giám đốc", "Lê Văn Tám", "KT.", "Giám đốc")
    printed = flat(draw(report(head=deputy)).pdf)
    assert printed.count("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC") + printed.count("KT. GIÁM ĐỐC") >= 3
    assert printed.count("Lê Văn Tám") == 3


def test_tables_lie_across_on_sheets_of_their_own() -> None:
    pdf = PDF
    sizes = page_sizes(pdf)
    for code in ("B01", "B03"):
        page = pages_with(pdf, f"Biểu {code}")[-1]
        assert sizes[page] == (297, 210)
        assert "Kèm theo Báo cáo số 05/BC-TTBTXH ngày 05 tháng 11 năm 2026" in flat(pdf, page)
        assert "Số liệu tính đến ngày 31/10/2026" in flat(pdf, page)


def test_a_draft_says_so_and_a_final_report_does_not() -> None:
    draft = draw(report(), draft=True).pdf
    assert has_letters_of(draft, 96)
    assert not has_letters_of(PDF, 96)
    assert all("BẢN NHÁP" in flat(draft, page) for page in range(len(page_sizes(draft))))
    assert "BẢN NHÁP" not in flat(PDF)


def test_only_tinos_and_the_same_bytes_each_time() -> None:
    assert draw(report(), invariant=True) == DRAWN
    assert font_names(PDF) == {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}


def test_a_table_of_the_whole_book_still_fits() -> None:
    every = movement(*((row, 3000, " ".join(column.code for column in B01_COLUMNS)) for row in ("elderly", "violence")))
    printed = flat(draw(report(tables=(every,))).pdf)
    assert every.cell(TOTAL, "closing") == 6000
    assert "6.000" in printed


def test_a_long_post_stays_inside_the_signature_box() -> None:
    post = "Phó Giám đốc phụ trách Khoa Chăm sóc người cao tuổi và phục hồi chức năng dựa vào cộng đồng"
    pdf = signature_appearance("Công Tằng Tôn Nữ Thị Nguyệt Phượng", post, datetime(2026, 11, 5, tzinfo=UTC))
    assert "cộng đồng" in flat(pdf)


def test_the_date_is_not_read_from_the_clock() -> None:
    assert report(cutoff_on=date(2026, 6, 5)).cutoff_on.isoformat() == "2026-06-05"
    assert "Số liệu tính đến ngày 05/06/2026" in flat(draw(report(cutoff_on=date(2026, 6, 5))).pdf)
