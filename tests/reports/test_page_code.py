"""Every page of a closed version bears its code, for a camera and for the eye, beside its text and its signature places."""

from __future__ import annotations

from datetime import datetime

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from carebook.records.staff import Actor
from carebook.reports import copies, data
from carebook.reports.monthly import draw
from carebook.reports.paper import page
from carebook.rules.page_codes import code_of, in_groups, to_scan
from carebook.store.book import Book
from tests import period_samples as sample
from tests.period_samples import MONTH
from tests.reports.reading import MM, flat, page_sizes, words
from tests.reports.samples import report

CODE = "3950156390282240"
PAGES = range(4)


@pytest.fixture(scope="module")
def drawn() -> page.Drawn:
    return draw(report(page_code=CODE), invariant=True)


def corner(pdf: bytes, n: int) -> tuple[float, float]:
    """Where the square of a page begins, in points from its lower left corner."""
    sheet = page.PORTRAIT if page_sizes(pdf)[n][0] == 210 else page.LANDSCAPE
    edge = sheet.size[0] - sheet.right
    return (edge - page.CODE_SIDE if sheet is page.PORTRAIT else edge + page.CODE_CLEAR), page.CODE_AT


def squares(code: str) -> list[list[bool]]:
    """The small squares that say the code, row by row from the top."""
    made = QRCode(None, QRErrorCorrectLevel.M)
    made.addData(to_scan(code))
    made.make()
    count = made.getModuleCount()
    return [[bool(made.isDark(row, column)) for column in range(count)] for row in range(count)]


def seen(pdf: bytes, n: int, count: int) -> list[list[bool]]:
    """What a camera sees in the middle of each of ``count`` by ``count`` small squares."""
    left, bottom = corner(pdf, n)
    scale = 6
    with pypdfium2.PdfDocument(pdf) as paper:
        height = paper.get_page_size(n)[1]
        picture = paper[n].render(scale=scale, grayscale=True).to_pil()
    step, top = page.CODE_SIDE / count, height - bottom - page.CODE_SIDE
    return [
        [
            picture.getpixel((int((left + (x + 0.5) * step) * scale), int((top + (y + 0.5) * step) * scale))) < 128
            for x in range(count)
        ]
        for y in range(count)
    ]


def test_every_page_says_the_code_in_digits_and_in_the_square(drawn: page.Drawn) -> None:
    wanted = squares(CODE)
    assert len(page_sizes(drawn.pdf)) == len(PAGES)
    for n in PAGES:
        assert f"Mã bản {in_groups(CODE)}" in " ".join(words(drawn.pdf, n).split())
        assert seen(drawn.pdf, n, len(wanted)) == wanted


def test_it_covers_no_letter_and_no_signature_place(drawn: page.Drawn) -> None:
    for n in PAGES:
        left, bottom = corner(drawn.pdf, n)
        right, top = left + page.CODE_SIDE, bottom + page.CODE_SIDE
        clear = page.CODE_CLEAR - 1
        boxes = [place.rect for place in drawn.places if place.page == n] + letters(drawn.pdf, n)
        assert boxes
        for x1, y1, x2, y2 in boxes:
            assert x2 <= left - clear or x1 >= right + clear or y2 <= bottom or y1 >= top + clear
        assert bottom >= 4 * MM, "printers leave 4 mm white"
        assert right <= (page_sizes(drawn.pdf)[n][0] - 4) * MM


def letters(pdf: bytes, n: int) -> list[tuple[float, float, float, float]]:
    with pypdfium2.PdfDocument(pdf) as paper:
        text = paper[n].get_textpage()
        return [
            text.get_charbox(at)
            for at in range(text.count_chars())
            if not chr(pdfium.FPDFText_GetUnicode(text, at)).isspace()
        ]


def test_the_places_of_signatures_are_those_of_a_paper_without_it(drawn: page.Drawn) -> None:
    assert drawn.places == draw(report(), invariant=True).places


def test_the_same_paper_with_its_code_is_the_same_bytes(drawn: page.Drawn) -> None:
    assert drawn.pdf == draw(report(page_code=CODE), invariant=True).pdf


def test_the_code_is_no_part_of_the_closed_figures() -> None:
    assert data.figures_hash(report(page_code=CODE)) == data.figures_hash(report())


def source(book: Book, now: datetime, **given: object) -> copies.Source:
    with book.reading_masked(now) as reader:
        return copies.gather(reader, MONTH, now, **given)  # type: ignore[arg-type]


def test_a_draft_bears_none_each_version_its_own(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    assert copies.report_of(source(book, now)).page_code == ""
    assert "Mã bản" not in flat(copies.draw(source(book, now)).pdf)
    first = sample.closed(book, director, now)
    second = sample.closed(book, director, now, reason="bổ sung")
    printed = [copies.draw(source(book, now, snapshot_id=one.id)) for one in (first, second)]
    codes = [code_of(one.id, one.report_version, one.content_hash) for one in (first, second)]
    assert codes[0] != codes[1]
    for made, code in zip(printed, codes, strict=True):
        assert f"Mã bản {in_groups(code)}" in flat(made.pdf)
        assert code.encode() in made.data
