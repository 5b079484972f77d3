-- The last revision of the last batch that was recorded to its end. A large batch's revisions and facts are loaded on two
-- connections; a crash between their commits leaves revisions beyond this number, which the next writer removes.
INSERT INTO meta (key, value)
SELECT 'last_raw_id', COALESCE(MAX(raw_id), 0) FROM raw_submission;

-- By which rules the facts were derived from the raw rows: the program's number. 1 is what there was before the number.
INSERT INTO meta (key, value) VALUES ('facts_version', 1);
