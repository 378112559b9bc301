"""Tables of closed reports, signatures, keys, trust and the outbox."""

SCHEMA = """
CREATE TABLE typed_opening (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    month TEXT NOT NULL,
    category TEXT NOT NULL,
    people INTEGER NOT NULL,
    report_no TEXT NOT NULL
) STRICT;

CREATE TABLE snapshot (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    kind TEXT NOT NULL,
    month TEXT NOT NULL,
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    cutoff_on TEXT NOT NULL,
    report_version INTEGER NOT NULL,
    replaces_id TEXT REFERENCES snapshot (id),
    replaced_because TEXT NOT NULL,
    closed_at TEXT NOT NULL,
    closed_by TEXT NOT NULL,
    content TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    narrative TEXT NOT NULL,
    preparer_name TEXT NOT NULL,
    preparer_post TEXT NOT NULL,
    head_name TEXT NOT NULL,
    head_post TEXT NOT NULL,
    head_prefix TEXT NOT NULL,
    number TEXT NOT NULL,
    dated_on TEXT,
    state TEXT NOT NULL
) STRICT;

CREATE TABLE signed_file (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id),
    roles TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    level TEXT NOT NULL
) STRICT;
CREATE INDEX signed_file_snapshot_id ON signed_file (snapshot_id);

CREATE TABLE ink_signature (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id),
    number TEXT NOT NULL,
    dated_on TEXT NOT NULL,
    signer_name TEXT NOT NULL,
    scan_hash TEXT NOT NULL
) STRICT;
CREATE INDEX ink_signature_snapshot_id ON ink_signature (snapshot_id);

CREATE TABLE destination (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    folder TEXT NOT NULL
) STRICT;

CREATE TABLE outbox_item (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id),
    destination_id TEXT REFERENCES destination (id),
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    sent_at TEXT,
    sent_to TEXT NOT NULL,
    error TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_item_snapshot_id ON outbox_item (snapshot_id);

CREATE TABLE signing_key (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    staff_member_id TEXT REFERENCES staff_member (id),
    purpose TEXT NOT NULL,
    serial TEXT NOT NULL,
    p12 TEXT NOT NULL,
    valid_to TEXT,
    revoked_on TEXT
) STRICT;

CREATE TABLE trusted_facility (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    facility TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    checked_on TEXT NOT NULL,
    paper TEXT NOT NULL
) STRICT;

"""
