"""Numbers estimated to the end of a period: frozen with the report, in columns of their own, part of the code of its figures."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from python_calamine import CalamineWorkbook

from carebook.actions import periods
from carebook.actions.change import Refused
from carebook.records.figures import TOTAL
from carebook.records.periods import Snapshot
from carebook.records.staff import Actor
from carebook.reports import copies
from carebook.reports.data import figures, figures_hash
from carebook.reports.figures import grid_of
from carebook.store.book import Book, new_id
from tests import period_samples as sample
from tests.period_samples import MONTH
from tests.reports import reading
from tests.reports.samples import report
from tests.reports.test_report_words import grid_with

HALF, CUTOFF = "2026-H2", date(2026, 11, 20)


def closed(book: Book, director: Actor, now: datetime, **given: object) -> Snapshot:
    made: Snapshot = periods.close_period(book, HALF, by=director, now=now, **({"cutoff": CUTOFF} | given)).result  # type: ignore[arg-type]
    return made


@pytest.fixture
def people(book: Book) -> None:
    sample.filled(book)


@pytest.mark.usefixtures("people")
def test_estimates_stand_in_columns_of_their_own_wherever_the_figures_do(
    book: Book, director: Actor, now: datetime
) -> None:
    with book.reading_masked(now) as reader:
        codes = {table.code: table for table in copies.report_of(copies.gather(reader, HALF, now)).tables}
    days = codes["B05"].rows[0].code
    estimates = {("B01", TOTAL, "closing"): 149, ("B01", TOTAL, "in_new"): 12, ("B05", days, TOTAL): 27_000}
    snapshot = closed(book, director, now, estimates=estimates)
    with book.reading_masked(now) as reader:
        source = copies.gather(reader, HALF, now, snapshot_id=snapshot.id)
    made, paper = copies.draw(source), copies.report_of(source)
    heading = "Ước thực hiện đến 31/12/2026"
    b01, b02 = paper.tables[:2]
    grid = grid_of(b01, estimated=paper.estimated)
    assert [(one.group, one.heading) for one in grid.columns[-2:]] == [
        (heading, "Tiếp nhận mới"),
        (heading, "Cuối kỳ"),
    ]
    total = next(row for row in grid.rows if row.values[0] == b01.row(TOTAL).label)
    assert total.values[-2:] == (12, 149)
    assert len(grid_of(b02, estimated=paper.estimated).columns) == len(grid_of(b02).columns)
    printed = reading.words(made.pdf, layout=True)
    assert any(line.split()[-2:] == ["12", "149"] for line in printed.splitlines())
    assert "27.000" in printed
    assert f"Cột “{heading}”: số ước của cơ sở, không tính từ sổ." in reading.flat(made.pdf)
    assert json.loads(made.json)["estimates"] == {
        "B01.total.closing": 149,
        "B01.total.in_new": 12,
        f"B05.{days}.total": 27_000,
    }
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(made.xlsx))
    rows = {str(row[0]): row for row in sheets.get_sheet_by_name("B01").to_python() if row}
    assert [float(str(n)) for n in rows[b01.row(TOTAL).label][-2:]] == [12, 149]
    word = {row[0].strip(): row for row in grid_with(copies.docx(source), "Nhóm đối tượng")}
    assert word[b01.row(TOTAL).label][-2:] == ["12", "149"]


@pytest.mark.usefixtures("people")
def test_a_new_estimate_is_another_code_and_none_changes_nothing(book: Book, director: Actor, now: datetime) -> None:
    def code(snapshot: Snapshot) -> str:
        with book.reading_masked(now) as reader:
            return figures_hash(copies.report_of(copies.gather(reader, HALF, now, snapshot_id=snapshot.id)))

    first = closed(book, director, now, estimates={("B01", TOTAL, "closing"): 149})
    hashes = {code(first)}
    with book.changing("", now, new_id(), "test") as writer:
        writer.amend(replace(first, estimates='{"B01.total.closing":150}'))
    hashes.add(code(first))
    assert len(hashes) == 2
    assert "estimates" not in figures(report())


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("key", "given"),
    [
        (MONTH, {"cutoff": None, "estimates": {("B01", TOTAL, "closing"): 149}}),
        (HALF, {"estimates": {("B01", TOTAL, "closing"): -1}}),
        (HALF, {"estimates": {("B01", "nobody", "closing"): 1}}),
    ],
)
def test_refused_estimates_close_nothing(
    book: Book, director: Actor, now: datetime, key: str, given: dict[str, object]
) -> None:
    with pytest.raises(Refused) as error:
        periods.close_period(book, key, by=director, now=now, **({"cutoff": CUTOFF} | given))  # type: ignore[arg-type]
    assert {one.field for one in error.value.problems} == {"estimates"}
    with book.looking(now) as reader:
        assert reader.records(Snapshot) == []
