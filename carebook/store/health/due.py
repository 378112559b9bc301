"""Who is to be examined next and when: everybody counts, those whose record is restricted under their alias."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carebook.rules.health import CheckDone, CheckDue, check_due
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, cared_for
from carebook.store.health.file import HealthFile


@dataclass(frozen=True)
class CheckLine:
    """The next periodic check of one resident."""

    who: CaredFor
    due: CheckDue

    @property
    def id(self) -> str:
        return self.who.episode_id


def checks_due(
    reader: Reader, today: date, ward_id: str = "", *, people: Sequence[CaredFor] | None = None
) -> list[CheckLine]:
    """The next periodic check of every resident, due or still to come (`CheckDue.is_due` tells), in the order of the beds."""
    reader.asks("health")
    kinds = code_lists.codes(reader, "health_check_kind", today)
    done: dict[str, list[CheckDone]] = defaultdict(list)
    for row in reader.rows(
        """SELECT h.episode_id, h.kind, max(h.checked_on) AS checked_on FROM counted_health_check h
        JOIN episode e ON e.id = h.episode_id
        WHERE h.withdrawn_at IS NULL AND h.checked_on <= :today AND (e.end_on IS NULL OR e.end_on > :today)
        GROUP BY h.episode_id, h.kind""",
        {"today": today.isoformat()},
    ):
        done[row["episode_id"]].append(CheckDone(row["kind"], date.fromisoformat(row["checked_on"])))
    found = []
    for who in cared_for(reader, today, ward_id=ward_id) if people is None else people:
        due = check_due(done[who.episode_id], who.start_on, today, kinds)
        if due is not None:
            found.append(CheckLine(who, due))
    return found


def next_check_of(reader: Reader, file: HealthFile, today: date) -> CheckDue | None:
    """The next periodic check of one person; None while nobody looks after them."""
    if file.stay is None or not file.is_open:
        return None
    mine = [
        CheckDone(one.kind, one.checked_on)
        for one in file.checks
        if one.episode_id == file.stay.id and one.checked_on is not None
    ]
    return check_due(mine, file.stay.start_on, today, code_lists.codes(reader, "health_check_kind", today))
