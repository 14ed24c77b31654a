-- An older version of a dossier must not be sent after a newer one unless somebody knows of it. What was sent again says what
-- its original said first, and counts as as old as that one; with a new body it is a version of its own.
alter table replay_job add column confirmed boolean not null default true;  -- what was overtaken is sent all the same
alter table replay_item
  add column amended    boolean not null default false,
  add column first_said uuid;                           -- null: the original itself, which is no replay

create index replay_item_amended on replay_item (child) where amended;

-- Oldest first, by what they say: one that was tried alone before the others is still older than they are.
drop index replay_item_waiting;
create index replay_item_waiting on replay_item (job, coalesce(first_said, original), original) where outcome = 'WAITING';

create function first_said(sent uuid) returns uuid language plpgsql stable as $$
declare
  earlier uuid;
begin
  loop
    select t.parent into earlier from transaction t where t.id = sent and t.origin = 'replay'
      and not exists (select 1 from replay_item i where i.child = t.id and i.amended);
    exit when earlier is null;
    sent := earlier;
  end loop;
  return sent;
end $$;
