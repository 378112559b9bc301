"""What the page of services asks of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.records import enum_words
from carebook.records.episodes import Episode, Placement
from carebook.records.people import Person
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.services import ServiceLine, services
from carebook.ui.parts.fields import Choices

FORM = "service_record"
LOOKS_BACK = timedelta(days=366)
"""For so long after their stay ended somebody may still be served."""
_EARLIEST, _LATEST = date(1900, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Services:
    """The services of a month, or all of one stay; ``stays`` are the clients one may be recorded for.

    ``stay_of`` are these stays themselves, by id; ``person`` is whose services they are, None for everybody's; ``hidden`` when
    the asker may not see them. ``drafts`` are the asker's own.
    """

    lines: tuple[ServiceLine, ...]
    stays: Choices
    stay_of: Mapping[str, Episode]
    members: Choices
    drafts: tuple[Draft, ...]
    person: Person | None = None
    hidden: bool = False


def services_shown(reader: Reader, first: date, last: date, today: date, *, episode_id: str = "") -> Services:
    """Everything the page shows of a month, or with ``episode_id`` of a stay."""
    stay = reader.record(Episode, episode_id) if episode_id else None
    person = reader.record(Person, stay.person_id) if stay is not None else None
    if episode_id and person is None:
        return Services((), (), {}, (), (), hidden=True)
    lines = services(reader, *((_EARLIEST, _LATEST) if episode_id else (first, last)), episode_id=episode_id)
    lately = ((today - LOOKS_BACK).isoformat(), episode_id)
    stays = {one.id: one for one in reader.records(Episode, "end_on IS NULL OR end_on >= ? OR id = ?", lately)}
    offered = reader.rows(
        """SELECT e.id, p.full_name, p.code FROM found_episode e JOIN found_person p ON p.id = e.person_id
        WHERE (e.end_on IS NULL OR e.end_on >= ? OR e.id = ?) AND e.withdrawn_at IS NULL AND p.withdrawn_at IS NULL
        ORDER BY p.full_name, p.code, e.start_on DESC""",
        lately,
    )
    return Services(
        lines,
        [(row["id"], _said(stays[row["id"]], f"{row['full_name']} · {row['code']}")) for row in offered],
        stays,
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        tuple(one for one in own_drafts(reader) if one.form == FORM),
        person,
    )


def _said(stay: Episode, who: str) -> str:
    place = enum_words.said(stay.placement) if stay.placement is not Placement.RESIDENT else ""
    return " · ".join(filter(None, (who, place)))
