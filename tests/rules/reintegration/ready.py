"""Ways home on which everything is there, as rows and as facts, so that a test takes away what it is about."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from carebook import places
from carebook.dates import PartialDate
from carebook.records.codes import Code, Limit
from carebook.records.conferences import Conference
from carebook.records.contacts import Contact
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.intake import FormState
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    ReadinessAnswer,
    ReadinessCheck,
    Reintegration,
    Stage,
    StageEntry,
    Support,
    TrialDecision,
    TrialReport,
)
from carebook.records.tracing import TracingLead
from carebook.rules.code_files import codes_from_toml
from carebook.rules.reintegration import PathFacts, PathLaw, PathRecords, facts_of

TODAY = date(2026, 11, 22)
STARTED = date(2026, 6, 1)
VISITED = date(2026, 9, 1)
GRANDMOTHER, CHILD = PartialDate("1945"), PartialDate("2018-07-16")
OF = {"episode_id": "stay", "reintegration_id": "path"}


@cache
def law(today: date = TODAY) -> PathLaw:
    """The program's own lists and limits."""
    rows = [
        row
        for name in ("reintegration", "law")
        for row in codes_from_toml(tomllib.loads(places.resource(f"codes/{name}.toml").read_text(encoding="utf-8")))
    ]
    return PathLaw(today, tuple(r for r in rows if isinstance(r, Code)), tuple(r for r in rows if isinstance(r, Limit)))


def rows(stage: Stage, destination: str | None = "family", path: str = "home", **given: Any) -> PathRecords:
    """A path that stands in ``stage`` since 01/09/2026 with everything in place for whatever comes."""
    papers = law().extra("home_destination", destination).get("papers", ())
    own = law().extra("home_path", path).get("papers", ()) if path != "home" else papers
    kept = PathRecords(
        path=Reintegration(
            id="path",
            episode_id="stay",
            path=path,
            destination=destination,
            started_on=STARTED,
            worker_id="worker",
            wish="Con muốn ở với dì.",
        ),
        episode=Episode(id="stay", person_id="person", start_on=date(2026, 1, 5)),
        born=CHILD,
        entries=(
            StageEntry(id="1", **OF, stage=Stage.IDENTIFIED, from_on=STARTED, to_on=VISITED),
            StageEntry(id="2", **OF, stage=stage, from_on=VISITED),
        ),
        carers=(Carer(id="aunt", **OF, full_name="Nịnh Thị Hợi", chosen=True),),
        opinions=(Opinion(id="o", **OF, heard_on=VISITED, alone=True, words="Con muốn anh lên thăm."),),
        readiness=tuple(
            ReadinessCheck(id=code.code, **OF, item=code.code, answer=ReadinessAnswer.MET)
            for code in law().choices("readiness_item")
        ),
        supports=(Support(id="s", **OF, what="2 lợn giống"),),
        trainings=(CarerTraining(id="t", **OF, given_on=VISITED),),
        trials=(
            TrialReport(
                id="r",
                **OF,
                absence_id="trial",
                client_report="Ngủ ngon",
                family_report="Ăn khỏe",
                decision=TrialDecision.GO_ON,
            ),
        ),
        absences=(trial_stay(),),
        papers=tuple(PathPaper(id=name, **OF, paper=name, dated_on=VISITED) for name in own),
        leads=(TracingLead(id="l", episode_id="stay", found_on=STARTED, result="verified"),),
        assessments=(visit("a"),),
        ratings=tuple(card("a")),
        contacts=tuple(met(VISITED + timedelta(days=n)) for n in range(2)),
        conferences=(Conference(id="c", episode_id="stay", held_on=VISITED, subject="Thống nhất"),),
    )
    return replace(kept, **given)


def trial_stay(**given: Any) -> Absence:
    """A trial stay of a week that is over."""
    stay = Absence(
        id="trial",
        episode_id="stay",
        kind=AbsenceKind.TRIAL_STAY,
        from_on=date(2026, 10, 1),
        back_on=date(2026, 10, 8),
    )
    return replace(stay, **given)


def visit(id: str, **given: Any) -> FamilyAssessment:
    """A finished family assessment."""
    made = FamilyAssessment(
        id=id,
        **OF,
        state=FormState.COMPLETED,
        visited_on=VISITED,
        visitor_id="worker",
        who_cares="Dì",
        commune_opinion="Đồng ý",
    )
    return replace(made, **given)


def card(assessment_id: str, score: int = 3, *, red_flag: bool = False, cleared: bool = False) -> list[FamilyRating]:
    """A scorecard with the same points everywhere; ``red_flag`` at safety."""
    return [
        FamilyRating(
            id=f"{assessment_id}.{code.code}",
            episode_id="stay",
            family_assessment_id=assessment_id,
            criterion=code.code,
            score=score,
            red_flag=red_flag and code.code == "safety",
            cleared_on=TODAY if cleared and code.code == "safety" else None,
        )
        for code in law().choices("family_criterion")
    ]


def met(held_on: date, **given: Any) -> Contact:
    """A visit of the family."""
    return replace(Contact(id=held_on.isoformat(), episode_id="stay", held_on=held_on, name="Nịnh Thị Hợi"), **given)


def facts(stage: Stage, destination: str | None = "family", path: str = "home", **given: Any) -> PathFacts:
    """What the rules look at, of `rows`."""
    return facts_of(rows(stage, destination, path, **given), law())
