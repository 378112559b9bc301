"""The page of the grids over a ward of four people, with the keys of a nurse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest

from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.daily_care import DailyCarePage
from carebook.ui.parts.desk import Desk
from tests.daily_care_samples import TODAY, WardOf, a_ward
from tests.ui.pages.stay_desk import Window, desk_of

MEASURES = ("pulse", "blood_pressure", "temperature")


def measured(book: Book, by: Actor, now: datetime, ward: WardOf) -> None:
    """Everybody's pulse, pressure and temperature every morning, consciousness of the first; one earlier pressure."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        for stay in ward.stays:
            for measure in MEASURES:
                writer.add(MonitoringPlan(episode_id=stay, measure=measure, from_on=date(2026, 11, 1)))
        writer.add(MonitoringPlan(episode_id=ward.stays[0], measure="consciousness", from_on=date(2026, 11, 1)))
        for n, upper in ((2, 132.0), (1, 138.0)):
            writer.add(
                Observation(
                    episode_id=ward.stays[0],
                    measure="blood_pressure",
                    duty_on=TODAY - timedelta(days=n),
                    round="morning",
                    taken_at=now - timedelta(days=n),
                    value=upper,
                    value_second=82.0,
                    done_by_id=by.staff_member_id,
                )
            )


@pytest.fixture
def ward(book: Book, director: Actor, now: datetime) -> WardOf:
    made = a_ward(book, director, now, restricted=frozenset({3}))
    measured(book, director, now, made)
    return made


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.NURSE)


@pytest.fixture
def open_page(qtbot, book: Book, nurse: Actor, now: datetime) -> Iterator[Callable[..., tuple[Window, DailyCarePage]]]:
    """Opens the page, which has read its sheet then."""
    held: list[tuple[Desk, Window]] = []

    def make(by: Actor = nurse, **about: str) -> tuple[Window, DailyCarePage]:
        manager = desk_of(book, by, now)
        desk = manager.__enter__()
        page = DailyCarePage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        held.append((desk, window))
        if about:
            page.turn_to(**about)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        read = page.care.grid.care if about.get("part") == "care" else page.rounds
        qtbot.waitUntil(
            lambda: page.rounds.state is not None or bool(getattr(read, "rows", ())) or page.turning.rows != []
        )
        page.setFocus()
        return window, page

    yield make
    for desk, window in held:
        window.hide()
        desk.close()


def observations(book: Book, now: datetime) -> dict[tuple[str, str], Observation]:
    with book.looking(now) as reader:
        return {
            (one.episode_id, one.measure): one
            for one in reader.records(Observation, "duty_on = ?", (TODAY.isoformat(),))
        }


def settled(qtbot, page: DailyCarePage) -> None:
    """Until nothing is being written any more."""
    qtbot.waitUntil(lambda: all(one.state != "waits" for one in page.rounds.state.typed.values()))
