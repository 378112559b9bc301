"""What the page of sessions asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.drafts import own_draft
from carebook.store.sessions import DaySession, MyDay, SessionFile, my_day, not_recorded, session_file, who_gives
from carebook.ui.parts.fields import Choices

FORM = "session"
_AROUND = timedelta(days=31)


@dataclass(frozen=True)
class Asked:
    """A day, what nobody recorded, and whose sessions may be asked for."""

    day: MyDay
    late: tuple[DaySession, ...]
    therapists: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Opened:
    """One session with who may have given it, and what was typed about it before and not saved."""

    file: SessionFile
    staff: Choices
    draft: dict[str, Any] | None


def asked(reader: Reader, staff_member_id: str, day: date, now: datetime) -> Asked:
    """The page's two lists; everybody's with "" as the staff member."""
    return Asked(
        my_day(reader, staff_member_id, day, now=now),
        not_recorded(reader, now=now, therapist_id=staff_member_id),
        who_gives(reader, day - _AROUND, day + _AROUND),
    )


def opened(reader: Reader, session_id: str, today: date) -> Opened | None:
    """One session; None when there is none, or the person may not be seen."""
    file = session_file(reader, session_id)
    if file is None:
        return None
    people = [(one.id, one.full_name) for one in staff.staff_members(reader, today)]
    known = {one[0] for one in people}
    for staff_id, name in ((file.session.therapist_id, file.therapist), (file.session.done_by_id, file.given_by)):
        if staff_id and staff_id not in known:
            people.append((staff_id, name))
            known.add(staff_id)
    draft = own_draft(reader, FORM, session_id)
    return Opened(file, people, draft.content if draft else None)


def day_of(reader: Reader, session_id: str) -> date | None:
    """The day a session takes place; None when it may not be seen."""
    file = session_file(reader, session_id)
    return file.session.planned_on if file else None
