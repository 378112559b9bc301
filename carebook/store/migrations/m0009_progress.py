"""Tables of notes, progress lines, conferences, closures, schooling and of what was put off."""

SCHEMA = """
CREATE TABLE progress_note (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    kind TEXT NOT NULL,
    happened_at TEXT NOT NULL,
    recorded_at TEXT,
    done_by_id TEXT REFERENCES staff_member (id),
    entered_by TEXT REFERENCES account (id),
    goal_thread TEXT,
    activity_id TEXT REFERENCES activity (id),
    text TEXT NOT NULL,
    result TEXT NOT NULL,
    reaction TEXT NOT NULL,
    difficulty TEXT NOT NULL,
    next_step TEXT NOT NULL,
    minutes INTEGER,
    tags TEXT NOT NULL,
    for_handover INTEGER NOT NULL CHECK (for_handover IN (0, 1)),
    corrects_id TEXT REFERENCES progress_note (id)
) STRICT;
CREATE INDEX progress_note_episode_id ON progress_note (episode_id, happened_at);
CREATE INDEX progress_note_happened_at ON progress_note (happened_at);
CREATE INDEX progress_note_goal_thread ON progress_note (goal_thread);
CREATE INDEX progress_note_for_handover ON progress_note (episode_id) WHERE for_handover = 1;

CREATE TABLE progress_line (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    period TEXT NOT NULL,
    worker_id TEXT REFERENCES staff_member (id),
    text TEXT NOT NULL,
    as_drafted INTEGER NOT NULL CHECK (as_drafted IN (0, 1)),
    accepted_on TEXT
) STRICT;
CREATE INDEX progress_line_episode_id ON progress_line (episode_id);
CREATE UNIQUE INDEX progress_line_period ON progress_line (period, episode_id) WHERE withdrawn_at IS NULL;

CREATE TABLE conference (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    held_on TEXT,
    place TEXT NOT NULL,
    chair_id TEXT REFERENCES staff_member (id),
    minutes_by_id TEXT REFERENCES staff_member (id),
    subject TEXT NOT NULL,
    present TEXT NOT NULL,
    client_present INTEGER NOT NULL CHECK (client_present IN (0, 1)),
    client_opinion TEXT NOT NULL,
    family_opinion TEXT NOT NULL,
    conclusion TEXT NOT NULL
) STRICT;
CREATE INDEX conference_episode_id ON conference (episode_id);

CREATE TABLE conference_finding (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    conference_id TEXT NOT NULL REFERENCES conference (id),
    domain TEXT NOT NULL,
    finding TEXT NOT NULL
) STRICT;
CREATE INDEX conference_finding_episode_id ON conference_finding (episode_id);
CREATE INDEX conference_finding_conference_id ON conference_finding (conference_id);

CREATE TABLE conference_decision (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    conference_id TEXT NOT NULL REFERENCES conference (id),
    position INTEGER NOT NULL,
    domain TEXT NOT NULL,
    text TEXT NOT NULL,
    responsible TEXT NOT NULL,
    due_on TEXT,
    goal_thread TEXT
) STRICT;
CREATE INDEX conference_decision_episode_id ON conference_decision (episode_id);
CREATE INDEX conference_decision_conference_id ON conference_decision (conference_id);
CREATE INDEX conference_decision_goal_thread ON conference_decision (goal_thread);

CREATE TABLE closure (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    state TEXT NOT NULL,
    reason TEXT,
    closed_on TEXT,
    closer_id TEXT REFERENCES staff_member (id),
    course TEXT NOT NULL,
    results TEXT NOT NULL,
    state_at_end TEXT NOT NULL,
    plan_after TEXT NOT NULL,
    conference_id TEXT REFERENCES conference (id),
    no_conference_because TEXT NOT NULL
) STRICT;
CREATE INDEX closure_episode_id ON closure (episode_id);
CREATE INDEX closure_conference_id ON closure (conference_id);

CREATE TABLE closure_signature (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    closure_id TEXT NOT NULL REFERENCES closure (id),
    party TEXT NOT NULL,
    name TEXT NOT NULL,
    signed_on TEXT,
    waived_because TEXT NOT NULL
) STRICT;
CREATE INDEX closure_signature_episode_id ON closure_signature (episode_id);
CREATE INDEX closure_signature_closure_id ON closure_signature (closure_id);

CREATE TABLE schooling (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    school_year TEXT NOT NULL,
    level TEXT,
    school TEXT NOT NULL,
    class_name TEXT NOT NULL,
    special INTEGER NOT NULL CHECK (special IN (0, 1)),
    from_on TEXT,
    to_on TEXT,
    result TEXT,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX schooling_person_id ON schooling (person_id);

CREATE TABLE vocational_course (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    trade TEXT NOT NULL,
    provider TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    result TEXT,
    certificate TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX vocational_course_person_id ON vocational_course (person_id);

CREATE TABLE employment (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    job TEXT NOT NULL,
    employer TEXT NOT NULL,
    place TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    income INTEGER,
    kept_3_months INTEGER CHECK (kept_3_months IN (0, 1)),
    kept_6_months INTEGER CHECK (kept_6_months IN (0, 1)),
    note TEXT NOT NULL
) STRICT;
CREATE INDEX employment_person_id ON employment (person_id);

CREATE TABLE snooze (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    kind TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    due_on TEXT,
    until_on TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX snooze_episode_id ON snooze (episode_id);

"""
