"""The orders on show as a list on paper, in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from carebook import dates
from carebook.store.book import Reader
from carebook.store.periods import masked_people
from carebook.store.prescriptions import OrderLine
from carebook.ui.pages.prescriptions.asking import CURRENT, ENDING, STOPPED
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


_TITLES = {
    CURRENT: "Danh sách thuốc đang dùng theo đơn",
    ENDING: "Danh sách đơn thuốc sắp hết",
    STOPPED: "Danh sách đơn thuốc đã ngừng, đã hết",
}


def paper_list(lines: Sequence[OrderLine], desk: Desk, view: str = CURRENT, where: str = "") -> PaperList:
    """What is printed of these orders, those of a view, of a ward or a person named in ``where``: restricted people stand
    there under their alias, whoever prints it.
    """
    as_of = ", ".join(filter(None, (where, f"tính đến ngày {dates.written(desk.today())}")))
    whose = frozenset(one.who.person_id for one in lines)
    gather = partial(_lines, tuple(lines), desk)
    return PaperList("pdf", _TITLES[view], as_of, _HEADS, len(whose), gather, "don-thuoc", whose, under_alias=True)


def _lines(lines: Sequence[OrderLine], desk: Desk, reader: Reader) -> Lines:
    aliases = masked_people(reader)
    with speaking("vi"):
        return [_cells(one, desk, aliases.get(one.who.person_id, one.who.name)) for one in lines]


def _cells(one: OrderLine, desk: Desk, name: str) -> tuple[str | date | None, ...]:
    order, who = one.order, one.who
    return (
        who.code,
        name,
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
