"""Papers of a group or class: the minutes of a session with everybody's attendance, and the register of a month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from carebook.money import percent
from carebook.records.groups import Attendance, Group, GroupSessionState, GroupStage, Presence
from carebook.reports.case_papers.about import About, day_words, said, typed
from carebook.reports.forms import Form, Listing, Look, Part, Prose, lines, listing, wide
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.people import section
from carebook.reports.therapy_papers.saying import at_words, joined, weekday
from carebook.rules.classes import CLASS_KIND, ClassRegister, Lesson, Mark
from carebook.store.groups import Roster, RosterRow

T = TypeVar("T")
_BLANK_MEMBERS, _BLANK_PUPILS, _BLANK_DAYS, _BLANK_LESSONS = 12, 12, 23, 8
_CAME = (Presence.PRESENT, Presence.LATE)
_LEGEND = (
    "x: có mặt; M: đến muộn; ½: có mặt một phần buổi; P: vắng có lý do; K: vắng không lý do; –: không diễn ra; "
    "trống: chưa điểm danh."
)
_SCALE = "Mức tham gia: 0 không tham gia, 1 cần nhắc, 2 tham gia vừa, 3 tích cực."


def group_minutes(about: About, roster: Roster | None = None) -> Form:
    """Biên bản sinh hoạt nhóm of one session; without one a sheet for the pen."""
    parts = _blank_minutes() if roster is None else tuple(_minutes(about, roster))
    leader = roster.leader if roster is not None else ""
    return Form(
        letterhead=about.letterhead,
        kind="Biên bản",
        about="Sinh hoạt lớp" if roster is not None and _is_class(roster.group) else "Sinh hoạt nhóm",
        parts=parts,
        place_date=about.dated(roster.session.planned_on if roster is not None else None),
        slots=(
            about.signs_by_hand("member", ("ĐẠI DIỆN", "THÀNH VIÊN")),
            about.signs("leader", ("NGƯỜI ĐIỀU PHỐI",), leader),
        ),
    )


def _is_class(group: Group) -> bool:
    return group.kind == CLASS_KIND


def _minutes(about: About, roster: Roster) -> Iterator[Part]:
    session, group = roster.session, roster.group
    day = f"{at_words(session.planned_at)} {day_words(session.planned_on)}, {session.minutes} phút"
    planned = f"/{group.planned_sessions}" if group.planned_sessions else ""
    yield from lines(
        [("Nhóm, lớp", group.name), ("Loại", about.text("group_kind", group.kind))],
        [("Thời gian", day), ("Buổi thứ", f"{roster.number}{planned}" if roster.number else "")],
        [("Địa điểm", roster.room), ("Người điều phối", roster.leader)],
        [
            ("Giai đoạn", "" if group.stage is GroupStage.CLOSED else said(group.stage)),
            ("Môn", _subject(about, session.subject)),
        ]
        if session.subject
        else [("Giai đoạn", "" if group.stage is GroupStage.CLOSED else said(group.stage))],
    )
    yield from typed("Mục đích của nhóm", group.purpose)
    yield from typed("Chủ đề", session.topic)
    if session.state is GroupSessionState.NOT_HELD:
        why = joined(", ", about.text("not_held_reason", session.reason), session.reason_note)
        yield section("Buổi sinh hoạt không diễn ra")
        yield from typed("Lý do", why)
        return
    came = [one for one in roster.rows if one.attendance is not None and one.attendance.presence in _CAME]
    marked = session.state is GroupSessionState.HELD
    yield section(f"1. Thành phần: có mặt {len(came)}/{len(roster.rows)}" if marked else "1. Thành phần")
    rows = [_member(about, one) for one in roster.rows]
    if any(row[_GOAL] for row in rows):
        yield listing(_MEMBER_HEADS, rows, _BLANK_MEMBERS)
    else:
        yield listing(_without(_MEMBER_HEADS), [_without(row) for row in rows], _BLANK_MEMBERS)
    yield Prose(_SCALE, Look.ITALIC)
    yield section("2. Nội dung")
    yield from _content(session.activities, session.materials, session.course, session.dynamics)
    yield section("3. Kết quả")
    yield from typed("Kết quả", session.result, 2)
    yield from typed("Rút kinh nghiệm cho buổi sau", session.lessons, 2)


_MEMBER_HEADS = (
    GridColumn("Họ và tên", align="left", grows=3, least=45),
    wide("Điểm danh", 2),
    GridColumn("Mức tham gia", align="center"),
    wide("Mục tiêu của thành viên", 3),
    wide("Nhận xét", 4),
)


_GOAL = 3  # the column of own goals


def _without(cells: Sequence[T]) -> tuple[T, ...]:
    """A row of members without the column of own goals, which a large group seldom has."""
    return (*cells[:_GOAL], *cells[_GOAL + 1 :])


def _member(about: About, row: RosterRow) -> tuple[str, ...]:
    own = row.member.record
    name = joined("\n", row.member.name, f"(người thân dự: {own.attends})" if own is not None and own.attends else "")
    found: Attendance | None = row.attendance
    if found is None:
        return (name, about.text("absence_reason", row.away), "", own.own_goal if own is not None else "", "")
    presence = joined(": ", said(found.presence), about.text("absence_reason", found.reason))
    return (
        name,
        presence,
        found.participation.value if found.participation is not None and found.presence in _CAME else "",
        own.own_goal if own is not None else "",
        joined("\n", found.remark, _asked(found)),
    )


def _asked(found: Attendance) -> str:
    if found.followed_up_on is None:
        return ""
    return joined(": ", f"Đã hỏi {day_words(found.followed_up_on)}", found.follow_up)


def _content(activities: str, materials: str, course: str, dynamics: str) -> Iterator[Part]:
    yield from typed("Hoạt động", activities, 2)
    yield from typed("Dụng cụ", materials)
    yield from typed("Diễn biến", course, 3)
    yield from typed("Động lực nhóm", dynamics, 2)


def _blank_minutes() -> tuple[Part, ...]:
    return (
        *lines(
            [("Nhóm, lớp", ""), ("Loại", "")],
            [("Thời gian", ""), ("Buổi thứ", "")],
            [("Địa điểm", ""), ("Người điều phối", "")],
            [("Chủ đề", "")],
        ),
        section("1. Thành phần"),
        listing(_MEMBER_HEADS, (), _BLANK_MEMBERS),
        Prose(_SCALE, Look.ITALIC),
        section("2. Nội dung"),
        *_content("", "", "", ""),
        section("3. Kết quả"),
        *typed("Kết quả", "", 2),
        *typed("Rút kinh nghiệm cho buổi sau", "", 2),
    )


def _subject(about: About, subject: str | None) -> str:
    return about.text("lesson_subject", subject)


def register_sheet(
    about: About,
    group: Group | None = None,
    register: ClassRegister | None = None,
    *,
    month: str = "",
    leader: str = "",
    for_pen: bool = False,
) -> Form:
    """Sổ theo dõi lớp (of a group that is no class: bảng điểm danh) of a month, on sheets that lie across.

    ``for_pen`` prints names and days without a mark. Without a register everything is left for the pen.
    """
    of_class = group is None or _is_class(group)
    return Form(
        letterhead=about.letterhead,
        kind="Sổ theo dõi lớp" if of_class else "Bảng điểm danh",
        about=joined(" – ", group.name if group is not None else "", month),
        across=True,
        parts=(
            *lines(
                [
                    ("Lớp" if of_class else "Nhóm", group.name if group is not None else ""),
                    ("Năm học" if of_class else "Loại", _year_or_kind(about, group, of_class)),
                ],
                [("Thời gian", month), ("Giáo viên" if of_class else "Người điều phối", leader)],
            ),
            Prose(_LEGEND, Look.ITALIC),
            Listing(_marks(register, for_pen)),
            *(_counted(register) if register is not None and not for_pen else ()),
            section("Nội dung các buổi"),
            _lessons(about, register.lessons if register is not None else (), for_pen),
        ),
        slots=(
            about.signs("leader", ("GIÁO VIÊN" if of_class else "NGƯỜI ĐIỀU PHỐI",), leader),
            about.head_signs(),
        ),
    )


def _year_or_kind(about: About, group: Group | None, of_class: bool) -> str:
    if group is None:
        return ""
    return group.school_year if of_class else about.text("group_kind", group.kind)


def _marks(register: ClassRegister | None, for_pen: bool) -> Grid:
    days = register.days if register is not None else ()
    dated = tuple(
        GridColumn(f"{day.day}\n{weekday(day)}", f"Tháng {day.month}/{day.year}", align="center") for day in days
    )
    penned = tuple(GridColumn("", "Ngày", align="center", least=6.5) for _ in range(_BLANK_DAYS))
    columns = (
        GridColumn("TT", align="center"),
        GridColumn("Họ và tên", align="left", least=45),
        *(dated or penned),
        GridColumn("Có mặt", align="center", least=11),
        *(GridColumn(head, "Vắng", align="center", least=11) for head in ("có lý do", "không lý do")),
    )
    if register is None:
        return Grid(columns, tuple(GridRow(("",) * len(columns)) for _ in range(_BLANK_PUPILS)))
    rows = []
    for n, line in enumerate(register.lines, 1):
        marks = ["" if for_pen or day not in line.marks else _mark(line.marks[day]) for day in days] or [""] * len(
            penned
        )
        totals = ("", "", "") if for_pen else (str(line.came), str(line.excused), str(line.absent))
        rows.append(GridRow((str(n), line.pupil.name, *marks, *totals)))
    if not for_pen and days:
        came = [str(register.came_on(day)) if _was_held(register, day) else "" for day in days]
        rows.append(GridRow(("", "Số người có mặt", *came, str(register.came), "", ""), Weight.TOTAL))
    return Grid(columns, tuple(rows))


def _was_held(register: ClassRegister, day: date) -> bool:
    return any(lesson.state is GroupSessionState.HELD for lesson in register.lessons_on(day))


def _mark(mark: Mark) -> str:
    """A mark as it is printed; where the roll was not called there is room for the pen."""
    return "" if mark is Mark.UNMARKED else mark.value


def _counted(register: ClassRegister) -> tuple[Part, ...]:
    if not register.expected:
        return ()
    share = percent(register.came, register.expected)
    return (
        Prose(
            f"Số buổi đã diễn ra: {register.held}. Chuyên cần: {register.came}/{register.expected} lượt ({share}).",
            Look.PLAIN,
        ),
    )


def _lessons(about: About, lessons: Sequence[Lesson], for_pen: bool) -> Listing:
    rows = [
        (
            f"{weekday(one.on)} {one.on:%d/%m} {at_words(one.at)}",
            _subject(about, one.subject),
            "" if for_pen else one.topic,
            "" if for_pen else _outcome(about, one),
        )
        for one in lessons
    ]
    heads = (
        GridColumn("Ngày, giờ", align="center"),
        wide("Môn, loại", 2),
        wide("Chủ đề, nội dung", 6),
        wide("Ghi chú", 3),
    )
    return listing(heads, rows, _BLANK_LESSONS)


def _outcome(about: About, lesson: Lesson) -> str:
    if lesson.state is not GroupSessionState.NOT_HELD:
        return ""
    return joined(": ", "Không diễn ra", about.text("not_held_reason", lesson.reason))
