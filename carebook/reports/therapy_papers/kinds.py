"""The papers of rehabilitation and of groups by name, and what one of them is when it is ready to be drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from carebook.reports.case_papers import Version
from carebook.reports.forms import Form
from carebook.reports.papers_of_stay import Lacking
from carebook.words import N_


class TherapyPaper(Enum):
    """One paper of a stay's rehabilitation in the order in which they are made, then those of a group."""

    ORDER = "therapy_order"
    FUNCTION = "function_sheet"
    SESSIONS = "session_sheet"
    FOR_FAMILY = "progress_for_family"
    FOR_DOCTOR = "progress_for_doctor"
    GROUP_MINUTES = "group_minutes"
    REGISTER = "class_register"


THERAPY_TITLES: dict[TherapyPaper, str] = {
    TherapyPaper.ORDER: N_("Examination and order of rehabilitation"),
    TherapyPaper.FUNCTION: N_("Assessment of function and participation"),
    TherapyPaper.SESSIONS: N_("Sheet of rehabilitation sessions"),
    TherapyPaper.FOR_FAMILY: N_("Progress report for the family"),
    TherapyPaper.FOR_DOCTOR: N_("Progress report for the doctor"),
    TherapyPaper.GROUP_MINUTES: N_("Minutes of the group session"),
    TherapyPaper.REGISTER: N_("Register of the class or group"),
}
OF_GROUPS = (TherapyPaper.GROUP_MINUTES, TherapyPaper.REGISTER)
OF_STAYS = tuple(kind for kind in TherapyPaper if kind not in OF_GROUPS)
BY_PERIOD = frozenset({TherapyPaper.FOR_FAMILY, TherapyPaper.FOR_DOCTOR})
"""Papers whose versions are periods, so that they can be made from any day to any other."""


@dataclass(frozen=True)
class Prepared:
    """One paper of a stay, a group or the center ready to be drawn; ``describe`` needs no book.

    ``people`` are the ids of everybody it names (none on an empty sheet). ``about`` is whose or which group's it is, as the
    reader may see it. ``lacking`` names what it has no value for, each with the page where it is written. ``written`` is
    false when the book holds nothing for it yet and the sheet is for the pen; ``draft`` when what it holds was never approved.
    """

    kind: Enum
    about: str
    people: tuple[str, ...]
    describe: Callable[[], Form]
    lacking: tuple[Lacking, ...] = ()
    draft: bool = False
    written: bool = True


@dataclass(frozen=True)
class OfferedTherapy:
    """One paper with its versions, the newest first; none when nothing was written yet."""

    kind: TherapyPaper
    versions: tuple[Version, ...] = ()

    @property
    def id(self) -> str:
        return self.kind.value
