-- The addresses at which people want a link when there is something new to read, and which messages a link has announced.
-- Address and code are sealed.

CREATE TABLE email_links (
  id              TEXT NOT NULL PRIMARY KEY,
  person_id       TEXT NULL REFERENCES persons (id),
  staff_id        TEXT NULL REFERENCES staff_members (id),
  language        TEXT NOT NULL,
  sealed_address  BLOB NULL,
  sealed_code     BLOB NULL,
  code_at         INTEGER NULL,
  tries           INTEGER NOT NULL,
  codes           INTEGER NOT NULL,
  codes_from      INTEGER NOT NULL,
  confirmed_at    INTEGER NULL,
  next_from       INTEGER NOT NULL,
  failures        INTEGER NOT NULL,
  CONSTRAINT email_links_owner CHECK ((person_id IS NULL) <> (staff_id IS NULL) AND id = COALESCE(person_id, staff_id)),
  CONSTRAINT email_links_confirmed CHECK (confirmed_at IS NULL OR sealed_address IS NOT NULL)
);
CREATE UNIQUE INDEX email_links_by_person ON email_links (person_id);
CREATE UNIQUE INDEX email_links_by_staff ON email_links (staff_id);

ALTER TABLE family_messages ADD COLUMN mailed_at INTEGER NULL;
ALTER TABLE staff_messages ADD COLUMN mailed_at INTEGER NULL;
