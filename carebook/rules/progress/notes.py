"""Notes: how their text is kept, what is wrong with one, how long its writer may change it, when it was written late."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from carebook import dates
from carebook.money import number
from carebook.records.codes import Limit
from carebook.records.progress import ProgressNote
from carebook.records.staff import Role
from carebook.rules.dated import limit_on
from carebook.rules.problem import Problem, warning
from carebook.words import message

MOST_LETTERS = 10_000
_TEXTS = ("text", "result", "reaction", "difficulty", "next_step")
_LONGEST_MINUTES = 24 * 60
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_KINDS = (
    (Role.DOCTOR, "health"),
    (Role.NURSE, "health"),
    (Role.THERAPIST, "rehabilitation"),
    (Role.PSYCHOLOGIST, "psychology"),
    (Role.TEACHER, "education"),
    (Role.NUTRITION, "care"),
    (Role.CAREGIVER, "care"),
)


def default_kind(roles: Iterable[Role]) -> str:
    """The kind of note somebody with these roles usually writes; who leads a case writes of the case."""
    held = set(roles)
    if held & {Role.SOCIAL_WORKER, Role.HEAD, Role.DIRECTOR, Role.DEPUTY}:
        return "casework"
    return next((kind for role, kind in _KINDS if role in held), "casework")


def tidy_text(typed: str) -> str:
    """Text of several lines as it is kept: NFC, tabs of a spreadsheet as spaces, no controls, no lines of nothing."""
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", ""))
    text = _SPACES.sub(" ", "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")))
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def tidy_note(note: ProgressNote) -> ProgressNote:
    """The note as it is kept."""
    given = {name: tidy_text(getattr(note, name)) for name in _TEXTS}
    return replace(note, **given)  # type: ignore[arg-type]


def problems_in_note(note: ProgressNote, *, now: datetime, start_on: date) -> list[Problem]:
    """What is wrong with a tidied note of a stay that began on ``start_on``, beside its fields."""
    found = [] if note.text else [Problem("text", message("This must be filled in."))]
    found += [
        Problem(
            name,
            message(
                "A text holds at most {most} characters; this one has {n}. Divide it into two notes.",
                most=number(MOST_LETTERS),
                n=number(len(getattr(note, name))),
            ),
        )
        for name in _TEXTS
        if len(getattr(note, name)) > MOST_LETTERS
    ]
    if note.happened_at > now:
        said = dates.moment(now, dates.today_in_vietnam(now))
        found.append(Problem("happened_at", message("This time has not come yet; it is {now} now.", now=said)))
    elif dates.local(note.happened_at).date() < start_on:
        began = dates.written(start_on)
        found.append(warning("happened_at", message("Before the stay, which began on {day}.", day=began)))
    if note.minutes is not None and not 1 <= note.minutes <= _LONGEST_MINUTES:
        found.append(Problem("minutes", message("From 1 to {most} minutes.", most=number(_LONGEST_MINUTES))))
    return found


def last_day_to_edit(note: ProgressNote, limits: Iterable[Limit]) -> date:
    """The last day on which its writer may change a kept note: so many days after it was recorded."""
    day = dates.local(note.recorded_at or note.happened_at).date()
    return day + timedelta(days=limit_on(limits, "note_edit", day).value)


def may_be_amended(note: ProgressNote, account_id: str, *, today: date, limits: Iterable[Limit]) -> bool:
    """Whether this account may still change the note: it wrote it, not too long ago, and it is not struck through."""
    return note.entered_by == account_id and not note.is_withdrawn and today <= last_day_to_edit(note, limits)


def is_written_late(note: ProgressNote, limits: Iterable[Limit]) -> bool:
    """Whether it was recorded more days after it happened than a note stays open to changes."""
    if note.recorded_at is None:
        return False
    happened, recorded = dates.local(note.happened_at).date(), dates.local(note.recorded_at).date()
    return (recorded - happened).days > limit_on(limits, "note_edit", recorded).value
