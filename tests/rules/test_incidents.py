"""The rules of incidents: numbers, who has to be told until when, where the handling stands, what stands against closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.codes import Code, Limit
from carebook.records.incidents import Incident, IncidentState, Involved, InvolvedPart, Notified
from carebook.rules import incidents as rules
from tests import incident_samples as samples

AT = samples.FELL_AT
LIMITS = (
    Limit(name="death_notice", value=24, unit="hours"),
    Limit(name="child_abuse_measures", value=12, unit="hours", basis="khoản 3 Điều 26"),
    Limit(name="age_childhood_ends", value=16, unit="years"),
)
DEATH = samples.kind(
    "death_unexpected",
    told=["management", "family", "department"],
    at_once=["management", "police"],
    clock="death_notice",
    clock_whom="department",
)
ABUSE = samples.kind(
    "abuse_allegation",
    told=["management"],
    restricted=True,
    child_at_once=["police"],
    child_clock="child_abuse_measures",
    child_whom="commune",
)
FALL = samples.kind("fall", told=["management", "family"], consequence="fall")


def hours(kind: Code | None, *notified: Notified, child: bool = False) -> dict[str, Any]:
    told = rules.tellings(samples.incident(), kind, notified, limits=LIMITS, child=child)
    return {one.whom: (one.due_at - AT) // timedelta(hours=1) if one.due_at else None for one in told}


def test_the_kind_says_who_has_to_be_told_and_until_when() -> None:
    assert hours(FALL) == {"management": None, "family": None}
    assert hours(DEATH) == {"management": 0, "family": None, "department": 24, "police": 0}
    assert hours(ABUSE) == {"management": None}
    assert hours(ABUSE, child=True) == {"management": None, "police": 0, "commune": 12}
    assert hours(None) == {}
    (*_others, commune) = rules.tellings(samples.incident(), ABUSE, (), limits=LIMITS, child=True)
    assert (commune.basis, commune.at_once) == ("khoản 3 Điều 26", False)
    with pytest.raises(KeyError):
        rules.tellings(samples.incident(), DEATH, (), limits=())


def test_what_was_told_or_waived_is_done_and_only_what_is_not_can_be_late() -> None:
    early, late = samples.told("department", told_at=AT + timedelta(hours=2)), samples.told("department")
    waived = samples.told("family", told_at=None, not_needed_because="không còn ai")
    told = rules.tellings(samples.incident(), DEATH, (late, waived, early), limits=LIMITS)
    by_whom = {one.whom: one for one in told}
    assert by_whom["department"].told_at == early.told_at
    assert by_whom["family"].waived
    assert by_whom["family"].is_done
    week = AT + timedelta(days=7)
    assert [one.whom for one in told if one.is_late(week)] == ["management", "police"]
    assert rules.next_due_at(told) == AT
    assert rules.is_late(samples.incident(), told, (), week)
    assert not rules.is_late(samples.incident(state=IncidentState.CLOSED), told, (), week)
    due = samples.remedy("", "member")
    assert not rules.is_late(samples.incident(), (), [due], datetime.fromisoformat("2026-11-30T10:00:00+07:00"))
    assert rules.is_late(samples.incident(), (), [due], datetime.fromisoformat("2026-12-01T01:00:00+07:00"))


@pytest.mark.parametrize(
    ("born", "child"), [("2010-11-23", True), ("2010-11-21", False), ("1945", False), ("?", False), (None, False)]
)
def test_a_child_is_below_sixteen(born: str | None, child: bool) -> None:
    known = PartialDate.from_text(born) if born else None
    assert rules.is_child(known, date(2026, 11, 22), LIMITS) is child


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=12))
def test_each_row_of_numbers_has_no_gap(restricted: list[bool]) -> None:
    known: list[str] = ["03/2025", "BM-07/2025", "không số"]
    for one in restricted:
        known.append(rules.next_number(2026, known, restricted=one))
    ours, theirs = [n for n in known[3:] if n[0] != "B"], [n for n in known[3:] if n[0] == "B"]
    assert ours == [f"{i + 1:02}/2026" for i in range(len(ours))]
    assert theirs == [f"BM-{i + 1:02}/2026" for i in range(len(theirs))]


@pytest.mark.parametrize(
    ("state", "told", "remedies", "after"),
    [
        ("new", 0, [], "new"),
        ("new", 1, [], "handled"),
        ("new", 0, [None], "remedy"),
        ("remedy", 1, [date(2026, 11, 22)], "handled"),
        ("remedy", 1, [date(2026, 11, 22), None], "remedy"),
        ("reopened", 1, [date(2026, 11, 22)], "reopened"),
        ("reopened", 1, [None], "remedy"),
        ("handled", 0, [], "handled"),
    ],
)
def test_where_it_stands(state: str, told: int, remedies: list[date | None], after: str) -> None:
    to_do = [samples.remedy("", "member", done_on=day) for day in remedies]
    now = samples.incident(state=IncidentState(state))
    assert rules.state_after(now, [samples.told()] * told, to_do) is IncidentState(after)


def test_a_cause_alone_takes_it_in_hand() -> None:
    assert rules.state_after(samples.incident(cause="đèn hỏng"), (), ()) is IncidentState.HANDLED


def test_restricted_is_what_its_kind_or_its_writer_says() -> None:
    assert rules.is_restricted(samples.incident(), ABUSE)
    assert rules.is_restricted(samples.incident(confidential=True), FALL)
    assert not rules.is_restricted(samples.incident(), FALL)
    assert not rules.is_restricted(samples.incident(), None)
    assert (rules.consequence_of(FALL), rules.consequence_of(ABUSE), rules.consequence_of(None)) == ("fall", "", "")
    assert rules.is_single(samples.kind(once=True))
    assert not rules.is_single(FALL)


def remedy_fields(**given: Any) -> set[str]:
    row = replace(samples.remedy("", "member"), **given)
    return {one.field for one in rules.problems_in_remedy(row, happened_at=AT, today=date(2026, 11, 25))}


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({}, set()),
        ({"text": " "}, {"text"}),
        ({"owner_id": None, "due_on": None}, {"owner_id", "due_on"}),
        ({"due_on": date(2026, 11, 21)}, {"due_on"}),
        ({"done_on": date(2026, 11, 24), "result": "xong"}, set()),
        ({"done_on": date(2026, 11, 24)}, {"result"}),
        ({"done_on": date(2026, 11, 26), "result": "xong"}, {"done_on"}),
        ({"done_on": date(2026, 11, 21), "result": "xong"}, {"done_on"}),
        ({"text": "x" * 20_001}, {"text"}),
    ],
)
def test_what_is_wrong_with_a_remedy(wrong: dict[str, Any], fields: set[str]) -> None:
    assert remedy_fields(**wrong) == fields


def test_what_is_wrong_with_who_was_told() -> None:
    def fields(**given: Any) -> list[str]:
        row = samples.told(**given)
        return [one.field for one in rules.problems_in_notified(row, happened_at=AT, now=AT + timedelta(hours=9))]

    assert fields() == []
    assert fields(told_at=AT + timedelta(hours=9, seconds=50)) == []
    assert fields(told_at=AT + timedelta(hours=9, seconds=70)) == ["told_at"]
    assert fields(told_at=AT - timedelta(seconds=1)) == ["told_at"]
    assert fields(told_at=None) == ["told_at"] == fields(not_needed_because="cả hai")
    assert fields(told_at=None, not_needed_because="không có") == []
    assert fields(whom="") == ["whom"]


def test_people_and_injuries_belong_to_the_incident() -> None:
    cause = Involved(incident_id="", episode_id="b", part=InvolvedPart.CAUSED)
    hurt = Involved(incident_id="", episode_id="c", part=InvolvedPart.HARMED)
    member = Involved(incident_id="", staff_member_id="m")
    assert rules.harmed(samples.incident(episode_id="a"), [cause, hurt, member]) == ("a", "c")
    assert rules.harmed(samples.incident(), [hurt, hurt]) == ("c",)
    assert rules.problems_in_involved([cause, hurt, member], about="a") == []
    for wrong in (
        [cause, cause],
        [replace(cause, episode_id="a")],
        [replace(cause, outsider="Tư")],
        [Involved(incident_id="")],
    ):
        assert [one.field for one in rules.problems_in_involved(wrong, about="a")] == ["involved"]
    good = samples.mark("a")
    for mark, wrong_ones in (
        (good, 0),
        (replace(good, y=-1), 1),
        (replace(good, injury="hole"), 1),
        (replace(good, episode_id="b"), 1),
    ):
        assert len(rules.problems_in_marks([mark], whose=("a",), kinds={"bruise"})) == wrong_ones


def test_what_stands_against_closing() -> None:
    told = rules.tellings(samples.incident(), FALL, [samples.told("family")], limits=LIMITS)
    waiting, done = samples.remedy("", "m"), samples.remedy("", "m", done_on=date(2026, 11, 23))
    found = rules.problems_before_closing(samples.incident(), told, [waiting, done], words={"management": "Lãnh đạo"})
    assert [one.field for one in found] == ["cause", "conclusion", "notified", "remedies"]
    assert found[2].message.values == {"whom": "Lãnh đạo"}
    ready = samples.incident(cause="đèn hỏng", conclusion="ổn")
    everybody = rules.tellings(ready, FALL, [samples.told("family"), samples.told()], limits=LIMITS)
    assert rules.problems_before_closing(ready, everybody, [done], words={}) == []


def test_an_open_incident_is_neither_closed_nor_struck_through() -> None:
    assert rules.is_open(Incident())
    assert not rules.is_open(Incident(state=IncidentState.CLOSED))
    assert not rules.is_open(Incident(withdrawn_at=AT))
