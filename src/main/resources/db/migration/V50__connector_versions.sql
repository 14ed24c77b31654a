-- Every version of a connector that was ever served: its folder and its contract, as a zip.
create table connector_version (
  connector       text        not null,
  version         text        not null,          -- hash of all files
  files           bytea       not null,
  stored_at       timestamptz not null default now(),
  stored_by       text        not null,
  how             text        not null,          -- start | folder | ops
  primary key (connector, version)
);

-- Who changed what is served; the last row of a connector says what all nodes serve.
create table connector_change (
  id              bigint      generated always as identity primary key,
  connector       text        not null,
  version         text,                          -- null: nothing from now on
  at              timestamptz not null default now(),
  by              text        not null,
  how             text        not null,          -- start | folder | ops | rollback | remove
  reason          text
);
create index connector_change_last on connector_change (connector, id desc);
