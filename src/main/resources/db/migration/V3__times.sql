-- Where the time of a call went, in microseconds; null where it cannot be seen.
alter table attempt
  add column wait_us int,         -- for a place, the rate and the provider's session
  add column map_us int,          -- from the public request to the provider's
  add column connect_us int,      -- until a connection was there
  add column first_byte_us int,   -- from then until the answer began
  add column back_us int;         -- from the provider's answer to the public reply
