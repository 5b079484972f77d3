-- What the checks find, and what people decide about it. Findings are derived: they are replaced whenever an enumerator is
-- judged again. Decisions are recorded: they hang on the flag's identity and survive every judging.

-- Enumerators whose work was recorded, or whose devices' clocks were read anew, since they were last judged.
CREATE TABLE unjudged (
    enumerator_id INTEGER NOT NULL PRIMARY KEY
);

-- Who has used a device: its clock is read from the records of all of them.
CREATE TABLE device_user (
    device_id     INTEGER NOT NULL,
    enumerator_id INTEGER NOT NULL,
    PRIMARY KEY (device_id, enumerator_id)
);

-- How far a device's clock was off, run by run in the order of its records.
CREATE TABLE clock_run (
    device_id INTEGER NOT NULL,
    run       INTEGER NOT NULL,
    visits    INTEGER NOT NULL,
    offset_ms BIGINT NOT NULL,
    certainty SMALLINT NOT NULL,
    evidence  TEXT NOT NULL,          -- JSON
    PRIMARY KEY (device_id, run)
);

CREATE TABLE finding (
    enumerator_id INTEGER NOT NULL,
    identity      BIGINT NOT NULL,    -- of check and subject: the same whenever the same thing is found again
    check_number  SMALLINT NOT NULL,
    check_version SMALLINT NOT NULL,
    severity      SMALLINT NOT NULL,  -- 0 info, 1 review, 2 severe
    survey_day    INTEGER NOT NULL,   -- by corrected time
    area_id       INTEGER NOT NULL,
    wave_id       INTEGER NOT NULL,
    device_id     INTEGER,
    subject       TEXT NOT NULL,      -- JSON
    evidence      TEXT NOT NULL,      -- JSON
    facts_hash    BIGINT NOT NULL,    -- of severity and evidence: another one means that the facts have changed
    PRIMARY KEY (enumerator_id, identity)
);

-- The order of the list, and its counts by check.
CREATE INDEX finding_listed ON finding (severity, survey_day, enumerator_id, identity);
CREATE INDEX finding_area ON finding (area_id, check_number);

-- Where a flag stands, for those that somebody has touched.
CREATE TABLE flag_state (
    enumerator_id INTEGER NOT NULL,
    identity      BIGINT NOT NULL,
    check_number  SMALLINT NOT NULL,
    status        SMALLINT NOT NULL,  -- 1 assigned, 2 explained, 3 confirmed, 4 dismissed
    reason        TEXT,               -- of the last step, a code
    assignee_id   INTEGER REFERENCES app_user (user_id),
    facts_hash    BIGINT NOT NULL,    -- of the facts that were decided about
    changed_at_ms BIGINT NOT NULL,
    PRIMARY KEY (enumerator_id, identity)
);

-- Every step that somebody took, with what they saw. Never changed, never deleted.
CREATE TABLE flag_step (
    enumerator_id INTEGER NOT NULL,
    identity      BIGINT NOT NULL,
    step          INTEGER NOT NULL,
    at_ms         BIGINT NOT NULL,
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id),
    action        SMALLINT NOT NULL,  -- as flag_state.status; 0 reopened
    reason        TEXT,               -- a code
    note          TEXT,
    assignee_id   INTEGER REFERENCES app_user (user_id),
    severity      SMALLINT NOT NULL,
    evidence      TEXT NOT NULL,
    PRIMARY KEY (enumerator_id, identity, step)
);

-- An enumerator's work in one tehsil and wave, summed: what peers are compared by. Written whenever they are judged.
CREATE TABLE tally (
    enumerator_id INTEGER NOT NULL,
    wave_id       INTEGER NOT NULL,
    tehsil_id     INTEGER NOT NULL,   -- 0 where it is not known
    interviews    BIGINT NOT NULL,
    sums          TEXT NOT NULL,      -- JSON
    PRIMARY KEY (enumerator_id, wave_id, tehsil_id)
);

-- What is usual, version by version: a finding says by which one it was judged.
CREATE TABLE peer_statistics (
    version    BIGINT NOT NULL PRIMARY KEY,
    made_at_ms BIGINT NOT NULL,
    interviews BIGINT NOT NULL,
    peers      TEXT NOT NULL          -- JSON
);

-- How much speaks for a second look at an enumerator's work, with the reasons; made with the statistics.
CREATE TABLE risk (
    enumerator_id INTEGER NOT NULL,
    wave_id       INTEGER NOT NULL,
    tehsil_id     INTEGER NOT NULL,
    interviews    BIGINT NOT NULL,
    score         DOUBLE PRECISION NOT NULL,
    place         INTEGER NOT NULL,   -- among those of the tehsil and wave, from 1
    among         INTEGER NOT NULL,   -- of how many
    reasons       TEXT NOT NULL,      -- JSON
    PRIMARY KEY (enumerator_id, wave_id, tehsil_id)
);

CREATE INDEX risk_of_tehsil ON risk (tehsil_id, place);

-- By which checks and versions everything was judged; another number has everything judged again.
INSERT INTO meta (key, value) VALUES ('judged_by', 0);

-- Everything on file waits to be judged.
INSERT INTO unjudged (enumerator_id) SELECT DISTINCT enumerator_id FROM fact;
