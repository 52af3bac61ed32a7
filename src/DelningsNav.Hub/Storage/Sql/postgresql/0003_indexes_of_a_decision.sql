-- A decision reads what it needs about a child from the indexes themselves, so that its time does not grow with the city: who has custody,
-- who is assigned to the case, the consent in force without those that were withdrawn, lapsed or replaced, and who has said yes to it.

DROP INDEX custodies_by_child;
CREATE INDEX custodies_by_child ON custodies (child_id, guardian_id, from_day, to_day);

DROP INDEX assignments_by_case;
CREATE INDEX assignments_by_case ON assignments (case_id, staff_id, from_at, to_at);

CREATE INDEX consents_active ON consents (child_id, discloser_id, recipient_id) WHERE state = 'Active';
CREATE INDEX consent_signatures_by_answer ON consent_signatures (consent_id, answer, person_id);
