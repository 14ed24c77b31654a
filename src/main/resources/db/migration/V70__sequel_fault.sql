-- What the end of a transaction should have set off and did not: its mapping failed. Rare; read beside the transaction.
create table sequel_fault (
  transaction_id  uuid        not null,
  kind            text        not null,  -- follow | undo
  service         text        not null,  -- the one that was to be called
  reason          text        not null,
  at              timestamptz not null default clock_timestamp(),
  primary key (transaction_id, kind)
);
