"""Which papers an admission asks for, and until when they may come."""

from __future__ import annotations

from datetime import date

import pytest

from carebook.dates import PartialDate
from carebook.records.people import Person
from carebook.rules.admission import (
    Circumstances,
    circumstances,
    emergency_until,
    is_under,
    later_until,
    may_come_later,
    papers_asked,
)
from carebook.rules.dated import code_on, codes_on
from tests import stay_samples

DAY = date(2026, 11, 22)
PAPERS = codes_on(stay_samples.codes(), "dossier_paper", DAY)


@pytest.mark.parametrize(
    ("route", "given", "there", "absent"),
    [
        ("special_hardship", Circumstances(), "declaration_07", "birth_certificate"),
        ("special_hardship", Circumstances(child=True), "birth_certificate", "disability_certificate"),
        ("special_hardship", Circumstances(disabled=True), "disability_certificate", "hiv_confirmation"),
        ("emergency", Circumstances(), "intake_minutes", "public_notice"),
        ("emergency", Circumstances(abandoned=True), "public_notice", "service_contract"),
        ("emergency", Circumstances(has_paper=False), "declaration_07", "identity_copy"),
        ("voluntary", Circumstances(), "service_contract", "admission_decision"),
        ("administrative", Circumstances(), "administrative_decision", "declaration_07"),
    ],
)
def test_the_papers_follow_from_form_and_circumstances(
    route: str, given: Circumstances, there: str, absent: str
) -> None:
    asked = [paper.code for paper in papers_asked(PAPERS, route, given)]
    assert there in asked
    assert absent not in asked


def test_only_papers_of_an_emergency_may_come_later_within_ten_working_days() -> None:
    declaration = next(paper for paper in PAPERS if paper.code == "declaration_07")
    assert may_come_later(declaration, "emergency")
    due = later_until(declaration, "emergency", DAY, stay_samples.limits(), ())
    assert due == date(2026, 12, 7)  # 24/11 is a public holiday
    assert later_until(declaration, "special_hardship", DAY, stay_samples.limits(), ()) is None


def test_emergency_care_lasts_three_months() -> None:
    assert emergency_until(date(2026, 11, 30), stay_samples.limits()) == date(2027, 2, 28)


@pytest.mark.parametrize(("born", "under"), [("2012", True), ("1945", False), ("?", False)])
def test_a_birth_not_known_makes_no_child(born: str, under: bool) -> None:
    assert is_under(PartialDate.from_text(born), 16, DAY) is under


def test_circumstances_come_from_person_and_category() -> None:
    category = code_on(stay_samples.codes(), "category", "child_abandoned", DAY)
    found = circumstances(Person(full_name="", unidentified=True), category, day=DAY, child_age=16)
    assert found == Circumstances(child=True, abandoned=True, has_paper=False)
    hiv = code_on(stay_samples.codes(), "category", "child_hiv_poor", DAY)
    assert circumstances(Person(full_name="A"), hiv, day=DAY, child_age=16).hiv
