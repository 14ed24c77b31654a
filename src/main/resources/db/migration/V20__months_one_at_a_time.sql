-- Two gateways that start at the same moment on a new database both find a month missing: they take turns.
create or replace function add_month(month date) returns void language plpgsql as $$
declare
  name text := to_char(month, 'YYYY_MM');
  low  uuid := month_id(month::timestamp at time zone 'UTC');
  high uuid := month_id((month + interval '1 month')::timestamp at time zone 'UTC');
  base text;
begin
  perform pg_advisory_xact_lock(hashtextextended('add_month', 0));
  foreach base in array array['transaction', 'attempt', 'payload'] loop
    execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
                   base || '_' || name, base, low, high);
  end loop;
end $$;
