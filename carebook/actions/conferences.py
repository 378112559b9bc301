"""Deeds about meetings: their minutes, and turning what was decided into drafts of goals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.records.care_plans import CarePlan, PlanState
from carebook.records.closures import Closure
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.records.episodes import Episode
from carebook.records.intake import FormState
from carebook.records.people import Person
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.rules.care_plans import EDITABLE, PlanContent, new_version_of, why_not
from carebook.rules.conferences import goal_of, problems_in
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam, new_id
from carebook.store.care_plans import plan_in_force, plans_of, write_content
from carebook.store.conferences import conference_file, write_conference
from carebook.words import N_, message

CASEWORK = frozenset({"casework"})
_CORRECTED = "sửa biên bản"


@deed(N_("Record a meeting"), "casework")
def record_conference(
    book: Book,
    conference: Conference,
    findings: Sequence[ConferenceFinding],
    decisions: Sequence[ConferenceDecision],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Keep the minutes of a meeting. ``Change.result`` is the kept `ConferenceFile`."""
    with book.changing(by.account_id, now, op, "record_conference", reason=reason) as writer:
        episode, person = visible_stay(writer, conference.episode_id, by, now)
        stop_at(problems_in(conference, findings, decisions, since=episode.start_on, today=in_vietnam(now)))
        kept = write_conference(writer, replace(conference, id=""), findings, decisions, because=_CORRECTED)
    said = message("Recorded the meeting about {name}.", name=person.full_name)
    return Change(CASEWORK, (person.id, kept.conference.id), op, said, result=kept)


@deed(N_("Edit a meeting"), "casework")
def amend_conference(
    book: Book,
    conference: Conference,
    findings: Sequence[ConferenceFinding],
    decisions: Sequence[ConferenceDecision],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write the minutes anew. Refused once a finished form 06 rests on them."""
    with book.changing(by.account_id, now, op, "amend_conference", reason=reason) as writer:
        there, person = _meeting(writer, conference.id, by, now)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        since = writer.record(Episode, there.episode_id)
        assert since is not None
        mine = replace(conference, episode_id=there.episode_id)
        stop_at(problems_in(mine, findings, decisions, since=since.start_on, today=in_vietnam(now)))
        kept = write_conference(writer, mine, findings, decisions, because=reason or _CORRECTED)
        if kept.conference.version == there.version:  # a change of a row is a change of the minutes
            writer.run("UPDATE conference SET version = version + 1 WHERE id = ?", (there.id,))
            kept = replace(kept, conference=replace(kept.conference, version=there.version + 1))
    said = message("Saved the meeting about {name}.", name=person.full_name)
    return Change(CASEWORK, (person.id, there.id), op, said, result=kept)


@deed(N_("Strike a meeting through"), "casework")
def strike_conference(
    book: Book, conference_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike minutes through with what was found and decided; goals that came of them stay in their plan."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_conference", reason=reason) as writer:
        there, person = _meeting(writer, conference_id, by, now)
        classes: tuple[type[Record], ...] = (ConferenceFinding, ConferenceDecision)
        for cls in classes:
            for row in writer.records(cls, "conference_id = ?", (there.id,)):
                writer.withdraw(cls, row.id, reason)
        writer.withdraw(Conference, there.id, reason)
    return Change(CASEWORK, (person.id, there.id), op, message("Struck through."))


@deed(N_("Propose goals"), "casework")
def propose_goals(
    book: Book,
    conference_id: str,
    decision_ids: Collection[str],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Put decisions of a meeting as proposed goals into the newest version that is still being written, or into a new draft
    made from the plan in force. Refused while the newest version awaits approval. ``Change.result`` is the `PlanFile`.
    """
    with book.changing(by.account_id, now, op, "propose_goals", reason=reason) as writer:
        there, person = _meeting(writer, conference_id, by, now)
        file = conference_file(writer, there.id)
        wanted = [one for one in file.decisions if one.id in decision_ids] if file else []
        content = _draft(writer, there)
        followed = {goal.thread for goal in content.goals}
        new = [one for one in wanted if one.goal_thread is None or one.goal_thread not in followed]
        if not new:
            raise refuse(message("These decisions are goals of the plan already."))
        threads = {one.id: one.goal_thread or new_id() for one in new}
        goals = tuple(goal_of(one, threads[one.id], len(content.goals) + place) for place, one in enumerate(new))
        kept = write_content(writer, replace(content, goals=content.goals + goals), _CORRECTED)
        for one in new:
            writer.amend(replace(one, goal_thread=threads[one.id]))
    said = message("Proposed {n} as goals of plan version {number}.", n=len(new), number=kept.plan.number)
    return Change(CASEWORK, (person.id, kept.plan.id), op, said, result=kept)


def _draft(writer: Writer, conference: Conference) -> PlanContent:
    """The version that is being written, or the beginning of the next one."""
    newest = next(iter(plans_of(writer, conference.episode_id)), None)
    if newest is not None and newest.plan.state in EDITABLE:
        return newest.content
    if newest is not None and newest.plan.state is PlanState.SUBMITTED:
        raise refuse(why_not(newest.plan.state, newest.plan.number))
    in_force = plan_in_force(writer, conference.episode_id)
    return new_version_of(in_force) if in_force else PlanContent(CarePlan(episode_id=conference.episode_id))


def _meeting(writer: Writer, conference_id: str, by: Actor, now: datetime) -> tuple[Conference, Person]:
    """A meeting that may still be changed, and whom it was about."""
    there = writer.record(Conference, conference_id)
    if there is None:
        raise LookupError(conference_id)
    _, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This meeting was struck through ({why}).", why=there.withdrawn_because))
    finished = (there.id, FormState.COMPLETED.value)
    if writer.records(Closure, "conference_id = ? AND state = ?", finished):
        raise refuse(message("The case was closed on these minutes; they can no longer be changed."))
    return there, person
