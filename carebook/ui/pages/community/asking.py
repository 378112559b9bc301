"""What the page of work in communities asks of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.community import ActivityLine, GuestLine, activities, guests_of, home_province
from carebook.store.drafts import Draft, own_drafts
from carebook.ui.parts.fields import Choices

FORM = "community_activity"


@dataclass(frozen=True)
class Activities:
    """The activities of a time with the clients who were at each; ``stays`` are the clients one may name.

    ``province`` is where most clients come from.
    """

    lines: tuple[ActivityLine, ...]
    guests: Mapping[str, tuple[GuestLine, ...]]
    stays: Choices
    members: Choices
    province: str
    drafts: tuple[Draft, ...]

    def line(self, activity_id: str) -> ActivityLine | None:
        """One of them."""
        return next((one for one in self.lines if one.id == activity_id), None)


def community(reader: Reader, first: date, last: date, today: date) -> Activities:
    """Everything the page shows of a time."""
    lines = activities(reader, first, last)
    stays = reader.rows(
        """SELECT e.id, p.full_name, p.code FROM found_episode e JOIN found_person p ON p.id = e.person_id
        WHERE e.end_on IS NULL AND e.withdrawn_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        ORDER BY p.full_name, p.code"""
    )
    return Activities(
        lines,
        {one.id: guests_of(reader, one.id) for one in lines if one.guests},
        [(row["id"], f"{row['full_name']} · {row['code']}") for row in stays],
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        home_province(reader),
        tuple(one for one in own_drafts(reader) if one.form == FORM),
    )
