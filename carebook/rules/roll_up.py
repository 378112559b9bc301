"""B18: the reports of many facilities added up; every total is the sum of its facilities, and says how many it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.records.codes import Code
from carebook.records.figures import TOTAL, Column, Line, Row, RowKind, Table
from carebook.records.receiving import ReportingFacility
from carebook.rules.movement import CodeBook
from carebook.rules.parcels import ParcelTable

CODE = "B18"
LIST = "roll_up_column"
_PART, _WHOLE = ".part", ".whole"  # of a share: cells that are counted and not shown


@dataclass(frozen=True)
class RollUp(Table):
    """A table whose rows are facilities (by their rows' ids) and whose total is the sum of those that are known.

    A facility whose report is not there, or keeps a number back because it is small, is not in that column's total: `lacking`
    says how many. A share of the total is the sum of the parts by the sum of the wholes, of the facilities that tell both.
    """

    def cell(self, row: str, column: str) -> int | None:
        """The number of one cell; of the total what the facilities that tell it add up to, None when none does."""
        if row != TOTAL:
            return super().cell(row, column)
        numbers = [Table.cell(self, one, column) for one in self._facilities]
        known = [number for number in numbers if number is not None]
        return sum(known) if known else None

    def lacking(self, column: str) -> int:
        """How many facilities are not in the total of a column."""
        needed = next((one.share_of for one in self.columns if one.code == column), None) or (column,)
        return sum(any(self.cell(one, code) is None for code in needed) for one in self._facilities)

    @property
    def _facilities(self) -> list[str]:
        return [row.code for row in self.rows if row.kind is RowKind.ROW]


def roll_up(
    parts: Mapping[ReportingFacility, Sequence[ParcelTable]], codes: Sequence[Code], day: date | None = None
) -> RollUp:
    """B18 of the tables each facility sent about one time, in the order of ``parts``; none = nothing was received.

    The columns are the code list ``roll_up_column`` as it stands on ``day``. What a table does not hold, or holds as unknown,
    stays unknown: it is never taken for 0.
    """
    book = CodeBook(codes, (), day or date.max)
    lines: list[Line] = []
    unknown: set[tuple[str, str]] = set()
    columns = []
    for code in book.words(LIST).values():
        share = code.extra.get("share")
        columns.append(
            Column(code.code, code.text, code.group, (code.code + _PART, code.code + _WHOLE) if share else None)
        )
        sums = {code.code: code.extra.get("cells", ())}
        if share:
            sums = {code.code + _PART: share[:1], code.code + _WHOLE: share[1:]}
        for facility, tables in parts.items():
            found = {name: _sum(tables, code, cells) for name, cells in sums.items()}
            if None in found.values():  # of a share both are told, or neither counts
                unknown.update((facility.id, name) for name in found)
                continue
            lines += [_line(facility, name, amount) for name, amount in found.items() if amount]
    rows = (
        *(Row(facility.id, facility.name) for facility in parts),
        Row(TOTAL, book.word("total"), RowKind.TOTAL),
    )
    return RollUp(
        code=CODE,
        title=book.word("roll_up"),
        columns=tuple(columns),
        rows=rows,
        lines=tuple(lines),
        unknown=frozenset(unknown),
    )


def _sum(tables: Sequence[ParcelTable], code: Code, cells: Sequence[str]) -> int | None:
    """The sum of some cells of the row a column of B18 looks at; None when one of them is not known."""
    extra = code.extra
    table = next((one for one in tables if one.code == extra.get("table")), None)
    row = dict(table.rows).get(str(extra.get("row"))) if table is not None else None
    if table is None or row is None or not cells:
        return None
    by_column = dict(zip(table.columns, row, strict=True))
    numbers = [by_column.get(cell) for cell in cells]
    return None if None in numbers else sum(number for number in numbers if number is not None)


def _line(facility: ReportingFacility, column: str, amount: int | None) -> Line:
    return Line(facility.id, (column,), "", "", code=facility.symbol, name=facility.name, amount=amount or 0)
