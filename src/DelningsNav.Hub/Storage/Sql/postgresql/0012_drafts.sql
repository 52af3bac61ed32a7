-- What was typed in a form that is not sent yet, sealed; and for the rest of the day where a form led that was sent.

CREATE TABLE drafts (
  id         uuid NOT NULL PRIMARY KEY,
  person_id  uuid NULL REFERENCES persons (id),
  staff_id   uuid NULL REFERENCES staff_members (id),
  page       text NOT NULL,
  sealed     bytea NULL,
  sent_to    text NULL,
  begun_at   bigint NOT NULL,
  CONSTRAINT drafts_owner CHECK ((person_id IS NULL) <> (staff_id IS NULL)),
  CONSTRAINT drafts_open_or_sent CHECK ((sealed IS NULL) <> (sent_to IS NULL))
);
CREATE INDEX drafts_by_age ON drafts (begun_at);
