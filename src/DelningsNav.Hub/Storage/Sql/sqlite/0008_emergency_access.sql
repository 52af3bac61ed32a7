-- In an emergency, a member of staff assigned to a case may open the records that the rules allow. The access lasts a week at most, and is
-- reviewed by the holder's registrators: the review is created with it, and closed by a person other than its declarer.

CREATE TABLE emergency_accesses (
  id             TEXT NOT NULL PRIMARY KEY,
  request_id     TEXT NOT NULL REFERENCES information_requests (id),
  child_id       TEXT NOT NULL REFERENCES persons (id),
  record_types   TEXT NOT NULL,
  declared_by    TEXT NOT NULL REFERENCES staff_members (id),
  sealed_reason  BLOB NOT NULL,
  declared_at    INTEGER NOT NULL,
  until_at       INTEGER NOT NULL,
  revoked_at     INTEGER NULL,
  CONSTRAINT emergency_accesses_stand_a_week_at_most CHECK (until_at > declared_at AND until_at <= declared_at + 604800000),
  CONSTRAINT emergency_accesses_open_something CHECK (record_types <> ''),
  CONSTRAINT emergency_accesses_revoked_after_declared CHECK (revoked_at IS NULL OR revoked_at >= declared_at)
);

-- A decision finds the accesses that apply in its request in one look-up.
CREATE INDEX emergency_accesses_by_request ON emergency_accesses (request_id, until_at);

CREATE TABLE emergency_reviews (
  emergency_id   TEXT NOT NULL PRIMARY KEY REFERENCES emergency_accesses (id),
  holder_id      TEXT NOT NULL REFERENCES authorities (id),
  created_at     INTEGER NOT NULL,
  closed_at      INTEGER NULL,
  closed_by      TEXT NULL REFERENCES staff_members (id),
  outcome        TEXT NULL,
  sealed_words   BLOB NULL,
  CONSTRAINT emergency_reviews_closed_with_outcome_and_words CHECK (
    (closed_at IS NULL AND closed_by IS NULL AND outcome IS NULL AND sealed_words IS NULL)
    OR (closed_at IS NOT NULL AND closed_by IS NOT NULL AND outcome IN ('Justified', 'TooWide', 'NotJustified') AND sealed_words IS NOT NULL))
);

-- A registrator sees the open reviews without a scan.
CREATE INDEX emergency_reviews_by_holder ON emergency_reviews (holder_id, closed_at, created_at);

ALTER TABLE decisions ADD COLUMN emergency_id TEXT NULL REFERENCES emergency_accesses (id);
