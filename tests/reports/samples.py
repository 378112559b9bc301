"""Papers with every part filled in, from which tests take away or change one thing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from carebook.records.figures import TOTAL, Column, Line, Row, RowKind, Table
from carebook.reports import admission, contracts, discharge
from carebook.reports.forms import Form
from carebook.reports.monthly import LateFact, MonthlyReport
from carebook.reports.paper.facts import IdentityCode, Letterhead, Numbering, Signer
from carebook.reports.people import Party, Resident

LETTERHEAD = Letterhead(
    superior="Sở Y tế tỉnh Quảng Ninh",
    issuer="Trung tâm Bảo trợ xã hội tỉnh Quảng Ninh",
    symbol="TTBTXH",
    place="Hạ Long",
)
HEAD = Signer("Giám đốc", "Nguyễn Hữu Dũng")
IDENTITY = IdentityCode("CAREBOOK-ROOT:1:TTBTXH:" + "ABCDEFGH234567IJ" * 3 + "KLMN", "WJAT ENHI 4O7V XOSI")

B01_COLUMNS = (
    Column("opening", "Đầu kỳ"),
    Column("in_new", "Tiếp nhận mới", "Tăng"),
    Column("in_readmission", "Tiếp nhận lại", "Tăng"),
    Column("regroup_in", "Chuyển nhóm", "Tăng"),
    Column("out_home", "Hồi gia", "Giảm"),
    Column("out_adoption", "Con nuôi", "Giảm"),
    Column("out_died", "Tử vong", "Giảm"),
    Column("regroup_out", "Chuyển nhóm", "Giảm"),
    Column("closing", "Cuối kỳ"),
    Column("female", "Nữ", "Trong đó"),
    Column("children", "Trẻ em", "Trong đó"),
    Column("aged_60", "Từ 60 tuổi", "Trong đó"),
)
ROWS = (
    Row("group_1", "I. Bảo trợ xã hội", RowKind.GROUP),
    Row("elderly", "Người cao tuổi không có người phụng dưỡng", parent="group_1"),
    Row("disabled", "Người khuyết tật đặc biệt nặng", parent="group_1"),
    Row("orphan", "Trẻ em mồ côi", parent="group_1"),
    Row("group_2", "II. Bảo vệ khẩn cấp", RowKind.GROUP),
    Row("violence", "Nạn nhân bạo lực gia đình", parent="group_2"),
    Row(TOTAL, "Tổng cộng", RowKind.TOTAL),
)


def lines(*given: tuple[str, int, str]) -> tuple[Line, ...]:
    """Lines from (row, how many, "column column")."""
    found: list[Line] = []
    for row, count, columns in given:
        for _ in range(count):
            n = len(found)
            found.append(Line(row, tuple(columns.split()), f"person-{n}", f"episode-{n}", name="Tên Người Kín"))
    return tuple(found)


def movement(*given: tuple[str, int, str]) -> Table:
    """A B01 table of these lines."""
    return Table("B01", "Biến động đối tượng", B01_COLUMNS, ROWS, lines(*given))


B01 = movement(
    ("elderly", 31, "opening closing aged_60 female"),
    ("elderly", 2, "in_new closing aged_60"),
    ("elderly", 1, "opening out_died"),
    ("disabled", 24, "opening closing"),
    ("disabled", 1, "opening out_home"),
    ("disabled", 1, "opening regroup_out"),
    ("elderly", 1, "regroup_in closing"),
    ("violence", 3, "opening closing female children"),
)
B03 = Table(
    "B03",
    "Người khuyết tật",
    (Column(TOTAL, "Tổng"), Column("severe", "Nặng"), Column("mild", "Nhẹ")),
    ROWS,
    lines(("disabled", 7, "total severe"), ("elderly", 2, "total mild")),
)


def report(**changes: Any) -> MonthlyReport:
    """The report of October 2026 with ``changes``."""
    facts: dict[str, Any] = {
        "letterhead": LETTERHEAD,
        "numbering": Numbering("BC", "5", date(2026, 11, 5)),
        "period": "tháng 10 năm 2026",
        "first_on": date(2026, 10, 1),
        "last_on": date(2026, 10, 31),
        "cutoff_on": date(2026, 10, 31),
        "addressed_to": ("Sở Y tế tỉnh Quảng Ninh",),
        "recipients": ("Sở Y tế (để báo cáo)", "Ban Giám đốc", "Lưu: VT, CTXH"),
        "legal_bases": ("Căn cứ Nghị định số 103/2017/NĐ-CP", "Thực hiện quy chế của cơ sở"),
        "narrative": {
            "health": "Khám định kỳ cho 58 người.\n\nTập phục hồi chức năng 24 buổi.",
            "proposals": "Đề nghị sửa chữa nhà ở khu B.",
        },
        "tables": (B01, B03),
        "opening_note": "Đầu kỳ theo danh sách của cơ sở ngày 01/10/2026.",
        "late_facts": (LateFact("Lục Văn Chài", "Tiếp nhận mới", date(2026, 9, 30), date(2026, 10, 6)),),
        "preparer": Signer("Nhân viên công tác xã hội", "Trần Thị Mỹ Phượng"),
        "head": HEAD,
        "identity": IDENTITY,
        "data_code": "3F2A 91BC 77D0 04EE",
    }
    return MonthlyReport(**(facts | changes))


RESIDENT = Resident(
    full_name="Trần Thị An",
    title="bà",
    born="1945",
    sex="Nữ",
    ethnicity="Kinh",
    id_no="022145999012",
    id_issued="12/03/2022",
    permanent_home="Thôn 2, xã Tân Hòa, tỉnh Quảng Ninh",
    category="người cao tuổi không có người phụng dưỡng",
)
NAMELESS = Resident(full_name="Không rõ (Nam, khoảng 60 tuổi)")
STAFF = Party(name="Lê Thị Hoa", post="Trưởng phòng Công tác xã hội", organisation="Trung tâm Bảo trợ xã hội")
COMMUNE = Party(name="Nguyễn Văn Bình", post="Phó Chủ tịch", organisation="UBND xã Tân Hòa")
SON = Party(
    name="Trần Văn Lộc", born="1970", id_no="022070111222", relation="con trai", address="Thôn 2", phone="0912 345 678"
)
PAPERS = (admission.GivenPaper("Tờ khai", "Bản chính", "02"), admission.GivenPaper("Căn cước", "Bản sao", "01"))
THINGS = (("Quần áo", "05 bộ", "còn dùng được"), ("Xe lăn", "01", "mới"))
BASIS = "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ"
AT = datetime(2026, 11, 5, 2, 15, tzinfo=UTC)
ON = date(2026, 11, 5)


def _numbering(kind: str) -> Numbering:
    return Numbering(kind, "7", ON)


FULL: dict[str, Form] = {
    "declaration": admission.declaration(
        admission.Declaration(
            letterhead=LETTERHEAD,
            form_label="Nội dung theo Mẫu số 07",
            addressed_to=("Chủ tịch UBND xã Tân Hòa", "Giám đốc Trung tâm"),
            resident=RESIDENT,
            carer=SON,
            reason="Sống một mình, ốm yếu",
            place="Tân Hòa",
            on=ON,
        )
    ),
    "dossier receipt": admission.dossier_receipt(
        admission.DossierReceipt(
            letterhead=LETTERHEAD,
            numbering=_numbering("BN"),
            resident=RESIDENT,
            giver=SON,
            received=PAPERS,
            lacking=(admission.LackingPaper("Giấy xác nhận khuyết tật", date(2026, 11, 19)),),
            receiver=Signer("Nhân viên", "Lê Thị Hoa"),
        )
    ),
    "reception minutes": admission.reception_minutes(
        admission.ReceptionMinutes(
            letterhead=LETTERHEAD,
            numbering=_numbering("BB"),
            at=AT,
            place="phòng Công tác xã hội",
            legal_bases=(BASIS,),
            giver=COMMUNE,
            receiver=STAFF,
            witness=COMMUNE,
            resident=RESIDENT,
            reason="không có người phụng dưỡng",
            health="tăng huyết áp",
            belongings=THINGS,
            money=480_000,
            papers=PAPERS,
            opinions="Nhất trí.",
        )
    ),
    "admission decision": admission.admission_decision(
        admission.AdmissionDecision(
            letterhead=LETTERHEAD,
            numbering=_numbering("QĐ"),
            head=HEAD,
            legal_bases=(BASIS,),
            resident=RESIDENT,
            from_on=ON,
            until_on=date(2027, 2, 5),
        )
    ),
    "service contract": contracts.service_contract(
        contracts.ServiceContract(
            letterhead=LETTERHEAD,
            form_label="Nội dung theo Mẫu số 08",
            numbering=_numbering("HĐ"),
            head=HEAD,
            customer=SON,
            resident=RESIDENT,
            services=(("Chăm sóc trọn gói", "Phòng 2 người", 6_500_000), ("PHCN", "12 buổi", None)),
            total=6_500_000,
            from_on=ON,
            to_on=date(2027, 11, 4),
        )
    ),
    "stop request": discharge.stop_request(
        discharge.StopRequest(
            letterhead=LETTERHEAD,
            form_label="Nội dung theo Mẫu số 09",
            addressed_to=("Giám đốc Trung tâm",),
            requester=SON,
            resident=RESIDENT,
            since_on=ON,
            reason="Gia đình đủ điều kiện chăm sóc",
        )
    ),
    "stop decision": discharge.stop_decision(
        discharge.StopDecision(
            letterhead=LETTERHEAD,
            numbering=_numbering("QĐ"),
            head=Signer("Phó Giám đốc", "Lê Văn Tám", "KT.", "Giám đốc"),
            legal_bases=(BASIS,),
            resident=RESIDENT,
            from_on=ON,
            reason="gia đình đề nghị",
            destination="ông Trần Văn Lộc (con trai)",
        )
    ),
    "handover minutes": discharge.handover_minutes(
        discharge.HandoverMinutes(
            letterhead=LETTERHEAD,
            numbering=_numbering("BB"),
            at=AT,
            place="Thôn 2",
            giver=STAFF,
            receiver=SON,
            witness=COMMUNE,
            resident=RESIDENT,
            health="ổn định",
            weight="43,0 kg",
            medicines=(("Amlodipin 5 mg", "1 viên, sáng", "30 viên"),),
            papers=PAPERS,
            belongings=THINGS,
            money=1_001_005,
            care_advice="Đo huyết áp mỗi sáng.",
        )
    ),
    "contract liquidation": contracts.contract_liquidation(
        contracts.ContractLiquidation(
            letterhead=LETTERHEAD,
            numbering=_numbering("BB"),
            head=HEAD,
            contract_no="03/HĐ-TTBTXH",
            contract_on=ON,
            customer=SON,
            resident=RESIDENT,
            on=date(2027, 3, 1),
            paid=26_000_000,
            owed=0,
            returned=500_000,
        )
    ),
    "relics minutes": discharge.relics_minutes(
        discharge.RelicsMinutes(
            letterhead=LETTERHEAD,
            numbering=_numbering("BB"),
            at=AT,
            giver=STAFF,
            receiver=SON,
            witness=COMMUNE,
            resident=RESIDENT,
            died_on=ON,
            belongings=THINGS,
            money=2_160_000,
        )
    ),
}

_NOTHING = Numbering("BB")
EMPTY: dict[str, Form] = {
    "declaration": admission.declaration(
        admission.Declaration(letterhead=LETTERHEAD, form_label="", addressed_to=(), resident=NAMELESS)
    ),
    "dossier receipt": admission.dossier_receipt(
        admission.DossierReceipt(
            letterhead=LETTERHEAD,
            numbering=_NOTHING,
            resident=NAMELESS,
            giver=Party(),
            received=(),
            receiver=Signer(""),
        )
    ),
    "reception minutes": admission.reception_minutes(
        admission.ReceptionMinutes(
            letterhead=LETTERHEAD, numbering=_NOTHING, giver=Party(), receiver=Party(), resident=NAMELESS
        )
    ),
    "admission decision": admission.admission_decision(
        admission.AdmissionDecision(
            letterhead=LETTERHEAD,
            numbering=_NOTHING,
            head=Signer("Giám đốc"),
            legal_bases=(),
            resident=NAMELESS,
            from_on=None,
        )
    ),
    "service contract": contracts.service_contract(
        contracts.ServiceContract(
            letterhead=LETTERHEAD,
            form_label="",
            numbering=_NOTHING,
            head=Signer("Giám đốc"),
            customer=Party(),
            resident=NAMELESS,
            services=(),
        )
    ),
    "stop request": discharge.stop_request(
        discharge.StopRequest(
            letterhead=LETTERHEAD, form_label="", addressed_to=(), requester=Party(), resident=NAMELESS
        )
    ),
    "stop decision": discharge.stop_decision(
        discharge.StopDecision(
            letterhead=LETTERHEAD,
            numbering=_NOTHING,
            head=Signer("Giám đốc"),
            legal_bases=(),
            resident=NAMELESS,
            from_on=None,
        )
    ),
    "handover minutes": discharge.handover_minutes(
        discharge.HandoverMinutes(
            letterhead=LETTERHEAD, numbering=_NOTHING, giver=Party(), receiver=Party(), resident=NAMELESS
        )
    ),
    "contract liquidation": contracts.contract_liquidation(
        contracts.ContractLiquidation(
            letterhead=LETTERHEAD,
            numbering=_NOTHING,
            head=Signer("Giám đốc"),
            contract_no=None,
            contract_on=None,
            customer=Party(),
            resident=NAMELESS,
        )
    ),
    "relics minutes": discharge.relics_minutes(
        discharge.RelicsMinutes(
            letterhead=LETTERHEAD, numbering=_NOTHING, giver=Party(), receiver=Party(), resident=NAMELESS
        )
    ),
}
