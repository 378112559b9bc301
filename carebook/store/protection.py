"""Questions about a case of protection: everything of one stay, who needs to know of it, and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from carebook.dates import VIETNAM
from carebook.records.episodes import Episode
from carebook.records.facility import Ward
from carebook.records.people import Person
from carebook.records.protection import CaseAccess, ContactBan, ProtectionCase, SafetyPlan
from carebook.records.services import HotlineCall
from carebook.records.staff import Reading
from carebook.rules.contacts import is_in_force
from carebook.rules.protection import StayClock, needs_to_know, stay_clock
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.contacts import bans_of
from carebook.store.facility import facility
from carebook.store.rows import from_row, moment_text
from carebook.store.search import is_restricted
from carebook.store.staff import ReadingTold

MOST_READINGS = 50
BEFORE = timedelta(days=30)
"""So long before the stay a call may have come that led to it."""


@dataclass(frozen=True)
class Access:
    """One row of the list of who needs to know, with their name and post, and whether it is in force."""

    row: CaseAccess
    name: str
    post: str
    in_force: bool


@dataclass(frozen=True)
class ProtectionFile:
    """Everything of one case of protection, each list the newest first. ``clock`` is None without an emergency stay.

    ``listed``: a list of who needs to know binds the record. ``readings`` tell who looked, printed or took out this person.
    ``calls`` are those that may have led to the case.
    """

    person: Person
    episode: Episode
    restricted: bool
    case: ProtectionCase | None
    bans: tuple[ContactBan, ...]
    plans: tuple[SafetyPlan, ...]
    clock: StayClock | None
    access: tuple[Access, ...]
    calls: tuple[HotlineCall, ...]
    readings: tuple[ReadingTold, ...]

    @property
    def plan(self) -> SafetyPlan | None:
        """The safety plan in force: the newest."""
        return self.plans[0] if self.plans else None

    @property
    def call(self) -> HotlineCall | None:
        """The call the case names."""
        named = self.case.hotline_call_id if self.case is not None else None
        return next((one for one in self.calls if one.id == named), None)

    @property
    def listed(self) -> bool:
        """Whether only the managers and who is on the list see the record."""
        return self.restricted and bool(self.access)

    def bans_on(self, day: date) -> tuple[ContactBan, ...]:
        """The bans that hold on a day."""
        return tuple(ban for ban in self.bans if is_in_force(ban, day))


def protection_file(reader: Reader, episode_id: str, today: date) -> ProtectionFile | None:
    """Everything of the case of a stay; None when there is no such stay, or the asker may not see it."""
    reader.asks("services")
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if episode is None or person is None:
        return None
    case = case_of(reader, episode_id)
    return ProtectionFile(
        person,
        episode,
        is_restricted(reader, person.id),
        case,
        bans_of(reader, episode_id),
        tuple(reader.records(SafetyPlan, "episode_id = ?", (episode_id,), order="made_on DESC, id DESC")),
        stay_clock(episode, code_lists.limits(reader)),
        _access(reader, episode_id, today),
        _calls(reader, episode, (case.hotline_call_id or "") if case is not None else ""),
        _readings(reader, person.id),
    )


def case_of(reader: Reader, episode_id: str) -> ProtectionCase | None:
    """The case of protection of a stay; None without one."""
    found = reader.records(ProtectionCase, "episode_id = ?", (episode_id,), order="id DESC")
    return found[0] if found else None


def _calls(reader: Reader, episode: Episode, named: str) -> tuple[HotlineCall, ...]:
    """The restricted calls about this stay, or about none yet, since somewhat before it began; the newest first."""
    since = moment_text(datetime.combine(episode.start_on - BEFORE, time(), VIETNAM))
    where = "id = ? OR confidential = 1 AND (episode_id = ? OR episode_id IS NULL AND called_at >= ?)"
    return tuple(reader.records(HotlineCall, where, (named, episode.id, since), order="called_at DESC, id DESC"))


def hidden_places(reader: Reader) -> tuple[str, ...]:
    """What would tell where the shelter is: the address of the center and the names of its hidden wards; () without such a ward."""
    hidden = [ward.name for ward in reader.records(Ward) if ward.hidden]
    return (*hidden, facility(reader).address) if hidden else ()


def _access(reader: Reader, episode_id: str, today: date) -> tuple[Access, ...]:
    staff = {
        row["id"]: (row["full_name"], row["post"])
        for row in reader.rows("SELECT id, full_name, post FROM staff_member")
    }
    rows = reader.records(CaseAccess, "episode_id = ?", (episode_id,))
    found = [Access(row, *staff[row.staff_member_id], needs_to_know(row, today)) for row in rows]
    return tuple(sorted(found, key=lambda one: (not one.in_force, one.row.id)))


def _readings(reader: Reader, person_id: str) -> tuple[ReadingTold, ...]:
    """Who looked: told on the record itself to everybody who may see it."""
    rows = reader.rows(
        """SELECT r.*, s.full_name AS who FROM reading r JOIN account a ON a.id = r.account_id
        JOIN staff_member s ON s.id = a.staff_member_id WHERE r.person_id = ? ORDER BY r.at DESC, r.id DESC LIMIT ?""",
        (person_id, MOST_READINGS),
    )
    return tuple(ReadingTold(from_row(Reading, row), row["who"]) for row in rows)
