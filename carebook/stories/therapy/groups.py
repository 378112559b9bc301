"""The groups of the center and the class for deaf children: founded, joined, met week by week with who came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from carebook.actions import classes, programmes, schedules
from carebook.actions import groups as group_deeds
from carebook.dates import today_in_vietnam
from carebook.records.care_plans import Achievement
from carebook.records.groups import (
    Attendance,
    EducationGoal,
    EducationPlan,
    Group,
    GroupMember,
    GroupSession,
    GroupSessionState,
    GroupStage,
    Participation,
    Presence,
)
from carebook.records.packages import Programme
from carebook.records.schedules import Frequency, GroupSeries
from carebook.records.staff import Actor
from carebook.store import care_plans
from carebook.store.groups import RosterRow, roster
from carebook.stories.clock import Days
from carebook.stories.residents import Resident
from carebook.stories.stage import Stage
from carebook.stories.therapy.courses import Courses
from carebook.stories.therapy.pupils import AUTISTIC, DEAF

_DAY = timedelta(days=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_AWAY = {"hospital": "hospital"}


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One group: who leads it, where and when it meets, who belongs to it, and what they do there."""

    key: str
    name: str
    kind: str
    leader: str
    room: str
    purpose: str
    days: tuple[str, ...]
    at: time
    minutes: int
    since: date
    members: Sequence[str]
    topics: Sequence[str]
    own_goal: str = ""
    therapy: str | None = None
    sessions: int | None = None
    every: int = 1
    stage: GroupStage = GroupStage.WORKING
    attends: Mapping[str, str] | None = None
    school_year: str = ""
    rained: bool = False
    serves: tuple[str, str] | None = None  # whose goal of the care plan, by its words, the group serves


def tell_groups(courses: Courses, days: Days, present: Sequence[Resident]) -> None:
    """Six groups of the house."""
    for meeting in _meetings(days, present):
        _found(courses, days, meeting)
    _education_plan(courses, days)


def _meetings(days: Days, present: Sequence[Resident]) -> list[Meeting]:
    back = days.back

    def of(count: int, *categories: str) -> list[str]:
        settled = [one for one in present if one.stay.start_on < back(90)]
        return [one.key for category in categories for one in settled if one.stay.category == category][:count]

    old = of(60, "elderly_alone_poor", "voluntary_elderly")
    year = days.today.year if days.today.month >= 9 else days.today.year - 1
    return [
        Meeting(
            key="morning",
            name="Thể dục dưỡng sinh sáng",
            kind="exercise",
            therapy="group_exercise",
            leader="C1",
            room="yard",
            purpose="Khớp mềm, ngủ ngon, gặp nhau mỗi sáng.",
            days=_WEEKDAYS[:6],
            at=time(6, 15),
            minutes=30,
            since=back(45),
            members=old[-30:],
            topics=("Bài dưỡng sinh 24 thức", "Vươn thở, xoay khớp", "Đi bộ quanh sân"),
        ),
        Meeting(
            key="class",
            name="Lớp khiếm thính 2",
            kind="special_class",
            leader="G1",
            room="class",
            purpose="Ngôn ngữ ký hiệu, đọc viết, tính toán cho trẻ khiếm thính.",
            days=_WEEKDAYS[:5],
            at=time(7, 30),
            minutes=180,
            since=days.office(70),
            members=("lua", *DEAF),
            topics=("Phiên chợ", "Gia đình em", "Số đến 100", "Thời tiết", "Đọc câu năm từ"),
            school_year=f"{year}-{year + 1}",
        ),
        Meeting(
            key="growing",
            name="Tuổi mới lớn",
            kind="education",
            leader="X2",
            room="hall",
            purpose="Hiểu mình, nói được điều mình nghĩ, chọn bạn, chọn nghề.",
            days=("SA",),
            at=time(14, 0),
            minutes=90,
            since=back(47),
            members=("nguon", *of(7, "child_orphan_both", "child_abandoned", "child_mixed")),
            topics=("Làm quen", "Cơ thể em", "Khi giận", "Bạn tốt", "Mạng xã hội", "Nghề em thích", "Tiền của em"),
            own_goal="Nói được một điều mình nghĩ trong mỗi buổi",
            sessions=12,
        ),
        Meeting(
            key="parents",
            name="Cha mẹ trẻ tự kỷ",
            kind="parents",
            leader="G2",
            room="early",
            purpose="Cha mẹ chơi với con đúng cách ở nhà.",
            days=("SA",),
            at=time(8, 30),
            minutes=90,
            since=back(97),
            members=("dang", *AUTISTIC),
            topics=("Chơi dưới sàn", "Gọi con nhìn", "Lịch bằng tranh", "Khi con giận", "Ăn uống"),
            attends={"dang": "Bùi Thị Khơi (mẹ)"},
            sessions=6,
            every=3,
        ),
        Meeting(
            key="garden",
            name="Vườn rau",
            kind="work_therapy",
            therapy="work_therapy",
            leader="C2",
            room="yard",
            purpose="Có việc làm vừa sức, ra ngoài trời, làm cùng nhau.",
            days=("TU", "TH"),
            at=time(14, 0),
            minutes=60,
            since=back(75),
            members=("thach", *of(11, "mental_severe")),
            topics=("Làm đất", "Gieo cải", "Tưới, nhổ cỏ", "Thu rau muống"),
            own_goal="Làm hết giờ không bỏ về",
            rained=True,
            serves=("thach", "Làm vườn 60 phút không bỏ"),
        ),
        Meeting(
            key="stories",
            name="Chuyện xưa",
            kind="recreation",
            leader="X1",
            room="hall",
            purpose="Nhớ lại và kể cho nhau nghe; người sa sút trí tuệ vui và nói nhiều hơn.",
            days=("FR",),
            at=time(15, 0),
            minutes=60,
            since=back(75),
            members=("thuan", "mien", *old[:12]),
            topics=("Ảnh cưới", "Tết ngày xưa", "Chợ quê", "Bài hát cũ", "Nghề của tôi"),
        ),
    ]


def _found(courses: Courses, days: Days, told: Meeting) -> None:
    """The group is founded, its people join, its timetable is laid out; then every session is recorded."""
    first = courses.since(told.since)

    def found(stage: Stage, by: Actor, now: datetime) -> None:
        programme = None
        if told.kind == "special_class":
            given = Programme(
                name="Lớp học chuyên biệt cho trẻ khiếm thính",
                kind="special_class",
                basis="Đề án lớp học chuyên biệt cho trẻ khiếm thính",
                purpose="Trẻ biết ngôn ngữ ký hiệu, đọc viết, sống cùng bạn.",
                from_on=first,
                cost=48_000_000,
                income=16_200_000,
            )
            programme = programmes.save_programme(stage.book, given, by=by, now=now).result.id
        group = Group(
            name=told.name,
            kind=told.kind,
            therapy=told.therapy,
            programme_id=programme,
            purpose=told.purpose,
            leader_id=stage.staff(told.leader),
            room_id=courses.rooms_made[told.room],
            planned_sessions=told.sessions,
            from_on=first,
            school_year=told.school_year,
        )
        group_id = group_deeds.save_group(stage.book, group, by=by, now=now).result.id
        courses.groups[told.key] = group_id
        people = {key: stage.folk[key].episode_id for key in told.members if key in stage.folk}
        named = told.attends or {}
        plain = [stay for key, stay in people.items() if key not in named]
        group_deeds.add_members(stage.book, group_id, plain, first, own_goal=told.own_goal, by=by, now=now)
        for key, who in named.items():
            group_deeds.add_members(stage.book, group_id, [people[key]], first, attends=who, by=by, now=now)
        if told.serves:
            who, goal = told.serves
            threads = {one.text: one.thread for one in care_plans.goals_in_force(stage.reader, people[who])}
            (member,) = stage.reader.records(GroupMember, "group_id = ? AND episode_id = ?", (group_id, people[who]))
            if goal in threads:
                tied = replace(member, goal_thread=threads[goal])
                group_deeds.amend_member(stage.book, tied, by=by, now=now)
        series = GroupSeries(
            group_id=group_id,
            leader_id=stage.staff(told.leader),
            room_id=courses.rooms_made[told.room],
            frequency=Frequency.WEEKLY,
            interval=told.every,
            weekdays=told.days,
            from_on=first,
            until_on=None if told.sessions else days.back(-40),
            count=told.sessions,
            starts_at=told.at,
            minutes=told.minutes,
        )
        schedules.plan_group_series(stage.book, series, by=by, now=now)
        group_deeds.move_stage(stage.book, group_id, told.stage, by=by, now=now)

    courses.at(f"group {told.key}", "XH", first - _DAY, "15:00", found)
    day = first
    while day < days.today:
        if day.weekday() == 5 or (days.today - day).days <= 7:
            courses.at(f"group {told.key}", told.leader, day, "17:30", _recording(courses, told, days))
        day += _DAY


def _recording(courses: Courses, told: Meeting, days: Days) -> Any:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        given = stage.reader.records(
            GroupSession,
            "group_id = ? AND state = 'planned' AND planned_on <= ?",
            (courses.groups[told.key], today_in_vietnam(now).isoformat()),
            order="planned_on",
        )
        for session in given:
            _record(stage, by, now, told, session, days)

    return do


def _record(stage: Stage, by: Actor, now: datetime, told: Meeting, session: GroupSession, days: Days) -> None:
    rng = Random(f"{told.key} {session.planned_on}")
    rows = roster(stage.reader, session.id)
    assert rows is not None
    ago = (days.today - session.planned_on).days
    if told.rained and 15 <= ago <= 18:
        rained = replace(session, state=GroupSessionState.NOT_HELD, reason="rain", reason_note="Mưa to.")
        group_deeds.record_group_session(stage.book, rained, (), by=by, now=now)
        return
    topic = told.topics[session.planned_on.toordinal() // 7 % len(told.topics)]
    held = replace(session, state=GroupSessionState.HELD, topic=topic)
    came = [_came(rng, row) for row in rows.rows]
    group_deeds.record_group_session(stage.book, held, came, by=by, now=now)


def _came(rng: Random, row: RosterRow) -> Attendance:
    attendance = Attendance(episode_id=row.member.episode_id, group_session_id="", member_id=row.member.id)
    if row.away:
        reason = _AWAY.get(row.away, "on_leave")
        return replace(attendance, presence=Presence.EXCUSED, reason=reason)
    if rng.random() < 0.05:
        return replace(attendance, presence=Presence.EXCUSED, reason=rng.choice(("ill", "family")))
    part = rng.choice((Participation.URGED, Participation.FAIR, Participation.FAIR, Participation.ACTIVE))
    return replace(attendance, presence=Presence.PRESENT, participation=part)


def _education_plan(courses: Courses, days: Days) -> None:
    """Lụa's individual education plan for the school year."""

    def write(stage: Stage, by: Actor, now: datetime) -> None:
        year = days.today.year if days.today.month >= 9 else days.today.year - 1
        stay = stage.folk["lua"].episode_id
        plan = EducationPlan(
            episode_id=stay,
            group_id=courses.groups["class"],
            school_year=f"{year}-{year + 1}",
            teacher_id=stage.staff("G1"),
            made_on=today_in_vietnam(now),
            strengths="Nhớ hình nhanh, thích vẽ, hay giúp bạn.",
            needs="Thêm ký hiệu để kể chuyện; đọc hiểu câu ngắn.",
            communication="Ngôn ngữ ký hiệu; máy trợ thính hai tai; chữ viết.",
            family_part="Mẹ học 5 ký hiệu mỗi cuối tuần.",
            review_on=days.back(-45),
            agreed_by="Dường Thị Xuân (mẹ)",
        )
        goals = (
            _goal("language", "Biết dùng 200 ký hiệu", "Mỗi ngày 3 ký hiệu mới, ôn bằng tranh", "96", "200"),
            _goal("reading", "Đọc hiểu câu 5 từ", "Ghép tranh với câu", "câu 2 từ", "câu 5 từ"),
        )
        classes.save_education_plan(stage.book, plan, goals, by=by, now=now)

    courses.at("group class", "G1", courses.since(days.office(70)) + 3 * _DAY, "16:00", write)


def _goal(area: str, text: str, how: str, now: str, to: str) -> EducationGoal:
    return EducationGoal(
        episode_id="",
        education_plan_id="",
        area=area,
        text=text,
        how=how,
        from_value=now,
        to_value=to,
        achievement=Achievement.NOT_RATED,
    )
