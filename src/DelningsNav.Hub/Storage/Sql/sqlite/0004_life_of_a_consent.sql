-- A consent states how often a record may be opened, how long the recipient promises to store it, by which rule it is signed, and when
-- its signers must be checked again. Consents from before this step had no limit, and were signed by the only rule of that time.

ALTER TABLE consent_requests ADD COLUMN uses_at_most INTEGER NULL;
ALTER TABLE consent_requests ADD COLUMN uses_per TEXT NULL;
ALTER TABLE consent_requests ADD COLUMN kept TEXT NOT NULL DEFAULT 'own-record';
ALTER TABLE consent_requests ADD COLUMN frozen_rule TEXT NOT NULL DEFAULT '1.1.0 by-age 0:G 12:GH 15:GS 18:S';
ALTER TABLE consent_requests ADD COLUMN circumstance_reason TEXT NOT NULL DEFAULT '';

ALTER TABLE consents ADD COLUMN uses_at_most INTEGER NULL;
ALTER TABLE consents ADD COLUMN uses_per TEXT NULL;
ALTER TABLE consents ADD COLUMN kept TEXT NOT NULL DEFAULT 'own-record';
ALTER TABLE consents ADD COLUMN frozen_rule TEXT NOT NULL DEFAULT '1.1.0 by-age 0:G 12:GH 15:GS 18:S';
ALTER TABLE consents ADD COLUMN ended_at INTEGER NULL;
ALTER TABLE consents ADD COLUMN review_on TEXT NULL;
UPDATE consents SET review_on = '2000-01-01' WHERE state IN ('Requested', 'Signing', 'Active', 'Refused', 'Conflict');

-- The nightly job finds due consents without a scan.
CREATE INDEX consents_to_review ON consents (review_on, child_id) WHERE review_on IS NOT NULL;

-- A decision sees that there is nothing to count, as for most consents.
CREATE INDEX consents_limited ON consents (child_id, discloser_id, recipient_id) WHERE state = 'Active' AND uses_at_most IS NOT NULL;

ALTER TABLE decisions ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
-- A decision counts how often a record was opened under a limited consent.
CREATE INDEX decisions_by_consent ON decisions (consent_id, record_id, decided_at) WHERE opened;
