-- The messages to families and staff, each sent once. A message states its kind and its consent; the rest is read when it is shown.

CREATE TABLE family_messages (
  person_id   uuid NOT NULL REFERENCES persons (id),
  consent_id  uuid NOT NULL REFERENCES consents (id),
  kind        text NOT NULL,
  at          bigint NOT NULL,
  read_at     bigint NULL,
  PRIMARY KEY (person_id, consent_id, kind),
  CONSTRAINT family_messages_kind CHECK (kind IN ('Asked', 'Reminded', 'RemindedAgain', 'Holds', 'Over'))
);
CREATE INDEX family_messages_by_consent ON family_messages (consent_id);

CREATE TABLE staff_messages (
  staff_id    uuid NOT NULL REFERENCES staff_members (id),
  consent_id  uuid NOT NULL REFERENCES consents (id),
  answered    text NOT NULL,
  request_id  uuid NULL REFERENCES information_requests (id),
  at          bigint NOT NULL,
  read_at     bigint NULL,
  PRIMARY KEY (staff_id, consent_id),
  CONSTRAINT staff_messages_answered CHECK (answered IN ('MayRead', 'StaysClosed', 'Holds', 'NotGiven'))
);
CREATE INDEX staff_messages_by_consent ON staff_messages (consent_id);
CREATE INDEX staff_messages_by_request ON staff_messages (request_id);

-- The nightly job finds whom to remind without reading answered questions and ended consents.
CREATE INDEX consents_awaiting ON consents (requested_at) WHERE state IN ('Requested', 'Signing', 'Refused', 'Conflict');
