-- The processes that share this database. One that stops beating is dead, and what it held is taken over.
create table node (
  name            text        primary key,
  started_at      timestamptz not null,
  beat_at         timestamptz not null
);

-- What every node must know of a destination, and what must outlive all of them.
create table destination (
  name            text        primary key,
  breaker         text        not null default 'CLOSED',  -- CLOSED | OPEN | HALF_OPEN
  breaker_since   timestamptz,
  breaker_until   timestamptz,          -- OPEN: no call before; HALF_OPEN: how long its prober may take
  breaker_node    text,                 -- who opened it, or who tries it
  breaker_cause   text,
  held_by         text,                 -- an operator who stopped deliveries
  held_reason     text,
  held_at         timestamptz
);

-- A provider may have been called under this lease or an earlier one; taking work ahead is not calling.
alter table delivery add column calling boolean not null default false;
update delivery set calling = lease_owner is not null;

-- Oldest first within a destination, by index alone.
drop index delivery_due;
create index delivery_due on delivery (destination, due_at, id);

-- A small, hot table whose rows live for milliseconds.
alter table delivery set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0);
alter table counter set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
