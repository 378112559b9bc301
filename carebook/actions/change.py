"""What a deed gives back: a Change that happened, or Refused with what is wrong beside which field."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from carebook.dates import clock
from carebook.records.declaration import Secret, fields
from carebook.records.record import Record, table_of
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.rules.problem import Problem, errors
from carebook.store import privacy
from carebook.store.book import AlreadyDone, Book, NewerVersion, Reader, Writer, in_vietnam, new_id
from carebook.store.rows import moment_from
from carebook.words import Message, message


@dataclass(frozen=True)
class Change:
    """What was written: the subjects whose pages are stale, the ids touched, and the operation that can be undone.

    ``said`` is the sentence for the message bar; ``result`` is what the deed made, for who called it.
    """

    subjects: frozenset[str]
    ids: tuple[str, ...] = ()
    op: str = ""
    said: Message | None = None
    undoable: bool = True
    result: Any = None


class Refused(Exception):
    """A rule or a missing right stands against the deed; nothing was written and what was typed is kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.message.id for p in self.problems))

    @property
    def message(self) -> Message:
        """The first problem's sentence."""
        return self.problems[0].message

    def __str__(self) -> str:
        return " ".join(str(p.message) for p in self.problems)


class Outdated(Refused):
    """Somebody changed the row after it was put on screen; nothing was overwritten. ``theirs`` is what the book holds."""

    def __init__(self, theirs: Record, who: str, at: datetime | None) -> None:
        self.theirs = theirs
        time = clock(at) if at is not None else "–"
        said = message(
            "{who} changed this at {time}, after the page was opened. Nothing was overwritten.", who=who, time=time
        )
        super().__init__((Problem("", said),))


@dataclass(frozen=True)
class Deed:
    """How a deed is called: its name in the journal and its words on the undo bar and in a missing right."""

    name: str
    words: str
    subjects: frozenset[str] = field(default_factory=frozenset)


P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Record)


def refuse(message: Message, where: str = "") -> Refused:
    """A refusal with one sentence, beside a field when ``where`` names it."""
    return Refused((Problem(where, message),))


def stop_at(problems: Iterable[Problem]) -> None:
    """Refuse when one of the problems is more than a warning."""
    if found := errors(problems):
        raise Refused(found)


def deed(
    words: str, *subjects: str
) -> Callable[[Callable[Concatenate[Book, P], Change]], Callable[Concatenate[Book, P], Change]]:
    """Make a function a deed: the right is checked before, a repeated operation gives its first Change again.

    The function takes ``by: Actor``, ``now: datetime`` and ``op: str`` by keyword. ``words`` is an English source string.
    """

    def wrap(function: Callable[Concatenate[Book, P], Change]) -> Callable[Concatenate[Book, P], Change]:
        name = function.__name__
        described = Deed(name, words, frozenset(subjects))

        @functools.wraps(function)
        def run(book: Book, /, *args: P.args, **given: P.kwargs) -> Change:
            by, now = given["by"], given["now"]
            if not isinstance(by, Actor) or not isinstance(now, datetime):
                raise TypeError("a deed needs its actor and its moment")
            day = in_vietnam(now)
            if not permissions.may(by, name, day):
                early = permissions.begins_later(by, day)
                raise refuse(
                    permissions.too_early(day) if early else permissions.missing_right(words, permissions.DEEDS[name])
                )
            given["op"] = given.get("op") or new_id()
            try:
                return _as_seen(book, function(book, *args, **given), by, now)
            except NewerVersion as newer:
                raise _outdated(book, newer.theirs, by, now) from None
            except AlreadyDone as done:
                return Change(described.subjects, (), done.op, message("This was already done."), undoable=False)

        run.deed = described  # type: ignore[attr-defined]
        return run

    return wrap


def _as_seen(book: Book, change: Change, by: Actor, now: datetime) -> Change:
    """The change with its kept records as ``by`` may see them: what is withheld of a restricted person is empty there, too."""
    result = change.result
    kept = result if isinstance(result, list | tuple) else (result,)
    stays = {one.episode_id for one in kept if isinstance(one, Record) and _holds_back(one)}  # type: ignore[attr-defined]
    if not stays:
        return change
    with book.looking(now) as reader:
        hidden = {stay for stay in stays if _is_hidden(reader, stay, by, now)}
    if not hidden:
        return change
    seen = [
        replace(one, **_withheld_in(type(one))) if getattr(one, "episode_id", None) in hidden else one for one in kept
    ]
    return replace(change, result=type(result)(seen) if isinstance(result, list | tuple) else seen[0])


def _holds_back(record: Record) -> bool:
    """Whether a record of a stay has words that are withheld with a restricted person."""
    return hasattr(record, "episode_id") and any(getattr(record, name) for name in _withheld_in(type(record)))


def _is_hidden(reader: Reader, episode_id: str, by: Actor, now: datetime) -> bool:
    person_id = reader.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,))
    return bool(person_id) and privacy.is_hidden(reader, str(person_id), by, in_vietnam(now))


def with_withheld(writer: Writer, mine: R, there: R, person_id: str, by: Actor, now: datetime) -> R:
    """What was written, with the facts of a restricted person that its writer was not shown and so left empty."""
    if not privacy.is_hidden(writer, person_id, by, in_vietnam(now)):
        return mine
    return replace(mine, **{name: getattr(mine, name) or getattr(there, name) for name in _withheld_in(type(mine))})


def _withheld_in(cls: type[Record]) -> dict[str, Any]:
    """The fields of a record that are withheld with a restricted person, each with what stands in its place."""
    return {one.name: None if one.optional else "" for one in fields(cls) if one.fact.secret is Secret.IDENTITY}


def _outdated(book: Book, theirs: Record, by: Actor, now: datetime) -> Outdated:
    """Who changed the row last, and when, said with what the book holds now and ``by`` may see."""
    with book.looking(now) as reader:
        if _is_hidden(reader, getattr(theirs, "episode_id", ""), by, now):
            theirs = replace(theirs, **_withheld_in(type(theirs)))
        row = reader.row(
            """SELECT j.at, coalesce(s.full_name, 'CareBook') AS who FROM journal j
            LEFT JOIN account a ON a.id = j.actor LEFT JOIN staff_member s ON s.id = a.staff_member_id
            WHERE j.tbl = ? AND j.row_id = ? ORDER BY j.seq DESC LIMIT 1""",
            (table_of(type(theirs)), theirs.id),
        )
    return Outdated(theirs, row["who"] if row else "CareBook", moment_from(row["at"]) if row else None)
