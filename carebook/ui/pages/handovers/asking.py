"""What the page of the handover asks of the book: the path, its minutes or what the book proposes, what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.reintegration import Reintegration
from carebook.rules.handovers import HandoverFacts
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_draft
from carebook.store.handovers import HandoverFile, handover_facts, handover_file, proposed_handover
from carebook.store.reintegration import paths_of

FORM = "handover"


@dataclass(frozen=True)
class Opened:
    """One path with its minutes (None: not kept yet), the minutes as they are shown (kept, or as the book proposes them), and
    what the rules look at.
    """

    path: Reintegration
    person: Person
    episode: Episode
    file: HandoverFile | None
    shown: HandoverFile
    facts: HandoverFacts
    draft: Draft | None

    def facts_with(self, typed: HandoverFile) -> HandoverFacts:
        """What the rules look at, with the minutes as they stand on the page."""
        return replace(self.facts, handover=typed.handover, items=typed.items, signatures=typed.signatures)


def opened(reader: Reader, episode_id: str, reintegration_id: str, today: date) -> Opened | None:
    """Everything the page shows; None when there is no such path or the person may not be seen. Without a path it is the
    newest of the stay, one that has not ended before the others.
    """
    if not reintegration_id:
        paths = paths_of(reader, episode_id)
        reintegration_id = next((one.id for one in (*(p for p in paths if p.ended_on is None), *paths)), "")
    path = reader.record(Reintegration, reintegration_id)
    episode = reader.record(Episode, path.episode_id) if path else None
    person = reader.record(Person, episode.person_id) if episode else None
    if path is None or episode is None or person is None:
        return None
    file = handover_file(reader, path.id)
    shown = file or proposed_handover(reader, path.id, today)
    if shown is None:
        return None
    facts = handover_facts(reader, shown, today)
    return Opened(path, person, episode, file, shown, facts, own_draft(reader, FORM, path.id))
