"""Tables of contacts, the handover and the follow-up after it."""

SCHEMA = """
CREATE TABLE contact (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    held_on TEXT,
    held_at TEXT,
    kind TEXT NOT NULL,
    relative_id TEXT REFERENCES relative (id),
    name TEXT NOT NULL,
    relation TEXT NOT NULL,
    paper_no TEXT NOT NULL,
    people INTEGER NOT NULL,
    left_at TEXT,
    minutes INTEGER,
    course TEXT NOT NULL,
    reaction TEXT NOT NULL,
    brought TEXT NOT NULL,
    staff_member_id TEXT REFERENCES staff_member (id),
    allowed_because TEXT NOT NULL
) STRICT;
CREATE INDEX contact_episode_id ON contact (episode_id);
CREATE INDEX contact_held_on ON contact (held_on) WHERE withdrawn_at IS NULL;

CREATE TABLE handover (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    state TEXT NOT NULL,
    number TEXT NOT NULL,
    handed_on TEXT,
    handed_at TEXT,
    place TEXT NOT NULL,
    basis TEXT NOT NULL,
    giver TEXT NOT NULL,
    giver_post TEXT NOT NULL,
    receiver TEXT NOT NULL,
    receiver_born TEXT,
    receiver_paper TEXT NOT NULL,
    receiver_address TEXT NOT NULL,
    receiver_phone TEXT NOT NULL,
    receiver_relation TEXT NOT NULL,
    witness TEXT NOT NULL,
    witness_post TEXT NOT NULL,
    health TEXT NOT NULL,
    weight_kg REAL,
    skin TEXT NOT NULL,
    guidance TEXT NOT NULL,
    rights_and_duties TEXT NOT NULL,
    contact TEXT NOT NULL,
    copies INTEGER NOT NULL,
    withheld TEXT NOT NULL
) STRICT;
CREATE INDEX handover_episode_id ON handover (episode_id);
CREATE INDEX handover_reintegration_id ON handover (reintegration_id);

CREATE TABLE handover_item (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    handover_id TEXT NOT NULL REFERENCES handover (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    dose TEXT NOT NULL,
    quantity TEXT NOT NULL,
    original INTEGER NOT NULL CHECK (original IN (0, 1)),
    amount INTEGER,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX handover_item_episode_id ON handover_item (episode_id);
CREATE INDEX handover_item_handover_id ON handover_item (handover_id);

CREATE TABLE handover_signature (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    handover_id TEXT NOT NULL REFERENCES handover (id),
    party TEXT NOT NULL,
    name TEXT NOT NULL,
    signed_on TEXT,
    waived_because TEXT NOT NULL
) STRICT;
CREATE INDEX handover_signature_episode_id ON handover_signature (episode_id);
CREATE INDEX handover_signature_handover_id ON handover_signature (handover_id);

CREATE TABLE follow_up (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    due_on TEXT NOT NULL,
    owner TEXT NOT NULL,
    template TEXT,
    after_id TEXT REFERENCES follow_up (id),
    why TEXT NOT NULL,
    sheet_code TEXT NOT NULL,
    worker_id TEXT REFERENCES staff_member (id),
    collaborator_id TEXT REFERENCES collaborator (id),
    state TEXT NOT NULL,
    done_on TEXT,
    mode TEXT,
    done_by TEXT NOT NULL,
    entered_by TEXT REFERENCES account (id),
    report_no TEXT NOT NULL,
    seen TEXT NOT NULL,
    alone INTEGER CHECK (alone IN (0, 1)),
    living TEXT NOT NULL,
    safe INTEGER CHECK (safe IN (0, 1)),
    safety TEXT NOT NULL,
    health TEXT NOT NULL,
    medicines_taken INTEGER CHECK (medicines_taken IN (0, 1)),
    self_care TEXT,
    school_work TEXT NOT NULL,
    relations TEXT NOT NULL,
    feelings TEXT NOT NULL,
    allowance INTEGER CHECK (allowance IN (0, 1)),
    health_card INTEGER CHECK (health_card IN (0, 1)),
    participation TEXT NOT NULL,
    problems TEXT NOT NULL,
    help_given TEXT NOT NULL,
    own_words TEXT NOT NULL,
    risk TEXT,
    next_on TEXT,
    waived_because TEXT NOT NULL,
    waived_by_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX follow_up_episode_id ON follow_up (episode_id);
CREATE INDEX follow_up_reintegration_id ON follow_up (reintegration_id);
CREATE INDEX follow_up_due ON follow_up (due_on) WHERE state = 'due' AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX follow_up_sheet_code ON follow_up (sheet_code) WHERE sheet_code <> '';

CREATE TABLE follow_up_attempt (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    follow_up_id TEXT NOT NULL REFERENCES follow_up (id),
    tried_on TEXT,
    mode TEXT,
    result TEXT NOT NULL,
    staff_member_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX follow_up_attempt_episode_id ON follow_up_attempt (episode_id);
CREATE INDEX follow_up_attempt_follow_up_id ON follow_up_attempt (follow_up_id);

CREATE TABLE follow_up_end (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    ended_on TEXT,
    outcome TEXT,
    reason TEXT NOT NULL,
    summary TEXT NOT NULL,
    worker_id TEXT REFERENCES staff_member (id),
    approved_by_id TEXT REFERENCES staff_member (id),
    approved_on TEXT
) STRICT;
CREATE INDEX follow_up_end_episode_id ON follow_up_end (episode_id);
CREATE INDEX follow_up_end_reintegration_id ON follow_up_end (reintegration_id);
"""
