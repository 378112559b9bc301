"""The papers of a case: filled with what the book holds, empty for the pen, never more at the bed than may hang there."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import docx
import pypdfium2
import pytest

from carebook.records.assessments import Assessment, DomainRating, NeedLevel
from carebook.records.care_plans import Activity, CarePlan, DailyHelp, Goal, HelpLevel, PlanInForce, PlanState
from carebook.records.closures import Closure, ClosureParty, ClosureSignature
from carebook.records.episodes import Episode
from carebook.records.intake import FormState, IntakeForm
from carebook.records.people import Person
from carebook.records.progress import ProgressNote
from carebook.records.staff import Actor, Role
from carebook.reports.case_papers import PAPER_TITLES, CasePaper, blank, form_of, gather, papers_there, span_of
from carebook.reports.case_papers.bedside import shortened
from carebook.reports.forms import pdf, word
from carebook.reports.paper.facts import Way
from carebook.store.book import Book, new_id
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.reports import reading
from tests.reports.case_book import DIAGNOSIS, drawn, gathered, whole_case

TODAY = samples.TODAY
LONG = "Đi lại được trong phòng khi có người dìu, tối hay thức giấc. " * 164  # 10,000 letters

# What stands on each paper, in this order.
TOLD = {
    CasePaper.FORM01: (
        *("Mẫu số 01", "PHIẾU THU THẬP THÔNG TIN", "A. Thông tin về đối tượng", "Trần Thị An", "022145999012"),
        *("Đông Triều", "BT2222299999999", "Nhu cầu theo thứ tự ưu tiên", "1. Đi lại", "2. Gặp con gái", "B. Sức khỏe"),
        *(DIAGNOSIS, "Hỗ trợ một phần", "penicillin", "C. Gia đình", "Trần Thị Lý", "Hộ nghèo"),
        *(
            "D. Người giám hộ, người chăm sóc",
            "1972",
            "E. Nguồn thông tin",
            "Con gái",
            "480.000 đ",
            "Mạc Thị Hải Đường",
        ),
    ),
    CasePaper.FORM02: (
        *("Mẫu số 02", "PHIẾU ĐÁNH GIÁ NHU CẦU", "Đánh giá ban đầu", "đối tượng tự cung cấp", "1. Mức độ nhu cầu"),
        *("3 · Cao, khẩn cấp", "Giáo dục, học nghề, việc làm", "Chưa đánh giá", "2. Từng lĩnh vực", "Hiện trạng"),
        *("Tay phải khỏe", "Muốn tự đi vệ sinh", "Mong mẹ đi lại được", "3. Nhận định chung", "Cần tập đi"),
    ),
    CasePaper.FORM03: (
        *("Mẫu số 03", "□ Cần chăm sóc khẩn cấp", "■ Cần chăm sóc lâu dài", "Chăm sóc lâu dài", "Đạt", "Đủ tiêu chí"),
        *("NGƯỜI XEM XÉT", "GIÁM ĐỐC"),
    ),
    CasePaper.FORM04: (
        *("Mẫu số 04", "KẾ HOẠCH CHĂM SÓC, TRỢ GIÚP", "01/06/2026 – 31/12/2026", "Mạc Thị Hải Đường", "Tự đi lại"),
        *("Về sống với gia đình", "1. Mục tiêu", "Đi 10 m bằng khung", "2 m → 10 m", "01/12/2026", "2. Hoạt động"),
        *("Tập đi mỗi sáng (KC)", "1.200.000", "3. Rủi ro", "Ngã ban đêm", "Dìu đi vệ sinh", "4. Mức hỗ trợ", "Tắm"),
        *("Hỗ trợ một phần", "5. Ý kiến", "Tôi muốn tự đi được ra vườn.", "Làm ngay", "PHÊ DUYỆT"),
    ),
    CasePaper.FORM05: (
        *("Mẫu số 05", "tháng 11/2026", "1. Ghi chép tiến độ", "12/11/2026", "08:30"),
        *("2. Theo dõi, đánh giá", "Rà soát quý", "a) Kết quả thực hiện", "Đạt một phần", "Tự ăn, tự rửa mặt"),
        *("Phù hợp", "khoa Phục hồi chức năng", "Tiếp tục", "15/02/2027"),
    ),
    CasePaper.FORM06: (
        *("Mẫu số 06", "05/01/2026", "Đã đạt mục tiêu trợ giúp", "Sáu tháng tập đi", "Đạt mục tiêu đi 10 m"),
        *("huyết áp ổn định", "UBND xã theo dõi", "NGƯỜI QUẢN LÝ", "Trần Thị Lý", "Đào Thị Hướng"),
    ),
    CasePaper.MINUTES: (
        *("BIÊN BẢN", "Phòng họp tầng 1", "Thống nhất kế hoạch", "Trần Thị Lý (con gái)", "Đối tượng: Trần Thị An"),
        *("Còn yếu", "Muốn về nhà", "xem xét hồi gia tháng 12", "Tập đi hằng ngày", "CHỦ TRÌ"),
    ),
    CasePaper.BEDSIDE: (
        *("PHIẾU CHĂM SÓC TẠI GIƯỜNG", "Trần Thị An", "DỊ ỨNG: penicillin", "Tắm", "Hỗ trợ một phần", "Ngồi ghế"),
        *("Việc khẩn cấp", "Tập đi mỗi sáng", "Đi 10 m bằng khung", "Khi cần, gọi", "Trần Thị Lý", "0912345678"),
    ),
}


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """A stay with a whole case."""
    return whole_case(book, director, now)


def in_order(words: str, wanted: tuple[str, ...]) -> list[str]:
    """Those of ``wanted`` that do not stand in ``words`` behind the one before."""
    missing, at = [], 0
    for one in wanted:
        found = words.find(one, at)
        if found < 0:
            missing.append(one)
        else:
            at = found
    return missing


def pages(content: bytes) -> int:
    with pypdfium2.PdfDocument(content) as paper:
        return len(paper)


def docx_words(content: bytes) -> str:
    """Everything written in a .docx, paragraphs first, then the tables."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return " ".join(" ".join([*(p.text for p in document.paragraphs), *cells]).split())


def test_every_paper_has_a_title() -> None:
    assert set(PAPER_TITLES) == set(CasePaper) == set(TOLD)


@pytest.mark.parametrize("kind", list(CasePaper))
def test_every_paper_tells_what_the_book_holds(
    kind: CasePaper, book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    paper = gathered(book, director, now, stay.id, kind)
    assert paper.written
    assert in_order(reading.flat(drawn(paper)), TOLD[kind]) == []
    edited = docx_words(word.write(form_of(paper)))
    assert [one for one in TOLD[kind] if " ".join(one.split()) not in edited and "\n" not in one] in ([], ["1. Đi lại"])


def test_every_paper_is_there_for_the_pen_with_and_without_a_name(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    with book.reading_for(director, now) as reader:
        for kind in CasePaper:
            named = reading.flat(drawn(blank(reader, kind, today=TODAY, episode_id=stay.id)))
            empty_paper = blank(reader, kind, today=TODAY)
            empty = reading.flat(drawn(empty_paper))
            assert ("Trần Thị An" in named, "Trần Thị An" in empty) == (True, False), kind
            assert "....." in empty
            for secret in (DIAGNOSIS, "Đi 10 m", "Tự đi lại", "Chưa đánh giá", "BẢN NHÁP"):
                assert secret not in named + empty
            assert (empty_paper.person_id, empty_paper.lacking) == ("", ())
            assert docx_words(word.write(form_of(empty_paper)))


def test_a_paper_nothing_was_written_for_is_a_sheet_for_the_pen_that_says_so(
    book: Book, director: Actor, now: datetime
) -> None:
    _person, episode = admit(book, director, now)
    places = {}
    for kind in CasePaper:
        paper = gathered(book, director, now, episode.id, kind)
        places[kind.value] = {lack.place for lack in paper.lacking} - {"person", "facility"}
        assert paper.written is (kind is CasePaper.BEDSIDE)
        assert "Trần Thị An" in reading.flat(drawn(paper))
    assert places == {
        "form01": {"intake"},
        "form02": {"assessments"},
        "form03": {"assessments"},
        "form04": {"care_plans"},
        "form05": {"care_plans"},
        "minutes": {"conferences"},
        "form06": {"closures"},
        "bedside": {"care_plans"},
    }


def test_the_levels_of_last_time_stand_beside(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        newer = writer.add(
            Assessment(episode_id=stay.id, state=FormState.COMPLETED, assessed_on=date(2026, 11, 1), summary="Khá hơn")
        )
        writer.add(DomainRating(episode_id=stay.id, assessment_id=newer.id, domain="health", level=NeedLevel.LOW))
    words = reading.flat(drawn(gathered(book, director, now, stay.id, CasePaper.FORM02)))
    assert in_order(words, ("Lần trước (01/06/2026)", "1 · Thấp", "3 · Cao, khẩn cấp")) == []
    with book.reading_for(director, now) as reader:
        first = next(
            one for one in papers_there(reader, stay.id, TODAY) or () if one.kind is CasePaper.FORM02
        ).versions[-1]
    earlier = gathered(book, director, now, stay.id, CasePaper.FORM02, first.id)
    assert "Cần tập đi" in reading.flat(drawn(earlier))
    assert "Lần trước (" not in reading.flat(drawn(earlier))


@pytest.mark.parametrize(
    ("state", "draft"),
    [
        (PlanState.DRAFT, True),
        (PlanState.SUBMITTED, True),
        (PlanState.RETURNED, True),
        (PlanState.WITHDRAWN, True),
        (PlanState.APPROVED, False),
        (PlanState.ENDED, False),
    ],
)
def test_a_plan_that_was_never_approved_says_draft(
    state: PlanState, draft: bool, book: Book, director: Actor, now: datetime
) -> None:
    _person, episode = admit(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(CarePlan(episode_id=episode.id, state=state, general_goal="Tự đi lại"))
    paper = gathered(book, director, now, episode.id, CasePaper.FORM04)
    assert paper.draft is draft
    assert ("BẢN NHÁP" in reading.flat(drawn(paper))) is draft


def test_the_plan_in_force_comes_before_a_newer_draft(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        newer = writer.add(CarePlan(episode_id=stay.id, number=2, general_goal="Về nhà"))
    assert "Tự đi lại" in reading.flat(drawn(gathered(book, director, now, stay.id, CasePaper.FORM04)))
    draft = gathered(book, director, now, stay.id, CasePaper.FORM04, newer.id)
    assert draft.draft
    assert "Về nhà" in reading.flat(drawn(draft))


@pytest.mark.parametrize("kind", [CasePaper.FORM01, CasePaper.FORM02, CasePaper.FORM04, CasePaper.FORM05])
def test_long_texts_flow_over_the_pages(
    kind: CasePaper, book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for cls, field in (
            (IntakeForm, "needs"),
            (DomainRating, "situation"),
            (Goal, "text"),
            (Activity, "text"),
            (ProgressNote, "text"),
        ):
            row = writer.records(cls, "episode_id = ?", (stay.id,))[0]
            writer.amend(replace(row, **{field: LONG}))  # type: ignore[arg-type]
    content = drawn(gathered(book, director, now, stay.id, kind))
    words = reading.flat(content)
    assert words.count("tối hay thức giấc") >= 150
    assert pages(content) > 3


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("2026-11", "tháng 11/2026"),
        ("2026-Q4", "quý IV/2026"),
        ("2026-11-01..2026-11-15", "từ 01/11/2026 đến 15/11/2026"),
        ("", "tháng 11/2026"),
        ("nonsense", "tháng 11/2026"),
        ("2026-13-01..", "tháng 11/2026"),
    ],
)
def test_form_05_is_of_a_period_or_from_day_to_day(
    id: str, told: str, book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    words = reading.flat(drawn(gathered(book, director, now, stay.id, CasePaper.FORM05, id)))
    assert in_order(words, (f"Thời gian: {told}", "Đi 5 m, mệt")) == []
    assert span_of(id, TODAY)[2] == told


def test_the_newest_review_of_that_time_stands_on_it_and_dates_only_its_own_period(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    def words(id: str) -> str:
        return reading.flat(drawn(gathered(book, director, now, stay.id, CasePaper.FORM05, id)))

    assert "Rà soát quý" in words("2026-11")
    assert "ngày 15 tháng 11 năm 2026" in words("2026-11")
    later = words("2026-11-16..2026-11-20")
    assert "Ngày đánh giá: 15/11/2026" in later
    assert "ngày 15 tháng 11 năm 2026" not in later
    assert "Rà soát quý" not in words("2026-10")


def test_notes_of_another_period_and_struck_notes_are_left_out(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    assert "Đi 5 m, mệt" not in reading.flat(drawn(gathered(book, director, now, stay.id, CasePaper.FORM05, "2026-10")))
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        note = writer.records(ProgressNote, "episode_id = ?", (stay.id,))[0]
        writer.withdraw(ProgressNote, note.id, "ghi nhầm người")
    assert "Đi 5 m, mệt" not in reading.flat(drawn(gathered(book, director, now, stay.id, CasePaper.FORM05)))


def test_a_waived_signature_is_said_with_its_reason(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        closure = writer.records(Closure, "episode_id = ?", (stay.id,))[0]
        writer.add(
            ClosureSignature(
                episode_id=stay.id, closure_id=closure.id, party=ClosureParty.CLIENT, waived_because="đã tử vong"
            )
        )
    words = reading.flat(drawn(gathered(book, director, now, stay.id, CasePaper.FORM06)))
    assert in_order(words, ("6. Chữ ký được bỏ", "Đối tượng: không ký, lý do: đã tử vong.", "(không ký)")) == []


@pytest.mark.parametrize(("way", "roles"), [(Way.DIGITAL, {"manager", "head"}), (Way.INK, set()), (Way.EMPTY, set())])
def test_only_the_center_signs_digitally(
    way: Way, roles: set[str], book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    paper = gathered(book, director, now, stay.id, CasePaper.FORM04, way=way)
    made = pdf.draw(form_of(paper))
    assert {place.role for place in made.places} == roles
    words = reading.flat(made.pdf)
    assert ("(Ký số)" in words, "(Ký, ghi rõ họ tên)" in words) == (way is Way.DIGITAL, way is not Way.EMPTY)


# at the bed


def test_the_sheet_at_the_bed_tells_no_diagnosis_and_not_who_must_not_be_called(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person = writer.record(Person, stay.person_id)
        assert person is not None
        writer.amend(replace(person, hiv=True, disability_kinds=("mobility",), disability_degree="severe"))
    words = reading.flat(drawn(gathered(book, director, now, stay.id, CasePaper.BEDSIDE)))
    for secret in (
        DIAGNOSIS,
        "Nhồi máu",
        "Liệt",
        "HIV",
        "cô đơn",
        "Người cao tuổi",
        "khuyết tật",
        "022145999012",
        "Cấm",
    ):
        assert secret not in words


def test_the_sheet_at_the_bed_is_one_sheet_however_much_is_planned(book: Book, director: Actor, now: datetime) -> None:
    details = (
        *(samples.allergy("", substance=f"thuốc số {n} có tên rất dài") for n in range(20)),
        *(samples.relative("", full_name=f"Trần Văn {n} {LONG[:200]}", emergency=True) for n in range(6)),
    )
    _person, episode = admit(book, director, now, details=details)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        plan = writer.add(CarePlan(episode_id=episode.id, state=PlanState.APPROVED))
        writer.add(PlanInForce(episode_id=episode.id, plan_id=plan.id, since_at=now))
        of = {"episode_id": episode.id, "plan_id": plan.id}
        for n, kind in enumerate(
            ("eating", "bathing", "hygiene", "dressing", "toilet", "turning", "walking", "sleep", "visits")
        ):
            writer.add(DailyHelp(**of, kind=kind, level=HelpLevel.FULLY, note=LONG))  # type: ignore[arg-type]
            writer.add(Goal(**of, thread=new_id(), position=n, text=LONG, due_on=date(2026, 12, 1)))  # type: ignore[arg-type]
            writer.add(Activity(**of, position=n, text=LONG, urgent=True))  # type: ignore[arg-type]
    content = drawn(gathered(book, director, now, episode.id, CasePaper.BEDSIDE))
    assert pages(content) == 1
    told = ("DỊ ỨNG: thuốc số 0", "thuốc số 9", "CÒN NỮA", "(7 trong 9", "(3 trong 9", "đến 01/12/2026", "Trần Văn 0")
    assert in_order(reading.flat(content), told) == []


def test_whoever_is_restricted_hangs_at_the_bed_under_the_alias(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    details = (samples.allergy(""), samples.relative("", full_name="Kẻ Hành Hung", emergency=True))
    person = samples.person(code="", alias="Hoa Sen")
    _person, episode = admit(
        book, director, now, person=person, episode=emergency(), category="victim_dv", details=details
    )
    seen_by_director = reading.flat(drawn(gathered(book, director, now, episode.id, CasePaper.BEDSIDE)))
    nurse = actor_with(Role.NURSE)
    with book.reading_for(nurse, now) as reader:
        for kind in CasePaper:
            with pytest.raises(LookupError):
                gather(reader, episode.id, kind, today=TODAY)
        assert papers_there(reader, episode.id, TODAY) is None
        for_the_pen = reading.flat(drawn(blank(reader, CasePaper.FORM02, today=TODAY, episode_id=episode.id)))
    for words in (seen_by_director, for_the_pen):
        assert "Hoa Sen" in words
        assert "Trần Thị An" not in words
        assert "Hành Hung" not in words
    assert "DỊ ỨNG: penicillin" in seen_by_director


@pytest.mark.parametrize(
    ("words", "letters", "short"),
    [("ngắn", 10, "ngắn"), ("một hai ba bốn", 9, "một hai …"), ("a\nb", 9, "a b"), ("x" * 30, 10, "x" * 9 + " …")],
)
def test_a_line_is_cut_between_words(words: str, letters: int, short: str) -> None:
    assert shortened(words, letters) == short


def test_every_stay_that_is_not_there_is_said(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        assert papers_there(reader, "nobody", TODAY) is None
        with pytest.raises(LookupError):
            gather(reader, "nobody", CasePaper.FORM01, today=TODAY)
        with pytest.raises(LookupError):
            blank(reader, CasePaper.FORM01, today=TODAY, episode_id="nobody")
