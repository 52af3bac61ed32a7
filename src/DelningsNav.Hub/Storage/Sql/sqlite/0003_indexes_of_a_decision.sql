-- What a decision looks up of a child is read from the indexes themselves, so that its time does not grow with the city: who has custody, who is
-- assigned to the case, and the consent in force without those that were withdrawn, lapsed or replaced.

DROP INDEX custodies_by_child;
CREATE INDEX custodies_by_child ON custodies (child_id, guardian_id, from_day, to_day);

DROP INDEX assignments_by_case;
CREATE INDEX assignments_by_case ON assignments (case_id, staff_id, from_at, to_at);

CREATE INDEX consents_active ON consents (child_id, discloser_id, recipient_id) WHERE state = 'Active';

-- The signatures of a consent lie in the order of their key: one look-up instead of two.
CREATE TABLE consent_signatures_by_key (
  consent_id     TEXT NOT NULL REFERENCES consents (id),
  person_id      TEXT NOT NULL REFERENCES persons (id),
  capacity       TEXT NOT NULL,
  answer         TEXT NULL,
  answered_at    INTEGER NULL,
  text_version   TEXT NULL,
  text_language  TEXT NULL,
  text_hash      TEXT NULL REFERENCES consent_texts (hash),
  PRIMARY KEY (consent_id, person_id)
) WITHOUT ROWID;
INSERT INTO consent_signatures_by_key
SELECT consent_id, person_id, capacity, answer, answered_at, text_version, text_language, text_hash FROM consent_signatures;
DROP TABLE consent_signatures;
ALTER TABLE consent_signatures_by_key RENAME TO consent_signatures;
CREATE INDEX consent_signatures_by_person ON consent_signatures (person_id);
CREATE INDEX consent_signatures_by_text ON consent_signatures (text_hash);
