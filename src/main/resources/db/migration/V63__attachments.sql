-- Large Base64 texts of bodies, beside them: piece by piece, encrypted, named by a time-ordered id.
create table attachment (
  id     uuid   not null,
  piece  int    not null,
  bytes  bytea  not null,
  primary key (id, piece)
) partition by range (id);

alter table attachment alter bytes set storage external;
create table attachment_other partition of attachment default;

-- Those that no recorded body holds yet.
create table attachment_pending (
  id     uuid         primary key,
  since  timestamptz  not null default now()
);

create or replace function add_month(month date) returns void language plpgsql as $$
declare
  name text := to_char(month, 'YYYY_MM');
  low  uuid := month_id(month::timestamp at time zone 'UTC');
  high uuid := month_id((month + interval '1 month')::timestamp at time zone 'UTC');
  base text;
begin
  perform pg_advisory_xact_lock(hashtextextended('add_month', 0));
  foreach base in array array['transaction', 'attempt', 'payload', 'attachment'] loop
    execute format('create table if not exists %I partition of %I for values from (%L) to (%L) with (fillfactor = %s)',
                   base || '_' || name, base, low, high, case base when 'transaction' then 70 else 100 end);
  end loop;
end $$;
