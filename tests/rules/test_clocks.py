"""The clocks of a stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.codes import HolidayRow, Limit
from carebook.records.stay_facts import MissingPaper, StayFacts
from carebook.rules.clocks import AGE_STEPS, birthday, due
from carebook.rules.due import DueItem, Urgency
from carebook.words import message
from tests.stay_samples import codes, limits, stay

TODAY = date(2026, 11, 20)


def called(facts: StayFacts, today: date = TODAY, **more: Any) -> list[DueItem]:
    return due([facts], today=today, limits=more.pop("limits", limits()), **more)


def emergency(**facts: Any) -> StayFacts:
    return stay(category="street_adult", route="emergency", **facts)


def test_the_dossier_of_an_emergency_admission_has_ten_working_days() -> None:
    papers = (MissingPaper("declaration_07", "Tờ khai"), MissingPaper("commune_request", "Văn bản đề nghị"))
    (item,) = called(emergency(start_on=date(2026, 11, 16), missing_papers=papers, case_manager_id="s1"))
    assert (item.kind, item.action, item.owner) == ("emergency_dossier", "record_paper", "s1")
    assert item.due_on == date(2026, 12, 1)  # 24/11 is free
    assert item.why.values == {"date": "16/11/2026", "papers": "Tờ khai, Văn bản đề nghị"}
    assert item.basis == message("on the basis of {article}", article="điểm b khoản 2 Điều 28 Nghị định 20/2021")
    assert item.in_working_days


def test_the_centers_own_days_off_move_the_dossier() -> None:
    facts = emergency(start_on=date(2026, 11, 16), missing_papers=(MissingPaper("photo", "Ảnh"),))
    (item,) = called(facts, own=[HolidayRow(day=date(2026, 11, 20))])
    assert item.due_on == date(2026, 12, 2)


def test_an_extended_dossier_and_a_paper_promised_later() -> None:
    papers = (MissingPaper("photo", "Ảnh"), MissingPaper("birth_certificate", "Giấy khai sinh", date(2027, 1, 15)))
    facts = emergency(start_on=date(2026, 11, 16), missing_papers=papers, dossier_extended_to=date(2026, 12, 31))
    first, second = called(facts)
    assert (first.kind, first.due_on, first.why.values["papers"]) == ("emergency_dossier", date(2026, 12, 31), "Ảnh")
    assert (second.kind, second.due_on) == ("missing_paper", date(2027, 1, 15))


def test_without_missing_papers_nothing_is_due() -> None:
    assert called(emergency(start_on=date(2026, 11, 16))) == []
    assert called(stay(missing_papers=(MissingPaper("photo", "Ảnh"),))) == []


@pytest.mark.parametrize(
    ("day", "urgency"),
    [(59, None), (60, Urgency.NOTICE), (75, Urgency.SOON), (85, Urgency.URGENT), (120, Urgency.URGENT)],
)
def test_the_three_months_of_emergency_care(day: int, urgency: Urgency | None) -> None:
    start_on = date(2026, 5, 24)
    items = called(emergency(start_on=start_on), today=start_on + timedelta(days=day))
    assert [item.urgency for item in items] == ([] if urgency is None else [urgency])
    assert {item.due_on for item in items} <= {date(2026, 8, 24)}
    assert {str(item.basis.values["article"]) for item in items if item.basis} <= {"khoản 4 Điều 24 Nghị định 20/2021"}


def test_an_extension_of_emergency_care_moves_its_warnings() -> None:
    facts = emergency(start_on=date(2026, 5, 24), stay_extended_to=date(2026, 11, 24))
    assert called(facts, today=date(2026, 10, 22)) == []
    (item,) = called(facts, today=date(2026, 10, 23))
    assert (item.due_on, item.urgency) == (date(2026, 11, 24), Urgency.NOTICE)


def test_the_end_of_november_plus_three_months() -> None:
    (item,) = called(emergency(start_on=date(2026, 11, 30)), today=date(2027, 2, 20))
    assert item.due_on == date(2027, 2, 28)


@pytest.mark.parametrize(("reading", "due_on"), [("within", date(2026, 12, 8)), ("for", date(2026, 12, 9))])
def test_the_public_notice_and_its_two_readings(reading: str, due_on: date) -> None:
    rows = [replace(row, choice=reading) if row.name == "public_notice" else row for row in limits()]
    facts = stay(
        category="child_abandoned", start_on=date(2026, 11, 1), notice_published_on=date(2026, 11, 2), born=None
    )
    (item,) = called(facts, limits=rows)
    assert (item.kind, item.action, item.due_on) == ("public_notice", "settle_public_notice", due_on)
    assert called(replace(facts, notice_settled=True), limits=rows) == []


@pytest.mark.parametrize(
    ("facts", "kind", "action"),
    [
        ({"contract_to": date(2026, 12, 20)}, "contract_end", "renew_contract"),
        ({"health_card_valid_to": date(2026, 12, 20)}, "health_card", "amend_health_card"),
        ({"id_paper_valid_to": date(2026, 12, 20)}, "identity_paper", "amend_identity_paper"),
        ({"disability_reassess_on": date(2026, 12, 20)}, "disability_certificate", "amend_disability_certificate"),
        ({"guardian_to": date(2026, 12, 20)}, "guardianship", "amend_relative"),
    ],
)
def test_papers_are_called_thirty_days_before_they_end(facts: dict[str, Any], kind: str, action: str) -> None:
    (item,) = called(stay(**facts))
    assert (item.kind, item.action, item.due_on) == (kind, action, date(2026, 12, 20))
    assert item.why.values == {"date": "20/12/2026"}
    assert called(stay(**facts), today=date(2026, 11, 19)) == []


def test_a_request_to_stop_and_a_month_without_contact() -> None:
    facts = stay(stop_requested_on=date(2026, 11, 18), no_contact_since=date(2026, 10, 31))
    assert {(item.kind, item.due_on) for item in called(facts)} == {
        ("stop_decision", date(2026, 11, 30)),
        ("no_contact", date(2026, 11, 30)),
    }


@pytest.mark.parametrize(
    ("age", "kind"),
    [
        (4, "age_allowance_step"),
        (6, "age_school"),
        (7, "age_own_opinion"),
        (13, "age_vocational_guidance"),
        (14, "age_identity_card"),
        (16, "age_childhood_ends"),
        (18, "age_case_closing"),
        (22, "age_study_ends"),
    ],
)
def test_the_birthdays_of_a_child(age: int, kind: str) -> None:
    reached_on = date(2026, 12, 1)
    born = PartialDate.of(date(2026 - age, 12, 1))
    start_on = date(2026 - age, 12, 20) if age < 16 else date(2025 - 6, 1, 1)
    facts = stay(category="child_orphan_both", born=born, start_on=start_on)
    since = date(2026, 11, 1)
    (item,) = called(facts, complete_from=since)
    assert (item.kind, item.due_on, item.action) == (kind, reached_on, "settle_age")
    assert item.why.values == {"age": age, "date": "01/12/2026"}
    assert called(facts, today=date(2026, 10, 31), complete_from=date(2026, 10, 1)) == []
    assert called(replace(facts, ages_settled=(age,)), complete_from=since) == []


def test_birthdays_before_the_book_or_the_stay_and_of_adults_are_not_called() -> None:
    born = PartialDate("2010-11-10")
    facts = stay(category="child_orphan_both", born=born, start_on=date(2015, 1, 1))
    assert [item.kind for item in called(facts, complete_from=date(2026, 11, 1))] == ["age_childhood_ends"]
    assert called(facts, complete_from=date(2026, 11, 11)) == []
    assert called(replace(facts, start_on=date(2026, 11, 15))) == []
    assert called(stay(born=PartialDate("2004-12-01"), start_on=date(2024, 1, 1))) == []
    assert called(replace(facts, placement="day"), complete_from=date(2026, 11, 1)) == []


def test_a_voluntary_child_has_no_allowance_step() -> None:
    facts = stay(category="voluntary_other", route="voluntary", born=PartialDate("2022-12-01"))
    assert called(facts) == []


def test_a_birth_known_to_the_year_is_called_at_new_year() -> None:
    facts = stay(category="child_orphan_both", born=PartialDate("2011"))
    (item,) = called(facts, today=date(2026, 12, 15))
    assert (item.kind, item.due_on) == ("age_childhood_ends", date(2027, 1, 1))


@pytest.mark.parametrize(
    ("age", "reached_on"), [(4, date(2028, 2, 29)), (6, date(2030, 3, 1)), (16, date(2040, 2, 29))]
)
def test_birthdays_of_the_29th_of_february(age: int, reached_on: date) -> None:
    assert birthday(date(2024, 2, 29), age) == reached_on


def test_those_who_left_have_no_clocks_and_masked_people_keep_their_alias() -> None:
    gone = emergency(start_on=date(2026, 5, 24), end_on=date(2026, 11, 20))
    assert called(gone) == []
    (item,) = called(emergency(start_on=date(2026, 6, 24), name="Hoa Sữa", masked=True))
    assert (item.for_whom, item.masked) == ("Hoa Sữa", True)


def test_a_missing_limit_is_a_fault_of_the_book() -> None:
    with pytest.raises(KeyError):
        called(emergency(start_on=date(2026, 5, 24)), limits=[Limit(name="emergency_dossier", value=10)])


@given(st.dates(date(2025, 6, 1), date(2028, 5, 31)), st.integers(0, 120))
def test_clocks_hold_for_any_day(start_on: date, later: int) -> None:
    facts = emergency(start_on=start_on, missing_papers=(MissingPaper("photo", "Ảnh"),))
    items = called(facts, today=start_on + timedelta(days=later))
    assert [item.kind for item in items if item.kind == "emergency_dossier"] == ["emergency_dossier"]
    assert all(item.due_on is not None and item.due_on > start_on for item in items)
    assert ("emergency_stay" in {item.kind for item in items}) == (later >= 60)


def test_every_age_can_be_ticked_as_dealt_with() -> None:
    ages = {limit.name: str(limit.value) for limit in limits()}
    offered = {code.code for code in codes() if code.list_name == "age_step"}
    assert offered == {ages[step.limit] for step in AGE_STEPS}
