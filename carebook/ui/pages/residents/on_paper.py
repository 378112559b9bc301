"""The list of the residents page as it goes on paper or into a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from carebook import dates
from carebook.store.book import Reader
from carebook.store.people import PersonRow
from carebook.ui.pages.residents import rows
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import Kind, Lines, PaperList

_HEADS = ("Mã hồ sơ", "Họ và tên", "Ngày sinh", "Giới tính", "Diện", "Phòng, giường", "Ngày vào", "Tình trạng")


def residents_list(
    desk: Desk, kind: Kind, gather: Callable[[Reader], Sequence[PersonRow]], about: str, people: int
) -> PaperList:
    """``about``: which people these are, in words; empty when they are all."""

    def lines(reader: Reader) -> Lines:
        return [
            (
                one.code,
                one.name,
                one.born,
                rows.sex_words(one),
                rows.category_words(desk, one),
                rows.place_words(one),
                one.start_on,
                rows.state_of(one)[0],
            )
            for one in gather(reader)
        ]

    as_of = f"{about + ', ' if about else ''}số liệu đến ngày {dates.written(desk.today())}"
    return PaperList(kind, "Danh sách đối tượng", as_of, _HEADS, people, lines, "danh-sach-doi-tuong")
