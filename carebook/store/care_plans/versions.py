"""Versions of a plan as any kind of plan keeps them: rows under a version, one pointer to what is in force, who wrote it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from carebook.records.care_plans import PlanState
from carebook.records.record import Record, table_of
from carebook.store.book import Reader, Writer
from carebook.store.privacy import source_of

R = TypeVar("R", bound=Record)
# What deeds decide about a version, never what is written on its page.
_DECIDED = (
    *("state", "submitted_at", "submitted_by", "round", "approved_at", "ended_on", "ended_because"),
    *("withdrawn_at", "withdrawn_by", "withdrawn_because"),
)
_GIVEN = ("episode_id", "number", "replaces_id")


@dataclass(frozen=True)
class Versions:
    """A kind of plan: its records, the column by which they name their version, the code list of its tiers of approval.

    ``parts`` are the content of a version; ``writing`` the deeds that put content into it or put it before its approver: who
    did them wrote the plan.
    """

    plan: type[Record]
    pointer: type[Record]
    decision: type[Record]
    review: type[Record]
    parts: tuple[type[Record], ...]
    link: str
    tiers: str
    writing: tuple[str, ...]

    @property
    def table(self) -> str:
        """The table of the versions."""
        return table_of(self.plan)

    def version_of(self, row: Record) -> str:
        """The id of the version a row belongs to."""
        return str(getattr(row, self.link))


def source(reader: Reader, cls: type[Record]) -> str:
    """Where a question of several tables reads a class from: a writer has no views."""
    return table_of(cls) if isinstance(reader, Writer) else source_of(cls)


def by_version(
    reader: Reader, kind: Versions, cls: type[Record], ids: Sequence[str], order: str
) -> dict[str, list[Any]]:
    """The rows of a class by the id of their version."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in reader.records(cls, f"{kind.link} IN ({', '.join('?' * len(ids))})", tuple(ids), order=order):
        found[kind.version_of(row)].append(row)
    return found


def pointers(reader: Reader, kind: Versions, stays: Iterable[str]) -> dict[str, Any]:
    """The pointers of stays by the id of the version in force."""
    wanted = tuple(stays)
    rows = reader.records(kind.pointer, f"episode_id IN ({', '.join('?' * len(wanted))})", wanted)
    return {kind.version_of(row): row for row in rows}


def goals_pointed_at(reader: Reader, kind: Versions, goal: type[R], episode_id: str) -> tuple[R, ...]:
    """The goals of the version in force of a stay, in their order; () without one."""
    here = f"SELECT {kind.link} FROM {source(reader, kind.pointer)} WHERE episode_id = ? AND withdrawn_at IS NULL"
    return tuple(reader.records(goal, f"{kind.link} = ({here})", (episode_id,), order="position, id"))


def authors(reader: Reader, kind: Versions, ids: Sequence[str]) -> dict[str, set[str]]:
    """Who wrote each version, by the journal of its rows, struck through ones too."""
    marks = ", ".join("?" * len(ids))
    rows = " UNION ALL ".join(
        [
            f"SELECT '{kind.table}' AS tbl, id, id AS plan_id FROM {source(reader, kind.plan)} WHERE id IN ({marks})",
            *(
                f"SELECT '{table_of(cls)}', id, {kind.link} FROM {source(reader, cls)} WHERE {kind.link} IN ({marks})"
                for cls in kind.parts
            ),
        ]
    )
    journal = "journal" if isinstance(reader, Writer) else "found_journal"
    found: dict[str, set[str]] = defaultdict(set)
    for row in reader.rows(
        f"""SELECT DISTINCT v.plan_id, a.staff_member_id FROM ({rows}) v
        JOIN {journal} j ON j.tbl = v.tbl AND j.row_id = v.id JOIN account a ON a.id = j.actor
        WHERE j.deed IN ({", ".join("?" * len(kind.writing))})""",
        (*(tuple(ids) * (1 + len(kind.parts))), *kind.writing),
    ):
        found[row["plan_id"]].add(row["staff_member_id"])
    return found


def kept_plan(writer: Writer, kind: Versions, plan: R, made_from: str | None) -> R:
    """The version as it is written now; without id it becomes the next of its stay, a draft made from ``made_from`` unless it
    names another. What deeds decide stays as the book has it.
    """
    given: Any = plan
    if plan.id:
        there = writer.record(type(plan), plan.id)
        if there is None:
            raise LookupError(plan.id)
        kept = writer.amend(_with(plan, there, (*_DECIDED, *_GIVEN)))
        return kept if kept.version > there.version else bumped(writer, kept)
    number = writer.value(
        f"SELECT coalesce(max(number), 0) + 1 FROM {kind.table} WHERE episode_id = ? AND withdrawn_at IS NULL",
        (given.episode_id,),
    )
    blank: Any = kind.plan
    fresh: Any = _with(plan, blank(episode_id=given.episode_id), _DECIDED)
    return writer.add(replace(fresh, number=number, replaces_id=given.replaces_id or made_from))  # type: ignore[no-any-return]


def _with(plan: R, other: Record, names: Iterable[str]) -> R:
    """The plan with those fields of another."""
    return replace(plan, **{name: getattr(other, name) for name in names})


def kept_row(writer: Writer, kind: Versions, row: R, plan: Any) -> R:
    """A row of a version as it is written now; LookupError when it is another version's."""
    row = replace(row, **{kind.link: plan.id, "episode_id": plan.episode_id})
    if not row.id:
        return writer.add(row)
    there = writer.record(type(row), row.id)
    if there is None or kind.version_of(there) != plan.id:
        raise LookupError(row.id)
    return writer.amend(replace(row, withdrawn_at=None, withdrawn_by=None, withdrawn_because=""))


def strike_gone(
    writer: Writer, kind: Versions, cls: type[Record], plan_id: str, kept: Iterable[Record], because: str
) -> None:
    """Strike through the rows of a class that are no longer in the version."""
    here = {row.id for row in kept}
    for gone in writer.records(cls, f"{kind.link} = ?", (plan_id,)):
        if gone.id not in here:
            writer.withdraw(cls, gone.id, because)


def bumped(writer: Writer, plan: R) -> R:
    """The version counted as changed when only something that belongs to it was, so that who looks at the earlier one is told."""
    writer.run(f"UPDATE {table_of(type(plan))} SET version = version + 1 WHERE id = ?", (plan.id,))
    return replace(plan, version=plan.version + 1)


def put_in_force(writer: Writer, kind: Versions, plan: R) -> R:
    """The version approved, the pointer moved to it: a plan in force before is replaced in the same moment."""
    approved: Any = plan
    blank: Any = kind.pointer
    pointer = blank(episode_id=approved.episode_id, since_at=writer.now, **{kind.link: plan.id})
    known = writer.records(kind.pointer, "episode_id = ?", (approved.episode_id,), withdrawn=True)
    if known:  # one row for ever: an earlier end of a plan can then no longer be undone
        writer.amend(replace(pointer, id=known[0].id))
    else:
        writer.add(pointer)
    return writer.amend(replace(approved, state=PlanState.APPROVED, approved_at=writer.now))  # type: ignore[no-any-return]


def end_in_force(writer: Writer, kind: Versions, episode_id: str, day: date, because: str) -> Any:
    """The plan in force of a stay ends on ``day``; afterwards none is. None when there was none."""
    for pointer in writer.records(kind.pointer, "episode_id = ?", (episode_id,)):
        writer.withdraw(kind.pointer, pointer.id, because)
        plan: Any = writer.record(kind.plan, kind.version_of(pointer))
        if plan is not None:
            return writer.amend(replace(plan, state=PlanState.ENDED, ended_on=day, ended_because=because))
    return None


def bound_rows(writer: Writer, kind: Versions, rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The (table, id) of rows that stand and fall with these when an operation on them is undone.

    The content of a version is bound to the version (submitted or approved since, it is frozen); a version is bound to all
    of it, to its decisions and reviews, and to the other versions of the stay.
    """
    found: set[tuple[str, str]] = set()
    contents = {table_of(cls) for cls in kind.parts}
    for table, row_id in rows:
        if table in contents:
            plan_id = writer.value(f"SELECT {kind.link} FROM {table} WHERE id = ?", (row_id,))
            found.add((kind.table, str(plan_id)))
        elif table == kind.table:
            others = writer.rows(
                f"SELECT id FROM {table} WHERE episode_id = (SELECT episode_id FROM {table} WHERE id = ?)", (row_id,)
            )
            found |= {(table, row["id"]) for row in others}
            for cls in (*kind.parts, kind.decision, kind.review):
                of = table_of(cls)
                parts = writer.rows(f"SELECT id FROM {of} WHERE {kind.link} = ?", (row_id,))
                found |= {(of, row["id"]) for row in parts}
    return found
