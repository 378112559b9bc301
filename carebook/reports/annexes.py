"""Lists of people bound into a report: chosen at its closing, frozen with it, drawn behind its tables, in no file of figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from carebook.records.figures import Period
from carebook.reports.grid import Grid, GridColumn, numbered
from carebook.reports.office_lists import UNDER_CODE, about, cells, chosen_columns
from carebook.rules.office_lists import ListKind
from carebook.store.book import Reader
from carebook.store.office_lists import office_list

OFFERED = (ListKind.ADMISSIONS, ListKind.DISCHARGES)
"""Lists of what happened in the days of a report."""

NAME = "name"
NOTE = "Hồ sơ bảo mật chỉ ghi mã hồ sơ."


@dataclass(frozen=True)
class AnnexColumn:
    """One column. ``always`` is told also of who stands under the code only."""

    code: str
    heading: str
    align: str
    always: bool


@dataclass(frozen=True)
class AnnexLine:
    """One person's line: finished words, one a column."""

    person_id: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Annex:
    """A list as it was closed. ``under_code`` are the people whose record is restricted: of them only what names nobody."""

    kind: str
    title: str
    about: str
    columns: tuple[AnnexColumn, ...]
    lines: tuple[AnnexLine, ...]
    under_code: frozenset[str] = frozenset()

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands under the list."""
        count = f"Danh sách có {len(self.lines)} dòng."
        return (count, NOTE) if any(line.person_id in self.under_code for line in self.lines) else (count,)

    @property
    def grid(self) -> Grid:
        """The numbered lines under their headings."""
        made = numbered([one.heading for one in self.columns], [line.cells for line in self.lines])
        aligned = (GridColumn(one.heading, align=one.align) for one in self.columns)
        return replace(made, columns=(made.columns[0], *aligned))

    def to_json(self) -> dict[str, Any]:
        """Everything, ready for ``json.dumps``."""
        return asdict(self) | {"under_code": sorted(self.under_code)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Annex:
        """The list of ``to_json``."""
        return cls(
            kind=kept["kind"],
            title=kept["title"],
            about=kept["about"],
            columns=tuple(AnnexColumn(**one) for one in kept["columns"]),
            lines=tuple(AnnexLine(one["person_id"], tuple(one["cells"])) for one in kept["lines"]),
            under_code=frozenset(kept["under_code"]),
        )


def gather(reader: Reader, kinds: Iterable[ListKind], period: Period) -> tuple[Annex, ...]:
    """The chosen lists of the days of a report, in the order they are offered; the same for every role."""
    chosen = set(kinds)
    return tuple(_gathered(reader, kind, period) for kind in OFFERED if kind in chosen)


def _gathered(reader: Reader, kind: ListKind, period: Period) -> Annex:
    found = replace(office_list(reader, kind, period), annexed_to="")
    columns = chosen_columns(kind)
    told = [cells(found, entry, columns) for entry in found.entries]
    made = numbered([column.heading for column in columns], told)
    people = [entry.stay.person_id for entry in found.entries]
    words = found.book.text("office_list", kind.value)
    return Annex(
        kind=kind.value,
        title=f"Danh sách {words[:1].lower()}{words[1:]}",
        about=about(found),
        columns=tuple(
            AnnexColumn(column.code, column.heading, made.align(n), column.always)
            for n, column in enumerate(columns, 1)
        ),
        lines=tuple(
            AnnexLine(person, tuple(made.text(value, made.columns[n]) for n, value in enumerate(line, 1)))
            for person, line in zip(people, told, strict=True)
        ),
        under_code=found.under_code & set(people),
    )


def covered(annex: Annex, restricted: Collection[str]) -> Annex:
    """The list with everybody of ``restricted`` under the code: who was not yet when it was closed is from now on."""
    late = frozenset(line.person_id for line in annex.lines if line.person_id in restricted) - annex.under_code
    lines = tuple(_under_code(line, annex.columns) if line.person_id in late else line for line in annex.lines)
    return replace(annex, lines=lines, under_code=annex.under_code | late)


def _under_code(line: AnnexLine, columns: Sequence[AnnexColumn]) -> AnnexLine:
    kept = zip(columns, line.cells, strict=True)
    return replace(
        line,
        cells=tuple(UNDER_CODE if one.code == NAME else words if one.always else "" for one, words in kept),
    )


def named(annexes: Sequence[Annex]) -> list[tuple[str, Annex]]:
    """Each list with its name: "Phụ lục", or "Phụ lục I", "Phụ lục II" where there are several (NĐ 30/2020, Phụ lục I)."""
    if len(annexes) == 1:
        return [("Phụ lục", annexes[0])]
    return [(f"Phụ lục {'I' * n}", annex) for n, annex in enumerate(annexes, 1)]


def said(annexes: Sequence[Annex]) -> str:
    """How the text of the report refers to them: "danh sách tại Phụ lục I, Phụ lục II"; "" without any."""
    return f"danh sách tại {', '.join(name for name, _annex in named(annexes))}" if annexes else ""
