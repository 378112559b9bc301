"""What a session of therapy is called in each state, when it counts as not recorded, and what its record must say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Protocol

from carebook.dates import VIETNAM, hour, written
from carebook.records.codes import Code
from carebook.records.groups import GroupSessionState
from carebook.records.rehabilitation import GoalRating
from carebook.records.sessions import SESSION_WORDS, Session, SessionExercise, SessionState
from carebook.records.staff import Actor
from carebook.rules.problem import Problem, warning
from carebook.words import N_, Message, message

LONGEST = 10_000
MOST_MINUTES = 480
MOST_SETS, MOST_REPEATS = 99, 999
WORST = 10  # of pain and of exertion
HIGHEST = 2  # level of goal attainment, either way
FAR_FROM_PLAN = timedelta(hours=2)
PAIN_ROSE = 3  # so many points more than before is told

GIVEN = frozenset({SessionState.DONE, SessionState.PARTIAL})
CANCELLED = frozenset({SessionState.CANCELLED_RESIDENT, SessionState.CANCELLED_STAFF, SessionState.CANCELLED_OTHER})
WHOSE_REASON = {
    SessionState.PARTIAL: "partial",
    SessionState.CANCELLED_RESIDENT: "resident",
    SessionState.CANCELLED_STAFF: "staff",
    SessionState.CANCELLED_OTHER: "other",
    SessionState.NO_SHOW: "no_show",
}
"""By which word of a reason's ``who`` it can be the reason of a state."""
_SPOKEN = frozenset({"speech", "psych_ind", "psych_group", "psych_family", "special_ed", "sign_language", "braille"})
_SPOKEN_WORDS = {
    SessionState.DONE: N_("Session given"),
    SessionState.PARTIAL: N_("Session partly given"),
    SessionState.CANCELLED_RESIDENT: N_("Cancelled by who attends"),
    SessionState.CANCELLED_STAFF: N_("Cancelled by the staff member"),
}
_OF_GIVING = ("began_at", "minutes_done", "pain_before", "pain_after", "cooperation", "borg", "course")
_WORDS_OF_GIVING = ("signs_before", "signs_after")
_TEXTS = (
    *("reason_note", "signs_before", "signs_after"),
    *("subjective", "objective", "appraisal", "next_step"),
)


class Timed(Protocol):
    """A session of a person or of a group: when it was planned, for how long, and what became of it."""

    @property
    def planned_on(self) -> date: ...
    @property
    def planned_at(self) -> time: ...
    @property
    def minutes(self) -> int: ...
    @property
    def state(self) -> SessionState | GroupSessionState: ...


def said_state(state: SessionState, therapy: str, *, late: bool = False) -> Message:
    """The words of a state in a therapy: people train in most, but attend psychology, speech and lessons.

    ``late``: planned, and not recorded within the limit.
    """
    if late and state is SessionState.PLANNED:
        return message("Not recorded")
    spoken = _SPOKEN_WORDS if therapy in _SPOKEN else SESSION_WORDS
    return Message(spoken.get(state) or SESSION_WORDS[state])


def begins_at(session: Timed) -> datetime:
    """The moment a session was to begin."""
    return datetime.combine(session.planned_on, session.planned_at, VIETNAM)


def ends_at(session: Timed) -> datetime:
    """The moment a session was to end."""
    return begins_at(session) + timedelta(minutes=session.minutes)


def is_late(session: Timed, now: datetime, hours: int) -> bool:
    """Whether a session is still only planned more than ``hours`` after it was to end."""
    open_still = session.state in (SessionState.PLANNED, GroupSessionState.PLANNED)
    return open_still and now - ends_at(session) > timedelta(hours=hours)


def reasons_for(state: SessionState, reasons: Iterable[Code]) -> list[Code]:
    """Which words of the list of reasons can be the reason of a state; none where a state has no reason."""
    whose = WHOSE_REASON.get(state)
    return [one for one in reasons if whose is not None and whose in one.extra.get("who", ())]


def as_planned(session: Session, by: Actor, now: datetime) -> Session:
    """The session as it reads once ``by`` says that it was given as planned: its time, its minutes, its therapist."""
    return replace(
        session,
        state=SessionState.DONE,
        reason=None,
        reason_note="",
        began_at=session.planned_at,
        minutes_done=session.minutes,
        done_by_id=session.therapist_id or by.staff_member_id,
        entered_by=by.account_id,
        recorded_at=now,
    )


def tidied(session: Session) -> Session:
    """The session with only what its state can say: no reason for one that was given, no measurements for one that was not."""
    if session.state not in WHOSE_REASON:
        session = replace(session, reason=None, reason_note="")
    if session.state in GIVEN:
        return session
    without = dict.fromkeys(_OF_GIVING) | dict.fromkeys(_WORDS_OF_GIVING, "")
    return replace(session, done_by_id=None, **without)  # type: ignore[arg-type]


def problems_in_session(
    session: Session,
    exercises: Sequence[SessionExercise],
    ratings: Sequence[GoalRating],
    *,
    today: date,
    reasons: Collection[Code],
    threads: Collection[str],
) -> list[Problem]:
    """Errors and warnings of what is recorded about a session.

    Fields of the session bear their own names, a row's "exercises.0.sets", "ratings.0.level". ``reasons`` is the list of
    reasons of the book, ``threads`` the goals that may be rated.
    """
    found = [*_in_state(session, today), *_in_reason(session, reasons)]
    if session.state in GIVEN:
        found += [*_in_times(session), *_in_scales(session)]
    elif exercises or ratings:
        found.append(
            Problem("state", message("Exercises and goals can only be recorded of a session that took place."))
        )
    for name in _TEXTS:
        found += _too_long(name, getattr(session, name))
    for place, exercise in enumerate(exercises):
        found += [replace(p, field=f"exercises.{place}.{p.field}") for p in _in_exercise(exercise)]
    rated = [one.thread for one in ratings]
    for place, rating in enumerate(ratings):
        if rating.thread not in threads or rating.thread in rated[:place]:
            found.append(Problem(f"ratings.{place}.level", message("This goal cannot be rated here.")))
        if not -HIGHEST <= rating.level <= HIGHEST:
            found.append(Problem(f"ratings.{place}.level", message("A level of attainment is from −2 to +2.")))
        found += [replace(p, field=f"ratings.{place}.{p.field}") for p in _too_long("remark", rating.remark)]
    return found


def problem_in_tick(session: Session, *, today: date) -> Message | None:
    """Why a session cannot be said to have been given as planned; None when it can."""
    if session.state is not SessionState.PLANNED:
        return message("This session was recorded already.")
    if session.planned_on > today:
        return message("The session is planned for {day}; it can be recorded from that day on.", day=_day(session))
    return None


def _day(session: Session) -> str:
    return written(session.planned_on)


def _in_state(session: Session, today: date) -> Iterator[Problem]:
    took_place = session.state in GIVEN or session.state is SessionState.NO_SHOW
    if took_place and session.planned_on > today:
        yield Problem(
            "state",
            message("The session is planned for {day}; it can be recorded from that day on.", day=_day(session)),
        )


def _in_reason(session: Session, reasons: Collection[Code]) -> Iterator[Problem]:
    if session.reason is None:
        if session.state in CANCELLED:
            yield Problem("reason", message("Choose why the session was cancelled."))
        elif session.state is SessionState.PARTIAL:
            yield Problem("reason", message("Choose why the session was not finished."))
        return
    if session.reason not in {one.code for one in reasons_for(session.state, reasons)}:
        yield Problem("reason", message("This is no reason for that state; choose another."))
    if session.reason == "other" and not session.reason_note.strip():
        yield Problem("reason_note", message("Write the reason in words."))


def _in_times(session: Session) -> Iterator[Problem]:
    minutes = session.minutes_done
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        yield Problem("minutes_done", message("Minutes are from 1 to {most}.", most=MOST_MINUTES))
    elif minutes is not None and session.state is SessionState.PARTIAL and minutes > session.minutes:
        yield warning(
            "minutes_done",
            message("{done} minutes, although only {planned} were planned.", done=minutes, planned=session.minutes),
        )
    if session.began_at is not None:
        apart = datetime.combine(session.planned_on, session.began_at) - datetime.combine(
            session.planned_on, session.planned_at
        )
        if abs(apart) > FAR_FROM_PLAN:
            yield warning(
                "began_at",
                message(
                    "Began at {began}, planned for {planned}.",
                    began=hour(session.began_at),
                    planned=hour(session.planned_at),
                ),
            )


def _in_scales(session: Session) -> Iterator[Problem]:
    for name in ("pain_before", "pain_after", "borg"):
        value = getattr(session, name)
        if value is not None and not 0 <= value <= WORST:
            yield Problem(name, message("Pain and exertion are from 0 to 10."))
    before, after = session.pain_before, session.pain_after
    if before is not None and after is not None and PAIN_ROSE <= after - before <= WORST:
        yield warning(
            "pain_after", message("Pain rose from {before} to {after}; tell the doctor.", before=before, after=after)
        )


def _in_exercise(exercise: SessionExercise) -> Iterator[Problem]:
    if not exercise.exercise and not exercise.text.strip():
        yield Problem("exercise", message("Choose the exercise, or write it in other words."))
    for name, most in (("sets", MOST_SETS), ("repeats", MOST_REPEATS), ("minutes", MOST_MINUTES)):
        value = getattr(exercise, name)
        if value is not None and not 1 <= value <= most:
            yield Problem(name, message("A number from 1 to {most}.", most=most))
    for name in ("text", "remark"):
        yield from _too_long(name, getattr(exercise, name))


def _too_long(name: str, text: str) -> Iterator[Problem]:
    if len(text) > LONGEST:
        yield Problem(name, message("The text is longer than 10,000 letters; was something else pasted?"))
