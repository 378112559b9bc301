"""The papers of backups: the record of a trial of restoring, and the page that leads a book to another PC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.dates import clock, local, written
from carebook.money import number
from carebook.records.backup import DrillKey, RestoreDrill
from carebook.records.facility import Facility
from carebook.records.staff import StaffMember
from carebook.reports.forms import Fact, Facts, Form, Points, Prose, pdf
from carebook.reports.paper.facts import Letterhead, Slot, place_and_date
from carebook.reports.paper.page import Drawn
from carebook.reports.people import section
from carebook.store import facility
from carebook.store.backup import Backup
from carebook.store.book import Reader
from carebook.words import speaking


@dataclass(frozen=True)
class Trial:
    """One trial of restoring as its record tells it."""

    drill: RestoreDrill
    facility: Facility
    tried_by: str
    post: str


def gather(reader: Reader, drill_id: str) -> Trial:
    """A trial with who did it; `LookupError` when there is none of that id."""
    drill = reader.record(RestoreDrill, drill_id)
    if drill is None:
        raise LookupError(drill_id)
    who = reader.record(StaffMember, drill.drilled_by_id) if drill.drilled_by_id else None
    return Trial(drill, facility.facility(reader), who.full_name if who else "", who.post if who else "")


def draw(trial: Trial, *, invariant: bool = False) -> Drawn:
    """Biên bản thử khôi phục: one page; it names nobody of whom the book is."""
    with speaking("vi"):
        return pdf.draw(_record(trial), invariant=invariant)


def _record(trial: Trial) -> Form:
    drill, about = trial.drill, trial.facility
    day = local(drill.drilled_at).date() if drill.drilled_at else None
    with_what = "mã khôi phục" if drill.opened_with is DrillKey.RECOVERY else "mật khẩu của người thử"
    result = "KHÔI PHỤC ĐƯỢC" if drill.passed else "KHÔNG KHÔI PHỤC ĐƯỢC"
    checked = (
        f"Mở được bằng {with_what}; mã hóa của từng trang còn nguyên, tệp không hỏng",
        f"Số người trong sổ: {number(drill.people)}, đang được trợ giúp: {number(drill.present)}, đúng như bản sao lưu ghi",
        f"Nhật ký liền mạch {number(drill.entries)} dòng, dòng cuối có trong nhật ký của sổ đang dùng",
        f"Từ bản sao lưu tới lúc thử, sổ ghi thêm {number(drill.later_entries)} dòng; khôi phục bản này sẽ thiếu các dòng đó",
    )
    found = Points(tuple(f"{one}." for one in checked)) if drill.passed else Prose(drill.fault)
    return Form(
        letterhead=_letterhead(about),
        kind="Biên bản",
        about="Thử khôi phục sổ từ bản sao lưu",
        parts=(
            _line("Lúc thử", _moment(drill.drilled_at)),
            _line("Người thử", ", ".join(part for part in (trial.tried_by, trial.post) if part)),
            _line("Bản sao lưu", drill.file),
            _line("Lập lúc", _moment(drill.backup_made_at)),
            _line("Thời gian thử", f"{number(drill.seconds)} giây"),
            section("Việc đã làm"),
            Prose(
                "Bản sao lưu được mở riêng ở một thư mục tạm, vẫn mã hóa, rồi so với sổ đang dùng. "
                "Sổ đang dùng không bị đụng tới; thư mục tạm đã bỏ."
            ),
            section("Kết quả"),
            found,
            _line("Đầu nhật ký của bản sao lưu", f"{drill.head[:16]} {drill.head[16:32]}"),
            section(f"Kết luận: {result}"),
        ),
        place_date=place_and_date(about.place, day),
        dated=False,
        slots=(
            Slot("preparer", ("NGƯỜI THỬ",), trial.tried_by),
            Slot("head", (about.head_post.upper() or "NGƯỜI ĐỨNG ĐẦU",), about.head_name),
        ),
    )


def draw_guide(about: Facility, made: Backup, *, on: date, invariant: bool = False) -> Drawn:
    """Hướng dẫn chuyển sổ sang máy mới: one page to lie beside the stick."""
    steps = (
        "Trên máy cũ: đóng CareBook. Từ lúc này không ghi gì thêm vào sổ ở máy cũ",
        "Trên máy mới: cài CareBook, cắm USB, mở chương trình",
        "Bấm “Chuyển sổ từ máy cũ”, chọn tệp ghi ở trên",
        "Gõ tên đăng nhập và mật khẩu đang dùng, hoặc mã khôi phục trên tờ giấy trong két",
        f"So số người: máy mới phải hiện {number(made.people)} người, {number(made.present)} đang được trợ giúp",
        "Chọn nơi sao lưu trên máy mới và sao lưu một lần",
        "Giữ sổ ở máy cũ ít nhất một tháng, chỉ để xem; sau đó mới bỏ",
    )
    form = Form(
        letterhead=_letterhead(about),
        kind="Hướng dẫn",
        about="Chuyển sổ sang máy mới",
        parts=(
            _line("Tệp trên USB", made.path.name),
            _line("Lập lúc", _moment(made.made_at)),
            _line("Sổ có", f"{number(made.people)} người, {number(made.present)} đang được trợ giúp"),
            section("Làm theo thứ tự"),
            *(Prose(f"{one}.", lead=f"{n}. ") for n, one in enumerate(steps, 1)),
            section("Cần biết"),
            Points(
                (
                    "Tệp được mã hóa; không có mật khẩu hoặc mã khôi phục thì không ai mở được.",
                    "Một sổ chỉ ghi ở một máy. Ghi ở cả hai máy thì không gộp lại được.",
                )
            ),
        ),
        place_date=place_and_date(about.place, on),
        dated=False,
    )
    with speaking("vi"):
        return pdf.draw(form, invariant=invariant)


def _letterhead(about: Facility) -> Letterhead:
    return Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample)


def _line(label: str, value: str | None) -> Facts:
    return Facts((Fact(label, value),))


def _moment(at: datetime | None) -> str | None:
    return None if at is None else f"{clock(at)} ngày {written(local(at).date())}"
