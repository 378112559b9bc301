"""Tables of care plans with their decisions and reviews."""

SCHEMA = """
CREATE TABLE care_plan (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    replaces_id TEXT REFERENCES care_plan (id),
    changed_because TEXT NOT NULL,
    assessment_id TEXT REFERENCES assessment (id),
    from_on TEXT,
    to_on TEXT,
    review_on TEXT,
    review_every_months INTEGER,
    manager_id TEXT REFERENCES staff_member (id),
    participants TEXT NOT NULL,
    general_goal TEXT NOT NULL,
    permanency TEXT,
    permanency_note TEXT NOT NULL,
    agreement TEXT,
    agreed_by TEXT NOT NULL,
    agreed_on TEXT,
    client_words TEXT NOT NULL,
    submitted_at TEXT,
    submitted_by TEXT REFERENCES staff_member (id),
    round INTEGER NOT NULL,
    approved_at TEXT,
    ended_on TEXT,
    ended_because TEXT NOT NULL
) STRICT;
CREATE INDEX care_plan_episode_id ON care_plan (episode_id);
CREATE UNIQUE INDEX care_plan_number ON care_plan (episode_id, number) WHERE withdrawn_at IS NULL;
CREATE INDEX care_plan_assessment_id ON care_plan (assessment_id);

CREATE TABLE plan_in_force (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    plan_id TEXT NOT NULL REFERENCES care_plan (id),
    since_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX plan_in_force_episode_id ON plan_in_force (episode_id) WHERE withdrawn_at IS NULL;
CREATE INDEX plan_in_force_plan_id ON plan_in_force (plan_id);

CREATE TABLE plan_decision (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    plan_id TEXT NOT NULL REFERENCES care_plan (id),
    round INTEGER NOT NULL,
    tier TEXT NOT NULL,
    answer TEXT NOT NULL,
    comment TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    decided_by TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX plan_decision_episode_id ON plan_decision (episode_id);
CREATE UNIQUE INDEX plan_decision_once ON plan_decision (plan_id, round, tier) WHERE withdrawn_at IS NULL;

CREATE TABLE goal (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    plan_id TEXT NOT NULL REFERENCES care_plan (id),
    thread TEXT NOT NULL,
    position INTEGER NOT NULL,
    domain TEXT NOT NULL,
    text TEXT NOT NULL,
    measure TEXT NOT NULL,
    instrument TEXT NOT NULL,
    from_value TEXT NOT NULL,
    to_value TEXT NOT NULL,
    due_on TEXT,
    priority INTEGER,
    life TEXT NOT NULL,
    achievement TEXT NOT NULL,
    achieved_on TEXT,
    remark TEXT NOT NULL,
    importance INTEGER,
    difficulty INTEGER,
    levels TEXT NOT NULL
) STRICT;
CREATE INDEX goal_episode_id ON goal (episode_id);
CREATE INDEX goal_plan_id ON goal (plan_id);

CREATE TABLE activity (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    plan_id TEXT NOT NULL REFERENCES care_plan (id),
    goal_id TEXT REFERENCES goal (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    frequency TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    owner TEXT NOT NULL,
    staff_member_id TEXT REFERENCES staff_member (id),
    responsible TEXT NOT NULL,
    provider TEXT NOT NULL,
    service TEXT,
    resources TEXT NOT NULL,
    cost INTEGER
) STRICT;
CREATE INDEX activity_episode_id ON activity (episode_id);
CREATE INDEX activity_plan_id ON activity (plan_id);

CREATE TABLE risk (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    plan_id TEXT NOT NULL REFERENCES care_plan (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    likelihood TEXT,
    impact TEXT,
    response TEXT NOT NULL
) STRICT;
CREATE INDEX risk_episode_id ON risk (episode_id);
CREATE INDEX risk_plan_id ON risk (plan_id);

CREATE TABLE daily_help (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    plan_id TEXT NOT NULL REFERENCES care_plan (id),
    kind TEXT NOT NULL,
    level TEXT,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX daily_help_episode_id ON daily_help (episode_id);
CREATE INDEX daily_help_plan_id ON daily_help (plan_id);

CREATE TABLE plan_review (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    plan_id TEXT NOT NULL REFERENCES care_plan (id),
    period TEXT NOT NULL,
    due_on TEXT,
    done_on TEXT,
    reviewer_id TEXT REFERENCES staff_member (id),
    participants TEXT NOT NULL,
    reason TEXT NOT NULL,
    results TEXT NOT NULL,
    needs_met TEXT,
    independence TEXT NOT NULL,
    fit TEXT NOT NULL,
    connections TEXT NOT NULL,
    other TEXT NOT NULL,
    proposal TEXT,
    next_on TEXT
) STRICT;
CREATE INDEX plan_review_episode_id ON plan_review (episode_id, done_on, id);
CREATE INDEX plan_review_plan_id ON plan_review (plan_id, done_on, id);

"""
