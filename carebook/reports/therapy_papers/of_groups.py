"""Gathering one paper of a group or class: the minutes of a session, the register of a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from carebook.records.groups import Group, GroupSessionState
from carebook.records.staff import StaffMember
from carebook.reports.case_papers import span_of
from carebook.reports.case_papers.cases import about_nobody, center_of
from carebook.reports.paper.facts import Way
from carebook.reports.papers_of_stay import Lacking
from carebook.reports.therapy_papers.gathering import blank_form
from carebook.reports.therapy_papers.groups import group_minutes, register_sheet
from carebook.reports.therapy_papers.kinds import Prepared, TherapyPaper
from carebook.store import classes, groups
from carebook.store.book import Reader
from carebook.store.groups import Roster
from carebook.words import N_


def gather_of_group(
    reader: Reader,
    group_id: str,
    kind: TherapyPaper,
    *,
    today: date,
    id: str = "",
    way: Way = Way.INK,
    for_pen: bool = False,
) -> Prepared:
    """One paper of a group; ``id`` is a session (without one the newest up to today) or a month ("2026-11").

    ``for_pen`` prints names and days and leaves what happened to be written by hand. Members who may not be seen stand under
    their alias.
    LookupError when there is no such group.
    """
    reader.asks("groups")
    group = reader.record(Group, group_id)
    if group is None or group.is_withdrawn:
        raise LookupError(group_id)
    if kind is TherapyPaper.REGISTER:
        return _register(reader, group, id, today, way, for_pen=for_pen)
    return _minutes(reader, group, id, today, way, for_pen=for_pen)


def blank_of_group(reader: Reader, kind: TherapyPaper, *, today: date, way: Way = Way.INK) -> Prepared:
    """An empty sheet for any group."""
    reader.asks("groups")
    about = about_nobody(center_of(reader, today), way)
    return Prepared(kind, "", (), partial(blank_form, about, kind), written=False)


def _minutes(reader: Reader, group: Group, id: str, today: date, way: Way, *, for_pen: bool) -> Prepared:
    about = about_nobody(center_of(reader, today), way)
    found = groups.roster(reader, id or _newest(reader, group, today))
    if found is None or found.group.id != group.id:
        none = Lacking(N_("No session of the group yet"), "groups")
        described = partial(blank_form, about, TherapyPaper.GROUP_MINUTES)
        return Prepared(TherapyPaper.GROUP_MINUTES, group.name, (), described, (none,), written=False)
    session = found.session
    people = tuple(row.member.person_id for row in found.rows)
    if for_pen:
        described = partial(group_minutes, about, _to_be_held(found))
        return Prepared(TherapyPaper.GROUP_MINUTES, group.name, people, described, written=False)
    wanted = (
        (session.state is not GroupSessionState.PLANNED, Lacking(N_("Attendance"), "groups")),
        (session.topic, Lacking(N_("Topic"), "groups")),
        (session.course or session.activities, Lacking(N_("Course of the session"), "groups")),
        (session.result, Lacking(N_("Result"), "groups")),
    )
    not_held = session.state is GroupSessionState.NOT_HELD
    lacking = () if not_held else tuple(lack for there, lack in wanted if not there)
    return Prepared(
        TherapyPaper.GROUP_MINUTES,
        group.name,
        people,
        partial(group_minutes, about, found),
        lacking,
        written=session.state is not GroupSessionState.PLANNED,
    )


def _to_be_held(roster: Roster) -> Roster:
    """The session before it was held: its day, topic and members, and nothing of what came of it."""
    planned = replace(
        roster.session, state=GroupSessionState.PLANNED, course="", dynamics="", result="", lessons="", reason=None
    )
    return replace(roster, session=planned, rows=tuple(replace(row, attendance=None, away="") for row in roster.rows))


def _newest(reader: Reader, group: Group, today: date) -> str:
    file = groups.group_file(reader, group.id)
    past = [one.id for one in (file.sessions if file else ()) if one.session.planned_on <= today]
    return past[0] if past else ""


def _register(reader: Reader, group: Group, id: str, today: date, way: Way, *, for_pen: bool) -> Prepared:
    first, last, words = span_of(id, today)
    found = classes.register(reader, group.id, first, last)
    leader = reader.record(StaffMember, group.leader_id) if group.leader_id else None
    described = partial(
        register_sheet,
        about_nobody(center_of(reader, today), way),
        group,
        found,
        month=words,
        leader=leader.full_name if leader is not None else "",
        for_pen=for_pen,
    )
    wanted = (
        (found.lines, Lacking(N_("Members of the group"), "groups")),
        (found.lessons, Lacking(N_("Sessions of the month"), "groups")),
    )
    return Prepared(
        TherapyPaper.REGISTER,
        group.name,
        tuple(line.pupil.person_id for line in found.lines),
        described,
        tuple(lack for there, lack in wanted if not there),
        written=bool(found.lessons) and not for_pen,
    )
