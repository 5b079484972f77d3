-- Keys under which answers are sealed in this database (decision 0104). The keys themselves are never here.
CREATE TABLE sealing_key (
    number TEXT NOT NULL PRIMARY KEY,  -- follows from the key and tells nothing of it: eight hexadecimal digits
    proof  BYTEA NOT NULL              -- a known text, sealed: it opens under that key alone
);

-- How answers are kept: 0 is not chosen yet, 1 plain, 2 being sealed, 3 sealed (store::sealing::AnswersKept). A database with content is from before.
INSERT INTO meta (key, value) SELECT 'answers_kept', CASE WHEN EXISTS (SELECT 1 FROM import_run) OR EXISTS (SELECT 1 FROM area) OR EXISTS (SELECT 1 FROM app_user) THEN 1 ELSE 0 END;
