"""Gathering and drawing on other threads: one paper for the preview, many papers as one file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from carebook.reports import case_papers
from carebook.reports.case_papers import PAPER_TITLES, Batch, CasePaper, Gathered, Offered, Where
from carebook.reports.paper.facts import Way
from carebook.store import facility
from carebook.store.book import Reader
from carebook.store.people import PersonRow, people_rows
from carebook.ui.parts.clerk import Job, Stopped
from carebook.ui.parts.papers import ShownPaper

FILLED, NAMED, EMPTY = "filled", "named", "empty"
"""What is on the paper: what the book holds, only the name, nothing."""


@dataclass(frozen=True)
class Asked:
    """Which paper is wanted: of which stay, its version, what is on it, and how the center signs."""

    episode_id: str
    kind: CasePaper
    id: str = ""
    content: str = FILLED
    way: Way = Way.INK


@dataclass(frozen=True)
class Found:
    """What the page shows of one stay: who it is and which papers there are."""

    row: PersonRow
    offered: tuple[Offered, ...]


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
    owner = reader.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,))
    rows = people_rows(reader, [owner], today) if owner else []
    return Found(rows[0], offered) if offered is not None and rows and not rows[0].masked else None


def places(reader: Reader) -> list[Place]:
    """The wards, each with its rooms under it, rooms in the order in which people read their names."""
    listed = []
    for ward in facility.wards(reader):
        listed.append(Place(f"ward:{ward.id}", ward.name))
        rooms = sorted(facility.rooms(reader, ward.id), key=lambda one: case_papers.natural(one.name))
        listed += [Place(f"room:{room.id}", f"{ward.name} · {room.name}") for room in rooms]
    return listed


def gathered(reader: Reader, asked: Asked, today: date) -> Gathered:
    """The wanted paper as ``reader`` may see it."""
    if asked.content == FILLED:
        return case_papers.gather(reader, asked.episode_id, asked.kind, today=today, id=asked.id, way=asked.way)
    episode_id = asked.episode_id if asked.content == NAMED else ""
    return case_papers.blank(reader, asked.kind, today=today, episode_id=episode_id, way=asked.way)


def drawn(paper: Gathered) -> ShownPaper:
    """The paper as a PDF; loads the drawing library, so it is called off the window's thread."""
    from carebook.reports.forms import pdf

    return ShownPaper(
        paper=paper,
        pdf=pdf.draw(case_papers.form_of(paper), draft=paper.draft).pdf,
        title=PAPER_TITLES[paper.kind],
        person_id=paper.person_id,
        person_name=paper.person_name,
        kept_as="minutes" if paper.kind is CasePaper.MINUTES else "plan",
        docx=partial(docx, paper),
        lacking=paper.lacking,
    )


def docx(paper: Gathered) -> bytes:
    """The paper for editing outside the program."""
    from carebook.reports.forms import word

    return word.write(case_papers.form_of(paper))


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
