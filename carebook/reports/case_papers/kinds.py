"""The papers of a case by name, and what one of them is when it is ready to be drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from carebook.reports.forms import Form
from carebook.reports.papers_of_stay import Lacking
from carebook.words import N_


class CasePaper(Enum):
    """One paper of a case, in the order in which they are made."""

    FORM01 = "form01"
    FORM02 = "form02"
    FORM03 = "form03"
    FORM04 = "form04"
    FORM05 = "form05"
    MINUTES = "minutes"
    FORM06 = "form06"
    BEDSIDE = "bedside"


PAPER_TITLES: dict[CasePaper, str] = {
    CasePaper.FORM01: N_("Form 01: gathering information"),
    CasePaper.FORM02: N_("Form 02: assessment of needs"),
    CasePaper.FORM03: N_("Form 03: criteria"),
    CasePaper.FORM04: N_("Form 04: care plan"),
    CasePaper.FORM05: N_("Form 05: progress and review"),
    CasePaper.MINUTES: N_("Minutes of the meeting"),
    CasePaper.FORM06: N_("Form 06: closing the case"),
    CasePaper.BEDSIDE: N_("Bedside sheet"),
}


@dataclass(frozen=True)
class Gathered:
    """One paper ready to be drawn; ``describe`` needs no book.

    ``lacking`` names what it has no value for, each with the page where it is written: person, facility, or the page of the
    case (intake, assessments, care_plans, progress, conferences, closures). ``written`` is false when the book holds nothing
    for it yet and the sheet is for the pen; ``draft`` when what it holds was never finished or approved.
    """

    kind: CasePaper
    person_id: str
    person_name: str
    describe: Callable[[], Form]
    lacking: tuple[Lacking, ...] = ()
    draft: bool = False
    written: bool = True


def form_of(paper: Gathered) -> Form:
    """The described paper, for the page and for outside editing."""
    return paper.describe()
