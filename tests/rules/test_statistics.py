"""Quick statistics: who is counted, every fact crossed with every other, what a filter leaves, whom nobody is told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.figures import TOTAL, Period, RowKind, Table
from carebook.records.office import SavedStatistic
from carebook.records.stay_facts import CategorySince, MissingPaper, StayFacts
from carebook.rules.movement import CodeBook
from carebook.rules.statistics import (
    BLANK,
    FACTS,
    PROTECTED,
    Design,
    Who,
    choices,
    filter_words,
    is_known,
    problems_in,
    table,
    title,
)
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
NAMED = {"ward": {"w1": "Khu A"}, "case_manager": {"m1": "Bế Thị Mai"}}
BOOK = CodeBook(codes(), limits(), OCTOBER.cutoff)
STAYS = (
    stay(1),
    stay(2, sex="male", ward_id="w1", case_manager_id="m1", health_card_valid_to=date(2026, 10, 30)),
    stay(3, "child_abandoned", born=PartialDate("2020-05-01"), start_on=date(2026, 10, 5), birth_registered=False),
    stay(4, end_on=date(2026, 10, 20), end_reason="died", start_on=date(2020, 1, 1)),
    stay(5, "victim_dv", masked=True, name="An Bình", missing_papers=(MissingPaper("x", "Đơn"),)),
    stay(6, end_on=date(2026, 9, 30), end_reason="home"),
    replace(stay(7, start_on=date(2026, 10, 25)), person_id="p4"),
)


def crossed(design: Design, *stays: StayFacts, **more: Any) -> Table:
    return table(stays or STAYS, design, OCTOBER, codes(), limits(), named=NAMED, **more)


@pytest.mark.parametrize(
    ("who", "count"), [(Who.PRESENT, 5), (Who.SERVED, 5), (Who.CAME, 2), (Who.LEFT, 1)], ids=lambda one: str(one)
)
def test_who_is_counted(who: Who, count: int) -> None:
    made = crossed(Design(who))
    assert made.cell(TOTAL, TOTAL) == count == len(made.people(TOTAL, TOTAL))


def test_who_left_and_came_again_in_the_period_counts_once_and_by_the_newer_stay() -> None:
    made = crossed(Design(Who.SERVED, "start_year", ""))
    assert [line.row for line in made.lines if line.person_id == "p4"] == ["2026"]


@pytest.mark.parametrize(("rows", "columns"), list(product(FACTS, ("", "sex", "ward", "category"))))
def test_every_fact_goes_down_and_across_and_everybody_stands_once(rows: str, columns: str) -> None:
    made = crossed(Design(Who.PRESENT, rows, columns))
    assert made.cell(TOTAL, TOTAL) == 5
    leaves = [row.code for row in made.rows if row.kind is RowKind.ROW]
    assert sum(made.cell(row, TOTAL) or 0 for row in leaves) == 5
    across = [column.code for column in made.columns[1:]]
    assert bool(across) is bool(columns)
    for row in (*leaves, TOTAL):
        if columns:
            assert sum(made.cell(row, column) or 0 for column in across) == made.cell(row, TOTAL)
        for column in (TOTAL, *across):
            assert len(made.people(row, column)) == made.cell(row, column)
    assert all(row.label for row in made.rows)
    assert all(column.label for column in made.columns)
    assert Table.from_json(made.to_json()) == made


def test_the_facts_are_of_the_day_that_is_counted_at() -> None:
    ages = Design(Who.CAME, "age_group", "")
    turned = stay(8, born=PartialDate("2010-10-10"), start_on=date(2026, 10, 9), categories=(), route="")
    assert [row.code for row in crossed(ages, turned).rows] == ["child", TOTAL]
    assert [row.code for row in crossed(replace(ages, who=Who.PRESENT), turned).rows] == ["adult", TOTAL]
    regrouped = replace(
        stay(9, start_on=date(2026, 10, 2)),
        categories=(
            CategorySince(date(2026, 10, 2), "street_adult"),
            CategorySince(date(2026, 10, 20), "elderly_alone_poor"),
        ),
    )
    assert crossed(Design(Who.CAME), regrouped).lines[0].row == "street_adult"
    assert crossed(Design(Who.PRESENT), regrouped).lines[0].row == "elderly_alone_poor"


@pytest.mark.parametrize(
    ("start_on", "band"),
    [
        (date(2026, 10, 31), "months_0"),
        (date(2026, 5, 1), "months_0"),
        (date(2026, 4, 30), "months_6"),
        (date(2025, 10, 31), "months_12"),
        (date(2023, 11, 1), "months_12"),
        (date(2021, 10, 31), "months_60"),
        (date(2000, 1, 1), "months_120"),
    ],
)
def test_how_long_somebody_has_been_there(start_on: date, band: str) -> None:
    assert crossed(Design(rows="duration", columns=""), stay(1, start_on=start_on)).lines[0].row == band


def test_filters_leave_those_who_fit_all_of_them() -> None:
    only = {"sex": ("female",), "age_group": ("elderly", BLANK), "ward": ()}
    made = crossed(Design(Who.PRESENT, "category", "", only))
    assert {line.episode_id for line in made.lines} == {"e1", "e7", ""}
    assert filter_words("sex", ("female",), BOOK, NAMED) == "Giới tính: Nữ"
    assert filter_words("ward", ("w1", BLANK), BOOK, NAMED) == "Khu: Khu A, Chưa xếp phòng"


def test_masked_people_count_and_are_not_told() -> None:
    made = crossed(Design())
    (line,) = made.people("victim_dv", TOTAL)
    assert line.masked
    assert (line.person_id, line.episode_id, line.code, line.name, line.birth, line.detail) == ("",) * 6


@pytest.mark.parametrize(("may_open", "told"), [((), False), (("violence",), False), (("hiv",), True)])
def test_a_protected_value_is_told_to_who_may_open_it(may_open: tuple[str, ...], told: bool) -> None:
    protected = stay(1, "child_abandoned", child_group="hiv")
    made = crossed(Design(rows="child_group"), protected, stay(2, child_group="disabled"), may_open=may_open)
    assert made.cell("hiv" if told else PROTECTED, TOTAL) == 1
    assert made.cell("disabled", TOTAL) == 1
    (line,) = (one for one in made.lines if one.row != "disabled")
    assert bool(line.name) is told
    for value in ("hiv", PROTECTED):
        filtered = crossed(Design(rows="sex", only={"child_group": (value,)}), protected, may_open=may_open)
        assert filtered.cell(TOTAL, TOTAL) == int(value != PROTECTED or not told)
        assert not told or all(one.name for one in filtered.lines)
        assert told or not any(one.name for one in filtered.lines)
    assert crossed(Design(rows="sex"), protected, may_open=may_open).lines[0].name
    assert bool(crossed(Design(), stay(2, "child_hiv_poor"), may_open=may_open).lines[0].name) is told


def test_protected_groups_of_children_are_offered_as_one_to_who_may_not_know_which() -> None:
    whole = [value for value, _words in choices("child_group", BOOK, NAMED)]
    some = [value for value, _words in choices("child_group", BOOK, NAMED, ("violence",))]
    none = [value for value, _words in choices("child_group", BOOK, NAMED, ())]
    assert set(whole) - set(some) == {"hiv"}
    assert set(whole) - set(none) == {"hiv", "sexual_abuse", "trafficked"}
    assert none[-2:] == [PROTECTED, BLANK]
    assert filter_words("child_group", ("hiv",), BOOK, NAMED, ()) == "Nhóm trẻ em: Nhóm được bảo vệ"
    assert choices("sex", BOOK, NAMED, ()) == choices("sex", BOOK, NAMED)


def test_categories_stand_under_their_groups_and_only_those_that_occur() -> None:
    made = crossed(Design(), stay(1), stay(3, "child_abandoned"))
    rows = [(row.code, row.kind) for row in made.rows if row.kind is not RowKind.GROUP]
    assert rows == [("elderly_alone_poor", RowKind.ROW), ("child_abandoned", RowKind.ROW), (TOTAL, RowKind.TOTAL)]
    groups = [row for row in made.rows if row.kind is RowKind.GROUP]
    assert all(made.cell(row.code, TOTAL) for row in groups)


def test_names_of_the_book_in_its_order_and_what_nobody_wrote_down_last() -> None:
    made = crossed(Design(rows="ward", columns="case_manager"))
    assert [row.label for row in made.rows] == ["Khu A", "Chưa xếp phòng", "Tổng số"]
    assert [column.label for column in made.columns] == ["Tổng số", "Bế Thị Mai", "Chưa giao"]
    assert title(Design(Who.CAME, "age_band", "ward"), BOOK) == "Tiếp nhận trong kỳ theo khoảng tuổi và khu"


@pytest.mark.parametrize("fact", FACTS)
def test_what_a_fact_is_filtered_by(fact: str) -> None:
    offered = choices(fact, BOOK, NAMED)
    assert len({value for value, _words in offered}) == len(offered)
    assert all(words for _value, words in offered)
    assert bool(offered) is (fact not in ("start_year", "start_month", "end_month"))


@pytest.mark.parametrize(
    ("who", "complete_from", "known"),
    [
        (Who.PRESENT, None, True),
        (Who.PRESENT, date(2026, 10, 31), True),
        (Who.PRESENT, date(2026, 11, 1), False),
        (Who.CAME, date(2026, 10, 1), True),
        (Who.CAME, date(2026, 10, 2), False),
    ],
)
def test_before_the_book_began_nothing_is_counted(who: Who, complete_from: date | None, known: bool) -> None:
    assert is_known(Design(who), OCTOBER, complete_from) is known


@given(
    st.sampled_from(Who),
    st.sampled_from(FACTS),
    st.sampled_from(("", *FACTS)),
    st.dictionaries(st.sampled_from(FACTS), st.lists(st.text(max_size=5), min_size=1, max_size=3).map(tuple)),
)
def test_a_design_is_read_as_it_was_kept(who: Who, rows: str, columns: str, only: dict[str, tuple[str, ...]]) -> None:
    design = Design(who, rows, columns, only)
    assert Design.from_json(design.to_json()).to_json() == design.to_json()


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[]",
        "{}",
        '{"who": "present", "rows": "", "columns": "", "only": {}}',
        '{"who": "present", "rows": "hiv", "columns": "", "only": {}}',
        '{"who": "nobody", "rows": "sex", "columns": "", "only": {}}',
        '{"who": "present", "rows": "sex", "columns": "", "only": {"name": ["An"]}}',
        '{"who": "present", "rows": "sex", "columns": "", "only": 3}',
    ],
)
def test_what_is_no_design_is_refused(kept: str) -> None:
    with pytest.raises(ValueError):
        Design.from_json(kept)


@pytest.mark.parametrize(
    ("name", "design", "field"),
    [
        ("Theo khu", Design().to_json(), None),
        (" ", Design().to_json(), "name"),
        ("x" * 81, Design().to_json(), "name"),
        ("NGƯỜI CAO TUỔI ", Design().to_json(), "name"),
        ("Theo khu", "{}", "design"),
    ],
)
def test_keeping_one_by_name(name: str, design: str, field: str | None) -> None:
    others = [SavedStatistic(id="s1", name="Người cao tuổi", design="", owner_id="m1")]
    found = problems_in(SavedStatistic(name=name, design=design, owner_id="m1"), others)
    assert [problem.field for problem in found] == ([field] if field else [])
