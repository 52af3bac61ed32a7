-- How often a system has done a thing on a day, so that several nodes share its daily budgets.

CREATE TABLE client_day_counts (
  client_id  uuid NOT NULL REFERENCES clients (id),
  day        date NOT NULL,
  what       text NOT NULL,
  number     bigint NOT NULL,
  PRIMARY KEY (client_id, day, what)
);
