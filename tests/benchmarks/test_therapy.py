"""What therapists wait for in a book of 200,000 sessions: the week, the day, the progress screen, a month's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from carebook.actions.opening import Opened
from carebook.store.book import Reader
from carebook.store.schedules import week
from carebook.store.sessions import my_day, not_recorded
from carebook.store.therapy_progress import progress_of, work_of
from carebook.ui.main_window import MainWindow
from carebook.ui.pages.schedules.reading import View, ask
from carebook.ui.pages.therapy_progress.page import WHOLE
from carebook.ui.parts.desk import Place
from tests.benchmarks.conftest import NOW, TODAY, Note
from tests.benchmarks.timing import Listening, first_time, in_turn, ms
from tests.benchmarks.windows import painted_once, window_of

MONDAY = TODAY - timedelta(days=TODAY.weekday())
YEARS_AGO = TODAY - timedelta(days=3650)


@pytest.fixture
def measured(big: Opened, benchmark: Any, note: Note) -> Callable[[str, float, Callable[[Reader], object]], None]:
    """Measure a question against the statements it puts, bare; ``most`` is the budget in seconds."""

    def run(what: str, most: float, question: Callable[[Reader], object]) -> None:
        with big.book.reading_for(big.actor, NOW) as reader:
            assert reader.value("SELECT count(*) FROM counted_session WHERE withdrawn_at IS NULL") > 190_000
            listening = Listening(reader)
            question(listening)
            mine, bare = in_turn(first_time(reader, question), listening.again, 9)
            benchmark.pedantic(first_time(reader, question), rounds=9)
        note(what, f"< {most * 1000:.0f} ms", ms(mine), f"{mine / bare:.1f} × its own statements, bare", mine < most)

    return run


def _therapist(reader: Reader) -> str:
    return str(
        reader.value("SELECT therapist_id FROM counted_session GROUP BY therapist_id ORDER BY count(*) DESC LIMIT 1")
    )


def _stay(reader: Reader) -> str:
    return str(
        reader.value("SELECT episode_id FROM counted_session GROUP BY episode_id ORDER BY count(*) DESC LIMIT 1")
    )


def test_the_week_of_everybody(measured: Callable[..., None]) -> None:
    measured("week view, all sessions", 0.15, lambda reader: week(reader, MONDAY, now=NOW))


def test_the_week_of_a_therapist(measured: Callable[..., None]) -> None:
    measured(
        "week view, one therapist", 0.15, lambda reader: week(reader, MONDAY, therapist_id=_therapist(reader), now=NOW)
    )


def test_my_day(measured: Callable[..., None]) -> None:
    measured("my day", 0.15, lambda reader: my_day(reader, _therapist(reader), MONDAY, now=NOW))


def test_what_is_not_recorded(measured: Callable[..., None]) -> None:
    measured("sessions not recorded", 0.15, lambda reader: not_recorded(reader, now=NOW))


def test_the_progress_screen_over_ten_years(measured: Callable[..., None]) -> None:
    measured(
        "progress screen, ten years",
        0.15,
        lambda reader: progress_of(reader, _stay(reader), first=YEARS_AGO, last=TODAY, today=TODAY),
    )


def test_the_work_of_a_month(measured: Callable[..., None]) -> None:
    measured(
        "therapist's month",
        0.15,
        lambda reader: work_of(reader, _therapist(reader), TODAY - timedelta(days=30), TODAY, now=NOW),
    )


# from asking to painted, in the window


@pytest.fixture
def window(big: Opened) -> Iterator[MainWindow]:
    """The director's window over the big book."""
    with window_of(big) as made:
        yield made


def test_the_week_page_turns(big: Opened, window: MainWindow, benchmark: Any, note: Note) -> None:
    """Everybody's sessions of another week, 400 blocks; the floor is the same question without a window."""
    window.show_page("schedules")
    page: Any = window.page("schedules")
    days = [MONDAY, MONDAY - timedelta(days=7)]
    painted_once(lambda: page._found is not None)
    page._look_at(View(day=days[0]))  # with so many therapists the page begins with one day

    def ours() -> None:
        days.reverse()
        page.turn_to(day=days[0])
        painted_once(lambda: page._found is not None and page._found.week.monday == days[0])

    def floor() -> None:
        with big.book.reading_for(big.actor, NOW) as reader:
            ask(reader, View(day=days[0]), NOW)

    ours()
    ours()
    mine, bare = in_turn(ours, floor, 9)
    benchmark.pedantic(ours, rounds=5)
    assert len(page.calendar.board.blocks) > 200
    note("week page, from asking to painted", "< 150 ms", ms(mine), f"{mine / bare:.1f} × its question", mine < 0.15)


def test_the_progress_page_opens(big: Opened, window: MainWindow, benchmark: Any, note: Note) -> None:
    """Ten years of the stay with the most sessions; the floor is the same question without a window."""
    with big.book.reading_for(big.actor, NOW) as looking:
        stay = _stay(looking)
    window.go(Place("therapy_progress", {"episode_id": stay}))
    page: Any = window.page("therapy_progress")

    def ours() -> None:
        page._found = None
        page.choose_span(WHOLE)
        painted_once(lambda: page._found is not None)

    def floor() -> None:
        with big.book.reading_for(big.actor, NOW) as reader:
            progress_of(reader, stay, first=None, last=TODAY, today=TODAY, now=NOW)

    ours()
    ours()
    mine, bare = in_turn(ours, floor, 9)
    benchmark.pedantic(ours, rounds=5)
    assert page._cards
    what = "progress page, from asking to painted"
    note(what, "< 150 ms", ms(mine), f"{mine / bare:.1f} × its question", mine < 0.15)
