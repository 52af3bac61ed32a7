-- The hub stores its policy sets itself, as signed bundles, and their adoptions (ADR 0018).
-- The set in force has the highest turn; turns are assigned under the lock of the policy set's subject.

CREATE TABLE policy_sets (
  id            uuid NOT NULL PRIMARY KEY,
  version       text NOT NULL UNIQUE,
  law_as_of     date NOT NULL,
  hash          text NOT NULL UNIQUE,
  expires_on    date NOT NULL,
  bundle        bytea NOT NULL,
  received_at   bigint NOT NULL,
  received_by   text NOT NULL,
  checked_at    bigint NOT NULL,
  planned_from  bigint NULL,
  active_from   bigint NULL,
  turn          bigint NULL UNIQUE,
  retired_at    bigint NULL,
  decision      text NULL,
  decided_by    text NULL,
  CONSTRAINT policy_sets_in_force_since CHECK ((turn IS NULL) = (active_from IS NULL)),
  CONSTRAINT policy_sets_decided CHECK ((planned_from IS NULL AND turn IS NULL AND retired_at IS NULL) OR (decision IS NOT NULL AND decided_by IS NOT NULL)),
  CONSTRAINT policy_sets_retired_plan_nothing CHECK (retired_at IS NULL OR planned_from IS NULL)
);

-- An adoption without hash or day is from before the hub stored sets; the version alone names the set.
CREATE TABLE policy_adoptions (
  authority_id       uuid NOT NULL REFERENCES authorities (id),
  version            text NOT NULL,
  hash               text NULL,
  case_number        text NOT NULL,
  decided_on         date NULL,
  registered_at      bigint NOT NULL,
  registered_by      text NOT NULL,
  ended_at           bigint NULL,
  ended_case_number  text NULL,
  PRIMARY KEY (authority_id, version),
  CONSTRAINT policy_adoptions_end_by_decision CHECK ((ended_at IS NULL) = (ended_case_number IS NULL))
);

INSERT INTO policy_adoptions (authority_id, version, case_number, registered_at, registered_by)
SELECT a.id, a.adopted_policy_set, COALESCE(a.adoption_case_number, ''),
       COALESCE((SELECT MAX(e.at) FROM log_entries e WHERE e.kind = 'policy-set-adopted' AND e.holder_authority = a.id), 0), 'hub'
FROM authorities a WHERE a.adopted_policy_set IS NOT NULL;

ALTER TABLE authorities DROP COLUMN adopted_policy_set;
ALTER TABLE authorities DROP COLUMN adoption_case_number;
