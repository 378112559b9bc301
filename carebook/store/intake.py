"""Questions about form 01: the forms of a stay, and what the book knows for a new one."""

from __future__ import annotations

from carebook.records.episodes import Belonging, Episode
from carebook.records.intake import IntakeForm
from carebook.records.people import Address, Allergy, DisabilityCertificate, HealthCard, IdentityPaper, Person, Relative
from carebook.rules.intake import Known
from carebook.store.book import Reader


def intake_forms(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[IntakeForm, ...]:
    """The forms 01 of a stay, the newest first; with ``withdrawn`` also those a newer one replaced."""
    reader.asks("casework")
    return tuple(reader.records(IntakeForm, "episode_id = ?", (episode_id,), order="id DESC", withdrawn=withdrawn))


def known(reader: Reader, episode_id: str) -> Known | None:
    """What the book knows of the person of a stay; None when there is no such stay or it may not be seen."""
    reader.asks("people")
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if episode is None or person is None:
        return None
    of = ("person_id = ?", (person.id,))
    return Known(
        person,
        episode,
        papers=reader.records(IdentityPaper, *of),
        relatives=reader.records(Relative, *of),
        addresses=reader.records(Address, *of),
        allergies=reader.records(Allergy, *of),
        health_cards=reader.records(HealthCard, *of),
        certificates=reader.records(DisabilityCertificate, *of),
        belongings=reader.records(Belonging, "episode_id = ?", (episode.id,)),
    )
