"""Papers of rehabilitation and of groups: orders, assessments, sheets of sessions, progress, minutes, registers, the week."""

from carebook.reports.therapy_papers.gathering import SINCE_PLAN, blank, gather
from carebook.reports.therapy_papers.kinds import (
    BY_PERIOD,
    OF_GROUPS,
    OF_STAYS,
    THERAPY_TITLES,
    OfferedTherapy,
    Prepared,
    TherapyPaper,
)
from carebook.reports.therapy_papers.of_groups import blank_of_group, gather_of_group
from carebook.reports.therapy_papers.there import group_papers_there, therapy_papers_there

__all__ = [
    "BY_PERIOD",
    "OF_GROUPS",
    "OF_STAYS",
    "SINCE_PLAN",
    "THERAPY_TITLES",
    "OfferedTherapy",
    "Prepared",
    "TherapyPaper",
    "blank",
    "blank_of_group",
    "gather",
    "gather_of_group",
    "group_papers_there",
    "therapy_papers_there",
]
