-- A change of state stays on its page, and leaves every index of its transaction alone, only while no index looks at the
-- state. What people search by state is rare: it is listed here, by the database itself, as an index would be.
create table undelivered (
  id              uuid        primary key,
  service         text        not null,
  state           text        not null   -- REJECTED | UNKNOWN | EXHAUSTED | EXPIRED | CANCELLED
);

insert into undelivered (id, service, state)
  select id, service, state from transaction where state not in ('RECEIVED', 'DELIVERING', 'DELIVERED');

create index undelivered_by_service on undelivered (service, state, id);

create function list_undelivered() returns trigger language plpgsql as $$
begin
  if new.state in ('RECEIVED', 'DELIVERING', 'DELIVERED') then
    delete from undelivered where id = new.id;
  else
    insert into undelivered (id, service, state) values (new.id, new.service, new.state)
    on conflict (id) do update set state = excluded.state;
  end if;
  return null;
end $$;

create trigger undelivered_from_the_start after insert on transaction for each row
  when (new.state not in ('RECEIVED', 'DELIVERING', 'DELIVERED')) execute function list_undelivered();

create trigger undelivered_in_the_end after update on transaction for each row
  when (old.state <> new.state and (old.state not in ('RECEIVED', 'DELIVERING', 'DELIVERED')
    or new.state not in ('RECEIVED', 'DELIVERING', 'DELIVERED'))) execute function list_undelivered();

drop index transaction_unhappy;
drop index transaction_by_state;

-- Pages keep room for the outcomes of what they hold.
create or replace function add_month(month date) returns void language plpgsql as $$
declare
  name text := to_char(month, 'YYYY_MM');
  low  uuid := month_id(month::timestamp at time zone 'UTC');
  high uuid := month_id((month + interval '1 month')::timestamp at time zone 'UTC');
  base text;
begin
  perform pg_advisory_xact_lock(hashtextextended('add_month', 0));
  foreach base in array array['transaction', 'attempt', 'payload'] loop
    execute format('create table if not exists %I partition of %I for values from (%L) to (%L) with (fillfactor = %s)',
                   base || '_' || name, base, low, high, case base when 'transaction' then 70 else 100 end);
  end loop;
end $$;

do $$
declare
  partition regclass;
begin
  for partition in select inhrelid::regclass from pg_inherits where inhparent = 'transaction'::regclass loop
    execute format('alter table %s set (fillfactor = 70)', partition);
  end loop;
end $$;
