"""Who the dossier for the family may go to: whoever the person was or will be handed to, those who would care, the person."""

from __future__ import annotations

from datetime import date

from carebook.records.episodes import Episode
from carebook.records.handovers import Handover
from carebook.records.people import Person, Relative
from carebook.records.reintegration import Carer
from carebook.rules.path_papers import SELF, Receiver, against
from carebook.store.book import Reader
from carebook.store.contacts import bans_of
from carebook.words import Message


def receivers(reader: Reader, episode_id: str) -> tuple[Receiver, ...]:
    """Everybody named as receiving the person of a stay, whether allowed or not: the newest minutes, the chosen carer, other
    willing carers, then the person.
    """
    reader.asks("reintegration")
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if person is None:
        return ()
    found = [
        Receiver(
            id=one.id,
            name=one.receiver,
            relation=one.receiver_relation,
            born=one.receiver_born,
            national_id=one.receiver_paper,
            address=one.receiver_address,
            phone=one.receiver_phone,
        )
        for one in reader.records(Handover, "episode_id = ?", (episode_id,), order="handed_on DESC, id DESC")
        if one.receiver.strip()
    ]
    found += [
        Receiver(
            id=one.id,
            name=one.full_name,
            relation=one.relation,
            born=one.born,
            national_id=one.national_id,
            address=one.address,
            phone=one.phone,
        )
        for one in reader.records(Carer, "episode_id = ? AND willing IS NOT 0", (episode_id,), order="chosen DESC, id")
    ]
    by_name: dict[str, Receiver] = {}
    for one in found:
        by_name.setdefault(one.name, one)
    return (*by_name.values(), Receiver(id=SELF, name=person.full_name))


def receiver(reader: Reader, episode_id: str, receiver_id: str) -> Receiver | None:
    """One of the `receivers` by its id; None when the record no longer names anybody."""
    return next((one for one in receivers(reader, episode_id) if one.id == receiver_id), None)


def why_not(reader: Reader, episode_id: str, receiver: Receiver, today: date) -> Message | None:
    """Why the dossier of a stay must not go to somebody; None when it may."""
    owner = reader.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,))
    return against(
        receiver,
        reader.records(Relative, "person_id = ?", (owner,)),
        bans_of(reader, episode_id),
        today=today,
    )
