-- The first schema. The same tables, columns and meanings as the SQLite migration of the same number.
-- Times are UTC milliseconds, days are days since 1970-01-01 in the survey's zone, ids are surrogate keys.

-- Small tables ------------------------------------------------------------------------------------------------

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

INSERT INTO meta (key, value) VALUES
    ('data_version', 0),        -- rises whenever what pages show changes
    ('record_version', 0),      -- rises with every batch of submissions: tells a recorder whether somebody else wrote
    ('latest_received_ms', -9223372036854775808),  -- newest receipt among current revisions
    ('as_of_ms', -9223372036854775808);            -- … as far as the rollups know

CREATE TABLE area (
    area_id   INTEGER NOT NULL PRIMARY KEY,
    code      TEXT NOT NULL UNIQUE,
    level     SMALLINT NOT NULL,
    name      TEXT NOT NULL,
    name_ur   TEXT,
    parent_id INTEGER REFERENCES area (area_id),
    boundary  BYTEA
);

CREATE TABLE boundary_source (
    level       SMALLINT NOT NULL PRIMARY KEY,
    source      TEXT NOT NULL,
    dated       TEXT,
    tolerance_m BIGINT,
    licence     TEXT,
    approximate BOOLEAN NOT NULL
);

CREATE TABLE wave (
    wave_id INTEGER NOT NULL PRIMARY KEY,
    code    TEXT NOT NULL UNIQUE
);

-- Submissions that name no wave.
INSERT INTO wave (wave_id, code) VALUES (0, '');

CREATE TABLE target (
    area_id           INTEGER NOT NULL REFERENCES area (area_id),
    wave_id           INTEGER NOT NULL REFERENCES wave (wave_id),
    target_households INTEGER NOT NULL,
    starts_on         INTEGER NOT NULL,
    ends_on           INTEGER NOT NULL,
    PRIMARY KEY (area_id, wave_id)
);

CREATE TABLE enumerator (
    enumerator_id   INTEGER NOT NULL PRIMARY KEY,
    code            TEXT NOT NULL UNIQUE,
    in_roster       BOOLEAN NOT NULL,
    name            TEXT,
    supervisor_code TEXT,
    team            TEXT,
    agency          TEXT,
    tehsil_id       INTEGER REFERENCES area (area_id),
    trained_on      INTEGER,
    certified       BOOLEAN,
    active_from     INTEGER,
    active_to       INTEGER
);

CREATE TABLE device (
    device_id INTEGER NOT NULL PRIMARY KEY,
    code      TEXT NOT NULL UNIQUE
);

-- What arrived ------------------------------------------------------------------------------------------------

CREATE TABLE import_run (
    run_id         INTEGER NOT NULL PRIMARY KEY,
    kind           SMALLINT NOT NULL,
    source_name    TEXT NOT NULL,
    header         TEXT,             -- what is needed to read the run's rows again, such as a CSV header line
    started_at_ms  BIGINT NOT NULL,
    finished_at_ms BIGINT,          -- NULL: still running, or killed
    actor          TEXT NOT NULL,
    rows_read      BIGINT NOT NULL,
    accepted       BIGINT NOT NULL,
    unchanged      BIGINT NOT NULL,
    updated        BIGINT NOT NULL,
    quarantined    BIGINT NOT NULL
);

-- Every revision of every submission, verbatim. The body stands last: what precedes it is read without it.
CREATE TABLE raw_submission (
    raw_id           BIGINT NOT NULL PRIMARY KEY,  -- order of arrival
    id_hash          BIGINT NOT NULL,              -- of submission_id; two ids may share one
    content_hash     BYTEA NOT NULL,
    submission_id    TEXT NOT NULL,
    received_at_ms   BIGINT NOT NULL,
    received_assumed BOOLEAN NOT NULL,
    is_current       BOOLEAN NOT NULL,
    enumerator_id    INTEGER,                       -- with survey_day: where the fact of a current revision stands
    survey_day       INTEGER,
    format           SMALLINT NOT NULL,
    run_id           INTEGER NOT NULL,
    row_number       BIGINT NOT NULL,
    body             BYTEA NOT NULL
);

-- That a content is kept once per id is decided under the write lock; a unique index of both hashes would say it again
-- at three times the size.
CREATE INDEX raw_submission_id_hash ON raw_submission (id_hash);

-- One row a submission: what its current revision says. What roll-up reads stands first.
CREATE TABLE fact (
    enumerator_id   INTEGER NOT NULL,
    survey_day      INTEGER NOT NULL,
    raw_id          BIGINT NOT NULL,
    area_id         INTEGER NOT NULL,
    wave_id         INTEGER NOT NULL,
    outcome         SMALLINT NOT NULL,
    review_state    SMALLINT NOT NULL,
    place           SMALLINT NOT NULL,
    counted         BOOLEAN NOT NULL,
    edge_distance_m DOUBLE PRECISION,
    started_at_ms   BIGINT,
    ended_at_ms     BIGINT,
    household_key   BIGINT,
    completed_at_ms BIGINT NOT NULL,
    device_id       INTEGER,
    located_area_id INTEGER,
    received_at_ms  BIGINT NOT NULL,
    latitude        DOUBLE PRECISION,
    longitude       DOUBLE PRECISION,
    accuracy_m      DOUBLE PRECISION,
    fix_at_ms       BIGINT,
    mock_location   BOOLEAN,
    active_s        INTEGER,
    household_size  INTEGER,
    items_required  INTEGER,
    items_answered  INTEGER,
    items_dont_know INTEGER,
    items_refused   INTEGER,
    PRIMARY KEY (enumerator_id, survey_day, raw_id)
);

-- The database itself keeps "each household counted once" (a valid complete without a household has no key).
CREATE UNIQUE INDEX fact_household_counted ON fact (household_key) WHERE counted AND household_key IS NOT NULL;
-- Who takes over when the counted one goes away. Outcome 0 is complete, review state 3 is rejected.
CREATE INDEX fact_household_repeated ON fact (household_key)
    WHERE NOT counted AND household_key IS NOT NULL AND outcome = 0 AND review_state <> 3;

-- What pages add up -------------------------------------------------------------------------------------------

CREATE TABLE dirty_cell (
    enumerator_id INTEGER NOT NULL,
    survey_day    INTEGER NOT NULL,
    area_id       INTEGER NOT NULL,
    wave_id       INTEGER NOT NULL,
    PRIMARY KEY (enumerator_id, survey_day, area_id, wave_id)
);

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
    first_start_ms BIGINT,
    last_end_ms    BIGINT,
    PRIMARY KEY (enumerator_id, survey_day, area_id, wave_id)
);

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
);

-- What could not be taken -------------------------------------------------------------------------------------

CREATE TABLE quarantine (
    quarantine_id    BIGINT NOT NULL PRIMARY KEY,
    kind             SMALLINT NOT NULL,
    run_id           INTEGER NOT NULL,
    row_number       BIGINT NOT NULL,
    reason_code      TEXT NOT NULL,
    reason           TEXT NOT NULL,
    body             BYTEA NOT NULL,
    body_hash        BYTEA NOT NULL,
    first_seen_at_ms BIGINT NOT NULL,
    UNIQUE (kind, body_hash)
);

-- People ------------------------------------------------------------------------------------------------------

CREATE TABLE app_user (
    user_id       INTEGER NOT NULL PRIMARY KEY,
    username      TEXT NOT NULL UNIQUE,
    display_name  TEXT NOT NULL,
    role          TEXT NOT NULL,
    scope_area_id INTEGER NOT NULL REFERENCES area (area_id),
    password_hash TEXT NOT NULL,
    disabled      BOOLEAN NOT NULL
);

CREATE TABLE session (
    token_hash    BYTEA NOT NULL PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id) ON DELETE CASCADE,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);

CREATE INDEX session_of_user ON session (user_id);
