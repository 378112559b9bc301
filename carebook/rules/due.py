"""Things that are due: what, for whom, until when, why, and the deed that ends it; computed, never entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from carebook.dates import lateness, today_in_vietnam
from carebook.records.codes import HolidayRow
from carebook.rules.calendar import working_days_between
from carebook.words import Message, message


class Urgency(IntEnum):
    """How loudly something not yet late calls."""

    NOTICE = 1
    SOON = 2
    URGENT = 3


@dataclass(frozen=True, kw_only=True)
class DueItem:
    """One thing somebody has to do.

    ``kind`` names the clock, ``action`` the deed that ends it. ``owner`` is a staff member's id, None when it is
    everybody's of the ward. ``for_whom`` is the name (an alias when ``masked``) or the round ("Đo huyết áp khu A");
    a round opens into ``people``. ``due_on`` None means that no date is set yet; ``due_at`` (UTC) is given for things
    of the hour. ``waits_for`` is the office whose duty it is: then it never counts as the center's lateness.
    """

    kind: str
    action: str
    for_whom: str
    why: Message
    owner: str | None = None
    person_id: str | None = None
    episode_id: str | None = None
    ward_id: str | None = None
    masked: bool = False
    people: tuple[str, ...] = ()
    due_on: date | None = None
    due_at: datetime | None = None
    in_working_days: bool = False
    basis: Message | None = None
    waits_for: Message | None = None
    urgency: Urgency = Urgency.NOTICE


def basis_message(article: str) -> Message:
    """The law behind something due, as "căn cứ …"; without an article it is the center's own rule."""
    return message("on the basis of {article}", article=article) if article else message("by the center's own rule")


def days_late(item: DueItem, today: date) -> int:
    """Calendar days past the date; negative before it, 0 without one."""
    return (today - item.due_on).days if item.due_on else 0


def is_late(item: DueItem, now: datetime) -> bool:
    """Whether the center is late with it; what another office owes never is."""
    if item.waits_for is not None:
        return False
    if item.due_at is not None:
        return item.due_at < now
    return days_late(item, today_in_vietnam(now)) > 0


def lateness_words(item: DueItem, now: datetime, own: Iterable[HolidayRow] = ()) -> Message:
    """How late or early it is, in words: "Quá hạn 12 ngày", "Trễ 25 phút", "Còn 3 ngày làm việc", "Chờ UBND xã, …"."""
    today = today_in_vietnam(now)
    late = days_late(item, today)
    if item.waits_for is not None and late > 0:
        return message(
            "Waiting for {office}, {days} days over (not counted for the center)", office=item.waits_for, days=late
        )
    if item.due_at is not None and today_in_vietnam(item.due_at) == today and item.due_at < now:
        minutes = int((now - item.due_at).total_seconds()) // 60
        if minutes == 1:
            return message("{minutes} minute late", minutes=minutes)
        if minutes < 60:
            return message("{minutes} minutes late", minutes=minutes)
        hours = minutes // 60
        return message("{hours} hour late", hours=1) if hours == 1 else message("{hours} hours late", hours=hours)
    if item.in_working_days and item.due_on is not None and item.due_on != today:
        left = working_days_between(today, item.due_on, own)
        if left == 1:
            return message("{days} working day left", days=1)
        if left > 1:
            return message("{days} working days left", days=left)
        if left == -1:
            return message("{days} working day overdue", days=1)
        if left < -1:
            return message("{days} working days overdue", days=-left)
    return lateness(item.due_on, today)


def by_lateness(items: Iterable[DueItem]) -> list[DueItem]:
    """The longest overdue first, then by date; without a date, and what others owe, come last."""
    return sorted(
        items,
        key=lambda item: (
            item.waits_for is not None,
            item.due_on is None,
            item.due_on or date.max,
            item.due_at.timestamp() if item.due_at else 0.0,
            -item.urgency,
            item.for_whom,
            item.kind,
        ),
    )


def union(*boards: Iterable[DueItem]) -> list[DueItem]:
    """Everything due of several subjects, each thing once, sorted by how late."""
    return by_lateness({item: None for board in boards for item in board})
