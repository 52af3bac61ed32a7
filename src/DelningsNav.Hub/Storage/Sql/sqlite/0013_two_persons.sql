-- A system acts for staff in named roles. A system that was registered before acts for caseworkers only.
ALTER TABLE clients ADD COLUMN acts_as TEXT NOT NULL DEFAULT 'Caseworker';

-- The system that recorded an answer, if any, and when the signer said that the answer is not theirs.
ALTER TABLE recorded_answers ADD COLUMN client_id TEXT NULL REFERENCES clients (id);
ALTER TABLE recorded_answers ADD COLUMN contradicted_at INTEGER NULL;
DROP INDEX recorded_answers_waiting;
CREATE UNIQUE INDEX recorded_answers_waiting ON recorded_answers (consent_id, signer_id)
  WHERE outcome IS NULL AND contradicted_at IS NULL;
-- A signer's own recorded answers are found without a scan.
CREATE INDEX recorded_answers_by_signer ON recorded_answers (signer_id);

-- A message is about a consent or about one recorded answer to it; each recorded answer has a message of its own.
CREATE TABLE family_messages_of_all (
  person_id   TEXT NOT NULL REFERENCES persons (id),
  about_id    TEXT NOT NULL,
  consent_id  TEXT NOT NULL REFERENCES consents (id),
  kind        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  read_at     INTEGER NULL,
  mailed_at   INTEGER NULL,
  PRIMARY KEY (person_id, about_id, kind),
  CONSTRAINT family_messages_kind CHECK (kind IN ('Asked', 'Reminded', 'RemindedAgain', 'Holds', 'Over', 'AnswerRecorded'))
);
INSERT INTO family_messages_of_all (person_id, about_id, consent_id, kind, at, read_at, mailed_at)
  SELECT person_id, consent_id, consent_id, kind, at, read_at, mailed_at FROM family_messages;
DROP TABLE family_messages;
ALTER TABLE family_messages_of_all RENAME TO family_messages;
CREATE INDEX family_messages_by_consent ON family_messages (consent_id);
