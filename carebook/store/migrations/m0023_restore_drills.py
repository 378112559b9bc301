"""Trials of restoring a backup."""

SCHEMA = """
CREATE TABLE restore_drill (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    drilled_at TEXT,
    file TEXT NOT NULL,
    backup_made_at TEXT,
    opened_with TEXT NOT NULL,
    passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
    fault TEXT NOT NULL,
    people INTEGER NOT NULL,
    present INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    later_entries INTEGER NOT NULL,
    head TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    drilled_by_id TEXT REFERENCES staff_member (id)
) STRICT;
"""
