"""Papers that go along when somebody leaves for a time: to hospital with a summary of their care on one page, or on leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carebook.dates import clock, hour, local, written
from carebook.records.episodes import Absence
from carebook.records.hospital import HospitalTransfer
from carebook.reports.admission import SIGN_HERE
from carebook.reports.forms import Form, Look, Prose, lines
from carebook.reports.paper.facts import Letterhead, Numbering, Signer, Slot, slot_of
from carebook.reports.people import Resident, section


@dataclass(frozen=True, kw_only=True)
class TransferPaper:
    """What goes with somebody to hospital, in finished words; ``medicines`` one line an order, ``reached`` the center's
    telephones.
    """

    letterhead: Letterhead
    head: Signer
    resident: Resident
    transfer: HospitalTransfer
    health_card: str | None = None
    allergies: str | None = None
    conditions: str | None = None
    medicines: Sequence[str] = ()
    care: str | None = None
    wounds: str | None = None
    weight: str | None = None
    contact: str | None = None
    companion: str | None = None
    reached: str | None = None
    written_by: str = ""


def transfer_sheet(paper: TransferPaper) -> Form:
    """Giấy chuyển đi bệnh viện kèm phiếu tóm tắt chăm sóc: one page for the doctor who receives."""
    one, resident = paper.transfer, paper.resident
    line = {True: "đúng tuyến", False: "không đúng tuyến"}[one.insured_line] if one.hospital else None
    left = f"{clock(one.left_at)} ngày {written(local(one.left_at).date())}" if one.left_at else None
    diagnosis = " – ".join(filter(None, (one.icd, one.diagnosis)))
    return Form(
        letterhead=paper.letterhead,
        kind="Giấy chuyển đi bệnh viện",
        about="Kèm phiếu tóm tắt chăm sóc",
        addressed_to=(one.hospital,) if one.hospital else (),
        numbering=Numbering("GC", None, local(one.left_at).date() if one.left_at else None),
        parts=(
            *lines(
                [("Họ và tên", resident.full_name), ("Năm sinh", resident.born), ("Giới tính", resident.sex)],
                [("Số căn cước", resident.id_no), ("Mã hồ sơ", resident.code)],
                [("Thẻ BHYT", ", ".join(filter(None, (paper.health_card, line))) or None)],
            ),
            Prose(paper.allergies or "chưa ghi nhận", Look.PLAIN, "DỊ ỨNG:"),
            section("1. Lúc chuyển"),
            *lines(
                [("Rời cơ sở lúc", left), ("Người đi cùng", paper.companion)],
                [("Lý do chuyển", _in_one_line(one.reason))],
                [("Dấu hiệu sinh tồn", one.signs)],
                [("Chẩn đoán", diagnosis)],
                [("Đã xử trí", _in_one_line(one.done_before))],
                [("Giấy tờ gửi kèm", one.papers)],
            ),
            section("2. Hằng ngày ở cơ sở"),
            *lines(
                [("Bệnh mạn tính", paper.conditions)],
                [("Chăm sóc", ", ".join(filter(None, (paper.care, paper.weight))) or None)],
                *([[("Vết thương, vết loét", paper.wounds)]] if paper.wounds else []),
                [("Thuốc đang dùng", "; ".join(paper.medicines) or None)],
                [("Người thân", paper.contact)],
                [("Người ở lại chăm", one.carer), ("Điện thoại cơ sở", paper.reached)],
            ),
        ),
        slots=(
            Slot("writer", ("NGƯỜI LẬP PHIẾU",), paper.written_by, SIGN_HERE),
            slot_of(paper.head, "head"),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class LeavePaper:
    """A leave from the center, with who takes the person along; ``relation`` in words."""

    letterhead: Letterhead
    head: Signer
    resident: Resident
    absence: Absence
    relation: str | None = None
    bed: str | None = None
    reached: str | None = None


def leave_permit(paper: LeavePaper) -> Form:
    """Giấy phép về thăm nhà: from when to when, with whom, with which medicines and things."""
    one, resident = paper.absence, paper.resident
    left = f"{hour(one.left_at)} ngày {written(one.from_on)}" if one.left_at else written(one.from_on)
    return Form(
        letterhead=paper.letterhead,
        kind="Giấy phép",
        about="Tạm rời cơ sở",
        numbering=Numbering("GP", one.leave_no.split("/")[0].strip() or None, one.from_on if one.place else None),
        parts=(
            Prose(f"{paper.letterhead.issuer} đồng ý cho {resident.addressed or '.' * 40} tạm rời cơ sở:"),
            *lines(
                [("Họ và tên", resident.full_name), ("Năm sinh", resident.born)],
                [("Số căn cước", resident.id_no), ("Phòng, giường", paper.bed)],
                [
                    ("Từ", left if one.place or one.taken_by else None),
                    ("Đến ngày", written(one.expected_on) if one.expected_on else None),
                ],
                [("Nơi đến", one.place)],
            ),
            section("Người đón"),
            *lines(
                [("Họ và tên", one.taken_by), ("Quan hệ", paper.relation)],
                [("Số căn cước", one.taken_by_paper), ("Điện thoại", one.taken_by_phone)],
            ),
            section("Mang theo"),
            *lines([("Thuốc", one.medicines)], [("Đồ dùng", one.things)]),
            Prose(
                "Người đón nhận người, thuốc và đồ dùng nêu trên; chăm sóc, cho dùng thuốc đúng hướng dẫn, đưa trở lại đúng "
                f"hạn và báo ngay cho cơ sở khi có việc bất thường{f' (điện thoại {paper.reached})' if paper.reached else ''}./."
            ),
        ),
        slots=(
            Slot("receiver", ("NGƯỜI ĐÓN",), one.taken_by, SIGN_HERE),
            slot_of(paper.head, "head"),
        ),
    )


def _in_one_line(words: str) -> str:
    return " ".join(words.split())
