-- Every change of a district's stages; what holds is the last of each stage.
CREATE TABLE stage_change (
    change_id     INTEGER NOT NULL PRIMARY KEY,
    at_ms         INTEGER NOT NULL,
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id),
    district_id   INTEGER NOT NULL REFERENCES area (area_id),
    stage         INTEGER NOT NULL,     -- domain::coordination::Stage
    planned_on    INTEGER,              -- survey day; absent: none, or taken back
    actual_on     INTEGER,              -- survey day on which it began
    note          TEXT
) STRICT;

CREATE INDEX stage_change_of_district ON stage_change (district_id, stage, change_id);

-- Escalations, requests of the helpline, owners of refusals: as they stand after their last step.
CREATE TABLE coordination_case (
    case_id       INTEGER NOT NULL PRIMARY KEY,
    kind          INTEGER NOT NULL,     -- domain::coordination::CaseKind
    area_id       INTEGER NOT NULL REFERENCES area (area_id),
    title         TEXT NOT NULL,
    detail        TEXT,
    reference     TEXT,                 -- its number elsewhere
    opened_on     INTEGER NOT NULL,     -- survey day on which it came in
    agency        INTEGER,              -- domain::coordination::Agency
    due_on        INTEGER,              -- survey day
    status        INTEGER NOT NULL,     -- domain::coordination::CaseStatus
    steps         INTEGER NOT NULL      -- of its history
) STRICT;

CREATE UNIQUE INDEX coordination_case_reference ON coordination_case (kind, reference);
CREATE INDEX coordination_case_of_area ON coordination_case (area_id);

-- The history of cases: who did what when, and what the case was after it.
CREATE TABLE case_step (
    case_id       INTEGER NOT NULL REFERENCES coordination_case (case_id),
    step          INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id),
    action        INTEGER NOT NULL,     -- domain::coordination::CaseAction
    status        INTEGER NOT NULL,
    agency        INTEGER,
    due_on        INTEGER,
    comment       TEXT,
    title         TEXT,                 -- these four: what a form or a file said, of the steps that set it
    detail        TEXT,
    area_id       INTEGER REFERENCES area (area_id),
    opened_on     INTEGER,
    PRIMARY KEY (case_id, step)
) STRICT;
