-- On which form a submission was filled in, and what was answered: what checks of content compare.

CREATE TABLE form (
    form_id INTEGER NOT NULL PRIMARY KEY,
    code    TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE form_version (
    form_version_id INTEGER NOT NULL PRIMARY KEY,
    code            TEXT NOT NULL UNIQUE      -- as the tool writes it, of whichever form
) STRICT;

ALTER TABLE fact ADD COLUMN form_id INTEGER;
ALTER TABLE fact ADD COLUMN form_version_id INTEGER;
-- Of a complete interview with enough answers: four bytes an answer, two of the question's code and two of the value.
ALTER TABLE fact ADD COLUMN answers BLOB;
