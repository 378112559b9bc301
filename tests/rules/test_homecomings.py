"""B09 and the indicators of going home, against cases counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.records.figures import TOTAL, Period, Table
from carebook.records.path_history import Path, StageSpan, Visit
from carebook.rules import homecomings, indicators
from carebook.rules.movement import CodeBook
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))


def day(number: int, month: int = 10, year: int = 2026) -> date:
    return date(year, month, number)


def path(number: int = 1, **facts: Any) -> Path:
    whole = {"path": "home", "started_on": day(1, 3), "destination": "family"} | facts
    return Path(f"r{number}", f"p{number}", f"e{number}", **whole)


def b09(*paths: Path, **of_stay: Any) -> Table:
    stays = [stay(int(one.episode_id[1:]), **of_stay) for one in paths]
    return homecomings.table(stays, paths, OCTOBER, codes(), limits())


def visit(due_on: date, done_on: date | None = None, **facts: Any) -> Visit:
    state = {"state": "done" if done_on else "due"} | facts
    return Visit(due_on, state.pop("owner", "center"), state.pop("state"), done_on, **state)


PREPARING = (StageSpan("identified", day(1, 3), day(1, 5)), StageSpan("preparation", day(1, 5)))


@pytest.mark.parametrize(
    ("facts", "row", "count"),
    [
        ({"stages": PREPARING}, "stage.preparation", 1),
        ({"stages": PREPARING}, "stage.identified", 0),
        ({"stages": (*PREPARING[:1], StageSpan("preparation", day(1, 11)))}, "stage.preparation", 0),
        ({"stages": (StageSpan("suspended", day(9)),)}, "stage.suspended", 1),
        ({"started_on": day(31)}, "path_started", 1),
        ({"started_on": day(1, 11)}, "path_started", 0),
        ({"handed_over_on": day(15)}, "handed_over.family", 1),
        ({"handed_over_on": day(15), "destination": "substitute_kin"}, "handed_over.substitute_kin", 1),
        ({"handed_over_on": day(30, 9)}, "handed_over", 0),
        ({"path": "returned_residence", "ended_on": day(2)}, "short.returned_residence", 1),
        ({"path": "returned_residence", "ended_on": day(2)}, "handed_over", 0),
        ({"handed_over_on": day(1, 2), "ended_on": day(31), "outcome": "stable"}, "path_closed.stable", 1),
        ({"handed_over_on": day(1, 2), "ended_on": day(31), "outcome": "lost"}, "path_closed", 1),
        (
            {"handed_over_on": day(1, 2), "ended_on": day(3), "returned_on": day(3), "return_cause": "relapse"},
            "re_entered.relapse",
            1,
        ),
        (
            {"handed_over_on": day(1, 2), "ended_on": day(3), "returned_on": day(3), "return_cause": "relapse"},
            "path_closed",
            0,
        ),
        ({"stages": (StageSpan("failed", day(3)),)}, "path_failed", 1),
        ({"visits": (visit(day(10), day(17)), visit(day(20), day(28)), visit(day(31)))}, "visit_due", 3),
        ({"visits": (visit(day(10), day(17)), visit(day(20), day(28)), visit(day(31)))}, "visit_on_time", 1),
        ({"visits": (visit(day(10), day(3)), visit(day(10), day(2)))}, "visit_on_time", 1),
        ({"visits": (visit(day(10), state="waived"),)}, "visit_due", 0),
        ({"visits": (visit(day(10), owner="commune"),)}, "visit_due", 0),
        ({"visits": (visit(day(10), owner="commune"),)}, "commune_due", 1),
        ({"visits": (visit(day(10), day(25), owner="commune", state="received"),)}, "commune_received", 1),
    ],
)
def test_each_row_counts_what_happened(facts: dict[str, Any], row: str, count: int) -> None:
    made = b09(path(**facts))
    if row in {one.code for one in made.rows}:
        assert (made.cell(row, TOTAL), len(made.people(row, TOTAL))) == (count, count)
    else:
        assert count == 0


def test_women_children_and_the_old_are_told_apart() -> None:
    made = b09(path(stages=PREPARING), sex="female", born=None)
    assert [made.cell("stage.preparation", c.code) for c in made.columns] == [1, 1, 0, 0]


def test_the_median_is_the_lower_middle_one_and_opens_everybody() -> None:
    taken = [path(n, started_on=day(1, 9), handed_over_on=day(n)) for n in (1, 5, 9, 30)]
    made = b09(*taken)
    assert made.cell("days_to_handover", TOTAL) == 34  # 30, 34, 38, 59
    assert len(made.people("days_to_handover", TOTAL)) == 4
    assert b09(path(handed_over_on=day(1, 9))).cell("days_to_handover", TOTAL) == 0


@pytest.mark.parametrize(
    ("facts", "of", "met"),
    [
        ({"handed_over_on": day(10, 4), "visits": (visit(day(10, 5), day(9, 5), risk="green"),)}, 1, 1),
        ({"handed_over_on": day(10, 4), "visits": (visit(day(10, 5), day(9, 5), risk="red"),)}, 1, 0),
        (
            {
                "handed_over_on": day(10, 4),
                "visits": (visit(day(9, 5), day(9, 5), risk="red"), visit(day(9, 6), day(9, 6), risk="yellow")),
            },
            1,
            1,
        ),
        ({"handed_over_on": day(10, 4)}, 1, 0),  # nobody saw them: not known to be stable
        ({"handed_over_on": day(30, 3), "visits": (visit(day(9, 5), day(9, 5), risk="green"),)}, 0, 0),
        (
            {
                "handed_over_on": day(10, 4),
                "returned_on": day(1, 9),
                "visits": (visit(day(9, 5), day(9, 5), risk="green"),),
            },
            1,
            0,
        ),
        ({"handed_over_on": day(10, 4), "ended_on": day(9, 9), "outcome": "died"}, 0, 0),
        ({"handed_over_on": day(10, 4), "ended_on": day(9, 9), "outcome": "lost"}, 1, 0),
    ],
)
def test_stable_after_six_months(facts: dict[str, Any], of: int, met: int) -> None:
    book = CodeBook(codes(), limits(), OCTOBER.cutoff)
    found = list(homecomings.stable_after([path(**facts)], 6, OCTOBER, book))
    assert (len(found), sum(one.met for one in found)) == (of, met)


def test_back_within_a_year() -> None:
    gone = path(handed_over_on=day(20, 10, 2025))
    cases = [
        gone,
        *(gone._replace(reintegration_id=f"r{n}", returned_on=on) for n, on in enumerate((day(20), day(21)))),
    ]
    book = CodeBook(codes(), limits(), OCTOBER.cutoff)
    assert [one.met for one in homecomings.re_entries(cases, OCTOBER, book)] == [False, True, False]
    early = gone._replace(handed_over_on=day(30, 9, 2025))
    assert list(homecomings.re_entries([early], OCTOBER, book)) == []


def test_the_indicators_open_who_is_counted() -> None:
    one = path(handed_over_on=day(10, 4), visits=(visit(day(10), day(12), risk="green"), visit(day(28))))
    made = indicators.table([stay(1, end_on=day(10, 4))], {}, OCTOBER, codes(), limits(), paths=[one])
    assert [made.cell("followup_on_time", c) for c in ("numerator", "denominator")] == [1, 2]
    assert made.cell("stable_6m", "denominator") == 1
    assert [line.detail.endswith("thực hiện –") for line in made.people("followup_on_time", "denominator")] == [
        False,
        True,
    ]
