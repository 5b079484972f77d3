-- Where submissions are pulled from: one row a form of a collection system.

CREATE TABLE pull_source (
    pull_id           INTEGER NOT NULL PRIMARY KEY,
    url               TEXT NOT NULL,           -- the collection system's address
    project           INTEGER NOT NULL,
    form_id           TEXT NOT NULL,
    cursor_ms         BIGINT,                  -- newest change that the last complete pull saw, by the collection system's clock
    every_ms          BIGINT,                  -- its schedule, as the server that pulled last had it; NULL: by hand
    held_by           BIGINT,                  -- who is pulling; NULL: nobody
    held_until_ms     BIGINT,                  -- a holder that was killed is waited for no longer
    started_at_ms     BIGINT,                  -- of the last attempt
    ended_at_ms       BIGINT,                  -- … NULL: still running, or killed
    complete_at_ms    BIGINT,                  -- when the last pull that read to the end ended
    failing_since_ms  BIGINT,                  -- when the first of the failures in a row ended
    failure           TEXT,                    -- why the last attempt did not read to the end, in a sentence
    remark            TEXT,                    -- what the last complete pull could not do, in a sentence
    rows_read         BIGINT NOT NULL,         -- of the last attempt that ended
    accepted          BIGINT NOT NULL,
    unchanged         BIGINT NOT NULL,
    updated           BIGINT NOT NULL,
    quarantined       BIGINT NOT NULL,
    UNIQUE (url, project, form_id)
);
