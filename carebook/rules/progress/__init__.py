"""Form 05: notes as they happen, and the line of every case in the progress report of a period."""

from carebook.rules.progress.drafting import (
    Absent,
    Changed,
    Measured,
    PeriodFacts,
    Rated,
    Reviewed,
    drafted_line,
)
from carebook.rules.progress.lines import MOST_IN_LINE, CaseLine, due, problems_in_line, tidy_line
from carebook.rules.progress.notes import (
    MOST_LETTERS,
    default_kind,
    is_written_late,
    last_day_to_edit,
    may_be_amended,
    problems_in_note,
    tidy_note,
    tidy_text,
)
from carebook.rules.progress.periods import (
    PERIOD_KINDS,
    ReportPeriod,
    last_finished,
    newest_periods,
    period_around,
    report_period,
)

__all__ = [
    "MOST_IN_LINE",
    "MOST_LETTERS",
    "PERIOD_KINDS",
    "Absent",
    "CaseLine",
    "Changed",
    "Measured",
    "PeriodFacts",
    "Rated",
    "ReportPeriod",
    "Reviewed",
    "default_kind",
    "drafted_line",
    "due",
    "is_written_late",
    "last_day_to_edit",
    "last_finished",
    "may_be_amended",
    "newest_periods",
    "period_around",
    "problems_in_line",
    "problems_in_note",
    "report_period",
    "tidy_line",
    "tidy_note",
    "tidy_text",
]
