"""Tables of dated code lists, rates, limits, legal bases, agencies and holidays."""

SCHEMA = """
CREATE TABLE code (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    list_name TEXT NOT NULL,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    note TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    source TEXT NOT NULL,
    position INTEGER NOT NULL,
    "group" TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;

CREATE TABLE rate (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    amount INTEGER,
    factor REAL,
    valid_from TEXT,
    valid_to TEXT,
    source TEXT NOT NULL,
    sure INTEGER NOT NULL CHECK (sure IN (0, 1))
) STRICT;

CREATE TABLE legal_basis (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    doc_no TEXT NOT NULL,
    title TEXT NOT NULL,
    issuer TEXT NOT NULL,
    issued_on TEXT,
    effective_from TEXT,
    effective_to TEXT,
    replaced_by TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE "limit" (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    unit TEXT NOT NULL,
    choice TEXT NOT NULL,
    basis TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    source TEXT NOT NULL,
    sure INTEGER NOT NULL CHECK (sure IN (0, 1))
) STRICT;

CREATE TABLE agency (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT
) STRICT;

CREATE TABLE holiday_row (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    day TEXT NOT NULL,
    working INTEGER NOT NULL CHECK (working IN (0, 1)),
    name TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT;

"""
