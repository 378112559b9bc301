"""Papers for many people at once, in the order of their beds: a room, a ward, or everybody who is here."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.records.staff import Actor
from carebook.reports.case_papers.about import About
from carebook.reports.case_papers.bedside import bedside
from carebook.reports.case_papers.cases import about_masked, center_of
from carebook.reports.case_papers.gathering import blank, gather
from carebook.reports.case_papers.kinds import CasePaper, Gathered, form_of
from carebook.reports.paper.facts import Way
from carebook.rules import permissions
from carebook.store import facility, people
from carebook.store.book import Reader
from carebook.store.people import PeopleFilter, PersonRow
from carebook.words import speaking

Progress = Callable[[int, int], object]
Cancelled = Callable[[], bool]
_DIGITS = re.compile(r"([0-9]+)", re.ASCII)
_COUNTED = {
    CasePaper.FORM01: "counted_intake_form",
    CasePaper.FORM02: "counted_assessment",
    CasePaper.FORM03: "counted_eligibility_check",
    CasePaper.FORM04: "counted_care_plan",
    CasePaper.FORM05: "counted_progress_note",
    CasePaper.MINUTES: "counted_conference",
    CasePaper.FORM06: "counted_closure",
}


class Stopped(Exception):
    """The work was broken off; nothing of it is kept."""


@dataclass(frozen=True)
class Where:
    """Whose papers: of a room, of a ward, or of everybody who is here (both empty)."""

    ward_id: str = ""
    room_id: str = ""


@dataclass(frozen=True)
class Placed:
    """Somebody in the order of beds. ``there``: the book can fill the wanted paper; a masked person's it never fills.

    ``outside``: the bed stands in a ward that the asker's account does not reach; then there is no paper.
    """

    row: PersonRow
    there: bool
    outside: bool = False

    @property
    def id(self) -> str:
        return self.row.person_id


@dataclass(frozen=True)
class Batch:
    """Papers ready to be drawn, in the order of beds, and of how many people they are."""

    title: str
    papers: tuple[Gathered, ...]
    people: int


def natural(words: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which A9 stands before A10."""
    parts = _DIGITS.split(words.casefold())
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part)


def people_in_bed_order(
    reader: Reader, where: Where, kind: CasePaper, today: date, *, for_pen: bool = False
) -> list[Placed]:
    """Who is here and meant, by ward, room and bed, those without a bed last.

    A form for the pen and the bedside sheet can be made for everybody; another only where something was written.
    """
    reader.asks("people")
    wards = {ward.id: n for n, ward in enumerate(facility.wards(reader))}
    found = people.people(reader, PeopleFilter(ward_id=where.ward_id), today)
    if where.room_id:
        room = next((one for one in facility.rooms(reader) if one.id == where.room_id), None)
        found = [one for one in found if room and (one.ward_id, one.room) == (room.ward_id, room.name)]
    found.sort(key=lambda one: (not one.room, wards.get(one.ward_id, len(wards)), natural(one.room), natural(one.bed)))
    written = _written(reader, kind)
    everybody = for_pen or kind is CasePaper.BEDSIDE
    placed = []
    for one in found:
        outside = _is_outside(reader.actor, one, today)
        there = everybody or (not one.masked and one.episode_id in written)
        placed.append(Placed(one, there and not outside, outside))
    return placed


def _is_outside(actor: Actor | None, row: PersonRow, today: date) -> bool:
    """Whether the person has a bed in a ward whose papers ``actor`` may not print."""
    return (
        bool(row.ward_id)
        and actor is not None
        and not permissions.may(actor, "print_batch", today, ward_id=row.ward_id)
    )


def _written(reader: Reader, kind: CasePaper) -> Collection[str]:
    """The stays for which the book holds something of that paper."""
    table = _COUNTED.get(kind)
    if table is None:
        return ()
    rows = reader.rows(f"SELECT DISTINCT episode_id FROM {table} WHERE withdrawn_at IS NULL")
    return {row["episode_id"] for row in rows}


def gather_batch(
    reader: Reader,
    where: Where,
    kinds: Sequence[CasePaper],
    *,
    today: date,
    way: Way = Way.INK,
    for_pen: bool = False,
    id: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Batch:
    """The papers of everybody meant, each person's together; raises `Stopped` when ``cancelled``.

    ``for_pen``: with names, else empty. ``id`` is the period of form 05. Whose paper cannot be
    filled, and who is outside the scope of the asker's account, is left out.
    """
    center = center_of(reader, today)
    placed = {kind: people_in_bed_order(reader, where, kind, today, for_pen=for_pen) for kind in kinds}
    everybody = [one.row for one in next(iter(placed.values()), [])]
    there = {(kind, one.id) for kind, many in placed.items() for one in many if one.there}
    papers: list[Gathered] = []
    for n, row in enumerate(everybody):
        if cancelled is not None and cancelled():
            raise Stopped
        if progress is not None:
            progress(n, len(everybody))
        for kind in kinds:
            if (kind, row.person_id) not in there:
                continue
            if for_pen:
                papers.append(blank(reader, kind, today=today, episode_id=row.episode_id, way=way, center=center))
            elif row.masked:
                papers.append(_masked_bedside(about_masked(center, row, way), row))
            else:
                papers.append(gather(reader, row.episode_id, kind, today=today, id=id, way=way, center=center))
    return Batch(center.facility.name, tuple(papers), len({one.person_id for one in papers}))


def _masked_bedside(about: About, row: PersonRow) -> Gathered:
    return Gathered(CasePaper.BEDSIDE, row.person_id, row.name, lambda: bedside(about, protected=True))


def draw_batch(batch: Batch, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> bytes:
    """All papers as one PDF; raises `Stopped` when ``cancelled``, ValueError for an empty batch. Needs no book."""

    from carebook.reports.forms import pdf

    def tick(done: int) -> None:
        if cancelled is not None and cancelled():
            raise Stopped
        if progress is not None:
            progress(done, len(batch.papers))

    with speaking("vi"):
        forms = [(form_of(paper), paper.draft) for paper in batch.papers]
        return pdf.draw_all(forms, batch.title, tick=tick).pdf
