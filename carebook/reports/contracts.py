"""The contract of a voluntary stay: its making (content of Mẫu 08) and its liquidation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.dates import written
from carebook.records.signing import HEAD
from carebook.reports.admission import (
    SIGN_HERE,
    copies_words,
    day_words,
    money_words,
)
from carebook.reports.forms import Form, Listing, Points, Prose, lines, listing, told
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.paper.facts import Letterhead, Numbering, Signer, Slot
from carebook.reports.people import (
    Party,
    Resident,
    party_lines,
    plain,
    resident_lines,
    section,
)

# Request (content of Mẫu 09)


# Contract of services (content of Mẫu 08)


@dataclass(frozen=True, kw_only=True)
class ServiceContract:
    """The contract of voluntary care. ``services`` are (service, content, price in đồng or None)."""

    letterhead: Letterhead
    form_label: str
    numbering: Numbering
    head: Signer
    facility_address: str | None = None
    facility_phone: str | None = None
    customer: Party
    resident: Resident
    services: tuple[tuple[str, str, int | None], ...]
    total: int | None = None
    payment: str | None = None
    from_on: date | None = None
    to_on: date | None = None
    health: str | None = None
    property_note: str | None = None
    emergency_contact: str | None = None
    copies: int | None = 2


_FACILITY_DUTIES = (
    "Cung cấp đúng, đủ các dịch vụ đã ghi ở Điều 2; bảo đảm an toàn, tôn trọng và giữ kín thông tin của người sử dụng dịch vụ",
    "Báo ngay cho bên B khi sức khỏe người sử dụng dịch vụ thay đổi, phải nhập viện hoặc có sự cố",
    "Được thu phí theo Điều 3 và đề nghị chấm dứt hợp đồng khi bên B không thực hiện nghĩa vụ",
)
_CUSTOMER_DUTIES = (
    "Cung cấp đúng thông tin về sức khỏe, nhân thân của người sử dụng dịch vụ; nộp phí đầy đủ, đúng hạn",
    "Được thăm gặp, được biết việc chăm sóc và góp ý với bên A",
    "Đón người sử dụng dịch vụ về khi hợp đồng chấm dứt",
)


def _ended(items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{item}{'.' if n == len(items) else ';'}" for n, item in enumerate(items, 1))


def service_contract(paper: ServiceContract) -> Form:
    """Hợp đồng cung cấp dịch vụ chăm sóc, trợ giúp."""
    columns = (
        GridColumn("TT", align="center"),
        GridColumn("Dịch vụ", align="left"),
        GridColumn("Nội dung", align="left"),
        GridColumn("Đơn giá một tháng", unit="đ", align="right"),
    )
    services = Grid(columns, tuple(GridRow((n, *service)) for n, service in enumerate(paper.services, 1)))
    return Form(
        letterhead=paper.letterhead,
        kind="Hợp đồng",
        about="Cung cấp dịch vụ chăm sóc, trợ giúp",
        official=False,
        label=paper.form_label,
        numbering=paper.numbering,
        parts=(
            Prose(f"Hôm nay, {day_words(paper.numbering.dated_on)}, tại {paper.letterhead.issuer}, hai bên gồm:"),
            section(f"Bên A (bên cung cấp dịch vụ): {paper.letterhead.issuer}"),
            *lines(
                [("Người đại diện", paper.head.name), ("Chức vụ", paper.head.post)],
                [("Địa chỉ", paper.facility_address)],
                [("Điện thoại", paper.facility_phone)],
            ),
            section("Bên B (bên sử dụng dịch vụ hoặc người đại diện)"),
            *party_lines(paper.customer),
            Prose("Thỏa thuận ký hợp đồng với các điều khoản sau:"),
            section("Điều 1. Người sử dụng dịch vụ"),
            *resident_lines(paper.resident),
            *lines([("Tình trạng sức khỏe", paper.health)], [("Liên hệ khẩn cấp", paper.emergency_contact)]),
            section("Điều 2. Dịch vụ"),
            Listing(services),
            section("Điều 3. Phí và thanh toán"),
            *lines([("Tổng phí một tháng", money_words(paper.total))], [("Cách thanh toán", paper.payment)]),
            section("Điều 4. Quyền và trách nhiệm của bên A"),
            Points(_ended(_FACILITY_DUTIES)),
            section("Điều 5. Quyền và trách nhiệm của bên B"),
            Points(_ended(_CUSTOMER_DUTIES)),
            section("Điều 6. Tài sản, tư trang gửi giữ"),
            plain(paper.property_note),
            section("Điều 7. Thời hạn, chấm dứt hợp đồng"),
            Prose(f"Hợp đồng có hiệu lực từ {day_words(paper.from_on)} đến {day_words(paper.to_on)}."),
            Prose(
                "Hợp đồng chấm dứt khi hết hạn, khi hai bên cùng đồng ý, khi người sử dụng dịch vụ tử vong, hoặc khi một bên "
                "vi phạm nghĩa vụ; bên muốn chấm dứt báo trước cho bên kia ít nhất 15 ngày. Hai bên lập biên bản thanh lý."
            ),
            section("Điều 8. Giải quyết tranh chấp, điều khoản chung"),
            Prose(
                "Tranh chấp được giải quyết bằng thương lượng; không thương lượng được thì do Tòa án có thẩm quyền giải quyết."
            ),
            Prose(f"Hợp đồng {copies_words(paper.copies)}./."),
        ),
        slots=(
            Slot("customer", ("ĐẠI DIỆN BÊN B",), paper.customer.name or "", SIGN_HERE),
            Slot(HEAD, ("ĐẠI DIỆN BÊN A", *paper.head.headings), paper.head.name),
        ),
    )


# Liquidation of the contract


@dataclass(frozen=True, kw_only=True)
class ContractLiquidation:
    """The end of a contract of services: what was paid, what is owed either way."""

    letterhead: Letterhead
    numbering: Numbering
    head: Signer
    contract_no: str | None
    contract_on: date | None
    customer: Party
    resident: Resident
    on: date | None = None
    reason: str | None = None
    paid: int | None = None
    owed: int | None = None
    returned: int | None = None
    belongings: tuple[tuple[str, str, str], ...] = ()
    copies: int | None = 2


def contract_liquidation(paper: ContractLiquidation) -> Form:
    """Biên bản thanh lý hợp đồng cung cấp dịch vụ."""
    contract = f"Hợp đồng số {told(paper.contract_no, 16)} {day_words(paper.contract_on)}"
    return Form(
        letterhead=paper.letterhead,
        kind="Biên bản",
        about="Thanh lý hợp đồng cung cấp dịch vụ chăm sóc, trợ giúp",
        numbering=paper.numbering,
        dated=False,
        legal_bases=(f"Căn cứ {contract}",),
        parts=(
            Prose(f"Hôm nay, {day_words(paper.on)}, tại {paper.letterhead.issuer}, hai bên gồm:"),
            section(f"Bên A: {paper.letterhead.issuer}"),
            *lines([("Người đại diện", paper.head.name), ("Chức vụ", paper.head.post)]),
            section("Bên B"),
            *party_lines(paper.customer),
            section("Người sử dụng dịch vụ"),
            *resident_lines(paper.resident),
            Prose(f"Hai bên thống nhất thanh lý {contract} như sau:"),
            *lines(
                [("Ngày chấm dứt", written(paper.on) if paper.on else None)],
                [("Lý do chấm dứt", paper.reason)],
                [("Phí bên B đã nộp", money_words(paper.paid))],
                [("Phí bên B còn phải nộp", money_words(paper.owed))],
                [("Tiền bên A trả lại bên B", money_words(paper.returned))],
            ),
            section("Tư trang, tài sản trả lại"),
            listing(("Tên đồ vật", "Số lượng", "Tình trạng"), paper.belongings),
            Prose(
                "Hai bên đã thực hiện xong nghĩa vụ nêu trên; không còn khiếu nại gì về hợp đồng. "
                f"Biên bản {copies_words(paper.copies)}./."
            ),
        ),
        slots=(
            Slot("customer", ("ĐẠI DIỆN BÊN B",), paper.customer.name or "", SIGN_HERE),
            Slot(HEAD, ("ĐẠI DIỆN BÊN A", *paper.head.headings), paper.head.name),
        ),
    )
