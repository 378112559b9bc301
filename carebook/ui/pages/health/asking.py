"""What the page of health asks of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.records.episodes import Episode
from carebook.records.incidents import Incident
from carebook.rules import permissions
from carebook.rules.health import CheckDue
from carebook.store import facility, staff
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, cared_for
from carebook.store.drafts import Draft, own_drafts
from carebook.store.health import (
    HealthFile,
    checks_due,
    consultations,
    health_of,
    illnesses,
    next_check_of,
    revisits,
    treatments_running,
    vaccinations_due,
)
from carebook.store.incidents import incidents_of
from carebook.store.wounds import look_every, open_wounds
from carebook.ui.parts.fields import Choices

CHECKS, CONSULTATIONS, REVISITS, WOUNDS = "checks", "consultations", "revisits", "wounds"
TREATMENTS, VACCINATIONS, ILLNESSES = "treatments", "vaccinations", "illnesses"
LISTS = (CHECKS, CONSULTATIONS, REVISITS, WOUNDS, TREATMENTS, VACCINATIONS, ILLNESSES)
FORMS = "health_"
"""What the names of drafts of this page begin with."""


@dataclass(frozen=True)
class View:
    """What is on show: the health of one person, given by themselves or by a stay, or a list of everybody's; examinations are
    those from ``first`` to ``last``.
    """

    first: date
    last: date
    shown: str = CHECKS
    person_id: str = ""
    ward_id: str = ""
    episode_id: str = ""

    @property
    def of_one(self) -> bool:
        """Whether one person's health is on show."""
        return bool(self.person_id or self.episode_id)


@dataclass(frozen=True)
class Health:
    """Everything on show. ``residents`` are who may be written about, in the order of the beds; ``file`` is the person's,
    None for everybody's, and ``hidden`` when the person may not be seen; ``incidents`` are those that name the person.
    """

    view: View
    lines: Mapping[str, list[Any]]
    residents: tuple[CaredFor, ...]
    wards: Choices
    here: Choices
    names: Mapping[str, str]
    drafts: tuple[Draft, ...]
    every_days: int
    file: HealthFile | None = None
    due: CheckDue | None = None
    hidden: bool = False
    incidents: tuple[Incident, ...] = ()

    def stay(self, episode_id: str) -> Episode | None:
        """The stay as far as rules need it; None when it is of nobody here."""
        if self.file is not None and self.file.stay is not None and self.file.stay.id == episode_id:
            return self.file.stay
        who = next((one for one in self.residents if one.episode_id == episode_id), None)
        return Episode(id=who.episode_id, person_id=who.person_id, start_on=who.start_on) if who is not None else None

    @property
    def stays(self) -> Choices:
        """Who may be written about, by the stay."""
        return [(one.episode_id, named(one)) for one in self.residents]

    @property
    def people(self) -> Choices:
        """Who may be written about, by the person."""
        return [(one.person_id, named(one)) for one in self.residents]


def named(who: CaredFor) -> str:
    """The name with the code and the room, by which one is chosen."""
    return " · ".join(filter(None, (who.name, who.code, who.room)))


def health(reader: Reader, view: View, today: date) -> Health:
    """Everything the page shows."""
    stay = reader.record(Episode, view.episode_id) if view.episode_id else None
    person_id = stay.person_id if stay is not None else view.person_id
    file = health_of(reader, person_id) if person_id else None
    hidden = view.of_one and file is None
    residents = tuple(one for one in cared_for(reader, today) if not one.masked)
    return Health(
        view,
        {} if view.of_one else _lines(reader, view, today),
        residents,
        [(one.id, one.name) for one in facility.wards(reader)],
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        {one.id: one.full_name for one in staff.staff_members(reader)},
        tuple(one for one in own_drafts(reader) if one.form.startswith(FORMS)),
        look_every(reader, today),
        file,
        next_check_of(reader, file, today) if file is not None else None,
        hidden,
        _incidents(reader, file, today),
    )


def _incidents(reader: Reader, file: HealthFile | None, today: date) -> tuple[Incident, ...]:
    """The incidents a wound of the person may come from, as far as who asks may read them."""
    if file is None or file.stay is None:
        return ()
    if reader.actor is not None and not permissions.may_ask(reader.actor, "incidents", today):
        return ()
    return tuple(one.incident for one in incidents_of(reader, file.stay.id))


def _lines(reader: Reader, view: View, today: date) -> dict[str, list[Any]]:
    """Every list, because its number stands on it; one of one ward when one is chosen."""
    found: dict[str, list[Any]] = {
        CHECKS: sorted(checks_due(reader, today), key=lambda line: not line.due.is_due(today)),
        CONSULTATIONS: [*consultations(reader, view.first, view.last)],
        REVISITS: [*revisits(reader)],
        WOUNDS: [*open_wounds(reader)],
        TREATMENTS: [*treatments_running(reader, today)],
        VACCINATIONS: [*vaccinations_due(reader, today)],
        ILLNESSES: [*illnesses(reader, today)],
    }
    if not view.ward_id:
        return found
    return {key: [line for line in lines if line.who.ward_id == view.ward_id] for key, lines in found.items()}
