-- Who is notified of the end of a consent, who has acknowledged it, and the state of the deliveries (ADR 0027). A notice is written in
-- the transaction that ends the consent; its number is the index of that transaction's log entry.

CREATE TABLE subscriptions (
  id          uuid NOT NULL PRIMARY KEY,
  client_id   uuid NOT NULL REFERENCES clients (id),
  address     text NOT NULL,
  created_at  bigint NOT NULL,
  ended_at    bigint NULL,
  CONSTRAINT subscriptions_end_after_they_begin CHECK (ended_at >= created_at)
);
CREATE UNIQUE INDEX subscriptions_open ON subscriptions (client_id, address) WHERE ended_at IS NULL;

CREATE TABLE consent_notices (
  log_index                  bigint NOT NULL REFERENCES log_entries (idx),
  party_id                   uuid NOT NULL REFERENCES branches (id),
  consent_id                 uuid NOT NULL REFERENCES consents (id),
  consent_version            integer NOT NULL,
  kind                       text NOT NULL,
  ended_at                   bigint NOT NULL,
  told_at                    bigint NOT NULL,
  successor_id               uuid NULL REFERENCES consents (id),
  overdue_from               bigint NOT NULL,
  overdue_logged_at          bigint NULL,
  acknowledged_at            bigint NULL,
  acknowledged_by_staff_id   uuid NULL REFERENCES staff_members (id),
  acknowledged_by_client_id  uuid NULL REFERENCES clients (id),
  PRIMARY KEY (log_index, party_id),
  CONSTRAINT consent_notices_once UNIQUE (consent_id, party_id, consent_version),
  CONSTRAINT consent_notices_kind CHECK (kind IN ('Withdrawn', 'Lapsed', 'Expired', 'Ended', 'Superseded', 'Annulled')),
  CONSTRAINT consent_notices_name_the_successor CHECK ((kind = 'Superseded') = (successor_id IS NOT NULL)),
  CONSTRAINT consent_notices_overdue_after_they_are_told CHECK (overdue_from > told_at),
  CONSTRAINT consent_notices_acknowledged_by_somebody
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by_staff_id IS NULL AND acknowledged_by_client_id IS NULL))
);

-- A party reads its notices in the order of the log, after the last that it has read.
CREATE INDEX consent_notices_of_party ON consent_notices (party_id, log_index);

-- Notices that are not acknowledged are found without reading the acknowledged ones.
CREATE INDEX consent_notices_waiting ON consent_notices (party_id, log_index) WHERE acknowledged_at IS NULL;
CREATE INDEX consent_notices_to_log ON consent_notices (overdue_from) WHERE acknowledged_at IS NULL AND overdue_logged_at IS NULL;

CREATE TABLE notice_deliveries (
  log_index        bigint NOT NULL,
  party_id         uuid NOT NULL,
  subscription_id  uuid NOT NULL REFERENCES subscriptions (id),
  attempts         integer NOT NULL,
  next_from        bigint NULL,
  last_at          bigint NULL,
  last_outcome     text NULL,
  last_status      integer NULL,
  delivered_at     bigint NULL,
  PRIMARY KEY (log_index, party_id, subscription_id),
  FOREIGN KEY (log_index, party_id) REFERENCES consent_notices (log_index, party_id),
  CONSTRAINT notice_deliveries_are_done_when_delivered CHECK (delivered_at IS NULL OR next_from IS NULL)
);
CREATE INDEX notice_deliveries_due ON notice_deliveries (next_from) WHERE next_from IS NOT NULL;

-- The notices of an expired consent are written once; the index has the consents whose notices are not written yet.
ALTER TABLE consents ADD COLUMN expiry_told_at bigint NULL;
CREATE INDEX consents_to_tell ON consents (valid_until) WHERE state = 'Active' AND expiry_told_at IS NULL;

-- A record that reached its reader was opened, also if it was decided before the hub stored that.
UPDATE decisions SET opened = true
WHERE NOT opened AND kind = 'Release' AND EXISTS (SELECT 1 FROM deliveries d WHERE d.release_id = decisions.id);
