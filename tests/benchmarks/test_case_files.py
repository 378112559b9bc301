"""What people wait for at the case files of a big book: ten years of notes, plans, the queue of approvals, monthly lines."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from carebook.actions.opening import Opened
from carebook.actions.progress import add_note
from carebook.records.episodes import Episode
from carebook.records.progress import ProgressNote
from carebook.rules.progress import report_period
from carebook.store import care_plans, code_lists, driver
from carebook.store.book import Reader
from carebook.store.facility import facility
from carebook.store.progress import lines_of_period, newest_notes, notes_of
from carebook.ui.pages.approvals.asking import submission
from carebook.ui.pages.care_plans.asking import plans_view
from carebook.ui.pages.person.notes import AT_ONCE
from carebook.ui.pages.person.overview import NOTES
from carebook.ui.pages.person.view import due_of, view_of
from carebook.ui.pages.today.board import board, waiting
from tests.benchmarks.conftest import NOW, TODAY, Note
from tests.benchmarks.timing import Listening, first_time, in_turn, ms

_TEXT = "Ăn hết suất, uống thuốc đủ; buổi chiều ra sân ngồi cùng người trong khu, gọi điện cho con gái mười phút."


@pytest.fixture(scope="module")
def longest(big: Opened) -> Episode:
    """The stay with the most notes: ten years of them."""
    with big.book.looking(NOW) as looking:
        found = looking.value("SELECT episode_id FROM progress_note GROUP BY episode_id ORDER BY count(*) DESC LIMIT 1")
        stay = looking.record(Episode, found)
    assert stay is not None
    return stay


def asked(reader: Reader, ours: Callable[[Reader], object], rounds: int = 7) -> tuple[float, float, float]:
    """A question's median in seconds, that of its own bare statements, and how often the one is the other."""
    listening = Listening(reader)
    ours(listening)
    mine, bare = in_turn(first_time(reader, ours), listening.again, rounds)
    return mine, bare, mine / bare


def test_today_page(big: Opened, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        began = facility(reader).records_complete_from

        def ours(one: Reader) -> object:
            return waiting(one, NOW, began, board(one, TODAY))

        mine, _bare, ratio = asked(reader, ours)
        benchmark.pedantic(lambda: ours(reader), rounds=5)
    note("today page, who is there and all that is due", "< 200 ms", ms(mine), f"{ratio:.1f} × bare SQL", mine < 0.2)


def test_person_page_with_ten_years_of_notes(big: Opened, longest: Episode, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        person_id, began = longest.person_id, facility(reader).records_complete_from

        def ours(one: Reader) -> None:
            view_of(one, person_id, TODAY)
            due_of(one, person_id, TODAY, began)
            newest_notes(one, person_id, NOTES)

        mine, _bare, ratio = asked(reader, ours)
        benchmark.pedantic(lambda: ours(reader), rounds=5)
        assert len(notes_of(reader, longest.id)) > 480
    note("person page with ten years of notes", "< 150 ms", ms(mine), f"{ratio:.1f} × bare SQL", mine < 0.15)


def test_first_page_of_notes(big: Opened, longest: Episode, benchmark: Any, note: Note) -> None:
    def ours(one: Reader) -> None:
        notes_of(one, longest.id, most=AT_ONCE + 1)
        care_plans.plan_in_force(one, longest.id)

    with big.book.reading_for(big.actor, NOW) as reader:
        mine, _bare, ratio = asked(reader, ours)
        benchmark.pedantic(lambda: ours(reader), rounds=10)
        every, _bare, all_ratio = asked(reader, lambda one: notes_of(one, longest.id))
    note("notes of a person, the first 40", "< 50 ms", ms(mine), f"{ratio:.1f} × bare SQL", mine < 0.05)
    note("notes of a person, ten years", "< 150 ms", ms(every), f"{all_ratio:.1f} × bare SQL", every < 0.15)


def test_plan_page_opens(big: Opened, longest: Episode, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        words = code_lists.words(reader)
        mine, _bare, ratio = asked(reader, lambda one: plans_view(one, longest.id, "", TODAY, words))
        benchmark.pedantic(lambda: plans_view(reader, longest.id, "", TODAY, words), rounds=10)
    note("plan page: its questions", "< 150 ms", ms(mine), f"{ratio:.1f} × bare SQL", mine < 0.15)


def test_queue_of_approvals(big: Opened, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        first = care_plans.awaiting(reader)[0]
        mine, _bare, ratio = asked(reader, care_plans.awaiting)
        benchmark.pedantic(lambda: care_plans.awaiting(reader), rounds=10)
        next_one, _bare, next_ratio = asked(reader, lambda one: submission(one, first, TODAY))
    note("queue of approvals", "< 100 ms", ms(mine), f"{ratio:.1f} × bare SQL", mine < 0.1)
    note("next plan in the queue", "< 100 ms", ms(next_one), f"{next_ratio:.1f} × bare SQL", next_one < 0.1)


def test_lines_of_sixty_cases(big: Opened, benchmark: Any, note: Note) -> None:
    period, busiest = report_period("2026-10"), "SELECT case_manager_id FROM episode WHERE case_manager_id IS NOT NULL"
    with big.book.reading_for(big.actor, NOW) as reader:
        worker = reader.value(f"{busiest} GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
        assert len(lines_of_period(reader, period, worker)) == 60
        mine, _bare, ratio = asked(reader, lambda one: lines_of_period(one, period, worker), 5)
        benchmark.pedantic(lambda: lines_of_period(reader, period, worker), rounds=5)
    note("progress report: lines of 60 cases", "< 500 ms", ms(mine), f"{ratio:.1f} × bare SQL", mine < 0.5)


def test_save_a_note(big: Opened, longest: Episode, tmp_path: Path, benchmark: Any, note: Note) -> None:
    """Durable, journaled and encrypted, beside as many notes as ten years bring; the floor is the same row bare."""
    given = ProgressNote(episode_id=longest.id, happened_at=NOW, text=_TEXT)
    with closing(driver.connect(tmp_path / "bare.db", secrets.token_bytes(32), create=True)) as bare:
        bare.execute("CREATE TABLE note (id TEXT PRIMARY KEY, episode_id TEXT, happened_at TEXT, text TEXT) STRICT")

        def ours() -> None:
            add_note(big.book, given, by=big.actor, now=NOW)

        def floor() -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(
                "INSERT INTO note VALUES (?, ?, ?, ?)", (secrets.token_hex(16), longest.id, NOW.isoformat(), _TEXT)
            )
            bare.execute("COMMIT")

        mine, least = in_turn(ours, floor, 60)
    benchmark.pedantic(ours, rounds=20)
    kept = mine < 0.01 and mine <= 3 * least
    note("save a note", "< 10 ms, ≤ 3 × bare", ms(mine), f"{mine / least:.1f} × bare insert", kept)
