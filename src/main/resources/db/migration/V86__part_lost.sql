-- The part whose answer was lost, of a request whose work has left the queue: the attempts do not tell it, where it was asked about or
-- the gateway stopped while calling. Null: the first.
alter table transaction add column part_lost int;
update transaction t set part_lost = (
    select max(case a.outcome when 'DELIVERED' then a.part + 1 else a.part end) from attempt a  -- a question counts as part 0
    where a.transaction_id = t.id)
  from undelivered u
  where u.state = 'UNKNOWN' and t.id = u.id and exists (select 1 from attempt a where a.transaction_id = t.id and a.part > 0);
