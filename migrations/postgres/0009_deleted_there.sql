-- Submissions that a pull saw deleted in the collection system. It is asked whether they were restored, for it does not say so by itself.
-- One that is there again leaves this table, and so does one that was deleted so long ago that it was purged.

CREATE TABLE pull_deleted (
    pull_id        INTEGER NOT NULL,
    submission_id  TEXT NOT NULL,
    sent_at_ms     BIGINT NOT NULL,   -- when the collection system received it, by which it can be asked for
    deleted_at_ms  BIGINT NOT NULL,
    asked_at_ms    BIGINT NOT NULL,   -- when it was last asked for; 0: never
    PRIMARY KEY (pull_id, submission_id)
);
