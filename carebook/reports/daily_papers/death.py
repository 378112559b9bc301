"""The request for the funeral support of who died in the center, with its amount in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.dates import clock, local, written
from carebook.money import dong
from carebook.records.hospital import Death
from carebook.reports.admission import identified, money_words
from carebook.reports.forms import Form, Look, Points, Prose, lines, told
from carebook.reports.paper.facts import Letterhead, Numbering, Signer, slot_of
from carebook.reports.people import Resident, resident_lines, section

ENCLOSED = ("Bản sao giấy báo tử hoặc trích lục khai tử", "Bản sao quyết định tiếp nhận", "Chứng từ chi phí mai táng")


@dataclass(frozen=True, kw_only=True)
class FuneralRequest:
    """What the request is drawn from; ``standard`` and ``amount`` in đồng, None where the book knows no rate."""

    letterhead: Letterhead
    head: Signer
    resident: Resident
    death: Death
    addressed_to: str = ""
    legal_bases: tuple[str, ...] = ()
    admitted: str | None = None
    funeral: str | None = None
    standard: int | None = None
    factor: int | None = None
    amount: int | None = None
    asked_on: date | None = None


def funeral_request(paper: FuneralRequest) -> Form:
    """Giấy đề nghị hỗ trợ chi phí mai táng (NĐ 20/2021 khoản 3 Điều 25)."""
    one = paper.death
    paid = f"{dong(paper.standard)} × {paper.factor}" if paper.standard and paper.factor else None
    notice = " ngày ".join(filter(None, (one.notice_no, _day(one.notice_on))))
    extract = " ngày ".join(filter(None, (one.extract_no, _day(one.extract_on))))
    return Form(
        letterhead=paper.letterhead,
        kind="Giấy đề nghị",
        about="Hỗ trợ chi phí mai táng",
        numbering=Numbering("ĐN", None, paper.asked_on),
        addressed_to=(paper.addressed_to,) if paper.addressed_to else (),
        legal_bases=paper.legal_bases,
        parts=(
            Prose(f"{paper.letterhead.issuer} đề nghị hỗ trợ chi phí mai táng cho {identified(paper.resident)}."),
            section("1. Người đã mất"),
            *resident_lines(paper.resident),
            *lines(
                [("Quyết định tiếp nhận", paper.admitted)],
                [("Mất lúc", _moment(one.died_at)), ("Tại", one.place)],
                [("Nguyên nhân", " – ".join(filter(None, (one.icd, one.cause))))],
                [("Giấy báo tử", notice), ("Trích lục khai tử", extract)],
            ),
            section("2. Việc mai táng"),
            *lines(
                [("Hình thức", paper.funeral), ("Ngày", _day(one.buried_on))],
                [("Nơi an táng, nơi gửi tro cốt", one.grave)],
            ),
            section("3. Mức hỗ trợ đề nghị"),
            *lines([("Mức chuẩn trợ giúp × hệ số", paid)], [("Số tiền", money_words(paper.amount))]),
            section("4. Giấy tờ kèm theo"),
            Points(ENCLOSED),
            Prose(f"Kính đề nghị {told(paper.addressed_to, 40)} xem xét, quyết định./.", Look.BODY),
        ),
        slots=(slot_of(paper.head, "head"),),
        recipients=("Như trên", "Kế toán", "Lưu: VT"),
    )


def _day(day: date | None) -> str:
    return written(day) if day is not None else ""


def _moment(at: datetime | None) -> str:
    return f"{clock(at)} ngày {written(local(at).date())}" if at is not None else ""
