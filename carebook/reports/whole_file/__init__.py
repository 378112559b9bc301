"""The whole file of a resident as one PDF: cover, index with pages, check-list of the dossier, every paper, what is lacking."""

from carebook.reports.whole_file.drawing import draw
from carebook.reports.whole_file.gathering import gather
from carebook.reports.whole_file.kinds import FilePaper, LeftOut, Stopped, WholeFile

__all__ = ["FilePaper", "LeftOut", "Stopped", "WholeFile", "draw", "gather"]
