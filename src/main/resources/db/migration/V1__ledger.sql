-- The ledger. Facts are partitioned by month on their transaction's id: ids are UUIDv7, so a month is a range of ids,
-- inserts stay sequential, a look-up by id touches one partition, and retention drops partitions.

create table transaction (
  id              uuid        not null,
  service         text        not null,
  caller          text        not null,
  business_key    text,
  reference       text,                  -- the name the provider knows it by
  state           text        not null,
  mode            text        not null,  -- NOW | LATER
  mark            text,                  -- e.g. double-payment
  received_at     timestamptz not null,  -- request in
  sent_at         timestamptz,           -- request out (first attempt)
  answered_at     timestamptz,           -- answer in (last attempt)
  settled_at      timestamptz,           -- answer out: the outcome was committed and given
  attempts        int         not null default 0,
  provider_status int,
  code            text,                  -- ours when we refused it, the provider's otherwise
  reason          text,
  reply_status    int,                   -- HTTP status the caller got for the outcome
  request_bytes   int         not null default 0,
  reply_bytes     int         not null default 0,
  traceparent     text,
  version         text        not null,  -- of the connector that served it
  parent          uuid,                  -- the transaction this one comes from
  origin          text        not null default 'caller',  -- caller | callback | follow | feed | replay
  primary key (id)
) partition by range (id);

create index transaction_by_key on transaction (business_key text_pattern_ops, id) where business_key is not null;
create index transaction_by_reference on transaction (reference, id) where reference is not null;
create index transaction_by_service on transaction (service, id);
create index transaction_by_parent on transaction (parent) where parent is not null;
create index transaction_unhappy on transaction (id) where state in ('REJECTED', 'UNKNOWN', 'EXHAUSTED', 'EXPIRED');

create table attempt (
  transaction_id  uuid        not null,
  number          int         not null,
  part            int         not null default 0,
  started_at      timestamptz not null,
  took_ms         int         not null,
  outcome         text        not null,
  http_status     int,
  code            text,
  reason          text,
  sent_bytes      int         not null default 0,
  answer_bytes    int         not null default 0,
  node            text        not null,
  primary key (transaction_id, number)
) partition by range (transaction_id);

create table payload (
  transaction_id  uuid        not null,
  kind            text        not null,  -- request | answer | reply
  bytes           bytea       not null,  -- encrypted
  primary key (transaction_id, kind)
) partition by range (transaction_id);

-- Only pending work; a row leaves in the same database transaction that settles it.
create table delivery (
  id              uuid        primary key,
  service         text        not null,
  destination     text        not null,
  purpose         text        not null default 'call',  -- call | inquiry
  order_key       text,
  due_at          timestamptz not null,
  expires_at      timestamptz not null,
  attempts        int         not null default 0,       -- ended ones
  part            int         not null default 0,       -- next part of a chunked request
  parked          text,                                 -- why it waits without spending attempts
  lease_owner     text,
  lease_until     timestamptz
) with (fillfactor = 70);

create index delivery_due on delivery (destination, due_at);
create index delivery_order on delivery (order_key, id) where order_key is not null;
create index delivery_parked on delivery (parked, order_key) where parked is not null;

create table idempotency (
  caller          text        not null,
  service         text        not null,
  key             text        not null,
  transaction_id  uuid        not null,
  fingerprint     bytea       not null,
  claimed_at      timestamptz not null,
  expires_at      timestamptz not null,
  primary key (caller, service, key)
);

create index idempotency_expiry on idempotency (expires_at);

create table once (
  service         text        not null,
  key             text        not null,
  transaction_id  uuid        not null,
  primary key (service, key)
);

-- Changed in the same database transaction as the state it counts, so a report equals a recount exactly.
create table counter (
  service         text        not null,
  minute          timestamptz not null,
  caller          text        not null,
  state           text        not null,
  slot            smallint    not null,  -- writers add to rows of their own, so that they never wait for each other
  n               bigint      not null,
  primary key (service, minute, caller, state, slot)
) with (fillfactor = 50);

create table feed (
  service         text        primary key,
  cursor          text,
  polled_at       timestamptz,
  items           bigint      not null default 0,
  problem         text
);

create table feed_item (
  service         text        not null,
  item            text        not null,
  transaction_id  uuid        not null,
  primary key (service, item)
);

-- A month of transaction, attempt and payload: ids from the first to the last millisecond of the month.
create function month_id(at timestamptz) returns uuid language sql immutable as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

create function add_month(month date) returns void language plpgsql as $$
declare
  name text := to_char(month, 'YYYY_MM');
  low  uuid := month_id(month::timestamp at time zone 'UTC');
  high uuid := month_id((month + interval '1 month')::timestamp at time zone 'UTC');
  base text;
begin
  foreach base in array array['transaction', 'attempt', 'payload'] loop
    execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
                   base || '_' || name, base, low, high);
  end loop;
end $$;

create table transaction_other partition of transaction default;
create table attempt_other partition of attempt default;
create table payload_other partition of payload default;

create table scheduled_tasks (
  task_name            text        not null,
  task_instance        text        not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean     not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures int,
  last_heartbeat       timestamptz,
  version              bigint      not null,
  priority             smallint,
  primary key (task_name, task_instance)
);

create index scheduled_tasks_time on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);

-- What operators did: append only.
create table audit (
  id              uuid        primary key,
  at              timestamptz not null,
  who             text        not null,
  action          text        not null,
  target          text        not null,
  detail          text
);
