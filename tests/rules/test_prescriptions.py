"""Orders: when they hold and are due, what an allergy forbids, what is given twice, what must be written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import VIETNAM
from carebook.records.codes import Code
from carebook.records.medication import Prescription
from carebook.rules.prescriptions import (
    OrderState,
    allergy_against,
    ends_soon,
    given_twice,
    is_due,
    next_round,
    problems_in_prescription,
    round_named,
    rounds_of,
    state_of,
)
from carebook.rules.shifts import shifts_of
from tests import samples
from tests.medication_samples import TODAY, as_needed, codes, order, rounds

ROUNDS = rounds()
CLASSES = codes("allergy_class")
STAY = samples.episode("person", start_on=date(2026, 1, 5))


def due_in(one: Prescription, day: date) -> list[str]:
    return [r.code for r in ROUNDS if is_due(one, day, r, ROUNDS)]


def test_rounds_follow_the_clock_and_one_after_midnight_belongs_to_the_day_before() -> None:
    night = Code(list_name="dose_round", code="02", text="02:00", details='{"at": "02:00"}')
    wordless = Code(list_name="dose_round", code="bed", text="Trước khi ngủ")
    found = rounds_of([night, *codes("dose_round"), wordless], shifts_of(codes("shift")))
    assert [one.code for one in found] == ["07", "08", "12", "17", "20", "02"]
    assert found[-1].moment(TODAY) == datetime(2026, 11, 23, 2, tzinfo=VIETNAM)
    assert found[1].moment(TODAY) == datetime(2026, 11, 22, 8, tzinfo=VIETNAM)
    at_ten = datetime(2026, 11, 22, 10, tzinfo=VIETNAM)
    assert next_round(found, TODAY, at_ten) == round_named(found, "12")
    assert next_round(ROUNDS, TODAY, at_ten + timedelta(hours=12)) is None


@pytest.mark.parametrize(
    ("given_fields", "day", "expected"),
    [
        ({}, TODAY, ["08"]),
        ({"rounds": ("20", "08")}, TODAY, ["08", "20"]),
        ({}, date(2026, 10, 31), []),
        ({}, date(2026, 12, 1), []),
        ({"to_on": None}, date(2027, 12, 1), ["08"]),
        ({"every_days": 2}, date(2026, 11, 3), ["08"]),
        ({"every_days": 2}, date(2026, 11, 4), []),
        ({"every_days": 7}, date(2026, 11, 22), ["08"]),
        ({"from_on": TODAY, "from_round": "12", "rounds": ("08", "12", "20")}, TODAY, ["12", "20"]),
        ({"from_on": TODAY, "from_round": "12", "rounds": ("08", "12", "20")}, date(2026, 11, 23), ["08", "12", "20"]),
        ({"stopped_on": TODAY, "rounds": ("08", "20")}, TODAY, []),
        ({"stopped_on": TODAY, "stopped_round": "17", "rounds": ("08", "17", "20")}, TODAY, ["08"]),
        ({"stopped_on": TODAY, "stopped_round": "17"}, date(2026, 11, 23), []),
        ({"rounds": (), "as_needed": True}, TODAY, []),
    ],
)
def test_an_order_is_due_in_its_rounds_from_its_beginning_to_its_end(
    given_fields: dict[str, Any], day: date, expected: list[str]
) -> None:
    assert due_in(order(**given_fields), day) == expected


@given(change_on=st.integers(0, 29), place=st.integers(0, 4))
def test_a_changed_order_leaves_no_round_without_and_none_with_two(change_on: int, place: int) -> None:
    day, turn = date(2026, 11, 1) + timedelta(days=change_on), ROUNDS[place].code
    every = tuple(one.code for one in ROUNDS)
    old = order(rounds=every, stopped_on=day, stopped_round=turn)
    new = order(rounds=every, from_on=day, from_round=turn)
    for offset in range(30):
        on = date(2026, 11, 1) + timedelta(days=offset)
        assert sorted(due_in(old, on) + due_in(new, on)) == sorted(every)


@pytest.mark.parametrize(
    ("given_fields", "state"),
    [
        ({}, OrderState.CURRENT),
        ({"from_on": date(2026, 11, 23)}, OrderState.AHEAD),
        ({"to_on": date(2026, 11, 21)}, OrderState.ENDED),
        ({"stopped_on": TODAY}, OrderState.STOPPED),
        ({"stopped_on": TODAY, "stopped_round": "20"}, OrderState.CURRENT),
        ({"stopped_on": date(2026, 11, 23)}, OrderState.CURRENT),
    ],
)
def test_where_an_order_stands(given_fields: dict[str, Any], state: OrderState) -> None:
    assert state_of(order(**given_fields), TODAY) is state


def test_what_ends_within_days_is_told_while_it_holds() -> None:
    assert ends_soon(order(to_on=date(2026, 11, 25)), TODAY, 3)
    assert not ends_soon(order(to_on=date(2026, 11, 26)), TODAY, 3)
    assert not ends_soon(order(to_on=None), TODAY, 3)
    assert not ends_soon(order(to_on=date(2026, 11, 21)), TODAY, 3)


@pytest.mark.parametrize(
    ("allergy", "medicine", "substance", "forbidden"),
    [
        ("penicillin", "Amoxicillin 500", "", True),  # of the class
        ("Pênixilin, nổi mẩn", "Augmentin", "Amoxicillin + acid clavulanic", True),
        ("amoxicillin", "Ampicillin", "Ampicillin", True),  # one of the class, another of it
        ("PENICILLIN", "Benzylpenicillin", "", True),
        ("tê bì khi dùng Diclofenac", "Voltaren", "Diclofenac", True),
        ("aspirin", "Ibuprofen", "Ibuprofen", True),
        ("thuốc giảm đau chống viêm", "Mobic", "Meloxicam", True),
        ("Paracetamol", "Panadol Extra", "Paracetamol + cafein", True),
        ("paracetamol gây ngứa", "Hapacol", "Paracetamol", True),
        ("penicillin", "Amlodipin", "Amlodipin", False),
        ("penicillin", "Cefuroxim", "Cefuroxim", False),
        ("tôm, cua", "Metformin", "Metformin", False),
        ("bo", "Amlodipin bo sung", "", True),  # a short word only as a whole word
        ("am", "Amlodipin", "Amlodipin", False),
        ("  ", "Amlodipin", "Amlodipin", False),
    ],
)
def test_an_allergy_forbids_the_medicine_its_substance_and_its_class(
    allergy: str, medicine: str, substance: str, forbidden: bool
) -> None:
    one = order(medicine=medicine, substance=substance)
    assert allergy_against(one, ["mạt bụi", allergy], CLASSES) == (allergy.strip() if forbidden else "")
    wrong = problems_in_prescription(one, stay=STAY, today=TODAY, rounds=ROUNDS, allergies=[allergy], classes=CLASSES)
    assert [p.field for p in wrong] == (["medicine"] if forbidden else [])
    if forbidden:
        assert wrong[0].message.values == {"allergy": allergy.strip(), "medicine": medicine}


@pytest.mark.parametrize(
    ("other", "twice"),
    [
        ({"substance": "AMLODIPIN "}, True),
        ({"substance": "", "medicine": "Amlodipin"}, True),
        ({"substance": "Perindopril + Amlodipin"}, True),
        ({"substance": "Losartan"}, False),
        ({"from_on": date(2026, 12, 1), "to_on": None}, False),
        ({"stopped_on": date(2026, 11, 1)}, False),
        ({"stopped_on": date(2026, 11, 1), "stopped_round": "20"}, True),
        ({"id": "mine"}, False),
        ({"id": "replaced"}, False),
    ],
)
def test_a_substance_given_twice_asks_why(other: dict[str, Any], twice: bool) -> None:
    mine = order(id="mine", replaces_id="replaced")
    there = replace(order(id="there"), **other)
    assert bool(given_twice(mine, [there])) is twice
    asked = problems_in_prescription(mine, stay=STAY, today=TODAY, rounds=ROUNDS, others=[there])
    assert [(p.field, p.severity) for p in asked] == (
        [("medicine", "warning"), ("accepted_because", "error")] if twice else []
    )
    reasoned = replace(mine, accepted_because="Đổi thuốc dần trong 3 ngày")
    told = problems_in_prescription(reasoned, stay=STAY, today=TODAY, rounds=ROUNDS, others=[there])
    assert all(p.severity == "warning" for p in told)


@pytest.mark.parametrize(
    ("given_fields", "fields"),
    [
        ({}, []),
        ({"medicine": " ", "substance": ""}, ["medicine"]),
        ({"dose": None}, ["dose"]),
        ({"dose": 0.0}, ["dose"]),
        ({"dose": 10_001.0}, ["dose"]),
        ({"unit": "", "way": ""}, ["unit", "way"]),
        ({"rounds": ()}, ["rounds"]),
        ({"rounds": ("03",)}, ["rounds"]),
        ({"every_days": 0}, ["every_days"]),
        ({"from_on": None}, ["from_on"]),
        ({"from_on": date(1026, 11, 1)}, ["from_on"]),
        ({"to_on": date(2026, 10, 1)}, ["to_on"]),
        ({"to_on": date(2062, 10, 1)}, ["to_on"]),
        ({"prescriber": "", "prescribed_on": None}, ["prescriber", "prescribed_on"]),
        ({"prescribed_on": date(2026, 11, 23)}, ["prescribed_on"]),
        ({"medicine": "a" * 20_001}, ["medicine"]),
    ],
)
def test_what_must_be_written_about_a_regular_order(given_fields: dict[str, Any], fields: list[str]) -> None:
    found = problems_in_prescription(order(**given_fields), stay=STAY, today=TODAY, rounds=ROUNDS)
    assert [p.field for p in found] == fields


@pytest.mark.parametrize(
    ("given_fields", "fields"),
    [
        ({}, []),
        ({"needed_for": ""}, ["needed_for"]),
        ({"most_a_day": None}, ["most_a_day"]),
        ({"most_a_day": 0}, ["most_a_day"]),
        ({"hours_between": None}, []),
        ({"hours_between": 0}, ["hours_between"]),
        ({"rounds": ("08",)}, ["rounds"]),
    ],
)
def test_what_must_be_written_about_an_order_as_needed(given_fields: dict[str, Any], fields: list[str]) -> None:
    found = problems_in_prescription(as_needed(**given_fields), stay=STAY, today=TODAY, rounds=ROUNDS)
    assert [p.field for p in found] == fields


def test_the_days_of_the_stay_bound_an_order() -> None:
    early = order(from_on=date(2026, 1, 1))
    (told,) = problems_in_prescription(early, stay=STAY, today=TODAY, rounds=ROUNDS)
    assert (told.field, told.severity) == ("from_on", "warning")
    left = replace(STAY, end_on=date(2026, 11, 1))
    (wrong,) = problems_in_prescription(order(), stay=left, today=TODAY, rounds=ROUNDS)
    assert (wrong.field, wrong.severity) == ("from_on", "error")
