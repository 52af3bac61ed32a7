-- Blocks placed by the family, or by the holder by law: on a record type, a holder, a recipient, or their combination. A block is lifted,
-- never deleted.

CREATE TABLE disclosure_blocks (
  id                   uuid NOT NULL PRIMARY KEY,
  child_id             uuid NOT NULL REFERENCES persons (id),
  record_type          text NULL,
  holder_id            uuid NULL REFERENCES branches (id),
  recipient_id         uuid NULL REFERENCES branches (id),
  placed_by_person_id  uuid NULL REFERENCES persons (id),
  placed_by_staff_id   uuid NULL REFERENCES staff_members (id),
  reason               text NOT NULL,
  law                  text NOT NULL,
  case_number          text NOT NULL,
  placed_at            bigint NOT NULL,
  lifted_at            bigint NULL,
  lifted_by_person_id  uuid NULL REFERENCES persons (id),
  lifted_by_staff_id   uuid NULL REFERENCES staff_members (id),
  lifting_reason       text NOT NULL,
  lifting_case_number  text NOT NULL,
  CONSTRAINT disclosure_blocks_close_something CHECK (record_type IS NOT NULL OR holder_id IS NOT NULL OR recipient_id IS NOT NULL),
  CONSTRAINT disclosure_blocks_placed_by_one CHECK ((placed_by_person_id IS NULL) <> (placed_by_staff_id IS NULL)),
  CONSTRAINT disclosure_blocks_by_law_say_why CHECK (placed_by_staff_id IS NULL OR (holder_id IS NOT NULL AND reason <> '' AND law <> '' AND case_number <> '')),
  CONSTRAINT disclosure_blocks_lifted_by_one_of_the_same_side CHECK (
    (lifted_at IS NULL AND lifted_by_person_id IS NULL AND lifted_by_staff_id IS NULL)
    OR (lifted_at IS NOT NULL AND lifted_at >= placed_at
      AND (lifted_by_person_id IS NULL) = (placed_by_person_id IS NULL) AND (lifted_by_staff_id IS NULL) = (placed_by_staff_id IS NULL))),
  CONSTRAINT disclosure_blocks_by_law_lifted_with_reason CHECK (lifted_by_staff_id IS NULL OR (lifting_reason <> '' AND lifting_case_number <> ''))
);

-- A decision sees in one look-up what is blocked, and that for most children nothing is.
CREATE INDEX disclosure_blocks_standing ON disclosure_blocks (child_id, holder_id, recipient_id, record_type) WHERE lifted_at IS NULL;
-- A family reads its own blocks, lifted ones too.
CREATE INDEX disclosure_blocks_of_family ON disclosure_blocks (child_id, placed_at) WHERE placed_by_person_id IS NOT NULL;
