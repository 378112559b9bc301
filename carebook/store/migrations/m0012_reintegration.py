"""Tables of the way home: collaborators, paths with their stages, carers and papers, tracing, families."""

SCHEMA = """
CREATE TABLE collaborator (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    full_name TEXT NOT NULL,
    born TEXT,
    phone TEXT NOT NULL,
    province TEXT,
    commune TEXT,
    old_commune TEXT NOT NULL,
    village TEXT NOT NULL,
    contract_no TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    allowance INTEGER,
    training TEXT NOT NULL,
    trained_on TEXT,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE reintegration (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    path TEXT NOT NULL,
    destination TEXT,
    started_on TEXT,
    worker_id TEXT REFERENCES staff_member (id),
    collaborator_id TEXT REFERENCES collaborator (id),
    wish TEXT NOT NULL,
    eligibility TEXT NOT NULL,
    target_on TEXT,
    commune TEXT,
    place TEXT NOT NULL,
    high_risk INTEGER NOT NULL CHECK (high_risk IN (0, 1)),
    handed_over_on TEXT,
    ended_on TEXT,
    outcome TEXT,
    next_episode_id TEXT REFERENCES episode (id),
    return_cause TEXT,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX reintegration_episode_id ON reintegration (episode_id);

CREATE TABLE stage_entry (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    stage TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX stage_entry_episode_id ON stage_entry (episode_id);
CREATE INDEX stage_entry_reintegration_id ON stage_entry (reintegration_id);
CREATE UNIQUE INDEX stage_entry_open ON stage_entry (reintegration_id) WHERE to_on IS NULL AND withdrawn_at IS NULL;

CREATE TABLE carer (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    full_name TEXT NOT NULL,
    relation TEXT NOT NULL,
    born TEXT,
    national_id TEXT NOT NULL,
    phone TEXT NOT NULL,
    commune TEXT,
    address TEXT NOT NULL,
    wishes TEXT NOT NULL,
    willing INTEGER CHECK (willing IN (0, 1)),
    able INTEGER CHECK (able IN (0, 1)),
    chosen INTEGER NOT NULL CHECK (chosen IN (0, 1)),
    note TEXT NOT NULL
) STRICT;
CREATE INDEX carer_episode_id ON carer (episode_id);
CREATE INDEX carer_reintegration_id ON carer (reintegration_id);

CREATE TABLE opinion (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    of_whom TEXT NOT NULL,
    name TEXT NOT NULL,
    heard_on TEXT,
    heard_by_id TEXT REFERENCES staff_member (id),
    alone INTEGER NOT NULL CHECK (alone IN (0, 1)),
    words TEXT NOT NULL
) STRICT;
CREATE INDEX opinion_episode_id ON opinion (episode_id);
CREATE INDEX opinion_reintegration_id ON opinion (reintegration_id);

CREATE TABLE readiness_check (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    item TEXT NOT NULL,
    answer TEXT NOT NULL,
    note TEXT NOT NULL,
    checked_on TEXT,
    checker_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX readiness_check_episode_id ON readiness_check (episode_id);
CREATE INDEX readiness_check_reintegration_id ON readiness_check (reintegration_id);
CREATE UNIQUE INDEX readiness_check_once ON readiness_check (reintegration_id, item) WHERE withdrawn_at IS NULL;

CREATE TABLE support (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    amount INTEGER,
    provider TEXT NOT NULL,
    responsible TEXT NOT NULL,
    due_on TEXT,
    done_on TEXT,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX support_episode_id ON support (episode_id);
CREATE INDEX support_reintegration_id ON support (reintegration_id);

CREATE TABLE carer_training (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    carer_id TEXT REFERENCES carer (id),
    topic TEXT NOT NULL,
    given_on TEXT,
    minutes INTEGER,
    trainer_id TEXT REFERENCES staff_member (id),
    result TEXT NOT NULL
) STRICT;
CREATE INDEX carer_training_episode_id ON carer_training (episode_id);
CREATE INDEX carer_training_reintegration_id ON carer_training (reintegration_id);

CREATE TABLE trial_report (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    absence_id TEXT NOT NULL REFERENCES absence (id),
    client_report TEXT NOT NULL,
    family_report TEXT NOT NULL,
    staff_report TEXT NOT NULL,
    decision TEXT,
    decided_on TEXT,
    decided_by_id TEXT REFERENCES staff_member (id),
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX trial_report_episode_id ON trial_report (episode_id);
CREATE INDEX trial_report_reintegration_id ON trial_report (reintegration_id);
CREATE UNIQUE INDEX trial_report_once ON trial_report (absence_id) WHERE withdrawn_at IS NULL;

CREATE TABLE path_paper (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    paper TEXT NOT NULL,
    number TEXT NOT NULL,
    dated_on TEXT,
    issuer TEXT NOT NULL,
    not_needed_because TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX path_paper_episode_id ON path_paper (episode_id);
CREATE INDEX path_paper_reintegration_id ON path_paper (reintegration_id);
CREATE UNIQUE INDEX path_paper_once ON path_paper (reintegration_id, paper) WHERE withdrawn_at IS NULL;

CREATE TABLE tracing_lead (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    found_on TEXT,
    source TEXT NOT NULL,
    source_detail TEXT NOT NULL,
    person TEXT NOT NULL,
    relation TEXT NOT NULL,
    commune TEXT,
    place TEXT NOT NULL,
    contact TEXT NOT NULL,
    what TEXT NOT NULL,
    result TEXT NOT NULL,
    result_on TEXT,
    verified_by TEXT NOT NULL,
    proof TEXT,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX tracing_lead_episode_id ON tracing_lead (episode_id);

CREATE TABLE tracing_letter (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    kind TEXT NOT NULL,
    addressee TEXT NOT NULL,
    number TEXT NOT NULL,
    sent_on TEXT,
    reply_due_on TEXT,
    replied_on TEXT,
    reply TEXT NOT NULL,
    lead_id TEXT REFERENCES tracing_lead (id)
) STRICT;
CREATE INDEX tracing_letter_episode_id ON tracing_letter (episode_id);

CREATE TABLE family_assessment (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    reintegration_id TEXT NOT NULL REFERENCES reintegration (id),
    carer_id TEXT REFERENCES carer (id),
    state TEXT NOT NULL,
    visited_on TEXT,
    visitor_id TEXT REFERENCES staff_member (id),
    present TEXT NOT NULL,
    household TEXT NOT NULL,
    housing TEXT NOT NULL,
    livelihood TEXT NOT NULL,
    who_cares TEXT NOT NULL,
    risk_of_harm TEXT NOT NULL,
    commune_opinion TEXT NOT NULL,
    commune_by TEXT NOT NULL,
    commune_on TEXT,
    conclusion TEXT NOT NULL
) STRICT;
CREATE INDEX family_assessment_episode_id ON family_assessment (episode_id);
CREATE INDEX family_assessment_reintegration_id ON family_assessment (reintegration_id);

CREATE TABLE family_rating (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    family_assessment_id TEXT NOT NULL REFERENCES family_assessment (id),
    criterion TEXT NOT NULL,
    score INTEGER,
    red_flag INTEGER NOT NULL CHECK (red_flag IN (0, 1)),
    remark TEXT NOT NULL,
    cleared_on TEXT,
    cleared_by_id TEXT REFERENCES staff_member (id),
    cleared_because TEXT NOT NULL
) STRICT;
CREATE INDEX family_rating_episode_id ON family_rating (episode_id);
CREATE INDEX family_rating_family_assessment_id ON family_rating (family_assessment_id);
"""
