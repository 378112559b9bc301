"""Handing over: what minutes may hold, what they lack, how the stay ends by them, and a stay that ends another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.handovers import HandedKind, Handover, HandoverItem, HandoverParty, HandoverSignature
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.records.reintegration import Outcome, PathPaper, Stage, StageEntry
from carebook.rules.handovers import (
    HandoverFacts,
    lacks_before_handover,
    needs_handover,
    on_the_way,
    outcome_at_discharge,
    places_to_sign,
    problems_in_handover,
    refusal,
    stage_at_discharge,
    stay_after,
)
from carebook.rules.problem import errors
from carebook.rules.reintegration import PathFacts, facts_of
from tests import samples
from tests.rules.reintegration.ready import OF, TODAY, law, rows

STAY = samples.episode("person")
MINUTES = Handover(
    **OF,
    handed_on=TODAY,
    giver="Đào Thị Hướng Dương",
    receiver="Nịnh Thị Hợi",
    health="Khỏe",
    rights_and_duties="Hai bên đã đọc",
)
SIGNED = tuple(
    HandoverSignature(episode_id="stay", handover_id="h", party=party, name="Tên", signed_on=TODAY)
    for party in HandoverParty
)


def item(kind: HandedKind, **given: Any) -> HandoverItem:
    return HandoverItem(**{"episode_id": "stay", "handover_id": "h", "kind": kind, "what": "Thứ này"} | given)


PILLS = item(HandedKind.MEDICINE, what="Olanzapin 10 mg", dose="1 viên lúc 20:00", quantity="30 viên")
IMPOSSIBLE: list[tuple[dict[str, Any], HandoverItem, HandoverSignature, str]] = [
    ({"handed_on": date(2026, 11, 23)}, PILLS, SIGNED[0], "handed_on"),
    ({"handed_on": date(2026, 1, 4)}, PILLS, SIGNED[0], "handed_on"),
    ({"receiver_born": PartialDate("2030")}, PILLS, SIGNED[0], "receiver_born"),
    ({"weight_kg": 0.2}, PILLS, SIGNED[0], "weight_kg"),
    ({"weight_kg": 420.0}, PILLS, SIGNED[0], "weight_kg"),
    ({"copies": 0}, PILLS, SIGNED[0], "copies"),
    ({"guidance": "x" * 20_001}, PILLS, SIGNED[0], "guidance"),
    ({}, replace(PILLS, what=" "), SIGNED[0], "items.0.what"),
    ({}, item(HandedKind.MONEY, amount=-5), SIGNED[0], "items.0.amount"),
    ({}, PILLS, replace(SIGNED[0], waived_because="Vắng"), "signatures.giver.waived_because"),
    ({}, PILLS, replace(SIGNED[3], signed_on=date(2026, 12, 1)), "signatures.client.signed_on"),
]


@pytest.mark.parametrize(("given", "thing", "signature", "field"), IMPOSSIBLE)
def test_what_no_saved_minutes_may_hold(
    given: dict[str, Any], thing: HandoverItem, signature: HandoverSignature, field: str
) -> None:
    minutes = replace(MINUTES, **given)
    found = problems_in_handover(minutes, (thing,), (signature,), since=STAY.start_on, today=TODAY)
    assert [problem.field for problem in errors(found)] == [field]


def test_what_is_unusual_about_a_receiver_may_be_saved() -> None:
    odd = replace(MINUTES, receiver_paper="12", receiver_phone="090", receiver_born=PartialDate("2010-05-01"))
    found = problems_in_handover(odd, (), (), since=STAY.start_on, today=TODAY)
    assert {(one.field, one.severity) for one in found} == {
        ("receiver_paper", "warning"),
        ("receiver_phone", "warning"),
        ("receiver_born", "warning"),
    }


def facts(stage: Stage = Stage.HANDOVER, destination: str | None = "family", **given: Any) -> HandoverFacts:
    path = facts_of(rows(stage, destination), law())
    return HandoverFacts(**{"path": path, "handover": MINUTES, "items": (PILLS,), "signatures": SIGNED} | given)


def left(found: HandoverFacts) -> list[tuple[str, str]]:
    return [(one.page, one.about) for one in lacks_before_handover(found, today=TODAY)]


def test_nothing_lacks_where_path_and_minutes_are_whole() -> None:
    for destination in ("family", "substitute_family", "independent", "transfer"):
        assert left(facts(destination=destination)) == []


LACKING: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"stage": Stage.DECISION}, [("home_path", "")]),
    ({"handover": replace(MINUTES, handed_on=None)}, [("handovers", "handed_on")]),
    ({"handover": replace(MINUTES, giver="")}, [("handovers", "giver")]),
    ({"handover": replace(MINUTES, receiver=" ")}, [("handovers", "receiver")]),
    ({"handover": replace(MINUTES, health="")}, [("handovers", "health")]),
    ({"handover": replace(MINUTES, rights_and_duties="")}, [("handovers", "rights_and_duties")]),
    ({"items": (item(HandedKind.PAPER), replace(PILLS, dose=""))}, [("handovers", "items.1.dose")]),
    ({"items": (item(HandedKind.MONEY),)}, [("handovers", "items.0.amount")]),
    ({"signatures": SIGNED[:3]}, [("handovers", "signatures.client.signed_on")]),
    ({"signatures": (replace(SIGNED[0], name=""), *SIGNED[1:])}, [("handovers", "signatures.giver.signed_on")]),
    ({"relatives": (Relative(person_id="p", full_name="Nịnh thị Hợi", no_contact=True),)}, [("handovers", "receiver")]),
    (
        {"bans": (ContactBan(episode_id="stay", against="Nịnh Thị Hợi", from_on=TODAY, to_on=TODAY),)},
        [("handovers", "receiver")],
    ),
]


@pytest.mark.parametrize(("given", "expected"), LACKING)
def test_each_thing_that_lacks_is_told_with_its_place(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert left(facts(**given)) == expected


def test_red_flags_and_missing_meetings_stand_against_the_handover_too() -> None:
    whole = rows(Stage.HANDOVER, "substitute_family")
    alone = facts_of(replace(whole, contacts=whole.contacts[:1]), law())
    assert left(facts(path=alone)) == [("contacts", "")]
    rating = replace(whole.ratings[0], criterion="safety", red_flag=True)
    flagged = facts_of(replace(whole, ratings=(*whole.ratings[1:], rating)), law())
    assert ("families", rating.family_assessment_id) in left(facts(path=flagged))
    said = refusal(lacks_before_handover(facts(path=alone, handover=replace(MINUTES, health="")), today=TODAY))
    assert said.values["n"] == 2


def test_a_signature_left_out_with_a_reason_does_not_lack() -> None:
    waived = replace(SIGNED[3], name="", signed_on=None, waived_because="Trẻ 10 ngày tuổi")
    assert left(facts(signatures=(*SIGNED[:3], waived))) == []
    empty = places_to_sign((), {HandoverParty.GIVER: "Giám đốc"})
    assert [one.party for one in empty] == list(HandoverParty)
    assert [one.name for one in empty] == ["Giám đốc", "", "", ""]


def ended(path: str, destination: str | None, stay: Episode = STAY, papers: tuple[PathPaper, ...] = ()) -> Episode:
    code = law().code("home_path", path)
    assert code is not None
    return stay_after(stay, MINUTES, papers, path=code, destination=law().code("home_destination", destination))


PAPERS = (
    PathPaper(**OF, paper="decision_stop", number="276/QĐ-TTBTXH", dated_on=date(2026, 11, 18)),
    PathPaper(**OF, paper="request_09", dated_on=date(2026, 11, 10)),
)


def test_the_stay_ends_with_the_reason_and_destination_of_the_path() -> None:
    for path, destination, reason, goes_to in (
        ("home", "family", "family_request", "family"),
        ("home", "kin", "family_request", "relatives"),
        ("home", "substitute_kin", "substitute_family", "relatives"),
        ("home", "independent", "independent_living", "independent"),
        ("returned_residence", "kin", "returned_residence", "relatives"),
        ("transfer", "transfer", "transfer_out", "other_facility"),
        ("transfer", None, "transfer_out", None),
    ):
        found = ended(path, destination)
        assert (found.end_on, found.end_reason, found.destination) == (TODAY, reason, goes_to), (path, destination)
        assert found.received_by == "Nịnh Thị Hợi"
    told = ended("home", "family", papers=PAPERS)
    assert (told.end_decision_no, told.end_decision_on) == ("276/QĐ-TTBTXH", date(2026, 11, 18))
    assert told.stop_requested_on == date(2026, 11, 10)
    known = replace(STAY, end_decision_no="1/QĐ", end_reason="service_not_available")
    assert ended("transfer", None, known, PAPERS).end_decision_no == "1/QĐ"
    assert ended("transfer", None, known).end_reason == "service_not_available"


def path_facts(stage: Stage, path: str = "home", **given: Any) -> PathFacts:
    found = rows(stage if stage is not Stage.SUSPENDED else Stage.PREPARATION, path=path)
    if stage is Stage.SUSPENDED:
        halted = StageEntry(**OF, stage=stage, from_on=TODAY)
        found = replace(found, entries=(*(replace(one, to_on=TODAY) for one in found.entries), halted))
    return facts_of(replace(found, **given), law())


def test_a_stay_on_its_way_home_ends_by_the_handover_unless_by_death_or_leaving() -> None:
    paths = law().choices("home_path")
    for reason, needed in (
        ("family_request", True),
        ("transfer_out", True),
        (None, True),
        ("died", False),
        ("absconded", False),
        ("declared_missing", False),
    ):
        assert needs_handover(path_facts(Stage.PREPARATION), reason, paths) is needed, reason
    assert not needs_handover(path_facts(Stage.SUSPENDED), "family_request", paths)
    assert not needs_handover(path_facts(Stage.DECISION, "contract_end"), "contract_ended", paths)
    said = on_the_way(rows(Stage.PREPARATION).path, path_facts(Stage.PREPARATION))
    assert said.values["day"] == "01/06/2026"


def test_where_a_path_goes_when_its_stay_ends_without_minutes() -> None:
    paths = law().choices("home_path")
    assert stage_at_discharge(path_facts(Stage.PREPARATION), "died", paths) is Stage.FAILED
    assert stage_at_discharge(path_facts(Stage.DECISION, "contract_end"), "contract_ended", paths) is Stage.CLOSED
    unsettled = path_facts(Stage.DECISION, "contract_end", papers=())
    assert stage_at_discharge(unsettled, "contract_ended", paths) is None
    assert stage_at_discharge(unsettled, "family_request", paths) is Stage.FAILED
    assert outcome_at_discharge("died", paths) is Outcome.DIED
    assert outcome_at_discharge("absconded", paths) is None
