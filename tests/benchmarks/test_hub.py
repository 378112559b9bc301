"""A nation in a hub: 500 facilities that reported for 120 months are loaded by COPY, then asked what a ministry asks."""

from __future__ import annotations

import hashlib
import json
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from carebook.exchange.hub import Arrival, Hub, load
from carebook.places import resource
from carebook.records.codes import Code
from carebook.records.figures import TOTAL
from carebook.records.periods import ReportKind
from carebook.records.receiving import ReceivedParcel, ReportingFacility
from carebook.rules.parcels import ParcelTable
from carebook.rules.receiving import newest_by_facility
from carebook.rules.roll_up import roll_up
from carebook.store.book import new_id
from tests.benchmarks.conftest import Note
from tests.benchmarks.timing import ms, seconds, slowest_hundredth
from tests.exchange import postgres

FACILITIES, MONTHS = 500, 120
FILE_BYTES = 2_000
"""The signed PDF of a real report is a hundred times as long; here the rows are measured, not the disk."""
LOADING, ADDING_UP, YEAR, ONE = 240.0, 3.0, 10.0, 0.05
"""Budgets in seconds: the whole nation loaded, a month and a year of it added up, one package kept."""
_SIZES = {
    "B01": (32, 20), "B02": (32, 36), "B03": (9, 16), "B04": (22, 6), "B05": (12, 4), "B06": (24, 4), "B07": (14, 8),
    "B08": (30, 6), "B09": (22, 4), "B10": (20, 2), "B11": (14, 4), "B12": (16, 6), "B13": (10, 4), "B14": (20, 5),
    "B15": (9, 5), "B16": (12, 5), "CS": (14, 3),
}  # fmt: skip
"""Rows and columns of the tables of a month's report."""


@dataclass(frozen=True)
class Nation:
    """A loaded hub: its facilities, and the months they reported."""

    hub: Hub
    facilities: list[ReportingFacility]
    months: list[str]
    took: float
    size: str


@pytest.fixture(scope="module")
def codes() -> list[Code]:
    """The columns of B18 with their words."""
    with resource("codes/figures.toml").open("rb") as file:
        lists: dict[str, Any] = tomllib.load(file)["lists"]
    return [
        Code(
            list_name=name,
            code=entry["code"],
            text=entry["text"],
            position=position,
            group=entry.get("group", ""),
            details=json.dumps({key: value for key, value in entry.items() if key not in ("code", "text", "group")}),
        )
        for name in ("roll_up_column", "figure_word")
        for position, entry in enumerate(lists[name]["codes"])
    ]


def tables_of(seed: int, codes: list[Code]) -> tuple[ParcelTable, ...]:
    """The tables of one report: the rows and columns B18 asks for, filled up to their real size."""
    chance = random.Random(seed)
    asked: dict[str, tuple[dict[str, None], dict[str, None]]] = {code: ({}, {}) for code in _SIZES}
    for code in codes:
        if code.list_name == "roll_up_column":
            rows, columns = asked[code.extra["table"]]
            rows[code.extra["row"]] = None
            columns.update(dict.fromkeys((*code.extra.get("cells", ()), *code.extra.get("share", ()))))
    found = []
    for name, (rows, columns) in asked.items():
        high, wide = _SIZES[name]
        columns.update(dict.fromkeys(f"c{number}" for number in range(wide - len(columns))))
        rows.update(dict.fromkeys(f"r{number}" for number in range(high - len(rows))))
        cells = tuple((row, tuple(chance.randrange(200) for _ in columns)) for row in rows)
        found.append(ParcelTable(name, tuple(columns), cells))
    return tuple(found)


def arrivals(facilities: list[ReportingFacility], months: list[str], codes: list[Code]) -> Iterator[Arrival]:
    """Every report of the nation, month by month; a report's figures are one of sixty-four sets."""
    sets = [tables_of(seed, codes) for seed in range(64)]
    at = datetime(2016, 12, 5, tzinfo=UTC)
    for month, period in enumerate(months):
        for number, facility in enumerate(facilities):
            content = f"%PDF-1.7 {facility.id} {period} ".encode().ljust(FILE_BYTES, b"x")
            yield Arrival(
                ReceivedParcel(
                    id=new_id(),
                    reporting_facility_id=facility.id,
                    kind=ReportKind.MONTHLY,
                    period=period,
                    number=f"{month + 1}/BC-CS{number}",
                    dated_on=date(2026, 11, 4),
                    cutoff_on=date(2026, 10, 31),
                    received_at=at + timedelta(days=30 * month, seconds=number),
                    file_name=f"bao-cao-{period}-b1_cs{number}_so-lieu.pdf",
                    file_hash=hashlib.sha256(content).hexdigest(),
                    data_hash=hashlib.sha256(content[:40]).hexdigest(),
                    came_from="sftp://nhan.example.vn/bao-cao",
                    level="facility_trusted",
                    signers=("Người lập biểu", "Giám đốc"),
                ),
                sets[(month * 7 + number) % len(sets)],
                (),
                content,
            )


@pytest.fixture(scope="module")
def nation(request: pytest.FixtureRequest, codes: list[Code]) -> Iterator[Nation]:
    if not request.config.getoption("benchmark_only"):
        pytest.skip("benchmarks run with --benchmark-only")
    if reason := postgres.why_not():
        pytest.skip(reason)
    facilities = [
        ReportingFacility(id=new_id(), name=f"Cơ sở {number:03}", facility_id=new_id()) for number in range(FACILITIES)
    ]
    months = [f"{2016 + (11 + n) // 12}-{(11 + n) % 12 + 1:02}" for n in range(MONTHS)]
    with postgres.cluster() as cluster, Hub(cluster.make("quoc-gia"), asks=lambda _question: None) as hub:
        for facility in facilities:
            hub.keep_facility(facility)
        took = seconds(lambda: load(hub, arrivals(facilities, months, codes)))
        hub.connection.execute("ANALYZE")
        found = hub.connection.execute("SELECT pg_size_pretty(pg_database_size('quoc-gia')) AS size").fetchone()
        yield Nation(hub, facilities, months, took, found["size"] if found else "")


def test_the_nation_is_loaded(nation: Nation, note: Note, benchmark: Any) -> None:
    counted = "SELECT (SELECT count(*) FROM carebook.received_parcel) AS n, count(*) AS m FROM carebook.received_table"
    found = benchmark.pedantic(lambda: nation.hub.connection.execute(counted).fetchone(), rounds=1)
    assert found == {"n": FACILITIES * MONTHS, "m": FACILITIES * MONTHS * len(_SIZES)}
    speed = f"{found['n'] / nation.took:.0f} packages/s, {nation.size}"
    note("hub: 60,000 packages loaded", f"{LOADING:.0f} s", f"{nation.took:.1f} s", speed, nation.took < LOADING)
    assert nation.took < LOADING


def test_a_month_is_added_up(nation: Nation, codes: list[Code], note: Note, benchmark: Any) -> None:
    def added() -> Any:
        return _added_up(nation, "2026-10", codes)

    table = benchmark.pedantic(added, rounds=5, warmup_rounds=1)
    for column in table.columns:
        if column.share_of is None:
            parts = [table.cell(one.id, column.code) or 0 for one in nation.facilities]
            assert table.cell(TOTAL, column.code) == sum(parts) > 0
    took = benchmark.stats["median"]
    note("hub: B18 of 500 facilities", f"{ADDING_UP:.0f} s", ms(took), kept=took < ADDING_UP)
    assert took < ADDING_UP


def _added_up(nation: Nation, period: str, codes: list[Code]) -> Any:
    best = newest_by_facility(nation.hub.parcels(ReportKind.MONTHLY, period))
    tables = nation.hub.tables([one.id for one in best.values()])
    return roll_up({one: tables[best[one.id].id] for one in nation.facilities}, codes, date(2026, 10, 31))


def test_who_is_missing_in_a_year(nation: Nation, note: Note, benchmark: Any) -> None:
    """The rows of every month of a year, for the table of what is missing or late."""
    months = nation.months[-12:]

    def asked() -> int:
        return sum(len(nation.hub.parcels(ReportKind.MONTHLY, month)) for month in months)

    assert benchmark.pedantic(asked, rounds=3) == FACILITIES * 12
    took = benchmark.stats["median"]
    note("hub: packages of a year", f"{YEAR:.0f} s", ms(took), kept=took < YEAR)
    assert took < YEAR


def test_one_package_more_is_kept(nation: Nation, codes: list[Code], note: Note, benchmark: Any) -> None:
    """The same way a package comes on an ordinary day, into the full hub."""
    coming = arrivals(nation.facilities, ["2026-12"], codes)
    times: list[float] = []

    def kept() -> None:
        one = next(coming)
        times.append(seconds(lambda: nation.hub.keep(one.parcel, one.tables, one.people, one.content)))
        assert nation.hub.parcel_of_file(one.parcel.file_hash) is not None

    benchmark.pedantic(kept, rounds=100)
    worst = slowest_hundredth(times)
    note("hub: one package more, slowest of 100", f"{ONE * 1000:.0f} ms", ms(worst), kept=worst < ONE)
    assert worst < ONE
