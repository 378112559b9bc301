"""What the whole file of a resident is made of: its parts in the order of the law, and what its admission dossier lacks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from carebook.records.codes import Code
from carebook.records.episodes import DossierItem, Episode, PaperState
from carebook.words import N_


class FilePart(Enum):
    """The parts of a resident's file (Nghị định 20/2021/NĐ-CP, Điều 29)."""

    ADMISSION = "admission"
    PLAN = "plan"
    END = "end"
    OTHER = "other"


PART_WORDS = {
    FilePart.ADMISSION: N_("Admission dossier"),
    FilePart.PLAN: N_("Plan of assistance and its papers"),
    FilePart.END: N_("End of the stay, liquidation of the contract"),
    FilePart.OTHER: N_("Other papers"),
}
_PARTS = {
    **dict.fromkeys(("photo", "identity", "admission", "guardianship", "disability"), FilePart.ADMISSION),
    "plan": FilePart.PLAN,
    "death": FilePart.END,
}
_THERE = frozenset({PaperState.COPY, PaperState.ORIGINAL})


def part_of(attachment_kind: str) -> FilePart:
    """The part in which a kept file of that kind (code list `attachment_kind`) stands."""
    return _PARTS.get(attachment_kind, FilePart.OTHER)


def dossier_of(
    episode: Episode,
    written: Iterable[DossierItem],
    papers: Sequence[Code],
    is_protected: Callable[[Code], bool] = lambda _paper: False,
) -> list[DossierItem]:
    """The check-list of an admission in the order of the list: what is written down, and what this form of admission always needs.

    ``papers`` is the list `dossier_paper` as it stood when the stay began. A paper that needs a circumstance is on the list
    when it was written down. Protected papers are left out, written down or not.
    """
    known = {item.paper: item for item in written}
    order = {paper.code: n for n, paper in enumerate(papers)}
    hidden = {paper.code for paper in papers if is_protected(paper)}
    needed = [
        DossierItem(episode_id=episode.id, paper=paper.code)
        for paper in papers
        if episode.route in paper.extra.get("forms", ())
        and not paper.extra.get("when")
        and paper.code not in {*known, "other"}
    ]
    listed = [item for item in (*known.values(), *needed) if item.paper not in hidden]
    return sorted(listed, key=lambda item: order.get(item.paper, len(order)))


@dataclass(frozen=True)
class Completeness:
    """How many papers of a dossier are there, of how many that are needed."""

    there: int
    of: int


def optional_papers(papers: Iterable[Code]) -> frozenset[str]:
    """Those of the list `dossier_paper` that an admission may do without."""
    return frozenset(paper.code for paper in papers if paper.extra.get("optional"))


def completeness(dossier: Iterable[DossierItem], optional: Collection[str] = ()) -> Completeness:
    """How far a dossier is: a copy or the original counts; what is not needed, or ``optional`` and not there, does not."""
    needed = [
        item
        for item in dossier
        if item.state in _THERE or (item.state is not PaperState.NOT_NEEDED and item.paper not in optional)
    ]
    return Completeness(sum(item.state in _THERE for item in needed), len(needed))


def lacking(dossier: Iterable[DossierItem], optional: Collection[str] = ()) -> list[DossierItem]:
    """The papers that are still to come, in the order of the list, without those an admission may do without."""
    return [
        item
        for item in dossier
        if item.state is PaperState.DUE_LATER or (item.state is PaperState.MISSING and item.paper not in optional)
    ]
