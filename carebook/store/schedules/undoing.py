"""What taking an operation of the schedule back must look at: sessions laid out since, and times given away since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from carebook.records.groups import GroupSession
from carebook.records.sessions import Session
from carebook.rules.schedules import Clash, clashes
from carebook.store.book import Writer
from carebook.store.schedules.bookings import bookings, slots_of
from carebook.store.schedules.rows import HOLDING

_SESSIONS = {"session_series": "session", "group_series": "group_session"}
_TIMES = frozenset({"planned_on", "planned_at", "minutes", "room_id", "therapist_id", "leader_id", "withdrawn_at"})
_HOLDING = frozenset(state.value for state in HOLDING)


def bound_rows(writer: Writer, rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The (table, id) of rows that stand and fall with these when an operation on them is undone: a series with its sessions."""
    found: set[tuple[str, str]] = set()
    for table, row_id in rows:
        if table in _SESSIONS:
            of = _SESSIONS[table]
            found |= {(of, row["id"]) for row in writer.rows(f"SELECT id FROM {of} WHERE series_id = ?", (row_id,))}
    return found


def booked_again(writer: Writer, lines: Iterable[Any]) -> tuple[Clash, ...]:
    """The double bookings of sessions that came back to their old time when these lines of the journal were taken back."""
    sessions: list[Session | GroupSession] = []
    for line in lines:
        if line["kind"] == "U" and line["tbl"] in _SESSIONS.values() and _comes_back(json.loads(line["changes"])):
            cls: type[Session | GroupSession] = Session if line["tbl"] == "session" else GroupSession
            row = writer.record(cls, line["row_id"])
            if row is not None and not row.is_withdrawn and row.state in HOLDING:
                sessions.append(row)
    slots = slots_of(writer, sessions)
    met = bookings(writer, slots)
    return clashes(slots, met.busy, met.rooms, met.names)


def _comes_back(changes: Mapping[str, tuple[Any, Any]]) -> bool:
    """Whether taking the change back lets a session take time that it did not take after it."""
    before, after = changes.get("state", ("", ""))
    return bool(_TIMES & set(changes)) or (before in _HOLDING and after not in _HOLDING)
