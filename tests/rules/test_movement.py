"""B01: movement of residents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.figures import TOTAL, Period, RowKind, Table
from carebook.records.stay_facts import CategorySince, StayFacts
from carebook.rules.identities import balance, continuity, late_facts, whole
from carebook.rules.movement import IN_COLUMNS, OUT_COLUMNS, category_on, table, timeline
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = Period.whole(date(2026, 11, 1), date(2026, 11, 30))


def b01(*stays: StayFacts, period: Period = OCTOBER, **more: Any) -> Table:
    return table(stays, period, codes(), limits(), **more)


def counted(made: Table, row: str = TOTAL) -> dict[str, int]:
    """The columns of a row that are not 0."""
    return {c.code: v for c in made.columns if (v := made.cell(row, c.code))}


BASIC = {"female": 1, "aged_60": 1, "ethnic_minority": 1}


def test_somebody_who_stays() -> None:
    assert counted(b01(stay())) == {"opening": 1, "closing": 1} | BASIC


def test_the_day_of_admission_counts_and_the_day_of_leaving_does_not() -> None:
    came = stay(start_on=date(2026, 10, 31))
    assert counted(b01(came)) == {"in_new": 1, "closing": 1} | BASIC
    assert counted(b01(came, period=NOVEMBER)) == {"opening": 1, "closing": 1} | BASIC
    left = stay(end_on=date(2026, 10, 31), end_reason="died")
    assert counted(b01(left)) == {"opening": 1, "out_died": 1}
    assert counted(b01(left, period=NOVEMBER)) == {}


def test_coming_and_leaving_on_one_day_counts_in_both() -> None:
    short = stay(
        start_on=date(2026, 10, 5), end_on=date(2026, 10, 5), end_reason="client_request", destination="family"
    )
    assert counted(b01(short)) == {"in_new": 1, "out_home": 1}


@pytest.mark.parametrize(
    ("start_kind", "column"),
    [
        ("new", "in_new"),
        ("readmission", "in_readmission"),
        ("transfer_in", "in_transfer"),
        ("born_in", "in_other"),
        ("correction_in", "in_other"),
        ("a kind of the future", "in_other"),
    ],
)
def test_columns_of_coming(start_kind: str, column: str) -> None:
    assert counted(b01(stay(start_on=date(2026, 10, 2), start_kind=start_kind)))[column] == 1


@pytest.mark.parametrize(
    ("reason", "destination", "route", "column"),
    [
        ("died", "hospital", "special_hardship", "out_died"),
        ("died", "family", "special_hardship", "out_died"),
        ("absconded", "unknown", "special_hardship", "out_absconded"),
        ("declared_missing", "unknown", "special_hardship", "out_absconded"),
        ("no_contact_1m", "family", "special_hardship", "out_absconded"),
        ("contract_ended", "family", "voluntary", "out_contract_end"),
        ("mutual_agreement", "family", "voluntary", "out_contract_end"),
        ("mutual_agreement", "family", "special_hardship", "out_home"),
        ("mutual_agreement", "unknown", "special_hardship", "out_other"),
        ("transfer_out", "other_facility", "special_hardship", "out_transfer"),
        ("service_not_available", "other_facility", "special_hardship", "out_transfer"),
        ("service_not_available", "hospital", "special_hardship", "out_other"),
        ("service_not_available", "relatives", "special_hardship", "out_home"),
        ("adopted_domestic", "adoptive_parents", "special_hardship", "out_adoption"),
        ("adopted_foreign", "adoptive_parents", "special_hardship", "out_adoption"),
        ("substitute_family", "substitute_family", "special_hardship", "out_substitute_family"),
        ("independent_living", "independent", "special_hardship", "out_independent"),
        ("aged_out", "independent", "special_hardship", "out_independent"),
        ("aged_out", "family", "special_hardship", "out_home"),
        ("goal_reached", "family", "special_hardship", "out_home"),
        ("head_decision", "relatives", "special_hardship", "out_home"),
        ("family_request", "family", "special_hardship", "out_home"),
        ("client_request", "relatives", "emergency", "out_home"),
        ("returned_residence", "family", "emergency", "out_home"),
        ("returned_residence", "authority", "emergency", "out_other"),
        ("other_legal", "unknown", "special_hardship", "out_other"),
        ("", "", "special_hardship", "out_other"),
    ],
)
def test_columns_of_leaving(reason: str, destination: str, route: str, column: str) -> None:
    left = stay(end_on=date(2026, 10, 9), end_reason=reason, destination=destination, route=route)
    assert counted(b01(left)) == {"opening": 1, column: 1}


def test_a_change_of_category_is_a_pair() -> None:
    changed = stay(
        start_on=date(2026, 8, 1),
        categories=(
            CategorySince(date(2026, 8, 1), "street_child"),
            CategorySince(date(2026, 10, 9), "child_abandoned"),
        ),
        born=PartialDate("2018"),
    )
    made = b01(changed)
    assert counted(made, "street_child") == {"opening": 1, "regroup_out": 1}
    after = {"regroup_in": 1, "closing": 1, "female": 1, "children": 1, "ethnic_minority": 1}
    assert counted(made, "child_abandoned") == after
    assert counted(made) == after | {"opening": 1, "regroup_out": 1}


def test_back_and_forth_in_one_month_is_counted_twice() -> None:
    changed = stay(
        start_on=date(2026, 8, 1),
        categories=tuple(
            CategorySince(date(2026, month, day), category)
            for month, day, category in (
                (8, 1, "street_adult"),
                (10, 5, "adult_disabled"),
                (10, 6, "street_adult"),
                (10, 7, "adult_disabled"),
            )
        ),
    )
    made = b01(changed)
    assert made.cell("street_adult", "regroup_out") == 2
    assert made.cell("adult_disabled", "regroup_in") == 2
    assert made.cell("adult_disabled", "regroup_out") == 1
    assert [check.holds for check in balance(made)] == [True]


def test_the_timeline_has_one_category_a_day_and_no_repetition() -> None:
    first, second = date(2026, 3, 1), date(2026, 4, 1)
    rows = [(first, "a"), (first, "b"), (second, "b"), (second, "c"), (date(2026, 5, 1), "")]
    facts = stay(start_on=date(2026, 2, 1), categories=tuple(CategorySince(d, c) for d, c in rows))
    assert timeline(facts) == [
        (date(2026, 2, 1), "a"),
        (first, "b"),
        (second, "c"),
        (date(2026, 5, 1), "none"),
    ]
    assert category_on(facts, date(2026, 3, 31)) == "b"
    assert category_on(facts, date(2025, 1, 1)) == "a"
    assert timeline(stay(categories=())) == [(date(2026, 1, 1), "none")]


def test_nobody_without_a_category_or_with_an_old_one_is_lost() -> None:
    made = b01(stay(1, ""), stay(2, "a category of long ago"), stay(3, categories=()))
    assert made.cell(TOTAL, "closing") == 3
    assert made.row("none").label == "Chưa ghi diện"
    assert made.row("a category of long ago").kind is RowKind.ROW


def test_day_clients_and_people_in_the_community_are_not_residents() -> None:
    assert counted(b01(stay(1, "day_pupil", placement="day"), stay(2, placement="community"))) == {}


def test_of_which() -> None:
    made = b01(
        stay(1, "child_abandoned", born=PartialDate("2012-11-01"), sex="male", ethnicity="01"),
        stay(2, "child_abandoned", born=PartialDate("2010-10-31"), sex="male", ethnicity="55"),
        stay(3, "child_abandoned", born=None, sex="", ethnicity="99"),
        stay(4, born=PartialDate("1966-10-31"), sex="other", ethnicity=""),
        stay(5, born=PartialDate("1966-11-01"), sex="female", ethnicity="04"),
        stay(6, born=PartialDate("1966", estimated=True), sex="female", ethnicity="54"),
    )
    assert counted(made) == {"opening": 6, "closing": 6, "female": 2, "children": 2, "aged_60": 2, "ethnic_minority": 2}
    assert [line.person_id for line in made.people(TOTAL, "children")] == ["p1", "p3"]


def test_groups_are_subtotals_in_the_order_of_the_lists() -> None:
    made = b01(stay(1), stay(2, "child_abandoned"), stay(3, "voluntary_elderly"), stay(4, "voluntary_elderly"))
    printed = [(row.label, made.cell(row.code, "closing")) for row in made.printed_rows]
    assert printed == [
        ("I. Bảo trợ xã hội", 2),
        ("Người cao tuổi", 1),
        ("Người cao tuổi nghèo, không có người phụng dưỡng", 1),
        ("Trẻ em", 1),
        ("Trẻ em bị bỏ rơi", 1),
        ("IV. Tự nguyện", 2),
        ("Người cao tuổi theo hợp đồng ủy nhiệm chăm sóc", 2),
        ("Tổng số", 4),
    ]
    assert len(made.rows) == 9 + 25 + 1


def test_a_line_tells_what_was_printed() -> None:
    left = stay(
        born=PartialDate("1945-09-02"),
        start_on=date(2026, 10, 2),
        decision_no="45/QĐ-TTBTXH",
        end_on=date(2026, 10, 9),
        end_reason="died",
    )
    (line,) = b01(left).lines
    assert (line.code, line.name, line.birth) == ("CB-000001", "Trần Thị An 1", "02/09/1945")
    assert line.detail == "vào 02/10/2026 · QĐ 45/QĐ-TTBTXH · ra 09/10/2026: Tử vong"
    (line,) = b01(stay(born=PartialDate("1948", estimated=True))).lines
    assert line.birth == "khoảng 1948"


def test_a_masked_person_counts_the_same_and_shows_only_the_alias() -> None:
    open_stay = stay(7, "victim_dv", route="emergency", start_on=date(2026, 10, 3))
    masked = replace(open_stay, masked=True, name="Hoa Sữa")
    assert b01(open_stay).figures() == b01(masked).figures()
    (line,) = b01(masked).lines
    assert (line.name, line.code, line.birth, line.detail, line.masked) == ("Hoa Sữa", "", "", "", True)


def test_data_may_end_before_the_period() -> None:
    half = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 10))
    later = stay(start_on=date(2026, 12, 11))
    leaving = stay(2, end_on=date(2026, 12, 11), end_reason="died")
    assert counted(b01(later, leaving, period=half)) == {"in_new": 1, "closing": 1} | BASIC


class TestBeforeTheBook:
    """Nothing is computed before the day the book took over from paper."""

    stays = (stay(1), stay(2, "child_abandoned", start_on=date(2026, 10, 3), born=PartialDate("2020")))

    def test_a_period_before_it_is_unknown(self) -> None:
        made = b01(*self.stays, complete_from=date(2026, 11, 1))
        assert set(made.values(TOTAL)) == {None}
        assert made.lines == ()
        assert [row.code for row in made.printed_rows] == [TOTAL]

    def test_the_first_month_without_a_typed_opening(self) -> None:
        made = b01(*self.stays, complete_from=date(2026, 10, 1))
        assert made.cell(TOTAL, "opening") is None
        assert made.cell(TOTAL, "in_new") == 1
        assert made.cell(TOTAL, "closing") == 2
        assert [check.holds for check in balance(made)] == [None]

    def test_the_first_month_with_a_typed_opening_is_compared_by_name(self) -> None:
        made = b01(
            *self.stays,
            complete_from=date(2026, 10, 1),
            typed_opening={"elderly_alone_poor": 2},
            typed_source="báo cáo số 12/BC-TTBTXH",
        )
        assert made.cell(TOTAL, "opening") == 2
        assert made.typed_source == "báo cáo số 12/BC-TTBTXH"
        (broken,) = balance(made)
        assert (broken.holds, broken.row) == (False, "elderly_alone_poor")
        assert [line.person_id for line in broken.people] == ["p1"]

    def test_a_typed_opening_that_agrees(self) -> None:
        made = b01(*self.stays, complete_from=date(2026, 10, 1), typed_opening={"elderly_alone_poor": 1})
        assert [check.holds for check in balance(made)] == [True]

    def test_a_book_that_begins_inside_the_period_knows_only_the_end(self) -> None:
        made = b01(*self.stays, complete_from=date(2026, 10, 15))
        unknown = {column.code for column in made.columns if made.cell(TOTAL, column.code) is None}
        assert unknown == {"opening", *IN_COLUMNS, *OUT_COLUMNS}
        assert made.cell(TOTAL, "closing") == 2

    def test_later_periods_are_computed_whatever_was_typed(self) -> None:
        made = b01(*self.stays, period=NOVEMBER, complete_from=date(2026, 10, 1), typed_opening={"voluntary_other": 9})
        assert made.cell(TOTAL, "opening") == 2
        assert made.typed == ()


# Laws

CATEGORIES = ("elderly_alone_poor", "street_adult", "child_abandoned", "voluntary_elderly", "", "long ago")
DAYS = st.dates(date(2026, 8, 15), date(2026, 12, 15))


@st.composite
def histories(draw: st.DrawFn) -> list[StayFacts]:
    """Stays of any people: with or without an end, a birth, and changes of category."""
    stays = []
    for number in range(draw(st.integers(0, 6))):
        start_on = draw(DAYS)
        changes: Mapping[date, str] = draw(st.dictionaries(DAYS, st.sampled_from(CATEGORIES), max_size=4))
        end_on = draw(st.none() | DAYS.filter(lambda day, start_on=start_on: day >= start_on))
        stays.append(
            stay(
                number,
                start_on=start_on,
                end_on=end_on,
                start_kind=draw(st.sampled_from(["new", "readmission", "transfer_in", "born_in", "?"])),
                end_reason=draw(st.sampled_from(["died", "absconded", "family_request", "contract_ended", ""])),
                destination=draw(st.sampled_from(["family", "other_facility", "independent", ""])),
                categories=tuple(CategorySince(day, category) for day, category in sorted(changes.items())),
                born=draw(st.sampled_from([None, PartialDate("2015"), PartialDate("1950-03-02"), PartialDate("")])),
                placement=draw(st.sampled_from(["resident", "resident", "day"])),
            )
        )
    return stays


@settings(max_examples=30)
@given(histories())
def test_movement_balances_in_every_row(stays: list[StayFacts]) -> None:
    made = b01(*stays)
    assert [check.holds for check in balance(made)] == [True]
    assert whole(made).holds
    for row in made.rows:
        came, left = (sum(made.cell(row.code, c) or 0 for c in columns) for columns in (IN_COLUMNS, OUT_COLUMNS))
        assert (made.cell(row.code, "opening") or 0) + came - left == made.cell(row.code, "closing")
    assert made.cell(TOTAL, "regroup_in") == made.cell(TOTAL, "regroup_out")


@settings(max_examples=30)
@given(histories())
def test_the_rows_add_up_to_the_total(stays: list[StayFacts]) -> None:
    made = b01(*stays)
    for column in made.columns:
        rows = [row.code for row in made.rows if row.kind is RowKind.ROW]
        assert sum(made.cell(row, column.code) or 0 for row in rows) == made.cell(TOTAL, column.code)
        assert len(made.people(TOTAL, column.code)) <= (made.cell(TOTAL, column.code) or 0)


@settings(max_examples=30)
@given(histories())
def test_months_chain(stays: list[StayFacts]) -> None:
    october, november = b01(*stays), b01(*stays, period=NOVEMBER)
    assert [check.holds for check in continuity(october, november)] == [True]


@settings(max_examples=30)
@given(histories())
def test_a_quarter_is_its_months(stays: list[StayFacts]) -> None:
    both = b01(*stays, period=Period.whole(OCTOBER.first, NOVEMBER.last))
    months = [b01(*stays, period=period) for period in (OCTOBER, NOVEMBER)]
    for column in (*IN_COLUMNS, *OUT_COLUMNS):
        assert both.cell(TOTAL, column) == sum(month.cell(TOTAL, column) or 0 for month in months)


@settings(max_examples=30)
@given(histories())
def test_masking_changes_no_number(stays: list[StayFacts]) -> None:
    masked = [replace(facts, masked=True, name="Hoa Sữa", code="") for facts in stays]
    assert b01(*stays).figures() == b01(*masked).figures()


@settings(max_examples=30)
@given(histories(), st.integers(0, 5))
def test_what_was_entered_in_time_is_never_late(stays: list[StayFacts], days: int) -> None:
    closed_at = datetime(2026, 11, 4, 3, tzinfo=UTC)
    entered = closed_at - timedelta(days=days)
    on_time = [
        replace(
            facts,
            entered_at=entered,
            ended_entered_at=entered,
            categories=tuple(since._replace(entered_at=entered) for since in facts.categories),
        )
        for facts in stays
    ]
    assert late_facts(on_time, closed_at, OCTOBER) == []
