-- Rises with every change of a stage or a case: what is kept in memory of them knows by it whether it still holds.
INSERT INTO meta (key, value) VALUES ('coordination_version', 0);
