"""The lists of the center: children for a substitute family, relief, visitors, collaborators, the hotline without names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from carebook.dates import hour, local
from carebook.money import dong, number
from carebook.records.collaborators import Collaborator
from carebook.records.contacts import Contact
from carebook.records.services import DangerLevel, ReliefCampaign, ReliefItem
from carebook.reports.admission import money_words
from carebook.reports.case_papers.about import About, day_words, said
from carebook.reports.forms import Form, Listing, Look, Part, Prose, lines, wide
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.paper.facts import Numbering

_BLANK_ROWS = 14
_TT = GridColumn("TT", align="center")


def _rows(found: Sequence[Sequence[str]], columns: Sequence[GridColumn], height: int = 1) -> tuple[GridRow, ...]:
    """Numbered rows; without any, empty ones for the pen."""
    if found:
        return tuple(GridRow((str(n), *row), lines=height) for n, row in enumerate(found, 1))
    return tuple(GridRow(("",) * len(columns), lines=2) for _ in range(_BLANK_ROWS))


# children who need a substitute family


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child of the list; finished Vietnamese words. ``way`` is the kind of substitute care looked for."""

    name: str
    born: str = ""
    sex: str = ""
    ethnicity: str = ""
    since_on: date | None = None
    health: str = ""
    situation: str = ""
    way: str = ""
    wish: str = ""


def child_list(about: About, children: Sequence[Child] = (), *, on: date | None = None) -> Form:
    """Danh sách trẻ em cần tìm người, gia đình nhận chăm sóc thay thế (Nghị định 56/2017/NĐ-CP, Mẫu số 14)."""
    columns = (
        _TT,
        wide("Họ và tên trẻ", 3),
        *(GridColumn(head, align="center", least=width) for head, width in (("Ngày sinh", 20), ("Giới tính", 12))),
        *(wide("Dân tộc", 1), GridColumn("Ngày vào cơ sở", align="center", least=20)),
        *(wide("Sức khỏe, khuyết tật", 3), wide("Hoàn cảnh", 4)),
        *(wide("Hình thức chăm sóc thay thế", 2), wide("Nguyện vọng của trẻ", 3)),
    )
    found = [
        (
            *(one.name, one.born, one.sex, one.ethnicity, day_words(one.since_on)),
            *(one.health, one.situation, one.way, one.wish),
        )
        for one in children
    ]
    return Form(
        letterhead=about.letterhead,
        kind="Danh sách",
        about="Trẻ em cần tìm cá nhân, gia đình nhận chăm sóc thay thế",
        label="Nội dung theo Mẫu số 14 ban hành kèm theo Nghị định số 56/2017/NĐ-CP",
        numbering=Numbering("DS", dated_on=on),
        across=True,
        parts=(
            Listing(Grid(columns, _rows(found, columns))),
            *_counted("Danh sách có", len(found), "trẻ"),
        ),
        slots=(about.signs("preparer", ("NGƯỜI LẬP DANH SÁCH",), ""), about.head_signs()),
    )


def _counted(before: str, count: int, what: str) -> tuple[Part, ...]:
    return (Prose(f"{before} {count:02} {what}./.", Look.PLAIN),) if count else ()


# relief


@dataclass(frozen=True)
class Recipient:
    """One line of a relief list, under the name its reader may see; ``is_client`` for somebody of the center."""

    item: ReliefItem
    name: str
    born: str = ""
    place: str = ""
    is_client: bool = False


def relief_list(
    about: About,
    campaign: ReliefCampaign,
    recipients: Sequence[Recipient] = (),
    *,
    for_pen: bool = False,
) -> Form:
    """Danh sách ký nhận of a relief campaign with its sums; ``for_pen`` leaves who signed to be written by hand."""
    columns = (
        _TT,
        *(wide("Họ và tên", 4), GridColumn("Năm sinh", align="center", least=14), wide("Nơi ở", 3)),
        *(
            wide("Hiện vật", 3),
            GridColumn("Số lượng", align="center"),
            GridColumn("Số tiền (đ)", align="right", least=22),
        ),
        *(GridColumn("Ngày nhận", align="center", least=20), GridColumn("Ký nhận", align="center", least=38)),
    )
    found = []
    for one in recipients:
        item = one.item
        amount = number(item.amount) if item.amount is not None else ""
        signed = "" if for_pen or not item.signed_by else f"Đã ký: {item.signed_by}"
        received = "" if for_pen else day_words(item.received_on)
        found.append((one.name, one.born, one.place, item.what, item.quantity, amount, received, signed))
    rows = _rows(found, columns, 2)
    total = sum(one.item.amount or 0 for one in recipients)
    if found:
        summed = number(total) if total else ""
        rows = (*rows, GridRow(("", "Tổng số", "", "", "", "", summed, "", ""), Weight.TOTAL))
    when = " – ".join(filter(None, (day_words(campaign.from_on), day_words(campaign.to_on))))
    clients = sum(one.is_client for one in recipients)
    people = f"{len(found)} người, trong đó {clients} đối tượng của cơ sở" if found else ""
    return Form(
        letterhead=about.letterhead,
        kind="Danh sách ký nhận",
        about=campaign.name,
        across=True,
        parts=(
            *lines(
                [("Sự kiện", campaign.event), ("Thời gian", when)],
                [("Căn cứ", campaign.basis), ("Mức hỗ trợ mỗi người", _each(campaign))],
            ),
            Listing(Grid(columns, rows)),
            *lines([("Số người nhận", people)], [("Tổng số tiền", money_words(total) if total else None)]),
        ),
        place_date=about.dated(campaign.closed_on),
        slots=(
            about.signs("preparer", ("NGƯỜI LẬP",), ""),
            about.signs("giver", ("NGƯỜI PHÁT",), about.name(campaign.leader_id)),
            about.head_signs(),
        ),
    )


def _each(campaign: ReliefCampaign) -> str:
    return "; ".join(filter(None, (dong(campaign.rate) if campaign.rate is not None else "", campaign.goods)))


# visitors


@dataclass(frozen=True)
class Guest:
    """One visit of the visitors' book; ``whom`` is the person visited under the name the reader may see."""

    contact: Contact
    whom: str


def visitors_book(about: About, guests: Sequence[Guest] = (), *, period: str = "") -> Form:
    """Sổ đăng ký khách thăm of a period, in the given order."""
    columns = (
        _TT,
        GridColumn("Ngày, giờ vào", align="center", least=20),
        wide("Họ và tên khách", 3),
        *(GridColumn("Số căn cước", align="center", least=24), GridColumn("Số người", align="center")),
        *(wide("Thăm ai", 3), wide("Quan hệ", 2), wide("Mang theo", 3)),
        *(GridColumn("Giờ ra", align="center", least=13), wide("Người ghi", 2)),
        GridColumn("Khách ký", align="center", least=24),
    )
    found = []
    for one in guests:
        contact = one.contact
        relation = about.text("relationship", contact.relation) if contact.relation != "other" else ""
        found.append(
            (
                "\n".join(filter(None, (day_words(contact.held_on), _at(contact.held_at)))),
                *(contact.name, contact.paper_no, str(contact.people), one.whom, relation, contact.brought),
                *(_at(contact.left_at), about.name(contact.staff_member_id), ""),
            )
        )
    turns = sum(one.contact.people for one in guests)
    counted = f"{len(guests)} lượt thăm, {turns} lượt khách" if guests else ""
    return Form(
        letterhead=about.letterhead,
        kind="Sổ đăng ký khách thăm",
        about=period[:1].upper() + period[1:],
        across=True,
        parts=(Listing(Grid(columns, _rows(found, columns, 2))), *lines([("Tổng số", counted)])),
        slots=(about.signs("keeper", ("NGƯỜI GIỮ SỔ",), ""),),
    )


def _at(at: time | None) -> str:
    return hour(at) if at is not None else ""


# collaborators


@dataclass(frozen=True)
class Helper:
    """A collaborator and how many people they follow now."""

    person: Collaborator
    followed: int = 0


def collaborator_list(about: About, helpers: Sequence[Helper] = (), *, on: date | None = None) -> Form:
    """Danh sách cộng tác viên by commune, with contracts and the cases they follow."""
    columns = (
        _TT,
        *(wide("Họ và tên", 3), GridColumn("Năm sinh", align="center", least=14)),
        *(wide("Xã, phường (tên cũ)", 4), wide("Thôn, tổ", 2), GridColumn("Điện thoại", align="center", least=26)),
        *(wide("Hợp đồng", 2), GridColumn("Thời hạn", align="center", least=22)),
        *(GridColumn("Thù lao mỗi tháng", align="right", least=24), GridColumn("Đang theo dõi", align="center")),
        wide("Tập huấn", 2),
    )
    found = []
    for one in helpers:
        who = one.person
        commune = about.text("commune", who.commune)
        where = f"{commune} ({who.old_commune})" if who.old_commune else commune
        trained = ", ".join(filter(None, (who.training, day_words(who.trained_on))))
        born = who.born.text[:4] if who.born is not None and not who.born.is_unknown else ""
        found.append(
            (
                *(who.full_name, born, where, who.village, who.phone, who.contract_no),
                "\n".join(filter(None, (day_words(who.from_on), day_words(who.to_on)))),
                dong(who.allowance) if who.allowance is not None else "",
                *(str(one.followed), trained),
            )
        )
    return Form(
        letterhead=about.letterhead,
        kind="Danh sách cộng tác viên",
        about=f"Tính đến ngày {day_words(on)}" if on is not None else "",
        across=True,
        parts=(
            Listing(Grid(columns, _rows(found, columns))),
            *_counted("Danh sách có", len(found), "cộng tác viên"),
        ),
        slots=(about.signs("preparer", ("NGƯỜI LẬP DANH SÁCH",), ""), about.head_signs()),
    )


# the hotline


@dataclass(frozen=True)
class Call:
    """One call as everybody may count it: no name, no telephone, nothing told. ``hidden``: neither where nor about whom."""

    called_at: datetime
    minutes: int | None
    channel: str
    caller: str
    need: str
    danger: DangerLevel
    outcome: str
    commune: str | None = None
    about: str = ""
    call_back_on: date | None = None
    called_back_on: date | None = None
    hidden: bool = False


def hotline_log(about: About, calls: Sequence[Call] = (), *, period: str = "") -> Form:
    """Nhật ký đường dây nóng of a period without names; a restricted call says neither where nor about whom."""
    columns = (
        _TT,
        GridColumn("Ngày, giờ", align="center", least=20),
        GridColumn("Phút", align="center"),
        *(wide("Kênh", 2), wide("Người gọi", 2), wide("Xã, phường", 3), wide("Nói về (giới tính, tuổi)", 3)),
        *(
            wide("Nhu cầu", 3),
            GridColumn("Mức nguy cơ", align="center", least=18),
            wide("Kết quả", 3),
            wide("Gọi lại", 2),
        ),
    )
    found = [
        (
            f"{day_words(local(one.called_at).date())}\n{local(one.called_at):%H:%M}",
            str(one.minutes or ""),
            about.text("service_channel", one.channel),
            about.text("caller_kind", one.caller),
            *(("Bảo mật", "Bảo mật") if one.hidden else (about.text("commune", one.commune), one.about)),
            about.text("hotline_need", one.need),
            said(one.danger),
            about.text("call_outcome", one.outcome),
            _call_back(one),
        )
        for one in calls
    ]
    urgent = sum(one.danger in (DangerLevel.HIGH, DangerLevel.URGENT) for one in calls)
    counted = f"{len(calls)} cuộc gọi, {sum(one.minutes or 0 for one in calls)} phút; nguy cơ cao, khẩn cấp: {urgent}"
    return Form(
        letterhead=about.letterhead,
        kind="Nhật ký đường dây nóng",
        about=period[:1].upper() + period[1:],
        across=True,
        parts=(Listing(Grid(columns, _rows(found, columns))), *lines([("Tổng số", counted if calls else "")])),
        slots=(about.signs("keeper", ("NGƯỜI GHI SỔ",), ""), about.head_signs()),
    )


def _call_back(one: Call) -> str:
    if one.called_back_on is not None:
        return f"Đã gọi {day_words(one.called_back_on)}"
    return f"Hẹn {day_words(one.call_back_on)}" if one.call_back_on is not None else ""
