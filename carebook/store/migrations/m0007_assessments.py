"""Tables of intake, assessments and scales; an index by which the open stays are found among all."""

SCHEMA = """
CREATE INDEX episode_end_on ON episode (end_on);

CREATE TABLE intake_form (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    state TEXT NOT NULL,
    replaces_id TEXT REFERENCES intake_form (id),
    replaced_because TEXT NOT NULL,
    profession TEXT NOT NULL,
    income INTEGER,
    languages TEXT NOT NULL,
    referred_by TEXT NOT NULL,
    admission_reason TEXT NOT NULL,
    benefits TEXT NOT NULL,
    needs TEXT NOT NULL,
    illness TEXT NOT NULL,
    features TEXT NOT NULL,
    work_ability TEXT,
    self_care TEXT,
    treatment_before TEXT NOT NULL,
    physical_state TEXT NOT NULL,
    mental_state TEXT NOT NULL,
    psychological_state TEXT NOT NULL,
    medicines TEXT NOT NULL,
    blood_group TEXT NOT NULL,
    vaccinations TEXT NOT NULL,
    aids TEXT NOT NULL,
    household_head TEXT NOT NULL,
    household_head_born TEXT,
    household_head_relation TEXT,
    household_head_id_no TEXT NOT NULL,
    household_head_phone TEXT NOT NULL,
    household_address TEXT NOT NULL,
    family_work TEXT NOT NULL,
    family_size INTEGER,
    place_in_family TEXT NOT NULL,
    economy TEXT,
    family_income TEXT NOT NULL,
    family_expenses TEXT NOT NULL,
    housing TEXT NOT NULL,
    family_care TEXT NOT NULL,
    family_benefits TEXT NOT NULL,
    family_needs TEXT NOT NULL,
    family_other TEXT NOT NULL,
    carer_name TEXT NOT NULL,
    carer_born TEXT,
    carer_sex TEXT,
    carer_marital TEXT,
    carer_relation TEXT,
    carer_address TEXT NOT NULL,
    carer_phone TEXT NOT NULL,
    carer_id_no TEXT NOT NULL,
    collected_on TEXT,
    collector_id TEXT REFERENCES staff_member (id),
    informant TEXT NOT NULL,
    informant_relation TEXT,
    source TEXT NOT NULL,
    reliability TEXT,
    state_on_arrival TEXT NOT NULL,
    belongings TEXT NOT NULL
) STRICT;
CREATE INDEX intake_form_episode_id ON intake_form (episode_id);

CREATE TABLE assessment (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    assessed_on TEXT,
    assessor_id TEXT REFERENCES staff_member (id),
    participants TEXT NOT NULL,
    client_informs INTEGER NOT NULL CHECK (client_informs IN (0, 1)),
    informant TEXT NOT NULL,
    informant_relation TEXT,
    reason TEXT NOT NULL,
    summary TEXT NOT NULL,
    next_on TEXT,
    replaces_id TEXT REFERENCES assessment (id),
    replaced_because TEXT NOT NULL
) STRICT;
CREATE INDEX assessment_episode_id ON assessment (episode_id);

CREATE TABLE domain_rating (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    assessment_id TEXT NOT NULL REFERENCES assessment (id),
    domain TEXT NOT NULL,
    level TEXT,
    situation TEXT NOT NULL,
    strengths TEXT NOT NULL,
    problem TEXT NOT NULL,
    client_opinion TEXT NOT NULL,
    family_opinion TEXT NOT NULL,
    priority INTEGER,
    services TEXT NOT NULL,
    services_note TEXT NOT NULL,
    no_goal_because TEXT NOT NULL,
    scores TEXT NOT NULL
) STRICT;
CREATE INDEX domain_rating_episode_id ON domain_rating (episode_id);
CREATE INDEX domain_rating_assessment_id ON domain_rating (assessment_id);

CREATE TABLE eligibility_check (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    state TEXT NOT NULL,
    checked_on TEXT,
    checker_id TEXT REFERENCES staff_member (id),
    criteria TEXT NOT NULL,
    service_mode TEXT,
    eligible INTEGER CHECK (eligible IN (0, 1)),
    reason TEXT NOT NULL,
    replaces_id TEXT REFERENCES eligibility_check (id),
    replaced_because TEXT NOT NULL
) STRICT;
CREATE INDEX eligibility_check_episode_id ON eligibility_check (episode_id);

CREATE TABLE instrument_file (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    code TEXT NOT NULL,
    file_version INTEGER NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    own INTEGER NOT NULL CHECK (own IN (0, 1)),
    retired_on TEXT
) STRICT;
CREATE UNIQUE INDEX instrument_file_version ON instrument_file (code, file_version) WHERE withdrawn_at IS NULL;

CREATE TABLE instrument_score (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    instrument TEXT NOT NULL,
    file_version INTEGER NOT NULL,
    state TEXT NOT NULL,
    scored_on TEXT,
    done_by_id TEXT REFERENCES staff_member (id),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    replaces_id TEXT REFERENCES instrument_score (id),
    replaced_because TEXT NOT NULL
) STRICT;
CREATE INDEX instrument_score_episode_id ON instrument_score (episode_id);
CREATE INDEX instrument_score_scored_on ON instrument_score (instrument, scored_on);

CREATE TABLE item_answer (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    score_id TEXT NOT NULL REFERENCES instrument_score (id),
    item TEXT NOT NULL,
    value REAL,
    words TEXT NOT NULL,
    weight REAL
) STRICT;
CREATE INDEX item_answer_episode_id ON item_answer (episode_id);
CREATE INDEX item_answer_score_id ON item_answer (score_id);

"""
