-- What a phone locks unsent entries with: it is handed to the phone of whoever has signed in, and kept there no longer than they are.
CREATE TABLE phone_key (
    user_id       INTEGER NOT NULL PRIMARY KEY REFERENCES app_user (user_id),
    made_at_ms    BIGINT NOT NULL,
    body          BYTEA NOT NULL         -- 32 random bytes, sealed as answers are
);
