-- What a group commit writes arrives as arrays of these: one statement for all tables, one round trip. They hold what is
-- written when a row begins, not all that its table has.
create type transaction_row as (
  id uuid, service text, caller text, business_key text, reference text, state text, mode text, mark text,
  received_at timestamptz, sent_at timestamptz, answered_at timestamptz, settled_at timestamptz, attempts int,
  provider_status int, code text, reason text, reply_status int, request_bytes int, reply_bytes int, traceparent text,
  version text, parent uuid, origin text, call_node text, sent_bytes int, answer_bytes int, wait_us int, map_us int,
  connect_us int, first_byte_us int, back_us int);

create type attempt_row as (
  transaction_id uuid, number int, part int, started_at timestamptz, took_ms int, outcome text, http_status int, code text,
  reason text, sent_bytes int, answer_bytes int, node text, wait_us int, map_us int, connect_us int, first_byte_us int,
  back_us int, together int);

create type payload_row as (transaction_id uuid, kind text, bytes bytea);
