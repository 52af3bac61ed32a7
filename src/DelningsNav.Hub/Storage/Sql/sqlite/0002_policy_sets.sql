-- The hub stores its policy sets itself, as signed bundles, and their adoptions (ADR 0018).
-- The set in force has the highest turn; turns are assigned under the lock of the policy set's subject.

CREATE TABLE policy_sets (
  id            TEXT NOT NULL PRIMARY KEY,
  version       TEXT NOT NULL UNIQUE,
  law_as_of     TEXT NOT NULL,
  hash          TEXT NOT NULL UNIQUE,
  expires_on    TEXT NOT NULL,
  bundle        BLOB NOT NULL,
  received_at   INTEGER NOT NULL,
  received_by   TEXT NOT NULL,
  checked_at    INTEGER NOT NULL,
  planned_from  INTEGER NULL,
  active_from   INTEGER NULL,
  turn          INTEGER NULL UNIQUE,
  retired_at    INTEGER NULL,
  decision      TEXT NULL,
  decided_by    TEXT NULL,
  CONSTRAINT policy_sets_in_force_since CHECK ((turn IS NULL) = (active_from IS NULL)),
  CONSTRAINT policy_sets_decided CHECK ((planned_from IS NULL AND turn IS NULL AND retired_at IS NULL) OR (decision IS NOT NULL AND decided_by IS NOT NULL)),
  CONSTRAINT policy_sets_retired_plan_nothing CHECK (retired_at IS NULL OR planned_from IS NULL)
);

-- An adoption without hash or day is from before the hub stored sets; the version alone names the set.
CREATE TABLE policy_adoptions (
  authority_id       TEXT NOT NULL REFERENCES authorities (id),
  version            TEXT NOT NULL,
  hash               TEXT NULL,
  case_number        TEXT NOT NULL,
  decided_on         TEXT NULL,
  registered_at      INTEGER NOT NULL,
  registered_by      TEXT NOT NULL,
  ended_at           INTEGER NULL,
  ended_case_number  TEXT NULL,
  PRIMARY KEY (authority_id, version),
  CONSTRAINT policy_adoptions_end_by_decision CHECK ((ended_at IS NULL) = (ended_case_number IS NULL))
);

INSERT INTO policy_adoptions (authority_id, version, case_number, registered_at, registered_by)
SELECT a.id, a.adopted_policy_set, COALESCE(a.adoption_case_number, ''),
       COALESCE((SELECT MAX(e.at) FROM log_entries e WHERE e.kind = 'policy-set-adopted' AND e.holder_authority = a.id), 0), 'hub'
FROM authorities a WHERE a.adopted_policy_set IS NOT NULL;

ALTER TABLE authorities DROP COLUMN adopted_policy_set;
ALTER TABLE authorities DROP COLUMN adoption_case_number;
