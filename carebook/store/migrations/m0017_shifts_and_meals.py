"""Tables of shifts, handovers, meals and goods issued."""

SCHEMA = """
CREATE TABLE duty_roster (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    staff_member_id TEXT NOT NULL REFERENCES staff_member (id),
    duty_on TEXT,
    shift TEXT NOT NULL,
    ward_id TEXT REFERENCES ward (id),
    leads INTEGER NOT NULL CHECK (leads IN (0, 1)),
    note TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX duty_roster_once ON duty_roster (staff_member_id, duty_on, shift) WHERE withdrawn_at IS NULL;
CREATE INDEX duty_roster_on ON duty_roster (duty_on);

CREATE TABLE shift_handover (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    duty_on TEXT,
    shift TEXT NOT NULL,
    ward_id TEXT REFERENCES ward (id),
    state TEXT NOT NULL,
    giver_id TEXT REFERENCES staff_member (id),
    taker_id TEXT REFERENCES staff_member (id),
    given_at TEXT,
    taken_at TEXT,
    at_start INTEGER,
    came INTEGER,
    went INTEGER,
    at_end INTEGER,
    in_hospital INTEGER,
    on_leave INTEGER,
    absent INTEGER,
    counted INTEGER,
    count_differs_because TEXT NOT NULL,
    situation TEXT NOT NULL,
    background TEXT NOT NULL,
    judgement TEXT NOT NULL,
    request TEXT NOT NULL,
    taker_note TEXT NOT NULL,
    frozen TEXT NOT NULL,
    frozen_hash TEXT NOT NULL,
    replaces_id TEXT REFERENCES shift_handover (id),
    replaced_because TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX shift_handover_once ON shift_handover (duty_on, shift, coalesce(ward_id, ''))
    WHERE withdrawn_at IS NULL AND state <> 'replaced';

CREATE TABLE handover_line (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    shift_handover_id TEXT NOT NULL REFERENCES shift_handover (id),
    heading TEXT NOT NULL,
    episode_id TEXT REFERENCES episode (id),
    text TEXT NOT NULL,
    instruction TEXT NOT NULL,
    about_table TEXT NOT NULL,
    about_id TEXT NOT NULL,
    included INTEGER NOT NULL CHECK (included IN (0, 1)),
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX handover_line_episode_id ON handover_line (episode_id);
CREATE INDEX handover_line_shift_handover_id ON handover_line (shift_handover_id);

CREATE TABLE handover_count (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    shift_handover_id TEXT NOT NULL REFERENCES shift_handover (id),
    thing TEXT NOT NULL,
    expected INTEGER NOT NULL,
    counted INTEGER,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX handover_count_shift_handover_id ON handover_count (shift_handover_id);

CREATE TABLE morning_briefing (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    held_on TEXT,
    led_by_id TEXT REFERENCES staff_member (id),
    present TEXT NOT NULL,
    conclusion TEXT NOT NULL,
    tasks TEXT NOT NULL,
    frozen TEXT NOT NULL,
    frozen_at TEXT
) STRICT;
CREATE UNIQUE INDEX morning_briefing_once ON morning_briefing (held_on) WHERE withdrawn_at IS NULL;

CREATE TABLE diet (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    diet TEXT NOT NULL,
    meals TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    ordered_by_id TEXT REFERENCES staff_member (id),
    because TEXT NOT NULL,
    wishes TEXT NOT NULL
) STRICT;
CREATE INDEX diet_episode_id ON diet (episode_id);

CREATE TABLE meal_change (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    served_on TEXT,
    meal TEXT NOT NULL,
    diet TEXT,
    eats INTEGER NOT NULL CHECK (eats IN (0, 1)),
    because TEXT NOT NULL,
    recorded_at TEXT,
    entered_by TEXT REFERENCES account (id)
) STRICT;
CREATE INDEX meal_change_episode_id ON meal_change (episode_id);
CREATE UNIQUE INDEX meal_change_once ON meal_change (episode_id, served_on, meal) WHERE withdrawn_at IS NULL;
CREATE INDEX meal_change_on ON meal_change (served_on);

CREATE TABLE meal_count (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    served_on TEXT,
    meal TEXT NOT NULL,
    diet TEXT NOT NULL,
    ordered INTEGER NOT NULL,
    late INTEGER NOT NULL,
    ordered_at TEXT,
    ordered_by_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE UNIQUE INDEX meal_count_once ON meal_count (served_on, meal, diet) WHERE withdrawn_at IS NULL;

CREATE TABLE menu (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    served_on TEXT,
    meal TEXT NOT NULL,
    diet TEXT,
    dishes TEXT NOT NULL,
    price INTEGER
) STRICT;
CREATE UNIQUE INDEX menu_once ON menu (served_on, meal, coalesce(diet, '')) WHERE withdrawn_at IS NULL;

CREATE TABLE food_check (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    served_on TEXT,
    meal TEXT,
    step INTEGER NOT NULL,
    food TEXT NOT NULL,
    supplier TEXT NOT NULL,
    amount TEXT NOT NULL,
    checked_at TEXT,
    good INTEGER NOT NULL CHECK (good IN (0, 1)),
    remedy TEXT NOT NULL,
    checker_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX food_check_on ON food_check (served_on);

CREATE TABLE food_sample (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    served_on TEXT,
    meal TEXT NOT NULL,
    dish TEXT NOT NULL,
    amount TEXT NOT NULL,
    taken_at TEXT,
    taken_by_id TEXT REFERENCES staff_member (id),
    kept_at TEXT NOT NULL,
    thrown_at TEXT,
    thrown_by_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX food_sample_on ON food_sample (served_on);

CREATE TABLE supplies_issued (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    item TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    size TEXT NOT NULL,
    issued_on TEXT,
    signed_by TEXT NOT NULL,
    issued_by_id TEXT REFERENCES staff_member (id),
    batch TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX supplies_issued_episode_id ON supplies_issued (episode_id);
CREATE INDEX supplies_issued_on ON supplies_issued (issued_on);
"""
