"""The therapy of the named stories: An learns to walk again, Hải Đăng's two packages, Lụa's hearing aids."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from carebook.records.care_plans import Agreement
from carebook.records.devices import DeviceLoan
from carebook.records.packages import Package
from carebook.records.rehabilitation import Qualifier
from carebook.rules.calendar import is_working_day
from carebook.stories.clock import Days
from carebook.stories.therapy.courses import Aim, Courses, Given, Plan

WALK, DRESS = "Đi 10 m bằng khung, có người đứng cạnh", "Tự mặc áo cài cúc trong 10 phút"
LOOKS, TURNS, POINTS = "Nhìn người gọi tên 5/10 lần", "Chờ lượt 2 phút", "Chỉ tay xin đồ vật"
_MORNING = ("MO", "WE", "FR")
_PRICE = 2_880_000


def tell_named(courses: Courses, days: Days) -> None:
    """Everybody whose therapy has a story."""
    _an(courses, days)
    _dang(courses, days)
    courses.lend(
        "lua",
        "G1",
        DeviceLoan(
            episode_id="",
            device="hearing_aid",
            number="KT-03",
            details="Máy trợ thính hai tai",
            lent_on=days.back(410),
            check_on=days.back(-20),
        ),
    )


def _an(courses: Courses, days: Days) -> None:
    back = days.back
    walking: dict[str, Any] = {"who": "K1", "room": "pt", "at": time(8, 30), "minutes": 30, "from_on": back(138)}
    courses.plan(
        "an",
        Plan(
            who="K1",
            on=days.office(140),
            diagnosis="Liệt nửa người phải sau nhồi máu não (I69.3); khớp vai phải đau khi nâng tay.",
            indication="Tập đứng, tập đi với khung; tập mặc áo, dùng tay phải.",
            functions=(
                ("b730", Qualifier.SEVERE),
                ("b755", Qualifier.MODERATE),
                ("d450", Qualifier.SEVERE),
                ("d540", Qualifier.MODERATE),
                ("e120", Qualifier.MILD),
            ),
            aims=(
                Aim(
                    text=WALK,
                    levels=(
                        "Đứng bám thanh, chưa bước được",
                        "Đi 5 m bằng khung, có người dìu",
                        "Đi 10 m bằng khung, có người đứng cạnh",
                        "Đi 20 m bằng khung, có người trông",
                        "Đi 20 m bằng gậy",
                    ),
                    importance=3,
                    difficulty=2,
                    due_on=back(-20),
                    measure="Số mét đi được",
                    now="0 m",
                    to="10 m",
                    long=True,
                ),
                Aim(
                    text=DRESS,
                    levels=(
                        "Người khác mặc giúp",
                        "Xỏ được một tay, cài 1 cúc",
                        "Mặc và cài cúc xong trong 10 phút",
                        "Mặc và cài cúc xong trong 7 phút",
                        "Tự chọn và mặc áo trong 5 phút",
                    ),
                    importance=2,
                    difficulty=2,
                    due_on=back(-20),
                    measure="Số phút",
                ),
            ),
            therapies=(
                Given(therapy="pt", technique="Đứng, đi trong thanh, đi với khung", days=_MORNING, count=72, **walking),
                Given(therapy="ot", technique="Mặc áo, cài cúc, nắm vật", days=("TU", "TH"), count=48, **walking),
            ),
            review_on=back(-12),
            watch="Đo huyết áp trước buổi; trên 160/100 thì nghỉ và báo bác sĩ. Không kéo tay phải.",
        ),
    )
    for ago, levels in ((118, (-2, -2)), (88, (-1, -2)), (58, (0, -1)), (26, (0, 0))):
        courses.levels("an", "K1", back(ago), dict(zip((WALK, DRESS), levels, strict=True)))
    frame = DeviceLoan(
        episode_id="",
        device="walking_frame",
        number="PHCN-07",
        lent_on=back(130),
        fitted_on=back(130),
        due_back_on=back(-60),
        check_on=back(-10),
    )
    courses.lend("an", "K1", frame)


def _dang(courses: Courses, days: Days) -> None:
    back = days.back
    first = back(112)
    courses.package(
        "dang",
        "dang 1",
        "G2",
        Package(
            episode_id="",
            name="Gói 1: 24 buổi can thiệp sớm",
            registered_on=back(124),
            from_on=first,
            sessions=24,
            price=_PRICE,
            paid=_PRICE,
            paid_on=first,
            payer="Bùi Thị Khơi",
        ),
        on=first,
        clock="13:05",
    )
    courses.plan(
        "dang",
        Plan(
            who="G2",
            on=first,
            diagnosis="Rối loạn phổ tự kỷ; CARS-2 36,5.",
            indication="Can thiệp sớm một cô một trẻ; tập gọi tên, chờ lượt, xin bằng cử chỉ.",
            functions=(
                ("b122", Qualifier.SEVERE),
                ("b140", Qualifier.MODERATE),
                ("d130", Qualifier.MODERATE),
                ("d335", Qualifier.SEVERE),
                ("e310", Qualifier.NONE),
            ),
            aims=tuple(
                Aim(
                    text=text,
                    levels=levels,
                    importance=importance,
                    difficulty=difficulty,
                    due_on=back(-30),
                    measure="Đếm trong buổi",
                )
                for text, levels, importance, difficulty in (
                    (
                        LOOKS,
                        (
                            "Không nhìn khi gọi tên",
                            "Nhìn 2–4/10 lần",
                            "Nhìn 5/10 lần",
                            "Nhìn 7/10 lần",
                            "Nhìn 9/10 lần và đáp lại",
                        ),
                        3,
                        2,
                    ),
                    (
                        TURNS,
                        (
                            "Không chờ, giành đồ chơi",
                            "Chờ 60 giây có nhắc",
                            "Chờ 2 phút",
                            "Chờ 4 phút",
                            "Tự đổi lượt với bạn",
                        ),
                        2,
                        2,
                    ),
                    (
                        POINTS,
                        (
                            "Kéo tay người lớn hoặc khóc",
                            "Với tay về phía đồ vật",
                            "Chỉ tay xin đồ vật",
                            "Chỉ tay và nhìn người",
                            "Chỉ tay và nói một từ",
                        ),
                        3,
                        1,
                    ),
                )
            ),
            therapies=(
                Given(
                    therapy="early_intervention",
                    technique="Một cô một trẻ",
                    who="G2",
                    room="early",
                    days=_MORNING,
                    at=time(9, 0),
                    minutes=45,
                    count=_room_for(courses.since(back(110)), back(46)),
                    from_on=back(110),
                    package="dang 1",
                    fee=120_000,
                ),
                Given(
                    therapy="speech",
                    technique="Môi, lưỡi; gọi tên",
                    who="K2",
                    room="speech",
                    days=("TH",),
                    at=time(9, 0),
                    minutes=30,
                    count=20,
                    from_on=back(110),
                ),
            ),
            review_on=back(-35),
            consent=Agreement.BY_GUARDIAN,
            consent_by="Bùi Thị Khơi (mẹ)",
            watch="Dễ hoảng với tiếng khoan, tiếng máy thổi.",
        ),
        clock="13:40",
    )
    for ago, levels in ((109, (-2, -2, -2)), (80, (-1, -1, -2)), (50, (-1, -1, -1)), (20, (0, -1, 0))):
        courses.levels("dang", "G2", back(ago), dict(zip((LOOKS, TURNS, POINTS), levels, strict=True)))
    courses.make_up("dang", "G2", days.office(64), time(15, 30), 45)
    if courses.opened_on < first:
        courses.end_package(
            *("dang", "dang 1", "G2", back(46), "used_up"),
            "Nhìn 4/10 lần khi gọi tên, chờ 60 giây, bắt đầu chỉ tay. Mẹ xin học tiếp.",
        )
    courses.package(
        "dang",
        "dang 2",
        "G2",
        Package(
            episode_id="",
            name="Gói 2: 24 buổi can thiệp sớm",
            registered_on=back(47),
            from_on=back(44),
            sessions=24,
            price=_PRICE,
            paid=_PRICE,
            paid_on=back(47),
            payer="Bùi Thị Khơi",
            reassess_on=back(-21),
        ),
        on=back(47),
    )
    courses.series(
        "dang",
        Given(
            therapy="early_intervention",
            technique="Một cô một trẻ",
            who="G2",
            room="early",
            days=_MORNING,
            at=time(9, 0),
            minutes=45,
            count=24,
            from_on=back(44),
            package="dang 2",
        ),
        planned=True,
    )


def _room_for(first: date, last: date, most: int = 26) -> int:
    """So many sessions lie between two days; a book opened later holds only the rest of the package."""
    found = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return max(1, min(most, sum(day.weekday() in (0, 2, 4) and is_working_day(day) for day in found)))
