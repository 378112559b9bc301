"""Tables of staff, accounts, roles, readings, and of the center with its wards, rooms and beds."""

SCHEMA = """
CREATE TABLE staff_member (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    full_name TEXT NOT NULL,
    post TEXT NOT NULL,
    norm_post TEXT,
    department TEXT NOT NULL,
    phone TEXT NOT NULL,
    since_on TEXT,
    left_on TEXT
) STRICT;

CREATE TABLE account (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    staff_member_id TEXT NOT NULL REFERENCES staff_member (id),
    login TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE TABLE role_grant (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    ward_id TEXT REFERENCES ward (id),
    from_on TEXT,
    to_on TEXT,
    delegated_by TEXT,
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),
    hiv INTEGER NOT NULL CHECK (hiv IN (0, 1)),
    allegations INTEGER NOT NULL CHECK (allegations IN (0, 1)),
    self_approval INTEGER NOT NULL CHECK (self_approval IN (0, 1))
) STRICT;
CREATE INDEX role_grant_account_id ON role_grant (account_id);

CREATE TABLE reading (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    at TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    deed TEXT NOT NULL,
    person_id TEXT REFERENCES person (id),
    people INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX reading_account_id ON reading (account_id);
CREATE INDEX reading_person_id ON reading (person_id);

CREATE TABLE facility (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    symbol TEXT NOT NULL,
    parent_agency TEXT NOT NULL,
    kind TEXT NOT NULL,
    ownership TEXT NOT NULL,
    address TEXT NOT NULL,
    place TEXT NOT NULL,
    phone TEXT NOT NULL,
    hotline TEXT NOT NULL,
    email TEXT NOT NULL,
    head_name TEXT NOT NULL,
    head_post TEXT NOT NULL,
    records_complete_from TEXT,
    period_start_day INTEGER NOT NULL,
    report_day INTEGER NOT NULL,
    is_sample INTEGER NOT NULL CHECK (is_sample IN (0, 1))
) STRICT;

CREATE TABLE ward (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    hidden INTEGER NOT NULL CHECK (hidden IN (0, 1))
) STRICT;

CREATE TABLE room (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    ward_id TEXT NOT NULL REFERENCES ward (id),
    name TEXT NOT NULL,
    beds INTEGER NOT NULL,
    counted INTEGER NOT NULL CHECK (counted IN (0, 1))
) STRICT;

CREATE TABLE bed (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    room_id TEXT NOT NULL REFERENCES room (id),
    name TEXT NOT NULL
) STRICT;
CREATE INDEX bed_room_id ON bed (room_id);

"""
