"""What was written of the care of a shift, and what help was planned for whom that day."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from types import MappingProxyType

from carebook.dates import today_in_vietnam
from carebook.records.care_plans import HelpLevel
from carebook.records.daily_care import CareEntry
from carebook.rules.daily_care import Plan, is_done, is_due
from carebook.rules.shifts import Duty
from carebook.store.book import Reader, Writer
from carebook.store.daily_care.residents import CaredFor, with_leavers
from carebook.store.rows import from_row, moment_from

NOTHING: Plan = MappingProxyType({})


@dataclass(frozen=True)
class CareRow:
    """One resident in the care grid: the help that is planned for them that day, and the rows of the shift."""

    who: CaredFor
    plan: Plan = field(default_factory=dict)
    entries: tuple[CareEntry, ...] = ()

    @property
    def id(self) -> str:
        return self.who.episode_id

    @property
    def is_due(self) -> bool:
        """Whether the shift has to be written down: there, and helped by plan."""
        return self.who.is_there and is_due(self.plan)

    @property
    def is_done(self) -> bool:
        """Whether it is written down."""
        return is_done(self.plan, self.entries)


def care_of(reader: Reader, duty: Duty, ward_id: str = "", room_id: str = "") -> list[CareRow]:
    """The residents of a ward (or room, or everybody) in bed order, with what was written of them in that shift;
    whoever is away in the middle of it is away. Whoever left that day is among them, with the help planned until then.
    """
    reader.asks("daily_care")
    people = [
        one.during(duty.begins_at, duty.ends_at)
        for one in with_leavers(reader, duty.duty_on, ward_id=ward_id, room_id=room_id)
    ]
    left = {one.episode_id for one in people if one.left_at is not None}
    plans = dict(planned_help(reader, duty.duty_on, {one.episode_id for one in people} - left))
    if left:
        plans.update(planned_help(reader, duty.duty_on - timedelta(days=1), left))
    written: dict[str, list[CareEntry]] = defaultdict(list)
    for entry in _entries(reader, "duty_on = ? AND shift = ?", (duty.duty_on.isoformat(), duty.shift.code)):
        written[entry.episode_id].append(entry)
    return [CareRow(one, plans.get(one.episode_id, NOTHING), tuple(written.get(one.episode_id, ()))) for one in people]


@dataclass(frozen=True)
class CareMissing:
    """The care of a shift in one ward that is not written down: of how many people, how many are, and who is left in bed order.

    Whoever is away or left that day counts neither as done nor as missing. ``late_minutes`` since the shift ended; 0 while it runs.
    """

    duty: Duty
    ward_id: str
    ward: str
    done: int
    of: int
    people: tuple[CaredFor, ...]
    late_minutes: int


def care_missing(reader: Reader, duties: Iterable[Duty], now: datetime, ward_id: str = "") -> list[CareMissing]:
    """What is not written down of the care of these shifts, ward by ward."""
    found = []
    for duty in duties:
        wards: dict[str, list[CareRow]] = defaultdict(list)
        for row in reader.remembered(("care of", duty, ward_id), partial(care_of, reader, duty, ward_id)):
            expected = row.is_due or (row.entries and row.who.is_there and row.plan)
            if expected and row.who.left_at is None:
                wards[row.who.ward_id].append(row)
        late = max(0, int((now - duty.ends_at).total_seconds() // 60))
        for ward, rows in wards.items():
            left = tuple(row.who for row in rows if not row.is_done)
            if left:
                done = len(rows) - len(left)
                found.append(CareMissing(duty, ward, rows[0].who.ward, done, len(rows), left, late))
    return found


def entries_between(reader: Reader, episode_id: str, first: date, last: date) -> list[CareEntry]:
    """The rows of a stay from ``first`` to ``last``, shift after shift."""
    reader.asks("daily_care")
    values = (episode_id, first.isoformat(), last.isoformat())
    return _entries(reader, "episode_id = ? AND duty_on BETWEEN ? AND ?", values)


def planned_help(reader: Reader, day: date, episode_ids: Collection[str]) -> Mapping[str, Plan]:
    """The help planned on a day, by stay: that of the version of the plan which was in force then.

    It is told of everybody: whoever looks after a restricted person helps them under the alias.
    """
    reader.asks("daily_care")
    return _planned(reader, day, list(episode_ids), "counted_")


def planned_for(writer: Writer, episode_id: str, day: date) -> Plan:
    """The same of one stay, inside a transaction."""
    return _planned(writer, day, [episode_id], "").get(episode_id, NOTHING)


def _planned(reader: Reader, day: date, stays: list[str], prefix: str) -> dict[str, Plan]:
    rows = reader.rows(
        f"""SELECT p.id, p.episode_id, p.number, p.approved_at FROM json_each(?) s
        JOIN {prefix}care_plan p ON p.episode_id = s.value
        WHERE p.withdrawn_at IS NULL AND p.approved_at IS NOT NULL AND (p.ended_on IS NULL OR p.ended_on > ?)""",
        (json.dumps(stays), day.isoformat()),
    )
    newest: dict[str, tuple[int, str]] = {}
    for row in rows:
        if today_in_vietnam(moment_from(row["approved_at"])) <= day:
            newest[row["episode_id"]] = max((row["number"], row["id"]), newest.get(row["episode_id"], (0, "")))
    of_plan = {plan_id: episode_id for episode_id, (_number, plan_id) in newest.items()}
    helps = reader.rows(
        f"""SELECT h.plan_id, h.kind, h.level FROM json_each(?) s JOIN {prefix}daily_help h ON h.episode_id = s.value
        WHERE h.level IS NOT NULL AND h.withdrawn_at IS NULL ORDER BY h.id""",
        (json.dumps(list(newest)),),
    )
    found: dict[str, dict[str, HelpLevel]] = defaultdict(dict)
    for row in helps:
        if (episode_id := of_plan.get(row["plan_id"])) is not None:
            found[episode_id][row["kind"]] = HelpLevel(row["level"])
    return dict(found)


def _entries(reader: Reader, where: str, values: tuple[str, ...]) -> list[CareEntry]:
    rows = reader.rows(
        f"SELECT * FROM listed_care_entry WHERE {where} AND withdrawn_at IS NULL ORDER BY duty_on, recorded_at, id",
        values,
    )
    return [from_row(CareEntry, row) for row in rows]
