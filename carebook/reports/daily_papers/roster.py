"""The duty roster of a month on paper (lịch trực): people down, days across, how many are on duty in each shift, one A4 across."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from reportlab.platypus import Flowable

from carebook.records.codes import Code
from carebook.records.facility import Facility
from carebook.records.shifts import DutyRoster
from carebook.reports.daily_papers.one_page import SIZES, fitting
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Letterhead, Slot, place_and_date
from carebook.reports.paper.page import LANDSCAPE, Drawn, Marks
from carebook.reports.paper.table import SignedTable, table
from carebook.rules.duty_rosters import filled, in_cell, letters
from carebook.store import code_lists, facility
from carebook.store.book import Reader
from carebook.store.duty_rosters import roster

TITLE = "LỊCH TRỰC"
_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@dataclass(frozen=True)
class MonthRoster:
    """What stands on the paper: the table, what the letters mean, whose ward ("" = all)."""

    facility: Facility
    month: date
    ward: str
    grid: Grid
    key: str
    totals: int
    """How many rows at the end count the shifts; they stay together."""
    printed_by: str = ""


def month_days(month: date) -> list[date]:
    """The days of the month that ``month`` lies in."""
    first = month.replace(day=1)
    return [first + timedelta(days=place) for place in range(monthrange(first.year, first.month)[1])]


def gather(reader: Reader, month: date, ward_id: str = "", *, printed_by: str = "") -> MonthRoster:
    """The roster of a month, of one ward (with the duties of no ward) or of all, for whoever has a duty in it."""
    days = month_days(month)
    found = roster(reader, days[0], days[-1])
    codes = code_lists.codes(reader, "shift", days[-1])
    duties = [one for one in found.duties if not ward_id or one.ward_id in (None, ward_id)]
    wards = {one.id: one.name for one in facility.wards(reader)}
    about = facility.facility(reader)
    return MonthRoster(
        about,
        days[0],
        wards.get(ward_id, ""),
        _grid(duties, {one.member.id: one.member.full_name for one in found.people}, days, codes),
        "; ".join(f"{letters(codes)[code.code]}: {code.text} {_hours(code)}" for code in codes) + "; *: trưởng ca",
        len(codes),
        printed_by,
    )


def _grid(duties: list[DutyRoster], names: dict[str, str], days: list[date], codes: list[Code]) -> Grid:
    of_shift = letters(codes)
    columns = [GridColumn("TT", align="center"), GridColumn("Họ và tên")]
    columns += [GridColumn(_WEEKDAYS[day.weekday()], group=str(day.day), align="center") for day in days]
    columns.append(GridColumn("Số ca", align="center"))
    rows: list[GridRow] = []
    on = {one.staff_member_id for one in duties}
    for name in (one for one in names if one in on):
        mine = [one for one in duties if one.staff_member_id == name]
        cells = [in_cell([one for one in mine if one.duty_on == day], of_shift) for day in days]
        rows.append(GridRow((len(rows) + 1, names[name], *cells, len(mine))))
    counts = filled(duties)
    for code in codes:
        totals = [counts[day, code.code] for day in days]
        rows.append(GridRow(("", code.text, *(total or "" for total in totals), sum(totals)), Weight.TOTAL))
    return Grid(tuple(columns), tuple(rows))


def _hours(code: Code) -> str:
    return f"({code.extra.get('from', '')}–{code.extra.get('to', '')})"


def draw(made: MonthRoster, *, invariant: bool = False) -> Drawn:
    """The roster as a PDF lying across, on one sheet where it fits in letters that can be read; the head stands on each."""
    about = made.facility
    head = Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)
    whose = " · ".join(filter(None, (f"Tháng {made.month.month:02d}/{made.month.year}", made.ward)))
    slots = (Slot("writer", ("NGƯỜI LẬP",)), Slot("head", (about.head_post.upper() or "GIÁM ĐỐC",), about.head_name))

    def story(size: float) -> list[Flowable]:
        after: list[Flowable] = [
            text.paragraph(made.key, text.NOTE),
            *signatures.row(slots, LANDSCAPE.width, dated=place_and_date(head.place, None)),
        ]
        return [
            text.paragraph(head.issuer.upper(), text.CAPITALS_BOLD),
            *text.title(TITLE, whose, LANDSCAPE.width, rule=False),
            SignedTable(table(made.grid, LANDSCAPE.width, largest=size), after, made.totals + 1),
        ]

    return page.build(
        fitting(story, LANDSCAPE, else_in=SIZES[0]),
        title=f"{TITLE} {whose}",
        author=head.issuer,
        way="landscape",
        marks=Marks(
            sample=head.is_sample, foot=" · ".join(filter(None, (f"{TITLE.capitalize()}, {whose}", made.printed_by)))
        ),
        invariant=invariant,
    )
