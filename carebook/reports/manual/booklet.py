"""The manual on paper: all of it, one role's or single pages, as a PDF with contents, links inside, pictures and page feet."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    Image,
    KeepTogether,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.tableofcontents import TableOfContents

from carebook.records.staff import ROLE_WORDS, Role
from carebook.reports.manual.contents import Contents, Group, Target, contents, language_of, picture_file
from carebook.reports.manual.html import NOTES
from carebook.reports.manual.pages import (
    Block,
    Code,
    Heading,
    Listing,
    Note,
    Page,
    Picture,
    Rows,
    Run,
    blocks_of,
    page,
    text_of,
)
from carebook.reports.manual.pages import Paragraph as Words
from carebook.reports.paper import fonts
from carebook.reports.paper.text import style
from carebook.words import _, speaking

TITLE = "Sách hướng dẫn CareBook"
SIDE, TOP, FOOT = 20 * mm, 18 * mm, 22 * mm
ROOM = A4[0] - 2 * SIDE
PICTURE_WIDTH = 1100
"""So many pixels of a picture are as wide as the text."""
_BEGINNING = 34 * mm
"""What must have room under a heading: less of it would stand alone at the foot of a page."""
_SHORT = 9
"""Tables of so many rows are not broken over two pages."""
_WIDEST = 0.6
"""So much of a table's width a column may wish for at most."""
_TALLEST = A4[1] - TOP - FOOT - 60 * mm

_INK, _MUTED, _LINE, _LINK = "#15212A", "#4A5963", "#B9C5C9", "#0B6B72"
_GROUNDS = {"note": "#E5ECFB", "tip": "#DDF2E5", "warning": "#FFF0CC", "": "#F3F7F7"}
_INKS = {"info": "#1C4FB8", "ok": "#17663A", "warn": "#7A4F00", "none": _INK}

_BODY = style(11, leading=15.5, spaceAfter=5, textColor=_INK)
_CELL = style(10, leading=13.5, textColor=_INK)
_CELL_HEAD = style(9.5, leading=12.5, textColor=_MUTED)
_CAPTION = style(9.5, fonts.ITALIC, spaceBefore=3, spaceAfter=9, textColor=_MUTED)
_CODE = style(10, leading=13.5, textColor=_INK)
_COVER = style(24, fonts.BOLD, leading=30, spaceAfter=4, textColor=_LINK)
_UNDER = style(12, spaceAfter=14, textColor=_MUTED)
_GROUP = style(20, fonts.BOLD, leading=26, spaceAfter=12, textColor=_LINK, keepWithNext=1)
_HEADINGS = {
    1: style(16, fonts.BOLD, spaceBefore=16, spaceAfter=6, leading=20, textColor=_INK, keepWithNext=1),
    2: style(12.5, fonts.BOLD, spaceBefore=11, spaceAfter=4, leading=16, textColor=_INK, keepWithNext=1),
    3: style(11, fonts.BOLD, spaceBefore=7, spaceAfter=3, leading=15, textColor=_INK, keepWithNext=1),
}
_CONTENTS = (
    style(11, fonts.BOLD, spaceBefore=5, leading=13.5, textColor=_INK),
    style(10.5, leading=13, leftIndent=12, textColor=_INK),
)


def booklet(
    role: str = "",
    *,
    pages: Sequence[str] = (),
    version: str,
    made_on: date,
    invariant: bool = False,
    of: Contents | None = None,
    read: Callable[[str], Page] = page,
) -> bytes:
    """The PDF of the manual: of everything, of a ``role`` (a value of ``Role``), or of single ``pages``.

    ``of`` and ``read`` give another manual than the program's own. ``invariant`` makes the same bytes of the same pages.
    """
    fonts.register()
    manual = of or contents()
    chosen = frozenset(pages)
    groups = [
        Group(group.title, tuple(one for one in group.pages if not chosen or one in chosen))
        for group in manual.of_role(role)
    ]
    groups = [group for group in groups if group.pages]
    with speaking("vi"):
        about = _(ROLE_WORDS[Role(role)]) if role else ""
        under = " · ".join(filter(None, (about, f"bản {version}", f"ngày {made_on:%d/%m/%Y}")))
        setter = _Setter([read(name) for group in groups for name in group.pages])
        story: list[Flowable] = []
        if len(setter.names) > 1:
            story += [*_cover(under), PageBreak()]
        for number, group in enumerate(groups):
            if number:
                story.append(PageBreak())
            if len(setter.names) > 1:
                story.append(_Marked(escape(group.title), _GROUP, 0, group.title))
            for name in group.pages:
                story += setter.page(name)
    foot = f"{TITLE} {under}" if len(setter.names) > 1 else f"CareBook {version} · {setter.titles[0]}"
    return _set(story, foot, invariant=invariant)


class _Marked(Paragraph):  # type: ignore[misc]
    """A heading that stands in the contents and in the outline; ``level`` 0 is a group, 1 a page, 2 a heading of one."""

    def __init__(self, words: str, look: Any, level: int, plain: str) -> None:
        super().__init__(words, look)
        self.level, self.plain = level, plain


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """Notes where the headings came to stand."""

    def beforeDocument(self) -> None:
        self.marks = 0
        self.depth = -1

    def afterFlowable(self, flowable: Flowable) -> None:
        if not isinstance(flowable, _Marked):
            return
        self.marks += 1
        key = f"mark-{self.marks}"
        self.canv.bookmarkPage(key)
        self.depth = min(flowable.level, self.depth + 1)  # no level of the outline may be left out
        self.canv.addOutlineEntry(flowable.plain, key, self.depth, closed=self.depth > 0)
        if flowable.level < len(_CONTENTS):
            self.notify("TOCEntry", (flowable.level, escape(flowable.plain), self.page, key))


def _set(story: Sequence[Flowable], foot: str, *, invariant: bool) -> bytes:
    def draw_foot(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setStrokeColor(HexColor(_LINE))
        canvas.setLineWidth(0.5)
        canvas.line(SIDE, FOOT - 6 * mm, A4[0] - SIDE, FOOT - 6 * mm)
        canvas.setFont(fonts.REGULAR, 9)
        canvas.setFillColor(HexColor(_MUTED))
        canvas.drawString(SIDE, FOOT - 11 * mm, fonts.clean(foot))
        canvas.drawRightString(A4[0] - SIDE, FOOT - 11 * mm, str(document.page))
        canvas.restoreState()

    out = io.BytesIO()
    frame = Frame(SIDE, FOOT, ROOM, A4[1] - TOP - FOOT, 0, 0, 0, 0)
    document = _Document(
        out,
        pagesize=A4,
        pageTemplates=[PageTemplate("page", [frame], onPage=draw_foot)],
        lang="vi-VN",
        title=TITLE,
        author="CareBook",
        creator="CareBook",
        producer="CareBook",
        invariant=int(invariant),
        initialFontName=fonts.REGULAR,
    )
    document.multiBuild(list(story), canvasmaker=partial(Canvas, initialFontName=fonts.REGULAR))
    return out.getvalue()


def _cover(under: str) -> list[Flowable]:
    table = TableOfContents(
        dotsMinLevel=0,
        tableStyle=[
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            *((side, (0, 0), (-1, -1), 1) for side in ("TOPPADDING", "BOTTOMPADDING")),
        ],
    )
    table.levelStyles = list(_CONTENTS)
    return [
        Paragraph(escape(TITLE), _COVER),
        Paragraph(escape(under), _UNDER),
        HRFlowable(width="100%", thickness=0.7, color=HexColor(_LINE), spaceAfter=8),
        table,
    ]


class _Setter:
    """Sets pages as flowables; only links to pages and headings that are in the booklet lead somewhere."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = {one.name: one for one in pages}
        self.names = list(self._pages)
        self.titles = [one.title for one in pages]
        self._there = {Target(one.name) for one in pages} | {
            Target(one.name, block.anchor)
            for one in pages
            for block in blocks_of(one)
            if isinstance(block, Heading) and block.anchor
        }

    def page(self, name: str) -> list[Flowable]:
        self._name = name
        with speaking(language_of(name)):
            return [CondPageBreak(90 * mm), *self._blocks(self._pages[name].blocks, ROOM)]

    def _blocks(self, blocks: Sequence[Block], room: float) -> list[Flowable]:
        found: list[Flowable] = []
        heads: list[Flowable] = []
        for block in blocks:
            flowables = self._block(block, room)
            if isinstance(block, Heading):
                heads += flowables
            elif isinstance(block, Picture) or (heads and isinstance(block, Rows) and len(block.rows) <= _SHORT):
                found.append(KeepTogether([*heads, *flowables]))  # headings do not stay behind on the page before
                heads = []
            else:
                found += [*([CondPageBreak(_BEGINNING)] if heads else []), *heads, *flowables]
                heads = []
        return [*found, *heads]

    def _block(self, block: Block, room: float) -> list[Flowable]:
        match block:
            case Heading():
                return [self._heading(block)]
            case Words(runs=runs):
                return [Paragraph(self._runs(runs), _BODY)]
            case Listing():
                return [self._listing(block, room), Spacer(1, 3)]
            case Rows():
                return [Spacer(1, 2), self._table(block, room), Spacer(1, 8)]
            case Note():
                return [Spacer(1, 2), self._note(block, room), Spacer(1, 7)]
            case Picture():
                return self._picture(block, room)
            case Code(text=text):
                lines = "<br/>".join(escape(fonts.clean(line)).replace("  ", "&nbsp; ") for line in text.splitlines())
                return [_grounded([Paragraph(lines, _CODE)], room, _GROUNDS[""]), Spacer(1, 7)]

    def _heading(self, heading: Heading) -> Flowable:
        keys = [_key(Target(self._name))] if heading.level == 1 else []
        keys += [_key(Target(self._name, heading.anchor))] if heading.anchor else []
        plain = text_of(heading.runs)
        names = "".join(f'<a name="{key}"/>' for key in keys)
        return _Marked(names + escape(fonts.clean(plain)), _HEADINGS[heading.level], heading.level, plain)

    def _runs(self, runs: Sequence[Run]) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        words = escape(fonts.clean(run.text)).replace("\n", "<br/>")
        if run.key or run.code:
            kept = words.replace(" ", "&nbsp;") if run.key else words
            return f'<font backColor="#E9EFF0">&nbsp;{kept}&nbsp;</font>'
        if run.bold:
            words = f"<b>{words}</b>"
        if run.italic:
            words = f"<i>{words}</i>"
        if run.link and Target.of(run.link) in self._there:
            words = f"<a href={quoteattr('#' + _key(Target.of(run.link)))} color={quoteattr(_LINK)}>{words}</a>"
        return words

    def _listing(self, listing: Listing, room: float) -> Flowable:
        inset = 18.0
        items = [ListItem(self._blocks(item, room - inset), leftIndent=inset) for item in listing.items]
        numbered = listing.start is not None
        return ListFlowable(
            items,
            bulletType="1" if numbered else "bullet",
            start=listing.start if numbered else "•",
            bulletFontName=fonts.REGULAR,
            bulletFontSize=11,
            bulletFormat="%s." if numbered else None,
            leftIndent=inset,
            bulletDedent=14,
        )

    def _table(self, table: Rows, room: float) -> Flowable:
        widths = _widths([table.head, *table.rows], room)
        cells = [[Paragraph(self._runs(cell), _CELL_HEAD) for cell in table.head]]
        cells += [
            [Paragraph(self._runs(cell), _aligned(at)) for cell, at in zip(row, table.aligns, strict=True)]
            for row in table.rows
        ]
        return Table(
            cells,
            colWidths=widths,
            repeatRows=1,
            style=[
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor("#9FB0B6")),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor(_LINE)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ],
        )

    def _note(self, note: Note, room: float) -> Flowable:
        name, tone = NOTES[note.kind]
        label = [Paragraph(f'<font color="{_INKS[tone]}"><b>{escape(_(name))}</b></font>', _BODY)] if name else []
        return _grounded([*label, *self._blocks(note.blocks, room - 24)], room, _GROUNDS[note.kind])

    def _picture(self, picture: Picture, room: float) -> list[Flowable]:
        file = picture_file(picture.file)
        if file is None:
            return [Paragraph(escape(fonts.clean(picture.words)), _CAPTION)]
        wide, high = ImageReader(str(file)).getSize()
        scale = min(ROOM / PICTURE_WIDTH, room / wide, _TALLEST / high)
        image = Image(str(file), wide * scale, high * scale)
        framed = Table(
            [[image]],
            colWidths=[wide * scale],
            hAlign="LEFT",
            style=[
                ("BOX", (0, 0), (-1, -1), 0.5, HexColor(_LINE)),
                *(
                    (side, (0, 0), (-1, -1), 0)
                    for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
                ),
            ],
        )
        caption = [Paragraph(escape(fonts.clean(picture.caption)), _CAPTION)] if picture.caption else [Spacer(1, 8)]
        return [Spacer(1, 3), framed, *caption]


def _key(target: Target) -> str:
    """The name of a place inside the PDF."""
    return f"{target.page}.{target.anchor}" if target.anchor else target.page


def _aligned(way: str) -> Any:
    return _CELL if way == "left" else style(10, align=way, leading=13.5, textColor=_INK)


def _grounded(inside: Sequence[Flowable], room: float, ground: str) -> Flowable:
    return Table(
        [[list(inside)]],
        colWidths=[room],
        style=[
            ("BACKGROUND", (0, 0), (-1, -1), HexColor(ground)),
            ("LEFTPADDING", (0, 0), (-1, -1), 12),
            ("RIGHTPADDING", (0, 0), (-1, -1), 12),
            ("TOPPADDING", (0, 0), (-1, -1), 7),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
    )


def _widths(rows: Sequence[Sequence[Sequence[Run]]], room: float) -> list[float]:
    """Column widths that fill ``room``: whole words first, then by how much the cells have to say."""
    columns = list(zip(*rows, strict=True))
    texts = [[text_of(cell) for cell in column] for column in columns]
    least = [
        max((fonts.width(word, size=10.5) for text in column for word in text.split()), default=0) + 18
        for column in texts
    ]
    longest = [max((fonts.width(text, size=10.5) for text in column), default=0) + 18 for column in texts]
    natural = [min(width, _WIDEST * room) for width in longest]  # one long cell does not squeeze the columns beside it
    spare = room - sum(least)
    wishes = [max(wish - low, 1) for wish, low in zip(natural, least, strict=True)]
    if spare <= 0:
        return [width * room / sum(least) for width in least]
    return [low + spare * wish / sum(wishes) for low, wish in zip(least, wishes, strict=True)]
