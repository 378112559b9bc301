"""What stands on the lists of a period: columns that can be chosen, restricted records under their code only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.dates import written
from carebook.reports.grid import Grid, Value, numbered
from carebook.rules.movement import category_on
from carebook.rules.office_lists import Entry, ListKind
from carebook.store.office_lists import OfficeList, Told, basis

UNDER_CODE = "(hồ sơ bảo mật)"
"""What stands for the name of who is on a list under the code only."""

_NOBODY = Told()


@dataclass(frozen=True)
class ListColumn:
    """One column that can be chosen. ``always`` stands also for who is under the code only, and names nobody."""

    code: str
    heading: str
    value: Callable[[Entry, Told, OfficeList], Value]
    always: bool = False


def _name(entry: Entry, _told: Told, _found: OfficeList) -> Value:
    return entry.stay.name


def _born(entry: Entry, _told: Told, _found: OfficeList) -> Value:
    return entry.stay.born


def _word(list_name: str, fact: str) -> Callable[[Entry, Told, OfficeList], Value]:
    def said(entry: Entry, _told: Told, found: OfficeList) -> Value:
        code = getattr(entry.stay, fact)
        return found.book.text(list_name, code) if code else ""

    return said


def _category(entry: Entry, _told: Told, found: OfficeList) -> Value:
    return found.book.text("category", category_on(entry.stay, min(entry.stay.end_on or date.max, found.period.cutoff)))


def _child_group(entry: Entry, _told: Told, found: OfficeList) -> Value:
    """The group of a child, unless its name would betray what is protected."""
    code = found.book.words("child_group").get(entry.stay.child_group)
    return "" if code is None or code.extra.get("confidential") else code.text


def _registered(entry: Entry, _told: Told, _found: OfficeList) -> Value:
    return {None: "", True: "đã đăng ký", False: "chưa đăng ký"}[entry.stay.birth_registered]


def _card(_entry: Entry, told: Told, _found: OfficeList) -> Value:
    return f"{told.card}, đến {written(told.card_to)}" if told.card and told.card_to else told.card


_CODE = ListColumn("code", "Mã hồ sơ", lambda entry, _told, _found: entry.stay.code, always=True)
_WHO = (
    _CODE,
    ListColumn("name", "Họ và tên", _name),
    ListColumn("born", "Ngày sinh", _born),
    ListColumn("sex", "Giới tính", _word("sex", "sex")),
)
_SINCE = ListColumn("start_on", "Ngày vào", lambda entry, _told, _found: entry.stay.start_on, always=True)
_DECISION = ListColumn("decision", "Quyết định tiếp nhận", lambda entry, _told, _found: entry.stay.decision_no)
_CATEGORY = ListColumn("category", "Diện", _category)
_ETHNICITY = ListColumn("ethnicity", "Dân tộc", _word("ethnicity", "ethnicity"))
_ID = ListColumn("national_id", "Số căn cước", lambda _entry, told, _found: told.national_id)
_ROOM = ListColumn("room", "Phòng", lambda entry, _told, _found: entry.stay.room)

COLUMNS: dict[ListKind, tuple[ListColumn, ...]] = {
    ListKind.ADMISSIONS: (
        *_WHO,
        _CATEGORY,
        ListColumn("route", "Hình thức tiếp nhận", _word("admission_form", "route"), always=True),
        ListColumn("start_kind", "Tiếp nhận", _word("start_kind", "start_kind"), always=True),
        _SINCE,
        _DECISION,
        ListColumn("source", "Nơi đưa đến", _word("admission_source", "source")),
    ),
    ListKind.DISCHARGES: (
        *_WHO,
        _CATEGORY,
        _SINCE,
        ListColumn("end_on", "Ngày dừng", lambda entry, _told, _found: entry.stay.end_on, always=True),
        ListColumn("end_reason", "Lý do", _word("end_reason", "end_reason")),
        ListColumn("destination", "Nơi đến", _word("destination", "destination")),
    ),
    ListKind.HEALTH_CARDS: (
        *_WHO,
        _ID,
        ListColumn("card", "Số thẻ BHYT", lambda _entry, told, _found: told.card),
        ListColumn("hospital", "Nơi khám chữa bệnh ban đầu", lambda _entry, told, _found: told.hospital),
        ListColumn("what", "Biến động", lambda entry, _told, _found: entry.what, always=True),
        ListColumn("why", "Lý do", lambda entry, _told, _found: entry.why),
    ),
    ListKind.RESIDENCE: (
        *_WHO,
        _ID,
        ListColumn("home", "Nơi thường trú đã ghi", lambda _entry, told, _found: told.home),
        _SINCE,
        _DECISION,
    ),
    ListKind.LONGEVITY: (
        *_WHO,
        ListColumn("what", "Tuổi mừng thọ", lambda entry, _told, _found: entry.what, always=True),
        _ETHNICITY,
        _ROOM,
    ),
    ListKind.CHILDREN: (
        *_WHO,
        _ETHNICITY,
        _CATEGORY,
        ListColumn("child_group", "Nhóm trẻ em", _child_group),
        _SINCE,
        ListColumn("school", "Học tập", lambda _entry, told, _found: told.school),
        ListColumn("birth", "Khai sinh", _registered),
        ListColumn("card", "Thẻ BHYT", _card),
        ListColumn("awaiting", "Đang chờ", _word("awaiting", "awaiting"), always=True),
    ),
}


def chosen_columns(kind: ListKind, codes: Collection[str] = ()) -> tuple[ListColumn, ...]:
    """The columns of these codes in their order; without any, all of the list."""
    return tuple(column for column in COLUMNS[kind] if not codes or column.code in codes)


def cells(found: OfficeList, entry: Entry, columns: Sequence[ListColumn]) -> tuple[Value, ...]:
    """One line; of who stands under the code only what names nobody."""
    hidden = entry.stay.person_id in found.under_code
    told = found.told.get(entry.stay.person_id, _NOBODY)
    if not hidden:
        return tuple(column.value(entry, told, found) for column in columns)
    return tuple(
        UNDER_CODE if column.code == "name" else column.value(entry, told, found) if column.always else ""
        for column in columns
    )


def title(found: OfficeList) -> str:
    """The title of a list."""
    return f"Danh sách: {found.book.text('office_list', found.kind.value)}"


def about(found: OfficeList) -> str:
    """The line under the title."""
    period = found.period
    if found.kind is ListKind.LONGEVITY:
        return f"Năm {period.last.year}"
    if found.kind in (ListKind.RESIDENCE, ListKind.CHILDREN):
        return f"Có mặt đến hết ngày {written(period.cutoff)}"
    days = f"Từ ngày {written(period.first)} đến hết ngày {written(period.cutoff)}"
    return f"{days} (kèm theo {found.annexed_to})" if found.annexed_to else days


def notes(found: OfficeList) -> tuple[str, ...]:
    """What a reader must know: who stands under the code, who is left out, what it rests on."""
    said = []
    if any(one.stay.person_id in found.under_code for one in found.entries):
        said.append("Hồ sơ bảo mật chỉ ghi mã hồ sơ.")
    if found.left_out:
        said.append(f"Không gồm {found.left_out} hồ sơ bảo mật.")
    if resting := basis(found):
        said.append(f"Căn cứ {resting}.")
    return tuple(said)


def grid(found: OfficeList, codes: Collection[str] = ()) -> Grid:
    """The numbered lines under the chosen columns."""
    columns = chosen_columns(found.kind, codes)
    return numbered([column.heading for column in columns], [cells(found, one, columns) for one in found.entries])
