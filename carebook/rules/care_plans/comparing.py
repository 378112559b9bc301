"""How two versions of any plan are compared: rows as lines of words, rows paired by likeness, texts word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import Enum
from typing import Any, TypeVar

from carebook import money
from carebook.dates import written
from carebook.records import enum_words
from carebook.records.declaration import Kind, fields
from carebook.records.record import Record
from carebook.rules.care_plans.content import Words
from carebook.words import Message, _, message

R = TypeVar("R", bound=Record)

ALIKE = 60  # of 100: texts less alike are two things
MOST_WORDS = 4_000  # longer texts are told as a whole
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*\s*|[^\W\d_]+\s*|[\W_]\s*")


@dataclass(frozen=True)
class Part:
    """A stretch of text: "same" in both versions, "added" in the newer, "removed" from the older."""

    text: str
    mark: str


@dataclass(frozen=True)
class Difference:
    """One thing of the plan compared: "added", "removed", "changed" or "same".

    ``section`` is the part of the plan it stands in ("plan", "goals", …); ``heading`` names the thing; the same and added parts
    in their order read as the newer version, the same and removed ones as the older. ``thread`` is a goal's.
    """

    kind: str
    heading: Message | str
    parts: tuple[Part, ...]
    section: str = "plan"
    thread: str = ""


def facts_compared(old: Record, new: Record, names: Sequence[str], words: Words) -> Iterator[Difference]:
    """The facts of the plan itself, one by one in the order of ``names``; those empty in both are left out."""
    labels = {field.name: field.label for field in fields(type(new))}
    said_old, said_new = facts(old, names, words), facts(new, names, words)
    for name in names:
        if said_old.get(name) or said_new.get(name):
            yield against(said_old.get(name, ""), said_new.get(name, ""), labels[name], "plan")


def likeness(a: str, b: str) -> float:
    """How alike two texts are, 0 to 100: a text that only grew longer is still much like itself."""
    from rapidfuzz import fuzz  # loaded when versions are compared, not with the window

    return (fuzz.token_sort_ratio(a, b) + fuzz.token_set_ratio(a, b)) / 2


def paired(
    old: Sequence[R], new: Sequence[R], likeness: Callable[[R, R], float]
) -> Iterator[tuple[R | None, R | None, int]]:
    """Each new row with the old row most like it, the likest pairs first; rows with no likeness stand alone. With the place
    of the new row, or of the old one that is gone.
    """
    scored = sorted((-likeness(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new))
    taken: dict[int, int] = {}
    for score, i, j in scored:
        if -score >= ALIKE and i not in taken.values() and j not in taken:
            taken[j] = i
    for j, row in enumerate(new):
        yield (old[taken[j]] if j in taken else None), row, j + 1
    for i, row in enumerate(old):
        if i not in taken.values():
            yield row, None, i + 1


def against(old: str, new: str, heading: Message | str, section: str, *, thread: str = "") -> Difference:
    """Two lines compared; an empty one means that the thing was not there, or is gone."""
    kind = "same" if old == new else "changed" if old and new else "added" if new else "removed"
    return Difference(kind, heading, compared(old, new), section, thread)


def line(row: Record | None, names: Sequence[str], words: Words, *, headed: bool = False) -> str:
    """A row as one line: what it is (the first of ``names``), then its other facts with their labels; "" without a row.

    ``headed``: what it is stands in the heading already.
    """
    if row is None:
        return ""
    labels = {field.name: field.label for field in fields(type(row))}
    said = facts(row, names, words)
    start = said.pop(names[0], "")
    told = (f"{labels[name]}: {text}" for name, text in said.items())
    return " · ".join(filter(None, ("" if headed else start, *told))) or "–"


def facts(row: Record, names: Sequence[str], words: Words) -> dict[str, str]:
    """The facts of a row in words, empty ones and plain "no" left out."""
    found = {}
    by_name = {field.name: field for field in fields(type(row))}
    for name in names:
        field = by_name[name]
        text = _said(getattr(row, name), field.fact.kind, str(field.fact.codes), words)
        if text and field.fact.unit and field.fact.kind is not Kind.MONEY:
            text += " " + _(field.fact.unit)
        if text:
            found[name] = text
    return found


def _said(value: Any, kind: Kind, codes: str, words: Words) -> str:
    match value:
        case None | "" | () | False:
            return ""
        case True:
            return str(message("yes"))
        case Enum():
            return enum_words.said(value)
        case date():
            return written(value)
        case int() if kind is Kind.MONEY:
            return money.dong(value)
        case tuple():
            return "; ".join(str(one) for one in value)
        case str() if kind is Kind.CODE:
            return words(codes, value)
        case str() if kind in (Kind.LINK, Kind.DATA):
            return words("link", value)
    return str(value).strip()


def compared(old: str, new: str) -> tuple[Part, ...]:
    """Two texts as stretches: same, removed, added; numbers, units and punctuation marks are words of their own.

    The same and added parts joined are ``new``; the same and removed ones are ``old`` but for blanks between words.
    """
    if old == new:
        return (Part(new, "same"),) if new else ()
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(a), len(b)) > MOST_WORDS:
        return tuple(part for part in (Part(old, "removed"), Part(new, "added")) if part.text)
    parts: list[Part] = []
    matcher = SequenceMatcher(None, [t.strip() for t in a], [t.strip() for t in b], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            parts.append(Part("".join(b[j1:j2]), "same"))
            continue
        parts += [p for p in (Part("".join(a[i1:i2]), "removed"), Part("".join(b[j1:j2]), "added")) if p.text]
    return tuple(parts)
