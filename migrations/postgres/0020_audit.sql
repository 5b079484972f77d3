-- Who saw or did what, when, from where: one row an act, never changed, never removed. Every row carries the hash of the row before it
-- and its own over both (store::audit::chain), so that whatever is changed behind the program's back is found.
CREATE TABLE audit_entry (
    seq       BIGINT NOT NULL PRIMARY KEY,   -- from 1, without gaps
    at_ms     BIGINT NOT NULL,
    who_kind  SMALLINT NOT NULL,               -- domain::audit::WhoKind
    who       TEXT NOT NULL,                  -- '' for the program and for strangers
    role      TEXT,                           -- domain::people::Role, of a person where they act
    address   TEXT,                           -- NULL: the command line, the program, or not known
    action    TEXT NOT NULL,                  -- domain::audit::Action
    subject   TEXT,
    area      TEXT,                           -- an area's code
    detail    TEXT,
    previous  BYTEA NOT NULL,                  -- the hash of the row before; 32 zero bytes for the first
    hash      BYTEA NOT NULL
);

CREATE INDEX audit_entry_of_who ON audit_entry (who, seq);
CREATE INDEX audit_entry_of_action ON audit_entry (action, seq);
CREATE INDEX audit_entry_at ON audit_entry (at_ms);

-- The last row's number and hash: without it, rows taken from the end would not be missed.
CREATE TABLE audit_head (
    only_row  INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    seq       BIGINT NOT NULL,
    hash      BYTEA NOT NULL
);

INSERT INTO audit_head VALUES (1, 0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END; $$;
CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
