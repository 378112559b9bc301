"""Deeds about the papers that leave the office: writing one with its number, striking one through."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.records.office import OutgoingPaper
from carebook.records.staff import Actor
from carebook.rules import names
from carebook.rules.outgoing import problems_in
from carebook.store.book import Book, in_vietnam
from carebook.store.outgoing import outgoing_papers
from carebook.words import N_, message

PERIODS = frozenset({"periods"})


@deed(N_("Save a letter"), "periods")
def save_outgoing(
    book: Book,
    paper: OutgoingPaper,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a paper (a new one without an id). A number that stands on another one is warned of, not refused: the office's own
    register decides. ``Change.result`` is the kept paper.
    """
    tidied = replace(
        paper,
        subject=names.normalise(paper.subject),
        number=paper.number.strip(),
        addressed_to=_lines(paper.addressed_to),
        recipients=_lines(paper.recipients),
    )
    with book.changing(by.account_id, now, op, "save_outgoing", reason=reason) as writer:
        year = (tidied.dated_on or in_vietnam(now)).year
        stop_at(problems_in(tidied, outgoing_papers(writer, year), now=now))
        kept = writer.amend(tidied, seen=seen) if tidied.id else writer.add(tidied)
    return Change(PERIODS, (kept.id,), op, message("Saved “{subject}”.", subject=kept.subject), result=kept)


@deed(N_("Strike through a letter"), "periods")
def strike_outgoing(book: Book, paper_id: str, *, reason: str, by: Actor, now: datetime, op: str = "") -> Change:
    """Strike a paper through; it stays readable with its number, which is not given again without a warning's sight."""
    if not reason.strip():
        raise refuse(message("Say why."), "reason")
    with book.changing(by.account_id, now, op, "strike_outgoing", reason=reason) as writer:
        found = writer.record(OutgoingPaper, paper_id)
        if found is None or found.is_withdrawn:
            raise refuse(message("This letter was struck through already."))
        writer.withdraw(OutgoingPaper, paper_id, reason.strip())
    return Change(PERIODS, (paper_id,), op, message("Struck through “{subject}”.", subject=found.subject))


def _lines(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Lines without the empty ones."""
    return tuple(filter(None, map(names.normalise, typed)))
