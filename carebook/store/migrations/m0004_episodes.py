"""Tables of stays and what belongs to them."""

SCHEMA = """
CREATE TABLE episode (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    placement TEXT NOT NULL,
    route TEXT NOT NULL,
    source TEXT,
    start_on TEXT NOT NULL,
    start_kind TEXT NOT NULL,
    decision_no TEXT NOT NULL,
    decision_on TEXT,
    intake_minutes_no TEXT NOT NULL,
    intake_place TEXT NOT NULL,
    intake_state TEXT NOT NULL,
    brought_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    case_manager_id TEXT REFERENCES staff_member (id),
    confidential INTEGER NOT NULL CHECK (confidential IN (0, 1)),
    notice_published_on TEXT,
    notice_settled INTEGER NOT NULL CHECK (notice_settled IN (0, 1)),
    dossier_extended_to TEXT,
    stay_extended_to TEXT,
    extension_no TEXT NOT NULL,
    stop_requested_on TEXT,
    no_contact_since TEXT,
    ages_settled TEXT NOT NULL,
    previous_episode_id TEXT REFERENCES episode (id),
    end_on TEXT,
    end_reason TEXT,
    destination TEXT,
    end_decision_no TEXT NOT NULL,
    end_decision_on TEXT,
    end_note TEXT NOT NULL,
    received_by TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX episode_person_id ON episode (person_id);

CREATE TABLE episode_category (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    category TEXT NOT NULL,
    from_on TEXT NOT NULL,
    decision_no TEXT NOT NULL
) STRICT;
CREATE INDEX episode_category_episode_id ON episode_category (episode_id);

CREATE TABLE bed_assignment (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    room_id TEXT NOT NULL REFERENCES room (id),
    bed TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT
) STRICT;
CREATE INDEX bed_assignment_episode_id ON bed_assignment (episode_id);
CREATE INDEX bed_assignment_room_id ON bed_assignment (room_id);

CREATE TABLE absence (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    kind TEXT NOT NULL,
    from_on TEXT NOT NULL,
    expected_on TEXT,
    back_on TEXT,
    left_at TEXT,
    back_at TEXT,
    leave_no TEXT NOT NULL,
    place TEXT NOT NULL,
    taken_by TEXT NOT NULL,
    taken_by_relation TEXT,
    taken_by_paper TEXT NOT NULL,
    taken_by_phone TEXT NOT NULL,
    medicines TEXT NOT NULL,
    things TEXT NOT NULL,
    meals_stop INTEGER NOT NULL CHECK (meals_stop IN (0, 1)),
    state_on_return TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX absence_episode_id ON absence (episode_id);

CREATE TABLE dossier_item (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    paper TEXT NOT NULL,
    state TEXT NOT NULL,
    due_on TEXT,
    received_on TEXT,
    number TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX dossier_item_episode_id ON dossier_item (episode_id);

CREATE TABLE service_contract (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    number TEXT NOT NULL,
    signed_on TEXT,
    from_on TEXT,
    to_on TEXT,
    payer TEXT NOT NULL,
    payer_phone TEXT NOT NULL,
    package TEXT NOT NULL,
    monthly_fee INTEGER,
    deposit INTEGER,
    liquidated_on TEXT
) STRICT;
CREATE INDEX service_contract_episode_id ON service_contract (episode_id);

CREATE TABLE belonging (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    what TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    amount INTEGER,
    received_on TEXT,
    returned_on TEXT,
    kept_by_center INTEGER NOT NULL CHECK (kept_by_center IN (0, 1)),
    kept_at TEXT NOT NULL,
    returned_to TEXT NOT NULL,
    minutes_no TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX belonging_episode_id ON belonging (episode_id);

"""
