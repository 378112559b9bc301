"""Papers of goods and belongings: the list signed by who received goods, and the minutes of giving belongings back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carebook.money import number
from carebook.reports.admission import money_words
from carebook.reports.case_papers.about import About, day_words
from carebook.reports.case_papers.cases import about_nobody, case_of, center_of
from carebook.reports.forms import Fact, Facts, Form, Listing, Look, Prose, pdf, wide
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.paper.facts import Numbering, Way
from carebook.reports.paper.page import Drawn
from carebook.rules.supplies import totals
from carebook.store.belongings import belongings_of
from carebook.store.book import Reader
from carebook.store.daily_care.holders import holders
from carebook.store.supplies import issue, supplies_due

_TT = GridColumn("TT", align="center")


@dataclass(frozen=True)
class SuppliesPaper:
    """One paper ready to be drawn; ``people`` are the ids of everybody it names."""

    form: Form
    people: frozenset[str]


def draw(paper: SuppliesPaper) -> Drawn:
    """The paper as a PDF."""
    return pdf.draw(paper.form)


def _day(day: date | None) -> str:
    return day_words(day) if day is not None else ""


def signed_list(reader: Reader, batch: str, *, printed_by: str = "") -> SuppliesPaper:
    """Danh sách cấp phát of one issue, in the order of the beds, with room to sign. LookupError: no such issue."""
    found = issue(reader, batch)
    if found is None:
        raise LookupError(batch)
    about = about_nobody(center_of(reader, found.issued_on), Way.INK)
    rows = [
        GridRow(
            (
                str(n),
                one.who.name,
                one.who.room,
                "; ".join(filter(None, (about.text("supply_item", one.issued.item), one.issued.note))),
                one.issued.size,
                one.issued.quantity,
                (one.issued.signed_by or "Đã ký") if one.signed else "",
            ),
            lines=2,
        )
        for n, one in enumerate(found.lines, 1)
    ]
    of = totals(one.issued for one in found.lines)
    rows += [
        GridRow(("", "Cộng", "", about.text("supply_item", item), "", many, ""), Weight.TOTAL)
        for item, many in of.items()
    ]
    columns = (
        _TT,
        wide("Họ và tên", 4),
        GridColumn("Phòng", align="center", least=14),
        wide("Đồ dùng", 4),
        GridColumn("Cỡ", align="center", least=12),
        GridColumn("Số lượng", align="right", least=14),
        GridColumn("Ký nhận", align="center", least=34),
    )
    issuer = about.name(found.lines[0].issued.issued_by_id) if found.lines else ""
    form = Form(
        letterhead=about.letterhead,
        kind="Danh sách cấp phát đồ dùng",
        about=f"Ngày cấp {_day(found.issued_on)}",
        parts=(
            Listing(Grid(columns, tuple(rows))),
            Prose(f"Danh sách có {found.people} người nhận.", Look.PLAIN),
        ),
        place_date=about.dated(found.issued_on),
        slots=(
            about.signs("preparer", ("NGƯỜI LẬP",), ""),
            about.signs("giver", ("NGƯỜI CẤP PHÁT",), issuer),
            about.head_signs(),
        ),
        foot=printed_by,
    )
    return SuppliesPaper(form, frozenset(one.who.person_id for one in found.lines))


def due_list(
    reader: Reader, today: date, *, ward_id: str = "", ward: str = "", item: str = "", printed_by: str = ""
) -> SuppliesPaper:
    """Danh sách đến hạn cấp phát: who is due for which goods, with room for size, number and signature, in bed order."""
    about = about_nobody(center_of(reader, today), Way.INK)
    lines = []
    for line in supplies_due(reader, today, ward_id):
        due = [one for one in line.due(today) if not item or one.item == item]
        if due:
            lines.append((line.who, due))
    columns = (
        _TT,
        wide("Họ và tên", 3),
        GridColumn("Phòng", align="center", least=14),
        wide("Đồ dùng đến hạn", 5),
        GridColumn("Cỡ", align="center", least=14),
        GridColumn("Số lượng", align="center", least=14),
        GridColumn("Ký nhận", align="center", least=34),
    )
    rows = tuple(
        GridRow(
            (
                str(n),
                who.name,
                who.room,
                "; ".join(about.text("supply_item", one.item) for one in due),
                *("", "", ""),
            ),
            lines=2,
        )
        for n, (who, due) in enumerate(lines, 1)
    )
    subject = ", ".join(filter(None, (ward, f"tính đến ngày {_day(today)}")))
    form = Form(
        letterhead=about.letterhead,
        kind="Danh sách đến hạn cấp phát",
        about=subject[:1].upper() + subject[1:],
        parts=(Listing(Grid(columns, rows)), Prose(f"Danh sách có {len(lines)} người.", Look.PLAIN)),
        slots=(about.signs("preparer", ("NGƯỜI LẬP",), ""), about.head_signs()),
        foot=printed_by,
    )
    return SuppliesPaper(form, frozenset(who.person_id for who, _due in lines))


def return_minutes(
    reader: Reader, episode_id: str, things: Sequence[str], today: date, *, printed_by: str = ""
) -> SuppliesPaper:
    """Biên bản trả tư trang of one stay: the things given by their ids, or with () everything that is kept.

    LookupError: no such stay, or nobody ``reader`` may see.
    """
    case = case_of(reader, center_of(reader, today), episode_id, today=today, way=Way.INK)
    about: About = case.about
    wanted = [
        one for one in belongings_of(reader, episode_id) if (one.id in things if things else one.returned_on is None)
    ]
    returned_on = next((one.returned_on for one in wanted if one.returned_on), None)
    receiver = next((one.returned_to for one in wanted if one.returned_to), "")
    total = sum(one.amount or 0 for one in wanted)
    columns = (
        _TT,
        wide("Đồ vật, tiền", 5),
        GridColumn("Số lượng", align="right", least=14),
        GridColumn("Số tiền (đ)", align="right", least=24),
        GridColumn("Nhận giữ ngày", align="center", least=22),
        wide("Ghi chú", 3),
    )
    rows = tuple(
        GridRow(
            (
                str(n),
                one.what,
                one.quantity,
                number(one.amount) if one.amount is not None else "",
                _day(one.received_on),
                one.note,
            )
        )
        for n, one in enumerate(wanted, 1)
    )
    number_of = next((one.minutes_no for one in wanted if one.minutes_no), "")
    form = Form(
        letterhead=about.letterhead,
        kind="Biên bản",
        about="Trả tư trang, tiền gửi",
        numbering=Numbering("BB", None, returned_on),
        parts=(
            Facts((Fact("Số biên bản", number_of or None), Fact("Ngày trả", _day(returned_on) or None))),
            Facts((Fact("Họ và tên", case.file.person.full_name), Fact("Mã hồ sơ", case.file.person.code))),
            Facts((Fact("Phòng, giường", holders(reader, [episode_id])[episode_id].place),)),
            Facts((Fact("Người nhận", receiver or None),)),
            Prose("Cơ sở đã giao đủ cho người nhận những đồ vật, tiền sau:", Look.BODY),
            Listing(Grid(columns, rows)),
            *((Facts((Fact("Tổng số tiền", money_words(total)),)),) if total else ()),
            Prose("Biên bản lập thành 02 bản, mỗi bên giữ 01 bản.", Look.BODY),
        ),
        place_date=about.dated(returned_on),
        slots=(
            about.signs_by_hand("receiver", ("NGƯỜI NHẬN",), receiver),
            about.signs("giver", ("NGƯỜI GIAO",), ""),
            about.head_signs(),
        ),
        foot=printed_by,
    )
    return SuppliesPaper(form, frozenset({case.file.person.id}))
