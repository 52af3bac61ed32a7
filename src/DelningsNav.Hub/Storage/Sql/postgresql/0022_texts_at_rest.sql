-- What is stored about a person in words is sealed with the person's own key (ADR 0046). Only the hub can seal, so the program refuses
-- this step for a database with persons.

ALTER TABLE child_keys RENAME TO person_keys;
ALTER TABLE person_keys RENAME COLUMN child_id TO person_id;

ALTER TABLE persons DROP COLUMN given_name;
ALTER TABLE persons DROP COLUMN family_name;
ALTER TABLE persons DROP COLUMN birth_date;
ALTER TABLE persons ADD COLUMN sealed_given_name bytea NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN sealed_family_name bytea NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN sealed_birth_date bytea NOT NULL DEFAULT '';

ALTER TABLE guardian_blocks DROP COLUMN reason;
ALTER TABLE guardian_blocks ADD COLUMN sealed_reason bytea NOT NULL DEFAULT '';

-- A sealed text of no letters has 28 bytes.
DROP TABLE disclosure_blocks;
CREATE TABLE disclosure_blocks (
  id                   uuid NOT NULL PRIMARY KEY,
  child_id             uuid NOT NULL REFERENCES persons (id),
  record_type          text NULL,
  holder_id            uuid NULL REFERENCES branches (id),
  recipient_id         uuid NULL REFERENCES branches (id),
  placed_by_person_id  uuid NULL REFERENCES persons (id),
  placed_by_staff_id   uuid NULL REFERENCES staff_members (id),
  sealed_reason        bytea NOT NULL,
  law                  text NOT NULL,
  case_number          text NOT NULL,
  placed_at            bigint NOT NULL,
  lifted_at            bigint NULL,
  lifted_by_person_id  uuid NULL REFERENCES persons (id),
  lifted_by_staff_id   uuid NULL REFERENCES staff_members (id),
  sealed_lifting_reason bytea NULL,
  lifting_case_number  text NOT NULL,
  CONSTRAINT disclosure_blocks_close_something CHECK (record_type IS NOT NULL OR holder_id IS NOT NULL OR recipient_id IS NOT NULL),
  CONSTRAINT disclosure_blocks_placed_by_one CHECK ((placed_by_person_id IS NULL) <> (placed_by_staff_id IS NULL)),
  CONSTRAINT disclosure_blocks_by_law_say_why CHECK (placed_by_staff_id IS NULL OR (holder_id IS NOT NULL AND length(sealed_reason) > 28 AND law <> '' AND case_number <> '')),
  CONSTRAINT disclosure_blocks_lifted_by_one_of_the_same_side CHECK (
    (lifted_at IS NULL AND lifted_by_person_id IS NULL AND lifted_by_staff_id IS NULL)
    OR (lifted_at IS NOT NULL AND lifted_at >= placed_at
      AND (lifted_by_person_id IS NULL) = (placed_by_person_id IS NULL) AND (lifted_by_staff_id IS NULL) = (placed_by_staff_id IS NULL))),
  CONSTRAINT disclosure_blocks_by_law_lifted_with_reason CHECK (lifted_by_staff_id IS NULL OR (COALESCE(length(sealed_lifting_reason), 0) > 28 AND lifting_case_number <> ''))
);

-- A decision sees in one look-up what is blocked, and that for most children nothing is.
CREATE INDEX disclosure_blocks_standing ON disclosure_blocks (child_id, holder_id, recipient_id, record_type) WHERE lifted_at IS NULL;
-- A family reads its own blocks, lifted ones too.
CREATE INDEX disclosure_blocks_of_family ON disclosure_blocks (child_id, placed_at) WHERE placed_by_person_id IS NOT NULL;

ALTER TABLE consent_requests DROP COLUMN message;
ALTER TABLE consent_requests DROP COLUMN childs_view;
ALTER TABLE consent_requests DROP COLUMN circumstance_reason;
ALTER TABLE consent_requests ADD COLUMN sealed_message bytea NOT NULL DEFAULT '';
ALTER TABLE consent_requests ADD COLUMN sealed_childs_view bytea NOT NULL DEFAULT '';
ALTER TABLE consent_requests ADD COLUMN sealed_circumstance_reason bytea NOT NULL DEFAULT '';

ALTER TABLE information_requests DROP COLUMN reason;
ALTER TABLE information_requests ADD COLUMN sealed_reason bytea NOT NULL DEFAULT '';

ALTER TABLE harm_assessments DROP COLUMN conditions;
ALTER TABLE harm_assessments ADD COLUMN sealed_conditions bytea NOT NULL DEFAULT '';

ALTER TABLE records DROP COLUMN title;
ALTER TABLE records ADD COLUMN sealed_title bytea NOT NULL DEFAULT '';

-- An answer and a text name the child or say what the family thinks. Digests are keyed, so that nobody without the key can guess.
DROP INDEX consent_signatures_by_answer;
ALTER TABLE consent_signatures DROP COLUMN answer;
ALTER TABLE consent_signatures ADD COLUMN sealed_answer bytea NULL;
ALTER TABLE consent_signatures RENAME COLUMN text_hash TO text_digest;

DROP INDEX recorded_answers_waiting;
ALTER TABLE recorded_answers DROP COLUMN answer;
ALTER TABLE recorded_answers ADD COLUMN sealed_answer bytea NOT NULL DEFAULT '';
ALTER TABLE recorded_answers ADD COLUMN answer_digest text NOT NULL DEFAULT '';
ALTER TABLE recorded_answers RENAME COLUMN text_hash TO text_digest;
ALTER TABLE recorded_answers RENAME COLUMN scan_hash TO scan_digest;
CREATE UNIQUE INDEX recorded_answers_waiting ON recorded_answers (answer_digest) WHERE outcome IS NULL AND contradicted_at IS NULL;

ALTER TABLE consent_texts RENAME COLUMN hash TO digest;
ALTER TABLE consent_texts DROP COLUMN text;
ALTER TABLE consent_texts ADD COLUMN sealed bytea NOT NULL DEFAULT '';

ALTER TABLE records RENAME COLUMN content_hash TO content_digest;

DELETE FROM idempotent_answers;
ALTER TABLE idempotent_answers RENAME COLUMN key TO key_digest;
ALTER TABLE idempotent_answers RENAME COLUMN request_hash TO request_digest;
ALTER TABLE idempotent_answers RENAME COLUMN body TO sealed_body;
