"""Gathering and drawing on other threads: one paper for the preview, many papers as one file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial

from carebook.records.groups import Group
from carebook.reports import case_papers, path_papers, therapy_papers
from carebook.reports.case_papers import PAPER_TITLES, Batch, CasePaper, Gathered, Offered, Where
from carebook.reports.paper.facts import Way
from carebook.reports.path_papers import HOME_TITLES, HomePaper, ListPaper, OfferedHome
from carebook.reports.therapy_papers import OF_GROUPS, THERAPY_TITLES, OfferedTherapy, Prepared, TherapyPaper
from carebook.store import facility
from carebook.store.book import Reader
from carebook.store.people import PersonRow, people_rows
from carebook.ui.parts.clerk import Job, Stopped
from carebook.ui.parts.papers import ShownPaper
from carebook.words import speaking

FILLED, NAMED, EMPTY = "filled", "named", "empty"
"""What is on the paper: what the book holds, only the name, nothing."""

Paper = CasePaper | TherapyPaper | HomePaper | ListPaper
Offer = Offered | OfferedTherapy | OfferedHome
_KEPT_AS: dict[Enum, str] = {
    CasePaper.MINUTES: "minutes",
    HomePaper.FAMILY_VISIT: "minutes",
    HomePaper.HANDOVER: "minutes",
    TherapyPaper.GROUP_MINUTES: "minutes",
    TherapyPaper.SESSIONS: "health",
    TherapyPaper.ORDER: "health",
}


@dataclass(frozen=True)
class Asked:
    """Which paper is wanted: of which stay, group or of the center, its version, what is on it, and how the center signs."""

    episode_id: str
    kind: Paper
    id: str = ""
    content: str = FILLED
    way: Way = Way.INK
    group_id: str = ""


@dataclass(frozen=True)
class Found:
    """What the page shows of one stay: who it is and which papers there are: of the case, of rehabilitation, of the way home."""

    row: PersonRow
    offered: tuple[Offered, ...]
    of_therapy: tuple[OfferedTherapy, ...]
    of_home: tuple[OfferedHome, ...]


@dataclass(frozen=True)
class FoundGroup:
    """What the page shows of one group."""

    name: str
    offered: tuple[OfferedTherapy, ...]


@dataclass(frozen=True)
class Place:
    """A ward or a room to choose; ``key`` says which."""

    key: str
    words: str

    @property
    def where(self) -> Where:
        kind, _colon, place_id = self.key.partition(":")
        return Where(room_id=place_id) if kind == "room" else Where(ward_id=place_id)


def found(reader: Reader, episode_id: str, today: date) -> Found | None:
    """The papers of a stay; None when the asker may not see whose it is."""
    offered = case_papers.papers_there(reader, episode_id, today)
    of_therapy = therapy_papers.therapy_papers_there(reader, episode_id, today) or ()
    of_home = path_papers.home_papers_there(reader, episode_id, today) or ()
    owner = reader.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,))
    rows = people_rows(reader, [owner], today) if owner else []
    if offered is None or not rows or rows[0].masked:
        return None
    return Found(rows[0], offered, of_therapy, of_home)


def found_group(reader: Reader, group_id: str, today: date) -> FoundGroup | None:
    """The papers of a group; None when there is none."""
    offered = therapy_papers.group_papers_there(reader, group_id, today)
    group = reader.record(Group, group_id)
    return FoundGroup(group.name, offered) if offered is not None and group is not None else None


def places(reader: Reader) -> list[Place]:
    """The wards, each with its rooms under it, rooms in the order in which people read their names."""
    listed = []
    for ward in facility.wards(reader):
        listed.append(Place(f"ward:{ward.id}", ward.name))
        rooms = sorted(facility.rooms(reader, ward.id), key=lambda one: case_papers.natural(one.name))
        listed += [Place(f"room:{room.id}", f"{ward.name} · {room.name}") for room in rooms]
    return listed


def title_of(kind: Enum) -> str:
    """What a paper is called, in English; KeyError for what is no paper."""
    if isinstance(kind, CasePaper):
        return PAPER_TITLES[kind]
    if isinstance(kind, TherapyPaper):
        return THERAPY_TITLES[kind]
    if isinstance(kind, HomePaper | ListPaper):
        return HOME_TITLES[kind]
    raise KeyError(kind)


def gathered(reader: Reader, asked: Asked, today: date) -> Gathered | Prepared:
    """The wanted paper as ``reader`` may see it."""
    if isinstance(asked.kind, HomePaper):
        return _of_home(reader, asked, asked.kind, today)
    if isinstance(asked.kind, ListPaper):
        return _of_center(reader, asked, asked.kind, today)
    if isinstance(asked.kind, TherapyPaper):
        return (
            _of_group(reader, asked, asked.kind, today)
            if asked.group_id
            else _of_stay(reader, asked, asked.kind, today)
        )
    if asked.content == FILLED:
        return case_papers.gather(reader, asked.episode_id, asked.kind, today=today, id=asked.id, way=asked.way)
    episode_id = asked.episode_id if asked.content == NAMED else ""
    return case_papers.blank(reader, asked.kind, today=today, episode_id=episode_id, way=asked.way)


def _of_stay(reader: Reader, asked: Asked, kind: TherapyPaper, today: date) -> Prepared:
    if asked.content == FILLED:
        return therapy_papers.gather(reader, asked.episode_id, kind, today=today, id=asked.id, way=asked.way)
    episode_id = asked.episode_id if asked.content == NAMED else ""
    return therapy_papers.blank(reader, kind, today=today, episode_id=episode_id, way=asked.way)


def _of_home(reader: Reader, asked: Asked, kind: HomePaper, today: date) -> Prepared:
    if asked.content == FILLED:
        return path_papers.gather(reader, asked.episode_id, kind, today=today, id=asked.id, way=asked.way)
    episode_id = asked.episode_id if asked.content == NAMED else ""
    return path_papers.blank(reader, kind, today=today, episode_id=episode_id, way=asked.way)


def _of_center(reader: Reader, asked: Asked, kind: ListPaper, today: date) -> Prepared:
    if asked.content == EMPTY:
        return path_papers.blank_list(reader, kind, today=today, way=asked.way)
    for_pen = asked.content == NAMED
    return path_papers.gather_list(reader, kind, today=today, id=asked.id, way=asked.way, for_pen=for_pen)


def _of_group(reader: Reader, asked: Asked, kind: TherapyPaper, today: date) -> Prepared:
    if asked.content == EMPTY:
        return therapy_papers.blank_of_group(reader, kind, today=today, way=asked.way)
    for_pen = asked.content == NAMED
    return therapy_papers.gather_of_group(
        reader, asked.group_id, kind, today=today, id=asked.id, way=asked.way, for_pen=for_pen
    )


def drawn(paper: Gathered | Prepared) -> ShownPaper:
    """The paper as a PDF; loads the drawing library, so it is called off the window's thread.

    The paper of a group and a list of the center are about nobody alone: ``person_id`` is empty, and whom they name stands in
    the paper's ``people``.
    """
    from carebook.reports.forms import pdf

    if isinstance(paper, Prepared):
        alone = len(paper.people) == 1 and paper.kind not in OF_GROUPS and not isinstance(paper.kind, ListPaper)
        person_id, name = paper.people[0] if alone else "", paper.about
    else:
        person_id, name = paper.person_id, paper.person_name
    with speaking("vi"):
        form = paper.describe()
    return ShownPaper(
        paper=paper,
        pdf=pdf.draw(form, draft=paper.draft).pdf,
        title=title_of(paper.kind),
        person_id=person_id,
        person_name=name,
        kept_as=_KEPT_AS.get(paper.kind, "plan"),
        docx=partial(docx, paper),
        lacking=paper.lacking,
    )


def docx(paper: Gathered | Prepared) -> bytes:
    """The paper for editing outside the program."""
    from carebook.reports.forms import word

    with speaking("vi"):
        form = paper.describe()
    return word.write(form)


def gathered_batch(
    reader: Reader, job: Job, where: Where, kind: CasePaper, *, today: date, way: Way, for_pen: bool, id: str
) -> Batch:
    """The papers of everybody meant; `Stopped` when the job was."""
    try:
        return case_papers.gather_batch(
            reader,
            where,
            (kind,),
            today=today,
            way=way,
            for_pen=for_pen,
            id=id,
            progress=lambda done, total: job.report(done // 2, total),
            cancelled=job.is_stopped,
        )
    except case_papers.Stopped:
        raise Stopped from None


def drawn_batch(batch: Batch, job: Job) -> bytes:
    """One file of all papers; `Stopped` when the job was."""
    try:
        return case_papers.draw_batch(
            batch, progress=lambda done, total: job.report((total + done) // 2, total), cancelled=job.is_stopped
        )
    except case_papers.Stopped:
        raise Stopped from None
