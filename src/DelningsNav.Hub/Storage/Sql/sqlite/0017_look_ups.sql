-- How often a system has done a thing on a day, so that several nodes share its daily budgets.

CREATE TABLE client_day_counts (
  client_id  TEXT NOT NULL REFERENCES clients (id),
  day        TEXT NOT NULL,
  what       TEXT NOT NULL,
  number     INTEGER NOT NULL,
  PRIMARY KEY (client_id, day, what)
);
