"""Follow-up of somebody who left without a way home in the book: discharged straight away, or before the book began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.follow_ups.laying import write_follow_ups
from carebook.actions.people import visible_stay
from carebook.actions.reintegration.moving import write_stage
from carebook.actions.reintegration.visible import REINTEGRATION
from carebook.records.episodes import Episode
from carebook.records.reintegration import Outcome, Reintegration, Stage
from carebook.records.staff import Actor
from carebook.rules.dated import code_on
from carebook.rules.handovers import outcome_at_discharge
from carebook.rules.problem import Problem
from carebook.store import code_lists
from carebook.store.book import Book, Writer
from carebook.store.reintegration import open_path
from carebook.words import N_, message


@deed(N_("Begin the follow-up of somebody who left"), "reintegration")
def begin_follow_up(
    book: Book, path: Reintegration, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Follow somebody whose stay ended: the path begins with the follow-up on the day they left, its visits are laid out.

    Refused while the stay lasts, for who died, where one is followed already, came back or has another path that is open, and
    for a destination without follow-up.
    ``Change.result`` is the kept `Reintegration`.
    """
    with book.changing(by.account_id, now, op, "begin_follow_up", reason=reason) as writer:
        episode, person = visible_stay(writer, path.episode_id, by, now)
        stop_at(list(_problems(writer, path, episode)))
        left = episode.end_on
        assert left is not None
        mine = replace(
            path,
            id="",
            path="home",
            started_on=left,
            worker_id=path.worker_id or by.staff_member_id or None,
            handed_over_on=left,
            ended_on=None,
            outcome=None,
            next_episode_id=None,
            return_cause=None,
        )
        kept = writer.add(mine)
        write_stage(writer, kept, Stage.FOLLOW_UP, left)
        visits = write_follow_ups(writer, kept, left, now)
        if not visits:
            raise refuse(message("Nobody is followed who goes there."), "destination")
    said = message("Laid out {n} visits for {name}.", n=len(visits), name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


def _problems(writer: Writer, path: Reintegration, episode: Episode) -> Iterator[Problem]:
    if episode.end_on is None:
        yield Problem("", message("The stay lasts still: begin the way home."))
        return
    destinations = code_lists.codes(writer, "home_destination", episode.end_on)
    if code_on(destinations, "home_destination", path.destination or "", episode.end_on) is None:
        yield Problem("destination", message("Choose the destination."))
    if writer.records(Reintegration, "episode_id = ? AND handed_over_on IS NOT NULL", (episode.id,)):
        yield Problem("", message("This stay is followed already."))
    elif open_path(writer, episode.id) is not None:
        yield Problem("", message("Another path of this stay is open still: end that one first."))
    paths = code_lists.codes(writer, "home_path", episode.end_on)
    if outcome_at_discharge(episode.end_reason, paths) is Outcome.DIED:
        yield Problem("", message("The stay ended with the death of the person; nobody is followed."))
    later = "person_id = ? AND id <> ? AND start_on >= ?"
    if writer.records(Episode, later, (episode.person_id, episode.id, episode.end_on.isoformat())):
        yield Problem("", message("The person came back since then."))
