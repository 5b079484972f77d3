-- What an enumerator did, day by day in sums: what measures of quality are worked out from. Written whenever they are judged.
CREATE TABLE enumerator_work (
    enumerator_id INTEGER NOT NULL PRIMARY KEY,
    last_heard_ms BIGINT,              -- newest receipt; where none was recorded, the end of the newest visit
    days          BYTEA NOT NULL        -- by area, wave and survey day; see domain::measures::write_cells
);

-- When a device was last heard of from its user, likewise.
ALTER TABLE device_user ADD COLUMN last_heard_ms BIGINT;

-- Rises with every judging and every decision about a flag.
INSERT INTO meta (key, value) VALUES ('quality_version', 0);
