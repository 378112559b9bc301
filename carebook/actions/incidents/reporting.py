"""Reporting an incident, and writing it anew: its people, its injuries, its number and its ward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.incidents.case import INCIDENTS, Case, as_told, open_case, stop_at_untold
from carebook.actions.people import cared_stay, visible_stay
from carebook.dates import today_in_vietnam
from carebook.records.episodes import Episode
from carebook.records.incidents import BodyMark, Incident, IncidentState, Involved, Notified
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.rules.incidents import (
    harmed,
    is_restricted,
    is_single,
    next_number,
    problems_in_incident,
    problems_in_involved,
    problems_in_marks,
    state_after,
)
from carebook.rules.shifts import duty_at, shifts_of
from carebook.store import code_lists, privacy
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.incidents import kind_of
from carebook.words import N_, Message, message

P = TypeVar("P", Involved, BodyMark)


@deed(N_("Report incident"), "incidents")
def report_incident(
    book: Book,
    incident: Incident,
    involved: Sequence[Involved] = (),
    marks: Sequence[BodyMark] = (),
    notified: Sequence[Notified] = (),
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Keep a new incident with who was involved, the injuries, and who was told already; the rows need no ``incident_id``.

    The number, the shift, the ward of the bed and who typed it are the deed's own. One of a kind that is restricted becomes
    so by itself; whoever reported it does not see it any more without the right. Somebody restricted is written about under
    the alias by the staff of the ward, as in all daily care. ``Change.result`` is the kept `Incident`.
    """
    with book.changing(by.account_id, now, op, "report_incident", reason=reason) as writer:
        stay = cared_stay(writer, incident.episode_id, by, now)[0] if incident.episode_id else None
        for one in involved:
            if one.episode_id:
                cared_stay(writer, one.episode_id, by, now)
        given = replace(
            _placed(writer, incident, stay, by),
            id="",
            recorded_at=now,
            entered_by=by.account_id,
            state=IncidentState.NEW,
            closed_on=None,
            closed_by_id=None,
        )
        given = replace(given, confidential=is_restricted(given, kind_of(writer, given)))
        _stop_at_wrong(writer, given, involved, marks, stay, now)
        stop_at_untold(notified, given, now)
        _refuse_second(writer, given)
        kept = writer.add(replace(given, number=_number(writer, given)))
        for person in involved:
            writer.add(replace(person, id="", incident_id=kept.id))
        for mark in marks:
            writer.add(replace(mark, id="", incident_id=kept.id))
        for told in notified:
            writer.add(as_told(told, kept, by))
        hidden = stay is not None and privacy.is_hidden(writer, stay.person_id, by, in_vietnam(now))
    ids = (*((stay.person_id,) if stay else ()), kept.id)
    return Change(INCIDENTS, ids, op, _reported(kept, hidden, by, now), result=kept)


@deed(N_("Edit an incident"), "incidents")
def amend_incident(
    book: Book,
    incident: Incident,
    involved: Sequence[Involved] | None = None,
    marks: Sequence[BodyMark] | None = None,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write an incident anew; ``involved`` and ``marks`` are all of them, those left out are struck through (None: as they are).

    Its number stays. Whether it is restricted is lifted only by who may read allegations, and never for a kind that asks it.
    ``Change.result`` is the kept `Incident`.
    """
    with book.changing(by.account_id, now, op, "amend_incident", reason=reason) as writer:
        case = open_case(writer, incident.id, by, now, seen)
        there = case.incident
        stay = visible_stay(writer, incident.episode_id, by, now)[0] if incident.episode_id else None
        given = replace(
            _placed(writer, incident, stay, by),
            number=there.number,
            recorded_at=there.recorded_at,
            entered_by=there.entered_by,
            state=there.state,
            closed_on=there.closed_on,
            closed_by_id=there.closed_by_id,
        )
        given = replace(given, confidential=is_restricted(given, kind_of(writer, given)))
        people = case.involved if involved is None else [*_kept_from(writer, case.involved, by, now), *involved]
        injuries = case.marks if marks is None else [*_kept_from(writer, case.marks, by, now), *marks]
        known = {one.episode_id for one in case.involved}
        for one in people:
            if one.episode_id and one.episode_id not in known:
                visible_stay(writer, one.episode_id, by, now)
        _stop_at_wrong(writer, given, people, injuries, stay, now)
        if (given.kind, given.episode_id) != (there.kind, there.episode_id):
            _refuse_second(writer, given)
        _write_anew(writer, case.involved, people, there.id)
        _write_anew(writer, case.marks, injuries, there.id)
        if given.episode_id != there.episode_id:
            _take_along(writer, case, given.episode_id)
        kept = writer.amend(replace(given, state=state_after(given, case.notified, case.remedies)))
    return Change(INCIDENTS, (kept.id,), op, message("Saved incident {number}.", number=kept.number), result=kept)


def _placed(writer: Writer, incident: Incident, stay: Episode | None, by: Actor) -> Incident:
    """The incident with what follows from its time and person: the shift, the ward of the bed, who reported it."""
    at = incident.happened_at or writer.now
    day = today_in_vietnam(at)
    duty = duty_at(at, shifts_of(code_lists.codes(writer, "shift", day)))
    return replace(
        incident,
        shift=duty.shift.code if duty is not None else None,
        ward_id=incident.ward_id or (_ward_of(writer, stay, day) if stay is not None else None),
        reported_by_id=incident.reported_by_id or by.staff_member_id or None,
        place=incident.place.strip(),
    )


def _ward_of(writer: Writer, stay: Episode, day: date) -> str | None:
    found = writer.value(
        """SELECT r.ward_id FROM bed_assignment b JOIN room r ON r.id = b.room_id WHERE b.episode_id = :stay
        AND b.withdrawn_at IS NULL AND b.from_on <= :day AND (b.to_on IS NULL OR b.to_on >= :day)
        ORDER BY b.from_on DESC, b.id DESC LIMIT 1""",
        {"stay": stay.id, "day": day.isoformat()},
    )
    return str(found) if found else None


def _number(writer: Writer, incident: Incident) -> str:
    year = today_in_vietnam(incident.happened_at or writer.now).year
    known = [row["number"] for row in writer.rows("SELECT number FROM incident WHERE number LIKE ?", (f"%/{year}",))]
    return next_number(year, known, restricted=incident.confidential)


def _stop_at_wrong(
    writer: Writer,
    incident: Incident,
    involved: Iterable[Involved],
    marks: Iterable[BodyMark],
    stay: Episode | None,
    now: datetime,
) -> None:
    people = tuple(involved)
    kinds = {code.code for code in code_lists.code_history(writer, "injury_kind")}
    stop_at(
        [
            *problems_in_incident(incident, kind=kind_of(writer, incident), stay=stay, now=now),
            *problems_in_involved(people, about=incident.episode_id),
            *problems_in_marks(marks, whose=harmed(incident, people), kinds=kinds),
        ]
    )


def _refuse_second(writer: Writer, incident: Incident) -> None:
    """Of some kinds a stay has one incident only. Its number is not told: it may be restricted."""
    if not is_single(kind_of(writer, incident)) or not incident.episode_id:
        return
    if writer.records(
        Incident, "kind = ? AND episode_id = ? AND id <> ?", (incident.kind, incident.episode_id, incident.id)
    ):
        raise refuse(message("This stay has such an incident already; write on that one."), "kind")


def _kept_from(writer: Writer, rows: Iterable[P], by: Actor, now: datetime) -> list[P]:
    """The rows about people whom ``by`` does not see: not shown, so not left out either."""
    hidden = privacy.hidden_people(writer, by, in_vietnam(now))
    stays = {stay.id: stay.person_id for stay in writer.records(Episode, "confidential = 1")} if hidden else {}
    return [row for row in rows if row.episode_id and stays.get(row.episode_id) in hidden]


def _write_anew(writer: Writer, there: Iterable[P], given: Sequence[P], incident_id: str) -> None:
    """Keep the rows given: new ones added, known ones amended, those left out struck through."""
    left = {one.id: one for one in there}
    for one in given:
        mine = replace(one, incident_id=incident_id)
        if not mine.id:
            writer.add(mine)
        elif left.pop(mine.id, None) is not None:
            writer.amend(mine)
        else:
            raise LookupError(mine.id)
    for gone in left.values():
        writer.withdraw(type(gone), gone.id, "bỏ khỏi sự cố")


def _take_along(writer: Writer, case: Case, episode_id: str | None) -> None:
    """Whom the incident is about is whom its notices and remedies belong to."""
    for told in case.notified:
        writer.amend(replace(told, episode_id=episode_id))
    for remedy in case.remedies:
        writer.amend(replace(remedy, episode_id=episode_id))


def _reported(incident: Incident, hidden: bool, by: Actor, now: datetime) -> Message:
    if hidden or (incident.confidential and not permissions.may_read_allegations(by, in_vietnam(now))):
        return message("The incident is kept. Only those with the right to it read it from now on.")
    return message("Reported incident {number}.", number=incident.number)
