"""The window's own promises: a list of 100,000 people stays smooth, nothing stalls it, and ten years feel like one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from carebook.actions.opening import Opened, open_book
from carebook.actions.people import add_detail
from carebook.records.episodes import Episode, EpisodeCategory
from carebook.records.people import Allergy, Person
from carebook.store import search
from carebook.store.book import new_id
from carebook.store.due import due_board
from carebook.store.facility import facility
from carebook.store.people import PeopleFilter, people_ids
from carebook.stories.big_book import make_big_book
from carebook.stories.names import Names
from carebook.stories.people import People
from carebook.ui.main_window.navigation import ENTRIES, is_open_to
from carebook.ui.pages.today.missing import missing_today
from carebook.ui.parts.desk import Place
from tests.benchmarks.conftest import NOW, TODAY, Note
from tests.benchmarks.test_doing import new_book
from tests.benchmarks.test_looking import keystrokes
from tests.benchmarks.timing import first_time, in_turn, ms, seconds, slowest_hundredth
from tests.benchmarks.windows import Stalls, painted_once, settled, window_of

CROWD, _AT_ONCE = 100_000, 5_000
STALL = 0.1
_SAVES = 30


def _opened(folder: Path) -> Opened:
    return open_book(folder, "huongduong", "so-mau-carebook", now=NOW)


@pytest.fixture(scope="module")
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A book of 100,000 people who all live there, and nothing else; opened by its director."""
    if not request.config.getoption("benchmark_only"):
        pytest.skip("benchmarks run with --benchmark-only")
    made = new_book(tmp_path_factory.mktemp("crowd") / "book")
    crowd = People(Random(1), TODAY, Names(Random(1), tries=1))
    category = "elderly_alone_poor"
    with made.book as book:
        for first in range(0, CROWD, _AT_ONCE):
            invented = [crowd.invent(category, crowd.sex(category), date(1945, 1, 1)).person for _ in range(_AT_ONCE)]
            people = [
                replace(one, id=new_id(), code=f"CB-{number:06d}") for number, one in enumerate(invented, first + 1)
            ]
            stays = [Episode(id=new_id(), person_id=one.id, start_on=TODAY, route="special_hardship") for one in people]
            with book.changing(made.actor.account_id, NOW, new_id(), "import_list") as writer:
                writer.add_many(people)
                writer.add_many(stays)
                writer.add_many(
                    [EpisodeCategory(episode_id=stay.id, category=category, from_on=TODAY) for stay in stays]
                )
                search.index_new_people(writer, [(one, ()) for one in people])
        yield made


@pytest.fixture(scope="module")
def young(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The big book with the daily care of one year only."""
    if not request.config.getoption("benchmark_only"):
        pytest.skip("benchmarks run with --benchmark-only")
    folder = tmp_path_factory.mktemp("young") / "book"
    make_big_book(folder, today=TODAY, care_days=365)
    found = _opened(folder)
    yield found
    found.book.close()


def test_a_list_of_a_hundred_thousand(crowd: Opened, benchmark: Any, note: Note) -> None:
    """All people of the book in the window: shown, jumped through, searched; each until it is painted."""
    stalls, rng = Stalls(), Random(1)
    with window_of(crowd) as window, stalls.watching():
        window.show_page("residents")
        page: Any = window.page("residents")
        table = page.table

        def loaded() -> bool:
            first = table.rowAt(0)
            return first >= 0 and table.records.record_at(first) is not None

        def shown_of(who: str) -> float:
            """From asking for them to the first of them painted."""
            settled(window)
            table.show_ids([])
            return seconds(lambda: (page.turn_to(who=who), painted_once(loaded)))

        slowest = max(shown_of(who) for who in ("present", "all"))
        settled(window)

        def jump() -> None:
            table.scrollTo(table.records.index(rng.randrange(CROWD), 0))
            painted_once(loaded)

        jumps = [seconds(jump) for _ in range(60)]
        benchmark.pedantic(jump, rounds=20)
    assert table.records.rowCount() == CROWD
    note("100,000 people, from asking to painted", "< 500 ms", ms(slowest), "–", slowest < 0.5)
    slow = slowest_hundredth(jumps)
    note("a jump among 100,000, slowest of 60", "< 100 ms", ms(slow), "–", slow < 0.1)
    longest = stalls.longest
    note("longest stall among 100,000", "< 100 ms", ms(longest), "–", longest < STALL)


def _typed(page: Any, text: str) -> None:
    for end in range(1, len(text) + 1):
        page.filters.search.setText(text[:end])
        QApplication.processEvents()
    painted_once(lambda: page._searched is not None and page._searched.typed == text)
    page.filters.search.clear()
    painted_once(lambda: page._searched is None)


@pytest.mark.parametrize("visit", ["first", "later"])
def test_the_longest_stall(big: Opened, benchmark: Any, note: Note, visit: str) -> None:
    """What a person does in the window of the big book; no deed may keep its thread for a tenth of a second.

    The first time each page is built; modules are at hand, as the program imports them while nobody works.
    """
    for name in ("today", "residents", "person", "reports"):
        import_module(f"carebook.ui.pages.{name}")
    with big.book.reading_for(big.actor, NOW) as reader:
        ids = people_ids(reader, PeopleFilter("present"), TODAY)
        person = reader.records(Person, "code = 'CB-000001'")[0]
    done: list[object] = []
    told: list[tuple[str, float]] = []
    with window_of(big) as window:

        def today() -> None:
            window.show_page("today")
            settled(window)

        def residents() -> None:
            window.show_page("residents")
            page: Any = window.page("residents")
            settled(window)
            _typed(page, "nguyen thi")
            settled(window)

        def one_person() -> None:
            window.go(Place("person", {"person_id": ids[0]}))
            settled(window)

        def report() -> None:
            window.go(Place("reports", {"month": "2026-10"}))
            settled(window)

        def save() -> None:
            done.clear()
            window.desk.do(add_detail, Allergy(person_id=person.id, substance="tôm"), then=done.append)
            painted_once(lambda: bool(done))
            settled(window)

        deeds = (
            ("today", today),
            ("list and search", residents),
            ("a resident", one_person),
            ("the report", report),
            ("saving", save),
        )
        if visit == "later":
            for _what, deed in deeds:
                deed()
        for what, deed in deeds:
            stalls = Stalls()
            with stalls.watching():
                deed()
            told.append((what, stalls.longest))
        benchmark.pedantic(save, rounds=1)
    for what, longest in told:
        note(f"longest stall of the window: {what}, {visit} time", "< 100 ms", ms(longest), "–", longest < STALL)


def test_first_visits(sample: Opened, benchmark: Any, note: Note) -> None:
    """Every page the director has, built and shown for the first time, in the sample book: the five longest stalls."""
    with window_of(sample) as window:

        def visit(page: str) -> float:
            stalls = Stalls()
            with stalls.watching():
                window.show_page(page)
                settled(window)
            return stalls.longest

        pages = [entry for entry in ENTRIES if entry is not None and is_open_to(window.desk, entry)]
        for entry in pages:
            import_module(f"carebook.ui.pages.{entry.module}")
        longest = sorted(((visit(entry.page), entry.page) for entry in pages), reverse=True)
        benchmark.pedantic(lambda: visit("today"), rounds=1)
    for stall, page in longest[:5]:
        note(f"longest stall of the first visit: {page}", "< 100 ms", ms(stall), "–", stall < STALL)


def test_ten_years_feel_like_one(big: Opened, young: Opened, benchmark: Any, note: Note) -> None:
    """Search, saving and Today in the big book and in the same book with a tenth of its daily care."""
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {}
    with (
        big.book.reading_for(big.actor, NOW) as old,
        young.book.reading_for(young.actor, NOW) as new,
    ):
        typed = keystrokes(old)[::25]

        def searching(reader: Any) -> Callable[[], object]:
            return lambda: [search.find_people(reader, text, restricted=False) for text in typed]

        def saving(opened: Opened, reader: Any) -> Callable[[], object]:
            one = Allergy(person_id=reader.records(Person, "code = 'CB-000001'")[0].id, substance="tôm")
            return lambda: [add_detail(opened.book, one, by=opened.actor, now=NOW) for _ in range(_SAVES)]

        pairs["search"] = searching(old), searching(new)
        pairs[f"saving {_SAVES} times"] = saving(big, old), saving(young, new)
        began = facility(old).records_complete_from
        due, missing = (
            partial(due_board, today=TODAY, complete_from=began),
            lambda of: missing_today(of, big.actor, NOW),
        )
        pairs["what is due today"] = first_time(old, due), first_time(new, due)
        pairs["what is missing today"] = first_time(old, missing), first_time(new, missing)
        for what, (ten, one) in pairs.items():
            ten()
            one()
            mine, least = in_turn(ten, one, 9)
            ratio = mine / least
            note(f"ten years beside one: {what}", "≤ 1.3 ×", ms(mine), f"{ratio:.2f} × one year", ratio <= 1.3)
        benchmark.pedantic(pairs["search"][0], rounds=3)
