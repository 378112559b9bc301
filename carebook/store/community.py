"""Questions about work in communities: the activities of a time, and which clients of the center were there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carebook.records.services import ActivityGuest, CommunityActivity
from carebook.store.book import Reader


@dataclass(frozen=True)
class ActivityLine:
    """One activity in a list; ``guests`` clients of the center were named, who make ``guest_turns`` of its turns."""

    activity: CommunityActivity
    leader: str
    guests: int
    guest_turns: int

    @property
    def id(self) -> str:
        return self.activity.id


@dataclass(frozen=True)
class GuestLine:
    """A client who was there. ``masked``: the name is an alias."""

    guest: ActivityGuest
    person_id: str
    name: str
    code: str
    masked: bool

    @property
    def id(self) -> str:
        return self.guest.id


@dataclass(frozen=True)
class Reached:
    """How much was done in communities: activities, lượt and người, of whom female and children, copies handed out."""

    activities: int = 0
    turns: int = 0
    people: int = 0
    female: int = 0
    children: int = 0
    copies: int = 0


def home_province(reader: Reader) -> str:
    """The code of the province most clients have an address in; "" while none is known."""
    row = reader.row(
        """SELECT province FROM found_address WHERE withdrawn_at IS NULL AND province <> ''
        GROUP BY province ORDER BY count(*) DESC, province LIMIT 1"""
    )
    return str(row["province"]) if row is not None else ""


def activities(reader: Reader, first: date, last: date) -> tuple[ActivityLine, ...]:
    """The activities that began in a time, both days included, the newest first."""
    reader.asks("services")
    between = (first.isoformat(), last.isoformat())
    found = reader.records(CommunityActivity, "held_on BETWEEN ? AND ?", between, order="held_on DESC, id DESC")
    staff = {row["id"]: row["full_name"] for row in reader.rows("SELECT id, full_name FROM staff_member")}
    guests = {
        row["activity_id"]: (row["people"], row["turns"])
        for row in reader.rows(
            """SELECT activity_id, count(*) AS people, sum(turns) AS turns FROM counted_activity_guest
            WHERE withdrawn_at IS NULL GROUP BY activity_id"""
        )
    }
    return tuple(ActivityLine(one, staff.get(one.leader_id, ""), *guests.get(one.id, (0, 0))) for one in found)


def guests_of(reader: Reader, activity_id: str) -> tuple[GuestLine, ...]:
    """The clients who were at an activity, by name; everybody counts, some under their alias."""
    reader.asks("services")
    seen = {one.id: one for one in reader.records(ActivityGuest, "activity_id = ?", (activity_id,))}
    rows = reader.rows(
        """SELECT g.id, g.episode_id, g.activity_id, g.turns, e.person_id, p.full_name, p.code FROM counted_activity_guest g
        JOIN episode e ON e.id = g.episode_id JOIN listed_person p ON p.id = e.person_id
        WHERE g.withdrawn_at IS NULL AND g.activity_id = ? ORDER BY p.full_name, g.id""",
        (activity_id,),
    )
    return tuple(
        GuestLine(
            seen.get(row["id"])
            or ActivityGuest(
                id=row["id"], episode_id=row["episode_id"], activity_id=row["activity_id"], turns=row["turns"]
            ),
            row["person_id"],
            row["full_name"],
            row["code"],
            row["id"] not in seen,
        )
        for row in rows
    )


def reached(lines: Iterable[ActivityLine]) -> Reached:
    """What activities come to. People are added up activity by activity: who came to two counts in both."""
    held = [one.activity for one in lines]
    return Reached(
        len(held),
        sum(one.turns for one in held),
        sum(one.people for one in held),
        sum(one.female for one in held),
        sum(one.children for one in held),
        sum(one.copies or 0 for one in held),
    )
