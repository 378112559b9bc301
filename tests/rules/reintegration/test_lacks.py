"""What must be there before each stage, by destination; one thing taken away is one thing said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from carebook.dates import PartialDate
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.intake import FormState
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.records.reintegration import (
    Carer,
    Opinion,
    PathPaper,
    ReadinessAnswer,
    ReadinessCheck,
    Stage,
    TrialDecision,
)
from carebook.records.tracing import TracingLead
from carebook.rules.reintegration import Lack, PathRecords, facts_of, lacks, open_red_flags, refusal
from carebook.words import message
from tests.rules.reintegration.ready import (
    GRANDMOTHER,
    OF,
    TODAY,
    VISITED,
    card,
    facts,
    law,
    met,
    rows,
    trial_stay,
    visit,
)

HOME = (
    *(Stage.IDENTIFIED, Stage.TRACING, Stage.FAMILY_ASSESSMENT, Stage.PLANNING, Stage.PREPARATION),
    *(Stage.TRIAL_STAY, Stage.DECISION, Stage.HANDOVER),
)
DESTINATIONS = ("family", "kin", "substitute_family", "substitute_kin", "adoption", "independent", "transfer")


def said(found: Sequence[Lack]) -> list[tuple[str, str, str]]:
    return [(one.message.id, one.page, one.about) for one in found]


def left(kept: PathRecords, to: Stage | None = None) -> list[tuple[str, str, str]]:
    return said(lacks(facts_of(kept, law()), today=TODAY, to=to))


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_nothing_lacks_where_everything_is_there(destination: str) -> None:
    for stage in HOME:
        assert lacks(facts(stage, destination), today=TODAY) == (), stage


WISH = ("the wish of the person is not written down", "home_path", "wish")
NO_CARER = ("no carer is chosen", "home_path", "carers")
NO_CARD = ("there is no finished family assessment", "families", "")
NOT_HEARD = ("the child's own opinion, heard alone, is not written down ({basis})", "home_path", "opinions")
FLAG = ("the red flag “{criterion}” has not been cleared by the director", "families", "a")
MEETINGS = (
    "only {n} contacts with the family who takes them in are written down, at least {needed} are needed ({basis})",
    "contacts",
    "",
)
NO_TRIAL = ("no trial stay is written down", "home_path", "trials.begin")
POINT = ("the check-list “{point}” is not answered", "home_path", "readiness")


def paper(name: str) -> tuple[str, str, str]:
    return ("missing paper: {paper}", "home_path", f"papers.{name}")


def without_wish(stage: Stage) -> PathRecords:
    kept = rows(stage)
    return replace(kept, path=replace(kept.path, wish="  "))


def answered(stage: Stage, item: str, answer: ReadinessAnswer) -> PathRecords:
    kept = rows(stage)
    return replace(
        kept, readiness=tuple(replace(one, answer=answer) if one.item == item else one for one in kept.readiness)
    )


CASES: dict[str, tuple[PathRecords, list[tuple[str, str, str]]]] = {
    "no wish": (without_wish(Stage.IDENTIFIED), [WISH]),
    "check-list of the first stage": (rows(Stage.IDENTIFIED, readiness=()), [POINT, POINT]),
    "not yet is an answer there": (answered(Stage.IDENTIFIED, "wish", ReadinessAnswer.NOT_YET), []),
    "open leads": (
        rows(
            Stage.TRACING,
            leads=tuple(TracingLead(id=x, episode_id="stay", result=x) for x in ("open", "checking", "verified")),
        ),
        [("leads not yet verified: {n}", "tracing", "")],
    ),
    "a chosen carer instead of a lead": (rows(Stage.TRACING, leads=()), []),
    "nobody found": (
        rows(Stage.TRACING, leads=(), carers=()),
        [("no lead is verified and no carer is chosen", "tracing", "")],
    ),
    "independent living asks for nobody": (rows(Stage.TRACING, "independent", leads=(), carers=()), []),
    "no carer": (rows(Stage.FAMILY_ASSESSMENT, carers=()), [NO_CARER]),
    "a carer who was not chosen": (
        rows(Stage.FAMILY_ASSESSMENT, carers=(Carer(id="x", **OF, full_name="Chú", chosen=False),)),
        [NO_CARER],
    ),
    "no scorecard": (rows(Stage.FAMILY_ASSESSMENT, assessments=(), ratings=()), [NO_CARD]),
    "a scorecard in progress": (
        rows(Stage.FAMILY_ASSESSMENT, assessments=(visit("a", state=FormState.IN_PROGRESS),)),
        [NO_CARD],
    ),
    "a scorecard about somebody else": (
        rows(Stage.FAMILY_ASSESSMENT, assessments=(visit("a", carer_id="uncle"),)),
        [NO_CARD],
    ),
    "a scorecard about the chosen": (
        rows(Stage.FAMILY_ASSESSMENT, assessments=(visit("a", carer_id="aunt"),)),
        [],
    ),
    "a criterion without points": (
        rows(Stage.FAMILY_ASSESSMENT, ratings=tuple(card("a")[1:])),
        [("the scorecard has {n} criteria without points", "families", "a")],
    ),
    "visited six months ago to the day": (
        rows(Stage.FAMILY_ASSESSMENT, assessments=(visit("a", visited_on=date(2026, 5, 22)),)),
        [],
    ),
    "visited a day longer ago": (
        rows(Stage.FAMILY_ASSESSMENT, assessments=(visit("a", visited_on=date(2026, 5, 21)),)),
        [("the family was visited on {day}, longer ago than {n} months", "families", "")],
    ),
    "commune not asked": (
        rows(Stage.FAMILY_ASSESSMENT, assessments=(visit("a", commune_opinion=" "),)),
        [("the commune has not said its opinion", "families", "a")],
    ),
    "commune heard as an opinion": (
        rows(
            Stage.FAMILY_ASSESSMENT,
            "family",
            assessments=(visit("a", commune_opinion=""),),
            opinions=(
                Opinion(id="o", **OF, heard_on=VISITED, alone=True, words="Có"),
                Opinion(id="u", **OF, of_whom="commune", heard_on=VISITED, words="Đồng ý"),
            ),
        ),
        [],
    ),
    "a low band": (
        rows(Stage.FAMILY_ASSESSMENT, ratings=tuple(card("a", 1))),
        [("the scorecard says “{band}” (going on needs a reason)", "families", "a")],
    ),
    "the band that needs support first": (rows(Stage.FAMILY_ASSESSMENT, ratings=tuple(card("a", 2))), []),
    "a red flag": (rows(Stage.FAMILY_ASSESSMENT, ratings=tuple(card("a", red_flag=True))), [FLAG]),
    "a cleared red flag": (
        rows(Stage.FAMILY_ASSESSMENT, ratings=tuple(card("a", red_flag=True, cleared=True))),
        [],
    ),
    "a red flag of an older visit": (
        rows(
            Stage.FAMILY_ASSESSMENT,
            assessments=(visit("a", visited_on=date(2026, 6, 2)), visit("b")),
            ratings=(*card("a", red_flag=True), *card("b")),
        ),
        [FLAG],
    ),
    "a child not heard": (rows(Stage.FAMILY_ASSESSMENT, opinions=()), [NOT_HEARD]),
    "a child not heard alone": (
        rows(Stage.PLANNING, opinions=(Opinion(id="o", **OF, heard_on=VISITED, alone=False, words="Có"),)),
        [NOT_HEARD],
    ),
    "a child of six": (rows(Stage.FAMILY_ASSESSMENT, opinions=(), born=PartialDate("2020-01-01")), []),
    "a grown-up": (rows(Stage.FAMILY_ASSESSMENT, opinions=(), born=GRANDMOTHER), []),
    "no meeting": (
        rows(Stage.PLANNING, conferences=()),
        [("no meeting has been held since {day}", "conferences", "")],
    ),
    "a meeting before the stage began": (
        rows(
            Stage.PLANNING,
            conferences=tuple(replace(one, held_on=date(2026, 8, 31)) for one in rows(Stage.PLANNING).conferences),
        ),
        [("no meeting has been held since {day}", "conferences", "")],
    ),
    "no support": (rows(Stage.PLANNING, supports=()), [("the plan names no support", "home_path", "supports")]),
    "a substitute family met once": (
        rows(Stage.PREPARATION, "substitute_family", contacts=(met(VISITED),)),
        [MEETINGS],
    ),
    "a phone call is no meeting": (
        rows(Stage.PREPARATION, "substitute_kin", contacts=(met(VISITED), met(TODAY, kind="call"))),
        [MEETINGS],
    ),
    "a meeting against a ban does not count": (
        rows(Stage.PREPARATION, "substitute_kin", contacts=(met(VISITED), met(TODAY, allowed_because="Tòa cho gặp"))),
        [MEETINGS],
    ),
    "a meeting before the path began": (
        rows(Stage.PREPARATION, "substitute_kin", contacts=(met(VISITED), met(date(2026, 5, 31)))),
        [MEETINGS],
    ),
    "their own family needs no meetings": (rows(Stage.PREPARATION, contacts=()), []),
    "the carer must not be in contact": (
        rows(Stage.PLANNING, relatives=(Relative(person_id="p", full_name="Nịnh Thị Hợi", no_contact=True),)),
        [("the chosen carer {name} must not be in contact with this person", "home_path", "carers")],
    ),
    "the ban is over": (
        rows(Stage.PLANNING, bans=(ContactBan(episode_id="stay", against="Nịnh Thị Hợi", to_on=date(2026, 9, 1)),)),
        [],
    ),
    "no training": (
        rows(Stage.PREPARATION, trainings=()),
        [("the carer has had no training", "home_path", "trainings")],
    ),
    "nobody to train": (rows(Stage.PREPARATION, "independent", trainings=(), carers=()), []),
    "no check-list": (
        rows(Stage.PREPARATION, readiness=()),
        [("points of the check-list without an answer: {n}", "home_path", "readiness")],
    ),
    "medicines not yet there": (
        answered(Stage.PREPARATION, "medicines", ReadinessAnswer.NOT_YET),
        [("not yet: {point}", "home_path", "readiness")],
    ),
    "does not apply": (answered(Stage.PREPARATION, "allowance", ReadinessAnswer.NOT_APPLICABLE), []),
    "no trial": (rows(Stage.TRIAL_STAY, absences=(), trials=()), [NO_TRIAL]),
    "a trial before the path": (
        rows(Stage.TRIAL_STAY, absences=(trial_stay(from_on=date(2026, 5, 1), back_on=date(2026, 5, 8)),)),
        [NO_TRIAL],
    ),
    "still away": (
        rows(Stage.TRIAL_STAY, absences=(trial_stay(back_on=None),)),
        [("the trial stay is not over", "home_path", "trials.end")],
    ),
    "nobody told": (
        rows(Stage.TRIAL_STAY, trials=()),
        [
            ("how the person found the trial stay is not written down", "home_path", "trials.report"),
            ("how the family found the trial stay is not written down", "home_path", "trials.report"),
            ("nothing is decided after the trial stay", "home_path", "trials.decision"),
        ],
    ),
    "alone there is no family to tell": (
        rows(
            Stage.TRIAL_STAY,
            "independent",
            trials=tuple(replace(one, family_report="") for one in rows(Stage.TRIAL_STAY).trials),
        ),
        [],
    ),
    "once more": (
        rows(
            Stage.TRIAL_STAY,
            trials=tuple(replace(one, decision=TrialDecision.AGAIN) for one in rows(Stage.TRIAL_STAY).trials),
        ),
        [("the decision after the trial stay is not to go on", "home_path", "trials.decision")],
    ),
    "no destination": (
        rows(Stage.DECISION, None),
        [("no destination is chosen", "home_path", "destination")],
    ),
    "the papers of a family": (
        rows(Stage.DECISION, papers=()),
        [paper("request_09"), paper("decision_stop"), paper("commune_confirmation")],
    ),
    "the papers of a substitute family": (
        rows(Stage.DECISION, "substitute_family", papers=()),
        [
            paper(name)
            for name in (
                *("list_14", "department_dossier", "registration_08", "verification_11"),
                *("decision_12", "department_end", "decision_stop"),
            )
        ],
    ),
    "the papers of an adoption": (
        rows(Stage.DECISION, "adoption", papers=()),
        [paper("adoption_decision"), paper("decision_stop")],
    ),
    "the papers of independent living": (rows(Stage.DECISION, "independent", papers=()), [paper("decision_stop")]),
    "a paper that is made at the handover": (rows(Stage.DECISION, "transfer", papers=()), [paper("decision_stop")]),
    "and is asked for there": (
        rows(Stage.HANDOVER, "transfer", papers=()),
        [paper("decision_stop"), paper("dossier_handover")],
    ),
    "a paper that is not needed": (
        rows(
            Stage.DECISION,
            "independent",
            papers=(PathPaper(id="p", **OF, paper="decision_stop", not_needed_because="Hợp đồng hết hạn"),),
        ),
        [],
    ),
    "everything anew after the destination was changed": (
        rows(
            Stage.HANDOVER, "substitute_kin", carers=(), assessments=(), ratings=(), contacts=(), opinions=(), papers=()
        ),
        [
            NO_CARER,
            NO_CARD,
            NOT_HEARD,
            *(
                paper(name)
                for name in (
                    *("list_14", "department_dossier", "registration_08", "verification_11"),
                    *("decision_12", "department_end", "decision_stop"),
                )
            ),
            MEETINGS,
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_lacks_is_said_with_its_place(case: str) -> None:
    kept, expected = CASES[case]
    assert left(kept) == expected


@pytest.mark.parametrize(
    "stage",
    [Stage.FAMILY_ASSESSMENT, Stage.PLANNING, Stage.PREPARATION, Stage.TRIAL_STAY, Stage.DECISION, Stage.HANDOVER],
)
def test_a_red_flag_stops_every_step_and_the_handover(stage: Stage) -> None:
    for destination in DESTINATIONS:
        assert left(rows(stage, destination, ratings=tuple(card("a", red_flag=True)))) == [FLAG]


@pytest.mark.parametrize("stage", [Stage.TRIAL_STAY, Stage.DECISION, Stage.HANDOVER])
def test_missing_meetings_stop_every_step_after_the_preparation(stage: Stage) -> None:
    once: tuple[Contact, ...] = (met(VISITED),)
    assert left(rows(stage, "substitute_family", contacts=once)) == [MEETINGS]


def test_only_the_low_band_may_be_overruled_with_a_reason() -> None:
    kept = facts(Stage.FAMILY_ASSESSMENT, ratings=tuple(card("a", 1, red_flag=True)), carers=())
    assert [one.by_reason for one in lacks(kept, today=TODAY)] == [False, True, False]


def test_tracing_is_not_passed_over_while_somebody_is_searched_for() -> None:
    leads = (TracingLead(id="l", episode_id="stay", result="open"),)
    kept = rows(Stage.IDENTIFIED, leads=leads)
    assert left(kept) == []
    assert left(kept, Stage.FAMILY_ASSESSMENT) == [("leads not yet verified: {n}", "tracing", "")]


def test_a_public_notice_has_to_run_out_or_be_settled() -> None:
    published = Episode(
        id="stay", person_id="person", start_on=date(2026, 1, 5), notice_published_on=date(2026, 10, 19)
    )
    runs = [("the public notice runs until {day}", "tracing", "")]  # 25 working days after 19/10: 23/11 is the last
    assert left(rows(Stage.TRACING, episode=published)) == runs
    assert left(rows(Stage.IDENTIFIED, episode=published), Stage.FAMILY_ASSESSMENT) == runs
    assert left(rows(Stage.TRACING, episode=replace(published, notice_settled=True))) == []
    over = replace(published, notice_published_on=date(2026, 10, 16))
    assert left(rows(Stage.TRACING, episode=over)) == []


def test_a_short_path_asks_for_its_own_papers() -> None:
    street = facts(Stage.DECISION, None, "returned_residence", papers=())
    assert said(lacks(street, today=TODAY)) == [paper("decision_stop")]
    street = facts(Stage.HANDOVER, None, "returned_residence", papers=())
    assert said(lacks(street, today=TODAY)) == [paper("decision_stop"), paper("transport")]
    assert lacks(facts(Stage.IDENTIFIED, None, "returned_residence", papers=()), today=TODAY) == ()
    ended = facts(Stage.DECISION, None, "death", papers=())
    assert said(lacks(ended, today=TODAY)) == [paper("death_notice"), paper("death_extract"), paper("decision_stop")]


def test_in_follow_up_and_at_rest_nothing_is_asked_here() -> None:
    for stage in (Stage.FOLLOW_UP, Stage.CLOSED, Stage.SUSPENDED, Stage.FAILED, Stage.RE_ENTERED):
        assert lacks(facts(stage, carers=(), papers=()), today=TODAY) == ()


def test_a_refusal_names_where_to_and_what_is_missing() -> None:
    kept = facts(Stage.DECISION, "independent", papers=(), ratings=tuple(card("a", red_flag=True)))
    words = refusal(Stage.HANDOVER, lacks(kept, today=TODAY))
    assert words.id == "Not moved to {stage} yet: {things}."
    assert words.values["stage"] == message("Handing over")
    assert words.values["things"].id == "{first}; {rest}"
    assert [flag.text for flag in open_red_flags(kept)] == ["An toàn"]


def test_answers_to_unknown_points_do_not_count() -> None:
    strange = ReadinessCheck(id="x", **OF, item="old_point", answer=ReadinessAnswer.NOT_YET)
    kept = rows(Stage.PREPARATION)
    assert left(replace(kept, readiness=(*kept.readiness, strange))) == []
