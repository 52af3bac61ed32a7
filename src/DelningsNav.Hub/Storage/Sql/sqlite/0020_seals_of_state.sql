-- A keyed seal over the rows of the subject that can open a door (ADR 0038). It is made in the transaction of the change.
ALTER TABLE subjects ADD COLUMN seal BLOB NULL;

-- A decision reads each consent of the child that can still open something, and no other.
CREATE INDEX consents_standing ON consents (child_id) WHERE state NOT IN ('Withdrawn', 'Ended', 'Superseded', 'Lapsed', 'Annulled');

-- A decision reads every policy set without its bundle, which lies before the other columns and fills many pages.
CREATE INDEX policy_sets_without_bundle ON policy_sets (
  id, version, law_as_of, hash, expires_on, received_at, received_by, planned_from, active_from, turn, retired_at, decision, decided_by);
