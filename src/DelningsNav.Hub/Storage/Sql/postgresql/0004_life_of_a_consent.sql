-- A consent says how often a record may be shown, what the receiver promises to keep, by which rule it is signed, and when that may have to be looked at
-- again. What was asked before this step had no limit, and was signed by the rule that all were signed by then.

ALTER TABLE consent_requests ADD COLUMN uses_at_most integer NULL;
ALTER TABLE consent_requests ADD COLUMN uses_per text NULL;
ALTER TABLE consent_requests ADD COLUMN kept text NOT NULL DEFAULT 'own-record';
ALTER TABLE consent_requests ADD COLUMN frozen_rule text NOT NULL DEFAULT '1.1.0 by-age 0:G 12:GH 15:GS 18:S';
ALTER TABLE consent_requests ADD COLUMN circumstance_reason text NOT NULL DEFAULT '';

ALTER TABLE consents ADD COLUMN uses_at_most integer NULL;
ALTER TABLE consents ADD COLUMN uses_per text NULL;
ALTER TABLE consents ADD COLUMN kept text NOT NULL DEFAULT 'own-record';
ALTER TABLE consents ADD COLUMN frozen_rule text NOT NULL DEFAULT '1.1.0 by-age 0:G 12:GH 15:GS 18:S';
ALTER TABLE consents ADD COLUMN ended_at bigint NULL;
ALTER TABLE consents ADD COLUMN review_on date NULL;
UPDATE consents SET review_on = '2000-01-01' WHERE state IN ('Requested', 'Signing', 'Active', 'Refused', 'Conflict');

-- Lets the night find whose day has come without a scan.
CREATE INDEX consents_to_review ON consents (review_on, child_id) WHERE review_on IS NOT NULL;

-- Lets a decision see that there is nothing to count, as for most consents.
CREATE INDEX consents_limited ON consents (child_id, discloser_id, recipient_id) WHERE state = 'Active' AND uses_at_most IS NOT NULL;

ALTER TABLE decisions ADD COLUMN opened boolean NOT NULL DEFAULT false;
-- Lets a decision count how often a record was opened on a limited consent.
CREATE INDEX decisions_by_consent ON decisions (consent_id, record_id, decided_at) WHERE opened;
