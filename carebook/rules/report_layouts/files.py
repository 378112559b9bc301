"""A layout of a report as a file that is carried from one book to another: written, and read with each fault by line and reason."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carebook.records.periods import ReportKind
from carebook.records.report_layouts import OwnTable, ReportTemplate
from carebook.rules import own_tables
from carebook.rules.instruments.lines import lines_of
from carebook.rules.instruments.tables import Faults, Table
from carebook.rules.movement import CodeBook
from carebook.rules.names import normalise
from carebook.rules.report_layouts.layouts import (
    Layout,
    OwnHeading,
    RowGroup,
    layout_of,
    problems_in,
    with_layout,
)
from carebook.words import Message, message

NEWEST = 1
LONGEST_FILE = 200_000
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True)
class LayoutFile:
    """A template and the own tables it brings along, none of them kept yet."""

    template: ReportTemplate
    own_tables: tuple[OwnTable, ...] = ()


class BadLayout(Exception):
    """A file that is no layout. ``problems``: the line, counted from 1, and the reason of every fault."""

    def __init__(self, problems: tuple[tuple[int, Message], ...]) -> None:
        super().__init__(problems)
        self.problems = problems


# Writing


def write_file(found: LayoutFile) -> str:
    """The file of a layout: TOML that `read_file` reads back."""
    template, layout = found.template, layout_of(found.template)
    parts = [
        "# Mẫu báo cáo: nhập ở Thiết lập › Mẫu báo cáo.",
        f"carebook_layout = {NEWEST}",
        "",
        "[layout]",
        *_pairs(
            {
                "name": template.name,
                "kind": template.kind.value,
                "valid_from": template.valid_from,
                "valid_to": template.valid_to,
                "title": template.title,
                "tables": template.tables,
                "addressed_to": template.addressed_to,
                "recipients": template.recipients,
                "legal_bases": template.legal_bases,
                "sealed": template.sealed,
            }
        ),
    ]
    for group in layout.grouping:
        about = {"table": group.table, "label": group.label, "rows": group.rows}
        parts += ["", "[[layout.grouping]]", *_pairs(about), f"parts = {_value(group.parts)}"]
    for heading in layout.headings:
        parts += ["", "[[layout.headings]]", *_pairs({"code": heading.code, "words": heading.words})]
    for own in found.own_tables:
        parts += ["", "[[own_tables]]", *_pairs({"code": own.code, "title": own.title})]
        for key, rows in own_tables.Design.from_json(own.design).to_dict().items():
            for row in rows:
                parts += ["", f"[[own_tables.{key}]]", *_pairs(row)]
    return "\n".join(parts) + "\n"


def _pairs(values: Mapping[str, Any]) -> list[str]:
    """One key a line; what is empty is left out."""
    return [f"{key} = {_value(value)}" for key, value in values.items() if value not in ("", (), None, False)]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value)


# Reading


def read_file(text: str, book: CodeBook, tables: Collection[str], headings: Collection[str]) -> LayoutFile:
    """The layout a file describes; ``tables`` and ``headings`` are the codes of those there are.

    BadLayout with every fault: of shape (syntax, keys, values of no list), else of meaning (a table nobody has, a row in two
    groups).
    """
    if not text.strip():
        raise BadLayout(((1, message("The file is empty.")),))
    faults = Faults(lines_of(text))
    file = Table(_parsed(text), (), faults)
    version = file.whole("carebook_layout", required=True, least=1, most=1_000)
    if version is not None and version > NEWEST:
        raise BadLayout(
            ((1, message("A newer CareBook wrote this file. Update the program, then add the file again.")),)
        )
    found = _file(file, book)
    file.close()
    if not faults.found and found is not None:
        _look_for_faults(found, tables, headings, faults)
    if faults.found or found is None:
        raise BadLayout(faults.found)
    return found


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (len(text.splitlines()), 1)
        reason = message(
            "Near character {column}: a quote, a bracket or “=” is missing, or a name is there twice.", column=column
        )
        raise BadLayout(((line, reason),)) from error


def _file(file: Table, book: CodeBook) -> LayoutFile | None:
    given = file.table("layout", required=True)
    own = []
    for one in file.tables("own_tables"):
        code, title = one.text("code"), normalise(one.text("title"))
        design = own_tables.read_design(one, book).to_json()
        one.close()
        own.append(OwnTable(code=code, title=title, design=design))
    if given is None:
        return None
    template = ReportTemplate(
        name=normalise(given.text("name")),
        kind=given.one_of("kind", ReportKind) or ReportKind.MONTHLY,
        valid_from=given.day("valid_from") if "valid_from" in given else None,
        valid_to=given.day("valid_to") if "valid_to" in given else None,
        addressed_to=given.texts("addressed_to"),
        recipients=given.texts("recipients"),
        legal_bases=given.texts("legal_bases"),
        sealed=given.flag("sealed", False),
    )
    layout = Layout(
        template.name,
        normalise(given.text("title", "")),
        given.texts("tables"),
        tuple(_groups(given)),
        tuple(_headings(given)),
    )
    given.close()
    return LayoutFile(with_layout(template, layout), tuple(own))


def _groups(given: Table) -> Iterable[RowGroup]:
    for one in given.tables("grouping"):
        rows = one.texts("rows", required=True)
        yield RowGroup(one.text("table"), normalise(one.text("label")), rows, one.flag("parts", True))
        one.close()


def _headings(given: Table) -> Iterable[OwnHeading]:
    for one in given.tables("headings"):
        yield OwnHeading(one.text("code"), normalise(one.text("words", "")))
        one.close()


def _look_for_faults(found: LayoutFile, tables: Collection[str], headings: Collection[str], faults: Faults) -> None:
    """What a file of the right shape says that cannot be."""
    for problem in problems_in(found.template, ()):
        faults.add(("layout", problem.field), problem.message)
    for place, own in enumerate(found.own_tables):
        for problem in own_tables.problems_in(own, found.own_tables[:place]):
            faults.add(("own_tables", place, problem.field), problem.message)
    known = {*tables, *(own.code for own in found.own_tables)}
    layout = layout_of(found.template)
    for code in layout.tables:
        if code not in known:
            faults.add(("layout", "tables"), _unknown_table(code))
    for place, group in enumerate(layout.grouping):
        if group.table not in known:
            faults.add(("layout", "grouping", place, "table"), _unknown_table(group.table))
    for place, heading in enumerate(layout.headings):
        if heading.code not in headings:
            words = message("There is no heading “{code}”.", code=heading.code)
            faults.add(("layout", "headings", place, "code"), words)


def _unknown_table(code: str) -> Message:
    return message("There is no table “{code}” in this book, and the file does not bring it.", code=code)


def brought(layout: Layout, kept: Sequence[OwnTable]) -> tuple[OwnTable, ...]:
    """The own tables a layout prints, which its file has to bring along."""
    return tuple(own for own in kept if own.code in layout.tables)
