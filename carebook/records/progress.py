"""Form 05: progress notes as they happen, and the accepted line of each client in a periodic progress report (Điều 7 khoản 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class ProgressNote(Record):
    """What was done or seen, when, by whom. Struck through with a reason, never deleted; closed to edits after some days.

    ``happened_at`` and ``recorded_at`` are UTC and differ; ``done_by_id`` did it, ``entered_by`` (an account) typed it.
    ``goal_thread`` ties it to a goal through all versions of the plan. A later correction is a note that names the earlier
    one in ``corrects_id``.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    kind: str = fact(N_("Kind of note"), codes="note_kind", default="casework")
    happened_at: datetime = fact(N_("Happened at"), required=True)
    recorded_at: datetime | None = fact(N_("Recorded at"), shown=False, default=None)
    done_by_id: str | None = fact(N_("Done by"), Kind.LINK, default=None)
    entered_by: str | None = fact(N_("Entered by"), Kind.LINK, shown=False, default=None)
    goal_thread: str | None = fact(N_("Thread of the goal"), Kind.DATA, shown=False, default=None)
    activity_id: str | None = fact(N_("Activity"), Kind.LINK, default=None)
    text: str = fact(N_("What was done or seen"), Kind.NOTE, required=True, default="")
    result: str = fact(N_("Result"), Kind.NOTE, default="")
    reaction: str = fact(N_("Reaction, opinion of the client"), Kind.NOTE, default="")
    difficulty: str = fact(N_("Difficulty"), Kind.NOTE, default="")
    next_step: str = fact(N_("Next step"), Kind.NOTE, default="")
    minutes: int | None = fact(N_("Duration"), unit=N_("minutes"), default=None)
    tags: tuple[str, ...] = fact(N_("Tags"), codes="note_tag", default=())
    for_handover: bool = fact(N_("Into the handover of the shift"), default=False)
    corrects_id: str | None = fact(N_("Corrects"), Kind.LINK, default=None)


@dataclass(frozen=True)
class ProgressLine(Record):
    """The line of one client in the progress report of one period, accepted by the worker.

    ``period`` is "2026-10" (a month), "2026-Q3", "2026-H1" or "2026". ``as_drafted`` is true when the proposed words were
    accepted unchanged.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    period: str = fact(N_("Period"), required=True)
    worker_id: str | None = fact(N_("Case manager"), Kind.LINK, default=None)
    text: str = fact(N_("Progress in the period"), Kind.NOTE, required=True, default="")
    as_drafted: bool = fact(N_("Accepted as drafted"), default=False)
    accepted_on: date | None = fact(N_("Accepted on"), default=None)
