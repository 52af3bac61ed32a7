-- The signed checkpoint of the head. It is written in the transaction of the append, and every node verifies it before the next append.
-- It is null only while the log has no entry.
ALTER TABLE log_head ADD COLUMN checkpoint text NULL;

-- Whether a missing readable part was erased rightly is looked up in the erasures.
CREATE INDEX log_entries_of_erasures ON log_entries (idx) WHERE kind = 'payloads-erased';

-- Whether people have confirmed a restore is looked up when a node knows another log than the stored one.
CREATE INDEX log_entries_of_restores ON log_entries (idx) WHERE kind = 'log-restored';
