"""The history of a record as sentences: when, who, did what, old → new, why (the voice of the interface's words)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from carebook import dates, money
from carebook.dates import PartialDate
from carebook.records import care_plans, enum_words, sessions
from carebook.records.declaration import Field, Kind, Secret, fields
from carebook.rules.history.measures import told_measures
from carebook.rules.history.nouns import CLASSES, NOUNS
from carebook.words import Message, _, message

__all__ = ["CLASSES", "MANY", "Change", "Told", "Words", "tell"]

# Deeds that are told by one sentence of their own instead of row by row.
_DEEDS: Mapping[str, Message] = {
    "admit_person": message("admits"),
    "discharge_person": message("ends the stay"),
    "restrict_record": message("restricts the record"),
    "close_period": message("closes the figures"),
    "reopen_period": message("opens the figures again"),
    "sign_as_head": message("signs the report"),
    "sign_as_preparer": message("signs the tables"),
    "sign_in_ink": message("records the signature in ink"),
    "send_package": message("sends the report"),
    "merge_people": message("joins two records"),
    "complete_handover": message("hands over and ends the stay"),
    "send_receipt": message("signs receipts for packages"),
}
MANY = 10


@dataclass(frozen=True)
class Change:
    """One journal line as the rules need it; values are as stored. ``row_id`` lets a plan's version be named by its number."""

    op: str
    at: datetime
    who: str
    deed: str
    reason: str
    table: str
    kind: str
    changes: Mapping[str, tuple[Any, Any]]
    row_id: str = ""


@dataclass(frozen=True)
class Told:
    """One sentence of the history. ``op`` is the operation that can be undone."""

    at: datetime
    who: str
    text: str
    op: str


Words = Callable[[str, str], str]
"""(name of a code list, code) → its words; an id of a linked record comes with the list name "link".

A measure comes with "measure_unit" for its unit.
"""


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
    if first.deed == "merge_people" and (told := _joining(lines, words)):
        return told
    if first.deed == "receive_parcel" and (told := _package(lines)):
        return told
    if first.deed in _DEEDS:
        return str(_DEEDS[first.deed])
    if first.deed == "move_bed" and lines[-1].kind == "I":
        given = lines[-1].changes
        room, bed = (str(given.get(name, (None, ""))[1] or "") for name in ("room_id", "bed"))
        where = words("link", room)
        if not bed:
            return str(message("moves to {room}", room=where))
        return str(message("moves to {room}, bed {bed}", room=where, bed=bed))
    told = _plan(lines, words) or _scale(lines, words) or _session(lines, words) or _measures(lines, words)
    told = told or _rows(lines, words)
    return told or str(message("changes a protected item"))


def _package(lines: list[Change]) -> str:
    """A package that came, by its file's name; one that waited is taken again. "" when none of its own facts were written."""
    there = next((one for one in reversed(lines) if one.table == "received_parcel"), None)
    if there is None:
        return ""
    if there.kind == "I":
        return str(message("receives the package “{file}”", file=there.changes["file_name"][1]))
    return str(message("takes a package that waited"))


def _joining(lines: list[Change], words: Words) -> str:
    """The joining of two files with the code of the one that went; "" when it is not known any more."""
    gone = next((one for one in lines if one.table == "person" and _is_first_joining(one)), None)
    code = words("link", gone.row_id) if gone is not None else ""
    known = gone is not None and code not in ("", gone.row_id)
    return str(message("joins the file {code} to this one", code=code)) if known else ""


def _is_first_joining(line: Change) -> bool:
    before, after = line.changes.get("merged_into", (None, None))
    return before is None and after is not None


def _plan(lines: list[Change], words: Words) -> str:
    """A deed about a version of a care plan as one sentence; "" for other deeds, and when the version's number is not known."""
    by_table = {line.table: line for line in lines}
    version = by_table.get("care_plan") or by_table.get("plan_decision") or by_table.get("plan_review")
    if version is None:
        return ""
    plan_id = version.row_id if version.table == "care_plan" else version.changes["plan_id"][1]
    number = words("link", str(plan_id))
    if not number or number == plan_id:
        return ""
    match version.deed:
        case "save_plan" if version.kind == "I":
            return str(message("writes plan version {number}", number=number))
        case "submit_plan":
            return str(message("submits plan version {number}", number=number))
        case "withdraw_plan":
            return str(message("withdraws plan version {number}", number=number))
        case "return_plan":
            comment = by_table["plan_decision"].changes["comment"][1]
            return str(message("returns plan version {number}: “{comment}”", number=number, comment=comment))
        case "approve_plan":
            return _approval(by_table, number, words)
        case "review_plan":
            proposal = care_plans.Proposal(by_table["plan_review"].changes["proposal"][1])
            return str(
                message("reviews plan version {number}: {proposal}", number=number, proposal=enum_words.said(proposal))
            )
        case "end_plan":
            return str(message("ends plan version {number}", number=number))
    return ""


def _scale(lines: list[Change], words: Words) -> str:
    """A deed about a sheet of a scale as one sentence that names the scale; "" for other deeds."""
    sheet = next((line for line in lines if line.table in ("instrument_score", "item_answer")), None)
    title = words("link", sheet.row_id) if sheet is not None else ""
    if sheet is None or not title or title == sheet.row_id:
        return ""
    match sheet.deed:
        case "save_score" if sheet.table == "instrument_score" and sheet.kind == "I":
            return str(message("fills in the scale {title}", title=title))
        case "save_score":
            return str(message("edits the scale {title}", title=title))
        case "complete_score":
            return str(message("completes the scale {title}", title=title))
        case "strike_score":
            return str(message("strikes through: {what}", what=title))
    return ""


def _session(lines: list[Change], words: Words) -> str:
    """What became of a session of therapy, as one sentence that says which; "" for other deeds."""
    session = next((line for line in lines if line.table == "session"), None)
    when = words("link", session.row_id) if session is not None else ""
    if session is None or session.kind != "U" or not when or when == session.row_id:
        return ""
    if session.deed == "strike_session":
        return str(message("strikes the session of {when} through", when=when))
    if session.deed not in ("tick_sessions", "record_session", "cancel_session"):
        return ""
    if (state := session.changes.get("state", (None, None))[1]) is not None:
        said = enum_words.said(sessions.SessionState(state))
        return str(message("records the session of {when}: {state}", when=when, state=said))
    return str(message("edits the session of {when}: {what}", when=when, what=_rows(lines, words)))


def _measures(lines: list[Change], words: Words) -> str:
    """What was measured, as one sentence with its values; "" for other deeds and for a whole round of people."""
    return told_measures(lines, words) if len(lines) < MANY else ""


def _approval(by_table: Mapping[str, Change], number: str, words: Words) -> str:
    if "care_plan" not in by_table:
        tier = words("approval_tier", by_table["plan_decision"].changes["tier"][1])
        return str(message("approves plan version {number} at the tier {tier}", number=number, tier=tier))
    pointer = by_table.get("plan_in_force")
    before = pointer.changes.get("plan_id", (None, None))[0] if pointer else None
    if pointer is not None and before and "withdrawn_at" not in pointer.changes:
        return str(
            message(
                "approves plan version {number}; version {before} is no longer in force",
                number=number,
                before=words("link", str(before)),
            )
        )
    return str(message("approves plan version {number}", number=number))


def _rows(lines: list[Change], words: Words, *, undone: bool = False) -> str:
    if len(lines) >= MANY:
        noun, _ = NOUNS.get(lines[0].table, (message("row"), ""))
        return str(message("writes {n} rows: {what}", n=len(lines), what=noun))
    told = Counter(filter(None, (_row(line, words, undone) for line in lines)))
    return "; ".join(
        what if times == 1 else str(message("{what} ({n} times)", what=what, n=times)) for what, times in told.items()
    )


def _row(line: Change, words: Words, undone: bool) -> str:
    noun, naming = NOUNS.get(line.table, (message("row"), ""))
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


def told_row(table: str, stored: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """What a row says, as stored: each filled field that histories show, with its label, in words; links lead nowhere here."""
    cls = CLASSES.get(table)
    if cls is None:
        return []
    told = []
    for field in fields(cls):
        if not field.fact.shown or field.fact.kind is Kind.LINK or field.name not in stored:
            continue
        if field.fact.secret is Secret.HIV:
            told.append((field.label, str(message("protected"))))
        elif text := _said(field, stored[field.name], words):
            told.append((field.label, text))
    return told


def _said(field: Field, value: Any, words: Words) -> str:
    """A stored value in words, never as a code."""
    if value in (None, "", "[]"):
        return ""
    kind = field.fact.kind
    if field.name == "instrument":  # a scale, kept by its code
        return words("link", str(value)) or str(value)
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
    if kind is Kind.MOMENT:
        return (
            dates.clock(datetime.fromisoformat(value))
            + " "
            + dates.written(dates.local(datetime.fromisoformat(value)).date())
        )
    if kind is Kind.TIME:
        return str(value)
    if kind is Kind.PARTIAL_DATE:
        return dates.written(PartialDate.from_text(value))
    if kind is Kind.YES:
        return str(message("yes") if value else message("no"))
    if kind is Kind.MONEY:
        return money.dong(int(value))
    text = " ".join(str(value).split("\n"))
    return f"{text} {_(field.fact.unit) if field.fact.unit else ''}".strip()
