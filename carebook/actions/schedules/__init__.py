"""Deeds about the schedule: series and single sessions of persons and groups, therapy rooms, leave, the calendar file."""

from carebook.actions.schedules.calendars import Calendar, export_calendar
from carebook.actions.schedules.groups import (
    end_group_series,
    move_group_session,
    plan_group_series,
    plan_group_session,
    split_group_series,
)
from carebook.actions.schedules.laying import Laid, LaidOut, Planned, lay_out_sessions
from carebook.actions.schedules.places import (
    add_leave,
    add_therapy_room,
    amend_leave,
    amend_therapy_room,
    strike_leave,
)
from carebook.actions.schedules.series import end_series, plan_series, split_series
from carebook.actions.schedules.sessions import (
    cancel_session,
    move_session,
    plan_session,
    stop_at_double_booking,
)

__all__ = [
    "Calendar",
    "Laid",
    "LaidOut",
    "Planned",
    "add_leave",
    "add_therapy_room",
    "amend_leave",
    "amend_therapy_room",
    "cancel_session",
    "end_group_series",
    "end_series",
    "export_calendar",
    "lay_out_sessions",
    "move_group_session",
    "move_session",
    "plan_group_series",
    "plan_group_session",
    "plan_series",
    "plan_session",
    "split_group_series",
    "split_series",
    "stop_at_double_booking",
    "strike_leave",
]
