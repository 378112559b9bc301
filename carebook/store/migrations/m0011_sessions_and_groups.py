"""Tables of series, sessions, therapy rooms, leave, groups and classes."""

SCHEMA = """
CREATE TABLE session_series (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    frequency TEXT NOT NULL,
    interval INTEGER NOT NULL,
    weekdays TEXT NOT NULL,
    month_day INTEGER,
    nth INTEGER,
    from_on TEXT,
    until_on TEXT,
    count INTEGER,
    starts_at TEXT,
    minutes INTEGER NOT NULL,
    holidays TEXT NOT NULL,
    room_id TEXT REFERENCES therapy_room (id),
    split_from_id TEXT REFERENCES session_series (id),
    ended_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    therapy TEXT NOT NULL,
    therapist_id TEXT REFERENCES staff_member (id),
    therapy_plan_id TEXT REFERENCES rehabilitation_plan (id),
    package_id TEXT REFERENCES package (id)
) STRICT;
CREATE INDEX session_series_episode_id ON session_series (episode_id);

CREATE TABLE group_series (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    frequency TEXT NOT NULL,
    interval INTEGER NOT NULL,
    weekdays TEXT NOT NULL,
    month_day INTEGER,
    nth INTEGER,
    from_on TEXT,
    until_on TEXT,
    count INTEGER,
    starts_at TEXT,
    minutes INTEGER NOT NULL,
    holidays TEXT NOT NULL,
    room_id TEXT REFERENCES therapy_room (id),
    split_from_id TEXT REFERENCES group_series (id),
    ended_because TEXT NOT NULL,
    group_id TEXT NOT NULL REFERENCES "group" (id),
    leader_id TEXT REFERENCES staff_member (id),
    subject TEXT
) STRICT;
CREATE INDEX group_series_group_id ON group_series (group_id);

CREATE TABLE therapy_room (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    places INTEGER NOT NULL,
    note TEXT NOT NULL,
    closed_on TEXT
) STRICT;

CREATE TABLE staff_leave (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    staff_member_id TEXT NOT NULL REFERENCES staff_member (id),
    kind TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE session (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    series_id TEXT REFERENCES session_series (id),
    occurs_on TEXT,
    therapy_plan_id TEXT REFERENCES rehabilitation_plan (id),
    package_id TEXT REFERENCES package (id),
    makes_up_for_id TEXT REFERENCES session (id),
    therapy TEXT NOT NULL,
    therapist_id TEXT REFERENCES staff_member (id),
    room_id TEXT REFERENCES therapy_room (id),
    planned_on TEXT NOT NULL,
    planned_at TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    reason_note TEXT NOT NULL,
    began_at TEXT,
    minutes_done INTEGER,
    signs_before TEXT NOT NULL,
    signs_after TEXT NOT NULL,
    pain_before INTEGER,
    pain_after INTEGER,
    cooperation TEXT,
    borg INTEGER,
    course TEXT,
    subjective TEXT NOT NULL,
    objective TEXT NOT NULL,
    appraisal TEXT NOT NULL,
    next_step TEXT NOT NULL,
    done_by_id TEXT REFERENCES staff_member (id),
    entered_by TEXT REFERENCES account (id),
    recorded_at TEXT
) STRICT;
CREATE INDEX session_episode_id ON session (episode_id, planned_on);
CREATE INDEX session_planned_on ON session (planned_on);
CREATE INDEX session_therapist ON session (therapist_id, planned_on);
CREATE INDEX session_by_series ON session (series_id);
CREATE INDEX session_package ON session (package_id);
CREATE INDEX session_open ON session (planned_on) WHERE state = 'planned' AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX session_once ON session (series_id, occurs_on) WHERE withdrawn_at IS NULL AND series_id IS NOT NULL;

CREATE TABLE session_exercise (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    session_id TEXT NOT NULL REFERENCES session (id),
    position INTEGER NOT NULL,
    exercise TEXT,
    text TEXT NOT NULL,
    sets INTEGER,
    repeats INTEGER,
    minutes INTEGER,
    assistance TEXT,
    remark TEXT NOT NULL
) STRICT;
CREATE INDEX session_exercise_episode_id ON session_exercise (episode_id);
CREATE INDEX session_exercise_session_id ON session_exercise (session_id);

CREATE TABLE "group" (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    therapy TEXT,
    programme_id TEXT REFERENCES programme (id),
    purpose TEXT NOT NULL,
    criteria TEXT NOT NULL,
    leader_id TEXT REFERENCES staff_member (id),
    room_id TEXT REFERENCES therapy_room (id),
    places INTEGER,
    planned_sessions INTEGER,
    stage TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    school_year TEXT NOT NULL,
    fee INTEGER,
    evaluation TEXT NOT NULL,
    closed_on TEXT
) STRICT;

CREATE TABLE group_member (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    group_id TEXT NOT NULL REFERENCES "group" (id),
    attends TEXT NOT NULL,
    joined_on TEXT,
    left_on TEXT,
    left_because TEXT NOT NULL,
    own_goal TEXT NOT NULL,
    goal_thread TEXT,
    achievement TEXT NOT NULL,
    evaluation TEXT NOT NULL
) STRICT;
CREATE INDEX group_member_episode_id ON group_member (episode_id);
CREATE INDEX group_member_goal_thread ON group_member (goal_thread);
CREATE INDEX group_member_group_id ON group_member (group_id);

CREATE TABLE group_session (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    group_id TEXT NOT NULL REFERENCES "group" (id),
    series_id TEXT REFERENCES group_series (id),
    occurs_on TEXT,
    leader_id TEXT REFERENCES staff_member (id),
    room_id TEXT REFERENCES therapy_room (id),
    planned_on TEXT NOT NULL,
    planned_at TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    reason_note TEXT NOT NULL,
    subject TEXT,
    topic TEXT NOT NULL,
    activities TEXT NOT NULL,
    materials TEXT NOT NULL,
    course TEXT NOT NULL,
    dynamics TEXT NOT NULL,
    result TEXT NOT NULL,
    lessons TEXT NOT NULL,
    done_by_id TEXT REFERENCES staff_member (id),
    entered_by TEXT REFERENCES account (id),
    recorded_at TEXT
) STRICT;
CREATE INDEX group_session_group ON group_session (group_id, planned_on);
CREATE INDEX group_session_planned_on ON group_session (planned_on);
CREATE UNIQUE INDEX group_session_once ON group_session (series_id, occurs_on) WHERE withdrawn_at IS NULL AND series_id IS NOT NULL;

CREATE TABLE attendance (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    group_session_id TEXT NOT NULL REFERENCES group_session (id),
    member_id TEXT NOT NULL REFERENCES group_member (id),
    presence TEXT NOT NULL,
    reason TEXT,
    participation TEXT,
    remark TEXT NOT NULL,
    followed_up_on TEXT,
    follow_up TEXT NOT NULL
) STRICT;
CREATE INDEX attendance_episode_id ON attendance (episode_id);
CREATE UNIQUE INDEX attendance_once ON attendance (group_session_id, member_id) WHERE withdrawn_at IS NULL;

CREATE TABLE education_plan (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    group_id TEXT NOT NULL REFERENCES "group" (id),
    school_year TEXT NOT NULL,
    teacher_id TEXT REFERENCES staff_member (id),
    made_on TEXT,
    strengths TEXT NOT NULL,
    needs TEXT NOT NULL,
    communication TEXT NOT NULL,
    family_part TEXT NOT NULL,
    review_on TEXT,
    reviewed_on TEXT,
    results TEXT NOT NULL,
    agreed_by TEXT NOT NULL
) STRICT;
CREATE INDEX education_plan_episode_id ON education_plan (episode_id);

CREATE TABLE education_goal (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    education_plan_id TEXT NOT NULL REFERENCES education_plan (id),
    position INTEGER NOT NULL,
    area TEXT NOT NULL,
    text TEXT NOT NULL,
    how TEXT NOT NULL,
    from_value TEXT NOT NULL,
    to_value TEXT NOT NULL,
    due_on TEXT,
    achievement TEXT NOT NULL,
    remark TEXT NOT NULL
) STRICT;
CREATE INDEX education_goal_episode_id ON education_goal (episode_id);
"""
