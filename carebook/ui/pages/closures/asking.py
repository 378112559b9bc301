"""What the page of form 06 asks of the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from carebook.dates import written
from carebook.records.closures import Closure, ClosureParty, ClosureSignature
from carebook.records.episodes import Episode
from carebook.records.people import Person, Relative
from carebook.rules.closures import ClosureFacts, Prefilled, places_to_sign, prefilled
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.closures import ClosureFile, EarlierCase, closure_facts, closure_of, course_of, earlier_case
from carebook.store.conferences import conferences_of
from carebook.store.drafts import Draft, own_draft
from carebook.ui.parts.fields import Choices

FORM = "closure"


@dataclass(frozen=True)
class Closing:
    """The stay with its form 06 (None: not begun), what the criteria look at, what can be filled in, the meetings it may rest
    on, the staff, the case that was closed before this one, and the stay that followed.
    """

    person: Person
    file: ClosureFile | None
    facts: ClosureFacts
    filled: Prefilled
    meetings: Choices
    here: Choices
    names: Mapping[str, str]
    family: str
    earlier: EarlierCase | None
    later: Episode | None
    draft: Draft | None

    @property
    def episode(self) -> Episode:
        return self.facts.episode

    @property
    def closure(self) -> Closure:
        """The form as it is kept, or as it begins: with what the book knows."""
        if self.file is not None:
            return self.file.closure
        return Closure(
            episode_id=self.episode.id,
            reason=self.episode.end_reason,
            closed_on=self.episode.end_on,
            closer_id=self.episode.case_manager_id,
            course=in_lines(self.filled.course),
            results=in_lines(self.filled.results),
            plan_after=in_lines(self.filled.plan_after),
            conference_id=self.meetings[0][0] if self.meetings else None,
        )

    def signatures(self, head: str) -> tuple[ClosureSignature, ...]:
        """The four places; who is expected to sign stands there already. ``head`` is the head of the center."""
        expected = {
            ClosureParty.MANAGER: self.names.get(self.episode.case_manager_id or "", ""),
            ClosureParty.CLIENT: self.person.full_name,
            ClosureParty.FAMILY: self.family,
            ClosureParty.HEAD: head,
        }
        return places_to_sign(self.file.signatures if self.file else (), lambda party: expected[party])


def in_lines(messages: tuple[object, ...]) -> str:
    """Sentences under each other."""
    return "\n".join(str(one) for one in messages)


def closing_of(reader: Reader, episode_id: str, today: date, words: Callable[[str, str], str]) -> Closing | None:
    """Everything the page shows; None when there is no such stay or the person may not be seen."""
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode else None
    if episode is None or person is None:
        return None
    file = closure_of(reader, episode_id)
    facts = closure_facts(
        reader, file.closure if file else Closure(episode_id=episode_id), file.signatures if file else (), episode
    )
    meetings = [
        (one.conference.id, f"{written(one.conference.held_on)} · {one.conference.subject}")
        for one in conferences_of(reader, episode_id)
        if one.conference.held_on
    ]
    later = reader.records(
        Episode,
        "person_id = ? AND id <> ? AND start_on >= ?",
        (person.id, episode.id, (episode.end_on or today).isoformat()),
        order="start_on, id",
    )
    return Closing(
        person=person,
        file=file,
        facts=facts,
        filled=prefilled(course_of(reader, episode), words),
        meetings=meetings,
        here=[(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        names={one.id: one.full_name for one in staff.staff_members(reader)},
        family=_family(reader, episode),
        earlier=earlier_case(reader, episode),
        later=later[0] if later else None,
        draft=own_draft(reader, FORM, episode_id),
    )


def _family(reader: Reader, episode: Episode) -> str:
    """Who is expected to sign for the family: who received the person, the guardian, otherwise the emergency contact."""
    if episode.received_by.strip():
        return episode.received_by.strip()
    relatives = [one for one in reader.records(Relative, "person_id = ?", (episode.person_id,)) if not one.no_contact]
    chosen = sorted((one for one in relatives if one.guardian or one.emergency), key=lambda one: not one.guardian)
    return chosen[0].full_name if chosen else ""
