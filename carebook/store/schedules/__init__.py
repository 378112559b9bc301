"""The schedule as it is kept: the week and the day, what planning would do, series, rooms, leave."""

from carebook.rules.schedules import Away, Load
from carebook.store.schedules.bookings import leaves
from carebook.store.schedules.laying import goes_further, laid_ahead
from carebook.store.schedules.lists import group_series_of, series_of, therapists, therapy_rooms
from carebook.store.schedules.planning import clashes_of_members, free_times, look_ahead, look_at_session
from carebook.store.schedules.rows import GROUP, SESSION, Day, LookAhead, PlannedSlot, Timetable, Week
from carebook.store.schedules.weeks import day, planned_between, week

__all__ = [
    "GROUP",
    "SESSION",
    "Away",
    "Day",
    "Load",
    "LookAhead",
    "PlannedSlot",
    "Timetable",
    "Week",
    "clashes_of_members",
    "day",
    "free_times",
    "goes_further",
    "group_series_of",
    "laid_ahead",
    "leaves",
    "look_ahead",
    "look_at_session",
    "planned_between",
    "series_of",
    "therapists",
    "therapy_rooms",
    "week",
]
