-- What collection tools recorded while forms were filled in, and what follows from it.

-- Parts of trails, verbatim, each content once for a submission and source. A part stays when another comes: of a log all
-- lines count, of anything else the part with the largest trail_id.
CREATE TABLE raw_trail (
    trail_id      BIGINT NOT NULL PRIMARY KEY,  -- order of arrival
    id_hash       BIGINT NOT NULL,              -- of submission_id, as in raw_submission; the submission may come later or never
    submission_id TEXT NOT NULL,
    source        SMALLINT NOT NULL,
    content_hash  BYTEA NOT NULL,
    run_id        INTEGER NOT NULL,
    row_number    BIGINT NOT NULL,
    length_bytes  BIGINT NOT NULL,              -- of the body before it was compressed
    body          BYTEA NOT NULL                  -- header line and lines, compressed (raw deflate)
);

CREATE INDEX raw_trail_id_hash ON raw_trail (id_hash, submission_id);

-- One row a submission that has a trail: derived, and derived again by reprocess. NULL: the trail cannot tell.
CREATE TABLE trail_fact (
    id_hash          BIGINT NOT NULL,
    submission_id    TEXT NOT NULL,
    active_s         INTEGER,
    pauses           INTEGER,
    paused_s         INTEGER,
    clock_back_s     INTEGER,
    location_refused BOOLEAN,
    mock_location    BOOLEAN,
    question_ms      TEXT NOT NULL,
    PRIMARY KEY (id_hash, submission_id)
);

-- Facts with what their trails add: a submission's own column counts, and the trail's number where it is blank.
CREATE VIEW fact_with_trail AS
SELECT r.id_hash, r.submission_id, f.raw_id, f.enumerator_id, f.survey_day, f.area_id, f.wave_id,
    COALESCE(f.active_s, t.active_s) AS active_s,
    COALESCE(f.mock_location, t.mock_location) AS mock_location,
    t.pauses, t.paused_s, t.clock_back_s, t.location_refused, t.question_ms
FROM fact f
JOIN raw_submission r ON r.raw_id = f.raw_id
LEFT JOIN trail_fact t ON t.id_hash = r.id_hash AND t.submission_id = r.submission_id;
