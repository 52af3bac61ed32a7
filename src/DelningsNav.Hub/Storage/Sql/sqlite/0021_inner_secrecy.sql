-- Who may see children with protected identity: nobody and no system until somebody has cleared them.
CREATE TABLE protected_clearances (
  id        TEXT NOT NULL PRIMARY KEY,
  staff_id  TEXT NOT NULL REFERENCES staff_members (id),
  given_by  TEXT NOT NULL REFERENCES staff_members (id),
  given_at  INTEGER NOT NULL,
  ended_by  TEXT NULL REFERENCES staff_members (id),
  ended_at  INTEGER NULL,
  CONSTRAINT protected_clearances_end_by_somebody CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CONSTRAINT protected_clearances_of_another CHECK (given_by <> staff_id)
);
-- Whether a member of staff is cleared is one look-up, and a member has one clearance at most.
CREATE UNIQUE INDEX protected_clearances_by_staff ON protected_clearances (staff_id) WHERE ended_at IS NULL;
ALTER TABLE clients ADD COLUMN is_cleared INTEGER NOT NULL DEFAULT 0;

-- Whom a step that needs a second person is put to: one person by name, or else the staff of one unit. What was put to nobody in particular
-- is put to the unit of the first person.
ALTER TABLE recorded_answers ADD COLUMN put_to_unit_id TEXT NULL REFERENCES units (id);
ALTER TABLE recorded_answers ADD COLUMN put_to_staff_id TEXT NULL REFERENCES staff_members (id);
UPDATE recorded_answers SET put_to_unit_id = (SELECT unit_id FROM staff_members s WHERE s.id = recorded_answers.recorded_by);
ALTER TABLE prevented_guardians ADD COLUMN put_to_unit_id TEXT NULL REFERENCES units (id);
ALTER TABLE prevented_guardians ADD COLUMN put_to_staff_id TEXT NULL REFERENCES staff_members (id);
UPDATE prevented_guardians SET put_to_unit_id = (SELECT unit_id FROM staff_members s WHERE s.id = prevented_guardians.stated_by);

-- Attempts that failed, of people and systems whom the hub does not know: one row for each kind and day, however many there are.
CREATE TABLE attempt_counts (
  day     TEXT NOT NULL,
  what    TEXT NOT NULL,
  number  INTEGER NOT NULL,
  PRIMARY KEY (day, what)
);
-- The first use of a key is logged. A key from before this has its first use after it.
ALTER TABLE client_keys ADD COLUMN first_used_at INTEGER NULL;
