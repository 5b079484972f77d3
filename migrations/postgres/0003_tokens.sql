-- Machines that send submissions over HTTP.

CREATE TABLE token (
    token_id      INTEGER NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    token_hash    BYTEA NOT NULL UNIQUE,
    scope_area_id INTEGER NOT NULL REFERENCES area (area_id),
    created_at_ms BIGINT NOT NULL,
    last_used_ms  BIGINT,          -- to the minute; NULL: never
    revoked_at_ms BIGINT           -- NULL: it may be used
);

-- Rises whenever an area or a boundary changes: tells a server to read them again before it takes more rows.
INSERT INTO meta (key, value) VALUES ('areas_version', 0);
