-- A refusal that a consent would lift leads to a question to the family, and is decided again when the family has answered.

ALTER TABLE consent_requests ADD COLUMN information_request_id uuid NULL REFERENCES information_requests (id);
CREATE INDEX consent_requests_by_information_request ON consent_requests (information_request_id) WHERE information_request_id IS NOT NULL;

ALTER TABLE consents ADD COLUMN decide_again boolean NOT NULL DEFAULT false;
-- The hub finds the requests to decide again without a scan; the index is nearly always empty.
CREATE INDEX consents_to_decide_again ON consents (id) WHERE decide_again;
