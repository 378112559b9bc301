"""Tables of persons and what identifies and protects them."""

SCHEMA = """
CREATE TABLE person (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    code TEXT NOT NULL,
    full_name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    alias TEXT NOT NULL,
    unidentified INTEGER NOT NULL CHECK (unidentified IN (0, 1)),
    sex TEXT,
    born TEXT,
    ethnicity TEXT,
    religion TEXT,
    nationality TEXT NOT NULL,
    home_town TEXT NOT NULL,
    birth_place TEXT NOT NULL,
    education TEXT,
    schooling TEXT NOT NULL,
    marital TEXT,
    occupation TEXT NOT NULL,
    phone TEXT NOT NULL,
    child_group TEXT,
    birth_registered INTEGER CHECK (birth_registered IN (0, 1)),
    birth_registration TEXT NOT NULL,
    awaiting TEXT,
    disability_kinds TEXT NOT NULL,
    disability_degree TEXT,
    tags TEXT NOT NULL,
    hiv INTEGER CHECK (hiv IN (0, 1)),
    photo_id TEXT,
    note TEXT NOT NULL,
    merged_into TEXT REFERENCES person (id)
) STRICT;

CREATE TABLE alias (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    full_name TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
CREATE INDEX alias_person_id ON alias (person_id);

CREATE TABLE identity_paper (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    issued_on TEXT,
    issuer TEXT NOT NULL,
    valid_to TEXT,
    accepted_because TEXT NOT NULL
) STRICT;
CREATE INDEX identity_paper_person_id ON identity_paper (person_id);

CREATE TABLE health_card (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    number TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    first_hospital TEXT NOT NULL,
    benefit_percent INTEGER
) STRICT;
CREATE INDEX health_card_person_id ON health_card (person_id);

CREATE TABLE disability_certificate (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    number TEXT NOT NULL,
    issued_on TEXT,
    issuer TEXT NOT NULL,
    kinds TEXT NOT NULL,
    degree TEXT,
    reassess_on TEXT
) STRICT;
CREATE INDEX disability_certificate_person_id ON disability_certificate (person_id);

CREATE TABLE address (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    province TEXT,
    commune TEXT,
    village TEXT NOT NULL,
    as_written TEXT NOT NULL,
    old_district TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT
) STRICT;
CREATE INDEX address_person_id ON address (person_id);

CREATE TABLE relative (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    full_name TEXT NOT NULL,
    relation TEXT NOT NULL,
    phone TEXT NOT NULL,
    address TEXT NOT NULL,
    national_id TEXT NOT NULL,
    born TEXT,
    emergency INTEGER NOT NULL CHECK (emergency IN (0, 1)),
    guardian INTEGER NOT NULL CHECK (guardian IN (0, 1)),
    guardian_paper TEXT NOT NULL,
    guardian_to TEXT,
    payer INTEGER NOT NULL CHECK (payer IN (0, 1)),
    no_contact INTEGER NOT NULL CHECK (no_contact IN (0, 1)),
    no_information INTEGER NOT NULL CHECK (no_information IN (0, 1)),
    note TEXT NOT NULL
) STRICT;
CREATE INDEX relative_person_id ON relative (person_id);

CREATE TABLE allergy (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    substance TEXT NOT NULL,
    reaction TEXT NOT NULL,
    noted_on TEXT
) STRICT;
CREATE INDEX allergy_person_id ON allergy (person_id);

CREATE TABLE attachment (
    id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    withdrawn_because TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    about_id TEXT,
    edited_outside INTEGER NOT NULL CHECK (edited_outside IN (0, 1))
) STRICT;
CREATE INDEX attachment_person_id ON attachment (person_id);
CREATE INDEX attachment_about_id ON attachment (about_id);

"""
