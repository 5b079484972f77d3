-- The last revision of the last batch that was recorded to its end. SQLite writes a batch in one transaction, so that this
-- is always the largest number there is; PostgreSQL needs it (see its migration of the same number).
INSERT INTO meta (key, value)
SELECT 'last_raw_id', COALESCE(MAX(raw_id), 0) FROM raw_submission;

-- By which rules the facts were derived from the raw rows: the program's number. 1 is what there was before the number.
INSERT INTO meta (key, value) VALUES ('facts_version', 1);
