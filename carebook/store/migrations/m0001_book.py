"""The book itself: its device, the journal with its chain, drafts, remembered choices, and the search index."""

SCHEMA = """
CREATE TABLE book (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    book_id TEXT NOT NULL,
    device TEXT NOT NULL,
    made_by TEXT NOT NULL
) STRICT;
CREATE TABLE context (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    op TEXT NOT NULL,
    clock INTEGER NOT NULL,
    device TEXT NOT NULL,
    actor TEXT NOT NULL,
    deed TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE TABLE followed (
    tbl TEXT PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    op TEXT NOT NULL,
    clock INTEGER NOT NULL,
    device TEXT NOT NULL,
    actor TEXT NOT NULL,
    deed TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    tbl TEXT NOT NULL,
    row_id TEXT NOT NULL,
    person_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('I', 'U', 'D')),
    changes TEXT NOT NULL,
    prev BLOB,
    hash BLOB
) STRICT;
CREATE INDEX journal_row ON journal (tbl, row_id);
CREATE INDEX journal_person ON journal (person_id);
CREATE INDEX journal_op ON journal (op);
CREATE INDEX journal_unsealed ON journal (seq) WHERE hash IS NULL;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE ON journal WHEN old.hash IS NOT NULL
BEGIN SELECT raise(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_keeps_all BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'journal is append-only'); END;
CREATE TABLE draft (
    account_id TEXT NOT NULL,
    form TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    content TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    PRIMARY KEY (account_id, form, subject_id)
) STRICT;
CREATE TABLE choice (
    account_id TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (account_id, name)
) STRICT;
CREATE VIRTUAL TABLE search_open USING fts5 (words, person_id UNINDEXED, tokenize = 'ascii', prefix = '1 2 3', detail = column);
CREATE VIRTUAL TABLE search_restricted USING fts5 (words, person_id UNINDEXED, tokenize = 'ascii', prefix = '1 2 3', detail = column);
CREATE TABLE search_key (
    person_id TEXT PRIMARY KEY NOT NULL,
    row INTEGER NOT NULL,
    restricted INTEGER NOT NULL,
    sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX search_key_order ON search_key (restricted, sort_key);
CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab (search_open, row);
CREATE TABLE file (
    content_hash TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
"""
