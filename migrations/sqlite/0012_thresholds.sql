-- Thresholds that people have set instead of the catalogue's, by wave and by urban or rural.

-- 1 urban, 2 rural. An area without one is as the nearest that it lies in.
ALTER TABLE area ADD COLUMN setting INTEGER;

-- Every change that somebody made. Never changed, never deleted: what holds is the last change of each threshold, wave and setting.
CREATE TABLE threshold_change (
    change_id    INTEGER NOT NULL PRIMARY KEY,   -- in the order of the changes
    at_ms        INTEGER NOT NULL,
    actor        TEXT NOT NULL,                  -- who, as shown; on the command line the account that ran it
    user_id      INTEGER REFERENCES app_user (user_id),
    reason       TEXT NOT NULL,
    check_number INTEGER NOT NULL,
    threshold    TEXT NOT NULL,
    wave_id      INTEGER REFERENCES wave (wave_id),   -- NULL: all waves
    setting      INTEGER,                       -- NULL: all areas
    value_before REAL,           -- what was set there before; NULL: nothing
    value        REAL            -- NULL: taken back
) STRICT;

-- What a change would do, worked out before it is made. Kept: it shows on what a change was decided.
CREATE TABLE threshold_preview (
    preview_id     INTEGER NOT NULL PRIMARY KEY,
    asked_at_ms    INTEGER NOT NULL,
    user_id        INTEGER NOT NULL REFERENCES app_user (user_id),
    reason         TEXT NOT NULL,
    check_number   INTEGER NOT NULL,
    threshold      TEXT NOT NULL,
    wave_id        INTEGER REFERENCES wave (wave_id),
    setting        INTEGER,
    value          REAL,
    from_day       INTEGER NOT NULL,
    to_day         INTEGER NOT NULL,
    status         INTEGER NOT NULL,    -- 0 waits, 1 runs, 2 done, 3 failed, 4 saved, 5 discarded
    beat_at_ms     INTEGER NOT NULL,      -- when whoever works on it last said so
    enumerators    INTEGER NOT NULL,     -- to be judged
    judged         INTEGER NOT NULL,     -- of them, so far
    last_change_id INTEGER NOT NULL,     -- the last change that it knew of: after another it is worth nothing
    peers_version  INTEGER NOT NULL,      -- the statistics of peers that it was judged by
    checks         INTEGER NOT NULL,      -- stands for the checks and their versions
    result         TEXT                  -- JSON
) STRICT;

-- By the thresholds as of which change the statistics were made: some decide what is summed.
ALTER TABLE peer_statistics ADD COLUMN last_change_id INTEGER NOT NULL DEFAULT 0;
