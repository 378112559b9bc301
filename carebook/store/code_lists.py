"""Dated reference data: a new book is seeded with the program's files, questions answer for a day, words are looked up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from typing import Any

from carebook import places
from carebook.records.codes import Agency, Code, HolidayRow, LegalBasis, Limit, Rate
from carebook.records.record import Record
from carebook.rules import code_files, dated
from carebook.store.book import Reader, Writer
from carebook.store.rows import from_row

FILES = (
    "admission",
    "casework",
    "daily_care",
    "figures",
    "law",
    "legal_bases",
    "names",
    "people",
    "places",
    "rehabilitation",
    "reintegration",
    "reports",
    "services",
)


class Codes:
    """The words of all code lists, for pages and papers: a plain object that asks no book.

    ``rows`` are rows of the table of codes; a list becomes records when it is first looked into (there are 3,321 communes).
    """

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows: dict[str, list[Any]] = {}
        for row in rows:
            self._rows.setdefault(row["list_name"], []).append(row)
        self._lists: dict[str, dict[str, list[Code]]] = {}

    def _list(self, name: str) -> dict[str, list[Code]]:
        """The records of a list by their code, in the order of the rows."""
        if name not in self._lists:
            by_code: dict[str, list[Code]] = {}
            for row in self._rows.get(name, ()):
                by_code.setdefault(row["code"], []).append(from_row(Code, row))
            self._lists[name] = by_code
        return self._lists[name]

    def code(self, list_name: str, code: str, day: date | None = None) -> Code | None:
        """One word of a list as it stood on ``day`` (as it stands newest without a day); None when the list never had it."""
        return dated.code_on(self._list(list_name).get(code, ()), list_name, code, day or date.max)

    def text(self, list_name: str, code: str, day: date | None = None) -> str:
        """The Vietnamese words of a code; the code itself when the list never had it."""
        found = self.code(list_name, code, day)
        return found.text if found else code

    def names(self) -> list[str]:
        """The names of all lists."""
        return sorted(self._rows)

    def choices(self, list_name: str, day: date) -> list[Code]:
        """The words of a list that can be chosen on ``day``, in their order."""
        return dated.codes_on([c for same in self._list(list_name).values() for c in same], list_name, day)


def seed(writer: Writer) -> int:
    """Write the program's own reference data into a new book; returns the number of rows."""
    records: list[Record] = []
    for name in FILES:
        text = places.resource(f"codes/{name}.toml").read_text(encoding="utf-8")
        records.extend(code_files.codes_from_toml(tomllib.loads(text)))
    with places.resource("codes/communes.csv").open(encoding="utf-8") as lines:
        records.extend(code_files.communes_from_lines(lines))
    for cls in (Code, Rate, LegalBasis, Limit, Agency):
        writer.add_many([record for record in records if type(record) is cls])
    return len(records)


def codes(reader: Reader, list_name: str, day: date) -> list[Code]:
    """The words of one list that hold on ``day``, in their order."""
    reader.asks("codes")
    return dated.codes_on(reader.records(Code, "list_name = ?", (list_name,)), list_name, day)


def code_history(reader: Reader, list_name: str) -> list[Code]:
    """Every row a list ever had, word by word, the oldest first; for the page on which the center keeps its lists."""
    reader.asks("codes")
    return reader.records(Code, "list_name = ?", (list_name,), order="position, code, valid_from")


def list_names(reader: Reader) -> list[str]:
    """The names of all code lists, in the order of the alphabet."""
    reader.asks("codes")
    return [row[0] for row in reader.rows("SELECT DISTINCT list_name FROM code WHERE withdrawn_at IS NULL ORDER BY 1")]


def words(reader: Reader) -> Codes:
    """All code lists at once."""
    reader.asks("codes")
    return Codes(reader.rows("SELECT * FROM code WHERE withdrawn_at IS NULL ORDER BY id"))


def rates(reader: Reader) -> list[Rate]:
    """All rates with their days, by name, the oldest first."""
    reader.asks("codes")
    return reader.records(Rate, order="name, valid_from")


def limits(reader: Reader, *names: str) -> list[Limit]:
    """Deadlines, ages and other numbers of the law with their days, by name, the oldest first: all, or only those of ``names``."""
    reader.asks("codes")
    where = f"name IN ({', '.join('?' * len(names))})" if names else "1"
    return reader.records(Limit, where, names, order="name, valid_from")


def legal_bases(reader: Reader) -> list[LegalBasis]:
    """The legal documents the book knows, in the order they were written down."""
    reader.asks("codes")
    return reader.records(LegalBasis)


def holidays(reader: Reader) -> list[HolidayRow]:
    """The center's own days off and days worked, in order."""
    reader.asks("codes")
    return reader.records(HolidayRow, order="day, id")
