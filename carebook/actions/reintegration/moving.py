"""Moving a path from stage to stage: on, back, aside; what lacks is said, nothing is skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse
from carebook.actions.reintegration.visible import REINTEGRATION, running_path
from carebook.dates import written
from carebook.records.reintegration import STAGE_WORDS, Reintegration, Stage, StageEntry
from carebook.records.staff import Actor
from carebook.rules.reintegration import ENDS, is_forward, lacks, moves, needs_reason, refusal
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.reintegration import path_facts
from carebook.words import N_, message


@deed(N_("Move the way home on"), "reintegration")
def move_path(
    book: Book,
    reintegration_id: str,
    stage: Stage,
    *,
    on: date | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Move a path to another stage from ``on`` (None: today) on. ``seen`` is the version of its present `StageEntry`.

    On: one step, refused in words while something lacks; tracing and trial stay may be passed over with a reason, and with a
    reason a low band of the scorecard does not stop it. Back or aside (suspended, failed): with a reason. Where it was
    suspended it goes on. ``Change.result`` is the new `StageEntry`.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "move_path", reason=reason) as writer:
        path, _episode, person = running_path(writer, reintegration_id, by, now)
        day = on or today
        _refuse_present(writer, path, seen, day, today)
        facts = path_facts(writer, path.id, day)
        words = message(STAGE_WORDS[stage])
        if stage not in moves(facts):
            here = message(STAGE_WORDS[facts.stage])
            raise refuse(message("From “{here}” no step leads to “{stage}”.", here=here, stage=words), "stage")
        if needs_reason(facts, stage) and not reason.strip():
            raise refuse(message("Say why."), "reason")
        if is_forward(facts, stage):
            left = lacks(facts, today=day, to=stage)
            found = [lack for lack in left if not (lack.by_reason and reason.strip())]
            if found:
                raise refuse(refusal(stage, found), "stage")
        entry = write_stage(writer, path, stage, day, reason)
        if stage in ENDS:
            writer.amend(replace(path, ended_on=day))
    said = message("{name}: {stage}.", name=person.full_name, stage=words)
    return Change(REINTEGRATION, (person.id, path.id), op, said, result=entry)


def write_stage(writer: Writer, path: Reintegration, stage: Stage, on: date, reason: str = "") -> StageEntry:
    """End the stage in which the path stands and begin another, on the same day, never before the one it leaves began.

    Only the stages are written: the days and the outcome of the path itself are for who moves it.
    """
    for entry in _present(writer, path):
        on = max(on, entry.from_on)
        writer.amend(replace(entry, to_on=on))
    return writer.add(
        StageEntry(episode_id=path.episode_id, reintegration_id=path.id, stage=stage, from_on=on, reason=reason.strip())
    )


def _refuse_present(writer: Writer, path: Reintegration, seen: int | None, day: date, today: date) -> None:
    """A step is written down for today or a day gone by, not before the stage it leaves began, and from the stage on screen."""
    if day > today:
        raise refuse(message("{day} lies in the future.", day=written(day)), "on")
    for entry in _present(writer, path):
        if seen is not None and entry.version != seen:
            raise NewerVersion(entry)
        if day < entry.from_on:
            start = written(entry.from_on)
            said = message("The present stage began on {start}, after {day}.", start=start, day=written(day))
            raise refuse(said, "on")


def _present(writer: Writer, path: Reintegration) -> list[StageEntry]:
    """The entry of the stage in which the path stands; empty only before it begins."""
    return writer.records(StageEntry, "reintegration_id = ? AND to_on IS NULL", (path.id,))
