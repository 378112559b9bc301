"""Looking for a family: the public notice, and letters to a commune or the police (Nghị định 30/2020: công văn)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.records.facility import Facility
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.reports.case_papers.about import About, day_words
from carebook.reports.forms import Form, Part, Points, Prose, lines, told
from carebook.reports.paper.facts import Numbering
from carebook.reports.papers_of_stay.known import number_of
from carebook.reports.path_papers.saying import reached_at
from carebook.reports.people import resident_lines, section


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is known of somebody whose family is looked for, beside who they are; "" where it is not known."""

    found_on: date | None = None
    found_at: str = ""
    state: str = ""
    features: str = ""
    language: str = ""
    things: str = ""
    is_child: bool = False


NOBODY_SOUGHT = Sought()


def _seen(about: About, sought: Sought) -> tuple[Part, ...]:
    """How the person can be told: the lines of notice and letter."""
    resident = about.resident
    return (
        *lines(
            [("Họ và tên, tên gọi", resident.full_name), ("Giới tính", resident.sex)],
            [("Năm sinh (hoặc khoảng)", resident.born), ("Dân tộc", resident.ethnicity)],
            [("Ngày phát hiện, tiếp nhận", day_words(sought.found_on))],
            [("Nơi phát hiện, tiếp nhận", sought.found_at)],
            [("Đặc điểm nhận dạng", sought.features)],
            [("Tiếng nói, cách giao tiếp", sought.language)],
            [("Tình trạng khi tiếp nhận", sought.state)],
            [("Quần áo, đồ vật mang theo", sought.things)],
        ),
    )


def tracing_notice(
    about: About,
    letter: TracingLetter,
    sought: Sought,
    center: Facility | None = None,
    *,
    working_days: int | None = None,
) -> Form:
    """Thông báo tìm thân nhân; ``working_days`` is how long it runs (khoản 2 Điều 28 Nghị định 20/2021)."""
    name = about.resident.addressed or "người có đặc điểm trên"
    days = f"{working_days:02}" if working_days else "......"
    from_day = day_words(letter.sent_on) or "......./......./.........."
    after = (
        "cơ sở lập hồ sơ chăm sóc thay thế cho trẻ theo quy định của pháp luật"
        if sought.is_child
        else "cơ sở tiếp tục chăm sóc, nuôi dưỡng theo quy định của pháp luật"
    )
    reached = reached_at(center, hidden=False)
    return Form(
        letterhead=about.letterhead,
        kind="Thông báo",
        about="Tìm thân nhân",
        numbering=Numbering("TB", number_of(letter.number), letter.sent_on),
        parts=(
            Prose(f"{about.letterhead.issuer} đang chăm sóc, nuôi dưỡng người có đặc điểm sau đây:"),
            *_seen(about, sought),
            Prose(
                f"Ai là cha, mẹ, người giám hộ, người thân hoặc biết tin về {name}, đề nghị liên hệ với "
                f"{about.letterhead.issuer}, {told(reached, 60)}; khi đến mang theo giấy tờ chứng minh nhân thân và quan hệ."
            ),
            Prose(
                f"Thông báo này có giá trị trong {days} ngày làm việc kể từ ngày {from_day}. Hết thời hạn trên mà không có "
                f"người đến nhận, {after}./."
            ),
            *lines([("Kèm theo", "01 ảnh nhận dạng")]),
        ),
        slots=(about.head_signs(),),
        recipients=tuple(filter(None, (letter.addressee.strip() or None, "Lưu: VT, CTXH"))),
    )


_TO_COMMUNE = (
    "Xác minh người nêu trên có người thân cư trú tại địa phương hay không; họ tên, năm sinh, nơi ở, quan hệ của người thân.",
    "Cho biết hoàn cảnh gia đình, khả năng và nguyện vọng nhận người thân về chăm sóc.",
    "Thông báo cho gia đình biết để liên hệ với cơ sở.",
)
_TO_POLICE = (
    "Tra cứu, xác minh nhân thân, nơi đăng ký cư trú của người nêu trên và người thân (nếu có).",
    "Cho biết có tin báo mất tích, thông báo tìm người trùng với đặc điểm nêu trên hay không.",
    "Phối hợp thông báo cho gia đình, người thân.",
)
_FINGERPRINTS = (
    "Thu nhận, tra cứu vân tay của người nêu trên để xác định nhân thân.",
    "Thông báo kết quả để cơ sở liên hệ với gia đình, làm giấy tờ tùy thân.",
)
_WANTED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "commune_letter": ("V/v xác minh thân nhân của đối tượng", _TO_COMMUNE),
    "police_letter": ("V/v xác minh nhân thân, tìm thân nhân của đối tượng", _TO_POLICE),
    "fingerprints": ("V/v tra cứu vân tay để xác định nhân thân", _FINGERPRINTS),
}
_OTHERWISE = ("V/v tìm kiếm, xác minh thân nhân của đối tượng", _TO_COMMUNE)


def tracing_letter(
    about: About,
    letter: TracingLetter,
    sought: Sought,
    center: Facility | None = None,
    lead: TracingLead | None = None,
    *,
    hidden: bool = False,
) -> Form:
    """Công văn to the addressee of ``letter``; with ``lead`` it tells the trace. ``hidden``: where the person is stays unsaid."""
    subject, wanted = _WANTED.get(letter.kind, _OTHERWISE)
    reply_by = day_words(letter.reply_due_on) or "......./......./.........."
    return Form(
        letterhead=about.letterhead,
        subject=subject,
        numbering=Numbering("", number_of(letter.number), letter.sent_on),
        addressed_to=(letter.addressee.strip() or "." * 60,),
        parts=(
            Prose(
                f"{about.letterhead.issuer} đang chăm sóc, trợ giúp người có thông tin dưới đây. Để tìm kiếm, xác minh gia đình "
                "và tạo điều kiện cho người này trở về với gia đình, cộng đồng, cơ sở đề nghị quý cơ quan phối hợp như sau:"
            ),
            section("1. Thông tin về người cần tìm thân nhân"),
            *(_seen(about, sought) if letter.kind != "commune_letter" else _named(about, sought, hidden=hidden)),
            *_trace(about, lead),
            section(f"{3 if lead else 2}. Nội dung đề nghị phối hợp"),
            Points(wanted),
            Prose(
                f"Kết quả xin gửi bằng văn bản về {about.letterhead.issuer} ({told(reached_at(center, hidden=hidden), 40)}) "
                f"trước ngày {reply_by}. Rất mong nhận được sự phối hợp của quý cơ quan./."
            ),
        ),
        slots=(about.head_signs(),),
        recipients=("Như trên", "Lưu: VT, CTXH"),
    )


def _named(about: About, sought: Sought, *, hidden: bool) -> tuple[Part, ...]:
    """Who it is, with identity paper and home, for who can compare them."""
    home = () if hidden else lines([("Ngày tiếp nhận vào cơ sở", day_words(sought.found_on))])
    features = lines([("Đặc điểm nhận dạng", sought.features)]) if sought.features else ()
    return (*resident_lines(about.resident), *home, *features)


def _trace(about: About, lead: TracingLead | None) -> tuple[Part, ...]:
    if lead is None:
        return ()
    where = ", ".join(filter(None, (lead.place, about.text("commune", lead.commune))))
    relation = about.text("relationship", lead.relation) if lead.relation != "other" else ""
    return (
        section("2. Manh mối về người thân"),
        *lines(
            [("Người có thể là thân nhân", lead.person), ("Quan hệ", relation)],
            [("Nơi ở", where)],
            [("Nội dung", " ".join(lead.what.split()))],
        ),
    )
