"""What the page of devices asks of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.records.devices import DeviceLoan
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.rules.devices import LoanState
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.devices import LoanLine, loan_lines_of, loans_out, loans_returned
from carebook.ui.parts.fields import Choices

FORM = "device_loan"
ALL, RETURNED = "all", LoanState.RETURNED.value


@dataclass(frozen=True)
class Loans:
    """The devices of everybody, or of one stay; ``holders`` are the open stays a device can be lent to, ``here`` the staff of
    today, ``names`` those of all staff by id.

    ``person`` is whose devices they are; None for everybody's, and ``hidden`` when the stay may not be seen.
    """

    out: tuple[LoanLine, ...]
    returned: tuple[LoanLine, ...]
    holders: Choices
    here: Choices
    names: Mapping[str, str]
    person: Person | None = None
    episode: Episode | None = None
    hidden: bool = False

    def of(self, state: str) -> list[LoanLine]:
        """The devices that stand so; everything that is out with `ALL`."""
        if state == RETURNED:
            return list(self.returned)
        return [line for line in self.out if state in (ALL, line.standing.state.value)]

    def line(self, loan_id: str) -> LoanLine | None:
        """One of the devices."""
        return next((one for one in (*self.out, *self.returned) if one.id == loan_id), None)


def loans(reader: Reader, today: date, episode_id: str) -> Loans:
    """Everything the page shows, of one stay or of all ("")."""
    episode = reader.record(Episode, episode_id) if episode_id else None
    person = reader.record(Person, episode.person_id) if episode else None
    if episode_id and person is None:
        return Loans((), (), [], [], {}, hidden=True)
    if episode is not None:
        lines = loan_lines_of(reader, episode.id, today)
        out = tuple(one for one in lines if one.standing.state is not LoanState.RETURNED)
        returned = tuple(one for one in lines if one.standing.state is LoanState.RETURNED)
    else:
        out, returned = loans_out(reader, today), loans_returned(reader, today)
    everybody = {one.id: one.full_name for one in staff.staff_members(reader)}
    return Loans(
        out,
        returned,
        _holders(reader, episode, person),
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        everybody,
        person,
        episode,
    )


def _holders(reader: Reader, episode: Episode | None, person: Person | None) -> Choices:
    if episode is not None and person is not None:
        return [(episode.id, f"{person.full_name} · {person.code}")]
    rows = reader.rows(
        """SELECT e.id, p.full_name, p.code FROM found_episode e JOIN found_person p ON p.id = e.person_id
        WHERE e.end_on IS NULL AND e.withdrawn_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        ORDER BY p.full_name, p.code"""
    )
    return [(row["id"], f"{row['full_name']} · {row['code']}") for row in rows]


def new_loan(found: Loans, today: date) -> DeviceLoan:
    """An empty loan of today, of the person on show."""
    return DeviceLoan(episode_id=found.episode.id if found.episode else "", device="", lent_on=today)
