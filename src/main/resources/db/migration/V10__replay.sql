-- What operators had sent again: one transaction, or all that a filter matched when it was asked for.
create table replay_job (
  id              uuid        primary key,
  who             text        not null,
  request_key     text,                                 -- the same key of the same user is the same request
  fingerprint     bytea       not null,                 -- of what was asked for
  reason          text        not null,
  filter          jsonb       not null,
  single          boolean     not null,
  again           boolean     not null,                 -- also those that were replayed before
  rate            int         not null,                 -- a second
  state           text        not null default 'RUNNING', -- RUNNING | PAUSED | CANCELLED | DONE
  changed_by      text        not null,
  created_at      timestamptz not null,
  ended_at        timestamptz,
  lease_owner     text,
  lease_until     timestamptz,
  unique (who, request_key)
);

create index replay_job_running on replay_job (id) where state = 'RUNNING';

create table replay_item (
  job             uuid        not null,
  original        uuid        not null,
  outcome         text        not null default 'WAITING', -- WAITING | SENT | LEFT_OUT
  code            text,                                 -- why it was left out
  child           uuid,                                 -- the transaction it became
  body            bytea,                                -- encrypted: what is sent instead of the original's, until it is
  primary key (job, original)
);

create index replay_item_waiting on replay_item (job, original) where outcome = 'WAITING';
