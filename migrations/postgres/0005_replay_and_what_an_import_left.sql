-- Rows that wait: how to read them again, and when they were last found bad.

-- NULL: from before this column; the header of the row's run tells it.
ALTER TABLE quarantine ADD COLUMN format SMALLINT;
-- To the minute: a machine that sends a bad row again and again does not write each time.
ALTER TABLE quarantine ADD COLUMN last_seen_at_ms BIGINT NOT NULL DEFAULT 0;
UPDATE quarantine SET last_seen_at_ms = first_seen_at_ms;
CREATE INDEX quarantine_of_run ON quarantine (run_id, quarantine_id);

-- What an import left behind, beside its counts.

-- SHA-256 of the file's bytes; NULL: pushed, not read to its end, or from before this column.
ALTER TABLE import_run ADD COLUMN file_hash BYTEA;
-- Between these numbers stand the revisions it brought, perhaps among those of others; NULL: it brought none.
ALTER TABLE import_run ADD COLUMN first_raw_id BIGINT;
ALTER TABLE import_run ADD COLUMN last_raw_id BIGINT;
-- Rows it put into the quarantine that did not stand there; NULL: from before this column.
ALTER TABLE import_run ADD COLUMN set_aside BIGINT;

UPDATE import_run SET first_raw_id = brought.first_raw_id, last_raw_id = brought.last_raw_id
FROM (SELECT run_id, MIN(raw_id) AS first_raw_id, MAX(raw_id) AS last_raw_id FROM raw_submission
    WHERE raw_id <= (SELECT value FROM meta WHERE key = 'last_raw_id') GROUP BY run_id) AS brought
WHERE brought.run_id = import_run.run_id;
