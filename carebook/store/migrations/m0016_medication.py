"""Tables of medicines: the list, orders, doses, stock."""

SCHEMA = """
CREATE TABLE medicine (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    substance TEXT NOT NULL,
    strength TEXT NOT NULL,
    form TEXT NOT NULL,
    unit TEXT NOT NULL,
    controlled INTEGER NOT NULL CHECK (controlled IN (0, 1)),
    keep_at_least REAL,
    note TEXT NOT NULL,
    ended_on TEXT
) STRICT;

CREATE TABLE prescription (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    medicine_id TEXT REFERENCES medicine (id),
    medicine TEXT NOT NULL,
    substance TEXT NOT NULL,
    strength TEXT NOT NULL,
    dose REAL,
    unit TEXT NOT NULL,
    way TEXT NOT NULL,
    rounds TEXT NOT NULL,
    every_days INTEGER NOT NULL,
    as_needed INTEGER NOT NULL CHECK (as_needed IN (0, 1)),
    needed_for TEXT NOT NULL,
    most_a_day INTEGER,
    hours_between INTEGER,
    with_food TEXT NOT NULL,
    from_on TEXT,
    from_round TEXT,
    to_on TEXT,
    source TEXT NOT NULL,
    controlled INTEGER NOT NULL CHECK (controlled IN (0, 1)),
    prescriber TEXT NOT NULL,
    prescribed_on TEXT,
    icd TEXT NOT NULL,
    diagnosis TEXT NOT NULL,
    accepted_because TEXT NOT NULL,
    replaces_id TEXT REFERENCES prescription (id),
    stopped_on TEXT,
    stopped_round TEXT,
    stopped_because TEXT NOT NULL
) STRICT;
CREATE INDEX prescription_episode_id ON prescription (episode_id);
CREATE INDEX prescription_medicine_id ON prescription (medicine_id);

CREATE TABLE administration (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    prescription_id TEXT NOT NULL REFERENCES prescription (id),
    duty_on TEXT,
    round TEXT,
    given_at TEXT,
    recorded_at TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    dose REAL,
    effect TEXT NOT NULL,
    late_because TEXT NOT NULL,
    again_because TEXT NOT NULL,
    done_by_id TEXT REFERENCES staff_member (id),
    witness_id TEXT REFERENCES staff_member (id),
    entered_by TEXT REFERENCES account (id),
    from_sheet INTEGER NOT NULL CHECK (from_sheet IN (0, 1))
) STRICT;
CREATE INDEX administration_of ON administration (prescription_id, duty_on);
CREATE INDEX administration_stay ON administration (episode_id, duty_on);
CREATE INDEX administration_on ON administration (duty_on);
CREATE INDEX administration_refused ON administration (episode_id, duty_on)
    WHERE state = 'refused' AND withdrawn_at IS NULL;

CREATE TABLE stock_lot (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    medicine_id TEXT NOT NULL REFERENCES medicine (id),
    lot TEXT NOT NULL,
    expires_on TEXT,
    source TEXT NOT NULL,
    supplier TEXT NOT NULL,
    price INTEGER
) STRICT;
CREATE INDEX stock_lot_medicine_id ON stock_lot (medicine_id);
CREATE UNIQUE INDEX stock_lot_once ON stock_lot (medicine_id, lot, expires_on) WHERE withdrawn_at IS NULL;

CREATE TABLE stock_move (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    medicine_id TEXT NOT NULL REFERENCES medicine (id),
    lot_id TEXT NOT NULL REFERENCES stock_lot (id),
    kind TEXT NOT NULL,
    moved_on TEXT,
    amount REAL NOT NULL,
    administration_id TEXT REFERENCES administration (id),
    count_id TEXT REFERENCES stock_count (id),
    paper_no TEXT NOT NULL,
    because TEXT NOT NULL,
    done_by_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX stock_move_medicine_id ON stock_move (medicine_id);
CREATE INDEX stock_move_lot_id ON stock_move (lot_id);
CREATE INDEX stock_move_administration ON stock_move (administration_id);
CREATE INDEX stock_move_on ON stock_move (moved_on);

CREATE TABLE stock_count (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    medicine_id TEXT NOT NULL REFERENCES medicine (id),
    lot_id TEXT REFERENCES stock_lot (id),
    counted_on TEXT,
    shift TEXT,
    expected REAL NOT NULL,
    counted REAL,
    because TEXT NOT NULL,
    minutes_no TEXT NOT NULL,
    counter_id TEXT REFERENCES staff_member (id),
    witness_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX stock_count_medicine_id ON stock_count (medicine_id);
CREATE INDEX stock_count_lot_id ON stock_count (lot_id);

CREATE TABLE hospital_transfer (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    absence_id TEXT NOT NULL REFERENCES absence (id),
    left_at TEXT,
    hospital TEXT NOT NULL,
    partner_id TEXT REFERENCES partner (id),
    insured_line INTEGER NOT NULL CHECK (insured_line IN (0, 1)),
    reason TEXT NOT NULL,
    signs TEXT NOT NULL,
    done_before TEXT NOT NULL,
    icd TEXT NOT NULL,
    diagnosis TEXT NOT NULL,
    companion_id TEXT REFERENCES staff_member (id),
    companion TEXT NOT NULL,
    papers TEXT NOT NULL,
    carer TEXT NOT NULL,
    back_icd TEXT NOT NULL,
    back_diagnosis TEXT NOT NULL,
    back_state TEXT NOT NULL,
    back_advice TEXT NOT NULL,
    again_on TEXT,
    cost_insurance INTEGER,
    cost_center INTEGER,
    cost_family INTEGER
) STRICT;
CREATE INDEX hospital_transfer_episode_id ON hospital_transfer (episode_id);
CREATE INDEX hospital_transfer_absence_id ON hospital_transfer (absence_id);

CREATE TABLE death (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    died_at TEXT,
    place TEXT NOT NULL,
    expected INTEGER NOT NULL CHECK (expected IN (0, 1)),
    icd TEXT NOT NULL,
    cause TEXT NOT NULL,
    beside TEXT NOT NULL,
    certified_by TEXT NOT NULL,
    certified_at TEXT,
    notice_no TEXT NOT NULL,
    notice_on TEXT,
    extract_no TEXT NOT NULL,
    extract_on TEXT,
    family_told_at TEXT,
    family_told TEXT NOT NULL,
    no_family_because TEXT NOT NULL,
    funeral TEXT,
    buried_on TEXT,
    grave TEXT NOT NULL,
    cost INTEGER,
    heir TEXT NOT NULL,
    heir_relation TEXT NOT NULL,
    minutes_no TEXT NOT NULL,
    minutes_on TEXT,
    support_asked_on TEXT,
    support_approved_on TEXT,
    support_paid_on TEXT,
    support_amount INTEGER,
    support_not_due_because TEXT NOT NULL,
    card_cancelled_on TEXT
) STRICT;
CREATE INDEX death_episode_id ON death (episode_id);
"""
