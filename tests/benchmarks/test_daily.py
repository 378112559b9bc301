"""What nurses and caregivers wait for in a book of a million entries of daily care: what is missing, the grids, one saved value."""

from __future__ import annotations

import secrets
import statistics
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carebook.actions.observations import record_observations
from carebook.actions.opening import Opened
from carebook.records.figures import Period
from carebook.records.monitoring import Observation
from carebook.reports.daily_papers import medicine_month
from carebook.rules.shifts import Duty, shifts_of
from carebook.store import code_lists, driver
from carebook.store.book import Reader
from carebook.store.briefings import briefing_facts
from carebook.store.care_history import care_history
from carebook.store.daily_care import care_of, round_sheet
from carebook.store.doses import round_of
from carebook.store.facility import facility
from carebook.store.meals import meal_days, meal_sheet, meals
from carebook.store.shifts import drafted
from carebook.ui.pages.today.board import board, waiting
from carebook.ui.pages.today.missing import missing_today
from carebook.ui.pages.today.shift_news import shift_news
from tests.benchmarks.conftest import NOW, TODAY, Note
from tests.benchmarks.timing import Listening, first_time, in_turn, ms, seconds

YESTERDAY = TODAY - timedelta(days=1)
FIRST, LAST = TODAY.replace(month=10, day=1), TODAY.replace(month=10, day=31)
ENTRIES = "SELECT (SELECT count(*) FROM observation) + (SELECT count(*) FROM care_entry) + (SELECT count(*) FROM administration)"


@pytest.fixture
def measured(big: Opened, benchmark: Any, note: Note) -> Callable[[str, float, Callable[[Reader], object]], None]:
    """Measure a question against the statements it puts, bare; ``most`` is the budget in seconds."""

    def run(what: str, most: float, question: Callable[[Reader], object]) -> None:
        with big.book.reading_for(big.actor, NOW) as reader:
            listening = Listening(reader)
            question(listening)
            mine, bare = in_turn(first_time(reader, question), listening.again, 9)
            benchmark.pedantic(first_time(reader, question), rounds=9)
        note(what, f"< {most * 1000:.0f} ms", ms(mine), f"{mine / bare:.1f} × its own statements, bare", mine < most)

    return run


def _ward(reader: Reader) -> str:
    return str(reader.value("SELECT id FROM ward ORDER BY id LIMIT 1"))


def _morning(reader: Reader) -> Duty:
    """The morning shift of yesterday, up to which everything is entered."""
    shifts = shifts_of(code_lists.codes(reader, "shift", YESTERDAY))
    return Duty(YESTERDAY, next(one for one in shifts if one.code == "morning"))


def test_there_is_a_million_entries(big: Opened, benchmark: Any) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        assert benchmark.pedantic(lambda: reader.value(ENTRIES), rounds=1) > 900_000


def test_the_first_page(big: Opened, measured: Callable[..., None]) -> None:
    def question(reader: Reader) -> object:
        return board(reader, TODAY), missing_today(reader, big.actor, NOW), shift_news(reader, big.actor, NOW, "")

    measured("today: who is there, missing and shift, 200 present", 0.2, question)


def _whole_page(big: Opened) -> Callable[[Reader], object]:
    def question(reader: Reader) -> object:
        found = board(reader, TODAY)
        return (
            missing_today(reader, big.actor, NOW),
            shift_news(reader, big.actor, NOW, ""),
            waiting(reader, NOW, facility(reader).records_complete_from, found),
        )

    return question


def test_the_whole_page_for_the_first_time_after_signing_in(big: Opened, measured: Callable[..., None]) -> None:
    measured("today: everything, first time after signing in", 0.2, _whole_page(big))


def test_the_whole_page_through_the_day(big: Opened, benchmark: Any, note: Note) -> None:
    question = _whole_page(big)
    with big.book.reading_for(big.actor, NOW) as reader:
        listening = Listening(reader)
        first_time(reader, lambda _reader: question(listening))()
        save = _saving(big, str(reader.value("SELECT episode_id FROM monitoring_plan ORDER BY id LIMIT 1")), 500)
        saved, again, bare = [], [], []
        for _ in range(15):
            save()
            saved.append(seconds(lambda: question(reader)))
            again.append(seconds(lambda: question(reader)))
            bare.append(seconds(listening.again))
        benchmark.pedantic(lambda: question(reader), rounds=9)
    floor = statistics.median(bare)
    for what, times in (("a measure was saved", saved), ("nothing was written", again)):
        mine = statistics.median(times)
        note(f"today: everything, after {what}", "< 200 ms", ms(mine), f"{mine / floor:.1f} × all bare", mine < 0.2)


def test_what_is_missing(big: Opened, measured: Callable[..., None]) -> None:
    measured("missing today, 200 present", 0.15, lambda reader: missing_today(reader, big.actor, NOW))


def test_a_round(measured: Callable[..., None]) -> None:
    measured(
        "round of a ward of 200",
        0.15,
        lambda reader: round_sheet(reader, TODAY, "morning", ward_id=_ward(reader), now=NOW),
    )


def test_the_care_of_a_shift(measured: Callable[..., None]) -> None:
    measured("care of a shift, 200 people", 0.15, lambda reader: care_of(reader, _morning(reader), _ward(reader)))


def test_a_dose_round(measured: Callable[..., None]) -> None:
    measured("dose round, 200 people", 0.15, lambda reader: round_of(reader, YESTERDAY, "08", _ward(reader)))


def test_the_draft_of_a_handover(measured: Callable[..., None]) -> None:
    measured("handover drafted, 200 people", 0.5, lambda reader: drafted(reader, _morning(reader), _ward(reader), NOW))


def test_the_briefing(measured: Callable[..., None]) -> None:
    measured("morning briefing", 0.5, lambda reader: briefing_facts(reader, TODAY, NOW))


def test_a_meal(measured: Callable[..., None]) -> None:
    measured("one meal, 200 people", 0.15, lambda reader: meal_sheet(reader, TODAY, meals(reader, TODAY)[1]))


def test_a_month_of_meals(measured: Callable[..., None]) -> None:
    measured("meals of a month, 200 people", 1.0, lambda reader: meal_days(reader, FIRST, LAST))


def test_the_medicines_of_a_month(measured: Callable[..., None]) -> None:
    stay = "SELECT episode_id FROM prescription ORDER BY id LIMIT 1"
    measured(
        "medicines of a month, one person",
        0.15,
        lambda reader: medicine_month.gather(reader, FIRST, today=TODAY, episode_id=str(reader.value(stay))),
    )


def test_the_medicines_of_everybody(measured: Callable[..., None]) -> None:
    measured("medicines of a month, 200 people", 2.0, lambda reader: medicine_month.gather(reader, FIRST, today=TODAY))


def test_what_figures_ask(measured: Callable[..., None]) -> None:
    measured(
        "facts of B05, B06 and B16, a month",
        0.5,
        lambda reader: care_history(reader, Period(FIRST, LAST, LAST)),
    )


def _saving(big: Opened, stay: str, days_ago: int) -> Callable[[], None]:
    """Saves one measure more each time, of a day long gone."""
    at = NOW - timedelta(days=days_ago)
    minutes = iter(range(100_000))

    def save() -> None:
        one = Observation(
            episode_id=stay,
            measure="pulse",
            duty_on=at.date(),
            taken_at=at + timedelta(minutes=next(minutes)),
            value=72.0,
            done_by_id=big.actor.staff_member_id,
        )
        record_observations(big.book, [one], by=big.actor, now=NOW)

    return save


def test_one_measure_is_saved(big: Opened, tmp_path: Path, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        stay = str(reader.value("SELECT episode_id FROM monitoring_plan ORDER BY id LIMIT 1"))
    ours = _saving(big, stay, 400)
    with closing(driver.connect(tmp_path / "bare.db", secrets.token_bytes(32), create=True)) as bare:
        bare.execute("CREATE TABLE observation (id TEXT PRIMARY KEY, episode_id TEXT, value REAL) STRICT")

        def floor() -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO observation VALUES (?, ?, ?)", (secrets.token_hex(16), stay, 72.0))
            bare.execute("COMMIT")

        mine, least = in_turn(ours, floor, 60)
    benchmark.pedantic(ours, rounds=20)
    note("one measure saved", "< 10 ms", ms(mine), f"{mine / least:.1f} × bare insert", mine < 0.01)
