"""The papers of an admission dossier that the stories file: which ones a form of admission asks for, all of them there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carebook.records.episodes import DossierItem, PaperState

_ORIGINAL = frozenset({"declaration_07", "intake_minutes", "commune_request", "admission_decision", "service_contract"})
_ASKED: dict[str, Sequence[str]] = {
    "special_hardship": ("declaration_07", "commune_request", "authority_request", "admission_decision", "photo"),
    "emergency": ("intake_minutes", "declaration_07", "commune_request", "authority_request", "admission_decision"),
    "voluntary": ("service_contract", "identity_copy", "health_record"),
    "programme": ("admission_decision", "identity_copy", "health_record"),
}


def dossier(
    route: str, received_on: date, *, more: Sequence[str] = (), without: Sequence[str] = ()
) -> list[DossierItem]:
    """Every paper of the form of admission, received on one day; ``more`` beside them, ``without`` those left out."""
    return [
        DossierItem(
            episode_id="",
            paper=paper,
            state=PaperState.ORIGINAL if paper in _ORIGINAL else PaperState.COPY,
            received_on=received_on,
        )
        for paper in (*_ASKED[route], *more)
        if paper not in without
    ]


def promised(paper: str, due_on: date | None = None, note: str = "") -> DossierItem:
    """A paper that is still missing, perhaps until a day."""
    return DossierItem(
        episode_id="",
        paper=paper,
        state=PaperState.DUE_LATER if due_on else PaperState.MISSING,
        due_on=due_on,
        note=note,
    )
