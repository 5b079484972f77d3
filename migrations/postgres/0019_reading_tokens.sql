-- Machines that read: a token either sends for an area or reads as a user, never both.

ALTER TABLE token ALTER COLUMN scope_area_id DROP NOT NULL;
ALTER TABLE token ADD COLUMN reads_as_user_id INTEGER REFERENCES app_user (user_id)
    CHECK ((scope_area_id IS NULL) <> (reads_as_user_id IS NULL));
