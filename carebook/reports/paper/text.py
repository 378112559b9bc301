"""Words on the page of NĐ 30/2020: its styles, and the flowables of heading, title, paragraphs and lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from carebook.reports.paper import fonts
from carebook.reports.paper.facts import Letterhead, Numbering, number_line, place_and_date, recipients_lines
from carebook.reports.paper.page import PORTRAIT

MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
INDENT = 10 * mm
ALIGNMENTS = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY}


def style(
    size: float = 13,
    font: str = fonts.REGULAR,
    align: str = "left",
    **more: Any,
) -> ParagraphStyle:
    """A paragraph style of ``size`` points with single line spacing; ``more`` are reportlab's own names."""
    settings: dict[str, Any] = {
        "fontName": font,
        "fontSize": size,
        "leading": round(size * 1.25, 1),
        "alignment": ALIGNMENTS[align],
        "allowWidows": 0,
        "allowOrphans": 0,
    }
    return ParagraphStyle(f"{font}{size}{align}", **(settings | more))


BODY = style(align="justify", firstLineIndent=INDENT, spaceAfter=6, leading=18)
ITALIC_BODY = style(font=fonts.ITALIC, align="justify", firstLineIndent=INDENT, spaceAfter=6, leading=18)
PLAIN = style(spaceAfter=4, leading=17)
DASHED = style(align="justify", leftIndent=INDENT + 4 * mm, firstLineIndent=-4 * mm, spaceAfter=4, leading=17)
SECTION = style(font=fonts.BOLD, firstLineIndent=INDENT, spaceBefore=6, spaceAfter=4, leading=18, keepWithNext=1)
CENTRED = style(align="center")
CENTRED_SMALL = style(12, align="center")
CENTRED_BOLD = style(font=fonts.BOLD, align="center")
CENTRED_ITALIC = style(font=fonts.ITALIC, align="center")
CAPITALS = style(12, align="center", leading=15)
CAPITALS_BOLD = style(12, fonts.BOLD, "center", leading=15)
TITLE = style(14, fonts.BOLD, "center", leading=19)
ABOUT = style(14, fonts.BOLD, "center", leading=18)
NOTE = style(11, fonts.ITALIC, spaceBefore=4, spaceAfter=2, leading=14)
RECIPIENTS = style(12, fonts.BOLD_ITALIC, leading=16)
RECIPIENT = style(11, leading=13.5)


def paragraph(text: str, look: ParagraphStyle = BODY) -> Paragraph:
    """A paragraph of plain text (never markup)."""
    fonts.register()
    return Paragraph(escape(fonts.clean(text)), look)


def labelled(label: str, text: str, look: ParagraphStyle = PLAIN) -> Paragraph:
    """ "Họ và tên: Trần Thị An": a label, a colon and its value."""
    return paragraph(f"{label}: {text}", look)


class Rule(Flowable):  # type: ignore[misc]
    """A thin line of ``length`` points, centred, with air around it."""

    def __init__(self, length: float, above: float = 2, below: float = 3) -> None:
        super().__init__()
        self.length = length
        self.above = above
        self.below = below

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """It takes the whole width and the height of its air."""
        self.room = available_width
        return available_width, self.above + self.below

    def draw(self) -> None:
        """The line."""
        self.canv.setLineWidth(0.7)
        start = (self.room - self.length) / 2
        self.canv.line(start, self.below, start + self.length, self.below)


def balanced(words: str, look: ParagraphStyle, room: float) -> Paragraph:
    """A centred heading whose lines are about equally long, so that no single word hangs under a full line."""
    words = fonts.clean(words)
    lines = fonts.wrapped(words, room, look.fontName, look.fontSize).split("\n")
    narrower = room
    while narrower > room / 3:
        tried = fonts.wrapped(words, narrower - 4, look.fontName, look.fontSize).split("\n")
        if len(tried) > len(lines):
            break
        narrower, lines = narrower - 4, tried
    return Paragraph("<br/>".join(escape(line) for line in lines), look)


def _widest_line(text: str, look: ParagraphStyle, room: float) -> float:
    lines = fonts.wrapped(text, room, look.fontName, look.fontSize).split("\n")
    return max(fonts.width(line, look.fontName, look.fontSize) for line in lines)


def columns(cells: Sequence[Sequence[Flowable]], widths: Sequence[float]) -> Table:
    """Flowables in columns without lines or padding, level at the top."""
    table = Table([[list(cell) for cell in cells]], colWidths=list(widths))
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    return table


def nation() -> list[Flowable]:
    """The name of the nation, its motto and the rule exactly as long as the motto (element 1)."""
    return [
        paragraph(NATION, CAPITALS_BOLD),
        paragraph(MOTTO, CENTRED_BOLD),
        Rule(fonts.width(MOTTO, fonts.BOLD, 13)),
    ]


def heading(
    letterhead: Letterhead,
    numbering: Numbering | None,
    room: float = PORTRAIT.width,
    *,
    dated: bool = True,
    subject: str = "",
) -> list[Flowable]:
    """The top of page 1: agencies and number on the left; nation, motto, place and date on the right (elements 1–4).

    Minutes are not ``dated`` here: they say the day in their text. Lists without ``numbering`` carry neither. The ``subject`` of
    a letter stands under its number (element 5b).
    """
    left_width, right_width = room * 0.43, room * 0.57
    issuer = letterhead.issuer.upper()
    left: list[Flowable] = [
        balanced(issuer, CAPITALS_BOLD, left_width),
        Rule(_widest_line(issuer, CAPITALS_BOLD, left_width) * 0.4),
    ]
    if letterhead.superior:
        left.insert(0, balanced(letterhead.superior.upper(), CAPITALS, left_width))
    rows: list[Flowable] = [columns([left, nation()], (left_width, right_width))]
    if numbering is not None:
        about = [Spacer(1, 6), balanced(subject, CENTRED_SMALL, left_width)] if subject else []
        rows += [
            Spacer(1, 6),
            columns(
                [
                    [paragraph(number_line(numbering, letterhead.symbol), CENTRED), *about],
                    [paragraph(place_and_date(letterhead.place, numbering.dated_on), CENTRED_ITALIC)] if dated else [],
                ],
                (left_width, right_width),
            ),
        ]
    return [*rows, Spacer(1, 14)]


def title(kind: str, about: str = "", room: float = PORTRAIT.width, *, rule: bool = True) -> list[Flowable]:
    """The type of the paper in capitals, what it is about, and the rule of 1/3–1/2 of the line (element 5a)."""
    words: list[Flowable] = [paragraph(kind.upper(), TITLE)]
    if about:
        words.append(balanced(about, ABOUT, room))
    if rule:
        last = about or kind.upper()
        words.append(Rule(_widest_line(last, ABOUT, room) * 0.4, above=3))
    return [*words, Spacer(1, 10)]


def addressed_to(names: Sequence[str]) -> list[Flowable]:
    """ "Kính gửi: Sở Y tế tỉnh …": one on the same line; several under each other with dashes (element 9a)."""
    if not names:
        return []
    if len(names) == 1:
        return [paragraph(f"Kính gửi: {names[0].strip()}", CENTRED), Spacer(1, 8)]
    label = fonts.width("Kính gửi: ")
    longest = max(fonts.width(f"- {name};") for name in names)
    indent = max((PORTRAIT.width - label - longest) / 2, 0)
    lines = [paragraph(line, style(leftIndent=indent + label, leading=17)) for line in recipients_lines(names)]
    return [paragraph("Kính gửi:", style(leftIndent=indent, leading=17)), *lines, Spacer(1, 8)]


def legal_bases(bases: Sequence[str]) -> list[Flowable]:
    """The căn cứ lines: italics, each ends with ";", the last with "."."""
    lines = [line for basis in bases if (line := basis.strip(" ;."))]
    return [
        paragraph(f"{line[0].upper()}{line[1:]}{'.' if n == len(lines) else ';'}", ITALIC_BODY)
        for n, line in enumerate(lines, 1)
    ]


def annex_heading(name: str, title_words: str, follows: str = "") -> list[Flowable]:
    """ "Phụ lục I" or "Biểu B01", its title in capitals and "(Kèm theo …)"."""
    words: list[Flowable] = [paragraph(name, TITLE), paragraph(title_words.upper(), style(13, fonts.BOLD, "center"))]
    if follows:
        words.append(paragraph(f"({follows})", CENTRED_ITALIC))
    return [*words, Spacer(1, 8)]
