"""Every paper of admission and leaving prints its facts, leaves dots for what is missing, and is the same in both formats."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from docx.shared import Mm

from carebook.reports.forms import Blank, Facts, Form, Listing, Prose, lines
from carebook.reports.forms.pdf import draw
from carebook.reports.forms.word import write
from carebook.reports.paper.facts import Letterhead, Slot, Way
from tests.reports.reading import MM, flat, font_names, page_sizes, words
from tests.reports.samples import EMPTY, FULL, LETTERHEAD

NAMES = sorted(FULL)


def without_spaces(text: str) -> str:
    return "".join(text.replace("\u00a0", " ").split())


def document_text(content: bytes) -> str:
    """All words of a .docx, tables included."""
    document = docx.Document(io.BytesIO(content))
    return "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


def told_words(form: Form) -> list[str]:
    """Every text the description holds."""
    found = [form.kind.upper(), form.about, form.label, *form.legal_bases, form.authority.upper()]
    for part in form.parts:
        match part:
            case Prose(text, _look, lead):
                found += [text, lead]
            case Facts(facts):
                found += [f"{fact.label}: {fact.value or ''}" for fact in facts]
            case Listing(grid):
                found += [column.heading for column in grid.columns]
                found += [grid.text(v, c) for row in grid.rows for v, c in zip(row.values, grid.columns, strict=True)]
            case Blank():
                pass
            case _:
                found += part.items
    for slot in form.slots:
        found += [*slot.headings, slot.under, slot.name]
    return [text for text in found if text]


def test_both_sets_of_samples_hold_every_paper() -> None:
    assert set(EMPTY) == set(FULL)


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_prints_every_fact(name: str) -> None:
    drawn = draw(FULL[name])
    printed = without_spaces(words(drawn.pdf))
    for text in told_words(FULL[name]):
        for word in text.split():
            assert without_spaces(word) in printed, text
    assert font_names(drawn.pdf) <= {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}


@pytest.mark.parametrize("name", NAMES)
def test_the_docx_holds_the_same_words(name: str) -> None:
    written = without_spaces(document_text(write(FULL[name])))
    for text in told_words(FULL[name]):
        assert without_spaces(text).rstrip(".;") in written, text


@pytest.mark.parametrize("name", NAMES)
def test_missing_facts_are_dots_never_none(name: str) -> None:
    form = EMPTY[name]
    printed, written = flat(draw(form).pdf), document_text(write(form))
    for text in (printed, written):
        assert "None" not in text
        assert "Không rõ (Nam, khoảng 60 tuổi)" in text.replace("\u00a0", " ")
    assert printed.count("....") > 5


@pytest.mark.parametrize("name", NAMES)
def test_digital_places_lie_inside_their_page(name: str) -> None:
    drawn = draw(FULL[name])
    sizes = page_sizes(drawn.pdf)
    assert [place.role for place in drawn.places] == [s.role for s in FULL[name].slots if s.way is Way.DIGITAL]
    for place in drawn.places:
        left, bottom, right, top = place.rect
        assert 30 * MM <= left < right <= 195 * MM
        assert 20 * MM <= bottom < top <= (sizes[place.page][1] - 20) * MM


@pytest.mark.parametrize("name", ["reception minutes", "handover minutes"])
def test_minutes_have_four_signatures(name: str) -> None:
    assert [slot.role for slot in FULL[name].slots] == ["giver", "receiver", "witness", "resident"]
    printed = flat(draw(FULL[name]).pdf)
    for words_ in ("BÊN GIAO", "BÊN NHẬN", "Nguyễn Văn Bình", "Trần Thị An", "được lập thành 04 bản"):
        assert words_ in printed


def test_money_stands_in_digits_and_words() -> None:
    assert "480.000 đ (Bốn trăm tám mươi nghìn đồng./.)" in flat(draw(FULL["reception minutes"]).pdf)
    printed = flat(draw(FULL["handover minutes"]).pdf)
    assert "1.001.005 đ (Một triệu không trăm linh một nghìn không trăm linh năm đồng./.)" in printed


def test_minutes_say_the_local_moment_and_decisions_the_day() -> None:
    assert "hồi 09 giờ 15 phút, ngày 05 tháng 11 năm 2026" in flat(draw(FULL["handover minutes"]).pdf)
    printed = flat(draw(FULL["admission decision"]).pdf)
    assert "từ ngày 05 tháng 11 năm 2026 đến ngày 05 tháng 02 năm 2027" in printed


def test_a_decision_names_who_decides_and_numbers_its_articles() -> None:
    printed = flat(draw(FULL["stop decision"]).pdf)
    assert "GIÁM ĐỐC TRUNG TÂM BẢO TRỢ XÃ HỘI TỈNH QUẢNG NINH" in printed
    assert [m.group() for m in re.finditer(r"Điều \d\.", printed)] == ["Điều 1.", "Điều 2.", "Điều 3."]
    assert "KT. GIÁM ĐỐC" in printed
    assert "PHÓ GIÁM ĐỐC" in printed
    assert "Nơi nhận:" in printed


def test_a_receipt_says_what_is_lacking_and_until_when() -> None:
    form = FULL["dossier receipt"]
    row = next(line for line in words(draw(form).pdf, layout=True).splitlines() if "Giấy xác nhận" in line)
    assert row.split() == ["1", "Giấy", "xác", "nhận", "khuyết", "tật", "19/11/2026"]
    assert "Hồ sơ được xem xét khi đủ giấy tờ." in told_words(form)
    assert not any("đủ giấy tờ" in text for text in told_words(EMPTY["dossier receipt"]))


def test_form_numbers_are_printed_as_given() -> None:
    assert "Nội dung theo Mẫu số 08" in flat(draw(FULL["service contract"]).pdf)
    assert "Mẫu" not in flat(draw(EMPTY["service contract"]).pdf)


def test_requests_and_contracts_carry_no_heading_of_the_facility() -> None:
    printed = flat(draw(FULL["stop request"]).pdf)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in printed
    assert "SỞ Y TẾ" not in printed


def test_facts_stand_side_by_side_while_they_fit() -> None:
    def printed(second: str) -> str:
        parts: Any = lines([("Họ và tên", "Trần Thị An"), ("Nơi ở", second)])
        return words(draw(Form(letterhead=LETTERHEAD, kind="Giấy", parts=parts)).pdf, layout=True)

    assert re.search("Trần Thị An +Nơi ở: Thôn 2", printed("Thôn 2"))
    assert not re.search("Trần Thị An +Nơi ở", printed("Thôn 2, " * 12))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_one_to_four_signatures_of_any_kind(count: int) -> None:
    ways = (Way.DIGITAL, Way.INK, Way.EMPTY, Way.DIGITAL)
    slots = tuple(Slot(f"role{n}", (f"BÊN {n}",), f"Người {n}", way=way) for n, way in enumerate(ways))[:count]
    form = Form(letterhead=LETTERHEAD, kind="Giấy", slots=slots, place_date="Hạ Long, ngày 05 tháng 11 năm 2026")
    drawn = draw(form)
    assert [place.role for place in drawn.places] == [slot.role for slot in slots if slot.way is Way.DIGITAL]
    for text in (flat(drawn.pdf), document_text(write(form))):
        for n in range(count):
            assert f"BÊN {n}" in text
            assert f"Người {n}" in text


def test_the_docx_is_a4_times_new_roman_and_marked_as_a_copy_for_editing() -> None:
    document = docx.Document(io.BytesIO(write(FULL["handover minutes"])))
    section = document.sections[0]
    assert abs(section.page_width - Mm(210)) < Mm(0.1)
    assert abs(section.page_height - Mm(297)) < Mm(0.1)
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    for margin, wanted in zip(margins, (30, 15, 20, 20), strict=True):
        assert abs(margin - Mm(wanted)) < Mm(0.1)
    assert document.styles["Normal"].font.name == "Times New Roman"
    names = {run.font.name for paragraph in document.paragraphs for run in paragraph.runs if run.text.strip()}
    assert names <= {None, "Times New Roman"}  # None: the font of the document
    for footer in (section.footer, section.first_page_footer):
        assert "Bản để sửa ngoài chương trình" in footer.paragraphs[0].text


def test_papers_of_the_demo_book_say_so_in_both_formats() -> None:
    sample = Letterhead("", "Trung tâm", "TT", "Hạ Long", is_sample=True)
    form = Form(letterhead=sample, kind="Giấy")
    assert "SỔ MẪU" in flat(draw(form).pdf)
    assert "SỔ MẪU" in document_text(write(form))


def test_the_same_paper_is_the_same_bytes() -> None:
    assert draw(FULL["handover minutes"], invariant=True) == draw(FULL["handover minutes"], invariant=True)
