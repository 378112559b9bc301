"""What must hold between figures, and who breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table
from carebook.records.stay_facts import CategorySince, StayFacts
from carebook.rules import composition, disability, movement
from carebook.rules.identities import (
    balance,
    changed_cells,
    changed_rows,
    checks,
    continuity,
    differences,
    late_facts,
    whole,
)
from carebook.words import message
from tests.stay_samples import codes, limits, stay

SEPTEMBER = Period.whole(date(2026, 9, 1), date(2026, 9, 30))
OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
CLOSED_AT = datetime(2026, 11, 4, 3, tzinfo=UTC)
IN_TIME = datetime(2026, 10, 30, 3, tzinfo=UTC)
TOO_LATE = datetime(2026, 11, 5, 18, tzinfo=UTC)  # 06/11 in Vietnam


def b01(*stays: StayFacts, period: Period = OCTOBER, **more: Any) -> Table:
    return movement.table(stays, period, codes(), limits(), **more)


def test_all_checks_of_a_sound_report_hold() -> None:
    stays = [stay(1), stay(2, "child_abandoned", start_on=date(2026, 10, 3)), stay(3, end_on=date(2026, 10, 9))]
    found = checks(
        b01(*stays),
        previous=b01(*stays, period=SEPTEMBER),
        composition=composition.table(stays, OCTOBER, codes(), limits()),
        disability=disability.table(stays, OCTOBER, codes(), limits()),
    )
    assert {check.code for check in found} == {"balance", "continuity", "whole", "same_people_B02", "same_people_B03"}
    assert all(check.holds for check in found)


def test_a_broken_balance_names_the_category_and_the_person() -> None:
    made = b01(stay(1), stay(2))
    lines = (made.lines[0], replace(made.lines[1], columns=("opening", "out_home", "closing")))
    (broken,) = balance(replace(made, lines=lines))
    assert [line.person_id for line in broken.people] == ["p2"]
    assert broken.message.values | {"category": ""} == {
        "category": "",
        "opening": 2,
        "came": 0,
        "left": 1,
        "expected": 1,
        "closing": 2,
        "people": 1,
    }


def test_a_line_in_no_row_breaks_the_total() -> None:
    made = b01(stay(1))
    lost = replace(made.lines[0], row="a row that is gone")
    check = whole(replace(made, lines=(*made.lines, lost)))
    assert (check.holds, check.people) == (False, (lost,))


def test_an_opening_that_is_not_the_last_closing_names_who_differs() -> None:
    late = stay(3, start_on=date(2026, 9, 20))
    (broken,) = continuity(b01(stay(1), stay(2), period=SEPTEMBER), b01(stay(1), stay(2), late))
    assert broken.holds is False
    assert not broken.blocks
    assert [line.person_id for line in broken.people] == ["p3"]
    assert (broken.message.values["before"], broken.message.values["now"]) == (2, 3)


def test_the_same_number_of_other_people_breaks_continuity() -> None:
    (broken,) = continuity(b01(stay(1), period=SEPTEMBER), b01(stay(2)))
    assert {line.person_id for line in broken.people} == {"p1", "p2"}


def test_continuity_with_an_unknown_month_cannot_be_computed() -> None:
    before = b01(stay(1), period=SEPTEMBER, complete_from=date(2026, 10, 1))
    now = b01(stay(1), complete_from=date(2026, 10, 1))
    assert [check.holds for check in continuity(before, now)] == [None]


def test_people_without_a_category_are_named_and_do_not_block() -> None:
    found = [check for check in checks(b01(stay(1, ""), stay(2))) if check.code == "no_category"]
    assert [(check.holds, check.blocks) for check in found] == [(False, False)]
    assert [line.person_id for line in found[0].people] == ["p1"]


def test_who_came_left_and_changed_group() -> None:
    changed = stay(
        3,
        categories=(
            CategorySince(date(2026, 1, 1), "street_adult"),
            CategorySince(date(2026, 10, 5), "adult_disabled"),
        ),
    )
    stays = [stay(1), stay(2, start_on=date(2026, 10, 7)), changed, stay(4, end_on=date(2026, 10, 8))]
    found = differences(b01(*stays, period=SEPTEMBER), b01(*stays))
    assert [line.person_id for line in found.came] == ["p2"]
    assert [line.person_id for line in found.left] == ["p4"]
    assert [(old.row, new.row) for old, new in found.moved] == [("street_adult", "adult_disabled")]
    assert not differences(b01(*stays), b01(*stays))


def test_a_signed_version_against_today() -> None:
    signed = b01(stay(1), stay(2, "voluntary_other"))
    late = stay(3, start_on=date(2026, 10, 30), sex="male", ethnicity="01", name="Lục Văn Chài")
    today = b01(stay(1), late, stay(2, "voluntary_elderly"))
    cells = {(cell.row, cell.column): cell for cell in changed_cells(signed, today)}
    came = cells["elderly_alone_poor", "in_new"]
    assert (came.old, came.new, [line.name for line in came.added], came.gone) == (0, 1, ["Lục Văn Chài"], ())
    assert [line.person_id for line in cells["voluntary_other", "closing"].gone] == ["p2"]
    assert changed_cells(signed, signed) == []


def test_of_other_tables_each_changed_row_is_told_once() -> None:
    line = Line("case_opened", (TOTAL, "people"), "p1", "e1")
    rows = (Row("case_opened", "", RowKind.PART), Row("conference", "", RowKind.PART))
    columns = (Column(TOTAL, ""), Column("people", ""))
    signed = Table("B08", "", columns, rows, ())
    today = Table("B08", "", columns, rows, (line,))
    (cell,) = changed_rows(signed, today)
    assert (cell.row, cell.column, cell.old, cell.new) == ("case_opened", TOTAL, 0, 1)
    assert (cell.added, cell.gone) == ((line,), ())
    assert changed_rows(today, today) == []
    without = replace(signed, rows=rows[1:])  # the first of its kind was written down after the closing
    assert [(one.row, one.old, one.new) for one in changed_rows(without, today)] == [("case_opened", 0, 1)]
    assert [(one.row, one.old, one.new) for one in changed_rows(today, without)] == [("case_opened", 1, 0)]


def test_a_category_only_one_version_knows_is_compared_with_nobody() -> None:
    signed, today = b01(stay(1)), b01(stay(1), stay(2, "long ago", start_on=date(2026, 10, 2)))
    columns = {cell.column for cell in changed_cells(signed, today) if cell.row == "long ago"}
    assert {"in_new", "closing"} <= columns
    assert {cell.old for cell in changed_cells(signed, today)} == {0}


def test_late_facts_name_what_came_after_the_closing() -> None:
    chai = stay(1, start_on=date(2026, 10, 30), entered_at=TOO_LATE, name="Lục Văn Chài")
    known = stay(2, entered_at=IN_TIME, end_on=date(2026, 10, 29), ended_entered_at=TOO_LATE)
    categories = (
        CategorySince(date(2026, 1, 1), "street_adult", TOO_LATE),
        CategorySince(date(2026, 10, 5), "adult_disabled", TOO_LATE),
    )
    changed = stay(3, entered_at=IN_TIME, categories=categories)
    next_month = stay(4, start_on=date(2026, 11, 2), entered_at=TOO_LATE)
    unknown_moment = stay(5)
    found = late_facts([chai, known, changed, next_month, unknown_moment], CLOSED_AT, OCTOBER)
    assert [(fact.kind, fact.stay.person_id, fact.category) for fact in found] == [
        ("category", "p3", "adult_disabled"),
        ("end", "p2", "elderly_alone_poor"),
        ("start", "p1", "elderly_alone_poor"),
    ]
    assert found[-1].words == message(
        "{name} (admitted {date}, recorded {entered})", name="Lục Văn Chài", date="30/10/2026", entered="06/11/2026"
    )
    assert {fact.words.values["entered"] for fact in found} == {"06/11/2026"}


def test_the_total_of_a_kept_table_still_opens() -> None:
    made = b01(stay(1), stay(2))
    kept = Table.from_json(made.to_json())
    assert kept == made
    assert len(kept.people(TOTAL, "closing")) == kept.cell(TOTAL, "closing") == 2


@pytest.mark.parametrize(
    ("was", "now", "told"), [(2, 3, []), (2, 7, [(None, 7)]), (7, 2, [(7, None)]), (7, 8, [(7, 8)])]
)
def test_small_numbers_are_not_told_by_comparing(was: int, now: int, told: list[tuple[int | None, int | None]]) -> None:
    def counted(count: int) -> Table:
        lines = tuple(Line("new_case", (TOTAL,), str(n), str(n)) for n in range(count))
        rows = (Row("new_case", "Ca mới", RowKind.PART),)
        return Table("B10", "", (Column(TOTAL, "Tổng số"),), rows, lines, hidden_below=5)

    found = changed_rows(counted(was), counted(now))
    assert [(one.old, one.new) for one in found] == told
