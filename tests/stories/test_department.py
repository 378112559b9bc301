"""The sample book of a department: what came of four centers, what did not, and that it adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from carebook.actions.opening import Opened, open_book
from carebook.records.facility import Facility
from carebook.records.figures import TOTAL
from carebook.records.periods import ReportKind
from carebook.rules.receiving import DATA, REPORT, Standing, owed, same_people, standing_of
from carebook.rules.roll_up import roll_up
from carebook.store import periods
from carebook.store.book import Reader
from carebook.store.receiving import BookStore
from carebook.stories.demo import DemoStopped
from carebook.stories.department import PLACE, make_department
from carebook.stories.department.senders import CENTERS
from carebook.stories.opening import PASSWORD

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Two months of it, opened by its manager."""
    folder = tmp_path_factory.mktemp("department") / "book"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("carebook.sealing.keys._ROUNDS", 1000)
        sample = make_department(folder, months=2, today=TODAY)
        opened = open_book(folder, "moclan", PASSWORD, now=NOW)
    assert [one.name for one in sample.accounts] == [opened.actor.name]
    with opened.book:
        yield opened


@pytest.fixture
def reader(made: Opened) -> Iterator[Reader]:
    with made.book.reading_for(made.actor, NOW) as found:
        yield found


def test_what_came_and_what_became_of_it(reader: Reader) -> None:
    store = BookStore(reader)
    rows = store.parcels()
    assert len(store.facilities()) == len(CENTERS) == 4
    found = Counter((one.parcel_kind, standing_of(one, rows)) for one in rows)
    assert found == {
        (REPORT, Standing.TAKEN): 7,
        (REPORT, Standing.OLDER): 1,
        (REPORT, Standing.REFUSED): 1,
        (DATA, Standing.TAKEN): 2,
    }
    assert all(one.receipt_hash and one.receipt_sent_at for one in rows)


def test_one_is_late_one_is_missing_and_the_rest_adds_up(reader: Reader) -> None:
    store = BookStore(reader)
    department = reader.records(Facility)[0]
    assert department.book_kind == "department"
    due = owed(
        store.facilities(),
        store.parcels(),
        ReportKind.MONTHLY,
        ["2026-10"],
        periods.limits(reader),
        department,
        TODAY,
    )
    state = {one.facility.symbol: (one.late, one.missing) for one in due}
    assert state == {"TTHS": (False, False), "TTTX": (False, False), "MAHB": (True, False), "NDLNM": (False, True)}
    tables = store.tables([one.parcel.id for one in due if one.parcel])
    table = roll_up(
        {one.facility: tables[one.parcel.id] if one.parcel else () for one in due}, periods.figure_codes(reader)
    )
    closing = {one.facility.symbol: table.cell(one.facility.id, "closing") for one in due}
    assert closing == {"TTHS": 96, "TTTX": 47, "MAHB": 29, "NDLNM": None}  # 15 live at Nắng Mai: 187 in all
    assert table.cell(TOTAL, "closing") == 172
    assert {table.lacking(column.code) for column in table.columns} == {
        1
    }  # each column finds its cells in a real report


def test_one_child_lives_in_two_centers(reader: Reader) -> None:
    store = BookStore(reader)
    rows = [one for one in store.parcels() if one.parcel_kind == DATA]
    people = store.people([one.id for one in rows])
    pairs = same_people({one.reporting_facility_id or "": people[one.id] for one in rows})
    assert len(pairs) == 1
    first, second = pairs[0].people
    assert (first.full_name, first.born) == (second.full_name, second.born)


def test_the_packages_and_receipts_lie_in_its_place(made: Opened) -> None:
    place = made.book.folder / PLACE
    names = [path.name for path in place.iterdir()]
    assert sum(name.endswith("_giay-nhan.pdf") for name in names) == 11
    assert any(name.startswith("gui-lai-") for name in names)


def test_stopped_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DemoStopped):
        make_department(tmp_path / "book", months=1, today=TODAY, cancelled=lambda: True)
    assert not (tmp_path / "book").exists()
