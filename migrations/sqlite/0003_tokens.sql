-- Machines that send submissions over HTTP.

CREATE TABLE token (
    token_id      INTEGER NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    token_hash    BLOB NOT NULL UNIQUE,
    scope_area_id INTEGER NOT NULL REFERENCES area (area_id),
    created_at_ms INTEGER NOT NULL,
    last_used_ms  INTEGER,          -- to the minute; NULL: never
    revoked_at_ms INTEGER           -- NULL: it may be used
) STRICT;

-- Rises whenever an area or a boundary changes: tells a server to read them again before it takes more rows.
INSERT INTO meta (key, value) VALUES ('areas_version', 0);
