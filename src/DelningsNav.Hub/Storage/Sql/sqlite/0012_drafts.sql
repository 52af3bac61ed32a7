-- What was typed in a form that is not sent yet, sealed; and for the rest of the day where a form led that was sent.

CREATE TABLE drafts (
  id         TEXT NOT NULL PRIMARY KEY,
  person_id  TEXT NULL REFERENCES persons (id),
  staff_id   TEXT NULL REFERENCES staff_members (id),
  page       TEXT NOT NULL,
  sealed     BLOB NULL,
  sent_to    TEXT NULL,
  begun_at   INTEGER NOT NULL,
  CONSTRAINT drafts_owner CHECK ((person_id IS NULL) <> (staff_id IS NULL)),
  CONSTRAINT drafts_open_or_sent CHECK ((sealed IS NULL) <> (sent_to IS NULL))
);
CREATE INDEX drafts_by_age ON drafts (begun_at);
