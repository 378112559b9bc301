"""Questions about clothes and goods: what a resident was given, what is due, and the issues of a time with their lists."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carebook.records.supplies import SuppliesIssued
from carebook.rules.dated import limit_on
from carebook.rules.supplies import Entitled, ItemDue, items_due
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, cared_for
from carebook.store.daily_care.holders import Holder, placed
from carebook.store.rows import from_row


@dataclass(frozen=True)
class SupplyLine:
    """One resident with when each thing is due, the earliest first."""

    who: CaredFor
    items: tuple[ItemDue, ...]

    @property
    def id(self) -> str:
        return self.who.episode_id

    def due(self, today: date) -> tuple[ItemDue, ...]:
        """The things whose day has come."""
        return tuple(one for one in self.items if one.is_due(today))

    def item(self, code: str) -> ItemDue | None:
        """One thing; None when it is not for this resident."""
        return next((one for one in self.items if one.item == code), None)


@dataclass(frozen=True)
class Given:
    """One thing given to one resident, with whose it is. ``signed``: somebody signed for it, whom only some may see."""

    issued: SuppliesIssued
    who: Holder
    signed: bool = False

    @property
    def id(self) -> str:
        return self.issued.id


@dataclass(frozen=True)
class Issue:
    """What was given out at once by ``issuer``: one signed list, in the order of the beds."""

    batch: str
    issued_on: date
    lines: tuple[Given, ...]
    issuer: str = ""

    @property
    def id(self) -> str:
        return self.batch

    @property
    def people(self) -> int:
        """How many residents were given something."""
        return len({one.who.episode_id for one in self.lines})

    @property
    def unsigned(self) -> int:
        """How many lines nobody has signed for yet."""
        return sum(not one.signed for one in self.lines)


def supplies_of(reader: Reader, episode_id: str) -> tuple[SuppliesIssued, ...]:
    """What a resident was given, the newest first."""
    return _issued(reader, "s.episode_id = ? ORDER BY s.issued_on DESC, s.id DESC", (episode_id,))


def supplies_due(
    reader: Reader, today: date, ward_id: str = "", *, people: Sequence[CaredFor] | None = None
) -> list[SupplyLine]:
    """When each thing is due for every resident, due or still to come (`SupplyLine.due`), in the order of the beds."""
    reader.asks("daily_care")
    items = code_lists.codes(reader, "supply_item", today)
    every = limit_on(code_lists.limits(reader, "supplies_every"), "supplies_every", today).value
    last: dict[str, dict[str, date]] = defaultdict(dict)
    for row in reader.rows(
        """SELECT s.episode_id, s.item, max(s.issued_on) AS last_on FROM supplies_issued s
        JOIN episode e ON e.id = s.episode_id WHERE s.withdrawn_at IS NULL AND s.issued_on IS NOT NULL
        AND (e.end_on IS NULL OR e.end_on > ?) GROUP BY s.episode_id, s.item""",
        (today.isoformat(),),
    ):
        last[row["episode_id"]][row["item"]] = date.fromisoformat(row["last_on"])
    return [
        SupplyLine(
            who,
            tuple(
                items_due(
                    last[who.episode_id],
                    Entitled(who.start_on, who.sex, who.born),
                    today,
                    items,
                    every_months=every,
                )
            ),
        )
        for who in (cared_for(reader, today, ward_id=ward_id) if people is None else people)
    ]


def issues(reader: Reader, first: date, last: date) -> list[Issue]:
    """What was given out from ``first`` to ``last``, list by list, the newest first."""
    found = _issued(reader, "s.issued_on BETWEEN ? AND ? ORDER BY s.id", (first.isoformat(), last.isoformat()))
    return _lists(reader, found)


def issue(reader: Reader, batch: str) -> Issue | None:
    """One list; None when there is none."""
    return next(iter(_lists(reader, _issued(reader, "s.batch = ? ORDER BY s.id", (batch,)))), None)


def _lists(reader: Reader, found: Sequence[SuppliesIssued]) -> list[Issue]:
    batches: dict[str, list[Given]] = defaultdict(list)
    ids = json.dumps([one.id for one in found])
    asked = "SELECT id FROM counted_supplies_issued WHERE signed = 1 AND id IN (SELECT value FROM json_each(?))"
    signed = {row["id"] for row in reader.rows(asked, (ids,))}
    for one, who in placed(reader, found):
        batches[one.batch or one.id].append(Given(one, who, one.id in signed))
    names = {row["id"]: row["full_name"] for row in reader.rows("SELECT id, full_name FROM staff_member")}
    made = [
        Issue(
            batch,
            max(line.issued.issued_on or date.min for line in lines),
            tuple(sorted(lines, key=lambda line: (line.who.position, line.issued.item, line.id))),
            next((names.get(line.issued.issued_by_id or "", "") for line in lines), ""),
        )
        for batch, lines in batches.items()
    ]
    return sorted(made, key=lambda one: (one.issued_on, one.batch), reverse=True)


def _issued(reader: Reader, where: str, values: Sequence[str]) -> tuple[SuppliesIssued, ...]:
    """Rows for everybody with the right: goods are given to restricted residents under their alias, without who signed."""
    reader.asks("daily_care")
    rows = reader.rows(f"SELECT s.* FROM listed_supplies_issued s WHERE s.withdrawn_at IS NULL AND {where}", values)
    return tuple(from_row(SuppliesIssued, row) for row in rows)
