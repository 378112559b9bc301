"""Coming back into care: how long it was, and what has to be said about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carebook.records.episodes import Episode
from carebook.records.reintegration import Reintegration
from carebook.rules.returns import months_at_home, problems_in_return, said_return

PATH = Reintegration(
    id="r", episode_id="e1", started_on=date(2025, 1, 1), worker_id="w", handed_over_on=date(2025, 10, 31)
)
STAY = Episode(id="e2", person_id="p", start_on=date(2026, 4, 30))


@pytest.mark.parametrize(
    ("back_on", "months"), [((2025, 10, 31), 0), ((2025, 11, 29), 0), ((2025, 11, 30), 1), ((2026, 4, 30), 6)]
)
def test_the_months_at_home_are_counted_by_the_calendar(back_on: tuple[int, int, int], months: int) -> None:
    assert months_at_home(PATH, date(*back_on)) == months
    assert said_return(PATH, date(*back_on)).values.get("n", 0) == months


def test_what_is_wrong_with_a_return() -> None:
    assert problems_in_return(PATH, STAY, "p", "relapse") == []
    assert [one.field for one in problems_in_return(PATH, STAY, "p", "")] == ["return_cause"]
    assert [one.field for one in problems_in_return(PATH, STAY, "other", "relapse")] == ["episode_id"]
    assert [one.field for one in problems_in_return(PATH, replace(STAY, id="e1"), "p", "relapse")] == ["episode_id"]
    early = replace(STAY, start_on=date(2025, 10, 1))
    assert [one.field for one in problems_in_return(PATH, early, "p", "relapse")] == ["episode_id"]
    never = replace(PATH, handed_over_on=None)
    assert [one.field for one in problems_in_return(never, STAY, "p", "relapse")] == [""]
    assert months_at_home(never, STAY.start_on) == 0
