"""Questions about deaths: the file of one with its steps, and those of a span of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from carebook.dates import local
from carebook.records.codes import Limit
from carebook.records.episodes import Belonging, Episode
from carebook.records.hospital import Death
from carebook.records.people import HealthCard, Person, Relative
from carebook.rules.deaths import Step, anniversary_after, is_support_due, steps_after, support_amount
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.rows import moment_from


@dataclass(frozen=True)
class DeathFile:
    """Everything about the death of a person of a stay; ``death`` None while nothing is written down.

    ``amount`` is what the funeral support would be for a death of that day, in đồng; ``remembered_on`` the next ngày giỗ.
    """

    episode: Episode
    person: Person
    death: Death | None
    steps: tuple[Step, ...]
    support_due: bool
    amount: int | None
    remembered_on: date | None
    belongings: tuple[Belonging, ...] = ()
    relatives: tuple[Relative, ...] = ()
    cards: tuple[HealthCard, ...] = ()

    @property
    def died_on(self) -> date | None:
        """The day of the death in Vietnam."""
        return died_on(self.death)

    @property
    def kept(self) -> tuple[Belonging, ...]:
        """What the center still keeps of the person."""
        return tuple(one for one in self.belongings if one.returned_on is None)


@dataclass(frozen=True)
class DeathLine:
    """One death in a list; ``open_steps`` is how many steps are left, None where the record may not be seen."""

    episode_id: str
    person_id: str
    name: str
    code: str
    masked: bool
    died_at: datetime
    death_id: str
    steps: tuple[Step, ...] = ()

    @property
    def id(self) -> str:
        return self.death_id


def died_on(death: Death | None) -> date | None:
    """The day of a death in Vietnam; None without one."""
    return local(death.died_at).date() if death is not None and death.died_at is not None else None


def death_file(reader: Reader, episode_id: str, today: date) -> DeathFile | None:
    """The file of the death of a stay, also before anything is written down; None when the stay may not be seen."""
    reader.asks("people")
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if episode is None or person is None:
        return None
    death = death_of(reader, episode_id)
    belongings = reader.records(Belonging, "episode_id = ?", (episode_id,))
    cards = reader.records(HealthCard, "person_id = ?", (person.id,), order="valid_to DESC, id DESC")
    day = died_on(death)
    due = support_due(reader, episode, day or today)
    return DeathFile(
        episode=episode,
        person=person,
        death=death,
        steps=_steps(death, due, belongings, bool(cards), code_lists.limits(reader)),
        support_due=due,
        amount=support_amount(code_lists.rates(reader), day or today),
        remembered_on=anniversary_after(day, today) if day is not None else None,
        belongings=tuple(belongings),
        relatives=tuple(reader.records(Relative, "person_id = ?", (person.id,), order="emergency DESC, id")),
        cards=tuple(cards),
    )


def death_of(reader: Reader, episode_id: str) -> Death | None:
    """What was written of the death of a stay."""
    found = reader.records(Death, "episode_id = ?", (episode_id,))
    return found[0] if found else None


def support_due(reader: Reader, episode: Episode, day: date) -> bool:
    """Whether the form of admission of a stay gives a right to the funeral support on a day."""
    return is_support_due(episode.route, code_lists.codes(reader, "admission_form", day))


def deaths_between(reader: Reader, first: date, last: date) -> list[DeathLine]:
    """The deaths on the days from ``first`` to ``last``, the last first; restricted people under their alias, without steps."""
    reader.asks("people")
    rows = reader.rows(
        """SELECT d.id, d.episode_id, d.died_at, e.person_id, p.full_name, p.code, p.masked
        FROM counted_death d JOIN episode e ON e.id = d.episode_id JOIN listed_person p ON p.id = e.person_id
        WHERE d.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND e.end_on BETWEEN :first AND :last
        ORDER BY d.died_at DESC, d.id DESC""",
        {"first": first.isoformat(), "last": last.isoformat()},
    )
    limits = code_lists.limits(reader)
    return [
        DeathLine(
            episode_id=row["episode_id"],
            person_id=row["person_id"],
            name=row["full_name"],
            code=row["code"],
            masked=bool(row["masked"]),
            died_at=moment_from(row["died_at"]),
            death_id=row["id"],
            steps=() if row["masked"] else _steps_of(reader, row["episode_id"], limits),
        )
        for row in rows
    ]


def _steps_of(reader: Reader, episode_id: str, limits: Sequence[Limit]) -> tuple[Step, ...]:
    episode, death = reader.record(Episode, episode_id), death_of(reader, episode_id)
    if episode is None or death is None:
        return ()
    belongings = reader.records(Belonging, "episode_id = ?", (episode_id,))
    cards = reader.records(HealthCard, "person_id = ?", (episode.person_id,))
    due = support_due(reader, episode, died_on(death) or episode.start_on)
    return _steps(death, due, belongings, bool(cards), limits)


def _steps(
    death: Death | None, due: bool, belongings: Sequence[Belonging], has_card: bool, limits: Sequence[Limit]
) -> tuple[Step, ...]:
    left = sum(one.returned_on is None for one in belongings)
    return steps_after(death, support_due=due, belongings_left=left, has_card=has_card, limits=limits)
