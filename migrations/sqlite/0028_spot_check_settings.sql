-- The settings of spot checks: what is asked again, when there is no field work, who is away, where walks begin.

-- The questions of a wave: append-only, the last of a wave holds.
CREATE TABLE spot_question_set (
    set_id        INTEGER NOT NULL PRIMARY KEY,
    wave_id       INTEGER NOT NULL REFERENCES wave (wave_id),
    questions     TEXT,                 -- JSON of domain::spot_check::AskedQuestion, in order; NULL: the usual ones again
    at_ms         INTEGER NOT NULL,
    actor         TEXT NOT NULL,
    reason        TEXT NOT NULL
) STRICT;

CREATE INDEX spot_question_set_of_wave ON spot_question_set (wave_id, set_id);

-- A draw keeps the questions that held when it was drawn. NULL: it was drawn before they could be set, by the usual ones.
ALTER TABLE spot_draw ADD COLUMN questions TEXT;
-- NULL: the usual ones held.
ALTER TABLE spot_draw ADD COLUMN question_set INTEGER REFERENCES spot_question_set (set_id);

-- Survey day on which nobody was at home. NULL in attempts that were recorded before it was kept: each is a day of its own.
ALTER TABLE spot_step ADD COLUMN attempt_on INTEGER;

-- Days without field work.
CREATE TABLE spot_holiday (
    holiday_id    INTEGER NOT NULL PRIMARY KEY,
    area_id       INTEGER REFERENCES area (area_id),    -- NULL: the whole survey
    holiday_on    INTEGER NOT NULL,     -- survey day
    name          TEXT NOT NULL,
    name_ur       TEXT NOT NULL,
    at_ms         INTEGER NOT NULL,
    actor         TEXT NOT NULL
) STRICT;

-- Days on which a monitor does not go to doors. Why is nobody's business.
CREATE TABLE spot_absence (
    absence_id    INTEGER NOT NULL PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id),
    starts_on     INTEGER NOT NULL,     -- survey day
    ends_on       INTEGER NOT NULL,     -- survey day, included
    at_ms         INTEGER NOT NULL,
    set_by        INTEGER NOT NULL REFERENCES app_user (user_id)
) STRICT;

-- Where the walks of a tehsil begin: its office, not anybody's home.
CREATE TABLE spot_start (
    tehsil_id     INTEGER NOT NULL PRIMARY KEY REFERENCES area (area_id),
    latitude      REAL NOT NULL,
    longitude     REAL NOT NULL,
    at_ms         INTEGER NOT NULL,
    set_by        INTEGER NOT NULL REFERENCES app_user (user_id)
) STRICT;
