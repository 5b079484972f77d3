-- What judging reads of a submission stands with its fact: the raw rows of an enumerator lie all over a large table.
ALTER TABLE fact ADD COLUMN id_hash BIGINT NOT NULL DEFAULT 0;           -- of the submission's id
ALTER TABLE fact ADD COLUMN received_assumed BOOLEAN NOT NULL DEFAULT FALSE;  -- whether the time of import stands in for the receipt

UPDATE fact SET
    id_hash = (SELECT r.id_hash FROM raw_submission r WHERE r.raw_id = fact.raw_id),
    received_assumed = (SELECT r.received_assumed FROM raw_submission r WHERE r.raw_id = fact.raw_id);
