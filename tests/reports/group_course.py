"""A believable group and a class as plain records, for papers that are drawn without a book."""

from __future__ import annotations

from datetime import date, time

from carebook.records.groups import (
    Attendance,
    Group,
    GroupMember,
    GroupSession,
    GroupSessionState,
    GroupStage,
    Participation,
    Presence,
)
from carebook.rules.classes import ClassRegister, Lesson, Pupil, register_line
from carebook.store.groups import Member, Roster, RosterRow
from tests.reports.therapy_course import LONG, STAFF, TEACHER

GROUP = Group(
    id="group",
    name="Chuyện xưa",
    kind="therapy",
    purpose="Nhớ lại chuyện cũ, nói chuyện với nhau, bớt cô đơn",
    leader_id=TEACHER,
    planned_sessions=12,
    stage=GroupStage.WORKING,
    from_on=date(2026, 6, 1),
)
CLASS = Group(
    id="class",
    name="Lớp khiếm thính 2",
    kind="special_class",
    purpose="Học chữ",
    school_year="2026-2027",
    leader_id=TEACHER,
)
NAMES = (
    *(
        "Chíu Thị Lụa",
        "Đặng Ngọc Bảo Trâm",
        "Đoàn Thị Miên",
        "Lương Đình Thuận",
        "Ngô Hải Đăng",
        "Nguyễn Hoàng Phương Thảo",
    ),
    *("Từ Thị Suối", "Từ Văn Nguồn", "Vũ Thị Ngọc Ánh"),
)


def member(n: int, name: str, **changes: object) -> Member:
    """Somebody in the group."""
    record = GroupMember(id=f"m{n}", episode_id=f"e{n}", group_id="group", own_goal="Kể được một chuyện", **changes)  # type: ignore[arg-type]
    values = (f"m{n}", "group", f"e{n}", f"p{n}", f"CB-{n:06}", name, "A105", "residential", False)
    return Member(*values, date(2026, 6, 1), None, None, 5, 6, record)


def roster(state: GroupSessionState = GroupSessionState.HELD) -> Roster:
    """A session of the group with somebody in every way of attending."""
    rows = []
    for n, name in enumerate(NAMES):
        presence = {2: Presence.LATE, 4: Presence.EXCUSED, 5: Presence.ABSENT}.get(n, Presence.PRESENT)
        found = Attendance(
            episode_id=f"e{n}",
            group_session_id="meeting",
            member_id=f"m{n}",
            presence=presence,
            reason="ill" if presence is Presence.EXCUSED else None,
            participation=Participation.ACTIVE,
            remark="Nhận ra ảnh cưới, hát được nửa bài" if n == 0 else "",
            followed_up_on=date(2026, 6, 8) if presence is Presence.ABSENT else None,
            follow_up="Ngủ quên, hẹn tuần sau" if presence is Presence.ABSENT else "",
        )
        rows.append(RosterRow(member(n, name, attends="mẹ" if n == 8 else ""), found))
    meeting = GroupSession(
        id="meeting",
        group_id="group",
        leader_id=TEACHER,
        planned_on=date(2026, 6, 5),
        planned_at=time(15, 0),
        minutes=60,
        state=state,
        reason="rain" if state is GroupSessionState.NOT_HELD else None,
        topic="Ngày cưới",
        activities="Xem ảnh cũ, kể chuyện theo lượt, hát",
        materials="Ảnh, đài, trà",
        course=LONG,
        dynamics="Người mới được nhường kể trước; hai người hay ngắt lời đã biết chờ lượt.",
        result="Bảy người kể được một chuyện.",
        lessons="Bớt ảnh, thêm đồ vật cầm được.",
    )
    return Roster(meeting, GROUP, STAFF[TEACHER], "Phòng sinh hoạt chung", 7, "", tuple(rows))


def register(pupils: int = 9) -> ClassRegister:
    """A month of a class with every mark."""
    days = [date(2026, 11, day) for day in range(1, 31) if date(2026, 11, day).weekday() < 5]
    lessons = tuple(
        Lesson(
            f"l{n}",
            on,
            time(7, 30),
            180,
            GroupSessionState.NOT_HELD if n == 9 else GroupSessionState.HELD if n < 15 else GroupSessionState.PLANNED,
            "sign_language" if n % 2 else None,
            "Phiên chợ: mua, bán, trả giá bằng ký hiệu" if n < 15 else "",
            "rain" if n == 9 else None,
        )
        for n, on in enumerate(days)
    )
    lines = []
    for n in range(pupils):
        name = NAMES[n % len(NAMES)]
        pupil = Pupil(f"m{n}", f"e{n}", f"p{n}", name, f"CB-{n:06}", False, date(2026, 9, 1), None, n == 4)
        presence = {
            one.id: {0: Presence.EXCUSED, 1: Presence.ABSENT, 2: Presence.LATE}.get((n + at) % 11, Presence.PRESENT)
            for at, one in enumerate(lessons)
            if at < 14
        }
        lines.append(register_line(pupil, lessons, presence))
    return ClassRegister("class", CLASS.name, days[0], date(2026, 11, 30), tuple(days), lessons, tuple(lines))
