"""The papers of the way home by name: those of one stay, and the lists of the center."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from carebook.reports.case_papers import Version
from carebook.words import N_


class HomePaper(Enum):
    """One paper of a stay, in the order in which they are made on the way home."""

    TRACING_NOTICE = "tracing_notice"
    TRACING_LETTER = "tracing_letter"
    FAMILY_VISIT = "family_visit"
    HANDOVER = "home_handover"
    FAMILY_DOSSIER = "family_dossier"
    FOLLOW_UP = "follow_up_sheet"
    FOLLOW_UP_END = "follow_up_end"
    REFERRAL = "referral_sheet"
    CONSENT = "consent_sheet"


class ListPaper(Enum):
    """One list of the center, of many people or of none by name."""

    LIST_14 = "list_14"
    RELIEF = "relief_list"
    VISITORS = "visitors_book"
    COLLABORATORS = "collaborators"
    HOTLINE = "hotline_log"


HOME_TITLES: dict[HomePaper | ListPaper, str] = {
    HomePaper.TRACING_NOTICE: N_("Notice to find the family"),
    HomePaper.TRACING_LETTER: N_("Letter to the commune or the police"),
    HomePaper.FAMILY_VISIT: N_("Minutes of visiting and assessing the family"),
    HomePaper.HANDOVER: N_("Handover minutes"),
    HomePaper.FAMILY_DOSSIER: N_("Dossier for the family"),
    HomePaper.FOLLOW_UP: N_("Sheet of a follow-up visit"),
    HomePaper.FOLLOW_UP_END: N_("Sheet that ends the follow-up"),
    HomePaper.REFERRAL: N_("Referral sheet"),
    HomePaper.CONSENT: N_("Sheet of consent to share information"),
    ListPaper.LIST_14: N_("Children for a substitute family (form 14)"),
    ListPaper.RELIEF: N_("Signed list of a relief campaign"),
    ListPaper.VISITORS: N_("Visitors' book"),
    ListPaper.COLLABORATORS: N_("List of collaborators"),
    ListPaper.HOTLINE: N_("Log of the hotline"),
}
BY_MONTH = frozenset({ListPaper.VISITORS, ListPaper.HOTLINE})
"""Lists whose versions are months."""


@dataclass(frozen=True)
class OfferedHome:
    """One paper with its versions, the newest or the next first; none when nothing was written yet."""

    kind: HomePaper | ListPaper
    versions: tuple[Version, ...] = ()

    @property
    def id(self) -> str:
        return str(self.kind.value)
