"""What people wait for when they look something up in a book of twenty thousand people."""

from __future__ import annotations

from typing import Any

from carebook.actions.opening import Opened
from carebook.reports import copies
from carebook.reports import month as month_report
from carebook.rules import search_words
from carebook.store import care_plans, search, therapy_plans
from carebook.store.book import Reader
from carebook.store.due import due_board
from carebook.store.facility import facility
from carebook.store.people import PeopleFilter, people_ids, people_rows, person_file
from carebook.ui.pages.today import overview_facts
from carebook.ui.pages.today.board import board
from carebook.ui.pages.today.missing import missing_today
from tests.benchmarks.conftest import NOW, TODAY, Note
from tests.benchmarks.timing import Listening, first_time, in_turn, ms, seconds, slowest_hundredth

YEAR = "2025"
_HITS = "SELECT words, person_id FROM search_open WHERE search_open MATCH ? LIMIT 200"


def keystrokes(reader: Reader) -> list[str]:
    """Forty people typed letter by letter, without marks, and tails of their numbers."""
    names = [row["full_name"] for row in reader.rows("SELECT full_name FROM found_person ORDER BY id LIMIT 4000")][
        ::100
    ]
    typed = [name[:length] for name in names for length in range(1, len(name) + 1)]
    return [*typed, *(f"{number:04d}" for number in range(0, 2000, 50))]


def test_search_keystroke(big: Opened, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        typed = keystrokes(reader)
        search.find_people(reader, "nguyen", restricted=False)
        ours = [seconds(lambda text=text: search.find_people(reader, text, restricted=False)) for text in typed]
        queries = [query for text in typed if (query := search_words.match_query(text))]
        floor = [seconds(lambda query=query: reader.rows(_HITS, (query,))) for query in queries]
        benchmark.pedantic(lambda: search.find_people(reader, "tran thi", restricted=False), rounds=20)
    slow, bare = slowest_hundredth(ours), slowest_hundredth(floor)
    note(
        "search, each keystroke, 20,000 persons", "p99 < 50 ms", ms(slow), f"{slow / bare:.1f} × bare FTS", slow < 0.05
    )


def test_person_page(big: Opened, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        ids = people_ids(reader, PeopleFilter("all"), TODAY)[::2000]

        def ours() -> None:
            for one in ids:
                person_file(reader, one, TODAY)

        def floor() -> None:
            for one in ids:
                for _ in range(15):
                    reader.rows("SELECT * FROM found_person WHERE id = ?", (one,))

        mine, bare = in_turn(ours, floor, 7)
        benchmark.pedantic(lambda: person_file(reader, ids[0], TODAY), rounds=20)
    one = mine / len(ids)
    note("resident page", "< 150 ms", ms(one), f"{mine / bare:.1f} × 15 bare selects", one < 0.15)


def test_list_of_present(big: Opened, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:

        def ours() -> None:
            people_rows(reader, people_ids(reader, PeopleFilter("present"), TODAY)[:200], TODAY)

        here = "SELECT * FROM found_person WHERE id IN (SELECT person_id FROM episode WHERE end_on IS NULL)"
        mine, bare = in_turn(ours, lambda: reader.rows(here), 7)
        benchmark.pedantic(ours, rounds=10)
    note("list of 200 present people", "< 200 ms", ms(mine), f"{mine / bare:.1f} × one bare select", mine < 0.2)


def test_due_board(big: Opened, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        began = facility(reader).records_complete_from
        listening = Listening(reader)
        due_board(listening, TODAY, complete_from=began)
        ask = first_time(reader, lambda one: due_board(one, TODAY, complete_from=began))
        mine, bare = in_turn(ask, listening.again, 7)
        benchmark.pedantic(ask, rounds=10)
    note("due board, 200 present", "< 200 ms", ms(mine), f"{mine / bare:.1f} × bare SQL", mine < 0.2)


def test_overview(big: Opened, benchmark: Any, note: Note) -> None:
    """What who leads the center sees at a glance, in one go; the page asks for it in four."""
    rights = ("rehabilitation", "reintegration", "incidents", "approvals", "periods")
    kinds = (care_plans.CARE.table, therapy_plans.REHABILITATION.table)

    def whole(reader: Reader) -> None:
        board(reader, TODAY)
        overview_facts.standing(reader, NOW, kinds, rights)
        missing_today(reader, big.actor, NOW)
        overview_facts.movement(reader, TODAY)

    with big.book.reading_for(big.actor, NOW) as reader:
        listening = Listening(reader)
        whole(listening)
        ask = first_time(reader, whole)
        mine, bare = in_turn(ask, listening.again, 5)
        benchmark.pedantic(ask, rounds=5)
    note("overview of who leads, twelve months", "< 1 s", ms(mine), f"{mine / bare:.1f} × bare SQL", mine < 1.0)


def test_report_figures(big: Opened, benchmark: Any, note: Note) -> None:
    with big.book.reading_masked(NOW) as reader:
        listening = Listening(reader)
        month_report.gather(listening, "2026-10", last_year=False)
        mine, bare = in_turn(lambda: month_report.gather(reader, "2026-10", last_year=False), listening.again, 5)
        benchmark.pedantic(lambda: month_report.gather(reader, "2026-10", last_year=False), rounds=3)
    kept = mine < 2 and mine <= 1.5 * bare
    note("monthly report figures", "< 2 s, ≤ 1.5 × bare SQL", ms(mine), f"{mine / bare:.2f} × bare SQL", kept)


def test_the_report_of_a_year(big: Opened, benchmark: Any, note: Note) -> None:
    with big.book.reading_masked(NOW) as reader:
        listening = Listening(reader)
        month_report.gather(listening, YEAR, last_year=False)
        mine, bare = in_turn(lambda: month_report.gather(reader, YEAR, last_year=False), listening.again, 3)
        whole = seconds(lambda: month_report.gather(reader, YEAR))
        drawn = seconds(lambda: copies.draw(copies.gather(reader, YEAR, NOW)))
        benchmark.pedantic(lambda: month_report.gather(reader, YEAR, last_year=False), rounds=1)
    note("figures of a year", "< 6 s", ms(mine), f"{mine / bare:.2f} × bare SQL", mine < 6)
    note("figures of a year, last year's too", "< 12 s", ms(whole), f"{whole / mine:.2f} × without", whole < 12)
    note("report of a year, all drawn", "< 20 s", ms(drawn), f"{drawn / whole:.2f} × its figures", drawn < 20)
