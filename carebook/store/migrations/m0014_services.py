"""Tables of services, the hotline, referrals, work in communities, relief and protection."""

SCHEMA = """
CREATE TABLE partner (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    commune TEXT,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    hours TEXT NOT NULL,
    contact TEXT NOT NULL,
    offers TEXT NOT NULL,
    to_on TEXT,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE referral (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    partner_id TEXT NOT NULL REFERENCES partner (id),
    service TEXT NOT NULL,
    reason TEXT NOT NULL,
    incoming INTEGER NOT NULL CHECK (incoming IN (0, 1)),
    state TEXT NOT NULL,
    proposed_on TEXT,
    sent_on TEXT,
    letter_no TEXT NOT NULL,
    reply_due_on TEXT,
    accepted_on TEXT,
    served_on TEXT,
    closed_on TEXT,
    result TEXT NOT NULL,
    failed_because TEXT NOT NULL,
    consent_id TEXT REFERENCES consent (id),
    worker_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX referral_episode_id ON referral (episode_id);
CREATE INDEX referral_partner_id ON referral (partner_id);

CREATE TABLE consent (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    shared_with TEXT NOT NULL,
    purpose TEXT NOT NULL,
    shared TEXT NOT NULL,
    withheld TEXT NOT NULL,
    given_by TEXT NOT NULL,
    given_on TEXT,
    way TEXT NOT NULL,
    child_agreed INTEGER CHECK (child_agreed IN (0, 1)),
    approved_by_id TEXT REFERENCES staff_member (id),
    approved_on TEXT,
    valid_to TEXT,
    revoked_on TEXT
) STRICT;
CREATE INDEX consent_episode_id ON consent (episode_id);

CREATE TABLE service_record (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    given_on TEXT,
    given_at TEXT,
    service TEXT NOT NULL,
    channel TEXT NOT NULL,
    need TEXT NOT NULL,
    content TEXT NOT NULL,
    technique TEXT,
    result TEXT NOT NULL,
    danger TEXT,
    safety_plan TEXT NOT NULL,
    minutes INTEGER,
    next_on TEXT,
    next_step TEXT NOT NULL,
    fee INTEGER NOT NULL,
    staff_member_id TEXT REFERENCES staff_member (id),
    goal_thread TEXT
) STRICT;
CREATE INDEX service_record_episode_id ON service_record (episode_id);
CREATE INDEX service_record_goal_thread ON service_record (goal_thread);
CREATE INDEX service_record_given_on ON service_record (given_on);

CREATE TABLE hotline_call (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    called_at TEXT NOT NULL,
    minutes INTEGER,
    channel TEXT NOT NULL,
    caller TEXT NOT NULL,
    anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    caller_name TEXT NOT NULL,
    caller_phone TEXT NOT NULL,
    commune TEXT,
    about TEXT NOT NULL,
    need TEXT NOT NULL,
    violence_kinds TEXT NOT NULL,
    content TEXT NOT NULL,
    danger TEXT NOT NULL,
    safety_plan TEXT NOT NULL,
    advice TEXT NOT NULL,
    outcome TEXT NOT NULL,
    partner_id TEXT REFERENCES partner (id),
    episode_id TEXT REFERENCES episode (id),
    call_back_on TEXT,
    called_back_on TEXT,
    call_back TEXT NOT NULL,
    taken_by_id TEXT REFERENCES staff_member (id),
    confidential INTEGER NOT NULL CHECK (confidential IN (0, 1))
) STRICT;
CREATE INDEX hotline_call_episode_id ON hotline_call (episode_id);
CREATE INDEX hotline_call_partner_id ON hotline_call (partner_id);
CREATE INDEX hotline_call_called_at ON hotline_call (called_at);

CREATE TABLE community_activity (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    held_on TEXT,
    to_on TEXT,
    kind TEXT NOT NULL,
    service TEXT NOT NULL,
    title TEXT NOT NULL,
    commune TEXT,
    place TEXT NOT NULL,
    topic TEXT NOT NULL,
    turns INTEGER NOT NULL,
    people INTEGER NOT NULL,
    female INTEGER NOT NULL,
    children INTEGER NOT NULL,
    materials TEXT NOT NULL,
    copies INTEGER,
    partners TEXT NOT NULL,
    leader_id TEXT REFERENCES staff_member (id),
    result TEXT NOT NULL
) STRICT;

CREATE TABLE activity_guest (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    activity_id TEXT NOT NULL REFERENCES community_activity (id),
    turns INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX activity_guest_episode_id ON activity_guest (episode_id);
CREATE INDEX activity_guest_activity_id ON activity_guest (activity_id);

CREATE TABLE relief_campaign (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    name TEXT NOT NULL,
    event TEXT NOT NULL,
    basis TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    rate INTEGER,
    goods TEXT NOT NULL,
    leader_id TEXT REFERENCES staff_member (id),
    closed_on TEXT,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE relief_item (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    campaign_id TEXT NOT NULL REFERENCES relief_campaign (id),
    episode_id TEXT REFERENCES episode (id),
    full_name TEXT NOT NULL,
    birth_year INTEGER,
    address TEXT NOT NULL,
    what TEXT NOT NULL,
    quantity TEXT NOT NULL,
    amount INTEGER,
    received_on TEXT,
    signed_by TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX relief_item_episode_id ON relief_item (episode_id);
CREATE INDEX relief_item_campaign_id ON relief_item (campaign_id);

CREATE TABLE protection_case (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    opened_on TEXT,
    kinds TEXT NOT NULL,
    by_whom TEXT,
    danger TEXT NOT NULL,
    told TEXT NOT NULL,
    reported_on TEXT,
    reported_to TEXT NOT NULL,
    hotline_call_id TEXT REFERENCES hotline_call (id),
    worker_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX protection_case_episode_id ON protection_case (episode_id);

CREATE TABLE contact_ban (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    kind TEXT NOT NULL,
    against TEXT NOT NULL,
    relative_id TEXT REFERENCES relative (id),
    issuer TEXT NOT NULL,
    number TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT
) STRICT;
CREATE INDEX contact_ban_episode_id ON contact_ban (episode_id);

CREATE TABLE safety_plan (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    made_on TEXT,
    danger TEXT NOT NULL,
    signs TEXT NOT NULL,
    ways_out TEXT NOT NULL,
    whom_to_call TEXT NOT NULL,
    code_word TEXT NOT NULL,
    children TEXT NOT NULL,
    things TEXT NOT NULL,
    review_on TEXT,
    worker_id TEXT REFERENCES staff_member (id)
) STRICT;
CREATE INDEX safety_plan_episode_id ON safety_plan (episode_id);

CREATE TABLE case_access (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    episode_id TEXT NOT NULL REFERENCES episode (id),
    staff_member_id TEXT NOT NULL REFERENCES staff_member (id),
    from_on TEXT,
    to_on TEXT,
    why TEXT NOT NULL
) STRICT;
CREATE INDEX case_access_episode_id ON case_access (episode_id);
"""
