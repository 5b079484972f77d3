-- What people have been given: a role in an area and everything below it, to see or also to act, for a time or for good. A person can
-- have several. What each role may see and do is the program's: domain::permission. Rows are never deleted.
CREATE TABLE access_grant (
    grant_id       INTEGER NOT NULL PRIMARY KEY,
    user_id        INTEGER NOT NULL REFERENCES app_user (user_id),
    role           TEXT NOT NULL,       -- domain::people::Role
    area_id        INTEGER NOT NULL REFERENCES area (area_id),
    acts           INTEGER NOT NULL,    -- false: only sees
    begins_at_ms   INTEGER,             -- NULL: always
    ends_at_ms     INTEGER,             -- NULL: does not end; at that instant it has
    given_at_ms    INTEGER,             -- NULL: with the user
    given_by       TEXT,
    reason         TEXT,
    revoked_at_ms  INTEGER,             -- NULL: was not ended before its time
    revoked_by     TEXT,
    revoked_reason TEXT
) STRICT;

CREATE INDEX access_grant_of_user ON access_grant (user_id);

-- Whoever could sign in goes on as before.
INSERT INTO access_grant (grant_id, user_id, role, area_id, acts)
SELECT user_id, user_id, role, scope_area_id, 1 FROM app_user;

ALTER TABLE app_user DROP COLUMN role;
ALTER TABLE app_user DROP COLUMN scope_area_id;

-- The grant that somebody has chosen to stand on; NULL: their first in force.
ALTER TABLE session ADD COLUMN grant_id INTEGER;
