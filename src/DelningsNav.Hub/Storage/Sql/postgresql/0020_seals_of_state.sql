-- A keyed seal over the rows of the subject that can open a door (ADR 0038). It is made in the transaction of the change.
ALTER TABLE subjects ADD COLUMN seal bytea NULL;

-- A decision reads each consent of the child that can still open something, and no other.
CREATE INDEX consents_standing ON consents (child_id) WHERE state NOT IN ('Withdrawn', 'Ended', 'Superseded', 'Lapsed', 'Annulled');
