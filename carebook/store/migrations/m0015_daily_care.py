"""Tables of what is measured and done every day: monitoring, care entries, health."""

SCHEMA = """
CREATE TABLE monitoring_plan (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    measure TEXT NOT NULL,
    frequency TEXT NOT NULL,
    rounds TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    low REAL,
    high REAL,
    low_second REAL,
    high_second REAL,
    because TEXT NOT NULL,
    set_by_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX monitoring_plan_episode_id ON monitoring_plan (episode_id);
CREATE INDEX monitoring_plan_open ON monitoring_plan (episode_id) WHERE to_on IS NULL AND withdrawn_at IS NULL;

CREATE TABLE observation (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    measure TEXT NOT NULL,
    duty_on TEXT,
    round TEXT,
    taken_at TEXT,
    recorded_at TEXT,
    value REAL,
    value_second REAL,
    word TEXT,
    not_done TEXT,
    unusual_because TEXT,
    note TEXT NOT NULL,
    done_by_id TEXT REFERENCES staff_member (id),
    entered_by TEXT REFERENCES account (id),
    from_sheet INTEGER NOT NULL CHECK (from_sheet IN (0, 1))
) STRICT;
CREATE INDEX observation_of ON observation (episode_id, measure, taken_at);
CREATE INDEX observation_on ON observation (duty_on, measure);

CREATE TABLE care_level (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    level TEXT NOT NULL,
    from_on TEXT,
    because TEXT NOT NULL,
    decided_by_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX care_level_episode_id ON care_level (episode_id);
CREATE UNIQUE INDEX care_level_once ON care_level (episode_id, from_on) WHERE withdrawn_at IS NULL;

CREATE TABLE care_entry (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    duty_on TEXT,
    shift TEXT NOT NULL,
    kind TEXT,
    level TEXT,
    not_done TEXT,
    note TEXT NOT NULL,
    done_by_id TEXT REFERENCES staff_member (id),
    entered_by TEXT REFERENCES account (id),
    recorded_at TEXT,
    from_sheet INTEGER NOT NULL CHECK (from_sheet IN (0, 1))
) STRICT;
CREATE INDEX care_entry_of ON care_entry (episode_id, duty_on);
CREATE INDEX care_entry_on ON care_entry (duty_on, shift);
CREATE UNIQUE INDEX care_entry_once ON care_entry (episode_id, duty_on, shift, coalesce(kind, ''))
    WHERE withdrawn_at IS NULL;

CREATE TABLE incident (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    number TEXT NOT NULL,
    happened_at TEXT,
    recorded_at TEXT,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    state TEXT NOT NULL,
    episode_id TEXT REFERENCES episode (id),
    ward_id TEXT REFERENCES ward (id),
    shift TEXT,
    place TEXT NOT NULL,
    text TEXT NOT NULL,
    at_once TEXT NOT NULL,
    cause TEXT NOT NULL,
    conclusion TEXT NOT NULL,
    closed_on TEXT,
    closed_by_id TEXT REFERENCES staff_member (id),
    reported_by_id TEXT REFERENCES staff_member (id),
    entered_by TEXT REFERENCES account (id),
    administration_id TEXT REFERENCES administration (id),
    confidential INTEGER NOT NULL CHECK (confidential IN (0, 1))
) STRICT;
CREATE INDEX incident_episode_id ON incident (episode_id);
CREATE INDEX incident_happened_at ON incident (happened_at);

CREATE TABLE involved (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    incident_id TEXT NOT NULL REFERENCES incident (id),
    episode_id TEXT REFERENCES episode (id),
    staff_member_id TEXT REFERENCES staff_member (id),
    outsider TEXT NOT NULL,
    part TEXT NOT NULL,
    injury TEXT NOT NULL
) STRICT;
CREATE INDEX involved_episode_id ON involved (episode_id);
CREATE INDEX involved_incident_id ON involved (incident_id);

CREATE TABLE body_mark (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    incident_id TEXT NOT NULL REFERENCES incident (id),
    episode_id TEXT NOT NULL REFERENCES episode (id),
    back INTEGER NOT NULL CHECK (back IN (0, 1)),
    x INTEGER NOT NULL,
    y INTEGER NOT NULL,
    injury TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX body_mark_episode_id ON body_mark (episode_id);
CREATE INDEX body_mark_incident_id ON body_mark (incident_id);

CREATE TABLE notified (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    incident_id TEXT NOT NULL REFERENCES incident (id),
    episode_id TEXT REFERENCES episode (id),
    whom TEXT NOT NULL,
    name TEXT NOT NULL,
    told_at TEXT,
    way TEXT NOT NULL,
    not_needed_because TEXT NOT NULL,
    told_by_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX notified_episode_id ON notified (episode_id);
CREATE INDEX notified_incident_id ON notified (incident_id);

CREATE TABLE remedy (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    incident_id TEXT NOT NULL REFERENCES incident (id),
    episode_id TEXT REFERENCES episode (id),
    text TEXT NOT NULL,
    owner_id TEXT REFERENCES staff_member (id),
    due_on TEXT,
    done_on TEXT,
    result TEXT NOT NULL
) STRICT;
CREATE INDEX remedy_episode_id ON remedy (episode_id);
CREATE INDEX remedy_incident_id ON remedy (incident_id);

CREATE TABLE chronic_condition (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    icd TEXT NOT NULL,
    words TEXT NOT NULL,
    since TEXT,
    ended_on TEXT,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX chronic_condition_person_id ON chronic_condition (person_id);

CREATE TABLE immunisation (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    vaccine TEXT NOT NULL,
    dose_no INTEGER,
    given_on TEXT,
    place TEXT NOT NULL,
    lot TEXT NOT NULL,
    reaction TEXT NOT NULL,
    next_on TEXT
) STRICT;
CREATE INDEX immunisation_person_id ON immunisation (person_id);

CREATE TABLE health_check (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    kind TEXT NOT NULL,
    checked_on TEXT,
    place TEXT NOT NULL,
    checker TEXT NOT NULL,
    health_class TEXT,
    findings TEXT NOT NULL,
    advice TEXT NOT NULL,
    batch TEXT NOT NULL
) STRICT;
CREATE INDEX health_check_episode_id ON health_check (episode_id);
CREATE INDEX health_check_on ON health_check (checked_on);

CREATE TABLE consultation (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    held_at TEXT,
    place TEXT NOT NULL,
    elsewhere TEXT NOT NULL,
    doctor TEXT NOT NULL,
    complaint TEXT NOT NULL,
    findings TEXT NOT NULL,
    icd TEXT NOT NULL,
    diagnosis TEXT NOT NULL,
    treatment TEXT NOT NULL,
    advice TEXT NOT NULL,
    again_on TEXT,
    follows_id TEXT REFERENCES consultation (id),
    done_by_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX consultation_episode_id ON consultation (episode_id);

CREATE TABLE treatment (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    ordered_by TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    wound_id TEXT REFERENCES wound (id),
    consultation_id TEXT REFERENCES consultation (id),
    ended_because TEXT NOT NULL
) STRICT;
CREATE INDEX treatment_episode_id ON treatment (episode_id);
CREATE INDEX treatment_wound_id ON treatment (wound_id);

CREATE TABLE wound (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    found_on TEXT,
    came_with INTEGER NOT NULL CHECK (came_with IN (0, 1)),
    incident_id TEXT REFERENCES incident (id),
    closed_on TEXT,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX wound_episode_id ON wound (episode_id);
CREATE INDEX wound_incident_id ON wound (incident_id);

CREATE TABLE wound_check (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    wound_id TEXT NOT NULL REFERENCES wound (id),
    checked_at TEXT,
    grade TEXT,
    length_mm INTEGER,
    width_mm INTEGER,
    depth_mm INTEGER,
    look TEXT NOT NULL,
    pain INTEGER,
    done TEXT NOT NULL,
    done_by_id TEXT REFERENCES staff_member (id),
    entered_by TEXT REFERENCES account (id)
) STRICT;
CREATE INDEX wound_check_episode_id ON wound_check (episode_id);
CREATE INDEX wound_check_wound_id ON wound_check (wound_id);
"""
