"""The orders on show as a list on paper, in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from carebook import dates
from carebook.store.book import Reader
from carebook.store.prescriptions import OrderLine
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.prescriptions import dose_words, medicine_words, state_words, time_words
from carebook.ui.parts.taking_out import Lines, PaperList
from carebook.words import speaking

_HEADS = (
    "Mã hồ sơ",
    "Họ và tên",
    "Phòng",
    "Thuốc",
    "Liều, cách dùng",
    "Giờ dùng",
    "Từ ngày",
    "Đến ngày",
    "Người kê đơn",
    "Nguồn",
    "Tình trạng",
)


def paper_list(lines: Sequence[OrderLine], desk: Desk) -> PaperList:
    """What is printed of these orders."""
    as_of = f"tính đến ngày {dates.written(desk.today())}"
    whose = frozenset(one.who.person_id for one in lines)
    gather = partial(_lines, tuple(lines), desk)
    return PaperList("pdf", "Danh sách thuốc đang dùng theo đơn", as_of, _HEADS, len(whose), gather, "don-thuoc", whose)


def _lines(lines: Sequence[OrderLine], desk: Desk, _reader: Reader) -> Lines:
    with speaking("vi"):
        return [_cells(one, desk) for one in lines]


def _cells(one: OrderLine, desk: Desk) -> tuple[str | date | None, ...]:
    order, who = one.order, one.who
    return (
        who.code,
        who.name,
        who.room,
        medicine_words(order),
        dose_words(desk, order),
        time_words(desk, order),
        order.from_on,
        order.stopped_on or order.to_on,
        order.prescriber,
        desk.words("medicine_source", order.source),
        state_words(order, desk.today()),
    )
