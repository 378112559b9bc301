"""What the signed files that travel between books say of themselves: reports, data packages, receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carebook.records.periods import ReportKind
from carebook.records.signing import PLACES_KEY, PREPARER
from carebook.rules.periods import key_of, key_on
from carebook.words import Message, message

REPORT_SCHEMA = "carebook-report-"
DATA_SCHEMA = "carebook-data-"
RECEIPT_SCHEMA = "carebook-receipt-"
NEWEST = 1
"""The newest shape of each of them this program reads and the one it writes."""

_MOST_ROWS, _MOST_CELLS, _MOST_PEOPLE = 2_000, 200, 100_000


class NotAParcel(Exception):
    """The signed data are not what was expected; ``message`` says why."""

    def __init__(self, said: Message) -> None:
        self.message = said
        super().__init__(said.id)


class NewerParcel(NotAParcel):
    """The signed data have a newer shape than this program reads: another day it will."""


@dataclass(frozen=True)
class ParcelTable:
    """The figures of one table: its rows are (row code, cells), a cell that is not known, or hidden, is None.

    A column of shares has no cells but None: shares follow from their numbers and are never added up.
    """

    code: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


@dataclass(frozen=True)
class Parcel:
    """One version of one report as its facility signed it.

    ``facility_id`` is the number of the book it was closed in and ``root`` the identity code of its facility; both are ""
    in reports closed before they were written down. ``data_hash`` is the SHA-256 of the figures.
    """

    facility_id: str
    facility: str
    symbol: str
    kind: ReportKind
    period: str
    version: int
    number: str
    dated_on: date | None
    cutoff_on: date | None
    data_hash: str
    tables: tuple[ParcelTable, ...]
    schema: int
    root: str = ""


@dataclass(frozen=True)
class PersonRow:
    """One person of a data package. ``born`` is the text of a `PartialDate` ("1950", "1950-03~"); codes are those of the lists.

    ``alias`` says that name, birth and number are kept back: ``full_name`` is an alias or the code of the file.
    """

    code: str
    full_name: str
    born: str = ""
    sex: str = ""
    national_id: str = ""
    category: str = ""
    since_on: date | None = None
    until_on: date | None = None
    alias: bool = False


@dataclass(frozen=True)
class DataPackage:
    """The rows of a report's period as their facility signed them for one receiver; ``data_hash`` ties them to its figures."""

    facility_id: str
    facility: str
    symbol: str
    kind: ReportKind
    period: str
    version: int
    cutoff_on: date | None
    data_hash: str
    people: tuple[PersonRow, ...]
    receiver: str
    schema: int
    root: str = ""


@dataclass(frozen=True)
class Answer:
    """What a receipt says: which file arrived when, with whom, and whether its data were taken.

    ``file_hash`` is the SHA-256 of the file as it was sent; ``reason`` is the receiver's sentence why it was not taken.
    """

    file_hash: str
    file_name: str
    received_at: datetime
    receiver: str
    taken: bool = True
    reason: str = ""


def parcel_of(report: Mapping[str, object]) -> Parcel:
    """The figures in the signed data of a report; raises `NotAParcel` of anything else, or of a newer shape."""
    schema = _schema(report, REPORT_SCHEMA)
    try:
        head = _mapping(report["report"])
        facility = _mapping(head["facility"])
        kind, period = _time(head)
        return Parcel(
            facility_id=_text(facility.get("id", "")),
            facility=_text(facility["name"]),
            symbol=_text(facility["symbol"]),
            kind=kind,
            period=period,
            version=_counted(head["version"]),
            number=_text(report.get("number") or ""),
            dated_on=_day(report.get("dated_on")),
            cutoff_on=_day(head.get("cutoff_on")),
            data_hash=_text(report["figures_sha256"]),
            tables=tuple(_table(code, given) for code, given in _mapping(report["tables"]).items()),
            schema=schema,
            root=_text(facility.get("root", "")),
        )
    except (KeyError, TypeError, ValueError):
        raise NotAParcel(message("The signed data of this file are not those of a report.")) from None


def data_package_of(report: Mapping[str, object]) -> DataPackage:
    """The rows in the signed data of an opened data package; raises `NotAParcel` of anything else, or of a newer shape."""
    schema = _schema(report, DATA_SCHEMA)
    try:
        head = _mapping(report["report"])
        facility = _mapping(head["facility"])
        kind, period = _time(head)
        people = _sequence(report["people"], _MOST_PEOPLE)
        return DataPackage(
            facility_id=_text(facility.get("id", "")),
            facility=_text(facility["name"]),
            symbol=_text(facility["symbol"]),
            kind=kind,
            period=period,
            version=_counted(head["version"]),
            cutoff_on=_day(head.get("cutoff_on")),
            data_hash=_text(report["figures_sha256"]),
            people=tuple(_person(_mapping(one)) for one in people),
            receiver=_text(report["receiver"]),
            schema=schema,
            root=_text(facility.get("root", "")),
        )
    except (KeyError, TypeError, ValueError):
        raise NotAParcel(message("The signed data of this file are not those of a data package.")) from None


def data_of(people: Sequence[PersonRow], head: Mapping[str, Any], data_hash: str, receiver: str) -> dict[str, Any]:
    """What is signed of a data package: the shape `data_package_of` reads. ``head`` is the "report" part of the report's data."""
    return {
        "schema": f"{DATA_SCHEMA}{NEWEST}",
        "report": dict(head),
        "figures_sha256": data_hash,
        "receiver": receiver,
        "people": [_said_of(person) for person in people],
        PLACES_KEY: [PREPARER],
    }


def answer_of(report: Mapping[str, object]) -> Answer:
    """What the signed data of a receipt say; raises `NotAParcel` of anything else, or of a newer shape."""
    _schema(report, RECEIPT_SCHEMA)
    try:
        received_at = datetime.fromisoformat(_text(report["received_at"]))
        if received_at.tzinfo is None:
            raise ValueError(received_at)
        taken = report["taken"]
        if not isinstance(taken, bool):
            raise TypeError(taken)
        return Answer(
            file_hash=_text(report["file_sha256"]),
            file_name=_text(report["file_name"]),
            received_at=received_at,
            receiver=_text(report["receiver"]),
            taken=taken,
            reason=_text(report.get("reason", "")),
        )
    except (KeyError, TypeError, ValueError):
        raise NotAParcel(message("The signed data of this file are not those of a receipt.")) from None


def receipt_data(answer: Answer) -> dict[str, Any]:
    """What is signed of a receipt: the shape `answer_of` reads."""
    return {
        "schema": f"{RECEIPT_SCHEMA}{NEWEST}",
        "file_sha256": answer.file_hash,
        "file_name": answer.file_name,
        "received_at": answer.received_at.isoformat(),
        "receiver": answer.receiver,
        "taken": answer.taken,
        "reason": answer.reason,
        PLACES_KEY: [PREPARER],
    }


def _schema(report: Mapping[str, object], wanted: str) -> int:
    """The number of the shape; `NotAParcel` when it is another one or newer than this program."""
    said = report.get("schema")
    number = said.removeprefix(wanted) if isinstance(said, str) and said.startswith(wanted) else ""
    if not (number.isascii() and number.isdecimal() and len(number) <= 4 and int(number)):
        raise NotAParcel(message("The file holds no signed data that CareBook reads."))
    if int(number) > NEWEST:
        raise NewerParcel(
            message("This package was made by a newer version; this PC cannot read it yet. It stays in the inbox.")
        )
    return int(number)


def _time(head: Mapping[str, Any]) -> tuple[ReportKind, str]:
    """The kind of a report and the key of its days."""
    kind = ReportKind(head["kind"])
    span = _mapping(head["period"])
    first, last = date.fromisoformat(span["first_on"]), date.fromisoformat(span["last_on"])
    if first > last:
        raise ValueError(span)
    return kind, key_of(first, last) if kind is ReportKind.ON_DEMAND else key_on(kind, last)


def _table(code: str, given: object) -> ParcelTable:
    table = _mapping(given)
    columns = tuple(_text(column) for column in _sequence(table["columns"], _MOST_CELLS))
    rows = []
    for row in _sequence(table["rows"], _MOST_ROWS):
        values = _mapping(row)["values"]
        if len(_sequence(values, _MOST_CELLS)) != len(columns):
            raise ValueError(code)
        rows.append((_text(row["code"]), tuple(_cell(value) for value in values)))
    if len({name for name, _cells in rows}) != len(rows) or len(set(columns)) != len(columns):
        raise ValueError(code)
    return ParcelTable(_text(code), columns, tuple(rows))


def _cell(value: object) -> int | None:
    """A number of a table; a share in percent is not taken over."""
    if value is None or isinstance(value, float):
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _person(row: Mapping[str, Any]) -> PersonRow:
    alias = row.get("alias", False)
    if not isinstance(alias, bool):
        raise TypeError(alias)
    return PersonRow(
        code=_text(row["code"]),
        full_name=_text(row["full_name"]),
        born=_text(row.get("born", "")),
        sex=_text(row.get("sex", "")),
        national_id=_text(row.get("national_id", "")),
        category=_text(row.get("category", "")),
        since_on=_day(row.get("since_on")),
        until_on=_day(row.get("until_on")),
        alias=alias,
    )


def _said_of(person: PersonRow) -> dict[str, Any]:
    return {
        "code": person.code,
        "full_name": person.full_name,
        "born": person.born,
        "sex": person.sex,
        "national_id": person.national_id,
        "category": person.category,
        "since_on": person.since_on.isoformat() if person.since_on else None,
        "until_on": person.until_on.isoformat() if person.until_on else None,
        "alias": person.alias,
    }


def _mapping(given: object) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise TypeError(given)
    return given


def _sequence(given: object, most: int) -> Sequence[Any]:
    if not isinstance(given, list | tuple) or len(given) > most:
        raise TypeError(given)
    return given


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError(given)
    return given


def _counted(given: object) -> int:
    """A number from 1 on."""
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise ValueError(given)
    return given


def _day(given: object) -> date | None:
    return None if given is None else date.fromisoformat(_text(given))
