"""The facts of one stay that clocks and figures need, gathered from the person, the episode and their papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from carebook.dates import PartialDate


class CategorySince(NamedTuple):
    """The admission category of a stay from one day on; ``entered_at`` is the moment it was written down."""

    from_on: date
    category: str
    entered_at: datetime | None = None


@dataclass(frozen=True)
class MissingPaper:
    """A paper the admission dossier still lacks: its code, its Vietnamese name, and until when it may come later."""

    paper: str
    text: str
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class StayFacts:
    """One stay of one person. Codes are those of the code lists; ids point at records; "" and None mean not known.

    ``route`` is the form of admission in force, that of the newest category. ``name`` is the alias and ``masked`` is
    true when the reader may not see who it is; every counted fact stays.
    ``categories`` is in order of time; the first one holds from the start of the stay.
    ``disability_kind`` is the primary kind, ``disability_kinds`` all of them.
    ``ages_settled`` are the ages (4, 6, 16…) whose step was recorded as dealt with.
    ``entered_at`` and ``ended_entered_at`` are the moments (UTC) at which the start and the end were written down.
    """

    person_id: str
    episode_id: str
    code: str
    name: str
    start_on: date
    masked: bool = False
    sex: str = ""
    born: PartialDate | None = None
    ethnicity: str = ""
    home: str = ""

    placement: str = "resident"
    route: str = ""
    categories: Sequence[CategorySince] = ()
    source: str = ""
    start_kind: str = "new"
    decision_no: str = ""
    decision_on: date | None = None
    end_on: date | None = None
    end_reason: str = ""
    destination: str = ""
    entered_at: datetime | None = None
    ended_entered_at: datetime | None = None

    ward_id: str | None = None
    room: str = ""
    bed: str = ""
    case_manager_id: str | None = None

    contract_no: str = ""
    contract_from: date | None = None
    contract_to: date | None = None
    missing_papers: Sequence[MissingPaper] = ()
    dossier_extended_to: date | None = None
    stay_extended_to: date | None = None
    notice_published_on: date | None = None
    notice_settled: bool = False
    stop_requested_on: date | None = None
    no_contact_since: date | None = None

    health_card_valid_to: date | None = None
    id_paper_valid_to: date | None = None
    disability_reassess_on: date | None = None
    guardian_to: date | None = None
    disability_kind: str = ""
    disability_kinds: Sequence[str] = ()
    disability_degree: str = ""

    child_group: str = ""
    education: str = ""
    schooling: str = ""
    birth_registered: bool | None = None
    guardian: str = ""
    awaiting: str = ""
    ages_settled: Sequence[int] = ()
