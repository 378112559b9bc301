"""Papers that are read standing up fit one page: their letters shrink, as far as they can still be read, before a page is added."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable

from carebook.reports.paper import fonts, text
from carebook.reports.paper.page import PORTRAIT, Sheet

SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_SPARE = 6.0  # points left free, because lines are not split evenly


def fitting(
    story_of: Callable[[float], list[Flowable]], sheet: Sheet = PORTRAIT, *, else_in: float = SIZES[-1]
) -> list[Flowable]:
    """The story in the largest letters in which it fits one page of ``sheet``; when it fits in none, in those of ``else_in``."""
    fonts.register()
    for size in SIZES:
        if _height(story_of(size), sheet) <= sheet.height - _SPARE:
            return story_of(size)  # made anew: a measured story is used up
    return story_of(else_in)


def _height(story: Sequence[Flowable], sheet: Sheet) -> float:
    return float(
        sum(one.getSpaceBefore() + one.wrap(sheet.width, sheet.height * 10)[1] + one.getSpaceAfter() for one in story)
    )


def part(words: str, size: float) -> Flowable:
    """The heading of a part in letters of that size."""
    look = text.style(size, fonts.BOLD, spaceBefore=size * 0.45, spaceAfter=2, leading=size * 1.2, keepWithNext=1)
    return text.paragraph(words, look)


def plain(words: str, size: float) -> Flowable:
    """One paragraph in letters of that size."""
    return text.paragraph(words, text.style(size, spaceAfter=1.5, leading=size * 1.2))


def dashed(words: str, size: float) -> Flowable:
    """One line of a list in letters of that size."""
    look = text.style(size, leftIndent=size, firstLineIndent=-size * 0.8, spaceAfter=1.5, leading=size * 1.2)
    return text.paragraph(f"- {words}", look)
