"""The doses of one day (sổ cấp phát thuốc): person by person in the order of the beds, and together what is taken from the cupboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from carebook.dates import written
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind
from carebook.records.medication import Prescription
from carebook.reports.daily_papers.tables import SignedTables, TablePaper, slots_of
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.rules.prescriptions import DoseRound, is_due
from carebook.rules.stock import plain, rounded
from carebook.store import facility
from carebook.store.book import Reader
from carebook.store.code_lists import Codes, words
from carebook.store.daily_care import CaredFor
from carebook.store.prescriptions import OrderLine, dose_rounds, orders_on
from carebook.words import speaking

TITLE = "SỔ CẤP PHÁT THUỐC NGÀY"


def gather(
    reader: Reader, day: date, where: str, *, ward_id: str = "", room_id: str = "", printed_by: str = ""
) -> TablePaper:
    """What is due in the rounds of a day, of a room, a ward or everybody (``where`` says which); who is away stands there with why
    and counts for nothing. What may be given as needed stands without an amount.
    """
    rounds = dose_rounds(reader, day)
    codes = words(reader)
    lines = [one for one in orders_on(reader, day, ward_id) if room_id in ("", one.who.room_id)]
    lines = [one for one in lines if one.order.as_needed or any(_amounts(one.order, day, rounds, rounds))]
    used = [one for one in rounds if any(is_due(line.order, day, one, rounds) for line in lines)]
    people = tuple(dict.fromkeys(one.who.person_id for one in lines))
    tables = (
        ("Từng người", _by_person(lines, day, used, rounds, codes)),
        ("Tổng hợp theo thuốc", _by_medicine(lines, day, used, rounds, codes)),
    )
    about = f"{where}, ngày {written(day)}"
    note = "Tên người có hồ sơ bảo mật được thay bằng tên thay thế. Người vắng không tính vào tổng hợp."
    return TablePaper(
        facility.facility(reader),
        TITLE,
        (SignedTables(where, about, tables, (note,)),),
        slots_of("Người cấp phát", "Người nhận", "Phụ trách y tế"),
        people,
        printed_by,
    )


def _amounts(order: Prescription, day: date, shown: Sequence[DoseRound], rounds: Sequence[DoseRound]) -> list[float]:
    """The amount that is due of an order in each of the rounds shown."""
    return [(order.dose or 0.0) if is_due(order, day, one, rounds) else 0.0 for one in shown]


def _by_person(
    lines: Sequence[OrderLine], day: date, used: Sequence[DoseRound], rounds: Sequence[DoseRound], codes: Codes
) -> Grid:
    rows: list[GridRow] = []
    for _id, group in groupby(lines, key=lambda one: one.who.episode_id):
        of_one = list(group)
        rows.append(GridRow((_told(of_one[0].who), *[None] * (len(used) + 3)), Weight.GROUP))
        for line in of_one:
            order = line.order
            amounts = _amounts(order, day, used, rounds) if line.who.is_there else [0.0] * len(used)
            total = rounded(sum(amounts))
            rows.append(
                GridRow(
                    (
                        _called(order, codes),
                        codes.text("medicine_unit", order.unit),
                        *(plain(one) if one else None for one in amounts),
                        "khi cần" if order.as_needed else plain(total) if total else None,
                        "",
                    ),
                    level=1,
                )
            )
    columns = (
        GridColumn("Họ và tên, thuốc", align="left", grows=3),
        GridColumn("Đơn vị", align="center"),
        *(GridColumn(one.text, align="right") for one in used),
        GridColumn("Cộng", align="right"),
        GridColumn("Ký nhận", align="left", least=20),
    )
    return Grid(columns, tuple(rows))


def _by_medicine(
    lines: Sequence[OrderLine], day: date, used: Sequence[DoseRound], rounds: Sequence[DoseRound], codes: Codes
) -> Grid:
    sums: dict[tuple[str, str], list[float]] = {}
    for line in lines:
        if line.who.is_there and not line.order.as_needed:
            of = sums.setdefault((_name(line.order), line.order.unit), [0.0] * len(used))
            for place, amount in enumerate(_amounts(line.order, day, used, rounds)):
                of[place] = rounded(of[place] + amount)
    rows = _summed(sums, codes)
    columns = (
        GridColumn("TT", align="center"),
        GridColumn("Thuốc", align="left", grows=3),
        GridColumn("Đơn vị", align="center"),
        *(GridColumn(one.text, align="right") for one in used),
        GridColumn("Cộng", align="right"),
    )
    return Grid(columns, tuple(rows))


def _summed(sums: Mapping[tuple[str, str], Sequence[float]], codes: Codes) -> list[GridRow]:
    return [
        GridRow(
            (
                *(number, name, codes.text("medicine_unit", unit)),
                *(plain(one) if one else None for one in amounts),
                plain(sum(amounts)),
            )
        )
        for number, ((name, unit), amounts) in enumerate(sorted(sums.items()), 1)
    ]


def _name(order: Prescription) -> str:
    return " ".join(filter(None, (order.medicine, order.strength)))


def _called(order: Prescription, codes: Codes) -> str:
    way = codes.text("medicine_way", order.way).lower()
    return ", ".join(
        filter(None, (_name(order), way, order.with_food, "kiểm soát đặc biệt" if order.controlled else ""))
    )


def _told(who: CaredFor) -> str:
    """Who it is, where, what they are allergic to, and why they are away."""
    where = " ".join(filter(None, (who.room, f"giường {who.bed}" if who.bed else "")))
    away = "" if who.is_there else _absence(who)
    allergy = f"dị ứng {who.allergies}" if who.allergies else ""
    return " · ".join(filter(None, (who.name, where, allergy, away)))


def _absence(who: CaredFor) -> str:
    with speaking("vi"):
        return enum_words.said(AbsenceKind(who.absence))
