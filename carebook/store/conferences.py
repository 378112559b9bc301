"""Meetings about a client: their minutes with findings and decisions, and the writing of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.store.book import Reader, Writer

P = TypeVar("P", ConferenceFinding, ConferenceDecision)


@dataclass(frozen=True)
class ConferenceFile:
    """One meeting: what was found in each domain, and what was decided, in their order."""

    conference: Conference
    findings: tuple[ConferenceFinding, ...] = ()
    decisions: tuple[ConferenceDecision, ...] = ()

    def finding(self, domain: str) -> str:
        """What was found in a domain; "" when it was not talked about."""
        return next((one.finding for one in self.findings if one.domain == domain), "")


def conferences_of(reader: Reader, episode_id: str) -> tuple[ConferenceFile, ...]:
    """The meetings of a stay, the newest first."""
    reader.asks("casework")
    found = reader.records(Conference, "episode_id = ?", (episode_id,), order="held_on DESC, id DESC")
    findings = reader.records(ConferenceFinding, "episode_id = ?", (episode_id,))
    decisions = reader.records(ConferenceDecision, "episode_id = ?", (episode_id,), order="position, id")
    return tuple(
        ConferenceFile(
            one,
            tuple(f for f in findings if f.conference_id == one.id),
            tuple(d for d in decisions if d.conference_id == one.id),
        )
        for one in found
    )


def conference_file(reader: Reader, conference_id: str) -> ConferenceFile | None:
    """One meeting, struck through or not; None when there is none or the asker may not see it."""
    reader.asks("casework")
    found = reader.record(Conference, conference_id)
    if found is None:
        return None
    of_it = ("conference_id = ?", (conference_id,))
    return ConferenceFile(
        found,
        tuple(reader.records(ConferenceFinding, *of_it)),
        tuple(reader.records(ConferenceDecision, *of_it, order="position, id")),
    )


def write_conference(
    writer: Writer,
    conference: Conference,
    findings: Sequence[ConferenceFinding],
    decisions: Sequence[ConferenceDecision],
    *,
    because: str,
) -> ConferenceFile:
    """Keep a meeting as these say: rows without id are added, those no longer there struck through ``because``.

    Empty findings are no findings. Which goal a decision became stays as the book has it.
    """
    kept = writer.amend(conference) if conference.id else writer.add(conference)
    there = {one.id: one for one in writer.records(ConferenceDecision, "conference_id = ?", (kept.id,))}
    placed = [
        replace(one, position=place, goal_thread=there[one.id].goal_thread if one.id in there else None)
        for place, one in enumerate(decisions)
    ]
    said = [one for one in findings if one.finding.strip()]
    return ConferenceFile(
        kept,
        _written(writer, ConferenceFinding, kept, said, because),
        _written(writer, ConferenceDecision, kept, placed, because),
    )


def _written(writer: Writer, cls: type[P], conference: Conference, rows: Sequence[P], because: str) -> tuple[P, ...]:
    there = {one.id for one in writer.records(cls, "conference_id = ?", (conference.id,))}
    kept = []
    for row in rows:
        mine = replace(row, episode_id=conference.episode_id, conference_id=conference.id)
        kept.append(writer.amend(mine) if mine.id in there else writer.add(replace(mine, id="")))
    for gone in sorted(there - {row.id for row in kept}):
        writer.withdraw(cls, gone, because)
    return tuple(kept)
