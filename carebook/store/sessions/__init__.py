"""Sessions of therapy: somebody's day, what nobody recorded, one session with all that belongs to it, and writing it."""

from carebook.store.sessions.days import (
    GROUP,
    NOT_RECORDED,
    SESSION,
    DaySession,
    MyDay,
    absence_on,
    my_day,
    not_recorded,
    who_gives,
)
from carebook.store.sessions.files import SessionFile, goals_to_rate, session_file, sessions_of, write_session
from carebook.store.sessions.told import GoalLevel, RatedGoal, ToldSession, levels_of, times_of, told_sessions

__all__ = [
    "GROUP",
    "NOT_RECORDED",
    "SESSION",
    "DaySession",
    "GoalLevel",
    "MyDay",
    "RatedGoal",
    "SessionFile",
    "ToldSession",
    "absence_on",
    "goals_to_rate",
    "levels_of",
    "my_day",
    "not_recorded",
    "session_file",
    "sessions_of",
    "times_of",
    "told_sessions",
    "who_gives",
    "write_session",
]
