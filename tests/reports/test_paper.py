"""The page is that of NĐ 30/2020: letters, sizes, margins, numbers, rules, marks and signature places."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from reportlab.platypus import Flowable, Paragraph

from carebook.reports.paper import fonts, page, signatures, text
from carebook.reports.paper.facts import (
    IdentityCode,
    Numbering,
    Signer,
    Slot,
    Way,
    number_line,
    place_and_date,
    recipients_lines,
    slot_of,
)
from tests.reports.reading import MM, box_of, flat, font_names, has_letters_of, page_sizes, rules, sizes_of, words
from tests.reports.samples import IDENTITY, LETTERHEAD

GAP = "\u00a0"
UNMARKED = page.Marks()
NUMBERED = Numbering("BC", "5", date(2026, 1, 5))


def built(*story: Flowable, marks: page.Marks = UNMARKED, **more: object) -> page.Drawn:
    return page.build(story, title="Thử", marks=marks, invariant=True, **more)  # type: ignore[arg-type]


def lines(count: int) -> list[Paragraph]:
    return [text.paragraph(f"Dòng {n}.") for n in range(count)]


def vietnamese_letters() -> str:
    """đ and every vowel with every tone, small and capital."""
    vowels = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    small = [unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones] + ["đ"]
    return "".join(small) + "".join(letter.upper() for letter in small)


@pytest.mark.parametrize("font", [fonts.REGULAR, fonts.BOLD, fonts.ITALIC, fonts.BOLD_ITALIC])
def test_every_vietnamese_letter_prints_in_every_face(font: str) -> None:
    letters = vietnamese_letters()
    assert len(letters) == 146
    pdf = built(text.paragraph(letters, text.style(font=font))).pdf
    printed = words(pdf)
    assert unicodedata.is_normalized("NFC", printed)
    assert "".join(printed.split()) == letters


def test_decomposed_text_is_printed_composed() -> None:
    pdf = built(text.paragraph(unicodedata.normalize("NFD", "Đễ Ẩn Phượng"))).pdf
    assert flat(pdf) == "Đễ Ẩn Phượng"


def test_only_tinos_is_in_the_file() -> None:
    story = [
        *text.heading(LETTERHEAD, NUMBERED),
        *text.title("Báo cáo", "Thử"),
        *lines(3),
        *signatures.recipients_and(slot_of(Signer("Giám đốc", "Dũng"), "head"), ["Lưu: VT"]),
        signatures.identity_mark(IDENTITY),
    ]
    marks = page.Marks(draft=True, sample=True, foot="Bản 1")
    assert font_names(built(*story, marks=marks).pdf) == {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}


@pytest.mark.parametrize(
    "hostile", ["<b>đậm</b> & <br/>", "a\tb\x00c\x07", "chữ 🙂 hình", "x" * 10_000, "", "   ", "=1+1", "{x} %s"]
)
def test_what_was_typed_is_printed_as_it_is(hostile: str) -> None:
    pdf = built(text.paragraph(f"[{hostile}]")).pdf
    printed = "".join(words(pdf).split())
    kept = "".join(letter for letter in hostile if letter.isprintable() and letter != "🙂").replace(" ", "")
    assert all(part in printed for part in (kept[:200], "[", "]"))


def test_the_sheet_is_a4_with_the_margins_of_the_decree() -> None:
    pdf = built(*lines(60), text.paragraph("chữ " * 400)).pdf
    assert set(page_sizes(pdf)) == {(210, 297)}
    left, _bottom, _right, top = box_of(pdf, "Dòng 0.")
    assert left == pytest.approx(30 * MM + 10 * MM, abs=2)  # first line set in by 1 cm
    assert 297 * MM - top == pytest.approx(20 * MM, abs=6)
    with_text = built(text.paragraph("chữ " * 400)).pdf
    assert box_of(with_text, "chữ chữ")[0] >= 30 * MM
    assert page.PORTRAIT.size[0] - page.PORTRAIT.right == pytest.approx(195 * MM)
    assert page.PORTRAIT.bottom == pytest.approx(20 * MM)


def test_sizes_and_faces_of_the_heading() -> None:
    pdf = built(*text.heading(LETTERHEAD, NUMBERED), *text.title("Báo cáo", "Kết quả công tác")).pdf
    for phrase, size, font in (
        ("SỞ Y TẾ", 12, "Tinos"),
        ("TRUNG TÂM", 12, "Tinos-Bold"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "Tinos-Bold"),
        ("Độc lập - Tự do - Hạnh phúc", 13, "Tinos-Bold"),
        ("Số: 05/BC-TTBTXH", 13, "Tinos"),
        ("Hạ Long, ngày 05 tháng 01 năm 2026", 13, "Tinos-Italic"),
        ("BÁO CÁO", 14, "Tinos-Bold"),
        ("Kết quả công tác", 14, "Tinos-Bold"),
    ):
        assert sizes_of(pdf, phrase) == {(size, font)}, phrase


def test_rules_are_as_long_as_the_decree_wants() -> None:
    pdf = built(*text.heading(LETTERHEAD, NUMBERED), *text.title("Báo cáo", "Kết quả công tác")).pdf
    found = sorted(rules(pdf), key=lambda rule: -rule[2])
    motto = box_of(pdf, text.MOTTO)
    under_motto = next(rule for rule in found if rule[0] > 250 and rule[2] < motto[1] + 1)
    assert under_motto[0] == pytest.approx(motto[0], abs=2)
    assert under_motto[1] == pytest.approx(motto[2], abs=2)
    for phrase, rule in (("Kết quả công tác", found[-1]), ("HỘI TỈNH QUẢNG NINH", min(found[:2], key=lambda r: r[0]))):
        left, _bottom, right, _top = box_of(pdf, phrase)
        assert 1 / 3 <= (rule[1] - rule[0]) / (right - left) <= 0.55, phrase
        assert (rule[0] + rule[1]) / 2 == pytest.approx((left + right) / 2, abs=2)


def test_page_numbers_stand_in_the_middle_of_the_top_margin_but_not_on_page_one() -> None:
    pdf = built(*lines(80)).pdf
    assert words(pdf, 0).split()[0] == "Dòng"
    assert words(pdf, 1).split()[0] == "2"
    assert sizes_of(pdf, "2", 1) == {(13, "Tinos")}
    left, bottom, right, _top = box_of(pdf, "2", 1)
    assert (left + right) / 2 == pytest.approx(105 * MM, abs=2)
    assert bottom > 277 * MM


def test_an_annex_has_numbers_of_its_own_and_lies_as_it_is_told() -> None:
    story = [*lines(80), *page.annex("landscape"), *lines(45), *page.annex(), *lines(3)]
    pdf = built(*story).pdf
    assert page_sizes(pdf) == [(210, 297)] * 3 + [(297, 210)] * 3 + [(210, 297)]
    assert [words(pdf, n).split()[0] for n in range(7)] == ["Dòng", "2", "3", "Dòng", "2", "3", "Dòng"]


@pytest.mark.parametrize(
    ("numbering", "line"),
    [
        (Numbering("BC", "5"), "Số: 05/BC-TTBTXH"),
        (Numbering("QĐ", "128"), "Số: 128/QĐ-TTBTXH"),
        (Numbering("BC", "05a"), "Số: 05a/BC-TTBTXH"),
        (Numbering("", "12"), "Số: 12/TTBTXH"),
        (Numbering("BC"), f"Số:{GAP * 6}/BC-TTBTXH"),
        (Numbering("BC", " "), f"Số:{GAP * 6}/BC-TTBTXH"),
    ],
)
def test_number_and_symbol(numbering: Numbering, line: str) -> None:
    assert number_line(numbering, "TTBTXH") == line


def test_place_and_date() -> None:
    assert place_and_date("Hạ Long", date(2026, 3, 15)) == "Hạ Long, ngày 15 tháng 3 năm 2026"
    assert place_and_date("Hạ Long", None).replace(GAP, "") == "Hạ Long, ngàythángnăm"
    assert place_and_date("", None).startswith("....")


@pytest.mark.parametrize(
    ("signer", "headings"),
    [
        (Signer("Giám đốc"), ("GIÁM ĐỐC",)),
        (Signer("Giám đốc", prefix="Q."), ("Q. GIÁM ĐỐC",)),
        (Signer("Phó Giám đốc", prefix="KT.", instead_of="Giám đốc"), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (Signer("Trưởng phòng", prefix="TUQ.", instead_of="Giám đốc"), ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG")),
    ],
)
def test_who_signs_by_which_authority(signer: Signer, headings: tuple[str, ...]) -> None:
    assert signer.headings == headings


def test_recipients_end_with_semicolons_and_a_period() -> None:
    assert recipients_lines(["- Sở Y tế;", "Lưu: VT, CTXH."]) == ("- Sở Y tế;", "- Lưu: VT, CTXH.")


def test_legal_bases_begin_large_and_end_with_semicolons_and_a_period() -> None:
    pdf = built(*text.legal_bases(["căn cứ A;", " ", "Thực hiện B", ""])).pdf
    assert flat(pdf) == "Căn cứ A; Thực hiện B."


@pytest.mark.parametrize(("draft", "sample"), [(False, False), (True, False), (False, True), (True, True)])
def test_marks_stand_on_every_page(draft: bool, sample: bool) -> None:
    marks = page.Marks(draft=draft, sample=sample, foot="Mã số liệu 3F2A")
    pdf = built(*lines(40), *page.annex("landscape"), *lines(2), marks=marks).pdf
    for n in range(3):
        printed = "".join(words(pdf, n).split())
        assert has_letters_of(pdf, 96, n) is draft
        assert ("SỔMẪU" in printed) is sample
        assert "Mãsốliệu3F2A" in printed


def test_the_same_paper_is_the_same_bytes() -> None:
    assert built(*lines(50)).pdf == built(*lines(50)).pdf


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_digital_places_are_told_and_lie_inside_the_text(count: int) -> None:
    slots = [Slot(f"role{n}", ("BÊN THAM GIA VIỆC BÀN GIAO",), "Tên", way=Way.DIGITAL) for n in range(count)]
    drawn = built(*lines(30), *signatures.row(slots))
    assert [place.role for place in drawn.places] == [slot.role for slot in slots]
    sheet = page.PORTRAIT
    for place in drawn.places:
        left, bottom, right, top = place.rect
        assert sheet.left <= left < right <= sheet.size[0] - sheet.right
        assert sheet.bottom <= bottom < top <= sheet.size[1] - sheet.top
        assert right - left >= 30 * MM
        assert top - bottom >= 20 * MM
    assert all(a.rect[2] <= b.rect[0] for a, b in zip(drawn.places, drawn.places[1:], strict=False))


def test_ink_and_empty_places_are_not_told() -> None:
    slots = [Slot("a", ("A",)), Slot("b", ("B",), way=Way.EMPTY)]
    drawn = built(*signatures.row(slots))
    assert drawn.places == ()
    assert words(drawn.pdf).count("." * 20) == 1  # dots for the name under ink, nothing under empty


def test_the_post_and_the_name_stand_around_the_signature() -> None:
    drawn = built(*signatures.recipients_and(slot_of(Signer("Giám đốc", "Hữu Dũng"), "head", Way.DIGITAL), ["Lưu: VT"]))
    (place,) = drawn.places
    assert box_of(drawn.pdf, "GIÁM ĐỐC")[1] >= place.rect[3] - 1
    assert box_of(drawn.pdf, "Hữu Dũng")[3] <= place.rect[1] + 1
    assert sizes_of(drawn.pdf, "Nơi nhận:") == {(12, "Tinos-BoldItalic")}
    assert sizes_of(drawn.pdf, "Lưu: VT") == {(11, "Tinos")}
    assert sizes_of(drawn.pdf, "Hữu Dũng") == {(13, "Tinos-Bold")}


def test_no_signature_stands_alone_on_a_page() -> None:
    for count in range(20, 40):
        block = signatures.recipients_and(slot_of(Signer("Giám đốc", "Dũng"), "head", Way.DIGITAL), ["Lưu: VT"])
        last = text.paragraph("Trên đây là báo cáo./.")
        drawn = built(*lines(count), signatures.kept_together([last], block))
        assert "Trên đây" in words(drawn.pdf, drawn.places[0].page)


def test_the_identity_code_is_30_mm_with_its_letters_beside_it() -> None:
    drawn = built(signatures.identity_mark(IdentityCode("CAREBOOK-ROOT:1:X:ABC", "WJAT ENHI 4O7V XOSI")))
    assert "WJAT ENHI 4O7V XOSI" in flat(drawn.pdf)
    assert pytest.approx(30 * MM) == signatures.QR_SIDE
