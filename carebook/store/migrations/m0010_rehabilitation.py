"""Tables of rehabilitation plans, packages, programmes and devices."""

SCHEMA = """
CREATE TABLE rehabilitation_plan (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    replaces_id TEXT REFERENCES rehabilitation_plan (id),
    changed_because TEXT NOT NULL,
    ordered_by_id TEXT REFERENCES staff_member (id),
    ordered_on TEXT,
    diagnosis TEXT NOT NULL,
    indication TEXT NOT NULL,
    contraindications TEXT NOT NULL,
    precautions TEXT NOT NULL,
    devices TEXT NOT NULL,
    home_programme TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    review_on TEXT,
    review_every_weeks INTEGER,
    consent TEXT,
    consent_by TEXT NOT NULL,
    consent_on TEXT,
    submitted_at TEXT,
    submitted_by TEXT REFERENCES staff_member (id),
    round INTEGER NOT NULL,
    approved_at TEXT,
    ended_on TEXT,
    ended_because TEXT NOT NULL
) STRICT;
CREATE INDEX rehabilitation_plan_episode_id ON rehabilitation_plan (episode_id);

CREATE TABLE rehabilitation_in_force (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    therapy_plan_id TEXT NOT NULL REFERENCES rehabilitation_plan (id),
    since_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX rehabilitation_in_force_once ON rehabilitation_in_force (episode_id) WHERE withdrawn_at IS NULL;

CREATE TABLE rehabilitation_decision (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    therapy_plan_id TEXT NOT NULL REFERENCES rehabilitation_plan (id),
    round INTEGER NOT NULL,
    tier TEXT NOT NULL,
    answer TEXT NOT NULL,
    comment TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    decided_by TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX rehabilitation_decision_episode_id ON rehabilitation_decision (episode_id);
CREATE INDEX rehabilitation_decision_therapy_plan_id ON rehabilitation_decision (therapy_plan_id);

CREATE TABLE rehabilitation_review (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    therapy_plan_id TEXT NOT NULL REFERENCES rehabilitation_plan (id),
    due_on TEXT,
    done_on TEXT,
    reviewer_id TEXT REFERENCES staff_member (id),
    results TEXT NOT NULL,
    proposal TEXT,
    next_on TEXT
) STRICT;
CREATE INDEX rehabilitation_review_episode_id ON rehabilitation_review (episode_id);
CREATE INDEX rehabilitation_review_therapy_plan_id ON rehabilitation_review (therapy_plan_id);

CREATE TABLE planned_therapy (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    therapy_plan_id TEXT NOT NULL REFERENCES rehabilitation_plan (id),
    position INTEGER NOT NULL,
    therapy TEXT NOT NULL,
    technique TEXT NOT NULL,
    per_week INTEGER,
    sessions INTEGER,
    minutes INTEGER,
    therapist_id TEXT REFERENCES staff_member (id),
    room_id TEXT REFERENCES therapy_room (id),
    in_group INTEGER NOT NULL CHECK (in_group IN (0, 1)),
    fee INTEGER,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX planned_therapy_episode_id ON planned_therapy (episode_id);
CREATE INDEX planned_therapy_therapy_plan_id ON planned_therapy (therapy_plan_id);

CREATE TABLE rehabilitation_goal (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    therapy_plan_id TEXT NOT NULL REFERENCES rehabilitation_plan (id),
    thread TEXT NOT NULL,
    position INTEGER NOT NULL,
    term TEXT NOT NULL,
    text TEXT NOT NULL,
    measure TEXT NOT NULL,
    instrument TEXT NOT NULL,
    from_value TEXT NOT NULL,
    to_value TEXT NOT NULL,
    due_on TEXT,
    care_thread TEXT,
    importance INTEGER,
    difficulty INTEGER,
    levels TEXT NOT NULL,
    life TEXT NOT NULL,
    achievement TEXT NOT NULL,
    achieved_on TEXT,
    remark TEXT NOT NULL
) STRICT;
CREATE INDEX rehabilitation_goal_episode_id ON rehabilitation_goal (episode_id);
CREATE INDEX rehabilitation_goal_thread ON rehabilitation_goal (thread);
CREATE INDEX rehabilitation_goal_therapy_plan_id ON rehabilitation_goal (therapy_plan_id);

CREATE TABLE function_rating (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    therapy_plan_id TEXT NOT NULL REFERENCES rehabilitation_plan (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    qualifier TEXT,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX function_rating_episode_id ON function_rating (episode_id);
CREATE INDEX function_rating_therapy_plan_id ON function_rating (therapy_plan_id);

CREATE TABLE goal_rating (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    thread TEXT NOT NULL,
    session_id TEXT REFERENCES session (id),
    rated_on TEXT NOT NULL,
    level INTEGER NOT NULL,
    rated_by_id TEXT REFERENCES staff_member (id),
    remark TEXT NOT NULL
) STRICT;
CREATE INDEX goal_rating_episode_id ON goal_rating (episode_id);
CREATE INDEX goal_rating_thread ON goal_rating (thread);

CREATE TABLE package (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    programme_id TEXT REFERENCES programme (id),
    name TEXT NOT NULL,
    therapy TEXT NOT NULL,
    registered_on TEXT,
    from_on TEXT,
    to_on TEXT,
    sessions INTEGER NOT NULL,
    no_show_counts INTEGER NOT NULL CHECK (no_show_counts IN (0, 1)),
    price INTEGER,
    paid INTEGER,
    paid_on TEXT,
    payer TEXT NOT NULL,
    reassess_on TEXT,
    ended_on TEXT,
    ended_because TEXT,
    outcome TEXT NOT NULL
) STRICT;
CREATE INDEX package_episode_id ON package (episode_id);

CREATE TABLE programme (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    basis TEXT NOT NULL,
    purpose TEXT NOT NULL,
    manager_id TEXT REFERENCES staff_member (id),
    from_on TEXT,
    to_on TEXT,
    cost INTEGER,
    income INTEGER,
    strengths TEXT NOT NULL,
    weaknesses TEXT NOT NULL,
    conclusion TEXT
) STRICT;

CREATE TABLE device_loan (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    device TEXT NOT NULL,
    number TEXT NOT NULL,
    details TEXT NOT NULL,
    lent_on TEXT,
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    fitted_on TEXT,
    fitted_by_id TEXT REFERENCES staff_member (id),
    due_back_on TEXT,
    check_on TEXT,
    returned_on TEXT,
    condition TEXT,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX device_loan_episode_id ON device_loan (episode_id);
"""
