-- How many entries of the log there are about each person, by each actor and in each case. The next entry of the same subject gets the next
-- number, from which its token is made, so that no two entries have the same token (ADR 0047).
CREATE TABLE log_counts (
  subject       uuid NOT NULL PRIMARY KEY,
  sealed_count  bytea NOT NULL
);
