-- Each opening of a record under a consent that limits how often a record may be opened. The rows are bound to the child's seal, so that
-- nobody removes a use without the key (ADR 0038).
CREATE TABLE consent_uses (
  decision_id  TEXT NOT NULL PRIMARY KEY REFERENCES decisions (id),
  consent_id   TEXT NOT NULL REFERENCES consents (id),
  record_id    TEXT NOT NULL REFERENCES records (id),
  used_at      INTEGER NOT NULL
);
-- A decision finds the uses of a consent without a scan, and of most consents there are none.
CREATE INDEX consent_uses_by_consent ON consent_uses (consent_id);
CREATE INDEX consent_uses_by_record ON consent_uses (record_id);

-- The uses were found through the decisions.
DROP INDEX consents_limited;

-- A decision reads every policy set without its bundle. The moment of the check is bound too.
DROP INDEX policy_sets_without_bundle;
CREATE INDEX policy_sets_without_bundle ON policy_sets (
  id, version, law_as_of, hash, expires_on, received_at, received_by, checked_at, planned_from, active_from, turn, retired_at, decision,
  decided_by);
