-- What was over when it was recorded, by one call that went well, keeps that call in its own row: an attempt's row and
-- its index entry for each read would be a third of what a read writes. When it began, how long it took, and what the
-- provider said stand in the transaction already.
alter table transaction
  add column call_node text,            -- null: its calls, if any, are attempts
  add column sent_bytes int,
  add column answer_bytes int,
  add column wait_us int,
  add column map_us int,
  add column connect_us int,
  add column first_byte_us int,
  add column back_us int;

create view every_attempt as
select transaction_id, number, part, started_at, took_ms, outcome, http_status, code, reason, sent_bytes, answer_bytes,
       node, wait_us, map_us, connect_us, first_byte_us, back_us, together
  from attempt
union all
select id, 1, 0, sent_at, (extract(epoch from answered_at - sent_at) * 1000)::int, state, provider_status, code, reason,
       sent_bytes, answer_bytes, call_node, wait_us, map_us, connect_us, first_byte_us, back_us, null
  from transaction
 where call_node is not null;
