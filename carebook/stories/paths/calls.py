"""The hotline of a year: about nine calls a month, a third without a name, most about classes, fees and allowances."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from carebook.actions.hotline import call_back, save_call
from carebook.records.services import DangerLevel, HotlineCall
from carebook.records.staff import Actor
from carebook.stories.clock import Days, moment
from carebook.stories.homes import any_home
from carebook.stories.paths.telling import Paths, staff
from carebook.stories.stage import Stage

_TOLD = (
    (
        "autism",
        "family",
        "Con trai 3 tuổi chưa nói, hỏi lớp can thiệp và học phí.",
        "Hẹn đến sàng lọc sáng thứ Năm.",
        "advised",
    ),
    (
        "autism",
        "family",
        "Cháu 4 tuổi, bác sĩ nghi tự kỷ, hỏi gói buổi.",
        "Nói rõ gói 24 buổi, hẹn gặp cô giáo.",
        "advised",
    ),
    ("allowance", "self", "Bà 78 tuổi hỏi trợ cấp hưu trí xã hội.", "Hướng dẫn nộp đơn ở UBND xã.", "advised"),
    (
        "admission",
        "family",
        "Hỏi cho bố 84 tuổi vào ở tự nguyện.",
        "Nói các gói, giá, giấy tờ; mời đến xem phòng.",
        "advised",
    ),
    (
        "admission",
        "commune",
        "Cán bộ xã hỏi hồ sơ cho cụ sống một mình.",
        "Gửi mẫu tờ khai, hẹn thăm hộ.",
        "case_opened",
    ),
    (
        "street",
        "police",
        "Có người lang thang ở bến xe, không giấy tờ.",
        "Hẹn công an đưa đến, chuẩn bị giường.",
        "admitted",
    ),
    ("mental", "family", "Em trai bỏ thuốc, đập đồ.", "Gọi trạm y tế, dặn người nhà giữ an toàn.", "referred"),
    ("abandoned", "neighbour", "Cụ bà ở một mình, con không qua lại.", "Báo cộng tác viên đến thăm.", "case_opened"),
    ("tracing", "other", "Tìm người chú mất liên lạc 10 năm.", "Ghi tên, năm sinh, hẹn trả lời.", "call_back"),
    ("other", "school", "Trường hỏi buổi nói chuyện với học sinh.", "Hẹn lịch truyền thông.", "advised"),
)
_URGENT_EVERY = 40
_TAKERS = ("X1", "X2", "XH", "X3")


def tell_calls(paths: Paths, days: Days, rng: Random, first: date) -> None:
    """Every call from the first day of the book to yesterday; promised calls back are made the next day."""
    day, number = first + timedelta(days=2), 0
    while day < days.today:
        need, caller, content, advice, outcome = rng.choice(_TOLD)
        number += 1
        anonymous = rng.random() < 0.34
        clock = f"{rng.choice((8, 9, 10, 14, 15, 16, 19, 20)):02}:{rng.randint(0, 59):02}"
        who = _TAKERS[number % len(_TAKERS)]
        promised = outcome == "call_back" and day < days.back(3)
        call = HotlineCall(
            called_at=moment(day, clock),
            minutes=rng.randint(3, 14),
            caller=caller,
            anonymous=anonymous,
            caller_phone="" if anonymous else f"05000008{number % 100:02}",
            commune=None if anonymous else any_home(rng).code,
            need=need,
            content=content,
            advice=advice,
            outcome=outcome if outcome != "call_back" or promised else "advised",
            danger=DangerLevel.MEDIUM if need in ("mental", "abandoned") else DangerLevel.LOW,
            call_back_on=day + timedelta(days=1) if promised else None,
        )
        mark = f"call {number}"
        paths.of_center(mark, who, day, clock, save_call, call, mark, taken_by_id=staff(who))
        if promised:
            _return(paths, mark, who, day + timedelta(days=1))
        day += timedelta(days=rng.choice((2, 3, 3, 4, 5)))
    _urgent(paths, days, first)


def _return(paths: Paths, mark: str, who: str, day: date) -> None:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        call_back(
            stage.book,
            paths.kept[mark].id,
            day,
            "Đã tìm trong sổ, chưa thấy; hẹn nếu có tin.",
            by=by,
            now=now,
        )

    paths.then(mark, who, day, "09:00", do)


def _urgent(paths: Paths, days: Days, first: date) -> None:
    """One a month from now that could not wait."""
    day = days.back(18)
    if day <= first:
        return
    call = HotlineCall(
        called_at=moment(day, "22:40"),
        minutes=11,
        caller="neighbour",
        anonymous=True,
        need="violence",
        violence_kinds=("physical",),
        about="Nữ, khoảng 40 tuổi",
        content="Nghe tiếng đánh và tiếng kêu ở nhà bên.",
        danger=DangerLevel.URGENT,
        safety_plan="Báo công an phường ngay; giữ máy đến khi có người tới.",
        advice="Không tự vào nhà; gọi 113.",
        outcome="emergency",
    )
    paths.of_center("urgent call", "X3", day, "22:40", save_call, call, taken_by_id=staff("X3"))
