"""From whom a restricted person is withheld: who lacks the right, and who has it but does not need to know of this stay.

A restricted stay with a list of who needs to know (`CaseAccess`) is seen by the managers and by those whose row is in force that
day; the list binds as long as a row of it is not struck through, also when all its rows have ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from carebook.dates import VIETNAM
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store.privacy.tables import BELONGING_BESIDES, WITHHELD_BESIDES
from carebook.store.rows import moment_text

if TYPE_CHECKING:
    from carebook.store.connections import Reader


@dataclass(frozen=True)
class Sight:
    """What somebody may see beyond the ordinary: names of restricted records, HIV status, allegations of abuse.

    ``account_id`` owns its drafts and choices. ``member_id`` is the staff member whom the lists of who needs to know bind on
    ``day`` (ISO); None: they bind nobody here (the managers). ``taker_id`` is the staff member who, without the right, still
    reads the restricted calls they took themselves since ``taken_since`` (a moment as it is stored).
    """

    account_id: str
    restricted: bool = False
    hiv: bool = False
    allegations: bool = False
    member_id: str | None = None
    day: str = ""
    taker_id: str = ""
    taken_since: str = ""

    @property
    def sees_all(self) -> bool:
        """Whether nobody is withheld."""
        return self.restricted and self.member_id is None


def sight_of(actor: Actor, day: date) -> Sight:
    """What an actor may see on a day."""
    restricted = permissions.may_open_restricted(actor, day)
    bound = restricted and not permissions.sees_every_case(actor, day)
    return Sight(
        actor.account_id,
        restricted,
        permissions.may_see_hiv(actor, day),
        permissions.may_read_allegations(actor, day),
        actor.staff_member_id if bound else None,
        day.isoformat() if bound else "",
        "" if restricted else actor.staff_member_id,
        "" if restricted else moment_text(datetime.combine(permissions.own_calls_since(day), time(), VIETNAM)),
    )


def hidden_where(sight: Sight) -> str:
    """SQL that is true of a person who is withheld; ``{0}`` stands for the expression of the person's id."""
    if sight.sees_all:
        return "0"
    restricted = "EXISTS (SELECT 1 FROM episode e WHERE e.person_id = {0} AND e.confidential = 1"
    if not sight.restricted:
        return f"{restricted})"
    listed = "SELECT 1 FROM case_access a WHERE a.episode_id = e.id AND a.withdrawn_at IS NULL"
    member = str(sight.member_id).replace("'", "''")
    mine = (
        f"{listed} AND a.staff_member_id = '{member}' AND a.from_on <= '{sight.day}'"
        f" AND (a.to_on IS NULL OR a.to_on >= '{sight.day}')"
    )
    return f"{restricted} AND EXISTS ({listed}) AND NOT EXISTS ({mine}))"


def withheld_besides(table: str, sight: Sight) -> str:
    """SQL that is true of a row ``t`` which is withheld although it belongs to no restricted stay; "" where there are none."""
    which = withheld_always(table, sight)
    if not which or table != "hotline_call":
        return which
    taker = sight.taker_id.replace("'", "''")
    return f"{which} AND NOT (t.taken_by_id = '{taker}' AND t.called_at >= '{sight.taken_since}')"


def withheld_always(table: str, sight: Sight) -> str:
    """The same, also of calls that the asker took: what the history withholds."""
    which, right = WITHHELD_BESIDES.get(table, ("", ""))
    if which and (sight.restricted if right == "restricted" else sight.allegations):
        which = ""
    if table in BELONGING_BESIDES and not sight.sees_all:
        which = " OR ".join(filter(None, (which, hidden_where(sight).format(BELONGING_BESIDES[table]))))
    return which


def hidden_people(reader: Reader, actor: Actor, day: date) -> frozenset[str]:
    """The ids of all people withheld from an actor; asked of the unmasked book, by a deed."""
    where = hidden_where(sight_of(actor, day)).format("p.id")
    sql = f"SELECT p.id FROM person p WHERE p.id IN (SELECT person_id FROM episode WHERE confidential = 1) AND {where}"
    return frozenset(row[0] for row in reader.rows(sql))


def is_hidden(reader: Reader, person_id: str, actor: Actor, day: date) -> bool:
    """Whether a person is withheld from an actor; asked of the unmasked book, by a deed."""
    where = hidden_where(sight_of(actor, day)).format("p.id")
    return bool(reader.value(f"SELECT 1 FROM person p WHERE p.id = ? AND {where}", (person_id,)))


def sees_everybody(reader: Reader, actor: Actor, day: date) -> bool:
    """Whether no person of the book is withheld from an actor: only then may a sentence about others name them."""
    return permissions.may_open_restricted(actor, day) and not hidden_people(reader, actor, day)
