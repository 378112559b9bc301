"""Questions about wounds: those of a stay with every look and photo, and all that are open."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.records.health import Wound, WoundCheck
from carebook.records.people import Attachment
from carebook.rules.dated import limit_on
from carebook.rules.wounds import Healing, Look, healing, next_look
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.daily_care.holders import Holder, placed
from carebook.store.rows import from_row, moment_from


@dataclass(frozen=True)
class WoundFile:
    """One wound with every look at it, the newest first, and the photos by the look they belong to."""

    wound: Wound
    checks: tuple[WoundCheck, ...]
    photos: Mapping[str, tuple[Attachment, ...]]

    @property
    def id(self) -> str:
        return self.wound.id

    @property
    def last(self) -> WoundCheck | None:
        """The newest look."""
        return next(iter(self.checks), None)

    @property
    def healing(self) -> Healing:
        """Whether it gets smaller."""
        return healing(self.checks)

    def look(self, every_days: int) -> Look | None:
        """When it is to be seen again; None once it closed."""
        return next_look(self.wound, self.checks, every_days)


@dataclass(frozen=True)
class WoundLine:
    """One open wound in a list; of a masked person only kind, place, grade and days are told, never sizes or words."""

    wound: Wound
    who: Holder
    checks: tuple[WoundCheck, ...]

    @property
    def id(self) -> str:
        return self.wound.id

    @property
    def last(self) -> WoundCheck | None:
        """The newest look."""
        return next(iter(self.checks), None)

    @property
    def healing(self) -> Healing:
        """Whether it gets smaller."""
        return healing(self.checks)

    def look(self, every_days: int) -> Look | None:
        """When it is to be seen again."""
        return next_look(self.wound, self.checks, every_days)


def look_every(reader: Reader, today: date) -> int:
    """After how many days an open wound is to be seen again."""
    return limit_on(code_lists.limits(reader, "wound_check"), "wound_check", today).value


def wounds_of(reader: Reader, episode_id: str) -> tuple[WoundFile, ...]:
    """The wounds of a stay, the open ones first, then the newest."""
    return wounds_of_stays(reader, [episode_id])


def wounds_of_stays(reader: Reader, episode_ids: Collection[str]) -> tuple[WoundFile, ...]:
    """The wounds of these stays, the open ones first, then the newest."""
    reader.asks("health")
    of_stays = "episode_id IN (SELECT value FROM json_each(?))"
    ids = (json.dumps(list(episode_ids)),)
    wounds = reader.records(Wound, of_stays, ids, order="closed_on IS NOT NULL, found_on DESC, id DESC")
    looks: dict[str, list[WoundCheck]] = defaultdict(list)
    for check in reader.records(WoundCheck, of_stays, ids, order="checked_at DESC, id DESC"):
        looks[check.wound_id].append(check)
    about = json.dumps([one.id for checks in looks.values() for one in checks])
    photos: dict[str, list[Attachment]] = defaultdict(list)
    for photo in reader.records(Attachment, "about_id IN (SELECT value FROM json_each(?))", (about,)):
        photos[photo.about_id or ""].append(photo)
    return tuple(
        WoundFile(
            wound,
            tuple(looks[wound.id]),
            {one.id: tuple(photos[one.id]) for one in looks[wound.id] if one.id in photos},
        )
        for wound in wounds
    )


def open_wounds(reader: Reader) -> tuple[WoundLine, ...]:
    """Every open wound of an open stay, in the order of the beds; everybody counts, some under their alias."""
    reader.asks("health")
    still_open = """w.withdrawn_at IS NULL AND w.closed_on IS NULL
        AND w.episode_id IN (SELECT id FROM episode WHERE end_on IS NULL AND withdrawn_at IS NULL)"""
    rows = reader.rows(
        f"""SELECT w.id, w.episode_id, w.kind, w.place, w.found_on, w.came_with, w.incident_id, f.version, f.note
        FROM counted_wound w LEFT JOIN found_wound f ON f.id = w.id WHERE {still_open} ORDER BY w.found_on, w.id"""
    )
    looks: dict[str, list[WoundCheck]] = defaultdict(list)
    for row in reader.rows(
        f"""SELECT c.id, c.episode_id, c.wound_id, c.checked_at, c.grade, f.length_mm, f.width_mm
        FROM counted_wound_check c JOIN counted_wound w ON w.id = c.wound_id
        LEFT JOIN found_wound_check f ON f.id = c.id
        WHERE c.withdrawn_at IS NULL AND {still_open} ORDER BY c.checked_at DESC, c.id DESC"""
    ):
        looks[row["wound_id"]].append(_look(row))
    lines = [WoundLine(wound, who, tuple(looks[wound.id])) for wound, who in placed(reader, [_wound(r) for r in rows])]
    return tuple(sorted(lines, key=lambda line: (line.who.position, str(line.wound.found_on), line.id)))


def wound_check(reader: Reader, check_id: str) -> WoundCheck | None:
    """One look at a wound; None when there is none the asker may see."""
    row = reader.row("SELECT * FROM found_wound_check WHERE id = ?", (check_id,))
    return from_row(WoundCheck, row) if row is not None else None


def _wound(row: Any) -> Wound:
    return Wound(
        id=row["id"],
        version=row["version"] or 0,
        episode_id=row["episode_id"],
        kind=row["kind"],
        place=row["place"],
        found_on=date.fromisoformat(row["found_on"]) if row["found_on"] else None,
        came_with=bool(row["came_with"]),
        incident_id=row["incident_id"],
        note=row["note"] or "",
    )


def _look(row: Any) -> WoundCheck:
    return WoundCheck(
        id=row["id"],
        episode_id=row["episode_id"],
        wound_id=row["wound_id"],
        checked_at=moment_from(row["checked_at"]) if row["checked_at"] else None,
        grade=row["grade"],
        length_mm=row["length_mm"],
        width_mm=row["width_mm"],
    )
