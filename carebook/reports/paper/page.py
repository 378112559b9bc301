"""The sheet of NĐ 30/2020: A4, its margins, page numbers, the marks on it, and how a story becomes bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ActionFlowable,
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)

from carebook.records.signing import SignaturePlace
from carebook.reports.paper import fonts
from carebook.reports.paper.square_code import square
from carebook.rules import page_codes

TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 15 * mm  # Phụ lục I: 20–25, 20–25, 30–35, 15–20 mm
PAGE_NUMBER_SIZE = 13
CODE_SIDE, CODE_AT, CODE_CLEAR = 12 * mm, 5 * mm, 2.5 * mm  # the square at the foot, above the edge, white beside it
_PALE = Color(0.92, 0.92, 0.92)


@dataclass(frozen=True)
class Sheet:
    """A sheet lying one way: its size and margins in points. Lying across, the binding edge is on top."""

    size: tuple[float, float]
    top: float
    bottom: float
    left: float
    right: float

    @property
    def width(self) -> float:
        """The room for text across."""
        return self.size[0] - self.left - self.right

    @property
    def height(self) -> float:
        """The room for text down."""
        return self.size[1] - self.top - self.bottom


PORTRAIT = Sheet(A4, TOP, BOTTOM, LEFT, RIGHT)
LANDSCAPE = Sheet(landscape(A4), LEFT, RIGHT, TOP, BOTTOM)
_SQUARE = "square-code"
_SHEETS = {"portrait": PORTRAIT, "landscape": LANDSCAPE}


@dataclass(frozen=True)
class Drawn:
    """A finished paper: the PDF, and where its signatures go."""

    pdf: bytes
    places: tuple[SignaturePlace, ...] = ()


@dataclass(frozen=True)
class Marks:
    """What stands on every page beside its text: state of the paper, and the line at the foot that ties it to its data.

    ``code`` names the very version the page belongs to (`rules.page_codes`): a square code for a camera, digits for the eye.
    """

    draft: bool = False
    sample: bool = False
    foot: str = ""
    code: str = ""


UNMARKED = Marks()


class PaperCanvas(Canvas):  # type: ignore[misc]
    """The canvas of one paper: numbers its pages, puts the marks on them and collects the signature places."""

    def __init__(self, *args: Any, marks: Marks, places: list[SignaturePlace], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initialFontName": fonts.REGULAR})
        self.places = places
        self.marks = marks
        self.part_starts_on = 1

    def begin(self, sheet: Sheet, *, part: bool) -> None:
        """Draw what lies under the text of the page just begun; ``part`` says that page numbers begin again here."""
        if part:
            self.part_starts_on = self.getPageNumber()
        if self.marks.code and not self.hasForm(_SQUARE):
            self._keep_square()
        width, height = sheet.size
        self.saveState()
        if self.marks.draft:
            self._across(sheet, "BẢN NHÁP")
        if self.marks.sample:
            self._sample_mark(sheet)
        number = self.getPageNumber() - self.part_starts_on + 1
        if number > 1:
            self.setFont(fonts.REGULAR, PAGE_NUMBER_SIZE)
            self.drawCentredString(width / 2, height - 14 * mm, str(number))
        if self.marks.foot or self.marks.draft or self.marks.code:
            self._foot(sheet)
        self.restoreState()

    def _keep_square(self) -> None:
        """Draw the square code once; every page only places it: a paper of forty pages is not drawn forty times."""
        self.beginForm(_SQUARE, 0, 0, CODE_SIDE, CODE_SIDE)
        renderPDF.draw(square(page_codes.to_scan(self.marks.code), CODE_SIDE, border=0), self, 0, 0)
        self.endForm()

    def _foot(self, sheet: Sheet) -> None:
        """The line at the foot; with a code a second line under it, and the square in the corner, clear of the text."""
        foot = " · ".join(filter(None, ("BẢN NHÁP" if self.marks.draft else "", self.marks.foot)))
        width, edge = sheet.size[0], sheet.size[0] - sheet.right
        self.setFont(fonts.REGULAR, 9)
        if not self.marks.code:
            self.drawRightString(edge, 9 * mm, fonts.clean(foot))
            return
        under_text = sheet.bottom >= CODE_AT + CODE_SIDE
        x = edge - CODE_SIDE if under_text else min(edge + CODE_CLEAR, width - CODE_AT - CODE_SIDE)
        self.saveState()
        self.translate(x, CODE_AT)
        self.doForm(_SQUARE)
        self.restoreState()
        end = x - CODE_CLEAR
        self.drawRightString(end, 11.5 * mm, fonts.clean(foot))
        self.drawRightString(end, 7 * mm, f"Mã bản {page_codes.in_groups(self.marks.code)}")

    def _across(self, sheet: Sheet, words: str) -> None:
        """Large pale words from corner to corner, readable under the text and on a copy."""
        width, height = sheet.size
        self.saveState()
        self.setFillColor(_PALE)
        self.setFont(fonts.BOLD, 96)
        self.translate(width / 2, height / 2)
        self.rotate(50 if height > width else 32)
        self.drawCentredString(0, -32, words)
        self.restoreState()

    def _sample_mark(self, sheet: Sheet) -> None:
        """The box that keeps a paper of the demo book from being taken for a real one."""
        words = "SỔ MẪU"
        size = 13
        wide = fonts.width(words, fonts.BOLD, size) + 10
        x, y = sheet.size[0] - sheet.right - wide, sheet.size[1] - 16 * mm
        self.setLineWidth(1)
        self.rect(x, y, wide, 7 * mm)
        self.setFont(fonts.BOLD, size)
        self.drawCentredString(x + wide / 2, y + 5.5, words)


def _template(name: str, sheet: Sheet, *, part: bool, then: str | None) -> PageTemplate:
    frame = Frame(sheet.left, sheet.bottom, sheet.width, sheet.height, 0, 0, 0, 0, id=name)

    def begin(canvas: PaperCanvas, _document: BaseDocTemplate) -> None:
        canvas.begin(sheet, part=part)

    return PageTemplate(name, [frame], onPage=begin, pagesize=sheet.size, autoNextPageTemplate=then)


def annex(way: str = "portrait") -> list[Flowable]:
    """Begin a part on a new sheet lying ``way`` ("portrait" or "landscape"), with page numbers of its own."""
    return [NextPageTemplate(f"{way} first"), PageBreak()]


class _MarksOfNext(ActionFlowable):  # type: ignore[misc]
    """Other marks from the next sheet on."""

    def __init__(self, marks: Marks) -> None:
        super().__init__()
        self.marks = marks

    def apply(self, doc: BaseDocTemplate) -> None:
        doc.canv.marks = self.marks


class Done(ActionFlowable):  # type: ignore[misc]
    """Tells how many papers of a file are set; what ``tell`` raises breaks the setting off."""

    def __init__(self, count: int, tell: Callable[[int], object]) -> None:
        super().__init__()
        self.count, self.tell = count, tell

    def apply(self, _doc: BaseDocTemplate) -> None:
        self.tell(self.count)


def next_paper(marks: Marks) -> list[Flowable]:
    """Begin another paper of the same file on a new portrait sheet, with marks and page numbers of its own."""
    return [_MarksOfNext(marks), *annex("portrait")]


def build(
    story: Sequence[Flowable],
    *,
    title: str,
    author: str = "",
    subject: str = "",
    way: str = "portrait",
    marks: Marks = UNMARKED,
    invariant: bool = False,
) -> Drawn:
    """Set the story on sheets beginning ``way``; ``invariant`` gives the same bytes for the same story (no clock inside)."""
    fonts.register()
    ways = [way, *(w for w in _SHEETS if w != way)]
    templates = [
        template
        for w in ways
        for template in (
            _template(f"{w} first", _SHEETS[w], part=True, then=w),
            _template(w, _SHEETS[w], part=False, then=None),
        )
    ]
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=_SHEETS[way].size,
        pageTemplates=templates,
        lang="vi-VN",
        title=fonts.clean(title),
        author=fonts.clean(author),
        subject=fonts.clean(subject),
        creator="CareBook",
        producer="CareBook",
        invariant=int(invariant),
        initialFontName=fonts.REGULAR,
    )
    places: list[SignaturePlace] = []
    document.build(list(story), canvasmaker=partial(PaperCanvas, marks=marks, places=places))
    return Drawn(out.getvalue(), tuple(places))
