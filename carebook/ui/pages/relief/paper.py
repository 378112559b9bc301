"""The list of a campaign as it is exported, in Vietnamese."""

from __future__ import annotations

from functools import partial

from carebook import dates
from carebook.money import dong, number
from carebook.store.book import Reader
from carebook.store.relief import CampaignFile
from carebook.ui.parts.taking_out import Lines, PaperList

_HEADS = (
    "Họ và tên",
    "Năm sinh",
    "Mã hồ sơ, địa chỉ",
    "Nội dung hỗ trợ",
    "Số lượng",
    "Số tiền",
    "Ngày nhận",
    "Ký nhận",
)


def exported(file: CampaignFile) -> PaperList:
    """What is exported of the list."""
    one = file.campaign
    basis = f"Căn cứ {one.basis}" if one.basis else ""
    since = f"từ ngày {dates.written(one.from_on)}" if one.from_on else ""
    total = f"{number(file.sums.people)} người, {dong(file.sums.listed_amount)}"
    about = " · ".join(filter(None, (one.name, one.event, basis, since, total)))
    gather = partial(_lines, file)
    return PaperList("xlsx", "Danh sách ký nhận cứu trợ", about, _HEADS, len(file.lines), gather, "cuu-tro")


def _lines(file: CampaignFile, _reader: Reader) -> Lines:
    return [
        (
            one.name,
            one.birth_year,
            one.code or one.item.address,
            one.item.what,
            one.item.quantity,
            dong(one.item.amount) if one.item.amount else "",
            one.item.received_on,
            one.item.signed_by if one.signed else "",
        )
        for one in file.lines
    ]
