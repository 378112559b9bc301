"""B05, B06, B16 and the shares of daily care, against cases counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.care_history import (
    Away,
    CareHistory,
    Died,
    Happened,
    Issued,
    Measured,
    Portions,
    Seen,
)
from carebook.records.figures import TOTAL, Period, Table
from carebook.rules import daily_figures, indicators
from carebook.rules.daily_figures.counting import days_there, group_of
from carebook.rules.movement import CodeBook
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
CHILD: dict[str, Any] = {"born": PartialDate("2023-05-01"), "sex": "male"}


def day(number: int, month: int = 10, year: int = 2026) -> date:
    return date(year, month, number)


def table(which: Any, *stays: Any, **history: Any) -> Table:
    made: Table = which.table(stays or (stay(),), CareHistory(**history), OCTOBER, codes(), limits())
    return made


@pytest.mark.parametrize(
    ("start_on", "end_on", "days"),
    [
        (day(1, 1), None, 31),
        (day(31), None, 1),
        (day(10), day(12), 2),
        (day(10), day(10), 0),
        (day(1, 9), day(1), 0),
        (day(1, 9), day(2), 1),
        (day(1, 11), None, 0),
    ],
)
def test_the_day_of_admission_counts_and_the_day_of_leaving_does_not(start_on: date, end_on: date, days: int) -> None:
    assert days_there(stay(start_on=start_on, end_on=end_on), OCTOBER) == days
    b05 = table(daily_figures.keeping, stay(start_on=start_on, end_on=end_on))
    assert b05.cell("resident_days", TOTAL) == days
    assert b05.cell("resident_days", "people") == (1 if days else 0)


def test_only_who_has_a_bed_is_kept_here() -> None:
    b05 = table(daily_figures.keeping, stay(1), stay(2, placement="day"), stay(3, placement="community"))
    assert b05.cell("resident_days", "people") == 1


def test_days_away_are_inside_the_resident_days() -> None:
    away = (
        Away("e1", "hospital", day(29, 9), day(3)),
        Away("e1", "leave", day(30)),
        Away("e1", "leave", day(1, 11)),
        Away("gone", "leave", day(5)),
    )
    b05 = table(daily_figures.keeping, absences=away)
    assert b05.cell("resident_days", TOTAL) == 31
    assert (b05.cell("away.hospital", TOTAL), b05.cell("away.leave", TOTAL)) == (2, 2)
    assert [line.detail.rsplit(" · ", 1)[-1] for line in b05.people("away.hospital", TOTAL)] == [
        "từ 29/09/2026, 2 ngày trong kỳ"
    ]


def test_meals_are_portions_and_money_not_people() -> None:
    b05 = table(daily_figures.keeping, meals=(Portions("lunch", 4400, 105_600_000), Portions("breakfast", 4380)))
    assert (b05.cell("meal.lunch", TOTAL), b05.cell("meal.breakfast", TOTAL)) == (4400, 4380)
    assert b05.cell("meal.lunch", "people") == 0
    assert b05.cell("meal_cost", TOTAL) == 105_600_000
    assert [row.code for row in b05.rows if row.code.startswith("meal.")] == ["meal.breakfast", "meal.lunch"]


def test_levels_and_cards_are_those_of_the_cut_off() -> None:
    stays = (
        stay(1, health_card_valid_to=day(31)),
        stay(2, health_card_valid_to=day(30)),
        stay(3, health_card_valid_to=day(1, 1, 2030), end_on=day(31)),
    )
    b05 = table(daily_figures.keeping, *stays, levels={"e1": "total", "e3": "total"})
    assert (b05.cell("care_level.total", "people"), b05.cell("care_level.", "people")) == (1, 1)
    assert [line.name for line in b05.people("card_valid", TOTAL)] == ["Trần Thị An 1"]


def test_goods_count_pieces_and_people() -> None:
    issued = (Issued("e1", "towel", 2), Issued("e2", "towel", 1), Issued("e1", "net", 1))
    b05 = table(daily_figures.keeping, stay(1), stay(2, **CHILD), issued=issued)
    assert (b05.cell("supply.towel", TOTAL), b05.cell("supply.towel", "people")) == (3, 2)
    assert (b05.cell("supply.towel", "children"), b05.cell("supply.towel", "aged_60")) == (1, 1)


def test_checks_and_examinations_of_the_period() -> None:
    b06 = table(
        daily_figures.health,
        checks=(Seen("e1", "half_yearly", day(2)), Seen("e1", "screening", day(3)), Seen("e1", "yearly", day(30, 9))),
        consultations=(Seen("e1", "center", day(4)), Seen("e1", "center", day(5)), Seen("e1", "hospital", day(6))),
        vaccinations=(Seen("e1", "influenza", day(9)),),
        ulcers=(Seen("e1", "pressure_ulcer", day(9)),),
    )
    assert [b06.cell(row, TOTAL) for row in ("health_check", "consultation_here", "consultation_elsewhere")] == [
        1,
        2,
        1,
    ]
    assert (b06.cell("consultation_here", "people"), b06.cell("vaccination", TOTAL), b06.cell("ulcer", TOTAL)) == (
        1,
        1,
        1,
    )


def test_hospital_times_and_days() -> None:
    away = (Away("e1", "hospital", day(29, 9), day(3)), Away("e1", "hospital", day(30)), Away("e2", "leave", day(1)))
    b06 = table(daily_figures.health, stay(1), stay(2), absences=away)
    assert (b06.cell("hospital_times", TOTAL), b06.cell("hospital_days", TOTAL)) == (1, 4)
    assert b06.cell("hospital_days", "people") == 1


@pytest.mark.parametrize(
    ("icd", "group"),
    [
        ("I10", "hypertension"),
        ("I50.9", "heart"),
        ("I69.3", "stroke"),
        ("E11", "diabetes"),
        ("f20", "psychosis"),
        ("F03", "dementia"),
        ("T91.3", "other"),
        ("", "other"),
    ],
)
def test_an_illness_belongs_to_the_group_of_its_longest_prefix(icd: str, group: str) -> None:
    assert group_of(icd, CodeBook(codes(), limits(), day(31)).words("chronic_group")) == group


def test_illnesses_are_of_those_present_and_each_group_counts_a_person_once() -> None:
    gone = stay(2, end_on=day(20))
    b06 = table(daily_figures.health, stay(1), gone, illnesses={"p1": ("I10", "I11", "E11"), "p2": ("I10",)})
    assert (b06.cell("illness.hypertension", "people"), b06.cell("illness.diabetes", "people")) == (1, 1)


@pytest.mark.parametrize(
    ("facts", "measured", "starving"),
    [
        ({}, Measured(42.0, 156.0), 1),
        ({}, Measured(46.0, 156.0), 0),
        ({}, Measured(42.0, None), 0),
        (CHILD, Measured(11.0, 90.0), 0),
        (CHILD, Measured(11.0, 90.0, 114.0), 1),
        (CHILD, Measured(11.0, 90.0, 125.0), 0),
        ({}, None, 0),
    ],
)
def test_malnutrition_by_body_mass_of_adults_and_arm_girth_of_children(
    facts: dict[str, Any], measured: Measured | None, starving: int
) -> None:
    b06 = table(daily_figures.health, stay(1, **facts), measured={"e1": measured} if measured else {})
    assert b06.cell("malnutrition", "people") == starving


def test_deaths_by_cause() -> None:
    died = stay(1, end_on=day(9), end_reason="died")
    b06 = table(
        daily_figures.health, died, stay(2, end_on=day(9)), deaths=(Died("e1", day(9), "I50.9"), Died("e2", day(9)))
    )
    assert (b06.cell("died.circulation", TOTAL), b06.cell("died.", TOTAL)) == (1, 1)


FALL = Happened("i1", "fall", "2", day(4), "e1", day(20))


def test_incidents_by_kind_and_severity() -> None:
    later = replace(FALL, incident_id="i2", closed_on=day(2, 11))
    power = Happened("i3", "power_water", "0", day(5))
    b16 = table(daily_figures.incidents, incidents=(FALL, later, power))
    assert (b16.cell("fall", TOTAL), b16.cell("fall", "severity_2"), b16.cell(TOTAL, TOTAL)) == (2, 2, 3)
    assert (b16.cell("fall", "closed"), b16.cell("fall", "open"), b16.cell("power_water", "open")) == (1, 1, 1)
    assert table(daily_figures.health, incidents=(FALL, power)).cell("fall", "people") == 1


def test_of_a_restricted_incident_nobody_is_told_who() -> None:
    secret = Happened("i1", "abuse_allegation", "3", day(4), "e1", confidential=True)
    (line,) = table(daily_figures.incidents, incidents=(secret,)).lines
    assert (line.name, line.person_id, line.episode_id, line.code) == ("Sự cố bảo mật", "", "", "")


@given(st.lists(st.tuples(st.sampled_from(["fall", "fire", "other"]), st.sampled_from("01234"), st.booleans())))
def test_every_incident_stands_in_one_severity_and_is_open_or_closed(found: list[tuple[str, str, bool]]) -> None:
    happened = [
        Happened(f"i{n}", kind, grade, day(3), "e1", day(9) if closed else None)
        for n, (kind, grade, closed) in enumerate(found)
    ]
    b16 = table(daily_figures.incidents, incidents=tuple(happened))
    grades = sum(b16.cell(TOTAL, f"severity_{grade}") or 0 for grade in "01234")
    assert b16.cell(TOTAL, TOTAL) == grades == len(found)
    assert (b16.cell(TOTAL, "closed") or 0) + (b16.cell(TOTAL, "open") or 0) == len(found)


def shares(*stays: Any, **history: Any) -> Table:
    return indicators.table(stays, {}, OCTOBER, codes(), limits(), care=CareHistory(**history))


def test_occupancy_is_resident_days_of_bed_days() -> None:
    found = shares(stay(1), stay(2, start_on=day(31)), beds=2)
    assert (found.cell("occupancy", "numerator"), found.cell("occupancy", "denominator")) == (32, 62)
    assert found.value("occupancy", found.columns[2]) == 51.6


def test_occupancy_without_beds_is_not_known() -> None:
    found = shares(stay(1))
    assert found.value("occupancy", found.columns[2]) is None


def test_cards_and_checks_show_who_lacks_them() -> None:
    found = shares(
        stay(1, health_card_valid_to=day(31)),
        stay(2),
        checks=(
            Seen("e1", "half_yearly", day(1, 5)),
            Seen("e2", "half_yearly", day(30, 4)),
            Seen("e2", "screening", day(9)),
        ),
    )
    assert [found.cell("bhyt_coverage", column) for column in ("numerator", "denominator")] == [1, 2]
    assert [found.cell("health_check_6m", column) for column in ("numerator", "denominator")] == [1, 2]
    assert "chưa có thẻ BHYT" in {
        line.detail.rsplit(" · ", 1)[-1] for line in found.people("bhyt_coverage", "denominator")
    }


@pytest.mark.parametrize("which", [daily_figures.keeping, daily_figures.health, daily_figures.incidents])
def test_before_the_book_nothing_is_computed(which: Any) -> None:
    made = which.table((stay(),), CareHistory(incidents=(FALL,)), OCTOBER, codes(), limits(), complete_from=day(1, 11))
    assert not made.lines
    assert {made.cell(row.code, column.code) for row in made.rows for column in made.columns} <= {None, 0}


@pytest.mark.parametrize("which", [daily_figures.keeping, daily_figures.health, daily_figures.incidents])
def test_kept_and_read_again_it_is_the_same(which: Any) -> None:
    made = table(which, incidents=(FALL,), illnesses={"p1": ("I10",)}, levels={"e1": "total"})
    assert Table.from_json(made.to_json()) == made
    assert made.title != made.code
    assert all(not row.label.startswith(("away_", "meal_")) for row in made.rows)
