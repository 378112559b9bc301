"""The papers of admission: declaration, receipt of the dossier, minutes, decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.dates import local, long_form, written
from carebook.money import dong, dong_in_words
from carebook.records.signing import HEAD
from carebook.reports.forms import Form, Look, Part, Prose, lines, listing, told
from carebook.reports.paper.facts import Letterhead, Numbering, Signer, Slot, Way, place_and_date, slot_of
from carebook.reports.people import NOBODY, Party, Resident, official_lines, party_lines, plain, resident_lines, section

SIGN_HERE = "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True)
class GivenPaper:
    """A paper of the dossier: its name, original or copy, number of sheets, a note."""

    name: str
    form: str = ""
    sheets: str = ""
    note: str = ""


@dataclass(frozen=True)
class LackingPaper:
    """A paper still missing, and until when it may come."""

    name: str
    due_on: date | None = None


def moment_words(at: datetime | None, on: date | None = None) -> str:
    """ "Hôm nay, hồi 09 giờ 15 phút, ngày 05 tháng 11 năm 2026", with dots where the moment is not known; ``on`` is the day where
    only that is known.
    """
    if at is None:
        return f"Hôm nay, hồi ...... giờ ...... phút, {day_words(on)}"
    here = local(at)
    return f"Hôm nay, hồi {here:%H} giờ {here:%M} phút, {long_form(here.date())}"


def copies_words(copies: int | None) -> str:
    """How many copies are made and that all are equal."""
    count = f"{copies:02}" if copies else "......"
    return f"được lập thành {count} bản có giá trị như nhau, mỗi bên giữ 01 bản"


# Declaration (content of Mẫu 07)


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """The request to be cared for in the facility. ``form_label`` names the form whose content it carries."""

    letterhead: Letterhead
    form_label: str
    addressed_to: tuple[str, ...]
    resident: Resident
    education: str | None = None
    health: str | None = None
    disability: str | None = None
    household: str | None = None
    benefits: str | None = None
    reason: str | None = None
    carer: Party = NOBODY
    place: str = ""
    on: date | None = None


def declaration(paper: Declaration) -> Form:
    """Tờ khai đề nghị tiếp nhận vào cơ sở trợ giúp xã hội."""
    return Form(
        letterhead=paper.letterhead,
        kind="Tờ khai",
        about="Đề nghị tiếp nhận đối tượng vào cơ sở trợ giúp xã hội",
        official=False,
        label=paper.form_label,
        addressed_to=paper.addressed_to,
        parts=(
            section("1. Thông tin của đối tượng"),
            *resident_lines(paper.resident, present_home=True),
            *lines(
                [("Trình độ học vấn", paper.education)],
                [("Tình trạng sức khỏe", paper.health)],
                [("Dạng tật, mức độ khuyết tật", paper.disability)],
                [("Hoàn cảnh hộ gia đình", paper.household)],
                [("Chính sách trợ giúp đang hưởng", paper.benefits)],
            ),
            section("2. Người chăm sóc, giám hộ"),
            *party_lines(paper.carer),
            section("3. Lý do đề nghị"),
            plain(paper.reason),
            Prose("Tôi xin cam đoan những lời khai trên là đúng và chịu trách nhiệm về lời khai của mình."),
        ),
        place_date=place_and_date(paper.place, paper.on),
        slots=(
            Slot("commune", ("XÁC NHẬN CỦA UBND CẤP XÃ",), under="(Ký, đóng dấu)"),
            Slot("requester", ("NGƯỜI KHAI",), paper.carer.name or "", SIGN_HERE),
        ),
    )


# Receipt of the dossier


@dataclass(frozen=True, kw_only=True)
class DossierReceipt:
    """What was handed in, what is lacking and until when. ``result_due_on`` is the day the answer is due."""

    letterhead: Letterhead
    numbering: Numbering
    resident: Resident
    giver: Party
    received: tuple[GivenPaper, ...]
    lacking: tuple[LackingPaper, ...] = ()
    result_due_on: date | None = None
    receiver: Signer


def dossier_receipt(paper: DossierReceipt) -> Form:
    """Phiếu biên nhận hồ sơ."""
    lacking: tuple[Part, ...] = ()
    if paper.lacking:
        lacking = (
            section("2. Giấy tờ còn thiếu, đề nghị bổ sung"),
            listing(
                ("Tên giấy tờ", "Nộp trước ngày"),
                [(given.name, written(given.due_on) if given.due_on else "") for given in paper.lacking],
            ),
        )
    state: tuple[Part, ...] = ()
    if paper.lacking:
        state = (Prose("Hồ sơ được xem xét khi đủ giấy tờ."),)
    elif paper.received:
        state = (Prose("Hồ sơ đã đủ giấy tờ theo quy định."),)
    return Form(
        letterhead=paper.letterhead,
        kind="Phiếu biên nhận hồ sơ",
        about="Đề nghị tiếp nhận đối tượng vào cơ sở",
        numbering=paper.numbering,
        parts=(
            *lines(
                [("Người nộp hồ sơ", paper.giver.name), ("Điện thoại", paper.giver.phone)],
                [("Hồ sơ của", paper.resident.full_name), ("Ngày, tháng, năm sinh", paper.resident.born)],
            ),
            section("1. Giấy tờ đã nhận"),
            listing(
                ("Tên giấy tờ", "Bản chính, bản sao", "Số tờ", "Ghi chú"),
                [(given.name, given.form, given.sheets, given.note) for given in paper.received],
            ),
            *lacking,
            *state,
            Prose(f"Ngày trả kết quả: {written(paper.result_due_on) if paper.result_due_on else told(None)}."),
        ),
        slots=(
            Slot("giver", ("NGƯỜI NỘP HỒ SƠ",), paper.giver.name or "", SIGN_HERE),
            Slot("receiver", ("NGƯỜI NHẬN HỒ SƠ",), paper.receiver.name, SIGN_HERE),
        ),
    )


# Minutes of reception


@dataclass(frozen=True, kw_only=True)
class ReceptionMinutes:
    """The handing over of a person to the facility, with four signatures."""

    letterhead: Letterhead
    numbering: Numbering
    at: datetime | None = None
    place: str | None = None
    legal_bases: tuple[str, ...] = ()
    giver: Party
    receiver: Party
    witness: Party = NOBODY
    resident: Resident
    reason: str | None = None
    health: str | None = None
    belongings: tuple[tuple[str, str, str], ...] = ()  # thing, quantity, state
    money: int | None = None
    papers: tuple[GivenPaper, ...] = ()
    opinions: str | None = None
    copies: int | None = 4
    resident_signs: bool = True


def money_words(amount: int | None) -> str | None:
    """ "480.000 đ (Bốn trăm tám mươi nghìn đồng./.)"; None stays None, for the pen."""
    return None if amount is None else f"{dong(amount)} ({dong_in_words(amount)}./.)"


def reception_minutes(paper: ReceptionMinutes) -> Form:
    """Biên bản tiếp nhận đối tượng."""
    resident = paper.resident
    return Form(
        letterhead=paper.letterhead,
        kind="Biên bản",
        about="Tiếp nhận đối tượng vào cơ sở trợ giúp xã hội",
        numbering=paper.numbering,
        dated=False,
        legal_bases=paper.legal_bases,
        parts=(
            Prose(f"{moment_words(paper.at)}, tại {told(paper.place, 30)}, chúng tôi gồm:"),
            section("I. Bên giao"),
            *party_lines(paper.giver),
            section("II. Bên nhận"),
            *official_lines(paper.receiver),
            section("III. Đại diện UBND cấp xã chứng kiến"),
            *official_lines(paper.witness),
            Prose("Cùng lập biên bản giao, nhận đối tượng như sau:"),
            section("IV. Người được tiếp nhận"),
            *resident_lines(resident),
            *lines(
                [("Diện đối tượng", resident.category)],
                [("Lý do tiếp nhận", paper.reason)],
                [("Tình trạng sức khỏe khi tiếp nhận", paper.health)],
            ),
            section("V. Tư trang, tiền, giấy tờ kèm theo"),
            listing(("Tên đồ vật", "Số lượng", "Tình trạng"), paper.belongings),
            *lines([("Tiền", money_words(paper.money))]),
            listing(
                ("Tên giấy tờ", "Bản chính, bản sao", "Số tờ", "Ghi chú"),
                [(given.name, given.form, given.sheets, given.note) for given in paper.papers],
            ),
            section("VI. Ý kiến của các bên"),
            plain(paper.opinions),
            Prose(f"Biên bản kết thúc cùng ngày, đã đọc cho các bên nghe, {copies_words(paper.copies)}./."),
        ),
        slots=(
            Slot("giver", ("BÊN GIAO",), paper.giver.name or "", SIGN_HERE),
            Slot("receiver", ("BÊN NHẬN",), paper.receiver.name or "", SIGN_HERE),
            Slot("witness", ("ĐẠI DIỆN UBND CẤP XÃ",), paper.witness.name or "", "(Ký, đóng dấu)"),
            Slot(
                "resident",
                ("ĐỐI TƯỢNG HOẶC NGƯỜI GIÁM HỘ",),
                resident.full_name if paper.resident_signs else "",
                SIGN_HERE,
            ),
        ),
    )


# Decision


@dataclass(frozen=True, kw_only=True)
class AdmissionDecision:
    """The decision to admit. ``until_on`` is set for emergency care; ``by_proposal_of`` is the department that proposed it."""

    letterhead: Letterhead
    numbering: Numbering
    head: Signer
    legal_bases: tuple[str, ...]
    resident: Resident
    from_on: date | None
    until_on: date | None = None
    regime: str | None = None
    responsible: str = "Các phòng, bộ phận có liên quan"
    recipients: tuple[str, ...] = ()
    way: Way = Way.DIGITAL


def authority_of(head: Signer, letterhead: Letterhead) -> str:
    """Who decides: "Giám đốc Trung tâm Bảo trợ xã hội tỉnh"."""
    return f"{head.instead_of or head.post} {letterhead.issuer}"


def day_words(day: date | None) -> str:
    """ "ngày 05 tháng 11 năm 2026", or dots."""
    return long_form(day) if day else "ngày ...... tháng ...... năm ........"


def identified(resident: Resident) -> str:
    """The person in one run of words: title, name, birth, identity number, permanent home."""
    words = [resident.addressed, f"sinh {told(resident.born, 16)}", f"số căn cước {told(resident.id_no)}"]
    return f"{', '.join(words)}, nơi thường trú: {told(resident.permanent_home, 40)}"


def admission_decision(paper: AdmissionDecision) -> Form:
    """Quyết định tiếp nhận đối tượng."""
    until = f" đến {day_words(paper.until_on)}" if paper.until_on else ""
    regime = paper.regime or "chế độ trợ giúp theo quy định của pháp luật hiện hành"
    return Form(
        letterhead=paper.letterhead,
        kind="Quyết định",
        about="Về việc tiếp nhận đối tượng vào chăm sóc, nuôi dưỡng tại cơ sở",
        numbering=paper.numbering,
        authority=authority_of(paper.head, paper.letterhead),
        legal_bases=paper.legal_bases,
        parts=(
            Prose("QUYẾT ĐỊNH:", Look.CENTRED),
            Prose(
                f"Tiếp nhận {identified(paper.resident)}, diện {told(paper.resident.category, 40)}, vào chăm sóc, nuôi dưỡng "
                f"tại {paper.letterhead.issuer} từ {day_words(paper.from_on)}{until}.",
                lead="Điều 1.",
            ),
            Prose(
                f"{paper.resident.addressed[:1].upper()}{paper.resident.addressed[1:]} được hưởng {regime}.",
                lead="Điều 2.",
            ),
            Prose(
                f"{paper.responsible} và {paper.resident.addressed} chịu trách nhiệm thi hành Quyết định này. "
                "Quyết định có hiệu lực kể từ ngày ký./.",
                lead="Điều 3.",
            ),
        ),
        slots=(slot_of(paper.head, HEAD, paper.way),),
        recipients=paper.recipients or ("Như Điều 3", "Lưu: VT"),
    )
