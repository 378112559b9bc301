"""The doses of a month of one person (phiếu theo dõi dùng thuốc): orders and rounds down, 31 days across; also in batch."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.dates import written
from carebook.records.episodes import Placement
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.reports.daily_papers.filled import short_of
from carebook.reports.daily_papers.tables import SignedTables, TablePaper, slots_of
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.rules.doses import answer_of
from carebook.rules.prescriptions import DoseRound, is_due
from carebook.rules.stock import said
from carebook.store import facility, staff
from carebook.store.book import Reader
from carebook.store.code_lists import Codes, words
from carebook.store.daily_care import CaredFor, cared_in
from carebook.store.doses import doses_of
from carebook.store.prescriptions import dose_rounds, orders_of

TITLE = "PHIẾU THEO DÕI DÙNG THUỐC"
_DAY = 6.0  # millimetres of a day
_NOT_DUE = "·"
LETTERS: dict[DoseState, str] = {
    DoseState.GIVEN: "C",
    DoseState.REFUSED: "T",
    DoseState.HELD: "H",
    DoseState.ABSENT: "V",
    DoseState.VOMITED: "N",
    DoseState.NOT_AVAILABLE: "K",
    DoseState.ERROR: "S",
}
LEGEND = (
    "C đã cho · T từ chối · H hoãn · V vắng · N nôn · K không có thuốc · S sai sót · dấu “·” không đến cữ · "
    "khi cần: số lần đã cho trong ngày."
)


@dataclass(frozen=True)
class _Custom:
    """What all sheets of a month share."""

    days: Sequence[date]
    rounds: Sequence[DoseRound]
    codes: Codes
    names: Mapping[str, str]


def gather(
    reader: Reader,
    month: date,
    *,
    today: date,
    ward_id: str = "",
    room_id: str = "",
    episode_id: str = "",
    printed_by: str = "",
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> TablePaper:
    """The month that ``month`` lies in, of one stay, or of everybody with a bed in a room, a ward or anywhere who had an order in
    it, in the order of the beds; those whose stay ended in it come last.
    """
    first = month.replace(day=1)
    days = [first + timedelta(days=n) for n in range(monthrange(first.year, first.month)[1])]
    asked = min(days[-1], max(today, first))
    people = [
        one
        for one in cared_in(reader, first, asked, ward_id=ward_id, room_id=room_id, placement="")
        if one.placement != Placement.COMMUNITY.value and episode_id in ("", one.episode_id)
    ]
    custom = _Custom(
        days,
        dose_rounds(reader, asked),
        words(reader),
        {member.id: member.full_name for member in staff.staff_members(reader)},
    )
    sheets, shown = [], []
    for done, who in enumerate(people):
        progress(done, len(people))
        sheet = _sheet(reader, who, custom)
        if sheet is not None:
            sheets.append(sheet)
            shown.append(who.person_id)
    return TablePaper(
        facility.facility(reader),
        TITLE,
        tuple(sheets),
        slots_of("Điều dưỡng", "Bác sĩ, phụ trách y tế"),
        tuple(shown),
        printed_by,
    )


def _sheet(reader: Reader, who: CaredFor, custom: _Custom) -> SignedTables | None:
    """One person's month; None without an order in it."""
    first, last = custom.days[0], custom.days[-1]
    doses = doses_of(reader, who.episode_id, first, last)
    recorded = {one.prescription_id for one in doses}
    orders = [one for one in orders_of(reader, who.episode_id) if one.id in recorded or _touches(one, first, last)]
    if not orders:
        return None
    rows = [row for order in sorted(orders, key=_begins) for row in _rows(order, doses, custom)]
    shorts: dict[str, str] = {}
    rows += _givers(doses, custom, shorts)
    columns = (
        GridColumn("Thuốc, liều, cách dùng", align="left", least=38),
        GridColumn("Cữ", align="center"),
        *(GridColumn(str(day.day), align="center", least=_DAY) for day in custom.days),
    )
    where = ", ".join(filter(None, (who.ward, who.room, f"giường {who.bed}" if who.bed else "")))
    lines = [("Họ và tên", ", ".join(filter(None, (f"{who.name} ({who.code})", where))))]
    lines += [("Dị ứng", who.allergies)] if who.allergies else []
    notes = [LEGEND, *_told(doses, orders, custom)]
    if shorts:
        notes.append("Người cho: " + "; ".join(f"{short} {name}" for short, name in sorted(shorts.items())) + ".")
    about = f"Tháng {first:%m/%Y}"
    return SignedTables(who.name, about, (("", Grid(columns, tuple(rows))),), tuple(notes), tuple(lines))


def _touches(order: Prescription, first: date, last: date) -> bool:
    """Whether an order holds on a day of the month."""
    if order.from_on is None or order.from_on > last:
        return False
    ends = [day for day in (order.to_on, order.stopped_on) if day is not None]
    return not ends or min(ends) >= first


def _begins(order: Prescription) -> tuple[bool, date, str]:
    return order.as_needed, order.from_on or date.min, order.id


def _rows(order: Prescription, doses: Sequence[Administration], custom: _Custom) -> list[GridRow]:
    """A row for each round of an order, one for what is given as needed."""
    mine = [one for one in doses if one.prescription_id == order.id]
    if order.as_needed:
        cells = [_times(one for one in mine if one.duty_on == day) for day in custom.days]
        return [GridRow((_named(order, custom.codes), "khi cần", *cells))]
    used = {one.round for one in mine}
    shown = [one for one in custom.rounds if one.code in order.rounds or one.code in used]
    return [
        GridRow(
            (
                _named(order, custom.codes) if number == 0 else "",
                one_round.text,
                *(_cell(order, day, one_round, mine, custom.rounds) for day in custom.days),
            )
        )
        for number, one_round in enumerate(shown)
    ]


def _cell(
    order: Prescription, day: date, round: DoseRound, doses: Sequence[Administration], rounds: Sequence[DoseRound]
) -> str:
    """What became of a round; "" where it is due and nothing was recorded."""
    answer = answer_of(one for one in doses if one.duty_on == day and one.round == round.code)
    if answer is not None:
        return LETTERS[answer.state]
    return "" if is_due(order, day, round, rounds) else _NOT_DUE


def _times(doses: Iterable[Administration]) -> str:
    given = sum(one.state in (DoseState.GIVEN, DoseState.VOMITED) for one in doses)
    return str(given) if given else ""


def _givers(doses: Sequence[Administration], custom: _Custom, shorts: dict[str, str]) -> list[GridRow]:
    """A row for each round that was given: two letters of who gave it, day by day; ``shorts`` learns whose they are."""
    rows = []
    for one_round in custom.rounds:
        by_day = {one.duty_on: one.done_by_id for one in doses if one.round == one_round.code and one.done_by_id}
        if by_day:
            names = [custom.names.get(by_day.get(day) or "", "") for day in custom.days]
            cells = [short_of(name, shorts) if name else "" for name in names]
            rows.append(GridRow(("Người cho", one_round.text, *cells), Weight.TOTAL))
    return rows


def _named(order: Prescription, codes: Codes) -> str:
    """ "Amlodipin 5 mg, 1 viên, uống, sau ăn"; until when, where that is known."""
    dose = f"{said(order.dose)} {codes.text('medicine_unit', order.unit)}" if order.dose is not None else ""
    way = codes.text("medicine_way", order.way).lower()
    name = " ".join(filter(None, (order.medicine, order.strength)))
    needed = f"khi {order.needed_for}" if order.as_needed and order.needed_for else ""
    parts = [name, dose, way, order.with_food, needed]
    if order.stopped_on is not None:
        parts.append(f"ngừng {written(order.stopped_on)}")
    return ", ".join(filter(None, parts))


def _told(doses: Sequence[Administration], orders: Sequence[Prescription], custom: _Custom) -> list[str]:
    """Why doses were not given as ordered, one line each."""
    called = {one.id: one.medicine for one in orders}
    texts = {one.code: one.text for one in custom.rounds}
    notes = []
    for one in doses:
        if one.state is DoseState.GIVEN or one.duty_on is None:
            continue
        why = ", ".join(filter(None, (custom.codes.text("dose_reason", one.reason) if one.reason else "", one.effect)))
        when = texts.get(one.round or "", "khi cần")
        medicine = called.get(one.prescription_id, "")
        notes.append(f"{one.duty_on:%d/%m} {when} {medicine}: {LETTERS[one.state]}{f', {why}' if why else ''}.")
    return notes
