"""The history of a record as sentences: when, who, did what, old → new, why (the voice of the interface's words)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from carebook import dates, money
from carebook.dates import PartialDate
from carebook.records import enum_words, episodes, facility, people, periods, staff
from carebook.records.codes import Code, LegalBasis, Limit, Rate
from carebook.records.declaration import Field, Kind, Secret, fields
from carebook.records.record import Record, table_of
from carebook.words import Message, message

CLASSES: Mapping[str, type[Record]] = {
    table_of(cls): cls
    for module in (people, episodes, staff, facility, periods)
    for cls in vars(module).values()
    if isinstance(cls, type) and issubclass(cls, Record) and cls is not Record
} | {table_of(cls): cls for cls in (Code, Rate, Limit, LegalBasis)}

# What a row of a table is called in a sentence, and the field that names it.
_NOUNS: Mapping[str, tuple[Message, str]] = {
    "person": (message("person"), "full_name"),
    "alias": (message("other name"), "full_name"),
    "identity_paper": (message("identity paper"), "number"),
    "health_card": (message("health card"), "number"),
    "disability_certificate": (message("disability certificate"), "number"),
    "address": (message("address"), "as_written"),
    "relative": (message("relative"), "full_name"),
    "allergy": (message("allergy"), "substance"),
    "attachment": (message("attachment"), "title"),
    "episode": (message("stay"), "start_on"),
    "episode_category": (message("category"), "category"),
    "bed_assignment": (message("bed"), "bed"),
    "absence": (message("absence"), "kind"),
    "dossier_item": (message("paper of the dossier"), "paper"),
    "service_contract": (message("contract"), "number"),
    "belonging": (message("belonging"), "what"),
    "staff_member": (message("staff member"), "full_name"),
    "account": (message("account"), "login"),
    "role_grant": (message("role"), "role"),
    "snapshot": (message("report"), "month"),
    "ward": (message("ward"), "name"),
    "room": (message("room"), "name"),
}
# Deeds that are told by one sentence of their own instead of row by row.
_DEEDS: Mapping[str, Message] = {
    "admit_person": message("admits"),
    "discharge_person": message("ends the stay"),
    "restrict_record": message("restricts the record"),
    "close_period": message("closes the figures"),
    "sign_as_head": message("signs the report"),
    "sign_as_preparer": message("signs the tables"),
    "sign_in_ink": message("records the signature in ink"),
    "send_package": message("sends the report"),
    "merge_people": message("joins two records"),
}
MANY = 10


@dataclass(frozen=True)
class Change:
    """One journal line as the rules need it; values are as stored."""

    op: str
    at: datetime
    who: str
    deed: str
    reason: str
    table: str
    kind: str
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Told:
    """One sentence of the history. ``op`` is the operation that can be undone."""

    at: datetime
    who: str
    text: str
    op: str


Words = Callable[[str, str], str]
"""(name of a code list, code) → its words; an id of a linked record comes with the list name "link"."""


def tell(changes: Iterable[Change], words: Words, today: date) -> list[Told]:
    """The sentences of journal lines given newest first; lines of one operation make one sentence."""
    told = []
    for op, group in groupby(changes, key=lambda c: c.op):
        lines = list(group)[::-1]
        first = lines[0]
        text = _operation(lines, words)
        if first.reason:
            text += str(message(", reason: {why}", why=first.reason))
        told.append(Told(first.at, first.who, f"{dates.moment(first.at, today)} {first.who} {text}", op))
    return told


def _operation(lines: list[Change], words: Words) -> str:
    first = lines[0]
    if first.deed == "undo_deed":
        inner = _rows(lines, words, undone=True)
        return str(message("undoes: {what}", what=inner) if inner else message("undoes"))
    if first.deed == "import_list":
        people = sum(line.table == "person" for line in lines)
        return str(
            message("imports {n} people from a list", n=people) if people > 1 else message("imports from a list")
        )
    if first.deed in _DEEDS:
        return str(_DEEDS[first.deed])
    if first.deed == "move_bed" and lines[-1].kind == "I":
        given = lines[-1].changes
        room, bed = (str(given.get(name, (None, ""))[1] or "") for name in ("room_id", "bed"))
        where = words("link", room)
        if not bed:
            return str(message("moves to {room}", room=where))
        return str(message("moves to {room}, bed {bed}", room=where, bed=bed))
    return _rows(lines, words) or str(message("changes a protected item"))


def _rows(lines: list[Change], words: Words, *, undone: bool = False) -> str:
    if len(lines) >= MANY:
        noun, _ = _NOUNS.get(lines[0].table, (message("row"), ""))
        return str(message("writes {n} rows: {what}", n=len(lines), what=noun))
    return "; ".join(filter(None, (_row(line, words, undone) for line in lines)))


def _row(line: Change, words: Words, undone: bool) -> str:
    noun, naming = _NOUNS.get(line.table, (message("row"), ""))
    cls = CLASSES.get(line.table)
    by_name = {f.name: f for f in fields(cls)} if cls else {}
    if line.kind == "U" and "withdrawn_at" in line.changes:
        struck = line.changes["withdrawn_at"][1] is not None
        if undone:  # what was added is struck through, what was struck through stands again
            return str(message("adds {what}", what=noun) if struck else message("strikes through: {what}", what=noun))
        return str(message("strikes through: {what}", what=noun) if struck else message("restores: {what}", what=noun))
    if line.kind == "I":
        name = line.changes.get(naming, (None, None))[1]
        text = _said(by_name[naming], name, words) if naming in by_name else ""
        return str(message("adds {what}: {text}", what=noun, text=text) if text else message("adds {what}", what=noun))
    if line.kind == "D":
        return str(message("removes {what}", what=noun))
    parts = []
    for name, (old, new) in line.changes.items():
        field = by_name.get(name)
        if name == "protected" or (field is not None and field.fact.secret is Secret.HIV):
            parts.append(str(message("changes a protected item")))
        elif field is not None and field.fact.shown:
            before, after = _said(field, old, words), _said(field, new, words)
            label = field.label[:1].lower() + field.label[1:]
            parts.append(
                str(
                    message("edits {field} {old} → {new}", field=label, old=before, new=after or "–")
                    if before
                    else message("writes {field} {new}", field=label, new=after or "–")
                )
            )
    return ", ".join(parts)


def _said(field: Field, value: Any, words: Words) -> str:
    """A stored value in words, never as a code."""
    if value in (None, "", "[]"):
        return ""
    kind = field.fact.kind
    if field.fact.choices is not None:
        return enum_words.said(field.fact.choices(value))
    if kind is Kind.CODE:
        return words(str(field.fact.codes), str(value))
    if kind is Kind.CODES:
        given = json.loads(value) if isinstance(value, str) else list(value)
        return ", ".join(words(str(field.fact.codes), str(v)) for v in given)
    if kind is Kind.LINK:
        return words("link", str(value))
    if kind is Kind.DATE:
        return dates.written(date.fromisoformat(value))
    if kind is Kind.PARTIAL_DATE:
        return dates.written(PartialDate.from_text(value))
    if kind is Kind.YES:
        return str(message("yes") if value else message("no"))
    if kind is Kind.MONEY:
        return money.dong(int(value))
    return f"{value} {field.fact.unit}".strip()


__all__ = ["Change", "Told", "Words", "tell"]
