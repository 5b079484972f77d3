-- Whom or what in its area a case is about; absent: the area itself. It is said when a case is opened and never changes.
ALTER TABLE coordination_case ADD COLUMN subject_kind INTEGER;   -- domain::coordination::SubjectKind
ALTER TABLE coordination_case ADD COLUMN subject_code TEXT;      -- the enumerator's code, the tablet's id
