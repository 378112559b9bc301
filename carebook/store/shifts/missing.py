"""The shifts that ended and for which nobody signed a sheet."""

from __future__ import annotations

from datetime import datetime, timedelta

from carebook.dates import today_in_vietnam, written
from carebook.records.daily_due import CareDue
from carebook.records.shifts import ShiftState
from carebook.rules.dated import limit_on
from carebook.rules.shifts import Duty
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.shifts.sheets import shifts_on

_DAY = timedelta(days=1)
_WRITES_SHEETS = timedelta(days=31)
_SIGNED = (ShiftState.GIVEN.value, ShiftState.TAKEN.value)


def sheets_missing(reader: Reader, now: datetime) -> list[CareDue]:
    """The shifts that ended in the last day, longer ago than the limit ``handover_sheet`` (minutes), without a sheet signed by
    who gives; the earliest first, by ward.

    Asked of the wards that wrote a sheet in the last 31 days, or of the whole center where only it does; the sheet of the
    center is one for every ward. A book without the limit asks for none. ``about`` opens the sheet to be written.
    """
    reader.asks("shifts")
    limits = code_lists.limits(reader, "handover_sheet")
    today = today_in_vietnam(now)
    if not limits:
        return []
    grace = timedelta(minutes=limit_on(limits, "handover_sheet", today).value)
    rows = reader.rows(
        """SELECT coalesce(h.ward_id, '') AS ward_id, coalesce(w.name, '') AS ward, h.duty_on, h.shift,
            h.state IN (?, ?) AS signed
        FROM shift_handover h LEFT JOIN ward w ON w.id = h.ward_id WHERE h.withdrawn_at IS NULL AND h.duty_on >= ?""",
        (*_SIGNED, (today - _WRITES_SHEETS).isoformat()),
    )
    wards = {row["ward_id"]: row["ward"] for row in rows}
    if len(wards) > 1:
        wards.pop("", None)
    signed = {(row["ward_id"], row["duty_on"], row["shift"]) for row in rows if row["signed"]}
    return [
        _missing(duty, ward_id, ward)
        for duty in _ended(reader, now - grace, now - _DAY)
        for ward_id, ward in sorted(wards.items(), key=lambda one: (one[1], one[0]))
        if not {(one, duty.duty_on.isoformat(), duty.shift.code) for one in (ward_id, "")} & signed
    ]


def _ended(reader: Reader, until: datetime, since: datetime) -> list[Duty]:
    """The shifts that ended after ``since`` and not after ``until``, in the order of their ends."""
    today = today_in_vietnam(until)
    shifts = shifts_on(reader, today)
    duties = [Duty(today - back * _DAY, shift) for back in (2, 1, 0) for shift in shifts]
    return sorted((one for one in duties if since < one.ends_at <= until), key=lambda one: one.ends_at)


def _missing(duty: Duty, ward_id: str, ward: str) -> CareDue:
    about = (("day", duty.duty_on.isoformat()), ("shift", duty.shift.code), ("ward_id", ward_id))
    return CareDue(
        kind="shift_sheet",
        due_on=today_in_vietnam(duty.ends_at),
        due_at=duty.ends_at,
        ward_id=ward_id or None,
        what=", ".join(filter(None, (duty.shift.text, ward, written(duty.duty_on)))),
        about=about,
    )
