"""What a whole file is made of when it is ready to be drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from carebook.dates import written
from carebook.records.episodes import DossierItem, PaperState
from carebook.records.people import Attachment
from carebook.reports.case_papers.about import About
from carebook.reports.forms import Form
from carebook.rules.whole_file import Completeness, FilePart
from carebook.store.people import StayFile

Progress = Callable[[int, int], object]
Cancelled = Callable[[], bool]


class Stopped(Exception):
    """The work was broken off; nothing of it is kept."""


@dataclass(frozen=True)
class FilePaper:
    """One paper of the file: a described one, or a file that is kept with the person. ``about`` is its version, number, day."""

    part: FilePart
    title: str
    about: str = ""
    describe: Callable[[], Form] | None = None
    kept: Attachment | None = None
    draft: bool = False


@dataclass(frozen=True)
class CheckedPaper:
    """One line of the check-list of the admission dossier."""

    title: str
    item: DossierItem
    optional: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A paper, or a kind of papers, that is not in the file, and why."""

    title: str
    why: str


@dataclass(frozen=True, kw_only=True)
class WholeFile:
    """Everything a whole file is drawn from but the content of kept files; finished Vietnamese text.

    ``lacking`` are sentences of what should be there and is not.
    """

    about: About
    stay: StayFile
    parts: frozenset[FilePart]
    made_on: date
    made_by: str
    reason: str
    papers: tuple[FilePaper, ...]
    dossier: tuple[CheckedPaper, ...]
    completeness: Completeness
    lacking: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def state_words(paper: CheckedPaper) -> str:
    """The state of a paper of the dossier, as the check-list says it."""
    item = paper.item
    match item.state:
        case PaperState.ORIGINAL:
            return "Bản chính"
        case PaperState.COPY:
            return "Bản sao"
        case PaperState.NOT_NEEDED:
            return "Không cần"
        case PaperState.DUE_LATER:
            return f"Nộp sau, hạn {written(item.due_on)}" if item.due_on else "Nộp sau"
    return "Chưa có, không bắt buộc" if paper.optional else "Chưa có"
