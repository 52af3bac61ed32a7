-- A system acts for staff in named roles. A system that was registered before acts for caseworkers only.
ALTER TABLE clients ADD COLUMN acts_as text NOT NULL DEFAULT 'Caseworker';

-- The system that recorded an answer, if any, and when the signer said that the answer is not theirs.
ALTER TABLE recorded_answers ADD COLUMN client_id uuid NULL REFERENCES clients (id);
ALTER TABLE recorded_answers ADD COLUMN contradicted_at bigint NULL;
DROP INDEX recorded_answers_waiting;
CREATE UNIQUE INDEX recorded_answers_waiting ON recorded_answers (consent_id, signer_id)
  WHERE outcome IS NULL AND contradicted_at IS NULL;
-- A signer's own recorded answers are found without a scan.
CREATE INDEX recorded_answers_by_signer ON recorded_answers (signer_id);

-- A message is about a consent or about one recorded answer to it; each recorded answer has a message of its own.
ALTER TABLE family_messages ADD COLUMN about_id uuid NULL;
UPDATE family_messages SET about_id = consent_id;
ALTER TABLE family_messages ALTER COLUMN about_id SET NOT NULL;
ALTER TABLE family_messages DROP CONSTRAINT family_messages_pkey;
ALTER TABLE family_messages ADD PRIMARY KEY (person_id, about_id, kind);
ALTER TABLE family_messages DROP CONSTRAINT family_messages_kind;
ALTER TABLE family_messages ADD CONSTRAINT family_messages_kind
  CHECK (kind IN ('Asked', 'Reminded', 'RemindedAgain', 'Holds', 'Over', 'AnswerRecorded'));
