-- A request that is sent in parts goes on in the parts it began with, whatever its service says by then: the number of a part
-- alone does not tell which items it holds.
alter table transaction
  add column part_of text,      -- the array that is sent in parts; null: not in parts, or not called yet
  add column part_size int;
