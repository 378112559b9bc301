"""Deeds of form 05: writing, changing and striking a note, accepting the line of a case in a progress report."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.dates import written
from carebook.records.care_plans import Activity, Goal
from carebook.records.codes import Limit
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.progress import ProgressLine, ProgressNote
from carebook.records.staff import Actor, Role, StaffMember
from carebook.rules import permissions
from carebook.rules.progress import (
    last_day_to_edit,
    may_be_amended,
    problems_in_line,
    problems_in_note,
    report_period,
    tidy_line,
    tidy_note,
)
from carebook.store import code_lists
from carebook.store.book import Book, Writer, in_vietnam
from carebook.words import N_, Message, message

CASEWORK = frozenset({"casework"})


@deed(N_("Add note"), "casework")
def add_note(book: Book, note: ProgressNote, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Keep a note; the moment of writing and the account are the deed's own. Without ``done_by_id`` the writer did it.

    With ``corrects_id`` it corrects an earlier note of the same stay. ``Change.result`` is the kept note.
    """
    given = replace(
        tidy_note(note), recorded_at=now, entered_by=by.account_id, done_by_id=note.done_by_id or by.staff_member_id
    )
    with book.changing(by.account_id, now, op, "add_note", reason=reason) as writer:
        episode, person = visible_stay(writer, given.episode_id, by, now)
        if given.corrects_id:
            _standing_note(writer, given.corrects_id, episode.id)
        _settle(writer, given, episode, now)
        kept = writer.add(given)
    return Change(CASEWORK, (person.id, kept.id), op, _kept(person), result=kept)


@deed(N_("Change a note"), "casework")
def amend_note(
    book: Book, note: ProgressNote, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Change a note of one's own within the days the center allows; later it is corrected by another note."""
    with book.changing(by.account_id, now, op, "amend_note", reason=reason) as writer:
        there = _standing_note(writer, note.id)
        episode, person = visible_stay(writer, there.episode_id, by, now)
        limits = writer.records(Limit, "name = 'note_edit'")
        if there.entered_by != by.account_id:
            raise refuse(message("Only who wrote a note changes it. Add a note that corrects it."))
        if not may_be_amended(there, by.account_id, today=in_vietnam(now), limits=limits):
            day = written(last_day_to_edit(there, limits))
            raise refuse(message("This note could be changed until {day}. Add a note that corrects it.", day=day))
        given = replace(
            tidy_note(note),
            episode_id=there.episode_id,
            recorded_at=there.recorded_at,
            entered_by=there.entered_by,
            corrects_id=there.corrects_id,
            done_by_id=note.done_by_id or by.staff_member_id,
        )
        _settle(writer, given, episode, now)
        kept = writer.amend(given, seen=seen)
    return Change(CASEWORK, (person.id, kept.id), op, _kept(person), result=kept)


@deed(N_("Strike through a note"), "casework")
def strike_note(book: Book, note_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a note through; it stays readable with who did it, when and why."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_note", reason=reason.strip()) as writer:
        there = _standing_note(writer, note_id)
        _, person = visible_stay(writer, there.episode_id, by, now)
        writer.withdraw(ProgressNote, note_id, reason.strip())
    return Change(CASEWORK, (person.id, note_id), op, message("Struck through."))


@deed(N_("Accept a progress line"), "casework")
def accept_progress_line(
    book: Book,
    episode_id: str,
    period: str,
    text: str,
    *,
    drafted: str = "",
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Accept the line of a case in the report of a period, or its new words; ``drafted`` is what was proposed.

    Only the case manager, a head of department or a manager does. ``Change.result`` is the kept line.
    """
    today, asked = in_vietnam(now), report_period(period)
    words = tidy_line(text)
    with book.changing(by.account_id, now, op, "accept_progress_line", reason=reason) as writer:
        episode, person = visible_stay(writer, episode_id, by, now)
        _may_speak_for(episode, by, now)
        stop_at(problems_in_line(words, asked, start_on=episode.start_on, end_on=episode.end_on, today=today))
        there = writer.records(ProgressLine, "episode_id = ? AND period = ?", (episode_id, period))
        line = replace(
            there[0] if there else ProgressLine(episode_id=episode_id, period=period),
            worker_id=episode.case_manager_id,
            text=words,
            as_drafted=words == tidy_line(drafted),
            accepted_on=today,
        )
        kept = writer.amend(line, seen=seen) if there else writer.add(line)
    said = message("Accepted the line of {name}.", name=person.full_name)
    return Change(CASEWORK, (person.id, kept.id), op, said, result=kept)


def _kept(person: Person) -> Message:
    return message("Saved the note about {name}.", name=person.full_name)


def _standing_note(writer: Writer, note_id: str, episode_id: str = "") -> ProgressNote:
    """A note that is not struck through, of that stay when one is given."""
    note = writer.record(ProgressNote, note_id)
    if note is None or (episode_id and note.episode_id != episode_id):
        raise LookupError(note_id)
    if note.is_withdrawn:
        raise refuse(message("This note is struck through already."))
    return note


def _settle(writer: Writer, note: ProgressNote, episode: Episode, now: datetime) -> None:
    """Refuse what is wrong with the note; what it is tied to must belong to the same stay."""
    stop_at(problems_in_note(note, now=now, start_on=episode.start_on))
    if note.goal_thread and not writer.records(Goal, "thread = ? AND episode_id = ?", (note.goal_thread, episode.id)):
        raise refuse(message("This goal belongs to another stay."), "goal_thread")
    if note.activity_id:
        activity = writer.record(Activity, note.activity_id)
        if activity is None or activity.episode_id != episode.id:
            raise refuse(message("This activity belongs to another stay."), "activity_id")
    known = {code.code for code in code_lists.code_history(writer, "note_tag")}
    if not known.issuperset(note.tags):
        raise refuse(message("Choose the tags from the list."), "tags")
    if note.done_by_id and writer.record(StaffMember, note.done_by_id) is None:
        raise refuse(message("Choose who did it from the list of staff."), "done_by_id")


def _may_speak_for(episode: Episode, by: Actor, now: datetime) -> None:
    leads = by.roles_on(in_vietnam(now)) & (permissions.MANAGERS | {Role.HEAD})
    if episode.case_manager_id not in (None, by.staff_member_id) and not leads:
        raise refuse(message("The line is accepted by the case manager, a head of department or a manager."))
