"""Questions about notes: those of a stay, of some days, the newest of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from carebook.dates import VIETNAM
from carebook.records.codes import Limit
from carebook.records.progress import ProgressNote
from carebook.rules.progress import is_written_late, last_day_to_edit
from carebook.store.book import Reader
from carebook.store.rows import from_row, moment_text


@dataclass(frozen=True)
class NoteRow:
    """A note with the names that stand under it, struck through or not.

    ``goal`` and ``activity`` are the words it is tied to. ``late``: written down long after it happened. Until ``edit_until``
    its writer may change it. ``corrections`` are the later notes that correct it, the oldest first.
    """

    note: ProgressNote
    done_by: str
    entered_by: str
    struck_by: str
    goal: str
    activity: str
    late: bool
    edit_until: date
    corrections: tuple[NoteRow, ...] = ()

    @property
    def id(self) -> str:
        return self.note.id


@dataclass(frozen=True)
class NoteFilter:
    """Which notes are wanted; empty fields do not filter. ``account_id`` and ``staff_id``: written by one or done by the other.

    ``tag`` is one of the tags of a note.
    """

    kind: str = ""
    goal_thread: str = ""
    account_id: str = ""
    staff_id: str = ""
    tag: str = ""


EVERY_NOTE = NoteFilter()
_NOTES = """
    SELECT n.*, coalesce(d.full_name, '') AS done_name, coalesce(w.full_name, '') AS entered_name,
        coalesce(x.full_name, '') AS struck_name, coalesce(a.text, '') AS activity_text,
        coalesce((SELECT g.text FROM found_goal g WHERE g.thread = n.goal_thread AND g.episode_id = n.episode_id
            AND g.withdrawn_at IS NULL ORDER BY g.id DESC LIMIT 1), '') AS goal_text
    FROM ({chosen}) n
    LEFT JOIN staff_member d ON d.id = n.done_by_id
    LEFT JOIN account wa ON wa.id = n.entered_by LEFT JOIN staff_member w ON w.id = wa.staff_member_id
    LEFT JOIN account xa ON xa.id = n.withdrawn_by LEFT JOIN staff_member x ON x.id = xa.staff_member_id
    LEFT JOIN found_activity a ON a.id = n.activity_id
"""


def notes_of(
    reader: Reader,
    episode_id: str,
    *,
    since: date | None = None,
    wanted: NoteFilter = EVERY_NOTE,
    most: int | None = None,
) -> tuple[NoteRow, ...]:
    """The notes of a stay, the newest first, those struck through too; each with its corrections under it.

    ``since`` is the first day (in Vietnam) they happened on; of the others at most ``most``.
    """
    reader.asks("casework")
    where, values = ["n.episode_id = :episode"], {"episode": episode_id}
    if since is not None:
        where.append("n.happened_at >= :since")
        values["since"] = midnight(since)
    return _chosen(reader, where, values, wanted, most)


def notes_between(reader: Reader, episode_id: str, first: date, last: date) -> tuple[NoteRow, ...]:
    """The notes of a stay that happened from ``first`` to ``last``, the newest first, each with its corrections."""
    reader.asks("casework")
    where = ["n.episode_id = :episode", "n.happened_at >= :since", "n.happened_at < :until"]
    values = {"episode": episode_id, "since": midnight(first), "until": midnight(last + timedelta(days=1))}
    return _chosen(reader, where, values, EVERY_NOTE, None)


def newest_notes(reader: Reader, person_id: str, most: int = 20) -> tuple[NoteRow, ...]:
    """The newest notes of a person in whatever stay, without those struck through."""
    reader.asks("casework")
    where = ["n.episode_id IN (SELECT id FROM episode WHERE person_id = :person)", "n.withdrawn_at IS NULL"]
    return _chosen(reader, where, {"person": person_id}, EVERY_NOTE, most)


def newest_of_goals(reader: Reader, episode_id: str) -> Mapping[str, NoteRow]:
    """The newest note of a stay that serves each goal, by the goal's thread, without those struck through."""
    reader.asks("casework")
    newest = """SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY goal_thread ORDER BY happened_at DESC, id DESC)
        AS place FROM found_progress_note WHERE episode_id = :episode AND goal_thread IS NOT NULL AND withdrawn_at IS NULL
        AND corrects_id IS NULL) WHERE place = 1"""
    where = [f"n.id IN ({newest})"]
    return {
        row.note.goal_thread or "": row for row in _chosen(reader, where, {"episode": episode_id}, EVERY_NOTE, None)
    }


def _chosen(
    reader: Reader, where: list[str], values: dict[str, Any], wanted: NoteFilter, most: int | None
) -> tuple[NoteRow, ...]:
    where.append("n.corrects_id IS NULL")
    for column, value in (("kind", wanted.kind), ("goal_thread", wanted.goal_thread)):
        if value:
            where.append(f"n.{column} = :{column}")
            values[column] = value
    if wanted.account_id or wanted.staff_id:
        where.append("(n.entered_by = :account OR n.done_by_id = :staff)")
        values |= {"account": wanted.account_id, "staff": wanted.staff_id}
    if wanted.tag:
        where.append("EXISTS (SELECT 1 FROM json_each(n.tags) t WHERE t.value = :tag)")
        values["tag"] = wanted.tag
    last = "" if most is None else f" LIMIT {int(most)}"
    order = "ORDER BY n.happened_at DESC, n.id DESC"
    chosen = f"SELECT * FROM found_progress_note n WHERE {' AND '.join(where)} {order}{last}"
    sql = f"{_NOTES.format(chosen=chosen)} {order}"
    limits = reader.records(Limit, "name = 'note_edit'")
    rows = [_row(found, limits) for found in reader.rows(sql, values)]
    return _with_corrections(reader, rows, limits)


def _with_corrections(reader: Reader, rows: list[NoteRow], limits: Sequence[Limit]) -> tuple[NoteRow, ...]:
    """The rows with the notes that correct them, and those that correct these."""
    stays = sorted({row.note.episode_id for row in rows})
    if not stays:
        return ()
    marks = ", ".join("?" * len(stays))
    chosen = f"SELECT * FROM found_progress_note WHERE corrects_id IS NOT NULL AND episode_id IN ({marks})"
    sql = f"{_NOTES.format(chosen=chosen)} ORDER BY n.recorded_at, n.id"
    later = [_row(found, limits) for found in reader.rows(sql, stays)]
    first = {row.id: row.id for row in rows}
    under: dict[str, list[NoteRow]] = defaultdict(list)
    for row in later:  # in the order of writing: what a correction corrects was there before it
        if (root := first.get(row.note.corrects_id or "")) is not None:
            first[row.id] = root
            under[root].append(row)
    return tuple(replace(row, corrections=tuple(under[row.id])) for row in rows)


def _row(found: Any, limits: Sequence[Limit]) -> NoteRow:
    note = from_row(ProgressNote, found)
    return NoteRow(
        note=note,
        done_by=found["done_name"],
        entered_by=found["entered_name"],
        struck_by=found["struck_name"],
        goal=found["goal_text"],
        activity=found["activity_text"],
        late=is_written_late(note, limits),
        edit_until=last_day_to_edit(note, limits),
    )


def midnight(day: date) -> str:
    """The first moment of a day in Vietnam, as it is stored."""
    return moment_text(datetime(day.year, day.month, day.day, tzinfo=VIETNAM))
