"""Doses: in time, too early, late, twice, too often; reasons, amounts, witnesses; what counts as refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import VIETNAM
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.rules.doses import (
    TAKEN,
    Giving,
    amount_taken,
    answer_of,
    problems_in_dose,
    reasons_for,
    refusal_as_needed,
    tidied,
)
from carebook.rules.prescriptions import round_named
from tests.medication_samples import MORNING, TODAY, as_needed, codes, dose, minutes, order, rounds

ROUNDS = rounds()
REASONS = codes("dose_reason")
AT_EIGHT = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)
NOON = datetime(2026, 11, 22, 12, tzinfo=VIETNAM)
AMLODIPIN = order(id="order")


def giving(of: Prescription = AMLODIPIN, *others: Administration, **given_facts: Any) -> Giving:
    facts: dict[str, Any] = {
        "order": of,
        "round": None if of.as_needed else round_named(ROUNDS, MORNING),
        "others": others,
        "rounds": ROUNDS,
        "reasons": REASONS,
        "window": 60,
        "early": 60,
        "person": "Trần Thị An",
        "staff": {"nurse": "Doãn Thị Cẩm Tú"},
    }
    return Giving(**facts | given_facts)


def wrong(one: Administration, of: Giving | None = None, now: datetime = NOON) -> list[str]:
    return [p.field for p in problems_in_dose(one, of or giving(), now=now)]


@pytest.mark.parametrize(
    ("minutes_after", "because", "fields"),
    [
        (-61, "", ["given_at"]),
        (-61, "Đi khám sớm", ["given_at"]),
        (-60, "", []),
        (0, "", []),
        (60, "", []),
        (61, "", ["late_because"]),
        (61, "Đi khám về muộn", []),
    ],
)
def test_a_dose_is_silent_in_its_window_asks_after_it_and_is_refused_before(
    minutes_after: int, because: str, fields: list[str]
) -> None:
    assert wrong(dose(AMLODIPIN, AT_EIGHT + minutes(minutes_after), late_because=because)) == fields


def test_the_sentence_of_a_round_that_has_not_come_says_from_when_on() -> None:
    (told,) = problems_in_dose(dose(AMLODIPIN, AT_EIGHT - minutes(90)), giving(), now=AT_EIGHT - minutes(90))
    assert told.message.values == {"round": "08:00", "time": "07:00"}


def test_time_is_never_in_the_future_and_belongs_to_its_day() -> None:
    assert wrong(dose(AMLODIPIN, AT_EIGHT), now=AT_EIGHT - timedelta(seconds=59)) == []
    assert wrong(dose(AMLODIPIN, AT_EIGHT), now=AT_EIGHT - minutes(2)) == ["given_at"]
    assert wrong(dose(AMLODIPIN, AT_EIGHT, given_at=None)) == ["given_at"]
    next_day = AT_EIGHT + timedelta(hours=25)
    assert wrong(dose(AMLODIPIN, next_day, late_because="Quên"), now=next_day) == ["given_at"]
    fever = as_needed()
    assert wrong(dose(fever, AT_EIGHT - timedelta(days=1)), giving(fever)) == ["given_at"]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"rounds": ("20",)}, ["round"]),
        ({"to_on": date(2026, 11, 21)}, ["duty_on"]),
        ({"stopped_on": TODAY}, ["duty_on"]),
        ({"stopped_on": TODAY, "stopped_round": "12"}, []),
        ({"from_on": TODAY, "from_round": "12"}, ["duty_on"]),
    ],
)
def test_only_what_is_ordered_for_the_round_is_given(change: dict[str, Any], fields: list[str]) -> None:
    of = replace(AMLODIPIN, **change)
    assert wrong(dose(of, AT_EIGHT), giving(of)) == fields


def test_a_dose_without_its_day_or_its_giver_is_not_kept() -> None:
    assert wrong(dose(AMLODIPIN, AT_EIGHT, duty_on=None)) == ["duty_on"]
    assert wrong(dose(AMLODIPIN, AT_EIGHT, done_by_id=None)) == ["done_by_id"]
    assert wrong(dose(AMLODIPIN, AT_EIGHT, round=None), giving(round=None)) == ["round"]


@pytest.mark.parametrize(
    ("given_fields", "fields"),
    [
        ({"state": DoseState.REFUSED}, ["reason"]),
        ({"state": DoseState.REFUSED, "reason": "will_not"}, []),
        ({"state": DoseState.REFUSED, "reason": "asleep"}, ["reason"]),
        ({"state": DoseState.HELD, "reason": "asleep"}, []),
        ({"state": DoseState.HELD, "reason": "other"}, ["effect"]),
        ({"state": DoseState.HELD, "reason": "other", "effect": "Đang lọc máu"}, []),
        ({"state": DoseState.ABSENT, "reason": "hospital"}, []),
        ({"state": DoseState.NOT_AVAILABLE, "reason": "out_of_stock"}, []),
        ({"state": DoseState.ERROR, "reason": "wrong_dose", "dose": 2.0}, []),
        ({"dose": 2.0}, ["effect"]),
        ({"dose": 2.0, "effect": "Bác sĩ cho thêm"}, []),
        ({"dose": -1.0}, ["dose"]),
        ({"effect": "a" * 20_001}, ["effect"]),
    ],
)
def test_every_state_but_given_needs_a_reason_of_its_own(given_fields: dict[str, Any], fields: list[str]) -> None:
    assert wrong(dose(AMLODIPIN, AT_EIGHT, **given_fields)) == fields


def test_each_state_offers_its_reasons_and_words_of_ones_own() -> None:
    for state in DoseState:
        offered = [one.code for one in reasons_for(state, REASONS)]
        assert (offered == []) if state is DoseState.GIVEN else ("other" in offered and len(offered) > 1)


@pytest.mark.parametrize(
    ("there", "new", "again", "refused"),
    [
        (DoseState.GIVEN, DoseState.GIVEN, "", True),
        (DoseState.GIVEN, DoseState.GIVEN, "Nôn ra sau 5 phút, bác sĩ cho uống lại", False),
        (DoseState.GIVEN, DoseState.REFUSED, "", True),
        (DoseState.VOMITED, DoseState.GIVEN, "", True),
        (DoseState.ERROR, DoseState.GIVEN, "", True),
        (DoseState.REFUSED, DoseState.GIVEN, "", False),  # taken at the second offer
        (DoseState.REFUSED, DoseState.REFUSED, "", True),
        (DoseState.HELD, DoseState.GIVEN, "", False),
    ],
)
def test_a_round_is_not_recorded_a_second_time_without_saying_why(
    there: DoseState, new: DoseState, again: str, refused: bool
) -> None:
    first = dose(AMLODIPIN, AT_EIGHT + minutes(4), id="first", state=there)
    reason = next((one.code for one in reasons_for(new, REASONS)), None)
    second = dose(AMLODIPIN, AT_EIGHT + minutes(30), state=new, reason=reason, again_because=again)
    found = problems_in_dose(second, giving(AMLODIPIN, first), now=NOON)
    assert [p.field for p in found] == (["again_because"] if refused else [])
    if refused:
        values = found[0].message.values
        assert (values["round"], values["name"], values["who"], values["time"]) == (
            "08:00",
            "Trần Thị An",
            "Doãn Thị Cẩm Tú",
            "08:04",
        )


def test_the_last_dose_answers_for_a_round() -> None:
    refused = dose(AMLODIPIN, AT_EIGHT, id="a", state=DoseState.REFUSED)
    given_then = dose(AMLODIPIN, AT_EIGHT + minutes(40), id="b")
    assert answer_of([given_then, refused]) is given_then
    assert answer_of([]) is None


def test_who_is_away_the_whole_day_takes_nothing() -> None:
    away = giving(away=True)
    assert wrong(dose(AMLODIPIN, AT_EIGHT), away) == ["state"]
    assert wrong(dose(AMLODIPIN, AT_EIGHT, state=DoseState.ABSENT, reason="hospital"), away) == []


def test_special_control_needs_a_witness_who_proved_it_and_is_somebody_else() -> None:
    morphine = order(id="order", medicine="Morphin", controlled=True)
    by = giving(morphine)
    assert wrong(dose(morphine, AT_EIGHT), by) == ["witness_id"]
    assert wrong(dose(morphine, AT_EIGHT, witness_id="nurse"), by) == ["witness_id"]
    assert wrong(dose(morphine, AT_EIGHT, witness_id="doctor"), by) == ["witness_id"]
    assert wrong(dose(morphine, AT_EIGHT, witness_id="doctor"), giving(morphine, witnessed={"doctor"})) == []
    assert wrong(dose(morphine, AT_EIGHT, state=DoseState.REFUSED, reason="will_not"), by) == []


@pytest.mark.parametrize(
    ("hours_before", "allowed"),
    [
        ([], True),
        ([3.9], False),
        ([4], True),
        ([4, 8, 12], True),
        ([4, 8, 12, 16], False),
        ([4, 8, 12, 24], True),  # the first lies outside 24 hours
        ([-2], False),  # one given later: what is written down afterwards keeps the distance too
    ],
)
def test_as_needed_keeps_its_distance_and_its_number(hours_before: list[float], allowed: bool) -> None:
    fever = as_needed(id="order")
    before = [dose(fever, NOON - timedelta(hours=hours), id=str(hours)) for hours in hours_before]
    assert (refusal_as_needed(fever, before, NOON) is None) is allowed
    assert wrong(dose(fever, NOON), giving(fever, *before)) == ([] if allowed else ["given_at"])
    by_mistake = dose(fever, NOON, state=DoseState.ERROR, reason="wrong_time", dose=1.0)
    assert wrong(by_mistake, giving(fever, *before)) == []  # it happened, so it is written down


@given(st.lists(st.integers(0, 72 * 4), max_size=30))
def test_however_often_it_is_tried_no_24_hours_hold_more_than_ordered(quarters: list[int]) -> None:
    fever = as_needed(hours_between=None)
    kept: list[Administration] = []
    for place, quarter in enumerate(quarters):
        at = NOON + timedelta(minutes=15 * quarter)
        if refusal_as_needed(fever, kept, at) is None:
            kept.append(dose(fever, at, id=str(place)))
    times = sorted(one.given_at for one in kept if one.given_at is not None)
    assert all(sum(first <= one < first + timedelta(days=1) for one in times) <= 4 for first in times)


def test_only_what_its_state_can_say_is_kept() -> None:
    taken = tidied(dose(AMLODIPIN, AT_EIGHT, reason="will_not"), AMLODIPIN)
    assert (taken.reason, taken.dose) == (None, 1.0)
    refused = dose(AMLODIPIN, AT_EIGHT, state=DoseState.REFUSED, reason="will_not", dose=1.0, witness_id="doctor")
    refused = tidied(refused, AMLODIPIN)
    assert (refused.dose, refused.witness_id, refused.reason) == (None, None, "will_not")


def test_what_went_into_somebody_leaves_the_cupboard() -> None:
    for state in DoseState:
        amount = amount_taken(dose(AMLODIPIN, AT_EIGHT, state=state), AMLODIPIN)
        assert amount == (1.0 if state in TAKEN - {DoseState.ERROR} else 0.0)
    assert amount_taken(dose(AMLODIPIN, AT_EIGHT, state=DoseState.ERROR, dose=3.0), AMLODIPIN) == 3.0
