"""Somebody who was handed over, written straight into a book: their ended stay, the path in follow-up, its visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from carebook.actions.follow_ups.laying import write_follow_ups
from carebook.records.episodes import Episode
from carebook.records.follow_ups import FollowUp
from carebook.records.reintegration import Reintegration, Stage, StageEntry
from carebook.records.staff import Actor
from carebook.store.book import Book, Writer, new_id
from carebook.store.follow_ups import visits_of
from tests import samples

HANDED_ON = date(2026, 5, 20)


def write_path(writer: Writer, episode: Episode, worker_id: str, handed_on: date, **given: Any) -> Reintegration:
    """The path of a stay that ended with a handover to the family, standing in follow-up."""
    writer.amend(replace(episode, end_on=handed_on, end_reason="family_request", destination="family"))
    about: dict[str, Any] = {
        "episode_id": episode.id,
        "destination": "family",
        "started_on": episode.start_on,
        "worker_id": worker_id,
        "handed_over_on": handed_on,
    }
    path = writer.add(Reintegration(**about | given))
    if path.ended_on is None:
        entry = StageEntry(episode_id=episode.id, reintegration_id=path.id, stage=Stage.FOLLOW_UP, from_on=handed_on)
        writer.add(entry)
    return path


def handed_over(
    book: Book, by: Actor, now: datetime, handed_on: date = HANDED_ON, *, person: Any = None, **given: Any
) -> tuple[Reintegration, tuple[FollowUp, ...]]:
    """Somebody admitted on 5 January 2025 and handed over on a day, with the visits that were laid out; by ``by``."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        whose = person or samples.person(code=f"CB-{new_id()[-9:]}")
        kept = writer.add(replace(whose, id=""))
        episode = writer.add(samples.episode(kept.id, start_on=date(2025, 1, 5)))
        path = write_path(writer, episode, by.staff_member_id, handed_on, **given)
        write_follow_ups(writer, path, handed_on, now)
        visits = visits_of(writer, path.id)
    return path, visits
