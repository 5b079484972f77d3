-- What was drawn for spot checks, and what came of it. A draw is never changed; where a check stands follows from its steps.

-- A draw: of one tehsil, wave and week.
CREATE TABLE spot_draw (
    draw_id       INTEGER NOT NULL PRIMARY KEY,
    tehsil_id     INTEGER NOT NULL REFERENCES area (area_id),
    wave_id       INTEGER NOT NULL REFERENCES wave (wave_id),
    starts_on     INTEGER NOT NULL,     -- survey day: the first of the week
    seed          INTEGER NOT NULL,
    fingerprint   INTEGER NOT NULL,     -- of the plan
    plan          TEXT NOT NULL,        -- JSON of domain::spot_check::PlanSummary
    at_ms         INTEGER NOT NULL,
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id),
    UNIQUE (tehsil_id, wave_id, starts_on)
) STRICT;

-- Its interviews: those drawn, and those that are visited instead of one. As they stand after their last step.
CREATE TABLE spot_check (
    check_id      INTEGER NOT NULL PRIMARY KEY,
    draw_id       INTEGER NOT NULL REFERENCES spot_draw (draw_id),
    raw_id        INTEGER NOT NULL,     -- the revision of the interview that was drawn
    submission_id TEXT NOT NULL,
    enumerator_id INTEGER NOT NULL REFERENCES enumerator (enumerator_id),
    area_id       INTEGER NOT NULL REFERENCES area (area_id),    -- the union council
    survey_day    INTEGER NOT NULL,
    latitude      REAL,
    longitude     REAL,
    accuracy_m    REAL,
    reasons       TEXT NOT NULL,        -- codes of domain::spot_check::Layer, with spaces between
    layer         TEXT NOT NULL,
    stratum       INTEGER NOT NULL,
    place         INTEGER NOT NULL,     -- in the stratum's order, from 0
    walk          INTEGER NOT NULL,     -- the day's walk it belongs to, from 1; 0: it is visited instead of another
    probability   REAL NOT NULL,        -- to be drawn; of a replacement, to have been approached by then
    replaces      INTEGER REFERENCES spot_check (check_id),
    state         INTEGER NOT NULL,     -- domain::spot_check::State
    monitor_id    INTEGER REFERENCES app_user (user_id),
    due_on        INTEGER,              -- survey day
    attempts      INTEGER NOT NULL,     -- at which nobody was at home
    outcome       INTEGER,              -- domain::spot_check::Verdict: the decision that stands
    decided_by    INTEGER REFERENCES app_user (user_id),
    steps         INTEGER NOT NULL,     -- of its history
    UNIQUE (draw_id, raw_id)
) STRICT;

CREATE UNIQUE INDEX spot_check_replaces ON spot_check (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX spot_check_of_monitor ON spot_check (monitor_id, state, due_on);
CREATE INDEX spot_check_of_enumerator ON spot_check (enumerator_id);
CREATE INDEX spot_check_of_submission ON spot_check (submission_id);

-- What comes next in the order of each stratum.
CREATE TABLE spot_reserve (
    draw_id       INTEGER NOT NULL REFERENCES spot_draw (draw_id),
    stratum       INTEGER NOT NULL,
    place         INTEGER NOT NULL,
    raw_id        INTEGER NOT NULL,
    submission_id TEXT NOT NULL,
    enumerator_id INTEGER NOT NULL REFERENCES enumerator (enumerator_id),
    area_id       INTEGER NOT NULL REFERENCES area (area_id),
    survey_day    INTEGER NOT NULL,
    latitude      REAL,
    longitude     REAL,
    accuracy_m    REAL,
    reasons       TEXT NOT NULL,
    layer         TEXT NOT NULL,
    PRIMARY KEY (draw_id, stratum, place)
) STRICT;

CREATE INDEX spot_reserve_of_submission ON spot_reserve (submission_id);

-- The history of checks: who did what when, and how the check stood after it.
CREATE TABLE spot_step (
    check_id      INTEGER NOT NULL REFERENCES spot_check (check_id),
    step          INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id),
    action        INTEGER NOT NULL,     -- domain::spot_check::Action
    state         INTEGER NOT NULL,
    monitor_id    INTEGER REFERENCES app_user (user_id),
    due_on        INTEGER,
    outcome       INTEGER,              -- of a step that decided
    comment       TEXT,
    PRIMARY KEY (check_id, step)
) STRICT;

-- What monitors entered at doors. The id is made where the form is filled in: the same visit sent twice is one visit.
CREATE TABLE spot_visit (
    visit_number  INTEGER NOT NULL PRIMARY KEY,
    visit_id      TEXT NOT NULL UNIQUE,
    check_id      INTEGER NOT NULL REFERENCES spot_check (check_id),
    step          INTEGER NOT NULL,     -- that it is
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id),
    received_at_ms INTEGER NOT NULL,
    found         INTEGER NOT NULL,     -- domain::spot_check::Found
    phone_at_ms   INTEGER,              -- by the phone's clock
    latitude      REAL,
    longitude     REAL,
    accuracy_m    REAL,
    body          BLOB NOT NULL,        -- JSON, sealed as answers are: what the household said, the note, the interview beside it
    UNIQUE (check_id, step)
) STRICT;
