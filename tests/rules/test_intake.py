"""Form 01: what the book fills in, what is wrong beside which field, what it lacks to be complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.declaration import fields
from carebook.records.intake import FormState, IntakeForm
from carebook.records.record import Record
from carebook.rules.intake import (
    SECTIONS,
    Known,
    current,
    prefilled,
    problems_before_completing,
    problems_in,
    problems_in_replacing,
    tidy,
)
from carebook.rules.problem import errors, warnings
from tests import samples

TODAY = samples.TODAY
STAY = replace(
    samples.episode("p1", reason="Sống một mình", intake_state="Yếu, tỉnh", brought_by="UBND xã Bình Khê"), id="e1"
)
NOTHING = Known(samples.person(), STAY)


def said(list_name: str, code: str) -> str:
    return f"{list_name}:{code}"


def form(**facts: object) -> IntakeForm:
    given = {"collected_on": TODAY, "collector_id": "s1", "informant": "Trần Văn Sơn", "needs": "Đi lại"}
    return IntakeForm(episode_id="e1", **(given | facts))  # type: ignore[arg-type]


def test_every_field_of_the_form_stands_in_one_section() -> None:
    own = {field.name for field in fields(IntakeForm)} - {field.name for field in fields(Record)}
    listed = [name for names in SECTIONS.values() for name in names]
    assert len(listed) == len(set(listed))
    assert set(listed) == own - {"episode_id", "state", "replaces_id", "replaced_because"}


def test_the_book_fills_in_what_it_knows() -> None:
    known = replace(
        NOTHING,
        relatives=[
            samples.relative("p1", full_name="Trần Văn Hùng", emergency=True),
            samples.relative("p1", guardian=True, national_id="022045999101", born=PartialDate("1970")),
        ],
        addresses=[
            samples.address("p1", kind="before", as_written="Chợ Cột"),
            samples.address("p1"),
        ],
        allergies=[samples.allergy("p1", reaction="mẩn ngứa")],
        health_cards=[samples.health_card("p1"), samples.health_card("p1", valid_to=date(2025, 12, 31))],
        certificates=[samples.disability_certificate("p1")],
        belongings=[samples.belonging("e1"), samples.belonging("e1", what="tiền", amount=200_000)],
    )
    found = prefilled(known, said, today=TODAY, collector_id="s1")
    assert found.state is FormState.IN_PROGRESS
    assert (found.episode_id, found.collected_on, found.collector_id) == ("e1", TODAY, "s1")
    assert (found.admission_reason, found.state_on_arrival) == ("Sống một mình", "Yếu, tỉnh")
    assert found.referred_by == "UBND xã Bình Khê"
    assert (found.carer_name, found.carer_born, found.carer_id_no) == (
        "Trần Văn Sơn",
        PartialDate("1970"),
        "022045999101",
    )
    assert found.household_address == "Thôn 3, xã Bình Khê"
    assert found.illness.splitlines() == [
        "disability_kind:motor · disability_degree:severe · giấy xác nhận khuyết tật 15/XNKT",
        "Dị ứng penicillin (mẩn ngứa)",
    ]
    assert found.benefits.count("Thẻ BHYT") == 1
    assert found.benefits.endswith("dùng đến 31/12/2026")
    assert found.belongings.splitlines()[0] == "nhẫn bạc × 1"
    assert "200.000" in found.belongings


def test_what_nobody_knows_stays_empty() -> None:
    bare = Known(samples.person(), replace(samples.episode("p1"), id="e1"))
    found = prefilled(bare, said, today=TODAY)
    assert found == IntakeForm(episode_id="e1", collected_on=TODAY)


@pytest.mark.parametrize("shut", ["no_contact", "no_information"])
def test_who_must_not_be_in_contact_is_never_the_carer(shut: str) -> None:
    away = samples.relative("p1", guardian=True, **{shut: True})
    assert prefilled(replace(NOTHING, relatives=[away]), said, today=TODAY).carer_name == ""


@pytest.mark.parametrize(
    ("facts", "field", "kind"),
    [
        ({"collected_on": TODAY + timedelta(days=1)}, "collected_on", "error"),
        ({"collected_on": date(1026, 1, 5)}, "collected_on", "error"),
        ({"income": -5}, "income", "error"),
        ({"family_size": 400}, "family_size", "error"),
        ({"family_size": -1}, "family_size", "error"),
        ({"carer_born": PartialDate("2027")}, "carer_born", "error"),
        ({"household_head_born": PartialDate("1026")}, "household_head_born", "error"),
        ({"carer_name": "A" * 300}, "carer_name", "error"),
        ({"needs": "ă" * 20_001}, "needs", "error"),
        ({"carer_phone": "12"}, "carer_phone", "warning"),
        ({"household_head_id_no": "0221459990"}, "household_head_id_no", "warning"),
        ({"collected_on": STAY.start_on - timedelta(days=20)}, "", ""),
        ({"needs": "🙂 một hai\tba\nbốn " * 500}, "", ""),
        ({"carer_phone": "0912345678", "carer_id_no": "022145999012", "family_size": 0, "income": 0}, "", ""),
    ],
)
def test_what_is_wrong_stands_beside_its_field(facts: dict[str, object], field: str, kind: str) -> None:
    found = problems_in(form(**facts), STAY, today=TODAY)
    assert [(one.field, one.severity) for one in found] == ([(field, kind)] if field else [])


def test_after_the_stay_is_only_unusual() -> None:
    ended = replace(STAY, end_on=TODAY - timedelta(days=3))
    assert [one.severity for one in problems_in(form(), ended, today=TODAY)] == ["warning"]


@pytest.mark.parametrize(
    ("facts", "lacking"),
    [
        ({}, []),
        ({"collected_on": None}, ["collected_on"]),
        ({"collector_id": None}, ["collector_id"]),
        ({"informant": " "}, ["informant"]),
        ({"informant": "", "source": "Hồ sơ của UBND xã"}, []),
        ({"needs": "\n"}, ["needs"]),
        ({"needs": "", "collected_on": None, "collector_id": "", "informant": ""}, None),
    ],
)
def test_what_must_be_there_before_it_is_frozen(facts: dict[str, object], lacking: list[str] | None) -> None:
    found = [one.field for one in errors(problems_before_completing(form(**facts), STAY, today=TODAY))]
    assert found == (["collected_on", "collector_id", "informant", "needs"] if lacking is None else lacking)


def test_names_and_numbers_are_kept_in_their_plain_form() -> None:
    kept = tidy(form(carer_name="  Trần   Văn Sơn ", carer_phone="0912 345 678", carer_id_no="022 145 999 012"))
    assert (kept.carer_name, kept.carer_phone, kept.carer_id_no) == ("Trần Văn Sơn", "0912345678", "022145999012")
    assert tidy(form(carer_phone="gọi nhà hàng xóm")).carer_phone == "gọi nhà hàng xóm"


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_tidying_twice_changes_nothing_and_nothing_typed_crashes(name: str, phone: str, number: str) -> None:
    once = tidy(form(carer_name=name, carer_phone=phone, household_head_id_no=number))
    assert tidy(once) == once
    assert not errors(problems_in(once, STAY, today=TODAY))


DONE = replace(form(state=FormState.COMPLETED), id="f1")


@pytest.mark.parametrize(
    ("new", "others", "refused"),
    [
        (form(), [], None),
        (form(), [replace(form(), id="f2")], ""),
        (form(), [DONE], ""),
        (form(replaces_id="f1"), [DONE], "replaced_because"),
        (form(replaces_id="f1", replaced_because="Sai ngày"), [DONE], None),
        (form(replaces_id="f9", replaced_because="Sai ngày"), [DONE], ""),
    ],
)
def test_a_correction_is_a_new_form_with_its_reason(
    new: IntakeForm, others: list[IntakeForm], refused: str | None
) -> None:
    assert [one.field for one in problems_in_replacing(new, others)] == ([] if refused is None else [refused])


def test_the_form_in_progress_is_shown_before_the_completed_one() -> None:
    begun = replace(form(replaces_id="f1"), id="f2")
    assert current([begun, DONE]) is begun
    assert current([DONE]) is DONE
    assert current([]) is None
    assert warnings(problems_in(begun, STAY, today=TODAY)) == []
