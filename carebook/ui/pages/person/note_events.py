"""Notes as a timeline shows them: what, by whom, late or struck through; and the heads of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from carebook import dates
from carebook.records.progress import ProgressNote
from carebook.rules.sessions import said_state
from carebook.store.progress import NoteRow
from carebook.store.sessions import ToldSession
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.sessions import told_lines
from carebook.ui.parts.timeline import TimelineAct, TimelineEvent
from carebook.words import _

_LONGEST = 40
ICONS = {
    "casework": "users",
    "care": "hand-heart",
    "health": "heart-pulse",
    "rehabilitation": "activity",
    "psychology": "message-square",
    "education": "graduation-cap",
    "family": "phone",
    "conference": "list",
}


def day_words(day: date, today: date) -> str:
    """ "Hôm nay 21/11", "Hôm qua 20/11", "14/11"."""
    short = dates.short(day, today)
    if day == today:
        return _("Today {day}").format(day=short)
    return _("Yesterday {day}").format(day=short) if day == today - timedelta(days=1) else short


def shortened(words: str, longest: int = _LONGEST) -> str:
    """One line that ends in "…" where there were more letters."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def event_of(found: NoteRow, desk: Desk, acts: tuple[TimelineAct, ...] = (), *, level: int = 0) -> TimelineEvent:
    """A note as the timeline shows it; one with a ``level`` corrects the note above it."""
    note = found.note
    chips = [_("written late")] * (found.late and not level) + [_("struck through")] * note.is_withdrawn
    struck = ""
    if note.withdrawn_at is not None:
        when = dates.moment(note.withdrawn_at, desk.today())
        struck = _("Struck through: {why} – {who}, {when}").format(
            why=note.withdrawn_because, who=found.struck_by, when=when
        )
    return TimelineEvent(
        time=dates.clock(note.happened_at),
        icon="corner-down-right" if level else ICONS.get(note.kind, "list"),
        title=_("Correction") if level else desk.words("note_kind", note.kind),
        text="\n".join(_lines(note)),
        who=" · ".join(_people(found, desk)),
        tone="none" if note.is_withdrawn else "primary",
        chip=" · ".join(chips),
        chip_tone="none" if note.is_withdrawn else "warn",
        goal=shortened(found.goal) if found.goal and not level else "",
        record=found,
        struck=struck,
        level=level,
        acts=acts,
    )


def session_event(told: ToldSession, desk: Desk) -> TimelineEvent:
    """A session of therapy that says something, among the notes."""
    session = told.session
    state = said_state(session.state, session.therapy)
    return TimelineEvent(
        time=dates.hour(session.planned_at),
        icon=ICONS["rehabilitation"],
        title=f"{desk.words('therapy', session.therapy)} · {state}",
        text="\n".join(told_lines(told)),
        who=told.given_by,
        tone="primary",
        record=told,
        acts=(TimelineAct("session", "arrow-right", _("Open the session")),),
    )


def _lines(note: ProgressNote) -> Iterator[str]:
    yield note.text
    for words, text in (
        (_("Result"), note.result),
        (_("Reaction, opinion of the client"), note.reaction),
        (_("Difficulty"), note.difficulty),
        (_("Next step"), note.next_step),
    ):
        if text:
            yield f"{words}: {text}"


def _people(found: NoteRow, desk: Desk) -> Iterator[str]:
    """Who did it, who typed it, when, for how long, for which activity."""
    note = found.note
    if found.entered_by and found.entered_by != found.done_by:
        yield _("{doer} did it, {writer} entered it").format(doer=found.done_by or "–", writer=found.entered_by)
    elif found.done_by:
        yield found.done_by
    if note.recorded_at and dates.local(note.recorded_at).date() != dates.local(note.happened_at).date():
        yield _("recorded at {time}").format(time=dates.moment(note.recorded_at, desk.today()))
    if note.minutes:
        yield _("{n} minutes").format(n=note.minutes)
    if found.activity:
        yield shortened(found.activity, 80)
    if note.tags:
        yield ", ".join(desk.words("note_tag", tag) for tag in note.tags)
    if note.for_handover:
        yield _("into the handover")
