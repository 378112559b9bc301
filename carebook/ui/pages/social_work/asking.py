"""What the page of cases asks the book for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.records.case_facts import CaseFacts, CaseState
from carebook.records.codes import HolidayRow
from carebook.rules.casework import WorkerLoad, case_state, caseload
from carebook.rules.dated import limit_on
from carebook.rules.due import DueItem
from carebook.store import code_lists, staff
from carebook.store.book import Reader
from carebook.store.casework import case_facts, social_workers
from carebook.store.due import case_items

NOBODY = "nobody"
"""The choice of the cases without a case manager."""


@dataclass(frozen=True)
class CaseRow:
    """One case: its facts, where it stands, and what comes next, however far away."""

    facts: CaseFacts
    state: CaseState
    next: DueItem | None

    @property
    def id(self) -> str:
        return self.facts.episode_id


@dataclass(frozen=True)
class Cases:
    """All open cases with the caseload; ``staff`` are all names by id, ``here`` those who work here today."""

    rows: tuple[CaseRow, ...]
    loads: tuple[WorkerLoad, ...]
    norm: int
    basis: str
    staff: Mapping[str, str]
    here: tuple[tuple[str, str], ...]
    own_days: tuple[HolidayRow, ...]

    def of(self, worker: str) -> list[CaseRow]:
        """The cases of a worker, `NOBODY`'s, or all ("")."""
        if worker == NOBODY:
            return [row for row in self.rows if row.facts.case_manager_id is None]
        return [row for row in self.rows if not worker or row.facts.case_manager_id == worker]


def cases(reader: Reader, today: date, complete_from: date | None) -> Cases:
    """Every case whose stay is open or whose form 06 is still to be written; those without a case manager first."""
    found = case_facts(reader, today)
    own = tuple(code_lists.holidays(reader))
    items = case_items(reader, found, today, complete_from=complete_from, own=own, ahead=None)
    following: dict[str, DueItem] = {}
    for item in items:
        if not item.roles:
            following.setdefault(item.episode_id or "", item)
    rows = [CaseRow(case, case_state(case, today), following.get(case.episode_id)) for case in found]
    shown = [row for row in rows if row.state is not CaseState.CLOSED and row.facts.start_on <= today]
    shown.sort(key=_order)
    norm = limit_on(code_lists.limits(reader), "caseload", today)
    members = staff.staff_members(reader)
    here = {member.id for member in staff.staff_members(reader, today)}
    return Cases(
        rows=tuple(shown),
        loads=tuple(caseload(found, social_workers(reader, today), norm.value, today)),
        norm=norm.value,
        basis=norm.basis,
        staff={member.id: member.full_name for member in members},
        here=tuple((member.id, member.full_name) for member in members if member.id in here),
        own_days=own,
    )


def _order(row: CaseRow) -> tuple[bool, date, str]:
    due_on = row.next.due_on if row.next and row.next.due_on else date.max
    return row.facts.case_manager_id is not None, due_on, row.facts.name
