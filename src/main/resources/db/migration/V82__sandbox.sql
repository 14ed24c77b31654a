-- A caller that tries things out is answered by recorded cases. What comes of it is kept like everything else, and marked:
-- nothing of it leaves the gateway, and no counter knows it.
alter table transaction add column sandbox text;  -- null: a real one; else the case that answers it, '' where none does
alter type transaction_row add attribute sandbox text;

-- Few among many, and never changed.
create index transaction_in_sandbox on transaction (id) where sandbox is not null;
