"""Questions about assistive devices: those of a stay, and all that are out or came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.records.devices import DeviceLoan
from carebook.rules.devices import LoanState, Standing, standing
from carebook.store.book import Reader

_PRESSING = tuple(LoanState)


@dataclass(frozen=True)
class LoanLine:
    """One device in a list, with its holder. ``masked``: the name is an alias, and what was typed about the device is left
    out. ``left_on`` is the day the stay ended.
    """

    loan: DeviceLoan
    person_id: str
    name: str
    code: str
    room: str
    masked: bool
    left_on: date | None
    standing: Standing

    @property
    def id(self) -> str:
        return self.loan.id


def loans_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[DeviceLoan, ...]:
    """The devices of a stay, those handed out last first; with ``withdrawn`` also those struck through."""
    reader.asks("rehabilitation")
    return tuple(
        reader.records(DeviceLoan, "episode_id = ?", (episode_id,), order="lent_on DESC, id DESC", withdrawn=withdrawn)
    )


def loans_out(reader: Reader, today: date) -> tuple[LoanLine, ...]:
    """Every device that is with somebody, the most pressing first; everybody counts, some under their alias.

    What was given for good is no longer asked about once its holder has left.
    """
    with_somebody = "l.returned_on IS NULL OR l.returned_on > :today"
    return _lines(reader, f"({with_somebody}) AND (l.given = 0 OR e.end_on IS NULL)", today)


def loans_returned(reader: Reader, today: date) -> tuple[LoanLine, ...]:
    """Every device that came back, the newest first."""
    found = _lines(reader, "l.returned_on <= :today", today)
    return tuple(sorted(found, key=lambda line: (line.loan.returned_on or date.min, line.id), reverse=True))


def loan_lines_of(reader: Reader, episode_id: str, today: date) -> tuple[LoanLine, ...]:
    """Every device of one stay, those out first, the most pressing on top."""
    return _lines(reader, "l.episode_id = :stay", today, episode_id)


def _lines(reader: Reader, where: str, today: date, episode_id: str = "") -> tuple[LoanLine, ...]:
    reader.asks("rehabilitation")
    rows = reader.rows(
        f"""SELECT l.id, l.episode_id, l.device, l.lent_on, l.given, l.fitted_on, l.due_back_on, l.check_on, l.returned_on,
            f.version, f.number, f.details, f.fitted_by_id, f.condition, f.note,
            e.person_id, e.end_on, p.full_name, p.code, p.masked, coalesce(r.name, '') AS room
        FROM counted_device_loan l JOIN episode e ON e.id = l.episode_id JOIN listed_person p ON p.id = e.person_id
        LEFT JOIN found_device_loan f ON f.id = l.id
        LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = l.episode_id
            AND y.withdrawn_at IS NULL AND y.to_on IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        WHERE l.withdrawn_at IS NULL AND ({where}) ORDER BY p.full_name, l.lent_on, l.id""",
        {"today": today.isoformat(), "stay": episode_id},
    )
    return tuple(sorted((_line(row, today) for row in rows), key=_order))


def _line(row: Any, today: date) -> LoanLine:
    loan = DeviceLoan(
        id=row["id"],
        version=row["version"] or 0,
        episode_id=row["episode_id"],
        device=row["device"],
        number=row["number"] or "",
        details=row["details"] or "",
        lent_on=_day(row["lent_on"]),
        given=bool(row["given"]),
        fitted_on=_day(row["fitted_on"]),
        fitted_by_id=row["fitted_by_id"],
        due_back_on=_day(row["due_back_on"]),
        check_on=_day(row["check_on"]),
        returned_on=_day(row["returned_on"]),
        condition=row["condition"],
        note=row["note"] or "",
    )
    left_on = _day(row["end_on"])
    return LoanLine(
        loan,
        row["person_id"],
        row["full_name"],
        row["code"],
        row["room"],
        bool(row["masked"]),
        left_on,
        standing(loan, today, left_on=left_on),
    )


def _order(line: LoanLine) -> tuple[int, date]:
    return _PRESSING.index(line.standing.state), line.standing.due_on or date.max


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
