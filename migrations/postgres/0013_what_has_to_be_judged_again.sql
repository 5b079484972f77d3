-- By which checks the work was summed that statistics were made from: other checks sum other things.
ALTER TABLE peer_statistics ADD COLUMN checks BIGINT NOT NULL DEFAULT 0;

-- What a device's other users are judged by beside its clock: when they used it, and where. Of all its visits.
ALTER TABLE clock_run ADD COLUMN digest BIGINT NOT NULL DEFAULT 0;

-- Which devices somebody used when they were last judged: who no longer does has to be told from those who never did.
CREATE INDEX device_user_enumerator ON device_user (enumerator_id);
