"""Believable lists of a center as plain records: children, relief, visitors, collaborators, calls."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from carebook.dates import PartialDate
from carebook.records.collaborators import Collaborator
from carebook.records.contacts import Contact
from carebook.records.services import DangerLevel, ReliefCampaign, ReliefItem
from carebook.reports.path_papers.lists import Call, Child, Guest, Helper, Recipient
from tests.reports.home_course import STAY, WORKER

CHILDREN = tuple(
    Child(
        name=name,
        born=born,
        sex=sex,
        ethnicity=ethnic,
        since_on=date(2026, 3, 2),
        health=health,
        situation="Trẻ em mồ côi cả cha và mẹ",
        way=way,
        wish=wish,
    )
    for name, born, sex, ethnic, health, way, wish in (
        (
            "Từ Thị Suối",
            "15/07/2018",
            "Nữ",
            "Sán Dìu",
            "Hen nhẹ",
            "Họ hàng nhận chăm sóc thay thế",
            "Con muốn ở với dì.",
        ),
        ("Chíu A Sềnh", "2021", "Nam", "Dao", "Khuyết tật vận động; Nặng", "Gia đình nhận chăm sóc thay thế", ""),
        ("Hoàng Thị Mỹ Duyên", "11/2019", "Nữ", "Tày", "", "Gia đình nhận chăm sóc thay thế", "Cháu muốn có mẹ"),
    )
)
CAMPAIGN = ReliefCampaign(
    name="Cứu trợ sau bão số 9",
    event="Bão số 9, tháng 9/2026",
    basis="Kế hoạch số 55/KH-TTBTXH ngày 12/9/2026",
    from_on=date(2026, 9, 12),
    to_on=date(2026, 9, 20),
    rate=500_000,
    goods="10 kg gạo, 1 chăn",
    leader_id=WORKER,
    closed_on=date(2026, 9, 25),
)


def given(name: str, **more: object) -> Recipient:
    place = str(more.pop("place", "Thôn Khe Giấy, xã Lương Minh"))
    client = bool(more.pop("client", False))
    one = ReliefItem(
        campaign_id="c",
        what="Gạo, chăn",
        quantity="1 suất",
        amount=500_000,
        received_on=date(2026, 9, 14),
        **more,  # type: ignore[arg-type]
    )
    return Recipient(one, name, "1960", place, client)


RECIPIENTS = (
    given("Từ Thị Suối", client=True, signed_by="Nịnh Thị Hợi"),
    given("Lục Văn Chài", signed_by="Lục Văn Chài"),
    given("Bàn Thị Mẩy"),
)
GUESTS = tuple(
    Guest(
        Contact(
            episode_id=STAY,
            held_on=date(2026, 11, day),
            held_at=time(8, 5),
            left_at=time(10, 30),
            name=name,
            relation=relation,
            paper_no=paper,
            people=people,
            brought=brought,
            staff_member_id=WORKER,
        ),
        whom,
    )
    for day, name, relation, paper, people, brought, whom in (
        (3, "Nịnh Thị Hợi", "mothers_sister", "022192005678", 2, "Bánh gai, áo ấm", "Từ Văn Nguồn"),
        (15, "Trần Thị Lý", "daughter", "", 1, "Thuốc huyết áp", "Trần Thị An"),
    )
)
HELPERS = (
    Helper(
        Collaborator(
            full_name="Giáp Văn Lộc Vừng",
            born=PartialDate("1975"),
            phone="0912 000 111",
            commune=None,
            old_commune="xã Đồn Đạc cũ",
            village="Thôn Khe Giấy",
            contract_no="03/HĐ-CTV",
            from_on=date(2026, 1, 1),
            to_on=date(2026, 12, 31),
            allowance=2_340_000,
            training="Quản lý trường hợp",
            trained_on=date(2026, 5, 12),
        ),
        3,
    ),
)


def call(day: int, need: str, danger: DangerLevel, **more: object) -> Call:
    return Call(
        datetime(2026, 11, day, 16, 50, tzinfo=UTC),
        14,
        "phone",
        "self",
        need,
        danger,
        "advised",
        **more,  # type: ignore[arg-type]
    )


CALLS = (
    call(2, "allowance", DangerLevel.LOW, about="Nữ, 70 tuổi"),
    call(4, "violence", DangerLevel.URGENT, hidden=True),
    call(9, "admission", DangerLevel.MEDIUM, about="Nam, 82 tuổi", call_back_on=date(2026, 11, 11)),
)
