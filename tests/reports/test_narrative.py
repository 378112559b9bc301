"""What changed against earlier periods is said in the right words, and sections that were silent speak from their tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carebook.records.figures import TOTAL, Column, Line, Row, RowKind, Table, Typed
from carebook.reports import narrative
from carebook.reports.narrative import Earlier
from carebook.reports.narrative.care import education
from carebook.reports.narrative.comparing import Counted, compared
from carebook.reports.narrative.residents import admission, situation
from carebook.reports.narrative.running import finance, premises, results, staff
from tests.reports.samples import movement, report


def table(code: str, *cells: tuple[str, str, int], unknown: tuple[tuple[str, str], ...] = (), hidden: int = 0) -> Table:
    """A table of these numbers: (row, column, number); its rows are no sums of each other."""
    rows = dict.fromkeys([row for row, _column, _count in cells] + [row for row, _column in unknown])
    columns = dict.fromkeys([column for _row, column, _count in cells] + [column for _row, column in unknown])
    return Table(
        code,
        code,
        tuple(Column(one, one) for one in columns),
        tuple(Row(one, one.capitalize(), RowKind.PART) for one in rows),
        tuple(Line(row, (column,), "", "", amount=count) for row, column, count in cells if count),
        unknown=frozenset(unknown),
        hidden_below=hidden,
    )


HOSPITAL = Counted("nằm viện", "lượt", (("B06", "hospital_times", TOTAL),))


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (12, 10, "So với tháng trước: nằm viện tăng 2 lượt (20,0\xa0%)."),
        (9, 10, "So với tháng trước: nằm viện giảm 1 lượt (10,0\xa0%)."),
        (1200, 3600, "So với tháng trước: nằm viện giảm 2.400 lượt (66,7\xa0%)."),
        (10, 10, "So với tháng trước: nằm viện không đổi."),
        (3, 0, "So với tháng trước: nằm viện 3 lượt (tháng trước không có)."),
        (0, 5, "So với tháng trước: không có lượt nằm viện (tháng trước 5 lượt)."),
        (0, 0, ""),
    ],
)
def test_more_less_the_same_new_and_no_more(now: int, then: int, said: str) -> None:
    given = report(
        tables=(table("B06", ("hospital_times", TOTAL, now)),),
        earlier=(Earlier("tháng trước", (table("B06", ("hospital_times", TOTAL, then)),)),),
    )
    assert compared(given, HOSPITAL) == ((said,) if said else ())


def test_nothing_is_compared_with_what_is_not_known_hidden_or_not_there() -> None:
    known = table("B06", ("hospital_times", TOTAL, 4))
    not_known = table("B06", unknown=(("hospital_times", TOTAL),))
    for other in ((not_known,), (), (replace(known, hidden_below=5),), (table("B06", ("fall", TOTAL, 1)),)):
        assert compared(report(tables=(known,), earlier=(Earlier("tháng trước", other),)), HOSPITAL) == ()
        assert compared(report(tables=other, earlier=(Earlier("tháng trước", (known,)),)), HOSPITAL) == ()
    assert compared(report(tables=(known,)), HOSPITAL) == ()


def test_both_earlier_periods_are_said_and_what_is_the_same_in_one_phrase() -> None:
    def of(hospital: int, fall: int) -> Table:
        return table("B06", ("hospital_times", TOTAL, hospital), ("fall", TOTAL, fall))

    falls = Counted("ngã", "lần", (("B06", "fall", TOTAL),))
    given = report(
        tables=(of(4, 2),),
        earlier=(Earlier("tháng trước", (of(4, 2),)), Earlier("cùng kỳ năm trước", (of(2, 2),))),
    )
    assert compared(given, HOSPITAL, falls) == (
        "So với tháng trước: nằm viện và ngã không đổi. "
        "So với cùng kỳ năm trước: nằm viện tăng 2 lượt (100,0\xa0%); ngã không đổi.",
    )


def test_the_situation_is_compared_with_last_year_and_its_opening_is_said_once() -> None:
    now = movement(("elderly", 10, "opening closing"), ("elderly", 2, "in_new closing"))
    year_ago = movement(("elderly", 8, "opening closing"))
    given = report(
        tables=(now,),
        earlier=(Earlier("tháng trước", (year_ago,), leads_here=True), Earlier("cùng kỳ năm trước", (year_ago,))),
    )
    assert situation(given)[1:] == ("So với cùng kỳ năm trước: số người đang chăm sóc tăng 4 người (50,0\xa0%).",)


def test_coming_and_leaving_are_compared_as_sums() -> None:
    now = movement(("elderly", 2, "in_new closing"), ("elderly", 1, "in_readmission closing"))
    then = movement(("elderly", 1, "in_new closing"), ("elderly", 1, "opening out_died"))
    given = report(tables=(now,), earlier=(Earlier("quý trước", (then,)),))
    assert admission(given)[1] == (
        "So với quý trước: tiếp nhận tăng 2 lượt người (200,0\xa0%); không có lượt người rời cơ sở (quý trước 1 lượt người)."
    )


def test_education_speaks_of_school_trades_and_classes() -> None:
    columns = (Column(TOTAL, "Tổng số"),)
    counts = {"school.primary": 5, "school.lower": 2, "special": 1, "course_now": 3, "class_lesson": 12}
    rows = (
        Row("school", "Học văn hóa", RowKind.GROUP),
        Row("school.primary", "Tiểu học", parent="school"),
        Row("school.lower", "THCS", parent="school"),
        *(Row(code, code, RowKind.PART) for code in ("special", "course_now", "work_found")),
        *(Row(code, code, RowKind.PART) for code in ("class_lesson", "class_attendance")),
    )
    lines = tuple(Line(row, (TOTAL,), "", "", amount=count) for row, count in counts.items())
    b11 = Table("B11", "", columns, rows, lines)
    assert education(report(tables=(b11,))) == (
        "Cuối kỳ có 7 người học văn hóa: tiểu học 5; THCS 2; trong đó 1 người học lớp chuyên biệt. "
        "Có 3 người đang học nghề. Lớp chuyên biệt tại cơ sở học 12 buổi, 0 lượt dự.",
    )
    assert education(report(tables=(replace(b11, lines=()),))) == education(report(tables=())) == ()


def test_incidents_are_said_also_when_there_were_none() -> None:
    rows = (Row("fall", "Ngã"), Row("fire", "Cháy"), Row(TOTAL, "Tổng số", RowKind.TOTAL))
    columns = (Column(TOTAL, "Tổng số"), Column("open", "Đang xử lý"))
    lines = (Line("fall", (TOTAL,), "", "", amount=3), Line("fire", (TOTAL, "open"), "", ""))
    b16 = Table("B16", "", columns, rows, lines)
    beds = table("CS", ("occupancy", "numerator", 90), ("occupancy", "denominator", 100))
    assert premises(report(tables=(b16, beds))) == (
        "Công suất sử dụng giường trong kỳ 90,0\xa0%. Trong kỳ ghi nhận 4 sự cố: ngã 3; cháy 1. Còn 1 sự cố đang xử lý.",
    )
    assert premises(report(tables=(replace(b16, lines=()),))) == ("Trong kỳ không ghi nhận sự cố nào.",)
    unknown = frozenset({("fall", TOTAL), ("fire", TOTAL)})
    assert premises(report(tables=(replace(b16, lines=(), unknown=unknown),))) == ()


def test_targets_that_can_be_told_are_counted_and_those_missed_are_named() -> None:
    columns = (Column("reached", ""),)
    rows = tuple(Row(code, f"Chỉ tiêu {code}", RowKind.PART) for code in "abc")
    b17 = Table("B17", "", columns, rows, (Line("a", ("reached",), "", ""),), unknown=frozenset({("c", "reached")}))
    assert results(report(tables=(b17,))) == ("Đạt 1/2 chỉ tiêu của năm; chưa đạt: Chỉ tiêu b.",)
    everything = frozenset((row, "reached") for row in "abc")
    assert results(report(tables=(replace(b17, lines=(), unknown=everything),))) == results(report(tables=())) == ()


def test_staff_is_told_against_the_norms() -> None:
    columns = tuple(
        Column(code, code) for code in ("employed", "present", "permanent", "contract", "required", "lacking")
    )
    rows = (
        Row("nurse", "Điều dưỡng"),
        Row("cook", "Cấp dưỡng"),
        Row(TOTAL, "Tổng số", RowKind.TOTAL),
        *(Row(code, code, RowKind.PART) for code in ("staff_learned", "collaborators", "collaborators_trained")),
    )
    given = (
        ("nurse", ("employed", "present"), 4),
        ("nurse", ("required",), 6),
        ("nurse", ("lacking",), 2),
        ("cook", ("employed",), 3),
        ("collaborators", ("employed",), 5),
    )
    lines = tuple(Line(row, at, "", "", amount=count) for row, at, count in given)
    not_typed = frozenset((row, code) for row in ("nurse", "cook") for code in ("permanent", "contract"))
    b12 = Table("B12", "", columns, rows, lines, unknown=not_typed | {("staff_learned", "employed")})
    assert staff(report(tables=(b12,))) == (
        "Cuối kỳ có 7 người làm việc, có mặt 4. So với định mức còn thiếu 2 người: điều dưỡng 2. Có 5 cộng tác viên.",
    )
    enough = replace(b12, lines=tuple(line for line in lines if line.columns != ("lacking",)))
    assert "Đủ người theo định mức." in staff(report(tables=(enough,)))[0]
    typed = replace(
        b12,
        typed=tuple(Typed(row, code, n) for row, code, n in (("nurse", "permanent", 4), ("cook", "permanent", 0)))
        + tuple(Typed(row, "contract", n) for row, n in (("nurse", 0), ("cook", 3))),
        unknown=frozenset(),
    )
    assert "có mặt 4; trong đó có 4 biên chế, viên chức và 3 hợp đồng." in staff(report(tables=(typed,)))[0]
    year_ago = replace(b12, lines=lines[:1])
    told = staff(report(tables=(b12,), earlier=(Earlier("cùng kỳ năm trước", (year_ago,)),)))
    assert told[1] == (
        "So với cùng kỳ năm trước: số người làm việc tăng 3 người (75,0\xa0%); "
        "cộng tác viên 5 người (cùng kỳ năm trước không có)."
    )


def test_courses_are_told_as_far_as_they_are_known() -> None:
    columns = tuple(Column(code, code) for code in (TOTAL, "people", "copies"))
    rows = (Row("training", "Tập huấn"), Row("staff_course", "Lớp riêng"), Row(TOTAL, "Tổng số", RowKind.TOTAL))
    lines = (
        Line("training", (TOTAL,), "", "", amount=2),
        Line("training", ("people",), "", "", amount=1250),
        Line("training", ("copies",), "", "", amount=300),
    )
    b13 = Table("B13", "", columns, rows, lines, unknown=frozenset({("staff_course", TOTAL)}))
    assert staff(report(tables=(b13,))) == (
        "Tổ chức 2 lớp, hoạt động tập huấn, truyền thông: tập huấn 2; 1.250 người dự; phát 300 bản tài liệu.",
    )


def test_money_is_told_as_far_as_it_is_known() -> None:
    b14 = table(
        "B14",
        ("spending", "done", 1_200_000),
        ("spending", "accumulated", 9_000_000),
        ("spending", "planned", 12_000_000),
        ("nurture_people", "done", 40),
        ("nurture_months", "done", 118),
        ("fee_due", "done", 5_000_000),
        ("fee_paid", "done", 3_000_000),
        ("fee_left", "done", 2_000_000),
        unknown=(("source", "done"), ("nurture_paid", "done")),
    )
    b15 = table(
        "B15", (TOTAL, "money", 7_000_000), (TOTAL, "goods", 0), (TOTAL, "givers", 3), (TOTAL, "left", 1_000_000)
    )
    assert finance(report(tables=(b14, b15))) == (
        "Chi trong kỳ 1.200.000 đồng, lũy kế từ đầu năm 9.000.000 đồng (75,0\xa0% dự toán). "
        "Trợ cấp nuôi dưỡng cho 40 người, 118 tháng-người. "
        "Gói dịch vụ phải thu 5.000.000 đồng, đã thu 3.000.000 đồng, còn nợ 2.000.000 đồng. "
        "Vận động được tiền 7.000.000 đồng từ 3 nhà tài trợ; còn lại 1.000.000 đồng.",
    )
    assert finance(report(tables=(table("B14", unknown=(("spending", "done"),)),))) == finance(report(tables=())) == ()


def test_every_heading_can_be_typed_under_and_says_its_sentences_first() -> None:
    typed = {heading.code: f"Lời gõ về {heading.code}." for heading in narrative.NARRATIVE if heading.code != "results"}
    for heading, words in narrative.narrative(report(narrative=typed)):
        assert not words or words[-1] == typed[heading.code]
