-- Accounts: links to new passphrases, second factors, browsers that are known, wrong tries, and what is told of a session. Secrets stand
-- here as hashes; the secret of a second factor, which the server must read, is sealed under a key that is not in the database.

ALTER TABLE session ADD COLUMN seen_at_ms BIGINT;        -- NULL: not since it began; written at most every five minutes
ALTER TABLE session ADD COLUMN address TEXT;              -- where it was begun from
ALTER TABLE session ADD COLUMN user_agent TEXT;           -- what the browser said of itself, shortened

ALTER TABLE app_user ADD COLUMN signed_in_at_ms BIGINT;  -- the last time; NULL: never, or before this was noted

-- The first step of signing in is done, the second is awaited.
CREATE TABLE half_session (
    token_hash    BYTEA NOT NULL PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES app_user (user_id) ON DELETE CASCADE,
    expires_at_ms BIGINT NOT NULL,
    tries         INTEGER NOT NULL                        -- wrong codes
);

-- Links to a new passphrase, for a new account or for one that lost its own. Rows stay.
CREATE TABLE invitation (
    invitation_id   INTEGER NOT NULL PRIMARY KEY,
    secret_hash     BYTEA NOT NULL UNIQUE,
    user_id         INTEGER NOT NULL REFERENCES app_user (user_id) ON DELETE CASCADE,
    made_at_ms      BIGINT NOT NULL,
    made_by         TEXT NOT NULL,
    expires_at_ms   BIGINT NOT NULL,
    used_at_ms      BIGINT,
    withdrawn_at_ms BIGINT
);

CREATE INDEX invitation_of_user ON invitation (user_id);

CREATE TABLE second_factor (
    user_id         INTEGER NOT NULL PRIMARY KEY REFERENCES app_user (user_id) ON DELETE CASCADE,
    secret          BYTEA,                                -- sealed; NULL: none is confirmed yet
    confirmed_at_ms BIGINT,
    last_step       BIGINT,                              -- of the code that was taken last: none is taken twice
    next_secret     BYTEA                                 -- sealed; being set up
);

CREATE TABLE recovery_code (
    code_hash  BYTEA NOT NULL PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES app_user (user_id) ON DELETE CASCADE,
    used_at_ms BIGINT
);

CREATE INDEX recovery_code_of_user ON recovery_code (user_id);

-- Browsers that somebody signed in with before.
CREATE TABLE known_device (
    token_hash BYTEA NOT NULL,
    user_id    INTEGER NOT NULL REFERENCES app_user (user_id) ON DELETE CASCADE,
    used_at_ms BIGINT NOT NULL,
    PRIMARY KEY (token_hash, user_id)
);

-- Wrong tries by whatever they are counted by (domain::account::Allowance).
CREATE TABLE sign_in_try (
    counted_by BYTEA NOT NULL PRIMARY KEY,
    tries      INTEGER NOT NULL,
    last_at_ms BIGINT NOT NULL
);

CREATE INDEX sign_in_try_at ON sign_in_try (last_at_ms);
