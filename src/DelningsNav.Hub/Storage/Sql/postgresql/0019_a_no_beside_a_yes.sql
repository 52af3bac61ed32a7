-- A no is recorded also while a yes of the same person waits for a colleague (ADR 0040).
DROP INDEX recorded_answers_waiting;
CREATE UNIQUE INDEX recorded_answers_waiting ON recorded_answers (consent_id, signer_id, answer)
  WHERE outcome IS NULL AND contradicted_at IS NULL;
