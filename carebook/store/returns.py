"""Questions about coming back into care: the path that a new stay ends, and the returns nobody explained yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.reintegration import Outcome, Reintegration, Stage, StageEntry
from carebook.rules.follow_ups import months_between
from carebook.store.book import Reader


@dataclass(frozen=True)
class Return:
    """Somebody who came back; ``months`` since the handover. ``cause`` is "" while nobody wrote it down."""

    reintegration_id: str
    episode_id: str
    person_id: str
    name: str
    code: str
    masked: bool
    handed_on: date
    back_on: date
    months: int
    cause: str
    worker_id: str | None


def followed_paths(reader: Reader, person_id: str) -> list[Reintegration]:
    """The paths of a person on which somebody is followed after the handover, the newest first."""
    reader.asks("reintegration")
    handed_over = reader.records(
        Reintegration,
        """episode_id IN (SELECT id FROM episode WHERE person_id = ?) AND handed_over_on IS NOT NULL
        AND ended_on IS NULL""",
        (person_id,),
        order="handed_over_on DESC, id DESC",
    )
    return [one for one in handed_over if _stands_in_follow_up(reader, one.id)]


def _stands_in_follow_up(reader: Reader, reintegration_id: str) -> bool:
    where = ("reintegration_id = ? AND to_on IS NULL AND stage = ?", (reintegration_id, Stage.FOLLOW_UP.value))
    return bool(reader.records(StageEntry, *where))


def returns(reader: Reader, *, unexplained: bool = False) -> list[Return]:
    """Everybody who came back after a handover, the newest first; with ``unexplained`` only those without a cause."""
    reader.asks("reintegration")
    rows = reader.rows(
        """SELECT r.id, r.next_episode_id, r.handed_over_on, r.worker_id, coalesce(r.return_cause, '') AS cause,
            n.start_on, n.person_id, p.full_name, p.code, p.masked
        FROM counted_reintegration r JOIN episode n ON n.id = r.next_episode_id
        JOIN listed_person p ON p.id = n.person_id
        WHERE r.withdrawn_at IS NULL AND r.outcome = :back AND r.handed_over_on IS NOT NULL
            AND (:all OR r.return_cause IS NULL)
        ORDER BY n.start_on DESC, r.id DESC""",
        {"back": Outcome.RE_ENTERED.value, "all": not unexplained},
    )
    return [
        Return(
            reintegration_id=row["id"],
            episode_id=row["next_episode_id"],
            person_id=row["person_id"],
            name=row["full_name"],
            code=row["code"],
            masked=bool(row["masked"]),
            handed_on=(handed_on := date.fromisoformat(row["handed_over_on"])),
            back_on=(back_on := date.fromisoformat(row["start_on"])),
            months=months_between(handed_on, back_on),
            cause=row["cause"],
            worker_id=row["worker_id"],
        )
        for row in rows
    ]
