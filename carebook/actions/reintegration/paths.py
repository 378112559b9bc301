"""Beginning a path of a stay and writing its facts anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.actions.reintegration.moving import write_stage
from carebook.actions.reintegration.visible import REINTEGRATION, running_path
from carebook.dates import written
from carebook.records.reintegration import Reintegration, Stage, StageEntry
from carebook.records.staff import Actor
from carebook.rules.problem import Problem
from carebook.rules.reintegration import PathLaw, problems_in_path, stages_of
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.reintegration import open_path, path_law
from carebook.words import N_, message


@deed(N_("Begin a way home"), "reintegration")
def start_path(book: Book, path: Reintegration, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Begin a path of a stay, in the first of its stages on ``path.started_on``; one open path for a stay.

    Who begins it leads it unless somebody is named. ``Change.result`` is the kept `Reintegration`.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "start_path", reason=reason) as writer:
        episode, person = visible_stay(writer, path.episode_id, by, now)
        law = path_law(writer, today)
        mine = _as_begun(path, by)
        stop_at(
            [
                *problems_in_path(mine, stay=episode, follows_up=_leads_home(law, mine), today=today),
                *_in_choices(mine, law),
            ]
        )
        if open_path(writer, episode.id) is not None:
            raise refuse(message("{name} has a way home already that has not ended.", name=person.full_name), "path")
        kept = writer.add(mine)
        assert kept.started_on is not None
        write_stage(writer, kept, next(iter(stages_of(law, kept.path)), Stage.IDENTIFIED), kept.started_on)
    said = message("Began the way home of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("Edit the way home"), "reintegration")
def amend_path(
    book: Book,
    path: Reintegration,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Write the facts of a path anew: wish, destination, worker, day aimed at. Its kind, its end and what came of it are left
    to the deeds that bring them about, the destination once somebody was handed over. ``Change.result`` is the kept
    `Reintegration`.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "amend_path", reason=reason) as writer:
        there, episode, person = running_path(writer, path.id, by, now)
        mine = replace(
            path,
            episode_id=there.episode_id,
            path=there.path,
            handed_over_on=there.handed_over_on,
            ended_on=there.ended_on,
            outcome=there.outcome,
            next_episode_id=there.next_episode_id,
            return_cause=there.return_cause,
        )
        law = path_law(writer, today)
        stop_at(
            [
                *problems_in_path(mine, stay=episode, follows_up=_leads_home(law, mine), today=today),
                *_in_choices(mine, law),
            ]
        )
        if there.handed_over_on is not None and mine.destination != there.destination:
            day = written(there.handed_over_on)
            said = message(
                "{name} was handed over on {day}; the destination stays as it is.", name=person.full_name, day=day
            )
            raise refuse(said, "destination")
        kept = writer.amend(mine, seen=seen)
        if kept.started_on != there.started_on:
            _begin_anew(writer, kept)
    said = message("Saved the way home of {name}.", name=person.full_name)
    return Change(REINTEGRATION, (person.id, kept.id), op, said, result=kept)


def _as_begun(path: Reintegration, by: Actor) -> Reintegration:
    """A path as it begins: nothing has come of it yet."""
    return replace(
        path,
        id="",
        worker_id=path.worker_id or by.staff_member_id or None,
        handed_over_on=None,
        ended_on=None,
        outcome=None,
        next_episode_id=None,
        return_cause=None,
    )


def _leads_home(law: PathLaw, path: Reintegration) -> bool:
    return bool(law.extra("home_path", path.path).get("follow_up"))


def _in_choices(path: Reintegration, law: PathLaw) -> list[Problem]:
    found = []
    if path.path and law.code("home_path", path.path) is None:
        found.append(Problem("path", message("Choose the path.")))
    if path.destination and law.code("home_destination", path.destination) is None:
        found.append(Problem("destination", message("Choose the destination.")))
    return found


def _begin_anew(writer: Writer, path: Reintegration) -> None:
    """The first stage begins with the path; refused when it would begin after its own end."""
    entries = writer.records(StageEntry, "reintegration_id = ?", (path.id,), order="from_on, id")
    first = next(iter(entries), None)
    if first is None or path.started_on is None:
        return
    if first.to_on is not None and first.to_on < path.started_on:
        raise refuse(message("The first stage had ended before that day."), "started_on")
    writer.amend(replace(first, from_on=path.started_on))
