"""Questions about the hotline: the calls of a time, and who waits to be called back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from carebook.dates import VIETNAM
from carebook.records.services import DangerLevel, HotlineCall
from carebook.store.book import Reader, Writer
from carebook.store.rows import moment_from, moment_text


@dataclass(frozen=True)
class CallLine:
    """One call in a list. ``masked``: it is restricted and the asker may not see what was said, nor who called."""

    call: HotlineCall
    taken_by: str
    partner: str
    masked: bool

    @property
    def id(self) -> str:
        return self.call.id


def calls(reader: Reader, first: date, last: date) -> tuple[CallLine, ...]:
    """The calls of a time in Vietnam, both days included, the newest first; everybody sees how many there were."""
    span = {"first": _midnight(first), "last": _midnight(last + timedelta(days=1))}
    return _lines(reader, "c.called_at >= :first AND c.called_at < :last", span, "c.called_at DESC, c.id DESC")


def calls_to_return(reader: Reader, today: date, *, ahead: int = 7) -> tuple[CallLine, ...]:
    """The calls whose caller was promised a call and has not had it, up to ``ahead`` days from today; the longest due first."""
    until = {"until": (today + timedelta(days=ahead)).isoformat()}
    return _lines(
        reader, "c.called_back_on IS NULL AND c.call_back_on <= :until", until, "c.call_back_on, c.called_at, c.id"
    )


def call(reader: Reader, call_id: str) -> HotlineCall | None:
    """One call; None when there is none or the asker may not see it."""
    reader.asks("services")
    return reader.record(HotlineCall, call_id)


def person_of_call(writer: Writer, one: HotlineCall) -> str:
    """The id of the person a call is about: of the stay it names, or of the case of protection that names it; "" otherwise."""
    found = writer.value(
        """SELECT e.person_id FROM episode e WHERE e.id = coalesce(?,
            (SELECT c.episode_id FROM protection_case c WHERE c.hotline_call_id = ? AND c.withdrawn_at IS NULL))""",
        (one.episode_id, one.id),
    )
    return str(found or "")


def _midnight(day: date) -> str:
    return moment_text(datetime.combine(day, time(), VIETNAM))


def _lines(reader: Reader, where: str, values: Mapping[str, str], order: str) -> tuple[CallLine, ...]:
    reader.asks("services")
    rows = reader.rows(
        f"""SELECT c.*, coalesce(m.full_name, '') AS taken_by, coalesce(w.name, '') AS partner
        FROM counted_hotline_call c LEFT JOIN staff_member m ON m.id = c.taken_by_id LEFT JOIN partner w ON w.id = c.partner_id
        WHERE c.withdrawn_at IS NULL AND {where} ORDER BY {order}""",
        values,
    )
    ids = json.dumps([row["id"] for row in rows])
    seen = {one.id: one for one in reader.records(HotlineCall, "id IN (SELECT value FROM json_each(?))", (ids,))}
    return tuple(_line(row, seen.get(row["id"])) for row in rows)


def _line(row: Any, seen: HotlineCall | None) -> CallLine:
    told = seen or HotlineCall(
        id=row["id"],
        called_at=moment_from(row["called_at"]),
        minutes=row["minutes"],
        channel=row["channel"],
        caller=row["caller"],
        anonymous=bool(row["anonymous"]),
        need=row["need"],
        danger=DangerLevel(row["danger"]),
        outcome=row["outcome"],
        call_back_on=_day(row["call_back_on"]),
        called_back_on=_day(row["called_back_on"]),
        taken_by_id=row["taken_by_id"],
        confidential=True,
    )
    return CallLine(told, row["taken_by"], row["partner"] if seen else "", seen is None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
