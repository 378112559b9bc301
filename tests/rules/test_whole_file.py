"""A dossier lists what is written and what its form needs; completeness counts what is there of what must be."""

from __future__ import annotations

import json
from datetime import date

from carebook.records.codes import Code
from carebook.records.episodes import DossierItem, PaperState
from carebook.rules import whole_file
from carebook.rules.whole_file import Completeness, FilePart
from tests import samples


def paper(code: str, position: int, **extra: object) -> Code:
    return Code(list_name="dossier_paper", code=code, text=code, position=position, details=json.dumps(extra))


PAPERS = [
    paper("declaration", 1, forms=["emergency"]),
    paper("birth", 2, forms=["emergency"], when=["child"]),
    paper("hiv", 3, forms=["emergency"], confidential="hiv"),
    paper("decision", 4, forms=["emergency"]),
    paper("health", 5, forms=["emergency"], optional=True),
    paper("contract", 6, forms=["voluntary"]),
    paper("other", 7, forms=["emergency"], optional=True),
]


def item(code: str, state: PaperState = PaperState.MISSING, **given: object) -> DossierItem:
    return DossierItem(episode_id="e", paper=code, state=state, **given)  # type: ignore[arg-type]


def listed(*written: DossierItem, hides: bool = False) -> list[str]:
    episode = samples.episode("p", route="emergency")
    found = whole_file.dossier_of(episode, written, PAPERS, lambda one: hides and "confidential" in one.extra)
    return [one.paper for one in found]


def test_the_list_follows_the_law_and_keeps_what_was_written() -> None:
    assert listed() == ["declaration", "hiv", "decision", "health"]
    assert listed(item("other"), item("birth")) == ["declaration", "birth", "hiv", "decision", "health", "other"]
    assert listed(item("hand_written")) == ["declaration", "hiv", "decision", "health", "hand_written"]


def test_what_is_protected_is_on_no_list_of_who_may_not_know() -> None:
    assert listed(item("hiv", PaperState.ORIGINAL), hides=True) == ["declaration", "decision", "health"]


def test_what_is_not_needed_or_optional_does_not_make_a_dossier_incomplete() -> None:
    optional = whole_file.optional_papers(PAPERS)
    assert optional == {"health", "other"}
    dossier = [
        item("declaration", PaperState.ORIGINAL),
        item("birth", PaperState.NOT_NEEDED),
        item("decision", PaperState.DUE_LATER, due_on=date(2026, 12, 1)),
        item("health"),
        item("hiv"),
    ]
    assert whole_file.completeness(dossier, optional) == Completeness(1, 3)
    assert [one.paper for one in whole_file.lacking(dossier, optional)] == ["decision", "hiv"]
    with_health = [*dossier[:3], item("health", PaperState.COPY)]
    assert whole_file.completeness(with_health, optional) == Completeness(2, 3)
    assert whole_file.completeness([]) == Completeness(0, 0)


def test_kept_files_stand_in_the_part_of_their_kind() -> None:
    assert whole_file.part_of("identity") is FilePart.ADMISSION
    assert whole_file.part_of("plan") is FilePart.PLAN
    assert whole_file.part_of("death") is FilePart.END
    assert whole_file.part_of("never heard of") is FilePart.OTHER
