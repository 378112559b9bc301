"""The overview of who leads the center on one sheet: its numbers as they stand on the screen, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, KeepInFrame, Spacer

from carebook.records.facility import Facility
from carebook.reports.grid import Grid
from carebook.reports.paper import fonts, page, text
from carebook.reports.paper.facts import Letterhead
from carebook.reports.paper.page import PORTRAIT, Drawn, Marks
from carebook.reports.paper.table import table

_GAP = 12.0  # points between the two columns
_LETTERS = 9.0  # points, of every table
_HEAD = text.style(11, fonts.BOLD, spaceBefore=5, spaceAfter=2, leading=14)
_NUMBER = text.style(17, fonts.BOLD, "center", leading=20)
_UNDER = text.style(9, align="center", leading=11)
_SMALL = text.style(10, leading=13)


@dataclass(frozen=True)
class Part:
    """One table of the overview; without rows ``nothing`` stands in its place."""

    title: str
    grid: Grid
    nothing: str = ""


@dataclass(frozen=True)
class Overview:
    """What the sheet holds, in Vietnamese: the large numbers with what they count, the parts of its two columns, last lines."""

    facility: Facility
    about: str
    numbers: tuple[tuple[str, str], ...]
    left: tuple[Part, ...]
    right: tuple[Part, ...]
    lines: tuple[str, ...] = ()
    printed_by: str = ""


def draw(made: Overview, *, invariant: bool = False) -> Drawn:
    """One A4 sheet; where there is more than it holds, everything below the title is drawn smaller."""
    about, wide = made.facility, PORTRAIT.width
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    above: list[Flowable] = [
        *text.heading(head, None, wide),
        *text.title("TOÀN CẢNH CƠ SỞ", made.about, wide, rule=False),
    ]
    each = wide / max(1, len(made.numbers))
    counted = [[text.paragraph(one, _NUMBER), text.paragraph(words, _UNDER)] for one, words in made.numbers]
    half = (wide - _GAP) / 2
    gap: list[Flowable] = [Spacer(_GAP, 1)]
    below: list[Flowable] = [
        text.columns(counted, [each] * len(counted)),
        Spacer(1, 6),
        text.columns([_parts(made.left, half), gap, _parts(made.right, half)], (half, _GAP, half)),
        *(text.paragraph(line, _SMALL) for line in made.lines),
    ]
    taken = sum(one.wrap(wide, PORTRAIT.height)[1] + one.getSpaceBefore() + one.getSpaceAfter() for one in above)
    return page.build(
        [*above, KeepInFrame(wide, PORTRAIT.height - taken - 1, below, mode="shrink", hAlign="CENTER")],
        title="Toàn cảnh cơ sở",
        author=head.issuer,
        marks=Marks(sample=head.is_sample, foot=made.printed_by),
        invariant=invariant,
    )


def _parts(parts: Sequence[Part], wide: float) -> list[Flowable]:
    """The tables of one column under their titles."""
    found: list[Flowable] = []
    for one in parts:
        found.append(text.paragraph(one.title, _HEAD))
        if one.grid.rows:
            found.append(table(one.grid, wide, largest=_LETTERS))
        else:
            found.append(text.paragraph(one.nothing, _SMALL))
    return found
