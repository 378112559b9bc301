"""The papers of leaving: request, decision, handover, handing over of what is left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from carebook.dates import written
from carebook.records.signing import HEAD
from carebook.reports.admission import (
    SIGN_HERE,
    GivenPaper,
    authority_of,
    copies_words,
    day_words,
    identified,
    moment_words,
    money_words,
)
from carebook.reports.forms import Form, Look, Part, Points, Prose, lines, listing, told
from carebook.reports.paper.facts import Letterhead, Numbering, Signer, Slot, Way, place_and_date, slot_of
from carebook.reports.people import (
    NOBODY,
    Party,
    Resident,
    family_lines,
    official_lines,
    party_lines,
    plain,
    resident_lines,
    section,
)

# Request (content of Mẫu 09)


@dataclass(frozen=True, kw_only=True)
class StopRequest:
    """The family's, guardian's or person's own request to stop the care."""

    letterhead: Letterhead
    form_label: str
    addressed_to: tuple[str, ...]
    requester: Party
    resident: Resident
    since_on: date | None = None
    reason: str | None = None
    lives_then: str | None = None
    place: str = ""
    on: date | None = None


def stop_request(paper: StopRequest) -> Form:
    """Đơn đề nghị dừng trợ giúp xã hội tại cơ sở."""
    return Form(
        letterhead=paper.letterhead,
        kind="Đơn đề nghị",
        about="Dừng trợ giúp xã hội tại cơ sở",
        official=False,
        label=paper.form_label,
        addressed_to=paper.addressed_to,
        parts=(
            section("1. Người đề nghị"),
            *family_lines(paper.requester),
            section("2. Người đang được trợ giúp tại cơ sở"),
            *resident_lines(paper.resident),
            *lines([("Được tiếp nhận từ ngày", written(paper.since_on) if paper.since_on else None)]),
            section("3. Lý do đề nghị dừng trợ giúp"),
            plain(paper.reason),
            section("4. Nơi ở và người chăm sóc sau khi dừng trợ giúp"),
            plain(paper.lives_then),
            Prose("Đề nghị cơ sở xem xét, quyết định dừng trợ giúp và bàn giao người nêu trên cho gia đình./."),
        ),
        place_date=place_and_date(paper.place, paper.on),
        slots=(Slot("requester", ("NGƯỜI ĐỀ NGHỊ",), paper.requester.name or "", SIGN_HERE),),
    )


# Decision


@dataclass(frozen=True, kw_only=True)
class StopDecision:
    """The decision to stop. ``reason`` reads after "vì lý do"; ``destination`` after "bàn giao cho"."""

    letterhead: Letterhead
    numbering: Numbering
    head: Signer
    legal_bases: tuple[str, ...]
    resident: Resident
    from_on: date | None
    reason: str | None = None
    destination: str | None = None
    responsible: str = "Các phòng, bộ phận có liên quan"
    recipients: tuple[str, ...] = ()
    way: Way = Way.DIGITAL


def stop_decision(paper: StopDecision) -> Form:
    """Quyết định dừng trợ giúp xã hội."""
    return Form(
        letterhead=paper.letterhead,
        kind="Quyết định",
        about="Về việc dừng trợ giúp xã hội đối với đối tượng tại cơ sở",
        numbering=paper.numbering,
        authority=authority_of(paper.head, paper.letterhead),
        legal_bases=paper.legal_bases,
        parts=(
            Prose("QUYẾT ĐỊNH:", Look.CENTRED),
            Prose(
                f"Dừng trợ giúp xã hội tại {paper.letterhead.issuer} đối với {identified(paper.resident)}, "
                f"từ {day_words(paper.from_on)}. Lý do: {told(paper.reason, 60)}.",
                lead="Điều 1.",
            ),
            Prose(
                f"Bàn giao {paper.resident.addressed} cho {told(paper.destination, 60)}; việc bàn giao được lập thành biên bản, "
                "có xác nhận của UBND cấp xã.",
                lead="Điều 2.",
            ),
            Prose(
                f"{paper.responsible}, gia đình và {paper.resident.addressed} chịu trách nhiệm thi hành Quyết định này. "
                "Quyết định có hiệu lực kể từ ngày ký./.",
                lead="Điều 3.",
            ),
        ),
        slots=(slot_of(paper.head, HEAD, paper.way),),
        recipients=paper.recipients or ("Như Điều 3", "UBND cấp xã nơi cư trú", "Lưu: VT"),
    )


# Handover

_SIGNERS = {
    "giver": "Bên giao",
    "receiver": "Bên nhận",
    "witness": "Đại diện UBND cấp xã",
    "resident": "Người được bàn giao",
}


@dataclass(frozen=True, kw_only=True)
class HandoverMinutes:
    """The handing over of a person to family or community, with four signatures.

    ``medicines`` are (medicine, dose, quantity handed over); ``belongings`` (thing, quantity, state); ``money`` in đồng.
    ``on`` is the day where the hour is not known. ``duties`` replace the usual rights and duties; ``unsigned`` says by role
    ("giver", "receiver", "witness", "resident") why there is no signature.
    """

    letterhead: Letterhead
    numbering: Numbering
    at: datetime | None = None
    on: date | None = None
    place: str | None = None
    legal_bases: tuple[str, ...] = ()
    giver: Party
    receiver: Party
    witness: Party = NOBODY
    resident: Resident
    health: str | None = None
    weight: str | None = None
    skin: str | None = None
    aids: str | None = None
    medicines: tuple[tuple[str, str, str], ...] = ()
    papers: tuple[GivenPaper, ...] = ()
    belongings: tuple[tuple[str, str, str], ...] = ()
    money: int | None = None
    care_advice: str | None = None
    follow_up_months: int = 6
    contact: str | None = None
    copies: int | None = 4
    resident_signs: bool = True
    duties: tuple[str, ...] = ()
    unsigned: Mapping[str, str] = field(default_factory=dict)


def _duties(paper: HandoverMinutes) -> tuple[str, ...]:
    return paper.duties or (
        "Bên giao: bàn giao đủ người, giấy tờ, tư trang, thuốc; hướng dẫn chăm sóc; theo dõi, hỗ trợ sau bàn giao "
        f"ít nhất {paper.follow_up_months} tháng.",
        "Bên nhận: chăm sóc, bảo đảm an toàn; đưa đi khám và dùng thuốc theo hướng dẫn; báo cho cơ sở và UBND cấp xã khi "
        "gặp khó khăn hoặc thay đổi nơi ở.",
        "UBND cấp xã: xác nhận việc bàn giao; phối hợp theo dõi và giải quyết chính sách trợ giúp tại cộng đồng.",
    )


def handover_minutes(paper: HandoverMinutes) -> Form:
    """Biên bản bàn giao đối tượng về gia đình, cộng đồng."""
    medicines: tuple[Part, ...] = ()
    if paper.medicines or (paper.at is None and paper.on is None):  # the empty sheet has room for them
        medicines = (
            Prose("Thuốc đang dùng:", Look.PLAIN),
            listing(("Tên thuốc", "Liều dùng", "Số lượng giao"), paper.medicines),
        )
    return Form(
        letterhead=paper.letterhead,
        kind="Biên bản",
        about="Bàn giao đối tượng về gia đình, cộng đồng",
        numbering=paper.numbering,
        dated=False,
        legal_bases=paper.legal_bases,
        parts=(
            Prose(f"{moment_words(paper.at, paper.on)}, tại {told(paper.place, 30)}, chúng tôi gồm:"),
            section("I. Bên giao"),
            *official_lines(paper.giver),
            section("II. Bên nhận"),
            *party_lines(paper.receiver),
            section("III. Đại diện UBND cấp xã chứng kiến"),
            *official_lines(paper.witness),
            Prose("Cùng lập biên bản bàn giao như sau:"),
            section("IV. Người được bàn giao"),
            *resident_lines(paper.resident),
            *lines(
                [("Tình trạng sức khỏe", paper.health)],
                [("Cân nặng", paper.weight), ("Da", paper.skin)],
                [("Dụng cụ trợ giúp", paper.aids)],
            ),
            *medicines,
            section("V. Giấy tờ giao kèm"),
            listing(
                ("Tên giấy tờ", "Bản chính, bản sao", "Số tờ", "Ghi chú"),
                [(given.name, given.form, given.sheets, given.note) for given in paper.papers],
            ),
            section("VI. Tư trang, tài sản, tiền"),
            listing(("Tên đồ vật", "Số lượng", "Tình trạng"), paper.belongings),
            *lines([("Tiền", money_words(paper.money))]),
            section("VII. Hướng dẫn chăm sóc"),
            *_advice(paper),
            section("VIII. Quyền lợi, trách nhiệm của các bên"),
            Points(_duties(paper)),
            *lines([("Liên hệ của cơ sở", paper.contact)]),
            *_unsigned(paper),
            Prose(f"Biên bản đã đọc cho các bên nghe, {copies_words(paper.copies)}./."),
        ),
        slots=tuple(
            replace(slot, under="(không ký)", way=Way.EMPTY) if paper.unsigned.get(slot.role) else slot
            for slot in _slots(paper)
        ),
    )


def _advice(paper: HandoverMinutes) -> tuple[Part, ...]:
    said = [line for line in (paper.care_advice or "").splitlines() if line.strip()]
    return tuple(map(plain, said)) or (plain(None),)


def _slots(paper: HandoverMinutes) -> tuple[Slot, ...]:
    return (
        Slot("giver", ("BÊN GIAO",), paper.giver.name or "", SIGN_HERE),
        Slot("receiver", ("BÊN NHẬN",), paper.receiver.name or "", SIGN_HERE),
        Slot("witness", ("ĐẠI DIỆN", "UBND CẤP XÃ"), paper.witness.name or "", "(Ký, đóng dấu)"),
        Slot(
            "resident",
            ("NGƯỜI ĐƯỢC", "BÀN GIAO"),
            paper.resident.full_name if paper.resident_signs else "",
            "(Ký hoặc điểm chỉ)",
        ),
    )


def _unsigned(paper: HandoverMinutes) -> Iterator[Prose]:
    for role, name in _SIGNERS.items():
        why = paper.unsigned.get(role, "").strip().rstrip(".")
        if why:
            yield Prose(f"{name} không ký, lý do: {why}.")


# What a deceased person left behind


@dataclass(frozen=True, kw_only=True)
class RelicsMinutes:
    """The handing over of a deceased resident's belongings to the family. ``on`` is the day where the hour is not known."""

    letterhead: Letterhead
    numbering: Numbering
    at: datetime | None = None
    on: date | None = None
    place: str | None = None
    giver: Party
    receiver: Party
    witness: Party = NOBODY
    resident: Resident
    died_on: date | None = None
    death_certificate: str | None = None
    belongings: tuple[tuple[str, str, str], ...] = ()
    papers: tuple[GivenPaper, ...] = ()
    money: int | None = None
    copies: int | None = 3


def relics_minutes(paper: RelicsMinutes) -> Form:
    """Biên bản bàn giao di vật."""
    return Form(
        letterhead=paper.letterhead,
        kind="Biên bản",
        about="Bàn giao di vật của người đã mất",
        numbering=paper.numbering,
        dated=False,
        parts=(
            Prose(f"{moment_words(paper.at, paper.on)}, tại {told(paper.place, 30)}, chúng tôi gồm:"),
            section("I. Bên giao"),
            *official_lines(paper.giver),
            section("II. Bên nhận"),
            *party_lines(paper.receiver),
            section("III. Người chứng kiến"),
            *official_lines(paper.witness),
            section("IV. Người đã mất"),
            *resident_lines(paper.resident),
            *lines(
                [("Mất ngày", written(paper.died_on) if paper.died_on else None)],
                [("Giấy chứng tử, trích lục khai tử", paper.death_certificate)],
            ),
            section("V. Di vật bàn giao"),
            listing(("Tên đồ vật", "Số lượng", "Tình trạng"), paper.belongings),
            *lines([("Tiền", money_words(paper.money))]),
            listing(
                ("Tên giấy tờ", "Bản chính, bản sao", "Số tờ", "Ghi chú"),
                [(given.name, given.form, given.sheets, given.note) for given in paper.papers],
            ),
            Prose(f"Bên nhận đã kiểm, nhận đủ. Biên bản {copies_words(paper.copies)}./."),
        ),
        slots=(
            Slot("giver", ("BÊN GIAO",), paper.giver.name or "", SIGN_HERE),
            Slot("witness", ("NGƯỜI CHỨNG KIẾN",), paper.witness.name or "", SIGN_HERE),
            Slot("receiver", ("BÊN NHẬN",), paper.receiver.name or "", SIGN_HERE),
        ),
    )
