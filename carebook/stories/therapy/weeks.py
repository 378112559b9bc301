"""What therapists wrote down: every Friday the week's sessions, in the last weeks every evening the day's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from carebook.dates import today_in_vietnam
from carebook.records.episodes import AbsenceKind
from carebook.records.sessions import Cooperation, Course, Session, SessionState
from carebook.records.staff import Actor
from carebook.store.sessions import absence_on
from carebook.stories.clock import Days
from carebook.stories.stage import Stage
from carebook.stories.therapy.courses import Courses, record

THERAPISTS = ("K1", "K2", "G2", "TL")
_DAILY = 14
_DAY = timedelta(days=1)
_WORDS = (
    *("Đứng bám thanh 3 phút, gối P còn khóa.", "Tập nuốt 10 nhịp, không sặc."),
    *("Mệt, nghỉ giữa buổi; mạch 104 → 88.", "Làm đủ bài, tự đếm nhịp.", "Cầm thìa chắc hơn, đưa đến miệng được."),
)
_AWAY = {AbsenceKind.HOSPITAL: "hospital"}
# Of a hundred sessions: what becomes of them, besides those done as planned.
_OTHERWISE: tuple[tuple[int, Mapping[str, Any]], ...] = (
    (6, {"state": SessionState.PARTIAL, "reason": "tired", "minutes_done": 20}),
    (4, {"state": SessionState.CANCELLED_RESIDENT, "reason": "fever"}),
    (2, {"state": SessionState.NO_SHOW, "reason": "no_word"}),
    (2, {"state": SessionState.CANCELLED_STAFF, "reason": "staff_duty"}),
    (1, {"state": SessionState.CANCELLED_OTHER, "reason": "weather"}),
)
_TOLD: dict[str, Mapping[str, Any]] = {
    "tired": {"state": SessionState.PARTIAL, "reason": "tired", "minutes_done": 25, "reason_note": "Dừng ở phút 25."},
    "fever": {"state": SessionState.CANCELLED_RESIDENT, "reason": "fever"},
    "staff": {"state": SessionState.CANCELLED_STAFF, "reason": "staff_duty"},
    "mother": {"state": SessionState.NO_SHOW, "reason": "family_busy", "reason_note": "Mẹ bận."},
}
# What became of the n-th session of Hải Đăng's packages where it was not done as planned.
_DANG = {"dang 1": {5: "fever", 6: "fever", 11: "staff", 18: "tired"}, "dang 2": {8: "mother"}}


def tell_weeks(courses: Courses, days: Days, seed: int) -> None:
    """Every therapist records what is behind them; the last early-intervention session of Hải Đăng two days ago is forgotten."""
    for who in THERAPISTS:
        day = courses.opened_on + 7 * _DAY
        while day < days.today:
            near = (days.today - day).days <= _DAILY
            if day.weekday() == 4 or near:
                courses.at(f"week {who}", who, day, "17:10", _recording(courses, days, Random(f"{seed} {who} {day}")))
            day += _DAY


def _recording(courses: Courses, days: Days, rng: Random) -> Any:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        today = today_in_vietnam(now)
        given = stage.reader.records(
            Session,
            "therapist_id = ? AND state = 'planned' AND planned_on <= ?",
            (by.staff_member_id, today.isoformat()),
            order="planned_on, planned_at",
        )
        marks = {package_id: mark for mark, package_id in courses.packages.items()}
        forgotten = _forgotten(stage, courses, days)

        def outcome(session: Session) -> Mapping[str, Any]:
            away = absence_on(stage.reader, session)
            if away is not None:
                return {"state": SessionState.CANCELLED_RESIDENT, "reason": _AWAY.get(away, "on_leave")}
            told = _DANG.get(marks.get(session.package_id or "", ""))
            if told is not None:
                return _TOLD.get(told.get(_number(stage, session), ""), {})
            return _otherwise(rng, session)

        record(stage, by, now, [one for one in given if one.id != forgotten], outcome)

    return do


def _otherwise(rng: Random, session: Session) -> Mapping[str, Any]:
    thrown = rng.randrange(100)
    for share, facts in _OTHERWISE:
        thrown -= share
        if thrown < 0:
            return facts
    if rng.random() < 0.85:
        return {}
    return {
        "state": SessionState.DONE,
        "began_at": session.planned_at,
        "minutes_done": session.minutes,
        "cooperation": rng.choice((Cooperation.FAIR, Cooperation.FULL)),
        "borg": rng.randint(2, 5),
        "course": rng.choice((Course.BETTER, Course.BETTER, Course.SAME, Course.WORSE)),
        "objective": rng.choice(_WORDS),
    }


def _number(stage: Stage, session: Session) -> int:
    """Which one of its series a session is, from 0."""
    return int(
        stage.reader.value(
            "SELECT count(*) FROM counted_session WHERE series_id = ? AND occurs_on < ? AND withdrawn_at IS NULL",
            (session.series_id, session.occurs_on.isoformat() if session.occurs_on else ""),
        )
        or 0
    )


def _forgotten(stage: Stage, courses: Courses, days: Days) -> str:
    """The last session of Hải Đăng's second package on or before D-2."""
    found = stage.reader.records(
        Session,
        "package_id = ? AND planned_on <= ? AND planned_on > ?",
        (courses.packages.get("dang 2", ""), days.back(2).isoformat(), days.back(9).isoformat()),
        order="planned_on",
    )
    return found[-1].id if found else ""
