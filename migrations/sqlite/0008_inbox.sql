-- Pushed rows, kept as they came: acknowledged once they stand here, and gone from here in the transaction that records them.

CREATE TABLE inbox (
    inbox_id   INTEGER NOT NULL PRIMARY KEY,  -- order of arrival
    token_id   INTEGER NOT NULL,              -- who sent them
    seen_at_ms INTEGER NOT NULL,
    keys       BLOB NOT NULL,                 -- of each row that counts: hash of its id and hash of its content
    body       BLOB NOT NULL                  -- of each row its number in the request, its length, its bytes; compressed (LZ4)
) STRICT;

-- The last number given: numbers are never used again, though their rows go.
INSERT INTO meta (key, value) VALUES ('last_inbox_id', 0);
