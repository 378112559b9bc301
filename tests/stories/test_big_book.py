"""The big book's bulk path keeps journal, search, figures and case files right; proved on a small one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carebook.actions.opening import Opened, open_book
from carebook.records.care_plans import GoalLife, PlanReview
from carebook.records.episodes import Episode
from carebook.records.schooling import Schooling
from carebook.rules.progress import report_period
from carebook.store import care_plans, search
from carebook.store.assessments import assessments_of
from carebook.store.book import Reader
from carebook.store.closures import closure_of
from carebook.store.due import due_board
from carebook.store.instruments import sheets_of
from carebook.store.people import PeopleFilter, people, people_ids, person_file
from carebook.store.progress import lines_of_period, notes_of
from carebook.stories.big_book import make_big_book
from carebook.stories.big_book.making import CASELOAD
from tests.conftest import CHEAP
from tests.stories.conftest import NOW, TODAY

PEOPLE, PRESENT, CARE_DAYS = 200, 8, 40
_SEEN = """SELECT p.code, n.kind, n.happened_at, n.text FROM progress_note n JOIN episode e ON e.id = n.episode_id
    JOIN person p ON p.id = e.person_id ORDER BY p.code, n.happened_at"""


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    made = make_big_book(
        tmp_path_factory.mktemp("big") / "book",
        people=PEOPLE,
        present=PRESENT,
        today=TODAY,
        care_days=CARE_DAYS,
        cost=CHEAP,
    )
    opened = open_book(made.folder, made.login, made.password, now=NOW)
    yield opened
    opened.book.close()


@pytest.fixture
def reader(big: Opened) -> Iterator[Reader]:
    with big.book.reading_for(big.actor, NOW) as found:
        yield found


def stays(reader: Reader, where: str = "end_on IS NULL") -> list[Episode]:
    return reader.records(Episode, where)


def test_a_bulk_book_answers_like_any_other(big: Opened, reader: Reader) -> None:
    here = people(reader, PeopleFilter("present"), TODAY)
    assert len(here) == PRESENT
    assert len({(row.room, row.bed) for row in here}) == PRESENT
    assert len(people_ids(reader, PeopleFilter("all"), TODAY)) == PEOPLE
    one = person_file(reader, here[0].person_id, TODAY)
    assert one is not None
    assert one.health_cards
    assert one.stays[0].category
    for typed in (one.person.full_name, one.person.code, one.health_cards[0].number[-4:]):
        assert one.person.id in {p.person_id for p in search.find_people(reader, typed, restricted=True).people}
    lines = reader.value("SELECT count(*) FROM counted_journal WHERE tbl IN ('person', 'episode')")
    assert lines == 2 * PEOPLE
    assert big.book.check_chain().broken_at is None
    assert big.book.check() == []


def test_everybody_present_has_a_case_of_all_their_time(reader: Reader) -> None:
    weeks = 0
    for stay in stays(reader):
        force = care_plans.plan_in_force(reader, stay.id)
        assert force is not None
        assert {goal.life for goal in force.goals} == {GoalLife.ACTIVE}
        assert force.activities
        assert [file.in_force for file in care_plans.plans_of(reader, stay.id)].count(True) == 1
        done = assessments_of(reader, stay.id)
        years = (TODAY - stay.start_on).days // 366
        assert len(done) >= years
        assert all(len(file.ratings) == 8 for file in done)
        assert stay.case_manager_id
        notes = notes_of(reader, stay.id)
        weeks = max(weeks, len(notes))
        assert all(stay.start_on <= row.note.happened_at.date() <= TODAY for row in notes)
    assert weeks > 9 * 50


def test_reviews_fall_while_their_version_was_in_force(reader: Reader) -> None:
    checked = 0
    for stay in stays(reader):
        files = sorted(care_plans.plans_of(reader, stay.id), key=lambda file: file.plan.number)
        for file, after in zip(files, [*files[1:], None], strict=True):
            until = after.plan.from_on if after and after.plan.from_on else TODAY
            reviews: tuple[PlanReview, ...] = file.reviews
            assert all(file.plan.from_on < one.done_on <= until for one in reviews if file.plan.from_on and one.done_on)
            checked += len(reviews)
    assert checked > 10 * PRESENT


def test_sheets_come_to_a_result(reader: Reader) -> None:
    sheets = [sheet for stay in stays(reader) for sheet in sheets_of(reader, stay.id)]
    assert len(sheets) > 15
    assert all(sheet.result.total is not None and 0 <= sheet.result.total <= 100 for sheet in sheets)
    assert len({sheet.result.total for sheet in sheets}) > 2


def test_who_left_has_a_closed_case_or_none(reader: Reader) -> None:
    left = stays(reader, "end_on IS NOT NULL")
    files = [(stay, care_plans.plans_of(reader, stay.id)) for stay in left]
    filed = [(stay, plans) for stay, plans in files if plans]
    assert 0 < len(filed) < len(left) / 10
    for stay, plans in filed:
        closed = closure_of(reader, stay.id)
        assert closed is not None
        assert closed.closure.closed_on == stay.end_on
        assert [file.standing for file in plans] == ["ended"]


def test_children_go_to_school(reader: Reader) -> None:
    years = reader.records(Schooling)
    assert years
    assert all(one.school_year.startswith(str(one.from_on.year)) for one in years if one.from_on)


def test_lists_of_cases_can_be_asked(reader: Reader) -> None:
    worker = stays(reader)[0].case_manager_id
    cases = lines_of_period(reader, report_period("2026-09"), worker or "")
    assert len(cases) == min(PRESENT, CASELOAD)
    assert all(case.accepted for case in cases if case.start_on.year < 2026)
    assert due_board(reader, TODAY).items


def test_there_is_ten_years_of_therapy_without_a_double_booking(reader: Reader) -> None:
    found = reader.rows("SELECT episode_id, therapist_id, planned_on, planned_at, state FROM counted_session")
    assert len(found) > PRESENT * 800
    assert len({(row["episode_id"], row["planned_on"], row["planned_at"]) for row in found}) == len(found)
    assert len({(row["therapist_id"], row["planned_on"], row["planned_at"]) for row in found}) == len(found)
    assert all((row["state"] == "planned") == (row["planned_on"] >= TODAY.isoformat()) for row in found)
    assert reader.value("SELECT count(*) FROM counted_attendance") > 1_000


def test_the_same_seed_tells_the_same(big: Opened, tmp_path: Path) -> None:
    def told(opened: Opened) -> list[tuple[Any, ...]]:
        with opened.book.looking(NOW) as looking:
            return [tuple(row) for row in looking.rows(_SEEN)]

    made = make_big_book(
        tmp_path / "again", people=PEOPLE, present=PRESENT, today=TODAY, care_days=CARE_DAYS, cost=CHEAP
    )
    again = open_book(made.folder, made.login, made.password, now=NOW)
    with again.book:
        assert told(again) == told(big)


def test_daily_care_is_written_day_by_day(reader: Reader) -> None:
    def many(sql: str) -> int:
        return int(reader.value(sql) or 0)

    mine = many("SELECT count(DISTINCT episode_id) FROM care_entry")
    assert mine == PRESENT
    longest = many("SELECT max(n) FROM (SELECT count(*) AS n FROM care_entry GROUP BY episode_id)")
    assert longest == CARE_DAYS
    assert many("SELECT count(*) FROM care_entry WHERE duty_on >= '2026-11-22'") == 0
    doses = many("SELECT count(*) FROM administration")
    assert doses == many(
        "SELECT sum((SELECT count(DISTINCT c.duty_on) FROM care_entry c WHERE c.episode_id = p.episode_id)) FROM prescription p"
    )
    assert many("SELECT count(*) FROM observation WHERE value_second >= value") == 0
    assert many("SELECT count(*) FROM observation WHERE measure = 'weight'") >= PRESENT
