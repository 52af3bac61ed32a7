-- What the hub's own role may do (docs/operations/install.md). The owner of the tables applies it at each start, after the schema steps.
-- Without the role, nothing happens: then the hub runs as the owner.
DO $$
DECLARE
  listed text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'delningsnav_hub') THEN
    RETURN;
  END IF;

  FOR listed IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('REVOKE ALL ON %I FROM delningsnav_hub', listed);
    EXECUTE format('GRANT SELECT ON %I TO delningsnav_hub', listed);
    IF listed = 'schema_steps' THEN
      CONTINUE;
    ELSIF listed IN ('log_entries', 'log_nodes', 'payload_keys') THEN
      -- The log only grows. Only the function below erases.
      EXECUTE format('GRANT INSERT ON %I TO delningsnav_hub', listed);
    ELSIF listed = 'log_head' THEN
      EXECUTE format('GRANT UPDATE ON %I TO delningsnav_hub', listed);
    ELSE
      EXECUTE format('GRANT INSERT, UPDATE ON %I TO delningsnav_hub', listed);
    END IF;
  END LOOP;

  -- A wrapping key that is replaced seals the keys of the months again.
  GRANT UPDATE (wrapped) ON payload_keys TO delningsnav_hub;

  -- What ends by itself is deleted. Everything else remains.
  GRANT DELETE ON nonces, idempotent_answers, drafts, sessions TO delningsnav_hub;
  GRANT EXECUTE ON FUNCTION erase_log_month(uuid) TO delningsnav_hub;
END
$$;
