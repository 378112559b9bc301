"""Who keeps the papers that open the book two together."""

SCHEMA = """
CREATE TABLE custodian (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    papers TEXT NOT NULL
) STRICT;
"""
