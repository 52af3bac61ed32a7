-- The first schema. Ids are UUIDs; moments are Unix milliseconds; days are dates.
-- Every table about a person refers to the person, so that a foreign key finds everything that gallring must erase.

CREATE TABLE authorities (
  id                    uuid NOT NULL PRIMARY KEY,
  name                  text NOT NULL,
  organisationsnummer   text NOT NULL UNIQUE,
  kind                  text NOT NULL,
  adopted_policy_set    text NULL,
  adoption_case_number  text NULL
);

CREATE TABLE branches (
  id            uuid NOT NULL PRIMARY KEY,
  authority_id  uuid NOT NULL REFERENCES authorities (id),
  name          text NOT NULL,
  kind          text NOT NULL
);
CREATE INDEX branches_by_authority ON branches (authority_id);

CREATE TABLE units (
  id         uuid NOT NULL PRIMARY KEY,
  branch_id  uuid NOT NULL REFERENCES branches (id),
  name       text NOT NULL,
  area       text NOT NULL
);
CREATE INDEX units_by_branch ON units (branch_id);

CREATE TABLE staff_members (
  id                            uuid NOT NULL PRIMARY KEY,
  unit_id                       uuid NOT NULL REFERENCES units (id),
  name                          text NOT NULL,
  role                          text NOT NULL,
  assesses                      boolean NOT NULL,
  assesses_protected_identities boolean NOT NULL,
  left_on                       date NULL
);
CREATE INDEX staff_members_by_unit ON staff_members (unit_id);

CREATE TABLE clients (
  id                    uuid NOT NULL PRIMARY KEY,
  branch_id             uuid NOT NULL REFERENCES branches (id),
  name                  text NOT NULL,
  permitted_operations  text NOT NULL
);
CREATE INDEX clients_by_branch ON clients (branch_id);

CREATE TABLE client_keys (
  key_id          text NOT NULL PRIMARY KEY,
  client_id       uuid NOT NULL REFERENCES clients (id),
  public_key_pem  text NOT NULL,
  registered_at   bigint NOT NULL,
  revoked_at      bigint NULL
);
CREATE INDEX client_keys_by_client ON client_keys (client_id);

-- A nonce is stored for as long as a call that carries it could still be accepted (RFC 9421 section 7.2.2).
CREATE TABLE nonces (
  key_id   text NOT NULL,
  nonce    text NOT NULL,
  seen_at  bigint NOT NULL,
  PRIMARY KEY (key_id, nonce)
);
CREATE INDEX nonces_by_time ON nonces (seen_at);

CREATE TABLE idempotent_answers (
  client_id     uuid NOT NULL,
  key           text NOT NULL,
  request_hash  text NOT NULL,
  status        integer NOT NULL,
  body          bytea NOT NULL,
  location      text NOT NULL,
  answered_at   bigint NOT NULL,
  PRIMARY KEY (client_id, key)
);
CREATE INDEX idempotent_answers_by_time ON idempotent_answers (answered_at);

CREATE TABLE persons (
  id                 uuid NOT NULL PRIMARY KEY,
  sealed_identity    bytea NOT NULL,
  identity_index     bytea NOT NULL UNIQUE,
  given_name         text NOT NULL,
  family_name        text NOT NULL,
  birth_date         date NOT NULL,
  marking            text NOT NULL,
  relations_read_at  bigint NULL
);

CREATE TABLE custodies (
  id           uuid NOT NULL PRIMARY KEY,
  child_id     uuid NOT NULL REFERENCES persons (id),
  guardian_id  uuid NOT NULL REFERENCES persons (id),
  kind         text NOT NULL,
  from_day     date NOT NULL,
  to_day       date NULL,
  CONSTRAINT custodies_not_of_oneself CHECK (child_id <> guardian_id)
);
CREATE INDEX custodies_by_child ON custodies (child_id);
CREATE INDEX custodies_by_guardian ON custodies (guardian_id);

CREATE TABLE guardian_blocks (
  id           uuid NOT NULL PRIMARY KEY,
  child_id     uuid NOT NULL REFERENCES persons (id),
  guardian_id  uuid NOT NULL REFERENCES persons (id),
  reason       text NOT NULL,
  case_number  text NOT NULL,
  from_day     date NOT NULL,
  to_day       date NULL
);
CREATE INDEX guardian_blocks_by_child ON guardian_blocks (child_id);
CREATE INDEX guardian_blocks_by_guardian ON guardian_blocks (guardian_id);

CREATE TABLE cases (
  id           uuid NOT NULL PRIMARY KEY,
  child_id     uuid NOT NULL REFERENCES persons (id),
  kind         text NOT NULL,
  case_number  text NOT NULL UNIQUE,
  unit_id      uuid NOT NULL REFERENCES units (id),
  phase        text NOT NULL,
  opened_at    bigint NOT NULL,
  closed_at    bigint NULL
);
CREATE INDEX cases_by_child ON cases (child_id);
CREATE INDEX cases_by_unit ON cases (unit_id);

CREATE TABLE case_steps (
  case_id  uuid NOT NULL REFERENCES cases (id),
  number   integer NOT NULL,
  phase    text NOT NULL,
  by_id    uuid NOT NULL REFERENCES staff_members (id),
  at       bigint NOT NULL,
  PRIMARY KEY (case_id, number)
);
CREATE INDEX case_steps_by_staff ON case_steps (by_id);

CREATE TABLE assignments (
  id       uuid NOT NULL PRIMARY KEY,
  case_id  uuid NOT NULL REFERENCES cases (id),
  staff_id uuid NOT NULL REFERENCES staff_members (id),
  from_at  bigint NOT NULL,
  to_at    bigint NULL
);
CREATE INDEX assignments_by_case ON assignments (case_id);
CREATE INDEX assignments_by_staff ON assignments (staff_id);

CREATE TABLE records (
  id               uuid NOT NULL PRIMARY KEY,
  child_id         uuid NOT NULL REFERENCES persons (id),
  holder_id        uuid NOT NULL REFERENCES branches (id),
  type             text NOT NULL,
  title            text NOT NULL,
  period_from      date NOT NULL,
  period_to        date NOT NULL,
  media_type       text NOT NULL,
  length           bigint NOT NULL,
  content_hash     text NOT NULL,
  reference        text NOT NULL,
  mentions_others  boolean NOT NULL,
  redactions       text NOT NULL,
  marking_provision text NULL,
  marking_day      date NULL,
  marking_by       text NULL,
  deposited_at     bigint NOT NULL,
  delete_on        date NOT NULL,
  withdrawn_at     bigint NULL,
  CONSTRAINT records_period_in_order CHECK (period_from <= period_to)
);
-- ReleaseInformation finds the records that a holder has about a child without a scan.
CREATE INDEX records_by_child_and_holder ON records (child_id, holder_id);
CREATE UNIQUE INDEX records_by_reference ON records (holder_id, reference, content_hash);

CREATE TABLE child_keys (
  child_id  uuid NOT NULL PRIMARY KEY REFERENCES persons (id),
  wrapped   bytea NOT NULL
);

CREATE TABLE vault_documents (
  record_id  uuid NOT NULL PRIMARY KEY REFERENCES records (id),
  sealed     bytea NOT NULL
);

CREATE TABLE consent_requests (
  id            uuid NOT NULL PRIMARY KEY,
  child_id      uuid NOT NULL REFERENCES persons (id),
  case_id       uuid NOT NULL REFERENCES cases (id),
  recipient_id  uuid NOT NULL REFERENCES branches (id),
  purpose       text NOT NULL,
  data_from     date NOT NULL,
  data_to       date NOT NULL,
  valid_until   bigint NOT NULL,
  requested_by  uuid NOT NULL REFERENCES staff_members (id),
  requested_at  bigint NOT NULL,
  message       text NOT NULL,
  childs_view   text NOT NULL
);
CREATE INDEX consent_requests_by_child ON consent_requests (child_id);
CREATE INDEX consent_requests_by_case ON consent_requests (case_id);

CREATE TABLE consents (
  id             uuid NOT NULL PRIMARY KEY,
  request_id     uuid NOT NULL REFERENCES consent_requests (id),
  child_id       uuid NOT NULL REFERENCES persons (id),
  case_id        uuid NOT NULL REFERENCES cases (id),
  discloser_id   uuid NOT NULL REFERENCES branches (id),
  recipient_id   uuid NOT NULL REFERENCES branches (id),
  purpose        text NOT NULL,
  record_types   text NOT NULL,
  data_from      date NOT NULL,
  data_to        date NOT NULL,
  requested_at   bigint NOT NULL,
  valid_until    bigint NOT NULL,
  state          text NOT NULL,
  version        integer NOT NULL,
  active_from    bigint NULL,
  withdrawn_at   bigint NULL,
  CONSTRAINT consents_expire_after_asked CHECK (valid_until > requested_at),
  CONSTRAINT consents_active_once_signed CHECK (state <> 'Active' OR active_from IS NOT NULL),
  CONSTRAINT consents_withdrawn_once CHECK (state <> 'Withdrawn' OR withdrawn_at IS NOT NULL)
);
-- ReleaseInformation finds the consent that may cover a request without a scan.
CREATE INDEX consents_by_child ON consents (child_id, discloser_id);
CREATE INDEX consents_by_case ON consents (case_id);
CREATE INDEX consents_by_request ON consents (request_id);

CREATE TABLE consent_texts (
  hash      text NOT NULL PRIMARY KEY,
  version   text NOT NULL,
  language  text NOT NULL,
  text      text NOT NULL
);

CREATE TABLE consent_signatures (
  consent_id     uuid NOT NULL REFERENCES consents (id),
  person_id      uuid NOT NULL REFERENCES persons (id),
  capacity       text NOT NULL,
  answer         text NULL,
  answered_at    bigint NULL,
  text_version   text NULL,
  text_language  text NULL,
  text_hash      text NULL REFERENCES consent_texts (hash),
  PRIMARY KEY (consent_id, person_id)
);
CREATE INDEX consent_signatures_by_person ON consent_signatures (person_id);
CREATE INDEX consent_signatures_by_text ON consent_signatures (text_hash);

CREATE TABLE information_requests (
  id              uuid NOT NULL PRIMARY KEY,
  case_id         uuid NOT NULL REFERENCES cases (id),
  child_id        uuid NOT NULL REFERENCES persons (id),
  asked_by        uuid NOT NULL REFERENCES staff_members (id),
  client_id       uuid NULL REFERENCES clients (id),
  recipient_id    uuid NOT NULL REFERENCES branches (id),
  holder_id       uuid NOT NULL REFERENCES branches (id),
  record_types    text NOT NULL,
  period_from     date NOT NULL,
  period_to       date NOT NULL,
  purpose         text NOT NULL,
  reason          text NOT NULL,
  claimed_ground  text NULL,
  asked_at        bigint NOT NULL
);
CREATE INDEX information_requests_by_case ON information_requests (case_id);
CREATE INDEX information_requests_by_holder ON information_requests (holder_id);
CREATE INDEX information_requests_by_child ON information_requests (child_id);

CREATE TABLE harm_assessments (
  id                            uuid NOT NULL PRIMARY KEY,
  request_id                    uuid NOT NULL REFERENCES information_requests (id),
  record_type                   text NOT NULL,
  decider_id                    uuid NOT NULL REFERENCES staff_members (id),
  unit_id                       uuid NOT NULL REFERENCES units (id),
  by_named_assessor_with_routine boolean NOT NULL,
  outcome                       text NOT NULL,
  sealed_reasoning              bytea NOT NULL,
  conditions                    text NOT NULL,
  refusal_case_number           text NULL,
  decided_at                    bigint NOT NULL,
  CONSTRAINT harm_assessments_refusal_can_be_appealed CHECK (outcome <> 'Refuse' OR refusal_case_number IS NOT NULL)
);
CREATE INDEX harm_assessments_by_request ON harm_assessments (request_id);

-- A change that can close a door raises the version of its subject in its own transaction (ADR 0003).
CREATE TABLE subjects (
  id       uuid NOT NULL PRIMARY KEY,
  version  bigint NOT NULL
);

CREATE TABLE payload_keys (
  id               uuid NOT NULL PRIMARY KEY,
  retention_class  text NOT NULL,
  month            text NOT NULL,
  wrapped          bytea NOT NULL,
  UNIQUE (retention_class, month)
);

-- The one head of the log. Indexes come from it, never from a sequence, so that there are no gaps.
CREATE TABLE log_head (
  id        integer NOT NULL PRIMARY KEY CHECK (id = 1),
  size      bigint NOT NULL,
  frontier  bytea NOT NULL,
  root      bytea NOT NULL
);

-- Leaf and leaf hash are for ever. Payload, its key and the tokens can be erased (gallring).
CREATE TABLE log_entries (
  idx               bigint NOT NULL PRIMARY KEY,
  at                bigint NOT NULL,
  kind              text NOT NULL,
  verdict           text NOT NULL,
  policy_set        text NOT NULL,
  leaf              bytea NOT NULL,
  leaf_hash         bytea NOT NULL,
  payload           bytea NULL,
  payload_key       uuid NULL REFERENCES payload_keys (id),
  child_token       bytea NULL,
  actor_token       bytea NULL,
  case_token        bytea NULL,
  actor_authority   uuid NULL,
  holder_authority  uuid NULL
);
CREATE INDEX log_entries_by_child ON log_entries (child_token) WHERE child_token IS NOT NULL;
CREATE INDEX log_entries_by_actor ON log_entries (actor_token) WHERE actor_token IS NOT NULL;
CREATE INDEX log_entries_by_case ON log_entries (case_token) WHERE case_token IS NOT NULL;

-- Roots of the tree's perfect subtrees above the leaves, for proofs.
CREATE TABLE log_nodes (
  level  integer NOT NULL,
  idx    bigint NOT NULL,
  hash   bytea NOT NULL,
  PRIMARY KEY (level, idx)
);

CREATE TABLE decisions (
  id             uuid NOT NULL PRIMARY KEY,
  request_id     uuid NOT NULL REFERENCES information_requests (id),
  child_id       uuid NOT NULL REFERENCES persons (id),
  record_type    text NOT NULL,
  record_id      uuid NULL REFERENCES records (id),
  kind           text NOT NULL,
  policy         text NOT NULL,
  law            text NOT NULL,
  consent_id     uuid NULL REFERENCES consents (id),
  assessment_id  uuid NULL REFERENCES harm_assessments (id),
  codes          text NOT NULL,
  policy_set     text NOT NULL,
  log_index      bigint NOT NULL REFERENCES log_entries (idx),
  decided_at     bigint NOT NULL,
  CONSTRAINT decisions_release_a_record CHECK (kind <> 'Release' OR record_id IS NOT NULL)
);
CREATE INDEX decisions_by_request ON decisions (request_id);

CREATE TABLE deliveries (
  id          uuid NOT NULL PRIMARY KEY,
  release_id  uuid NOT NULL REFERENCES decisions (id),
  delivered   boolean NOT NULL,
  log_index   bigint NOT NULL REFERENCES log_entries (idx),
  at          bigint NOT NULL
);
CREATE INDEX deliveries_by_release ON deliveries (release_id);

-- The empty log: size 0, no frontier, the root of nothing (RFC 9162 section 2.1.1). The policy set is a subject from the start.
INSERT INTO log_head (id, size, frontier, root)
VALUES (1, 0, '\x0000000000000000', '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
INSERT INTO subjects (id, version) VALUES ('00000000-0000-7000-8000-000000000001', 1);
