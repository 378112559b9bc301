"""What a file of dated reference data must look like, and the records it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from carebook.records.codes import Agency, Code, LegalBasis, Limit, Rate
from carebook.records.record import Record

R = TypeVar("R", bound=Record)
Reference = Code | Rate | LegalBasis | Limit | Agency

_PLAIN: Mapping[str, type[Rate] | type[LegalBasis] | type[Limit] | type[Agency]] = {
    "rates": Rate,
    "legal_bases": LegalBasis,
    "limits": Limit,
    "agencies": Agency,
}
_CODE_KEYS = frozenset({"code", "text", "note", "valid_from", "valid_to", "source", "group"})


def _code(list_name: str, shared: Mapping[str, Any], given: Mapping[str, Any], position: int) -> Code:
    """One word; what a file says besides the known keys is kept as its details."""
    known = dict(shared) | {key: value for key, value in given.items() if key in _CODE_KEYS}
    extra = {key: value for key, value in given.items() if key not in _CODE_KEYS}
    details = json.dumps(extra, ensure_ascii=False, sort_keys=True, default=str)
    return Code(list_name=list_name, position=position, details=details, **known)


def _codes(lists: Mapping[str, Mapping[str, Any]]) -> Iterable[Code]:
    for list_name, given in lists.items():
        shared = {key: value for key, value in given.items() if key != "codes"}
        for position, row in enumerate(given["codes"], start=1):
            yield _code(list_name, shared, row, position)


def _plain(cls: type[R], row: Mapping[str, Any]) -> R:
    unknown = set(row) - {field.name for field in fields(cls)}
    if unknown:
        raise ValueError(f"{cls.__name__}: unknown {sorted(unknown)}")
    return cls(**row)


def _key(record: Reference) -> tuple[str, ...]:
    match record:
        case Code():
            return ("code", record.list_name, record.code)
        case Rate():
            return ("rate", record.name)
        case Limit():
            return ("limit", record.name)
        case Agency():
            return ("agency", record.role)
        case LegalBasis():
            return ("legal basis", record.doc_no)


def _days(record: Reference) -> tuple[date, date]:
    """The first and last day a record holds, open ends as the first and last day there is."""
    if isinstance(record, LegalBasis):
        return record.effective_from or date.min, record.effective_to or date.max
    return record.valid_from or date.min, record.valid_to or date.max


def check(records: Iterable[Reference]) -> None:
    """Refuse (ValueError) empty codes or words, days in the wrong order, and two rows of one name on the same day."""
    by_key: dict[tuple[str, ...], list[tuple[date, date]]] = {}
    for record in records:
        key = _key(record)
        if not all(key):
            raise ValueError(f"empty code: {key}")
        if isinstance(record, Code) and not record.text.strip():
            raise ValueError(f"no words: {key}")
        first, last = _days(record)
        if last < first:
            raise ValueError(f"ends before it begins: {key}")
        by_key.setdefault(key, []).append((first, last))
    for key, spans in by_key.items():
        for (_, last), (first, _last) in pairwise(sorted(spans)):
            if first <= last:
                raise ValueError(f"twice on one day: {key} {first}")


def codes_from_toml(parsed: Mapping[str, Any]) -> list[Reference]:
    """The records of one parsed file, checked.

    Shape: ``[lists.NAME]`` with ``codes = [{code, text, …}]`` (``source``, ``valid_from`` … beside ``codes`` hold for
    all of them), and tables ``[[rates]]``, ``[[legal_bases]]``, ``[[limits]]``, ``[[agencies]]`` with the records'
    own fields. ValueError when a key is unknown, a code stands twice on one day, or days are in the wrong order.
    """
    unknown = set(parsed) - set(_PLAIN) - {"lists"}
    if unknown:
        raise ValueError(f"unknown tables {sorted(unknown)}")
    records: list[Reference] = list(_codes(parsed.get("lists", {})))
    for name, cls in _PLAIN.items():
        records.extend(_plain(cls, row) for row in parsed.get(name, ()))
    check(records)
    return records


def communes_from_lines(lines: Iterable[str]) -> list[Code]:
    """The communes of ``communes.csv``: lines ``code;name;kind;province_code``, comments begin with "#".

    The first comment is the source; the list is ``commune``, the group the province. ValueError when a line has
    another shape or a code stands twice.
    """
    source = ""
    records: list[Code] = []
    for line in lines:
        text = line.strip()
        if text.startswith("#"):
            source = source or text.lstrip("# ")
        elif text and text != "code;name;kind;province_code":
            code, name, kind, province = text.split(";")
            records.append(
                Code(
                    list_name="commune",
                    code=code,
                    text=name,
                    source=source,
                    valid_from=date(2025, 7, 1),
                    position=len(records) + 1,
                    group=province,
                    details=json.dumps({"kind": kind}, ensure_ascii=False),
                )
            )
    check(records)
    return records
