"""Layouts of reports, pictures of signatures, receivers and receipts, and what a department received."""

SCHEMA = """
CREATE TABLE receiver (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    certificate TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    checked_on TEXT,
    paper TEXT NOT NULL,
    valid_to TEXT
) STRICT;
CREATE UNIQUE INDEX receiver_once ON receiver (fingerprint) WHERE withdrawn_at IS NULL;

ALTER TABLE facility ADD COLUMN book_kind TEXT NOT NULL DEFAULT 'center';
ALTER TABLE snapshot ADD COLUMN layout TEXT NOT NULL DEFAULT '';
ALTER TABLE snapshot ADD COLUMN estimates TEXT NOT NULL DEFAULT '';
ALTER TABLE snapshot ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1));
ALTER TABLE signed_file ADD COLUMN timestamped_at TEXT;
ALTER TABLE destination ADD COLUMN receiver_id TEXT REFERENCES receiver (id);
ALTER TABLE outbox_item ADD COLUMN kind TEXT NOT NULL DEFAULT 'report';
ALTER TABLE outbox_item ADD COLUMN receiver_id TEXT REFERENCES receiver (id);
ALTER TABLE outbox_item ADD COLUMN received_at TEXT;

CREATE TABLE receiving_key (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    p12 TEXT NOT NULL,
    certificate TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    valid_to TEXT
) STRICT;

CREATE TABLE receipt (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    outbox_item_id TEXT NOT NULL REFERENCES outbox_item (id),
    received_at TEXT NOT NULL,
    receiver TEXT NOT NULL,
    level TEXT NOT NULL,
    file_hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX receipt_once ON receipt (file_hash) WHERE withdrawn_at IS NULL;
CREATE INDEX receipt_item ON receipt (outbox_item_id);

CREATE TABLE signature_picture (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    staff_member_id TEXT REFERENCES staff_member (id),
    file_hash TEXT NOT NULL,
    width_mm REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX signature_picture_once ON signature_picture (coalesce(staff_member_id, '')) WHERE withdrawn_at IS NULL;

CREATE TABLE report_template (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    title TEXT NOT NULL,
    tables TEXT NOT NULL,
    grouping TEXT NOT NULL,
    headings TEXT NOT NULL,
    addressed_to TEXT NOT NULL,
    recipients TEXT NOT NULL,
    legal_bases TEXT NOT NULL,
    sealed INTEGER NOT NULL CHECK (sealed IN (0, 1))
) STRICT;

CREATE TABLE own_table (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    design TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX own_table_once ON own_table (code) WHERE withdrawn_at IS NULL;

CREATE TABLE reporting_facility (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    facility_id TEXT NOT NULL,
    symbol TEXT NOT NULL,
    kind TEXT NOT NULL,
    ownership TEXT NOT NULL,
    beds INTEGER,
    fingerprint TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT
) STRICT;
CREATE UNIQUE INDEX reporting_facility_once ON reporting_facility (facility_id) WHERE withdrawn_at IS NULL AND facility_id <> '';

CREATE TABLE received_parcel (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    reporting_facility_id TEXT REFERENCES reporting_facility (id),
    parcel_kind TEXT NOT NULL,
    kind TEXT NOT NULL,
    period TEXT NOT NULL,
    report_version INTEGER NOT NULL,
    number TEXT NOT NULL,
    dated_on TEXT,
    cutoff_on TEXT,
    received_at TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    data_hash TEXT NOT NULL,
    came_from TEXT NOT NULL,
    level TEXT NOT NULL,
    signers TEXT NOT NULL,
    refused TEXT NOT NULL,
    receipt_hash TEXT NOT NULL,
    receipt_sent_at TEXT
) STRICT;
CREATE UNIQUE INDEX received_parcel_once ON received_parcel (file_hash) WHERE withdrawn_at IS NULL;
CREATE INDEX received_parcel_period ON received_parcel (period, kind, reporting_facility_id);

CREATE TABLE received_table (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    received_parcel_id TEXT NOT NULL REFERENCES received_parcel (id),
    table_code TEXT NOT NULL,
    figures TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX received_table_once ON received_table (received_parcel_id, table_code) WHERE withdrawn_at IS NULL;

CREATE TABLE received_person (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    received_parcel_id TEXT NOT NULL REFERENCES received_parcel (id),
    code TEXT NOT NULL,
    full_name TEXT NOT NULL,
    born TEXT,
    sex TEXT,
    national_id TEXT NOT NULL,
    category TEXT NOT NULL,
    since_on TEXT
) STRICT;
CREATE INDEX received_person_parcel ON received_person (received_parcel_id);
"""
