"""The middle of the page in words, group by group."""

from __future__ import annotations

from collections.abc import Callable

from carebook.ui.pages.home_path.lines import Part
from carebook.ui.pages.home_path.parts.family import FamilyParts
from carebook.ui.pages.home_path.parts.papers import PaperParts
from carebook.ui.pages.home_path.parts.preparing import PreparingParts

GROUP_OF = {
    **dict.fromkeys(("wish", "carers", "opinions", "families", "tracing"), "family"),
    **dict.fromkeys(("readiness", "supports", "contacts", "trainings", "conferences", "trials"), "preparing"),
    **dict.fromkeys(("destination", "papers", "handovers"), "papers"),
}
"""In which group a part stands."""


class Words(FamilyParts, PreparingParts, PaperParts):
    """All parts of one view."""


MAKERS: dict[str, Callable[[Words], list[Part]]] = {
    "family": Words.family,
    "preparing": Words.preparing,
    "papers": Words.papers,
}

__all__ = ["GROUP_OF", "MAKERS", "Words"]
