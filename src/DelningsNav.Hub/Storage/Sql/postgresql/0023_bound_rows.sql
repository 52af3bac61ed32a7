-- Each opening of a record under a consent that limits how often a record may be opened. The rows are bound to the child's seal, so that
-- nobody removes a use without the key (ADR 0038).
CREATE TABLE consent_uses (
  decision_id  uuid NOT NULL PRIMARY KEY REFERENCES decisions (id),
  consent_id   uuid NOT NULL REFERENCES consents (id),
  record_id    uuid NOT NULL REFERENCES records (id),
  used_at      bigint NOT NULL
);
-- A decision finds the uses of a consent without a scan, and of most consents there are none.
CREATE INDEX consent_uses_by_consent ON consent_uses (consent_id);
CREATE INDEX consent_uses_by_record ON consent_uses (record_id);

-- The uses were found through the decisions.
DROP INDEX consents_limited;
