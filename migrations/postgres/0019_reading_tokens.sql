-- Machines that read: a token either sends for an area or reads as a user, never both. (In the same steps as on SQLite, which cannot
-- make a column nullable: the column moves to a new one of its name.)

ALTER TABLE token RENAME COLUMN scope_area_id TO scope_before;
ALTER TABLE token ADD COLUMN scope_area_id INTEGER REFERENCES area (area_id);
UPDATE token SET scope_area_id = scope_before;
ALTER TABLE token DROP COLUMN scope_before;
ALTER TABLE token ADD COLUMN reads_as_user_id INTEGER REFERENCES app_user (user_id)
    CHECK ((scope_area_id IS NULL) <> (reads_as_user_id IS NULL));
