"""What case management asks for and when (TT 02/2020): due things of cases, consequences, the state of a case, the caseload."""

from carebook.rules.casework.caseload import WorkerLoad, case_state, caseload
from carebook.rules.casework.consequences import Consequence, Event, consequences_on, events_of
from carebook.rules.casework.due import AHEAD, due
from carebook.rules.casework.putting_off import MOST_DAYS, PutOff, apart, last_day, problems_in_snooze

__all__ = [
    "AHEAD",
    "MOST_DAYS",
    "Consequence",
    "Event",
    "PutOff",
    "WorkerLoad",
    "apart",
    "case_state",
    "caseload",
    "consequences_on",
    "due",
    "events_of",
    "last_day",
    "problems_in_snooze",
]
