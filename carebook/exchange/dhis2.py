"""The figures of a report as a DHIS2 data value set, by a mapping file that says which cell is which data element."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook import places
from carebook.records.figures import Table, figures_of
from carebook.records.periods import ReportKind
from carebook.rules.periods import kind_of
from carebook.rules.problem import Problem
from carebook.words import Message, message

MOST_BYTES = 2_000_000
_UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}", re.ASCII)
_CODE = re.compile(r"\S(?:.{0,48}\S)?")
_DELIMITERS = (";", "\t", ",")
_SETTINGS = ("dataSet", "orgUnit", "attributeOptionCombo", "identifiers", "zeros")
_NEEDED = ("dataSet", "orgUnit")
_CHOICES = {"identifiers": ("uid", "code"), "zeros": ("skip", "send")}
_CELLS = 4  # table, row, column, data element; then perhaps a category option combination


@dataclass(frozen=True)
class MappedCell:
    """One line of the mapping: which cell of which table goes to which data element; ``line`` is its number in the file."""

    line: int
    table: str
    row: str
    column: str
    element: str
    option: str = ""


@dataclass(frozen=True)
class Mapping:
    """A whole mapping file. With ``send_zeros`` a nought is sent, too; DHIS2 stores few of them by itself."""

    data_set: str
    org_unit: str
    attribute_option: str
    send_zeros: bool
    cells: tuple[MappedCell, ...]


class BadMapping(Exception):
    """A mapping file that cannot be used; each of ``problems`` names its line and the reason."""

    def __init__(self, problems: Sequence[Message]) -> None:
        self.problems = tuple(Problem("mapping", one) for one in problems)
        super().__init__("; ".join(one.id for one in problems))


class NoPeriod(Exception):
    """DHIS2 has no period like that; ``message`` says so."""

    def __init__(self, key: str) -> None:
        self.message = message("DHIS2 has no period for the days {period}.", period=key.replace("_", " – "))
        super().__init__(key)


@dataclass(frozen=True)
class DataValues:
    """What is to be sent and what is not: ``unknown`` cells are hidden for privacy or not known, ``zeros`` are noughts that the
    mapping does not ask for, ``missing`` are lines whose cell this report does not have.
    """

    content: dict[str, Any]
    unknown: int = 0
    zeros: int = 0
    missing: tuple[Message, ...] = ()

    @property
    def sent(self) -> int:
        """How many values there are."""
        return len(self.content["dataValues"])

    @property
    def told(self) -> tuple[Message, ...]:
        """What is not in the file, and why; nothing when everything is."""
        hidden = message("Cells not sent, being not known or hidden for privacy: {n}.", n=self.unknown)
        noughts = message("Cells not sent, being 0, which the mapping does not ask for: {n}.", n=self.zeros)
        return (*([hidden] if self.unknown else []), *([noughts] if self.zeros else []), *self.missing)

    def written(self) -> bytes:
        """The file as DHIS2 imports it, JSON in UTF-8."""
        return json.dumps(self.content, ensure_ascii=False, indent=1).encode()


def data_values(tables: Sequence[Table], key: str, mapping: Mapping, *, completed_on: date | None = None) -> DataValues:
    """The cells of a closed report as the mapping names them; the numbers are those of its data file.

    ``key`` names the report's time ("2026-10"). A cell that is not known, or hidden for privacy, is never sent. `NoPeriod` for
    days on demand.
    """
    period = period_of(key)
    figures = figures_of(tables)
    values, missing = [], []
    unknown = zeros = 0
    for cell in mapping.cells:
        value, reason = _value(figures, cell)
        if reason is not None:
            missing.append(_at(cell.line, reason))
        elif value is None:
            unknown += 1
        elif value == 0 and not mapping.send_zeros:
            zeros += 1
        else:
            option = {"categoryOptionCombo": cell.option} if cell.option else {}
            values.append({"dataElement": cell.element, **option, "value": str(value)})
    attribute = {"attributeOptionCombo": mapping.attribute_option} if mapping.attribute_option else {}
    completed = {"completeDate": completed_on.isoformat()} if completed_on else {}
    content = {
        "dataSet": mapping.data_set,
        **completed,
        "period": period,
        "orgUnit": mapping.org_unit,
        **attribute,
        "dataValues": values,
    }
    return DataValues(content, unknown, zeros, tuple(missing))


def period_of(key: str) -> str:
    """The time of a report as DHIS2 writes it: 202610, 2026Q4, 2026S2, 2026. `NoPeriod` for days on demand."""
    match kind_of(key):
        case ReportKind.ON_DEMAND:
            raise NoPeriod(key)
        case ReportKind.HALF_YEARLY:
            return key.replace("-H", "S")
    return key.replace("-", "")


def _value(figures: dict[str, Any], cell: MappedCell) -> tuple[int | float | None, Message | None]:
    """The figure of a cell, or why there is none of that name."""
    table = figures.get(cell.table)
    if table is None:
        return None, message("this report has no table “{table}”.", table=cell.table)
    if cell.column not in table["columns"]:
        return None, message("table {table} has no column “{column}”.", table=cell.table, column=cell.column)
    row = next((one for one in table["rows"] if one["code"] == cell.row), None)
    if row is None:
        return None, message("table {table} has no row “{row}”.", table=cell.table, row=cell.row)
    return row["values"][table["columns"].index(cell.column)], None


# the mapping file


def read_mapping(content: bytes) -> Mapping:
    """A mapping file, checked line by line; raises `BadMapping` with every line that is wrong.

    It is a table of text as a spreadsheet saves it (UTF-8; semicolon, tab or comma): first lines "dataSet", "orgUnit" and,
    when wanted, "attributeOptionCombo", "identifiers" (uid or code) and "zeros" (skip or send), then a line a cell: table, row,
    column, data element, category option combination. Lines that begin with # and lines without a data element say nothing.
    """
    settings: dict[str, tuple[int, str]] = {}
    cells: list[MappedCell] = []
    problems: list[Message] = []
    for number, fields in _lines(content):
        name = fields[0]
        if name in _SETTINGS:
            said = fields[1] if len(fields) > 1 else ""
            if name in settings:
                problems.append(
                    _at(number, message("“{name}” is already said in line {line}.", name=name, line=settings[name][0]))
                )
            elif name in _CHOICES and said not in _CHOICES[name]:
                problems.append(
                    _at(number, message("“{name}” is one of: {choices}.", name=name, choices=", ".join(_CHOICES[name])))
                )
            elif said or name not in _NEEDED:
                settings[name] = (number, said)
        elif len(fields) < _CELLS:
            problems.append(_at(number, message("table, row, column and data element are needed.")))
        elif fields[3]:
            cells.append(MappedCell(number, *fields[:5]))
    problems += [message("“{name}” is missing.", name=name) for name in _NEEDED if name not in settings]
    if not cells and not problems:
        problems.append(message("No line says which cell goes to which data element."))
    by_code = settings.get("identifiers", (0, ""))[1] == "code"
    problems += _wrong_identifiers(settings, cells, by_code=by_code)
    problems += _said_twice(cells)
    if problems:
        raise BadMapping(sorted(problems, key=lambda one: int(one.values.get("line", 0))))
    return Mapping(
        settings["dataSet"][1],
        settings["orgUnit"][1],
        settings.get("attributeOptionCombo", (0, ""))[1],
        settings.get("zeros", (0, ""))[1] == "send",
        tuple(cells),
    )


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines that say something, with their numbers, their fields without the space around them."""
    if len(content) > MOST_BYTES:
        raise BadMapping([message("The mapping file is larger than 2 MB.")])
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadMapping([message("The mapping file is no text in UTF-8. Save it again as “CSV UTF-8”.")]) from None
    said = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    delimiter = next((one for one in _DELIMITERS if one in said), ";")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            fields = [field.strip() for field in row]
            if any(fields) and not fields[0].startswith("#"):
                yield reader.line_num, fields
    except csv.Error:
        raise BadMapping([_at(reader.line_num, message("this line cannot be read as a table."))]) from None


def _at(line: int, reason: Message) -> Message:
    return message("Line {line}: {reason}", line=line, reason=reason)


def _wrong_identifiers(
    settings: dict[str, tuple[int, str]], cells: Sequence[MappedCell], *, by_code: bool
) -> Iterator[Message]:
    """Identifiers that DHIS2 cannot have: its own are eleven letters and digits, codes have no space at their ends."""
    pattern = _CODE if by_code else _UID
    named = [
        settings[name] for name in ("dataSet", "orgUnit", "attributeOptionCombo") if settings.get(name, (0, ""))[1]
    ]
    named += [(cell.line, one) for cell in cells for one in (cell.element, cell.option) if one]
    for line, identifier in sorted(named):
        if not pattern.fullmatch(identifier):
            reason = (
                message("“{identifier}” is no code of DHIS2.", identifier=identifier[:60])
                if by_code
                else message(
                    "“{identifier}” is no identifier of DHIS2 (a letter, then ten letters or digits).",
                    identifier=identifier[:60],
                )
            )
            yield _at(line, reason)


def _said_twice(cells: Sequence[MappedCell]) -> Iterator[Message]:
    """Two cells for one value of DHIS2: the second would replace the first without a word."""
    first: dict[tuple[str, str], int] = {}
    for cell in cells:
        place = (cell.element, cell.option)
        if place in first:
            yield _at(
                cell.line,
                message("“{element}” already stands in line {line}.", element=cell.element, line=first[place]),
            )
        else:
            first[place] = cell.line


def template(tables: Sequence[Table]) -> bytes:
    """A mapping file to be filled in: how it is written, then a line for every cell of these tables, named as on paper."""
    out = io.StringIO(newline="")
    out.write("\ufeff" + places.resource("templates/dhis2-mapping.csv").read_bytes().decode())
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for table in tables:
        for row in table.rows:
            for column in table.columns:
                named = f"{row.label} · {column.group}{' › ' if column.group else ''}{column.label}"
                writer.writerow((table.code, row.code, column.code, "", "", named))
    return out.getvalue().encode()
