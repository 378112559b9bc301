"""Questions about people: the list, one person's whole file, candidates for the duplicate guard; and the next code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from carebook.dates import PartialDate
from carebook.records.episodes import (
    Absence,
    BedAssignment,
    Belonging,
    DossierItem,
    Episode,
    EpisodeCategory,
    Placement,
    ServiceContract,
)
from carebook.records.people import (
    Address,
    Alias,
    Allergy,
    Attachment,
    DisabilityCertificate,
    HealthCard,
    IdentityPaper,
    Person,
    Relative,
)
from carebook.records.record import Record
from carebook.records.schooling import Employment, Schooling, VocationalCourse
from carebook.store.book import Reader

DETAILS: tuple[type[Record], ...] = (
    Alias,
    IdentityPaper,
    HealthCard,
    DisabilityCertificate,
    Address,
    Relative,
    Allergy,
    Attachment,
    Schooling,
    VocationalCourse,
    Employment,
)
STAY_PARTS: tuple[type[Record], ...] = (
    EpisodeCategory,
    BedAssignment,
    Absence,
    DossierItem,
    ServiceContract,
    Belonging,
)


HERE = "here"
"""The state of who lives in the center and is there."""
_OUTSIDE = frozenset({Placement.DAY.value, Placement.COMMUNITY.value})


@dataclass(frozen=True)
class PersonRow:
    """One row of a list of people. ``masked``: the name is an alias and the record cannot be opened by the asker.

    ``absence`` is the kind of a running absence ("" = none); ``restricted`` is true for whoever may know it.
    """

    person_id: str
    code: str
    name: str
    born: PartialDate | None
    sex: str
    episode_id: str
    placement: str
    category: str
    route: str
    ward_id: str
    ward: str
    room: str
    bed: str
    start_on: date | None
    end_on: date | None
    end_reason: str
    absence: str
    allergies: str
    masked: bool
    restricted: bool
    unidentified: bool
    case_manager_id: str

    @property
    def state(self) -> str:
        """Where the person is: the kind of a running absence, "day" or "community", else "here"."""
        return self.absence or (self.placement if self.placement in _OUTSIDE else HERE)


@dataclass(frozen=True)
class PeopleFilter:
    """Which people a list shows; empty fields do not filter."""

    who: str = "present"  # present | former | all
    ward_id: str = ""
    category: str = ""
    sex: str = ""
    state: str = ""  # an absence kind, "here", or a placement outside the center
    born_before: str = ""
    born_after: str = ""
    case_manager_id: str = ""


@dataclass(frozen=True)
class StayFile:
    """One stay with everything that belongs to it, newest first within each part."""

    episode: Episode
    categories: tuple[EpisodeCategory, ...]
    beds: tuple[BedAssignment, ...]
    absences: tuple[Absence, ...]
    dossier: tuple[DossierItem, ...]
    contracts: tuple[ServiceContract, ...]
    belongings: tuple[Belonging, ...]

    @property
    def category(self) -> str:
        """The newest category of the stay."""
        return self.categories[-1].category if self.categories else ""


@dataclass(frozen=True)
class PersonFile:
    """One person with everything the book holds about who they are, and their stays, the newest first."""

    person: Person
    aliases: tuple[Alias, ...]
    papers: tuple[IdentityPaper, ...]
    health_cards: tuple[HealthCard, ...]
    certificates: tuple[DisabilityCertificate, ...]
    addresses: tuple[Address, ...]
    relatives: tuple[Relative, ...]
    allergies: tuple[Allergy, ...]
    attachments: tuple[Attachment, ...]
    school_years: tuple[Schooling, ...]
    courses: tuple[VocationalCourse, ...]
    jobs: tuple[Employment, ...]
    stays: tuple[StayFile, ...] = field(default=())
    row: PersonRow | None = None

    @property
    def open_stay(self) -> StayFile | None:
        """The stay that is open now."""
        return next((s for s in self.stays if s.episode.end_on is None), None)


_LIST = """
    SELECT p.id, p.code, p.full_name, p.born, p.sex, p.masked, p.restricted, p.unidentified,
        coalesce(e.id, '') AS episode_id, coalesce(e.placement, '') AS placement, coalesce(e.route, '') AS route,
        e.start_on, e.end_on, coalesce(e.end_reason, '') AS end_reason, coalesce(e.case_manager_id, '') AS case_manager_id,
        coalesce((SELECT category FROM episode_category c WHERE c.episode_id = e.id AND c.withdrawn_at IS NULL
            ORDER BY c.from_on DESC, c.id DESC LIMIT 1), '') AS category,
        coalesce(w.id, '') AS ward_id, CASE WHEN w.hidden = 1 AND p.masked THEN '' ELSE coalesce(w.name, '') END AS ward,
        CASE WHEN w.hidden = 1 AND p.masked THEN '' ELSE coalesce(r.name, '') END AS room, coalesce(b.bed, '') AS bed,
        coalesce((SELECT kind FROM absence a WHERE a.episode_id = e.id AND a.back_on IS NULL AND a.from_on <= :today
            AND a.withdrawn_at IS NULL ORDER BY a.from_on DESC LIMIT 1), '') AS absence,
        coalesce((SELECT group_concat(substance, ', ') FROM allergy g WHERE g.person_id = p.id
            AND g.withdrawn_at IS NULL), '') AS allergies
    FROM listed_person p
    JOIN search_key k ON k.person_id = p.id
    LEFT JOIN episode e ON e.id = (SELECT x.id FROM episode x WHERE x.person_id = p.id AND x.withdrawn_at IS NULL
        ORDER BY x.end_on IS NULL DESC, x.start_on DESC, x.id DESC LIMIT 1)
    LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
        AND y.withdrawn_at IS NULL AND y.to_on IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
    LEFT JOIN room r ON r.id = b.room_id
    LEFT JOIN ward w ON w.id = r.ward_id
"""


def people_ids(reader: Reader, wanted: PeopleFilter, today: date) -> list[str]:
    """The ids of the people a list shows, in the order of names; restricted people only where present people are cared for.

    A masked person is listed among the present (they are counted and cared for), never among the former.
    """
    reader.asks("people")
    where, values = _where(wanted, today)
    return [r[0] for r in reader.rows(f"SELECT id FROM ({_LIST} WHERE {where} ORDER BY k.sort_key)", values)]


def people_rows(reader: Reader, ids: Sequence[str], today: date) -> list[PersonRow]:
    """The rows of those people, in the given order."""
    reader.asks("people")
    marks = ", ".join(f":i{n}" for n in range(len(ids)))
    values: dict[str, Any] = {f"i{n}": one for n, one in enumerate(ids)} | {"today": today.isoformat()}
    found = {r["id"]: _row(r) for r in reader.rows(f"{_LIST} WHERE p.id IN ({marks})", values)}
    return [found[one] for one in ids if one in found]


def people(reader: Reader, wanted: PeopleFilter, today: date) -> list[PersonRow]:
    """The whole list at once; for present people, lists on paper and exports."""
    reader.asks("people")
    where, values = _where(wanted, today)
    return [_row(r) for r in reader.rows(f"{_LIST} WHERE {where} ORDER BY k.sort_key", values)]


def how_many(reader: Reader, wanted: PeopleFilter, today: date) -> tuple[int, int]:
    """How many people a list shows, and how many of them are away now."""
    reader.asks("people")
    where, values = _where(wanted, today)
    row = reader.row(f"SELECT count(*), coalesce(sum(absence <> ''), 0) FROM ({_LIST} WHERE {where})", values)
    return (int(row[0]), int(row[1])) if row is not None else (0, 0)


def _where(wanted: PeopleFilter, today: date) -> tuple[str, dict[str, Any]]:
    parts = ["p.withdrawn_at IS NULL", "p.merged_into IS NULL"]
    values: dict[str, Any] = {"today": today.isoformat()}
    if wanted.who == "present":
        parts.append("p.id IN (SELECT person_id FROM episode WHERE end_on IS NULL AND withdrawn_at IS NULL)")
    else:
        parts.append("NOT p.masked")
        if wanted.who == "former":
            parts.append("p.id NOT IN (SELECT person_id FROM episode WHERE end_on IS NULL AND withdrawn_at IS NULL)")
    for name, column in (("ward_id", "ward_id"), ("category", "category"), ("case_manager_id", "e.case_manager_id")):
        if getattr(wanted, name):
            expression = {"ward_id": "w.id", "category": _CATEGORY}.get(name, column)
            parts.append(f"{expression} = :{name}")
            values[name] = getattr(wanted, name)
    if wanted.sex:
        parts.append("p.sex = :sex")
        values["sex"] = wanted.sex
    if wanted.born_before:
        parts.append("p.id IN (SELECT id FROM counted_person WHERE born < :born_before)")
        values["born_before"] = wanted.born_before
    if wanted.born_after:
        parts.append("p.id IN (SELECT id FROM counted_person WHERE born >= :born_after)")
        values["born_after"] = wanted.born_after
    if wanted.state:
        running = "SELECT episode_id FROM absence WHERE back_on IS NULL AND from_on <= :today AND withdrawn_at IS NULL"
        values["state"] = wanted.state
        if wanted.state in _OUTSIDE:
            parts.append(f"e.placement = :state AND e.id NOT IN ({running})")
        elif wanted.state == HERE:
            values["state"] = Placement.RESIDENT.value
            parts.append(f"e.placement = :state AND e.id NOT IN ({running})")
        else:
            parts.append(f"e.id IN ({running} AND kind = :state)")
    return " AND ".join(parts), values


_CATEGORY = (
    "(SELECT category FROM episode_category c WHERE c.episode_id = e.id AND c.withdrawn_at IS NULL"
    " ORDER BY c.from_on DESC, c.id DESC LIMIT 1)"
)


def _row(r: Any) -> PersonRow:
    return PersonRow(
        person_id=r["id"],
        code=r["code"],
        name=r["full_name"],
        born=PartialDate.from_text(r["born"]) if r["born"] else None,
        sex=r["sex"] or "",
        episode_id=r["episode_id"],
        placement=r["placement"],
        category=r["category"],
        route=r["route"],
        ward_id=r["ward_id"],
        ward=r["ward"],
        room=r["room"],
        bed=r["bed"],
        start_on=date.fromisoformat(r["start_on"]) if r["start_on"] else None,
        end_on=date.fromisoformat(r["end_on"]) if r["end_on"] else None,
        end_reason=r["end_reason"],
        absence=r["absence"],
        allergies=r["allergies"],
        masked=bool(r["masked"]),
        restricted=bool(r["restricted"]),
        unidentified=bool(r["unidentified"]),
        case_manager_id=r["case_manager_id"],
    )


def person_file(reader: Reader, person_id: str, today: date) -> PersonFile | None:
    """Everything about one person; None when there is none or the asker may not see them."""
    reader.asks("people")
    person = reader.record(Person, person_id)
    if person is None:
        return None
    parts = [tuple(reader.records(cls, "person_id = ?", (person_id,))) for cls in DETAILS]
    rows = people_rows(reader, [person_id], today)
    return PersonFile(person, *parts, stays(reader, person_id), rows[0] if rows else None)  # type: ignore[arg-type, call-arg]


def stays(reader: Reader, person_id: str) -> tuple[StayFile, ...]:
    """The stays of one person, the newest first."""
    reader.asks("people")
    episodes = reader.records(Episode, "person_id = ?", (person_id,), order="start_on DESC, id DESC")
    return tuple(
        StayFile(
            episode,
            *(tuple(reader.records(cls, "episode_id = ?", (episode.id,), order=_order(cls))) for cls in STAY_PARTS),  # type: ignore[arg-type]
        )
        for episode in episodes
    )


def _order(cls: type[Record]) -> str:
    return "from_on, id" if cls in (EpisodeCategory, BedAssignment, Absence) else "id"


def newest_code(reader: Reader) -> int:
    """The highest number among the center's codes (CB-000412 → 412); 0 in an empty book."""
    return int(
        reader.value(
            "SELECT coalesce(max(CAST(substr(code, 4) AS INTEGER)), 0) FROM person WHERE code GLOB 'CB-[0-9]*'"
        )
    )
