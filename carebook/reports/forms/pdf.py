"""A described paper as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer

from carebook.reports.forms import (
    Blank,
    Body,
    Curve,
    Fact,
    Facts,
    Form,
    Listing,
    Look,
    Part,
    Points,
    Prose,
    bodies,
    curves,
)
from carebook.reports.paper import fonts, page, signatures, text
from carebook.reports.paper.facts import number_line
from carebook.reports.paper.page import LANDSCAPE, PORTRAIT, Drawn, Marks, Sheet
from carebook.reports.paper.table import table

_LOOKS = {
    Look.BODY: text.BODY,
    Look.ITALIC: text.ITALIC_BODY,
    Look.PLAIN: text.PLAIN,
    Look.SECTION: text.SECTION,
    Look.HEADING: text.style(font=fonts.BOLD, spaceBefore=4, spaceAfter=4, leading=17, keepWithNext=1),
    Look.CENTRED: text.style(font=fonts.BOLD, align="center", spaceBefore=4, spaceAfter=8),
    Look.LARGE: text.style(
        20,
        fonts.BOLD,
        "center",
        leading=25,
        spaceBefore=12,
        spaceAfter=14,
        borderWidth=1.5,
        borderColor=black,
        borderPadding=6,
    ),
}
_LABEL = text.style(11, fonts.ITALIC, "right", spaceAfter=6)
_SHORT = 10  # rows; a table of no more keeps to one page
_LEAST_ROOM = 130.0  # points: a heading, the headings of a table and some rows; with less both begin a new page
_BETWEEN = 12.0  # points between facts on one line


def dots(room: float, after: str) -> str:
    """As many dots as fill ``room`` points behind the words ``after``."""
    return "." * max(int((room - fonts.width(after)) / fonts.width(".")), 3)


def fits_one_line(facts: Facts, room: float) -> bool:
    """Whether every fact keeps to its share of ``room``."""
    share = room / len(facts.facts) - _BETWEEN
    return all(fonts.width(f"{fact.label}: {fact.value or ''}") <= share for fact in facts.facts)


def _fact(fact: Fact, room: float) -> Flowable:
    if fact.value:
        return text.labelled(fact.label, fact.value)
    return text.paragraph(f"{fact.label}: {dots(room - 1, f'{fact.label}: ')}", text.PLAIN)


def _facts(facts: Facts, room: float) -> list[Flowable]:
    count = len(facts.facts)
    if count == 1 or not fits_one_line(facts, room):
        return [_fact(fact, room) for fact in facts.facts]
    share = room / count
    cells = [[_fact(fact, share - (_BETWEEN if n < count else 0))] for n, fact in enumerate(facts.facts, 1)]
    return [text.columns(cells, [share] * count), Spacer(1, 4)]


def _part(part: Part, room: float) -> list[Flowable]:
    match part:
        case Prose(words, look, lead):
            before = f"<b>{escape(fonts.clean(lead))}</b> " if lead else ""
            fonts.register()
            return [Paragraph(before + escape(fonts.clean(words)), _LOOKS[look])]
        case Facts():
            return _facts(part, room)
        case Blank(count):
            return [text.paragraph(dots(room - 1, ""), text.PLAIN) for _ in range(count)]
        case Points(items):
            return [text.paragraph(f"- {item}", text.DASHED) for item in items]
        case Listing(grid):
            return [table(grid, room), Spacer(1, 8)]
        case Curve():
            return [*_curve_words(part), curves.drawing(part, room), Spacer(1, 8)]
        case Body():
            fonts.register()
            return [bodies.drawing(part, room), Spacer(1, 8)]


def _curve_words(curve: Curve) -> list[Flowable]:
    """What stands over a curve: what it measures, in which unit, and how it is read."""
    title = f"{curve.title} ({curve.unit})" if curve.unit else curve.title
    note = f" <font name='{fonts.ITALIC}' size='11'>{escape(curve.note)}</font>" if curve.note else ""
    fonts.register()
    told = curves.legend(curve)
    return [
        Paragraph(escape(fonts.clean(title)) + note, _LOOKS[Look.HEADING]),
        *([text.paragraph(told, text.NOTE)] if told else []),
    ]


def _is_heading(part: Part) -> bool:
    return isinstance(part, Prose) and part.look in (Look.SECTION, Look.HEADING)


def _grouped(parts: Sequence[Part], room: float) -> list[list[Flowable]]:
    """The flowables of each part; a short table, a curve or a body keeps to one page with the words over it, a long table begins
    under them."""
    groups: list[list[Flowable]] = []
    for n, part in enumerate(parts):
        drawn = _part(part, room)
        if isinstance(part, Curve | Body) or (isinstance(part, Listing) and len(part.grid.rows) <= _SHORT):
            over = parts[n - 1] if n else None
            heading = (
                groups.pop()
                if isinstance(over, Prose) and over.look in (Look.SECTION, Look.HEADING, Look.PLAIN)
                else []
            )
            drawn = [KeepTogether([*heading, *drawn])]
        elif isinstance(part, Listing) and n and _is_heading(parts[n - 1]):
            for over_it in groups[-1]:
                over_it.keepWithNext = 0  # else the whole table would go over with it
            groups[-1].insert(0, CondPageBreak(_LEAST_ROOM))
        groups.append(drawn)
    return groups


def _sheet(form: Form) -> Sheet:
    return LANDSCAPE if form.across else PORTRAIT


def _top(form: Form) -> list[Flowable]:
    room = _sheet(form).width
    story: list[Flowable] = [text.paragraph(form.label, _LABEL)] if form.label else []
    if not form.headed:
        story += [text.paragraph(form.letterhead.issuer, text.CENTRED), Spacer(1, 10)]
        return [*story, *text.title(form.kind, form.about, room, rule=False)]
    if form.official:
        story += text.heading(form.letterhead, form.numbering, room, dated=form.dated, subject=form.subject)
        return [*story, *(text.title(form.kind, form.about, room) if form.kind else ())]
    story += [*text.nation(), Spacer(1, 14), *text.title(form.kind, form.about, room, rule=False)]
    if form.numbering is not None:
        story += [text.paragraph(number_line(form.numbering, form.letterhead.symbol), text.CENTRED), Spacer(1, 8)]
    return story


def draw(form: Form, *, draft: bool = False, invariant: bool = False) -> Drawn:
    """The paper on its sheets, with the places of its digital signatures."""
    return page.build(
        _story(form),
        title=_title(form),
        author=form.letterhead.issuer,
        way="landscape" if form.across else "portrait",
        marks=_marks(form, draft),
        invariant=invariant,
    )


def draw_all(forms: Sequence[tuple[Form, bool]], title: str, *, tick: Callable[[int], object] | None = None) -> Drawn:
    """Many papers in one file, each on a new sheet with page numbers of its own; (paper, whether it is a draft).

    ``tick`` is called with the number of papers done, and may raise to break off. ValueError without a paper.
    """
    if not forms:
        raise ValueError("nothing to draw")
    story: list[Flowable] = []
    for n, (form, draft) in enumerate(forms):
        if n:
            story += page.next_paper(_marks(form, draft))
        story += _story(form)
        if tick is not None:
            story.append(page.Done(n + 1, tick))
    first, draft = forms[0]
    return page.build(story, title=title, author=first.letterhead.issuer, marks=_marks(first, draft))


def _title(form: Form) -> str:
    return f"{form.kind} {form.about}".strip() or form.subject


def _marks(form: Form, draft: bool) -> Marks:
    return Marks(draft, form.letterhead.is_sample, form.foot)


def _story(form: Form) -> list[Flowable]:
    room = _sheet(form).width
    story = _top(form)
    if form.authority:
        story += [text.paragraph(form.authority.upper(), text.CENTRED_BOLD), Spacer(1, 8)]
    story += text.addressed_to(form.addressed_to)
    story += text.legal_bases(form.legal_bases)
    signed: list[Flowable] = []
    if form.recipients:
        signed = signatures.recipients_and(form.slots[0], form.recipients, room)
    elif form.slots:
        signed = signatures.row(form.slots, room, dated=form.place_date)
    parts = _grouped(form.parts, room)
    last = [] if not form.parts or isinstance(form.parts[-1], Listing) else parts.pop()
    if last and len(form.parts) > 1 and _is_heading(form.parts[-2]):
        last = [*parts.pop(), *last]
    for flowables in parts:
        story += flowables
    return [*story, signatures.kept_together(last, signed)]
