"""Questions about what therapy comes to: the progress of one stay, the work of a therapist."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from carebook.dates import VIETNAM
from carebook.records.codes import Code, Limit
from carebook.records.episodes import Episode
from carebook.records.groups import GroupSessionState
from carebook.records.intake import FormState
from carebook.records.packages import Package
from carebook.records.people import Person
from carebook.records.rehabilitation import GoalRating, RehabilitationGoal, RehabilitationPlan
from carebook.records.sessions import SessionState
from carebook.rules.attainment import newest_ratings, weight_of
from carebook.rules.dated import limit_on
from carebook.rules.sessions import is_late
from carebook.rules.therapy_progress import (
    PAIN,
    Attendance,
    Curve,
    GoalProgress,
    GroupShare,
    Measure,
    SessionFact,
    TherapyProgress,
    counted_goals,
    curves_of,
    fitting,
    in_force_on,
    package_progress,
    pain_curves,
    stretches,
    t_curve,
    t_scores_over_time,
    taken_off,
    tally_of,
)
from carebook.store.book import Reader
from carebook.store.instruments import sheets_of

_COLUMNS = """s.id, s.episode_id, s.planned_on, s.planned_at, s.therapy, s.state, s.reason, s.minutes, s.minutes_done,
    s.package_id, coalesce(s.done_by_id, s.therapist_id) AS given_by"""


@dataclass(frozen=True)
class _Timed:
    planned_on: date
    planned_at: time
    minutes: int
    state: SessionState | GroupSessionState


@dataclass(frozen=True)
class GroupLed:
    """One session of a group as work: ``came`` of those marked in it; ``late``: nobody recorded it within the limit."""

    id: str
    group_id: str
    name: str
    on: date
    at: time
    minutes: int
    state: GroupSessionState
    late: bool
    came: int
    marked: int


@dataclass(frozen=True)
class Work:
    """What a staff member was to do in a span of days, and did: sessions of persons and of groups, in the order of time.

    A session is the work of who gave it, and of who was to give it while nothing is recorded. ``norm`` is how many people
    there may be for one therapist, with its legal ``basis``; ``away`` the reasons that take a session off the share done.
    """

    first: date
    last: date
    sessions: tuple[SessionFact, ...]
    groups: tuple[GroupLed, ...]
    norm: int
    basis: str
    away: frozenset[str]


# One stay


def progress_of(
    reader: Reader, episode_id: str, *, first: date | None, last: date, today: date, now: datetime | None = None
) -> TherapyProgress | None:
    """The progress of one stay from ``first`` (None: since it began) to ``last``; None when it may not be seen.

    A session counts as not recorded by the moment ``now``, by the first of today without it. Packages are compared by
    everything measured in the stay, whatever the span.
    """
    reader.asks("rehabilitation")
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode else None
    if episode is None or person is None:
        return None
    moment = now or datetime.combine(today, time(), VIETNAM)
    sessions = _sessions_of(reader, episode_id, moment, today)
    begins = first or min((episode.start_on, *(one.on for one in sessions)))
    plans, goals, ratings = _goals_of(reader, episode_id)
    standing = counted_goals(in_force_on(plans, today), goals)
    scores = t_scores_over_time(plans, goals, ratings)
    curves = (*curves_of(_measures(reader, episode_id), standing), *pain_curves(sessions))
    compared = (t_curve(scores), *(one for one in curves if one.instrument != PAIN))
    packages = reader.records(Package, "episode_id = ?", (episode_id,), order="from_on DESC, id DESC")
    within = [one for one in sessions if begins <= one.on <= last]
    return TherapyProgress(
        episode,
        person,
        begins,
        last,
        _attendance(reader, episode_id, within, begins, last),
        tuple(score for score in scores if begins <= score.on <= last),
        tuple(shown for one in curves if (shown := _between(one, begins, last)) is not None),
        _standing(standing, ratings, last),
        tuple(package_progress(package, sessions, compared, today) for package in packages),
    )


def _sessions_of(reader: Reader, episode_id: str, now: datetime, today: date) -> list[SessionFact]:
    hours = _limit(reader, "session_not_recorded", today).value
    return [
        _fact(row, now, hours, pain_before=row["pain_before"], pain_after=row["pain_after"])
        for row in reader.rows(
            f"""SELECT {_COLUMNS}, s.pain_before, s.pain_after FROM found_session s
            WHERE s.episode_id = ? AND s.withdrawn_at IS NULL ORDER BY s.planned_on, s.planned_at, s.id""",
            (episode_id,),
        )
    ]


def _fact(row: Any, now: datetime, hours: int, **more: Any) -> SessionFact:
    on, at = date.fromisoformat(row["planned_on"]), time.fromisoformat(row["planned_at"])
    state = SessionState(row["state"])
    return SessionFact(
        row["id"],
        on,
        at,
        row["therapy"],
        state,
        row["reason"],
        row["minutes"] if row["minutes_done"] is None else row["minutes_done"],
        late=is_late(_Timed(on, at, row["minutes"], state), now, hours),
        package_id=row["package_id"],
        therapist_id=row["given_by"],
        episode_id=row["episode_id"],
        **more,
    )


def _limit(reader: Reader, name: str, day: date) -> Limit:
    return limit_on(reader.records(Limit, "name = ?", (name,)), name, day)


def _goals_of(
    reader: Reader, episode_id: str
) -> tuple[list[RehabilitationPlan], list[RehabilitationGoal], list[GoalRating]]:
    of = ("episode_id = ?", (episode_id,))
    return (
        reader.records(RehabilitationPlan, *of, order="number, id"),
        reader.records(RehabilitationGoal, *of, order="position, id"),
        reader.records(GoalRating, *of, order="rated_on, id"),
    )


def _measures(reader: Reader, episode_id: str) -> list[Measure]:
    return [
        Measure(sheet.score.scored_on, sheet.instrument, sheet.answers, sheet.result)
        for sheet in sheets_of(reader, episode_id)
        if sheet.score.state is FormState.COMPLETED and sheet.score.scored_on is not None
    ]


def _attendance(
    reader: Reader, episode_id: str, sessions: Sequence[SessionFact], first: date, last: date
) -> Attendance:
    away = _taken_off(reader)
    therapies = [code for code, _count in Counter(one.therapy for one in sessions).most_common()]
    begins = min((one.on for one in sessions), default=last)
    return Attendance(
        tally_of(sessions, away),
        tuple((code, tally_of([one for one in sessions if one.therapy == code], away)) for code in therapies),
        stretches(sessions, fitting(max(first, begins), last), away) if sessions else (),
        _groups(reader, episode_id, first, last),
    )


def _taken_off(reader: Reader) -> frozenset[str]:
    return taken_off(reader.records(Code, "list_name = 'session_reason'"))


def _groups(reader: Reader, episode_id: str, first: date, last: date) -> tuple[GroupShare, ...]:
    return tuple(
        GroupShare(row["id"], row["name"], row["came"], row["marked"])
        for row in reader.rows(
            """SELECT g.id, g.name, count(*) AS marked, sum(a.presence IN ('present', 'late')) AS came
            FROM found_attendance a JOIN group_session s ON s.id = a.group_session_id JOIN "group" g ON g.id = s.group_id
            WHERE a.episode_id = ? AND a.withdrawn_at IS NULL AND s.withdrawn_at IS NULL AND s.state = 'held'
                AND s.planned_on BETWEEN ? AND ?
            GROUP BY g.id ORDER BY g.name, g.id""",
            (episode_id, first.isoformat(), last.isoformat()),
        )
    )


def _between(curve: Curve, first: date, last: date) -> Curve | None:
    """The curve within a span; None when nothing was measured in it."""
    points = tuple(point for point in curve.points if first <= point.on <= last)
    return replace(curve, points=points) if any(point.value is not None for point in points) else None


def _standing(
    goals: Sequence[RehabilitationGoal], ratings: Sequence[GoalRating], day: date
) -> tuple[GoalProgress, ...]:
    newest = newest_ratings(ratings, day)
    oldest: dict[str, GoalRating] = {}
    for rating in ratings:
        if rating.rated_on <= day:
            oldest.setdefault(rating.thread, rating)
    return tuple(
        GoalProgress(goal, weight_of(goal), oldest.get(goal.thread), newest.get(goal.thread)) for goal in goals
    )


# One therapist


def work_of(reader: Reader, staff_member_id: str, first: date, last: date, *, now: datetime) -> Work:
    """The work of a staff member from ``first`` to ``last``, everybody's with "" as the staff member.

    People whose record the asker may not open are counted all the same, under their alias.
    """
    reader.asks("rehabilitation")
    day = now.astimezone(VIETNAM).date()
    hours = _limit(reader, "session_not_recorded", day).value
    norm = _limit(reader, "rehabilitation_norm", day)
    asked = {"first": first.isoformat(), "last": last.isoformat(), "staff": staff_member_id}
    sessions = reader.rows(
        f"""SELECT {_COLUMNS} FROM counted_session s
        WHERE s.planned_on BETWEEN :first AND :last AND s.withdrawn_at IS NULL
            AND (:staff = '' OR coalesce(s.done_by_id, s.therapist_id) = :staff)
        ORDER BY s.planned_on, s.planned_at, s.id""",
        asked,
    )
    people = _people(reader, {row["episode_id"] for row in sessions})
    groups = reader.rows(
        """SELECT s.id, s.group_id, g.name, s.planned_on, s.planned_at, s.minutes, s.state,
            (SELECT count(*) FROM counted_attendance a WHERE a.group_session_id = s.id AND a.withdrawn_at IS NULL
                AND a.presence IN ('present', 'late')) AS came,
            (SELECT count(*) FROM counted_attendance a WHERE a.group_session_id = s.id AND a.withdrawn_at IS NULL) AS marked
        FROM group_session s JOIN "group" g ON g.id = s.group_id
        WHERE s.planned_on BETWEEN :first AND :last AND s.withdrawn_at IS NULL
            AND (:staff = '' OR coalesce(s.done_by_id, s.leader_id) = :staff)
        ORDER BY s.planned_on, s.planned_at, s.id""",
        asked,
    )
    return Work(
        first,
        last,
        tuple(_fact(row, now, hours, **people[row["episode_id"]]) for row in sessions),
        tuple(_led(row, now, hours) for row in groups),
        norm.value,
        norm.basis,
        _taken_off(reader),
    )


def _people(reader: Reader, episode_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Who they are, by stay, as the asker may see them; asked once for each, however many sessions they had."""
    rows = reader.rows(
        """SELECT e.id, e.person_id, p.full_name, p.masked FROM episode e JOIN listed_person p ON p.id = e.person_id
        WHERE e.id IN (SELECT value FROM json_each(?))""",
        (json.dumps(sorted(episode_ids)),),
    )
    return {
        row["id"]: {"person_id": row["person_id"], "name": row["full_name"], "masked": bool(row["masked"])}
        for row in rows
    }


def _led(row: Any, now: datetime, hours: int) -> GroupLed:
    on, at = date.fromisoformat(row["planned_on"]), time.fromisoformat(row["planned_at"])
    state = GroupSessionState(row["state"])
    late = is_late(_Timed(on, at, row["minutes"], state), now, hours)
    return GroupLed(
        row["id"], row["group_id"], row["name"], on, at, row["minutes"], state, late, row["came"], row["marked"]
    )


def at_work(reader: Reader, first: date, last: date) -> tuple[tuple[str, str], ...]:
    """Who had sessions of persons or groups in a span of days: id and name, by name."""
    reader.asks("rehabilitation")
    rows = reader.rows(
        """WITH busy AS (
            SELECT coalesce(done_by_id, therapist_id) AS id FROM counted_session
            WHERE planned_on BETWEEN :first AND :last AND withdrawn_at IS NULL
            UNION SELECT coalesce(done_by_id, leader_id) FROM group_session
            WHERE planned_on BETWEEN :first AND :last AND withdrawn_at IS NULL
        ) SELECT m.id, m.full_name FROM busy JOIN staff_member m ON m.id = busy.id ORDER BY m.full_name, m.id""",
        {"first": first.isoformat(), "last": last.isoformat()},
    )
    return tuple((row["id"], row["full_name"]) for row in rows)
