"""Coming back into care: what a new stay ends by itself, and the deed that says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, stop_at
from carebook.actions.reintegration.moving import write_stage
from carebook.actions.reintegration.visible import REINTEGRATION, visible_path
from carebook.records.episodes import Episode
from carebook.records.follow_ups import FollowUp, VisitState
from carebook.records.reintegration import Outcome, Reintegration, Stage
from carebook.records.staff import Actor
from carebook.rules.returns import WAIVED, problems_in_return, said_return
from carebook.store.book import Book, NewerVersion, Writer
from carebook.store.returns import followed_paths
from carebook.words import N_, message


def write_return(writer: Writer, person_id: str, episode: Episode) -> list[Reintegration]:
    """End the follow-up of somebody who is admitted again: their path becomes "came back", linked to the new stay; visits that
    are still awaited fall away. Why they came back is asked afterwards (`link_return`). Returns the paths that ended.
    """
    ended = []
    for path in followed_paths(writer, person_id):
        if path.handed_over_on is None or path.episode_id == episode.id or episode.start_on < path.handed_over_on:
            continue
        ended.append(_close(writer, path, episode))
    return ended


def _close(writer: Writer, path: Reintegration, episode: Episode) -> Reintegration:
    for visit in writer.records(FollowUp, "reintegration_id = ? AND state = ?", (path.id, VisitState.DUE.value)):
        writer.amend(replace(visit, state=VisitState.WAIVED, waived_because=WAIVED))
    kept = writer.amend(
        replace(path, ended_on=episode.start_on, outcome=Outcome.RE_ENTERED, next_episode_id=episode.id)
    )
    write_stage(writer, kept, Stage.RE_ENTERED, episode.start_on, WAIVED)
    return kept


@deed(N_("Link a return"), "reintegration")
def link_return(
    book: Book,
    reintegration_id: str,
    episode_id: str,
    cause: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Say with which stay somebody came back and why (list `return_cause`); also after their follow-up had ended, whose
    outcome then stays as it was written.
    """
    with book.changing(by.account_id, now, op, "link_return", reason=reason) as writer:
        path, _episode, person = visible_path(writer, reintegration_id, by, now)
        if seen is not None and path.version != seen:
            raise NewerVersion(path)
        stay = writer.record(Episode, episode_id)
        if stay is None:
            raise LookupError(episode_id)
        stop_at(problems_in_return(path, stay, person.id, cause))
        if path.ended_on is None and followed_paths(writer, person.id):
            path = _close(writer, path, stay)
        kept = writer.amend(replace(path, next_episode_id=stay.id, return_cause=cause))
    said = message("{name}: {what}", name=person.full_name, what=said_return(kept, stay.start_on))
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)
