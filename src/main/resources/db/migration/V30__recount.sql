-- What each recount of the ledger found: append only, so that the night in which something went wrong can be told.
create table recount (
  at              timestamptz primary key,
  node            text        not null,
  accepted        bigint      not null,
  pending         bigint      not null,
  differences     bigint      not null,
  detail          text        not null
);
