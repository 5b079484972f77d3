-- What rates of spot checks are made of, as numbers. They outlive what the household said.

-- Codes of the checks that had fired on the interview (review or severe) when it was drawn, with spaces between. NULL: drawn before this was kept.
ALTER TABLE spot_check ADD COLUMN fired TEXT;
ALTER TABLE spot_reserve ADD COLUMN fired TEXT;

-- What was found at the door, by the last visit at which somebody was at home or could be told of: domain::spot_check::Found. NULL: not visited yet.
ALTER TABLE spot_check ADD COLUMN found SMALLINT;
-- Answers that were compared then, and of them those beyond their tolerance, by type of question. NULL: not counted.
ALTER TABLE spot_check ADD COLUMN compared_1 INTEGER;
ALTER TABLE spot_check ADD COLUMN differ_1 INTEGER;
ALTER TABLE spot_check ADD COLUMN compared_2 INTEGER;
ALTER TABLE spot_check ADD COLUMN differ_2 INTEGER;
ALTER TABLE spot_check ADD COLUMN compared_3 INTEGER;
ALTER TABLE spot_check ADD COLUMN differ_3 INTEGER;

-- Of visits before this, what was found is known; what was compared lies sealed.
UPDATE spot_check SET found = COALESCE(
    (SELECT v.found FROM spot_visit v WHERE v.check_id = spot_check.check_id AND v.found <> 1 ORDER BY v.step DESC LIMIT 1),
    (SELECT MAX(v.found) FROM spot_visit v WHERE v.check_id = spot_check.check_id)
);
