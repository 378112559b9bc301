"""Papers of the way home and of the services: notices, letters, minutes, sheets of follow-up, lists, the dossier for the family."""

from carebook.reports.path_papers.for_family import PreparedDossier
from carebook.reports.path_papers.gathering import blank, gather
from carebook.reports.path_papers.kinds import BY_MONTH, HOME_TITLES, HomePaper, ListPaper, OfferedHome
from carebook.reports.path_papers.of_center import blank_list, gather_list
from carebook.reports.path_papers.there import home_papers_there, lists_there

__all__ = [
    "BY_MONTH",
    "HOME_TITLES",
    "HomePaper",
    "ListPaper",
    "OfferedHome",
    "PreparedDossier",
    "blank",
    "blank_list",
    "gather",
    "gather_list",
    "home_papers_there",
    "lists_there",
]
