"""Every number of a report on paper is the number in its data and the number of those it opens, of every table of a whole book."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from carebook.actions.opening import Opened
from carebook.money import number
from carebook.records.figures import Column, Row, Table
from carebook.reports import copies
from carebook.reports.data import attachment
from carebook.reports.figures import first_heading
from carebook.reports.monthly import draw
from tests.reports.reading import words
from tests.stories.conftest import NOW

KEYS = ("2026-09", "2026-Q3")
_SHARE = re.compile(r"(\d+,\d) %")
_FIGURE = re.compile(r"–|×|<\d+|\d{1,3}(\.\d{3})*|\d+,\d%")


@dataclass(frozen=True)
class Printed:
    """A report as it was drawn, with the tables behind it and the words of its pages."""

    data: bytes
    tables: tuple[Table, ...]
    pages: tuple[str, ...]

    def lines(self, code: str) -> Iterator[list[str]]:
        """The figures at the end of each line of a table's pages, from its first page to the one before the next table."""
        begun = [n for n, page in enumerate(self.pages) if re.search(r"^\s*Biểu [A-Z]+\d*\s*$", page, re.MULTILINE)]
        first = next(n for n in begun if re.search(rf"^\s*Biểu {code}\s*$", self.pages[n], re.MULTILINE))
        last = next((n for n in begun if n > first), len(self.pages))
        for page in self.pages[first:last]:
            for line in page.splitlines():
                parts = _SHARE.sub(r"\1%", line).replace("< ", "<").split()
                at = next((n for n, part in enumerate(reversed(parts)) if not _FIGURE.fullmatch(part)), len(parts))
                if at:
                    yield parts[-at:]


@pytest.fixture(scope="module", params=KEYS)
def printed(request: pytest.FixtureRequest, sample: Opened) -> Printed:
    with sample.book.reading_masked(NOW) as reader:
        source = copies.gather(reader, request.param, NOW)
    report = copies.report_of(source)
    drawn = draw(report)  # without the words across, which an outside reader takes for cells
    return Printed(attachment(report, drawn.places), report.tables, tuple(words(drawn.pdf, layout=True).split("\f")))


def told(value: float | None, table: Table, row: Row, column: Column) -> str:
    """How a number of the data stands on paper."""
    if table.is_withheld(row.code, column.code):
        return "×"
    if value is None:
        return f"<{table.hidden_below}" if table.is_hidden(row.code, column.code) else "–"
    return f"{number(value, 1)}%" if column.share_of else number(value)


def in_data(printed: Printed, code: str) -> dict[tuple[str, str], Any]:
    """The numbers of a table in the data that travel with the report."""
    table = json.loads(printed.data)["tables"][code]
    return {
        (row["code"], column): value
        for row in table["rows"]
        for column, value in zip(table["columns"], row["values"], strict=True)
    }


def test_every_table_is_there(printed: Printed) -> None:
    codes = [table.code for table in printed.tables]
    assert codes[:16] == [f"B{n:02}" for n in range(1, 17)]
    assert codes[-1] == "CS"
    assert list(json.loads(printed.data)["tables"]) == sorted(codes)


def test_every_printed_number_is_that_of_the_data(printed: Printed) -> None:
    for table in printed.tables:
        data, lines = in_data(printed, table.code), printed.lines(table.code)
        columns = table.printed_columns
        for row in table.printed_rows:
            wanted = [told(data[row.code, column.code], table, row, column) for column in columns]
            found = next((line for line in lines if line[-len(wanted) :] == wanted), None)
            assert found, (table.code, first_heading(table), row.label, wanted)


def test_every_number_counts_those_it_opens(printed: Printed) -> None:
    for table in printed.tables:
        for (row, column), value in in_data(printed, table.code).items():
            opened = sum(line.amount * line.columns.count(column) for line in table.people(row, column))
            if table.is_hidden(row, column):
                assert (value, opened) == (None, 0)
            elif value is not None and not table.is_typed(row, column) and not _is_share(table, column):
                assert opened == value, (table.code, row, column)


def _is_share(table: Table, code: str) -> bool:
    return any(column.code == code and column.share_of for column in table.columns)


def test_a_share_is_that_of_the_two_numbers_beside_it(printed: Printed) -> None:
    shares = 0
    for table in printed.tables:
        data = in_data(printed, table.code)
        for column in (one for one in table.columns if one.share_of):
            assert column.share_of is not None
            for row in table.rows:
                part, whole = (data[row.code, code] for code in column.share_of)
                if part is not None and whole:
                    shares += 1
                    assert abs(data[row.code, column.code] - 100 * part / whole) <= 0.05 + 1e-9
    assert shares > 5
