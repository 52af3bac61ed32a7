-- A keyed seal over the rows of the subject that can open a door (ADR 0038). It is made in the transaction of the change.
ALTER TABLE subjects ADD COLUMN seal bytea NULL;

-- A decision reads each consent of the child that can still open something, and no other.
CREATE INDEX consents_standing ON consents (child_id) WHERE state NOT IN ('Withdrawn', 'Ended', 'Superseded', 'Lapsed', 'Annulled');

-- The one way to erase readable parts of the log (gallring): the whole month of a key, with the key. It runs as the owner of the tables,
-- because the hub's own role may not update the log's tables (roles/postgresql.sql, docs/operations/install.md).
-- The names in such a body are bound to the tables now, so that no table of the caller's can take their place.
DO $do$
BEGIN
  EXECUTE $function$
    CREATE FUNCTION erase_log_month(erased uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
    BEGIN ATOMIC
      UPDATE log_entries SET payload = NULL, child_token = NULL, actor_token = NULL, case_token = NULL WHERE payload_key = erased;
      UPDATE payload_keys SET wrapped = ''::bytea WHERE id = erased;
    END
  $function$;
END
$do$;
REVOKE ALL ON FUNCTION erase_log_month(uuid) FROM PUBLIC;
