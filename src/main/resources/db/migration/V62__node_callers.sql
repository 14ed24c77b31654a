-- Callers are read by each node from its own file: that two nodes go by different files is to be seen.
alter table node add column callers text;        -- the file this node goes by: first hex digits of its SHA-256
alter table node add column title text;          -- what its operators call it
