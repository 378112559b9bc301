"""Papers of rehabilitation and groups as they are drawn: their words in both formats, for the pen, and the rules of the sheet."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT

from carebook.records.groups import GroupSessionState
from carebook.records.rehabilitation import RehabilitationPlan
from carebook.records.sessions import SessionState
from carebook.reports.forms import Form, Listing, pdf, word
from carebook.reports.paper.page import LANDSCAPE
from carebook.reports.paper.table import table
from carebook.reports.people import Resident
from carebook.reports.therapy_papers.groups import group_minutes, register_sheet
from carebook.reports.therapy_papers.ordering import function_sheet, order, weight_words
from carebook.reports.therapy_papers.progress import drawn_curves, for_doctor, for_family
from carebook.reports.therapy_papers.saying import level_sign
from carebook.reports.therapy_papers.sessions import session_sheet
from carebook.words import speaking
from tests.reports import group_course, reading, therapy_course
from tests.reports.group_course import CLASS
from tests.reports.therapy_course import DOCTOR, KTV, PLAN, STAFF, TEACHER

NO_PLAN = RehabilitationPlan(episode_id="")
ABOUT, NOBODY = therapy_course.about(), therapy_course.nobody()
FILLED: dict[str, Callable[[], Form]] = {
    "order": lambda: order(
        ABOUT,
        PLAN,
        therapy_course.THERAPIES,
        therapy_course.GOALS,
        therapy_course.FUNCTIONS,
        (therapy_course.DECISION,),
        rooms={"room": "Phòng PHCN 1"},
        version="Bản 2",
    ),
    "function": lambda: function_sheet(
        ABOUT,
        PLAN,
        therapy_course.FUNCTIONS,
        therapy_course.GOALS,
        therapy_course.RATINGS,
        therapy_course.REVIEW,
        results=(("Chỉ số Barthel", "03/08/2026", "55/100 (phụ thuộc nặng)"),),
        assessor=STAFF[KTV],
        assessed_on=date(2026, 8, 28),
    ),
    "sessions": lambda: session_sheet(
        ABOUT,
        therapy_course.month(),
        month="tháng 6/2026",
        diagnosis=PLAN.diagnosis,
        ordered_by=STAFF[DOCTOR],
    ),
    "family": lambda: for_family(
        ABOUT, therapy_course.progress(), PLAN, next_on=date(2026, 9, 25), therapist=STAFF[KTV]
    ),
    "doctor": lambda: for_doctor(
        ABOUT,
        therapy_course.progress(),
        PLAN,
        reviews=(therapy_course.REVIEW,),
        loans=(therapy_course.LOAN,),
        therapist=STAFF[KTV],
        ordered_by=STAFF[DOCTOR],
    ),
    "minutes": lambda: group_minutes(NOBODY, group_course.roster()),
    "register": lambda: register_sheet(
        NOBODY, CLASS, group_course.register(), month="tháng 11/2026", leader=STAFF[TEACHER]
    ),
}
BLANK: dict[str, Callable[[], Form]] = {
    "order": lambda: order(NOBODY, NO_PLAN),
    "function": lambda: function_sheet(NOBODY, NO_PLAN),
    "sessions": lambda: session_sheet(NOBODY),
    "family": lambda: for_family(NOBODY),
    "doctor": lambda: for_doctor(NOBODY),
    "minutes": lambda: group_minutes(NOBODY),
    "register": lambda: register_sheet(NOBODY),
}
TOLD = {
    "order": (
        *("SỞ Y TẾ TỈNH QUẢNG NINH", "PHIẾU KHÁM VÀ CHỈ ĐỊNH", "Phục hồi chức năng", "Trần Thị An", "A105, giường 1"),
        *("Dị ứng: Penicillin", "01/06/2026", "Trịnh Thị Hằng", "Bản 2", "Liệt nửa người phải", "b730 Sức cơ"),
        *("Tập đi, tập thăng bằng", "180/110", "không kéo tay phải", "nẹp cổ chân phải", "Tập đi với khung", "120"),
        *("1-1; Phòng PHCN 1", "Lưu Văn Kim Giao", "Đi 10 m bằng khung", "0 m → 10 m", "01/07/2026", "(3×2)"),
        *("Thang đạt mục tiêu (GAS)", "Không đứng được", "Đi 20 m bằng gậy", "4 tuần", "Tự cài cúc áo", "NGƯỜI DUYỆT"),
    ),
    "function": (
        *("PHIẾU LƯỢNG GIÁ", "Chức năng và sự tham gia", "28/08/2026", "1. Chức năng và cấu trúc", "b730", "Sức cơ"),
        *("Tay chân phải", "2. Hoạt động và tham gia", "d450", "Đi bộ", "3. Yếu tố môi trường", "e310"),
        *("4. Kết quả thang đo", "55/100 (phụ thuộc nặng)", "5. Mức đạt mục tiêu", "−2", "05/06/2026"),
        *("Đi 14 m bằng khung", "Tiếp tục", "25/09/2026", "NGƯỜI LƯỢNG GIÁ"),
    ),
    "sessions": (
        *("PHIẾU THỰC HIỆN KỸ THUẬT", "tháng 6/2026", "T2 01/06", "08:30", "Vật lý trị liệu", "Đi với khung 3 × 5 lần"),
        *("Đứng bám thanh song song, 10 phút", "Bước qua vạch 8 lần; chậm", "Đau 4 → 2; Borg 3", "gối phải còn khóa"),
        *("Sốt, ốm", "Mệt, dừng phút 20", "T6 26/06", "Tổng số 20 buổi", "NGƯỜI CHỈ ĐỊNH"),
    ),
    "family": (
        *("BÁO CÁO TIẾN TRIỂN", "từ 01/06/2026 đến 31/08/2026", "Gia đình bà Trần Thị An", "đã tập 46 trên 50 buổi"),
        *("người tập nghỉ 2", "Thể dục dưỡng sinh sáng: dự 60 trên 72 buổi", "Mục tiêu 1: Đi 10 m bằng khung"),
        *("Lúc đầu (05/06/2026): Không đứng được (còn xa mức mong đợi)", "đạt mức mong đợi", "So với lúc đầu: tốt hơn"),
        *("Chỉ số Barthel", "Cao hơn là tốt hơn", "Mục tiêu 70", "Thời gian đứng lên và đi (TUG) (giây)"),
        *("Thấp hơn là tốt hơn", "Mỗi sáng ngồi dậy", "25/09/2026", "Ý kiến của gia đình", "GIA ĐÌNH"),
    ),
    "doctor": (
        *("BÁO CÁO TIẾN TRIỂN", "Bác sĩ Trịnh Thị Hằng", "Liệt nửa người phải", "Vật lý trị liệu", "92,0 %"),
        *("Tổng số", "62", "90,0 %", "−2", "05/06/2026", "Đi 10 m bằng khung (đạt mức mong đợi)"),
        *("Điểm T (50 là như mong đợi): 05/06/2026: 25,5; 28/08/2026: 45,1", "3. Thang đo", "Chỉ số Barthel"),
        *("nét liền, chấm đặc: trước", "Gói 24 buổi: đã tập 20 buổi, còn 4/24 buổi", "+30", "tốt hơn"),
        *("Khung tập đi PHCN-07", "28/08/2026. Đi 14 m bằng khung", "Đề xuất: Tiếp tục", "Ý KIẾN CỦA BÁC SĨ"),
    ),
    "minutes": (
        *("BIÊN BẢN", "Sinh hoạt nhóm", "Chuyện xưa", "Nhóm trị liệu", "15:00 05/06/2026, 60 phút", "7/12"),
        *("Phòng sinh hoạt chung", "Ngày cưới", "có mặt 7/9", "Chíu Thị Lụa", "hát được nửa bài", "Đã hỏi 08/06/2026"),
        *("Vũ Thị Ngọc Ánh", "(người thân dự: mẹ)", "Xem ảnh cũ", "Ảnh, đài, trà", "nhường kể trước"),
        *("Bảy người kể được", "thêm đồ vật", "ngày 05 tháng 6 năm 2026", "NGƯỜI ĐIỀU PHỐI", "Đinh Thị Nguyệt Hằng"),
    ),
    "register": (
        *(
            "SỔ THEO DÕI LỚP",
            "Lớp khiếm thính 2",
            "2026-2027",
            "M: đến muộn",
            "Tháng 11/2026",
            "Nguyễn Hoàng Phương Thảo",
        ),
        *("Số người có mặt", "Số buổi đã diễn ra: 14", "Chuyên cần: 98/117 lượt (83,8 %)", "Nội dung các buổi"),
        *("T2 02/11 07:30", "Phiên chợ", "Không diễn ra: Mưa to", "GIÁO VIÊN", "GIÁM ĐỐC"),
    ),
}
ACROSS = {"sessions", "register"}


def made(form: Callable[[], Form]) -> Form:
    with speaking("vi"):
        return form()


def docx_words(content: bytes) -> str:
    """Everything written in a .docx, in its order."""
    document = docx.Document(io.BytesIO(content))
    texts = [
        "".join(n.text or "" for n in p.iter() if n.tag.endswith("}t"))
        for p in document.element.body.iter()
        if p.tag.endswith("}p")
    ]
    return " ".join(" ".join(texts).replace("\u00a0", " ").split())


def without_spaces(words: str) -> str:
    return "".join(words.split())


def in_order(words: str, wanted: tuple[str, ...]) -> list[str]:
    missing, at = [], 0
    for one in wanted:
        found = words.find(one, at)
        if found < 0:
            missing.append(one)
        else:
            at = found
    return missing


def test_every_paper_has_both_a_filled_and_an_empty_sample() -> None:
    assert set(FILLED) == set(BLANK) == set(TOLD)


@pytest.mark.parametrize("name", FILLED)
def test_a_paper_tells_its_facts_in_order_and_the_docx_says_the_same(name: str) -> None:
    form = made(FILLED[name])
    printed = reading.flat(pdf.draw(form).pdf)
    words = without_spaces(printed)  # cells of a table stand beside each other, so that only their words are whole
    assert [one for one in TOLD[name] if not all(word in words for word in one.split())] == []
    edited = docx_words(word.write(form))
    only_drawn = {"Mục tiêu 70", "nét liền, chấm đặc: trước"}
    assert [one for one in TOLD[name] if one not in edited and one not in only_drawn] == []
    assert "None" not in printed + edited


@pytest.mark.parametrize("name", FILLED)
@pytest.mark.parametrize("samples", [FILLED, BLANK], ids=["filled", "blank"])
def test_a_paper_keeps_to_the_rules_of_the_sheet(samples: dict[str, Callable[[], Form]], name: str) -> None:
    form = made(samples[name])
    drawn = pdf.draw(form).pdf
    size = (297, 210) if name in ACROSS else (210, 297)
    assert set(reading.page_sizes(drawn)) == {size}
    assert reading.font_names(drawn) <= {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    letters = [piece for piece in reading.pieces(drawn) if piece.text.strip()]
    left, right = (20, 20) if name in ACROSS else (30, 15)
    assert min(piece.box[0] for piece in letters) >= left * reading.MM - 1
    assert max(piece.box[2] for piece in letters) <= (size[0] - right) * reading.MM + 1
    section = docx.Document(io.BytesIO(word.write(form))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size
    assert (section.orientation is WD_ORIENT.LANDSCAPE) is (name in ACROSS)
    assert round(section.left_margin.mm) == left


@pytest.mark.parametrize("name", BLANK)
def test_an_empty_sheet_names_nobody_and_has_room_for_the_pen(name: str) -> None:
    form = made(BLANK[name])
    printed, edited = reading.flat(pdf.draw(form).pdf), docx_words(word.write(form))
    assert "....." in printed
    for secret in ("Trần Thị An", "Đi 10 m", "Lụa", "Liệt", "None", *STAFF.values()):
        assert secret not in printed + edited
    assert len(reading.page_sizes(pdf.draw(form).pdf)) <= 3


@pytest.mark.parametrize("name", ["order", "function", "sessions", "family", "doctor"])
def test_very_long_words_and_many_rows_still_fit_the_sheet(name: str) -> None:
    long = f"{therapy_course.LONG} " * 25
    about = replace(ABOUT, resident=Resident(full_name="Nguyễn Hoàng Phương Thảo Nghuyễễn " * 3, title="bà"))
    plan = replace(PLAN, diagnosis=long, indication=long, home_programme=long)
    goals = tuple(replace(one, text=long[:900], levels=(long[:400],) * 5) for one in therapy_course.GOALS * 6)
    first, *others = therapy_course.month()
    lines = (replace(first, session=replace(first.session, objective=long)), *others)
    forms = {
        "order": lambda: order(about, plan, therapy_course.THERAPIES * 8, goals, therapy_course.FUNCTIONS * 8),
        "function": lambda: function_sheet(about, plan, therapy_course.FUNCTIONS * 8, goals),
        "sessions": lambda: session_sheet(about, lines, diagnosis=long),
        "family": lambda: for_family(about, therapy_course.progress(), plan),
        "doctor": lambda: for_doctor(about, therapy_course.progress(), plan, reviews=(therapy_course.REVIEW,) * 9),
    }
    drawn = pdf.draw(made(forms[name])).pdf
    for page in range(len(reading.page_sizes(drawn))):
        letters = [piece for piece in reading.pieces(drawn, page) if piece.text.strip()]
        assert letters
        assert min(piece.box[1] for piece in letters) >= 9 * reading.MM - 3


def test_every_session_has_a_line_to_sign_and_one_to_come_says_nothing_of_its_course() -> None:
    lines = therapy_course.month()
    grid = next(part.grid for part in made(FILLED["sessions"]).parts if isinstance(part, Listing))
    assert len(grid.rows) == len(lines)
    assert all(row.lines >= 3 for row in grid.rows)
    for line, row in zip(lines, grid.rows, strict=True):
        waiting = line.session.state is SessionState.PLANNED and not line.late
        assert (row.values[4] == "") is waiting
        assert row.values[5] == STAFF[KTV]
        assert row.values[6] == ""


def test_a_session_that_did_not_take_place_says_why_instead_of_what_happened() -> None:
    printed = reading.flat(
        pdf.draw(made(lambda: group_minutes(NOBODY, group_course.roster(GroupSessionState.NOT_HELD)))).pdf
    )
    assert in_order(printed, ("Chuyện xưa", "không diễn ra", "Lý do: Mưa to", "NGƯỜI ĐIỀU PHỐI")) == []
    assert "Thành phần" not in printed


def test_the_register_for_the_pen_has_names_and_days_and_no_mark() -> None:
    form = made(lambda: register_sheet(NOBODY, CLASS, group_course.register(), month="tháng 11/2026", for_pen=True))
    grid = next(part.grid for part in form.parts if isinstance(part, Listing))
    assert [row.values[1] for row in grid.rows] == list(group_course.NAMES)
    assert {value for row in grid.rows for value in row.values[2:]} == {""}
    assert grid.columns[2].heading == "2\nT2"


def test_thirty_people_of_a_group_fit_one_table() -> None:
    register = group_course.register(pupils=30)
    printed = pdf.draw(made(lambda: register_sheet(NOBODY, group_course.GROUP, register, month="tháng 11/2026"))).pdf
    assert "BẢNG ĐIỂM DANH" in reading.flat(printed)
    assert "30 " in reading.flat(printed)


def test_curves_of_one_instrument_share_an_axis_and_instruments_never_do() -> None:
    with speaking("vi"):
        curves = tuple(drawn_curves(therapy_course.progress().curves))
    assert [(one.title, len(one.lines)) for one in curves] == [
        ("Chỉ số Barthel", 1),
        ("Thời gian đứng lên và đi (TUG)", 1),
        ("Đau trong buổi tập", 2),
    ]
    assert [line.name for line in curves[2].lines] == ["trước", "sau"]
    assert curves[0].goal == 70


@pytest.mark.parametrize(("level", "said"), [(-2, "−2"), (-1, "−1"), (0, "0"), (2, "+2")])
def test_a_level_bears_its_sign(level: int, said: str) -> None:
    assert level_sign(level) == said


@pytest.mark.parametrize(
    ("importance", "difficulty", "said"), [(3, 2, "6\n(3×2)"), (4, None, "4"), (None, None, ""), (None, 2, "2")]
)
def test_the_weight_of_a_goal(importance: int | None, difficulty: int | None, said: str) -> None:
    assert weight_words(replace(therapy_course.GOALS[0], importance=importance, difficulty=difficulty)) == said


def test_a_long_table_begins_under_its_heading_and_does_not_go_over_with_it() -> None:
    roster = group_course.roster()
    many = replace(roster, rows=roster.rows * 4)
    drawn = pdf.draw(made(lambda: group_minutes(NOBODY, many))).pdf
    first = reading.flat(drawn, 0)
    assert "1. Thành phần" in first
    assert group_course.NAMES[0] in first
    assert len(reading.page_sizes(drawn)) > 1


def test_columns_for_the_pen_are_wide_enough_to_sign_in() -> None:
    grid = next(part.grid for part in made(BLANK["sessions"]).parts if isinstance(part, Listing))
    widths = table(grid, LANDSCAPE.width)._colWidths
    assert all(width + 0.1 >= column.least * reading.MM for width, column in zip(widths, grid.columns, strict=True))
    assert widths[-1] >= 30 * reading.MM
    assert widths[-2] >= 38 * reading.MM
    assert sum(widths) == pytest.approx(LANDSCAPE.width)
