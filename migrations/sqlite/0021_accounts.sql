-- Accounts: links to new passphrases, second factors, browsers that are known, wrong tries, and what is told of a session. Secrets stand
-- here as hashes; the secret of a second factor, which the server must read, is sealed under a key that is not in the database.

ALTER TABLE session ADD COLUMN seen_at_ms INTEGER;        -- NULL: not since it began; written at most every five minutes
ALTER TABLE session ADD COLUMN address TEXT;              -- where it was begun from
ALTER TABLE session ADD COLUMN user_agent TEXT;           -- what the browser said of itself, shortened

ALTER TABLE app_user ADD COLUMN signed_in_at_ms INTEGER;  -- the last time; NULL: never, or before this was noted

-- The first step of signing in is done, the second is awaited.
CREATE TABLE half_session (
    token_hash    BLOB NOT NULL PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id) ON DELETE CASCADE,
    expires_at_ms INTEGER NOT NULL,
    tries         INTEGER NOT NULL                        -- wrong codes
) STRICT, WITHOUT ROWID;

-- Links to a new passphrase, for a new account or for one that lost its own. Rows stay.
CREATE TABLE invitation (
    invitation_id   INTEGER NOT NULL PRIMARY KEY,
    secret_hash     BLOB NOT NULL UNIQUE,
    user_id         INTEGER NOT NULL REFERENCES app_user (user_id) ON DELETE CASCADE,
    made_at_ms      INTEGER NOT NULL,
    made_by         TEXT NOT NULL,
    expires_at_ms   INTEGER NOT NULL,
    used_at_ms      INTEGER,
    withdrawn_at_ms INTEGER
) STRICT;

CREATE INDEX invitation_of_user ON invitation (user_id);

CREATE TABLE second_factor (
    user_id         INTEGER NOT NULL PRIMARY KEY REFERENCES app_user (user_id) ON DELETE CASCADE,
    secret          BLOB,                                -- sealed; NULL: none is confirmed yet
    confirmed_at_ms INTEGER,
    last_step       INTEGER,                              -- of the code that was taken last: none is taken twice
    next_secret     BLOB                                 -- sealed; being set up
) STRICT;

CREATE TABLE recovery_code (
    code_hash  BLOB NOT NULL PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES app_user (user_id) ON DELETE CASCADE,
    used_at_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX recovery_code_of_user ON recovery_code (user_id);

-- Browsers that somebody signed in with before.
CREATE TABLE known_device (
    token_hash BLOB NOT NULL,
    user_id    INTEGER NOT NULL REFERENCES app_user (user_id) ON DELETE CASCADE,
    used_at_ms INTEGER NOT NULL,
    PRIMARY KEY (token_hash, user_id)
) STRICT, WITHOUT ROWID;

-- Wrong tries by whatever they are counted by (domain::account::Allowance).
CREATE TABLE sign_in_try (
    counted_by BLOB NOT NULL PRIMARY KEY,
    tries      INTEGER NOT NULL,
    last_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_try_at ON sign_in_try (last_at_ms);
