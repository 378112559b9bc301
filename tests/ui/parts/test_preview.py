"""The preview shows every page, keeps to one paper at a time, and prints each sheet as it lies."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot
from reportlab.lib.colors import blue
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from carebook.reports.paper import fonts
from carebook.ui.parts import pdfium
from carebook.ui.parts.preview import PdfPreview
from tests.ui.typing_vietnamese import press, type_text

RED, BLUE = "#ff0000", "#0000ff"


def paper(*sheets: tuple[float, float], box: bool = False, words: Sequence[str] = ()) -> bytes:
    """A PDF with a red square at the top of every page; with ``box`` a blue form field beside it, as signature boxes are.

    ``words`` are those of the first pages, a line each at their left edge 300 points from the upper one.
    """
    fonts.register()
    out = io.BytesIO()
    canvas = Canvas(out)
    for n, size in enumerate(sheets):
        canvas.setPageSize(size)
        canvas.setFont(fonts.REGULAR, 12)
        for line, text in enumerate(words[n].splitlines() if n < len(words) else ()):
            canvas.drawString(60, size[1] - 300 - 16 * line, text)
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
    with qtbot.waitSignal(preview.printed) as result:
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
    with qtbot.waitSignal(preview.printed):
        preview.print_pdf(printer)
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as printed:
        assert len(printed) == 1


def test_a_new_paper_ends_the_printing_of_the_old_one(qtbot: QtBot, preview: PdfPreview, tmp_path: Path) -> None:
    shown(qtbot, preview, paper(A4, A4, A4))
    preview.print_pdf(file_printer(tmp_path / "out.pdf"))
    with qtbot.waitSignal(preview.printed) as result:
        preview.show_pdf(paper(A4))
    assert result.args == [False]


def test_a_stopped_printing_says_how_far_it_came_and_leaves_no_half_file(
    qtbot: QtBot, preview: PdfPreview, tmp_path: Path
) -> None:
    shown(qtbot, preview, paper(*[A4] * 6))
    told: list[bool] = []
    preview.printed.connect(told.append)
    progress = preview._progress
    preview.print_pdf(file_printer(tmp_path / "out.pdf"))
    assert progress.isVisible()
    qtbot.waitUntil(lambda: progress._bar.value() >= 1)
    assert progress._bar.maximum() == 6
    progress._stop.click()
    assert not progress.isVisible()
    assert "6" in preview._messages.text()
    assert not (tmp_path / "out.pdf").exists()
    assert told == []
    with qtbot.waitSignal(preview.printed) as result:
        preview.print_pdf(file_printer(tmp_path / "again.pdf"))
    assert result.args == [True]
    assert preview._messages.text() == ""
    with pypdfium2.PdfDocument(tmp_path / "again.pdf") as printed:
        assert len(printed) == 6


def test_a_typed_page_is_shown_and_a_number_too_large_is_the_last_one(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(*[A4] * 5))
    for typed, seen in (("3", "3"), ("99", "5"), ("0", "1"), ("x", "1")):
        preview.page_field.setFocus()
        preview.page_field.selectAll()
        type_text(preview.page_field, typed)
        press(preview.page_field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda seen=seen: preview.words() == f"Page {seen} of 5")
        assert preview.page_field.text() == seen


def test_small_pages_stand_beside_a_wide_view_and_lead_to_their_page(qtbot: QtBot, preview: PdfPreview) -> None:
    preview.resize(QSize(1100, 600))
    shown(qtbot, preview, paper(A4, landscape(A4), A4))
    small = preview._thumbnails
    assert small.isVisible()
    qtbot.waitUntil(lambda: RED in colours(small.grab().toImage()))
    last = small.model().index(2, 0)
    qtbot.mouseClick(small.viewport(), Qt.MouseButton.LeftButton, pos=small.visualRect(last).center())
    qtbot.waitUntil(lambda: preview.words() == "Page 3 of 3")
    press(small, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: preview.words() == "Page 2 of 3")
    preview.go_to(0)
    qtbot.waitUntil(lambda: small.currentIndex().row() == 0)
    preview._pages.click()
    assert not small.isVisible()
    shown(qtbot, preview, paper(A4))
    assert not preview._pages.isVisible(), "one page needs none"


def test_small_pages_come_into_a_narrow_view_only_when_asked_for(qtbot: QtBot, preview: PdfPreview) -> None:
    preview.resize(QSize(500, 500))
    shown(qtbot, preview, paper(A4, A4))
    assert not preview._thumbnails.isVisible()
    preview._pages.click()
    assert preview._thumbnails.isVisible()


def looked_for(qtbot: QtBot, preview: PdfPreview, words: str, said: str) -> None:
    preview.begin_finding()
    preview.find_bar.field.clear()
    type_text(preview.find_bar.field, words)
    qtbot.waitUntil(lambda: preview.find_bar.said.text() == said)


FELT_PEN, STRONGER = "#ffe680", "#ffb04d"
WORDS = ["Biểu 01\nTiếp nhận mới", "Không có gì", "Tiếp nhận khẩn cấp, tiếp\nnhận mới"]


def test_words_are_found_on_every_page_marked_and_walked_through(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(A4, A4, A4, words=WORDS))
    looked_for(qtbot, preview, "tiep nhan", "1/3")
    assert preview.words() == "Page 1 of 3"
    sees(qtbot, preview, STRONGER)
    press(preview.find_bar.field, Qt.Key.Key_Return)
    assert preview.find_bar.said.text() == "2/3"
    qtbot.waitUntil(lambda: preview.words() == "Page 3 of 3")
    sees(qtbot, preview, FELT_PEN)
    press(preview.find_bar.field, Qt.Key.Key_Return)
    press(preview.find_bar.field, Qt.Key.Key_Return)
    assert preview.find_bar.said.text() == "1/3"
    press(preview.find_bar.field, Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert preview.find_bar.said.text() == "3/3"


def test_a_place_that_is_found_lies_where_its_letters_are(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(landscape(A4), A4, words=["Tiếp nhận"]))
    looked_for(qtbot, preview, "nhận", "1/1")
    findings = preview._findings
    assert findings is not None
    (place,) = findings.found[0].places
    assert 285 < place.top() < 300 < place.bottom() < 305
    assert 60 + fonts.width("Tiếp", fonts.REGULAR, 12) < place.left() < place.right()
    assert abs(place.width() - fonts.width("nhận", fonts.REGULAR, 12)) < 2


def test_the_search_begins_at_the_page_that_is_read(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(A4, A4, A4, words=WORDS))
    preview.go_to(1)
    looked_for(qtbot, preview, "nhận mới", "2/2")
    preview.go_to(2)
    looked_for(qtbot, preview, "biểu", "1/1")
    qtbot.waitUntil(lambda: preview.words() == "Page 1 of 3")


@pytest.mark.parametrize(
    ("page", "said"),
    [(["Có chữ"], "Not on this paper"), ([], "This paper is a picture; its words cannot be searched.")],
)
def test_what_is_not_there_is_said(qtbot: QtBot, preview: PdfPreview, page: list[str], said: str) -> None:
    shown(qtbot, preview, paper(A4, words=page))
    looked_for(qtbot, preview, "vắng", said)


def test_esc_closes_the_search_and_not_the_dialog_around_it(qtbot: QtBot) -> None:
    dialog, preview = QDialog(), PdfPreview()
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog).addWidget(preview)
    dialog.resize(700, 500)
    with qtbot.waitExposed(dialog):
        dialog.show()
    shown(qtbot, preview, paper(A4, words=WORDS))
    looked_for(qtbot, preview, "mới", "1/1")
    press(preview.find_bar.field, Qt.Key.Key_Escape)
    assert not preview.find_bar.isVisible()
    assert dialog.isVisible()
    assert preview._findings is None
    qtbot.waitUntil(lambda: STRONGER not in colours(preview.grab().toImage()))


def test_a_new_paper_ends_the_search(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(A4, words=WORDS))
    looked_for(qtbot, preview, "mới", "1/1")
    shown(qtbot, preview, paper(A4, words=WORDS))
    assert preview._findings is None
    assert not preview.find_bar.isVisible()


def test_pages_that_went_by_unseen_are_not_drawn(qtbot: QtBot, preview: PdfPreview) -> None:
    shown(qtbot, preview, paper(*[A4] * 40))
    sees(qtbot, preview, RED)
    drawn: list[int] = []
    preview._pdfium.drawn.connect(lambda _number, page, _scale, _image: drawn.append(page))
    busy = Event()
    pdfium._hand().submit(busy.wait)
    for page in range(1, 40):
        preview.go_to(page)
        preview._sheets.viewport().repaint()
    busy.set()
    qtbot.waitUntil(lambda: 39 in drawn)
    assert set(drawn) <= {38, 39}
    preview.go_to(20)
    qtbot.waitUntil(lambda: 20 in drawn)
