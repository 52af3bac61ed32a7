-- A statement of one member of staff that another confirms: answers on paper and in words, and that a guardian is prevented.
-- Answers from before this step were given by signers who had signed in.

ALTER TABLE consent_signatures ADD COLUMN form TEXT NULL;
ALTER TABLE consent_signatures ADD COLUMN excuse TEXT NULL;
UPDATE consent_signatures SET form = 'SignedIn' WHERE answer IS NOT NULL;

-- A decision reads from the index itself who has said yes and who need not answer.
DROP INDEX consent_signatures_by_answer;
CREATE INDEX consent_signatures_by_answer ON consent_signatures (consent_id, answer, excuse, person_id);

CREATE TABLE recorded_answers (
  id                 TEXT NOT NULL PRIMARY KEY,
  consent_id         TEXT NOT NULL REFERENCES consents (id),
  child_id           TEXT NOT NULL REFERENCES persons (id),
  case_id            TEXT NOT NULL REFERENCES cases (id),
  signer_id          TEXT NOT NULL REFERENCES persons (id),
  answer             TEXT NOT NULL,
  form               TEXT NOT NULL,
  given_at           INTEGER NOT NULL,
  text_version       TEXT NOT NULL,
  text_language      TEXT NOT NULL,
  text_hash          TEXT NOT NULL REFERENCES consent_texts (hash),
  sealed_identified  BLOB NOT NULL,
  sealed_reason      BLOB NOT NULL,
  scan_type          TEXT NULL,
  scan_hash          TEXT NULL,
  recorded_by        TEXT NOT NULL REFERENCES staff_members (id),
  recorded_at        INTEGER NOT NULL,
  decided_by         TEXT NULL REFERENCES staff_members (id),
  decided_at         INTEGER NULL,
  outcome            TEXT NULL,
  CONSTRAINT recorded_answers_by_staff CHECK (form IN ('Paper', 'Oral')),
  CONSTRAINT recorded_answers_paper_is_scanned CHECK ((form = 'Paper') = (scan_hash IS NOT NULL) AND (scan_hash IS NULL) = (scan_type IS NULL)),
  CONSTRAINT recorded_answers_decided_whole CHECK ((outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL)),
  CONSTRAINT recorded_answers_by_two CHECK (decided_by IS NULL OR decided_by <> recorded_by),
  CONSTRAINT recorded_answers_given_before CHECK (given_at <= recorded_at)
);
CREATE INDEX recorded_answers_by_consent ON recorded_answers (consent_id);
CREATE INDEX recorded_answers_by_child ON recorded_answers (child_id);
CREATE INDEX recorded_answers_by_text ON recorded_answers (text_hash);
-- One unconfirmed answer of a person to a consent at a time; unconfirmed answers are found without a scan.
CREATE UNIQUE INDEX recorded_answers_waiting ON recorded_answers (consent_id, signer_id) WHERE outcome IS NULL;

-- Sealed under the child's data key, as the vault's documents are.
CREATE TABLE recorded_scans (
  recorded_answer_id  TEXT NOT NULL PRIMARY KEY REFERENCES recorded_answers (id),
  sealed              BLOB NOT NULL
);

CREATE TABLE prevented_guardians (
  id              TEXT NOT NULL PRIMARY KEY,
  request_id      TEXT NOT NULL UNIQUE REFERENCES consent_requests (id),
  child_id        TEXT NOT NULL REFERENCES persons (id),
  case_id         TEXT NOT NULL REFERENCES cases (id),
  guardian_id     TEXT NOT NULL REFERENCES persons (id),
  cause           TEXT NOT NULL,
  sealed_reason   BLOB NOT NULL,
  sealed_urgency  BLOB NOT NULL,
  stated_by       TEXT NOT NULL REFERENCES staff_members (id),
  stated_at       INTEGER NOT NULL,
  decided_by      TEXT NULL REFERENCES staff_members (id),
  decided_at      INTEGER NULL,
  outcome         TEXT NULL,
  CONSTRAINT prevented_guardians_decided_whole CHECK ((outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL)),
  CONSTRAINT prevented_guardians_by_two CHECK (decided_by IS NULL OR decided_by <> stated_by)
);
CREATE INDEX prevented_guardians_by_case ON prevented_guardians (case_id);
CREATE INDEX prevented_guardians_by_child ON prevented_guardians (child_id);
-- Statements that wait for a second decider are found without a scan.
CREATE INDEX prevented_guardians_waiting ON prevented_guardians (stated_at) WHERE outcome IS NULL;

-- A social board's decision about a measure without the other guardian's consent. It is not a consent.
CREATE TABLE measure_decisions (
  id             TEXT NOT NULL PRIMARY KEY,
  case_id        TEXT NOT NULL REFERENCES cases (id),
  child_id       TEXT NOT NULL REFERENCES persons (id),
  guardian_id    TEXT NOT NULL REFERENCES persons (id),
  measure        TEXT NOT NULL,
  case_number    TEXT NOT NULL,
  decided_on     TEXT NOT NULL,
  until_day      TEXT NOT NULL,
  registered_by  TEXT NOT NULL REFERENCES staff_members (id),
  registered_at  INTEGER NOT NULL,
  CONSTRAINT measure_decisions_hold_a_day CHECK (decided_on < until_day)
);
CREATE UNIQUE INDEX measure_decisions_by_case ON measure_decisions (case_id, guardian_id, case_number);
CREATE INDEX measure_decisions_by_child ON measure_decisions (child_id);
