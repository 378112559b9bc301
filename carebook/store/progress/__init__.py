"""Notes and progress reports as the book keeps them."""

from carebook.store.progress.lines import CaseProgress, case_lines, lines_of_period, workers_of_period
from carebook.store.progress.notes import (
    EVERY_NOTE,
    NoteFilter,
    NoteRow,
    newest_notes,
    newest_of_goals,
    notes_between,
    notes_of,
)

__all__ = [
    "EVERY_NOTE",
    "CaseProgress",
    "NoteFilter",
    "NoteRow",
    "case_lines",
    "lines_of_period",
    "newest_notes",
    "newest_of_goals",
    "notes_between",
    "notes_of",
    "workers_of_period",
]
