-- Household listings: which households there are, or which were drawn, and how far the interviews have come with them.

-- A listing, by its name.
CREATE TABLE listing (
    listing_id     INTEGER NOT NULL PRIMARY KEY,
    name           TEXT NOT NULL UNIQUE,
    kind           INTEGER NOT NULL,     -- domain::listing::ListingKind
    wave_id        INTEGER NOT NULL REFERENCES wave (wave_id),
    source_name    TEXT NOT NULL,        -- the file that was read last
    file_hash      BLOB,                 -- SHA-256 of the last file that was read to its end
    round          INTEGER NOT NULL,     -- of reading: a household that the last file did not name has an earlier one
    begun_at_ms    INTEGER NOT NULL,
    finished_at_ms INTEGER,              -- NULL: it is being read, or reading was cut short
    refused        INTEGER NOT NULL      -- rows of the last file that were not taken
) STRICT;

-- Its households. Reference and address are sealed as answers are.
CREATE TABLE listing_household (
    household_id   INTEGER NOT NULL PRIMARY KEY,   -- in the order of the file
    listing_id     INTEGER NOT NULL REFERENCES listing (listing_id),
    household_key  INTEGER NOT NULL,     -- as in fact: of wave, union council and reference
    area_id        INTEGER NOT NULL REFERENCES area (area_id),    -- the union council
    enumerator_id  INTEGER REFERENCES enumerator (enumerator_id), -- whom it is given to
    latitude       REAL,
    longitude      REAL,
    reached        INTEGER NOT NULL,     -- domain::listing::Reached: follows from facts
    round          INTEGER NOT NULL,
    body           BLOB NOT NULL,        -- JSON, sealed
    UNIQUE (household_key, listing_id)
) STRICT;

CREATE INDEX listing_household_of_area ON listing_household (listing_id, area_id, reached, household_id);

-- How far it has come, by union council: follows from facts.
CREATE TABLE listing_progress (
    listing_id     INTEGER NOT NULL REFERENCES listing (listing_id),
    area_id        INTEGER NOT NULL REFERENCES area (area_id),
    listed         INTEGER NOT NULL,
    interviewed    INTEGER NOT NULL,
    attempted      INTEGER NOT NULL,
    not_listed     INTEGER NOT NULL,
    unnamed        INTEGER NOT NULL,
    PRIMARY KEY (listing_id, area_id)
) STRICT, WITHOUT ROWID;

-- Where it has to be counted again.
CREATE TABLE listing_due (
    listing_id     INTEGER NOT NULL,
    area_id        INTEGER NOT NULL,
    PRIMARY KEY (listing_id, area_id)
) STRICT, WITHOUT ROWID;
