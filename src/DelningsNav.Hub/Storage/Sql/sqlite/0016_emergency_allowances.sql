-- A holder's own decision that its records may be opened in an emergency. Without one that has not ended, an emergency opens nothing there.

CREATE TABLE emergency_allowances (
  id                 TEXT NOT NULL PRIMARY KEY,
  authority_id       TEXT NOT NULL REFERENCES authorities (id),
  case_number        TEXT NOT NULL,
  decided_on         TEXT NOT NULL,
  registered_at      INTEGER NOT NULL,
  registered_by      TEXT NOT NULL,
  ended_at           INTEGER NULL,
  ended_case_number  TEXT NULL,
  CONSTRAINT emergency_allowances_end_by_decision CHECK ((ended_at IS NULL) = (ended_case_number IS NULL))
);

-- A decision finds the allowance of a holder in one look-up, and a holder has one at most.
CREATE UNIQUE INDEX emergency_allowances_by_holder ON emergency_allowances (authority_id) WHERE ended_at IS NULL;
