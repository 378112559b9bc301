"""A described paper as .docx for editing outside the program; the paper of record stays the PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from carebook.reports.forms import Blank, Body, Curve, Facts, Form, Listing, Look, Part, Points, Prose, curve_grid
from carebook.reports.forms.pdf import fits_one_line
from carebook.reports.grid import Grid, Weight
from carebook.reports.paper import fonts
from carebook.reports.paper.facts import DOTTED, Slot, Way, number_line, place_and_date, recipients_lines
from carebook.reports.paper.page import LANDSCAPE, PORTRAIT
from carebook.reports.paper.text import MOTTO, NATION

_FONT = "Times New Roman"
_SIZE = 13
_MARK = "Bản để sửa ngoài chương trình. Bản lưu trong sổ là bản PDF."
_LEFT, _CENTRE, _RIGHT, _JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
_ALIGN = {"left": _LEFT, "center": _CENTRE, "right": _RIGHT}
_LOOKS = {Look.CENTRED: _CENTRE, Look.LARGE: _CENTRE, Look.PLAIN: _LEFT, Look.HEADING: _LEFT}
_POINTS_IN_MM = 72 / 25.4


def _run(paragraph: Any, words: str, *, bold: bool = False, italic: bool = False, size: float = _SIZE) -> None:
    """Words at the end of a paragraph; only what differs from the text of the document is written down."""
    run = paragraph.add_run(fonts.clean(words))
    if bold:
        run.bold = True
    if italic:
        run.italic = True
    if size != _SIZE:
        run.font.size = Pt(size)


def add_line(
    into: Any,
    words: str,
    *,
    align: Any = _LEFT,
    bold: bool = False,
    italic: bool = False,
    size: float = 13,
    after: float = 0,
) -> Any:
    """A new paragraph at the end of ``into`` (the document or a cell)."""
    paragraph = into.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.space_before = Pt(0)
    _run(paragraph, words, bold=bold, italic=italic, size=size)
    return paragraph


def _rule(into: Any, length_mm: float, room_mm: float) -> None:
    """A thin line of ``length_mm`` in the middle: the lower border of an empty paragraph set in from both sides."""
    paragraph = add_line(into, "", size=2, after=6)
    side = Mm((room_mm - length_mm) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.pPr.find(qn("w:spacing")).addprevious(borders)  # Word wants this order


def _cells(document: Any, widths_mm: list[float]) -> list[Any]:
    """The empty cells of a new row without lines."""
    table = document.add_table(rows=1, cols=len(widths_mm))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, widths_mm, strict=True):
        cell.width = Mm(width)
        cell._element.remove(cell.paragraphs[0]._element)
    return list(table.rows[0].cells)


def _nation(into: Any, room_mm: float) -> None:
    add_line(into, NATION, align=_CENTRE, bold=True, size=12)
    add_line(into, MOTTO, align=_CENTRE, bold=True)
    _rule(into, fonts.width(MOTTO, fonts.BOLD, 13) / 72 * 25.4, room_mm)


def _room_of(form: Form) -> float:
    """The room for text across, in millimetres."""
    return (LANDSCAPE if form.across else PORTRAIT).width / _POINTS_IN_MM


def _top(document: Any, form: Form) -> None:
    room_mm = _room_of(form)
    if form.label:
        add_line(document, form.label, align=_RIGHT, italic=True, size=11, after=6)
    if not form.headed:
        add_line(document, form.letterhead.issuer, align=_CENTRE)
    elif form.official:
        left, right = _cells(document, [room_mm * 0.43, room_mm * 0.57])
        if form.letterhead.superior:
            add_line(left, form.letterhead.superior.upper(), align=_CENTRE, size=12)
        add_line(left, form.letterhead.issuer.upper(), align=_CENTRE, bold=True, size=12)
        _rule(left, 25, room_mm * 0.43)
        _nation(right, room_mm * 0.57)
        if form.numbering is not None:
            add_line(left, number_line(form.numbering, form.letterhead.symbol), align=_CENTRE)
            if form.dated:
                day = place_and_date(form.letterhead.place, form.numbering.dated_on)
                add_line(right, day, align=_CENTRE, italic=True)
            if form.subject:
                add_line(left, form.subject, align=_CENTRE, size=12)
    else:
        _nation(document, room_mm)
    add_line(document, "", size=6)
    if form.kind:
        add_line(document, form.kind.upper(), align=_CENTRE, bold=True, size=14)
    if form.about:
        add_line(document, form.about, align=_CENTRE, bold=True, size=14)
    if form.official and form.headed:
        if form.kind:
            _rule(document, 40, room_mm)
    elif form.numbering is not None:
        add_line(document, number_line(form.numbering, form.letterhead.symbol), align=_CENTRE, after=6)


def add_prose(document: Any, prose: Prose) -> None:
    """A paragraph at the end of the document."""
    look = prose.look
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.alignment = _LOOKS.get(look, _JUSTIFY)
    if look in (Look.BODY, Look.ITALIC, Look.SECTION):
        paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.keep_with_next = look in (Look.SECTION, Look.HEADING)
    if prose.lead:
        _run(paragraph, f"{prose.lead} ", bold=True)
    bold = look in (Look.SECTION, Look.HEADING, Look.CENTRED, Look.LARGE)
    _run(paragraph, prose.text, bold=bold, italic=look is Look.ITALIC, size=20 if look is Look.LARGE else 13)


def _facts(document: Any, facts: Facts, room_mm: float) -> None:
    """Facts on tab stops; a missing value is the dots that lead to the next stop."""
    together = fits_one_line(facts, room_mm * _POINTS_IN_MM)
    for group in [facts.facts] if together else [(fact,) for fact in facts.facts]:
        paragraph = add_line(document, "", after=4)
        for n, fact in enumerate(group, 1):
            leader = WD_TAB_LEADER.SPACES if fact.value else WD_TAB_LEADER.DOTS
            stop = Mm(room_mm * n / len(group) - (4 if n < len(group) else 0))
            last = n == len(group)
            paragraph.paragraph_format.tab_stops.add_tab_stop(
                stop, WD_TAB_ALIGNMENT.RIGHT if last else WD_TAB_ALIGNMENT.LEFT, leader
            )
            tab = "\t" if not (last and fact.value) else ""
            _run(paragraph, f"{fact.label}: {fact.value or ''}")
            if tab:
                paragraph.add_run(tab + ("" if last else " "))


def add_grid(document: Any, grid: Grid, *, size: float = 11) -> None:
    """A table at the end of the document, its heading repeated on every sheet; ``size`` in points."""
    groups = list(grid.groups())
    table = document.add_table(rows=2 if groups else 1, cols=len(grid.columns))
    table.style = "Table Grid"  # its paragraphs stand close by themselves
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    head = len(table.rows)
    grouped = {n for _name, first, last in groups for n in range(first, last + 1)}
    for name, first, last in groups:
        _fill(table.cell(0, first).merge(table.cell(0, last)), name, _CENTRE, bold=True, size=size)
    for n, column in enumerate(grid.columns):
        cell = table.cell(head - 1, n)
        if groups and n not in grouped:
            cell = table.cell(0, n).merge(cell)
        if column.least:
            cell.width = Mm(column.least)
        _fill(cell, column.heading, _CENTRE, bold=True, size=size)
    for row in grid.rows:
        added = table.add_row()
        added.height = Mm(6 * row.lines)
        cells = added.cells
        for n, (column, value) in enumerate(zip(grid.columns, row.values, strict=True)):
            bold = row.weight is not Weight.ROW
            _fill(cells[n], grid.text(value, column), _ALIGN[grid.align(n)], bold=bold, size=size)
            if n == 0 and row.level:
                cells[n].paragraphs[0].paragraph_format.left_indent = Mm(3 * row.level)
    for row in table.rows[:head]:
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
    add_line(document, "", size=6)


def _fill(cell: Any, words: str, align: Any, *, bold: bool = False, size: float = 11) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    _run(paragraph, words, bold=bold, size=size)


def _part(document: Any, part: Part, room_mm: float) -> None:
    match part:
        case Prose():
            add_prose(document, part)
        case Facts():
            _facts(document, part, room_mm)
        case Blank(count):
            for _ in range(count):
                paragraph = add_line(document, "", after=4)
                paragraph.paragraph_format.tab_stops.add_tab_stop(
                    Mm(room_mm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
                )
                paragraph.add_run("\t")
        case Points(items):
            for item in items:
                paragraph = add_line(document, f"- {item}", align=_JUSTIFY, after=4)
                paragraph.paragraph_format.left_indent = Mm(10)
        case Listing(grid):
            add_grid(document, grid)
        case Curve():
            add_prose(document, Prose(f"{part.title} ({part.unit})" if part.unit else part.title, Look.HEADING))
            if part.note:
                add_line(document, part.note, italic=True, size=11, after=4)
            add_grid(document, curve_grid(part))
        case Body():
            pass  # what each number is stands in words beside it


def _slot(cell: Any, slot: Slot, *, small: bool) -> None:
    size = 12 if small else 13
    for heading in slot.headings:
        add_line(cell, heading, align=_CENTRE, bold=True, size=size)
    if slot.under:
        add_line(cell, slot.under, align=_CENTRE, italic=True, size=11)
    for _ in range(4):
        add_line(cell, "", size=size)
    name = slot.name or ("" if slot.way is Way.EMPTY else DOTTED)
    add_line(cell, name, align=_CENTRE, bold=bool(slot.name), size=size)


def _signatures(document: Any, form: Form) -> None:
    room_mm = _room_of(form)
    if form.recipients:
        left, right = _cells(document, [room_mm * 0.48, room_mm * 0.52])
        add_line(left, "Nơi nhận:", bold=True, italic=True, size=12)
        for line in recipients_lines(form.recipients):
            add_line(left, line, size=11)
        _slot(right, form.slots[0], small=False)
        return
    if form.place_date:
        add_line(document, form.place_date, align=_RIGHT, italic=True)
    count = max(len(form.slots), 2)
    cells = _cells(document, [room_mm / count] * count)
    if len(form.slots) == 1:
        add_line(cells[0], "")
    for cell, slot in zip(cells[count - len(form.slots) :], form.slots, strict=True):
        _slot(cell, slot, small=len(form.slots) > 2)


def _page_number(header: Any) -> None:
    """The number of the page in the middle of the top margin."""
    paragraph = header.paragraphs[0]
    paragraph.alignment = _CENTRE
    run = paragraph.add_run()
    run.font.size, run.font.name = Pt(13), _FONT
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._element.append(element)


def write(form: Form, *, annexes: Callable[[Any], None] | None = None) -> bytes:
    """The paper as .docx: the same words as the PDF, A4 with the margins of NĐ 30/2020, marked at the foot as a copy for editing.

    ``annexes`` adds to the document what follows the signatures.
    """
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_SIZE)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    section = document.sections[0]
    sheet = LANDSCAPE if form.across else PORTRAIT
    if form.across:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(round(side / _POINTS_IN_MM)) for side in sheet.size)
    margins = (Mm(round(side / _POINTS_IN_MM)) for side in (sheet.top, sheet.bottom, sheet.left, sheet.right))
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = margins
    section.different_first_page_header_footer = True
    _page_number(section.header)
    for footer in (section.first_page_footer, section.footer):
        _run(footer.paragraphs[0], _MARK, italic=True, size=9)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = form.kind or form.subject, form.letterhead.issuer, _MARK
    properties.language = "vi-VN"
    if form.letterhead.is_sample:
        add_line(document, "SỔ MẪU", align=_RIGHT, bold=True)
    _top(document, form)
    if form.authority:
        add_line(document, form.authority.upper(), align=_CENTRE, bold=True, after=6)
    if form.addressed_to:
        add_line(document, f"Kính gửi: {'; '.join(form.addressed_to)}", align=_CENTRE, after=8)
    for n, basis in enumerate(form.legal_bases, 1):
        end = "." if n == len(form.legal_bases) else ";"
        add_prose(document, Prose(basis.strip(" ;.") + end, Look.ITALIC))
    for part in form.parts:
        _part(document, part, _room_of(form))
    if form.slots:
        _signatures(document, form)
    if annexes is not None:
        annexes(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
