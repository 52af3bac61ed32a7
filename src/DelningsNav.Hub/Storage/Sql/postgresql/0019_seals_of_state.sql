-- A keyed seal over the rows of the subject that can open a door (ADR 0038). It is made in the transaction of the change.
ALTER TABLE subjects ADD COLUMN seal bytea NULL;
