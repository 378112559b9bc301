"""The papers of a case: forms 01–06 of TT 02/2020, minutes of meetings and the sheet at the bed, filled or for the pen."""

from carebook.reports.case_papers.batch import (
    Batch,
    Placed,
    Stopped,
    Where,
    draw_batch,
    gather_batch,
    natural,
    people_in_bed_order,
)
from carebook.reports.case_papers.cases import bed_words
from carebook.reports.case_papers.gathering import blank, gather, span_of
from carebook.reports.case_papers.kinds import PAPER_TITLES, CasePaper, Gathered, form_of
from carebook.reports.case_papers.there import Offered, Version, papers_there

__all__ = [
    "PAPER_TITLES",
    "Batch",
    "CasePaper",
    "Gathered",
    "Offered",
    "Placed",
    "Stopped",
    "Version",
    "Where",
    "bed_words",
    "blank",
    "draw_batch",
    "form_of",
    "gather",
    "gather_batch",
    "natural",
    "papers_there",
    "people_in_bed_order",
    "span_of",
]
