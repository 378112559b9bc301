"""All cases at once, for due things, consequences and the caseload."""

from carebook.store.casework.facts import ENDED_DAYS, JOB_DAYS, case_facts
from carebook.store.casework.occurrences import occurrences
from carebook.store.casework.results import scale_results
from carebook.store.casework.workers import social_workers

__all__ = ["ENDED_DAYS", "JOB_DAYS", "case_facts", "occurrences", "scale_results", "social_workers"]
