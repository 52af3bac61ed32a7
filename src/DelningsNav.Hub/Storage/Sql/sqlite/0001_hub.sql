-- The first schema. Ids are UUID text; moments are Unix milliseconds; days are ISO text.
-- Every table about a person refers to the person, so that a foreign key finds everything that gallring must erase.

CREATE TABLE authorities (
  id                    TEXT NOT NULL PRIMARY KEY,
  name                  TEXT NOT NULL,
  organisationsnummer   TEXT NOT NULL UNIQUE,
  kind                  TEXT NOT NULL,
  adopted_policy_set    TEXT NULL,
  adoption_case_number  TEXT NULL
);

CREATE TABLE branches (
  id            TEXT NOT NULL PRIMARY KEY,
  authority_id  TEXT NOT NULL REFERENCES authorities (id),
  name          TEXT NOT NULL,
  kind          TEXT NOT NULL
);
CREATE INDEX branches_by_authority ON branches (authority_id);

CREATE TABLE units (
  id         TEXT NOT NULL PRIMARY KEY,
  branch_id  TEXT NOT NULL REFERENCES branches (id),
  name       TEXT NOT NULL,
  area       TEXT NOT NULL
);
CREATE INDEX units_by_branch ON units (branch_id);

CREATE TABLE staff_members (
  id                            TEXT NOT NULL PRIMARY KEY,
  unit_id                       TEXT NOT NULL REFERENCES units (id),
  name                          TEXT NOT NULL,
  role                          TEXT NOT NULL,
  assesses                      INTEGER NOT NULL,
  assesses_protected_identities INTEGER NOT NULL,
  left_on                       TEXT NULL
);
CREATE INDEX staff_members_by_unit ON staff_members (unit_id);

CREATE TABLE clients (
  id                    TEXT NOT NULL PRIMARY KEY,
  branch_id             TEXT NOT NULL REFERENCES branches (id),
  name                  TEXT NOT NULL,
  permitted_operations  TEXT NOT NULL
);
CREATE INDEX clients_by_branch ON clients (branch_id);

CREATE TABLE client_keys (
  key_id          TEXT NOT NULL PRIMARY KEY,
  client_id       TEXT NOT NULL REFERENCES clients (id),
  public_key_pem  TEXT NOT NULL,
  registered_at   INTEGER NOT NULL,
  revoked_at      INTEGER NULL
);
CREATE INDEX client_keys_by_client ON client_keys (client_id);

-- A nonce is stored for as long as a call that carries it could still be accepted (RFC 9421 section 7.2.2).
CREATE TABLE nonces (
  key_id   TEXT NOT NULL,
  nonce    TEXT NOT NULL,
  seen_at  INTEGER NOT NULL,
  PRIMARY KEY (key_id, nonce)
) WITHOUT ROWID;
CREATE INDEX nonces_by_time ON nonces (seen_at);

CREATE TABLE idempotent_answers (
  client_id     TEXT NOT NULL,
  key           TEXT NOT NULL,
  request_hash  TEXT NOT NULL,
  status        INTEGER NOT NULL,
  body          BLOB NOT NULL,
  location      TEXT NOT NULL,
  answered_at   INTEGER NOT NULL,
  PRIMARY KEY (client_id, key)
);
CREATE INDEX idempotent_answers_by_time ON idempotent_answers (answered_at);

CREATE TABLE persons (
  id                 TEXT NOT NULL PRIMARY KEY,
  sealed_identity    BLOB NOT NULL,
  identity_index     BLOB NOT NULL UNIQUE,
  given_name         TEXT NOT NULL,
  family_name        TEXT NOT NULL,
  birth_date         TEXT NOT NULL,
  marking            TEXT NOT NULL,
  relations_read_at  INTEGER NULL
);

CREATE TABLE custodies (
  id           TEXT NOT NULL PRIMARY KEY,
  child_id     TEXT NOT NULL REFERENCES persons (id),
  guardian_id  TEXT NOT NULL REFERENCES persons (id),
  kind         TEXT NOT NULL,
  from_day     TEXT NOT NULL,
  to_day       TEXT NULL,
  CONSTRAINT custodies_not_of_oneself CHECK (child_id <> guardian_id)
);
CREATE INDEX custodies_by_child ON custodies (child_id);
CREATE INDEX custodies_by_guardian ON custodies (guardian_id);

CREATE TABLE guardian_blocks (
  id           TEXT NOT NULL PRIMARY KEY,
  child_id     TEXT NOT NULL REFERENCES persons (id),
  guardian_id  TEXT NOT NULL REFERENCES persons (id),
  reason       TEXT NOT NULL,
  case_number  TEXT NOT NULL,
  from_day     TEXT NOT NULL,
  to_day       TEXT NULL
);
CREATE INDEX guardian_blocks_by_child ON guardian_blocks (child_id);
CREATE INDEX guardian_blocks_by_guardian ON guardian_blocks (guardian_id);

CREATE TABLE cases (
  id           TEXT NOT NULL PRIMARY KEY,
  child_id     TEXT NOT NULL REFERENCES persons (id),
  kind         TEXT NOT NULL,
  case_number  TEXT NOT NULL UNIQUE,
  unit_id      TEXT NOT NULL REFERENCES units (id),
  phase        TEXT NOT NULL,
  opened_at    INTEGER NOT NULL,
  closed_at    INTEGER NULL
);
CREATE INDEX cases_by_child ON cases (child_id);
CREATE INDEX cases_by_unit ON cases (unit_id);

CREATE TABLE case_steps (
  case_id  TEXT NOT NULL REFERENCES cases (id),
  number   INTEGER NOT NULL,
  phase    TEXT NOT NULL,
  by_id    TEXT NOT NULL REFERENCES staff_members (id),
  at       INTEGER NOT NULL,
  PRIMARY KEY (case_id, number)
);
CREATE INDEX case_steps_by_staff ON case_steps (by_id);

CREATE TABLE assignments (
  id       TEXT NOT NULL PRIMARY KEY,
  case_id  TEXT NOT NULL REFERENCES cases (id),
  staff_id TEXT NOT NULL REFERENCES staff_members (id),
  from_at  INTEGER NOT NULL,
  to_at    INTEGER NULL
);
CREATE INDEX assignments_by_case ON assignments (case_id);
CREATE INDEX assignments_by_staff ON assignments (staff_id);

CREATE TABLE records (
  id               TEXT NOT NULL PRIMARY KEY,
  child_id         TEXT NOT NULL REFERENCES persons (id),
  holder_id        TEXT NOT NULL REFERENCES branches (id),
  type             TEXT NOT NULL,
  title            TEXT NOT NULL,
  period_from      TEXT NOT NULL,
  period_to        TEXT NOT NULL,
  media_type       TEXT NOT NULL,
  length           INTEGER NOT NULL,
  content_hash     TEXT NOT NULL,
  reference        TEXT NOT NULL,
  mentions_others  INTEGER NOT NULL,
  redactions       TEXT NOT NULL,
  marking_provision TEXT NULL,
  marking_day      TEXT NULL,
  marking_by       TEXT NULL,
  deposited_at     INTEGER NOT NULL,
  delete_on        TEXT NOT NULL,
  withdrawn_at     INTEGER NULL,
  CONSTRAINT records_period_in_order CHECK (period_from <= period_to)
);
-- ReleaseInformation finds the records that a holder has about a child without a scan.
CREATE INDEX records_by_child_and_holder ON records (child_id, holder_id);
CREATE UNIQUE INDEX records_by_reference ON records (holder_id, reference, content_hash);

CREATE TABLE child_keys (
  child_id  TEXT NOT NULL PRIMARY KEY REFERENCES persons (id),
  wrapped   BLOB NOT NULL
);

CREATE TABLE vault_documents (
  record_id  TEXT NOT NULL PRIMARY KEY REFERENCES records (id),
  sealed     BLOB NOT NULL
);

CREATE TABLE consent_requests (
  id            TEXT NOT NULL PRIMARY KEY,
  child_id      TEXT NOT NULL REFERENCES persons (id),
  case_id       TEXT NOT NULL REFERENCES cases (id),
  recipient_id  TEXT NOT NULL REFERENCES branches (id),
  purpose       TEXT NOT NULL,
  data_from     TEXT NOT NULL,
  data_to       TEXT NOT NULL,
  valid_until   INTEGER NOT NULL,
  requested_by  TEXT NOT NULL REFERENCES staff_members (id),
  requested_at  INTEGER NOT NULL,
  message       TEXT NOT NULL,
  childs_view   TEXT NOT NULL
);
CREATE INDEX consent_requests_by_child ON consent_requests (child_id);
CREATE INDEX consent_requests_by_case ON consent_requests (case_id);

CREATE TABLE consents (
  id             TEXT NOT NULL PRIMARY KEY,
  request_id     TEXT NOT NULL REFERENCES consent_requests (id),
  child_id       TEXT NOT NULL REFERENCES persons (id),
  case_id        TEXT NOT NULL REFERENCES cases (id),
  discloser_id   TEXT NOT NULL REFERENCES branches (id),
  recipient_id   TEXT NOT NULL REFERENCES branches (id),
  purpose        TEXT NOT NULL,
  record_types   TEXT NOT NULL,
  data_from      TEXT NOT NULL,
  data_to        TEXT NOT NULL,
  requested_at   INTEGER NOT NULL,
  valid_until    INTEGER NOT NULL,
  state          TEXT NOT NULL,
  version        INTEGER NOT NULL,
  active_from    INTEGER NULL,
  withdrawn_at   INTEGER NULL,
  CONSTRAINT consents_expire_after_asked CHECK (valid_until > requested_at),
  CONSTRAINT consents_active_once_signed CHECK (state <> 'Active' OR active_from IS NOT NULL),
  CONSTRAINT consents_withdrawn_once CHECK (state <> 'Withdrawn' OR withdrawn_at IS NOT NULL)
);
-- ReleaseInformation finds the consent that may cover a request without a scan.
CREATE INDEX consents_by_child ON consents (child_id, discloser_id);
CREATE INDEX consents_by_case ON consents (case_id);
CREATE INDEX consents_by_request ON consents (request_id);

CREATE TABLE consent_texts (
  hash      TEXT NOT NULL PRIMARY KEY,
  version   TEXT NOT NULL,
  language  TEXT NOT NULL,
  text      TEXT NOT NULL
);

CREATE TABLE consent_signatures (
  consent_id     TEXT NOT NULL REFERENCES consents (id),
  person_id      TEXT NOT NULL REFERENCES persons (id),
  capacity       TEXT NOT NULL,
  answer         TEXT NULL,
  answered_at    INTEGER NULL,
  text_version   TEXT NULL,
  text_language  TEXT NULL,
  text_hash      TEXT NULL REFERENCES consent_texts (hash),
  PRIMARY KEY (consent_id, person_id)
);
CREATE INDEX consent_signatures_by_person ON consent_signatures (person_id);
CREATE INDEX consent_signatures_by_text ON consent_signatures (text_hash);

CREATE TABLE information_requests (
  id              TEXT NOT NULL PRIMARY KEY,
  case_id         TEXT NOT NULL REFERENCES cases (id),
  child_id        TEXT NOT NULL REFERENCES persons (id),
  asked_by        TEXT NOT NULL REFERENCES staff_members (id),
  client_id       TEXT NULL REFERENCES clients (id),
  recipient_id    TEXT NOT NULL REFERENCES branches (id),
  holder_id       TEXT NOT NULL REFERENCES branches (id),
  record_types    TEXT NOT NULL,
  period_from     TEXT NOT NULL,
  period_to       TEXT NOT NULL,
  purpose         TEXT NOT NULL,
  reason          TEXT NOT NULL,
  claimed_ground  TEXT NULL,
  asked_at        INTEGER NOT NULL
);
CREATE INDEX information_requests_by_case ON information_requests (case_id);
CREATE INDEX information_requests_by_holder ON information_requests (holder_id);
CREATE INDEX information_requests_by_child ON information_requests (child_id);

CREATE TABLE harm_assessments (
  id                            TEXT NOT NULL PRIMARY KEY,
  request_id                    TEXT NOT NULL REFERENCES information_requests (id),
  record_type                   TEXT NOT NULL,
  decider_id                    TEXT NOT NULL REFERENCES staff_members (id),
  unit_id                       TEXT NOT NULL REFERENCES units (id),
  by_named_assessor_with_routine INTEGER NOT NULL,
  outcome                       TEXT NOT NULL,
  sealed_reasoning              BLOB NOT NULL,
  conditions                    TEXT NOT NULL,
  refusal_case_number           TEXT NULL,
  decided_at                    INTEGER NOT NULL,
  CONSTRAINT harm_assessments_refusal_can_be_appealed CHECK (outcome <> 'Refuse' OR refusal_case_number IS NOT NULL)
);
CREATE INDEX harm_assessments_by_request ON harm_assessments (request_id);

-- A change that can close a door raises the version of its subject in its own transaction (ADR 0003).
CREATE TABLE subjects (
  id       TEXT NOT NULL PRIMARY KEY,
  version  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE payload_keys (
  id               TEXT NOT NULL PRIMARY KEY,
  retention_class  TEXT NOT NULL,
  month            TEXT NOT NULL,
  wrapped          BLOB NOT NULL,
  UNIQUE (retention_class, month)
);

-- The one head of the log. Indexes come from it, never from a sequence, so that there are no gaps.
CREATE TABLE log_head (
  id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  size      INTEGER NOT NULL,
  frontier  BLOB NOT NULL,
  root      BLOB NOT NULL
);

-- Leaf and leaf hash are for ever. Payload, its key and the tokens can be erased (gallring).
CREATE TABLE log_entries (
  idx               INTEGER NOT NULL PRIMARY KEY,
  at                INTEGER NOT NULL,
  kind              TEXT NOT NULL,
  verdict           TEXT NOT NULL,
  policy_set        TEXT NOT NULL,
  leaf              BLOB NOT NULL,
  leaf_hash         BLOB NOT NULL,
  payload           BLOB NULL,
  payload_key       TEXT NULL REFERENCES payload_keys (id),
  child_token       BLOB NULL,
  actor_token       BLOB NULL,
  case_token        BLOB NULL,
  actor_authority   TEXT NULL,
  holder_authority  TEXT NULL
);
CREATE INDEX log_entries_by_child ON log_entries (child_token) WHERE child_token IS NOT NULL;
CREATE INDEX log_entries_by_actor ON log_entries (actor_token) WHERE actor_token IS NOT NULL;
CREATE INDEX log_entries_by_case ON log_entries (case_token) WHERE case_token IS NOT NULL;

-- Roots of the tree's perfect subtrees above the leaves, for proofs.
CREATE TABLE log_nodes (
  level  INTEGER NOT NULL,
  idx    INTEGER NOT NULL,
  hash   BLOB NOT NULL,
  PRIMARY KEY (level, idx)
) WITHOUT ROWID;

CREATE TABLE decisions (
  id             TEXT NOT NULL PRIMARY KEY,
  request_id     TEXT NOT NULL REFERENCES information_requests (id),
  child_id       TEXT NOT NULL REFERENCES persons (id),
  record_type    TEXT NOT NULL,
  record_id      TEXT NULL REFERENCES records (id),
  kind           TEXT NOT NULL,
  policy         TEXT NOT NULL,
  law            TEXT NOT NULL,
  consent_id     TEXT NULL REFERENCES consents (id),
  assessment_id  TEXT NULL REFERENCES harm_assessments (id),
  codes          TEXT NOT NULL,
  policy_set     TEXT NOT NULL,
  log_index      INTEGER NOT NULL REFERENCES log_entries (idx),
  decided_at     INTEGER NOT NULL,
  CONSTRAINT decisions_release_a_record CHECK (kind <> 'Release' OR record_id IS NOT NULL)
);
CREATE INDEX decisions_by_request ON decisions (request_id);

CREATE TABLE deliveries (
  id          TEXT NOT NULL PRIMARY KEY,
  release_id  TEXT NOT NULL REFERENCES decisions (id),
  delivered   INTEGER NOT NULL,
  log_index   INTEGER NOT NULL REFERENCES log_entries (idx),
  at          INTEGER NOT NULL
);
CREATE INDEX deliveries_by_release ON deliveries (release_id);

-- The empty log: size 0, no frontier, the root of nothing (RFC 9162 section 2.1.1). The policy set is a subject from the start.
INSERT INTO log_head (id, size, frontier, root)
VALUES (1, 0, X'0000000000000000', X'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
INSERT INTO subjects (id, version) VALUES ('00000000-0000-7000-8000-000000000001', 1);
