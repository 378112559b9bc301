"""The care of a month of one person (phiếu chăm sóc tháng): kinds of care down, days across, one A4 lying across; also in batch."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reportlab.platypus import Flowable

from carebook.records.codes import Code
from carebook.records.daily_care import CareEntry
from carebook.records.facility import Facility
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.paper import page, text
from carebook.reports.paper.page import LANDSCAPE, Drawn, Marks
from carebook.reports.paper.table import table
from carebook.rules.daily_care import Plan, given
from carebook.store import code_lists, facility, staff
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, cared_in, entries_between, planned_help

TITLE = "PHIẾU CHĂM SÓC THÁNG"
_LEVELS = "Mức giúp cao nhất trong ngày: 0 tự làm · 1 nhắc · 2 hỗ trợ một phần · 3 hỗ trợ hoàn toàn"


_DAY = 6.5  # millimetres of a day


@dataclass(frozen=True)
class MonthOfCare:
    """One person's month: the table, and who the initials under the shifts are."""

    who: CaredFor
    grid: Grid
    initials: str


@dataclass(frozen=True)
class MonthsOfCare:
    """The sheets of a month in the order of the beds; ``people`` are the ids of whom they name."""

    facility: Facility
    month: date
    sheets: tuple[MonthOfCare, ...]
    legend: str
    printed_by: str = ""

    @property
    def people(self) -> tuple[str, ...]:
        """Whose sheets they are."""
        return tuple(one.who.person_id for one in self.sheets)


def gather(
    reader: Reader,
    month: date,
    *,
    ward_id: str = "",
    room_id: str = "",
    episode_id: str = "",
    today: date,
    printed_by: str = "",
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> MonthsOfCare:
    """The month that ``month`` lies in, of one stay, or of everybody who had a bed in a room, a ward or anywhere on its last day or
    on the last day of a stay that ended in it.
    """
    days = month_days(month)
    asked = min(days[-1], today)
    people = cared_in(reader, days[0], asked, ward_id=ward_id, room_id=room_id)
    if episode_id:
        people = [one for one in people if one.episode_id == episode_id]
    kinds = code_lists.codes(reader, "care_kind", asked)
    shifts = code_lists.codes(reader, "shift", asked)
    reasons = code_lists.codes(reader, "not_done_reason", asked)
    names = {member.id: member.full_name for member in staff.staff_members(reader)}
    plans = {day: planned_help(reader, day, [one.episode_id for one in people]) for day in days if day <= today}
    sheets = []
    for done, who in enumerate(people):
        progress(done, len(people))
        entries = entries_between(reader, who.episode_id, days[0], days[-1])
        of_day = {day: plans.get(day, {}).get(who.episode_id, {}) for day in days}
        sheets.append(_sheet(who, days, entries, of_day, kinds, shifts, reasons, names))
    keys = " · ".join(f"{one.extra.get('key', '')} {one.text.lower()}".strip() for one in reasons)
    legend = f"{_LEVELS}. Không làm được: {keys}."
    return MonthsOfCare(facility.facility(reader), days[0], tuple(sheets), legend, printed_by)


def month_days(month: date) -> list[date]:
    """The days of the month that ``month`` lies in."""
    first = month.replace(day=1)
    return [first + timedelta(days=n) for n in range(monthrange(first.year, first.month)[1])]


def _sheet(
    who: CaredFor,
    days: Sequence[date],
    entries: Sequence[CareEntry],
    plans: Mapping[date, Plan],
    kinds: Sequence[Code],
    shifts: Sequence[Code],
    reasons: Sequence[Code],
    names: Mapping[str, str],
) -> MonthOfCare:
    at: dict[tuple[date, str], list[CareEntry]] = defaultdict(list)
    for entry in entries:
        if entry.duty_on is not None:
            at[entry.duty_on, entry.shift].append(entry)
    letters = {one.code: str(one.extra.get("key", "")) for one in reasons}
    used = {kind for plan in plans.values() for kind in plan} | {one.kind for one in entries if one.kind}
    rows = []
    for kind in kinds:
        if kind.code in used:
            cells = [_cell(kind.code, plans[day], [at[day, one.code] for one in shifts], letters) for day in days]
            rows.append(GridRow((kind.text, *cells)))
    told: dict[str, str] = {}
    for shift in shifts:
        who_did = [next((one.done_by_id for one in at[day, shift.code]), None) for day in days]
        cells = [short_of(names.get(one, ""), told) if one else "" for one in who_did]
        rows.append(GridRow((shift.text, *cells), Weight.TOTAL))
    columns = (
        GridColumn("Việc chăm sóc", align="left"),
        *(GridColumn(str(day.day), align="center", least=_DAY) for day in days),
    )
    return MonthOfCare(who, Grid(columns, tuple(rows)), "; ".join(f"{short}: {name}" for short, name in told.items()))


def _cell(kind: str, plan: Plan, shifts: Sequence[Sequence[CareEntry]], letters: Mapping[str, str]) -> str:
    """The highest level of a day, else why it was not done; "" when nothing was written."""
    found = [given(kind, plan, entries) for entries in shifts if entries]
    levels = [one.level.value for one in found if one.level is not None]
    if levels:
        return max(levels)
    return next((letters.get(one.not_done, one.not_done) for one in found if one.not_done), "")


def short_of(name: str, told: dict[str, str]) -> str:
    """ "Lê Thị Hoa" → "LH"; of two with the same letters the second takes a number."""
    parts = name.split()
    short = base = "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts))
    number = 2
    while told.get(short, name) != name:
        short, number = f"{base}{number}", number + 1
    told[short] = name
    return short


def draw(months: MonthsOfCare, *, invariant: bool = False) -> Drawn:
    """A sheet of A4 lying across for each person."""
    story: list[Flowable] = []
    for one in months.sheets:
        if story:
            story += page.annex("landscape")
        where = ", ".join(
            part for part in (one.who.ward, one.who.room, f"giường {one.who.bed}" if one.who.bed else "") if part
        )
        story += [
            text.paragraph(months.facility.name.upper(), text.CAPITALS_BOLD),
            *text.title(TITLE, f"Tháng {months.month:%m/%Y}", LANDSCAPE.width, rule=False),
            text.labelled("Họ và tên", f"{one.who.name} ({one.who.code}){', ' if where else ''}{where}"),
            table(one.grid, LANDSCAPE.width),
            text.paragraph(months.legend, text.NOTE),
        ]
        if one.initials:
            story.append(text.paragraph(f"Người thực hiện: {one.initials}.", text.NOTE))
    if not story:
        story.append(text.paragraph("Không có ai.", text.CENTRED))
    return page.build(
        story,
        title="Phiếu chăm sóc tháng",
        author=months.facility.name,
        way="landscape",
        marks=Marks(sample=months.facility.is_sample, foot=months.printed_by),
        invariant=invariant,
    )
