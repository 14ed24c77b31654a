-- Counts by the minute are many: twelve services make 14 million rows a year. What is two days old moves on, in one step: its
-- minutes to counter_past, where writers never look, and their sum to counter_day, so that
--   all that was ever counted = counter + counter_day,   by the minute = counter + counter_past,
-- to the last transaction and at any moment. A count that comes late waits in counter for the next step.
create table counter_past (
  service         text        not null,
  minute          timestamptz not null,
  caller          text        not null,
  state           text        not null,
  n               bigint      not null,
  primary key (service, minute, caller, state)
);

create table counter_day (
  service         text        not null,
  day             date        not null,  -- in Vietnam, as reports are read there
  caller          text        not null,
  state           text        not null,
  n               bigint      not null,
  primary key (service, day, caller, state)
);

-- Every count by its minute, wherever it lies.
create view counted as
  select service, minute, caller, state, n from counter
  union all
  select service, minute, caller, state, n from counter_past;

create function vietnam_day(at timestamptz) returns date language sql immutable parallel safe as $$
  select (at at time zone 'Asia/Ho_Chi_Minh')::date
$$;

-- Moves the oldest day's minutes that are older than that; says how many rows left counter.
create function roll_up_counters(before timestamptz) returns bigint language plpgsql as $$
declare
  oldest timestamptz := (select min(minute) from counter where minute < before);
  until  timestamptz := least(before, (vietnam_day(oldest) + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh');
  moved  bigint;
begin
  with gone as (
    delete from counter where minute >= oldest and minute < until returning service, minute, caller, state, n),
  past as (
    insert into counter_past as p (service, minute, caller, state, n)
    select service, minute, caller, state, sum(n) from gone group by 1, 2, 3, 4
    on conflict (service, minute, caller, state) do update set n = p.n + excluded.n),
  days as (
    insert into counter_day as d (service, day, caller, state, n)
    select service, vietnam_day(minute), caller, state, sum(n) from gone group by 1, 2, 3, 4
    on conflict (service, day, caller, state) do update set n = d.n + excluded.n)
  select count(*) into moved from gone;
  return moved;
end $$;

-- One service's transactions in one state, whichever is rare: without it, a search reads the service's whole period.
create index transaction_by_state on transaction (service, state, id) where state <> 'DELIVERED';
