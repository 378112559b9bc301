"""Questions about collaborators: who they are, where each contract stands, whom they follow, communes without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.records.collaborators import Collaborator
from carebook.records.reintegration import Reintegration
from carebook.rules.collaborators import Contract, contract_of, is_active, is_below
from carebook.rules.dated import limit_on, rate_on
from carebook.rules.names import sort_key
from carebook.store import code_lists
from carebook.store.book import Reader


@dataclass(frozen=True)
class CollaboratorLine:
    """One collaborator in a list. ``cases``: paths they follow now; ``visits``: visits of theirs that are awaited, of which
    ``late`` are past their day. ``below``: the allowance is lower than the base salary.
    """

    collaborator: Collaborator
    contract: Contract
    cases: int
    visits: int
    late: int
    below: bool

    @property
    def id(self) -> str:
        return self.collaborator.id


@dataclass(frozen=True)
class BareCommune:
    """A commune where people are followed who went home, with no collaborator under contract; ``people`` is how many."""

    commune: str
    people: int


def collaborators(reader: Reader, today: date) -> list[CollaboratorLine]:
    """Everybody who helps the center, by name; everybody they follow counts."""
    reader.asks("reintegration")
    notice = limit_on(code_lists.limits(reader), "collaborator_contract_notice", today).value
    base = base_salary(reader, today)
    cases = _counts(
        reader,
        """SELECT collaborator_id, count(*) FROM counted_reintegration WHERE withdrawn_at IS NULL AND ended_on IS NULL
        AND collaborator_id IS NOT NULL GROUP BY collaborator_id""",
    )
    waiting = """SELECT collaborator_id, count(*) FROM counted_follow_up WHERE withdrawn_at IS NULL AND state = 'due'
        AND collaborator_id IS NOT NULL AND due_on < ? GROUP BY collaborator_id"""
    visits, late = _counts(reader, waiting, date.max), _counts(reader, waiting, today)
    return [
        CollaboratorLine(
            one,
            contract_of(one, today, notice_days=notice),
            cases[one.id],
            visits[one.id],
            late[one.id],
            is_below(one, base),
        )
        for one in sorted(reader.records(Collaborator, order="full_name, id"), key=lambda one: sort_key(one.full_name))
    ]


def _counts(reader: Reader, sql: str, *until: date) -> Mapping[str, int]:
    return Counter({row[0]: row[1] for row in reader.rows(sql, [day.isoformat() for day in until])})


def active_collaborators(reader: Reader, today: date) -> list[Collaborator]:
    """Those who may be given work today, by name."""
    reader.asks("reintegration")
    return [one for one in reader.records(Collaborator, order="full_name, id") if is_active(one, today)]


def communes_without(reader: Reader, today: date) -> list[BareCommune]:
    """Communes where somebody is followed and nobody helps, as far as the asker may know, most people first."""
    helped = {one.commune for one in active_collaborators(reader, today)}
    followed = reader.records(Reintegration, "commune IS NOT NULL AND handed_over_on IS NOT NULL AND ended_on IS NULL")
    counted = Counter(one.commune for one in followed if one.commune and one.commune not in helped)
    return [
        BareCommune(commune, people) for commune, people in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    ]


def base_salary(reader: Reader, day: date) -> int | None:
    """The base salary (lương cơ sở) of a day, in đồng; None when the book has none."""
    rate = rate_on(code_lists.rates(reader), "base_salary", day)
    return rate.amount if rate is not None else None
