"""The papers around what travels: the sheet over the rows of a data package, and the receipt that answers a package."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from carebook.dates import clock, today_in_vietnam, written
from carebook.money import number
from carebook.records.signing import PREPARER
from carebook.reports.forms import Fact, Facts, Form, Look, Part, Prose, pdf
from carebook.reports.monthly import MonthlyReport
from carebook.reports.paper.facts import Letterhead, Slot, Way, place_and_date
from carebook.reports.paper.page import Drawn
from carebook.rules.parcels import FACTS, Answer, Basis, PersonRow

_FACT_WORDS = {
    "full_name": "họ và tên",
    "born": "ngày, tháng, năm sinh",
    "sex": "giới tính",
    "national_id": "số căn cước",
    "category": "diện đối tượng",
    "since_on": "ngày vào",
    "until_on": "ngày rời",
}
_BASIS_WORDS = {
    Basis.LAW: "Nghĩa vụ báo cáo cơ quan quản lý",
    Basis.CONSENT: "Sự đồng ý của từng người đối với nơi nhận này",
}


@dataclass(frozen=True)
class Cover:
    """What the sheet over a data package tells: the report, the receiver, how many rows with which facts, who signs."""

    report: MonthlyReport
    receiver: str
    people: Sequence[PersonRow]
    facts: Collection[str]
    basis: Basis
    signer: str
    post: str


def draw_cover(cover: Cover, now: datetime) -> Drawn:
    """The sheet over the rows, one signature place; the rows themselves are attached and no name of them is printed."""
    report = cover.report
    kept_back = sum(person.alias for person in cover.people)
    told = ", ".join(_FACT_WORDS[name] for name in FACTS if name in cover.facts)
    parts: list[Part] = [
        *_facts(
            ("Nơi nhận", cover.receiver),
            ("Kèm theo", f"Báo cáo {report.period}, bản {report.version}"),
            ("Số liệu tính đến ngày", written(report.cutoff_on)),
            ("Mã số liệu", report.data_code),
            ("Số dòng", f"{number(len(cover.people))}, trong đó không ghi tên {number(kept_back)}"),
            ("Nội dung mỗi dòng", f"mã hồ sơ, {told}" if told else "mã hồ sơ"),
            ("Căn cứ", _BASIS_WORDS[cover.basis]),
        ),
        Prose(
            "Dữ liệu cá nhân kèm trong tệp này đã mã hóa cho riêng nơi nhận; không chuyển tiếp cho nơi khác.",
            Look.ITALIC,
        ),
    ]
    return pdf.draw(_form(report.letterhead, "GÓI DỮ LIỆU", parts, cover.signer, cover.post, now))


def draw_receipt(answer: Answer, head: Letterhead, signer: str, post: str) -> Drawn:
    """The receipt for one file, one signature place: when it came, with whom, and why it was not taken."""
    arrived = f"{clock(answer.received_at)}, ngày {written(today_in_vietnam(answer.received_at))}"
    parts: list[Part] = [
        *_facts(
            ("Nơi nhận", answer.receiver),
            ("Tệp", answer.file_name),
            ("Mã tệp (SHA-256)", answer.file_hash),
            ("Nhận lúc", arrived),
            ("Kết quả", "Đã nhận" if answer.taken else "Không nhận"),
            *((("Lý do", answer.reason),) if answer.reason else ()),
        ),
    ]
    return pdf.draw(_form(head, "GIẤY NHẬN", parts, signer, post, answer.received_at))


def _facts(*given: tuple[str, str]) -> list[Part]:
    return [Facts((Fact(label, value or None),)) for label, value in given]


def _form(head: Letterhead, kind: str, parts: Sequence[Part], signer: str, post: str, now: datetime) -> Form:
    return Form(
        letterhead=head,
        kind=kind,
        dated=False,
        parts=tuple(parts),
        place_date=place_and_date(head.place, today_in_vietnam(now)),
        slots=(Slot(PREPARER, ((post or "Người lập").upper(),), signer, way=Way.DIGITAL),),
    )
