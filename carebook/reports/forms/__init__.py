"""A paper described once: heading, title, lines, tables, curves and signature places, for the page and for outside editing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.money import number
from carebook.records.incidents import BodyMark
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.paper.facts import Letterhead, Numbering, Slot


class Look(Enum):
    """How a paragraph stands on the page."""

    BODY = "body"
    ITALIC = "italic"
    PLAIN = "plain"  # no indent of the first line
    SECTION = "section"  # a heading inside the paper
    HEADING = "heading"  # a smaller heading, level with the text
    CENTRED = "centred"  # a bold line in the middle
    LARGE = "large"  # framed and read from two metres away


@dataclass(frozen=True)
class Prose:
    """One paragraph; ``lead`` stands bold before it ("Điều 1.")."""

    text: str
    look: Look = Look.BODY
    lead: str = ""


@dataclass(frozen=True)
class Fact:
    """ "label: value"; a missing value is a dotted line for the pen."""

    label: str
    value: str | None = None


@dataclass(frozen=True)
class Facts:
    """Facts on one line, side by side; under each other when they do not fit."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Blank:
    """Whole dotted lines for the pen."""

    count: int = 2


@dataclass(frozen=True)
class Points:
    """Lines that begin with a dash."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """A table."""

    grid: Grid


@dataclass(frozen=True)
class CurveLine:
    """One line of a curve: days in order with their values, None where one is missing (a gap)."""

    points: tuple[tuple[date, float | None], ...]
    name: str = ""


@dataclass(frozen=True)
class Curve:
    """One measure over time on an axis of its own, as one line or as a few that are told apart by their names.

    ``lowest`` and ``highest`` are the ends of a scale that has them. ``goal`` is drawn as a line. ``note`` stands under the
    title and says how the curve is read ("Cao hơn là tốt hơn").
    """

    title: str
    lines: tuple[CurveLine, ...]
    unit: str = ""
    lowest: float | None = None
    highest: float | None = None
    goal: float | None = None
    note: str = ""

    @property
    def days(self) -> list[date]:
        """Every day of any line, in order."""
        return sorted({day for line in self.lines for day, _value in line.points})


@dataclass(frozen=True)
class Body:
    """The outline of the body in front and behind with the marks on it, numbered from ``first`` on. The words that tell what each
    number is stand beside it; in a copy for editing they stand alone.
    """

    marks: tuple[BodyMark, ...]
    first: int = 1


Part = Prose | Facts | Blank | Points | Listing | Curve | Body


@dataclass(frozen=True, kw_only=True)
class Form:
    """A whole paper.

    Without ``headed`` only the center's name stands over the title, on what is no document. With ``official`` it carries the
    facility's heading (number and date from ``numbering``; ``dated`` prints place and date there), else only nation and
    motto, as contracts and requests do. ``label`` is the line in the upper right corner ("Nội dung theo Mẫu số 07 …").
    ``authority`` is who decides, printed over the căn cứ of a decision. ``place_date`` is the line over the signatures.
    ``recipients`` need a single slot. With ``across`` the sheets lie across, for tables of many columns. A letter (công văn) has
    no title: its ``subject`` ("V/v …") stands under the number.
    """

    letterhead: Letterhead
    kind: str = ""
    about: str = ""
    subject: str = ""
    headed: bool = True
    official: bool = True
    numbering: Numbering | None = None
    dated: bool = True
    label: str = ""
    authority: str = ""
    addressed_to: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    place_date: str = ""
    slots: tuple[Slot, ...] = ()
    recipients: tuple[str, ...] = ()
    foot: str = ""
    across: bool = False


def told(value: str | None, dots: int = 24) -> str:
    """A value inside a sentence, or dots for the pen."""
    return value.strip() if value and value.strip() else "." * dots


def lines(*rows: Sequence[tuple[str, str | None]]) -> tuple[Facts, ...]:
    """One ``Facts`` a row of (label, value) pairs."""
    return tuple(Facts(tuple(Fact(label, value or None) for label, value in row)) for row in rows)


def wide(heading: str, grows: int) -> GridColumn:
    """A column of words that takes so many shares of the room to spare, for what is written by hand."""
    return GridColumn(heading, align="left", grows=grows)


def listing(headings: Sequence[str | GridColumn], rows: Sequence[Sequence[str]], blank_rows: int = 3) -> Listing:
    """A numbered table of words; without rows it has ``blank_rows`` empty ones for the pen."""
    columns = (
        GridColumn("TT", align="center"),
        *(one if isinstance(one, GridColumn) else wide(one, 1) for one in headings),
    )
    blank = tuple(GridRow(("",) * len(columns), lines=2) for _ in range(blank_rows))
    filled = tuple(GridRow((str(n), *row)) for n, row in enumerate(rows, 1))
    return Listing(Grid(columns, filled or blank))


def measured(value: float) -> str:
    """A measured value with two decimals at most, without noughts at the end: 38, 31,5."""
    rounded = round(value, 2)
    return number(int(rounded) if rounded == int(rounded) else rounded)


def curve_grid(curve: Curve) -> Grid:
    """The same as a table of days and values, "–" where one is missing; for where no curve can be drawn."""
    columns = (
        GridColumn("Ngày", align="center"),
        *(GridColumn(line.name or "Kết quả", align="center") for line in curve.lines),
    )
    values = [{day: value for day, value in line.points if value is not None} for line in curve.lines]
    rows = [GridRow((day, *(measured(line[day]) if day in line else "–" for line in values))) for day in curve.days]
    if curve.goal is not None:
        rows.append(GridRow(("Mục tiêu", *(measured(curve.goal) for _line in curve.lines))))
    return Grid(columns, tuple(rows))
