-- The addresses at which people want a link when there is something new to read, and which messages a link has announced.
-- Address and code are sealed.

CREATE TABLE email_links (
  id              uuid NOT NULL PRIMARY KEY,
  person_id       uuid NULL REFERENCES persons (id),
  staff_id        uuid NULL REFERENCES staff_members (id),
  language        text NOT NULL,
  sealed_address  bytea NULL,
  sealed_code     bytea NULL,
  code_at         bigint NULL,
  tries           integer NOT NULL,
  codes           integer NOT NULL,
  codes_from      bigint NOT NULL,
  confirmed_at    bigint NULL,
  next_from       bigint NOT NULL,
  failures        integer NOT NULL,
  CONSTRAINT email_links_owner CHECK ((person_id IS NULL) <> (staff_id IS NULL) AND id = COALESCE(person_id, staff_id)),
  CONSTRAINT email_links_confirmed CHECK (confirmed_at IS NULL OR sealed_address IS NOT NULL)
);
CREATE UNIQUE INDEX email_links_by_person ON email_links (person_id);
CREATE UNIQUE INDEX email_links_by_staff ON email_links (staff_id);

ALTER TABLE family_messages ADD COLUMN mailed_at bigint NULL;
ALTER TABLE staff_messages ADD COLUMN mailed_at bigint NULL;
