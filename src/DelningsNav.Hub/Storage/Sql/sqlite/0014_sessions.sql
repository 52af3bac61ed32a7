-- The sessions of people who have signed in. The browser has the session's secret; this table has only its keyed hash.

CREATE TABLE sessions (
  id            TEXT NOT NULL PRIMARY KEY,
  secret_hash   BLOB NOT NULL,
  person_id     TEXT NULL REFERENCES persons (id),
  staff_id      TEXT NULL REFERENCES staff_members (id),
  sealed        BLOB NOT NULL,
  way           TEXT NOT NULL,
  browser       TEXT NOT NULL,
  started_at    INTEGER NOT NULL,
  last_seen_at  INTEGER NOT NULL,
  CONSTRAINT sessions_owner CHECK ((person_id IS NULL) <> (staff_id IS NULL))
);
CREATE UNIQUE INDEX sessions_by_secret ON sessions (secret_hash);
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_staff ON sessions (staff_id);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen_at);

-- The keys of form tokens, shared by every node and sealed under the hub's own key.

CREATE TABLE protection_keys (
  name      TEXT NOT NULL PRIMARY KEY,
  sealed    BLOB NOT NULL,
  added_at  INTEGER NOT NULL
);

-- One row that the readiness check writes: a full or read-only disk refuses the write.

CREATE TABLE readiness_checks (
  id          INTEGER NOT NULL PRIMARY KEY,
  checked_at  INTEGER NOT NULL,
  CONSTRAINT readiness_checks_one CHECK (id = 1)
);
INSERT INTO readiness_checks (id, checked_at) VALUES (1, 0);
