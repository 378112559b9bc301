"""Reports of every span, typed figures, targets, trust, destinations on servers, letters and kept statistics."""

SCHEMA = """
ALTER TABLE snapshot RENAME COLUMN month TO period;
ALTER TABLE snapshot ADD COLUMN addressed_to TEXT NOT NULL DEFAULT '[]';
ALTER TABLE snapshot ADD COLUMN recipients TEXT NOT NULL DEFAULT '[]';
ALTER TABLE snapshot ADD COLUMN legal_bases TEXT NOT NULL DEFAULT '[]';
CREATE UNIQUE INDEX snapshot_once ON snapshot (period, report_version) WHERE withdrawn_at IS NULL;
ALTER TABLE signed_file ADD COLUMN made_by TEXT NOT NULL DEFAULT 'here';
ALTER TABLE destination RENAME COLUMN folder TO url;
ALTER TABLE destination ADD COLUMN user TEXT NOT NULL DEFAULT '';
ALTER TABLE destination ADD COLUMN host_key TEXT NOT NULL DEFAULT '';
ALTER TABLE signing_key ADD COLUMN certificate TEXT NOT NULL DEFAULT '';
ALTER TABLE signing_key ADD COLUMN revoked_because TEXT NOT NULL DEFAULT '';
ALTER TABLE trusted_facility ADD COLUMN certificate TEXT NOT NULL DEFAULT '';

CREATE TABLE ca_root (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    certificate TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    valid_to TEXT,
    why TEXT NOT NULL
) STRICT;

CREATE TABLE kept_revocations (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    issuer TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    der TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX kept_revocations_once ON kept_revocations (issuer) WHERE withdrawn_at IS NULL;

CREATE TABLE typed_figure (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    period TEXT NOT NULL,
    table_code TEXT NOT NULL,
    row_code TEXT NOT NULL,
    column_code TEXT NOT NULL,
    value INTEGER,
    source TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX typed_figure_once ON typed_figure (period, table_code, row_code, column_code) WHERE withdrawn_at IS NULL;

CREATE TABLE target (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    year INTEGER NOT NULL,
    position INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    at_least INTEGER NOT NULL CHECK (at_least IN (0, 1)),
    goal_percent REAL,
    goal_count INTEGER,
    numerator INTEGER,
    denominator INTEGER,
    source TEXT NOT NULL
) STRICT;
CREATE INDEX target_year ON target (year);

CREATE TABLE outgoing_paper (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    number TEXT NOT NULL,
    dated_on TEXT,
    addressed_to TEXT NOT NULL,
    recipients TEXT NOT NULL,
    body TEXT NOT NULL,
    meeting_at TEXT,
    place TEXT NOT NULL,
    signer_name TEXT NOT NULL,
    signer_post TEXT NOT NULL,
    signer_prefix TEXT NOT NULL
) STRICT;

CREATE TABLE saved_statistic (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    design TEXT NOT NULL,
    owner_id TEXT NOT NULL REFERENCES staff_member (id),
    shared INTEGER NOT NULL CHECK (shared IN (0, 1))
) STRICT;

CREATE TABLE credential (
    destination_id TEXT PRIMARY KEY NOT NULL REFERENCES destination (id),
    secret TEXT NOT NULL
) STRICT;

CREATE TABLE outbox_attempt (
    item_id TEXT PRIMARY KEY NOT NULL REFERENCES outbox_item (id),
    tries INTEGER NOT NULL,
    next_at TEXT,
    claimed_at TEXT,
    claimed_by TEXT NOT NULL
) STRICT;
"""
