-- How long what is kept (docs/decisions/0107), and what somebody may ask about one household (0108).

ALTER TABLE wave ADD COLUMN enrolled_until INTEGER;  -- survey day, the last one; NULL: its households are enrolled
ALTER TABLE wave ADD COLUMN judged_until INTEGER;    -- survey day: what was found up to it stands, for the visits can be judged no more; NULL: all can

ALTER TABLE fact ADD COLUMN kept INTEGER NOT NULL DEFAULT 1;  -- 0: its contents are gone, and it stays to be counted

-- Submissions that were deleted: pushed or imported again they are passed over. A keyed hash stands for the id (store::retention::tombstones).
CREATE TABLE tombstone (
    mark  BLOB NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone_key (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    secret   BLOB NOT NULL
) STRICT;

-- Archives: a row once the file is whole and on disk. Until emptied_at_ms is set, some of its rows may still stand in the database.
CREATE TABLE retention_archive (
    archive_id    INTEGER NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,   -- of the file
    holding       TEXT NOT NULL,          -- the table that its rows come from
    wave_id       INTEGER REFERENCES wave (wave_id),
    row_count     INTEGER NOT NULL,
    length_bytes  INTEGER NOT NULL,
    sha256        BLOB NOT NULL,
    made_at_ms    INTEGER NOT NULL,
    delete_on     INTEGER NOT NULL,       -- survey day, the first on which it is to be deleted
    emptied_at_ms INTEGER,
    deleted_at_ms INTEGER
) STRICT;

-- What a household asked to be corrected: beside the verbatim row, and read over it whenever a fact is derived from one.
CREATE TABLE correction (
    correction_id INTEGER NOT NULL PRIMARY KEY,
    id_hash       INTEGER NOT NULL,
    submission_id TEXT NOT NULL,
    field         TEXT NOT NULL,          -- domain::submission::Column, by its name
    body          BLOB,   -- what it should read, sealed like bodies of rows; NULL: the correction before is taken back
    reason        TEXT NOT NULL,
    actor         TEXT NOT NULL,
    at_ms         INTEGER NOT NULL
) STRICT;

CREATE INDEX correction_of_submission ON correction (id_hash, submission_id);
