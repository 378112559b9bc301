"""Form 06 of a stay, what its criteria look at, what it can already say, and the earlier closed case of somebody who came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from carebook.dates import today_in_vietnam
from carebook.records.assessments import NeedLevel
from carebook.records.care_plans import CarePlan, PlanReview, PlanState
from carebook.records.closures import Closure, ClosureSignature
from carebook.records.conferences import Conference
from carebook.records.episodes import Episode
from carebook.records.intake import FormState
from carebook.records.progress import ProgressNote
from carebook.rules.closures import ClosureFacts, Course, NeedChange, ScaleChange
from carebook.store.assessments import assessments_of
from carebook.store.book import Reader, Writer
from carebook.store.care_plans import goals_in_force
from carebook.store.goal_threads import Measured, measured_in

CONTACT = "family"
"""The kind of note that tells of a contact with the family."""


@dataclass(frozen=True)
class ClosureFile:
    """One form 06 with its signatures, in the order in which they were first written down."""

    closure: Closure
    signatures: tuple[ClosureSignature, ...] = ()

    @property
    def is_finished(self) -> bool:
        """Whether the case was closed on it."""
        return self.closure.state is FormState.COMPLETED


@dataclass(frozen=True)
class EarlierCase:
    """A case of the same person that was closed before a stay began."""

    episode: Episode
    closure: Closure


def closure_of(reader: Reader, episode_id: str) -> ClosureFile | None:
    """The form 06 of a stay; None when it was not begun or may not be seen."""
    reader.asks("casework")
    found = reader.records(Closure, "episode_id = ?", (episode_id,), order="id DESC")
    return _file(reader, found[0]) if found else None


def closure_file(reader: Reader, closure_id: str) -> ClosureFile | None:
    """A form 06 by its id, struck through or not; None when there is none or it may not be seen."""
    reader.asks("casework")
    found = reader.record(Closure, closure_id)
    return _file(reader, found) if found is not None else None


def _file(reader: Reader, closure: Closure) -> ClosureFile:
    return ClosureFile(closure, tuple(reader.records(ClosureSignature, "closure_id = ?", (closure.id,))))


def closure_facts(
    reader: Reader, closure: Closure, signatures: Sequence[ClosureSignature], episode: Episode
) -> ClosureFacts:
    """What the criteria look at, for a form as it stands on the page or in the book."""
    reader.asks("casework")
    of_stay = (episode.id,)
    waiting = reader.records(
        CarePlan, "episode_id = ? AND state = ?", (episode.id, PlanState.SUBMITTED.value), order="number DESC"
    )
    return ClosureFacts(
        closure=closure,
        signatures=tuple(signatures),
        episode=episode,
        goals=goals_in_force(reader, episode.id),
        waiting=waiting[0].number if waiting else None,
        conferences=frozenset(one.id for one in reader.records(Conference, "episode_id = ?", of_stay)),
    )


def course_of(reader: Reader, episode: Episode) -> Course:
    """What the book holds about the course of a stay."""
    reader.asks("casework")
    of_stay = ("episode_id = ?", (episode.id,))
    finished = [one for one in assessments_of(reader, episode.id)[::-1] if one.assessment.state is FormState.COMPLETED]
    notes = reader.records(ProgressNote, *of_stay)
    approved = [one for one in reader.records(CarePlan, *of_stay) if one.approved_at is not None]
    return Course(
        episode=episode,
        assessed_on=tuple(one.assessment.assessed_on for one in finished if one.assessment.assessed_on),
        approved_plans=len(approved),
        goals=goals_in_force(reader, episode.id),
        reviews=tuple(reader.records(PlanReview, *of_stay)),
        met_on=tuple(one.held_on for one in reader.records(Conference, *of_stay) if one.held_on),
        notes=len(notes),
        contacts_on=tuple(today_in_vietnam(one.happened_at) for one in notes if one.kind == CONTACT),
        scales=tuple(_scales(measured_in(reader, episode.id))),
        needs=tuple(_needs([{r.domain: r.level for r in one.ratings} for one in finished])),
    )


def _needs(assessed: Sequence[dict[str, NeedLevel | None]]) -> Iterator[NeedChange]:
    """The level of each domain at the first and at the last assessment that rated it; only where there are two."""
    domains = dict.fromkeys(domain for ratings in assessed for domain in ratings)
    for domain in domains:
        levels = [level for ratings in assessed if (level := ratings.get(domain)) is not None]
        if len(levels) > 1:
            yield NeedChange(domain, levels[0], levels[-1])


def _scales(measured: Sequence[Measured]) -> Iterator[ScaleChange]:
    """The first and the last result of every scale that was used twice."""
    for instrument in dict.fromkeys(one.instrument for one in measured):
        results = [one for one in measured if one.instrument == instrument]
        if len(results) > 1:
            first, last = results[0], results[-1]
            yield ScaleChange(last.title, first.said, first.on, last.said, last.on)


def earlier_case(reader: Reader, episode: Episode) -> EarlierCase | None:
    """The newest closed case of the same person before this stay; None when there is none."""
    reader.asks("casework")
    stays = reader.records(
        Episode,
        "person_id = ? AND id <> ? AND start_on <= ?",
        (episode.person_id, episode.id, episode.start_on.isoformat()),
        order="start_on DESC, id DESC",
    )
    for stay in stays:
        found = closure_of(reader, stay.id)
        if found is not None and found.is_finished:
            return EarlierCase(stay, found.closure)
    return None


def write_closure(writer: Writer, closure: Closure, signatures: Sequence[ClosureSignature]) -> ClosureFile:
    """Keep a form and its signatures, one for each party; a change of a signature counts as a change of the form."""
    before = closure.version
    kept = writer.amend(closure) if closure.id else writer.add(closure)
    there = {one.party: one for one in writer.records(ClosureSignature, "closure_id = ?", (kept.id,))}
    signed = []
    for one in signatures:
        known = there.get(one.party)
        mine = replace(one, id=known.id if known else "", episode_id=kept.episode_id, closure_id=kept.id)
        signed.append(writer.amend(mine) if known else writer.add(mine))
    if closure.id and kept.version == before and [one for one in signed if there.get(one.party) != one]:
        writer.run("UPDATE closure SET version = version + 1 WHERE id = ?", (kept.id,))
        kept = replace(kept, version=before + 1)
    return ClosureFile(kept, tuple(signed))


def bound_rows(writer: Writer, rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The (table, id) of finished forms that rest on these rows: a signature on its form, minutes and the end of a stay on
    the form that names them. Undoing an operation on the rows would change what was closed.
    """
    found: set[tuple[str, str]] = set()
    ways = {
        "closure_signature": "id = (SELECT closure_id FROM closure_signature WHERE id = ?)",
        "conference": "conference_id = ?",
        "conference_finding": "conference_id = (SELECT conference_id FROM conference_finding WHERE id = ?)",
        "conference_decision": "conference_id = (SELECT conference_id FROM conference_decision WHERE id = ?)",
        "episode": "episode_id = ?",
    }
    for table, row_id in rows:
        if table in ways:
            finished = writer.records(Closure, f"state = ? AND {ways[table]}", (FormState.COMPLETED.value, row_id))
            found |= {("closure", one.id) for one in finished}
    return found
