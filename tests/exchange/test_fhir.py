"""A bundle is FHIR R4B, tells what the book holds of a stay, points only at what it has, and names no restricted person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from carebook.exchange import fhir
from carebook.records.care_plans import Achievement, Goal, GoalLife
from carebook.records.episodes import Episode
from carebook.records.people import Alias
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, Writer, new_id
from carebook.store.errors import NotAllowedToSee
from tests import samples
from tests.daily_samples import observation
from tests.reports.case_book import whole_case
from tests.therapy_course import course

TODAY = date(2026, 11, 22)


def bundled(book: Book, by: Actor, now: datetime, episode_id: str) -> dict[str, Any]:
    """The bundle of a stay, checked against the standard by its own models."""
    with book.reading_for(by, now) as reader:
        made = fhir.written(fhir.gather(reader, episode_id, today=TODAY, now=now))
    told: dict[str, Any] = json.loads(made)
    Bundle.model_validate(told)
    return told


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind]


def pointers(told: Any) -> Iterator[str]:
    """Everything a bundle points at."""
    if isinstance(told, dict):
        if isinstance(told.get("reference"), str):
            yield told["reference"]
        for value in told.values():
            yield from pointers(value)
    elif isinstance(told, list):
        for one in told:
            yield from pointers(one)


def write(book: Book, by: Actor, now: datetime, change: Callable[[Writer], Any]) -> Any:
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        return change(writer)


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """A stay with a case, the plan of which was approved."""
    found = whole_case(book, director, now)

    def approve(writer: Writer) -> None:
        writer.run("UPDATE care_plan SET state = 'approved', approved_at = ?", (now.isoformat(),))

    write(book, director, now, approve)
    return found


def test_it_tells_person_plan_and_goals(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    made = bundled(book, director, now, stay.id)
    (patient,) = resources(made, "Patient")
    assert (patient["name"][0]["text"], patient["gender"]) == ("Trần Thị An", "female")
    (episode,) = resources(made, "EpisodeOfCare")
    assert (episode["id"], episode["status"]) == (stay.id, "active")
    assert resources(made, "CarePlan")
    goals = {one["id"]: one for one in resources(made, "Goal")}
    assert {one["reference"].removeprefix("urn:uuid:") for one in resources(made, "CarePlan")[0]["goal"]} <= set(goals)
    assert all(one["lifecycleStatus"] == "active" for one in goals.values())
    assert {one["fullUrl"] for one in made["entry"]} >= set(pointers(made))


def test_a_plan_that_was_never_approved_stays_in_the_book(book: Book, director: Actor, now: datetime) -> None:
    draft = whole_case(book, director, now)
    write(
        book,
        director,
        now,
        lambda writer: writer.run("UPDATE care_plan SET state = 'draft', approved_at = NULL"),
    )
    made = bundled(book, director, now, draft.id)
    assert not resources(made, "CarePlan")
    assert not resources(made, "Goal")


@pytest.mark.parametrize("life", list(GoalLife))
@pytest.mark.parametrize("achievement", [Achievement.NOT_RATED, Achievement.PARTLY, Achievement.NO_LONGER])
def test_every_state_of_a_goal_is_one_of_the_standard(
    book: Book, director: Actor, now: datetime, stay: Episode, life: GoalLife, achievement: Achievement
) -> None:
    def change(writer: Writer) -> None:
        writer.run("UPDATE goal SET life = ?, achievement = ?", (life.value, achievement.value))

    write(book, director, now, change)
    (status,) = {one["lifecycleStatus"] for one in resources(bundled(book, director, now, stay.id), "Goal")}
    assert status in {"proposed", "accepted", "active", "on-hold", "completed", "cancelled"}


def test_measures_bear_the_names_and_units_of_the_world(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    def measure(writer: Writer) -> None:
        writer.add(observation(stay.id))
        writer.add(observation(stay.id, "weight", value=43.5))
        writer.add(observation(stay.id, "consciousness", word="alert"))
        writer.add(observation(stay.id, "pulse", not_done="refused"))
        struck = writer.add(observation(stay.id, "temperature", value=99.0))
        writer.withdraw(type(struck), struck.id, "ghi nhầm")

    write(book, director, now, measure)
    told = {
        one["code"]["coding"][0]["code"]: one
        for one in resources(bundled(book, director, now, stay.id), "Observation")
        if "coding" in one["code"]
    }
    assert set(told) == {"85354-9", "29463-7", "67775-7", "8867-4"}
    pressure = [one["valueQuantity"]["value"] for one in told["85354-9"]["component"]]
    assert (pressure, told["29463-7"]["valueQuantity"]["code"]) == ([120.0, 80.0], "kg")
    assert told["67775-7"]["valueCodeableConcept"]["text"] == "Tỉnh (A)"
    assert told["8867-4"]["dataAbsentReason"]["coding"][0]["code"] == "not-performed"
    assert "valueQuantity" not in told["8867-4"]


def test_sessions_and_scales_of_a_course_of_therapy(book: Book, director: Actor, now: datetime) -> None:
    found = write(book, director, now, course)
    made = bundled(book, director, now, found.episode.id)
    sessions = resources(made, "Procedure")
    assert Counter(one["status"] for one in sessions) == {"completed": 6, "not-done": 3}
    assert all("statusReason" in one for one in sessions if one["status"] == "not-done")
    assert sessions[0]["performedPeriod"] == {
        "start": "2026-07-27T01:30:00+00:00",
        "end": "2026-07-27T02:00:00+00:00",
    }
    assert {one["performer"][0]["actor"]["display"] for one in sessions if "performer" in one} == {
        "Lưu Văn Kim Giao",
        "Bế Thị Mộc Lan",
    }
    scales = [one for one in resources(made, "Observation") if one["category"][0]["coding"][0]["code"] == "survey"]
    assert [one["valueQuantity"]["value"] for one in scales] == [30.0, 55.0]
    assert resources(made, "CarePlan")[0]["description"] == "Tập đi"


def test_a_restricted_person_has_no_name_and_nothing_that_leads_there(
    book: Book, director: Actor, now: datetime, stay: Episode, actor_with: Callable[..., Actor]
) -> None:
    def hide(writer: Writer) -> None:
        writer.amend(replace(writer.record(Episode, stay.id), confidential=True))  # type: ignore[type-var]
        writer.add(Alias(person_id=stay.person_id, full_name="Bà Tư Sậy"))
        (goal, *_others) = writer.records(Goal, "episode_id = ?", (stay.id,))
        writer.amend(replace(goal, remark="Trần Thị An gặp Trần Thị Lý ở nhà Bà Tư Sậy"))

    write(book, director, now, hide)
    made = bundled(book, director, now, stay.id)
    (patient,) = resources(made, "Patient")
    assert set(patient) == {"resourceType", "id", "gender", "birthDate", "managingOrganization"}
    assert len(patient["birthDate"]) == 4
    whole = json.dumps(made, ensure_ascii=False)
    for name in ("Trần Thị An", "Trần Thị Lý", "Trần Văn Cấm", "Bà Tư Sậy", "CB-0"):
        assert name not in whole
    assert "… gặp … ở nhà …" in whole
    clerk = actor_with(Role.CLERK)
    with book.reading_for(clerk, now) as reader, pytest.raises(LookupError):
        fhir.gather(reader, stay.id, today=TODAY, now=now)


def test_who_may_not_ask_of_casework_gets_nothing(
    book: Book, now: datetime, stay: Episode, actor_with: Callable[..., Actor]
) -> None:
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader, pytest.raises(NotAllowedToSee):
        fhir.gather(reader, stay.id, today=TODAY, now=now)


def test_a_stay_with_nothing_is_a_bundle_too(book: Book, director: Actor, now: datetime) -> None:
    def admit(writer: Writer) -> Episode:
        person = writer.add(samples.person(code="", born=None, sex=None))
        return writer.add(samples.episode(person.id, end_on=date(2026, 11, 1)))

    made = bundled(book, director, now, write(book, director, now, admit).id)
    assert Counter(one["resource"]["resourceType"] for one in made["entry"]) == {
        "Organization": 1,
        "Patient": 1,
        "EpisodeOfCare": 1,
    }
    assert resources(made, "EpisodeOfCare")[0]["status"] == "finished"
