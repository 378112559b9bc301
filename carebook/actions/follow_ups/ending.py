"""The end of a follow-up: its paper is written, then approved, which closes the path."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.follow_ups.followed import stop_unless_followed
from carebook.actions.follow_ups.visits import close_visit
from carebook.actions.reintegration.moving import write_stage
from carebook.actions.reintegration.visible import REINTEGRATION, visible_path
from carebook.dates import written
from carebook.records.follow_ups import FollowUpEnd, FollowUpEndKind, VisitOwner, VisitState
from carebook.records.intake import FormState
from carebook.records.reintegration import Stage
from carebook.records.staff import Actor
from carebook.rules.follow_ups import is_awaited, lacks_before_end, problems_in_end, refusal
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.follow_ups import end_facts, end_of, is_ended, visits_of
from carebook.words import N_, message

FALLS_AWAY = {
    FollowUpEndKind.CRITERIA_MET: "kết thúc theo dõi",
    FollowUpEndKind.NOT_NEEDED: "không cần theo dõi",
    FollowUpEndKind.LOST_CONTACT: "mất liên lạc",
    FollowUpEndKind.DIED: "tử vong",
}
"""Why the visits still to come fall away, as the book keeps it."""


@deed(N_("Save the end of the follow-up"), "reintegration")
def save_follow_up_end(
    book: Book, end: FollowUpEnd, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Keep the paper that ends a follow-up while it is being written; one for each path."""
    with book.changing(by.account_id, now, op, "save_follow_up_end", reason=reason) as writer:
        path, _episode, person = visible_path(writer, end.reintegration_id, by, now)
        stop_unless_followed(path)
        there = end_of(writer, path.id)
        if there is not None and (there.id != end.id or (seen is not None and there.version != seen)):
            raise NewerVersion(there)
        stop_at(problems_in_end(end, handed_on=path.handed_over_on, today=in_vietnam(now)))
        mine = replace(
            end,
            id=there.id if there else "",
            episode_id=path.episode_id,
            state=FormState.IN_PROGRESS,
            approved_by_id=None,
            approved_on=None,
        )
        kept = writer.amend(mine) if there else writer.add(mine)
    said = message("Saved the end of the follow-up of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("End the follow-up"), "reintegration")
def complete_follow_up_end(
    book: Book, end_id: str, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Approve the end of a follow-up: the paper is frozen, the path closed with its outcome, visits still to come fall away.

    Refused, in words, while one of the criteria does not hold.
    """
    with book.changing(by.account_id, now, op, "complete_follow_up_end", reason=reason) as writer:
        end = _unfinished(writer, end_id)
        path, _episode, person = visible_path(writer, end.reintegration_id, by, now)
        stop_unless_followed(path)
        if seen is not None and end.version != seen:
            raise NewerVersion(end)
        today = in_vietnam(now)
        stop_at(problems_in_end(end, handed_on=path.handed_over_on, today=today))
        if lacks := lacks_before_end(end_facts(writer, end, today)):
            raise refuse(refusal(lacks))
        assert end.ended_on is not None
        kept = writer.amend(
            replace(end, state=FormState.COMPLETED, approved_by_id=by.staff_member_id or None, approved_on=today)
        )
        _close_visits(writer, kept, by)
        path = writer.amend(replace(path, ended_on=end.ended_on, outcome=end.outcome))
        write_stage(writer, path, Stage.CLOSED, end.ended_on, end.reason)
    said = message("Ended the follow-up of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, undoable=False, result=kept)


def _unfinished(writer: Writer, end_id: str) -> FollowUpEnd:
    end = writer.record(FollowUpEnd, end_id)
    if end is None:
        raise LookupError(end_id)
    if is_ended(end):
        raise refuse(message("The follow-up ended on {day}.", day=written(end.ended_on) if end.ended_on else "–"))
    if end.is_withdrawn:
        raise refuse(message("This paper was struck through ({why}).", why=end.withdrawn_because))
    return end


def _close_visits(writer: Writer, end: FollowUpEnd, by: Actor) -> None:
    """Visits that are awaited fall away; those of ours that lost contact left open are kept as lost."""
    for visit in visits_of(writer, end.reintegration_id):
        if not is_awaited(visit):
            continue
        passed = end.ended_on is not None and visit.due_on <= end.ended_on
        lost = end.kind is FollowUpEndKind.LOST_CONTACT and passed and visit.owner is VisitOwner.CENTER
        state = VisitState.LOST if lost else VisitState.WAIVED
        close_visit(writer, visit, FALLS_AWAY[end.kind], by.staff_member_id, state)
