-- Interviews that are made again because fabrications were found: what was decided about a proposal, and which interviews no longer count.

-- A decision about a proposal: of one enumerator's work in one union council and wave. Never changed, but that an acceptance can be taken back.
CREATE TABLE resurvey (
    resurvey_id       INTEGER NOT NULL PRIMARY KEY,
    wave_id           INTEGER NOT NULL REFERENCES wave (wave_id),
    enumerator_id     INTEGER NOT NULL REFERENCES enumerator (enumerator_id),
    area_id           INTEGER NOT NULL REFERENCES area (area_id),    -- the union council
    accepted          BOOLEAN NOT NULL,     -- 0: declined
    scope             SMALLINT NOT NULL,     -- domain::spot_check::Scope
    interviews        INTEGER NOT NULL,     -- complete ones
    counted           INTEGER NOT NULL,     -- of them counted for coverage until then
    fabricated_here   INTEGER NOT NULL,     -- of the interviews of the union council that were checked and told
    told_here         INTEGER NOT NULL,
    fabricated        INTEGER NOT NULL,     -- of all of the wave
    at_ms             BIGINT NOT NULL,
    user_id           INTEGER NOT NULL REFERENCES app_user (user_id),
    reason            TEXT NOT NULL,
    taken_back_at_ms  BIGINT,
    taken_back_by     INTEGER REFERENCES app_user (user_id),
    taken_back_reason TEXT
);

CREATE INDEX resurvey_of_work ON resurvey (enumerator_id, wave_id, area_id);

-- The interviews that an acceptance names: a list, and not a rule.
CREATE TABLE resurvey_interview (
    resurvey_id   INTEGER NOT NULL REFERENCES resurvey (resurvey_id),
    number        INTEGER NOT NULL,         -- in the list, from 1
    submission_id TEXT NOT NULL,
    counted       BOOLEAN NOT NULL,         -- for coverage until then
    PRIMARY KEY (resurvey_id, number)
);

CREATE INDEX resurvey_interview_submission ON resurvey_interview (submission_id);

-- The accepted re-survey by which the interview counts no longer.
ALTER TABLE fact ADD COLUMN resurvey_id INTEGER;
CREATE INDEX fact_resurvey ON fact (resurvey_id) WHERE resurvey_id IS NOT NULL;

-- A score as the flags alone make it, and what was found at doors that raised it.
ALTER TABLE risk ADD COLUMN flags_score DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE risk ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE risk ADD COLUMN fabricated INTEGER NOT NULL DEFAULT 0;
UPDATE risk SET flags_score = score;
