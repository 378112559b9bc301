"""The preview shows every page, keeps to one paper at a time, and prints each sheet as it lies."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.lib.colors import blue
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from carebook.ui.parts.preview import PdfPreview

RED, BLUE = "#ff0000", "#0000ff"


def paper(*sheets: tuple[float, float], box: bool = False) -> bytes:
    """A PDF with a red square at the top of every page; with ``box`` a blue form field beside it, as signature boxes are."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for size in sheets:
        canvas.setPageSize(size)
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(100, size[1] - 200, 100, 100, stroke=0, fill=1)
        if box:
            canvas.acroForm.textfield(name="head", x=250, y=size[1] - 200, width=100, height=100, fillColor=blue)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def colours(image: QImage) -> set[str]:
    """The colours of every fifth point."""
    return {QColor(image.pixel(x, y)).name() for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}


@pytest.fixture
def preview(qtbot: QtBot) -> PdfPreview:
    widget = PdfPreview()
    qtbot.addWidget(widget)
    widget.resize(QSize(700, 500))
    widget.show()
    return widget


def shown(qtbot: QtBot, preview: PdfPreview, pdf: bytes) -> None:
    with qtbot.waitSignal(preview.shown):
        preview.show_pdf(pdf)


def sees(qtbot: QtBot, preview: PdfPreview, colour: str) -> None:
    qtbot.waitUntil(lambda: colour in colours(preview.grab().toImage()))


def test_before_the_first_paper_it_says_so_and_prints_nothing(preview: PdfPreview) -> None:
    preview.print_pdf()
    assert preview.page_count() == 0
    assert preview.words()


def test_it_shows_the_first_page_and_how_many_there_are(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(A4, landscape(A4), A4))
    assert preview.page_count() == 3
    assert "1" in preview.words()
    assert "3" in preview.words()
    sees(qtbot, preview, RED)


def test_signature_boxes_are_drawn(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(A4, box=True))
    sees(qtbot, preview, BLUE)


def test_scrolling_tells_the_page(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(A4, A4))
    bar = preview._sheets.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: "2" in preview.words().split()[1])


def test_zoom_grows_shrinks_and_fits_the_width(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(A4))
    sheets = preview._sheets
    before = sheets.current_zoom()
    preview.zoom_in()
    assert sheets.current_zoom() > before
    for _ in range(30):
        preview.zoom_in()
    assert sheets.current_zoom() == 4.0
    sees(qtbot, preview, RED)
    for _ in range(60):
        preview.zoom_out()
    assert sheets.current_zoom() == 0.25
    preview.fit_width()
    assert sheets.horizontalScrollBar().maximum() == 0
    preview.resize(QSize(1000, 500))
    assert sheets.current_zoom() > before


def test_a_new_paper_takes_the_place_of_the_old_one(qtbot: QtBot, preview: PdfPreview) -> None:
    preview.show_pdf(paper(A4, A4, A4))
    shown(qtbot, preview, paper(A4))
    assert preview.page_count() == 1


def test_a_broken_file_is_said_and_the_next_one_opens(qtbot: QtBot, preview: PdfPreview) -> None:
    empty = preview.words()
    preview.show_pdf(b"not a paper")
    qtbot.waitUntil(lambda: preview.words() not in ("", empty))
    assert preview.page_count() == 0
    shown(qtbot, preview, paper(A4))


def test_it_speaks_again_when_the_language_changes(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(A4))
    QApplication.sendEvent(preview, QEvent(QEvent.Type.LanguageChange))
    assert "1" in preview.words()


def file_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_printing_keeps_every_sheet_as_it_lies_with_its_boxes(
    qtbot: QtBot, preview: PdfPreview, tmp_path: Path
) -> None:
    shown(qtbot, preview, paper(A4, landscape(A4), box=True))
    with qtbot.waitSignal(preview.printed, timeout=20_000) as result:
        preview.print_pdf(file_printer(tmp_path / "out.pdf"))
    assert result.args == [True]
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as printed:
        sizes = [printed.get_page_size(n) for n in range(len(printed))]
        picture = printed[1].render(scale=0.5).to_pil()
    assert [width < height for width, height in sizes] == [True, False]
    red, _green, no_blue = picture.getpixel((75, 75))  # the middle of the square, half its points from the upper left
    no_red, _green, blueness = picture.getpixel((150, 75))
    assert red > 250 > no_blue
    assert blueness > 250 > no_red


def test_only_the_chosen_pages_are_printed(qtbot: QtBot, preview: PdfPreview, tmp_path: Path) -> None:
    shown(qtbot, preview, paper(A4, A4, A4))
    printer = file_printer(tmp_path / "out.pdf")
    printer.setFromTo(2, 2)
    with qtbot.waitSignal(preview.printed, timeout=20_000):
        preview.print_pdf(printer)
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as printed:
        assert len(printed) == 1


def test_a_new_paper_ends_the_printing_of_the_old_one(qtbot: QtBot, preview: PdfPreview, tmp_path: Path) -> None:
    shown(qtbot, preview, paper(A4, A4, A4))
    preview.print_pdf(file_printer(tmp_path / "out.pdf"))
    with qtbot.waitSignal(preview.printed) as result:
        preview.show_pdf(paper(A4))
    assert result.args == [False]
