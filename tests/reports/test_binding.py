"""Pages of many makers come into one file as they were, each with its line; a file that cannot be read is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress

import pypdfium2
import pytest
from pyhanko.pdf_utils.crypt import StandardSecurityHandler
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, NumberObject, StreamObject, pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer
from reportlab.pdfgen.canvas import Canvas

from carebook.reports.whole_file.binding import Bookmark, Locked, Unreadable, bind, page_count
from tests.reports.reading import flat, page_sizes

A4, ACROSS = (595.0, 842.0), (842.0, 595.0)


def paper(text: str, pages: int = 1, size: tuple[float, float] = A4) -> bytes:
    """A PDF of some other program."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for n in range(pages):
        canvas.drawString(100, 400, f"{text} {n + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed(pdf: bytes, change: Callable[[PdfFileWriter, DictionaryObject], object]) -> bytes:
    """The same PDF with its first page changed."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    change(writer, writer.root["/Pages"]["/Kids"][0])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def feet(count: int) -> list[str]:
    return [f"Hồ sơ CB-000412 · trang {n}/{count}" for n in range(1, count + 1)]


def test_pages_keep_their_order_size_and_words_and_get_their_line() -> None:
    bound = bind([paper("alpha", 2), paper("beta", 1, ACROSS), paper("gamma")], feet(4), title="Hồ sơ An")
    assert page_count(bound) == 4
    assert page_sizes(bound) == [(210, 297), (210, 297), (297, 210), (210, 297)]
    for n, told in enumerate(("alpha 1", "alpha 2", "beta 1", "gamma 1")):
        assert told in flat(bound, n)
        assert f"Hồ sơ CB-000412 · trang {n + 1}/4" in flat(bound, n)


def test_there_is_a_line_for_every_page() -> None:
    with pytest.raises(ValueError, match="line"):
        bind([paper("alpha", 2)], feet(1))


def test_bookmarks_lead_to_their_pages() -> None:
    marks = (Bookmark("Mục lục", 0), Bookmark("II. Kế hoạch", 1, (Bookmark("Mẫu 04", 1), Bookmark("Mẫu 05", 2))))
    with pypdfium2.PdfDocument(bind([paper("alpha", 3)], feet(3), marks)) as found:
        told = [(one.level, one.get_title(), one.get_dest().get_index()) for one in found.get_toc()]
    assert told == [(0, "Mục lục", 0), (0, "II. Kế hoạch", 1), (1, "Mẫu 04", 1), (1, "Mẫu 05", 2)]


@pytest.mark.parametrize("turned", [90, 180, 270, 0])
def test_the_line_stands_at_the_foot_as_the_page_is_looked_at(turned: int) -> None:
    def turn(_writer: PdfFileWriter, page: DictionaryObject) -> None:
        page[pdf_name("/Rotate")] = NumberObject(turned)
        page[pdf_name("/MediaBox")] = ArrayObject(map(FloatObject, (-10, -20, 585, 822)))

    with pypdfium2.PdfDocument(bind([changed(paper("alpha"), turn)], feet(1))) as found:
        text = found[0].get_textpage()
        at = text.get_text_range().find("Hồ sơ")
        left, bottom, _right, _top = text.get_charbox(at)
        seen = found[0].render(scale=1).to_pil().convert("L")
    strip = seen.crop((0, seen.height - 30, seen.width, seen.height))
    assert strip.getextrema()[0] < 128, "nothing is drawn at the foot"
    assert (left, bottom) != (0, 0)


def stamp(writer: PdfFileWriter, page: DictionaryObject) -> None:
    """Two red squares, the second hidden."""
    annotations = ArrayObject()
    for n, (red, flags) in enumerate(((1, 4), (1, 2))):
        look = StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): ArrayObject(map(FloatObject, (0, 0, 10, 10))),
            },
            stream_data=f"{red} 0 0 rg 0 0 10 10 re f".encode(),
        )
        annotation = DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Stamp"),
                pdf_name("/F"): NumberObject(flags),
                pdf_name("/Rect"): ArrayObject(map(FloatObject, (100 + 200 * n, 500, 200 + 200 * n, 600))),
                pdf_name("/AP"): DictionaryObject({pdf_name("/N"): writer.add_object(look)}),
            }
        )
        annotations.append(writer.add_object(annotation))
    page[pdf_name("/Annots")] = annotations


def test_a_visible_stamp_stays_and_a_hidden_one_does_not() -> None:
    with pypdfium2.PdfDocument(bind([changed(paper("alpha"), stamp)], feet(1))) as found:
        seen = found[0].render(scale=1, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
    assert seen.getpixel((150, 842 - 550)) == (255, 0, 0)
    assert seen.getpixel((350, 842 - 550)) == (255, 255, 255)


def test_what_is_no_readable_pdf_is_refused() -> None:
    whole = paper("alpha", 3)
    for broken in (b"", b"%PDF-1.4 nothing more", whole[: len(whole) // 3], b"PK\x03\x04 a workbook"):
        with pytest.raises(Unreadable):
            page_count(broken)


def test_a_pdf_with_a_password_is_locked() -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(paper("alpha"))))
    handler = StandardSecurityHandler.build_from_pw("chủ", "người đọc")
    writer._assign_security_handler(handler)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Locked):
        page_count(out.getvalue())


@pytest.mark.parametrize("shape", ["plain", "packed"])
def test_every_byte_may_be_wrong_and_nothing_but_a_refusal_comes(shape: str) -> None:
    """As other programs write it, and with its objects packed into streams."""
    plain = paper("alpha", 2)
    whole = plain if shape == "plain" else bind([changed(plain, stamp)], feet(2))
    for at in range(0, len(whole), len(whole) // 80):
        broken = whole[:at] + b"\xff" + whole[at + 1 :]
        with suppress(Unreadable):  # what a page shows may be broken, too
            found = page_count(broken)
            assert page_count(bind([broken], feet(found))) == found


def test_a_tree_that_goes_round_in_a_circle_is_refused() -> None:
    def turn_round(writer: PdfFileWriter, _page: DictionaryObject) -> None:
        tree = writer.root.raw_get("/Pages")
        tree.get_object()["/Kids"].extend([tree] * 10)

    with pytest.raises(Unreadable):
        page_count(changed(paper("alpha"), turn_round))


@pytest.mark.parametrize(
    "broken",
    [
        {"/Rect": NumberObject(3)},
        {"/AP": NumberObject(3)},
        {"/AP": DictionaryObject({pdf_name("/N"): NumberObject(3)})},
        {"/Rect": ArrayObject([pdf_name("/a")] * 4)},
        {"/F": pdf_name("/Print")},
    ],
)
def test_a_broken_stamp_is_left_out_or_refused(broken: dict[str, object]) -> None:
    def spoil(writer: PdfFileWriter, page: DictionaryObject) -> None:
        stamp(writer, page)
        annotation = page["/Annots"][0]
        annotation.update({pdf_name(name): value for name, value in broken.items()})

    spoiled = changed(paper("alpha"), spoil)
    with suppress(Unreadable):
        assert "alpha" in flat(bind([spoiled], feet(1)))
