"""The devices on show as a list on paper, in Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from carebook import dates
from carebook.rules.devices import LOAN_WORDS
from carebook.store.book import Reader
from carebook.store.devices import LoanLine
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import Lines, PaperList
from carebook.words import _

_HEADS = (
    "Mã hồ sơ",
    "Họ và tên",
    "Phòng",
    "Dụng cụ",
    "Số quản lý",
    "Ngày giao",
    "Ngày lắp, chỉnh",
    "Kiểm tra tới",
    "Hạn trả",
    "Tình trạng",
)


def paper_list(lines: Sequence[LoanLine], desk: Desk) -> PaperList:
    """What is printed of these devices."""
    as_of = f"tính đến ngày {dates.written(desk.today())}"
    whose = frozenset(line.person_id for line in lines)
    gather = partial(_lines, tuple(lines), partial(desk.words, "assistive_device"))
    return PaperList("pdf", "Danh sách dụng cụ trợ giúp", as_of, _HEADS, len(whose), gather, "dung-cu", whose)


def _lines(lines: Sequence[LoanLine], device: Callable[[str], str], _reader: Reader) -> Lines:
    return [
        (
            line.code,
            line.name,
            line.room,
            device(line.loan.device),
            line.loan.number,
            line.loan.lent_on,
            line.loan.fitted_on,
            line.loan.check_on,
            line.loan.due_back_on,
            _(LOAN_WORDS[line.standing.state]),
        )
        for line in lines
    ]
