-- Answers on paper and in words: taken down by one member of staff, confirmed by another. What was answered before this step was answered signed in.

ALTER TABLE consent_signatures ADD COLUMN form TEXT NULL;
UPDATE consent_signatures SET form = 'SignedIn' WHERE answer IS NOT NULL;

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
-- One answer of a person to a consent waits at a time; and what waits is found without a scan.
CREATE UNIQUE INDEX recorded_answers_waiting ON recorded_answers (consent_id, signer_id) WHERE outcome IS NULL;

-- Sealed under the child's data key, as the vault's documents.
CREATE TABLE recorded_scans (
  recorded_answer_id  TEXT NOT NULL PRIMARY KEY REFERENCES recorded_answers (id),
  sealed              BLOB NOT NULL
);
