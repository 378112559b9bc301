"""The steps that make a book's schema, in order; each is written once and never edited after a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carebook.store import driver, journal
from carebook.store.migrations import (
    m0001_book,
    m0002_staff_and_facility,
    m0003_people,
    m0004_episodes,
    m0005_periods,
    m0006_codes,
    m0007_assessments,
    m0008_care_plans,
    m0009_progress,
    m0010_rehabilitation,
    m0011_sessions_and_groups,
    m0012_reintegration,
    m0013_handovers_and_follow_up,
    m0014_services,
    m0015_daily_care,
    m0016_medication,
    m0017_shifts_and_meals,
    m0018_hour_of_leaving,
    m0019_lookups,
    m0020_reports,
    m0021_first_page,
    m0022_parcels,
    m0023_restore_drills,
    m0024_custodians,
    m0025_lighter_saving,
    m0026_rarely_filled,
)

if TYPE_CHECKING:
    import sqlite3

STEPS = (
    m0001_book,
    m0002_staff_and_facility,
    m0003_people,
    m0004_episodes,
    m0005_periods,
    m0006_codes,
    m0007_assessments,
    m0008_care_plans,
    m0009_progress,
    m0010_rehabilitation,
    m0011_sessions_and_groups,
    m0012_reintegration,
    m0013_handovers_and_follow_up,
    m0014_services,
    m0015_daily_care,
    m0016_medication,
    m0017_shifts_and_meals,
    m0018_hour_of_leaving,
    m0019_lookups,
    m0020_reports,
    m0021_first_page,
    m0022_parcels,
    m0023_restore_drills,
    m0024_custodians,
    m0025_lighter_saving,
    m0026_rarely_filled,
)
NEWEST = len(STEPS)


def version_of(connection: sqlite3.Connection) -> int:
    """How many steps the book has; kept in the file's own header."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def apply(connection: sqlite3.Connection, *, upto: int = NEWEST) -> None:
    """Bring the book to the newest schema, or to that of version ``upto``; a step and its record commit together.

    A failing step leaves the book as it was.
    The caller has copied the book first. The guards are made anew afterwards, because changing a table drops its own.
    """
    database = driver.sqlite_utils_database(connection)
    from sqlite_utils import Migrations

    steps = Migrations("carebook")
    for step in STEPS[:upto]:
        steps(name=step.__name__.rsplit(".", 1)[-1])(_step(step.SCHEMA))
    steps.apply(database)
    journal.ensure_guards(connection)
    connection.execute(f"PRAGMA application_id={driver.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={upto}")


def lay_out(connection: sqlite3.Connection, version: int) -> None:
    """Make the tables of a book of ``version`` in an empty file, without a record of the steps."""
    for step in STEPS[:version]:
        for statement in _statements(step.SCHEMA):
            connection.execute(statement)


def _step(schema: str) -> Any:
    def run(database: Any) -> None:
        for statement in _statements(schema):
            database.execute(statement)

    return run


def _statements(schema: str) -> list[str]:
    """The single statements of a schema: a trigger's body has semicolons of its own, so a statement ends with its line."""
    import sqlite3

    found, part = [], ""
    for line in schema.splitlines():
        part += line + "\n"
        if sqlite3.complete_statement(part) and part.strip():
            found.append(part.strip())
            part = ""
    return found
