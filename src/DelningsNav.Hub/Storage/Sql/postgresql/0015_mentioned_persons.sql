-- Who a record tells about, as the holder states it: kinds of persons, and ids of persons. NULL for a record from before this had to be
-- stated: it counts as one that tells about others.

ALTER TABLE records ADD COLUMN mentions text NULL;
