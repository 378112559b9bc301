"""What the page of the hotline asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.referrals import Partner
from carebook.rules.dated import limit_on
from carebook.store import code_lists, staff
from carebook.store.book import Reader
from carebook.store.community import home_province
from carebook.store.drafts import Draft, own_drafts
from carebook.store.hotline import CallLine, calls, calls_to_return
from carebook.ui.parts.fields import Choices

FORM = "hotline_call"
BACK_FORM = "hotline_call_back"


@dataclass(frozen=True)
class Calls:
    """The calls of a month and those whose caller waits; who may be called in, and what a call may name.

    ``call_back_hours`` is by when one calls back; ``province`` is where most clients come from; ``drafts`` are the asker's
    own.
    """

    calls: tuple[CallLine, ...]
    waiting: tuple[CallLine, ...]
    partners: Choices
    stays: Choices
    members: Choices
    call_back_hours: int
    province: str
    drafts: tuple[Draft, ...]

    def line(self, call_id: str) -> CallLine | None:
        """One of the calls."""
        return next((one for one in (*self.calls, *self.waiting) if one.id == call_id), None)


def hotline(reader: Reader, first: date, last: date, today: date) -> Calls:
    """Everything the page shows of a month."""
    partners = reader.records(Partner, "to_on IS NULL OR to_on > ?", (today.isoformat(),), order="name, id")
    stays = reader.rows(
        """SELECT e.id, p.full_name, p.code FROM found_episode e JOIN found_person p ON p.id = e.person_id
        WHERE e.end_on IS NULL AND e.withdrawn_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        ORDER BY p.full_name, p.code"""
    )
    return Calls(
        calls(reader, first, last),
        calls_to_return(reader, today),
        [(one.id, one.name) for one in partners],
        [(row["id"], f"{row['full_name']} · {row['code']}") for row in stays],
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        limit_on(code_lists.limits(reader), "call_back_hours", today).value,
        home_province(reader),
        tuple(one for one in own_drafts(reader) if one.form in (FORM, BACK_FORM)),
    )
