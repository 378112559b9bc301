"""Deeds about the morning briefing: writing what was concluded, and freezing it with the facts of that morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.records.shifts import MorningBriefing
from carebook.records.staff import Actor
from carebook.rules.briefings import problems_before_freezing, problems_in_briefing
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.briefings import briefing_facts, briefing_sheet
from carebook.words import N_, message

SHIFTS = frozenset({"shifts"})


@deed(N_("Save the morning briefing"), "shifts")
def save_briefing(
    book: Book,
    briefing: MorningBriefing,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep what was said at a briefing; one a day. Refused once it was frozen. ``Change.result`` is the kept record."""
    stop_at(problems_in_briefing(briefing, today=in_vietnam(now)))
    with book.changing(by.account_id, now, op, "save_briefing", reason=reason) as writer:
        there = _there(writer, briefing)
        mine = replace(briefing, frozen="", frozen_at=None)
        kept = writer.amend(mine, seen=seen) if there is not None else writer.add(mine)
    return Change(SHIFTS, (kept.id,), op, message("Saved the briefing."), result=kept)


@deed(N_("Freeze the morning briefing"), "shifts")
def freeze_briefing(
    book: Book,
    briefing_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a briefing with the facts of that morning word for word; it cannot be written on any more.

    Refused without who led it and without a conclusion. LookupError: no such briefing.
    """
    with book.reading_masked(now) as reader:
        asked = reader.record(MorningBriefing, briefing_id)
        if asked is None or asked.held_on is None:
            raise LookupError(briefing_id)
        _refuse_frozen(asked)
        stop_at(problems_before_freezing(asked))
        frozen = briefing_sheet(reader, briefing_facts(reader, asked.held_on, now)).frozen()
    with book.changing(by.account_id, now, op, "freeze_briefing", reason=reason) as writer:
        version = asked.version if seen is None else seen
        kept = writer.amend(replace(asked, frozen=frozen, frozen_at=now), seen=version)
    said = message("The briefing is closed; it stays as it stands.")
    return Change(SHIFTS, (kept.id,), op, said, undoable=False, result=kept)


def _there(writer: Writer, briefing: MorningBriefing) -> MorningBriefing | None:
    """What the book holds of a briefing; refused when it is frozen, or another one of the day is there."""
    there = writer.record(MorningBriefing, briefing.id) if briefing.id else None
    if there is not None:
        _refuse_frozen(there)
    day = briefing.held_on.isoformat() if briefing.held_on else ""
    if writer.records(MorningBriefing, "held_on = ? AND id <> ?", (day, briefing.id)):
        raise refuse(message("The briefing of this day is there already. Open that one."), "held_on")
    return there


def _refuse_frozen(briefing: MorningBriefing) -> None:
    if briefing.frozen_at is not None:
        raise refuse(message("This briefing is closed and stays as it is."))
