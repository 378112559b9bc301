"""Programmes: which there are, and everything one page needs to evaluate one of them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from carebook.records.care_plans import Achievement
from carebook.records.codes import Code
from carebook.records.groups import Group, GroupSessionState
from carebook.records.packages import Programme
from carebook.records.sessions import Course, SessionState
from carebook.rules.programmes import PartOfProgramme, ProgrammeReport, Share
from carebook.rules.therapy_progress import SessionFact, Tally, taken_off, tally_of
from carebook.store.book import Reader, Writer

_CAME = ("present", "late")


@dataclass(frozen=True)
class _Enrolment:
    """Somebody in a group of the programme, or with a package of it: from when, and until when (None: still)."""

    person_id: str
    from_on: date
    until_on: date | None


def programmes(reader: Reader) -> tuple[Programme, ...]:
    """All programmes, the running ones first, the newest first among each."""
    reader.asks("rehabilitation")
    return tuple(reader.records(Programme, order="to_on IS NOT NULL, from_on DESC, id DESC"))


def programme_report(reader: Reader, programme_id: str, first: date, last: date) -> ProgrammeReport | None:
    """The evaluation of a programme from ``first`` to ``last``; None when there is no such programme.

    Everybody counts, whoever asks. Packages and memberships count when they ran in the period; somebody is done when the
    last of theirs ended in it.
    """
    reader.asks("rehabilitation")
    reader.asks("groups")
    programme = reader.record(Programme, programme_id)
    if programme is None:
        return None
    span = (first.isoformat(), last.isoformat())
    packages = _packages(reader, programme_id, *span)
    groups = reader.records(Group, "programme_id = ?", (programme_id,), order="name, id")
    members = {group.id: _members(reader, group.id, *span) for group in groups}
    sessions = _sessions(reader, [row["id"] for row in packages], *span)
    away = taken_off(reader.records(Code, "list_name = 'session_reason'"))
    tally = tally_of([_fact(row) for row in sessions], away)
    parts = [_part(reader, group, members[group.id], span, last) for group in groups]
    in_packages = [_enrolment(row, "ended_on") for row in packages]
    if packages:
        parts.append(_of_packages(in_packages, tally, last))
    enrolments = _by_person([*in_packages, *(one for found in members.values() for one in found)])
    begun = [row for row in packages if row["from_on"] >= span[0]]
    return ProgrammeReport(
        programme,
        first,
        last,
        enrolled=len(enrolments),
        new=sum(min(one.from_on for one in own) >= first for own in enrolments.values()),
        done=sum(_done(own, first, last) for own in enrolments.values()),
        tally=tally,
        attendance=_sum(part.attendance for part in parts if part.id),
        parts=tuple(parts),
        goals=_goals(reader, [group.id for group in groups], [row["episode_id"] for row in packages]),
        course=Counter(Course(row["course"]) for row in sessions if row["course"]),
        ends=Counter(row["ended_because"] for row in packages if row["ended_because"] and row["ended_on"] <= span[1]),
        price=sum(row["price"] or 0 for row in begun),
        paid=sum(row["paid"] or 0 for row in begun),
    )


def _packages(reader: Reader, programme_id: str, first: str, last: str) -> Sequence[Any]:
    return reader.rows(
        """SELECT k.*, e.person_id FROM counted_package k JOIN episode e ON e.id = k.episode_id
        WHERE k.programme_id = ? AND k.withdrawn_at IS NULL AND k.from_on <= ?
            AND (k.ended_on IS NULL OR k.ended_on >= ?) ORDER BY k.from_on, k.id""",
        (programme_id, last, first),
    )


def _members(reader: Reader, group_id: str, first: str, last: str) -> list[_Enrolment]:
    rows = reader.rows(
        """SELECT m.joined_on AS from_on, m.left_on, e.person_id FROM counted_group_member m
        JOIN episode e ON e.id = m.episode_id
        WHERE m.group_id = ? AND m.withdrawn_at IS NULL AND m.joined_on <= ? AND (m.left_on IS NULL OR m.left_on >= ?)""",
        (group_id, last, first),
    )
    return [_enrolment(row, "left_on") for row in rows]


def _enrolment(row: Any, end: str) -> _Enrolment:
    until = date.fromisoformat(row[end]) if row[end] else None
    return _Enrolment(row["person_id"], date.fromisoformat(row["from_on"]), until)


def _sessions(reader: Reader, packages: Iterable[str], first: str, last: str) -> Sequence[Any]:
    return reader.rows(
        """SELECT s.id, s.planned_on, s.planned_at, s.therapy, s.state, s.reason, s.minutes, s.minutes_done, s.course,
            e.person_id
        FROM counted_session s JOIN episode e ON e.id = s.episode_id
        WHERE s.package_id IN (SELECT value FROM json_each(?)) AND s.withdrawn_at IS NULL
            AND s.planned_on BETWEEN ? AND ?""",
        (json.dumps(list(packages)), first, last),
    )


def _fact(row: Any) -> SessionFact:
    return SessionFact(
        row["id"],
        date.fromisoformat(row["planned_on"]),
        time.fromisoformat(row["planned_at"]),
        row["therapy"],
        SessionState(row["state"]),
        row["reason"],
        minutes=row["minutes"] if row["minutes_done"] is None else row["minutes_done"],
        person_id=row["person_id"],
    )


def _part(
    reader: Reader, group: Group, members: Sequence[_Enrolment], span: tuple[str, str], last: date
) -> PartOfProgramme:
    held = reader.rows(
        """SELECT state, count(*) AS many FROM group_session
        WHERE group_id = ? AND withdrawn_at IS NULL AND planned_on BETWEEN ? AND ? GROUP BY state""",
        (group.id, *span),
    )
    states = {row["state"]: row["many"] for row in held}
    came = reader.rows(
        """SELECT a.presence, count(*) AS many FROM group_session s
        JOIN counted_attendance a ON a.group_session_id = s.id
        WHERE s.group_id = ? AND s.state = 'held' AND s.withdrawn_at IS NULL AND a.withdrawn_at IS NULL
            AND s.planned_on BETWEEN ? AND ? GROUP BY a.presence""",
        (group.id, *span),
    )
    times = {row["presence"]: row["many"] for row in came}
    own = _by_person(members)
    return PartOfProgramme(
        group.id,
        group.name,
        group.kind,
        people=len(own),
        ended=sum(_ended(one, last) for one in own.values()),
        sessions=Share(states.get(GroupSessionState.HELD.value, 0), sum(states.values())),
        attendance=Share(sum(times.get(presence, 0) for presence in _CAME), sum(times.values())),
    )


def _of_packages(enrolments: Sequence[_Enrolment], tally: Tally, last: date) -> PartOfProgramme:
    own = _by_person(enrolments)
    given = Share(tally.given, tally.expected)
    return PartOfProgramme("", "", "", len(own), sum(_ended(one, last) for one in own.values()), given, given)


def _by_person(enrolments: Iterable[_Enrolment]) -> Mapping[str, list[_Enrolment]]:
    found: dict[str, list[_Enrolment]] = defaultdict(list)
    for one in enrolments:
        found[one.person_id].append(one)
    return found


def _ended(own: Sequence[_Enrolment], last: date) -> bool:
    return all(one.until_on is not None and one.until_on <= last for one in own)


def _done(own: Sequence[_Enrolment], first: date, last: date) -> bool:
    return _ended(own, last) and any(one.until_on is not None and one.until_on >= first for one in own)


def _sum(shares: Iterable[Share]) -> Share:
    found = list(shares)
    return Share(sum(one.part for one in found), sum(one.whole for one in found))


def _goals(reader: Reader, groups: Sequence[str], stays: Sequence[str]) -> Mapping[Achievement, int]:
    """The goals of members, of pupils, and of rehabilitation plans in force of those with packages, by achievement.

    A member's own goal counts once it is rated: that somebody has one at all is not told of restricted people.
    """
    found: Counter[Achievement] = Counter()
    for sql, asked in (
        (
            """SELECT achievement FROM counted_group_member WHERE withdrawn_at IS NULL AND achievement <> 'not_rated'
            AND group_id IN (SELECT value FROM json_each(?))""",
            groups,
        ),
        (
            """SELECT g.achievement FROM counted_education_goal g JOIN counted_education_plan p ON p.id = g.education_plan_id
            WHERE g.withdrawn_at IS NULL AND p.withdrawn_at IS NULL
            AND p.group_id IN (SELECT value FROM json_each(?))""",
            groups,
        ),
        (
            """SELECT g.achievement FROM counted_rehabilitation_in_force f
            JOIN counted_rehabilitation_goal g ON g.therapy_plan_id = f.therapy_plan_id
            WHERE f.withdrawn_at IS NULL AND g.withdrawn_at IS NULL AND g.life <> 'dropped'
            AND f.episode_id IN (SELECT value FROM json_each(?))""",
            sorted(set(stays)),
        ),
    ):
        found.update(Achievement(row["achievement"]) for row in reader.rows(sql, (json.dumps(list(asked)),)))
    return found


def write_programme(writer: Writer, programme: Programme, *, seen: int | None = None) -> Programme:
    """Keep a programme, new or changed."""
    return writer.amend(programme, seen=seen) if programme.id else writer.add(programme)
