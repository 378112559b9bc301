"""What follows from a high need, an alert, a result worse than the last; plugging in later kinds; what masked cases say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.records.case_facts import Need
from carebook.rules.casework import Consequence, Event
from carebook.rules.casework.consequences import following
from carebook.rules.casework.work import CaseWork
from carebook.rules.due import Urgency
from carebook.words import message
from tests.rules.casework.cases import TODAY, called, case, kinds, result, settled
from tests.stay_samples import limits


def test_a_high_need_without_goal_or_reason_asks_for_a_plan_in_ten_days() -> None:
    high = Need("health", "Chăm sóc sức khỏe, y tế", 3)
    facts = settled(assessed_on=date(2026, 11, 15), needs=(high, Need("other", "Nhu cầu khác", 2)))
    (item,) = called(facts)
    assert (item.kind, item.due_on) == ("high_need", date(2026, 11, 25))
    assert item.why.values["domains"] == "Chăm sóc sức khỏe, y tế"
    for answered in (
        {"goal_domains": frozenset({"health"})},
        {"waiting_domains": frozenset({"health"})},
        {"needs": (replace(high, excused=True),)},
        {"needs": (replace(high, level=2),)},
        {"needs": (replace(high, level=None),)},
    ):
        assert "high_need" not in kinds(called(replace(facts, **answered)))


def test_an_alert_asks_at_once_whatever_the_total() -> None:
    alert = result(date(2026, 11, 18), instrument="phq_9", title="PHQ-9", alerts=("có ý nghĩ tự gây hại",))
    reassess, review = called(settled(), TODAY, alert)
    assert (reassess.kind, reassess.due_on, reassess.urgency) == ("reassess", date(2026, 11, 19), Urgency.URGENT)
    assert (review.kind, review.due_on) == ("review_after_event", date(2026, 11, 21))
    assert reassess.why.values == {"scale": "PHQ-9", "date": "18/11/2026"}  # the words of the alert stay on the sheet
    assert kinds(called(settled(assessed_on=date(2026, 11, 18)), TODAY, alert)) == ["review_after_event"]
    done = settled(assessed_on=date(2026, 11, 19), reviewed_on=date(2026, 11, 19))
    assert called(done, TODAY, alert) == []
    assert kinds(called(settled(assessed_on=date(2026, 11, 17)), TODAY, alert)) == ["reassess", "review_after_event"]


@pytest.mark.parametrize(
    ("before", "now", "opens"), [(1, 2, True), (2, 2, False), (3, 1, False), (None, 2, False), (1, None, False)]
)
def test_a_band_worse_opens_both(before: int | None, now: int | None, opens: bool) -> None:
    sheets = (
        result(date(2026, 11, 1), band_rank=now, band_words="phụ thuộc nặng"),
        result(date(2026, 8, 1), band_rank=before, band_words="phụ thuộc vừa"),
    )
    found = called(settled(), TODAY, *sheets)
    assert kinds(found) == (["reassess", "review_after_event"] if opens else [])
    if opens:
        assert {item.due_on for item in found} == {date(2026, 11, 22)}
        assert found[0].why.values["before"] == "phụ thuộc vừa"


@pytest.mark.parametrize("first", [{"alerts": ("tự hại",)}, {"band_rank": 3, "band_words": "nặng"}])
def test_a_better_result_later_does_not_answer_for_an_earlier_one(first: dict[str, Any]) -> None:
    sheets = (
        result(date(2026, 11, 3), band_rank=0, band_words="bình thường"),
        result(date(2026, 11, 1), **first),
        result(date(2026, 8, 1), band_rank=0, band_words="bình thường"),
    )
    assert kinds(called(settled(), TODAY, *sheets)) == ["reassess", "review_after_event"]
    answered = settled(assessed_on=date(2026, 11, 4), reviewed_on=date(2026, 11, 4))
    assert kinds(called(answered, TODAY, *sheets)) == []


def test_several_events_ask_once_for_the_earliest_day_with_all_reasons() -> None:
    sheets = (
        result(date(2026, 11, 1), band_rank=2, band_words="nặng"),
        result(date(2026, 8, 1), band_rank=1, band_words="vừa"),
        result(date(2026, 11, 18), instrument="phq_9", title="PHQ-9", alerts=("báo động",)),
    )
    found = called(settled(), TODAY, *sheets)
    assert kinds(found) == ["reassess", "review_after_event"]
    assert found[0].due_on == date(2026, 11, 19)
    said = str(found[0].why)
    assert "PHQ-9" in said
    assert "nặng" in said


def test_a_way_home_that_failed_opens_both() -> None:
    found = called(settled(failed_returns=(date(2026, 11, 10),)), TODAY)
    assert [(item.kind, item.due_on) for item in found] == [
        ("reassess", date(2026, 11, 24)),
        ("review_after_event", date(2026, 12, 1)),
    ]
    assert found[0].why.values == {"date": "10/11/2026"}
    answered = settled(
        failed_returns=(date(2026, 11, 10),), assessed_on=date(2026, 11, 12), reviewed_on=date(2026, 11, 12)
    )
    assert called(answered, TODAY) == []


def test_a_periodic_form_is_not_asked_for_beside_a_sooner_consequence() -> None:
    alert = result(date(2026, 11, 18), alerts=("báo động",))
    assert kinds(called(settled(review_on=date(2026, 11, 30)), TODAY, alert)) == ["reassess", "review_after_event"]
    assert "plan_review" in kinds(called(settled(review_on=date(2026, 11, 10)), TODAY, alert))


def test_a_review_is_not_asked_for_without_a_plan() -> None:
    alert = result(date(2026, 11, 18), alerts=("báo động",))
    found = called(case(intake="completed", assessed_on=date(2026, 6, 10)), TODAY, alert)
    assert "review_after_event" not in kinds(found)
    assert "reassess" in kinds(found)


def test_a_later_kind_of_event_needs_only_its_row() -> None:
    fall = Event("fall", date(2026, 11, 12), message("because of a fall on {date}", date="12/11/2026"))
    work = CaseWork(TODAY, limits())
    (item,) = following(settled(), [fall], {"fall": Consequence("ngã", reassess=7)}, work)
    assert (item.kind, item.due_on, item.why) == ("reassess", date(2026, 11, 19), fall.why)
    assert list(following(settled(), [fall], {}, work)) == []


def test_what_a_masked_case_says_tells_nothing_of_their_health() -> None:
    facts = settled(
        masked=True, name="Hoa Mai", assessed_on=date(2026, 11, 15), needs=(Need("psychology", "Tâm lý", 3),)
    )
    sheets = (
        result(date(2026, 11, 18), band_rank=2, band_words="nặng", alerts=("báo động",), next_on=TODAY),
        result(date(2026, 8, 1), band_rank=1, band_words="vừa"),
    )
    found = called(facts, TODAY, *sheets)
    said = " ".join(f"{item.for_whom} {item.why}" for item in found)
    assert {item.masked for item in found} == {True}
    for secret in ("Tâm lý", "báo động", "nặng", "Barthel"):
        assert secret not in said
    open_to_see = called(replace(facts, masked=False), TODAY, *sheets)
    assert [item.key for item in open_to_see] == [item.key for item in found]
