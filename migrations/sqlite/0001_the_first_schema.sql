-- The first schema. The same tables, columns and meanings as the PostgreSQL migration of the same number.
-- Times are UTC milliseconds, days are days since 1970-01-01 in the survey's zone, ids are surrogate keys.

-- Small tables ------------------------------------------------------------------------------------------------

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (key, value) VALUES
    ('data_version', 0),        -- rises whenever what pages show changes
    ('record_version', 0),      -- rises with every batch of submissions: tells a recorder whether somebody else wrote
    ('latest_received_ms', -9223372036854775808),  -- newest receipt among current revisions
    ('as_of_ms', -9223372036854775808);            -- … as far as the rollups know

CREATE TABLE area (
    area_id   INTEGER NOT NULL PRIMARY KEY,
    code      TEXT NOT NULL UNIQUE,
    level     INTEGER NOT NULL,
    name      TEXT NOT NULL,
    name_ur   TEXT,
    parent_id INTEGER REFERENCES area (area_id),
    boundary  BLOB
) STRICT;

CREATE TABLE boundary_source (
    level       INTEGER NOT NULL PRIMARY KEY,
    source      TEXT NOT NULL,
    dated       TEXT,
    tolerance_m INTEGER,
    licence     TEXT,
    approximate INTEGER NOT NULL
) STRICT;

CREATE TABLE wave (
    wave_id INTEGER NOT NULL PRIMARY KEY,
    code    TEXT NOT NULL UNIQUE
) STRICT;

-- Submissions that name no wave.
INSERT INTO wave (wave_id, code) VALUES (0, '');

CREATE TABLE target (
    area_id           INTEGER NOT NULL REFERENCES area (area_id),
    wave_id           INTEGER NOT NULL REFERENCES wave (wave_id),
    target_households INTEGER NOT NULL,
    starts_on         INTEGER NOT NULL,
    ends_on           INTEGER NOT NULL,
    PRIMARY KEY (area_id, wave_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE enumerator (
    enumerator_id   INTEGER NOT NULL PRIMARY KEY,
    code            TEXT NOT NULL UNIQUE,
    in_roster       INTEGER NOT NULL,
    name            TEXT,
    supervisor_code TEXT,
    team            TEXT,
    agency          TEXT,
    tehsil_id       INTEGER REFERENCES area (area_id),
    trained_on      INTEGER,
    certified       INTEGER,
    active_from     INTEGER,
    active_to       INTEGER
) STRICT;

CREATE TABLE device (
    device_id INTEGER NOT NULL PRIMARY KEY,
    code      TEXT NOT NULL UNIQUE
) STRICT;

-- What arrived ------------------------------------------------------------------------------------------------

CREATE TABLE import_run (
    run_id         INTEGER NOT NULL PRIMARY KEY,
    kind           INTEGER NOT NULL,
    source_name    TEXT NOT NULL,
    header         TEXT,             -- what is needed to read the run's rows again, such as a CSV header line
    started_at_ms  INTEGER NOT NULL,
    finished_at_ms INTEGER,          -- NULL: still running, or killed
    actor          TEXT NOT NULL,
    rows_read      INTEGER NOT NULL,
    accepted       INTEGER NOT NULL,
    unchanged      INTEGER NOT NULL,
    updated        INTEGER NOT NULL,
    quarantined    INTEGER NOT NULL
) STRICT;

-- Every revision of every submission, verbatim. The body stands last: what precedes it is read without it.
CREATE TABLE raw_submission (
    raw_id           INTEGER NOT NULL PRIMARY KEY,  -- order of arrival
    id_hash          INTEGER NOT NULL,              -- of submission_id; two ids may share one
    content_hash     BLOB NOT NULL,
    submission_id    TEXT NOT NULL,
    received_at_ms   INTEGER NOT NULL,
    received_assumed INTEGER NOT NULL,
    is_current       INTEGER NOT NULL,
    enumerator_id    INTEGER,                       -- with survey_day: where the fact of a current revision stands
    survey_day       INTEGER,
    format           INTEGER NOT NULL,
    run_id           INTEGER NOT NULL,
    row_number       INTEGER NOT NULL,
    body             BLOB NOT NULL
) STRICT;

-- That a content is kept once per id is decided under the write lock; a unique index of both hashes would say it again
-- at three times the size.
CREATE INDEX raw_submission_id_hash ON raw_submission (id_hash);

-- One row a submission: what its current revision says. What roll-up reads stands first.
CREATE TABLE fact (
    enumerator_id   INTEGER NOT NULL,
    survey_day      INTEGER NOT NULL,
    raw_id          INTEGER NOT NULL,
    area_id         INTEGER NOT NULL,
    wave_id         INTEGER NOT NULL,
    outcome         INTEGER NOT NULL,
    review_state    INTEGER NOT NULL,
    place           INTEGER NOT NULL,
    counted         INTEGER NOT NULL,
    edge_distance_m REAL,
    started_at_ms   INTEGER,
    ended_at_ms     INTEGER,
    household_key   INTEGER,
    completed_at_ms INTEGER NOT NULL,
    device_id       INTEGER,
    located_area_id INTEGER,
    received_at_ms  INTEGER NOT NULL,
    latitude        REAL,
    longitude       REAL,
    accuracy_m      REAL,
    fix_at_ms       INTEGER,
    mock_location   INTEGER,
    active_s        INTEGER,
    household_size  INTEGER,
    items_required  INTEGER,
    items_answered  INTEGER,
    items_dont_know INTEGER,
    items_refused   INTEGER,
    PRIMARY KEY (enumerator_id, survey_day, raw_id)
) STRICT, WITHOUT ROWID;

-- The database itself keeps "each household counted once" (a valid complete without a household has no key).
CREATE UNIQUE INDEX fact_household_counted ON fact (household_key) WHERE counted = 1 AND household_key IS NOT NULL;
-- Who takes over when the counted one goes away. Outcome 0 is complete, review state 3 is rejected.
CREATE INDEX fact_household_repeated ON fact (household_key)
    WHERE counted = 0 AND household_key IS NOT NULL AND outcome = 0 AND review_state <> 3;

-- What pages add up -------------------------------------------------------------------------------------------

CREATE TABLE dirty_cell (
    enumerator_id INTEGER NOT NULL,
    survey_day    INTEGER NOT NULL,
    area_id       INTEGER NOT NULL,
    wave_id       INTEGER NOT NULL,
    PRIMARY KEY (enumerator_id, survey_day, area_id, wave_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_enumerator_day (
    enumerator_id  INTEGER NOT NULL,
    survey_day     INTEGER NOT NULL,
    area_id        INTEGER NOT NULL,
    wave_id        INTEGER NOT NULL,
    complete       INTEGER NOT NULL,
    repeated       INTEGER NOT NULL,
    partial        INTEGER NOT NULL,
    refused        INTEGER NOT NULL,
    not_at_home    INTEGER NOT NULL,
    vacant         INTEGER NOT NULL,
    not_found      INTEGER NOT NULL,
    other          INTEGER NOT NULL,
    rejected       INTEGER NOT NULL,
    with_fix       INTEGER NOT NULL,
    judged_fix     INTEGER NOT NULL,
    inside_claimed INTEGER NOT NULL,
    first_start_ms INTEGER,
    last_end_ms    INTEGER,
    PRIMARY KEY (enumerator_id, survey_day, area_id, wave_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX rollup_enumerator_day_area ON rollup_enumerator_day (area_id, survey_day);

CREATE TABLE rollup_area_day (
    district_id    INTEGER NOT NULL,  -- 0 where the area lies in no district
    area_id        INTEGER NOT NULL,
    wave_id        INTEGER NOT NULL,
    survey_day     INTEGER NOT NULL,
    complete       INTEGER NOT NULL,
    repeated       INTEGER NOT NULL,
    partial        INTEGER NOT NULL,
    refused        INTEGER NOT NULL,
    not_at_home    INTEGER NOT NULL,
    vacant         INTEGER NOT NULL,
    not_found      INTEGER NOT NULL,
    other          INTEGER NOT NULL,
    rejected       INTEGER NOT NULL,
    with_fix       INTEGER NOT NULL,
    judged_fix     INTEGER NOT NULL,
    inside_claimed INTEGER NOT NULL,
    PRIMARY KEY (district_id, area_id, wave_id, survey_day)
) STRICT, WITHOUT ROWID;

-- What could not be taken -------------------------------------------------------------------------------------

CREATE TABLE quarantine (
    quarantine_id    INTEGER NOT NULL PRIMARY KEY,
    kind             INTEGER NOT NULL,
    run_id           INTEGER NOT NULL,
    row_number       INTEGER NOT NULL,
    reason_code      TEXT NOT NULL,
    reason           TEXT NOT NULL,
    body             BLOB NOT NULL,
    body_hash        BLOB NOT NULL,
    first_seen_at_ms INTEGER NOT NULL,
    UNIQUE (kind, body_hash)
) STRICT;

-- People ------------------------------------------------------------------------------------------------------

CREATE TABLE app_user (
    user_id       INTEGER NOT NULL PRIMARY KEY,
    username      TEXT NOT NULL UNIQUE,
    display_name  TEXT NOT NULL,
    role          TEXT NOT NULL,
    scope_area_id INTEGER NOT NULL REFERENCES area (area_id),
    password_hash TEXT NOT NULL,
    disabled      INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash    BLOB NOT NULL PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id) ON DELETE CASCADE,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_of_user ON session (user_id);
